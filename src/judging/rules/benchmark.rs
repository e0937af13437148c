//! The calibration set: proposals that every judge scores first, beside what a reference panel
//! gave. Nothing of it counts; it lets a judge see where they stand. Pure.

use super::Marks;
use crate::{
    edition::Edition,
    kernel::{
        Words,
        score::{Hundredths, show},
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// From how many hundredths outside the panel's range the benchmark is worth another look.
pub const FAR: Hundredths = 1500;

/// What the reference panel gave for one aspect, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Key of the criterion.
    pub criterion: String,
    /// Lowest score of the panel, in whole points.
    pub low: u32,
    /// Highest score of the panel, in whole points.
    pub high: u32,
    /// The panel's reasoning.
    pub why: Words,
}

/// One proposal of the set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Benchmark {
    /// Its part of the address.
    pub key: String,
    /// What it is called.
    pub title: Words,
    /// What to read, by field.
    pub texts: BTreeMap<String, String>,
    /// One for each criterion.
    pub references: Vec<Reference>,
}

/// How one score lies to the panel's range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Key of the criterion.
    pub criterion: String,
    /// What the judge gave.
    pub own: String,
    /// The panel's range in whole points.
    pub range: (u32, u32),
    /// Hundredths above the range; below zero: below it; zero: within.
    pub beyond: Hundredths,
    /// The panel's reasoning.
    pub why: Words,
}

impl Standing {
    /// Whether the benchmark is worth another look for this aspect.
    pub fn is_far(&self) -> bool {
        self.beyond.abs() > FAR
    }
}

/// What is wrong with a set for an edition, as sentences for whoever keeps its files.
pub fn flaws(edition: &Edition, set: &[Benchmark]) -> Vec<String> {
    let mut flaws = Vec::new();
    for one in set {
        for criterion in &edition.criteria {
            match one.references.iter().filter(|r| r.criterion == criterion.key).count() {
                1 => {}
                count => flaws.push(format!(
                    "benchmark {}: {count} references for criterion {}, one is needed",
                    one.key, criterion.key
                )),
            }
        }
        for reference in &one.references {
            let max = edition.criteria.iter().find(|c| c.key == reference.criterion).map(|c| c.max);
            match max {
                None => flaws.push(format!(
                    "benchmark {}: the rubric has no criterion {}",
                    one.key, reference.criterion
                )),
                Some(max) if reference.low > reference.high || reference.high > max => {
                    flaws.push(format!(
                        "benchmark {}: the range of {} is not within 0 to {max}",
                        one.key, reference.criterion
                    ));
                }
                Some(_) => {}
            }
        }
        for field in one.texts.keys().filter(|key| edition.field(key).is_none()) {
            flaws.push(format!("benchmark {}: the form has no field {field}", one.key));
        }
    }
    let keys: std::collections::BTreeSet<&str> = set.iter().map(|one| one.key.as_str()).collect();
    if keys.len() != set.len() {
        flaws.push("two benchmarks have the same key".to_owned());
    }
    flaws
}

/// How a judge's scores lie to the panel's, in the order of the references.
pub fn standing(benchmark: &Benchmark, marks: &Marks) -> Vec<Standing> {
    let of = |reference: &Reference| {
        let own = *marks.get(&reference.criterion)?;
        let (low, high) = (i64::from(reference.low) * 100, i64::from(reference.high) * 100);
        Some(Standing {
            criterion: reference.criterion.clone(),
            own: show(own),
            range: (reference.low, reference.high),
            beyond: (own - high).max(0) + (own - low).min(0),
            why: reference.why.clone(),
        })
    };
    benchmark.references.iter().filter_map(of).collect()
}

/// How much higher than the middle of the panel's ranges a judge scored on average, in hundredths;
/// nothing without a score.
pub fn lean(benchmarks: &[(Benchmark, Marks)]) -> Option<Hundredths> {
    let (mut sum, mut count) = (0, 0);
    for (benchmark, marks) in benchmarks {
        for reference in &benchmark.references {
            if let Some(own) = marks.get(&reference.criterion) {
                sum += own - i64::from(reference.low + reference.high) * 50;
                count += 1;
            }
        }
    }
    (count > 0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn benchmark() -> Benchmark {
        let reference = |criterion: &str, low, high| Reference {
            criterion: criterion.to_owned(),
            low,
            high,
            why: Words::default(),
        };
        Benchmark {
            key: "a".to_owned(),
            title: Words::default(),
            texts: BTreeMap::new(),
            references: vec![reference("novelty", 60, 70), reference("resources", 40, 50)],
        }
    }

    fn marks(pairs: &[(&str, Hundredths)]) -> Marks {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect()
    }

    #[test]
    fn within_the_panels_range_nothing_is_beyond_and_its_ends_belong_to_it() {
        for own in [6000, 6550, 7000] {
            assert_eq!(standing(&benchmark(), &marks(&[("novelty", own)]))[0].beyond, 0);
        }
    }

    #[test]
    fn more_than_fifteen_points_outside_is_worth_another_look() {
        let of = |own| standing(&benchmark(), &marks(&[("novelty", own)]))[0].clone();
        assert!(!of(8500).is_far() && of(8500).beyond == 1500);
        assert!(of(8501).is_far());
        assert!(!of(4500).is_far() && of(4499).is_far() && of(4499).beyond == -1501);
    }

    #[test]
    fn the_lean_is_counted_from_the_middle_of_the_ranges() {
        let given = marks(&[("novelty", 7500), ("resources", 4500)]);
        assert_eq!(lean(&[(benchmark(), given)]), Some(500));
        assert_eq!(lean(&[(benchmark(), Marks::new())]), None);
    }
}
