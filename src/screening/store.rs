//! SQL of screening: one decision for each proposal.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row};
use std::collections::HashMap;

/// A decision as it is stored.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Decision {
    pub outcome: &'static str,
    pub reason: String,
    pub note: String,
    pub by: String,
    pub at: i64,
}

pub async fn decide(
    conn: &mut AnyConnection,
    proposal: &str,
    decision: &Decision,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO screening (proposal, decision, reason, note, decided_by, decided_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (proposal) \
         DO UPDATE SET decision = $2, reason = $3, note = $4, decided_by = $5, decided_at = $6",
    )
    .bind(proposal)
    .bind(decision.outcome)
    .bind(&decision.reason)
    .bind(&decision.note)
    .bind(&decision.by)
    .bind(decision.at)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

pub async fn reasons(conn: &mut AnyConnection) -> Result<HashMap<String, String>, Fault> {
    let rows = sqlx::query("SELECT proposal, reason FROM screening WHERE reason <> ''")
        .fetch_all(&mut *conn)
        .await?;
    let mut reasons = HashMap::new();
    for row in rows {
        reasons.insert(row.try_get(0)?, row.try_get(1)?);
    }
    Ok(reasons)
}
