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

/// How a place differs from what its score would give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The plenary took it in from below the cut.
    In,
    /// The plenary left it out from above the cut.
    Out,
    /// Nobody decided about it: it made room for those who were taken in.
    MadeRoom,
}

/// One place at which the list differs from the scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved<'a> {
    /// The proposal.
    pub proposal: &'a str,
    /// Its rank by score, from 1.
    pub by_score: u32,
    /// How it differs.
    pub change: Change,
    /// The decision that holds, with its reason.
    pub line: Option<&'a Line>,
}

/// One place at which the list differs from the scores, for everybody to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    /// `U-037`.
    pub code: String,
    /// Short name.
    pub acronym: String,
    /// Its rank by score.
    pub by_score: u32,
    /// How it differs.
    pub change: Change,
    /// Why; empty if nobody decided about it.
    pub reason: String,
    /// How it was voted, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<Votes>,
}

/// Every place at which the list differs from the scores, best first.
pub fn moves<'a>(places: &[(&'a str, u32)], top: u32, lines: &'a [Line]) -> Vec<Moved<'a>> {
    let seats = honoured(places, top, &outcomes(lines));
    let holding = holding(lines);
    let moved = |&(proposal, by_score): &(&'a str, u32)| {
        let line = holding.get(proposal).copied();
        let is_in = seats.iter().any(|seat| seat.proposal == proposal);
        let change = match (is_in, by_score <= top) {
            (true, false) => Change::In,
            (false, true) if line.is_some_and(|line| line.outcome == Outcome::Out) => Change::Out,
            (false, true) => Change::MadeRoom,
            _ => return None,
        };
        // Moving up because another was left out is nobody's decision about this one.
        Some(Moved { proposal, by_score, change, line })
    };
    places.iter().filter_map(moved).collect()
}

/// Places before and after the cut that are discussed if doubt cannot be told.
const NEAR: u32 = 5;

/// Why a proposal is on the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Its place in the Top is in doubt.
    Doubt,
    /// It shares its score with others across the cut.
    Tie,
    /// The declared chain leaves it level with others at a place that counts.
    Level,
    /// It stands next to the cut.
    Cut,
    /// Something was decided about it.
    Decided,
}

/// What the agenda asks of a place.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Rank by score, from 1.
    pub rank: u32,
    /// Whether its score is shared across the cut.
    pub at_cut: bool,
    /// Whether it shares its rank: nothing declared parts it from others.
    pub is_level: bool,
    /// Whether its place in the Top is in doubt; nothing if that cannot be told of it.
    pub doubtful: Option<bool>,
    /// Whether something was decided about it.
    pub decided: bool,
}

/// Why a place is on the agenda, if it is; `can_doubt` says whether doubt can be told of any.
pub fn why(place: Place, top: u32, can_doubt: bool) -> Option<Why> {
    match place.doubtful {
        _ if place.at_cut => Some(Why::Tie),
        _ if place.is_level && place.rank <= top => Some(Why::Level),
        Some(true) => Some(Why::Doubt),
        None if !can_doubt && place.rank.abs_diff(top) <= NEAR => Some(Why::Cut),
        _ => place.decided.then_some(Why::Decided),
    }
}

/// Who is in the room.
#[derive(Clone, Copy, Debug)]
pub struct Present {
    /// Members who are there.
    pub present: u32,
    /// How many must be.
    pub quorum: u32,
    /// Those of them who have left the room for a conflict of interest.
    pub away: u32,
}

/// What stands against a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// Not enough members are there.
    NoQuorum,
    /// More votes than members in the room.
    TooMany {
        /// All votes.
        votes: u32,
        /// Members in the room.
        voters: u32,
    },
    /// As many as are honoured were decided in already.
    Full,
    /// Nothing holds that could be taken back.
    NothingToUndo,
}

/// What stands against a decision about `id`, apart from its words.
pub fn bars(
    lines: &[Line],
    top: u32,
    room: Present,
    (id, outcome, votes): (&str, Outcome, Option<Votes>),
) -> Vec<Bar> {
    let mut bars = Vec::new();
    if room.present < room.quorum {
        bars.push(Bar::NoQuorum);
    }
    let voters = room.present.saturating_sub(room.away);
    if let Some(votes) = votes.map(Votes::all).filter(|votes| *votes > voters) {
        bars.push(Bar::TooMany { votes, voters });
    }
    let holding = outcomes(lines);
    let others = holding.iter().filter(|(other, one)| **other != id && **one == Outcome::In);
    let top = usize::try_from(top).unwrap_or(usize::MAX);
    if outcome == Outcome::In && others.count() >= top {
        bars.push(Bar::Full);
    }
    if outcome == Outcome::Undone && !holding.contains_key(id) {
        bars.push(Bar::NothingToUndo);
    }
    bars
}

#[cfg(test)]
mod tests;
