//! The ranking board: order, doubt, advice for further reads and what is told of the judges.

use super::{
    super::{
        api::{Board, BoardBanner, BoardOrder, Doubt, JudgeNote, MoreReason, Ranked, Trial},
        calibrate::{self, Banner, Calibration, Design, Zone, fit::Fit, watch},
        rules::{self, Contender, Declared, OrderedBy, Place, Read, TieBreak},
        store,
    },
    advice::Advice,
};
use crate::{
    edition::{self, Edition, Phase},
    fault::Fault,
    kernel::{Role, count},
    people,
    proposal::{self, rules::Status},
    server::{Visit, audit},
};
use sqlx::AnyConnection;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

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

/// What was calibrated last, by a fingerprint of its scores: it follows from them alone, and a screen
/// that looks again every few seconds must not draw tens of thousands of times for nothing.
static LAST: Mutex<Option<Known>> = Mutex::new(None);

type Known = (String, Arc<(Design, Calibration)>);

async fn calibrated(design: Design, top: usize) -> Result<Arc<(Design, Calibration)>, Fault> {
    let key = audit::sha256(format!("{top} {design:?}").as_bytes());
    let known = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, last)) = known.filter(|(known, _)| *known == key) {
        return Ok(last);
    }
    // Tens of thousands of draws are no work for a thread that answers others meanwhile.
    let made = tokio::task::spawn_blocking(move || {
        let calibration = calibrate::calibrate(&design, top, calibrate::SEED);
        Arc::new((design, calibration))
    })
    .await
    .map_err(|_| Fault::Ours)?;
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, Arc::clone(&made)));
    Ok(made)
}

/// Who is ranked, and the calibrated scores that may part equals, for desks that have already asked
/// who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn figures(
    conn: &mut AnyConnection,
    edition: &Edition,
) -> Result<(Vec<Contender>, BTreeMap<String, f64>), Fault> {
    let reads = store::reads(conn).await?;
    let contenders = rules::contenders(&edition.criteria, &reads, edition.rules.min_reads);
    let calibrated = calibrate::scores(&design(&contenders));
    Ok((contenders, calibrated))
}

/// The official ranking for desks that have already asked who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn places(conn: &mut AnyConnection, edition: &Edition) -> Result<Vec<Place>, Fault> {
    let (contenders, calibrated) = figures(conn, edition).await?;
    let declared = Declared { calibrated, ..Declared::default() };
    Ok(rules::order(&contenders, &keys(edition), &declared, OrderedBy::Mean))
}

/// Keys of the criteria as ties are broken by them.
fn keys(edition: &Edition) -> Vec<&str> {
    rules::chain(&edition.criteria).iter().map(|criterion| criterion.key.as_str()).collect()
}

/// The edition and the reads as something is tried out with them.
fn tried(edition: &Edition, all: &[Read], trial: &Trial) -> Result<(Edition, Vec<Read>), Fault> {
    let mut edition = edition.clone();
    for aspect in &mut edition.criteria {
        if let Some(weight) = trial.weights.get(&aspect.key) {
            aspect.weight = (*weight).min(1000);
        }
    }
    if edition.criteria.iter().all(|aspect| aspect.weight == 0) {
        return Err(Fault::refused(
            "Paling sedikit satu aspek harus berbobot lebih dari 0.",
            "At least one aspect must weigh more than 0.",
        ));
    }
    let reads = all.iter().filter(|read| read.judge != trial.without).cloned().collect();
    Ok((edition, reads))
}

