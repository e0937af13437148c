//! What the fit tells about judges and reads: advice for the chair, never a reason to leave a
//! score out by itself.

use super::{Design, fit::Fit, real};

/// Reads of a judge from which spread and scatter mean something.
const ENOUGH: usize = 10;
/// Shared reads from which an agreement is told, and from which a low one is flagged.
const SHARED: (usize, usize) = (8, 15);
/// Points of leniency below which nobody need be told.
const POINTS: f64 = 3.0;
/// |t| above which a judge is asked to look at a read again.
pub const OUTLIER: f64 = 3.0;

/// Mean and scatter of one judge's totals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// `m_j`.
    pub mean: f64,
    /// `SS_j`, around the mean.
    pub squares: f64,
    /// `n_j − 1`.
    pub freedom: f64,
}

/// Mean and scatter of every judge.
pub fn spreads(design: &Design) -> Vec<Spread> {
    let mut spreads: Vec<Spread> = design
        .loads()
        .iter()
        .map(|load| Spread { mean: 0.0, squares: 0.0, freedom: real(*load) - 1.0 })
        .collect();
    for score in design.scores() {
        let spread = &mut spreads[score.judge];
        spread.mean += score.y / (spread.freedom + 1.0);
    }
    for score in design.scores() {
        let spread = &mut spreads[score.judge];
        spread.squares += (score.y - spread.mean).powi(2);
    }
    spreads
}

/// How a read stands out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Studentised {
    /// `h_ij = 1/d_i + g S⁻¹ gᵀ`, `g = e_μ + e_j − A_i/d_i`: how much of the fit is this read's own
    /// doing.
    pub leverage: f64,
    /// `e_ij / √(σe² (1 − h_ij))`.
    pub t: f64,
    /// `e_ij / (1 − h_ij)`: how far the read is from what the others foretell.
    pub deleted: f64,
}

/// Every read, in the order of [`Design::scores`].
pub fn studentised(design: &Design, fit: &Fit) -> Vec<Studentised> {
    design
        .scores()
        .iter()
        .zip(&fit.residuals)
        .map(|(score, e)| {
            let (reads, d) = (design.of(score.proposal), fit.ridge[score.proposal]);
            let mean = 1.0 - real(reads.len()) / d;
            let s = &fit.inverse;
            let row = s.row(score.judge + 1);
            let cross = mean * row[0] - reads.iter().map(|r| row[r.judge + 1]).sum::<f64>() / d;
            let spread = fit.spread(reads, mean, -1.0 / d) + 2.0 * cross + row[score.judge + 1];
            let leverage = 1.0 / d + spread;
            let left = (1.0 - leverage).max(f64::MIN_POSITIVE);
            Studentised { leverage, t: e / (fit.variances.error * left).sqrt(), deleted: e / left }
        })
        .collect()
}

/// Something about a judge that the chair may want to talk about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// Clearly stricter than the others.
    Strict,
    /// Clearly more lenient.
    Lenient,
    /// Uses less than half of the others' spread.
    Narrow,
    /// Uses more than twice the others' spread.
    Wide,
    /// Scatters around what the others say.
    Inconsistent,
    /// Orders proposals otherwise than the others do.
    LowAgreement,
    /// Gives all criteria the same score, nearly always.
    StraightLine,
}

impl Flag {
    /// Its name in files and on pages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Lenient => "lenient",
            Self::Narrow => "narrow",
            Self::Wide => "wide",
            Self::Inconsistent => "inconsistent",
            Self::LowAgreement => "low",
            Self::StraightLine => "straight",
        }
    }
}

/// What is known about one judge.
#[derive(Clone, Debug, PartialEq)]
pub struct Judge {
    /// Reads.
    pub reads: usize,
    /// Mean of the totals.
    pub mean: f64,
    /// b: points above the others for the same proposal.
    pub leniency: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// `b / sd`.
    pub z: f64,
    /// Own spread over the common one; `None` below two reads.
    pub spread_ratio: Option<f64>,
    /// Root mean square of the residuals.
    pub scatter: f64,
    /// Pearson's r with the mean of the other readers' adjusted scores; `None` if too few are
    /// shared or one of the two does not vary.
    pub agreement: Option<f64>,
    /// Proposals that others read too.
    pub shared: usize,
    /// What to talk about.
    pub flags: Vec<Flag>,
}

