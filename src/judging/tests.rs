//! The rules of judging, told as sentences.

use super::rules::{self, Available, Marks, Read, TieBreak};
use crate::{
    edition::Criterion,
    kernel::{Words, prng::Prng, score::Exact},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn rubric(weights: &[u32]) -> Vec<Criterion> {
    weights
        .iter()
        .enumerate()
        .map(|(at, weight)| Criterion {
            key: format!("c{at}"),
            section: String::new(),
            title: Words::default(),
            question: Words::default(),
            weight: *weight,
            max: 100,
        })
        .collect()
}

fn marks(scores: &[i64]) -> Marks {
    scores.iter().enumerate().map(|(at, score)| (format!("c{at}"), score * 100)).collect()
}

fn read(proposal: &str, judge: &str, scores: &[i64]) -> Read {
    Read { proposal: proposal.to_owned(), judge: judge.to_owned(), marks: marks(scores) }
}

#[test]
fn the_official_mean_is_the_one_of_the_specification() {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/vectors/judging.json")).expect("JSON");
    let official = &vectors["official"];
    let weights: Vec<u32> = serde_json::from_value(official["weights"].clone()).expect("weights");
    let scores: BTreeMap<String, Vec<i64>> =
        serde_json::from_value(official["scores"].clone()).expect("scores");
    let totals: BTreeMap<String, f64> =
        serde_json::from_value(official["totals"].clone()).expect("totals");
    let criteria = rubric(&weights);
    let reads: Vec<Read> = scores.iter().map(|(judge, s)| read("P", judge, s)).collect();
    for one in &reads {
        let total = rules::total(&criteria, &one.marks).expect("all criteria are filled");
        let expected = totals[&one.judge];
        #[expect(clippy::cast_precision_loss, reason = "hundredths below 10,000 are exact")]
        let shown = total.hundredths() as f64 / 100.0;
        assert!((shown - expected).abs() < 0.005, "{}: {shown} is not {expected}", one.judge);
    }
    let places = rules::rank(&criteria, &reads, 2);
    assert_eq!(places[0].mean, Exact::new(1166, 15));
    assert_eq!(
        Some(places[0].mean.display().replace(',', ".").as_str()),
        official["display"].as_str()
    );
}

#[test]
fn a_read_with_an_empty_criterion_does_not_count() {
    let criteria = rubric(&[50, 50]);
    assert!(rules::total(&criteria, &marks(&[80])).is_none());
    assert!(rules::rank(&criteria, &[read("P", "J", &[80])], 1).is_empty());
}

#[test]
fn too_few_reads_are_not_ranked() {
    let criteria = rubric(&[100]);
    let reads = [read("A", "J1", &[90]), read("B", "J1", &[50]), read("B", "J2", &[60])];
    let places = rules::rank(&criteria, &reads, 2);
    assert_eq!(places.len(), 1);
    assert_eq!(places[0].proposal, "B");
}

#[test]
fn a_tie_is_broken_by_the_heaviest_criterion_and_says_so() {
    let criteria = rubric(&[40, 60]);
    // Equal totals: 40·86 + 60·76 = 40·80 + 60·80 = 8000.
    let reads = [read("A", "J1", &[86, 76]), read("B", "J1", &[80, 80])];
    let places = rules::rank(&criteria, &reads, 1);
    assert_eq!(places[0].proposal, "B");
    assert_eq!((places[0].rank, places[1].rank), (1, 2));
    assert_eq!(places[1].broken_by, Some(TieBreak::Criterion("c1".to_owned())));
}

#[test]
fn a_tie_that_nothing_declared_breaks_stays_a_tie() {
    let criteria = rubric(&[100]);
    let reads = [read("A", "J1", &[80]), read("B", "J1", &[80]), read("C", "J1", &[70])];
    let places = rules::rank(&criteria, &reads, 1);
    assert_eq!(places.iter().map(|p| p.rank).collect::<Vec<_>>(), [1, 1, 3]);
    assert_eq!(places[1].broken_by, Some(TieBreak::None));
}

#[test]
fn too_few_unconflicted_judges_are_named_not_skipped() {
    let judges = [
        Available { judge: "J1".to_owned(), agency: Some("dinkes".to_owned()) },
        Available { judge: "J2".to_owned(), agency: None },
    ];
    let proposals = [("P1".to_owned(), "dinkes".to_owned()), ("P2".to_owned(), "dpu".to_owned())];
    assert_eq!(rules::assign(&proposals, &judges, 2, 1), Err(vec![("P1".to_owned(), 1)]));
}

#[test]
fn simulated_winners_lie_above_everybody_else_in_the_order_they_are_named() {
    let worth = |place| rules::simulated_worth(Some(place), 0);
    for place in 1..10 {
        assert!(worth(place) > worth(place + 1) + 0.5);
    }
    assert!(worth(10) > rules::simulated_worth(None, 74) + 2.0);
}

proptest! {
    #[test]
    fn simulated_reads_mean_what_they_are_worth(worth in 30.0_f64..92.0, reads in 1_usize..5, seed: u32) {
        let criteria = rubric(&[10, 15, 5, 30, 20, 5, 15]);
        let all = rules::simulate(&criteria, worth, reads, &mut Prng::new(seed));
        let sum = all.iter().filter_map(|m| rules::total(&criteria, m)).fold(Exact::ZERO, Exact::plus);
        #[expect(clippy::cast_precision_loss, reason = "a tolerance of 0.2")]
        let mean = sum.over(reads).hundredths() as f64 / 100.0;
        prop_assert!((mean - worth).abs() < 0.2, "{mean} is not {worth}");
    }

    #[test]
    fn assignment_gives_each_proposal_its_reads_and_no_judge_their_own(
        n in 1_usize..60, j in 3_usize..12, k in 1_u32..3, seed: u32,
    ) {
        let proposals: Vec<_> = (0..n).map(|i| (format!("P{i}"), format!("a{}", i % 5))).collect();
        let judges: Vec<_> = (0..j)
            .map(|i| Available { judge: format!("J{i}"), agency: (i == 0).then(|| "a1".to_owned()) })
            .collect();
        let pairs = rules::assign(&proposals, &judges, k, seed).expect("there are enough judges");
        let unique: BTreeSet<_> = pairs.iter().collect();
        prop_assert_eq!(unique.len(), pairs.len());
        for (proposal, agency) in &proposals {
            let readers: Vec<_> = pairs.iter().filter(|(p, _)| p == proposal).map(|(_, j)| j).collect();
            prop_assert_eq!(u32::try_from(readers.len()), Ok(k));
            prop_assert!(agency != "a1" || readers.iter().all(|j| *j != "J0"));
        }
        let mut turned = proposals.clone();
        turned.reverse();
        prop_assert_eq!(rules::assign(&turned, &judges, k, seed), Ok(pairs));
    }

    #[test]
    fn the_order_of_reads_does_not_change_the_ranking(scores in prop::collection::vec((0_usize..6, 0_i64..=100), 1..30)) {
        let criteria = rubric(&[100]);
        let reads: Vec<_> = scores.iter().enumerate()
            .map(|(at, (p, s))| read(&format!("P{p}"), &format!("J{at}"), &[*s])).collect();
        let mut turned = reads.clone();
        turned.reverse();
        prop_assert_eq!(rules::rank(&criteria, &reads, 1), rules::rank(&criteria, &turned, 1));
    }
}
