//! The edition's doors.

use super::rules::{Edition, Phase};
use crate::fault::Fault;
use crate::kernel::Account;
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

/// The setting of a page.
#[server(endpoint = "edition/setting")]
pub async fn read_setting() -> Result<Setting, Fault> {
    super::desk::setting(&crate::server::Visit::begin().await?).await
}

/// What a posted form left behind for its page, if this page answers one.
#[server(endpoint = "edition/posted")]
pub async fn read_posted() -> Result<Option<crate::kernel::Posted>, Fault> {
    Ok(use_context())
}
