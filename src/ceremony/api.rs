//! The show's doors.

use super::rules::{Opening, Order, Snapshot};
use crate::fault::Fault;
use leptos::prelude::*;

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
