//! The sealed places of everybody who was ranked, for the show: from the seal's own annex, whole or not
//! at all. Who may learn of them, and when, is the caller's to decide.

use crate::{
    fault::Fault,
    result::{
        rules::document::{Annex, Document, SealedPlace},
        store,
    },
    server::audit,
};
use sqlx::AnyConnection;

/// Every place, best first; none until two officers have sealed.
///
/// # Errors
/// [`Fault::Ours`] if the seal was altered.
pub async fn places(conn: &mut AnyConnection, edition: &str) -> Result<Vec<SealedPlace>, Fault> {
    let seal = store::get(conn, edition).await?.filter(|seal| seal.second_at.is_some());
    let Some((seal, annex)) =
        seal.and_then(|mut seal| seal.annex.take().map(|annex| (seal, annex)))
    else {
        return Ok(Vec::new());
    };
    let broken = |_| {
        tracing::error!("the sealed result cannot be read");
        Fault::Ours
    };
    let document: Document = serde_json::from_str(&seal.document).map_err(broken)?;
    if audit::sha256(seal.document.as_bytes()) != seal.sha256
        || audit::sha256(annex.as_bytes()) != document.annex
    {
        tracing::error!("the sealed result was altered");
        return Err(Fault::Ours);
    }
    let annex: Annex = serde_json::from_str(&annex).map_err(broken)?;
    Ok(annex.places)
}
