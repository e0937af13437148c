//! The calibrated score: what a proposal's mean would be if every judge were equally strict, and
//! how sure that is. Pure: the seed is an argument.
//!
//! The official score stays the mean of the reads. Calibration stands beside it: it tells which
//! proposals the plenary should talk about, who needs one more read, and how the judges differ.
//! [`fit`] holds the equations, [`doubt`] the posterior, [`watch`] the advice on judges, [`more`]
//! the recommendation of further reads.

pub mod dense;
pub mod doubt;
pub mod fit;
pub mod more;
#[cfg(all(test, feature = "ssr"))]
mod tests;
pub mod watch;

use doubt::Chance;
use fit::{Failure, Fit, Search};
use std::collections::BTreeMap;

/// Reads below which judges and proposals cannot be told apart.
pub const LEAST_READS: usize = 20;
/// Judges below which nothing can be said about judges.
pub const LEAST_JUDGES: usize = 3;
/// Reads of one judge below which what is said of that judge is worth little.
pub const FEW_READS: usize = 5;
/// Beyond these the draws would need gigabytes; no competition comes near.
const MOST_PROPOSALS: usize = 20_000;
const MOST_JUDGES: usize = 600;
/// Seed of the draws, so that anybody can repeat them.
pub const SEED: u32 = 20_260;
/// Chance above which a proposal is in.
pub const IN: f64 = 0.9;
/// Chance below which a proposal is out.
pub const OUT: f64 = 0.1;

/// One read that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Place of the proposal in [`Design::proposals`].
    pub proposal: usize,
    /// Place of the judge in [`Design::judges`].
    pub judge: usize,
    /// The total of the read.
    pub y: f64,
}

/// Who read what, and the totals, in the order of ids: results do not depend on the order of a
/// file.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Ids, ascending.
    pub proposals: Vec<String>,
    /// Ids, ascending.
    pub judges: Vec<String>,
    scores: Vec<Score>,
    first: Vec<usize>,
    loads: Vec<usize>,
}

impl Design {
    /// Proposal, judge and total of every read; the later of two reads of one proposal by one
    /// judge is dropped, so a caller who can be given such must refuse them first.
    pub fn new(reads: impl IntoIterator<Item = (String, String, f64)>) -> Self {
        let mut sorted: BTreeMap<(String, String), f64> = BTreeMap::new();
        for (proposal, judge, y) in reads {
            sorted.entry((proposal, judge)).or_insert(y);
        }
        let mut judges: Vec<String> = sorted.keys().map(|(_, judge)| judge.clone()).collect();
        judges.sort();
        judges.dedup();
        let seat: BTreeMap<&String, usize> =
            judges.iter().enumerate().map(|(at, judge)| (judge, at)).collect();
        let mut proposals: Vec<String> = Vec::new();
        let (mut scores, mut first) = (Vec::with_capacity(sorted.len()), Vec::new());
        let mut loads = vec![0; judges.len()];
        for ((proposal, judge), y) in &sorted {
            if proposals.last() != Some(proposal) {
                proposals.push(proposal.clone());
                first.push(scores.len());
            }
            let judge = seat[judge];
            loads[judge] += 1;
            scores.push(Score { proposal: proposals.len() - 1, judge, y: *y });
        }
        first.push(scores.len());
        drop(seat);
        Self { proposals, judges, scores, first, loads }
    }

    /// The same reads with other totals, in the order of [`Design::scores`].
    #[must_use]
    pub fn with_totals(&self, totals: impl IntoIterator<Item = f64>) -> Self {
        let mut other = self.clone();
        for (score, y) in other.scores.iter_mut().zip(totals) {
            score.y = y;
        }
        other
    }

    /// The same without one read, as if it had never been; both by id.
    #[must_use]
    pub fn without(&self, proposal: &str, judge: &str) -> Self {
        let ids =
            |s: &Score| (self.proposals[s.proposal].clone(), self.judges[s.judge].clone(), s.y);
        Self::new(
            self.scores
                .iter()
                .map(ids)
                .filter(|(p, j, _)| (p.as_str(), j.as_str()) != (proposal, judge)),
        )
    }

