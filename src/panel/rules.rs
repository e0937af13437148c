//! Who is heard and when, what the clock says, and how the panel's scores and those of the written
//! proposal become one order. Pure: time is an argument.

use crate::{
    edition::{Counts, Criterion, Panel},
    judging::{Place, TieBreak, rules as judging},
    kernel::score::Exact,
};
use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, collections::BTreeMap, ops::Range};

/// Those who are heard, best first: as many as the edition says, and whoever is level with the last.
pub fn finalists(ranking: &[Place], panel: &Panel) -> Vec<String> {
    let many = usize::try_from(panel.finalists).unwrap_or(usize::MAX);
    let last = ranking.iter().take(many).next_back().map(|place| place.mean);
    ranking
        .iter()
        .enumerate()
        .take_while(|(at, place)| *at < many || Some(place.mean) == last)
        .map(|(_, place)| place.proposal.clone())
        .collect()
}

/// When the finalist at a position, counted from 0, begins.
pub fn starts_at(begins: i64, panel: &Panel, position: usize) -> i64 {
    begins + panel.turn() * i64::try_from(position).unwrap_or(i64::MAX / panel.turn().max(1))
}

/// What the clock shows of a finalist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// They have not begun.
    Waits,
    /// They present; milliseconds left.
    Talks(i64),
    /// They answer; milliseconds left.
    Answers(i64),
    /// Their time is over by this many milliseconds.
    Over(i64),
    /// They are done.
    Done,
}

/// What the clock shows at a moment.
pub fn clock(panel: &Panel, begun_at: Option<i64>, ended_at: Option<i64>, now: i64) -> Clock {
    let Some(begun) = begun_at else { return Clock::Waits };
    if ended_at.is_some() {
        return Clock::Done;
    }
    let talk = i64::from(panel.talk) * 60_000;
    let all = talk + i64::from(panel.answers) * 60_000;
    match now - begun {
        gone if gone < talk => Clock::Talks(talk - gone),
        gone if gone < all => Clock::Answers(all - gone),
        gone => Clock::Over(gone - all),
    }
}

/// The mean of the sheets that count, on 0–100, exact; nothing if there are none or one is not full.
pub fn mean(criteria: &[Criterion], sheets: &[judging::Marks]) -> Option<Exact> {
    let totals: Option<Vec<Exact>> =
        sheets.iter().map(|marks| judging::total(criteria, marks)).collect();
    let totals = totals.filter(|totals| !totals.is_empty())?;
    let count = totals.len();
    Some(totals.into_iter().fold(Exact::ZERO, Exact::plus).over(count))
}

/// A finalist's final score.
pub fn official(desk: Exact, panel: Exact, counts: Counts) -> Exact {
    let percent = i128::from(counts.percent());
    let part =
        |one: Exact, percent: i128| Exact::new(one.numerator * percent, one.denominator * 100);
    part(desk, 100 - percent).plus(part(panel, percent))
}

/// One place of the final order, with what it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Final {
    /// The place; its mean is the final score.
    pub place: Place,
    /// Mean of the written proposal.
    pub desk: Exact,
    /// Mean of the panel; nothing for who was not heard.
    pub panel: Option<Exact>,
}

impl Final {
    /// A place that no panel changes.
    pub fn written(place: Place) -> Self {
        Self { desk: place.mean, panel: None, place }
    }
}

