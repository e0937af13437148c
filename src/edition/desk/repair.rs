//! Repairs: pages of a submitted proposal that the committee opens again for a time. They are
//! windows like later closings, and the same function decides by them.

use super::Standing;
use crate::{
    edition::{may_repair, store::repair as store},
    fault::Fault,
    kernel::FieldError,
    server::Tx,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

pub use store::Repair;

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The proposal.
    pub proposal: String,
    /// The pages to open.
    pub pages: Vec<String>,
    /// What is to be mended.
    pub message: String,
    /// Until when, if it can be read.
    pub closes: Option<i64>,
}

/// Opens pages in the caller's transaction; the inner errors are why they cannot be.
///
/// # Errors
/// Whatever the database says.
pub async fn open(
    tx: &mut Tx,
    standing: &Standing,
    asked: Asked,
    by: &str,
    now: i64,
) -> Result<Result<Repair, Vec<FieldError>>, Fault> {
    let closes = match may_repair(&standing.edition, &asked.pages, asked.closes, now) {
        Ok(closes) => closes,
        Err(why) => return Ok(Err(why)),
    };
    store::end(tx, &asked.proposal, now).await?;
    let repair = Repair {
        id: uuid::Uuid::now_v7().to_string(),
        proposal: asked.proposal,
        pages: asked.pages,
        message: asked.message,
        closes,
        made_by: by.to_owned(),
        made_at: now,
        ended_at: None,
    };
    store::add(tx, &standing.edition.slug, &repair).await?;
    tx.record("repair.open", &format!("proposal:{}", repair.proposal), &(), &repair);
    Ok(Ok(repair))
}

/// The last repair of every proposal that has one.
///
/// # Errors
/// Whatever the database says.
pub async fn all(
    conn: &mut AnyConnection,
    edition: &str,
) -> Result<BTreeMap<String, Repair>, Fault> {
    store::all(conn, edition).await
}

/// Ends a proposal's repair, if it has one: it was submitted again, or the committee took it back.
///
/// # Errors
/// Whatever the database says.
pub async fn end(tx: &mut Tx, proposal: &str, now: i64) -> Result<(), Fault> {
    store::end(tx, proposal, now).await
}
