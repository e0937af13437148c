//! The show itself: which cues there are, what a command does, and what may be seen when. Pure:
//! the same script, state and moment give the same picture on every screen, after any reload.

pub mod audience;

use super::rules::{
    Command, Cue, Mark, Moment, Phase, RevealedRow, Show, SlotView, Snapshot,
    lease::{Holder, Lease},
};
use crate::result::SealedRow;

/// Milliseconds before a rank's gate at which its name leaves the server, so that it has arrived
/// when the leaf opens.
pub const LEAD: i64 = 700;

/// Most letters of a holder's name on a screen.
const NAME: usize = 60;

/// Two presses within this time are one press by a nervous thumb.
const GUARD: i64 = 400;

/// A picture that has only begun to move is left alone for this long.
const BEGUN: i64 = 1_200;

/// Why a command was not carried out. Nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody else was faster.
    Stale,
    /// Pressed twice, or while the picture has only begun to move.
    TooSoon,
    /// The suspense cannot be hurried.
    Suspense,
    /// The name is on its way to the screens.
    AlreadySent,
    /// There is no cue beyond.
    NoMore,
    /// This command has no meaning at this cue.
    NotNow,
    /// The plenary has not sealed a result yet.
    NotSealed,
}

/// The state after a command, or why there is none.
///
/// # Errors
/// A [`Refusal`]; the show is then as it was.
pub fn advance(
    show: &Show,
    script: &[Cue],
    command: Command,
    expected: Mark,
    now: i64,
) -> Result<Show, Refusal> {
    if expected != show.mark {
        return Err(Refusal::Stale);
    }
    if !script.iter().any(|cue| cue.reveal().is_some()) {
        return Err(Refusal::NotSealed);
    }
    let cue = cue_of(script, show).ok_or(Refusal::NoMore)?;
    let moment = moment(script, show, now);
    let unseen = cue.reveal().is_some_and(|r| show.elapsed(now) < r.gate);
    // The name has left the server but the leaf has not opened.
    let between = unseen && moment == Moment::Motion;
    let mut next = show.clone();
    next.mark.seq += 1;
    next.pressed_at = now;
    next.opened_at = show.opened_at.or(Some(now));
    match command {
        Command::Next if show.hold_at.is_some() => release(&mut next, now),
        Command::Next => {
            if now - show.pressed_at < GUARD {
                return Err(Refusal::TooSoon);
            }
            match moment {
                Moment::Suspense => return Err(Refusal::Suspense),
                Moment::Motion if between => return Err(Refusal::Suspense),
                Moment::Motion if show.elapsed(now) < BEGUN => return Err(Refusal::TooSoon),
                Moment::Motion => settle(&mut next),
                Moment::Settled => forward(&mut next, script, now)?,
            }
        }
        Command::Back => {
            if show.cue == 0 {
                return Err(Refusal::NoMore);
            }
            if between {
                return Err(Refusal::AlreadySent);
            }
            if moment != Moment::Suspense {
                next.seen = next.seen.max(show.cue + 1);
            }
            backward(&mut next, now);
        }
        Command::Cancel if between => return Err(Refusal::AlreadySent),
        Command::Cancel if moment == Moment::Suspense => backward(&mut next, now),
        Command::Hide if cue.reveal().is_some() && !unseen && !later_rank_is_out(script, show) => {
            next.seen = show.cue;
            backward(&mut next, now);
        }
        Command::Publish if show.published_at.is_none() && all_are_out(script, show, now) => {
            next.published_at = Some(now);
        }
        Command::Cancel | Command::Hide | Command::Publish => return Err(Refusal::NotNow),
        Command::Blank => next.blank_at = if show.blank_at.is_none() { Some(now) } else { None },
        Command::Hold if show.hold_at.is_none() => next.hold_at = Some(now),
        Command::Hold => release(&mut next, now),
        Command::Theme => next.theme = show.theme.other(),
    }
    Ok(next)
}

/// The state after a show that was played to its end and whose results are public.
#[must_use]
pub fn finished(show: &Show, script: &[Cue], now: i64) -> Show {
    let mut last = show.clone();
    last.mark.seq += 1;
    last.cue = u32::try_from(script.len().saturating_sub(1)).unwrap_or_default();
    last.began = last.mark.seq;
    (last.started_at, last.pressed_at) = (now, now);
    last.opened_at = show.opened_at.or(Some(now));
    last.published_at = show.published_at.or(Some(now));
    (last.blank_at, last.hold_at) = (None, None);
    settle(&mut last);
    last
}

