//! The judging desk: who reads what, what they score, and the ranking that comes of it.

pub mod assignment;
pub mod conflict;
pub mod record;
pub mod sending;
pub mod unscorable;

use super::{
    api::{
        Board, BoardBanner, BoardOrder, Doubt, JudgeNote, JudgeProgress, Mark, MoreRead,
        MoreReason, Passage, QueueRow, Ranked, Scored, Sheet, SheetSaved, SheetState, Waiting,
    },
    calibrate::{self, Banner, Design, Zone, fit::Fit, more, watch},
    rules::{self, Contender, Declared, Marks, OrderedBy, Place, Read, TieBreak},
    store::{self, Scores, Seat},
};
use crate::{
    edition::{self, Edition, Phase},
    fault::Fault,
    kernel::{
        FieldError, Posted, Role,
        prng::Prng,
        score::{self, BadScore},
        text,
    },
    people,
    proposal::{self, attachment::desk::Size},
    server::{
        House, Tx, Visit, audit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    response::Response,
    routing::get,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// Longest note or comment, in characters.
const NOTE: usize = 4000;

fn filled(edition: &Edition, marks: &Marks) -> u32 {
    let filled = edition.criteria.iter().filter(|c| marks.contains_key(&c.key)).count();
    u32::try_from(filled).unwrap_or(u32::MAX)
}

fn state(edition: &Edition, seat: &Seat, marks: &Marks) -> SheetState {
    let needs = edition.rules.comment_words;
    let lacks = || rules::sending::lacks(&edition.criteria, marks, &seat.comment, needs);
    match (seat.sent_at, seat.reopened_at) {
        (Some(_), _) => SheetState::Sent,
        (None, Some(_)) => SheetState::Reopened,
        (None, None) if seat.rev == 0 => SheetState::Untouched,
        (None, None) if lacks().is_empty() => SheetState::Full,
        (None, None) => SheetState::Draft,
    }
}

/// The queue of whoever asks, in the order they were given it; what they must not read comes last,
/// and before the year's statement there is only its length.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn queue(visit: &Visit) -> Result<Waiting, Fault> {
    let judge = visit.require(&[Role::Judge])?;
    conflict::settle(visit, judge).await?;
    let mut conn = visit.read().await?;
    let edition = edition::desk::current(&mut conn).await?;
    let seats = store::seats_of(&mut conn, &judge.id).await?;
    let left = conflict::left_by(&mut conn, judge).await?;
    if !conflict::has_stated(&mut conn, judge, &edition).await? {
        let given = u32::try_from(seats.len() + left.len()).unwrap_or(u32::MAX);
        return Ok(Waiting { to_state: given, rows: Vec::new() });
    }
    let scores = store::all_scores(&mut conn).await?;
    let held = unscorable::held(&mut conn).await?;
    let none = Marks::new();
    let mut rows = Vec::new();
    for seat in seats {
        let (brief, frozen) = proposal::desk::frozen(&mut conn, &seat.proposal).await?;
        let code = proposal::code(brief.number.unwrap_or_default());
        rows.push(QueueRow {
            name: if edition.rules.blind { code.clone() } else { brief.acronym },
            code,
            category: brief.category,
            words: frozen.texts.values().map(|text| text::count_words(text)).sum(),
            state: match state(&edition, &seat, scores.get(&seat.id).unwrap_or(&none)) {
                SheetState::Full if held.contains(&seat.id) => SheetState::Draft,
                state => state,
            },
            assignment: seat.id,
        });
    }
    for (assignment, proposal) in left {
        let (brief, _) = proposal::desk::frozen(&mut conn, &proposal).await?;
        let code = proposal::code(brief.number.unwrap_or_default());
        rows.push(QueueRow {
            name: if edition.rules.blind { code.clone() } else { brief.acronym },
            code,
            category: brief.category,
            words: 0,
            state: SheetState::Conflict,
            assignment,
        });
    }
    Ok(Waiting { to_state: 0, rows })
}

/// The seat of whoever asks; somebody else's is not found, and one they must not have is barred.
async fn own_seat(
    conn: &mut AnyConnection,
    visit: &Visit,
    assignment: &str,
) -> Result<Seat, Fault> {
    let judge = visit.require(&[Role::Judge])?;
    match store::one(conn, assignment).await? {
        Some(seat) if seat.judge == judge.id => {
            conflict::admit(conn, judge, &seat).await?;
            Ok(seat)
        }
        Some(_) => Err(Fault::NotFound),
        None => Err(conflict::why_not(conn, judge, assignment).await?),
    }
}

/// A proposal beside its score sheet.
///
/// # Errors
/// [`Fault::NotFound`] for a sheet that is not theirs.
pub async fn sheet(visit: &Visit, assignment: &str) -> Result<Sheet, Fault> {
    let mut conn = visit.read().await?;
    let seat = own_seat(&mut conn, visit, assignment).await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let edition = &standing.edition;
    let (brief, frozen) = proposal::desk::frozen(&mut conn, &seat.proposal).await?;
    let scores = store::scores(&mut conn, assignment).await?;
    let marks: Marks =
        scores.iter().filter_map(|(key, (value, _))| Some((key.clone(), (*value)?))).collect();
    let next = store::seats_of(&mut conn, &seat.judge)
        .await?
        .into_iter()
        .find(|other| other.sent_at.is_none() && other.id != seat.id)
        .map(|other| other.id);
    let request = sending::request(&mut conn, &seat).await?;
    let unscorable = unscorable::of(&mut conn, &seat.id).await?;
    let undo_until = sending::undoable(visit, standing.phase, &seat);
    let open = !edition.rules.blind;
    let named = |name: String| if open { name } else { String::new() };
    Ok(Sheet {
        assignment: seat.id,
        code: proposal::code(brief.number.unwrap_or_default()),
        place: named(proposal::place(&frozen.unit, &frozen.agency)),
        name: named(frozen.identity.acronym),
        title: named(frozen.identity.title),
        category: frozen.identity.category,
        files: if open { frozen.files } else { Vec::new() },
        sample: brief.sample,
        passages: edition
            .fields()
            .map(|field| {
                let text = frozen.texts.get(&field.key).cloned().unwrap_or_default();
                Passage { field: field.key.clone(), words: text::count_words(&text), text }
            })
            .collect(),
        marks: edition
            .criteria
            .iter()
            .map(|criterion| {
                let (value, note) = scores.get(&criterion.key).cloned().unwrap_or_default();
                Mark {
                    criterion: criterion.key.clone(),
                    score: value.map(score::show).unwrap_or_default(),
                    note,
                }
            })
            .collect(),
        total: rules::total(&edition.criteria, &marks).map(score::Exact::display),
        comment: seat.comment,
        rev: seat.rev,
        saved_at: seat.saved_at,
        sent_at: seat.sent_at,
        may_score: standing.phase == Phase::Judging && seat.sent_at.is_none(),
        reopened_at: seat.reopened_at,
        undo_until,
        unscorable,
        may_ask: standing.phase == Phase::Judging
            && seat.sent_at.is_some()
            && request.as_ref().is_none_or(|request| request.refused_at.is_some()),
        request,
        next,
    })
}

fn bad_score(edition: &Edition, key: &str, bad: BadScore) -> (String, String, String) {
    let criterion = edition.criteria.iter().find(|c| c.key == key);
    let max = criterion.map_or(100, |c| c.max);
    let (id, en) = criterion
        .map_or(("", ""), |c| (c.title.id.as_str(), c.title.pick(crate::kernel::Lang::En)));
    match bad {
        BadScore::NotANumber => (
            key.to_owned(),
            format!(
                "Nilai {id} harus angka dengan paling banyak dua desimal, misalnya 82 atau 82,5"
            ),
            format!(
                "The score of {en} must be a number with at most two decimals, such as 82 or 82.5"
            ),
        ),
        BadScore::OutOfRange => (
            key.to_owned(),
            format!("Nilai {id} harus antara 0 dan {max}"),
            format!("The score of {en} must be between 0 and {max}"),
        ),
    }
}

/// Saves a score sheet as it is; a score that cannot be read is told and keeps its old value.
///
/// # Errors
/// [`Fault::NotFound`] for a sheet that is not theirs; a refusal after sending or closing;
/// [`Fault::Conflict`] if another tab saved first.
pub async fn save(visit: &Visit, scored: &Scored) -> Result<SheetSaved, Fault> {
    let mut tx = visit.write().await?;
    let saved = save_in(&mut tx, visit, scored).await?;
    tx.commit().await?;
    Ok(saved)
}

async fn save_in(tx: &mut Tx, visit: &Visit, scored: &Scored) -> Result<SheetSaved, Fault> {
    let seat = own_seat(tx, visit, &scored.assignment).await?;
    let standing = edition::desk::standing(tx).await?;
    let edition = &standing.edition;
    if seat.sent_at.is_some() {
        return Err(Fault::refused(
            "Lembar nilai ini sudah terkirim dan terkunci.",
            "This score sheet has been sent and is locked.",
        ));
    }
    if standing.phase != Phase::Judging {
        return Err(Fault::refused(
            "Penilaian sudah ditutup. Nilai terakhir yang tersimpan tetap ada.",
            "Scoring is closed. The scores saved last are still there.",
        ));
    }
    if seat.rev != scored.base_rev {
        return Err(Fault::Conflict);
    }
    let before = store::scores(tx, &seat.id).await?;
    let mut after = before.clone();
    let mut refused = Vec::new();
    for mark in &scored.marks {
        let Some(criterion) = edition.criteria.iter().find(|c| c.key == mark.criterion) else {
            return Err(Fault::Unreadable);
        };
        let (value, note) = after.entry(mark.criterion.clone()).or_default();
        *note = text::clean(&mark.note).chars().take(NOTE).collect();
        if mark.score.trim().is_empty() {
            *value = None;
        } else {
            match score::parse(&mark.score, criterion.max) {
                Ok(score) => *value = Some(score),
                Err(bad) => refused.push(bad_score(edition, &mark.criterion, bad)),
            }
        }
    }
    let comment: String = text::clean(&scored.comment).chars().take(NOTE).collect();
    let now = visit.now();
    let rev = seat.rev + 1;
    store::put(tx, &seat.id, &after, &comment, rev, now).await?;
    tx.record("score.save", &format!("assignment:{}", seat.id), &before, &after);
    let marks: Marks = after.into_iter().filter_map(|(key, (v, _))| Some((key, v?))).collect();
    Ok(SheetSaved {
        rev,
        at: now,
        refused,
        filled: filled(edition, &marks),
        total: rules::total(&edition.criteria, &marks).map(score::Exact::display),
    })
}

async fn score_form(visit: Visit, fields: Fields, assignment: String) -> Result<Reply, Fault> {
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let action = field("action");
    match action.as_str() {
        "undo" => return sending::undo(visit, assignment).await,
        "reopen" => return sending::ask(visit, fields, assignment).await,
        _ => {}
    }
    let mut tx = visit.write().await?;
    let edition = edition::desk::current(&mut tx).await?;
    let scored = Scored {
        base_rev: field("rev").parse().map_err(|_| Fault::Unreadable)?,
        marks: edition
            .criteria
            .iter()
            .map(|c| Mark {
                criterion: c.key.clone(),
                score: field(&format!("{}-score", c.key)),
                note: field(&format!("{}-note", c.key)),
            })
            .collect(),
        comment: field("comment"),
        assignment: assignment.clone(),
    };
    let saved = save_in(&mut tx, &visit, &scored).await?;
    let errors: Vec<FieldError> = saved
        .refused
        .into_iter()
        .map(|(key, id, en)| FieldError::new(&format!("{key}-score"), id, en))
        .collect();
    tx.publish("scores");
    tx.commit().await?;
    if errors.is_empty() {
        let sheet = format!("/juri/nilai/{assignment}");
        Ok(Reply::Go(match action.strip_prefix("unscorable-") {
            Some(criterion) => format!("{sheet}/tidak-bisa/{criterion}"),
            None if action == "review" => format!("{sheet}/tinjau"),
            None => sheet,
        }))
    } else {
        Ok(Reply::Again(Posted::again(errors)))
    }
}

/// Progress of every judge, without a score.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn progress(visit: &Visit) -> Result<Vec<JudgeProgress>, Fault> {
    visit.require(&Role::OFFICE)?;
    let mut conn = visit.read().await?;
    let seats = store::seats(&mut conn).await?;
    let people = people::desk::people(&mut conn).await?;
    Ok(people
        .into_iter()
        .filter(|person| person.roles.contains(&Role::Judge))
        .map(|person| {
            let own: Vec<&Seat> = seats.iter().filter(|seat| seat.judge == person.id).collect();
            JudgeProgress {
                name: person.name,
                sent: count(own.iter().filter(|s| s.sent_at.is_some()).count()),
                begun: count(own.iter().filter(|s| s.sent_at.is_none() && s.rev > 0).count()),
                all: count(own.len()),
            }
        })
        .collect())
}

