//! The attachments' desk: takes files in, whole or in pieces, keeps them, and hands them out to
//! those who may see them.

use super::{
    api::{Asked, File, Halfway, Shelf},
    inspect::{self, Refusal},
    rules::{self, Enclosed, Format, MEGABYTE, Piece},
    store::{self, Stored, Upload},
};
use crate::{
    edition::{self, Edition, Enclosure, LARGEST_MB, Medium, Part},
    fault::Fault,
    kernel::{FieldError, Lang, Posted, text},
    proposal::desk::{changed, known_link, readable, writable},
    server::{
        Files, House, Tx, Visit, audit, house_clock,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::{DefaultBodyLimit, Multipart, Path, Request, State, multipart::Field},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION,
        },
    },
    response::{IntoResponse, Response},
    routing::{get, head, post},
};
use futures::StreamExt;
use serde::Deserialize;
use sqlx::AnyConnection;
use std::{collections::BTreeMap, future::Future, time::Duration};
use tokio::sync::Semaphore;

const DAY: i64 = 24 * 3_600_000;
/// What writing here changes.
const PAGE: Part<'_> = Part::Page(rules::SLUG);
/// How long an unfinished upload waits for its end.
const PATIENCE: i64 = 7 * DAY;
/// How long a removed attachment can be brought back.
const TRASH: i64 = 30 * DAY;
/// Unfinished uploads of one proposal; the oldest makes room.
const UNFINISHED: usize = 10;
/// Bytes that are stored at once while a piece arrives: what a killed server may cost.
const SIP: usize = 256 * 1024;
/// How long a phone may say nothing in the middle of a piece.
const SILENCE: Duration = Duration::from_mins(1);
/// Largest form with files, in bytes: six of the largest files.
const FORM_LIMIT: usize = 61 * 1024 * 1024;
/// How often what nobody needs is swept away.
const SWEEP: Duration = Duration::from_hours(1);

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");

/// Where attachments are kept.
pub const SHELF: &str = "files";

/// One picture is unpacked at a time: each may need a hundred megabytes.
static BENCH: Semaphore = Semaphore::const_new(1);

/// A file that has been looked into and stored, but belongs to no proposal yet.
#[derive(Clone, Debug)]
pub struct Ready {
    kind: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub format: Format,
    size: i64,
    /// Of the bytes that are kept, in hex.
    pub sha256: String,
    /// Key of the file in the store.
    pub file: String,
    /// Key of a picture for lists.
    pub small: Option<String>,
}

impl Ready {
    /// Removes it again: nothing names it.
    pub async fn discard(&self, files: &Files) {
        for key in std::iter::once(&self.file).chain(&self.small) {
            // What cannot be removed now is swept later.
            let _later = files.remove(key).await;
        }
    }
}

/// Looks into a file and stores it on a shelf, or says why not. What lies on the shelf of
/// attachments and is named by none is swept.
///
/// # Errors
/// When the store fails.
pub async fn settle(
    files: &Files,
    shelf: &str,
    enclosure: &Enclosure,
    name: &str,
    bytes: Bytes,
) -> Result<Result<Ready, FieldError>, Fault> {
    let shown = text::line(name);
    let seen = {
        let _turn = BENCH.acquire().await.map_err(|_| Fault::Ours)?;
        let enclosure = enclosure.clone();
        let look = tokio::task::spawn_blocking(move || inspect::inspect(&enclosure, &bytes));
        look.await.map_err(|error| {
            tracing::error!(%error, "a file could not be looked into");
            Fault::Ours
        })?
    };
    let kept = match seen {
        Ok(kept) => kept,
        Err(refusal) => return Ok(Err(refusal.sentence(&enclosure.key, &shown))),
    };
    let id = uuid::Uuid::now_v7();
    let ready = Ready {
        kind: enclosure.key.clone(),
        name: rules::name(&shown, kept.format),
        format: kept.format,
        size: i64::try_from(kept.bytes.len()).unwrap_or(i64::MAX),
        sha256: audit::sha256(&kept.bytes),
        file: format!("{shelf}/{id}"),
        small: kept.small.as_ref().map(|_| format!("{shelf}/{id}-small")),
    };
    files.put(&ready.file, kept.bytes.into()).await?;
    if let (Some(key), Some(bytes)) = (&ready.small, kept.small) {
        files.put(key, bytes.into()).await?;
    }
    Ok(Ok(ready))
}

