//! Conflicts of interest: the year's statement, declaring one, and the committee lifting it.

use super::super::{
    api::conflict::{Conflict, Given, Statement},
    rules::conflict::{self as rules, Tie},
    store::{self, Seat, conflict as rows},
};
use super::benchmark;
use crate::{
    edition::{self, Edition, Phase},
    fault::Fault,
    kernel::{Account, FieldError, Posted, Role, may_say, said},
    people, proposal,
    server::{
        Tx, Visit,
        pages::{Fields, Reply},
    },
};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

/// Longest explanation, in characters.
const NOTE: usize = 1000;

fn barred() -> Fault {
    // Says nothing of why: in blind mode the reason would tell whose proposal it is.
    Fault::barred(
        "Usulan ini tertutup untuk Anda karena benturan kepentingan. Tidak apa-apa: panitia mengalihkannya ke juri lain.",
        "This proposal is closed to you because of a conflict of interest. That is all right: the committee gives it to another judge.",
    )
}

pub(super) fn unstated() -> Fault {
    Fault::barred(
        "Buat dulu pernyataan benturan kepentingan di halaman Antrean. Setelah itu usulan terbuka.",
        "First state your conflicts of interest on the queue's page. The proposals open after that.",
    )
}

/// Lets a judge in who sits at a proposal, or says why not: nothing of it is read before this.
pub(super) async fn admit(
    conn: &mut AnyConnection,
    judge: &Account,
    seat: &Seat,
) -> Result<(), Fault> {
    keep_apart(conn, judge, &seat.proposal).await?;
    let edition = edition::desk::current(conn).await?;
    must_have_stated(conn, judge, &edition).await?;
    if benchmark::left(conn, judge, &edition).await? > 0 {
        return Err(benchmark::undone());
    }
    Ok(())
}

/// Refuses a judge with a conflict, declared or plain from where they work, at any stage.
///
/// # Errors
/// The refusal, which does not say why; whatever the database says.
pub async fn keep_apart(
    conn: &mut AnyConnection,
    judge: &Account,
    proposal: &str,
) -> Result<(), Fault> {
    if rows::kind_of(conn, &judge.id, proposal).await?.is_some() {
        return Err(barred());
    }
    let agency = proposal::desk::agency_of(conn, proposal).await?;
    if rules::is_own_agency(judge.agency.as_deref(), &agency) { Err(barred()) } else { Ok(()) }
}

/// Why a judge does not sit at an assignment (any more).
pub(super) async fn why_not(
    conn: &mut AnyConnection,
    judge: &Account,
    assignment: &str,
) -> Result<Fault, Fault> {
    Ok(match rows::left(conn, assignment).await? {
        Some(left) if left.judge == judge.id && left.why == "conflict" => barred(),
        Some(left) if left.judge == judge.id => Fault::barred(
            "Usulan ini sudah dialihkan ke juri lain. Nilai yang pernah Anda simpan tidak dihitung.",
            "This proposal has been given to another judge. What you scored of it does not count.",
        ),
        _ => Fault::NotFound,
    })
}

/// Judge and proposal of every pair with a conflict of interest, declared or plain, among these.
///
/// # Errors
/// Whatever the database says.
pub async fn apart(
    conn: &mut AnyConnection,
    judges: &[String],
    proposals: &[String],
) -> Result<BTreeSet<(String, String)>, Fault> {
    let mut apart: BTreeSet<(String, String)> =
        rows::standing(conn).await?.into_iter().map(|one| (one.judge, one.proposal)).collect();
    for judge in judges {
        let Some(own) = people::desk::account(conn, judge).await?.and_then(|a| a.agency) else {
            continue;
        };
        for proposal in proposals {
            let agency = proposal::desk::agency_of(conn, proposal).await?;
            if rules::is_own_agency(Some(&own), &agency) {
                apart.insert((judge.clone(), proposal.clone()));
            }
        }
    }
    Ok(apart)
}

/// Refuses a judge who has not made the year's statement.
///
/// # Errors
/// The refusal; whatever the database says.
pub async fn must_have_stated(
    conn: &mut AnyConnection,
    judge: &Account,
    edition: &Edition,
) -> Result<(), Fault> {
    if has_stated(conn, judge, edition).await? { Ok(()) } else { Err(unstated()) }
}

