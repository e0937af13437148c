//! What an officer decides: each decision names the revision and the version it was made on, and
//! none is made without a record.

use super::Tray;
use crate::{
    edition::{
        self, Phase,
        desk::{Standing, repair},
    },
    fault::Fault,
    kernel::{FieldError, Lang, Posted, Role},
    proposal::{self, Status},
    say,
    screening::{
        rules::{self, Act, Stage},
        store::{self, Event, Held},
    },
    server::{
        House, Tx, Visit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    routing::get,
};

const LIST: &str = "/panitia/usulan";

/// A decision on its way into the record.
pub(super) struct Decision<'a> {
    /// The proposal.
    pub id: &'a str,
    /// What holds until now.
    pub held: Held,
    /// Code of the act.
    pub act: &'a str,
    /// The version it is about.
    pub version: i64,
    /// Code of the reason, if it names one.
    pub reason: &'a str,
    /// The sentence.
    pub note: &'a str,
}

/// Writes a decision, its event and its audit entry in the caller's transaction.
///
/// # Errors
/// [`Fault::Conflict`] if somebody decided since what holds was read.
pub(super) async fn write(
    tx: &mut Tx,
    decision: Decision<'_>,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    let Decision { id, held, act, version, reason, note } = decision;
    let rev = held.rev + 1;
    let after = match act {
        // The reason and its sentence stay the proposer's, whoever agrees.
        "confirm" => {
            Held { confirmed: Some((by.to_owned(), now)), act: act.to_owned(), rev, ..held.clone() }
        }
        // A reply decides nothing.
        "reply" => Held { rev, ..held.clone() },
        _ => Held {
            act: act.to_owned(),
            reason: reason.to_owned(),
            note: note.to_owned(),
            by: by.to_owned(),
            at: now,
            rev,
            version,
            confirmed: None,
        },
    };
    if !store::put(&mut *tx, id, &after).await? {
        return Err(Fault::Conflict);
    }
    let event = Event {
        act: act.to_owned(),
        version,
        reason: reason.to_owned(),
        note: note.to_owned(),
        by: by.to_owned(),
        at: now,
    };
    store::add_event(&mut *tx, id, rev, &event).await?;
    let status = match act {
        "accept" => Some(Status::Accepted),
        "confirm" => Some(Status::Rejected),
        "reopen" => Some(Status::Submitted),
        _ => None,
    };
    if let Some(status) = status {
        proposal::desk::set_status(tx, id, status).await?;
    }
    tx.record(&format!("screening.{act}"), &format!("proposal:{id}"), &held, &event);
    tx.publish("proposals");
    Ok(())
}

/// Accepts every waiting submission in which the machine sees nothing; tells how many.
///
/// # Errors
/// Whatever the database says.
pub async fn accept_clean(tx: &mut Tx, by: &str, now: i64) -> Result<usize, Fault> {
    let tray = Tray::read(&mut *tx, now).await?;
    let mut count = 0;
    for (one, row) in tray.filed.iter().zip(tray.rows()) {
        if row.stage != Some(Stage::Waiting) || !row.hints.is_empty() {
            continue;
        }
        let held = tray.held.get(&one.brief.id).cloned().unwrap_or_default();
        let (id, version) = (one.brief.id.as_str(), one.version);
        let decision = Decision { id, held, act: "accept", version, reason: "", note: "" };
        write(tx, decision, by, now).await?;
        count += 1;
    }
    Ok(count)
}

