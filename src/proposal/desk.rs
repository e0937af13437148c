//! The proposal desk: who may read and write a proposal, and filing a version when it is submitted.

pub mod writing;

pub mod agency;
pub mod deadline;
pub mod identity;
pub mod link;
pub mod remind;
pub mod repair;
mod talk;
pub mod team;

use super::{
    api::{Brief, Overview, Page, Receipt, Text},
    attachment, document,
    rules::{
        self, Access, Concern, Frozen, Identity, Link, OtherTitle, Papers, Progress, Reach, Status,
    },
    store::{self, New, Stored, Submission, writing::LEDGER},
};
use crate::{
    edition::{self, Edition, Part, desk::Standing},
    fault::Fault,
    kernel::{Account, FieldError, Posted, Role, text},
    server::{
        House, Tx, Visit, audit,
        ledger::Stamp,
        pages::{self, Fields, Reply},
        qr, session,
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    routing::get,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// A proposal and how whoever asks stands to it: the one question before anything else is done
/// with it. Who does not stand to it at all learns no more than that it is not found.
async fn approach(
    conn: &mut AnyConnection,
    visit: &Visit,
    id: &str,
) -> Result<(Stored, Access), Fault> {
    let account = visit.account()?;
    let proposal = store::get(conn, id).await?.ok_or(Fault::NotFound)?;
    let member = store::is_member(conn, id, &account.id).await?;
    let access = rules::access(account, &proposal.owner, &proposal.agency, member);
    Ok((proposal, access.ok_or(Fault::NotFound)?))
}

/// A proposal that whoever asks knows of, and how they stand to it, for later slices.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not there or not theirs.
pub async fn known(
    conn: &mut AnyConnection,
    visit: &Visit,
    id: &str,
) -> Result<(Brief, Access), Fault> {
    let (proposal, access) = approach(conn, visit, id).await?;
    Ok((proposal.brief(0), access))
}

/// A proposal that whoever asks may read: its team's, its agency's admin's, the office's.
pub(super) async fn readable(
    conn: &mut AnyConnection,
    visit: &Visit,
    id: &str,
) -> Result<Stored, Fault> {
    Ok(approach(conn, visit, id).await?.0)
}

/// A proposal in whose part whoever asks may write now: its team's and its agency's admin's.
pub(super) async fn writable(
    conn: &mut AnyConnection,
    visit: &Visit,
    id: &str,
    part: Part<'_>,
) -> Result<(Stored, Standing), Fault> {
    let (proposal, access) = approach(conn, visit, id).await?;
    if !access.writes() {
        return Err(Fault::NotFound);
    }
    let standing = edition::desk::standing(conn).await?;
    in_time(conn, &standing, &proposal, part, visit.now())
        .await?
        .map_err(|why| Fault::Closed { id: why.id, en: why.en })?;
    Ok((proposal, standing))
}

/// Whether this part of a proposal is still taken; the inner error is the sentence that says why not.
async fn in_time(
    conn: &mut AnyConnection,
    standing: &Standing,
    proposal: &Stored,
    part: Part<'_>,
    now: i64,
) -> Result<Result<(), FieldError>, Fault> {
    let last = store::submitted(conn, &proposal.id).await?.map(|s| s.submitted_at);
    let window = standing.window(&proposal.agency, &proposal.id, now);
    let zone = &standing.edition.region.zone;
    Ok(rules::may_submit(zone, proposal.status, (&window, part), now, last))
}

/// Whether whoever stands so to a proposal may write in this part of it now.
fn may_write(
    standing: &Standing,
    proposal: &Stored,
    access: Access,
    part: Part<'_>,
    now: i64,
) -> bool {
    let window = standing.window(&proposal.agency, &proposal.id, now);
    access.writes() && rules::may_write(proposal.status, &window, part)
}

/// Notes that a proposal has changes since it was submitted.
pub(super) async fn changed(conn: &mut AnyConnection, id: &str, now: i64) -> Result<(), Fault> {
    store::touch(conn, id, now).await
}

async fn texts_of(conn: &mut AnyConnection, id: &str) -> Result<BTreeMap<String, String>, Fault> {
    Ok(store::writing::texts(conn, id)
        .await?
        .into_iter()
        .map(|text| (text.field, text.value))
        .collect())
}

fn missing_count(
    edition: &Edition,
    proposal: &Stored,
    texts: Option<&BTreeMap<String, String>>,
    kinds: Option<&Vec<String>>,
) -> usize {
    let none = BTreeMap::new();
    let kinds = kinds.map_or(&[][..], Vec::as_slice);
    rules::missing(edition, &proposal.identity, texts.unwrap_or(&none), kinds).len()
}

async fn briefs(conn: &mut AnyConnection, proposals: Vec<Stored>) -> Result<Vec<Brief>, Fault> {
    let edition = edition::desk::current(conn).await?;
    let texts = store::writing::all_texts(conn, &edition.slug).await?;
    let kinds = attachment::desk::all_kinds(conn, &edition).await?;
    let remarks = store::around::open_threads(conn).await?;
    let sent_back = store::around::all_sent_back(conn).await?;
    Ok(proposals
        .iter()
        .map(|proposal| {
            let (texts, kinds) = (texts.get(&proposal.id), kinds.get(&proposal.id));
            Brief {
                sent_back: sent_back.contains(&proposal.id),
                remarks: remarks.get(&proposal.id).copied().unwrap_or_default(),
                ..proposal.brief(missing_count(&edition, proposal, texts, kinds))
            }
        })
        .collect())
}

/// The proposals of whoever asks.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn mine(visit: &Visit) -> Result<Vec<Brief>, Fault> {
    let account = visit.require(&[Role::Innovator])?;
    let mut conn = visit.read().await?;
    let proposals = store::of_writer(&mut conn, &account.id).await?;
    briefs(&mut conn, proposals).await
}

/// Every proposal of the edition, for desks that have already asked who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn all(conn: &mut AnyConnection, edition: &Edition) -> Result<Vec<Brief>, Fault> {
    Ok(store::all(conn, &edition.slug).await?.iter().map(|proposal| proposal.brief(0)).collect())
}

