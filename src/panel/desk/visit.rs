//! The visit to a finalist: questions answered on site, what was found, and photos. The office writes
//! it; the panelists of the finalist read it.

use super::{
    super::{
        api::{FieldVisit, Photo},
        rules::Answer,
        store::{
            Slot,
            visit::{self as rows, Visited},
        },
    },
    Room, briefs, named,
};
use crate::{
    edition::{Enclosure, LARGEST_MB, Medium},
    fault::Fault,
    judging::desk::conflict,
    kernel::{FieldError, Posted, Role, Words, text, time},
    proposal::attachment::desk::{self as attachments, Size},
    server::{
        House, Visit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    extract::{Multipart, Request},
    response::Response,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Longest findings, in characters.
const FINDINGS: usize = 4000;
/// Most photos of a visit.
const PHOTOS: u32 = 8;
/// Where photos are kept: beside the attachments, which are swept by their own table.
const SHELF: &str = "visits";

/// What a photo may be.
fn enclosure() -> Enclosure {
    Enclosure {
        key: "photo".to_owned(),
        title: Words { id: "Foto".to_owned(), en: "Photo".to_owned() },
        hint: Words::default(),
        required: false,
        takes: vec![Medium::Image],
        max_mb: LARGEST_MB,
        max_files: PHOTOS,
    }
}

fn slot<'a>(room: &'a Room, id: &str) -> Result<&'a Slot, Fault> {
    room.slots.iter().find(|slot| slot.id == id).ok_or(Fault::NotFound)
}

/// Lets in the office, and panelists of this finalist without a conflict of interest.
async fn admit(
    conn: &mut AnyConnection,
    visit: &Visit,
    room: &Room,
    id: &str,
) -> Result<(), Fault> {
    let reader = visit.require(&[&Role::OFFICE[..], &[Role::Judge]].concat())?.clone();
    let slot = slot(room, id)?;
    if reader.is_any(&Role::OFFICE) {
        return Ok(());
    }
    conflict::keep_apart(conn, &reader, &slot.proposal).await?;
    let mut own = room.papers.iter().filter(|paper| paper.slot == id);
    if own.any(|paper| paper.judge == reader.id) { Ok(()) } else { Err(Fault::NotFound) }
}

/// A visit as it stands, for desks that have already asked who asks.
pub(super) async fn shown(
    conn: &mut AnyConnection,
    room: &Room,
    id: &str,
) -> Result<FieldVisit, Fault> {
    let slot = slot(room, id)?;
    let edition = &room.standing.edition;
    let both = named(&briefs(conn, edition).await?, &slot.proposal);
    let visited = rows::get(conn, id).await?.unwrap_or_default();
    let photos = rows::photos(conn, id).await?;
    Ok(FieldVisit {
        slot: id.to_owned(),
        name: if edition.rules.blind { both.0.clone() } else { both.1 },
        code: both.0,
        rev: visited.rev,
        on: visited.on,
        answers: visited.answers,
        findings: visited.findings,
        by: visited.by,
        at: (visited.rev > 0).then_some(visited.at),
        photos: photos.into_iter().map(|photo| Photo { id: photo.id, name: photo.name }).collect(),
        may_write: super::must_be_open(&room.standing).is_ok() && room.meeting.closed.is_none(),
    })
}

/// The page of a visit, for the office.
///
/// # Errors
/// [`Fault::WrongRole`], [`Fault::NotFound`].
pub async fn read(visit: &Visit, id: &str) -> Result<FieldVisit, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let room = Room::read(&mut conn).await?.ok_or(Fault::NotFound)?;
    shown(&mut conn, &room, id).await
}

/// Texts and photos of a form; what is wrong with a photo is told with its name.
async fn taken(
    visit: &Visit,
    form: &mut Multipart,
) -> Result<(Fields, Vec<attachments::Ready>, Vec<FieldError>), Fault> {
    let enclosure = enclosure();
    let max = u64::from(enclosure.max_mb) * 1024 * 1024;
    let (mut fields, mut ready, mut errors) = (Fields::new(), Vec::new(), Vec::new());
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => {
                errors.push(attachments::broken(error.status()));
                break;
            }
        };
        let key = field.name().unwrap_or_default().to_owned();
        let Some(name) = field.file_name().map(str::to_owned) else {
            let text = field.text().await.map_err(|_| Fault::Unreadable)?;
            fields.insert(key, text);
            continue;
        };
        if name.is_empty() {
            continue;
        }
        match attachments::read_up_to(field, max).await {
            Ok(Ok(bytes)) => {
                let files = &visit.house.files;
                match attachments::settle(files, SHELF, &enclosure, &name, bytes.into()).await? {
                    Ok(one) => ready.push(one),
                    Err(error) => errors.push(error),
                }
            }
            Ok(Err(size)) => errors.push(attachments::too_large(&enclosure, size, &name)),
            Err(status) => {
                errors.push(attachments::broken(status));
                break;
            }
        }
    }
    Ok((fields, ready, errors))
}

