//! The model of the calibrated score and its fit.
//!
//! `y_ij = μ + θ_i + b_j + e_ij` with `θ ~ N(0, σθ²)` for proposals, `b ~ N(0, σb²)` for judges
//! (above zero is lenient), `e ~ N(0, σe²)`, and μ flat. It is the model of N. Lawrence's
//! "Reviewer Calibration for NIPS" (2014) and of J. Platt and C. Burges' regularised least squares.
//!
//! **Given the variances** the best linear predictions solve C. Henderson's mixed model equations
//! (Biometrics 31, 1975). With `d_i = k_i + σe²/σθ²` and `A_i = [k_i, 1{j reads i}…]` the
//! proposals are eliminated, and a system with one row for the mean and one for each judge is left:
//!
//! ```text
//! B = [[R, n_j…], [n_j…, diag(n_j + σe²/σb²)]]
//! S = B − Σ_i A_iᵀA_i / d_i            r = [Σy, Y_·j…] − Σ_i A_iᵀ Y_i· / d_i
//! (μ, b) = S⁻¹ r                       θ_i = (Y_i· − A_i·(μ, b)) / d_i
//! Var(b_j | y) = σe² (S⁻¹)_jj          Var(θ_i | y) = σe² (1/d_i + A_i S⁻¹ A_iᵀ / d_i²)
//! ```
//!
//! **The variances** are those of restricted maximum likelihood, by the fixed point of D. Harville
//! (JASA 72, 1977) and R. Schall (Biometrika 78, 1991):
//!
//! ```text
//! σθ² ← θᵀθ / (n − ΣVar(θ)/σθ²)    σb² ← bᵀb / (J − ΣVar(b)/σb²)    σe² ← (y − ȳ)ᵀe / (R − 1)
//! −2ℓ = (R−1) ln 2π + R ln σe² + n ln σθ² + J ln σb² − (1+n+J) ln σe² + Σ ln d_i + ln|S| + yᵀe/σe²
//! ```
//!
//! One step costs O(R k + n k² + J³). Given the published variances, anybody can repeat the scores
//! in a spreadsheet by alternating the three sums of the model until nothing moves.
#![expect(clippy::many_single_char_names, reason = "the letters of the equations above")]

use super::{
    Design, Score,
    dense::{Lower, Square},
    real,
};

/// Steps after which the search gives up.
const STEPS: u32 = 2000;
/// Relative move below which it has arrived.
const STILL: f64 = 1e-12;
/// A variance of proposals or judges below this part of the error's is zero.
const ZERO: f64 = 1e-8;
/// The error's variance is never below this part of the scores' variance.
const LEAST_ERROR: f64 = 1e-10;
/// Parts of the scores' variance that the search begins with: σθ², σb², σe².
const STARTS: [[f64; 3]; 3] = [[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], [0.6, 0.1, 0.3], [0.1, 0.6, 0.3]];
/// How much better −2ℓ of another start must be to count as another answer.
const BETTER: f64 = 1e-6;

/// The three variances of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variances {
    /// σθ², between proposals.
    pub proposal: f64,
    /// σb², between judges.
    pub judge: f64,
    /// σe², of what is left.
    pub error: f64,
}

/// How a search for the variances ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// Nothing moved any more.
    Settled,
    /// The same, but from another start than the usual one, which gave a worse fit or none.
    SettledElsewhere,
    /// They still moved at the last step.
    Unfinished,
}

/// The fitted model; its lists are in the order of the [`Design`].
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The variances it was solved with.
    pub variances: Variances,
    /// μ.
    pub mean: f64,
    /// θ: how much better than the mean each proposal is.
    pub worth: Vec<f64>,
    /// `Var(θ_i | y)`.
    pub worth_variance: Vec<f64>,
    /// b: how lenient each judge is.
    pub leniency: Vec<f64>,
    /// `Var(b_j | y)`.
    pub leniency_variance: Vec<f64>,
    /// e: what is left of each read, in the order of [`Design::scores`].
    pub residuals: Vec<f64>,
    /// −2 × the restricted log-likelihood.
    pub minus_two_log_likelihood: f64,
    /// Steps of the search; for information only.
    pub steps: u32,
    /// How the search for the variances ended.
    pub search: Search,
    /// Whether σθ² is zero.
    pub proposals_at_floor: bool,
    /// Whether σb² is zero.
    pub judges_at_floor: bool,
    /// `S⁻¹`.
    pub(super) inverse: Square,
    /// `d_i`.
    pub(super) ridge: Vec<f64>,
}

