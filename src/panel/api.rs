//! The doors of the panel.

use super::rules::{Answer, Clock, SheetState};
use crate::{
    fault::Fault,
    kernel::{
        Words,
        keeping::{Fork, Saved},
        saving::Attempt,
    },
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One sheet as the office sees it: never what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Id of the sheet.
    pub id: String,
    /// Name of the panelist.
    pub judge: String,
    /// Where it stands.
    pub state: SheetState,
    /// Whether a conflict of interest keeps them out.
    pub is_apart: bool,
    /// Who typed it from paper; empty if nobody did.
    pub typed_by: String,
}

/// One finalist's turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Id of the slot.
    pub id: String,
    /// `U-037`.
    pub code: String,
    /// Short name.
    pub name: String,
    /// Unit and agency.
    pub place: String,
    /// When it is planned to begin, in unix milliseconds.
    pub starts_at: i64,
    /// What the clock shows.
    pub clock: Clock,
    /// Every sheet.
    pub seats: Vec<Seat>,
}

/// A place of the final order, for the office once the panel is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Final rank.
    pub rank: u32,
    /// Rank of the written proposal.
    pub before: u32,
    /// `U-037`.
    pub code: String,
    /// Short name.
    pub name: String,
    /// Mean of the written proposal, for the eye.
    pub desk: String,
    /// Mean of the panel.
    pub panel: String,
    /// Final score.
    pub score: String,
}

/// The panel as the office sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelBoard {
    /// Whether the edition's phase lets anything change.
    pub is_open: bool,
    /// Whether the reader may convene, close and open again.
    pub is_officer: bool,
    /// When the first finalist begins; nothing before it is convened.
    pub starts_at: Option<i64>,
    /// Who closed it, and when.
    pub closed: Option<(String, i64)>,
    /// Who would be heard, before it is convened: rank, code, short name.
    pub finalists: Vec<(u32, String, String)>,
    /// Who could sit in it, before it is convened: account and name.
    pub judges: Vec<(String, String)>,
    /// Every turn in order.
    pub turns: Vec<Turn>,
    /// The order of the finalists, once it is closed.
    pub placed: Vec<Placed>,
}

/// One of a panelist's turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hearing {
    /// Id of the sheet; empty if a conflict of interest keeps them out.
    pub sheet: String,
    /// `U-037`.
    pub code: String,
    /// Short name; the code in a blind edition.
    pub name: String,
    /// When it is planned to begin.
    pub starts_at: i64,
    /// What the clock shows.
    pub clock: Clock,
    /// Where the sheet stands.
    pub state: SheetState,
}

/// A photo of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// Id.
    pub id: String,
    /// Name of its file.
    pub name: String,
}

/// What was found where a finalist gives its service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldVisit {
    /// Id of the slot.
    pub slot: String,
    /// `U-037`.
    pub code: String,
    /// Short name; the code in a blind edition.
    pub name: String,
    /// Revision; 0 before anybody wrote.
    pub rev: i64,
    /// Day of the visit, `2020-07-29`, or empty.
    pub on: String,
    /// Answers by key of the question.
    pub answers: BTreeMap<String, Answer>,
    /// What was found.
    pub findings: String,
    /// Who wrote it last.
    pub by: String,
    /// When that was.
    pub at: Option<i64>,
    /// Photos, oldest first.
    pub photos: Vec<Photo>,
    /// Whether it can be written now.
    pub may_write: bool,
}

/// A sheet to be filled in: by its panelist, or by the office from paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelSheet {
    /// Id.
    pub id: String,
    /// `U-037`.
    pub code: String,
    /// Short name; the code in a blind edition.
    pub name: String,
    /// Whose sheet it is.
    pub judge: String,
    /// When the turn is planned to begin.
    pub starts_at: i64,
    /// What the clock shows.
    pub clock: Clock,
    /// Score and note of each criterion, in rubric order.
    pub marks: Vec<(String, String)>,
    /// Revisions of the fields.
    pub revs: BTreeMap<String, i64>,
    /// Weighted total, if it is full.
    pub total: Option<String>,
    /// Where it stands.
    pub state: SheetState,
    /// When it was last saved.
    pub saved_at: Option<i64>,
    /// Who typed it from paper; empty if nobody did.
    pub typed_by: String,
    /// Whether the reader may fill it in now.
    pub may_write: bool,
    /// Whether the reader may confirm it as the second person.
    pub may_confirm: bool,
    /// Whether it can be taken back.
    pub may_take_back: bool,
    /// Texts that wait for a choice.
    pub forks: Vec<Fork>,
    /// What the proposal says, for its panelist: label and text of each field.
    pub passages: Vec<(Words, String)>,
    /// What was found on the visit, for its panelist, if there was one.
    pub visit: Option<FieldVisit>,
    /// The panelist's next sheet.
    pub next: Option<String>,
}

/// A text of a sheet as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// Id of the sheet.
    pub sheet: String,
    /// Name of the field.
    pub field: String,
    /// Account of who typed it.
    pub writer: String,
    /// The attempt.
    pub attempt: Attempt,
}

/// The answer to a saved text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedSaved {
    /// What became of it.
    pub saved: Saved,
    /// The total as the sheet stands.
    pub total: Option<String>,
}

/// What the room's clock shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomClock {
    /// Code and short name of who is at it, or comes next.
    pub who: Option<(String, String)>,
    /// Who comes after them.
    pub next: Option<(String, String, i64)>,
    /// What it shows.
    pub clock: Clock,
    /// When the turn is planned to begin.
    pub starts_at: i64,
}

/// The panel, for the office.
#[server(endpoint = "panel/board")]
pub async fn read_board() -> Result<PanelBoard, Fault> {
    super::desk::board(&crate::server::Visit::begin().await?).await
}

/// The room's clock, for the office.
#[server(endpoint = "panel/clock")]
pub async fn read_clock() -> Result<RoomClock, Fault> {
    super::desk::room_clock(&crate::server::Visit::begin().await?).await
}

/// The turns of whoever asks.
#[server(endpoint = "panel/hearings")]
pub async fn read_hearings() -> Result<Vec<Hearing>, Fault> {
    super::desk::sheet::hearings(&crate::server::Visit::begin().await?).await
}

/// A sheet, for its panelist.
#[server(endpoint = "panel/sheet")]
pub async fn read_sheet(
    /// Its id.
    sheet: String,
) -> Result<PanelSheet, Fault> {
    super::desk::sheet::own(&crate::server::Visit::begin().await?, &sheet).await
}

/// A sheet on paper, for the office.
#[server(endpoint = "panel/paper")]
pub async fn read_paper(
    /// Its id.
    sheet: String,
) -> Result<PanelSheet, Fault> {
    super::desk::paper::read(&crate::server::Visit::begin().await?, &sheet).await
}

/// The visit to a finalist, for the office.
#[server(endpoint = "panel/visit")]
pub async fn read_visit(
    /// Id of the slot.
    slot: String,
) -> Result<FieldVisit, Fault> {
    super::desk::visit::read(&crate::server::Visit::begin().await?, &slot).await
}

/// Saves one text of a sheet; the same attempt twice is done once.
#[server(endpoint = "panel/save", input = Json)]
pub async fn save(
    /// The text as typed.
    typed: Typed,
) -> Result<TypedSaved, Fault> {
    super::desk::sheet::save(&crate::server::Visit::begin().await?, &typed).await
}