/// Page 0 and agency of every proposal, for screening and the result.
///
/// # Errors
/// Whatever the database says.
pub async fn identities(
    conn: &mut AnyConnection,
    edition: &Edition,
) -> Result<Vec<(Brief, Identity, String)>, Fault> {
    Ok(store::all(conn, &edition.slug)
        .await?
        .into_iter()
        .map(|proposal| (proposal.brief(0), proposal.identity, proposal.agency))
        .collect())
}

/// The task list of a proposal.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not there or not theirs.
pub async fn overview(visit: &Visit, id: &str) -> Result<Overview, Fault> {
    Ok(review(visit, id).await?.0)
}

/// What is known of a link, for desks that have already asked who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn known_link(
    conn: &mut AnyConnection,
    edition: &str,
    address: &str,
) -> Result<Link, Fault> {
    store::link::of(conn, edition, address).await
}

/// The task list and every text of a proposal.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not there or not theirs.
pub async fn review(visit: &Visit, id: &str) -> Result<(Overview, Frozen), Fault> {
    let mut conn = visit.read().await?;
    let (proposal, access) = approach(&mut conn, visit, id).await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let texts = texts_of(&mut conn, id).await?;
    let submitted = store::submitted(&mut conn, id).await?;
    let edition = &standing.edition;
    let files = attachment::desk::enclosed(&mut conn, id).await?;
    let kinds: Vec<String> = files.iter().map(|file| file.kind.clone()).collect();
    let missing = rules::missing(edition, &proposal.identity, &texts, &kinds);
    let identity_missing = rules::missing_identity(edition, &proposal.identity);
    let around = talk::around(&mut conn, edition, &proposal, access).await?;
    let link = store::link::of(&mut conn, &edition.slug, &proposal.identity.video).await?;
    let window = standing.window(&proposal.agency, id, visit.now());
    let overview = Overview {
        brief: Brief {
            sent_back: around.sent_back.is_some(),
            remarks: around.remarks.iter().map(|(_, n)| n).sum(),
            ..proposal.brief(missing.len())
        },
        identity_progress: if identity_missing.is_empty() {
            Progress::Complete
        } else {
            Progress::Begun
        },
        sections: edition.sections.iter().map(|s| rules::progress(&s.fields, &texts)).collect(),
        attachments: attachment::rules::progress(edition, &kinds),
        missing,
        forked: writing::forked(&mut conn, edition, id).await?,
        may_write: may_write(&standing, &proposal, access, Part::Any, visit.now()),
        access,
        closes: window.closes,
        repair: repair::note(&mut conn, &standing, &proposal, window).await?,
        age: edition.age_at_closing(&proposal.identity.started_on),
        submitted_at: submitted.map(|s| s.submitted_at),
        around,
        concerns: concerns(&mut conn, edition, &proposal, (&texts, &kinds), link.reach).await?,
        link,
        identity: proposal.identity.clone(),
    };
    let frozen = Frozen {
        identity: proposal.identity,
        unit: proposal.unit_name,
        agency: proposal.agency_name,
        texts,
        files,
    };
    Ok((overview, frozen))
}

