//! Who reads what: a plan is made, looked at and applied as a whole, from what held when it was
//! made or not at all.

use super::super::{
    api::assignment::{AssignmentBoard, Cell, Gone, Line, Movable, Past, Preview, Reader},
    assign::{self, Judge, Pair, Problem, Proposal, Shortfall, link},
    rules,
    store::{
        self, Seat,
        assignment::{self as rows, Change, Leave, Planned},
    },
};
use crate::{
    edition::{self, Edition, Phase, desk::Standing},
    fault::Fault,
    kernel::{FieldError, Lang, Posted, Role, count, prng::Prng, said, time},
    people,
    proposal::{self, api::Brief},
    say, screening,
    server::{
        Tx, Visit, audit,
        mail::{self, Letter},
        pages::{Fields, Reply},
    },
};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

/// Plans that are shown and can be taken back.
const STEPS: i64 = 20;
/// Longest reason, in characters.
const WHY: usize = 500;

/// Everything a plan is made from.
struct Table {
    standing: Standing,
    problem: Problem,
    briefs: BTreeMap<String, Brief>,
    judges: BTreeMap<String, String>,
    seats: Vec<Seat>,
    leaves: Vec<Leave>,
    declared: BTreeSet<Pair>,
}

impl Table {
    async fn read(conn: &mut AnyConnection) -> Result<Self, Fault> {
        let standing = edition::desk::standing(conn).await?;
        let edition = &standing.edition;
        let seats = store::seats(conn).await?;
        let leaves = rows::leaves(conn, &edition.slug).await?;
        let mut sitting = BTreeMap::<&str, u32>::new();
        for seat in &seats {
            *sitting.entry(&seat.proposal).or_default() += 1;
        }
        let (mut problem, mut briefs) = (Problem::default(), BTreeMap::new());
        for (brief, _, agency) in proposal::desk::identities(conn, edition).await? {
            if brief.status == proposal::Status::Accepted {
                // An extra reader whom somebody gave by hand is not taken away by the next plan.
                let has = sitting.get(brief.id.as_str()).copied().unwrap_or_default();
                let reads = edition.rules.reads.max(has);
                let id = brief.id.clone();
                problem.proposals.push(Proposal { id, agency: Some(agency), reads });
                briefs.insert(brief.id.clone(), brief);
            }
        }
        let mut judges = BTreeMap::new();
        for person in people::desk::people(conn).await? {
            if person.roles.contains(&Role::Judge) {
                let agency = people::desk::account(conn, &person.id).await?.and_then(|a| a.agency);
                if leaves.iter().all(|leave| leave.judge != person.id) {
                    let id = person.id.clone();
                    problem.judges.push(Judge { id, agency, capacity: None });
                }
                judges.insert(person.id, person.name);
            }
        }
        let mut declared = BTreeSet::new();
        for one in store::conflict::standing(conn).await? {
            problem.conflicts.insert((one.judge.clone(), one.proposal.clone()));
            declared.insert((one.proposal, one.judge));
        }
        Ok(Self { standing, problem, briefs, judges, seats, leaves, declared })
    }

    fn edition(&self) -> &Edition {
        &self.standing.edition
    }

    fn pairs(&self) -> Vec<Pair> {
        self.seats.iter().map(|seat| (seat.proposal.clone(), seat.judge.clone())).collect()
    }

    /// Pairs that stay where they are: somebody has begun to score.
    fn locked(&self) -> BTreeSet<Pair> {
        self.seats
            .iter()
            .filter(|seat| seat.rev > 0 || seat.sent_at.is_some())
            .map(|seat| (seat.proposal.clone(), seat.judge.clone()))
            .collect()
    }

    /// What a plan is made from, in one word: who sits where, and who may.
    fn base(&self) -> String {
        let mut lines: Vec<String> = self.pairs().iter().map(|(p, j)| format!("{p} {j}")).collect();
        lines.extend(self.declared.iter().map(|(p, j)| format!("- {p} {j}")));
        lines.extend(self.problem.proposals.iter().map(|one| format!("p {}", one.id)));
        lines.extend(self.problem.judges.iter().map(|one| format!("j {}", one.id)));
        lines.sort();
        audit::sha256(lines.join("\n").as_bytes())
    }

