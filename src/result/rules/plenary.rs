//! What the plenary decides: lines that are only ever added, and the list that follows from them. Pure.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was decided of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is honoured.
    In,
    /// It is not.
    Out,
    /// Later; until then its score speaks.
    Later,
    /// The line before is taken back.
    Undone,
}

impl Outcome {
    /// As it is stored and posted.
    pub fn code(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Later => "later",
            Self::Undone => "undone",
        }
    }

    /// The outcome of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::In, Self::Out, Self::Later, Self::Undone].into_iter().find(|one| one.code() == code)
    }
}

/// How it was voted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Votes {
    /// For it.
    pub yes: u32,
    /// Against it.
    pub no: u32,
    /// Neither.
    pub abstain: u32,
}

impl Votes {
    /// How many voted.
    pub fn all(self) -> u32 {
        self.yes.saturating_add(self.no).saturating_add(self.abstain)
    }
}

/// One line of the plenary's book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// From 1.
    pub seq: u32,
    /// The proposal.
    pub proposal_id: String,
    /// `U-037`.
    pub code: String,
    /// What was decided.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// The votes, if there was a vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<Votes>,
    /// Members who were there.
    pub present: u32,
    /// Names of those who had left the room for a conflict of interest.
    pub away: Vec<String>,
    /// Name of the officer who wrote it.
    pub by: String,
    /// When, in unix milliseconds.
    pub at: i64,
}

/// The decision that holds for each proposal: the last that was not taken back.
pub fn holding(lines: &[Line]) -> BTreeMap<&str, &Line> {
    let mut books: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        let book = books.entry(&line.proposal_id).or_default();
        if line.outcome == Outcome::Undone {
            book.pop();
        } else {
            book.push(line);
        }
    }
    books.into_iter().filter_map(|(id, mut book)| Some((id, book.pop()?))).collect()
}

/// The outcomes that hold.
pub fn outcomes(lines: &[Line]) -> BTreeMap<&str, Outcome> {
    holding(lines).into_iter().map(|(id, line)| (id, line.outcome)).collect()
}

/// Members who must be there: more than this part of all, in percent.
pub fn quorum(members: usize, percent: u32) -> usize {
    let percent = usize::try_from(percent.min(99)).unwrap_or(0);
    members * percent / 100 + 1
}

/// One of the honoured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat<'a> {
    /// The proposal.
    pub proposal: &'a str,
    /// Its rank by score, from 1.
    pub by_score: u32,
    /// Its rank among the honoured, from 1; equal in a tie.
    pub rank: u32,
    /// Whether the plenary brought it in.
    pub moved: bool,
}

/// The honoured, best first: those the plenary took in, and the best of the others by score.
///
/// They stand in the order of their scores, and a tie with the last seat is honoured whole. `places`
/// are all that are ranked, best first.
pub fn honoured<'a>(
    places: &[(&'a str, u32)],
    top: u32,
    decided: &BTreeMap<&str, Outcome>,
) -> Vec<Seat<'a>> {
    let of = |id: &str| decided.get(id).copied();
    let taken = places.iter().filter(|(id, _)| of(id) == Some(Outcome::In)).count();
    let seats = usize::try_from(top).unwrap_or(usize::MAX).saturating_sub(taken);
    let rest: Vec<u32> = places
        .iter()
        .filter(|(id, _)| !matches!(of(id), Some(Outcome::In | Outcome::Out)))
        .map(|(_, rank)| *rank)
        .collect();
    let last = match seats {
        0 => None,
        seats => rest.get(seats - 1).or(rest.last()).copied(),
    };
    let mut all: Vec<Seat<'a>> = places
        .iter()
        .filter(|(id, rank)| match of(id) {
            Some(Outcome::In) => true,
            Some(Outcome::Out) => false,
            _ => last.is_some_and(|last| *rank <= last),
        })
        .map(|&(proposal, by_score)| Seat { proposal, by_score, rank: 0, moved: by_score > top })
        .collect();
    let ranks: Vec<u32> = all.iter().map(|seat| seat.by_score).collect();
    for seat in &mut all {
        let above = ranks.iter().filter(|rank| **rank < seat.by_score).count();
        seat.rank = u32::try_from(above + 1).unwrap_or(u32::MAX);
    }
    all
}

/// Those whose scores would honour them and whom the plenary left out.
pub fn left_out<'a>(
    places: &[(&'a str, u32)],
    top: u32,
    decided: &BTreeMap<&str, Outcome>,
) -> Vec<&'a str> {
    places
        .iter()
        .filter(|(id, rank)| *rank <= top && decided.get(id) == Some(&Outcome::Out))
        .map(|(id, _)| *id)
        .collect()
}

#[cfg(test)]
mod tests {
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

    /// Ranks as scores give them: equal scores share the best of their places.
    fn ranked(scores: &[u8]) -> Vec<(String, u32)> {
        let mut sorted = scores.to_vec();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        let rank = |score: u8| sorted.iter().filter(|other| **other > score).count() + 1;
        let all = sorted.iter().enumerate();
        all.map(|(at, score)| (format!("p{at}"), u32::try_from(rank(*score)).expect("few")))
            .collect()
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
}
