//! The show in plain words: cues, its small live state, the commands of a remote, and the one
//! picture that screens may hold. Refuses to know who stands behind a rank that is still sealed.

use crate::kernel::Words;
use serde::{Deserialize, Serialize};

/// One step of the show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cue {
    /// Before and after the show: title, date, place.
    Waiting,
    /// The title opens the evening.
    Opening,
    /// How many took part.
    Numbers,
    /// How it was judged, and the seal.
    Method,
    /// The leaves of all ranks come to the river.
    Introduction,
    /// Suspense, then the name.
    Rank(Reveal),
    /// Three plinths, with the names that are known.
    Podium,
    /// All ranks in order.
    Board,
    /// Who goes on to the next level.
    NextLevel,
    /// Thanks, and where the results are.
    Thanks,
}

/// A rank to be revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// The rank.
    pub rank: u32,
    /// How many share it.
    pub places: u32,
    /// Milliseconds of suspense before the leaf opens.
    pub gate: i64,
}

impl Cue {
    /// Milliseconds from its start until nothing moves any more but the river.
    pub fn motion(&self) -> i64 {
        match self {
            Self::Waiting => 1_500,
            Self::Opening | Self::Numbers => 3_600,
            Self::Method | Self::Introduction | Self::NextLevel | Self::Thanks => 2_600,
            Self::Podium | Self::Board => 2_000,
            Self::Rank(Reveal { rank: 1, gate, .. }) => gate + 5_000,
            Self::Rank(Reveal { gate, .. }) => gate + 3_400,
        }
    }

    /// The rank it reveals, if it does.
    pub fn reveal(&self) -> Option<Reveal> {
        match self {
            Self::Rank(reveal) => Some(*reveal),
            _ => None,
        }
    }
}

/// How far a cue has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// A rank is asked for and not yet told: it can still be called off.
    #[default]
    Suspense,
    /// Told or telling; things move.
    Motion,
    /// The final frame.
    Settled,
}

/// Whether a cue plays or shows its final frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Plays from its start.
    Running,
    /// Shows its final frame: come back to, or hurried.
    #[default]
    Still,
}

/// The ground the show is painted on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Dark, for a dark hall.
    #[default]
    Night,
    /// Light, for an open hall in daylight.
    Day,
}

impl Theme {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Night => Self::Day,
            Self::Day => Self::Night,
        }
    }
}

/// Which state of which run of the show: greater is later.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Mark {
    /// The run.
    pub epoch: i64,
    /// Counts accepted commands.
    pub seq: i64,
}

/// All that lives during a show; everything else follows from it and the sealed result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Show {
    /// Which state this is.
    pub mark: Mark,
    /// The cue on stage, counted from zero.
    pub cue: u32,
    /// Whether it plays.
    pub phase: Phase,
    /// Cues below this one have been seen to their end; their names are out.
    pub seen: u32,
    /// The count at which the cue came on stage: a cue that comes again is another picture.
    pub began: i64,
    /// When the cue began, in unix milliseconds.
    pub started_at: i64,
    /// When the last command was accepted.
    pub pressed_at: i64,
    /// Since when the stage is dark.
    pub blank_at: Option<i64>,
    /// Since when time stands still.
    pub hold_at: Option<i64>,
    /// When the first command came.
    pub opened_at: Option<i64>,
    /// When the results were released.
    pub published_at: Option<i64>,
    /// Dark or light.
    pub theme: Theme,
}

impl Show {
    /// Milliseconds the cue has been playing; a hold stops the count.
    pub fn elapsed(&self, now: i64) -> i64 {
        (self.hold_at.unwrap_or(now) - self.started_at).max(0)
    }
}

/// What a remote can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// The next beat.
    Next,
    /// The cue before, as it ended.
    Back,
    /// Dark stage, and light again.
    Blank,
    /// Call a rank off while nobody knows it.
    Cancel,
    /// Take a rank back that was shown.
    Hide,
    /// Let time stand still, and go on again.
    Hold,
    /// Dark or light ground.
    Theme,
    /// Release the results to the public.
    Publish,
}

impl Command {
    /// Every command with its name in forms.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Next, "next"),
        (Self::Back, "back"),
        (Self::Blank, "blank"),
        (Self::Cancel, "cancel"),
        (Self::Hide, "hide"),
        (Self::Hold, "hold"),
        (Self::Theme, "theme"),
        (Self::Publish, "publish"),
    ];

    /// The name in forms.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(command, _)| *command == self).map_or("", |(_, name)| name)
    }

    /// The command of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, one)| *one == name).map(|(command, _)| *command)
    }
}

/// A command as a remote sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The show's slug.
    pub show: String,
    /// The state its sender was looking at.
    pub expected: Mark,
    /// What is asked.
    pub command: Command,
    /// Names this press, so that a resend after a lost answer is not a second press; empty if
    /// the sender cannot resend.
    pub op: String,
}

