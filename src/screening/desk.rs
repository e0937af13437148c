//! The screening desk: accepts and rejects submissions, each with a record.

use super::{
    api::Row,
    rules,
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
    let proposals = proposal::desk::identities(conn, &edition).await?;
    let mut reasons = store::reasons(conn).await?;
    let identities: Vec<_> = proposals.iter().map(|(_, identity, _)| identity.clone()).collect();
    let hints = rules::hints(&edition, &identities);
    Ok(proposals
        .into_iter()
        .zip(hints)
        .map(|((brief, _, _), hints)| Row { reason: reasons.remove(&brief.id), brief, hints })
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

/// Rejects every submission in which the machine sees a reason, for that reason; for the demo,
/// whose reasons are known.
///
/// # Errors
/// Whatever the database says.
pub async fn reject_hinted(tx: &mut Tx, by: &str, now: i64) -> Result<(), Fault> {
    for row in rows(&mut *tx).await? {
        if let (Status::Submitted, Some(hint)) = (row.brief.status, row.hints.first()) {
            record(tx, &row.brief.id, false, &hint.code, by, now).await?;
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
