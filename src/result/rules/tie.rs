//! Equals: the ladder of the declared chain with the values of each step, and what the plenary makes
//! of those whom the chain leaves level. Pure.

use crate::{
    edition::Counts,
    judging::{
        TieBreak,
        rules::{Contender, Declared, OrderedBy, order},
    },
    kernel::score::Exact,
    panel::rules::{Final, combine},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the plenary parts those whom the chain leaves level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The chair orders them.
    Chair,
    /// The lot does.
    Lot,
    /// The line before is taken back.
    Undone,
}

impl Way {
    /// As it is stored and posted.
    pub fn code(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::Lot => "lot",
            Self::Undone => "undone",
        }
    }

    /// The way of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Chair, Self::Lot, Self::Undone].into_iter().find(|one| one.code() == code)
    }
}

/// One line of the plenary's book of ties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieLine {
    /// From 1.
    pub seq: u32,
    /// The proposals: best first if the chair ordered them.
    pub proposals: Vec<String>,
    /// Their codes, in the same order.
    pub codes: Vec<String>,
    /// How they are parted.
    pub way: Way,
    /// Why.
    pub reason: String,
    /// Members who were there.
    pub present: u32,
    /// Name of the officer who wrote it.
    pub by: String,
    /// When, in unix milliseconds.
    pub at: i64,
}

/// The lot: a public number that nobody can know when it is named, and a secret of the server whose
/// hash is published at the same time. Whoever knows one of them before the draw cannot steer it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Which public number will be taken, in words.
    pub source: String,
    /// SHA-256 of the secret's text, in hex.
    pub commitment: String,
    /// When both were declared, in unix milliseconds.
    pub declared_at: i64,
    /// Name of the officer who declared it.
    pub declared_by: String,
    /// Whether scores were still coming in then.
    pub before_closing: bool,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draw: Option<Draw>,
}

/// A lot that was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// The public number, as it was typed.
    pub value: String,
    /// The secret.
    pub secret: String,
    /// When, in unix milliseconds.
    pub at: i64,
    /// Name of the officer who drew it.
    pub by: String,
}

/// Equals whom the plenary parted, for everybody to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parted {
    /// Their codes, best first.
    pub codes: Vec<String>,
    /// Their short names, best first.
    pub names: Vec<String>,
    /// How.
    pub way: Way,
    /// Why so.
    pub reason: String,
}

/// A set of proposals, whatever their order.
fn set<'a>(proposals: impl IntoIterator<Item = &'a String>) -> Vec<&'a str> {
    let mut all: Vec<&str> = proposals.into_iter().map(String::as_str).collect();
    all.sort_unstable();
    all
}

/// The line that holds for each set of proposals: the last that was not taken back.
pub fn holding(lines: &[TieLine]) -> Vec<&TieLine> {
    let mut books: BTreeMap<Vec<&str>, Vec<&TieLine>> = BTreeMap::new();
    for line in lines {
        let book = books.entry(set(&line.proposals)).or_default();
        if line.way == Way::Undone {
            book.pop();
        } else {
            book.push(line);
        }
    }
    books.into_values().filter_map(|mut book| book.pop()).collect()
}

/// The line that holds for exactly these.
pub fn holding_of<'a>(lines: &'a [TieLine], proposals: &[String]) -> Option<&'a TieLine> {
    holding(lines).into_iter().find(|line| set(&line.proposals) == set(proposals))
}

/// Those who share a rank: nothing parts them.
pub fn level(places: &[Final]) -> Vec<&[Final]> {
    let same = |a: &Final, b: &Final| a.place.rank == b.place.rank;
    places.chunk_by(same).filter(|group| group.len() > 1).collect()
}

/// The official ranking's figures, and what its ties are broken by.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Who is ranked.
    pub contenders: Vec<Contender>,
    /// Keys of the criteria in the order of the chain.
    pub keys: Vec<String>,
    /// Calibrated scores by proposal.
    pub calibrated: BTreeMap<String, f64>,
    /// The panel's mean of each finalist and what it counts, in an edition that has one.
    pub panel: Option<(BTreeMap<String, Exact>, Counts)>,
}

impl Figures {
    /// The order before the plenary: of the written proposals, and what the panel makes of it.
    fn plain(&self) -> Vec<Final> {
        let keys: Vec<&str> = self.keys.iter().map(String::as_str).collect();
        let declared = Declared { calibrated: self.calibrated.clone(), ..Declared::default() };
        let desk = order(&self.contenders, &keys, &declared, OrderedBy::Mean);
        match &self.panel {
            Some((heard, counts)) => combine(desk, heard, *counts),
            None => desk.into_iter().map(Final::written).collect(),
        }
    }