/// Lots of a seed that was published before judging closed: SHA-256 of `seed:proposal`, lower first.
pub fn lots<'a>(
    seed: &str,
    proposals: impl Iterator<Item = &'a String>,
) -> BTreeMap<String, String> {
    proposals.map(|id| (id.clone(), audit::sha256(format!("{seed}:{id}").as_bytes()))).collect()
}

/// The reads of contenders as the calibration sees them.
fn design(contenders: &[Contender]) -> Design {
    Design::new(contenders.iter().flat_map(|one| {
        one.totals.iter().map(|(judge, total)| (one.proposal.clone(), judge.clone(), total.real()))
    }))
}

/// The official ranking for desks that have already asked who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn places(conn: &mut AnyConnection, edition: &Edition) -> Result<Vec<Place>, Fault> {
    let reads = store::reads(conn).await?;
    let contenders = rules::contenders(&edition.criteria, &reads, edition.rules.min_reads);
    let declared =
        Declared { calibrated: calibrate::scores(&design(&contenders)), ..Declared::default() };
    Ok(rules::order(&contenders, &keys(edition), &declared, OrderedBy::Mean))
}

/// Keys of the criteria as ties are broken by them.
fn keys(edition: &Edition) -> Vec<&str> {
    rules::chain(&edition.criteria).iter().map(|criterion| criterion.key.as_str()).collect()
}

