//! The official score, the ranking with its tie chain and the demo's simulation. Pure: time and
//! randomness are arguments.

pub mod benchmark;
pub mod conflict;
pub mod own;
pub mod pace;
pub mod sending;
pub mod sheet;

use crate::{
    edition::{Criterion, Phase},
    kernel::{
        prng::Prng,
        score::{Exact, Hundredths},
    },
};
use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, collections::BTreeMap};

/// One judge's scores of one proposal, by criterion key.
pub type Marks = BTreeMap<String, Hundredths>;

/// A read that counts: sent, every criterion filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The proposal.
    pub proposal: String,
    /// The judge.
    pub judge: String,
    /// The scores.
    pub marks: Marks,
}

/// The weighted total of one read on 0–100, exact (`judging.md` §1.1); `None` unless every
/// criterion has a score.
pub fn total(criteria: &[Criterion], marks: &Marks) -> Option<Exact> {
    let weights: i128 = criteria.iter().map(|c| i128::from(c.weight)).sum();
    let mut sum = Exact::ZERO;
    for criterion in criteria {
        let score = i128::from(*marks.get(&criterion.key)?);
        // Hundredths of a point over the highest score in hundredths, times weight.
        sum = sum.plus(Exact::new(
            score * i128::from(criterion.weight),
            i128::from(criterion.max) * 100,
        ));
    }
    Some(Exact::new(sum.numerator * 100, sum.denominator * weights))
}

/// One place in a ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// From 1; equal for a tie that the declared chain does not break.
    pub rank: u32,
    /// The proposal.
    pub proposal: String,
    /// Mean of the totals of its reads.
    pub mean: Exact,
    /// Number of reads.
    pub reads: u32,
    /// Lowest and highest total.
    pub spread: (Exact, Exact),
    /// Which step of the chain parted it from the one above, if they were equal in what the list
    /// is ordered by.
    pub broken_by: Option<TieBreak>,
}

/// A step of the declared tie chain (`judging.md` §1.2), applied to exact values in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TieBreak {
    /// The official mean; only where the list is ordered by the calibrated score.
    Mean,
    /// Mean of this criterion, by weight and then rubric order.
    Criterion(String),
    /// The higher lowest total.
    Minimum,
    /// More of the judges who read both prefer it; only between two.
    HeadToHead,
    /// The calibrated score, to six decimals.
    Calibrated,
    /// The mean of the panel, where finalists were heard.
    Panel,
    /// The place among the written proposals, where finalists were heard.
    Desk,
    /// What the chair decided, on record.
    Chair,
    /// The lot whose seed was published before judging closed.
    Lot,
    /// Not broken: a tie that people decide.
    None,
}

/// For how many days a further read that is asked for after closing may be open.
pub const FURTHER_DAYS: std::ops::RangeInclusive<i64> = 1..=14;

/// Whether a seat can be worked at: scoring is open, or this seat alone still is.
pub fn is_open(phase: Phase, open_until: Option<i64>, now: i64) -> bool {
    match phase {
        Phase::Judging => true,
        Phase::Plenary => open_until.is_some_and(|until| now < until),
        _ => false,
    }
}

/// What may break a tie beside the reads themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declared {
    /// Calibrated scores by proposal; empty if there are none.
    pub calibrated: BTreeMap<String, f64>,
    /// Proposals in the order the chair decided; those of a tie must all be in it.
    pub chair: Vec<String>,
    /// Lots by proposal, lower first: SHA-256 of `seed:proposal` in hex.
    pub lots: BTreeMap<String, String>,
}

/// Who is ranked: the exact figures of one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contender {
    /// The proposal.
    pub proposal: String,
    /// Mean of the totals.
    pub mean: Exact,
    /// Means of the criteria in the order of [`chain`].
    pub criteria: Vec<Exact>,
    /// Total of each read by judge.
    pub totals: BTreeMap<String, Exact>,
}

