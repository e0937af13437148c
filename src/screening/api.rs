//! The doors of screening.

use crate::{
    fault::Fault,
    proposal::{Concern, api::Brief},
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
    /// Code of the reason it was rejected for.
    pub reason: Option<String>,
}

/// Every proposal of the edition with its screening, for the committee.
#[server(endpoint = "screening/list")]
pub async fn list() -> Result<Vec<Row>, Fault> {
    super::desk::list(&crate::server::Visit::begin().await?).await
}