/// Puts a stored file to its proposal in the caller's transaction.
///
/// # Errors
/// Whatever the database says.
pub async fn put(
    tx: &mut Tx,
    proposal: &str,
    ready: &Ready,
    by: &str,
    now: i64,
) -> Result<String, Fault> {
    let new = Stored {
        id: uuid::Uuid::now_v7().to_string(),
        proposal: proposal.to_owned(),
        kind: ready.kind.clone(),
        name: ready.name.clone(),
        format: ready.format,
        size: ready.size,
        sha256: ready.sha256.clone(),
        file: ready.file.clone(),
        small: ready.small.clone(),
        description: String::new(),
        consent_at: None,
        added_by: by.to_owned(),
        added_at: now,
        removed_at: None,
    };
    store::add(&mut *tx, &new).await?;
    tx.record("attachment.add", &subject(&new), &(), &new);
    Ok(new.id)
}

fn subject(attachment: &Stored) -> String {
    format!("attachment:{}/{}", attachment.proposal, attachment.id)
}

/// The kinds of a proposal's attachments, one entry for each file.
///
/// # Errors
/// Whatever the database says.
pub async fn kinds(conn: &mut AnyConnection, proposal: &str) -> Result<Vec<String>, Fault> {
    Ok(present(conn, proposal).await?.into_iter().map(|one| one.kind).collect())
}

/// The same for every proposal of an edition.
///
/// # Errors
/// Whatever the database says.
pub async fn all_kinds(
    conn: &mut AnyConnection,
    edition: &Edition,
) -> Result<BTreeMap<String, Vec<String>>, Fault> {
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (proposal, kind) in store::kinds(conn, &edition.slug).await? {
        kinds.entry(proposal).or_default().push(kind);
    }
    Ok(kinds)
}

async fn present(conn: &mut AnyConnection, proposal: &str) -> Result<Vec<Stored>, Fault> {
    let mut all = store::of_proposal(conn, proposal).await?;
    all.retain(|one| one.removed_at.is_none());
    Ok(all)
}

/// The attachments of a proposal as a submission would hold them now.
///
/// # Errors
/// Whatever the database says.
pub async fn enclosed(conn: &mut AnyConnection, proposal: &str) -> Result<Vec<Enclosed>, Fault> {
    Ok(present(conn, proposal).await?.into_iter().map(Stored::enclosed).collect())
}

/// The same, held for ever by a version.
///
/// # Errors
/// Whatever the database says.
pub async fn freeze(
    conn: &mut AnyConnection,
    proposal: &str,
    version: i64,
) -> Result<Vec<Enclosed>, Fault> {
    let held = enclosed(conn, proposal).await?;
    enclose(conn, proposal, version, &held).await?;
    Ok(held)
}

/// Notes which attachments a version holds.
///
/// # Errors
/// Whatever the database says.
pub async fn enclose(
    conn: &mut AnyConnection,
    proposal: &str,
    version: i64,
    files: &[Enclosed],
) -> Result<(), Fault> {
    for one in files {
        store::enclose(conn, proposal, version, &one.id).await?;
    }
    Ok(())
}

fn shown(attachment: &Stored, lang: Lang) -> File {
    File {
        id: attachment.id.clone(),
        name: attachment.name.clone(),
        format: attachment.format,
        size: rules::size(u64::try_from(attachment.size).unwrap_or(0), lang),
        description: attachment.description.clone(),
        consent: attachment.consent_at.is_some(),
        added_at: attachment.added_at,
    }
}

fn accept(enclosure: &Enclosure) -> String {
    let one = |medium: &Medium| match medium {
        Medium::Pdf => "application/pdf",
        Medium::Image => "image/jpeg,image/png",
    };
    enclosure.takes.iter().map(one).collect::<Vec<_>>().join(",")
}

fn room(enclosure: &Enclosure, present: &[Stored]) -> u32 {
    let there = present.iter().filter(|one| one.kind == enclosure.key).count();
    enclosure.max_files.saturating_sub(u32::try_from(there).unwrap_or(u32::MAX))
}

/// The attachments' page.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not there or not theirs.
pub async fn shelf(visit: &Visit, id: &str) -> Result<Shelf, Fault> {
    let mut conn = visit.read().await?;
    let proposal = readable(&mut conn, visit, id).await?;
    let edition = edition::desk::current(&mut conn).await?;
    let may_write = writable(&mut conn, visit, id, PAGE).await.is_ok();
    let all = store::of_proposal(&mut conn, id).await?;
    let halfway = store::unfinished(&mut conn, id).await?;
    let (removed, present): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| one.removed_at.is_some());
    let lang = visit.lang;
    let address = proposal.identity.video.clone();
    let video = if address.is_empty() {
        None
    } else {
        let known = known_link(&mut conn, &edition.slug, &address).await?;
        Some((address, known))
    };
    let asked = edition
        .enclosures
        .iter()
        .map(|enclosure| Asked {
            key: enclosure.key.clone(),
            title: enclosure.title.pick(lang).to_owned(),
            hint: enclosure.hint.pick(lang).to_owned(),
            takes: rules::takes(enclosure, lang),
            required: enclosure.required,
            accept: accept(enclosure),
            max_mb: enclosure.max_mb,
            room: room(enclosure, &present),
            files: present
                .iter()
                .filter(|one| one.kind == enclosure.key)
                .map(|one| shown(one, lang))
                .collect(),
            halfway: halfway
                .iter()
                .filter(|one| one.kind == enclosure.key && one.received > 0)
                .map(|one| Halfway {
                    name: one.name.clone(),
                    percent: rules::percent(bytes(one.received), bytes(one.length)),
                })
                .collect(),
        })
        .collect();
    Ok(Shelf {
        id: proposal.id,
        acronym: proposal.identity.acronym,
        may_write,
        asked,
        video,
        removed: if may_write {
            removed.iter().map(|one| shown(one, lang)).collect()
        } else {
            Vec::new()
        },
    })
}