/// What a list is ordered by before ties are broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderedBy {
    /// The official mean.
    Mean,
    /// The calibrated score, to nine decimals; needs all of [`Declared::calibrated`].
    Calibrated,
}

impl Contender {
    fn lowest(&self) -> Exact {
        self.totals.values().min().copied().unwrap_or(Exact::ZERO)
    }

    fn highest(&self) -> Exact {
        self.totals.values().max().copied().unwrap_or(Exact::ZERO)
    }
}

/// The criteria as ties are broken by them: heaviest first, rubric order among equal weights.
pub fn chain(criteria: &[Criterion]) -> Vec<&Criterion> {
    let mut chain: Vec<&Criterion> = criteria.iter().collect();
    chain.sort_by_key(|criterion| std::cmp::Reverse(criterion.weight));
    chain
}

/// The exact figures of every proposal with at least `min_reads` reads that count.
pub fn contenders(criteria: &[Criterion], reads: &[Read], min_reads: u32) -> Vec<Contender> {
    let chain = chain(criteria);
    let mut grouped: BTreeMap<&str, Vec<(&Read, Exact)>> = BTreeMap::new();
    for read in reads {
        if let Some(total) = total(criteria, &read.marks) {
            grouped.entry(&read.proposal).or_default().push((read, total));
        }
    }
    let mean = |values: Vec<Exact>| {
        let count = values.len();
        values.into_iter().fold(Exact::ZERO, Exact::plus).over(count)
    };
    grouped
        .into_iter()
        .filter(|(_, reads)| reads.len() >= usize::try_from(min_reads).unwrap_or(0))
        .map(|(proposal, reads)| Contender {
            proposal: proposal.to_owned(),
            mean: mean(reads.iter().map(|(_, total)| *total).collect()),
            criteria: chain
                .iter()
                .map(|criterion| {
                    let scores =
                        reads.iter().filter_map(|(read, _)| read.marks.get(&criterion.key));
                    mean(scores.map(|score| Exact::new(i128::from(*score), 100)).collect())
                })
                .collect(),
            totals: reads.iter().map(|(read, total)| (read.judge.clone(), *total)).collect(),
        })
        .collect()
}

/// Steps of the chain with what each compares.
enum Step {
    /// To a multiple of this.
    Calibrated(f64),
    Mean,
    Criterion(usize),
    Minimum,
    HeadToHead,
    Chair,
    Lot,
}

impl Step {
    /// Best first; `None` if the step says nothing about this group.
    fn sort(&self, group: &mut [&Contender], declared: &Declared) -> Option<Vec<bool>> {
        let by = |group: &mut [&Contender],
                  compare: &dyn Fn(&Contender, &Contender) -> Ordering| {
            group.sort_by(|a, b| compare(a, b));
            group.windows(2).map(|pair| compare(pair[0], pair[1]) != Ordering::Equal).collect()
        };
        Some(match self {
            Self::Calibrated(unit) => {
                let known = |c: &Contender| declared.calibrated.get(&c.proposal);
                if !group.iter().all(|c| known(c).is_some()) {
                    return None;
                }
                let rounded = |c: &Contender| (known(c).copied().unwrap_or(0.0) / unit).round();
                by(group, &|a, b| rounded(b).total_cmp(&rounded(a)))
            }
            Self::Mean => by(group, &|a, b| b.mean.cmp(&a.mean)),
            Self::Criterion(at) => by(group, &|a, b| b.criteria[*at].cmp(&a.criteria[*at])),
            Self::Minimum => by(group, &|a, b| b.lowest().cmp(&a.lowest())),
            Self::HeadToHead if group.len() == 2 => by(group, &|a, b| head_to_head(b, a)),
            Self::HeadToHead => return None,
            Self::Chair => {
                let place = |c: &Contender| declared.chair.iter().position(|p| *p == c.proposal);
                if !group.iter().all(|c| place(c).is_some()) {
                    return None;
                }
                by(group, &|a, b| place(a).cmp(&place(b)))
            }
            Self::Lot => {
                if !group.iter().all(|c| declared.lots.contains_key(&c.proposal)) {
                    return None;
                }
                let lot = |c: &Contender| declared.lots.get(&c.proposal).cloned();
                by(group, &|a, b| lot(a).cmp(&lot(b)))
            }
        })
    }
}

