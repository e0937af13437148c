//! The seal's desk: two different officers fix the result, once.

pub mod check;
mod compose;
pub mod file;
pub mod key;
pub mod places;
pub mod unseal;

use super::{
    api::{BreakView, BrokenView, Openly, SealView},
    rules::{
        self, SealedResult, SealedRow,
        document::{Document, FORMAT, Manifest, Officer, canonical},
    },
    store::{self, Closing, Seal},
};
use crate::{
    edition::{self, Phase},
    fault::Fault,
    kernel::{FieldError, Posted, Role},
    panel, people,
    server::{
        House, Tx, Visit, audit,
        pages::{self, Fields, Reply},
        session,
    },
};
use axum::{
    Router,
    extract::{Request, State},
    routing::get,
};
use compose::compose;
use key::Keeper;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use std::path::Path;

/// What the audit chain keeps the hash of when a seal is closed: everything that makes it.
#[derive(Serialize)]
struct Evidence<'a> {
    sha256: &'a str,
    manifest: &'a str,
    signature: &'a str,
}

/// What a stored seal that cannot be read is answered with.
pub fn unreadable(error: &serde_json::Error) -> Fault {
    tracing::error!(%error, "the seal cannot be read");
    Fault::Ours
}

/// The honoured of a stored document; before the whole result was sealed, it was their list.
fn read(document: &str) -> Result<Vec<SealedRow>, Fault> {
    if document.starts_with('[') {
        return serde_json::from_str(document).map_err(|error| unreadable(&error));
    }
    let document: Document = serde_json::from_str(document).map_err(|error| unreadable(&error))?;
    Ok(document.honoured)
}

/// What is published of a result before anybody may know it: SHA-256 of nonce and document, in hex.
fn commitment(nonce: &[u8], document: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(nonce);
    hash.update(document.as_bytes());
    key::hex(&hash.finalize())
}

/// The sealed result of an edition; `None` until two officers have sealed it.
///
/// # Errors
/// [`Fault::Ours`] if the stored document does not have the hash it was sealed with.
pub async fn sealed(
    conn: &mut AnyConnection,
    edition_slug: &str,
) -> Result<Option<SealedResult>, Fault> {
    let edition = edition::desk::current(conn).await?;
    let Some(seal) = store::get(conn, edition_slug).await? else { return Ok(None) };
    let Some(sealed_at_ms) = seal.second_at else { return Ok(None) };
    if audit::sha256(seal.document.as_bytes()) != seal.sha256 {
        tracing::error!("the sealed result was altered");
        return Err(Fault::Ours);
    }
    Ok(Some(SealedResult {
        edition: edition.slug,
        year: edition.year,
        demo: edition.demo,
        rows: read(&seal.document)?,
        words: rules::spoken(&seal.sha256),
        sha256: seal.sha256,
        sealed_at_ms,
    }))
}

/// What the plenary did to the list, for everybody; before the result is public only which lot was
/// declared.
///
/// # Errors
/// Whatever the database says.
pub async fn openly(visit: &Visit) -> Result<Openly, Fault> {
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let slug = &standing.edition.slug;
    let mut openly = Openly {
        lot: super::plenary::desk::tie::declared_lot(&mut conn, slug).await?,
        ..Openly::default()
    };
    if standing.phase == Phase::Published
        && sealed(&mut conn, slug).await?.is_some()
        && let Some(seal) = store::get(&mut conn, slug).await?
        && let Ok(document) = serde_json::from_str::<Document>(&seal.document)
    {
        openly.deviations = document.deviations;
        openly.parted = document.parted;
        openly.lot = document.lot.or(openly.lot);
    }
    Ok(openly)
}

async fn name(conn: &mut AnyConnection, id: Option<&str>) -> Result<Option<String>, Fault> {
    Ok(match id {
        Some(id) => people::desk::account(conn, id).await?.map(|account| account.name),
        None => None,
    })
}