/// The ranking board; nobody sees it before scoring is closed.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`], or a refusal while scores are still coming in.
pub async fn board(visit: &Visit, order: BoardOrder) -> Result<Board, Fault> {
    let is_chair = visit.require(&Role::OFFICE)?.is_any(&[Role::Chair]);
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    if standing.phase < Phase::Plenary {
        return Err(Fault::refused(
            "Peringkat baru terlihat setelah penilaian ditutup.",
            "The ranking can be seen once scoring is closed.",
        ));
    }
    let edition = &standing.edition;
    let reads = store::reads(&mut conn).await?;
    let contenders = rules::contenders(&edition.criteria, &reads, edition.rules.min_reads);
    let names = Names::read(&mut conn, edition).await?;
    let top = usize::try_from(edition.rules.top).unwrap_or(usize::MAX);
    let design = design(&contenders);
    // Tens of thousands of draws are no work for a thread that answers others meanwhile.
    let (design, calibration) = tokio::task::spawn_blocking(move || {
        let calibration = calibrate::calibrate(&design, top, calibrate::SEED);
        (design, calibration)
    })
    .await
    .map_err(|_| Fault::Ours)?;
    let figures = calibration.figures.as_deref().unwrap_or_default();
    let calibrated: BTreeMap<String, f64> = design
        .proposals
        .iter()
        .zip(figures)
        .filter_map(|(id, figure)| Some((id.clone(), figure.calibrated?.0)))
        .collect();
    let order = if calibrated.is_empty() { BoardOrder::Official } else { order };
    let declared = Declared { calibrated, ..Declared::default() };
    let ranked = |by| rules::order(&contenders, &keys(edition), &declared, by);
    let official = ranked(OrderedBy::Mean);
    let tied = rules::tied_at_cut(&official, top);
    let at_cut: Vec<&str> =
        official[tied.unwrap_or(0..0)].iter().map(|place| place.proposal.as_str()).collect();
    let by_doubt = match order {
        BoardOrder::Official if declared.calibrated.is_empty() => official.clone(),
        _ => ranked(OrderedBy::Calibrated),
    };
    let place = |list: &[Place], id: &str| list.iter().position(|p| p.proposal == id);
    let doubt = |id: &str| {
        let at = design.proposals.binary_search_by(|other| other.as_str().cmp(id)).ok()?;
        let (figure, fit) = (figures.get(at)?, calibration.fit.as_ref()?);
        let before = i32::try_from(place(&official, id)?).ok()?;
        let after = i32::try_from(place(&by_doubt, id)?).ok()?;
        Some(Doubt {
            calibrated: figure.calibrated.map(|(q, _)| decimal(q, 2)).unwrap_or_default(),
            ranks: (count(figure.chance.rank_low), count(figure.chance.rank_high)),
            permille: whole(figure.chance.p_top * 1000.0).unsigned_abs(),
            zone: match figure.zone {
                Zone::In => 0,
                Zone::Discuss => 1,
                Zone::Out => 2,
            },
            moved: before - after,
            lean: whole(fit.lean(&design, at) * 10.0),
        })
    };
    let shown = if order == BoardOrder::Official { &official } else { &by_doubt };
    let rows: Vec<Ranked> = shown
        .iter()
        .filter_map(|place| {
            let brief = names.proposals.get(&place.proposal)?;
            Some(Ranked {
                rank: place.rank,
                code: proposal::code(brief.number.unwrap_or_default()),
                name: brief.acronym.clone(),
                mean: place.mean.display(),
                reads: place.reads,
                doubt: doubt(&place.proposal),
                tie: tie_words(edition, place.broken_by.as_ref()),
                at_cut: at_cut.contains(&place.proposal.as_str()),
            })
        })
        .collect();
    let fit = calibration.fit.as_ref().filter(|_| !declared.calibrated.is_empty());
    Ok(Board {
        order,
        reads: count(design.scores().len()),
        discuss: count(figures.iter().filter(|figure| figure.zone == Zone::Discuss).count()),
        banners: calibration.banners.iter().map(|banner| names.banner(banner)).collect(),
        more: fit.map(|fit| names.more(&design, fit, top)).unwrap_or_default(),
        judges: calibration
            .fit
            .as_ref()
            .filter(|_| is_chair)
            .map(|fit| names.judges(&design, fit, &reads)),
        reliability: fit
            .filter(|_| is_chair)
            .map(|fit| {
                let percent = |k| whole(watch::reliability(fit, k) * 100.0).unsigned_abs();
                (1..=5).map(percent).collect()
            })
            .unwrap_or_default(),
        rows,
    })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A number rounded to a whole one, far from any limit.
fn whole(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
    let whole = value.round() as i32;
    whole
}

/// A number with a decimal comma and a true minus sign.
fn decimal(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}").replace('.', ",").replace('-', "−")
}

