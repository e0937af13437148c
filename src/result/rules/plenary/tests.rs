//! The rules of the plenary as sentences.

use super::*;
use proptest::prelude::*;

fn line(seq: u32, id: &str, outcome: Outcome) -> Line {
    Line {
        seq,
        proposal_id: id.to_owned(),
        code: String::new(),
        outcome,
        reason: String::new(),
        votes: None,
        present: 0,
        away: Vec::new(),
        by: String::new(),
        at: 0,
    }
}

fn names(seats: &[Seat<'_>]) -> Vec<(String, u32)> {
    seats.iter().map(|seat| (seat.proposal.to_owned(), seat.rank)).collect()
}

#[test]
fn an_undoing_line_brings_the_decision_before_back() {
    let book = [
        line(1, "a", Outcome::In),
        line(2, "a", Outcome::Out),
        line(3, "b", Outcome::Later),
        line(4, "a", Outcome::Undone),
        line(5, "b", Outcome::Undone),
        line(6, "b", Outcome::Undone),
    ];
    let outcomes = outcomes(&book);
    assert_eq!(outcomes.get("a"), Some(&Outcome::In));
    assert_eq!(outcomes.get("b"), None);
}

#[test]
fn a_quorum_is_more_than_half() {
    assert_eq!([quorum(14, 50), quorum(15, 50), quorum(1, 50), quorum(12, 66)], [8, 8, 1, 8]);
}

#[test]
fn who_is_taken_in_stands_by_score_and_the_last_by_score_makes_room() {
    let places = [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)];
    let decided = BTreeMap::from([("e", Outcome::In), ("a", Outcome::Out)]);
    let seats = honoured(&places, 3, &decided);
    let expected = [("b".to_owned(), 1), ("c".to_owned(), 2), ("e".to_owned(), 3)];
    assert_eq!(names(&seats), expected);
    assert_eq!(seats.iter().map(|seat| seat.moved).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(left_out(&places, 3, &decided), ["a"]);
    // Two tie for the last seat; the plenary parts them.
    let tied = [("a", 1), ("b", 2), ("c", 2), ("d", 4)];
    assert_eq!(honoured(&tied, 2, &BTreeMap::new()).len(), 3);
    let parted = BTreeMap::from([("c", Outcome::Out)]);
    assert_eq!(names(&honoured(&tied, 2, &parted)), [("a".to_owned(), 1), ("b".to_owned(), 2)]);
}

#[test]
fn the_agenda_holds_ties_at_the_cut_doubt_and_what_was_decided() {
    let place = |rank, at_cut, doubtful, decided| Place {
        rank,
        at_cut,
        is_level: false,
        doubtful,
        decided,
    };
    let level = Place { is_level: true, ..place(3, false, Some(false), false) };
    assert_eq!(why(level, 10, true), Some(Why::Level));
    assert_eq!(why(Place { rank: 11, ..level }, 10, true), None, "below the cut it parts nothing");
    for (place, can_doubt, expected) in [
        (place(10, true, Some(false), false), true, Some(Why::Tie)),
        (place(3, false, Some(true), true), true, Some(Why::Doubt)),
        (place(3, false, Some(false), true), true, Some(Why::Decided)),
        (place(10, false, Some(false), false), true, None),
        // Without any doubt to tell, those next to the cut; with some, nobody for being near alone.
        (place(15, false, None, false), false, Some(Why::Cut)),
        (place(16, false, None, false), false, None),
        (place(10, false, None, false), true, None),
    ] {
        assert_eq!(why(place, 10, can_doubt), expected, "{place:?} {can_doubt}");
    }
}

#[test]
fn every_place_that_differs_from_the_scores_is_told_with_its_reason() {
    let places = [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5), ("f", 6)];
    let book = [line(1, "a", Outcome::Out), line(2, "e", Outcome::In), line(3, "f", Outcome::In)];
    let told = |lines: &[Line]| -> Vec<(String, u32, Change, Option<u32>)> {
        let all = moves(&places, 3, lines);
        all.iter()
            .map(|m| (m.proposal.to_owned(), m.by_score, m.change, m.line.map(|line| line.seq)))
            .collect()
    };
    let expected = [
        ("a".to_owned(), 1, Change::Out, Some(1)),
        ("c".to_owned(), 3, Change::MadeRoom, None),
        ("e".to_owned(), 5, Change::In, Some(2)),
        ("f".to_owned(), 6, Change::In, Some(3)),
    ];
    assert_eq!(told(&book), expected);
    assert_eq!(told(&[]), []);
    // Taken in from within the Top, it stands where it stood.
    assert_eq!(told(&[line(1, "b", Outcome::In)]), []);
}