/// Who a revealed rank is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealedRow {
    /// The rank.
    pub rank: u32,
    /// The innovation's short name.
    pub acronym: String,
    /// What the short name stands for; `[ ]` lights syllables; may be empty.
    pub expansion: String,
    /// The service unit.
    pub unit: String,
    /// The agency it belongs to.
    pub agency: String,
}

/// One place of the result as screens may know it: a sealed one has no room for a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotView {
    /// Not told yet.
    Sealed {
        /// The rank.
        rank: u32,
    },
    /// Told.
    Revealed(RevealedRow),
}

impl SlotView {
    /// The rank, told or not.
    pub fn rank(&self) -> u32 {
        match self {
            Self::Sealed { rank } => *rank,
            Self::Revealed(row) => row.rank,
        }
    }

    /// Who it is, if that is told.
    pub fn revealed(&self) -> Option<&RevealedRow> {
        match self {
            Self::Sealed { .. } => None,
            Self::Revealed(row) => Some(row),
        }
    }
}

/// The whole state of the show as any screen may hold it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Which state this is.
    pub mark: Mark,
    /// How far the cue has come; within one mark, greater is later.
    pub moment: Moment,
    /// The cue, counted from zero.
    pub cue: u32,
    /// The count at which it came on stage.
    pub began: i64,
    /// Milliseconds the cue had been playing when this left the server.
    pub elapsed: i64,
    /// Whether time stands still.
    pub held: bool,
    /// Whether the stage is dark.
    pub blank: bool,
    /// Whether the results are released.
    pub published: bool,
    /// Dark or light.
    pub theme: Theme,
    /// Every place, rank 1 first.
    pub rows: Vec<SlotView>,
    /// Spaces that make every snapshot of a show equally long.
    pub pad: String,
}

impl Snapshot {
    /// Whether this tells something that `other` does not.
    pub fn is_after(&self, other: &Self) -> bool {
        (self.mark, self.moment) > (other.mark, other.moment)
    }

    /// Those told so far who hold `rank`.
    pub fn at_rank(&self, rank: u32) -> impl Iterator<Item = &RevealedRow> {
        self.rows.iter().filter_map(SlotView::revealed).filter(move |row| row.rank == rank)
    }

    /// Whether a name stands behind `rank` on this screen.
    pub fn knows(&self, rank: u32) -> bool {
        self.at_rank(rank).next().is_some()
    }
}

/// Who took part, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Agencies of the region.
    pub agencies: u32,
    /// Proposals that were submitted.
    pub proposals: u32,
    /// People who submitted them.
    pub innovators: u32,
    /// Judges who read.
    pub judges: u32,
    /// Score sheets that were sent.
    pub sheets: u32,
    /// Proposals by category, most first.
    pub by_category: Vec<(Words, u32)>,
    /// The agencies with most proposals, most first.
    pub top_agencies: Vec<(String, u32)>,
}

/// The public side of the seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealWords {
    /// The words both officers saw.
    pub words: String,
    /// The day it was sealed.
    pub on: Words,
}

/// Where the results will be read, as a square code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poster {
    /// The address without scheme, to be typed.
    pub address: String,
    /// SVG path of the dark cells, one unit each.
    pub cells: String,
    /// Cells along one side, quiet zone included.
    pub side: u32,
}

/// What the visitor may do here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hand {
    /// Look.
    #[default]
    Watch,
    /// Press.
    Drive,
}

/// What stays the same during the whole show: holds no name of the result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// The show's slug.
    pub show: String,
    /// Whether ranks are simulated and every page must say so.
    pub demo: bool,
    /// The competition's name without its year.
    pub name: Words,
    /// The year.
    pub year: i32,
    /// "Kabupaten Banyumas".
    pub region: String,
    /// "Banyumas".
    pub region_short: String,
    /// Title of the head of the region.
    pub head: String,
    /// The hall.
    pub venue: String,
    /// The day.
    pub date: Words,
    /// Where the best go next.
    pub next_level: String,
    /// How many go there.
    pub forwarded: u32,
    /// How often each proposal was read.
    pub reads: u32,
    /// Who took part.
    pub figures: Figures,
    /// The seal, once there is one.
    pub seal: Option<SealWords>,
    /// The script.
    pub cues: Vec<Cue>,
    /// What this visitor may do.
    pub hand: Hand,
    /// Where the results will be.
    pub poster: Option<Poster>,
}

impl Programme {
    /// The cue at a place in the script.
    pub fn cue(&self, index: u32) -> Option<Cue> {
        usize::try_from(index).ok().and_then(|index| self.cues.get(index)).copied()
    }

    /// The ranks to be revealed, in the order of the show.
    pub fn ranks(&self) -> Vec<u32> {
        self.cues.iter().filter_map(Cue::reveal).map(|reveal| reveal.rank).collect()
    }
}

/// A page of the show as it opens: the programme and the state at this moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// What stays.
    pub programme: Programme,
    /// What moves.
    pub snapshot: Snapshot,
}

/// The slug of a year's final show.
pub fn slug(year: i32) -> String {
    format!("akhir-{year}")
}
