//! The audit chain's desk: the office reads it page by page, walks it, and takes it with it as a list.

use super::{
    api::{Asked, Entry, Trail},
    store,
};
use crate::{
    edition,
    fault::Fault,
    kernel::{Lang, Role},
    result::{list::table, print::desk::answer},
    server::{
        House, Visit,
        audit::{self, Verdict},
    },
};
use axum::{
    Router,
    extract::{Request, State},
    routing::get,
};

/// Entries on a page.
const PAGE: usize = 100;

/// Most entries of a list: more are no spreadsheet's.
const LIST: i64 = 1_000_000;

/// A page of the chain.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn trail(visit: &Visit, asked: &Asked) -> Result<Trail, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let before = asked.before.unwrap_or(i64::MAX);
    let most = i64::try_from(PAGE + 1).map_err(|_| Fault::Ours)?;
    let mut entries = store::entries(&mut conn, before, &asked.action, most).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let walked = if asked.walk {
        Some(match audit::verify(&mut conn).await? {
            Verdict::Whole(entries) => Ok(entries),
            Verdict::Broken { seq, .. } => Err(seq),
        })
    } else {
        None
    };
    Ok(Trail {
        older: entries.last().map(|entry| entry.seq).filter(|_| more),
        entries,
        actions: store::actions(&mut conn).await?,
        walked,
    })
}

/// The whole chain as a list, oldest first.
///
/// # Errors
/// As [`trail`].
pub async fn list(visit: &Visit) -> Result<Vec<u8>, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let zone = edition::desk::current(&mut conn).await?.region.zone;
    let mut entries = store::entries(&mut conn, i64::MAX, "", LIST).await?;
    entries.reverse();
    let row = |entry: Entry| {
        vec![
            entry.seq.to_string(),
            zone.moment(entry.at, Lang::Id),
            entry.who,
            entry.action,
            entry.subject,
            entry.hash,
        ]
    };
    let head = ["urutan", "waktu", "pelaku", "tindakan", "objek", "sidik"];
    table(&head, entries.into_iter().map(row))
}

/// Addresses of the chain.
pub fn routes() -> Router<House> {
    Router::new().route(
        "/panitia/jejak/jejak.csv",
        get(|State(house): State<House>, request: Request| async move {
            answer(house, request, "jejak.csv", |visit| async move { list(&visit).await }).await
        }),
    )
}