/// Whether a judge has made the year's statement.
pub(super) async fn has_stated(
    conn: &mut AnyConnection,
    judge: &Account,
    edition: &Edition,
) -> Result<bool, Fault> {
    Ok(rows::stated_at(conn, &judge.id, &edition.slug).await?.is_some())
}

/// Assignment and proposal of every seat that a judge left for a conflict.
pub(super) async fn left_by(
    conn: &mut AnyConnection,
    judge: &Account,
) -> Result<Vec<(String, String)>, Fault> {
    rows::left_by(conn, &judge.id).await
}

/// The seats of a judge at proposals of their own agency.
async fn own_agency(conn: &mut AnyConnection, judge: &Account) -> Result<Vec<Seat>, Fault> {
    if judge.agency.is_none() {
        return Ok(Vec::new());
    }
    let mut own = Vec::new();
    for seat in store::seats_of(conn, &judge.id).await? {
        let agency = proposal::desk::agency_of(conn, &seat.proposal).await?;
        if rules::is_own_agency(judge.agency.as_deref(), &agency) {
            own.push(seat);
        }
    }
    Ok(own)
}

/// A judge declares at a later stage that they must not score a proposal. What they read of it
/// before stays: taking it away would change scores that are closed.
///
/// # Errors
/// Whatever the database says.
pub async fn declare_late(
    tx: &mut Tx,
    (judge, proposal): (&str, &str),
    tie: Tie,
    note: &str,
    now: i64,
) -> Result<(), Fault> {
    rows::declare(tx, judge, proposal, tie.code(), note, now).await?;
    let subject = format!("conflict:{judge}:{proposal}");
    tx.record("conflict.declare", &subject, &(), &(tie.code(), note));
    Ok(())
}

/// A judge leaves a proposal, with everything that follows.
async fn part(
    tx: &mut Tx,
    judge: &str,
    proposal: &str,
    tie: Tie,
    note: &str,
    now: i64,
) -> Result<(), Fault> {
    rows::declare(tx, judge, proposal, tie.code(), note, now).await?;
    let left = rows::leave(tx, judge, proposal, now).await?;
    let subject = format!("conflict:{judge}:{proposal}");
    tx.record("conflict.declare", &subject, &(), &(tie.code(), note, left));
    tx.publish("scores");
    Ok(())
}

/// Ends the seats that a judge cannot have because they work where the proposal comes from. Doors
/// refuse them anyhow; this makes the record. Only while scores are taken: later a seat that goes
/// would change a result.
pub(super) async fn settle(visit: &Visit, judge: &Account) -> Result<(), Fault> {
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    if standing.phase != Phase::Judging || own_agency(&mut conn, judge).await?.is_empty() {
        return Ok(());
    }
    drop(conn);
    let mut tx = visit.write().await?;
    for seat in own_agency(&mut tx, judge).await? {
        part(&mut tx, &judge.id, &seat.proposal, Tie::Agency, "", visit.now()).await?;
    }
    tx.commit().await
}

/// A proposal as a judge may see it before reading.
async fn shown(
    conn: &mut AnyConnection,
    edition: &Edition,
    assignment: String,
    proposal: &str,
    is_barred: bool,
) -> Result<Given, Fault> {
    let (brief, frozen) = proposal::desk::frozen(conn, proposal).await?;
    let named = |name: String| if edition.rules.blind { String::new() } else { name };
    Ok(Given {
        assignment,
        code: proposal::code(brief.number.unwrap_or_default()),
        name: named(frozen.identity.acronym),
        agency: named(frozen.agency),
        category: frozen.identity.category,
        is_barred,
    })
}