/// Decides every submission by what is sure, for the demo, whose reasons are known: what only
/// somebody could judge is accepted. A rejection is proposed by one officer, and the other agrees.
///
/// # Errors
/// Whatever the database says.
pub async fn decide_as_seen(
    tx: &mut Tx,
    (by, second): (&str, &str),
    now: i64,
) -> Result<(), Fault> {
    let tray = Tray::read(&mut *tx, now).await?;
    for (one, row) in tray.filed.iter().zip(tray.rows()) {
        if row.stage != Some(Stage::Waiting) {
            continue;
        }
        let (id, version) = (one.brief.id.as_str(), one.version);
        let held = tray.held.get(id).cloned().unwrap_or_default();
        let Some(sure) = row.hints.iter().find(|hint| hint.sure) else {
            let decision = Decision { id, held, act: "accept", version, reason: "", note: "" };
            write(tx, decision, by, now).await?;
            continue;
        };
        let reason = sure.code.as_str();
        let decision = Decision { id, held, act: "propose", version, reason, note: &sure.id };
        write(tx, decision, by, now).await?;
        let held = store::of(&mut *tx, id).await?.ok_or(Fault::Ours)?;
        let decision = Decision { id, held, act: "confirm", version, reason, note: "" };
        write(tx, decision, second, now).await?;
    }
    Ok(())
}

fn in_phase(standing: &Standing) -> Result<(), Fault> {
    if standing.phase == Phase::Screening {
        return Ok(());
    }
    Err(Fault::refused(
        "Seleksi hanya bisa dilakukan pada tahap seleksi.",
        "Screening is done in the screening phase only.",
    ))
}

async fn bulk(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    if fields.get("action").map(String::as_str) != Some("accept_clean") {
        return Err(Fault::Unreadable);
    }
    let mut tx = visit.write().await?;
    in_phase(&edition::desk::standing(&mut tx).await?)?;
    accept_clean(&mut tx, &by, visit.now()).await?;
    tx.commit().await?;
    Ok(Reply::Go(LIST.to_owned()))
}

/// The page again with one sentence: somebody was quicker, or the proposal is another by now.
fn overtaken() -> Reply {
    let error = FieldError::new(
        "",
        "Usulan ini sudah diputuskan petugas lain atau berubah sejak halaman ini dibuka. Putusan Anda tidak disimpan; inilah keadaannya sekarang.",
        "Another officer decided on this proposal, or it changed, since you opened this page. Your decision was not kept; this is how it stands now.",
    );
    Reply::Again(Posted { status: 409, ..Posted::again(vec![error]) })
}

fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", String::as_str)
}

/// Reason and sentence of a decision as typed, or what is wrong with them.
fn typed(
    standing: &Standing,
    act: Act,
    fields: &Fields,
) -> Result<(String, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let reason = match act {
        Act::Propose => {
            let code = field(fields, "reason");
            if !standing.edition.reasons.iter().any(|reason| reason.code == code) {
                let words = ("Pilih alasan penolakan", "Choose a reason");
                errors.push(FieldError::new("reason", words.0, words.1));
            }
            code.to_owned()
        }
        _ => String::new(),
    };
    let name = match act {
        Act::Accept | Act::Confirm => None,
        Act::Propose => Some("note"),
        Act::Repair => Some("message"),
        Act::Reopen => Some("why"),
    };
    let note = match name.map(|name| rules::note(name, field(fields, name))) {
        None => String::new(),
        Some(Ok(note)) => note,
        Some(Err(why)) => {
            errors.push(why);
            String::new()
        }
    };
    if errors.is_empty() { Ok((reason, note)) } else { Err(errors) }
}

/// Opens the chosen pages for a repair; the inner errors are why they cannot be.
async fn ask_repair(
    tx: &mut Tx,
    standing: &Standing,
    (id, message): (&str, &str),
    fields: &Fields,
    (by, now): (&str, i64),
) -> Result<Result<repair::Repair, Vec<FieldError>>, Fault> {
    let asked = repair::Asked {
        proposal: id.to_owned(),
        pages: fields
            .keys()
            .filter_map(|name| name.strip_prefix("page-"))
            .map(str::to_owned)
            .collect(),
        message: message.to_owned(),
        closes: standing.edition.region.zone.at(field(fields, "day"), field(fields, "clock")),
    };
    repair::open(tx, standing, asked, by, now).await
}