/// What the committee will look at in a proposal.
async fn concerns(
    conn: &mut AnyConnection,
    edition: &Edition,
    proposal: &Stored,
    (texts, kinds): (&BTreeMap<String, String>, &[String]),
    link: Reach,
) -> Result<Vec<Concern>, Fault> {
    let others: Vec<OtherTitle> = store::other_titles(conn, &edition.slug, &proposal.id)
        .await?
        .into_iter()
        .map(|(number, status, title)| {
            OtherTitle::new(number.filter(|_| status.counts()).map(rules::code), title)
        })
        .chain(edition::desk::earlier(conn, &edition.slug).await?.iter().map(OtherTitle::earlier))
        .collect();
    let others: Vec<&OtherTitle> = others.iter().collect();
    let quota = agency::quota_beside(conn, edition, proposal).await?;
    let identity = &proposal.identity;
    let papers = Papers { identity, texts, kinds, others: &others, link, quota };
    Ok(rules::concerns(edition, papers))
}

/// A submission as it counts, for screening.
pub struct Filed {
    /// The row it has in lists.
    pub brief: Brief,
    /// Code of its agency.
    pub agency: String,
    /// What was submitted; nothing as long as nothing was.
    pub frozen: Option<Frozen>,
    /// The version of it.
    pub version: i64,
    /// What became of opening its link.
    pub link: Reach,
}

/// Every proposal of the edition with the version that counts, for screening.
///
/// # Errors
/// Whatever the database says.
pub async fn filed(conn: &mut AnyConnection, edition: &Edition) -> Result<Vec<Filed>, Fault> {
    let mut frozen = store::all_submitted(conn, &edition.slug).await?;
    let links = store::link::all(conn, &edition.slug).await?;
    Ok(store::all(conn, &edition.slug)
        .await?
        .into_iter()
        .map(|proposal| {
            let frozen = frozen.remove(&proposal.id).filter(|_| proposal.status.counts());
            let link = frozen.as_ref().and_then(|one| links.get(&one.identity.video));
            Filed {
                link: link.map(|link| link.reach).unwrap_or_default(),
                frozen,
                brief: proposal.brief(0),
                version: proposal.version,
                agency: proposal.agency,
            }
        })
        .collect())
}

/// A page of the form.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not theirs, or a section that the form has not.
pub async fn page(visit: &Visit, id: &str, slug: &str) -> Result<Page, Fault> {
    let mut conn = visit.read().await?;
    let (proposal, access) = approach(&mut conn, visit, id).await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let edition = &standing.edition;
    let at = edition.sections.iter().position(|s| s.slug == slug).ok_or(Fault::NotFound)?;
    let section = &edition.sections[at];
    let lang = visit.lang;
    let mut stored = store::writing::texts(&mut conn, id).await?;
    let texts = section
        .fields
        .iter()
        .map(|field| {
            let found = stored.iter().position(|text| text.field == field.key);
            let found = found.map(|at| stored.swap_remove(at));
            Text {
                key: field.key.clone(),
                label: field.label.pick(lang).to_owned(),
                max_words: field.max_words,
                rev: found.as_ref().map_or(0, |text| text.rev),
                saved_at: found.as_ref().map(|text| text.saved_at),
                value: found.map(|text| text.value).unwrap_or_default(),
            }
        })
        .collect();
    let asides = talk::asides(&mut conn, visit, &proposal, access, section).await?;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Page {
        asides,
        may_write: may_write(&standing, &proposal, access, Part::Page(slug), visit.now()),
        id: proposal.id,
        acronym: proposal.identity.acronym,
        title: section.title.pick(lang).to_owned(),
        prompt: section.prompt.pick(lang).to_owned(),
        guide: section.guide.iter().map(|point| point.pick(lang).to_owned()).collect(),
        weight: edition
            .criteria
            .iter()
            .find(|criterion| criterion.section == section.key)
            .map(|criterion| (criterion.weight, edition.criteria.iter().map(|c| c.weight).sum())),
        slug: section.slug.clone(),
        forked: writing::forked(&mut conn, edition, id).await?.contains(&section.slug),
        // Page 0 comes first.
        step: (count(at + 2), count(edition.sections.len() + 1)),
        next: after(edition, at).unwrap_or("tinjau").to_owned(),
        texts,
    })
}