/// Who is who on the board.
struct Names {
    proposals: BTreeMap<String, proposal::api::Brief>,
    /// Name and agency of everybody who judges.
    judges: BTreeMap<String, (String, Option<String>)>,
    /// Agency of each proposal, by its code.
    agencies: BTreeMap<String, String>,
}

impl Names {
    async fn read(conn: &mut AnyConnection, edition: &Edition) -> Result<Self, Fault> {
        let all = proposal::desk::all(conn, edition).await?;
        let mut agencies = BTreeMap::new();
        for (brief, _, agency) in proposal::desk::identities(conn, edition).await? {
            agencies.insert(brief.id, agency);
        }
        let mut judges = BTreeMap::new();
        for person in people::desk::people(conn).await? {
            if person.roles.contains(&Role::Judge) {
                let agency = people::desk::account(conn, &person.id).await?.and_then(|a| a.agency);
                judges.insert(person.id, (person.name, agency));
            }
        }
        let proposals = all.into_iter().map(|brief| (brief.id.clone(), brief)).collect();
        Ok(Self { proposals, judges, agencies })
    }

    fn judge(&self, id: &str) -> String {
        self.judges.get(id).map(|(name, _)| name.clone()).unwrap_or_default()
    }

    fn banner(&self, banner: &Banner) -> BoardBanner {
        match banner {
            Banner::OneProposal => BoardBanner::OneProposal,
            Banner::FewReads(reads) => BoardBanner::FewReads(count(*reads)),
            Banner::FewJudges(judges) => BoardBanner::FewJudges(count(*judges)),
            Banner::SingleReads => BoardBanner::SingleReads,
            Banner::AllEqual => BoardBanner::AllEqual,
            Banner::TooLarge | Banner::Unsolvable => BoardBanner::Unsolvable,
            Banner::NoSeparation => BoardBanner::NoSeparation,
            Banner::NoSeverity => BoardBanner::NoSeverity,
            Banner::Apart(groups) => {
                let name = |group: &Vec<String>| {
                    group.iter().map(|id| self.judge(id)).collect::<Vec<_>>().join(", ")
                };
                BoardBanner::Apart(groups.iter().map(name).collect())
            }
            Banner::ThinJudges(judges) => BoardBanner::ThinJudges(count(judges.len())),
            Banner::NotSettled | Banner::OtherStart => BoardBanner::Search,
        }
    }

