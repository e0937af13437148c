//! Page 0: begins a proposal once, however often its form arrives, and joins what two people
//! typed at once without losing a word of either.

use super::{onward, readable, writable, writing::nothing};
use crate::{
    edition::{self, Edition, Part, desk::Standing},
    fault::Fault,
    kernel::{Account, FieldError, Lang, Posted, Role, keeping::Version, text},
    people::{self, api::Unit},
    proposal::{
        api::{Clash, Clashes, Sheet},
        rules::{self, Identity, KEYS, PAGE_0, Status},
        store::{self, New, Stored, identity::Form, writing::LEDGER},
    },
    say,
    server::{
        House, Tx, Visit,
        ledger::Stamp,
        pages::{self, Fields, Reply},
        session,
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    routing::get,
};
use sqlx::AnyConnection;
use std::collections::BTreeSet;

/// Its part of the address.
pub const SLUG: &str = "identitas";
/// What writing here changes.
const PAGE: Part<'_> = Part::Page(SLUG);

/// Longest name of a form, in bytes.
const OP: usize = 64;

/// Page 0 as a form carries it.
fn identity(fields: &Fields) -> Identity {
    let line = |name: &str| fields.get(name).map(|value| text::line(value)).unwrap_or_default();
    Identity {
        acronym: line("acronym"),
        expansion: line("expansion"),
        title: line("title"),
        unit: line("unit"),
        category: line("category"),
        track: line("track"),
        started_on: line("started_on"),
        sdgs: (1..=rules::SDGS).filter(|n| fields.contains_key(&format!("sdg-{n}"))).collect(),
        video: line("video"),
        contact: line("contact"),
        team_size: line("team_size"),
        origin: line("origin"),
        won_before: line("won_before"),
    }
}

/// Whether a form or an attempt may be called so: letters, digits and dashes.
fn is_name(name: &str) -> bool {
    name.len() <= OP && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The name of the form that was posted; one that carries none gets one, and never comes again.
fn op(fields: &Fields) -> Result<String, Fault> {
    match fields.get("op") {
        Some(op) if !op.is_empty() && is_name(op) => Ok(op.clone()),
        _ => session::secret(16),
    }
}

fn attempt(fields: &Fields) -> &str {
    fields.get("try").map(String::as_str).filter(|attempt| is_name(attempt)).unwrap_or_default()
}

/// The agency of a unit that this innovator may propose for: any of their own agency.
async fn agency_of(
    conn: &mut AnyConnection,
    account: &Account,
    unit: &str,
) -> Result<Result<String, FieldError>, Fault> {
    let units = people::desk::units(conn).await?;
    let agency = units
        .into_iter()
        .find(|u| u.code == unit)
        .map(|u| u.agency)
        .filter(|agency| account.agency.as_ref().is_none_or(|own| own == agency));
    Ok(agency.ok_or_else(|| {
        FieldError::new(
            "unit",
            "Pilih unit pelayanan dari perangkat daerah Anda",
            "Choose a service unit of your own agency",
        )
    }))
}

/// What page 0 needs beside its answers.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not theirs.
pub async fn sheet(visit: &Visit, id: &str) -> Result<Sheet, Fault> {
    let account = visit.account()?;
    let mut conn = visit.read().await?;
    let rev = match id {
        "" => 0,
        id => readable(&mut conn, visit, id).await?.identity_rev,
    };
    let taken = store::identity::taken(&mut conn, &account.id).await?;
    Ok(Sheet { rev, op: session::secret(16)?, taken })
}

/// Begins a proposal. The same form again, because it was tapped twice or its answer was lost, is
/// the same proposal as long as it has the same short name, and what it brings is saved there.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`], or a refusal once submissions are closed.
pub async fn create(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let account = visit.require(&[Role::Innovator])?.clone();
    let identity = identity(&fields);
    let mut tx = visit.write().await?;
    let op = op(&fields)?;
    let form = Form { op: &op, attempt: attempt(&fields) };
    let name = text::fold(&identity.acronym);
    let earlier = store::identity::brought(&mut tx, &account.id, &op).await?;
    if let Some((id, _)) = earlier.iter().find(|(_, one)| text::fold(&one.acronym) == name) {
        let written = write(&mut tx, &visit, id, form, identity, None).await?;
        tx.commit().await?;
        return Ok(match written {
            Written { beside: true, .. } => Reply::Go(format!("/saya/usulan/{id}/konflik/{SLUG}")),
            Written { errors, .. } if !errors.is_empty() => Reply::Again(Posted::again(errors)),
            Written { .. } => Reply::Go(format!("/saya/usulan/{id}")),
        });
    }
    let standing = edition::desk::standing(&mut tx).await?;
    let (edition, now) = (&standing.edition, visit.now());
    let window = standing.window(account.agency.as_deref().unwrap_or_default(), "", now);
    let all = (&window, Part::Whole);
    rules::may_submit(&edition.region.zone, Status::Draft, all, now, None)
        .map_err(|why| Fault::refused(why.id, why.en))?;
    let mut errors = rules::check_identity(edition, &identity);
    if identity.acronym.is_empty() {
        errors.push(FieldError::new(
            "acronym",
            "Tulis nama pendek inovasi",
            "Enter the short name",
        ));
    }
    let agency = match agency_of(&mut tx, &account, &identity.unit).await? {
        Ok(agency) => agency,
        Err(error) => {
            errors.push(error);
            String::new()
        }
    };
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    let new = New {
        edition: &edition.slug,
        owner: &account.id,
        agency: &agency,
        identity: &identity,
        sample_at: None,
        created_at: now,
    };
    let id = store::add(&mut tx, &new).await?;
    let stamp = Stamp::of(&visit)?;
    let whole = (&Identity::default(), &identity);
    store::identity::keep_changes(&mut tx, &id, whole, 0, stamp).await?;
    store::identity::note(&mut tx, &id, form, &identity, stamp).await?;
    tx.record("proposal.create", &format!("proposal:{id}"), &(), &identity);
    tx.commit().await?;
    Ok(Reply::Go(format!("/saya/usulan/{id}")))
}

/// What came of a form for page 0.
struct Written {
    /// What is wrong with what was typed; it is stored all the same.
    errors: Vec<FieldError>,
    /// Whether an answer waits beside the stored one.
    beside: bool,
    standing: Standing,
}

/// Saves what a form brought, in the caller's transaction: stored first, judged afterwards.
async fn write(
    tx: &mut Tx,
    visit: &Visit,
    id: &str,
    form: Form<'_>,
    mut typed: Identity,
    rev: Option<i64>,
) -> Result<Written, Fault> {
    let account = visit.account()?;
    let (proposal, standing) = writable(tx, visit, id, PAGE).await?;
    let stored = &proposal.identity;
    let mut errors = rules::check_identity(&standing.edition, &typed);
    let mut agency = proposal.agency.clone();
    if typed.unit != stored.unit {
        match agency_of(tx, account, &typed.unit).await? {
            Ok(chosen) => agency = chosen,
            // A unit that cannot be is left as it was.
            Err(error) => {
                errors.push(error);
                typed.unit.clone_from(&stored.unit);
            }
        }
    }
    begin_history(tx, &proposal).await?;
    let before = store::identity::typed(tx, id, form.op).await?;
    let base = match (&before, rev) {
        // What the same form brought before: whatever its writer changed since, and no more.
        (Some(before), _) => Some(before.clone()),
        (None, Some(rev)) if rev <= proposal.identity_rev => {
            store::identity::at(tx, id, rev).await?
        }
        (None, _) => None,
    };
    let merged = rules::merge(base.as_ref(), stored, &typed);
    if merged.identity.unit == stored.unit {
        agency.clone_from(&proposal.agency);
    }
    let rev = put(tx, visit, &proposal, &agency, &merged.identity).await?;
    let stamp = Stamp::of(visit)?;
    for key in merged.clashes {
        LEDGER.beside(tx, id, key, rev, &typed.get(key), stamp).await?;
        let subject = format!("proposal:{id}/{key}");
        tx.record("proposal.conflict", &subject, &stored.get(key), &typed.get(key));
    }
    store::identity::note(tx, id, form, &typed, stamp).await?;
    store::link::soon(tx, &proposal.edition, &typed.video, stamp.at).await?;
    let mut beside = false;
    for version in LEDGER.waiting(tx, id).await? {
        let Some(key) = KEYS.into_iter().find(|key| *key == version.field) else { continue };
        beside |= typed.get(key) == version.value;
        // The same form's earlier answer beside the stored one is a step on the way to this one.
        let step = before.as_ref().is_some_and(|before| before.get(key) == version.value);
        if step && typed.get(key) != version.value {
            LEDGER.settle(tx, &version.id, stamp.at).await?;
        }
    }
    Ok(Written { errors, beside, standing })
}

/// Page 0 of a proposal from before there was a history of it, or from an edition's file, enters
/// the history before its first change.
async fn begin_history(tx: &mut Tx, proposal: &Stored) -> Result<(), Fault> {
    let (id, rev) = (proposal.id.as_str(), proposal.identity_rev);
    if store::identity::at(tx, id, rev).await?.is_some() {
        return Ok(());
    }
    let stamp = Stamp { by: &proposal.owner, at: proposal.created_at, device: "" };
    let whole = (&Identity::default(), &proposal.identity);
    store::identity::keep_changes(tx, id, whole, rev, stamp).await
}

/// Makes an identity the present one if it is another; tells the revision.
async fn put(
    tx: &mut Tx,
    visit: &Visit,
    proposal: &Stored,
    agency: &str,
    identity: &Identity,
) -> Result<i64, Fault> {
    if *identity == proposal.identity {
        return Ok(proposal.identity_rev);
    }
    let rev = proposal.identity_rev + 1;
    let change = (&proposal.identity, identity);
    store::identity::put(tx, &proposal.id, agency, change, rev, Stamp::of(visit)?).await?;
    let subject = format!("proposal:{}", proposal.id);
    tx.record("proposal.identity", &subject, &proposal.identity, identity);
    Ok(rev)
}

/// Saves page 0 of a proposal; what two people changed at once waits for a choice.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not theirs, [`Fault::Closed`] once submissions are
/// closed.
pub async fn save(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    let op = op(&fields)?;
    let form = Form { op: &op, attempt: attempt(&fields) };
    let rev = fields.get("rev").and_then(|rev| rev.parse().ok());
    let written = write(&mut tx, &visit, &id, form, identity(&fields), rev).await?;
    tx.commit().await?;
    if written.beside {
        return Ok(Reply::Go(format!("/saya/usulan/{id}/konflik/{SLUG}")));
    }
    if written.errors.is_empty() {
        let first = written.standing.edition.sections.first().map(|s| s.slug.as_str());
        return Ok(Reply::Go(onward(&id, &fields, first)));
    }
    Ok(Reply::Again(Posted::again(written.errors)))
}

/// What the codes of page 0 are called, for whoever reads its history.
pub struct Names {
    edition: Edition,
    units: Vec<Unit>,
    lang: Lang,
}

impl Names {
    /// The names of the edition and its units.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn read(conn: &mut AnyConnection, lang: Lang) -> Result<Self, Fault> {
        let edition = edition::desk::current(conn).await?;
        Ok(Self { edition, units: people::desk::units(conn).await?, lang })
    }

    /// An answer of page 0 with its name instead of its code.
    pub fn readable(&self, version: Version) -> Version {
        Version { value: self.name(&version.field, &version.value), ..version }
    }

    /// What a reader calls what a field of page 0 holds.
    pub fn name(&self, field: &str, value: &str) -> String {
        let (edition, lang) = (&self.edition, self.lang);
        let name = match field.strip_prefix(PAGE_0).unwrap_or_default() {
            "unit" => self.units.iter().find(|unit| unit.code == value).map(|u| u.name.clone()),
            "category" => edition.category(value).map(|name| name.pick(lang).to_owned()),
            "track" => edition
                .tracks
                .iter()
                .find(|track| track.key == value)
                .map(|track| track.name.pick(lang).to_owned()),
            "won_before" => match value {
                "yes" => Some(say!(won_before_yes, lang).to_owned()),
                "no" => Some(say!(won_before_no, lang).to_owned()),
                _ => None,
            },
            "sdgs" => Some(value.replace(',', ", ")),
            "expansion" => Some(rules::plain(value)),
            _ => None,
        };
        name.unwrap_or_else(|| value.to_owned())
    }
}

/// The answers of page 0 between which somebody has to choose.
///
/// # Errors
/// [`Fault::NotFound`] for a proposal that is not theirs.
pub async fn clashes(visit: &Visit, id: &str) -> Result<Clashes, Fault> {
    let mut conn = visit.read().await?;
    let proposal = readable(&mut conn, visit, id).await?;
    let names = Names::read(&mut conn, visit.lang).await?;
    let mut waiting = LEDGER.waiting(&mut conn, id).await?;
    let mut clashes = Vec::new();
    for key in KEYS {
        let beside: Vec<Version> = waiting.extract_if(.., |version| version.field == key).collect();
        if beside.is_empty() {
            continue;
        }
        let there = LEDGER.present(&mut conn, id, key).await?;
        clashes.push(Clash {
            key: key.to_owned(),
            label: rules::field_name(key, visit.lang).unwrap_or_default().to_owned(),
            there: names.readable(there.unwrap_or_else(|| nothing(key))),
            beside: beside.into_iter().map(|version| names.readable(version)).collect(),
        });
    }
    let may_write = writable(&mut conn, visit, id, PAGE).await.is_ok();
    Ok(Clashes {
        id: proposal.id,
        acronym: proposal.identity.acronym,
        may_write,
        rev: proposal.identity_rev,
        clashes,
    })
}

/// Settles what was chosen for each field: the stored answer, one beside it, or one typed anew.
///
/// # Errors
/// Those of [`save`], and [`Fault::Unreadable`] for a form that compares with nothing.
pub async fn choose(visit: Visit, fields: Fields, id: String) -> Result<Reply, Fault> {
    let mut tx = visit.write().await?;
    let (proposal, standing) = writable(&mut tx, &visit, &id, PAGE).await?;
    begin_history(&mut tx, &proposal).await?;
    let rev = fields.get("rev").and_then(|rev| rev.parse().ok()).ok_or(Fault::Unreadable)?;
    // What the reader compared with: where it moved on, nothing is settled.
    let compared = store::identity::at(&mut tx, &id, rev).await?.ok_or(Fault::Unreadable)?;
    let stored = &proposal.identity;
    let (mut chosen, mut agency) = (stored.clone(), proposal.agency.clone());
    let (mut errors, mut settled, mut anew) = (Vec::new(), Vec::new(), Vec::new());
    for key in KEYS {
        let field = |of: &str| fields.get(&format!("{of}-{}", key.trim_start_matches(PAGE_0)));
        let Some(seen) = field("seen") else { continue };
        let seen: BTreeSet<&str> = seen.split_whitespace().collect();
        let waiting = LEDGER.waiting(&mut tx, &id).await?;
        let beside: Vec<&Version> =
            waiting.iter().filter(|v| v.field == key && seen.contains(v.id.as_str())).collect();
        if beside.is_empty() {
            // Somebody else chose first.
            continue;
        }
        let choice = field("choice").map_or("", String::as_str);
        let value = match choice {
            "there" => stored.get(key),
            "own" => field("own").map(|value| text::line(value)).unwrap_or_default(),
            choice => {
                let Some(version) = beside.iter().find(|version| version.id == choice) else {
                    errors.push(FieldError::new(
                        &format!("choice-{}", key.trim_start_matches(PAGE_0)),
                        format!("Pilih satu untuk {}", say_name(key, Lang::Id)),
                        format!("Choose one for {}", say_name(key, Lang::En)),
                    ));
                    continue;
                };
                version.value.clone()
            }
        };
        if stored.get(key) != compared.get(key) {
            if choice == "own" {
                anew.push((key, value));
            }
            continue;
        }
        chosen.set(key, &value);
        settled.extend(beside.into_iter().map(|version| version.id.clone()));
    }
    if chosen.unit != stored.unit {
        match agency_of(&mut tx, visit.account()?, &chosen.unit).await? {
            Ok(of) => agency = of,
            Err(error) => errors.push(FieldError { field: "choice-unit".to_owned(), ..error }),
        }
    }
    errors.extend(rules::check_identity(&standing.edition, &chosen).into_iter().filter_map(
        |error| {
            let own = format!("own-{}", error.field);
            (fields.get(&format!("choice-{}", error.field)).map(String::as_str) == Some("own"))
                .then_some(FieldError { field: own, ..error })
        },
    ));
    if !errors.is_empty() {
        // Both answers wait in the history as before; what was typed comes back with the page.
        return Ok(Reply::Again(Posted::again(errors)));
    }
    let now = put(&mut tx, &visit, &proposal, &agency, &chosen).await?;
    for version in settled {
        LEDGER.settle(&mut tx, &version, visit.now()).await?;
    }
    let moved = !anew.is_empty();
    for (key, value) in anew {
        LEDGER.beside(&mut tx, &id, key, now, &value, Stamp::of(&visit)?).await?;
    }
    tx.record("proposal.choose", &format!("proposal:{id}"), stored, &chosen);
    let left = LEDGER.waiting(&mut tx, &id).await?;
    let more = moved || left.iter().any(|version| KEYS.contains(&version.field.as_str()));
    tx.commit().await?;
    Ok(Reply::Go(if more {
        format!("/saya/usulan/{id}/konflik/{SLUG}")
    } else {
        format!("/saya/usulan/{id}/{SLUG}")
    }))
}

fn say_name(key: &str, lang: Lang) -> String {
    rules::field_name(key, lang).unwrap_or_default().to_lowercase()
}

/// Brings an earlier answer back, as an ordinary save: the present one stays in the history.
pub(super) async fn restore(
    visit: Visit,
    mut tx: Tx,
    version: Version,
    id: String,
) -> Result<Reply, Fault> {
    let (proposal, _) = writable(&mut tx, &visit, &id, PAGE).await?;
    begin_history(&mut tx, &proposal).await?;
    let mut identity = proposal.identity.clone();
    identity.set(&version.field, &version.value);
    let mut agency = proposal.agency.clone();
    if identity.unit != proposal.identity.unit {
        agency = agency_of(&mut tx, visit.account()?, &identity.unit)
            .await?
            .map_err(|why| Fault::refused(why.id, why.en))?;
    }
    put(&mut tx, &visit, &proposal, &agency, &identity).await?;
    if version.waiting {
        LEDGER.settle(&mut tx, &version.id, visit.now()).await?;
    }
    tx.commit().await?;
    Ok(Reply::Go(format!("/saya/usulan/{id}/{SLUG}")))
}

/// Addresses of page 0.
pub(super) fn routes() -> Router<House> {
    Router::new()
        .route(
            "/saya/usulan/baru",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, create)
            }),
        )
        .route(
            "/saya/usulan/{id}/identitas",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| save(visit, fields, id))
                },
            ),
        )
        .route(
            "/saya/usulan/{id}/konflik/identitas",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| choose(visit, fields, id))
                },
            ),
        )
}
