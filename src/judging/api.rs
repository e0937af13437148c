//! The doors of judging.

pub mod assignment;
pub mod benchmark;
pub mod compare;
pub mod conflict;
pub mod sending;
pub mod unscorable;

use super::rules::{own::OwnScores, pace::Pace};
use crate::{
    fault::Fault,
    kernel::{
        keeping::{Fork, Saved},
        saving::Attempt,
    },
    proposal::attachment::Enclosed,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Opened again by the committee after it was sent.
    Reopened,
    /// Sent: it counts and is locked.
    Sent,
    /// Not for this judge: a conflict of interest.
    Conflict,
}

/// A judge's queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// How many proposals wait for the year's statement of conflicts; 0 once it was made.
    pub to_state: u32,
    /// How many benchmarks are to be scored before the queue opens.
    pub to_calibrate: u32,
    /// Its rows, none before the statement and the calibration set.
    pub rows: Vec<QueueRow>,
    /// What they have given so far; nothing before the first full sheet.
    pub own: Option<OwnScores>,
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
    /// Revisions of the fields that were typed into, by their names on the page.
    pub revs: BTreeMap<String, i64>,
    /// Texts that wait for this judge to choose.
    pub forks: Vec<Fork>,
    /// When it was last saved, in unix milliseconds.
    pub saved_at: Option<i64>,
    /// When it was sent, in unix milliseconds.
    pub sent_at: Option<i64>,
    /// The weighted total, only once every score is there.
    pub total: Option<String>,
    /// Whether it can be changed now.
    pub may_score: bool,
    /// When the committee opened it again, in unix milliseconds.
    pub reopened_at: Option<i64>,
    /// Until when its sending can be undone; nothing if it cannot.
    pub undo_until: Option<i64>,
    /// Whether its judge can ask for it back.
    pub may_ask: bool,
    /// What they asked since it was sent.
    pub request: Option<sending::Request>,
    /// Aspects that were reported as impossible to score.
    pub unscorable: Vec<unscorable::Unscorable>,
    /// The next sheet of the queue that is not sent.
    pub next: Option<String>,
}

/// One text of a score sheet on its way to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// Id of the assignment.
    pub assignment: String,
    /// Name of the field on the page.
    pub field: String,
    /// Account of whoever typed it: on a shared machine another may be signed in by now.
    pub writer: String,
    /// The attempt.
    pub attempt: Attempt,
}

/// What came of saving a text of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetSaved {
    /// What became of the text.
    pub saved: Saved,
    /// The weighted total, only once every score is there.
    pub total: Option<String>,
}

/// Progress of one judge, without a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgeProgress {
    /// Their account.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// Sheets sent.
    pub sent: u32,
    /// Sheets begun.
    pub begun: u32,
    /// Sheets in all.
    pub all: u32,
    /// When a sheet of theirs was last saved or sent, in unix milliseconds.
    pub last_at: Option<i64>,
    /// When they will be done.
    pub pace: Pace,
    /// Whether that is too late; never once scoring is closed.
    pub late: bool,
    /// How they can be reminded; `None` if there is nothing to remind them of.
    pub nudge: Option<Nudge>,
    /// When they were last reminded, in unix milliseconds, by whom, and whether that was today.
    pub nudged: Option<(i64, String, bool)>,
}

/// How a judge can be reminded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nudge {
    /// What they would read.
    pub words: String,
    /// Their telephone, digits alone with the country first; empty if it is not known.
    pub phone: String,
    /// Whether they can be mailed.
    pub by_mail: bool,
}

/// What the ranking board is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardOrder {
    /// The official mean.
    #[default]
    Official,
    /// The calibrated score.
    Calibrated,
}

/// What must be said beside a ranking whose scores do not carry what they usually carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardBanner {
    /// Nothing to compare with.
    OneProposal,
    /// Too few reads.
    FewReads(u32),
    /// Too few judges.
    FewJudges(u32),
    /// No proposal was read twice.
    SingleReads,
    /// Every score is the same.
    AllEqual,
    /// The equations have no answer.
    Unsolvable,
    /// The scores do not separate the proposals.
    NoSeparation,
    /// No judge is stricter than another.
    NoSeverity,
    /// Names of judges who share no proposal with those of another group.
    Apart(Vec<String>),
    /// How many judges have few reads.
    ThinJudges(u32),
    /// The search for the variances ended otherwise than usual.
    Search,
}

/// What calibration says of one row of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The calibrated score, two decimals; empty if the scores do not separate proposals.
    pub calibrated: String,
    /// The ranks that hold 90 of 100 draws.
    pub ranks: (u32, u32),
    /// Chance to be among those honoured, in tenths of a percent.
    pub permille: u32,
    /// 0 almost surely in, 1 to be discussed, 2 almost surely out.
    pub zone: u8,
    /// Ranks gained by calibration; below zero: lost.
    pub moved: i32,
    /// Tenths of a point that its readers give above the others; below zero: they are strict.
    pub lean: i32,
}

