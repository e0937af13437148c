//! What everybody may know while the show runs: a name from the moment its leaf is open, never before.
//! Screens of the hall get it a little earlier, behind the leaf; a phone has no leaf.

use super::{cue_of, length, slot};
use crate::{
    ceremony::rules::{Audience, Cue, Phase, Show},
    result::SealedRow,
};

/// What everybody may know at this moment.
pub fn audience(script: &[Cue], show: &Show, sealed: &[(u32, SealedRow)], now: i64) -> Audience {
    let is_open = show.opened_at.is_some();
    let rows = sealed.iter().map(|(list, row)| {
        let told = is_open && is_told(script, show, (*list, row.rank), now);
        slot(*list, row, told)
    });
    let mut seen = Audience {
        mark: show.mark,
        is_open,
        published: show.published_at.is_some(),
        rows: rows.collect(),
        pad: String::new(),
    };
    let told = sealed.iter().map(|(list, row)| slot(*list, row, true)).collect::<Vec<_>>();
    let frame = (length(&told) + 512).next_multiple_of(256);
    seen.pad = " ".repeat(frame.saturating_sub(length(&seen)));
    seen
}

/// Milliseconds until everybody may know more without another press.
pub fn next_told(script: &[Cue], show: &Show, now: i64) -> Option<i64> {
    let reveal = cue_of(script, show)?.reveal()?;
    let waits = show.phase == Phase::Running && show.hold_at.is_none();
    Some(reveal.gate - show.elapsed(now)).filter(|left| waits && *left > 0)
}

fn is_told(script: &[Cue], show: &Show, place: (u32, u32), now: i64) -> bool {
    (0_u32..).zip(script).any(|(index, cue)| {
        let Some(reveal) = cue.reveal().filter(|r| (r.list, r.rank) == place) else { return false };
        let is_here =
            index == show.cue && (show.phase == Phase::Still || show.elapsed(now) >= reveal.gate);
        index < show.seen || is_here
    })
}
