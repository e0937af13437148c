//! How sure a calibrated score is: standard deviations, chances and rank intervals.
//!
//! Chances come from joint draws of the posterior, with the variances taken as known:
//! `(μ, b) = m + σe·L z` with `L Lᵀ = S⁻¹`, then `θ_i = (Y_i· − A_i·(μ, b))/d_i + σe/√d_i · z_i`.
//! Errors of one judge move many proposals together; drawing each alone would be wrong by up to a
//! third. The generator is portable, so everybody draws the same.

use super::{Design, dense::Lower, fit::Fit, real};
use crate::kernel::prng::Prng;

/// Where a proposal may stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// Share of draws in which it is among the best.
    pub p_top: f64,
    /// The rank that at least 5 of 100 draws do not exceed.
    pub rank_low: usize,
    /// The rank that at least 95 of 100 draws do not exceed.
    pub rank_high: usize,
}

impl Chance {
    /// The chance of each of `n` that nothing separates.
    pub fn of_nobody(n: usize, top: usize) -> Self {
        Self {
            p_top: (real(top) / real(n)).min(1.0),
            rank_low: n.div_ceil(20),
            rank_high: (n * 19).div_ceil(20),
        }
    }
}

/// The standard deviation of each `q_i`: how far it is from the true worth.
pub fn sd_abs(design: &Design, fit: &Fit) -> Vec<f64> {
    (0..design.proposals.len())
        .map(|i| {
            let (reads, d) = (design.of(i), fit.ridge[i]);
            let spread = fit.spread(reads, 1.0 - real(reads.len()) / d, -1.0 / d);
            (fit.variances.error * (spread + 1.0 / d)).sqrt()
        })
        .collect()
}

/// The standard deviation of each `q_i − q̄`: what a ranking depends on, as an error that all share
/// moves nobody.
///
/// `G_i = e_μ − A_i/d_i` centred over i; `σe² [G_i S⁻¹ G_iᵀ + (1/d_i)(1 − 2/n) + mean(1/d)/n]`.
pub fn sd_rel(design: &Design, fit: &Fit) -> Vec<f64> {
    let n = real(design.proposals.len());
    let size = fit.inverse.size();
    let mut centre = vec![0.0; size];
    for (i, d) in fit.ridge.iter().enumerate() {
        centre[0] += (1.0 - real(design.of(i).len()) / d) / n;
        for score in design.of(i) {
            centre[score.judge + 1] -= 1.0 / d / n;
        }
    }
    let towards: Vec<f64> = (0..size)
        .map(|row| fit.inverse.row(row).iter().zip(&centre).map(|(s, c)| s * c).sum())
        .collect();
    let own: f64 = centre.iter().zip(&towards).map(|(c, t)| c * t).sum();
    let mean_inverse = fit.ridge.iter().map(|d| 1.0 / d).sum::<f64>() / n;
    fit.ridge
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let reads = design.of(i);
            let mean = 1.0 - real(reads.len()) / d;
            let cross =
                mean * towards[0] - reads.iter().map(|s| towards[s.judge + 1]).sum::<f64>() / d;
            let spread = fit.spread(reads, mean, -1.0 / d) - 2.0 * cross + own;
            let variance = spread + (1.0 - 2.0 / n) / d + mean_inverse / n;
            (fit.variances.error * variance.max(0.0)).sqrt()
        })
        .collect()
}

/// What each proposal's chance is, by joint draws of the posterior.
pub fn chances(design: &Design, fit: &Fit, top: usize, draws: usize, seed: u32) -> Vec<Chance> {
    let n = design.proposals.len();
    // A posterior without a factor has no spread beside the proposals' own.
    let factor = fit.inverse.factor();
    let mut posterior = Posterior::new(design, fit, factor.as_ref(), seed);
    // One row of ranks for each draw: written in the order of a row, read in narrow columns.
    let mut ranks = vec![0_u16; n * draws];
    let mut order = Order::new(n);
    for row in ranks.chunks_exact_mut(n.max(1)) {
        order.rank(posterior.draw(), row);
    }
    let mut chances = Vec::with_capacity(n);
    let mut counts = [(); COLUMNS].map(|()| vec![0_u32; n]);
    for from in (0..n).step_by(COLUMNS) {
        let width = COLUMNS.min(n - from);
        for row in ranks.chunks_exact(n) {
            for (counts, rank) in counts.iter_mut().zip(&row[from..from + width]) {
                counts[usize::from(*rank)] += 1;
            }
        }
        for counts in &mut counts[..width] {
            chances.push(chance(counts, top, draws));
            counts.fill(0);
        }
    }
    chances
}

/// Proposals counted in one pass over the draws: a line of the processor's cache holds them.
const COLUMNS: usize = 32;

fn chance(counts: &[u32], top: usize, draws: usize) -> Chance {
    let within = |part: usize| {
        // The smallest rank with cumulative share ≥ part/20, in whole counts.
        let mut sum = 0;
        let found = counts.iter().position(|count| {
            sum += usize::try_from(*count).unwrap_or(0);
            sum * 20 >= part * draws
        });
        found.map_or(counts.len(), |rank| rank + 1)
    };
    let inside: u32 = counts.iter().take(top).sum();
    Chance { p_top: f64::from(inside) / real(draws), rank_low: within(1), rank_high: within(19) }
}

/// The joint posterior, one draw after the other.
struct Posterior<'a> {
    design: &'a Design,
    factor: Option<&'a Lower>,
    random: Prng,
    error: f64,
    known: Vec<f64>,
    /// `(Y_i· − k_i μ)/d_i`, `1/d_i` and `σe/√d_i`.
    parts: Vec<(f64, f64, f64)>,
    mean: f64,
    z: Vec<f64>,
    worth: Vec<f64>,
}

