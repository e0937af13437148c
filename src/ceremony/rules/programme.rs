//! What stays the same during the whole show, as any screen may hold it: no name of the result.

use super::{Cue, Snapshot, played::Slide};
use crate::kernel::Words;
use serde::{Deserialize, Serialize};

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
    /// Whether this is the rehearsal, and every screen must say so.
    pub is_rehearsal: bool,
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
    /// Words and pictures made for this evening, by the number in their cue.
    pub slides: Vec<Slide>,
    /// What the lists are called, by their number; the best of all have no name but their count.
    pub lists: Vec<Words>,
    /// What this visitor may do.
    pub hand: Hand,
    /// The visitor's account, to be compared with the holder's.
    pub me: String,
    /// Where the results will be.
    pub poster: Option<Poster>,
}

impl Programme {
    /// The cue at a place in the script.
    pub fn cue(&self, index: u32) -> Option<Cue> {
        usize::try_from(index).ok().and_then(|index| self.cues.get(index)).copied()
    }

    /// The ranks of a list to be revealed, in the order of the show.
    pub fn ranks(&self, list: u32) -> Vec<u32> {
        let reveals = self.cues.iter().filter_map(Cue::reveal);
        reveals.filter(|reveal| reveal.list == list).map(|reveal| reveal.rank).collect()
    }

    /// Whether anything is revealed at all.
    pub fn reveals(&self) -> bool {
        self.cues.iter().any(|cue| cue.reveal().is_some())
    }

    /// The slide of a number.
    pub fn slide(&self, number: u32) -> Option<&Slide> {
        usize::try_from(number).ok().and_then(|at| self.slides.get(at))
    }

    /// The name of a list; none for the best of all.
    pub fn list_name(&self, list: u32) -> Option<&Words> {
        let name = usize::try_from(list).ok().and_then(|at| self.lists.get(at));
        name.filter(|name| !name.id.is_empty())
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

/// The slug of a year's rehearsal.
pub fn rehearsal(year: i32) -> String {
    format!("gladi-{year}")
}
