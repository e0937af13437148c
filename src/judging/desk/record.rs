//! What judging hands over to be sealed: every read that counts, who stepped back, what is missing.

use super::super::{
    rules::{self, Read},
    store::{self, conflict},
};
use crate::{edition::Edition, fault::Fault};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// Judging as it stands.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Every read that counts.
    pub reads: Vec<Read>,
    /// Words to the innovator, by proposal and judge.
    pub comments: BTreeMap<(String, String), String>,
    /// Judge, proposal and kind of every conflict of interest that stands.
    pub recusals: Vec<(String, String, String)>,
    /// Sheets that were never sent, by judge.
    pub unsent: BTreeMap<String, u32>,
}

/// Reads it, for desks that have already asked who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn record(conn: &mut AnyConnection, edition: &Edition) -> Result<Record, Fault> {
    let mut reads = store::reads(conn).await?;
    reads.retain(|read| rules::total(&edition.criteria, &read.marks).is_some());
    reads.sort_by(|a, b| (&a.proposal, &a.judge).cmp(&(&b.proposal, &b.judge)));
    let mut recusals: Vec<_> = conflict::standing(conn)
        .await?
        .into_iter()
        .map(|one| (one.judge, one.proposal, one.kind))
        .collect();
    recusals.sort();
    let mut unsent = BTreeMap::new();
    let mut comments = BTreeMap::new();
    for seat in store::seats(conn).await? {
        if seat.sent_at.is_none() {
            *unsent.entry(seat.judge).or_default() += 1;
        } else if !seat.comment.is_empty() {
            comments.insert((seat.proposal, seat.judge), seat.comment);
        }
    }
    Ok(Record { reads, comments, recusals, unsent })
}