    /// What parts equals, with what the plenary decided of those whom the chain leaves level. A line
    /// about others than are level now, because a score came in since, says nothing.
    pub fn declared(&self, lines: &[TieLine], lots: &BTreeMap<String, String>) -> Declared {
        let mut declared = Declared { calibrated: self.calibrated.clone(), ..Declared::default() };
        let plain = self.plain();
        let level: Vec<Vec<&str>> = level(&plain)
            .iter()
            .map(|group| set(group.iter().map(|one| &one.place.proposal)))
            .collect();
        for line in holding(lines).into_iter().filter(|l| level.contains(&set(&l.proposals))) {
            match line.way {
                Way::Chair => declared.chair.extend(line.proposals.iter().cloned()),
                Way::Lot => {
                    let drawn = line.proposals.iter();
                    let drawn = drawn.filter_map(|id| Some((id.clone(), lots.get(id)?.clone())));
                    declared.lots.extend(drawn);
                }
                Way::Undone => {}
            }
        }
        declared
    }

    /// The ranking with all of that, best first.
    pub fn places(&self, declared: &Declared) -> Vec<Final> {
        let mut all = self.plain();
        for group in all.chunk_by_mut(|a, b| a.place.rank == b.place.rank) {
            part(group, declared);
        }
        all
    }

    /// The ladder of each group that shares its score, best first.
    pub fn ladders(&self, places: &[Final], declared: &Declared) -> Vec<Ladder> {
        let plain = Figures { panel: None, ..self.clone() }.plain();
        let written: BTreeMap<&str, u32> =
            plain.iter().map(|one| (one.place.proposal.as_str(), one.place.rank)).collect();
        let equal = |a: &Final, b: &Final| {
            a.place.mean == b.place.mean && a.panel.is_some() == b.panel.is_some()
        };
        let equals = |place: &Final| {
            let id = place.place.proposal.as_str();
            let contender = self.contenders.iter().find(|one| one.proposal == id)?.clone();
            let written = written.get(id).copied()?;
            Some(One { contender, mean: place.place.mean, panel: place.panel, written })
        };
        places
            .chunk_by(equal)
            .filter(|group| group.len() > 1)
            .map(|group| {
                let group: Vec<One> = group.iter().filter_map(equals).collect();
                ladder(&group, &self.keys, declared)
            })
            .collect()
    }
}

/// Parts those who share a rank by what the plenary made of them: the chair's order before the lot.
fn part(group: &mut [Final], declared: &Declared) {
    if group.len() < 2 {
        return;
    }
    let chair = |one: &Final| declared.chair.iter().position(|id| *id == one.place.proposal);
    let lot = |one: &Final| declared.lots.get(&one.place.proposal).cloned();
    let first = group[0].place.broken_by.clone();
    let way = if group.iter().all(|one| chair(one).is_some()) {
        group.sort_by_key(chair);
        TieBreak::Chair
    } else if group.iter().all(|one| lot(one).is_some()) {
        group.sort_by_key(lot);
        TieBreak::Lot
    } else {
        return;
    };
    for (at, one) in (0..).zip(group.iter_mut()) {
        one.place.rank += at;
        one.place.broken_by = if at == 0 { first.clone() } else { Some(way.clone()) };
    }
}

/// One of those who share a score, with what the chain may ask of it.
struct One {
    contender: Contender,
    mean: Exact,
    panel: Option<Exact>,
    /// Its rank among the written proposals.
    written: u32,
}

/// One step of a ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Code of the step, as [`tie_code`] writes it.
    pub step: String,
    /// What it says of each proposal; empty for those who were parted before.
    pub values: Vec<String>,
    /// Whether it parts some of them.
    pub parts: bool,
}

/// How the chain parts those who share a mean, step by step down to the one that does it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    /// The proposals, best first.
    pub proposals: Vec<String>,
    /// Each step that was needed.
    pub rungs: Vec<Rung>,
}

/// The code of a step of the tie chain.
pub fn tie_code(tie: Option<&TieBreak>) -> String {
    match tie {
        None => String::new(),
        Some(TieBreak::Criterion(key)) => format!("criterion:{key}"),
        Some(TieBreak::Mean) => "mean".to_owned(),
        Some(TieBreak::Minimum) => "minimum".to_owned(),
        Some(TieBreak::HeadToHead) => "head_to_head".to_owned(),
        Some(TieBreak::Calibrated) => "calibrated".to_owned(),
        Some(TieBreak::Panel) => "panel".to_owned(),
        Some(TieBreak::Desk) => "desk".to_owned(),
        Some(TieBreak::Chair) => "chair".to_owned(),
        Some(TieBreak::Lot) => "lot".to_owned(),
        Some(TieBreak::None) => "none".to_owned(),
    }
}