    fn is_own(&self, (proposal, judge): &Pair) -> bool {
        let agency = self.problem.judges.iter().find(|one| one.id == *judge);
        let own = self.problem.proposals.iter().find(|one| one.id == *proposal);
        match (agency.and_then(|one| one.agency.as_deref()), own.and_then(|o| o.agency.as_deref()))
        {
            (Some(agency), Some(own)) => agency == own,
            _ => false,
        }
    }

    fn may_plan(&self) -> Result<(), Fault> {
        if matches!(self.standing.phase, Phase::Screening | Phase::Judging) {
            return Ok(());
        }
        Err(Fault::refused(
            "Penugasan hanya bisa diubah pada tahap seleksi dan penilaian.",
            "Assignments can be changed in screening and judging only.",
        ))
    }

    fn replan(&self, seed: u32) -> Result<Change, Fault> {
        let current = self.pairs();
        let plan = if current.is_empty() {
            assign::plan(&self.problem, seed)
        } else {
            assign::replan(&self.problem, &current, &self.locked(), seed)
        };
        let plan = plan.map_err(|short| too_few_judges(&short, &self.briefs))?;
        Ok(Change {
            added: if current.is_empty() { plan.pairs } else { plan.added },
            removed: plan.removed,
        })
    }

    /// Whether a change can be made as it stands now; the sentence for the first pair that cannot.
    fn admit(&self, change: &Change) -> Result<(), FieldError> {
        let (pairs, locked) = (self.pairs(), self.locked());
        for pair in &change.removed {
            if locked.contains(pair) {
                return Err(self.about(
                    pair,
                    "sudah mulai dinilai, jadi tidak bisa dipindahkan.",
                    "is already being scored and cannot be moved.",
                ));
            }
            if !pairs.contains(pair) {
                return Err(self.about(
                    pair,
                    "tidak ditugaskan lagi.",
                    "is not assigned any more.",
                ));
            }
        }
        for pair in &change.added {
            let sits = pairs.contains(pair) && !change.removed.contains(pair);
            let known = self.problem.judges.iter().any(|one| one.id == pair.1)
                && self.briefs.contains_key(&pair.0);
            let barred = self.is_own(pair) || self.declared.contains(pair);
            let (id, en) = match (sits, known, barred) {
                (true, ..) => ("sudah ditugaskan.", "is already assigned."),
                (_, false, _) => ("tidak bisa ditugaskan.", "cannot be assigned."),
                (.., true) => (
                    "tidak bisa ditugaskan karena benturan kepentingan.",
                    "cannot be assigned because of a conflict of interest.",
                ),
                _ => continue,
            };
            return Err(self.about(pair, id, en));
        }
        Ok(())
    }

    fn about(&self, (proposal, judge): &Pair, id: &str, en: &str) -> FieldError {
        let code = self
            .briefs
            .get(proposal)
            .map_or_else(String::new, |brief| proposal::code(brief.number.unwrap_or_default()));
        let judge = self.judges.get(judge).map_or("?", String::as_str);
        FieldError::new(
            "",
            format!("{code} untuk {judge} {id}"),
            format!("{code} for {judge} {en}"),
        )
    }

    fn name(&self, id: &str) -> String {
        self.judges.get(id).cloned().unwrap_or_default()
    }
}

/// The refusal of an assignment that cannot be made, with everything needed to count it again.
fn too_few_judges(short: &Shortfall, briefs: &BTreeMap<String, Brief>) -> Fault {
    const SHOWN: usize = 6;
    let (missing, needed) = (short.missing, short.needed);
    let (count, judges) = (short.proposals.len(), short.judges.len());
    let code =
        |id: &String| briefs.get(id).map(|brief| proposal::code(brief.number.unwrap_or_default()));
    let named: Vec<String> = short.proposals.iter().take(SHOWN).filter_map(code).collect();
    let more = if count > SHOWN { ", …" } else { "" };
    let named = format!("{}{more}", named.join(", "));
    let given = needed - missing;
    Fault::refused(
        format!(
            "Kurang {missing} penilaian: {count} usulan ({named}) perlu {needed} penilaian, tetapi hanya boleh dibaca {judges} juri, yang bisa memberi {given}. Tambah juri, lalu ulangi."
        ),
        format!(
            "{missing} reads are missing: {count} proposals ({named}) need {needed} reads, but only {judges} judges may read them, who can give {given}. Add judges and try again."
        ),
    )
}

/// The change that takes an applied plan back.
fn inverse(change: &Change) -> Change {
    Change { added: change.removed.clone(), removed: change.added.clone() }
}