    /// Every read, by proposal and then judge.
    pub fn scores(&self) -> &[Score] {
        &self.scores
    }

    /// The reads of one proposal.
    pub fn of(&self, proposal: usize) -> &[Score] {
        &self.scores[self.first[proposal]..self.first[proposal + 1]]
    }

    /// How many proposals each judge has read.
    pub fn loads(&self) -> &[usize] {
        &self.loads
    }

    /// The mean of each proposal's reads.
    pub fn means(&self) -> Vec<f64> {
        (0..self.proposals.len())
            .map(|i| self.of(i).iter().map(|s| s.y).sum::<f64>() / real(self.of(i).len()))
            .collect()
    }

    /// Judges who are linked by chains of proposals they share, the largest group first; scores of
    /// different groups cannot be compared.
    pub fn components(&self) -> Vec<Vec<usize>> {
        let mut root: Vec<usize> = (0..self.judges.len()).collect();
        for i in 0..self.proposals.len() {
            for pair in self.of(i).windows(2) {
                let (a, b) = (find(&mut root, pair[0].judge), find(&mut root, pair[1].judge));
                root[a.max(b)] = a.min(b);
            }
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for judge in 0..root.len() {
            let group = find(&mut root, judge);
            groups.entry(group).or_default().push(judge);
        }
        let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        groups
    }
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

/// A count as a number to calculate with.
fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// What must be said beside a ranking, because the scores do not carry what they usually carry.
#[derive(Clone, Debug, PartialEq)]
pub enum Banner {
    /// Fewer than two proposals: nothing to compare.
    OneProposal,
    /// Fewer than [`LEAST_READS`] reads: not calibrated.
    FewReads(usize),
    /// Fewer than [`LEAST_JUDGES`] judges: not calibrated.
    FewJudges(usize),
    /// No proposal was read twice, so a strict judge looks like poor proposals: not calibrated.
    SingleReads,
    /// Every score is the same: not calibrated.
    AllEqual,
    /// More than can be drawn: not calibrated.
    TooLarge,
    /// The equations have no solution in floating point: not calibrated.
    Unsolvable,
    /// The scores do not separate the proposals: every proposal has the same chance.
    NoSeparation,
    /// No judge is stricter than another as far as the scores tell: nothing was corrected.
    NoSeverity,
    /// Groups of judges without a common proposal, by id, the largest group first.
    Apart(Vec<Vec<String>>),
    /// Judges with fewer than [`FEW_READS`] reads, by id.
    ThinJudges(Vec<String>),
    /// The variances still moved at the last step.
    NotSettled,
    /// Another start of the search gave a better fit, which was taken.
    OtherStart,
}

/// Where a proposal stands towards the cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// Almost surely in.
    In,
    /// To be talked about.
    Discuss,
    /// Almost surely out.
    Out,
}

impl Zone {
    /// The zone of a chance.
    pub fn of(p_top: f64) -> Self {
        if p_top >= IN {
            Self::In
        } else if p_top <= OUT {
            Self::Out
        } else {
            Self::Discuss
        }
    }

    /// Its name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Discuss => "discuss",
            Self::Out => "out",
        }
    }
}

/// What calibration says about one proposal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Its calibrated score and the standard deviation of its distance from the mean of all;
    /// `None` if the scores do not separate the proposals.
    pub calibrated: Option<(f64, f64)>,
    /// Chance to be among the best, and the ranks that hold 90 of 100 draws.
    pub chance: Chance,
    /// What the chance means.
    pub zone: Zone,
}

/// The calibration of a competition, or the reasons why there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// What must be said beside it, in order.
    pub banners: Vec<Banner>,
    /// One for each of [`Design::proposals`]; `None`: only the mean of the reads may be shown.
    pub figures: Option<Vec<Figure>>,
    /// The fitted model, unless the scores do not allow one.
    pub fit: Option<Fit>,
}