/// Every judge, in the order of [`Design::judges`]; `straight` is the number of reads in which
/// each gave every criterion the same score, as far as criteria are known.
pub fn judges(design: &Design, fit: &Fit, straight: &[usize]) -> Vec<Judge> {
    let spreads = spreads(design);
    let freedom: f64 = spreads.iter().map(|s| s.freedom).sum();
    let common = (spreads.iter().map(|s| s.squares).sum::<f64>() / freedom.max(1.0)).sqrt();
    let error = fit.variances.error.sqrt();
    let mut squares = vec![0.0; spreads.len()];
    let mut shared: Vec<Vec<(f64, f64)>> = vec![Vec::new(); spreads.len()];
    for (score, e) in design.scores().iter().zip(&fit.residuals) {
        squares[score.judge] += e * e;
        let reads = design.of(score.proposal);
        if reads.len() > 1 {
            let others = reads.iter().filter(|read| read.judge != score.judge);
            let sum: f64 = others.map(|read| read.y - fit.leniency[read.judge]).sum();
            shared[score.judge].push((score.y, sum / (real(reads.len()) - 1.0)));
        }
    }
    (0..spreads.len())
        .map(|j| {
            let (load, leniency) = (design.loads()[j], fit.leniency[j]);
            let sd = fit.leniency_variance[j].sqrt();
            let own = (spreads[j].squares / spreads[j].freedom).sqrt();
            let mut judge = Judge {
                reads: load,
                mean: spreads[j].mean,
                leniency,
                sd,
                z: leniency / sd,
                spread_ratio: (load > 1 && common > 0.0).then_some(own / common),
                scatter: (squares[j] / real(load)).sqrt(),
                agreement: (shared[j].len() >= SHARED.0).then(|| pearson(&shared[j])).flatten(),
                shared: shared[j].len(),
                flags: Vec::new(),
            };
            judge.flags = flags(&judge, error, straight.get(j).copied().unwrap_or(0));
            judge
        })
        .collect()
}

fn flags(judge: &Judge, error: f64, straight: usize) -> Vec<Flag> {
    let mut flags = Vec::new();
    if judge.z.abs() > 2.0 && judge.leniency.abs() >= POINTS {
        flags.push(if judge.leniency < 0.0 { Flag::Strict } else { Flag::Lenient });
    }
    if judge.reads >= ENOUGH {
        match judge.spread_ratio {
            Some(ratio) if ratio < 0.5 => flags.push(Flag::Narrow),
            Some(ratio) if ratio > 2.0 => flags.push(Flag::Wide),
            _ => {}
        }
        if judge.scatter > 1.5 * error {
            flags.push(Flag::Inconsistent);
        }
    }
    if judge.shared >= SHARED.1 && judge.agreement.is_some_and(|r| r < 0.1) {
        flags.push(Flag::LowAgreement);
    }
    if straight * 5 >= judge.reads * 4 && straight > 0 {
        flags.push(Flag::StraightLine);
    }
    flags
}

fn pearson(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = real(pairs.len());
    let (mean_x, mean_y) =
        (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        xx += (x - mean_x).powi(2);
        yy += (y - mean_y).powi(2);
        xy += (x - mean_x) * (y - mean_y);
    }
    let r = xy / (xx * yy).sqrt();
    r.is_finite().then_some(r)
}

/// How much of one read is the proposal's own worth: `σθ²/(σθ² + σb² + σe²)`.
pub fn single_read(fit: &Fit) -> f64 {
    reliability(fit, 1)
}

/// How reliably the mean of `reads` reads orders proposals, each with readers of its own:
/// `σθ²/(σθ² + (σb² + σe²)/k)`. The table for one to five reads is for planning next year.
pub fn reliability(fit: &Fit, reads: u32) -> f64 {
    let v = fit.variances;
    v.proposal / (v.proposal + (v.judge + v.error) / f64::from(reads))
}
