//! The edition's doors.

use super::rules::{Edition, Phase};
use crate::fault::Fault;
use crate::kernel::{Account, Posted, time::Zone};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// What every page needs: whose edition, where it stands, what time it is, and who asks.
///
/// The rules themselves travel as a document that only the rooms that need them read: their
/// readers would weigh 15 kB on the form's page, which needs none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// "Banyumas".
    pub region: String,
    /// Who runs the competition.
    pub organiser: String,
    /// The clock on the region's walls.
    pub zone: Zone,
    /// The year the edition is called by.
    pub year: i32,
    /// Whether ranks and scores are simulated.
    pub demo: bool,
    /// Last moment a submission of the reader's agency is taken, in unix milliseconds.
    pub closes: i64,
    /// The phase.
    pub phase: Phase,
    /// The competition's clock, in unix milliseconds.
    pub now: i64,
    /// Who is signed in.
    pub account: Option<Account>,
    /// The edition's rules, as JSON.
    pub rules: String,
}

impl Setting {
    /// The edition's rules.
    ///
    /// # Errors
    /// [`Fault::Ours`] if the document is none.
    pub fn edition(&self) -> Result<Edition, Fault> {
        serde_json::from_slice(self.rules.as_bytes()).map_err(|_| Fault::Ours)
    }
}

/// What every page begins with: its setting, and the form that came back to it, if one did.
#[server(endpoint = "edition/opening", input = Json)]
pub async fn open_page() -> Result<(Setting, Option<Posted>), Fault> {
    let setting = super::desk::setting(&crate::server::Visit::begin().await?).await?;
    Ok((setting, use_context()))
}