    /// Proposals of which one more read is advised, each with somebody who could give it.
    fn more(&self, design: &Design, fit: &Fit, top: usize) -> Vec<MoreRead> {
        let mut loads = design.loads().to_vec();
        let musts = more::musts(design, fit, 0).into_iter().filter_map(|(at, why)| match why {
            more::Reason::Outlier => Some((at, MoreReason::Outlier)),
            more::Reason::Apart => Some((at, MoreReason::Apart)),
            more::Reason::Cut(_) | more::Reason::Missing => None,
        });
        let mut advised: Vec<(usize, MoreReason)> = musts.collect();
        for (at, gain) in more::picks(design, fit, top, MORE_READS, more::WORTHWHILE) {
            if !advised.iter().any(|(other, _)| *other == at) {
                advised.push((at, MoreReason::Cut(whole(gain * 100.0).unsigned_abs())));
            }
        }
        let ask = |(at, reason): (usize, MoreReason)| {
            let id = &design.proposals[at];
            let own = self.agencies.get(id);
            let free: Vec<more::Reader> = (0..design.judges.len())
                .filter(|judge| {
                    let known = self.judges.get(&design.judges[*judge]);
                    known.is_some_and(|(_, agency)| agency.is_none() || agency.as_ref() != own)
                })
                .map(|judge| more::Reader { judge, load: loads[judge] })
                .collect();
            let asked = more::reader(design, fit, at, &free);
            if let Some(judge) = asked {
                loads[judge] += 1;
            }
            let brief = self.proposals.get(id)?;
            Some(MoreRead {
                code: proposal::code(brief.number.unwrap_or_default()),
                name: brief.acronym.clone(),
                reason,
                judge: asked.map(|judge| self.judge(&design.judges[judge])).unwrap_or_default(),
            })
        };
        advised.into_iter().filter_map(ask).collect()
    }

