//! The documents' desk: hands a proposal out as a file, and reads one in after showing what would
//! go where.

use super::{
    docx::{self, Bad},
    rules::{self, Paragraph},
    sheet::{self, Dates},
};
use crate::{
    edition::{self, Edition, Part},
    fault::Fault,
    kernel::{FieldError, Lang, Posted, keeping::Saved, saving::Attempt, text},
    proposal::{
        api::{Brief, Typed},
        desk::{receipt, review, writable, writing::save},
        rules::{self as proposals, Frozen},
        store,
    },
    say,
    server::{
        House, Visit,
        pages::{self, Fields, Reply},
        press::press,
        session,
    },
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Path, Request, State},
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use sqlx::AnyConnection;

/// Largest document that is read, in bytes.
const LARGEST: usize = 10 * 1024 * 1024;

#[derive(Clone, Copy)]
enum Kind {
    Pdf,
    Word,
    Text,
    Receipt,
}

impl Kind {
    fn ending(self) -> &'static str {
        match self {
            Self::Pdf | Self::Receipt => "pdf",
            Self::Word => "docx",
            Self::Text => "txt",
        }
    }

    fn mime(self) -> &'static str {
        match self {
            Self::Pdf | Self::Receipt => "application/pdf",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// A file's bytes and its name without ending.
type File = (Vec<u8>, String);

/// The receipt of the version that counts: for whoever may see its page, and nobody else.
async fn receipt_file(visit: &Visit, id: &str) -> Result<File, Fault> {
    let receipt = receipt(visit, id).await?;
    let edition = edition::desk::current(&mut *visit.read().await?).await?;
    let name = receipt.number.clone();
    let paper = sheet::receipt(&edition, visit.lang, receipt);
    Ok((press(move || paper::receipt(&paper)).await?, name))
}

async fn proposal_file(visit: &Visit, id: &str, kind: Kind) -> Result<File, Fault> {
    let (overview, frozen) = review(visit, id).await?;
    let edition = edition::desk::current(&mut *visit.read().await?).await?;
    let name = frozen.identity.acronym.clone();
    if matches!(kind, Kind::Pdf) {
        let stored = store::get(&mut *visit.read().await?, id).await?.ok_or(Fault::NotFound)?;
        let dates = Dates { submitted: overview.submitted_at, changed: stored.changed_at };
        let paper = sheet::proposal(&edition, visit.lang, &overview.brief, &frozen, dates);
        return Ok((press(move || paper::proposal(&paper)).await?, name));
    }
    let (title, mut head) = heading(&edition, visit.lang, &overview.brief, &frozen);
    let parts = rules::parts(&edition, &frozen.texts, visit.lang);
    let bytes = if matches!(kind, Kind::Word) {
        docx::write(&title, &head, &parts).map_err(|error| {
            tracing::error!(%error, "a document could not be written");
            Fault::Ours
        })?
    } else {
        head.insert(0, title);
        rules::to_text(&head, &parts).into_bytes()
    };
    Ok((bytes, name))
}

/// The version that counts as PDF and as Word, which can still be revised for the next level; for
/// desks that have already asked who asks.
///
/// # Errors
/// [`Fault::NotFound`] if nothing was submitted, [`Fault::Ours`] if a document cannot be made.
pub async fn copies(
    conn: &mut AnyConnection,
    edition: &Edition,
    id: &str,
) -> Result<(Frozen, [(&'static str, Vec<u8>); 2]), Fault> {
    let stored = store::get(conn, id).await?.ok_or(Fault::NotFound)?;
    let submission = store::submitted(conn, id).await?.ok_or(Fault::NotFound)?;
    let (brief, frozen) = (stored.brief(0), submission.frozen);
    let dates = Dates { submitted: Some(submission.submitted_at), changed: None };
    let paper = sheet::proposal(edition, Lang::Id, &brief, &frozen, dates);
    let pdf = press(move || paper::proposal(&paper)).await?;
    let (title, head) = heading(edition, Lang::Id, &brief, &frozen);
    let parts = rules::parts(edition, &frozen.texts, Lang::Id);
    let word = docx::write(&title, &head, &parts).map_err(|error| {
        tracing::error!(%error, "a document could not be written");
        Fault::Ours
    })?;
    Ok((frozen, [("pdf", pdf), ("docx", word)]))
}

/// A document's title and what is said below it.
fn heading(edition: &Edition, lang: Lang, brief: &Brief, frozen: &Frozen) -> (String, Vec<String>) {
    let identity = &frozen.identity;
    let mut head = vec![
        proposals::plain(&identity.expansion),
        proposals::place(&frozen.unit, &frozen.agency),
        edition.category(&identity.category).map(|c| c.pick(lang).to_owned()).unwrap_or_default(),
    ];
    head.push(match brief.number {
        Some(number) => proposals::receipt_number(edition.year, number),
        None => String::new(),
    });
    if brief.sample {
        head.push(say!(ui_sample, lang).to_owned());
    }
    head.retain(|line| !line.is_empty());
    let title =
        if identity.title.is_empty() { identity.acronym.clone() } else { identity.title.clone() };
    (title, head)
}

async fn export(visit: &Visit, id: &str, kind: Kind) -> Result<Response, Fault> {
    let (bytes, name) = match kind {
        Kind::Receipt => receipt_file(visit, id).await?,
        kind => proposal_file(visit, id, kind).await?,
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind.mime()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let name = format!("{name}.{}", kind.ending());
    headers.insert(CONTENT_DISPOSITION, pages::disposition("attachment", &name));
    Ok(response)
}

async fn file(house: House, request: Request, id: String, kind: Kind) -> Response {
    let (parts, _) = pages::whole(request).into_parts();
    let answer = match house.visit(&parts).await {
        Ok(visit) => export(&visit, &id, kind).await,
        Err(fault) => Err(fault),
    };
    match answer {
        Ok(response) => response,
        Err(fault) => pages::refuse(&house, &parts, &fault, Fields::new(), fault.status()).await,
    }
}

fn unread(id: &str, en: &str) -> Reply {
    Reply::Again(Posted::again(vec![FieldError::new("file", id, en)]))
}

/// Reads a document and shows what would go where; nothing is written yet.
async fn preview(visit: Visit, mut form: Multipart, id: String) -> Result<Reply, Fault> {
    let mut conn = visit.read().await?;
    let (_, standing) = writable(&mut conn, &visit, &id, Part::Any).await?;
    let mut file = Vec::new();
    let mut pasted = String::new();
    loop {
        match form.next_field().await {
            Ok(Some(mut field)) => {
                let is_file = field.name() == Some("file");
                let mut bytes = Vec::new();
                loop {
                    match field.chunk().await {
                        Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
                        Ok(None) => break,
                        Err(_) => return Ok(too_large()),
                    }
                    if bytes.len() > LARGEST {
                        return Ok(too_large());
                    }
                }
                if is_file {
                    file = bytes;
                } else {
                    pasted = String::from_utf8_lossy(&bytes).into_owned();
                }
            }
            Ok(None) => break,
            Err(_) => return Ok(too_large()),
        }
    }
    let paragraphs = if file.is_empty() {
        Ok(rules::of_text(&pasted))
    } else {
        tokio::task::spawn_blocking(move || read(&file)).await.map_err(|_| Fault::Ours)?
    };
    let paragraphs = match paragraphs {
        Ok(paragraphs) => paragraphs,
        Err(error) => return Ok(Reply::Again(Posted::again(vec![error]))),
    };
    if paragraphs.iter().all(|one| one.text.trim().is_empty()) {
        return Ok(unread(
            "Belum ada isinya. Pilih berkas .docx atau .txt, atau tempel teksnya.",
            "There is nothing in it. Choose a .docx or .txt file, or paste the text.",
        ));
    }
    let found = rules::recognise(&standing.edition, &paragraphs);
    if found.texts.is_empty() {
        return Ok(unread(
            "Tidak ada judul bagian yang dikenali. Beri judul tiap bagian seperti pada formulir, misalnya Ringkasan.",
            "No section's heading was recognised. Give each section its heading as on the form, such as Summary.",
        ));
    }
    let revs: Vec<(String, i64)> = store::writing::texts(&mut conn, &id)
        .await?
        .into_iter()
        .map(|t| (t.field, t.rev))
        .collect();
    let mut values = Vec::new();
    for (key, text) in found.texts {
        let rev = revs.iter().find(|(field, _)| *field == key).map_or(0, |(_, rev)| *rev);
        values.push((format!("rev-{key}"), rev.to_string()));
        values.push((format!("found-{key}"), text));
    }
    values.push(("rest".to_owned(), found.rest));
    Ok(Reply::Again(Posted { status: 200, values, ..Posted::default() }))
}

fn too_large() -> Reply {
    unread(
        "Berkas ini lebih dari 10 MB atau terputus di jalan. Simpan dokumen tanpa gambar, lalu coba lagi.",
        "This file has more than 10 MB or broke off on its way. Save the document without pictures and try again.",
    )
}

/// The paragraphs of a file, whatever it is called.
pub(super) fn read(file: &[u8]) -> Result<Vec<Paragraph>, FieldError> {
    let bad = |id: &str, en: &str| FieldError::new("file", id, en);
    if file.starts_with(b"%PDF") {
        return Err(bad(
            "PDF belum bisa dibaca kembali menjadi tulisan. Buka dokumen asalnya dan simpan sebagai .docx.",
            "A PDF cannot be read back into text. Open the original document and save it as .docx.",
        ));
    }
    if file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(bad(
            "Ini dokumen Word lama (.doc). Buka di Word, simpan sebagai .docx, lalu coba lagi.",
            "This is an old Word document (.doc). Open it in Word, save it as .docx and try again.",
        ));
    }
    if file.starts_with(b"PK") {
        return docx::read(file).map_err(|why| match why {
            Bad::NotWord => bad(
                "Berkas ini bukan dokumen Word (.docx). Buka dokumennya, simpan sebagai .docx, lalu coba lagi.",
                "This file is no Word document (.docx). Open the document, save it as .docx and try again.",
            ),
            Bad::Broken => bad(
                "Dokumen Word ini rusak dan tidak bisa dibaca. Buka di Word, simpan ulang, lalu coba lagi.",
                "This Word document is damaged and cannot be read. Open it in Word, save it again and try again.",
            ),
            Bad::Vast => bad(
                "Isi dokumen ini terlalu besar untuk sebuah usulan. Salin hanya bagian tulisannya ke dokumen baru.",
                "This document holds far more than a proposal. Copy only its text into a new document.",
            ),
        });
    }
    match decoded(file) {
        Some(text) => Ok(rules::of_text(&text)),
        None => Err(bad(
            "Berkas ini bukan tulisan. Pilih dokumen .docx atau .txt.",
            "This file is no text. Choose a .docx or .txt document.",
        )),
    }
}

/// A text file's text: UTF-8, what Notepad calls Unicode, or Windows' old letters.
fn decoded(file: &[u8]) -> Option<String> {
    let wide = |bytes: &[u8], pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|two| pair([two[0], two[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match file {
        [0xff, 0xfe, rest @ ..] => return wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return wide(rest, u16::from_be_bytes),
        _ => {}
    }
    if file.contains(&0) {
        return None;
    }
    Some(std::str::from_utf8(file).map_or_else(
        |_| {
            let old = |byte: &u8| match byte {
                0x85 => '…',
                0x91 => '‘',
                0x92 => '’',
                0x93 => '“',
                0x94 => '”',
                0x95 => '•',
                0x96 => '–',
                0x97 => '—',
                byte => char::from(*byte),
            };
            file.iter().map(old).collect()
        },
        str::to_owned,
    ))
}

/// Writes the texts that were ticked by the ordinary way of saving: what they replace goes to the
/// history.
async fn apply(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    let (_, standing) = writable(&mut *visit.read().await?, &visit, &id, Part::Any).await?;
    let mut errors = Vec::new();
    let mut any = false;
    for field in standing.edition.fields() {
        let key = &field.key;
        if fields.get(&format!("use-{key}")).map(String::as_str) != Some("ya") {
            continue;
        }
        any = true;
        let value = fields.get(&format!("found-{key}")).cloned().unwrap_or_default();
        let rev = fields.get(&format!("rev-{key}")).and_then(|rev| rev.parse().ok()).unwrap_or(0);
        let typed = Typed {
            proposal: id.clone(),
            field: key.clone(),
            writer: visit.account()?.id.clone(),
            attempt: Attempt {
                op: session::secret(16)?,
                base_rev: rev,
                value: text::clean(&value),
                after: Vec::new(),
            },
        };
        let at = format!("found-{key}");
        match save(&visit, &typed).await {
            Ok(Saved::Stored { .. }) => {}
            Ok(Saved::Conflict { .. } | Saved::Settled { .. }) => {
                let label = |lang| field.label.pick(lang).to_owned();
                errors.push(FieldError::new(
                    &at,
                    format!("{} baru saja diubah dari perangkat lain. Unggah dokumennya sekali lagi untuk melihat bedanya.", label(Lang::Id)),
                    format!("{} was just changed on another device. Upload the document once more to see the difference.", label(Lang::En)),
                ));
            }
            Err(Fault::Refused { id, en } | Fault::Closed { id, en }) => {
                errors.push(FieldError::new(&at, id, en));
            }
            Err(fault) => return Err(fault),
        }
    }
    if !any {
        errors.push(FieldError::new(
            "",
            "Belum ada teks yang dipilih. Centang yang ingin dipakai.",
            "No text was chosen. Tick those you want to use.",
        ));
    }
    if errors.is_empty() {
        Ok(Reply::Go(format!("/saya/usulan/{id}/tinjau")))
    } else {
        Ok(Reply::Again(Posted::again(errors)))
    }
}

async fn form(house: House, request: Request, id: String) -> Response {
    if pages::has_files(&request) {
        pages::files(house, request, |visit, form| preview(visit, form, id)).await
    } else {
        pages::form(house, request, |visit, fields| apply(visit, fields, id)).await
    }
}

/// Addresses of documents.
pub fn routes() -> Router<House> {
    let out = |kind: Kind| {
        get(move |State(house): State<House>, Path(id): Path<String>, request: Request| {
            file(house, request, id, kind)
        })
    };
    Router::new()
        .route("/saya/usulan/{id}/tanda-terima.pdf", out(Kind::Receipt))
        .route("/saya/usulan/{id}/usulan.pdf", out(Kind::Pdf))
        .route("/saya/usulan/{id}/usulan.docx", out(Kind::Word))
        .route("/saya/usulan/{id}/usulan.txt", out(Kind::Text))
        .route(
            "/saya/usulan/{id}/impor",
            get(pages::page)
                .post(|State(house): State<House>, Path(id): Path<String>, request: Request| {
                    form(house, request, id)
                })
                .layer(DefaultBodyLimit::max(LARGEST + 1024 * 1024)),
        )
}