/// How often the posterior is drawn for so many proposals.
pub fn draws(proposals: usize) -> usize {
    if proposals > 1000 { 5_000 } else { 20_000 }
}

/// Calibrates scores and tells each proposal's chance to be among the best `top`; every fallback
/// is in [`Calibration::banners`].
pub fn calibrate(design: &Design, top: usize, seed: u32) -> Calibration {
    let n = design.proposals.len();
    let mut banners = Vec::new();
    let none = |banner| Calibration { banners: vec![banner], figures: None, fit: None };
    if let Some(banner) = too_little(design) {
        return none(banner);
    }
    let components = design.components();
    if components.len() > 1 {
        let name = |group: Vec<usize>| group.iter().map(|j| design.judges[*j].clone()).collect();
        banners.push(Banner::Apart(components.into_iter().map(name).collect()));
    }
    let thin: Vec<String> = design
        .judges
        .iter()
        .zip(design.loads())
        .filter(|(_, load)| **load < FEW_READS)
        .map(|(judge, _)| judge.clone())
        .collect();
    if !thin.is_empty() {
        banners.push(Banner::ThinJudges(thin));
    }
    let fit = match fit::fit(design) {
        Ok(fit) => fit,
        Err(Failure::NotPositive) => {
            banners.insert(0, Banner::Unsolvable);
            return Calibration { banners, figures: None, fit: None };
        }
    };
    match fit.search {
        Search::Settled => {}
        Search::SettledElsewhere => banners.insert(0, Banner::OtherStart),
        Search::Unfinished => banners.insert(0, Banner::NotSettled),
    }
    if fit.proposals_at_floor {
        banners.insert(0, Banner::NoSeparation);
        let figure = Figure {
            calibrated: None,
            chance: Chance::of_nobody(n, top),
            zone: if top >= n { Zone::In } else { Zone::Discuss },
        };
        return Calibration { banners, figures: Some(vec![figure; n]), fit: Some(fit) };
    }
    if fit.judges_at_floor {
        banners.insert(0, Banner::NoSeverity);
    }
    let chances = doubt::chances(design, &fit, top, draws(n), seed);
    let sd = doubt::sd_rel(design, &fit);
    let figures = fit
        .calibrated()
        .into_iter()
        .zip(sd)
        .zip(chances)
        .map(|(calibrated, chance)| Figure {
            calibrated: Some(calibrated),
            zone: Zone::of(chance.p_top),
            chance,
        })
        .collect();
    Calibration { banners, figures: Some(figures), fit: Some(fit) }
}

/// Calibrated scores by proposal, without chances; empty where the scores do not allow them.
pub fn scores(design: &Design) -> BTreeMap<String, f64> {
    if too_little(design).is_some() {
        return BTreeMap::new();
    }
    match fit::fit(design) {
        Ok(fit) if !fit.proposals_at_floor => {
            design.proposals.iter().cloned().zip(fit.calibrated()).collect()
        }
        _ => BTreeMap::new(),
    }
}

fn too_little(design: &Design) -> Option<Banner> {
    let (n, j, r) = (design.proposals.len(), design.judges.len(), design.scores.len());
    let first = design.scores.first().map_or(0.0, |score| score.y);
    if n < 2 {
        Some(Banner::OneProposal)
    } else if (0..n).all(|i| design.of(i).len() < 2) {
        Some(Banner::SingleReads)
    } else if r < LEAST_READS {
        Some(Banner::FewReads(r))
    } else if j < LEAST_JUDGES {
        Some(Banner::FewJudges(j))
    } else if design.scores.iter().all(|score| score.y.total_cmp(&first).is_eq()) {
        Some(Banner::AllEqual)
    } else if n > MOST_PROPOSALS || j > MOST_JUDGES {
        Some(Banner::TooLarge)
    } else {
        None
    }
}
