//! SQL of repairs: pages of a proposal that the committee opened again.

use crate::{
    edition::{Extension, Scope},
    fault::Fault,
};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::BTreeMap;

/// A repair that was asked for.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Repair {
    /// Stable id.
    pub id: String,
    /// The proposal.
    pub proposal: String,
    /// The pages it opens, by their parts of the address.
    pub pages: Vec<String>,
    /// What is to be mended.
    pub message: String,
    /// Until when.
    pub closes: i64,
    /// Account that asked for it.
    pub made_by: String,
    /// When.
    pub made_at: i64,
    /// When it ended before its time: submitted again, or taken back.
    pub ended_at: Option<i64>,
}

fn words(pages: &str) -> Vec<String> {
    pages.split_whitespace().map(str::to_owned).collect()
}

fn repair(row: &AnyRow) -> Result<Repair, Fault> {
    Ok(Repair {
        id: row.try_get(0)?,
        proposal: row.try_get(1)?,
        pages: words(&row.try_get::<String, _>(2)?),
        message: row.try_get(3)?,
        closes: row.try_get(4)?,
        made_by: row.try_get(5)?,
        made_at: row.try_get(6)?,
        ended_at: row.try_get(7)?,
    })
}

/// The repairs that have not ended, as windows.
pub async fn open(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Extension>, Fault> {
    let rows = sqlx::query(
        "SELECT proposal, pages, closes FROM repair WHERE edition = $1 AND ended_at IS NULL",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    let mut open = Vec::with_capacity(rows.len());
    for row in rows {
        open.push(Extension {
            scope: Scope::Proposal(row.try_get(0)?),
            pages: words(&row.try_get::<String, _>(1)?),
            closes: row.try_get(2)?,
        });
    }
    Ok(open)
}

pub async fn add(conn: &mut AnyConnection, edition: &str, new: &Repair) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO repair (id, edition, proposal, pages, message, closes, made_by, made_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&new.id)
    .bind(edition)
    .bind(&new.proposal)
    .bind(new.pages.join(" "))
    .bind(&new.message)
    .bind(new.closes)
    .bind(&new.made_by)
    .bind(new.made_at)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// The last repair of every proposal of an edition that has one.
pub async fn all(
    conn: &mut AnyConnection,
    edition: &str,
) -> Result<BTreeMap<String, Repair>, Fault> {
    let rows = sqlx::query(
        "SELECT id, proposal, pages, message, closes, made_by, made_at, ended_at FROM repair \
         WHERE edition = $1 ORDER BY made_at, id",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(|row| repair(row).map(|one| (one.proposal.clone(), one))).collect()
}

/// Ends a proposal's repair, if it has one.
pub async fn end(conn: &mut AnyConnection, proposal: &str, now: i64) -> Result<(), Fault> {
    sqlx::query("UPDATE repair SET ended_at = $2 WHERE proposal = $1 AND ended_at IS NULL")
        .bind(proposal)
        .bind(now)
        .execute(&mut *conn)
        .await?;
    Ok(())
}