impl Fit {
    /// `q_i = μ + θ_i`.
    pub fn calibrated(&self) -> Vec<f64> {
        self.worth.iter().map(|worth| self.mean + worth).collect()
    }

    /// The mean of a proposal's reads after removing each reader's leniency: the sentence to show
    /// people. `θ_i = k_i/(k_i + σe²/σθ²) · (A_i − μ)`.
    pub fn adjusted(&self, design: &Design, proposal: usize) -> f64 {
        let reads = design.of(proposal);
        reads.iter().map(|s| s.y - self.leniency[s.judge]).sum::<f64>() / real(reads.len())
    }

    /// The part of its distance from the mean that a proposal with so many reads keeps:
    /// `k/(k + σe²/σθ²)`.
    pub fn kept(&self, reads: usize) -> f64 {
        real(reads) / (real(reads) + self.variances.error / self.variances.proposal)
    }

    /// How lenient the readers of a proposal are on average: what calibration takes off its mean.
    pub fn lean(&self, design: &Design, proposal: usize) -> f64 {
        let reads = design.of(proposal);
        reads.iter().map(|s| self.leniency[s.judge]).sum::<f64>() / real(reads.len())
    }

    /// `x S⁻¹ xᵀ` of a row that is `mean` for μ and `judge` for each reader of a proposal: all
    /// rows of this method have that shape.
    pub(super) fn spread(&self, reads: &[Score], mean: f64, judge: f64) -> f64 {
        let s = &self.inverse;
        let (mut linear, mut square) = (0.0, 0.0);
        for a in reads {
            linear += s.at(0, a.judge + 1);
            let row = s.row(a.judge + 1);
            square += reads.iter().map(|b| row[b.judge + 1]).sum::<f64>();
        }
        mean * mean * s.at(0, 0) + 2.0 * mean * judge * linear + judge * judge * square
    }
}

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// `S` is not positive definite in floating point.
    NotPositive,
}

struct Solution {
    factor: Lower,
    inverse: Square,
    ridge: Vec<f64>,
    mean: f64,
    leniency: Vec<f64>,
    worth: Vec<f64>,
    worth_variance: Vec<f64>,
    residuals: Vec<f64>,
}

/// Scores around their mean, so that a large common part costs no digits, and the sums that do not
/// change while variances do.
struct Centred<'a> {
    design: &'a Design,
    centre: f64,
    y: Vec<f64>,
    proposal_sums: Vec<f64>,
    judge_sums: Vec<f64>,
}

impl<'a> Centred<'a> {
    fn new(design: &'a Design) -> Self {
        let scores = design.scores();
        let centre = scores.iter().map(|s| s.y).sum::<f64>() / real(scores.len());
        let y: Vec<f64> = scores.iter().map(|s| s.y - centre).collect();
        let mut proposal_sums = vec![0.0; design.proposals.len()];
        let mut judge_sums = vec![0.0; design.judges.len()];
        for (score, y) in scores.iter().zip(&y) {
            proposal_sums[score.proposal] += y;
            judge_sums[score.judge] += y;
        }
        Self { design, centre, y, proposal_sums, judge_sums }
    }