fn bytes(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

// Whole files, by an ordinary form.

fn full(enclosure: &Enclosure) -> FieldError {
    FieldError::new(
        &enclosure.key,
        format!("{} sudah penuh. Hapus satu berkas dulu.", enclosure.title.pick(Lang::Id)),
        format!("{} is full. Remove a file first.", enclosure.title.pick(Lang::En)),
    )
}

/// Takes the files of a form: each that can be kept is kept, each other is told with its reason.
async fn take(visit: Visit, mut form: Multipart, id: String) -> Result<Reply, Fault> {
    let (_, standing) = writable(&mut *visit.read().await?, &visit, &id, PAGE).await?;
    let (mut arrived, mut errors) = (Vec::new(), Vec::new());
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => {
                errors.push(broken(error.status()));
                break;
            }
        };
        let Some(name) = field.file_name().map(str::to_owned).filter(|name| !name.is_empty())
        else {
            continue;
        };
        let key = field.name().unwrap_or_default().to_owned();
        let enclosure = standing.edition.enclosure(&key).ok_or(Fault::NotFound)?;
        let max = u64::from(enclosure.max_mb) * MEGABYTE;
        match read_up_to(field, max).await {
            Ok(Ok(file)) => match keep(&visit, &id, enclosure, &name, file.into()).await? {
                Ok(_) => arrived.push(("arrived".to_owned(), text::line(&name))),
                Err(error) => errors.push(error),
            },
            Ok(Err(size)) => {
                errors.push(too_large(enclosure, size, &name));
            }
            Err(status) => {
                errors.push(broken(status));
                break;
            }
        }
    }
    if errors.is_empty() && !arrived.is_empty() {
        return Ok(Reply::Go(format!("/saya/usulan/{id}/lampiran?masuk={}", arrived.len())));
    }
    if errors.is_empty() {
        errors.push(FieldError::new(
            "",
            "Belum ada berkas yang dipilih. Pilih dulu, lalu unggah.",
            "No file was chosen. Choose one first, then upload.",
        ));
    }
    Ok(Reply::Again(Posted { values: arrived, ..Posted::again(errors) }))
}

/// What is told of a form whose files did not all arrive.
pub fn broken(status: StatusCode) -> FieldError {
    let fault = match status {
        StatusCode::PAYLOAD_TOO_LARGE => pages::too_large(),
        _ => Fault::refused(
            "Kiriman terputus sebelum selesai. Berkas yang belum tercantum di bawah harus dikirim lagi.",
            "The upload broke off before its end. Files that are not listed below must be sent again.",
        ),
    };
    FieldError::new("", fault.sentence(Lang::Id), fault.sentence(Lang::En))
}

/// What is told of a file with too many bytes.
pub fn too_large(enclosure: &Enclosure, bytes: u64, name: &str) -> FieldError {
    Refusal::TooLarge(bytes, enclosure.max_mb).sentence(&enclosure.key, &text::line(name))
}

/// A field's bytes, or how many there are if they are more than `max`.
///
/// # Errors
/// The status of a form that broke off.
pub async fn read_up_to(
    mut field: Field<'_>,
    max: u64,
) -> Result<Result<Vec<u8>, u64>, StatusCode> {
    let (mut file, mut size) = (Vec::new(), 0_u64);
    while let Some(chunk) = field.chunk().await.map_err(|error| error.status())? {
        size += u64::try_from(chunk.len()).unwrap_or(0);
        if size <= max {
            file.extend_from_slice(&chunk);
        }
    }
    Ok(if size <= max { Ok(file) } else { Err(size) })
}

/// Looks into a whole file, stores it and puts it to its proposal.
async fn keep(
    visit: &Visit,
    id: &str,
    enclosure: &Enclosure,
    name: &str,
    file: Bytes,
) -> Result<Result<String, FieldError>, Fault> {
    let files = &visit.house.files;
    let ready = match settle(files, SHELF, enclosure, name, file).await? {
        Ok(ready) => ready,
        Err(error) => return Ok(Err(error)),
    };
    let put = put_in(visit, id, enclosure, &ready, None).await;
    if !matches!(put, Ok(Ok(_))) {
        ready.discard(files).await;
    }
    put
}

