//! Sending sheets: the look before, sending one or all, undoing it, and opening one again.

use super::super::{
    api::{
        Mark,
        sending::{Asked, Request, Review},
    },
    rules::{
        self, Marks,
        sending::{Lack, lacks, undo_until},
    },
    store::{self, Scores, Seat, sending as rows},
};
use super::{conflict, nudge, own_seat, unscorable};
use crate::{
    edition::{self, Edition, Phase},
    fault::Fault,
    kernel::{FieldError, Lang, Posted, Role, said, score, text},
    people, proposal,
    server::{
        Tx, Visit,
        pages::{Fields, Reply},
    },
};
use serde::Serialize;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// Longest reason, in characters.
const REASON: usize = 1000;

/// A sheet as it is kept whenever it changes hands.
#[derive(Serialize)]
struct Kept<'a> {
    scores: &'a Scores,
    comment: &'a str,
    rev: i64,
    why: &'a str,
}

async fn keep(
    tx: &mut Tx,
    visit: &Visit,
    by: &str,
    seat: &Seat,
    act: &str,
    why: &str,
) -> Result<(), Fault> {
    let scores = store::scores(tx, &seat.id).await?;
    let kept = Kept { scores: &scores, comment: &seat.comment, rev: seat.rev, why };
    let document = serde_json::to_string(&kept).map_err(|_| Fault::Ours)?;
    rows::keep(tx, &seat.id, act, by, visit.now(), &document).await?;
    let action = match act {
        "sent" => "score.send",
        "undone" => "score.undo",
        _ => "score.reopen",
    };
    tx.record(action, &format!("assignment:{}", seat.id), &(), &kept);
    tx.publish("scores");
    Ok(())
}

fn marks_of(scores: &Scores) -> Marks {
    scores.iter().filter_map(|(key, (value, _))| Some((key.clone(), (*value)?))).collect()
}

/// What a sheet lacks, as sentences for the fields of its page.
fn told(edition: &Edition, marks: &Marks, comment: &str) -> Vec<FieldError> {
    lacks(&edition.criteria, marks, comment, edition.rules.comment_words)
        .into_iter()
        .map(|lack| match lack {
            Lack::Score(criterion) => FieldError::new(
                &format!("{}-score", criterion.key),
                format!("Isi nilai {}", criterion.title.id),
                format!("Enter the score of {}", criterion.title.pick(Lang::En)),
            ),
            Lack::Comment { words, of } => FieldError::new(
                "comment",
                format!("Masukan untuk inovator paling sedikit {of} kata. Sekarang {words} kata."),
                format!("Feedback to the innovator needs at least {of} words. It has {words}."),
            ),
        })
        .collect()
}

pub(super) fn closed() -> Fault {
    Fault::refused(
        "Penilaian sudah ditutup. Nilai terakhir yang tersimpan tetap ada.",
        "Scoring is closed. The scores saved last are still there.",
    )
}

pub(super) fn locked() -> Fault {
    Fault::refused(
        "Lembar nilai ini sudah terkirim dan terkunci.",
        "This score sheet has been sent and is locked.",
    )
}

/// What was sent before, in rubric order; nothing the first time.
async fn before(
    conn: &mut AnyConnection,
    edition: &Edition,
    assignment: &str,
) -> Result<Vec<String>, Fault> {
    #[derive(serde::Deserialize)]
    struct Read {
        scores: Scores,
    }
    let Some(document) = rows::last_sent(conn, assignment).await? else { return Ok(Vec::new()) };
    let kept: Read = serde_json::from_str(&document).map_err(|error| {
        tracing::error!(%error, "a kept sheet cannot be read");
        Fault::Ours
    })?;
    let shown = |key: &String| kept.scores.get(key).and_then(|(value, _)| *value).map(score::show);
    Ok(edition.criteria.iter().map(|c| shown(&c.key).unwrap_or_default()).collect())
}

