//! The doors of the assignment board.

use crate::fault::Fault;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What stands between a proposal and a judge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Nothing.
    #[default]
    Free,
    /// The judge may not read it: a declared conflict.
    Conflict,
    /// The judge may not read it: it is their own agency's.
    OwnAgency,
    /// Given, not begun.
    Given,
    /// Begun: it stays where it is.
    Begun,
    /// Sent: it stays where it is.
    Sent,
    /// The plan gives it.
    Added,
    /// The plan takes it away.
    Removed,
}

/// One judge of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    /// Their id.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// Proposals they have now.
    pub load: u32,
    /// Proposals they have with the plan.
    pub planned: u32,
}

/// One proposal of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// `U-037`.
    pub code: String,
    /// Short name.
    pub name: String,
    /// The agency's name.
    pub agency: String,
    /// Reads it has, with the plan.
    pub reads: u32,
    /// One for each judge, in the board's order.
    pub cells: Vec<Cell>,
}

/// A plan that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Its id.
    pub id: String,
    /// The number its chances come from.
    pub seed: u32,
    /// Pairs it makes.
    pub added: u32,
    /// Pairs it ends.
    pub removed: u32,
    /// Pairs it leaves as they are.
    pub kept: u32,
    /// Whether what it was made from still holds.
    pub is_fresh: bool,
}

/// A plan that was applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Its kind: plan, move, extra, undo.
    pub kind: String,
    /// Pairs it made.
    pub added: u32,
    /// Pairs it ended.
    pub removed: u32,
    /// Who applied it.
    pub by: String,
    /// When, in unix milliseconds.
    pub at: i64,
}

/// A seat that can be moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movable {
    /// `proposal judge`, as the form sends it.
    pub key: String,
    /// `U-037 Kelas Pelita, Juri A`.
    pub label: String,
}

/// A judge who reads no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Their id.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// Why.
    pub why: String,
    /// Whether what they sent was taken back as well.
    pub cause: bool,
    /// Since when, in unix milliseconds.
    pub at: i64,
}

/// The assignment board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentBoard {
    /// The judges, by name.
    pub readers: Vec<Reader>,
    /// The accepted proposals, by number.
    pub lines: Vec<Line>,
    /// The plan that is looked at.
    pub preview: Option<Preview>,
    /// Reads each proposal is to get.
    pub reads: u32,
    /// Reads that are missing, with the plan.
    pub missing: u32,
    /// Judges in groups that share no proposal, with the plan: one is right.
    pub groups: Vec<Vec<String>>,
    /// Fewest and most proposals two judges share.
    pub overlap: (u32, u32),
    /// Submissions that screening has not decided.
    pub undecided: u32,
    /// Whether plans can be made and applied now.
    pub may_plan: bool,
    /// Whether anything was ever assigned.
    pub begun: bool,
    /// Seats that nobody has begun.
    pub movable: Vec<Movable>,
    /// The judges who read no more.
    pub gone: Vec<Gone>,
    /// The plans that were applied, the newest first.
    pub past: Vec<Past>,
    /// Whether the newest of them can be taken back.
    pub may_undo: bool,
}

/// The assignment board, for the committee.
#[server(endpoint = "judging/assignment")]
pub async fn read_assignment(
    /// Id of the plan that is looked at; empty for none.
    plan: String,
) -> Result<AssignmentBoard, Fault> {
    super::super::desk::assignment::board(&crate::server::Visit::begin().await?, &plan).await
}