/// The seal, for the officers: what is sealed, or what would be.
///
/// # Errors
/// [`Fault::WrongRole`]; a refusal before scoring is closed.
pub async fn view(visit: &Visit) -> Result<SealView, Fault> {
    let officer = visit.require(&Role::OFFICERS)?.id.clone();
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    if standing.phase < Phase::Plenary {
        return Err(too_early());
    }
    let slug = &standing.edition.slug;
    let seal = store::get(&mut conn, slug).await?;
    let (rows, sha256) = if let Some(seal) = &seal {
        (read(&seal.document)?, seal.sha256.clone())
    } else {
        panel::desk::must_be_settled(&mut conn, &standing.edition).await?;
        let composed = compose(&mut conn, &standing.edition).await?;
        (composed.document.honoured, composed.sha256)
    };
    let first_by = seal.as_ref().map(|seal| seal.first_by.as_str());
    let second_by = seal.as_ref().and_then(|seal| seal.second_by.as_deref());
    let mut broken = Vec::new();
    for one in store::broken(&mut conn, slug).await? {
        let asked = one.seal.breaking.as_ref();
        broken.push(BrokenView {
            words: rules::spoken(&one.seal.sha256),
            by: [
                name(&mut conn, asked.map(|asked| asked.by.as_str())).await?.unwrap_or_default(),
                name(&mut conn, Some(&one.by)).await?.unwrap_or_default(),
            ],
            reason: asked.map(|asked| asked.reason.clone()).unwrap_or_default(),
            at: one.at,
        });
    }
    let breaking = match seal.as_ref().and_then(|seal| seal.breaking.as_ref()) {
        Some(asked) => Some(BreakView {
            by: name(&mut conn, Some(&asked.by)).await?.unwrap_or_default(),
            reason: asked.reason.clone(),
            mine: asked.by == officer,
        }),
        None => None,
    };
    let manifest = seal.as_ref().and_then(manifest_of);
    Ok(SealView {
        words: rules::spoken(&sha256),
        rows,
        sha256,
        first_by: name(&mut conn, first_by).await?,
        second_by: name(&mut conn, second_by).await?,
        sealed_at: seal.as_ref().and_then(|seal| seal.second_at),
        commitment: manifest.as_ref().map(|manifest| manifest.commitment.clone()),
        key: manifest.map(|manifest| manifest.key),
        may_break: standing.phase == Phase::Ceremony,
        breaking,
        broken,
    })
}

fn manifest_of(seal: &Seal) -> Option<Manifest> {
    serde_json::from_str(seal.manifest.as_deref()?).ok()
}

fn too_early() -> Fault {
    Fault::refused(
        "Segel baru bisa dibuat setelah penilaian ditutup.",
        "The seal can be made once scoring is closed.",
    )
}

/// Name and office of somebody who seals.
async fn officer_of(conn: &mut AnyConnection, id: &str) -> Result<Officer, Fault> {
    let account = people::desk::account(conn, id).await?.ok_or(Fault::NotFound)?;
    let role = Role::OFFICERS.into_iter().find(|role| account.roles.contains(role));
    Ok(Officer {
        name: account.name,
        role: role.map(|role| role.code().to_owned()).unwrap_or_default(),
    })
}