/// What whoever asks was given, and whether they have stated their conflicts.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn statement(visit: &Visit) -> Result<Statement, Fault> {
    let judge = visit.require(&[Role::Judge])?;
    settle(visit, judge).await?;
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let edition = &standing.edition;
    let mut given = Vec::new();
    for seat in store::seats_of(&mut conn, &judge.id).await? {
        given.push(shown(&mut conn, edition, seat.id, &seat.proposal, false).await?);
    }
    for (assignment, proposal) in rows::left_by(&mut conn, &judge.id).await? {
        given.push(shown(&mut conn, edition, assignment, &proposal, true).await?);
    }
    Ok(Statement {
        stated_at: rows::stated_at(&mut conn, &judge.id, &edition.slug).await?,
        may_declare: standing.phase == Phase::Judging,
        given,
    })
}

/// One proposal that whoever asks was given.
///
/// # Errors
/// [`Fault::NotFound`] for an assignment that is not theirs.
pub async fn given(visit: &Visit, assignment: &str) -> Result<Given, Fault> {
    let judge = visit.require(&[Role::Judge])?;
    let mut conn = visit.read().await?;
    let edition = edition::desk::current(&mut conn).await?;
    match store::one(&mut conn, assignment).await? {
        Some(seat) if seat.judge == judge.id => {
            keep_apart(&mut conn, judge, &seat.proposal).await?;
            shown(&mut conn, &edition, seat.id, &seat.proposal, false).await
        }
        Some(_) => Err(Fault::NotFound),
        None => Err(why_not(&mut conn, judge, assignment).await?),
    }
}

/// States the year's conflicts for a judge, in the caller's transaction.
///
/// # Errors
/// Whatever the database says.
pub async fn state(tx: &mut Tx, judge: &str, edition: &Edition, now: i64) -> Result<(), Fault> {
    if rows::state(tx, judge, &edition.slug, now).await? {
        let subject = format!("account:{judge}");
        tx.record("conflict.state", &subject, &(), &(&edition.slug, now));
    }
    Ok(())
}

/// The statement as a form.
pub(super) async fn state_form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let judge = visit.require(&[Role::Judge])?.clone();
    if !fields.contains_key("confirm") {
        let error = FieldError::new(
            "confirm",
            "Centang pernyataan ini untuk membuka antrean",
            "Tick this statement to open the queue",
        );
        return Ok(Reply::Again(Posted::again(vec![error])));
    }
    settle(&visit, &judge).await?;
    let mut tx = visit.write().await?;
    let edition = edition::desk::current(&mut tx).await?;
    state(&mut tx, &judge.id, &edition, visit.now()).await?;
    tx.commit().await?;
    Ok(Reply::Go("/juri".to_owned()))
}

/// A declaration as a form.
pub(super) async fn declare_form(
    visit: Visit,
    fields: Fields,
    assignment: String,
) -> Result<Reply, Fault> {
    let judge = visit.require(&[Role::Judge])?.clone();
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let mut tx = visit.write().await?;
    let seat = match store::one(&mut tx, &assignment).await? {
        Some(seat) if seat.judge == judge.id => seat,
        Some(_) => return Err(Fault::NotFound),
        None => return Err(why_not(&mut tx, &judge, &assignment).await?),
    };
    let standing = edition::desk::standing(&mut tx).await?;
    if !crate::judging::rules::is_open(standing.phase, seat.open_until, visit.now()) {
        return Err(Fault::refused(
            "Penilaian sudah ditutup. Sampaikan benturan kepentingan ini langsung kepada panitia.",
            "Scoring is closed. Tell the committee directly about this conflict of interest.",
        ));
    }
    let mut errors = Vec::new();
    let tie = Tie::declared(field("kind"));
    let note = if tie == Some(Tie::Other) {
        let empty = (
            "Tulis singkat benturan kepentingan yang lain itu",
            "Say in a few words what the other conflict is",
        );
        said("note", field("note"), NOTE, empty)
    } else {
        may_say("note", field("note"), NOTE)
    };
    if tie.is_none() {
        errors.push(FieldError::new(
            "kind",
            "Pilih bagaimana Anda terkait dengan usulan ini",
            "Choose how you are tied to this proposal",
        ));
    }
    let (tie, note) = match (tie, note) {
        (Some(tie), Ok(note)) => (tie, note),
        (_, note) => {
            errors.extend(note.err());
            return Ok(Reply::Again(Posted::again(errors)));
        }
    };
    part(&mut tx, &judge.id, &seat.proposal, tie, &note, visit.now()).await?;
    let stated = has_stated(&mut tx, &judge, &standing.edition).await?;
    tx.commit().await?;
    Ok(Reply::Go(if stated { "/juri?conflict=1" } else { "/juri/benturan?conflict=1" }.to_owned()))
}