async fn looked_over(
    conn: &mut AnyConnection,
    standing: &edition::desk::Standing,
    seat: Seat,
    now: i64,
) -> Result<Review, Fault> {
    let edition = &standing.edition;
    let (brief, frozen) = proposal::desk::frozen(conn, &seat.proposal).await?;
    let scores = store::scores(conn, &seat.id).await?;
    let marks = marks_of(&scores);
    let mut lacking = told(edition, &marks, &seat.comment);
    lacking.extend(unscorable::holds(conn, edition, &seat.id).await?);
    Ok(Review {
        before: before(conn, edition, &seat.id).await?,
        code: proposal::code(brief.number.unwrap_or_default()),
        name: if edition.rules.blind { String::new() } else { frozen.identity.acronym },
        marks: edition
            .criteria
            .iter()
            .map(|criterion| {
                let (value, note) = scores.get(&criterion.key).cloned().unwrap_or_default();
                let score = value.map(score::show).unwrap_or_default();
                Mark { criterion: criterion.key.clone(), score, note }
            })
            .collect(),
        words: text::count_words(&seat.comment),
        total: rules::total(&edition.criteria, &marks).map(score::Exact::display),
        lacks: lacking,
        may_send: rules::is_open(standing.phase, seat.open_until, now) && seat.sent_at.is_none(),
        assignment: seat.id,
        comment: seat.comment,
        rev: seat.rev,
    })
}

/// A sheet before it is sent.
///
/// # Errors
/// [`Fault::NotFound`] for a sheet that is not theirs, [`Fault::Barred`] for one they must not see.
pub async fn review(visit: &Visit, assignment: &str) -> Result<Review, Fault> {
    let mut conn = visit.read().await?;
    let seat = own_seat(&mut conn, visit, assignment).await?;
    let standing = edition::desk::standing(&mut conn).await?;
    looked_over(&mut conn, &standing, seat, visit.now()).await
}

/// Every sheet of whoever asks that lacks nothing and is not sent.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn complete(visit: &Visit) -> Result<Vec<Review>, Fault> {
    let judge = visit.require(&[Role::Judge])?;
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let mut all = Vec::new();
    for seat in store::seats_of(&mut conn, &judge.id).await? {
        if seat.sent_at.is_some() || conflict::admit(&mut conn, judge, &seat).await.is_err() {
            continue;
        }
        let one = looked_over(&mut conn, &standing, seat, visit.now()).await?;
        if one.may_send && one.lacks.is_empty() {
            all.push(one);
        }
    }
    Ok(all)
}

/// Sends a sheet in the caller's transaction; tells what it lacks if it cannot be sent.
async fn send(
    tx: &mut Tx,
    visit: &Visit,
    assignment: &str,
    rev: i64,
) -> Result<Vec<FieldError>, Fault> {
    let seat = own_seat(tx, visit, assignment).await?;
    let standing = edition::desk::standing(tx).await?;
    if seat.sent_at.is_some() {
        return Err(locked());
    }
    if !rules::is_open(standing.phase, seat.open_until, visit.now()) {
        return Err(closed());
    }
    if seat.rev != rev {
        return Err(Fault::Conflict);
    }
    let marks = marks_of(&store::scores(tx, assignment).await?);
    let mut errors = told(&standing.edition, &marks, &seat.comment);
    errors.extend(unscorable::holds(tx, &standing.edition, assignment).await?);
    if errors.is_empty() && store::send(tx, assignment, visit.now()).await? {
        let by = seat.judge.clone();
        keep(tx, visit, &by, &seat, "sent", "").await?;
    }
    Ok(errors)
}

/// Sends what was looked over.
pub(super) async fn send_form(
    visit: Visit,
    fields: Fields,
    assignment: String,
) -> Result<Reply, Fault> {
    let rev = fields.get("rev").and_then(|rev| rev.parse().ok()).ok_or(Fault::Unreadable)?;
    let mut tx = visit.write().await?;
    let errors = send(&mut tx, &visit, &assignment, rev).await?;
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    tx.commit().await?;
    Ok(Reply::Go(format!("/juri?sent={assignment}")))
}