/// The newest applied plan that is no undoing and was not undone.
fn newest(past: &[Planned]) -> Option<&Planned> {
    let undone: BTreeSet<&str> =
        past.iter().filter_map(|plan| plan.kind.strip_prefix("undo:")).collect();
    past.iter().find(|plan| !plan.kind.starts_with("undo:") && !undone.contains(plan.id.as_str()))
}

/// The assignment board with a plan to be looked at.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`], [`Fault::NotFound`] for a plan that is not there.
pub async fn board(visit: &Visit, plan: &str) -> Result<AssignmentBoard, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let table = Table::read(&mut conn).await?;
    let slug = &table.edition().slug;
    let plan = if plan.is_empty() {
        None
    } else {
        Some(rows::plan(&mut conn, slug, plan).await?.ok_or(Fault::NotFound)?)
    };
    let plan = plan.filter(|plan| plan.applied_at.is_none());
    let past = rows::applied(&mut conn, slug, STEPS).await?;
    let undecided = screening::desk::undecided(&mut conn).await?;
    let mut names = BTreeMap::new();
    for person in people::desk::people(&mut conn).await? {
        names.insert(person.id, person.name);
    }
    let none = Change::default();
    let change = plan.as_ref().map_or(&none, |plan| &plan.change);
    let (before, locked) = (table.pairs(), table.locked());
    let sent: BTreeSet<Pair> = table
        .seats
        .iter()
        .filter(|seat| seat.sent_at.is_some())
        .map(|seat| (seat.proposal.clone(), seat.judge.clone()))
        .collect();
    let now: BTreeSet<&Pair> = before.iter().collect();
    let added: BTreeSet<&Pair> = change.added.iter().collect();
    let removed: BTreeSet<&Pair> = change.removed.iter().collect();
    let after: Vec<Pair> = now
        .iter()
        .filter(|pair| !removed.contains(**pair))
        .chain(added.iter())
        .map(|pair| (*pair).clone())
        .collect();
    // Judges who left and keep what they sent still have a column.
    let mut readers: Vec<(String, String)> = table
        .judges
        .iter()
        .filter(|(id, _)| {
            table.problem.judges.iter().any(|one| one.id == **id)
                || before.iter().any(|(_, judge)| judge == *id)
        })
        .map(|(id, name)| (name.clone(), id.clone()))
        .collect();
    readers.sort();
    let cell = |pair: &Pair| {
        if removed.contains(pair) {
            Cell::Removed
        } else if added.contains(pair) {
            Cell::Added
        } else if sent.contains(pair) {
            Cell::Sent
        } else if locked.contains(pair) {
            Cell::Begun
        } else if now.contains(pair) {
            Cell::Given
        } else if table.declared.contains(pair) {
            Cell::Conflict
        } else if table.is_own(pair) {
            Cell::OwnAgency
        } else {
            Cell::Free
        }
    };
    let reads = table.edition().rules.reads;
    let mut briefs: Vec<&Brief> = table.briefs.values().collect();
    briefs.sort_by_key(|brief| (brief.number, brief.id.clone()));
    let lines: Vec<Line> = briefs
        .iter()
        .map(|brief| Line {
            id: brief.id.clone(),
            code: proposal::code(brief.number.unwrap_or_default()),
            name: brief.acronym.clone(),
            agency: brief.agency.clone(),
            reads: count(after.iter().filter(|(proposal, _)| *proposal == brief.id).count()),
            cells: readers
                .iter()
                .map(|(_, judge)| cell(&(brief.id.clone(), judge.clone())))
                .collect(),
        })
        .collect();
    let linkage = link::of_pairs(&after);
    let load = |pairs: &[Pair], id: &str| count(pairs.iter().filter(|(_, j)| j == id).count());
    let movable = table
        .seats
        .iter()
        .map(|seat| (seat.proposal.clone(), seat.judge.clone()))
        .filter(|pair| !locked.contains(pair))
        .filter_map(|pair| {
            let brief = table.briefs.get(&pair.0)?;
            let code = proposal::code(brief.number.unwrap_or_default());
            let label = format!("{code} {}, {}", brief.acronym, table.name(&pair.1));
            Some(Movable { key: format!("{} {}", pair.0, pair.1), label })
        });
    let mut movable: Vec<Movable> = movable.collect();
    movable.sort_by(|a, b| a.label.cmp(&b.label));
    Ok(AssignmentBoard {
        readers: readers
            .iter()
            .map(|(name, id)| Reader {
                id: id.clone(),
                name: name.clone(),
                load: load(&before, id),
                planned: load(&after, id),
            })
            .collect(),
        missing: lines.iter().map(|line| reads.saturating_sub(line.reads)).sum(),
        lines,
        preview: plan.as_ref().map(|plan| Preview {
            id: plan.id.clone(),
            seed: plan.seed,
            added: count(added.len()),
            removed: count(removed.len()),
            kept: count(now.iter().filter(|pair| !removed.contains(**pair)).count()),
            is_fresh: plan.base == table.base(),
        }),
        reads,
        groups: linkage
            .components
            .iter()
            .map(|group| group.iter().map(|id| table.name(id)).collect())
            .collect(),
        overlap: (count(linkage.overlap.0), count(linkage.overlap.1)),
        undecided: count(undecided),
        may_plan: table.may_plan().is_ok(),
        begun: !before.is_empty() || !past.is_empty(),
        movable,
        gone: table
            .leaves
            .iter()
            .map(|leave| Gone {
                id: leave.judge.clone(),
                name: table.name(&leave.judge),
                why: leave.why.clone(),
                cause: leave.cause,
                at: leave.at,
            })
            .collect(),
        may_undo: table.may_plan().is_ok() && newest(&past).is_some(),
        past: past
            .into_iter()
            .map(|plan| Past {
                kind: plan.kind.split(':').next().unwrap_or_default().to_owned(),
                added: count(plan.change.added.len()),
                removed: count(plan.change.removed.len()),
                by: plan.applied_by.and_then(|by| names.get(&by).cloned()).unwrap_or_default(),
                at: plan.applied_at.unwrap_or_default(),
            })
            .collect(),
    })
}

