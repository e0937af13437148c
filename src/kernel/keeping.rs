//! What the server does with an attempt to save a typed text: the pure half of the ledger, beside
//! [`super::saving`], which is the device's.

use serde::{Deserialize, Serialize};

/// The present text of a field on the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Counts its changes; 0 before the first.
    pub rev: i64,
    /// The text.
    pub value: String,
}

/// What an attempt to save did when it was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// Its text became this revision.
    Stored {
        /// The revision.
        rev: i64,
    },
    /// A newer text of the same device, which became this revision, arrived before it.
    Overtaken {
        /// The revision.
        rev: i64,
    },
    /// Its text went beside the present one.
    Beside {
        /// The version's id in the history.
        branch: String,
        /// Whether somebody has chosen since.
        settled: bool,
    },
}

impl Done {
    /// What it means for the same device's earlier attempts that never arrived.
    #[must_use]
    pub fn overtakes(&self) -> Self {
        match self {
            Self::Stored { rev } => Self::Overtaken { rev: *rev },
            other => other.clone(),
        }
    }
}

/// What an attempt does to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Save {
    /// Store it as the next revision.
    Store,
    /// It is there already: answer with the present revision.
    Same,
    /// Somebody wrote in between: keep it beside the present text until somebody chooses.
    Beside,
    /// It was carried out before, and stored as this revision: answer as then.
    Replay(i64),
    /// It was carried out before and still waits beside the present text.
    Waits,
    /// It was overtaken, or somebody has chosen since: the present text is the outcome.
    Settled,
}

/// Decides an attempt.
///
/// `own` is what this very attempt did if it arrived before, `after` what the device's earlier,
/// unanswered attempts did. A text that stands on one of those stands on the present revision,
/// though the device never heard so.
pub fn decide(held: &Held, base_rev: i64, value: &str, own: Option<&Done>, after: &[Done]) -> Save {
    match own {
        Some(Done::Stored { rev }) => return Save::Replay(*rev),
        Some(Done::Beside { settled: false, .. }) => return Save::Waits,
        Some(Done::Beside { settled: true, .. } | Done::Overtaken { .. }) => return Save::Settled,
        None => {}
    }
    let on_own = after.iter().any(|done| match done {
        Done::Stored { rev } | Done::Overtaken { rev } => *rev == held.rev,
        Done::Beside { .. } => false,
    });
    if held.value == value {
        Save::Same
    } else if base_rev == held.rev || on_own {
        Save::Store
    } else {
        Save::Beside
    }
}

/// One version of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its id in the history.
    pub id: String,
    /// Field key.
    pub field: String,
    /// Its revision; of a text beside, the one it met.
    pub rev: i64,
    /// The text.
    pub value: String,
    /// When it was saved, in unix milliseconds.
    pub at: i64,
    /// Who wrote it; empty if the account is gone.
    pub by: String,
    /// What its browser said of itself.
    pub device: String,
    /// Whether it waits beside the present text for somebody to choose.
    pub waiting: bool,
    /// Whether it lost a conflict, then or now.
    pub beside: bool,
}

/// A text that lost against one from another device of its writer, until they choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fork {
    /// Its id in the history.
    pub version: String,
    /// Name of its field on the page.
    pub field: String,
    /// The text that stands.
    pub there: String,
    /// The text that waits.
    pub beside: String,
    /// When it was typed, in unix milliseconds.
    pub at: i64,
}

/// What came of a save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saved {
    /// It is stored.
    Stored {
        /// Its revision.
        rev: i64,
        /// When, in unix milliseconds on the server's clock.
        at: i64,
    },
    /// Somebody wrote in between; the text sent waits beside the present one.
    Conflict {
        /// The present revision.
        rev: i64,
        /// The present text.
        value: String,
    },
    /// Somebody chose since; the present text is the outcome.
    Settled {
        /// The present revision.
        rev: i64,
        /// The present text.
        value: String,
        /// When it was saved, in unix milliseconds on the server's clock.
        at: i64,
    },
}
