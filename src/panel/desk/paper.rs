//! A sheet that a panelist filled in on paper: one of the office types it, another compares it.

use super::{
    super::{
        api::PanelSheet,
        rules,
        store::{self, Paper},
    },
    Room,
    sheet::{keep_all, lacks, shown},
};
use crate::{
    fault::Fault,
    judging::desk::conflict,
    kernel::{Posted, Role},
    people,
    server::{
        Tx, Visit,
        pages::{Fields, Reply},
    },
};
use sqlx::AnyConnection;

/// The sheet, if its panelist may score at all.
async fn paper_of(conn: &mut AnyConnection, sheet: &str) -> Result<Paper, Fault> {
    let paper = store::one(conn, sheet).await?.ok_or(Fault::NotFound)?;
    let judge = people::desk::account(conn, &paper.judge).await?.ok_or(Fault::NotFound)?;
    conflict::keep_apart(conn, &judge, &paper.proposal).await?;
    Ok(paper)
}

fn is_paper(paper: &Paper) -> bool {
    paper.state().is_open_to_office(paper.typed_by.is_some())
}

fn not_paper() -> Fault {
    Fault::barred(
        "Lembar ini diisi panelisnya sendiri; isinya tidak dibuka untuk panitia selama panel berlangsung.",
        "The panelist fills this sheet in; the office does not see it while the panel sits.",
    )
}

/// A sheet to be typed from paper, or compared with it.
///
/// # Errors
/// [`Fault::WrongRole`]; barred for a sheet that its panelist fills in.
pub async fn read(visit: &Visit, sheet: &str) -> Result<PanelSheet, Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    let mut conn = visit.read().await?;
    let room = Room::read(&mut conn).await?.ok_or(Fault::NotFound)?;
    let paper = paper_of(&mut conn, sheet).await?;
    if !is_paper(&paper) {
        return Err(not_paper());
    }
    let is_open = super::must_be_open(&room.standing).is_ok() && room.meeting.closed.is_none();
    let typist = paper.typed_by.as_ref().map(|typed| typed.0.as_str());
    let can = rules::unconfirmable(typist, &by, &paper.judge).is_none();
    let is_sent = paper.sent_at.is_some();
    Ok(PanelSheet {
        may_write: is_open && !is_sent && typist.is_none_or(|typist| typist == by),
        may_confirm: is_open && !is_sent && can,
        may_take_back: is_open && is_sent,
        ..shown(&mut conn, &room, &paper, visit.now()).await?
    })
}

/// Types, confirms, sends back to be typed again, or takes back.
pub(super) async fn form(visit: Visit, fields: Fields, sheet: String) -> Result<Reply, Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    let now = visit.now();
    let mut tx = visit.write().await?;
    let room = Room::open(&mut tx).await?;
    let paper = paper_of(&mut tx, &sheet).await?;
    if !is_paper(&paper) {
        return Err(not_paper());
    }
    let subject = format!("panel_sheet:{sheet}");
    let slug = room.standing.edition.slug.clone();
    let typist = paper.typed_by.as_ref().map(|typed| typed.0.as_str());
    match fields.get("action").map_or("", String::as_str) {
        "confirm" => {
            if let Some((id, en)) = rules::unconfirmable(typist, &by, &paper.judge) {
                return Err(Fault::refused(id, en));
            }
            let marks = store::scores(&mut tx, &slug).await?.remove(&sheet).unwrap_or_default();
            // Compared is what was looked at: a sheet typed again meanwhile is another one.
            if fields.get("saved_at").and_then(|at| at.parse().ok()) != paper.saved_at
                || paper.sent_at.is_some()
                || !lacks(&room.panel, &marks).is_empty()
            {
                return Err(Fault::Conflict);
            }
            store::send(&mut tx, &sheet, Some(now), Some(&by)).await?;
            tx.record("panel.confirm", &subject, &typist, &marks);
        }
        "differs" => {
            if let Some((id, en)) = rules::unconfirmable(typist, &by, &paper.judge) {
                return Err(Fault::refused(id, en));
            }
            tx.record("panel.differs", &subject, &typist, &by);
            retype(&mut tx, &sheet, &by, now).await?;
        }
        "back" => {
            if paper.sent_at.is_none() {
                return Err(Fault::Conflict);
            }
            tx.record("panel.take_back", &subject, &paper.confirmed_by, &by);
            store::send(&mut tx, &sheet, None, None).await?;
            retype(&mut tx, &sheet, &by, now).await?;
        }
        _ => {
            if paper.sent_at.is_some() || typist.is_some_and(|typist| typist != by) {
                return Err(Fault::Conflict);
            }
            let (mut errors, _) = keep_all(&mut tx, &visit, &room.panel, &sheet, &fields).await?;
            store::touch(&mut tx, &sheet, Some(&by), now).await?;
            let marks = store::scores(&mut tx, &slug).await?.remove(&sheet).unwrap_or_default();
            if errors.is_empty() {
                errors = lacks(&room.panel, &marks);
            }
            tx.record("panel.type", &subject, &(), &by);
            if !errors.is_empty() {
                // What was typed is kept, also if something is wrong or missing.
                tx.publish("panel");
                tx.commit().await?;
                return Ok(Reply::Again(Posted::again(errors)));
            }
        }
    }
    tx.publish("panel");
    tx.commit().await?;
    Ok(Reply::Go("/panitia/panel".to_owned()))
}

/// Leaves a sheet to somebody who types it again; their name stands on it from now on.
async fn retype(tx: &mut Tx, sheet: &str, by: &str, now: i64) -> Result<(), Fault> {
    store::touch(tx, sheet, Some(by), now).await
}
