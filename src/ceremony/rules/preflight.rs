//! What is looked at before the doors open, and what is found, graded. Words are the page's business.

use serde::{Deserialize, Serialize};

/// How well it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// As it should be.
    Good,
    /// The show can run; somebody should look.
    Look,
    /// The show cannot run like this.
    Stop,
}

/// One thing that was looked at, with what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The result is sealed: its words, to be compared with the paper, or nothing.
    Seal(Option<String>),
    /// The seal, its key and the records of it are whole; how many findings are not.
    Whole(u32),
    /// The edition has come to its ceremony.
    Phase(bool),
    /// Honoured ranks that the rundown does not tell.
    Untold(Vec<u32>),
    /// The show stands at its beginning.
    Start(bool),
    /// Who holds the remote.
    Holder(Option<String>),
    /// Devices that were paired and are signed in.
    Spares(u32),
    /// Milliseconds that the database took for a change.
    Writing(i64),
    /// The rehearsal was played to its end.
    Rehearsed(bool),
}

/// Most milliseconds a press may wait for the database.
pub const SWIFT: i64 = 250;

/// Milliseconds for which nobody waits.
pub const SLOW: i64 = 2_000;

impl Check {
    /// How well it stands.
    pub fn grade(&self) -> Grade {
        let good = |is_good: bool, otherwise: Grade| if is_good { Grade::Good } else { otherwise };
        match self {
            Self::Seal(words) => good(words.is_some(), Grade::Stop),
            Self::Whole(broken) => good(*broken == 0, Grade::Stop),
            Self::Phase(is_there) => good(*is_there, Grade::Stop),
            Self::Untold(ranks) => good(ranks.is_empty(), Grade::Look),
            Self::Start(is_there) => good(*is_there, Grade::Look),
            Self::Holder(holder) => good(holder.is_some(), Grade::Look),
            Self::Spares(count) => good(*count > 0, Grade::Look),
            Self::Writing(ms) if *ms >= SLOW => Grade::Stop,
            Self::Writing(ms) => good(*ms < SWIFT, Grade::Look),
            Self::Rehearsed(done) => good(*done, Grade::Look),
        }
    }
}

/// The worst of all that was found.
pub fn worst(checks: &[Check]) -> Grade {
    checks.iter().map(Check::grade).max().unwrap_or(Grade::Good)
}
