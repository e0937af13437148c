//! Who needs one more read: where a read is expected to improve the quality of what is chosen, not
//! where readers happen to disagree.
//!
//! The knowledge gradient of S. Gupta and K. Miescke (1996): with `m_i = q_i`, `v_i = sd_rel_i²`,
//! and the rival across the cut `c_i`, one read of variance `τ² = σe² + mean Var(b | y)` has
//! `σ̃_i = v_i/√(v_i + τ²)`, `z = −|m_i − c_i|/σ̃_i`, and a value of `σ̃_i (φ(z) + z Φ(z))` points.

use super::{
    Design,
    doubt::{normal_below, normal_density, sd_rel},
    fit::Fit,
    real, watch,
};

/// Points of expected quality below which a read is not worth a judge's evening.
pub const WORTHWHILE: f64 = 0.05;

/// Why one more read is proposed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// It lies at the cut; points of expected quality gained.
    Cut(f64),
    /// It has fewer reads than the edition asks for.
    Missing,
    /// A reader is far from what the others foretell.
    Outlier,
    /// Its reads lie further apart than chance puts them.
    Apart,
}

/// Proposals by what one more read of each is worth, best first; no more than `budget`, none below
/// `least` points. Places of [`Design::proposals`].
pub fn picks(
    design: &Design,
    fit: &Fit,
    top: usize,
    budget: usize,
    least: f64,
) -> Vec<(usize, f64)> {
    let quality = fit.calibrated();
    let n = quality.len();
    if top == 0 || top >= n {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| quality[*b].total_cmp(&quality[*a]));
    let (last_in, first_out) = (quality[order[top - 1]], quality[order[top]]);
    let leniency = fit.leniency_variance.iter().sum::<f64>() / real(fit.leniency.len());
    let read = fit.variances.error + leniency;
    let sd = sd_rel(design, fit);
    let mut inside = vec![false; n];
    for at in &order[..top] {
        inside[*at] = true;
    }
    let mut gains: Vec<(usize, f64)> = (0..n)
        .map(|i| {
            let variance = sd[i] * sd[i];
            let learnt = variance / (variance + read).sqrt();
            let rival = if inside[i] { first_out } else { last_in };
            let z = -(quality[i] - rival).abs() / learnt;
            let gain = learnt * (normal_density(z) + z * normal_below(z));
            (i, if gain.is_finite() { gain.max(0.0) } else { 0.0 })
        })
        .filter(|(_, gain)| *gain >= least)
        .collect();
    gains.sort_by(|a, b| {
        b.1.total_cmp(&a.1)
            .then_with(|| design.of(a.0).len().cmp(&design.of(b.0).len()))
            .then(a.0.cmp(&b.0))
    });
    gains.truncate(budget);
    gains
}

/// Proposals that are read again whatever the cut: too few reads, or reads that contradict.
pub fn musts(design: &Design, fit: &Fit, min_reads: usize) -> Vec<(usize, Reason)> {
    let apart = 3.0 * std::f64::consts::SQRT_2 * fit.variances.error.sqrt();
    let mut outlier = vec![false; design.proposals.len()];
    for (score, read) in design.scores().iter().zip(watch::studentised(design, fit)) {
        outlier[score.proposal] |= read.t.abs() > watch::OUTLIER;
    }
    (0..design.proposals.len())
        .filter_map(|i| {
            let reads = design.of(i);
            let high = reads.iter().map(|s| s.y).fold(f64::NEG_INFINITY, f64::max);
            let low = reads.iter().map(|s| s.y).fold(f64::INFINITY, f64::min);
            if reads.len() < min_reads {
                Some((i, Reason::Missing))
            } else if outlier[i] {
                Some((i, Reason::Outlier))
            } else if high - low > apart {
                Some((i, Reason::Apart))
            } else {
                None
            }
        })
        .collect()
}

/// A judge who could be asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reader {
    /// Place in [`Design::judges`].
    pub judge: usize,
    /// Reads they have now.
    pub load: usize,
}

/// Whom to ask for one more read of a proposal among those who may: the least loaded, then the
/// best known, then whoever shares least with its readers, then by id.
pub fn reader(design: &Design, fit: &Fit, proposal: usize, free: &[Reader]) -> Option<usize> {
    let readers: Vec<usize> = design.of(proposal).iter().map(|s| s.judge).collect();
    let overlap = |judge: usize| {
        (0..design.proposals.len())
            .filter(|i| design.of(*i).iter().any(|s| s.judge == judge))
            .map(|i| design.of(i).iter().filter(|s| readers.contains(&s.judge)).count())
            .sum::<usize>()
    };
    free.iter()
        .filter(|reader| !readers.contains(&reader.judge))
        .min_by(|a, b| {
            let known = |reader: &Reader| fit.leniency_variance[reader.judge];
            a.load
                .cmp(&b.load)
                .then_with(|| known(a).total_cmp(&known(b)))
                .then_with(|| overlap(a.judge).cmp(&overlap(b.judge)))
                .then(a.judge.cmp(&b.judge))
        })
        .map(|reader| reader.judge)
}
