//! A small seeded generator: designs need reproducible bits on every platform, not cryptography.

/// `SplitMix64` (Steele, Lea & Flood 2014, OOPSLA): one 64-bit state, passes `BigCrush`.
#[derive(Clone, Debug)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// A generator whose stream depends on `seed` only.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in [0, 1).
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit an f64 exactly")]
    pub fn next_unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// An index below `bound` (> 0) without modulo bias.
    pub fn next_below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let draw = self.next_u64();
            if draw < limit {
                return usize::try_from(draw % bound).expect("below a usize");
            }
        }
    }

    /// Shuffles in place (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.next_below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SplitMix64;

    #[test]
    fn first_outputs_are_those_of_the_reference_implementation() {
        let mut generator = SplitMix64::new(1_234_567);
        let outputs: Vec<u64> = (0..3).map(|_| generator.next_u64()).collect();
        assert_eq!(
            outputs,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn indices_are_even() {
        let mut generator = SplitMix64::new(7);
        let mut counts = [0_i32; 3];
        for _ in 0..30_000 {
            counts[generator.next_below(3)] += 1;
        }
        assert!(counts.iter().all(|c| (c - 10_000).abs() < 400), "{counts:?}");
    }
}