/// The change itself: asks again who may, since looking took its time, and ends the upload that
/// the file came by, if it came by one.
async fn put_in(
    visit: &Visit,
    id: &str,
    enclosure: &Enclosure,
    ready: &Ready,
    upload: Option<&str>,
) -> Result<Result<String, FieldError>, Fault> {
    let mut tx = visit.write().await?;
    let (proposal, _) = writable(&mut tx, visit, id, PAGE).await?;
    if room(enclosure, &present(&mut tx, id).await?) == 0 {
        return Ok(Err(full(enclosure)));
    }
    let (by, now) = (visit.account()?.id.clone(), visit.now());
    let attachment = put(&mut tx, id, ready, &by, now).await?;
    if let Some(upload) = upload
        && !store::end(&mut tx, upload, Some(&attachment), None, now).await?
    {
        return Err(Fault::Conflict);
    }
    changed(&mut tx, &proposal.id, now).await?;
    tx.commit().await?;
    Ok(Ok(attachment))
}

// What is done with a file that is there.

async fn act(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let page = format!("/saya/usulan/{id}/lampiran");
    let mut tx = visit.write().await?;
    let (_, standing) = writable(&mut tx, &visit, &id, PAGE).await?;
    let found = store::get(&mut tx, field("file")).await?.filter(|one| one.proposal == id);
    let found = found.ok_or(Fault::NotFound)?;
    let now = visit.now();
    let to = match field("action") {
        "remove" => {
            store::set_removed(&mut tx, &found.id, Some(now)).await?;
            tx.record("attachment.remove", &subject(&found), &found, &());
            format!("{page}?hapus={}", found.id)
        }
        "restore" => {
            if let Some(enclosure) = standing.edition.enclosure(&found.kind)
                && room(enclosure, &present(&mut tx, &id).await?) == 0
            {
                return Ok(Reply::Again(Posted::again(vec![full(enclosure)])));
            }
            store::set_removed(&mut tx, &found.id, None).await?;
            tx.record("attachment.restore", &subject(&found), &(), &found);
            page
        }
        "describe" => {
            let description = text::line(field("description"));
            if description.chars().count() > rules::DESCRIPTION {
                return Ok(Reply::Again(Posted::again(vec![FieldError::new(
                    &format!("description-{}", found.id),
                    format!("Keterangan paling panjang {} huruf.", rules::DESCRIPTION),
                    format!("A description has at most {} characters.", rules::DESCRIPTION),
                )])));
            }
            let consent_at = match field("consent") {
                "ya" => found.consent_at.or(Some(now)),
                _ => None,
            };
            store::describe(&mut tx, &found.id, &description, consent_at).await?;
            tx.record(
                "attachment.describe",
                &subject(&found),
                &(&found.description, found.consent_at),
                &(&description, consent_at),
            );
            format!("{page}#berkas-{}", found.id)
        }
        _ => return Err(Fault::Unreadable),
    };
    changed(&mut tx, &id, now).await?;
    tx.commit().await?;
    Ok(Reply::Go(to))
}

// Files in pieces: begin (POST), ask (HEAD), send (PATCH), end (POST), give up (DELETE).

#[derive(Deserialize)]
struct Begun {
    kind: String,
    name: String,
    length: u64,
    /// SHA-256 of the first 64 KB; empty where the browser cannot tell, and then nothing is resumed.
    head: String,
}