    /// Henderson's equations with the proposals eliminated.
    fn solve(&self, v: Variances) -> Result<Solution, Failure> {
        let design = self.design;
        let (n, j) = (design.proposals.len(), design.judges.len());
        let ridge: Vec<f64> =
            (0..n).map(|i| real(design.of(i).len()) + v.error / v.proposal).collect();
        let mut s = Square::zero(j + 1);
        let mut r = vec![0.0; j + 1];
        s.add(0, 0, real(self.y.len()));
        r[0] = self.y.iter().sum();
        for (judge, load) in design.loads().iter().enumerate() {
            s.add(judge + 1, 0, real(*load));
            s.add(judge + 1, judge + 1, real(*load) + v.error / v.judge);
            r[judge + 1] = self.judge_sums[judge];
        }
        for (i, (d, sum)) in ridge.iter().zip(&self.proposal_sums).enumerate() {
            let reads = design.of(i);
            let k = real(reads.len());
            s.add(0, 0, -k * k / d);
            r[0] -= k * sum / d;
            for a in reads {
                s.add(a.judge + 1, 0, -k / d);
                r[a.judge + 1] -= sum / d;
                for b in reads {
                    s.add(a.judge + 1, b.judge + 1, -1.0 / d);
                }
            }
        }
        let factor = s.factor().ok_or(Failure::NotPositive)?;
        let inverse = factor.inverse();
        let solved = factor.solve(&r);
        let (mean, leniency) = (solved[0], solved[1..].to_vec());
        let mut solution = Solution {
            factor,
            inverse,
            ridge,
            mean,
            leniency,
            worth: Vec::with_capacity(n),
            worth_variance: Vec::with_capacity(n),
            residuals: Vec::with_capacity(self.y.len()),
        };
        for i in 0..n {
            let (reads, d) = (design.of(i), solution.ridge[i]);
            let k = real(reads.len());
            let known = k * mean + reads.iter().map(|s| solution.leniency[s.judge]).sum::<f64>();
            solution.worth.push((self.proposal_sums[i] - known) / d);
            let spread = quadratic(&solution.inverse, reads, k);
            solution.worth_variance.push(v.error * (1.0 / d + spread / (d * d)));
        }
        for (score, y) in design.scores().iter().zip(&self.y) {
            let told = mean + solution.worth[score.proposal] + solution.leniency[score.judge];
            solution.residuals.push(y - told);
        }
        Ok(solution)
    }

    /// One step of the fixed point.
    fn improve(&self, v: Variances, o: &Solution, least_error: f64) -> Variances {
        let squares = |list: &[f64]| list.iter().map(|x| x * x).sum::<f64>();
        let worth_left = real(o.worth.len()) - o.worth_variance.iter().sum::<f64>() / v.proposal;
        let leniency_sum: f64 = (0..o.leniency.len()).map(|j| o.inverse.at(j + 1, j + 1)).sum();
        let leniency_left = real(o.leniency.len()) - v.error * leniency_sum / v.judge;
        let explained: f64 = self.y.iter().zip(&o.residuals).map(|(y, e)| y * e).sum();
        let error = (explained / (real(self.y.len()) - 1.0)).max(least_error);
        let part = |squares: f64, left: f64| {
            let part = squares / left;
            // What is left is zero only at the floor itself, where rounding decides its sign.
            if part.is_finite() { part.max(ZERO * error) } else { ZERO * error }
        };
        Variances {
            proposal: part(squares(&o.worth), worth_left),
            judge: part(squares(&o.leniency), leniency_left),
            error,
        }
    }

    fn minus_two_log_likelihood(&self, v: Variances, o: &Solution) -> f64 {
        let (r, n, j) = (real(self.y.len()), real(o.worth.len()), real(o.leniency.len()));
        let fitted: f64 = self.y.iter().zip(&o.residuals).map(|(y, e)| y * e).sum();
        (r - 1.0) * (2.0 * std::f64::consts::PI).ln()
            + r * v.error.ln()
            + n * v.proposal.ln()
            + j * v.judge.ln()
            - (1.0 + n + j) * v.error.ln()
            + o.ridge.iter().map(|d| d.ln()).sum::<f64>()
            + o.factor.log_determinant()
            + fitted / v.error
    }

