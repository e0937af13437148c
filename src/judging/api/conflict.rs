//! The doors of conflicts of interest.

use crate::fault::Fault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One proposal that a judge was given, before they read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Id of the assignment.
    pub assignment: String,
    /// `U-037`.
    pub code: String,
    /// Short name; empty in blind mode.
    pub name: String,
    /// The agency's name; empty in blind mode.
    pub agency: String,
    /// Key of the category.
    pub category: String,
    /// Whether a conflict keeps them from it.
    pub is_barred: bool,
}

/// The year's statement of a judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// When it was made, in unix milliseconds.
    pub stated_at: Option<i64>,
    /// Whether conflicts can be declared now.
    pub may_declare: bool,
    /// What they were given, in the order of their queue.
    pub given: Vec<Given>,
}

/// One conflict that stands, for the committee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Id of the judge.
    pub judge: String,
    /// Their name.
    pub who: String,
    /// Id of the proposal.
    pub proposal: String,
    /// `U-037`.
    pub code: String,
    /// Its short name.
    pub name: String,
    /// Key of the kind.
    pub kind: String,
    /// What the judge wrote about it.
    pub note: String,
    /// When it was declared, in unix milliseconds; `None` if it was found by itself just now.
    pub declared_at: Option<i64>,
    /// Whether the committee can lift it.
    pub may_lift: bool,
}

/// What whoever asks was given, and whether they have stated their conflicts.
#[server(endpoint = "judging/statement")]
pub async fn read_statement() -> Result<Statement, Fault> {
    super::super::desk::conflict::statement(&crate::server::Visit::begin().await?).await
}

/// One proposal that whoever asks was given.
#[server(endpoint = "judging/given")]
pub async fn read_given(
    /// Id of the assignment.
    assignment: String,
) -> Result<Given, Fault> {
    super::super::desk::conflict::given(&crate::server::Visit::begin().await?, &assignment).await
}

/// Every conflict that stands, for the committee.
#[server(endpoint = "judging/conflicts")]
pub async fn read_conflicts() -> Result<Vec<Conflict>, Fault> {
    super::super::desk::conflict::conflicts(&crate::server::Visit::begin().await?).await
}