/// One row of the ranking board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// From 1; equal in a tie.
    pub rank: u32,
    /// `U-037`.
    pub code: String,
    /// Short name.
    pub name: String,
    /// Official mean, two decimals.
    pub mean: String,
    /// Reads that count.
    pub reads: u32,
    /// The doubt about it; `None` if the scores cannot be calibrated.
    pub doubt: Option<Doubt>,
    /// The words that explain a tie: Indonesian, English; empty if there was none.
    pub tie: (String, String),
    /// Whether it shares its mean with others across the cut.
    pub at_cut: bool,
    /// Its official rank, where something else is tried out; nothing if it has none.
    pub was: Option<u32>,
}

/// Why one more read of a proposal is advised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoreReason {
    /// It lies at the cut; hundredths of a point that a read is worth.
    Cut(u32),
    /// A read is far from what the others foretell.
    Outlier,
    /// Its reads lie further apart than chance puts them.
    Apart,
    /// It lacks this many reads and is not ranked.
    Missing(u32),
}

/// A proposal of which one more read is advised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreRead {
    /// The proposal.
    pub proposal: String,
    /// Account of who could read it; empty if nobody may.
    pub judge_id: String,
    /// `U-037`.
    pub code: String,
    /// Short name.
    pub name: String,
    /// Why.
    pub reason: MoreReason,
    /// Who could read it; empty if nobody may.
    pub judge: String,
}

/// What the chair is told of one judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgeNote {
    /// What they are called.
    pub name: String,
    /// Reads.
    pub reads: u32,
    /// Points above the others for the same proposal, and its deviation: "−2,3", "1,1".
    pub leniency: (String, String),
    /// Own spread over the common one; empty below two reads.
    pub spread: String,
    /// Agreement with the other readers, −1 to 1; empty if too few reads are shared.
    pub agreement: String,
    /// Codes of what stands out: strict, lenient, narrow, wide, inconsistent, low, straight.
    pub flags: Vec<String>,
}

/// The ranking board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// What it is ordered by: official, if it cannot be calibrated.
    pub order: BoardOrder,
    /// Best first.
    pub rows: Vec<Ranked>,
    /// Reads that count.
    pub reads: u32,
    /// How many are to be discussed.
    pub discuss: u32,
    /// What must be said beside it.
    pub banners: Vec<BoardBanner>,
    /// Proposals of which one more read is advised.
    pub more: Vec<MoreRead>,
    /// Reads that were asked for late and are not sent: code, short name, judge, until when.
    pub awaited: Vec<(String, String, String, i64)>,
    /// Whether the reader may ask for more.
    pub may_ask: bool,
    /// Whether something is tried out: this is not the ranking.
    pub is_trial: bool,
    /// Account and name of every judge whose reads count.
    pub readers: Vec<(String, String)>,
    /// Every judge, for the chair only.
    pub judges: Option<Vec<JudgeNote>>,
    /// How reliably the mean of one to five reads orders proposals, in percent; for the chair.
    pub reliability: Vec<u32>,
}

/// What the scores tell of every judge, and how reliable the mean of one to five reads is, in percent;
/// for the chair, once scoring is closed.
#[server(endpoint = "judging/diagnosis")]
pub async fn read_diagnosis() -> Result<(Vec<JudgeNote>, Vec<u32>), Fault> {
    super::desk::diagnosis(&crate::server::Visit::begin().await?).await
}

/// The queue of whoever asks.
#[server(endpoint = "judging/queue")]
pub async fn queue() -> Result<Waiting, Fault> {
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

/// Saves one text of a score sheet; the same attempt twice is done once.
#[server(endpoint = "judging/save", input = Json)]
pub async fn save(
    /// The text as typed.
    typed: Scored,
) -> Result<SheetSaved, Fault> {
    super::desk::save(&crate::server::Visit::begin().await?, &typed).await
}

/// Progress of every judge, for the committee.
#[server(endpoint = "judging/progress")]
pub async fn progress() -> Result<Vec<JudgeProgress>, Fault> {
    super::desk::progress(&crate::server::Visit::begin().await?).await
}

/// The ranking board, for the committee, once scoring is closed.
#[server(endpoint = "judging/board")]
pub async fn read_board(
    /// What it is ordered by.
    order: BoardOrder,
    /// What is tried out.
    #[server(default)]
    trial: Trial,
) -> Result<Board, Fault> {
    super::desk::board(&crate::server::Visit::begin().await?, order, &trial).await
}

/// What the board is asked to try out; nothing of it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// A judge whose reads are left out; nobody's if empty.
    #[serde(default)]
    pub without: String,
    /// Other weights, by the key of the aspect.
    #[serde(default)]
    pub weights: BTreeMap<String, u32>,
}
