//! The official score, the ranking, the assignment and the demo's simulation. Pure: time and
//! randomness are arguments.

use crate::{
    edition::Criterion,
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

/// One place in the official ranking.
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
    /// Which step of the chain parted it from the one above, if the means were equal.
    pub broken_by: Option<TieBreak>,
}

/// A step of the declared tie chain (`judging.md` §1.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TieBreak {
    /// Mean of this criterion, by weight and then rubric order.
    Criterion(String),
    /// The higher lowest total.
    Minimum,
    /// Not broken: a tie that people decide.
    None,
}

struct Entry {
    proposal: String,
    mean: Exact,
    criteria: Vec<Exact>,
    totals: Vec<Exact>,
}

/// The official ranking, best first; a proposal with fewer than `min_reads` is not in it.
pub fn rank(criteria: &[Criterion], reads: &[Read], min_reads: u32) -> Vec<Place> {
    let mut chain: Vec<&Criterion> = criteria.iter().collect();
    // A stable sort keeps rubric order among equal weights.
    chain.sort_by_key(|criterion| std::cmp::Reverse(criterion.weight));
    let mut grouped: BTreeMap<&str, Vec<&Read>> = BTreeMap::new();
    for read in reads {
        grouped.entry(&read.proposal).or_default().push(read);
    }
    let mut entries: Vec<Entry> = grouped
        .into_iter()
        .filter_map(|(proposal, reads)| {
            let totals: Vec<Exact> =
                reads.iter().filter_map(|read| total(criteria, &read.marks)).collect();
            if totals.is_empty() || totals.len() < usize::try_from(min_reads).unwrap_or(0) {
                return None;
            }
            let mean = |values: Vec<Exact>| {
                let count = values.len();
                values.into_iter().fold(Exact::ZERO, Exact::plus).over(count)
            };
            let criteria = chain
                .iter()
                .map(|criterion| {
                    mean(
                        reads
                            .iter()
                            .filter_map(|read| read.marks.get(&criterion.key))
                            .map(|score| Exact::new(i128::from(*score), 100))
                            .collect(),
                    )
                })
                .collect();
            Some(Entry {
                proposal: proposal.to_owned(),
                mean: mean(totals.clone()),
                criteria,
                totals,
            })
        })
        .collect();
    let lowest = |entry: &Entry| entry.totals.iter().min().copied().unwrap_or(Exact::ZERO);
    let compare = |a: &Entry, b: &Entry| {
        b.mean
            .cmp(&a.mean)
            .then_with(|| b.criteria.cmp(&a.criteria))
            .then_with(|| lowest(b).cmp(&lowest(a)))
    };
    entries.sort_by(|a, b| compare(a, b).then_with(|| a.proposal.cmp(&b.proposal)));
    let mut places: Vec<Place> = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        let above = at.checked_sub(1).map(|above| &entries[above]);
        let tied = above.is_some_and(|above| compare(above, entry) == Ordering::Equal);
        let broken_by = above.filter(|above| above.mean == entry.mean).map(|above| {
            let differs = (0..chain.len()).find(|c| above.criteria[*c] != entry.criteria[*c]);
            match differs {
                Some(c) => TieBreak::Criterion(chain[c].key.clone()),
                None if lowest(above) != lowest(entry) => TieBreak::Minimum,
                None => TieBreak::None,
            }
        });
        let place = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let rank = if tied { places.last().map_or(place, |above| above.rank) } else { place };
        let highest = entry.totals.iter().max().copied().unwrap_or(Exact::ZERO);
        places.push(Place {
            rank,
            proposal: entry.proposal.clone(),
            mean: entry.mean,
            reads: u32::try_from(entry.totals.len()).unwrap_or(u32::MAX),
            spread: (lowest(entry), highest),
            broken_by,
        });
    }
    places
}

/// A judge who can be given proposals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Available {
    /// The judge.
    pub judge: String,
    /// Code of an agency whose proposals they may not read.
    pub agency: Option<String>,
}

/// Proposals that cannot get enough judges, each with the number of reads it lacks.
pub type Shortfall = Vec<(String, u32)>;

/// Gives every proposal `reads` different judges, none of its own agency, loads as even as a
/// seeded round of least-loaded-first makes them.
///
/// # Errors
/// The proposals that cannot get enough judges, each with the number it lacks.
pub fn assign(
    proposals: &[(String, String)],
    judges: &[Available],
    reads: u32,
    seed: u32,
) -> Result<Vec<(String, String)>, Shortfall> {
    let mut random = Prng::new(seed);
    let mut order: Vec<&(String, String)> = proposals.iter().collect();
    order.sort();
    random.shuffle(&mut order);
    // Those with the fewest judges to choose from go first.
    let allowed = |agency: &str, judge: &Available| judge.agency.as_deref() != Some(agency);
    order.sort_by_key(|(_, agency)| judges.iter().filter(|j| allowed(agency, j)).count());
    let mut judges: Vec<(&Available, u32)> = judges.iter().map(|judge| (judge, 0)).collect();
    judges.sort_by(|a, b| a.0.judge.cmp(&b.0.judge));
    let (mut pairs, mut short) = (Vec::new(), Vec::new());
    for (proposal, agency) in order {
        random.shuffle(&mut judges);
        judges.sort_by_key(|(_, load)| *load);
        let mut given = 0;
        for (judge, load) in judges.iter_mut().filter(|(judge, _)| allowed(agency, judge)) {
            if given == reads {
                break;
            }
            pairs.push((proposal.clone(), judge.judge.clone()));
            *load += 1;
            given += 1;
        }
        if given < reads {
            short.push((proposal.clone(), reads - given));
        }
    }
    if short.is_empty() { Ok(pairs) } else { Err(short) }
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
    deviations
        .into_iter()
        .map(|deviation| marks_of(criteria, (worth + deviation).clamp(3.0, 97.0), random))
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