async fn decide(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    let now = visit.now();
    let act = Act::of_code(field(&fields, "act")).ok_or(Fault::Unreadable)?;
    let number = |name: &str| field(&fields, name).parse::<i64>().map_err(|_| Fault::Unreadable);
    let (rev, version) = (number("rev")?, number("version")?);
    let mut tx = visit.write().await?;
    let tray = Tray::read(&mut tx, now).await?;
    let one = tray.filed.iter().find(|one| one.brief.id == id).ok_or(Fault::NotFound)?;
    let stage = tray.stage(one).ok_or(Fault::NotFound)?;
    in_phase(&tray.standing)?;
    let held = tray.held.get(&id).cloned().unwrap_or_default();
    if held.rev != rev || one.version != version {
        // The same decision posted twice is one decision.
        let last = store::events(&mut tx, &id).await?.pop();
        let twice = last.is_some_and(|last| {
            (last.act.as_str(), last.by == by, held.rev) == (act.code(), true, rev + 1)
        });
        return Ok(if twice { onward(&tray, &by, &id) } else { overtaken() });
    }
    if let Err(why) = rules::may(act, stage, tray.proposed(one, &by)) {
        return Ok(Reply::Again(Posted::again(vec![why])));
    }
    let (reason, note) = match typed(&tray.standing, act, &fields) {
        // What is wrong with pages and deadline is told at once with the rest.
        Err(mut errors) => {
            if act == Act::Repair {
                let asked =
                    ask_repair(&mut tx, &tray.standing, (&id, ""), &fields, (&by, now)).await?;
                errors.splice(0..0, asked.err().unwrap_or_default());
            }
            return Ok(Reply::Again(Posted::again(errors)));
        }
        Ok(typed) => typed,
    };
    let zone = &tray.standing.edition.region.zone;
    let name = &one.brief.acronym;
    let letter = match act {
        Act::Repair => {
            let asked = (id.as_str(), note.as_str());
            match ask_repair(&mut tx, &tray.standing, asked, &fields, (&by, now)).await? {
                Err(errors) => return Ok(Reply::Again(Posted::again(errors))),
                Ok(repair) => {
                    let words = |lang| {
                        let at = zone.moment(repair.closes, lang);
                        say!(repair_letter, lang, name = name, at = at)
                    };
                    Some((words(Lang::Id), words(Lang::En)))
                }
            }
        }
        Act::Reopen => {
            edition::desk::repair::end(&mut tx, &id, now).await?;
            None
        }
        Act::Confirm => {
            let words = |lang| {
                let at = zone.moment(rules::reply_until(&tray.standing.edition, now), lang);
                say!(rejected_letter, lang, name = name, at = at)
            };
            Some((words(Lang::Id), words(Lang::En)))
        }
        Act::Accept | Act::Propose => None,
    };
    let reason = if act == Act::Confirm { held.reason.clone() } else { reason };
    let decision =
        Decision { id: &id, held, act: act.code(), version, reason: &reason, note: &note };
    match write(&mut tx, decision, &by, now).await {
        Err(Fault::Conflict) => return Ok(overtaken()),
        written => written?,
    }
    if let Some(words) = letter {
        proposal::desk::remind::tell(&mut tx, &visit.house, &id, words).await?;
    }
    let after = Tray::read(&mut tx, now).await?;
    tx.commit().await?;
    Ok(match act {
        Act::Reopen => Reply::Go(format!("/panitia/seleksi/{id}")),
        _ => onward(&after, &by, &id),
    })
}

/// The next proposal that waits for this officer, or the list if none does.
fn onward(tray: &Tray, me: &str, id: &str) -> Reply {
    let order = tray.order(me);
    let next = rules::neighbours(&order, id).1;
    Reply::Go(next.map_or_else(|| LIST.to_owned(), |next| format!("/panitia/seleksi/{next}")))
}

/// Addresses that take forms.
pub fn routes() -> Router<House> {
    Router::new()
        .route(
            LIST,
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, bulk)
            }),
        )
        .route(
            "/panitia/seleksi/{id}",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| decide(visit, fields, id))
                },
            ),
        )
}
