//! The stage in which finalists present their innovation and answer questions, if an edition has one.

use super::Criterion;
use crate::kernel::Words;
use serde::{Deserialize, Serialize};

/// What the panel's scores do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// The final score of a finalist is this many hundredths of the panel's mean, the rest of the
    /// mean of the written proposal.
    Weighted(u32),
    /// The written proposal decides who becomes a finalist, the panel alone in which order they end.
    Gate,
}

impl Counts {
    /// The panel's part of a finalist's score, in hundredths.
    pub fn percent(self) -> u32 {
        match self {
            Self::Weighted(percent) => percent,
            Self::Gate => 100,
        }
    }
}

/// The panel of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    /// What it is called: "Presentasi dan wawancara".
    pub title: Words,
    /// How many of the ranking are heard; those level with the last come along.
    pub finalists: u32,
    /// What its scores do.
    pub counts: Counts,
    /// Minutes in which a finalist presents.
    pub talk: u32,
    /// Minutes of questions after that.
    pub answers: u32,
    /// Minutes between two finalists.
    pub pause: u32,
    /// What the panel scores; `section` is empty, for it looks at no page of the form.
    pub criteria: Vec<Criterion>,
}

impl Panel {
    /// Milliseconds from the beginning of one finalist to that of the next.
    pub fn turn(&self) -> i64 {
        i64::from(self.talk + self.answers + self.pause) * 60_000
    }

    /// What is wrong with it, in Indonesian, for whoever wrote its file.
    pub fn flaws(&self) -> Vec<String> {
        let mut keys: Vec<&str> = self.criteria.iter().map(|c| c.key.as_str()).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        let checks = [
            (!self.criteria.is_empty(), "rubrik panel belum punya aspek"),
            (keys.len() == all, "rubrik panel punya aspek ganda"),
            (
                self.criteria.iter().all(|c| c.weight > 0 && c.max > 0),
                "bobot dan nilai tertinggi aspek panel harus lebih dari 0",
            ),
            (self.finalists > 0, "jumlah finalis (finalists) harus paling sedikit 1"),
            (self.talk > 0, "lama presentasi (talk_minutes) harus paling sedikit 1 menit"),
            ((1..=100).contains(&self.counts.percent()), "bobot panel (weight) harus 1 sampai 100"),
        ];
        checks.into_iter().filter(|(good, _)| !good).map(|(_, flaw)| flaw.to_owned()).collect()
    }
}
