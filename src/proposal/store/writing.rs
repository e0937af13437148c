//! What is written: the present texts, and the ledger they are in.

use crate::{fault::Fault, server::ledger::Ledger};
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

/// The texts of proposals.
pub const LEDGER: Ledger = Ledger { table: "section", owner: "proposal" };

/// One text as it is stored.
pub struct StoredText {
    pub field: String,
    pub rev: i64,
    pub value: String,
    pub saved_at: i64,
}

pub async fn texts(conn: &mut AnyConnection, id: &str) -> Result<Vec<StoredText>, Fault> {
    let rows = sqlx::query("SELECT field, rev, value, saved_at FROM section WHERE proposal = $1")
        .bind(id)
        .fetch_all(&mut *conn)
        .await?;
    let mut texts = Vec::with_capacity(rows.len());
    for row in rows {
        texts.push(StoredText {
            field: row.try_get(0)?,
            rev: row.try_get(1)?,
            value: row.try_get(2)?,
            saved_at: row.try_get(3)?,
        });
    }
    Ok(texts)
}

/// The texts of every proposal of an edition, by proposal.
pub async fn all_texts(
    conn: &mut AnyConnection,
    edition: &str,
) -> Result<BTreeMap<String, BTreeMap<String, String>>, Fault> {
    let rows = sqlx::query(
        "SELECT s.proposal, s.field, s.value FROM section s \
         JOIN proposal p ON p.id = s.proposal WHERE p.edition = $1",
    )
    .bind(edition)
    .fetch_all(&mut *conn)
    .await?;
    let mut texts: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in rows {
        texts.entry(row.try_get(0)?).or_default().insert(row.try_get(1)?, row.try_get(2)?);
    }
    Ok(texts)
}