/// Sends every sheet of the list that was looked over, or none of them.
pub(super) async fn send_all_form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    visit.require(&[Role::Judge])?;
    let mut sheets = Vec::new();
    for (name, value) in &fields {
        if let Some(assignment) = name.strip_prefix("rev-") {
            sheets.push((assignment.to_owned(), value.parse().map_err(|_| Fault::Unreadable)?));
        }
    }
    if sheets.is_empty() {
        return Err(Fault::Unreadable);
    }
    let mut tx = visit.write().await?;
    for (assignment, rev) in &sheets {
        if !send(&mut tx, &visit, assignment, *rev).await?.is_empty() {
            return Err(Fault::Conflict);
        }
    }
    tx.commit().await?;
    Ok(Reply::Go(format!("/juri?sent={}", sheets.len())))
}

/// Until when whoever sits there can undo their sending: not at all once scoring is closed.
pub(super) fn undoable(visit: &Visit, phase: Phase, seat: &Seat) -> Option<i64> {
    let until = undo_until(seat.sent_at?);
    let is_open = rules::is_open(phase, seat.open_until, visit.now());
    (is_open && visit.now() < until).then_some(until)
}

/// Takes a sending back, within the minutes there are for it.
pub(super) async fn undo(visit: Visit, assignment: String) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    let seat = own_seat(&mut tx, &visit, &assignment).await?;
    let standing = edition::desk::standing(&mut tx).await?;
    if undoable(&visit, standing.phase, &seat).is_none() {
        let error = FieldError::new(
            "",
            "Pengiriman tidak bisa dibatalkan lagi: waktunya sepuluh menit setelah dikirim. Bila perlu, minta panitia membukanya kembali.",
            "The sending can no longer be undone: there are ten minutes for it. If need be, ask the committee to open the sheet again.",
        );
        return Ok(Reply::Again(Posted { status: 409, ..Posted::again(vec![error]) }));
    }
    if rows::unsend(&mut tx, &seat.id, None).await? {
        let by = seat.judge.clone();
        keep(&mut tx, &visit, &by, &seat, "undone", "").await?;
    }
    tx.commit().await?;
    Ok(Reply::Go(format!("/juri/nilai/{assignment}?pane=marks")))
}

/// Asks the committee to open a sheet again.
pub(super) async fn ask(visit: Visit, fields: Fields, assignment: String) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    let seat = own_seat(&mut tx, &visit, &assignment).await?;
    let standing = edition::desk::standing(&mut tx).await?;
    if standing.phase != Phase::Judging {
        return Err(closed());
    }
    let typed = fields.get("reason").map(String::as_str).unwrap_or_default();
    let empty = (
        "Tulis mengapa lembar ini perlu dibuka kembali",
        "Say why this sheet needs to be opened again",
    );
    let reason = if seat.sent_at.is_none() {
        Err(FieldError::new(
            "",
            "Lembar nilai ini tidak terkunci.",
            "This score sheet is not locked.",
        ))
    } else if is_waiting(&mut tx, &seat).await? {
        Err(FieldError::new(
            "",
            "Permintaan Anda sudah ada dan menunggu panitia.",
            "Your request is there already and waits for the committee.",
        ))
    } else {
        said("reason", typed, REASON, empty)
    };
    let reason = match reason {
        Ok(reason) => reason,
        Err(error) => return Ok(Reply::Again(Posted::again(vec![error]))),
    };
    rows::ask(&mut tx, &seat.id, &reason, visit.now()).await?;
    tx.record("score.ask", &format!("assignment:{}", seat.id), &(), &reason);
    tx.commit().await?;
    Ok(Reply::Go(format!("/juri/nilai/{assignment}?pane=marks")))
}