/// Carries a change out in the caller's transaction.
async fn carry_out(
    tx: &mut Tx,
    table: &Table,
    change: &Change,
    seed: u32,
    now: i64,
) -> Result<(), Fault> {
    for pair in &change.removed {
        let why = match table.leaves.iter().find(|leave| leave.judge == pair.1) {
            Some(leave) if leave.cause => "cause",
            Some(_) => "withdrawn",
            None => "plan",
        };
        rows::unseat(tx, pair, why, now).await?;
    }
    let mut added = change.added.clone();
    // A queue of its own order for each judge spreads tiredness over all proposals.
    Prng::new(seed ^ 0x51AB_1E5D).shuffle(&mut added);
    let first = table.seats.iter().map(|seat| seat.position + 1).max().unwrap_or_default();
    for (position, pair) in added.iter().enumerate() {
        let position = first + i64::try_from(position).unwrap_or(i64::MAX - first);
        rows::seat(tx, pair, position, now).await?;
    }
    Ok(())
}

/// Refuses while screening has not decided everything.
async fn decided(tx: &mut Tx) -> Result<(), Fault> {
    let undecided = screening::desk::undecided(tx).await?;
    if undecided == 0 {
        return Ok(());
    }
    Err(Fault::refused(
        format!("Masih ada {undecided} usulan yang belum diputuskan dalam seleksi."),
        format!("{undecided} proposals are not yet decided in screening."),
    ))
}

/// Assigns every accepted proposal and opens judging, in the caller's transaction.
///
/// # Errors
/// A refusal while something is undecided, or when judges are too few: which, and by how many.
pub async fn assign(tx: &mut Tx, seed: u32, by: &str, now: i64) -> Result<usize, Fault> {
    let table = Table::read(tx).await?;
    if table.standing.phase != Phase::Screening {
        return Err(Fault::refused(
            "Penugasan dibuat pada tahap seleksi.",
            "Assignments are made in the screening phase.",
        ));
    }
    decided(tx).await?;
    let change = table.replan(seed)?;
    let plan = prepared(&table, "plan", seed, change, by, now);
    rows::keep(tx, &table.edition().slug, &plan).await?;
    apply(tx, &table, &plan, by, now).await?;
    Ok(plan.change.added.len())
}

fn prepared(table: &Table, kind: &str, seed: u32, change: Change, by: &str, now: i64) -> Planned {
    Planned {
        id: uuid::Uuid::now_v7().to_string(),
        kind: kind.to_owned(),
        seed,
        base: table.base(),
        change,
        made_by: by.to_owned(),
        made_at: now,
        applied_by: None,
        applied_at: None,
    }
}

