//! The show in plain words: cues, its small live state, the commands of a remote, and the one
//! picture that screens may hold. Refuses to know who stands behind a rank that is still sealed.

pub mod course;
pub mod lease;
pub mod played;
pub mod preflight;
mod programme;
pub mod rundown;

use lease::Holder;
pub use programme::{Figures, Hand, Opening, Poster, Programme, SealWords, rehearsal, slug};
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
    /// The leaves of all ranks of a list come to the river.
    Introduction(u32),
    /// Suspense, then the name.
    Rank(Reveal),
    /// Three plinths, with the names that are known.
    Podium(u32),
    /// All ranks of a list in order.
    Board(u32),
    /// Who goes on to the next level.
    NextLevel,
    /// Thanks, and where the results are.
    Thanks,
    /// Words or a picture that somebody made for this evening, by its number.
    Slide(u32),
}

/// A rank to be revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// The list it belongs to, by its number; 0 is the best of all.
    pub list: u32,
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
            Self::Method | Self::Introduction(_) | Self::NextLevel | Self::Thanks => 2_600,
            Self::Podium(_) | Self::Board(_) => 2_000,
            Self::Slide(_) => 1_400,
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

    /// The list whose ranks it shows, by its number.
    pub fn list(&self) -> Option<u32> {
        match self {
            Self::Rank(reveal) => Some(reveal.list),
            Self::Introduction(list) | Self::Podium(list) | Self::Board(list) => Some(*list),
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
    /// The list, by its number.
    pub list: u32,
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
        /// The list, by its number.
        list: u32,
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
            Self::Sealed { rank, .. } => *rank,
            Self::Revealed(row) => row.rank,
        }
    }

    /// The list, told or not.
    pub fn list(&self) -> u32 {
        match self {
            Self::Sealed { list, .. } => *list,
            Self::Revealed(row) => row.list,
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
    /// Who holds the remote; nobody if it is free.
    pub holder: Option<Holder>,
    /// Every place of every list, rank 1 first.
    pub rows: Vec<SlotView>,
    /// Spaces that make every snapshot of a show equally long.
    pub pad: String,
}

/// What everybody may know of a running show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// Which state this is.
    pub mark: Mark,
    /// Whether the show has begun.
    pub is_open: bool,
    /// Whether the results are released.
    pub published: bool,
    /// Every place of every list, rank 1 first; told when its leaf is open.
    pub rows: Vec<SlotView>,
    /// Spaces that make each of these equally long.
    pub pad: String,
}

impl Snapshot {
    /// Whether this tells something that `other` does not.
    pub fn is_after(&self, other: &Self) -> bool {
        let (mine, theirs) = ((self.mark, self.moment), (other.mark, other.moment));
        mine > theirs || mine == theirs && self.holder != other.holder
    }

    /// The places of a list.
    pub fn of_list(&self, list: u32) -> impl Iterator<Item = &SlotView> {
        self.rows.iter().filter(move |slot| slot.list() == list)
    }

    /// Those told so far who hold `rank` in a list.
    pub fn at_rank(&self, list: u32, rank: u32) -> impl Iterator<Item = &RevealedRow> {
        self.of_list(list).filter_map(SlotView::revealed).filter(move |row| row.rank == rank)
    }

    /// Whether a name stands behind `rank` of a list on this screen.
    pub fn knows(&self, list: u32, rank: u32) -> bool {
        self.at_rank(list, rank).next().is_some()
    }

    /// Whether the names of a reveal stand on this screen.
    pub fn has_told(&self, reveal: Reveal) -> bool {
        self.knows(reveal.list, reveal.rank)
    }
}
