//! The doors of the result.

use super::rules::SealedRow;
use crate::fault::Fault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The seal as the two officers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealView {
    /// What is or will be sealed, rank 1 first.
    pub rows: Vec<SealedRow>,
    /// Its SHA-256 in hex.
    pub sha256: String,
    /// The same in four words.
    pub words: String,
    /// Name of the officer who signed first.
    pub first_by: Option<String>,
    /// Name of the officer who sealed.
    pub second_by: Option<String>,
    /// When it was sealed, in unix milliseconds.
    pub sealed_at: Option<i64>,
}

/// The seal, for the officers.
#[server(endpoint = "result/seal")]
pub async fn seal() -> Result<SealView, Fault> {
    super::desk::view(&crate::server::Visit::begin().await?).await
}
