//! The doors of the people around a proposal: its team, its agency's admin, what they say.

use super::{Brief, Overview};
use crate::{
    fault::Fault,
    people::api::invitations::{Card, Waiting},
    proposal::rules::{Frozen, SentBack, Thread},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What is going on around a proposal, for its task list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around {
    /// Whose it is.
    pub owner: String,
    /// Names of those who write with the owner.
    pub team: Vec<String>,
    /// Open remarks, by last part of the page's address.
    pub remarks: Vec<(String, u32)>,
    /// Sent back by the agency's admin.
    pub sent_back: Option<SentBack>,
    /// How many proposals of the agency count, and the most that may; nothing if there is no limit.
    pub quota: Option<(u32, u32)>,
}

/// Something to know while writing a page, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// The sentence.
    pub words: String,
    /// Whether something is to be done about it.
    pub care: bool,
}

/// A proposal on the list of its agency's admin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watched {
    /// The row it has in lists.
    pub brief: Brief,
    /// Whose it is.
    pub owner: String,
    /// What it lacks, in the reader's language.
    pub missing: Vec<String>,
    /// The closing that holds for it, in unix milliseconds.
    pub closes: i64,
}

/// What the list of an agency's admin needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyDesk {
    /// The agency's name.
    pub agency: String,
    /// Its proposals.
    pub proposals: Vec<Watched>,
    /// How many count, and the most that may; nothing if there is no limit.
    pub quota: Option<(u32, u32)>,
    /// How many people of the agency have never signed in.
    pub strangers: u32,
    /// A message with who has not finished, ready to share.
    pub message: String,
}

/// A proposal with everything that is said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discussed {
    /// Its task list.
    pub overview: Overview,
    /// Its texts.
    pub frozen: Frozen,
    /// What is said about it.
    pub threads: Vec<Thread>,
}

/// The team of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The proposal.
    pub brief: Brief,
    /// Whose it is.
    pub owner: String,
    /// Whether whoever asks may invite and remove.
    pub may_manage: bool,
    /// Membership, name and since when.
    pub members: Vec<(String, String, i64)>,
    /// Invitations that wait.
    pub waiting: Vec<Waiting>,
    /// Invitations just made, to hand over.
    pub cards: Vec<Card>,
}

/// The proposals of an admin's agency, with what each lacks.
#[server(endpoint = "proposal/agency")]
pub async fn read_agency() -> Result<AgencyDesk, Fault> {
    crate::proposal::desk::agency::desk(&crate::server::Visit::begin().await?).await
}

/// A message with everybody who has not submitted, for the committee to share.
#[server(endpoint = "proposal/message")]
pub async fn read_message() -> Result<String, Fault> {
    crate::proposal::desk::remind::message_for_office(&crate::server::Visit::begin().await?).await
}

/// A proposal as its agency's admin reads it.
#[server(endpoint = "proposal/watched")]
pub async fn read_watched(
    /// The proposal.
    id: String,
) -> Result<Discussed, Fault> {
    crate::proposal::desk::agency::watched(&crate::server::Visit::begin().await?, &id).await
}

/// What is said about a proposal, for its team.
#[server(endpoint = "proposal/discussed")]
pub async fn read_discussed(
    /// The proposal.
    id: String,
) -> Result<Discussed, Fault> {
    crate::proposal::desk::team::discussed(&crate::server::Visit::begin().await?, &id).await
}

/// The team of a proposal; `codes` are invitations just made.
#[server(endpoint = "proposal/team")]
pub async fn read_team(
    /// The proposal.
    id: String,
    /// The codes, joined by dots.
    codes: String,
) -> Result<Team, Fault> {
    crate::proposal::desk::team::team(&crate::server::Visit::begin().await?, &id, &codes).await
}
