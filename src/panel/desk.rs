//! The panel's desk: the office convenes it, runs its clock and closes it.

mod board;
mod outcome;
pub mod paper;
pub mod sheet;
pub mod visit;

pub use board::{board, room_clock};
pub use outcome::{heard, must_be_settled, place, places, sealed_sheets};

use super::{
    rules::{self, Clock, Gaps},
    store::{self, Meeting, Paper, Slot},
};
use crate::{
    edition::{self, Edition, Panel, Phase, desk::Standing, load::moment},
    fault::Fault,
    judging,
    kernel::{FieldError, Posted, Role},
    people,
    proposal::{self, attachment::desk::Size},
    server::{
        House, Tx, Visit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, Request, State},
    routing::get,
};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Largest form of a visit, in bytes: eight photos of the largest size.
const PHOTOS_LIMIT: usize = 84 * 1024 * 1024;

/// The edition's panel; one without a panel has no such page.
fn declared(edition: &Edition) -> Result<Panel, Fault> {
    edition.panel().ok_or(Fault::NotFound)
}

/// Refuses what belongs to another phase.
fn must_be_open(standing: &Standing) -> Result<(), Fault> {
    if standing.phase == Phase::Plenary {
        return Ok(());
    }
    Err(Fault::refused(
        "Panel berlangsung setelah penilaian naskah ditutup dan sebelum hasil disegel.",
        "The panel sits after the scoring of proposals is closed and before the result is sealed.",
    ))
}

fn closed() -> Fault {
    Fault::refused(
        "Panel sudah ditutup. Ketua atau sekretaris bisa membukanya lagi selama hasil belum disegel.",
        "The panel is closed. The chair or the secretary can open it again until the result is sealed.",
    )
}

/// Everything the office's page is made of.
struct Room {
    standing: Standing,
    panel: Panel,
    meeting: Meeting,
    slots: Vec<Slot>,
    papers: Vec<Paper>,
}

impl Room {
    async fn read(conn: &mut AnyConnection) -> Result<Option<Self>, Fault> {
        let standing = edition::desk::standing(conn).await?;
        let panel = declared(&standing.edition)?;
        let Some(meeting) = store::meeting(conn, &standing.edition.slug).await? else {
            return Ok(None);
        };
        let slots = store::slots(conn, &standing.edition.slug).await?;
        let papers = store::papers(conn, &standing.edition.slug).await?;
        Ok(Some(Self { standing, panel, meeting, slots, papers }))
    }

    /// One in which something can change.
    async fn open(conn: &mut AnyConnection) -> Result<Self, Fault> {
        let room = Self::read(conn).await?.ok_or(Fault::NotFound)?;
        must_be_open(&room.standing)?;
        if room.meeting.closed.is_some() { Err(closed()) } else { Ok(room) }
    }

    /// When the turn of a slot is planned to begin.
    fn starts_at(&self, slot: &str) -> i64 {
        let at = self.slots.iter().position(|one| one.id == slot).unwrap_or_default();
        rules::starts_at(self.meeting.starts_at, &self.panel, at)
    }

    fn clock(&self, slot: &str, now: i64) -> Clock {
        let slot = self.slots.iter().find(|one| one.id == slot);
        slot.map_or(Clock::Waits, |slot| {
            rules::clock(&self.panel, slot.begun_at, slot.ended_at, now)
        })
    }

    async fn apart(&self, conn: &mut AnyConnection) -> Result<BTreeSet<(String, String)>, Fault> {
        let judges: BTreeSet<String> = self.papers.iter().map(|one| one.judge.clone()).collect();
        let judges: Vec<String> = judges.into_iter().collect();
        let heard: Vec<String> = self.slots.iter().map(|slot| slot.proposal.clone()).collect();
        judging::desk::conflict::apart(conn, &judges, &heard).await
    }
}

/// Who may sit in a panel: account and name.
async fn judges(conn: &mut AnyConnection) -> Result<Vec<(String, String)>, Fault> {
    let mut judges: Vec<(String, String)> = people::desk::people(conn)
        .await?
        .into_iter()
        .filter(|person| person.roles.contains(&Role::Judge))
        .map(|person| (person.id, person.name))
        .collect();
    judges.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    Ok(judges)
}

async fn briefs(
    conn: &mut AnyConnection,
    edition: &Edition,
) -> Result<BTreeMap<String, proposal::api::Brief>, Fault> {
    let all = proposal::desk::all(conn, edition).await?;
    Ok(all.into_iter().map(|brief| (brief.id.clone(), brief)).collect())
}

