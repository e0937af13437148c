//! The doors of the result.

use super::rules::{
    SealedRow,
    plenary::Deviation,
    tie::{Lot, Parted},
};
use crate::fault::Fault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The seal as the two officers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealView {
    /// What is or will be sealed, rank 1 first.
    pub rows: Vec<SealedRow>,
    /// SHA-256 of the result's document, in hex.
    pub sha256: String,
    /// The same in four words.
    pub words: String,
    /// Name of the officer who signed first.
    pub first_by: Option<String>,
    /// Name of the officer who sealed.
    pub second_by: Option<String>,
    /// When it was sealed, in unix milliseconds.
    pub sealed_at: Option<i64>,
    /// What is public of it from then on, in hex.
    pub commitment: Option<String>,
    /// Public half of the key that signed it, in hex.
    pub key: Option<String>,
    /// Whether it can be broken now.
    pub may_break: bool,
    /// Who wants it broken.
    pub breaking: Option<BreakView>,
    /// Seals that were broken, oldest first.
    pub broken: Vec<BrokenView>,
}

/// An officer's wish to break the seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakView {
    /// Whose.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Whether it is the reader's own.
    pub mine: bool,
}

/// A seal that was broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenView {
    /// Its four words.
    pub words: String,
    /// Who asked, and who did it.
    pub by: [String; 2],
    /// Why.
    pub reason: String,
    /// When, in unix milliseconds.
    pub at: i64,
}

/// The seal, for the officers.
#[server(endpoint = "result/seal")]
pub async fn seal() -> Result<SealView, Fault> {
    super::desk::view(&crate::server::Visit::begin().await?).await
}

/// What the plenary did to the list, for everybody to read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Openly {
    /// Every place at which the list differs from the scores; none before the result is public.
    pub deviations: Vec<Deviation>,
    /// Equals whom the plenary parted; none before the result is public.
    pub parted: Vec<Parted>,
    /// The lot as it was declared; what came of it only with the result.
    pub lot: Option<Lot>,
}

/// What the plenary did to the list, once the result is public.
#[server(endpoint = "result/openly")]
pub async fn read_openly() -> Result<Openly, Fault> {
    super::desk::openly(&crate::server::Visit::begin().await?).await
}