/// Files the present texts as the next version.
///
/// # Errors
/// A refusal with what is missing or that submissions are closed.
pub async fn submit(visit: &Visit, id: &str) -> Result<Result<(), Vec<FieldError>>, Fault> {
    let mut tx = visit.write().await?;
    let account = visit.account()?.clone();
    let (proposal, access) = approach(&mut tx, visit, id).await?;
    if !access.submits() {
        return if access.is_team() { Ok(Err(vec![owner_alone()])) } else { Err(Fault::NotFound) };
    }
    let standing = edition::desk::standing(&mut tx).await?;
    let edition = &standing.edition;
    if let Err(why) = in_time(&mut tx, &standing, &proposal, Part::Any, visit.now()).await? {
        return Ok(Err(vec![why]));
    }
    let window = standing.window(&proposal.agency, id, visit.now());
    if !window.pages.is_empty() {
        let filed = repair::file(&mut tx, edition, &proposal, &window.pages, visit).await?;
        if filed.is_ok() {
            tx.commit().await?;
        }
        return Ok(filed);
    }
    let texts = texts_of(&mut tx, id).await?;
    let kinds = attachment::desk::kinds(&mut tx, id).await?;
    let mut errors: Vec<FieldError> = rules::missing(edition, &proposal.identity, &texts, &kinds)
        .into_iter()
        .map(|missing| FieldError::new(&missing.slug, missing.id, missing.en))
        .collect();
    errors.extend(title_taken(&mut tx, edition, &proposal).await?);
    errors.extend(agency::over_quota(&mut tx, edition, &proposal).await?);
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    file(&mut tx, &proposal, texts, &account.id, visit.now()).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Why a proposal cannot be submitted under its title, if so.
async fn title_taken(
    conn: &mut AnyConnection,
    edition: &Edition,
    proposal: &Stored,
) -> Result<Option<FieldError>, Fault> {
    let title = &proposal.identity.title;
    let other = store::same_title(conn, &edition.slug, &proposal.id, title).await?;
    Ok(other.map(|other| {
        let other = other.map(rules::code).unwrap_or_default();
        FieldError::new(
            "identitas",
            format!("Judul ini sudah dipakai usulan {other}. Ubah judul, atau hubungi panitia bila itu usulan yang sama."),
            format!("This title is used by proposal {other}. Change it, or ask the committee if it is the same proposal."),
        )
    }))
}

fn owner_alone() -> FieldError {
    FieldError::new(
        "",
        "Hanya pemilik usulan yang dapat mengajukan atau menariknya. Tulisan Anda sudah tersimpan.",
        "Only the owner of the proposal can submit or withdraw it. Your text is saved.",
    )
}

/// Freezes a version in the caller's transaction.
async fn file(
    tx: &mut Tx,
    proposal: &Stored,
    texts: BTreeMap<String, String>,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    let files = attachment::desk::freeze(&mut *tx, &proposal.id, proposal.version + 1).await?;
    // Judges and the public read what is frozen: a private number is not for them.
    let frozen = Frozen {
        identity: Identity { contact: String::new(), ..proposal.identity.clone() },
        unit: proposal.unit_name.clone(),
        agency: proposal.agency_name.clone(),
        texts,
        files,
    };
    file_frozen(tx, proposal, frozen, by, now).await
}

/// Files what is frozen as the next version, in the caller's transaction.
async fn file_frozen(
    tx: &mut Tx,
    proposal: &Stored,
    frozen: Frozen,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    let number = match proposal.number {
        Some(number) => number,
        None => store::next_number(&mut *tx, &proposal.edition).await?,
    };
    let submission = Submission {
        version: proposal.version + 1,
        fingerprint: audit::fingerprint(&frozen).chars().take(16).collect(),
        code: receipt_code()?,
        submitted_at: now,
        frozen,
    };
    store::submit(&mut *tx, &proposal.id, number, &submission, by).await?;
    store::around::end_return(&mut *tx, &proposal.id, now).await?;
    edition::desk::repair::end(tx, &proposal.id, now).await?;
    let subject = format!("proposal:{}", proposal.id);
    tx.record("proposal.submit", &subject, &proposal.version, &submission.frozen);
    tx.publish("proposals");
    Ok(())
}

/// Twelve letters of Crockford's alphabet, without 0/O trouble.
fn receipt_code() -> Result<String, Fault> {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let random = session::secret(12)?;
    Ok(random
        .as_bytes()
        .chunks(2)
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect())
}

/// The receipt of the version that counts.
///
/// # Errors
/// [`Fault::NotFound`] if nothing has been submitted or it is not theirs.
pub async fn receipt(visit: &Visit, id: &str) -> Result<Receipt, Fault> {
    let mut conn = visit.read().await?;
    let proposal = readable(&mut conn, visit, id).await?;
    let submission = store::submitted(&mut conn, id).await?.ok_or(Fault::NotFound)?;
    let edition = edition::desk::current(&mut conn).await?;
    receipt_of(visit, &edition, &proposal, submission)
}

fn receipt_of(
    visit: &Visit,
    edition: &Edition,
    proposal: &Stored,
    submission: Submission,
) -> Result<Receipt, Fault> {
    let groups: Vec<&str> =
        submission.code.as_bytes().chunks(4).filter_map(|c| std::str::from_utf8(c).ok()).collect();
    let code = groups.join("-");
    let link = visit.link(&format!("/verifikasi/{code}"));
    let words = edition
        .sections
        .iter()
        .map(|section| {
            let texts = section.fields.iter().filter_map(|f| submission.frozen.texts.get(&f.key));
            let words = texts.map(|text| text::count_words(text)).sum();
            (section.title.pick(visit.lang).to_owned(), words)
        })
        .collect();
    // What was handed in, not what has been written since.
    let frozen = submission.frozen;
    let brief = Brief {
        acronym: frozen.identity.acronym,
        title: frozen.identity.title,
        unit: frozen.unit,
        agency: frozen.agency,
        ..proposal.brief(0)
    };
    Ok(Receipt {
        brief,
        number: rules::receipt_number(edition.year, proposal.number.unwrap_or_default()),
        version: submission.version,
        fingerprint: submission.fingerprint,
        qr: qr::path(&link)?,
        files: frozen.files.into_iter().map(|file| file.name).collect(),
        link,
        code,
        submitted_at: submission.submitted_at,
        words,
    })
}

/// What the public may know of a receipt's code: number, title, time, version, fingerprint.
///
/// # Errors
/// [`Fault::NotFound`] for a code that is none.
pub async fn verified(visit: &Visit, code: &str) -> Result<Receipt, Fault> {
    let folded: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect();
    let mut conn = visit.read().await?;
    let (id, submission) = store::of_receipt(&mut conn, &folded).await?.ok_or(Fault::NotFound)?;
    let proposal = store::get(&mut conn, &id).await?.ok_or(Fault::NotFound)?;
    let edition = edition::desk::current(&mut conn).await?;
    // The public learns number, title, time, version and fingerprint, and no more.
    let receipt = receipt_of(visit, &edition, &proposal, submission)?;
    Ok(Receipt { files: Vec::new(), ..receipt })
}

/// The version that judges read.
///
/// # Errors
/// [`Fault::NotFound`] if nothing has been submitted.
pub async fn frozen(conn: &mut AnyConnection, id: &str) -> Result<(Brief, Frozen), Fault> {
    let proposal = store::get(conn, id).await?.ok_or(Fault::NotFound)?;
    let submission = store::submitted(conn, id).await?.ok_or(Fault::NotFound)?;
    Ok((proposal.brief(0), submission.frozen))
}

/// The agency that a proposal comes from, by its code.
///
/// # Errors
/// [`Fault::NotFound`] if there is no such proposal.
pub async fn agency_of(conn: &mut AnyConnection, id: &str) -> Result<String, Fault> {
    Ok(store::get(conn, id).await?.ok_or(Fault::NotFound)?.agency)
}

/// Records what screening decided about a proposal.
///
/// # Errors
/// Whatever the database says.
pub async fn set_status(tx: &mut Tx, id: &str, status: Status) -> Result<(), Fault> {
    store::set_status(&mut *tx, id, status).await
}

/// A proposal that comes from an edition's file rather than from a form.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// Whose it is.
    pub owner: &'a Account,
    /// Code of its agency.
    pub agency: &'a str,
    /// Page 0.
    pub identity: Identity,
    /// Its texts.
    pub texts: BTreeMap<String, String>,
    /// Its attachments, looked into and stored.
    pub files: Vec<attachment::desk::Ready>,
    /// Whether it is invented.
    pub sample: bool,
    /// Whether to submit it as well.
    pub submit: bool,
}