/// Applies a plan that was found to fit; the first one opens judging.
async fn apply(
    tx: &mut Tx,
    table: &Table,
    plan: &Planned,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    if !rows::mark(tx, &plan.id, by, now).await? {
        return Err(Fault::Conflict);
    }
    carry_out(tx, table, &plan.change, plan.seed, now).await?;
    let subject = format!("edition:{}", table.edition().slug);
    tx.record("judging.assign", &subject, &plan.base, &(plan.seed, &plan.kind, &plan.change));
    tx.publish("scores");
    if table.standing.phase == Phase::Screening {
        edition::desk::turn(tx, &table.standing, Phase::Judging).await?;
    }
    Ok(())
}

fn again(status: u16, error: FieldError) -> Reply {
    Reply::Again(Posted { status, ..Posted::again(vec![error]) })
}

fn stale() -> Reply {
    again(
        409,
        FieldError::new(
            "",
            "Rencana ini dibuat dari penugasan yang sudah berubah. Tidak ada yang diterapkan. Buat rencana baru dari keadaan sekarang.",
            "This plan was made from an assignment that has changed. Nothing was applied. Make a new plan from what holds now.",
        ),
    )
}

/// A plan to be looked at: kept, and its page.
async fn look(
    tx: &mut Tx,
    table: &Table,
    (kind, seed): (&str, u32),
    change: Change,
    by: &str,
    now: i64,
) -> Result<Reply, Fault> {
    if let Err(error) = table.admit(&change) {
        return Ok(again(422, error));
    }
    if change == Change::default() {
        return Ok(Reply::Go("/panitia/penugasan?sama=1".to_owned()));
    }
    let plan = prepared(table, kind, seed, change, by, now);
    rows::keep(tx, &table.edition().slug, &plan).await?;
    tx.record("judging.plan", &format!("plan:{}", plan.id), &(), &plan);
    Ok(Reply::Go(format!("/panitia/penugasan?rencana={}", plan.id)))
}

fn pair_of(text: &str) -> Option<Pair> {
    let (proposal, judge) = text.split_once(' ')?;
    Some((proposal.to_owned(), judge.to_owned()))
}

/// A judge reads no more: what they have not sent is free at once; for cause, so is what they sent.
async fn leave(
    tx: &mut Tx,
    table: &Table,
    fields: &Fields,
    by: &str,
    now: i64,
) -> Result<Reply, Fault> {
    let field = |name: &str| fields.get(name).map_or("", |text| text.trim());
    let judge = field("judge");
    if !table.problem.judges.iter().any(|one| one.id == judge) {
        let error = FieldError::new("judge", "Pilih jurinya", "Choose the judge");
        return Ok(again(422, error));
    }
    let empty = (
        "Tulis alasannya, misalnya sakit sampai akhir bulan",
        "Write the reason, such as ill until the end of the month",
    );
    let why = match said("why", field("why"), WHY, empty) {
        Ok(why) => why,
        Err(error) => return Ok(again(422, error)),
    };
    let cause = !field("cause").is_empty();
    let leave = Leave { judge: judge.to_owned(), why, cause, by: by.to_owned(), at: now };
    rows::leave(tx, &table.edition().slug, &leave).await?;
    let ended = if cause { "cause" } else { "withdrawn" };
    let own = table.seats.iter().filter(|seat| seat.judge == judge);
    let mut freed = Vec::new();
    for seat in own.filter(|seat| cause || seat.sent_at.is_none()) {
        let pair = (seat.proposal.clone(), seat.judge.clone());
        rows::unseat(tx, &pair, ended, now).await?;
        freed.push(seat.proposal.clone());
    }
    tx.record("judge.leave", &format!("account:{judge}"), &freed, &leave);
    tx.publish("scores");
    Ok(Reply::Go("/panitia/penugasan".to_owned()))
}

