//! Breaking a seal: one officer asks with a reason, the other does it, and the old seal stays as a
//! record. What was prepared from it ends with it: `ceremony` takes the form.

use super::super::store::{self, Breaking};
use crate::{
    edition::{self, Phase},
    fault::Fault,
    server::Tx,
};
use serde::Serialize;
use uuid::Uuid;

#[derive(Serialize)]
struct Before<'a> {
    sha256: &'a str,
    manifest: Option<&'a str>,
}

/// One officer's word in the caller's transaction; tells whether the seal is broken now.
///
/// # Errors
/// A refusal: nothing is sealed, the result is public already, or twice by the same officer.
pub async fn unseal(tx: &mut Tx, officer: &str, reason: &str, now: i64) -> Result<bool, Fault> {
    let standing = edition::desk::standing(tx).await?;
    let slug = &standing.edition.slug;
    match standing.phase {
        Phase::Ceremony => {}
        Phase::Published => {
            return Err(Fault::refused(
                "Hasil sudah diterbitkan, sehingga segelnya tidak bisa dibuka lagi.",
                "The result is public, so its seal cannot be broken any more.",
            ));
        }
        _ => return Err(unsealed()),
    }
    let seal = store::get(tx, slug).await?.filter(|seal| seal.second_at.is_some());
    let seal = seal.ok_or_else(unsealed)?;
    let subject = format!("seal:{slug}");
    let Some(asked) = &seal.breaking else {
        let breaking = Breaking { by: officer.to_owned(), at: now, reason: reason.to_owned() };
        if !store::ask_break(tx, slug, &breaking).await? {
            return Err(Fault::Conflict);
        }
        tx.record("seal.ask_break", &subject, &(), &reason);
        return Ok(false);
    };
    if asked.by == officer {
        return Err(Fault::refused(
            "Membuka segel memerlukan petugas kedua. Permintaan Anda sudah tercatat.",
            "Breaking the seal needs a second officer. Your request is recorded already.",
        ));
    }
    let id = Uuid::now_v7().to_string();
    if !store::break_up(tx, &id, slug, (officer, now)).await? {
        return Err(Fault::Conflict);
    }
    let before = Before { sha256: &seal.sha256, manifest: seal.manifest.as_deref() };
    tx.record("seal.break", &subject, &before, &asked.reason);
    edition::desk::turn(tx, &standing, Phase::Plenary).await?;
    Ok(true)
}

fn unsealed() -> Fault {
    Fault::refused("Tidak ada segel yang bisa dibuka.", "There is no seal to break.")
}
