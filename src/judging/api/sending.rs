//! The doors of sending, undoing and opening again.

use super::Mark;
use crate::{fault::Fault, kernel::FieldError};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A sheet as its judge looks over it before sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Id of the assignment.
    pub assignment: String,
    /// `U-037`.
    pub code: String,
    /// Short name; empty in blind mode.
    pub name: String,
    /// Scores and notes, in rubric order.
    pub marks: Vec<Mark>,
    /// What was sent before, in rubric order; empty the first time.
    pub before: Vec<String>,
    /// Words to the innovator.
    pub comment: String,
    /// How many words that is.
    pub words: u32,
    /// The weighted total, only once every score is there.
    pub total: Option<String>,
    /// The save that is looked over.
    pub rev: i64,
    /// What it lacks.
    pub lacks: Vec<FieldError>,
    /// Whether it can be sent now.
    pub may_send: bool,
}

/// A request to open a sheet again, as its judge sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Why.
    pub reason: String,
    /// When, in unix milliseconds.
    pub asked_at: i64,
    /// Whether the committee has refused it.
    pub refused_at: Option<i64>,
}

/// A request to open a sheet again, for the committee; without a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Id of the request.
    pub id: String,
    /// Name of the judge.
    pub who: String,
    /// `U-037`.
    pub code: String,
    /// Short name of the proposal.
    pub name: String,
    /// Why.
    pub reason: String,
    /// When, in unix milliseconds.
    pub asked_at: i64,
}

/// A sheet before it is sent.
#[server(endpoint = "judging/review")]
pub async fn read_review(
    /// Id of the assignment.
    assignment: String,
) -> Result<Review, Fault> {
    super::super::desk::sending::review(&crate::server::Visit::begin().await?, &assignment).await
}

/// Every sheet of whoever asks that could be sent now.
#[server(endpoint = "judging/complete")]
pub async fn read_complete() -> Result<Vec<Review>, Fault> {
    super::super::desk::sending::complete(&crate::server::Visit::begin().await?).await
}

/// Every request to open a sheet again that waits for the committee.
#[server(endpoint = "judging/requests")]
pub async fn read_requests() -> Result<Vec<Asked>, Fault> {
    super::super::desk::sending::requests(&crate::server::Visit::begin().await?).await
}