async fn begin(visit: Visit, id: String, body: Body) -> Result<Response, Fault> {
    let begun: Begun = read_json(body).await?;
    let mut tx = visit.write().await?;
    let (_, standing) = writable(&mut tx, &visit, &id, PAGE).await?;
    let enclosure = standing.edition.enclosure(&begun.kind).ok_or(Fault::NotFound)?;
    let name: String = text::line(&begun.name).chars().take(200).collect();
    let refused = |error: FieldError| Fault::refused(error.id, error.en);
    if begun.length == 0 {
        return Err(refused(Refusal::Empty.sentence("", &name)));
    }
    if begun.length > u64::from(enclosure.max_mb) * MEGABYTE {
        let refusal = Refusal::TooLarge(begun.length, enclosure.max_mb);
        return Err(refused(refusal.sentence("", &name)));
    }
    if begun.head.len() > 64 {
        return Err(Fault::Unreadable);
    }
    if room(enclosure, &present(&mut tx, &id).await?) == 0 {
        return Err(refused(full(enclosure)));
    }
    let open = store::unfinished(&mut tx, &id).await?;
    let length = i64::try_from(begun.length).map_err(|_| Fault::Unreadable)?;
    let same = open.iter().find(|one| {
        one.kind == begun.kind
            && one.length == length
            && one.head == begun.head
            && !begun.head.is_empty()
    });
    if let Some(same) = same {
        return Ok(begun_at(StatusCode::OK, visit.lang, &id, &same.id, bytes(same.received)));
    }
    let mut freed = Vec::new();
    for old in open.iter().skip(UNFINISHED - 1) {
        freed.extend(store::pieces(&mut tx, &old.id).await?);
        store::drop_upload(&mut tx, &old.id).await?;
    }
    let new = Upload {
        id: uuid::Uuid::now_v7().to_string(),
        proposal: id.clone(),
        kind: begun.kind,
        name,
        length,
        head: begun.head,
        received: 0,
        done_at: None,
        attachment: None,
        refusal: None,
    };
    store::begin(&mut tx, &new, &visit.account()?.id, visit.now()).await?;
    tx.commit().await?;
    discard(&visit.house.files, &freed).await;
    Ok(begun_at(StatusCode::CREATED, visit.lang, &id, &new.id, 0))
}

fn begun_at(status: StatusCode, lang: Lang, id: &str, upload: &str, received: u64) -> Response {
    let address = lang.href(&format!("/saya/usulan/{id}/unggahan/{upload}"));
    let body = Json(serde_json::json!({ "address": address, "received": received }));
    let mut response = (status, [(OFFSET, received.to_string())], body).into_response();
    if let Ok(address) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(LOCATION, address);
    }
    response
}

async fn read_json<T: for<'a> Deserialize<'a>>(body: Body) -> Result<T, Fault> {
    let bytes = to_bytes(body, 4096).await.map_err(|_| Fault::Unreadable)?;
    serde_json::from_slice(&bytes).map_err(|_| Fault::Unreadable)
}

async fn discard(files: &Files, keys: &[String]) {
    for key in keys {
        // What cannot be removed now is swept later.
        let _later = files.remove(key).await;
    }
}

async fn open_upload(visit: &Visit, id: &str, upload: &str) -> Result<Upload, Fault> {
    let mut conn = visit.read().await?;
    writable(&mut conn, visit, id, PAGE).await?;
    store::upload_of(&mut conn, id, upload).await?.ok_or(Fault::NotFound)
}

async fn ask(visit: Visit, id: String, upload: String) -> Result<Response, Fault> {
    let found = open_upload(&visit, &id, &upload).await?;
    let headers =
        [(OFFSET, bytes(found.received).to_string()), (LENGTH, bytes(found.length).to_string())];
    Ok((StatusCode::OK, headers).into_response())
}

async fn send(
    visit: Visit,
    id: String,
    upload: String,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    let found = open_upload(&visit, &id, &upload).await?;
    let offset = headers.get(OFFSET).and_then(|value| value.to_str().ok()?.parse().ok());
    let offset: u64 = offset.ok_or(Fault::Unreadable)?;
    // A phone that hangs up ends its request, and everything that this function awaits with it.
    // What had arrived is stored by a task that nobody ends.
    let taken = tokio::spawn(take_in(visit, found, offset, body)).await.map_err(|error| {
        tracing::error!(%error, "a piece could not be taken in");
        Fault::Ours
    })??;
    Ok(match taken {
        Taken::UpTo(place) => {
            (StatusCode::NO_CONTENT, [(OFFSET, place.to_string())]).into_response()
        }
        Taken::Elsewhere(place) => at_another_place(place),
    })
}

fn at_another_place(place: u64) -> Response {
    (StatusCode::CONFLICT, [(OFFSET, place.to_string())]).into_response()
}

enum Taken {
    /// The upload now ends here.
    UpTo(u64),
    /// The piece began elsewhere than here, where the upload ends.
    Elsewhere(u64),
}

/// Stores what arrives, sip by sip, until it ends or breaks.
async fn take_in(visit: Visit, found: Upload, offset: u64, body: Body) -> Result<Taken, Fault> {
    let received = bytes(found.received);
    let mut left = match rules::place(received, bytes(found.length), offset) {
        Piece::Next(left) => left,
        Piece::Elsewhere => return Ok(Taken::Elsewhere(received)),
    };
    let mut place = offset;
    let mut sip: Vec<u8> = Vec::new();
    let mut stream = body.into_data_stream();
    let mut over = false;
    // A broken piece and one that is silent for too long end alike: by what has arrived.
    while let Ok(Some(Ok(chunk))) = tokio::time::timeout(SILENCE, stream.next()).await {
        let fits = chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        over = fits < chunk.len();
        sip.extend_from_slice(&chunk[..fits]);
        left -= u64::try_from(fits).unwrap_or(0);
        if sip.len() >= SIP {
            match store_sip(&visit, &found, place, &mut sip).await? {
                Some(next) => place = next,
                None => return elsewhere(&visit, &found).await,
            }
        }
        if over {
            break;
        }
    }
    if !sip.is_empty() {
        match store_sip(&visit, &found, place, &mut sip).await? {
            Some(next) => place = next,
            None => return elsewhere(&visit, &found).await,
        }
    }
    if over { Err(Fault::Unreadable) } else { Ok(Taken::UpTo(place)) }
}