/// Files a given proposal in the caller's transaction, and tells its id.
///
/// # Errors
/// Whatever the database says.
pub async fn give(
    tx: &mut Tx,
    edition: &Edition,
    given: &Given<'_>,
    now: i64,
) -> Result<String, Fault> {
    let new = New {
        edition: &edition.slug,
        owner: &given.owner.id,
        agency: given.agency,
        identity: &given.identity,
        sample_at: given.sample.then_some(now),
        created_at: now,
    };
    let id = store::add(&mut *tx, &new).await?;
    tx.record("proposal.create", &format!("proposal:{id}"), &(), &given.identity);
    let stamp = Stamp { by: &given.owner.id, at: now, device: "" };
    for (field, value) in &given.texts {
        LEDGER.put(&mut *tx, &id, field, 1, value, stamp).await?;
    }
    for ready in &given.files {
        attachment::desk::put(tx, &id, ready, &given.owner.id, now).await?;
    }
    if given.submit {
        let proposal = store::get(&mut *tx, &id).await?.ok_or(Fault::Ours)?;
        file(tx, &proposal, given.texts.clone(), &given.owner.id, now).await?;
    }
    Ok(id)
}

/// The page after a section: the next section, the attachments if any are asked for, or none.
fn after(edition: &Edition, section: usize) -> Option<&str> {
    match edition.sections.get(section + 1) {
        Some(next) => Some(&next.slug),
        None => (!edition.enclosures.is_empty()).then_some(attachment::rules::SLUG),
    }
}