/// One officer's signature in the caller's transaction; the second one seals the result and
/// opens the ceremony. `data` is the folder of the key that signs.
///
/// # Errors
/// A refusal: too early, nothing to seal, twice by the same officer, or no key to sign with. A
/// result that has changed since the first signature makes this one the first.
pub async fn sign(tx: &mut Tx, data: &Path, officer: &str, now: i64) -> Result<(), Fault> {
    let standing = edition::desk::standing(tx).await?;
    let edition = &standing.edition;
    if standing.phase != Phase::Plenary {
        return Err(too_early());
    }
    panel::desk::must_be_settled(tx, edition).await?;
    let composed = compose(tx, edition).await?;
    if composed.document.honoured.is_empty() {
        return Err(Fault::refused(
            "Belum ada usulan yang cukup dinilai untuk disegel.",
            "No proposal has enough reads to be sealed.",
        ));
    }
    let keeper = Keeper::open(data)?;
    let subject = format!("seal:{}", edition.slug);
    match store::get(tx, &edition.slug).await? {
        Some(seal) if seal.sha256 == composed.sha256 => {
            if seal.first_by == officer {
                return Err(Fault::refused(
                    "Segel memerlukan petugas kedua. Tanda tangan Anda sudah tercatat.",
                    "The seal needs a second officer. Your signature is recorded already.",
                ));
            }
            let key = keeper.public();
            if store::add_key(tx, &key, now).await? {
                tx.record("seal.key", "seal:key", &(), &key);
            }
            let nonce = session::secret(32)?;
            let manifest = Manifest {
                format: FORMAT.to_owned(),
                edition: edition.slug.clone(),
                commitment: commitment(&key::bytes(&nonce).unwrap_or_default(), &seal.document),
                sealed_at: now,
                officers: vec![
                    officer_of(tx, &seal.first_by).await?,
                    officer_of(tx, officer).await?,
                ],
                key,
            };
            let manifest = canonical(&manifest).ok_or(Fault::Ours)?;
            let signature = keeper.sign(&manifest);
            let closing = Closing {
                by: officer,
                at: now,
                nonce: &nonce,
                manifest: &manifest,
                signature: &signature,
            };
            if !store::second(tx, &edition.slug, &closing).await? {
                return Err(Fault::Conflict);
            }
            let evidence =
                Evidence { sha256: &seal.sha256, manifest: &manifest, signature: &signature };
            tx.record("seal.close", &subject, &(), &evidence);
            edition::desk::turn(tx, &standing, Phase::Ceremony).await
        }
        _ => {
            let (document, annex) = (&composed.text, &composed.annex_text);
            let sha256 = &composed.sha256;
            store::first(tx, &edition.slug, document, annex, sha256, (officer, now)).await?;
            tx.record("seal.sign", &subject, &(), sha256);
            Ok(())
        }
    }
}

/// What is wrong with the word and the password that a grave act asks for.
///
/// # Errors
/// [`Fault::TooMany`] after too many wrong passwords.
pub async fn reauthenticate(
    visit: &Visit,
    fields: &Fields,
    word: (&str, FieldError),
) -> Result<Vec<FieldError>, Fault> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let mut errors = Vec::new();
    if field("confirm").trim() != word.0 {
        errors.push(word.1);
    }
    if field("password").is_empty() {
        errors.push(FieldError::new("password", "Isi kata sandi Anda", "Enter your password"));
    }
    if errors.is_empty() {
        match people::desk::confirm_password(visit, field("password")).await {
            Ok(()) => {}
            Err(Fault::Refused { .. }) => errors.push(FieldError::new(
                "password",
                "Kata sandi tidak cocok",
                "The password does not match",
            )),
            Err(fault) => return Err(fault),
        }
    }
    Ok(errors)
}

async fn seal_form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let officer = visit.require(&Role::OFFICERS)?.id.clone();
    let word = FieldError::new(
        "confirm",
        "Ketik SEGEL dengan huruf besar untuk menyegel",
        "Type SEGEL in capitals to seal",
    );
    let errors = reauthenticate(&visit, &fields, ("SEGEL", word)).await?;
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    let mut tx = visit.write().await?;
    match sign(&mut tx, &visit.house.config.data, &officer, visit.now()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::Go("/panitia/segel".to_owned()))
        }
        Err(Fault::Refused { id, en }) => {
            Ok(Reply::Again(Posted::again(vec![FieldError::new("confirm", id, en)])))
        }
        Err(fault) => Err(fault),
    }
}

async fn move_form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let from = fields.get("from").and_then(|code| Phase::of_code(code)).ok_or(Fault::Unreadable)?;
    edition::desk::advance(&visit, from).await?;
    Ok(Reply::Go("/panitia".to_owned()))
}

/// Addresses of this slice that take forms or hand out files.
pub fn routes() -> Router<House> {
    Router::new()
        .route(
            "/panitia/segel",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, seal_form)
            }),
        )
        .route(
            "/panitia",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, move_form)
            }),
        )
        .merge(file::routes())
        .merge(super::plenary::desk::routes())
        .merge(super::print::desk::routes())
        .merge(super::trail::desk::routes())
        .merge(super::open::desk::routes())
}