/// An exact number as a text.
pub fn fraction(exact: Exact) -> String {
    format!("{}/{}", exact.numerator, exact.denominator)
}

/// The number of a text that [`fraction`] wrote.
pub fn of_fraction(text: &str) -> Option<Exact> {
    let (upper, lower) = text.split_once('/')?;
    let (upper, lower): (i128, i128) = (upper.parse().ok()?, lower.parse().ok()?);
    (lower > 0).then(|| Exact::new(upper, lower))
}

/// What a step says of each of those who are still level; nothing if it does not apply to them.
fn values(
    step: &TieBreak,
    block: &[One],
    keys: &[String],
    declared: &Declared,
) -> Option<Vec<String>> {
    let each = |value: &dyn Fn(&One) -> Option<String>| block.iter().map(value).collect();
    match step {
        TieBreak::Mean => each(&|c| Some(fraction(c.mean))),
        TieBreak::Criterion(key) => {
            let at = keys.iter().position(|other| other == key)?;
            each(&|c| c.contender.criteria.get(at).map(|mean| fraction(*mean)))
        }
        TieBreak::Minimum => {
            each(&|c| c.contender.totals.values().min().map(|total| fraction(*total)))
        }
        TieBreak::HeadToHead => {
            let [one, other] = block else { return None };
            let prefer = |a: &One, b: &One| {
                let both = a.contender.totals.iter().filter(|(judge, total)| {
                    b.contender.totals.get(*judge).is_some_and(|other| *total > other)
                });
                both.count().to_string()
            };
            Some(vec![prefer(one, other), prefer(other, one)])
        }
        TieBreak::Calibrated => each(&|c| {
            declared.calibrated.get(&c.contender.proposal).map(|score| format!("{score:.6}"))
        }),
        TieBreak::Panel => each(&|c| c.panel.map(fraction)),
        TieBreak::Desk => each(&|c| Some(c.written.to_string())),
        TieBreak::Chair => each(&|c| {
            let at = declared.chair.iter().position(|id| *id == c.contender.proposal)?;
            let before = declared.chair[..at].iter();
            let rank = before
                .filter(|id| block.iter().any(|other| other.contender.proposal == **id))
                .count();
            Some((rank + 1).to_string())
        }),
        TieBreak::Lot => each(&|c| declared.lots.get(&c.contender.proposal).cloned()),
        TieBreak::None => None,
    }
}

/// The ladder of those who share a mean, best first as the chain ranks them.
fn ladder(group: &[One], keys: &[String], declared: &Declared) -> Ladder {
    let mut steps = vec![TieBreak::Mean];
    if group.iter().all(|one| one.panel.is_some()) {
        steps.extend([TieBreak::Panel, TieBreak::Desk]);
    } else {
        steps.extend(keys.iter().map(|key| TieBreak::Criterion(key.clone())));
        steps.extend([TieBreak::Minimum, TieBreak::HeadToHead, TieBreak::Calibrated]);
    }
    steps.extend([TieBreak::Chair, TieBreak::Lot]);
    let mut blocks: Vec<std::ops::Range<usize>> = std::iter::once(0..group.len()).collect();
    let mut rungs = Vec::new();
    for step in steps {
        if blocks.iter().all(|block| block.len() < 2) {
            break;
        }
        let mut rung = Rung {
            step: tie_code(Some(&step)),
            values: vec![String::new(); group.len()],
            parts: false,
        };
        let mut next = Vec::new();
        for block in blocks {
            let said = (block.len() > 1)
                .then(|| values(&step, &group[block.clone()], keys, declared))
                .flatten();
            let Some(said) = said else {
                next.push(block);
                continue;
            };
            // Who is best stands first already: a step parts where its value changes.
            let mut from = 0;
            for part in said.chunk_by(|a, b| a == b) {
                let start = block.start + from;
                next.push(start..start + part.len());
                from += part.len();
            }
            rung.parts |= said.windows(2).any(|pair| pair[0] != pair[1]);
            rung.values[block].clone_from_slice(&said);
        }
        blocks = next;
        if rung.values.iter().any(|value| !value.is_empty()) {
            rungs.push(rung);
        }
    }
    Ladder { proposals: group.iter().map(|c| c.contender.proposal.clone()).collect(), rungs }
}

#[cfg(test)]
mod tests;
