//! The doors of screening.

use super::rules::{Alike, Line, Proposed, Stage};
use crate::{
    fault::Fault,
    proposal::{
        Concern, Frozen, Reach,
        api::{Brief, Change, Mending},
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One proposal on the committee's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The proposal.
    pub brief: Brief,
    /// What the machine saw.
    pub hints: Vec<Concern>,
    /// Code of the reason it was rejected for, or may be.
    pub reason: Option<String>,
    /// Where it stands; nothing if there is nothing to screen.
    pub stage: Option<Stage>,
}

/// Something that happened to a proposal in screening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// Code of the act: `accept`, `propose`, `confirm`, `repair`, `reopen`, `reply`, or `submit`.
    pub act: String,
    /// The version it is about.
    pub version: i64,
    /// Code of the reason, if it names one.
    pub reason: String,
    /// The sentence, if there is one.
    pub note: String,
    /// Who, by name.
    pub by: String,
    /// When, in unix milliseconds.
    pub at: i64,
}

/// A proposal on the screening desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The row it has in lists.
    pub brief: Brief,
    /// The version that counts.
    pub version: i64,
    /// What was submitted.
    pub frozen: Frozen,
    /// Name of the unit's agency and unit come with the frozen version; its link is looked at.
    pub link: Reach,
    /// The checklist.
    pub lines: Vec<Line>,
    /// Titles like its own.
    pub alike: Vec<Alike>,
    /// Where it stands.
    pub stage: Stage,
    /// How whoever asks stands to a proposed rejection.
    pub proposed: Proposed,
    /// Counts what was decided and said; a decision names the one it was made on.
    pub rev: i64,
    /// What the committee asked to be mended last, whether that is open or not.
    pub repair: Option<Mending>,
    /// What changed since the version that was decided on last.
    pub changes: Vec<Change>,
    /// Everything that happened, the newest first.
    pub history: Vec<Happened>,
    /// The one before it that waits for whoever asks.
    pub previous: Option<String>,
    /// The next one that waits for whoever asks.
    pub next: Option<String>,
    /// How many wait for whoever asks.
    pub waiting: u32,
    /// Whether decisions are taken now.
    pub open: bool,
}

/// What the people of a proposal are told of its screening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Its short name.
    pub acronym: String,
    /// Code of the reason; nothing if it is not rejected.
    pub reason: Option<String>,
    /// The sentence of the rejection.
    pub note: String,
    /// Until when its owner may reply.
    pub until: i64,
    /// The reply, and when it was sent.
    pub reply: Option<(String, i64)>,
    /// Whether whoever asks may reply now.
    pub may_reply: bool,
}

/// Every proposal of the edition with its screening, for the committee.
#[server(endpoint = "screening/list")]
pub async fn list() -> Result<Vec<Row>, Fault> {
    super::desk::list(&crate::server::Visit::begin().await?).await
}

/// A proposal on the screening desk.
#[server(endpoint = "screening/case")]
pub async fn read_case(
    /// The proposal.
    id: String,
) -> Result<Case, Fault> {
    super::desk::case(&crate::server::Visit::begin().await?, &id).await
}

/// What the people of a proposal are told of its screening.
#[server(endpoint = "screening/told")]
pub async fn read_told(
    /// The proposal.
    id: String,
) -> Result<Told, Fault> {
    super::desk::reply::told(&crate::server::Visit::begin().await?, &id).await
}