async fn elsewhere(visit: &Visit, found: &Upload) -> Result<Taken, Fault> {
    let mut conn = visit.read().await?;
    let now = store::upload_of(&mut conn, &found.proposal, &found.id).await?;
    Ok(Taken::Elsewhere(bytes(now.ok_or(Fault::NotFound)?.received)))
}

/// Stores one sip at its place; nothing if another request was there first.
async fn store_sip(
    visit: &Visit,
    found: &Upload,
    place: u64,
    sip: &mut Vec<u8>,
) -> Result<Option<u64>, Fault> {
    let sip = std::mem::take(sip);
    let length = u64::try_from(sip.len()).unwrap_or(0);
    let files = &visit.house.files;
    let key = format!("uploads/{}/{place:09}-{}", found.id, uuid::Uuid::now_v7());
    files.put(&key, sip.into()).await?;
    let number = |count: u64| i64::try_from(count).map_err(|_| Fault::Unreadable);
    let mut tx = visit.write().await?;
    let (from, count, now) = (number(place)?, number(length)?, visit.house.now());
    if store::advance(&mut tx, &found.id, from, count, &key, now).await? {
        tx.commit().await?;
        Ok(Some(place + length))
    } else {
        drop(tx);
        discard(files, &[key]).await;
        Ok(None)
    }
}

#[derive(Deserialize)]
struct Ended {
    /// SHA-256 of the whole file; empty where the browser cannot tell.
    sha256: String,
}

/// Ends an upload: the same answer however often it is asked.
async fn end(visit: Visit, id: String, upload: String, body: Body) -> Result<Response, Fault> {
    let ended: Ended = read_json(body).await?;
    let found = open_upload(&visit, &id, &upload).await?;
    if found.done_at.is_some() {
        return ended_as(&found);
    }
    if found.received < found.length {
        return Ok(at_another_place(bytes(found.received)));
    }
    let edition = edition::desk::current(&mut *visit.read().await?).await?;
    let enclosure = edition.enclosure(&found.kind).ok_or(Fault::NotFound)?;
    let files = &visit.house.files;
    let pieces = store::pieces(&mut *visit.read().await?, &upload).await?;
    let whole = match together(files, &pieces).await {
        Ok(whole) if i64::try_from(whole.len()) == Ok(found.length) => whole,
        Ok(_) | Err(Fault::NotFound) => {
            // Its pieces are gone: somebody else ended it a moment ago, and theirs is the answer.
            return ended_as(&open_upload(&visit, &id, &upload).await?);
        }
        Err(fault) => return Err(fault),
    };
    let changed = !ended.sha256.is_empty() && audit::sha256(&whole) != ended.sha256;
    let settled = if changed {
        Err(FieldError::new(
            &enclosure.key,
            format!(
                "{}: Berkas berubah di perjalanan dan tidak disimpan. Unggah sekali lagi.",
                found.name
            ),
            format!(
                "{}: The file was changed on its way and was not kept. Upload it once more.",
                found.name
            ),
        ))
    } else {
        settle(files, SHELF, enclosure, &found.name, whole.into()).await?
    };
    let settled = match settled {
        Ok(ready) => {
            let put = put_in(&visit, &id, enclosure, &ready, Some(&upload)).await;
            if !matches!(put, Ok(Ok(_))) {
                ready.discard(files).await;
            }
            match put {
                Err(Fault::Conflict) => {
                    return ended_as(&open_upload(&visit, &id, &upload).await?);
                }
                put => put?,
            }
        }
        Err(error) => Err(error),
    };
    match settled {
        Ok(attachment) => {
            discard(files, &pieces).await;
            Ok(Json(serde_json::json!({ "attachment": attachment })).into_response())
        }
        Err(error) => {
            let refusal = serde_json::to_string(&error).map_err(|_| Fault::Ours)?;
            let mut tx = visit.write().await?;
            if !store::end(&mut tx, &upload, None, Some(&refusal), visit.now()).await? {
                drop(tx);
                return ended_as(&open_upload(&visit, &id, &upload).await?);
            }
            tx.commit().await?;
            discard(files, &pieces).await;
            Err(Fault::refused(error.id, error.en))
        }
    }
}

