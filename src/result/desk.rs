//! The seal's desk: two different officers fix the result, once.

use super::{
    api::SealView,
    rules::{self, SealedResult, SealedRow},
    store,
};
use crate::{
    edition::{self, Edition, Phase},
    fault::Fault,
    judging,
    kernel::{FieldError, Posted, Role},
    people, proposal,
    server::{
        House, Tx, Visit, audit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{Request, State},
    routing::get,
};
use sqlx::AnyConnection;

/// The officers who may seal.
const OFFICERS: [Role; 2] = [Role::Chair, Role::Secretary];

/// The rows that would be sealed now: the honoured of the official ranking.
async fn rows(conn: &mut AnyConnection, edition: &Edition) -> Result<Vec<SealedRow>, Fault> {
    let places = judging::desk::places(conn, edition).await?;
    let ranks: Vec<u32> = places.iter().map(|place| place.rank).collect();
    let count = rules::honoured(&ranks, edition.rules.top);
    let mut rows = Vec::with_capacity(count);
    for place in places.into_iter().take(count) {
        let (_, frozen) = proposal::desk::frozen(conn, &place.proposal).await?;
        rows.push(SealedRow {
            rank: place.rank,
            score: place.mean.display(),
            proposal_id: place.proposal,
            acronym: frozen.identity.acronym,
            expansion: frozen.identity.expansion,
            title: frozen.identity.title,
            unit: frozen.unit,
            agency: frozen.agency,
        });
    }
    Ok(rows)
}

fn document(rows: &[SealedRow]) -> Result<(String, String), Fault> {
    let document = serde_json::to_string(rows).map_err(|_| Fault::Ours)?;
    let sha256 = audit::sha256(document.as_bytes());
    Ok((document, sha256))
}

fn read(document: &str) -> Result<Vec<SealedRow>, Fault> {
    serde_json::from_str(document).map_err(|error| {
        tracing::error!(%error, "the seal cannot be read");
        Fault::Ours
    })
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

/// The seal, for the officers: what is sealed, or what would be.
///
/// # Errors
/// [`Fault::WrongRole`]; a refusal before scoring is closed.
pub async fn view(visit: &Visit) -> Result<SealView, Fault> {
    visit.require(&OFFICERS)?;
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    if standing.phase < Phase::Plenary {
        return Err(too_early());
    }
    let seal = store::get(&mut conn, &standing.edition.slug).await?;
    let (rows, sha256) = if let Some(seal) = &seal {
        (read(&seal.document)?, seal.sha256.clone())
    } else {
        let rows = rows(&mut conn, &standing.edition).await?;
        let (_, sha256) = document(&rows)?;
        (rows, sha256)
    };
    let mut names = Vec::new();
    for id in [
        seal.as_ref().map(|seal| seal.first_by.clone()),
        seal.as_ref().and_then(|seal| seal.second_by.clone()),
    ] {
        names.push(match id {
            Some(id) => people::desk::account(&mut conn, &id).await?.map(|a| a.name),
            None => None,
        });
    }
    Ok(SealView {
        words: rules::spoken(&sha256),
        rows,
        sha256,
        second_by: names.pop().flatten(),
        first_by: names.pop().flatten(),
        sealed_at: seal.and_then(|seal| seal.second_at),
    })
}

fn too_early() -> Fault {
    Fault::refused(
        "Segel baru bisa dibuat setelah penilaian ditutup.",
        "The seal can be made once scoring is closed.",
    )
}

/// One officer's signature in the caller's transaction; the second one seals the result and
/// opens the ceremony.
///
/// # Errors
/// A refusal: too early, a tie that people must decide first, twice by the same officer, or a
/// result that has changed since the first signature.
pub async fn sign(tx: &mut Tx, officer: &str, now: i64) -> Result<(), Fault> {
    let standing = edition::desk::standing(tx).await?;
    let edition = &standing.edition;
    if standing.phase != Phase::Plenary {
        return Err(too_early());
    }
    let rows = rows(tx, edition).await?;
    if rows.is_empty() {
        return Err(Fault::refused(
            "Belum ada usulan yang cukup dinilai untuk disegel.",
            "No proposal has enough reads to be sealed.",
        ));
    }
    let (document, sha256) = document(&rows)?;
    let subject = format!("seal:{}", edition.slug);
    match store::get(tx, &edition.slug).await? {
        Some(seal) if seal.sha256 == sha256 => {
            if seal.first_by == officer {
                return Err(Fault::refused(
                    "Segel memerlukan petugas kedua. Tanda tangan Anda sudah tercatat.",
                    "The seal needs a second officer. Your signature is recorded already.",
                ));
            }
            if !store::second(tx, &edition.slug, officer, now).await? {
                return Err(Fault::Conflict);
            }
            tx.record("seal.close", &subject, &(), &sha256);
            edition::desk::turn(tx, &standing, Phase::Ceremony).await
        }
        _ => {
            store::first(tx, &edition.slug, &document, &sha256, officer, now).await?;
            tx.record("seal.sign", &subject, &(), &sha256);
            Ok(())
        }
    }
}

async fn seal_form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let officer = visit.require(&OFFICERS)?.id.clone();
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let mut errors = Vec::new();
    if field("confirm").trim() != "SEGEL" {
        errors.push(FieldError::new(
            "confirm",
            "Ketik SEGEL dengan huruf besar untuk menyegel",
            "Type SEGEL in capitals to seal",
        ));
    }
    if field("password").is_empty() {
        errors.push(FieldError::new("password", "Isi kata sandi Anda", "Enter your password"));
    }
    if errors.is_empty() {
        match people::desk::confirm_password(&visit, field("password")).await {
            Ok(()) => {}
            Err(Fault::Refused { .. }) => errors.push(FieldError::new(
                "password",
                "Kata sandi tidak cocok",
                "The password does not match",
            )),
            Err(fault) => return Err(fault),
        }
    }
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    let mut tx = visit.write().await?;
    match sign(&mut tx, &officer, visit.now()).await {
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

/// Addresses of this slice that take forms.
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
}
