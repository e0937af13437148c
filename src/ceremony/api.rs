//! The show's doors.

use super::rules::{Audience, Opening, Order, Poster, Snapshot, preflight::Check, rundown::Step};
use crate::{fault::Fault, kernel::Words};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The show as it stands, for a page that opens.
#[server(endpoint = "ceremony/snapshot")]
pub async fn open_show(show: String) -> Result<Opening, Fault> {
    super::desk::opening(&crate::server::Visit::begin().await?, &show).await
}

/// Carries out a command, once.
#[server(endpoint = "ceremony/command")]
pub async fn press_show(order: Order) -> Result<Snapshot, Fault> {
    super::desk::command(&crate::server::Visit::begin().await?, &order).await
}

/// Says that the remote is still in this hand.
#[server(endpoint = "ceremony/beat")]
pub async fn beat_show(show: String) -> Result<(), Fault> {
    super::desk::hand::beat(&crate::server::Visit::begin().await?, &show).await
}

/// Takes the remote, whoever holds it.
#[server(endpoint = "ceremony/take")]
pub async fn take_show(show: String) -> Result<Snapshot, Fault> {
    super::desk::hand::take(&crate::server::Visit::begin().await?, &show).await
}

/// The number that was just given out in answer to a form, with the address it leads to.
#[server(endpoint = "ceremony/pairing")]
pub async fn read_pairing(show: String) -> Result<Option<(String, Poster)>, Fault> {
    let visit = crate::server::Visit::begin().await?;
    super::desk::hand::given(&visit, &show)
}

/// A list of awards that a rundown may tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListName {
    /// Its key in steps and files.
    pub key: String,
    /// What it is called; empty for the best of all.
    pub name: Words,
}

/// The rundown on its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RundownView {
    /// Its revision; 0 while it is the usual one.
    pub rev: i64,
    /// Its steps.
    pub steps: Vec<Step>,
    /// Presses and milliseconds of motion of each step.
    pub stretches: Vec<(u32, i64)>,
    /// Presses of the whole show.
    pub presses: u32,
    /// Milliseconds of motion of the whole show.
    pub moving: i64,
    /// Lists that can be told.
    pub lists: Vec<ListName>,
    /// The same as a file.
    pub toml: String,
    /// Whether the numbers are those of the sealed result.
    pub is_sealed: bool,
    /// Whether a name may be out, so that nothing is changed any more.
    pub has_begun: bool,
    /// Whether this visitor may change it.
    pub may_edit: bool,
}

/// The rundown, for its page.
#[server(endpoint = "ceremony/rundown")]
pub async fn read_rundown(show: String) -> Result<RundownView, Fault> {
    super::desk::rundown::view(&crate::server::Visit::begin().await?, &show).await
}

/// What was found before the doors open.
#[server(endpoint = "ceremony/checks")]
pub async fn read_checks(show: String) -> Result<Vec<Check>, Fault> {
    super::desk::preflight::checks(&crate::server::Visit::begin().await?, &show).await
}

/// What everybody may know of a show.
#[server(endpoint = "ceremony/audience")]
pub async fn read_audience(show: String) -> Result<Audience, Fault> {
    let visit = crate::server::Visit::begin().await?;
    super::desk::audience(&visit.house, &show).await.map(|(audience, _)| audience)
}