/// Gives a proposal to one more judge after scoring has closed, and leaves that sheet alone open for
/// some days. The judge is told by mail, if they can be.
///
/// # Errors
/// [`Fault::WrongRole`]; a refusal before scoring is closed or after the result is sealed.
pub(super) async fn further_read(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let by = visit.require(&Role::OFFICERS)?.id.clone();
    let field = |name: &str| fields.get(name).map_or("", |text| text.trim());
    let now = visit.now();
    let mut tx = visit.write().await?;
    let table = Table::read(&mut tx).await?;
    if table.standing.phase != Phase::Plenary {
        return Err(Fault::refused(
            "Pembaca tambahan diminta setelah penilaian ditutup dan sebelum hasil disegel.",
            "Further reads are asked for after scoring is closed and before the result is sealed.",
        ));
    }
    let days = field("days").parse().ok().filter(|days| rules::FURTHER_DAYS.contains(days));
    let Some(days) = days else {
        let error = FieldError::new(
            "days",
            "Tulis lamanya 1 sampai 14 hari",
            "Write how long: 1 to 14 days",
        );
        return Ok(again(422, error));
    };
    let pair = (field("proposal").to_owned(), field("judge").to_owned());
    let change = Change { added: vec![pair.clone()], removed: Vec::new() };
    if let Err(error) = table.admit(&change) {
        return Ok(again(422, error));
    }
    let plan = prepared(&table, "third", 0, change, &by, now);
    rows::keep(&mut tx, &table.edition().slug, &plan).await?;
    apply(&mut tx, &table, &plan, &by, now).await?;
    let until = now + days * time::DAY;
    rows::open(&mut tx, &pair, until).await?;
    if let Some(to) = people::desk::contact::email_of(&mut tx, &pair.1).await? {
        let zone = &table.edition().region.zone;
        let link = visit.link("/juri");
        let words = |lang| say!(further_words, lang, at = zone.moment(until, lang), link = link);
        let subject = say!(further_subject, Lang::Id).to_owned();
        let letter = Letter::both(to, subject, &words(Lang::Id), &words(Lang::En));
        mail::post(&mut tx, &letter, now).await?;
    }
    tx.commit().await?;
    Ok(Reply::Go("/panitia/peringkat#pembaca".to_owned()))
}

/// The forms of the board.
pub(super) async fn form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let by = visit.require(&Role::OFFICE)?.id.clone();
    let field = |name: &str| fields.get(name).map_or("", |text| text.trim());
    let now = visit.now();
    let mut tx = visit.write().await?;
    let table = Table::read(&mut tx).await?;
    table.may_plan()?;
    let slug = table.edition().slug.clone();
    let one = |pair: Option<Pair>| pair.ok_or(Fault::Unreadable);
    let reply = match field("action") {
        "apply" => {
            let plan = rows::plan(&mut tx, &slug, field("plan")).await?.ok_or(Fault::NotFound)?;
            decided(&mut tx).await?;
            if plan.base != table.base() || plan.applied_at.is_some() {
                return Ok(stale());
            }
            if let Err(error) = table.admit(&plan.change) {
                return Ok(again(409, error));
            }
            apply(&mut tx, &table, &plan, &by, now).await?;
            Reply::Go("/panitia/penugasan?terap=1".to_owned())
        }
        "move" => {
            let from = one(pair_of(field("seat")))?;
            let to = (from.0.clone(), field("to").to_owned());
            let change = Change { added: vec![to], removed: vec![from] };
            look(&mut tx, &table, ("move", 0), change, &by, now).await?
        }
        "extra" => {
            let to = (field("proposal").to_owned(), field("to").to_owned());
            let change = Change { added: vec![to], removed: Vec::new() };
            look(&mut tx, &table, ("extra", 0), change, &by, now).await?
        }
        "undo" => {
            let past = rows::applied(&mut tx, &slug, STEPS).await?;
            let last = newest(&past).ok_or(Fault::Conflict)?;
            let kind = format!("undo:{}", last.id);
            look(&mut tx, &table, (&kind, last.seed), inverse(&last.change), &by, now).await?
        }
        "leave" => leave(&mut tx, &table, &fields, &by, now).await?,
        "return" => {
            let judge = field("judge");
            if !rows::come_back(&mut tx, &slug, judge).await? {
                return Err(Fault::NotFound);
            }
            tx.record("judge.return", &format!("account:{judge}"), &(), &());
            Reply::Go("/panitia/penugasan".to_owned())
        }
        "" | "plan" => {
            let Ok(seed) = field("seed").parse() else {
                let error = FieldError::new(
                    "seed",
                    "Benih harus bilangan bulat, misalnya 2020",
                    "The seed must be a whole number, such as 2020",
                );
                return Ok(again(422, error));
            };
            decided(&mut tx).await?;
            let change = table.replan(seed)?;
            look(&mut tx, &table, ("plan", seed), change, &by, now).await?
        }
        _ => return Err(Fault::Unreadable),
    };
    if matches!(reply, Reply::Go(_)) {
        tx.commit().await?;
    }
    Ok(reply)
}