#[test]
fn a_decision_is_barred_without_quorum_by_surplus_votes_by_a_full_list_and_by_nothing_to_undo() {
    let book = [line(1, "a", Outcome::In), line(2, "b", Outcome::In)];
    let room = Present { present: 9, quorum: 8, away: 2 };
    let bars = |room, id, outcome, yes| {
        let votes = Some(Votes { yes, no: 0, abstain: 0 });
        super::bars(&book, 2, room, (id, outcome, votes))
    };
    assert_eq!(bars(room, "a", Outcome::In, 7), []);
    assert_eq!(bars(room, "c", Outcome::In, 7), [Bar::Full]);
    assert_eq!(bars(room, "c", Outcome::Out, 8), [Bar::TooMany { votes: 8, voters: 7 }]);
    assert_eq!(bars(room, "c", Outcome::Undone, 0), [Bar::NothingToUndo]);
    assert_eq!(bars(room, "b", Outcome::Undone, 0), []);
    let few = Present { present: 7, ..room };
    assert_eq!(bars(few, "a", Outcome::Later, 0), [Bar::NoQuorum]);
}

/// Ranks as scores give them: equal scores share the best of their places.
fn ranked(scores: &[u8]) -> Vec<(String, u32)> {
    let mut sorted = scores.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let rank = |score: u8| sorted.iter().filter(|other| **other > score).count() + 1;
    let all = sorted.iter().enumerate();
    all.map(|(at, score)| (format!("p{at}"), u32::try_from(rank(*score)).expect("few"))).collect()
}

proptest! {
    #[test]
    fn without_decisions_the_list_is_that_of_the_scores(
        scores in proptest::collection::vec(0_u8..6, 0..20), top in 1_u32..12,
    ) {
        let all = ranked(&scores);
        let places: Vec<(&str, u32)> = all.iter().map(|(id, rank)| (id.as_str(), *rank)).collect();
        let ranks: Vec<u32> = places.iter().map(|(_, rank)| *rank).collect();
        let seats = honoured(&places, top, &BTreeMap::new());
        prop_assert_eq!(seats.len(), crate::result::rules::honoured(&ranks, top));
        for (seat, (id, rank)) in seats.iter().zip(&places) {
            prop_assert_eq!((seat.proposal, seat.by_score, seat.rank), (*id, *rank, *rank));
        }
    }

    #[test]
    fn whoever_is_decided_in_is_in_and_nobody_is_in_who_is_out(
        scores in proptest::collection::vec(0_u8..6, 1..20), top in 1_u32..8,
        decisions in proptest::collection::vec(0_u8..4, 20),
    ) {
        let all = ranked(&scores);
        let places: Vec<(&str, u32)> = all.iter().map(|(id, rank)| (id.as_str(), *rank)).collect();
        let decided: BTreeMap<&str, Outcome> = places.iter().zip(&decisions)
            .filter_map(|((id, _), n)| match n {
                1 => Some((*id, Outcome::In)),
                2 => Some((*id, Outcome::Out)),
                3 => Some((*id, Outcome::Later)),
                _ => None,
            })
            .collect();
        let seats = honoured(&places, top, &decided);
        let is_in = |id: &str| seats.iter().any(|seat| seat.proposal == id);
        for (id, outcome) in &decided {
            prop_assert!(*outcome != Outcome::In || is_in(id));
            prop_assert!(*outcome != Outcome::Out || !is_in(id));
        }
        // Of those left to their scores nobody is passed over by a lower score.
        let lowest = seats.iter().filter(|s| decided.get(s.proposal) != Some(&Outcome::In))
            .map(|s| s.by_score).max();
        for (id, rank) in &places {
            let is_free = !matches!(decided.get(id), Some(Outcome::In | Outcome::Out));
            if let (true, Some(lowest)) = (is_free, lowest) {
                prop_assert_eq!(is_in(id), *rank <= lowest);
            }
        }
        prop_assert!(seats.windows(2).all(|pair| pair[0].rank <= pair[1].rank));
    }
}
