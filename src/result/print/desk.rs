//! Prints from the seal: for the officers from the sealing on, for the whole office once the result is
//! public, and each innovator's own feedback from then on. Nobody else learns who won from a paper.

mod archive;
mod pack;
mod province;
pub mod revoke;

use pack::File;

use super::{
    api::{Award, AwardState, OfficeAward, Prints},
    book::{self, Notes},
    rules::{self, judge},
    sheet::{self, Sealed, list, minutes},
    store::{self, Stored},
};
use crate::{
    edition::{self, Phase},
    fault::Fault,
    kernel::{Lang, Role},
    proposal,
    result::{
        desk::unreadable,
        rules::{SealedRow, document::Document, spoken},
        store as seals,
    },
    server::{
        House, Visit, audit,
        pages::{self, Fields, Reply},
        press::press,
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use sqlx::AnyConnection;

/// The closed seal with its nonce and the edition's phase; whole, or not at all.
async fn opened(conn: &mut AnyConnection) -> Result<(Phase, String, Sealed), Fault> {
    let standing = edition::desk::standing(conn).await?;
    let seal = seals::get(conn, &standing.edition.slug).await?;
    let seal = seal.filter(|seal| seal.second_at.is_some());
    let (Some(nonce), Some(manifest), Some(annex), document, sha256) = (match seal {
        Some(seal) => (seal.nonce, seal.manifest, seal.annex, seal.document, seal.sha256),
        None => return Err(not_sealed()),
    }) else {
        return Err(not_sealed());
    };
    let read: Document = serde_json::from_str(&document).map_err(|error| unreadable(&error))?;
    let is_whole = audit::sha256(document.as_bytes()) == sha256
        && audit::sha256(annex.as_bytes()) == read.annex;
    if !is_whole {
        tracing::error!("the sealed result was altered");
        return Err(Fault::Ours);
    }
    let sealed = Sealed {
        edition: standing.edition,
        document: read,
        annex: serde_json::from_str(&annex).map_err(|error| unreadable(&error))?,
        manifest: serde_json::from_str(&manifest).map_err(|error| unreadable(&error))?,
        words: spoken(&sha256),
        sha256,
    };
    Ok((standing.phase, nonce, sealed))
}

fn not_sealed() -> Fault {
    Fault::refused(
        "Dokumen tersedia setelah hasil disegel dua petugas.",
        "The documents are there once two officers have sealed the result.",
    )
}

/// What the office may print now.
async fn office(visit: &Visit) -> Result<(String, Sealed), Fault> {
    let is_officer = visit.require(&Role::OFFICE)?.is_any(&Role::OFFICERS);
    let (phase, nonce, sealed) = opened(&mut *visit.read().await?).await?;
    if !is_officer && phase != Phase::Published {
        return Err(Fault::refused(
            "Sebelum hasil diterbitkan, dokumen hanya untuk ketua dan sekretaris.",
            "Before the result is public, the documents are for the chair and the secretary only.",
        ));
    }
    Ok((nonce, sealed))
}

/// The code of a certificate: nobody can make it up without the nonce.
fn code(nonce: &str, row: &SealedRow) -> String {
    rules::code_of(&audit::sha256(format!("piagam:{nonce}:{}", row.proposal_id).as_bytes()))
}

fn award_of(
    sealed: &Sealed,
    (at, row): (usize, &SealedRow),
    code: &str,
    revoked: &[Stored],
    now: i64,
) -> Award {
    let awarded_at = sealed.edition.calendar.ceremony_on;
    let state = match revoked.iter().find(|one| one.code == code) {
        Some(one) => AwardState::Revoked(one.at, one.kind),
        None if now < awarded_at => AwardState::NotYet(awarded_at),
        None => AwardState::Valid,
    };
    Award {
        code: rules::grouped(code),
        serial: rules::serial(at, sealed.document.year),
        rank: row.rank,
        acronym: row.acronym.clone(),
        title: row.title.clone(),
        unit: row.unit.clone(),
        agency: row.agency.clone(),
        edition: sealed.document.name.clone(),
        awarded_at,
        signer: sealed.edition.region.head.clone(),
        state,
    }
}

/// The certificate of a code; none before the result is public, as if there were no such code.
///
/// # Errors
/// Whatever the database says.
pub async fn award(visit: &Visit, typed: &str) -> Result<Option<Award>, Fault> {
    let Some(wanted) = rules::read_code(typed) else { return Ok(None) };
    let mut conn = visit.read().await?;
    let (phase, nonce, sealed) = match opened(&mut conn).await {
        Ok(opened) => opened,
        Err(Fault::Refused { .. }) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    if phase != Phase::Published {
        return Ok(None);
    }
    let found =
        sealed.document.honoured.iter().enumerate().find(|(_, row)| code(&nonce, row) == wanted);
    match found {
        Some(found) => {
            let revoked = store::revoked(&mut conn).await?;
            Ok(Some(award_of(&sealed, found, &wanted, &revoked, visit.now())))
        }
        None => Ok(None),
    }
}

/// What the office can print.
///
/// # Errors
/// [`Fault::WrongRole`]; a refusal before the sealing, or before the publication for who is no officer.
pub async fn prints(visit: &Visit) -> Result<Prints, Fault> {
    let (nonce, sealed) = office(visit).await?;
    let mut conn = visit.read().await?;
    let revoked = store::revoked(&mut conn).await?;
    let awards = sealed
        .document
        .honoured
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let code = code(&nonce, row);
            let reason = revoked.iter().find(|one| one.code == code);
            OfficeAward {
                proposal: row.proposal_id.clone(),
                award: award_of(&sealed, (at, row), &code, &revoked, visit.now()),
                reason: reason.map(|one| one.reason.clone()).unwrap_or_default(),
            }
        })
        .collect();
    Ok(Prints {
        words: sealed.words,
        awards,
        quota: sealed.document.province_quota,
        may_revoke: visit.account()?.is_any(&Role::OFFICERS),
    })
}

fn notes(sealed: &Sealed) -> Notes {
    let Sealed { edition, document, annex, manifest, .. } = sealed;
    let line = |name: &str, text: String| (name.to_owned(), text);
    let zone = &edition.region.zone;
    let mut lines = vec![
        line("Edisi", document.name.clone()),
        line("Disegel", zone.moment(manifest.sealed_at, Lang::Id)),
        line("Kata segel", sealed.words.clone()),
        line("SHA-256", sealed.sha256.clone()),
        line("Komitmen", manifest.commitment.clone()),
        line(
            "Nilai tersegel",
            "pecahan tepat dari segel, di sini sebagai bilangan; kolom Selisih harus 0".to_owned(),
        ),
    ];
    if document.demo {
        lines.push(line("Contoh", "nilai dan peringkat ini simulasi".to_owned()));
    }
    for one in &annex.recusals {
        let who = format!("{} tidak menilai {}", judge(annex, &one.judge), one.code);
        lines.push(line("Benturan kepentingan", who));
    }
    for (id, n) in &annex.unsent {
        lines.push(line("Tidak dikirim", format!("{}: {n} penilaian", judge(annex, id))));
    }
    Notes { lines, sealed_at: manifest.sealed_at }
}

async fn print(visit: &Visit, name: &str) -> Result<Vec<u8>, Fault> {
    match name {
        "arsip.zip" => return archive::archive(visit).await,
        "sertifikat.zip" => {
            let files = pack::certificates(visit).await?;
            return pack::pack(&office(visit).await?.1, &files);
        }
        _ => {}
    }
    let (_, sealed) = office(visit).await?;
    match name {
        "rekap.xlsx" => book::recap(&sealed.document, &sealed.annex, &notes(&sealed)),
        "berita-acara.pdf" => {
            let paper = minutes::minutes(&sealed);
            press(move || paper::report(&paper)).await
        }
        "berita-acara.docx" => sheet::word(&minutes::minutes(&sealed)),
        "lampiran-keputusan.docx" => sheet::word(&sheet::decree(&sealed)),
        "rekap.csv" => list::recap(&sealed),
        "lampiran-keputusan.pdf" => {
            let paper = sheet::decree(&sealed);
            press(move || paper::report(&paper)).await
        }
        "umpan-balik.zip" => pack::pack(&sealed, &pack::feedback(&sealed).await?),
        _ => Err(Fault::NotFound),
    }
}

/// An innovator's own feedback, once the result is public; `proposal::desk` says who may.
async fn own_feedback(visit: &Visit, id: &str) -> Result<Vec<u8>, Fault> {
    proposal::desk::overview(visit, id).await?;
    let (phase, _, sealed) = opened(&mut *visit.read().await?).await?;
    if phase != Phase::Published {
        return Err(Fault::refused(
            "Umpan balik juri tersedia setelah hasil diterbitkan.",
            "The judges' feedback is there once the result is public.",
        ));
    }
    let place = sealed.annex.places.iter().find(|place| place.proposal_id == id);
    let paper = sheet::feedback(&sealed, place.ok_or(Fault::NotFound)?);
    press(move || paper::report(&paper)).await
}

fn as_file(name: &str, bytes: Vec<u8>) -> Response {
    let kind = match name.rsplit('.').next() {
        Some("pdf") => "application/pdf",
        Some("zip") => "application/zip",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(CONTENT_DISPOSITION, pages::disposition("attachment", name));
    response
}

/// Hands out what `work` makes as a file of this name, or a page that says why not.
pub async fn answer<F>(
    house: House,
    request: Request,
    name: &str,
    work: impl FnOnce(Visit) -> F,
) -> Response
where
    F: Future<Output = Result<Vec<u8>, Fault>>,
{
    let (parts, _) = pages::whole(request).into_parts();
    let bytes = match house.visit(&parts).await {
        Ok(visit) => work(visit).await,
        Err(fault) => Err(fault),
    };
    match bytes {
        Ok(bytes) => as_file(name, bytes),
        Err(fault) => pages::refuse(&house, &parts, &fault, Fields::new(), fault.status()).await,
    }
}

/// The page's two forms.
async fn form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    match fields.get("act").map(String::as_str) {
        Some("province") => province::form(visit, fields).await,
        _ => revoke::form(visit, fields).await,
    }
}

/// Addresses of papers.
pub fn routes() -> Router<House> {
    Router::new()
        .route(
            "/panitia/ekspor",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, form)
            }),
        )
        .route(
            "/verifikasi-segel/pencabutan.json",
            get(|State(house): State<House>, request: Request| async move {
                answer(house, request, "pencabutan.json", |visit| async move {
                    revoke::list(&visit).await
                })
                .await
            }),
        )
        .route(
            "/panitia/ekspor/{name}",
            get(
                |State(house): State<House>, Path(name): Path<String>, request: Request| async move {
                    let file = name.clone();
                    answer(house, request, &name, |visit| async move { print(&visit, &file).await })
                        .await
                },
            ),
        )
        .route(
            "/saya/usulan/{id}/umpan-balik.pdf",
            get(
                |State(house): State<House>, Path(id): Path<String>, request: Request| async move {
                    answer(house, request, "umpan-balik.pdf", |visit| async move {
                        own_feedback(&visit, &id).await
                    })
                    .await
                },
            ),
        )
}