/// Every conflict that stands: declared ones, and seats at a judge's own agency that no page of
/// theirs has ended yet.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn conflicts(visit: &Visit) -> Result<Vec<Conflict>, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let edition = edition::desk::current(&mut conn).await?;
    let mut proposals = BTreeMap::new();
    for (brief, _, agency) in proposal::desk::identities(&mut conn, &edition).await? {
        proposals.insert(brief.id.clone(), (brief, agency));
    }
    let mut judges = BTreeMap::new();
    for person in people::desk::people(&mut conn).await? {
        let agency = if person.roles.contains(&Role::Judge) {
            people::desk::account(&mut conn, &person.id).await?.and_then(|a| a.agency)
        } else {
            None
        };
        judges.insert(person.id, (person.name, agency));
    }
    let is_own = |judge: &str, proposal: &str| match (judges.get(judge), proposals.get(proposal)) {
        (Some((_, agency)), Some((_, own))) => rules::is_own_agency(agency.as_deref(), own),
        _ => false,
    };
    let row = |judge: &str, proposal: &str, kind: &str, note: &str, declared_at: Option<i64>| {
        let (brief, _) = proposals.get(proposal)?;
        Some(Conflict {
            who: judges.get(judge).map(|(name, _)| name.clone()).unwrap_or_default(),
            code: proposal::code(brief.number.unwrap_or_default()),
            name: brief.acronym.clone(),
            judge: judge.to_owned(),
            proposal: proposal.to_owned(),
            kind: kind.to_owned(),
            note: note.to_owned(),
            declared_at,
            may_lift: declared_at.is_some() && !is_own(judge, proposal),
        })
    };
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    for one in rows::standing(&mut conn).await? {
        let at = Some(one.at);
        found.extend(row(&one.judge, &one.proposal, &one.kind, &one.note, at));
        known.insert((one.judge, one.proposal));
    }
    for seat in store::seats(&mut conn).await? {
        if is_own(&seat.judge, &seat.proposal)
            && !known.contains(&(seat.judge.clone(), seat.proposal.clone()))
        {
            found.extend(row(&seat.judge, &seat.proposal, Tie::Agency.code(), "", None));
        }
    }
    Ok(found)
}

/// The committee lifts a conflict. The judge sits there again if the proposal still lacks a read;
/// otherwise somebody else has taken the seat, and the assignment board decides.
pub(super) async fn lift(visit: &Visit, judge: &str, proposal: &str) -> Result<(), Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    let mut tx = visit.write().await?;
    let standing = edition::desk::standing(&mut tx).await?;
    let kind = rows::kind_of(&mut tx, judge, proposal).await?.ok_or(Fault::NotFound)?;
    let account = people::desk::account(&mut tx, judge).await?.ok_or(Fault::NotFound)?;
    let agency = proposal::desk::agency_of(&mut tx, proposal).await?;
    if rules::is_own_agency(account.agency.as_deref(), &agency) {
        return Err(Fault::refused(
            "Juri ini bekerja di perangkat daerah pengusul. Benturan itu tidak dapat dicabut.",
            "This judge works at the agency that proposes. That conflict cannot be lifted.",
        ));
    }
    rows::lift(&mut tx, judge, proposal, &by, visit.now()).await?;
    let sitting = store::seats(&mut tx).await?.iter().filter(|s| s.proposal == proposal).count();
    let wanted = usize::try_from(standing.edition.rules.reads).unwrap_or(usize::MAX);
    let back = standing.phase == Phase::Judging
        && sitting < wanted
        && rows::come_back(&mut tx, judge, proposal).await?;
    tx.record("conflict.lift", &format!("conflict:{judge}:{proposal}"), &kind, &back);
    tx.publish("scores");
    tx.commit().await
}