/// The ranking board; nobody sees it before scoring is closed.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`], or a refusal while scores are still coming in.
pub async fn board(visit: &Visit, order: BoardOrder, trial: &Trial) -> Result<Board, Fault> {
    let reader = visit.require(&Role::OFFICE)?;
    let is_chair = reader.is_any(&[Role::Chair]);
    let is_officer = reader.is_any(&Role::OFFICERS);
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    if standing.phase < Phase::Plenary {
        return Err(Fault::refused(
            "Peringkat baru terlihat setelah penilaian ditutup.",
            "The ranking can be seen once scoring is closed.",
        ));
    }
    let all = store::reads(&mut conn).await?;
    let names = Names::read(&mut conn, &standing.edition).await?;
    let advice = Advice::read(&mut conn, &standing.edition, &names).await?;
    let mut readers: Vec<(String, String)> = all
        .iter()
        .map(|read| read.judge.clone())
        .collect::<BTreeSet<String>>()
        .into_iter()
        .map(|id| (id.clone(), names.judge(&id)))
        .collect();
    readers.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    let (edition, reads) = tried(&standing.edition, &all, trial)?;
    // The form sent as it stands tries nothing.
    let is_trial = edition.criteria != standing.edition.criteria || reads.len() != all.len();
    let edition = &edition;
    let was: BTreeMap<String, u32> = if is_trial {
        let official = places(&mut conn, &standing.edition).await?;
        official.into_iter().map(|place| (place.proposal, place.rank)).collect()
    } else {
        BTreeMap::new()
    };
    let contenders = rules::contenders(&edition.criteria, &reads, edition.rules.min_reads);
    let top = usize::try_from(edition.rules.top).unwrap_or(usize::MAX);
    let design = design(&contenders);
    let last = calibrated(design, top).await?;
    let (design, calibration) = (&last.0, &last.1);
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
            lean: whole(fit.lean(design, at) * 10.0),
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
                was: was.get(&place.proposal).copied(),
            })
        })
        .collect();
    let fit = calibration.fit.as_ref().filter(|_| !declared.calibrated.is_empty());
    let awaited = advice.awaited.iter().filter_map(|(id, judge, until)| {
        let brief = names.proposals.get(id)?;
        let code = proposal::code(brief.number.unwrap_or_default());
        Some((code, brief.acronym.clone(), names.judge(judge), *until))
    });
    // What is tried out advises nothing: nobody would be asked because of it.
    let more = if is_trial {
        Vec::new()
    } else {
        let fitted = fit.map(|fit| (design, fit));
        advice.list(&names, &reads, fitted, (top, edition.rules.min_reads))
    };
    Ok(Board {
        awaited: awaited.collect(),
        may_ask: is_officer && standing.phase == Phase::Plenary && !is_trial,
        is_trial,
        readers,
        order,
        reads: count(design.scores().len()),
        discuss: count(figures.iter().filter(|figure| figure.zone == Zone::Discuss).count()),
        banners: calibration.banners.iter().map(|banner| names.banner(banner)).collect(),
        more,
        judges: calibration
            .fit
            .as_ref()
            .filter(|_| is_chair)
            .map(|fit| names.judges(design, fit, &reads)),
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

/// What the scores tell of the judges; nothing if they cannot be calibrated.
///
/// # Errors
/// As [`board`]; [`Fault::WrongRole`] for everybody but the chair.
pub async fn diagnosis(visit: &Visit) -> Result<(Vec<JudgeNote>, Vec<u32>), Fault> {
    visit.require(&[Role::Chair])?;
    let board = board(visit, BoardOrder::Official, &Trial::default()).await?;
    Ok((board.judges.unwrap_or_default(), board.reliability))
}

/// A number rounded to a whole one, far from any limit.
pub(super) fn whole(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
    let whole = value.round() as i32;
    whole
}

/// A number with a decimal comma and a true minus sign, which nothing has not.
fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}").replace('.', ",");
    match text.strip_prefix('-') {
        Some(nothing) if nothing.chars().all(|c| matches!(c, '0' | ',')) => nothing.to_owned(),
        Some(size) => format!("−{size}"),
        None => text,
    }
}

/// Who is who on the board.
pub(super) struct Names {
    /// Every proposal, by its id.
    pub proposals: BTreeMap<String, proposal::api::Brief>,
    /// Name and agency of everybody who judges.
    pub judges: BTreeMap<String, (String, Option<String>)>,
    /// Code of the agency of each proposal, by its id.
    pub agencies: BTreeMap<String, String>,
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

    pub fn judge(&self, id: &str) -> String {
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

    /// Accepted proposals with fewer complete reads than the edition needs to rank them.
    pub(super) fn missing(&self, reads: &[Read], min_reads: u32) -> Vec<(String, MoreReason)> {
        let needed = usize::try_from(min_reads).unwrap_or(usize::MAX);
        let has = |id: &String| reads.iter().filter(|read| &read.proposal == id).count();
        self.proposals
            .values()
            .filter(|brief| brief.status == Status::Accepted && has(&brief.id) < needed)
            .map(|brief| (brief.id.clone(), MoreReason::Missing(count(needed - has(&brief.id)))))
            .collect()
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

/// What parted equals, in words: Indonesian, English.
pub fn tie_words(edition: &Edition, tie: Option<&TieBreak>) -> (String, String) {
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
        Some(TieBreak::Panel) => (
            "Nilai akhir sama; urutan menurut nilai panel.",
            "Equal final scores; ordered by the panel's mean.",
        ),
        Some(TieBreak::Desk) => (
            "Nilai akhir dan nilai panel sama; urutan menurut peringkat naskah.",
            "Equal final and panel scores; ordered by rank of the written proposal.",
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
