//! Keeps what is written: every text that arrives is stored before it is judged, a losing one
//! waits beside the present one, and nothing is ever thrown away.

use super::{after as next_after, onward, readable, writable};
use crate::{
    edition::{self, Edition, Part, Section},
    fault::Fault,
    kernel::{
        FieldError, Posted,
        keeping::{Save, Saved, Version},
        saving::{ASIDE, Attempt},
        text,
    },
    proposal::{
        api::{Fork, Forks, History, Piece, Typed},
        rules,
        store::{self, writing::LEDGER},
    },
    server::{
        Tx, Visit,
        ledger::{self, Stamp},
        pages::{Fields, Reply},
        session,
    },
};
use similar::{ChangeTag, TextDiff};
use sqlx::AnyConnection;

/// Saves one text; the same attempt twice is done once.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not theirs, [`Fault::SignedOut`] if somebody else
/// has signed in since it was typed, [`Fault::Closed`] once submissions are closed.
pub async fn save(visit: &Visit, typed: &Typed) -> Result<Saved, Fault> {
    if visit.account()?.id != typed.writer {
        return Err(Fault::SignedOut);
    }
    let mut tx = visit.write().await?;
    let saved = save_in(&mut tx, visit, &typed.proposal, &typed.field, &typed.attempt).await?;
    tx.commit().await?;
    Ok(saved)
}

/// The page that a text is on.
fn page_of<'a>(edition: &'a Edition, field: &str) -> Option<&'a str> {
    let has = |section: &&Section| section.fields.iter().any(|one| one.key == field);
    edition.sections.iter().find(has).map(|section| section.slug.as_str())
}

async fn save_in(
    tx: &mut Tx,
    visit: &Visit,
    id: &str,
    field: &str,
    attempt: &Attempt,
) -> Result<Saved, Fault> {
    let edition = edition::desk::current(tx).await?;
    let page = page_of(&edition, field).unwrap_or_default();
    let (proposal, standing) = writable(tx, visit, id, Part::Page(page)).await?;
    let field = standing.edition.field(field).ok_or(Fault::NotFound)?;
    let value = ledger::fit(&attempt.value)?;
    let (id, key) = (proposal.id.as_str(), field.key.as_str());
    let stamp = Stamp::of(visit)?;
    let kept = LEDGER.save(tx, (id, key), attempt, &value, stamp).await?;
    let subject = format!("proposal:{id}/{key}");
    match kept.save {
        Save::Store => {
            store::touch(tx, id, stamp.at).await?;
            tx.record("proposal.write", &subject, &kept.before, &value);
        }
        Save::Beside => tx.record("proposal.conflict", &subject, &kept.before, &value),
        Save::Replay(_) | Save::Waits | Save::Settled | Save::Same => {}
    }
    Ok(kept.saved)
}

/// Saves a page of the form that was posted; stored first, judged afterwards.
pub(super) async fn save_section(
    visit: Visit,
    fields: Fields,
    id: String,
    slug: String,
) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    let standing = edition::desk::standing(&mut tx).await?;
    let section = standing.edition.section(&slug).ok_or(Fault::NotFound)?;
    let mut errors = Vec::new();
    let mut conflict = false;
    for field in &section.fields {
        let Some(value) = fields.get(&field.key) else { continue };
        let attempt = ledger::posted(&fields, &field.key, value)?;
        match save_in(&mut tx, &visit, &id, &field.key, &attempt).await {
            Ok(Saved::Stored { .. } | Saved::Settled { .. }) => {
                errors.extend(rules::flaw(field, value));
            }
            Ok(Saved::Conflict { .. }) => conflict = true,
            Err(Fault::Refused { id, en }) => errors.push(FieldError::new(&field.key, id, en)),
            Err(fault) => return Err(fault),
        }
    }
    tx.commit().await?;
    if conflict {
        return Ok(Reply::Go(format!("/saya/usulan/{id}/konflik/{slug}")));
    }
    if errors.is_empty() || fields.get("action").map(String::as_str) == Some("later") {
        let at = standing.edition.sections.iter().position(|section| section.slug == slug);
        let next = at.and_then(|at| next_after(&standing.edition, at));
        return Ok(Reply::Go(onward(&id, &fields, next)));
    }
    Ok(Reply::Again(Posted::again(errors)))
}