    fn judges(&self, design: &Design, fit: &Fit, reads: &[Read]) -> Vec<JudgeNote> {
        let straight: Vec<usize> = design
            .judges
            .iter()
            .map(|judge| {
                let own = reads.iter().filter(|read| &read.judge == judge);
                own.filter(|read| {
                    let first = read.marks.values().next();
                    read.marks.len() > 1 && read.marks.values().all(|mark| Some(mark) == first)
                })
                .count()
            })
            .collect();
        design
            .judges
            .iter()
            .zip(watch::judges(design, fit, &straight))
            .map(|(id, judge)| JudgeNote {
                name: self.judge(id),
                reads: count(judge.reads),
                leniency: (decimal(judge.leniency, 1), decimal(judge.sd, 1)),
                spread: judge.spread_ratio.map(|ratio| decimal(ratio, 2)).unwrap_or_default(),
                agreement: judge.agreement.map(|r| decimal(r, 2)).unwrap_or_default(),
                flags: judge.flags.iter().map(|flag| flag.code().to_owned()).collect(),
            })
            .collect()
    }
}

/// Most further reads that are advised for the cut at once.
const MORE_READS: usize = 10;

/// What parted equals, in words: Indonesian, English.
fn tie_words(edition: &Edition, tie: Option<&TieBreak>) -> (String, String) {
    let (id, en) = match tie {
        None => ("", ""),
        Some(TieBreak::Criterion(key)) => {
            let title = edition.criteria.iter().find(|c| &c.key == key).map(|c| &c.title);
            let (id, en) =
                title.map_or(("", ""), |t| (t.id.as_str(), t.pick(crate::kernel::Lang::En)));
            return (
                format!("Nilai sama; urutan menurut rata-rata {id}."),
                format!("Equal scores; ordered by the mean of {en}."),
            );
        }
        Some(TieBreak::Mean) => (
            "Nilai terkalibrasi sama; urutan menurut nilai baku.",
            "Equal calibrated scores; ordered by the official mean.",
        ),
        Some(TieBreak::Minimum) => (
            "Nilai sama; urutan menurut nilai terendah yang lebih tinggi.",
            "Equal scores; ordered by the higher lowest total.",
        ),
        Some(TieBreak::HeadToHead) => (
            "Nilai sama; lebih banyak juri yang membaca keduanya memilih yang di atas.",
            "Equal scores; more of the judges who read both prefer the one above.",
        ),
        Some(TieBreak::Calibrated) => (
            "Nilai sama; urutan menurut nilai terkalibrasi.",
            "Equal scores; ordered by the calibrated score.",
        ),
        Some(TieBreak::Chair) => (
            "Nilai sama; urutan menurut keputusan ketua yang tercatat.",
            "Equal scores; ordered by the chair's decision on record.",
        ),
        Some(TieBreak::Lot) => (
            "Nilai sama; urutan menurut undian dengan benih yang sudah diumumkan.",
            "Equal scores; ordered by lot, with the seed published before.",
        ),
        Some(TieBreak::None) => (
            "Nilai sama dan tidak terpisahkan; keputusan ada di rapat pleno.",
            "Equal and not parted by any rule; the plenary decides.",
        ),
    };
    (id.to_owned(), en.to_owned())
}

