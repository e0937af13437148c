//! A rundown as it is played: the cues its steps become once the ranks are known. It knows ranks, never
//! who stands behind one.

use super::{
    Cue, Reveal,
    rundown::{Kind, Rundown, Step, TOP},
};
use serde::{Deserialize, Serialize};

/// Words and picture of a slide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slide {
    /// Protocol, message or image.
    pub kind: Kind,
    /// The large words.
    pub title: String,
    /// The words below.
    pub text: String,
    /// What the presenter says; the words on it if nothing.
    pub say: String,
    /// The picture's name.
    pub image: String,
}

/// A list of a show: its key, and how many of its places are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awarded {
    /// Its key.
    pub key: String,
    /// Places that are told, counted from the top; 0 is all.
    pub places: u32,
}

/// The lists that a rundown tells, the best of all first whether or not it is told.
pub fn lists(rundown: &Rundown) -> Vec<Awarded> {
    let mut lists = vec![Awarded { key: TOP.to_owned(), places: 0 }];
    for step in rundown.steps.iter().filter(|step| step.kind.has_list() && step.list != TOP) {
        match lists.iter_mut().find(|list| list.key == step.list) {
            Some(list) => list.places = list.places.max(step.from),
            None => lists.push(Awarded { key: step.list.clone(), places: step.from }),
        }
    }
    lists
}

/// A rundown as it is played: its cues and the slides they show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// The cues.
    pub cues: Vec<Cue>,
    /// Slides by the number in their cue.
    pub slides: Vec<Slide>,
    /// Which step each cue comes from.
    pub steps: Vec<usize>,
}

/// Suspense that a place deserves, counted from the top.
fn deserved(place: usize) -> i64 {
    match place {
        1 => 5_200,
        2 => 5_000,
        3 => 4_000,
        _ => 2_600,
    }
}

/// The cues of a rundown for the ranks of each of its [`lists`], best first.
///
/// Equal ranks share one. Pictures of a list of which nothing was told yet are left out. Without ranks of the best there is
/// nothing to play, only a stage that waits.
pub fn played(rundown: &Rundown, ranks: &[Vec<u32>]) -> Played {
    if ranks.first().is_none_or(Vec::is_empty) {
        return Played { cues: vec![Cue::Waiting], slides: Vec::new(), steps: vec![0] };
    }
    let keys = lists(rundown);
    let mut played = Played::default();
    let mut told = vec![false; keys.len()];
    for (at, step) in rundown.steps.iter().enumerate() {
        let list = keys.iter().position(|list| list.key == step.list).unwrap_or_default();
        let number = u32::try_from(list).unwrap_or_default();
        let ranks = ranks.get(list).map_or(&[][..], Vec::as_slice);
        let before = played.cues.len();
        match step.kind {
            Kind::Waiting => played.cues.push(Cue::Waiting),
            Kind::Opening => played.cues.push(Cue::Opening),
            Kind::Numbers => played.cues.push(Cue::Numbers),
            Kind::Method => played.cues.push(Cue::Method),
            Kind::NextLevel => played.cues.push(Cue::NextLevel),
            Kind::Thanks => played.cues.push(Cue::Thanks),
            Kind::Introduction if !ranks.is_empty() => played.cues.push(Cue::Introduction(number)),
            Kind::Podium if told[list] => played.cues.push(Cue::Podium(number)),
            Kind::Board if told[list] => played.cues.push(Cue::Board(number)),
            Kind::Introduction | Kind::Podium | Kind::Board => {}
            Kind::Ranks => {
                played.cues.extend(reveals(step, number, ranks).into_iter().map(Cue::Rank));
                told[list] |= played.cues.len() > before;
            }
            Kind::Protocol | Kind::Message | Kind::Image => {
                let at = u32::try_from(played.slides.len()).unwrap_or(u32::MAX);
                played.cues.push(Cue::Slide(at));
                played.slides.push(Slide {
                    kind: step.kind,
                    title: step.title.clone(),
                    text: step.text.clone(),
                    say: step.say.clone(),
                    image: step.image.clone(),
                });
            }
        }
        played.steps.resize(played.cues.len(), at);
    }
    played
}

fn reveals(step: &Step, list: u32, ranks: &[u32]) -> Vec<Reveal> {
    let mut distinct = ranks.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let last = if step.from == 0 { u32::MAX } else { step.from };
    let within = |place: usize| u32::try_from(place).is_ok_and(|at| (step.to..=last).contains(&at));
    let mut reveals: Vec<Reveal> = (1..)
        .zip(distinct)
        .filter(|(place, _)| within(*place))
        .map(|(place, rank)| Reveal {
            list,
            rank,
            places: u32::try_from(ranks.iter().filter(|one| **one == rank).count())
                .unwrap_or(u32::MAX),
            gate: if step.suspense == 0 { deserved(place) } else { step.suspense },
        })
        .collect();
    reveals.reverse();
    reveals
}
