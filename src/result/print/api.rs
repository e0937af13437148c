//! The doors of what is printed.

use crate::{fault::Fault, result::rules::revocation::RevocationKind};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How a certificate stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardState {
    /// It is in force.
    Valid,
    /// It will be from this moment on, in unix milliseconds.
    NotYet(i64),
    /// It was revoked at this moment, in unix milliseconds, for a reason of this kind.
    Revoked(i64, RevocationKind),
}

/// A certificate, as everybody may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// Its code, in groups.
    pub code: String,
    /// Its number.
    pub serial: String,
    /// From 1.
    pub rank: u32,
    /// Short name of the innovation.
    pub acronym: String,
    /// Its title.
    pub title: String,
    /// Unit's name.
    pub unit: String,
    /// Agency's name.
    pub agency: String,
    /// The competition's name.
    pub edition: String,
    /// When it was awarded, in unix milliseconds.
    pub awarded_at: i64,
    /// Office of whoever signs it.
    pub signer: String,
    /// How it stands.
    pub state: AwardState,
}

/// A certificate, as the office knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeAward {
    /// The proposal.
    pub proposal: String,
    /// What everybody may know.
    pub award: Award,
    /// Why it was revoked, in the officer's own words; empty if it was not.
    pub reason: String,
}

/// What the office can print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prints {
    /// The seal's four words, which stand on each paper.
    pub words: String,
    /// The certificates, rank 1 first.
    pub awards: Vec<OfficeAward>,
    /// How many may go on.
    pub quota: u32,
    /// Whether the reader may revoke.
    pub may_revoke: bool,
}

/// What the office can print, once it may.
#[server(endpoint = "result/prints")]
pub async fn read_prints() -> Result<Prints, Fault> {
    super::desk::prints(&crate::server::Visit::begin().await?).await
}