async fn together(files: &Files, pieces: &[String]) -> Result<Vec<u8>, Fault> {
    let mut whole = Vec::new();
    for piece in pieces {
        whole.extend_from_slice(&files.get(piece).await?);
    }
    Ok(whole)
}

fn ended_as(found: &Upload) -> Result<Response, Fault> {
    match (&found.attachment, &found.refusal) {
        (Some(attachment), _) => {
            Ok(Json(serde_json::json!({ "attachment": attachment })).into_response())
        }
        (None, Some(refusal)) => {
            let error: FieldError = serde_json::from_str(refusal).map_err(|_| Fault::Ours)?;
            Err(Fault::refused(error.id, error.en))
        }
        (None, None) => Err(Fault::Conflict),
    }
}

async fn give_up(visit: Visit, id: String, upload: String) -> Result<Response, Fault> {
    let mut tx = visit.write().await?;
    writable(&mut tx, &visit, &id, PAGE).await?;
    let found = store::upload_of(&mut tx, &id, &upload).await?.ok_or(Fault::NotFound)?;
    if found.done_at.is_some() {
        return Err(Fault::Conflict);
    }
    let pieces = store::pieces(&mut tx, &upload).await?;
    store::drop_upload(&mut tx, &upload).await?;
    tx.commit().await?;
    discard(&visit.house.files, &pieces).await;
    Ok(StatusCode::NO_CONTENT.into_response())
}

// Handing out.

/// Which rendering of a file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As it is kept.
    Whole,
    /// Small, for lists.
    Small,
}

async fn hand_out(
    visit: &Visit,
    id: &str,
    attachment: &str,
    size: Size,
) -> Result<Response, Fault> {
    let mut conn = visit.read().await?;
    readable(&mut conn, visit, id).await?;
    let found = store::get(&mut conn, attachment).await?.filter(|one| one.proposal == id);
    let found = found.ok_or(Fault::NotFound)?;
    // What was removed is seen by nobody, unless a submission holds it.
    if found.removed_at.is_some() && !store::is_enclosed(&mut conn, attachment).await? {
        return Err(Fault::NotFound);
    }
    drop(conn);
    answer(&visit.house.files, &found, size).await
}

/// A file that a submission holds, for desks that have already asked who asks.
///
/// # Errors
/// [`Fault::NotFound`] if there is none.
pub async fn hand_out_enclosed(
    visit: &Visit,
    enclosed: &Enclosed,
    size: Size,
) -> Result<Response, Fault> {
    let found = store::get(&mut *visit.read().await?, &enclosed.id).await?;
    answer(&visit.house.files, &found.ok_or(Fault::NotFound)?, size).await
}

async fn answer(files: &Files, found: &Stored, size: Size) -> Result<Response, Fault> {
    let keys = (found.file.as_str(), found.small.as_deref());
    hand_out_file(files, keys, found.format, &found.name, size).await
}

/// A file with the headers that keep it a file: nothing in it runs, and no cache keeps it. For desks
/// that have already asked who asks; the keys are those of the whole and the small one.
///
/// # Errors
/// [`Fault::NotFound`] if it is not there in this size.
pub async fn hand_out_file(
    files: &Files,
    (whole, small): (&str, Option<&str>),
    format: Format,
    name: &str,
    size: Size,
) -> Result<Response, Fault> {
    let (key, mime) = match (size, small) {
        (Size::Small, Some(small)) => (small, Format::Jpeg.mime()),
        (Size::Small, None) => return Err(Fault::NotFound),
        (Size::Whole, _) => (whole, format.mime()),
    };
    let bytes = files.get(key).await?;
    let way = if format.medium() == Medium::Image { "inline" } else { "attachment" };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
    );
    let disposition = pages::disposition(way, name);
    headers.insert(CONTENT_DISPOSITION, disposition);
    Ok(response)
}

// Sweeping.

/// Removes what nobody waits for any more: unfinished uploads after a week, removed attachments
/// after thirty days unless a submission holds them, and files that no row names.
///
/// # Errors
/// Whatever database and files say; what was not swept is swept the next time.
pub async fn sweep(house: &House) -> Result<(), Fault> {
    let (files, now) = (&house.files, house.now());
    let stale = store::stale(&mut *house.db.read().await?, now - PATIENCE).await?;
    for upload in stale {
        let mut tx = house.db.write("-", now).await?;
        let pieces = store::pieces(&mut tx, &upload).await?;
        store::drop_upload(&mut tx, &upload).await?;
        tx.commit().await?;
        discard(files, &pieces).await;
    }
    let forgotten = store::forgotten(&mut *house.db.read().await?, now - TRASH).await?;
    for attachment in forgotten {
        let mut tx = house.db.write("-", now).await?;
        store::forget(&mut tx, &attachment.id).await?;
        tx.record("attachment.forget", &subject(&attachment), &attachment, &());
        tx.commit().await?;
        let keys: Vec<String> = std::iter::once(attachment.file).chain(attachment.small).collect();
        discard(files, &keys).await;
    }
    // Written before its row, and then the server died. The machine's clock, as the files tell it.
    let old = house_clock() - PATIENCE;
    for listed in files.list("uploads").await?.iter().filter(|listed| listed.written_at < old) {
        let upload = listed.key.split('/').nth(1).unwrap_or_default();
        if !store::is_open(&mut *house.db.read().await?, upload).await? {
            files.remove(&listed.key).await?;
        }
    }
    for listed in files.list(SHELF).await?.iter().filter(|listed| listed.written_at < old) {
        if !store::is_named(&mut *house.db.read().await?, &listed.key).await? {
            files.remove(&listed.key).await?;
        }
    }
    Ok(())
}

