//! Trains a table and writes its bytes.

use crate::Language;
use crate::random::Random;
use crate::segments::Segments;
use crate::softmax::Softmax;

/// Trains one script's table of `count` rows with `CLASSES` weights on `examples` segments.
pub(crate) fn train<const CLASSES: usize>(languages: &[Language], count: u32, examples: usize) -> Vec<u8> {
    let script = languages[0].script;
    let mut classes: Vec<String> = Vec::new();
    for language in languages {
        if !classes.contains(&language.class) {
            classes.push(language.class.clone());
        }
    }
    assert!(classes.len() <= CLASSES, "{} classes of {script:?}", classes.len());
    let segments = Segments::new(languages, &classes, script, count.into());
    let mut softmax = Softmax::<CLASSES>::new(count as usize);
    let mut random = Random::new(2026);
    let mut rows = Vec::new();
    let mut loss = 0.0;
    const REPORT: usize = 500_000;
    for step in 0..examples {
        let class = segments.draw(&mut random, &mut rows);
        let rate = 0.25 * (1.0 - step as f32 / examples as f32).max(0.01);
        loss += f64::from(softmax.learn(&rows, class, classes.len(), rate));
        if (step + 1) % REPORT == 0 {
            eprintln!("{script:?} {}: loss {:.4}", step + 1, loss / REPORT as f64);
            loss = 0.0;
        }
    }
    write(&softmax, &classes, count)
}

/// The bytes of a table: names of eight bytes, the number of rows, the unit of the weights, biases, weights.
fn write<const CLASSES: usize>(softmax: &Softmax<CLASSES>, classes: &[String], count: u32) -> Vec<u8> {
    let mut magnitudes: Vec<f32> = softmax.rows.iter().flatten().map(|weight| weight.abs()).collect();
    magnitudes.sort_by(f32::total_cmp);
    // One weight of 2,000 is clamped, so that the unit is finer for all others.
    let max = magnitudes[magnitudes.len() - 1 - magnitudes.len() / 2000];
    let unit = max / 127.0;
    eprintln!("greatest weight {max}, clamped from {}", magnitudes[magnitudes.len() - 1]);
    let mut bytes = Vec::new();
    for index in 0..CLASSES {
        let mut name = [0; 8];
        if let Some(class) = classes.get(index) {
            name[..class.len()].copy_from_slice(class.as_bytes());
        }
        bytes.extend(name);
    }
    bytes.extend(count.to_le_bytes());
    bytes.extend(unit.to_le_bytes());
    softmax.bias.iter().for_each(|bias| bytes.extend(bias.to_le_bytes()));
    for row in &softmax.rows {
        bytes.extend(row.iter().map(|weight| (weight / unit).round().clamp(-127.0, 127.0) as i8 as u8));
    }
    bytes
}
