//! The doors of later closings.

use crate::fault::Fault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A later closing as the office sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Later {
    /// Stable id.
    pub id: String,
    /// The agency or proposal it is for; nothing if it is for all.
    pub scope: Option<String>,
    /// The closing before it, in unix milliseconds.
    pub old_closes: i64,
    /// The closing it gives.
    pub closes: i64,
    /// Why.
    pub reason: String,
    /// Number of the letter that orders it.
    pub letter: String,
    /// Who prepared it.
    pub made_by: String,
    /// When it was prepared.
    pub made_at: i64,
    /// Who let it take effect, and when; nothing while it waits.
    pub applied: Option<(String, i64)>,
    /// How many proposals it reaches.
    pub proposals: u32,
    /// How many of those have not been submitted.
    pub drafts: u32,
    /// Of how many agencies they are.
    pub agencies: u32,
    /// Names of those who are told.
    pub people: Vec<String>,
}

/// What the page of later closings needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadlines {
    /// Code and name of every agency.
    pub agencies: Vec<(String, String)>,
    /// Id and name of every proposal.
    pub proposals: Vec<(String, String)>,
    /// The closing that holds for all.
    pub closes: i64,
    /// Later closings, the newest first.
    pub later: Vec<Later>,
}

/// Every later closing, and what a new one can be for.
#[server(endpoint = "proposal/deadlines")]
pub async fn read_deadlines() -> Result<Deadlines, Fault> {
    crate::proposal::desk::deadline::deadlines(&crate::server::Visit::begin().await?).await
}
