//! What the office is shown of the panel: who is heard when, where the sheets stand, the room's clock.

use super::{
    super::{
        api::{PanelBoard, Placed, RoomClock, Seat, Turn},
        rules::{self, Clock},
    },
    Room, briefs, declared, judges, must_be_open, named, places,
};
use crate::{
    edition::{self, Phase},
    fault::Fault,
    judging,
    kernel::Role,
    people, proposal,
    server::Visit,
};
use std::collections::BTreeMap;

/// The panel, for the office: no score before it is closed.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`]; [`Fault::NotFound`] in an edition without a panel; a
/// refusal before scoring is closed.
pub async fn board(visit: &Visit) -> Result<PanelBoard, Fault> {
    let is_officer = visit.require(&Role::OFFICE)?.is_any(&Role::OFFICERS);
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let panel = declared(&standing.edition)?;
    if standing.phase < Phase::Plenary {
        must_be_open(&standing)?;
    }
    let briefs = briefs(&mut conn, &standing.edition).await?;
    let room = Room::read(&mut conn).await?;
    let mut board = PanelBoard {
        is_open: standing.phase == Phase::Plenary,
        is_officer,
        starts_at: None,
        closed: None,
        finalists: Vec::new(),
        judges: Vec::new(),
        turns: Vec::new(),
        placed: Vec::new(),
    };
    let Some(room) = room else {
        let desk = judging::desk::places(&mut conn, &standing.edition).await?;
        let heard = rules::finalists(&desk, &panel);
        for place in desk.iter().filter(|place| heard.contains(&place.proposal)) {
            let (code, name) = named(&briefs, &place.proposal);
            board.finalists.push((place.rank, code, name));
        }
        board.judges = judges(&mut conn).await?;
        return Ok(board);
    };
    let apart = room.apart(&mut conn).await?;
    let names: BTreeMap<String, String> =
        people::desk::people(&mut conn).await?.into_iter().map(|p| (p.id, p.name)).collect();
    let now = visit.now();
    for slot in &room.slots {
        let (code, name) = named(&briefs, &slot.proposal);
        let place = briefs.get(&slot.proposal);
        let seats = room.papers.iter().filter(|paper| paper.slot == slot.id).map(|paper| Seat {
            id: paper.id.clone(),
            judge: names.get(&paper.judge).cloned().unwrap_or_default(),
            state: paper.state(),
            is_apart: apart.contains(&(paper.judge.clone(), paper.proposal.clone())),
            typed_by: paper.typed_by.as_ref().map(|by| by.1.clone()).unwrap_or_default(),
        });
        board.turns.push(Turn {
            id: slot.id.clone(),
            code,
            name,
            place: place.map(|b| proposal::place(&b.unit, &b.agency)).unwrap_or_default(),
            starts_at: room.starts_at(&slot.id),
            clock: room.clock(&slot.id, now),
            seats: seats.collect(),
        });
    }
    if room.meeting.closed.is_some() {
        let before: BTreeMap<String, u32> = judging::desk::places(&mut conn, &standing.edition)
            .await?
            .into_iter()
            .map(|place| (place.proposal, place.rank))
            .collect();
        for one in places(&mut conn, &standing.edition).await? {
            let Some(panel) = one.panel else { continue };
            let (code, name) = named(&briefs, &one.place.proposal);
            board.placed.push(Placed {
                rank: one.place.rank,
                before: before.get(&one.place.proposal).copied().unwrap_or_default(),
                code,
                name,
                desk: one.desk.display(),
                panel: panel.display(),
                score: one.place.mean.display(),
            });
        }
    }
    board.starts_at = Some(room.meeting.starts_at);
    board.closed = room.meeting.closed;
    Ok(board)
}

/// The room's clock: whoever is at it, else whoever comes next.
///
/// # Errors
/// As [`board`]; [`Fault::NotFound`] before the panel is convened.
pub async fn room_clock(visit: &Visit) -> Result<RoomClock, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let room = Room::read(&mut conn).await?.ok_or(Fault::NotFound)?;
    let briefs = briefs(&mut conn, &room.standing.edition).await?;
    let now = visit.now();
    let clocks: Vec<Clock> = room.slots.iter().map(|slot| room.clock(&slot.id, now)).collect();
    let runs = |clock: &Clock| !matches!(clock, Clock::Waits | Clock::Done);
    let at = clocks
        .iter()
        .position(runs)
        .or_else(|| clocks.iter().position(|clock| *clock == Clock::Waits));
    let next = at.and_then(|at| {
        let next = (at + 1..clocks.len()).find(|next| clocks[*next] == Clock::Waits)?;
        let slot = &room.slots[next];
        let (code, name) = named(&briefs, &slot.proposal);
        Some((code, name, room.starts_at(&slot.id)))
    });
    Ok(RoomClock {
        who: at.map(|at| named(&briefs, &room.slots[at].proposal)),
        next,
        clock: at.map_or(Clock::Done, |at| clocks[at]),
        starts_at: at.map(|at| room.starts_at(&room.slots[at].id)).unwrap_or_default(),
    })
}