impl<'a> Posterior<'a> {
    fn new(design: &'a Design, fit: &Fit, factor: Option<&'a Lower>, seed: u32) -> Self {
        let error = fit.variances.error.sqrt();
        let parts = fit
            .ridge
            .iter()
            .enumerate()
            .map(|(i, d)| {
                let sum: f64 = design.of(i).iter().map(|s| s.y - fit.mean).sum();
                (sum / d, 1.0 / d, error / d.sqrt())
            })
            .collect();
        Self {
            design,
            factor,
            random: Prng::new(seed),
            error,
            known: fit.leniency.clone(),
            parts,
            mean: 0.0,
            z: vec![0.0; fit.inverse.size()],
            worth: vec![0.0; fit.ridge.len()],
        }
    }

    /// θ of every proposal; μ and b are drawn first, as the portable order wants.
    fn draw(&mut self) -> &[f64] {
        for z in &mut self.z {
            *z = self.random.normal();
        }
        let moved = self.factor.map_or_else(|| vec![0.0; self.z.len()], |l| l.times(&self.z));
        self.mean = self.error * moved[0];
        let leniency: Vec<f64> =
            self.known.iter().zip(&moved[1..]).map(|(b, m)| b + self.error * m).collect();
        for (i, (sum, inverse, spread)) in self.parts.iter().enumerate() {
            let reads = self.design.of(i);
            let told = reads.iter().map(|s| leniency[s.judge] + self.mean).sum::<f64>();
            self.worth[i] = sum - told * inverse + spread * self.random.normal();
        }
        &self.worth
    }
}

/// Ranks numbers, best first; its lists are kept between draws.
struct Order {
    keys: Vec<(u32, u32)>,
    other: Vec<(u32, u32)>,
}

/// Bits of a key that one pass of [`Order::rank`] sorts by.
const DIGIT: u32 = 11;

impl Order {
    fn new(n: usize) -> Self {
        Self { keys: Vec::with_capacity(n), other: vec![(0, 0); n] }
    }

    /// Writes the rank of each, counted from 0. A radix sort by the place between the worst and
    /// the best, in 2³² steps, brings all into order but neighbours within a step; one pass of
    /// insertions puts those right too.
    fn rank(&mut self, values: &[f64], ranks: &mut [u16]) {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            low = low.min(*value);
            high = high.max(*value);
        }
        let step = f64::from(u32::MAX) / (high - low).max(f64::MIN_POSITIVE);
        self.keys.clear();
        self.keys.extend(values.iter().zip(0_u32..).map(|(value, at)| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and 2³²; a cast saturates"
            )]
            let key = ((high - value) * step) as u32;
            (key, at)
        }));
        for shift in [0, DIGIT, 2 * DIGIT] {
            let digit =
                |key: u32| usize::try_from((key >> shift) & ((1 << DIGIT) - 1)).unwrap_or(0);
            let mut places = [0_u32; 1 << DIGIT];
            for (key, _) in &self.keys {
                places[digit(*key)] += 1;
            }
            let mut sum = 0;
            for place in &mut places {
                sum += std::mem::replace(place, sum);
            }
            for entry in &self.keys {
                let place = &mut places[digit(entry.0)];
                self.other[usize::try_from(*place).unwrap_or(0)] = *entry;
                *place += 1;
            }
            std::mem::swap(&mut self.keys, &mut self.other);
        }
        let value = |at: u32| values[usize::try_from(at).unwrap_or(0)];
        for i in 1..self.keys.len() {
            let mut at = i;
            while at > 0 && value(self.keys[at].1) > value(self.keys[at - 1].1) {
                self.keys.swap(at, at - 1);
                at -= 1;
            }
        }
        for ((_, at), rank) in self.keys.iter().zip(0_u16..) {
            ranks[usize::try_from(*at).unwrap_or(0)] = rank;
        }
    }
}

/// A quick view of the chances without draws: `p_i = Φ((θ_i − t)/sd_rel_i)`, with the cut `t` at
/// which they sum to `top`. Good to .002 for a hundred proposals, not for a handful: a preview only.
pub fn preview(worth: &[f64], sd: &[f64], top: usize) -> Vec<f64> {
    let at = |cut: f64| -> Vec<f64> {
        worth.iter().zip(sd).map(|(worth, sd)| normal_below((worth - cut) / sd)).collect()
    };
    let widest = sd.iter().fold(0.0_f64, |a, b| a.max(*b));
    let mut low = worth.iter().fold(f64::INFINITY, |a, b| a.min(*b)) - 40.0 * widest;
    let mut high = worth.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b)) + 40.0 * widest;
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if at(middle).iter().sum::<f64>() > real(top) {
            low = middle;
        } else {
            high = middle;
        }
    }
    at(f64::midpoint(low, high))
}

/// Φ: the share of a standard normal below `x`. Near zero by the series
/// `½ + φ(x) Σ x^(2m+1)/(1·3·5…(2m+1))`, far out by Laplace's continued fraction.
pub fn normal_below(x: f64) -> f64 {
    let density = normal_density(x);
    if x.abs() < 3.0 {
        let (mut term, mut sum, mut odd) = (x, x, 1.0);
        while term.abs() > f64::EPSILON * sum.abs() {
            odd += 2.0;
            term *= x * x / odd;
            sum += term;
        }
        return 0.5 + density * sum;
    }
    let far = x.abs();
    let tail = (1..=60).rev().fold(far, |below, m| far + f64::from(m) / below);
    let outside = density / tail;
    if x > 0.0 { 1.0 - outside } else { outside }
}

/// φ: the density of a standard normal.
pub fn normal_density(x: f64) -> f64 {
    (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
}