/// The sections of a proposal in which somebody has to choose, by their part of the address.
///
/// # Errors
/// Whatever the database says.
pub async fn forked(
    conn: &mut AnyConnection,
    edition: &Edition,
    id: &str,
) -> Result<Vec<String>, Fault> {
    let waiting = LEDGER.waiting(conn, id).await?;
    let has = |key: &str| waiting.iter().any(|version| version.field == key);
    let page_0 = rules::KEYS.into_iter().any(has).then(|| super::identity::SLUG.to_owned());
    let sections = edition
        .sections
        .iter()
        .filter(|section| section.fields.iter().any(|field| has(&field.key)))
        .map(|section| section.slug.clone());
    Ok(page_0.into_iter().chain(sections).collect())
}

/// The texts of a section between which somebody has to choose.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not theirs, or a section that the form has not.
pub async fn forks(visit: &Visit, id: &str, slug: &str) -> Result<Forks, Fault> {
    let mut conn = visit.read().await?;
    let proposal = readable(&mut conn, visit, id).await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let section = standing.edition.section(slug).ok_or(Fault::NotFound)?;
    let waiting = LEDGER.waiting(&mut conn, id).await?;
    let mut forks = Vec::new();
    for field in &section.fields {
        for beside in waiting.iter().filter(|version| version.field == field.key) {
            let there = LEDGER
                .present(&mut conn, id, &field.key)
                .await?
                .unwrap_or_else(|| nothing(&field.key));
            forks.push(Fork {
                label: field.label.pick(visit.lang).to_owned(),
                pieces: compare(&there.value, &beside.value),
                there,
                beside: beside.clone(),
            });
        }
    }
    let may_write = writable(&mut conn, visit, id, Part::Page(slug)).await.is_ok();
    Ok(Forks {
        id: proposal.id,
        acronym: proposal.identity.acronym,
        title: section.title.pick(visit.lang).to_owned(),
        may_write,
        forks,
    })
}

/// The empty text before anybody wrote.
pub(super) fn nothing(field: &str) -> Version {
    Version {
        id: String::new(),
        field: field.to_owned(),
        rev: 0,
        value: String::new(),
        at: 0,
        by: String::new(),
        device: String::new(),
        waiting: false,
        beside: false,
    }
}

/// Two texts word by word, neighbours of one kind joined. A space goes with its word: alone it
/// would be found everywhere, and tear unlike sentences into shreds.
pub fn compare(there: &str, beside: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let words = |text| str::split_inclusive(text, char::is_whitespace).collect::<Vec<_>>();
    let (there, beside) = (words(there), words(beside));
    for change in TextDiff::from_slices(&there, &beside).iter_all_changes() {
        let words = change.value();
        match (pieces.last_mut(), change.tag()) {
            (Some(Piece::Both(text)), ChangeTag::Equal)
            | (Some(Piece::There(text)), ChangeTag::Delete)
            | (Some(Piece::Beside(text)), ChangeTag::Insert) => text.push_str(words),
            (_, ChangeTag::Equal) => pieces.push(Piece::Both(words.to_owned())),
            (_, ChangeTag::Delete) => pieces.push(Piece::There(words.to_owned())),
            (_, ChangeTag::Insert) => pieces.push(Piece::Beside(words.to_owned())),
        }
    }
    pieces
}