    fn finish(&self, v: Variances, o: Solution, steps: u32, search: Search) -> Fit {
        let at_floor = |variance: f64| variance <= ZERO * v.error * (1.0 + 1e-6);
        Fit {
            variances: v,
            mean: self.centre + o.mean,
            minus_two_log_likelihood: self.minus_two_log_likelihood(v, &o),
            leniency_variance: (0..o.leniency.len())
                .map(|j| v.error * o.inverse.at(j + 1, j + 1))
                .collect(),
            worth: o.worth,
            worth_variance: o.worth_variance,
            leniency: o.leniency,
            residuals: o.residuals,
            steps,
            search,
            proposals_at_floor: at_floor(v.proposal),
            judges_at_floor: at_floor(v.judge),
            inverse: o.inverse,
            ridge: o.ridge,
        }
    }

    fn search(&self, variance: f64, start: [f64; 3]) -> Result<Fit, Failure> {
        let [proposal, judge, error] = start.map(|part| part * variance);
        let mut v = Variances { proposal, judge, error };
        for step in 1..=STEPS {
            let next = self.improve(v, &self.solve(v)?, LEAST_ERROR * variance);
            let moved = (next.proposal - v.proposal)
                .abs()
                .max((next.judge - v.judge).abs())
                .max((next.error - v.error).abs());
            v = next;
            if moved < STILL * (v.proposal + v.judge + v.error) {
                return Ok(self.finish(v, self.solve(v)?, step, Search::Settled));
            }
        }
        Ok(self.finish(v, self.solve(v)?, STEPS, Search::Unfinished))
    }
}

/// `A_i S⁻¹ A_iᵀ`.
fn quadratic(s: &Square, reads: &[Score], k: f64) -> f64 {
    let mut sum = k * k * s.at(0, 0);
    for a in reads {
        let row = s.row(a.judge + 1);
        sum += 2.0 * k * row[0] + reads.iter().map(|b| row[b.judge + 1]).sum::<f64>();
    }
    sum
}

/// The model with given variances.
///
/// # Errors
/// [`Failure`] if it cannot be solved.
pub fn solve(design: &Design, variances: Variances) -> Result<Fit, Failure> {
    let centred = Centred::new(design);
    Ok(centred.finish(variances, centred.solve(variances)?, 0, Search::Settled))
}

/// The model with the variances of restricted maximum likelihood, from the best of three starts.
///
/// # Errors
/// [`Failure`] if no start can be solved.
pub fn fit(design: &Design) -> Result<Fit, Failure> {
    let centred = Centred::new(design);
    let squares: f64 = centred.y.iter().map(|y| y * y).sum();
    let variance = squares / (real(centred.y.len()) - 1.0);
    let mut best: Result<Fit, Failure> = Err(Failure::NotPositive);
    for (at, start) in STARTS.into_iter().enumerate() {
        let Ok(mut found) = centred.search(variance, start) else { continue };
        if at > 0 && found.search == Search::Settled {
            found.search = Search::SettledElsewhere;
        }
        let better = best.as_ref().is_ok_and(|best| {
            found.minus_two_log_likelihood < best.minus_two_log_likelihood - BETTER
        });
        if best.is_err() || better {
            best = Ok(found);
        }
    }
    best
}

/// The scores with every judge's spread brought near the common one, for juries with large loads:
/// `s̃_j² = (20 s0² + SS_j)/(20 + n_j − 1)`, `y' = m_j + (y − m_j) s0/s̃_j`.
#[must_use]
pub fn equalise(design: &Design) -> Design {
    const PRIOR: f64 = 20.0;
    let judges = super::watch::spreads(design);
    let freedom: f64 = judges.iter().map(|judge| judge.freedom).sum();
    let common = judges.iter().map(|judge| judge.squares).sum::<f64>() / freedom.max(1.0);
    let totals = design.scores().iter().map(|score| {
        let judge = judges[score.judge];
        let own = (PRIOR * common + judge.squares) / (PRIOR + judge.freedom);
        // Judges who all give one number each have no spread to bring anywhere.
        if own > 0.0 {
            judge.mean + (score.y - judge.mean) * (common / own).sqrt()
        } else {
            score.y
        }
    });
    design.with_totals(totals)
}