/// The final order: the heard by their final score, then the panel's mean, then their place among
/// the written proposals; after them everybody else as they were. `desk` is in order, best first.
pub fn combine(desk: Vec<Place>, heard: &BTreeMap<String, Exact>, counts: Counts) -> Vec<Final> {
    let (before, rest): (Vec<_>, Vec<_>) =
        desk.into_iter().partition(|place| heard.contains_key(&place.proposal));
    // What each is ordered by; the place among the written proposals comes last.
    let mut finals: Vec<(Exact, Exact, Place)> = before
        .into_iter()
        .filter_map(|place| {
            let panel = *heard.get(&place.proposal)?;
            Some((official(place.mean, panel, counts), panel, place))
        })
        .collect();
    let compare = |a: &(Exact, Exact, Place), b: &(Exact, Exact, Place)| {
        (b.0.cmp(&a.0)).then_with(|| b.1.cmp(&a.1)).then_with(|| a.2.rank.cmp(&b.2.rank))
    };
    finals.sort_by(compare);
    let mut all: Vec<Final> = Vec::with_capacity(finals.len() + rest.len());
    for (at, (score, panel, place)) in finals.iter().enumerate() {
        let above = at.checked_sub(1).map(|above| &finals[above]);
        let broken_by = match above {
            Some(above) if above.0 == *score && above.1 != *panel => Some(TieBreak::Panel),
            Some(above) if above.0 == *score && above.2.rank != place.rank => Some(TieBreak::Desk),
            Some(above) if above.0 == *score => Some(TieBreak::None),
            _ => None,
        };
        let level = above.is_some_and(|above| {
            compare(above, &(*score, *panel, place.clone())) == Ordering::Equal
        });
        let rank = match all.last() {
            Some(last) if level => last.place.rank,
            _ => u32::try_from(at + 1).unwrap_or(u32::MAX),
        };
        all.push(Final {
            place: Place { rank, mean: *score, broken_by, ..place.clone() },
            desk: place.mean,
            panel: Some(*panel),
        });
    }
    let mut above = None;
    for place in rest {
        let level = above == Some(place.rank) && place.broken_by == Some(TieBreak::None);
        above = Some(place.rank);
        let rank = match all.last() {
            Some(last) if level => last.place.rank,
            _ => u32::try_from(all.len() + 1).unwrap_or(u32::MAX),
        };
        all.push(Final::written(Place { rank, ..place }));
    }
    all
}

/// What is answered to a question of a field visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is so.
    Yes,
    /// In part.
    Partly,
    /// It is not.
    No,
}

impl Answer {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    /// The name in forms and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    /// The answer of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// The places, counted from 0, of those who share their final score across the cut after `top`. Who was
/// heard stands before who was not, whatever their scores: across that line nobody is level.
pub fn tied_at_cut(finals: &[Final], top: usize) -> Option<Range<usize>> {
    let (last, first) = (finals.get(top.checked_sub(1)?)?, finals.get(top)?);
    let level = |one: &Final| {
        one.place.mean == last.place.mean && one.panel.is_some() == last.panel.is_some()
    };
    if !level(first) {
        return None;
    }
    let before = finals[..top].iter().rev().take_while(|one| level(one)).count();
    let after = finals[top..].iter().take_while(|one| level(one)).count();
    Some(top - before..top + after)
}

/// What stands in the way of closing the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gaps {
    /// Finalists of whom no sheet counts: the panel cannot be closed.
    pub unheard: usize,
    /// Sheets that nobody sent, of panelists who may score: it is closed without them on purpose only.
    pub unsent: usize,
}

/// The gaps in the sheets of each finalist: whether a sheet counts, and whether a conflict of interest
/// keeps its panelist out.
pub fn gaps(sheets: &BTreeMap<String, Vec<(bool, bool)>>) -> Gaps {
    Gaps {
        unheard: sheets.values().filter(|own| !own.iter().any(|(sent, _)| *sent)).count(),
        unsent: sheets.values().flatten().filter(|(sent, apart)| !sent && !apart).count(),
    }
}

/// A sheet of the panel as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetState {
    /// Nothing was typed.
    Untouched,
    /// Something was typed.
    Draft,
    /// It was typed from paper, and a second person has not compared it.
    Paper,
    /// It counts.
    Sent,
}

impl SheetState {
    /// Whether the office may look into it: what a panelist typed is theirs alone.
    pub fn is_open_to_office(self, typed_from_paper: bool) -> bool {
        typed_from_paper || self == Self::Untouched
    }

    /// Whether its panelist may fill it in.
    pub fn is_fresh(self) -> bool {
        matches!(self, Self::Untouched | Self::Draft)
    }
}

/// Why a sheet typed from paper cannot be confirmed by somebody: Indonesian, English.
pub fn unconfirmable(
    typed_by: Option<&str>,
    by: &str,
    judge: &str,
) -> Option<(&'static str, &'static str)> {
    match typed_by {
        None => {
            Some(("Lembar ini tidak diketik dari kertas.", "This sheet was not typed from paper."))
        }
        Some(typist) if typist == by => Some((
            "Lembar kertas harus dicocokkan orang lain, bukan yang mengetiknya.",
            "A paper sheet must be compared by somebody other than its typist.",
        )),
        Some(_) if judge == by => Some((
            "Lembar kertas tidak dicocokkan oleh panelis yang mengisinya.",
            "A paper sheet is not compared by the panelist who filled it in.",
        )),
        Some(_) => None,
    }
}
