//! The doors of proposals.

pub mod around;
pub mod deadline;

use super::rules::{Access, Concern, Frozen, Identity, Link, Missing, Progress, Status};
use crate::{
    fault::Fault,
    kernel::{
        keeping::{Saved, Version},
        saving::Attempt,
    },
};
use around::{Around, Aside};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// One row of a list of proposals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Stable id.
    pub id: String,
    /// Its number in the edition, once submitted.
    pub number: Option<i64>,
    /// Short name.
    pub acronym: String,
    /// Full title.
    pub title: String,
    /// Unit's name.
    pub unit: String,
    /// Agency's name.
    pub agency: String,
    /// Category's key.
    pub category: String,
    /// Where it stands.
    pub status: Status,
    /// Whether there are changes that have not been submitted.
    pub changed: bool,
    /// Whether it is invented.
    pub sample: bool,
    /// How many things it still lacks.
    pub missing: u32,
    /// Whether its agency's admin has sent it back.
    pub sent_back: bool,
    /// How many remarks wait for an answer.
    pub remarks: u32,
}

/// The task list of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The row it has in lists.
    pub brief: Brief,
    /// Page 0.
    pub identity: Identity,
    /// How far page 0 is.
    pub identity_progress: Progress,
    /// How far each section is, in the order of the form.
    pub sections: Vec<Progress>,
    /// How far the attachments are.
    pub attachments: Progress,
    /// What it still lacks.
    pub missing: Vec<Missing>,
    /// Sections with two texts between which somebody has to choose, by their part of the address.
    pub forked: Vec<String>,
    /// Whether whoever asks may change it now.
    pub may_write: bool,
    /// How whoever asks stands to it.
    pub access: Access,
    /// The closing that holds for it, in unix milliseconds.
    pub closes: i64,
    /// What the committee asked to be mended, as long as that is open.
    pub repair: Option<Mending>,
    /// Age of the innovation at closing, in whole months.
    pub age: Option<i64>,
    /// When the version that counts was submitted, in unix milliseconds.
    pub submitted_at: Option<i64>,
    /// What is going on around it.
    pub around: Around,
    /// What the committee will look at.
    pub concerns: Vec<Concern>,
    /// What is known of its link.
    pub link: Link,
}

/// What the committee asked to be mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mending {
    /// The pages that are open, by their parts of the address.
    pub pages: Vec<String>,
    /// What to mend.
    pub message: String,
    /// Until when, in unix milliseconds.
    pub closes: i64,
}

/// What became of a text or an answer since an earlier version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its label, in the reader's language.
    pub label: String,
    /// Word by word; what was there before is there, what is new is beside it.
    pub pieces: Vec<Piece>,
}

impl Overview {
    /// Whether whoever asks may change this page now.
    pub fn writes(&self, page: &str) -> bool {
        self.may_write
            && self.repair.as_ref().is_none_or(|repair| repair.pages.iter().any(|one| one == page))
    }
}

/// One text as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Field key.
    pub key: String,
    /// Label.
    pub label: String,
    /// Word limit.
    pub max_words: u32,
    /// Counts its changes; a save names the one it began from.
    pub rev: i64,
    /// The text.
    pub value: String,
    /// When it was saved, in unix milliseconds.
    pub saved_at: Option<i64>,
}

/// A page of the form, with what it asks in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The proposal.
    pub id: String,
    /// Its short name.
    pub acronym: String,
    /// Whether it may be changed now.
    pub may_write: bool,
    /// Heading.
    pub title: String,
    /// What is asked.
    pub prompt: String,
    /// What to write, point by point.
    pub guide: Vec<String>,
    /// Its weight among the criteria, and their sum; nothing if it has none.
    pub weight: Option<(u32, u32)>,
    /// Its place among the pages of the form, from 1, and their number.
    pub step: (u32, u32),
    /// Its own part of the address.
    pub slug: String,
    /// Last part of the next page's address.
    pub next: String,
    /// Whether two texts wait for somebody to choose.
    pub forked: bool,
    /// Its texts, in the order of the form.
    pub texts: Vec<Text>,
    /// What to know while writing it.
    pub asides: Vec<Aside>,
}

/// One text on its way to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The proposal.
    pub proposal: String,
    /// Field key.
    pub field: String,
    /// Account of whoever typed it: on a shared phone another may be signed in by now.
    pub writer: String,
    /// The attempt.
    pub attempt: Attempt,
}

/// The history of a proposal's texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The proposal.
    pub id: String,
    /// Its short name.
    pub acronym: String,
    /// Whether a version may be brought back now.
    pub may_write: bool,
    /// The versions worth a look, newest first, with the label of their field, the words they
    /// have, and whether each is the present one.
    pub versions: Vec<(Version, String, u32, bool)>,
    /// How many steps in between are left out.
    pub left_out: u32,
}

/// A word or more of two compared texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// In both.
    Both(String),
    /// Only in the text that is there.
    There(String),
    /// Only in the text beside it.
    Beside(String),
}

/// Two texts of one field between which somebody has to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fork {
    /// Label of the field.
    pub label: String,
    /// The present one.
    pub there: Version,
    /// The one beside it.
    pub beside: Version,
    /// Word by word.
    pub pieces: Vec<Piece>,
}