async fn is_waiting(conn: &mut AnyConnection, seat: &Seat) -> Result<bool, Fault> {
    let last = rows::last_request(conn, &seat.id).await?;
    Ok(last.is_some_and(|one| one.granted_at.is_none() && one.refused_at.is_none()))
}

/// The request of a sheet that is still sent, as its judge sees it.
pub(super) async fn request(
    conn: &mut AnyConnection,
    seat: &Seat,
) -> Result<Option<Request>, Fault> {
    let Some(sent_at) = seat.sent_at else { return Ok(None) };
    Ok(rows::last_request(conn, &seat.id)
        .await?
        .filter(|one| one.at >= sent_at && one.granted_at.is_none())
        .map(|one| Request { reason: one.reason, asked_at: one.at, refused_at: one.refused_at }))
}

/// Every request that waits for the committee.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn requests(visit: &Visit) -> Result<Vec<Asked>, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let edition = edition::desk::current(&mut conn).await?;
    let names: BTreeMap<String, String> =
        people::desk::people(&mut conn).await?.into_iter().map(|p| (p.id, p.name)).collect();
    let proposals: BTreeMap<String, _> = proposal::desk::all(&mut conn, &edition)
        .await?
        .into_iter()
        .map(|brief| (brief.id.clone(), brief))
        .collect();
    let mut found = Vec::new();
    for one in rows::waiting(&mut conn).await? {
        // A seat that was left meanwhile needs no answer.
        let Some(seat) = store::one(&mut conn, &one.assignment).await? else { continue };
        let Some(brief) = proposals.get(&seat.proposal) else { continue };
        found.push(Asked {
            id: one.id,
            who: names.get(&seat.judge).cloned().unwrap_or_default(),
            code: proposal::code(brief.number.unwrap_or_default()),
            name: brief.acronym.clone(),
            reason: one.reason,
            asked_at: one.at,
        });
    }
    Ok(found)
}

/// The committee grants or refuses a request.
pub(super) async fn answer(visit: &Visit, id: &str, grants: bool) -> Result<(), Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    let mut tx = visit.write().await?;
    let standing = edition::desk::standing(&mut tx).await?;
    if standing.phase != Phase::Judging {
        return Err(closed());
    }
    let request = rows::request(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    let seat = store::one(&mut tx, &request.assignment).await?.ok_or(Fault::NotFound)?;
    let now = visit.now();
    let (granted, refused) = if grants { (Some(now), None) } else { (None, Some(now)) };
    if !rows::answer(&mut tx, id, &by, granted, refused).await? {
        return Err(Fault::Conflict);
    }
    if grants {
        if rows::unsend(&mut tx, &seat.id, Some(now)).await? {
            keep(&mut tx, visit, &by, &seat, "reopened", &request.reason).await?;
        }
    } else {
        tx.record("score.keep_closed", &format!("assignment:{}", seat.id), &request.reason, &());
    }
    tx.commit().await
}

/// What the committee does on the page of progress.
pub(super) async fn office_form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    visit.require(&Role::OFFICE)?;
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    match field("action") {
        "lift" => conflict::lift(&visit, field("judge"), field("proposal")).await?,
        "grant" => answer(&visit, field("request"), true).await?,
        "answer" => {
            let id = field("request");
            let errors = unscorable::answer(&visit, id, field(&format!("answer-{id}"))).await?;
            if !errors.is_empty() {
                return Ok(Reply::Again(Posted::again(errors)));
            }
        }
        "nudge" => return nudge::nudge(&visit, Some(field("judge"))).await,
        "nudge-late" => return nudge::nudge(&visit, None).await,
        "refuse" => answer(&visit, field("request"), false).await?,
        _ => return Err(Fault::Unreadable),
    }
    Ok(Reply::Go("/panitia/kemajuan".to_owned()))
}