/// Where a form's button leads: the next page of the form, or its list.
fn onward(id: &str, fields: &Fields, next: Option<&str>) -> String {
    match (fields.get("action").map(String::as_str), next) {
        (Some("list"), _) => format!("/saya/usulan/{id}"),
        (_, Some(next)) => format!("/saya/usulan/{id}/{next}"),
        (_, None) => format!("/saya/usulan/{id}/tinjau"),
    }
}

async fn take(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    if fields.get("declaration").map(String::as_str) != Some("on") {
        return Ok(Reply::Again(Posted::again(vec![FieldError::new(
            "declaration",
            "Centang pernyataan kebenaran data untuk mengajukan",
            "Tick the truth declaration to submit",
        )])));
    }
    Ok(match submit(&visit, &id).await? {
        Ok(()) => Reply::Go(format!("/saya/usulan/{id}/tanda-terima")),
        Err(errors) => Reply::Again(Posted::again(errors)),
    })
}

/// Addresses of this slice that take forms.
pub fn routes() -> Router<House> {
    Router::new()
        .merge(attachment::desk::routes())
        .merge(document::desk::routes())
        .merge(agency::routes())
        .merge(deadline::routes())
        .merge(identity::routes())
        .merge(team::routes())
        .route(
            "/saya/usulan/{id}/ajukan",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| take(visit, fields, id))
                },
            ),
        )
        .route(
            "/saya/usulan/{id}/{section}",
            get(pages::page).post(
                |State(house): State<House>,
                 Path((id, slug)): Path<(String, String)>,
                 request: Request| {
                    pages::form(house, request, |visit, fields| {
                        writing::save_section(visit, fields, id, slug)
                    })
                },
            ),
        )
        .route(
            "/saya/usulan/{id}/riwayat",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| writing::restore(visit, fields, id))
                },
            ),
        )
        .route(
            "/saya/usulan/{id}/konflik/{section}",
            get(pages::page).post(
                |State(house): State<House>,
                 Path((id, slug)): Path<(String, String)>,
                 request: Request| {
                    pages::form(house, request, |visit, fields| {
                        writing::choose(visit, fields, id, slug)
                    })
                },
            ),
        )
}
