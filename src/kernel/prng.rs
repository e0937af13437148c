//! The portable random numbers of the judging method: the same seed gives the same draws on
//! every machine, so that anyone can repeat an assignment or a simulation.
//!
//! xoshiro128** (Blackman and Vigna) seeded by splitmix32; the test vectors are those of the
//! method's own specification.

/// A stream of random numbers from a seed.
#[derive(Clone, Debug)]
pub struct Prng {
    state: [u32; 4],
    spare: Option<f64>,
}

impl Prng {
    /// The stream of a seed.
    pub fn new(seed: u32) -> Self {
        let mut mix = seed;
        let state = std::array::from_fn(|_| {
            mix = mix.wrapping_add(0x9E37_79B9);
            let mut z = mix;
            z = (z ^ (z >> 16)).wrapping_mul(0x85EB_CA6B);
            z = (z ^ (z >> 13)).wrapping_mul(0xC2B2_AE35);
            z ^ (z >> 16)
        });
        Self { state, spare: None }
    }

    /// The next 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        let s = &mut self.state;
        let result = s[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let t = s[1] << 9;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(11);
        result
    }

    /// Uniform between 0 and 1, both excluded, with 53 bits.
    pub fn uniform(&mut self) -> f64 {
        let (a, b) = (self.next_u32() >> 5, self.next_u32() >> 6);
        (f64::from(a) * 67_108_864.0 + f64::from(b) + 0.5) / 9_007_199_254_740_992.0
    }

    /// Standard normal, by Box and Muller: first the cosine, then the sine.
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let (u, v) = (self.uniform(), self.uniform());
        let radius = (-2.0 * u.ln()).sqrt();
        let angle = 2.0 * std::f64::consts::PI * v;
        self.spare = Some(radius * angle.sin());
        radius * angle.cos()
    }

    /// A whole number below `n`; zero if `n` is.
    pub fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(0);
        usize::try_from((u64::from(self.next_u32()) * n) >> 32).unwrap_or(0)
    }

    /// Puts a list into random order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_one_of_the_specification() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/vectors/judging.json"))
                .expect("vectors are JSON");
        let prng = &vectors["prng"];
        let seed = prng["seed"].as_u64().and_then(|s| u32::try_from(s).ok()).expect("a seed");
        let list = |name: &str| prng[name].as_array().cloned().expect("a list");
        let mut stream = Prng::new(seed);
        for expected in list("first_u32") {
            assert_eq!(Some(u64::from(stream.next_u32())), expected.as_u64());
        }
        let mut stream = Prng::new(seed);
        for expected in list("first_uniform") {
            let expected = expected.as_f64().expect("a number");
            assert!((stream.uniform() - expected).abs() < f64::EPSILON);
        }
        let mut stream = Prng::new(seed);
        for expected in list("first_normal") {
            let expected = expected.as_f64().expect("a number");
            assert!((stream.normal() - expected).abs() < 1e-12);
        }
    }
}