/// Fills and sends every sheet that no judge has touched, with simulated marks; demo editions
/// only. `worth` tells what a proposal is worth, by its folded title.
///
/// # Errors
/// A refusal for an edition that is no demo or not in judging.
pub async fn simulate(
    tx: &mut Tx,
    seed: u32,
    worth: &BTreeMap<String, f64>,
    comment: &str,
    now: i64,
) -> Result<usize, Fault> {
    let standing = edition::desk::standing(tx).await?;
    let edition = &standing.edition;
    if !edition.demo || standing.phase != Phase::Judging {
        return Err(Fault::refused(
            "Simulasi nilai hanya untuk edisi contoh pada tahap penilaian.",
            "Scores are simulated only for a demo edition in judging.",
        ));
    }
    let titles: BTreeMap<String, String> = proposal::desk::all(tx, edition)
        .await?
        .into_iter()
        .map(|brief| (brief.id, text::fold(&brief.title)))
        .collect();
    let mut open: BTreeMap<&str, Vec<Seat>> = BTreeMap::new();
    for seat in store::seats(tx).await? {
        let title = titles.get(&seat.proposal).map_or("", String::as_str);
        open.entry(title).or_default().push(seat);
    }
    let mut random = Prng::new(seed);
    let mut count = 0;
    for (title, mut seats) in open {
        // Ids are new in every demo; the order of the judges is what a seed repeats.
        seats.sort_by(|a, b| (a.position, &a.id).cmp(&(b.position, &b.id)));
        let worth = worth.get(title).copied().unwrap_or(60.0);
        let marks = rules::simulate(&edition.criteria, worth, seats.len(), &mut random);
        for (seat, marks) in seats.iter().zip(marks).filter(|(seat, _)| seat.rev == 0) {
            let scores: Scores =
                marks.into_iter().map(|(key, value)| (key, (Some(value), String::new()))).collect();
            store::put(tx, &seat.id, &scores, comment, 1, now).await?;
            store::send(tx, &seat.id, now).await?;
            tx.record("score.simulate", &format!("assignment:{}", seat.id), &(), &scores);
            count += 1;
        }
    }
    Ok(count)
}