/// What has to be chosen in a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forks {
    /// The proposal.
    pub id: String,
    /// Its short name.
    pub acronym: String,
    /// Title of the section.
    pub title: String,
    /// Whether the reader may choose now.
    pub may_write: bool,
    /// One for each text beside another; empty once all is settled.
    pub forks: Vec<Fork>,
}

/// What page 0 needs beside its answers, so that none is lost on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Counts its changes; a form names the one it began from.
    pub rev: i64,
    /// A name for the form that is drawn.
    pub op: String,
    /// The reader's forms that arrived last, each with its attempt: "op/attempt".
    pub taken: Vec<String>,
}

/// A field of page 0 between whose answers somebody has to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    /// Its key in the history.
    pub key: String,
    /// Its label.
    pub label: String,
    /// The present answer, readable.
    pub there: Version,
    /// Those beside it, readable, oldest first.
    pub beside: Vec<Version>,
}

/// What has to be chosen on page 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clashes {
    /// The proposal.
    pub id: String,
    /// Its short name.
    pub acronym: String,
    /// Whether the reader may choose now.
    pub may_write: bool,
    /// The revision of page 0 that is compared with.
    pub rev: i64,
    /// In the order of the page; empty once all is settled.
    pub clashes: Vec<Clash>,
}

/// The receipt of a submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The proposal.
    pub brief: Brief,
    /// `KIPP-2020-0107`.
    pub number: String,
    /// Version, from 1.
    pub version: i64,
    /// First 16 hex digits of the SHA-256 of what was submitted.
    pub fingerprint: String,
    /// Code for checking it, in groups of four.
    pub code: String,
    /// When, in unix milliseconds on the server's clock.
    pub submitted_at: i64,
    /// Each section with its words, in the order of the form and the reader's language.
    pub words: Vec<(String, u32)>,
    /// Names of what was enclosed; the public is told none.
    pub files: Vec<String>,
    /// The whole address where it can be checked.
    pub link: String,
    /// QR code of the checking address, as the path data of a 1-unit grid, and its side.
    pub qr: (String, u32),
}

/// The proposals of whoever asks.
#[server(endpoint = "proposal/mine")]
pub async fn mine() -> Result<Vec<Brief>, Fault> {
    super::desk::mine(&crate::server::Visit::begin().await?).await
}

/// The task list of a proposal.
#[server(endpoint = "proposal/overview")]
pub async fn read_overview(
    /// The proposal.
    id: String,
) -> Result<Overview, Fault> {
    super::desk::overview(&crate::server::Visit::begin().await?, &id).await
}

/// A page of the form; the slug is a section's.
#[server(endpoint = "proposal/page", input = Json)]
pub async fn read_page(
    /// The proposal.
    id: String,
    /// The section's part of the address.
    slug: String,
) -> Result<Page, Fault> {
    super::desk::page(&crate::server::Visit::begin().await?, &id, &slug).await
}

/// Every text of a proposal, for the review.
#[server(endpoint = "proposal/review")]
pub async fn read_review(
    /// The proposal.
    id: String,
) -> Result<(Overview, Frozen), Fault> {
    super::desk::review(&crate::server::Visit::begin().await?, &id).await
}

/// Every earlier text of a proposal.
#[server(endpoint = "proposal/history")]
pub async fn read_history(
    /// The proposal.
    id: String,
    /// Whether to show every step.
    all: bool,
) -> Result<History, Fault> {
    super::desk::writing::history(&crate::server::Visit::begin().await?, &id, all).await
}

/// The texts of a section between which somebody has to choose.
#[server(endpoint = "proposal/forks")]
pub async fn read_forks(
    /// The proposal.
    id: String,
    /// The section's part of the address.
    slug: String,
) -> Result<Forks, Fault> {
    super::desk::writing::forks(&crate::server::Visit::begin().await?, &id, &slug).await
}

/// What page 0 of a proposal needs beside its answers; of a new one if there is no id.
#[server(endpoint = "proposal/sheet")]
pub async fn read_sheet(
    /// The proposal, or nothing.
    id: String,
) -> Result<Sheet, Fault> {
    super::desk::identity::sheet(&crate::server::Visit::begin().await?, &id).await
}

/// The answers of page 0 between which somebody has to choose.
#[server(endpoint = "proposal/clashes")]
pub async fn read_clashes(
    /// The proposal.
    id: String,
) -> Result<Clashes, Fault> {
    super::desk::identity::clashes(&crate::server::Visit::begin().await?, &id).await
}

/// Saves one text. As JSON, so that the service worker can send it too.
#[server(endpoint = "proposal/save", input = Json)]
pub async fn save(
    /// The text as typed.
    typed: Typed,
) -> Result<Saved, Fault> {
    super::desk::writing::save(&crate::server::Visit::begin().await?, &typed).await
}

/// The receipt of the version that counts.
#[server(endpoint = "proposal/receipt")]
pub async fn read_receipt(
    /// The proposal.
    id: String,
) -> Result<Receipt, Fault> {
    super::desk::receipt(&crate::server::Visit::begin().await?, &id).await
}
