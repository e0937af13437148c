//! The door of comparing proposals that one judge reads.

use super::Mark;
use crate::fault::Fault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One of the proposals side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Id of the assignment.
    pub assignment: String,
    /// `U-037`.
    pub code: String,
    /// Short name; empty in blind mode.
    pub name: String,
    /// What its judge gave, in rubric order.
    pub marks: Vec<Mark>,
    /// The weighted total, only once every score is there.
    pub total: Option<String>,
    /// Whether its scores can still be changed.
    pub may_score: bool,
    /// What to read, by the key of the field.
    pub texts: BTreeMap<String, String>,
}

/// A sheet that could be put beside others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparable {
    /// Id of the assignment.
    pub assignment: String,
    /// `U-037`.
    pub code: String,
    /// Short name; empty in blind mode.
    pub name: String,
}

/// Two or three proposals side by side, and everything that could be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Those that were asked for, at most three.
    pub sheets: Vec<Compared>,
    /// The judge's queue.
    pub choices: Vec<Comparable>,
}

/// Two or three of the asker's own proposals side by side.
#[server(endpoint = "judging/compare")]
pub async fn read_comparison(
    /// Ids of assignments with a space between.
    assignments: String,
) -> Result<Comparison, Fault> {
    super::super::desk::compare::compare(&crate::server::Visit::begin().await?, &assignments).await
}
