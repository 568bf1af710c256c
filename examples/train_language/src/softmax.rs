//! A linear softmax over hashed features, trained by AdaGrad (Duchi, Hazan, Singer 2011).

/// The weights of one script's table.
pub(crate) struct Softmax<const CLASSES: usize> {
    pub(crate) rows: Vec<[f32; CLASSES]>,
    /// The sums of the squared gradients of the weights.
    squares: Vec<[f32; CLASSES]>,
    pub(crate) bias: [f32; CLASSES],
}

impl<const CLASSES: usize> Softmax<CLASSES> {
    pub(crate) fn new(rows: usize) -> Self {
        Self { rows: vec![[0.0; CLASSES]; rows], squares: vec![[1e-4; CLASSES]; rows], bias: [0.0; CLASSES] }
    }

    /// The probabilities of the classes. Only the first `classes` are used.
    pub(crate) fn probabilities(&self, features: &[u32], classes: usize) -> [f32; CLASSES] {
        let mut sums = [0.0; CLASSES];
        for &feature in features {
            for (sum, weight) in sums.iter_mut().zip(&self.rows[feature as usize]) {
                *sum += weight;
            }
        }
        for (sum, bias) in sums.iter_mut().zip(&self.bias) {
            *sum += bias;
        }
        let max = sums[..classes].iter().copied().fold(f32::MIN, f32::max);
        let mut total = 0.0;
        for (index, sum) in sums.iter_mut().enumerate() {
            *sum = if index < classes { (*sum - max).exp() } else { 0.0 };
            total += *sum;
        }
        sums.map(|sum| sum / total)
    }

    /// One step of training with an example; returns its loss.
    pub(crate) fn learn(&mut self, features: &[u32], class: usize, classes: usize, rate: f32) -> f32 {
        let probabilities = self.probabilities(features, classes);
        let mut gradient = probabilities;
        gradient[class] -= 1.0;
        let squared = gradient.map(|g| g * g);
        for &feature in features {
            let row = &mut self.rows[feature as usize];
            let squares = &mut self.squares[feature as usize];
            for index in 0..CLASSES {
                squares[index] += squared[index];
                row[index] -= rate * gradient[index] / squares[index].sqrt();
            }
        }
        for (bias, gradient) in self.bias.iter_mut().zip(gradient).take(classes) {
            *bias -= rate * 0.001 * gradient;
        }
        -probabilities[class].max(1e-9).ln()
    }
}