fn named(briefs: &BTreeMap<String, proposal::api::Brief>, id: &str) -> (String, String) {
    briefs.get(id).map_or_else(Default::default, |brief| {
        (proposal::code(brief.number.unwrap_or_default()), brief.acronym.clone())
    })
}

/// Convenes the panel: its finalists are those of the official order now, and each of these judges,
/// or every one if none is named, gets a sheet for each.
///
/// # Errors
/// [`Fault::NotFound`] in an edition without a panel; a refusal in another phase or without
/// anybody to hear; [`Fault::Conflict`] if it was convened already.
pub async fn convene(
    tx: &mut Tx,
    panelists: Option<&[String]>,
    starts_at: i64,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    let standing = edition::desk::standing(tx).await?;
    let panel = declared(&standing.edition)?;
    must_be_open(&standing)?;
    let slug = &standing.edition.slug;
    let desk = judging::desk::places(tx, &standing.edition).await?;
    let heard = rules::finalists(&desk, &panel);
    let all: Vec<String> = judges(tx).await?.into_iter().map(|(id, _)| id).collect();
    let panelists: Vec<String> = match panelists {
        Some(some) => all.into_iter().filter(|id| some.contains(id)).collect(),
        None => all,
    };
    if heard.is_empty() || panelists.is_empty() {
        return Err(Fault::refused(
            "Belum ada finalis atau panelis: peringkat kosong, atau tidak ada juri yang dipilih.",
            "There are no finalists or panelists: the ranking is empty, or no judge was chosen.",
        ));
    }
    if !store::convene(tx, slug, starts_at, by, now).await? {
        return Err(Fault::Conflict);
    }
    let apart = judging::desk::conflict::apart(tx, &panelists, &heard).await?;
    for (position, proposal) in heard.iter().enumerate() {
        let slot = Uuid::now_v7().to_string();
        store::add_slot(tx, (&slot, slug, proposal), position).await?;
        for judge in &panelists {
            if !apart.contains(&(judge.clone(), proposal.clone())) {
                store::add_paper(tx, &Uuid::now_v7().to_string(), &slot, judge).await?;
            }
        }
    }
    tx.record("panel.convene", &format!("edition:{slug}"), &(), &(starts_at, &heard, &panelists));
    tx.publish("panel");
    Ok(())
}

fn again(field: &str, id: &str, en: &str) -> Reply {
    Reply::Again(Posted::again(vec![FieldError::new(field, id, en)]))
}

fn no_moment() -> Reply {
    again(
        "on",
        "Tulis tanggal dan jam mulai, misalnya 2026-08-03 dan 09.00",
        "Write the day and time it begins, such as 2026-08-03 and 09:00",
    )
}

/// The moment in the fields `on` and `at`, in the edition's zone.
fn typed_moment(edition: &Edition, fields: &Fields) -> Option<i64> {
    let field = |name: &str| fields.get(name).map_or("", |text| text.trim());
    let minutes = edition.region.zone.offset_minutes;
    let (sign, minutes) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
    let time = field("at").replace('.', ":");
    let zone = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
    moment("panel", &format!("{}T{time}:00{zone}", field("on"))).ok()
}

