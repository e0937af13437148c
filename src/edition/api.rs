//! The edition's doors.

use super::rules::{Edition, Phase};
use crate::fault::Fault;
use crate::kernel::{Account, Posted};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What every page needs: the edition, where it stands, what time it is, and who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The rules.
    pub edition: Edition,
    /// The phase.
    pub phase: Phase,
    /// The competition's clock, in unix milliseconds.
    pub now: i64,
    /// Who is signed in.
    pub account: Option<Account>,
}

/// What every page begins with: its setting, and the form that came back to it, if one did.
#[server(endpoint = "edition/opening")]
pub async fn open_page() -> Result<(Setting, Option<Posted>), Fault> {
    let setting = super::desk::setting(&crate::server::Visit::begin().await?).await?;
    Ok((setting, use_context()))
}
