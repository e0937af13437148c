//! What is still to come of a show: presses, and the time its pictures move. For the presenter and for
//! whoever plans the evening; it knows no name.

use super::{Cue, Moment, Snapshot};

/// Presses and moving time of a stretch of the show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// Presses, if nothing is hurried and nothing taken back.
    pub presses: u32,
    /// Milliseconds in which pictures move by themselves.
    pub moving: i64,
}

/// A stretch of cues, each begun by a press.
pub fn stretch(cues: &[Cue]) -> Stretch {
    Stretch {
        presses: u32::try_from(cues.len()).unwrap_or(u32::MAX),
        moving: cues.iter().map(Cue::motion).sum(),
    }
}

/// The whole show: its first picture is there before anybody presses.
pub fn whole(cues: &[Cue]) -> Stretch {
    Stretch { moving: stretch(cues).moving, ..stretch(cues.get(1..).unwrap_or_default()) }
}

/// The cues after the one on stage.
pub fn ahead<'a>(cues: &'a [Cue], snapshot: &Snapshot) -> &'a [Cue] {
    let next = usize::try_from(snapshot.cue).unwrap_or(usize::MAX).saturating_add(1);
    cues.get(next..).unwrap_or_default()
}

/// The list whose ranks are told now, next or at last, by its number.
pub fn list(cues: &[Cue], snapshot: &Snapshot) -> u32 {
    let here = usize::try_from(snapshot.cue).unwrap_or(usize::MAX);
    let from = |at: usize| cues.get(at..).unwrap_or_default().iter().find_map(Cue::list);
    from(here).or_else(|| cues.iter().rev().find_map(Cue::list)).unwrap_or_default()
}

/// What is left after this moment.
pub fn left(cues: &[Cue], snapshot: &Snapshot) -> Stretch {
    let mut left = stretch(ahead(cues, snapshot));
    let here = usize::try_from(snapshot.cue).ok().and_then(|at| cues.get(at));
    if let Some(cue) = here.filter(|_| snapshot.moment != Moment::Settled) {
        left.moving += (cue.motion() - snapshot.elapsed).max(0);
    }
    left
}
