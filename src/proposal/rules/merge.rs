//! Page 0 written by two people at once: what only one of them changed is taken, what both changed
//! differently waits for a choice. Pure.

use super::{Identity, SDGS};
use crate::{kernel::Lang, say};
use std::fmt::Write as _;

/// What every key of page 0 begins with among the fields of a proposal, so that none is a section's.
pub const PAGE_0: &str = "identity.";

/// The fields of page 0 in their order on it, as the history knows them.
pub const KEYS: [&str; 13] = [
    "identity.acronym",
    "identity.expansion",
    "identity.title",
    "identity.unit",
    "identity.started_on",
    "identity.track",
    "identity.origin",
    "identity.won_before",
    "identity.category",
    "identity.sdgs",
    "identity.team_size",
    "identity.contact",
    "identity.video",
];

/// The key of the goals: the one field that is many answers.
const GOALS: &str = "identity.sdgs";

impl Identity {
    fn line(&mut self, key: &str) -> Option<&mut String> {
        Some(match key.strip_prefix(PAGE_0)? {
            "acronym" => &mut self.acronym,
            "expansion" => &mut self.expansion,
            "title" => &mut self.title,
            "unit" => &mut self.unit,
            "started_on" => &mut self.started_on,
            "track" => &mut self.track,
            "origin" => &mut self.origin,
            "won_before" => &mut self.won_before,
            "category" => &mut self.category,
            "team_size" => &mut self.team_size,
            "contact" => &mut self.contact,
            "video" => &mut self.video,
            _ => return None,
        })
    }

    /// What a field holds, as the history writes it; goals as "3,10".
    pub fn get(&self, key: &str) -> String {
        if key == GOALS {
            return goals(&self.sdgs);
        }
        self.clone().line(key).map(std::mem::take).unwrap_or_default()
    }

    /// Puts what the history wrote into a field; a key that is none changes nothing.
    pub fn set(&mut self, key: &str, value: &str) {
        if key == GOALS {
            self.sdgs = numbers(value);
        } else if let Some(line) = self.line(key) {
            value.clone_into(line);
        }
    }
}

/// What a field of page 0 is called; nothing for a key that is none.
pub fn field_name(key: &str, lang: Lang) -> Option<&'static str> {
    Some(match key.strip_prefix(PAGE_0)? {
        "acronym" => say!(acronym, lang),
        "expansion" => say!(expansion, lang),
        "title" => say!(full_title, lang),
        "unit" => say!(service_unit, lang),
        "started_on" => say!(started_on, lang),
        "track" => say!(track, lang),
        "origin" => say!(origin, lang),
        "won_before" => say!(won_before, lang),
        "category" => say!(category, lang),
        "sdgs" => say!(sdg_legend, lang),
        "team_size" => say!(team_size, lang),
        "contact" => say!(contact, lang),
        "video" => say!(video, lang),
        _ => return None,
    })
}

/// Goals as one line holds them: "3,10".
pub fn goals(numbers: &[u8]) -> String {
    numbers.iter().fold(String::new(), |mut line, number| {
        let comma = if line.is_empty() { "" } else { "," };
        let _always = write!(line, "{comma}{number}");
        line
    })
}

/// The goals of such a line.
pub fn numbers(line: &str) -> Vec<u8> {
    line.split(',').filter_map(|number| number.parse().ok()).collect()
}

/// What becomes of page 0 when a form arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The page from now on. Of a field that both changed it keeps the stored answer.
    pub identity: Identity,
    /// Fields that both changed differently: what was typed waits beside what is stored.
    pub clashes: Vec<&'static str>,
}

/// Joins what was typed with what is stored; `base` is the page that the typing began from.
///
/// Without one (a form whose beginning nobody knows) only what costs nobody a word is taken: an
/// answer where there was none.
pub fn merge(base: Option<&Identity>, stored: &Identity, typed: &Identity) -> Merged {
    let mut merged = Merged { identity: stored.clone(), clashes: Vec::new() };
    for key in KEYS {
        let (there, mine) = (stored.get(key), typed.get(key));
        let before = match base {
            Some(base) => base.get(key),
            None if mine.is_empty() => continue,
            None => String::new(),
        };
        if mine == there || mine == before {
            continue;
        }
        if key == GOALS {
            merged.identity.sdgs = ticks(&numbers(&before), &stored.sdgs, &typed.sdgs);
        } else if there == before {
            merged.identity.set(key, &mine);
        } else {
            merged.clashes.push(key);
        }
    }
    merged
}

/// Each goal is a question of its own, with two answers: who changed it changed it to the only
/// other one, so two people never contradict each other.
fn ticks(before: &[u8], there: &[u8], mine: &[u8]) -> Vec<u8> {
    (1..=SDGS)
        .filter(|n| {
            let changed = mine.contains(n) != before.contains(n);
            if changed { mine.contains(n) } else { there.contains(n) }
        })
        .collect()
}
