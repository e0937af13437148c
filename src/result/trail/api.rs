//! The door of the audit chain.

use crate::fault::Fault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When, in unix milliseconds.
    pub at: i64,
    /// Name of whoever did it; empty if nobody was signed in.
    pub who: String,
    /// What was done, as a code.
    pub action: String,
    /// To what: kind and id.
    pub subject: String,
    /// Hash of the entry, in hex.
    pub hash: String,
}

/// A page of the chain, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail {
    /// Its entries.
    pub entries: Vec<Entry>,
    /// Every kind of act in the chain.
    pub actions: Vec<String>,
    /// Where the page after this one begins, if there is one.
    pub older: Option<i64>,
    /// Whether the chain is whole, if it was walked: how many entries it has, or the first broken one.
    pub walked: Option<Result<i64, i64>>,
}

/// What is asked of the chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Entries before this one; the newest if there is none.
    pub before: Option<i64>,
    /// This kind of act alone; every kind if empty.
    pub action: String,
    /// Whether to walk the whole chain.
    pub walk: bool,
}

/// A page of the chain, for the office.
#[server(endpoint = "result/trail")]
pub async fn read_trail(
    /// Which.
    asked: Asked,
) -> Result<Trail, Fault> {
    super::desk::trail(&crate::server::Visit::begin().await?, &asked).await
}