/// A file of the version that a judge reads.
async fn hand_out(
    visit: &Visit,
    assignment: &str,
    file: &str,
    size: Size,
) -> Result<Response, Fault> {
    let sheet = sheet(visit, assignment).await?;
    let one = sheet.files.iter().find(|one| one.id == file).ok_or(Fault::NotFound)?;
    proposal::attachment::desk::hand_out_enclosed(visit, one, size).await
}

async fn enclosed(
    house: House,
    request: Request,
    assignment: String,
    file: String,
    size: Size,
) -> Response {
    let (parts, _) = pages::whole(request).into_parts();
    let answer = match house.visit(&parts).await {
        Ok(visit) => hand_out(&visit, &assignment, &file, size).await,
        Err(fault) => Err(fault),
    };
    match answer {
        Ok(response) => response,
        Err(fault) => pages::refuse(&house, &parts, &fault, Fields::new(), fault.status()).await,
    }
}

/// Addresses of this slice that take forms.
pub fn routes() -> Router<House> {
    type Two = Path<(String, String)>;
    Router::new()
        .route(
            "/juri/nilai/{assignment}/lampiran/{file}",
            get(|State(house): State<House>, Path((id, one)): Two, request: Request| {
                enclosed(house, request, id, one, Size::Whole)
            }),
        )
        .route(
            "/juri/nilai/{assignment}/lampiran/{file}/kecil",
            get(|State(house): State<House>, Path((id, one)): Two, request: Request| {
                enclosed(house, request, id, one, Size::Small)
            }),
        )
        .route(
            "/juri/nilai/{assignment}",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| score_form(visit, fields, id))
                },
            ),
        )
        .route(
            "/juri/nilai/{assignment}/tinjau",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| {
                        sending::send_form(visit, fields, id)
                    })
                },
            ),
        )
        .route(
            "/juri/nilai/{assignment}/tidak-bisa/{criterion}",
            get(pages::page).post(
                |State(house): State<House>, Path((id, criterion)): Two, request: Request| {
                    pages::form(house, request, |visit, fields| {
                        unscorable::report(visit, fields, id, criterion)
                    })
                },
            ),
        )
        .route(
            "/juri/kirim",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, sending::send_all_form)
            }),
        )
        .route(
            "/juri/benturan",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, conflict::state_form)
            }),
        )
        .route(
            "/juri/benturan/{assignment}",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| {
                        conflict::declare_form(visit, fields, id)
                    })
                },
            ),
        )
        .route(
            "/panitia/kemajuan",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, sending::office_form)
            }),
        )
        .route(
            "/panitia/penugasan",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, assignment::form)
            }),
        )
}
