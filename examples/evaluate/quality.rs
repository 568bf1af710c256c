//! Whether the F1 that the crate expects of its bodies is the F1 they have.

/// Expected and true F1 of bodies.
#[derive(Clone, Debug, Default)]
pub struct Quality(Vec<(f64, f64)>);

/// Equal classes of expected F1 from 0 to 1.
const CLASSES: usize = 5;

impl Quality {
    pub fn add(&mut self, expected: f64, found: f64) {
        self.0.push((expected, found));
    }

    /// Pearson's correlation of expected and true F1; none if either is the same on all pages.
    pub fn correlation(&self) -> Option<f64> {
        let mean = |value: fn(&(f64, f64)) -> f64| self.0.iter().map(value).sum::<f64>() / self.0.len() as f64;
        let (expected, found) = (mean(|pair| pair.0), mean(|pair| pair.1));
        let (mut product, mut squares, mut other_squares) = (0.0, 0.0, 0.0);
        for pair in &self.0 {
            let (one, other) = (pair.0 - expected, pair.1 - found);
            product += one * other;
            squares += one * one;
            other_squares += other * other;
        }
        let scale = f64::sqrt(squares * other_squares);
        (scale > 0.0).then(|| product / scale)
    }

    /// For each class that has pages, from the lowest: the number of pages, mean expected and mean true F1.
    pub fn classes(&self) -> Vec<(usize, f64, f64)> {
        let class_of = |expected: f64| ((expected * CLASSES as f64) as usize).min(CLASSES - 1);
        let mut classes = [(0, 0.0, 0.0); CLASSES];
        for &(expected, found) in &self.0 {
            let class = &mut classes[class_of(expected)];
            *class = (class.0 + 1, class.1 + expected, class.2 + found);
        }
        let means = classes.iter().filter(|(pages, ..)| *pages > 0).map(|&(pages, expected, found)| {
            let count = f64::from(pages);
            (pages as usize, expected / count, found / count)
        });
        means.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_rise_together_are_correlated() {
        let mut quality = Quality::default();
        assert_eq!(quality.correlation(), None);
        for (expected, found) in [(0.1, 0.2), (0.5, 0.6), (1.0, 1.1)] {
            quality.add(expected, found);
        }
        assert!(quality.correlation().is_some_and(|correlation| correlation > 0.999));
        assert_eq!(quality.classes().iter().map(|class| class.0).collect::<Vec<_>>(), [1, 1, 1]);
    }
}
