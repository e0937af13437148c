//! The doors of judging.

use crate::{fault::Fault, proposal::attachment::Enclosed};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How far a score sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetState {
    /// Nothing filled in.
    Untouched,
    /// Something filled in.
    Draft,
    /// Every score is there, not yet sent.
    Full,
    /// Sent: it counts and is locked.
    Sent,
}

/// One row of a judge's queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Id of the assignment, in the sheet's address.
    pub assignment: String,
    /// `U-037`.
    pub code: String,
    /// Short name; the code again in blind mode.
    pub name: String,
    /// Key of the category.
    pub category: String,
    /// Words to read.
    pub words: u32,
    /// How far the sheet is.
    pub state: SheetState,
}

/// One text to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Key of the text's field.
    pub field: String,
    /// The text.
    pub text: String,
    /// Its words.
    pub words: u32,
}

/// One line of a score sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Key of the criterion.
    pub criterion: String,
    /// The score as shown, e.g. "82,5"; empty if there is none.
    pub score: String,
    /// Note to the committee.
    pub note: String,
}

/// A proposal beside its score sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Id of the assignment.
    pub assignment: String,
    /// `U-037`.
    pub code: String,
    /// Short name; empty in blind mode.
    pub name: String,
    /// Full title; empty in blind mode.
    pub title: String,
    /// Unit and agency; empty in blind mode.
    pub place: String,
    /// Key of the category.
    pub category: String,
    /// Whether the proposal is invented.
    pub sample: bool,
    /// What to read, in the order of the form.
    pub passages: Vec<Passage>,
    /// What was enclosed; nothing in blind mode, where a letterhead or a face would tell.
    pub files: Vec<Enclosed>,
    /// What has been scored, in rubric order.
    pub marks: Vec<Mark>,
    /// Words to the innovator.
    pub comment: String,
    /// Counts the saves.
    pub rev: i64,
    /// When it was last saved, in unix milliseconds.
    pub saved_at: Option<i64>,
    /// When it was sent, in unix milliseconds.
    pub sent_at: Option<i64>,
    /// The weighted total, only once every score is there.
    pub total: Option<String>,
    /// Whether it can be changed now.
    pub may_score: bool,
    /// The next sheet of the queue that is not sent.
    pub next: Option<String>,
}

/// A score sheet on its way to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// Id of the assignment.
    pub assignment: String,
    /// The save it began from.
    pub base_rev: i64,
    /// Scores and notes as typed, by criterion.
    pub marks: Vec<Mark>,
    /// Words to the innovator.
    pub comment: String,
}

/// What came of saving a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetSaved {
    /// Its revision.
    pub rev: i64,
    /// When, in unix milliseconds on the server's clock.
    pub at: i64,
    /// Sentences for scores that were not taken, by criterion: Indonesian, English.
    pub refused: Vec<(String, String, String)>,
    /// How many criteria have a score.
    pub filled: u32,
    /// The weighted total, only once every score is there.
    pub total: Option<String>,
}

/// Progress of one judge, without a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgeProgress {
    /// What they are called.
    pub name: String,
    /// Sheets sent.
    pub sent: u32,
    /// Sheets begun.
    pub begun: u32,
    /// Sheets in all.
    pub all: u32,
}

/// One row of the ranking board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// From 1; equal in a tie.
    pub rank: u32,
    /// The proposal's id.
    pub proposal: String,
    /// `U-037`.
    pub code: String,
    /// Short name.
    pub name: String,
    /// Unit and agency.
    pub place: String,
    /// Official mean, two decimals.
    pub mean: String,
    /// Reads that count.
    pub reads: u32,
    /// Lowest and highest total.
    pub spread: (String, String),
    /// The words that explain a tie: Indonesian, English; empty if there was none.
    pub tie: (String, String),
}

/// The queue of whoever asks.
#[server(endpoint = "judging/queue")]
pub async fn queue() -> Result<Vec<QueueRow>, Fault> {
    super::desk::queue(&crate::server::Visit::begin().await?).await
}

/// A proposal beside its score sheet.
#[server(endpoint = "judging/sheet")]
pub async fn read_sheet(
    /// Id of the assignment.
    assignment: String,
) -> Result<Sheet, Fault> {
    super::desk::sheet(&crate::server::Visit::begin().await?, &assignment).await
}

/// Saves a score sheet as it is.
#[server(endpoint = "judging/save")]
pub async fn save(
    /// The sheet as typed.
    scored: Scored,
) -> Result<SheetSaved, Fault> {
    super::desk::save(&crate::server::Visit::begin().await?, &scored).await
}

/// Progress of every judge, for the committee.
#[server(endpoint = "judging/progress")]
pub async fn progress() -> Result<Vec<JudgeProgress>, Fault> {
    super::desk::progress(&crate::server::Visit::begin().await?).await
}

/// The official ranking, for the committee, once scoring is closed.
#[server(endpoint = "judging/ranking")]
pub async fn ranking() -> Result<Vec<Ranked>, Fault> {
    super::desk::ranking(&crate::server::Visit::begin().await?).await
}