/// What the office does with the panel.
async fn form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let by = visit.require(&Role::OFFICE)?.clone();
    let field = |name: &str| fields.get(name).map_or("", |text| text.trim());
    let now = visit.now();
    let mut tx = visit.write().await?;
    let action = field("action");
    if matches!(action, "convene" | "close" | "reopen") {
        visit.require(&Role::OFFICERS)?;
    }
    match action {
        "convene" => {
            let edition = edition::desk::current(&mut tx).await?;
            let Some(starts_at) = typed_moment(&edition, &fields) else {
                return Ok(no_moment());
            };
            let chosen: Vec<String> = fields
                .keys()
                .filter_map(|name| name.strip_prefix("judge-").map(str::to_owned))
                .collect();
            convene(&mut tx, Some(&chosen), starts_at, &by.id, now).await?;
        }
        "start" => {
            let room = Room::open(&mut tx).await?;
            let edition = &room.standing.edition;
            let Some(starts_at) = typed_moment(edition, &fields) else {
                return Ok(no_moment());
            };
            store::start(&mut tx, &edition.slug, starts_at).await?;
            let before = room.meeting.starts_at;
            tx.record("panel.start", &format!("edition:{}", edition.slug), &before, &starts_at);
        }
        "begin" | "end" | "reset" | "up" | "down" => {
            turn(&mut tx, action, field("slot"), now).await?;
        }
        "close" => {
            let room = Room::open(&mut tx).await?;
            let apart = room.apart(&mut tx).await?;
            let mut sheets: BTreeMap<String, Vec<(bool, bool)>> =
                room.slots.iter().map(|slot| (slot.id.clone(), Vec::new())).collect();
            for paper in &room.papers {
                let pair = (paper.judge.clone(), paper.proposal.clone());
                let own = (paper.sent_at.is_some(), apart.contains(&pair));
                sheets.entry(paper.slot.clone()).or_default().push(own);
            }
            let Gaps { unheard, unsent } = rules::gaps(&sheets);
            if unheard > 0 {
                return Ok(again(
                    "",
                    &format!(
                        "{unheard} finalis belum punya satu lembar pun yang dikirim; panel belum bisa ditutup."
                    ),
                    &format!(
                        "{unheard} finalists have no sheet that was sent; the panel cannot be closed yet."
                    ),
                ));
            }
            if unsent > 0 && field("without") != "yes" {
                return Ok(again(
                    "without",
                    &format!(
                        "{unsent} lembar belum dikirim. Centang bila panel ditutup tanpa lembar itu."
                    ),
                    &format!(
                        "{unsent} sheets are not sent. Tick this if the panel is closed without them."
                    ),
                ));
            }
            let slug = &room.standing.edition.slug;
            if !store::close(&mut tx, slug, Some((&by.id, now))).await? {
                return Err(Fault::Conflict);
            }
            tx.record("panel.close", &format!("edition:{slug}"), &(), &unsent);
        }
        "reopen" => {
            let standing = edition::desk::standing(&mut tx).await?;
            declared(&standing.edition)?;
            must_be_open(&standing)?;
            if !store::close(&mut tx, &standing.edition.slug, None).await? {
                return Err(Fault::Conflict);
            }
            tx.record("panel.reopen", &format!("edition:{}", standing.edition.slug), &(), &());
        }
        _ => return Err(Fault::Unreadable),
    }
    tx.publish("panel");
    tx.commit().await?;
    Ok(Reply::Go("/panitia/panel".to_owned()))
}

/// A finalist's clock and place in the order.
async fn turn(tx: &mut Tx, action: &str, slot: &str, now: i64) -> Result<(), Fault> {
    let room = Room::open(tx).await?;
    let at = room.slots.iter().position(|one| one.id == slot).ok_or(Fault::NotFound)?;
    let this = &room.slots[at];
    let subject = format!("panel_slot:{slot}");
    match action {
        "begin" => {
            // One at a time: whoever is at it is done.
            for other in room.slots.iter().filter(|one| one.id != this.id) {
                if other.begun_at.is_some() && other.ended_at.is_none() {
                    store::clock(tx, &other.id, other.begun_at, Some(now)).await?;
                }
            }
            store::clock(tx, slot, Some(now), None).await?;
        }
        "end" => {
            let begun = this.begun_at.ok_or(Fault::Conflict)?;
            store::clock(tx, slot, Some(begun), Some(now)).await?;
        }
        "reset" => store::clock(tx, slot, None, None).await?,
        _ => {
            let other = if action == "up" { at.checked_sub(1) } else { Some(at + 1) };
            let Some(other) = other.filter(|other| *other < room.slots.len()) else {
                return Ok(());
            };
            let mut order: Vec<&str> = room.slots.iter().map(|one| one.id.as_str()).collect();
            order.swap(at, other);
            for (position, id) in order.into_iter().enumerate() {
                store::place_slot(tx, id, position).await?;
            }
        }
    }
    tx.record(&format!("panel.{action}"), &subject, &(), &now);
    Ok(())
}

/// Addresses of the panel.
pub fn routes() -> Router<House> {
    type Two = Path<(String, String)>;
    Router::new()
        .route(
            "/panitia/panel",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, form)
            }),
        )
        .route("/panitia/panel/jam", get(pages::page))
        .route(
            "/panitia/panel/kunjungan/{slot}",
            get(pages::page)
                .post(|State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::files(house, request, |visit, form| visit::form(visit, form, id))
                })
                .layer(DefaultBodyLimit::max(PHOTOS_LIMIT)),
        )
        .route(
            "/panitia/panel/kunjungan/{slot}/foto/{photo}",
            get(|State(house): State<House>, Path(ids): Two, request: Request| {
                visit::photo(house, request, ids, Size::Whole)
            }),
        )
        .route(
            "/panitia/panel/kunjungan/{slot}/foto/{photo}/kecil",
            get(|State(house): State<House>, Path(ids): Two, request: Request| {
                visit::photo(house, request, ids, Size::Small)
            }),
        )
        .route(
            "/panitia/panel/{sheet}",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| paper::form(visit, fields, id))
                },
            ),
        )
        .route(
            "/juri/panel/{sheet}",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| sheet::form(visit, fields, id))
                },
            ),
        )
}
