//! The screening desk: accepts and rejects submissions, each with a record.

use super::{
    api::Row,
    rules::{self, Submission},
    store::{self, Decision},
};
use crate::{
    edition::{self, Phase},
    fault::Fault,
    kernel::{FieldError, Posted, Role},
    proposal::{self, Status},
    server::{
        House, Tx, Visit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{Request, State},
    routing::get,
};
use sqlx::AnyConnection;

async fn rows(conn: &mut AnyConnection) -> Result<Vec<Row>, Fault> {
    let edition = edition::desk::current(conn).await?;
    let filed = proposal::desk::filed(conn, &edition).await?;
    let mut reasons = store::reasons(conn).await?;
    // What was never submitted, or was taken back, has nothing to screen.
    let submissions: Vec<Submission> = filed
        .iter()
        .filter_map(|one| {
            let (number, agency, link) = (one.brief.number, one.agency.as_str(), one.link);
            one.frozen.as_ref().map(|frozen| Submission { number, agency, frozen, link })
        })
        .collect();
    let mut hints = rules::hints(&edition, &submissions).into_iter();
    Ok(filed
        .iter()
        .map(|one| Row {
            reason: reasons.remove(&one.brief.id),
            brief: one.brief.clone(),
            hints: one.frozen.as_ref().and_then(|_| hints.next()).unwrap_or_default(),
        })
        .collect())
}

/// Every proposal of the edition with its screening.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn list(visit: &Visit) -> Result<Vec<Row>, Fault> {
    visit.require(&Role::OFFICE)?;
    rows(&mut *visit.read().await?).await
}

async fn record(
    tx: &mut Tx,
    id: &str,
    accepted: bool,
    reason: &str,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    let decision = Decision {
        outcome: if accepted { "accepted" } else { "rejected" },
        reason: reason.to_owned(),
        note: String::new(),
        by: by.to_owned(),
        at: now,
    };
    store::decide(&mut *tx, id, &decision).await?;
    let status = if accepted { Status::Accepted } else { Status::Rejected };
    proposal::desk::set_status(tx, id, status).await?;
    tx.record("screening.decide", &format!("proposal:{id}"), &Status::Submitted, &decision);
    Ok(())
}

/// Accepts every submission in which the machine sees nothing; tells how many.
///
/// # Errors
/// Whatever the database says.
pub async fn accept_clean(tx: &mut Tx, by: &str, now: i64) -> Result<usize, Fault> {
    let rows = rows(&mut *tx).await?;
    let clean = rows.iter().filter(|r| r.brief.status == Status::Submitted && r.hints.is_empty());
    let mut count = 0;
    for row in clean {
        record(tx, &row.brief.id, true, "", by, now).await?;
        count += 1;
    }
    Ok(count)
}

/// Decides every submission by what is sure, for the demo, whose reasons are known: what only
/// somebody could judge is accepted.
///
/// # Errors
/// Whatever the database says.
pub async fn decide_as_seen(tx: &mut Tx, by: &str, now: i64) -> Result<(), Fault> {
    for row in rows(&mut *tx).await? {
        if row.brief.status == Status::Submitted {
            let sure = row.hints.iter().find(|hint| hint.sure);
            let reason = sure.map_or("", |hint| hint.code.as_str());
            record(tx, &row.brief.id, sure.is_none(), reason, by, now).await?;
        }
    }
    Ok(())
}

/// How many submissions nobody has decided on.
///
/// # Errors
/// Whatever the database says.
pub async fn undecided(conn: &mut AnyConnection) -> Result<usize, Fault> {
    Ok(rows(conn).await?.iter().filter(|r| r.brief.status == Status::Submitted).count())
}

async fn decide(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let mut tx = visit.write().await?;
    let standing = edition::desk::standing(&mut tx).await?;
    if standing.phase != Phase::Screening {
        return Err(Fault::refused(
            "Seleksi hanya bisa dilakukan pada tahap seleksi.",
            "Screening is done in the screening phase only.",
        ));
    }
    match field("action") {
        "accept_clean" => {
            accept_clean(&mut tx, &by, visit.now()).await?;
        }
        action @ ("accept" | "reject") => {
            let reason = if action == "reject" { field("reason") } else { "" };
            let known = standing.edition.reasons.iter().any(|r| r.code == reason);
            if action == "reject" && !known {
                let error = FieldError::new("reason", "Pilih alasan penolakan", "Choose a reason");
                return Ok(Reply::Again(Posted::again(vec![error])));
            }
            let id = field("proposal");
            let (brief, _) = proposal::desk::frozen(&mut tx, id).await?;
            if !brief.status.counts() {
                return Err(Fault::NotFound);
            }
            record(&mut tx, id, action == "accept", reason, &by, visit.now()).await?;
        }
        _ => return Err(Fault::Unreadable),
    }
    tx.commit().await?;
    Ok(Reply::Go("/panitia/usulan".to_owned()))
}

/// Addresses of this slice that take forms.
pub fn routes() -> Router<House> {
    Router::new().route(
        "/panitia/usulan",
        get(pages::page).post(|State(house): State<House>, request: Request| {
            pages::form(house, request, decide)
        }),
    )
}
