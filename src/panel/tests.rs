//! The panel's rules as sentences.

use super::rules::{
    Clock, Final, Gaps, clock, combine, finalists, gaps, mean, official, starts_at, tied_at_cut,
    unconfirmable,
};
use crate::{
    edition::{Counts, Criterion, Panel},
    judging::{Place, TieBreak, rules::Marks},
    kernel::{Words, score::Exact},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const MINUTE: i64 = 60_000;

fn aspect(key: &str, weight: u32) -> Criterion {
    Criterion {
        key: key.to_owned(),
        section: String::new(),
        title: Words::default(),
        question: Words::default(),
        weight,
        max: 100,
    }
}

fn panel(counts: Counts) -> Panel {
    Panel {
        title: Words::default(),
        finalists: 2,
        counts,
        talk: 7,
        answers: 13,
        pause: 5,
        criteria: vec![aspect("proof", 60), aspect("delivery", 40)],
        checks: Vec::new(),
    }
}

fn place(rank: u32, proposal: &str, mean: i128) -> Place {
    let mean = Exact::new(mean, 1);
    Place {
        rank,
        proposal: proposal.to_owned(),
        mean,
        reads: 2,
        spread: (mean, mean),
        broken_by: None,
    }
}

fn heard(all: &[(&str, i128)]) -> BTreeMap<String, Exact> {
    all.iter().map(|(id, mean)| ((*id).to_owned(), Exact::new(*mean, 1))).collect()
}

fn order(all: &[Final]) -> Vec<(&str, u32, String)> {
    let row = |one: &'_ Final| (one.place.rank, one.place.mean.display());
    all.iter().map(|one| (one.place.proposal.as_str(), row(one).0, row(one).1)).collect()
}

#[test]
fn as_many_are_heard_as_the_edition_says_and_whoever_is_level_with_the_last() {
    let panel = panel(Counts::Gate);
    let ranking = [place(1, "a", 90), place(2, "b", 80), place(3, "c", 80), place(4, "d", 79)];
    assert_eq!(finalists(&ranking, &panel), ["a", "b", "c"]);
    assert_eq!(finalists(&ranking[..1], &panel), ["a"]);
    assert!(finalists(&[], &panel).is_empty());
}

#[test]
fn a_finalist_begins_after_the_talks_answers_and_pauses_of_those_before() {
    let panel = panel(Counts::Gate);
    assert_eq!(starts_at(1_000, &panel, 0), 1_000);
    assert_eq!(starts_at(1_000, &panel, 3), 1_000 + 75 * MINUTE);
}

#[test]
fn the_clock_runs_from_talk_to_answers_to_over() {
    let panel = panel(Counts::Gate);
    let at = |now| clock(&panel, Some(0), None, now);
    assert_eq!(clock(&panel, None, None, 5), Clock::Waits);
    assert_eq!(at(0), Clock::Talks(7 * MINUTE));
    assert_eq!(at(7 * MINUTE - 1), Clock::Talks(1));
    assert_eq!(at(7 * MINUTE), Clock::Answers(13 * MINUTE));
    assert_eq!(at(20 * MINUTE), Clock::Over(0));
    assert_eq!(at(21 * MINUTE), Clock::Over(MINUTE));
    assert_eq!(clock(&panel, Some(0), Some(MINUTE), 9 * MINUTE), Clock::Done);
}

#[test]
fn the_panels_mean_is_exact_and_needs_full_sheets() {
    let criteria = panel(Counts::Gate).criteria;
    let sheet = |proof, delivery| {
        [("proof".to_owned(), proof), ("delivery".to_owned(), delivery)].into_iter().collect()
    };
    // 80·0.6 + 70·0.4 = 76 and 81·0.6 + 70·0.4 = 76.6.
    let of = |sheets: &[_]| mean(&criteria, sheets);
    assert_eq!(of(&[sheet(8_000, 7_000), sheet(8_100, 7_000)]), Some(Exact::new(763, 10)));
    let half: Marks = [("proof".to_owned(), 8_000)].into_iter().collect();
    assert_eq!(of(&[sheet(8_000, 7_000), half]), None);
    assert_eq!(of(&[]), None);
}

#[test]
fn weights_join_both_stages_and_nobody_unheard_overtakes_a_finalist() {
    let desk = vec![place(1, "a", 90), place(2, "b", 80), place(3, "c", 79)];
    let all = combine(desk, &heard(&[("a", 60), ("b", 90)]), Counts::Weighted(40));
    // a: 54 + 24; b: 48 + 36; c was not heard, and stays behind though 79 is more than 78.
    let row = |id: &'static str, rank, score: &str| (id, rank, score.to_owned());
    assert_eq!(order(&all), [row("b", 1, "84,00"), row("a", 2, "78,00"), row("c", 3, "79,00")]);
    assert_eq!(all[0].desk, Exact::new(80, 1));
    assert_eq!((all[0].panel, all[2].panel), (Some(Exact::new(90, 1)), None));
}

#[test]
fn behind_a_gate_the_panel_alone_decides() {
    let desk = vec![place(1, "a", 90), place(2, "b", 80)];
    let all = combine(desk, &heard(&[("a", 60), ("b", 61)]), Counts::Gate);
    let all = order(&all);
    assert_eq!(all[0], ("b", 1, "61,00".to_owned()));
}

#[test]
fn equals_are_parted_by_the_panel_then_by_the_written_proposal_and_say_so() {
    let desk = vec![place(1, "a", 90), place(2, "b", 80), place(2, "c", 80)];
    let all = combine(desk, &heard(&[("a", 70), ("b", 80), ("c", 80)]), Counts::Weighted(50));
    let by: Vec<_> = all.iter().map(|one| (one.place.rank, one.place.broken_by.clone())).collect();
    let parted = Some(TieBreak::Panel);
    assert_eq!(by, [(1, None), (1, Some(TieBreak::None)), (3, parted)], "b and c lead together");
    let desk = vec![place(1, "a", 90), place(2, "b", 80)];
    let all = combine(desk, &heard(&[("a", 70), ("b", 70)]), Counts::Gate);
    assert_eq!(all[1].place.broken_by, Some(TieBreak::Desk));
    assert_eq!(all[1].place.rank, 2);
}

#[test]
fn a_tie_at_the_cut_is_one_of_exact_scores_among_those_of_one_stage() {
    let third = |rank, id: &str, thirds| {
        let mean = Exact::new(thirds, 300);
        Final::written(Place { rank, mean, ..place(rank, id, 0) })
    };
    // 79.9966… and 79.9933… read the same with two decimals and are not the same.
    let near = [third(1, "a", 23_999), third(2, "b", 23_998)];
    assert_eq!(tied_at_cut(&near, 1), None);
    let level = [third(1, "a", 24_000), third(1, "b", 24_000), third(1, "c", 24_000)];
    assert_eq!(tied_at_cut(&level, 2), Some(0..3));
    assert_eq!(tied_at_cut(&level, 3), None);
    let heard = Final { panel: Some(Exact::new(80, 1)), ..level[0].clone() };
    assert_eq!(tied_at_cut(&[heard, level[1].clone()], 1), None, "who was heard stands before");
}

#[test]
fn a_panel_is_closed_with_a_sheet_for_every_finalist_and_others_missing_on_purpose() {
    let sheets = |all: &[&[(bool, bool)]]| {
        all.iter().enumerate().map(|(at, own)| (at.to_string(), own.to_vec())).collect()
    };
    let told = |all| {
        let Gaps { unheard, unsent } = gaps(&sheets(all));
        (unheard, unsent)
    };
    assert_eq!(told(&[&[(true, false), (false, false)], &[(false, true)]]), (1, 1));
    assert_eq!(told(&[&[(true, false), (false, true)]]), (0, 0), "a conflict leaves no gap");
    assert_eq!(told(&[&[]]), (1, 0));
}

#[test]
fn a_paper_sheet_is_compared_by_a_second_person() {
    assert!(unconfirmable(Some("rina"), "rina", "budi").is_some());
    assert!(unconfirmable(Some("rina"), "budi", "budi").is_some());
    assert!(unconfirmable(None, "tono", "budi").is_some());
    assert_eq!(unconfirmable(Some("rina"), "tono", "budi"), None);
}

proptest! {
    #[test]
    fn a_combined_order_holds_everybody_once_with_ranks_that_never_fall(
        means in prop::collection::vec(0_i128..100, 1..12),
        scores in prop::collection::vec(0_i128..100, 12),
        many in 0_usize..12,
        percent in 1_u32..=100,
    ) {
        let mut means = means;
        means.sort_unstable_by(|a, b| b.cmp(a));
        let mut rank = 1;
        let desk: Vec<Place> = means.iter().enumerate().map(|(at, mean)| {
            if at > 0 && means[at - 1] != *mean {
                rank = u32::try_from(at + 1).expect("small");
            }
            let level = at > 0 && means[at - 1] == *mean;
            Place {
                broken_by: level.then_some(TieBreak::None),
                ..place(rank, &format!("p{at:02}"), *mean)
            }
        }).collect();
        let many = many.min(desk.len());
        let heard: BTreeMap<String, Exact> = (0..many)
            .map(|at| (format!("p{at:02}"), Exact::new(scores[at], 1)))
            .collect();
        let counts = Counts::Weighted(percent);
        let all = combine(desk.clone(), &heard, counts);
        let mut ids: Vec<&str> = all.iter().map(|one| one.place.proposal.as_str()).collect();
        ids.sort_unstable();
        prop_assert_eq!(ids.len(), desk.len());
        ids.dedup();
        prop_assert_eq!(ids.len(), desk.len());
        for pair in all.windows(2) {
            prop_assert!(pair[0].place.rank <= pair[1].place.rank);
            prop_assert!(pair[0].panel.is_some() || pair[1].panel.is_none());
            if pair[1].panel.is_some() {
                prop_assert!(pair[0].place.mean >= pair[1].place.mean);
            }
        }
        for one in &all {
            if let Some(panel) = one.panel {
                prop_assert_eq!(one.place.mean, official(one.desk, panel, counts));
            }
        }
    }
}
