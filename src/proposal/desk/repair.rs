//! A repair as its writers meet it: what they are told, and filing the pages that were open.

use super::{file_frozen, identity::Names, title_taken, writing};
use crate::{
    edition::{self, Edition, Window, desk::Standing},
    fault::Fault,
    kernel::{FieldError, Lang},
    proposal::{
        api::{Change, Mending},
        attachment,
        rules::{self, Frozen, Identity, KEYS},
        store::{self, Stored},
    },
    say,
    server::{Tx, Visit},
};
use sqlx::AnyConnection;

/// What the committee asked to be mended, as long as that is open.
pub(super) async fn note(
    conn: &mut AnyConnection,
    standing: &Standing,
    proposal: &Stored,
    window: Window,
) -> Result<Option<Mending>, Fault> {
    if window.pages.is_empty() || !window.open {
        return Ok(None);
    }
    let asked =
        edition::desk::repair::all(conn, &standing.edition.slug).await?.remove(&proposal.id);
    Ok(asked.map(|asked| Mending {
        pages: window.pages,
        message: asked.message,
        closes: window.closes,
    }))
}

/// Files the pages that are open as they are now, and every other one as it was submitted: what
/// was written there since is kept, and does not count.
pub(super) async fn file(
    tx: &mut Tx,
    edition: &Edition,
    proposal: &Stored,
    pages: &[String],
    visit: &Visit,
) -> Result<Result<(), Vec<FieldError>>, Fault> {
    let (id, by, now) = (proposal.id.as_str(), visit.account()?.id.clone(), visit.now());
    let open = |page: &str| pages.iter().any(|one| one == page);
    let before = store::submitted(tx, id).await?.ok_or(Fault::NotFound)?.frozen;
    let written = super::texts_of(tx, id).await?;
    let mut frozen = before.clone();
    for section in edition.sections.iter().filter(|section| open(&section.slug)) {
        for field in &section.fields {
            let text = written.get(&field.key).cloned().unwrap_or_default();
            frozen.texts.insert(field.key.clone(), text);
        }
    }
    if open("identitas") {
        frozen.identity = Identity { contact: String::new(), ..proposal.identity.clone() };
        frozen.unit.clone_from(&proposal.unit_name);
        frozen.agency.clone_from(&proposal.agency_name);
    }
    let attached = attachment::desk::enclosed(tx, id).await?;
    if open(attachment::rules::SLUG) {
        frozen.files.clone_from(&attached);
    }
    let kinds: Vec<String> = frozen.files.iter().map(|file| file.kind.clone()).collect();
    let mut errors: Vec<FieldError> =
        rules::missing(edition, &frozen.identity, &frozen.texts, &kinds)
            .into_iter()
            // What is wrong on a page that is not open is not for them to mend.
            .filter(|missing| open(&missing.slug))
            .map(|missing| FieldError::new(&missing.slug, missing.id, missing.en))
            .collect();
    if open("identitas") {
        errors.extend(title_taken(tx, edition, proposal).await?);
    }
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    attachment::desk::enclose(tx, id, proposal.version + 1, &frozen.files).await?;
    let present = Frozen {
        identity: Identity { contact: String::new(), ..proposal.identity.clone() },
        texts: written,
        files: attached,
        ..frozen.clone()
    };
    file_frozen(tx, proposal, frozen.clone(), &by, now).await?;
    if differs(&present, &frozen) {
        store::touch(tx, id, now).await?;
    }
    Ok(Ok(()))
}

/// Whether something is written that was not filed; an empty text and none are the same.
fn differs(written: &Frozen, filed: &Frozen) -> bool {
    let texts = |of: &Frozen| -> Vec<(String, String)> {
        of.texts.clone().into_iter().filter(|(_, text)| !text.is_empty()).collect()
    };
    written.identity != filed.identity
        || texts(written) != texts(filed)
        || written.files != filed.files
}

/// Every version of a proposal with whoever submitted it and when, the oldest first.
///
/// # Errors
/// Whatever the database says.
pub async fn versions(
    conn: &mut AnyConnection,
    id: &str,
) -> Result<Vec<(i64, String, i64)>, Fault> {
    store::repair::versions(conn, id).await
}

/// What was submitted, and the earlier version it is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Since<'a> {
    /// The proposal.
    pub id: &'a str,
    /// The earlier version.
    pub version: i64,
    /// What counts now.
    pub now: &'a Frozen,
}

/// What changed in a proposal since an earlier version, in the order of the form.
///
/// # Errors
/// Whatever the database says.
pub async fn changes(
    conn: &mut AnyConnection,
    since: Since<'_>,
    lang: Lang,
) -> Result<Vec<Change>, Fault> {
    let Some(before) = store::repair::version(conn, since.id, since.version).await? else {
        return Ok(Vec::new());
    };
    let edition = edition::desk::current(conn).await?;
    let names = Names::read(conn, lang).await?;
    let mut changes = Vec::new();
    let mut compare = |label: &str, before: &str, now: &str| {
        if before != now {
            let pieces = writing::compare(before, now);
            changes.push(Change { label: label.to_owned(), pieces });
        }
    };
    for key in KEYS {
        let named = |identity: &Identity| names.name(key, &identity.get(key));
        let label = rules::field_name(key, lang).unwrap_or_default();
        compare(label, &named(&before.identity), &named(&since.now.identity));
    }
    for field in edition.fields() {
        let text = |frozen: &Frozen| frozen.texts.get(&field.key).cloned().unwrap_or_default();
        compare(field.label.pick(lang), &text(&before), &text(since.now));
    }
    let files = |frozen: &Frozen| {
        frozen.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join("\n")
    };
    compare(say!(attachments, lang), &files(&before), &files(since.now));
    Ok(changes)
}
