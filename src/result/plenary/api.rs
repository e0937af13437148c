//! The doors of the plenary.

use crate::{
    fault::Fault,
    result::rules::{
        plenary::{Line, Outcome, Why},
        tie::{Ladder, Lot, TieLine, Way},
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A member, and whether they are there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Account.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether they are there now.
    pub present: bool,
}

/// Who is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Every member, by name.
    pub members: Vec<Member>,
    /// How many must be there.
    pub quorum: u32,
}

impl Attendance {
    /// How many are there.
    pub fn present(&self) -> u32 {
        let present = self.members.iter().filter(|member| member.present).count();
        u32::try_from(present).unwrap_or(u32::MAX)
    }

    /// Whether that is enough to decide.
    pub fn is_enough(&self) -> bool {
        self.present() >= self.quorum
    }
}

/// One point of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The proposal.
    pub id: String,
    /// `U-037`.
    pub code: String,
    /// Short name.
    pub name: String,
    /// Rank by score.
    pub rank: u32,
    /// Official mean, for the eye.
    pub mean: String,
    /// Best and worst rank it may have, and its chance of the Top in thousandths.
    pub doubt: Option<(u32, u32, u32)>,
    /// Why it is here.
    pub why: Why,
    /// What holds.
    pub outcome: Option<Outcome>,
}

/// One of those who are honoured as things stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Rank among them.
    pub rank: u32,
    /// Rank by score.
    pub by_score: u32,
    /// Short name.
    pub name: String,
    /// Agency.
    pub agency: String,
    /// Whether the plenary brought it in.
    pub moved: bool,
}

/// The plenary as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plenary {
    /// Who is there.
    pub attendance: Attendance,
    /// What is to be discussed, best first.
    pub agenda: Vec<Point>,
    /// Who is honoured as things stand.
    pub chosen: Vec<Chosen>,
    /// Rank by score and short name of those whom the plenary left out.
    pub left_out: Vec<(u32, String)>,
    /// How many of the honoured each agency has, most first.
    pub agencies: Vec<(String, u32)>,
    /// Every line of the book, oldest first.
    pub lines: Vec<Line>,
    /// What was made of equals, oldest first.
    pub ties: Vec<TieLine>,
    /// Whether the reader may decide.
    pub may_decide: bool,
    /// Whether decisions are over: the result is sealed.
    pub is_over: bool,
}

/// An aspect of a proposal as its judges see it, in hundredths of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AspectSpread {
    /// Name: Indonesian, English.
    pub title: (String, String),
    /// Median.
    pub median: i64,
    /// Lowest.
    pub low: i64,
    /// Highest.
    pub high: i64,
}

/// What parts a point from those who share its mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Equals {
    /// Code and short name of each, as on the ladder.
    pub names: Vec<(String, String)>,
    /// Each step with its values.
    pub ladder: Ladder,
    /// Id and short name of those who are level with it still, itself among them.
    pub level: Vec<(String, String)>,
    /// How the plenary parted it, if it did.
    pub parted: Option<Way>,
    /// The lines about it, oldest first.
    pub lines: Vec<TieLine>,
    /// Number of the last line of the book of ties.
    pub seq: u32,
    /// Whether the reader is the chair, who alone orders.
    pub is_chair: bool,
    /// Whether the lot was drawn.
    pub is_drawn: bool,
}

/// The lot for the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotView {
    /// What was declared.
    pub lot: Option<Lot>,
    /// Whether the reader may declare it.
    pub may_declare: bool,
    /// Whether the reader may draw it.
    pub may_draw: bool,
}

/// One point with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// As on the agenda.
    pub point: Point,
    /// Full title.
    pub title: String,
    /// Unit and agency.
    pub place: String,
    /// The first words of its summary.
    pub summary: String,
    /// Each aspect.
    pub aspects: Vec<AspectSpread>,
    /// Letter of each judge who read it, with their total: for the eye and in thousandths of all.
    pub totals: Vec<(String, String, u32)>,
    /// Those who share its mean, if there are any.
    pub equals: Option<Equals>,
    /// The places around it.
    pub neighbours: Vec<Point>,
    /// Letter and name of members who leave the room, and whether they are there.
    pub leaving: Vec<(String, String, bool)>,
    /// What was said of it, oldest first.
    pub lines: Vec<Line>,
    /// Number of the last line of the book.
    pub seq: u32,
    /// The points before and after it on the agenda.
    pub around: [Option<String>; 2],
    /// Who is there.
    pub attendance: Attendance,
    /// Whether the screen shows it.
    pub on_screen: bool,
    /// Whether the reader may decide.
    pub may_decide: bool,
}

/// The plenary, for the office.
#[server(endpoint = "result/plenary")]
pub async fn read_plenary() -> Result<Plenary, Fault> {
    super::desk::plenary(&crate::server::Visit::begin().await?).await
}

/// One point; what the screen shows if no proposal is named.
#[server(endpoint = "result/plenary-item")]
pub async fn read_item(
    /// The proposal.
    proposal: Option<String>,
) -> Result<Option<Item>, Fault> {
    super::desk::item(&crate::server::Visit::begin().await?, proposal.as_deref()).await
}

/// The lot, for the office.
#[server(endpoint = "result/lot")]
pub async fn read_lot() -> Result<LotView, Fault> {
    super::desk::tie::view(&crate::server::Visit::begin().await?).await
}
