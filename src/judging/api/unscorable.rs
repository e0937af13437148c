//! The doors of aspects that a judge cannot score.

use crate::fault::Fault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a judge reported of an aspect, last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unscorable {
    /// Key of the criterion.
    pub criterion: String,
    /// Why it cannot be scored.
    pub reason: String,
    /// What the committee answered; `None` while it waits.
    pub answer: Option<String>,
}

/// A report that waits for the committee; without a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Id of the report.
    pub id: String,
    /// Name of the judge.
    pub who: String,
    /// `U-037`.
    pub code: String,
    /// Short name of the proposal.
    pub name: String,
    /// Key of the criterion.
    pub criterion: String,
    /// Why it cannot be scored.
    pub reason: String,
    /// When, in unix milliseconds.
    pub asked_at: i64,
}

/// Every report that waits for the committee.
#[server(endpoint = "judging/unscorable")]
pub async fn read_unscorable() -> Result<Vec<Reported>, Fault> {
    super::super::desk::unscorable::waiting(&crate::server::Visit::begin().await?).await
}