/// Sweeps every hour until the server closes.
pub async fn keep_swept(house: House) {
    loop {
        if let Err(fault) = sweep(&house).await {
            tracing::warn!(%fault, "not everything could be swept");
        }
        tokio::select! {
            () = tokio::time::sleep(SWEEP) => {}
            () = house.closing() => return,
        }
    }
}

// Addresses.

/// A request that a script makes: answered with what it asks for, or with a sentence as JSON.
async fn answered<F, A>(house: House, request: Request, work: F) -> Response
where
    F: FnOnce(Visit, HeaderMap, Body) -> A,
    A: Future<Output = Result<Response, Fault>>,
{
    let (parts, body) = pages::whole(request).into_parts();
    let lang = Lang::of_path(parts.uri.path());
    let answer = match house.visit(&parts).await {
        Ok(visit) => work(visit, parts.headers, body).await,
        Err(fault) => Err(fault),
    };
    answer.unwrap_or_else(|fault| {
        let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::BAD_REQUEST);
        let body = serde_json::json!({ "sentence": fault.sentence(lang) });
        (status, Json(body)).into_response()
    })
}

async fn file(
    house: House,
    request: Request,
    id: String,
    attachment: String,
    size: Size,
) -> Response {
    let (parts, _) = pages::whole(request).into_parts();
    let answer = match house.visit(&parts).await {
        Ok(visit) => hand_out(&visit, &id, &attachment, size).await,
        Err(fault) => Err(fault),
    };
    match answer {
        Ok(response) => response,
        Err(fault) => pages::refuse(&house, &parts, &fault, Fields::new(), fault.status()).await,
    }
}

async fn form(house: House, request: Request, id: String) -> Response {
    if pages::has_files(&request) {
        pages::files(house, request, |visit, form| take(visit, form, id)).await
    } else {
        pages::form(house, request, |visit, fields| act(visit, fields, id)).await
    }
}

/// Addresses of attachments.
pub fn routes() -> Router<House> {
    const _: () = assert!(LARGEST_MB as usize * 6 * 1024 * 1024 < FORM_LIMIT);
    type Two = Path<(String, String)>;
    Router::new()
        .route(
            "/saya/usulan/{id}/lampiran",
            get(pages::page)
                .post(|State(house): State<House>, Path(id): Path<String>, request: Request| {
                    form(house, request, id)
                })
                .layer(DefaultBodyLimit::max(FORM_LIMIT)),
        )
        .route(
            "/saya/usulan/{id}/lampiran/{file}",
            get(|State(house): State<House>, Path((id, one)): Two, request: Request| {
                file(house, request, id, one, Size::Whole)
            }),
        )
        .route(
            "/saya/usulan/{id}/lampiran/{file}/kecil",
            get(|State(house): State<House>, Path((id, one)): Two, request: Request| {
                file(house, request, id, one, Size::Small)
            }),
        )
        .route(
            "/saya/usulan/{id}/unggahan",
            post(|State(house): State<House>, Path(id): Path<String>, request: Request| {
                answered(house, request, |visit, _, body| begin(visit, id, body))
            }),
        )
        .route(
            "/saya/usulan/{id}/unggahan/{upload}",
            head(|State(house): State<House>, Path((id, one)): Two, request: Request| {
                answered(house, request, |visit, _, _| ask(visit, id, one))
            })
            .patch(|State(house): State<House>, Path((id, one)): Two, request: Request| {
                answered(house, request, |visit, headers, body| send(visit, id, one, headers, body))
            })
            .post(|State(house): State<House>, Path((id, one)): Two, request: Request| {
                answered(house, request, |visit, _, body| end(visit, id, one, body))
            })
            .delete(
                |State(house): State<House>, Path((id, one)): Two, request: Request| {
                    answered(house, request, |visit, _, _| give_up(visit, id, one))
                },
            ),
        )
}