/// What a screen may hold at this moment. A name is in it only if its cue was accepted and its
/// time has come; every snapshot of one sealed result is equally long.
pub fn snapshot(
    script: &[Cue],
    show: &Show,
    lease: Option<&Lease>,
    sealed: &[(u32, SealedRow)],
    now: i64,
) -> Snapshot {
    let out = |list: u32, row: &SealedRow| is_out(script, show, (list, row.rank), now);
    let mut picture = Snapshot {
        mark: show.mark,
        moment: moment(script, show, now),
        cue: show.cue,
        began: show.began,
        elapsed: show.elapsed(now),
        held: show.hold_at.is_some(),
        blank: show.blank_at.is_some(),
        published: show.published_at.is_some(),
        theme: show.theme,
        holder: lease.filter(|lease| lease.lives(now)).map(holder),
        rows: sealed.iter().map(|(list, row)| slot(*list, row, out(*list, row))).collect(),
        pad: String::new(),
    };
    let told = sealed.iter().map(|(list, row)| slot(*list, row, true)).collect::<Vec<_>>();
    // Room for the longest numbers and the holder's name on top of every name.
    let frame = (length(&told) + 1_024).next_multiple_of(256);
    picture.pad = " ".repeat(frame.saturating_sub(length(&picture)));
    picture
}

/// The holder as screens show it, whose name has a place of limited length.
fn holder(lease: &Lease) -> Holder {
    let name = lease.holder.name.chars().take(NAME).collect();
    Holder { account: lease.holder.account.clone(), name }
}

/// Milliseconds until the picture changes by itself: a name is due, or the motion ends.
pub fn next_change(script: &[Cue], show: &Show, now: i64) -> Option<i64> {
    if show.hold_at.is_some() {
        return None;
    }
    let cue = cue_of(script, show)?;
    let due = match (moment(script, show, now), cue.reveal()) {
        (Moment::Suspense, Some(reveal)) => reveal.gate - LEAD,
        (Moment::Motion, _) => cue.motion(),
        _ => return None,
    };
    Some((due - show.elapsed(now)).max(1))
}

fn cue_of(script: &[Cue], show: &Show) -> Option<Cue> {
    usize::try_from(show.cue).ok().and_then(|index| script.get(index)).copied()
}

fn moment(script: &[Cue], show: &Show, now: i64) -> Moment {
    let elapsed = show.elapsed(now);
    match (show.phase, cue_of(script, show)) {
        (Phase::Still, _) | (_, None) => Moment::Settled,
        (_, Some(Cue::Rank(reveal))) if elapsed < reveal.gate - LEAD => Moment::Suspense,
        (_, Some(cue)) if elapsed < cue.motion() => Moment::Motion,
        _ => Moment::Settled,
    }
}

/// Whether a rank of a list has been told: its cue was seen to the end, or is past its suspense now.
fn is_out(script: &[Cue], show: &Show, place: (u32, u32), now: i64) -> bool {
    let is_here = |cue: &Cue| cue.reveal().is_some_and(|r| (r.list, r.rank) == place);
    (0_u32..).zip(script).filter(|(_, cue)| is_here(cue)).any(|(index, _)| {
        index < show.seen || (index == show.cue && moment(script, show, now) != Moment::Suspense)
    })
}

fn all_are_out(script: &[Cue], show: &Show, now: i64) -> bool {
    script.iter().filter_map(Cue::reveal).all(|r| is_out(script, show, (r.list, r.rank), now))
        && cue_of(script, show).is_none_or(|cue| cue.reveal().is_none())
}

fn later_rank_is_out(script: &[Cue], show: &Show) -> bool {
    (0_u32..)
        .zip(script)
        .any(|(index, cue)| index > show.cue && index < show.seen && cue.reveal().is_some())
}

fn settle(show: &mut Show) {
    show.phase = Phase::Still;
    show.seen = show.seen.max(show.cue + 1);
}

fn forward(show: &mut Show, script: &[Cue], now: i64) -> Result<(), Refusal> {
    settle(show);
    show.cue += 1;
    cue_of(script, show).ok_or(Refusal::NoMore)?;
    // What has been told is not told again.
    show.phase = if show.cue < show.seen { Phase::Still } else { Phase::Running };
    show.began = show.mark.seq;
    show.started_at = now;
    Ok(())
}

fn backward(show: &mut Show, now: i64) {
    release(show, now);
    show.cue = show.cue.saturating_sub(1);
    show.phase = Phase::Still;
    show.began = show.mark.seq;
    show.started_at = now;
}

fn release(show: &mut Show, now: i64) {
    if let Some(since) = show.hold_at.take() {
        show.started_at += (now - since).max(0);
    }
}

fn slot(list: u32, row: &SealedRow, told: bool) -> SlotView {
    if !told {
        return SlotView::Sealed { list, rank: row.rank };
    }
    SlotView::Revealed(RevealedRow {
        list,
        rank: row.rank,
        acronym: row.acronym.clone(),
        expansion: row.expansion.clone(),
        unit: row.unit.clone(),
        agency: row.agency.clone(),
    })
}

fn length(value: &impl serde::Serialize) -> usize {
    serde_json::to_string(value).map_or(0, |json| json.len())
}

/// Whether names of the result may have been seen: nothing of the rundown is changed then.
pub fn has_begun(script: &[Cue], show: &Show) -> bool {
    let first = script.iter().position(|cue| cue.reveal().is_some());
    let first = first.and_then(|at| u32::try_from(at).ok());
    first.is_some_and(|first| show.cue >= first || show.seen > first) || show.published_at.is_some()
}