/// Takes a visit's form: texts and answers, and every photo that can be kept.
pub(super) async fn form(visit: Visit, mut form: Multipart, id: String) -> Result<Reply, Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    {
        let mut conn = visit.read().await?;
        let room = Room::open(&mut conn).await?;
        slot(&room, &id)?;
    }
    let (fields, ready, mut errors) = taken(&visit, &mut form).await?;
    let field = |name: &str| fields.get(name).map_or("", |text| text.trim());
    let now = visit.now();
    let mut tx = visit.write().await?;
    let room = Room::open(&mut tx).await?;
    let subject = format!("panel_slot:{id}");
    if let Some(photo) = field("action").strip_prefix("take_back:") {
        if !rows::take_back(&mut tx, &id, photo, now).await? {
            return Err(Fault::NotFound);
        }
        tx.record("visit.photo_back", &subject, &photo, &());
        tx.commit().await?;
        return Ok(Reply::Go(format!("/panitia/panel/kunjungan/{id}")));
    }
    let had = rows::photos(&mut tx, &id).await?.len();
    let free = usize::try_from(PHOTOS).unwrap_or_default().saturating_sub(had);
    for (at, one) in ready.iter().enumerate() {
        if at >= free {
            errors.push(FieldError::new(
                "photo",
                format!("{}: paling banyak {PHOTOS} foto. Tarik satu foto dahulu.", one.name),
                format!("{}: at most {PHOTOS} photos. Take one back first.", one.name),
            ));
            one.discard(&visit.house.files).await;
            continue;
        }
        let photo = rows::Photo {
            id: Uuid::now_v7().to_string(),
            slot: id.clone(),
            name: one.name.clone(),
            format: one.format,
            sha256: one.sha256.clone(),
            file: one.file.clone(),
            small: one.small.clone(),
        };
        rows::add_photo(&mut tx, &photo, &by, now).await?;
        tx.record("visit.photo", &subject, &(), &photo);
    }
    let mut answers = BTreeMap::new();
    for check in &room.panel.checks {
        if let Some(answer) = Answer::of_code(field(&format!("check-{}", check.key))) {
            answers.insert(check.key.clone(), answer);
        }
    }
    let findings = text::clean(field("findings"));
    if findings.chars().count() > FINDINGS {
        errors.push(FieldError::new(
            "findings",
            format!("Temuan paling banyak {FINDINGS} huruf; ringkaslah"),
            format!("Findings have at most {FINDINGS} characters; shorten them"),
        ));
    }
    if time::parse_day(field("on")).is_none() {
        errors.push(FieldError::new(
            "on",
            "Tulis tanggal kunjungan, misalnya 2026-08-03",
            "Write the day of the visit, such as 2026-08-03",
        ));
    }
    let text_is_good = !errors.iter().any(|error| error.field != "photo");
    if text_is_good {
        let rev = field("rev").parse().unwrap_or_default();
        let on = field("on").to_owned();
        let before = rows::get(&mut tx, &id).await?;
        let visited = Visited { rev, on, findings, answers, at: now, by: String::new() };
        if !rows::put(&mut tx, &id, &visited, &by).await? {
            let error = FieldError::new(
                "",
                "Petugas lain baru saja menyimpan kunjungan ini. Tulisan Anda di bawah belum tersimpan: bandingkan, lalu simpan lagi.",
                "Another officer has just saved this visit. What you typed below is not saved yet: compare, then save again.",
            );
            // Photos that came with it are kept: nobody takes them twice.
            tx.commit().await?;
            let values = values(&fields, Some(before.map_or(0, |before| before.rev)));
            return Ok(Reply::Again(Posted { status: 409, values, ..Posted::again(vec![error]) }));
        }
        tx.record("visit.save", &subject, &before, &visited);
    }
    tx.publish("panel");
    tx.commit().await?;
    if errors.is_empty() {
        return Ok(Reply::Go(format!("/panitia/panel/kunjungan/{id}?simpan=1")));
    }
    Ok(Reply::Again(Posted { values: values(&fields, None), ..Posted::again(errors) }))
}

/// What was typed, to be shown again; with another revision if the page is to stand on it.
fn values(fields: &Fields, rev: Option<i64>) -> Vec<(String, String)> {
    let typed = fields.iter().filter(|(name, _)| *name != "rev" && *name != "action");
    let typed = typed.map(|(name, value)| (name.clone(), value.clone()));
    typed.chain(rev.map(|rev| ("rev".to_owned(), rev.to_string()))).collect()
}

async fn hand_out(visit: &Visit, id: &str, photo: &str, size: Size) -> Result<Response, Fault> {
    let mut conn = visit.read().await?;
    let room = Room::read(&mut conn).await?.ok_or(Fault::NotFound)?;
    admit(&mut conn, visit, &room, id).await?;
    let photos = rows::photos(&mut conn, id).await?;
    let found = photos.into_iter().find(|one| one.id == photo).ok_or(Fault::NotFound)?;
    drop(conn);
    let keys = (found.file.as_str(), found.small.as_deref());
    attachments::hand_out_file(&visit.house.files, keys, found.format, &found.name, size).await
}

/// A photo, for whoever may see the visit.
pub(super) async fn photo(
    house: House,
    request: Request,
    (slot, photo): (String, String),
    size: Size,
) -> Response {
    let (parts, _) = pages::whole(request).into_parts();
    let answer = match house.visit(&parts).await {
        Ok(visit) => hand_out(&visit, &slot, &photo, size).await,
        Err(fault) => Err(fault),
    };
    match answer {
        Ok(response) => response,
        Err(fault) => pages::refuse(&house, &parts, &fault, Fields::new(), fault.status()).await,
    }
}
