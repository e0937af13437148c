//! What the people around a proposal see of each other. Pure.

use crate::{kernel::Lang, say};
use serde::{Deserialize, Serialize};

/// How long somebody who opened a page counts as being there, in milliseconds: 15 minutes.
pub const PRESENT_FOR: i64 = 15 * 60_000;
/// How often it is written down that somebody has a page open, in milliseconds: a minute.
pub const PRESENCE_STEP: i64 = 60_000;
/// Longest remark or note, in characters.
pub const REMARK: usize = 2000;

/// "2 menit lalu", "baru saja".
pub fn ago(from: i64, now: i64, lang: Lang) -> String {
    match (now - from).max(0) / 60_000 {
        0 => say!(just_now, lang).to_owned(),
        n @ 1..60 => say!(minutes_ago, lang, n = n),
        n @ 60..1440 => say!(hours_ago, lang, n = n / 60),
        n => say!(days_ago, lang, n = n / 1440),
    }
}

/// Whether an agency may have another proposal that counts: `others` of it count already. A limit
/// of nought is none.
pub fn within_quota(others: u32, limit: u32) -> bool {
    limit == 0 || others < limit
}

/// One remark of a thread, or the one that opened it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Who wrote it.
    pub author: String,
    /// What it says.
    pub words: String,
    /// When, in unix milliseconds.
    pub at: i64,
}

/// What is said about one page of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Stable id.
    pub id: String,
    /// Last part of the page's address.
    pub page: String,
    /// The remarks, in order; at least one.
    pub remarks: Vec<Remark>,
    /// Who called it done, and when.
    pub resolved: Option<(String, i64)>,
}

/// Sent back by the agency's admin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBack {
    /// What is to be mended.
    pub note: String,
    /// By whom.
    pub by: String,
    /// When, in unix milliseconds.
    pub at: i64,
}