/// Greater if more of the judges who read both prefer `a`.
fn head_to_head(a: &Contender, b: &Contender) -> Ordering {
    a.totals
        .iter()
        .filter_map(|(judge, total)| Some(total.cmp(b.totals.get(judge)?)))
        .map(|ordering| ordering as i32)
        .sum::<i32>()
        .cmp(&0)
}

/// Splits a group of equals by the first step that can, and each part by the steps after it;
/// `parted` is what parts the first of the group from whoever is above.
fn split<'a>(
    group: &mut [&'a Contender],
    steps: &[(Step, Option<TieBreak>)],
    declared: &Declared,
    parted: Option<&TieBreak>,
    placed: &mut Vec<(&'a Contender, Option<TieBreak>)>,
) {
    let mut steps = steps;
    while let (Some(((step, name), rest)), true) = (steps.split_first(), group.len() > 1) {
        steps = rest;
        let Some(parts) = step.sort(group, declared) else { continue };
        if parts.contains(&true) {
            let mut from = 0;
            for to in 1..=group.len() {
                if to == group.len() || parts[to - 1] {
                    let parted = if from == 0 { parted } else { name.as_ref() };
                    split(&mut group[from..to], rest, declared, parted, placed);
                    from = to;
                }
            }
            return;
        }
    }
    for (at, contender) in group.iter().enumerate() {
        placed.push((contender, if at == 0 { parted.cloned() } else { Some(TieBreak::None) }));
    }
}

/// A ranking, best first: by the mean or the calibrated score, equals by the declared chain.
/// `keys` are those of [`Contender::criteria`].
pub fn order(
    contenders: &[Contender],
    keys: &[&str],
    declared: &Declared,
    by: OrderedBy,
) -> Vec<Place> {
    // The step that orders the list is no tie-break and has no name.
    let mut steps = match by {
        OrderedBy::Mean => vec![(Step::Mean, None)],
        // Nine decimals hide what is not the scores' own but the order of additions.
        OrderedBy::Calibrated => {
            vec![(Step::Calibrated(1e-9), None), (Step::Mean, Some(TieBreak::Mean))]
        }
    };
    let criteria = keys.iter().enumerate();
    steps.extend(
        criteria
            .map(|(at, key)| (Step::Criterion(at), Some(TieBreak::Criterion((*key).to_owned())))),
    );
    steps.extend([
        (Step::Minimum, Some(TieBreak::Minimum)),
        (Step::HeadToHead, Some(TieBreak::HeadToHead)),
        (Step::Calibrated(1e-6), Some(TieBreak::Calibrated)),
        (Step::Chair, Some(TieBreak::Chair)),
        (Step::Lot, Some(TieBreak::Lot)),
    ]);
    let mut all: Vec<&Contender> = contenders.iter().collect();
    all.sort_by(|a, b| a.proposal.cmp(&b.proposal));
    let mut placed = Vec::with_capacity(all.len());
    split(&mut all, &steps, declared, None, &mut placed);
    let mut places: Vec<Place> = Vec::with_capacity(placed.len());
    for (at, (contender, broken_by)) in placed.into_iter().enumerate() {
        places.push(Place {
            rank: match (&broken_by, places.last()) {
                (Some(TieBreak::None), Some(above)) => above.rank,
                _ => u32::try_from(at + 1).unwrap_or(u32::MAX),
            },
            proposal: contender.proposal.clone(),
            mean: contender.mean,
            reads: u32::try_from(contender.totals.len()).unwrap_or(u32::MAX),
            spread: (contender.lowest(), contender.highest()),
            broken_by,
        });
    }
    places
}

/// The official ranking, best first; a proposal with fewer than `min_reads` is not in it.
pub fn rank(
    criteria: &[Criterion],
    reads: &[Read],
    min_reads: u32,
    declared: &Declared,
) -> Vec<Place> {
    let keys: Vec<&str> = chain(criteria).iter().map(|c| c.key.as_str()).collect();
    order(&contenders(criteria, reads, min_reads), &keys, declared, OrderedBy::Mean)
}

/// The places, counted from 0, of those who share their mean across the cut after `top`: a tie
/// that is shown as one even if the chain breaks it.
pub fn tied_at_cut(places: &[Place], top: usize) -> Option<std::ops::Range<usize>> {
    let mean = places.get(top.checked_sub(1)?)?.mean;
    if places.get(top)?.mean != mean {
        return None;
    }
    let before = places[..top].iter().rev().take_while(|place| place.mean == mean).count();
    let after = places[top..].iter().take_while(|place| place.mean == mean).count();
    Some(top - before..top + after)
}

/// What a simulated proposal is worth, in points of 100.
///
/// Those whom the public source names as winners lie above everybody else, in the order in
/// which it names them; the others follow their invented strength. It is a demonstration: no
/// source confirms any rank or score.
pub fn simulated_worth(named: Option<u32>, strength: u32) -> f64 {
    match named {
        Some(place) => 91.4 - 0.95 * f64::from(place.saturating_sub(1)),
        None => 42.0 + (f64::from(strength.clamp(31, 74)) - 31.0) * 0.85,
    }
}

/// Simulated marks of one proposal by `reads` judges, whose mean is its worth to within a
/// twentieth of a point: judges differ from each other, their mean does not drift.
pub fn simulate(criteria: &[Criterion], worth: f64, reads: usize, random: &mut Prng) -> Vec<Marks> {
    let mut deviations: Vec<f64> =
        (0..reads).map(|_| (random.normal() * 3.2).clamp(-6.0, 6.0)).collect();
    let count = f64::from(u32::try_from(reads.max(1)).unwrap_or(1));
    let drift = deviations.iter().sum::<f64>() / count;
    for deviation in &mut deviations {
        *deviation -= drift;
    }
    // Where the scale is near its end all of them shrink: one cut alone would bend the mean.
    let furthest = |sign: f64| deviations.iter().map(|d| d * sign).fold(f64::EPSILON, f64::max);
    let room = ((97.0 - worth) / furthest(1.0)).min((worth - 3.0) / furthest(-1.0)).clamp(0.0, 1.0);
    deviations
        .into_iter()
        .map(|deviation| marks_of(criteria, (worth + deviation * room).clamp(3.0, 97.0), random))
        .collect()
}

/// Marks of whole points on a 100-point scale whose weighted total is as near to `total` as the
/// smallest weight allows.
fn marks_of(criteria: &[Criterion], total: f64, random: &mut Prng) -> Marks {
    let weights: f64 = criteria.iter().map(|c| f64::from(c.weight)).sum();
    let mut points: Vec<f64> = criteria
        .iter()
        .map(|_| (total + random.normal() * 4.0).round().clamp(0.0, 100.0))
        .collect();
    let sum = |points: &[f64]| {
        points.iter().zip(criteria).map(|(p, c)| p * f64::from(c.weight)).sum::<f64>() / weights
    };
    // Mend the total from the heaviest criterion to the lightest.
    let mut order: Vec<usize> = (0..criteria.len()).collect();
    order.sort_by_key(|c| std::cmp::Reverse(criteria[*c].weight));
    for c in order {
        let step = f64::from(criteria[c].weight) / weights;
        let mended = points[c] + ((total - sum(&points)) / step).round();
        points[c] = mended.clamp(0.0, 100.0);
    }
    criteria
        .iter()
        .zip(points)
        .map(|(criterion, points)| {
            // Whole points of the criterion's own scale keep hundredths exact.
            #[expect(clippy::cast_possible_truncation, reason = "0 to 100 times a small maximum")]
            let score = (points * f64::from(criterion.max)).round() as i64;
            (criterion.key.clone(), score)
        })
        .collect()
}