/// Settles a choice that was posted: the present text, the one beside it, or one joined by hand.
pub(super) async fn choose(
    visit: Visit,
    fields: Fields,
    id: String,
    slug: String,
) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    writable(&mut tx, &visit, &id, Part::Page(&slug)).await?;
    let chosen = fields.get("version").ok_or(Fault::Unreadable)?;
    let beside = LEDGER.version_of(&mut tx, &id, chosen).await?.ok_or(Fault::NotFound)?;
    let again = format!("/saya/usulan/{id}/konflik/{slug}");
    if !beside.waiting {
        // Somebody else chose first: the page shows what is left.
        return Ok(Reply::Go(again));
    }
    let value = match fields.get("choice").map(String::as_str) {
        Some("there") => None,
        Some("beside") => Some(beside.value.clone()),
        Some("joined") => Some(fields.get("joined").ok_or(Fault::Unreadable)?.clone()),
        _ => return Err(Fault::Unreadable),
    };
    if let Some(value) = value {
        let attempt = Attempt {
            op: session::secret(16)?,
            // What the reader compared with; if it moved on, this text waits beside the new one.
            base_rev: fields.get("rev").and_then(|rev| rev.parse().ok()).unwrap_or(ASIDE),
            value,
            after: Vec::new(),
        };
        match save_in(&mut tx, &visit, &id, &beside.field, &attempt).await? {
            Saved::Conflict { .. } => {
                // A hand-joined text is a third one; the same text beside is already there.
                tx.commit().await?;
                return Ok(Reply::Go(again));
            }
            Saved::Stored { .. } | Saved::Settled { .. } => {}
        }
    }
    LEDGER.settle(&mut tx, &beside.id, visit.now()).await?;
    tx.record("proposal.choose", &format!("proposal:{id}/{}", beside.field), &beside.value, &());
    let left = LEDGER.waiting(&mut tx, &id).await?;
    let standing = edition::desk::standing(&mut tx).await?;
    let section = standing.edition.section(&slug).ok_or(Fault::NotFound)?;
    let more = left.iter().any(|version| section.fields.iter().any(|f| f.key == version.field));
    tx.commit().await?;
    Ok(Reply::Go(if more { again } else { format!("/saya/usulan/{id}/{slug}") }))
}

/// Every earlier text of a proposal; without `all` only the last of each sitting.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not theirs.
pub async fn history(visit: &Visit, id: &str, all: bool) -> Result<History, Fault> {
    let mut conn = visit.read().await?;
    let proposal = readable(&mut conn, visit, id).await?;
    let edition = edition::desk::current(&mut conn).await?;
    let versions = LEDGER.versions(&mut conn, id).await?;
    let shown = rules::landmarks(&versions);
    let total = versions.len();
    let names = super::identity::Names::read(&mut conn, visit.lang).await?;
    let mut newest = std::collections::BTreeSet::new();
    let versions: Vec<_> = versions
        .into_iter()
        .zip(shown)
        .filter_map(|(version, landmark)| {
            let present = !version.beside && newest.insert(version.field.clone());
            let (label, version) = match rules::field_name(&version.field, visit.lang) {
                Some(label) => (label.to_owned(), names.readable(version)),
                None => (edition.field(&version.field)?.label.pick(visit.lang).to_owned(), version),
            };
            let words = text::count_words(&version.value);
            (all || landmark || present).then_some((version, label, words, present))
        })
        .collect();
    let may_write = writable(&mut conn, visit, id, Part::Any).await.is_ok();
    Ok(History {
        id: proposal.id,
        acronym: proposal.identity.acronym,
        may_write,
        left_out: u32::try_from(total - versions.len()).unwrap_or(u32::MAX),
        versions,
    })
}

/// Brings an earlier text back, as an ordinary save: the present one stays in the history.
pub(super) async fn restore(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    writable(&mut tx, &visit, &id, Part::Any).await?;
    let chosen = fields.get("version").ok_or(Fault::Unreadable)?;
    let version = LEDGER.version_of(&mut tx, &id, chosen).await?.ok_or(Fault::NotFound)?;
    if rules::KEYS.contains(&version.field.as_str()) {
        return super::identity::restore(visit, tx, version, id).await;
    }
    let held = LEDGER.held(&mut tx, &id, &version.field).await?;
    let attempt = Attempt {
        op: session::secret(16)?,
        base_rev: held.rev,
        value: version.value.clone(),
        after: Vec::new(),
    };
    save_in(&mut tx, &visit, &id, &version.field, &attempt).await?;
    if version.waiting {
        LEDGER.settle(&mut tx, &version.id, visit.now()).await?;
    }
    let standing = edition::desk::standing(&mut tx).await?;
    let slug = standing
        .edition
        .sections
        .iter()
        .find(|section| section.fields.iter().any(|field| field.key == version.field))
        .map(|section| section.slug.clone())
        .ok_or(Fault::NotFound)?;
    tx.commit().await?;
    Ok(Reply::Go(format!("/saya/usulan/{id}/{slug}")))
}
