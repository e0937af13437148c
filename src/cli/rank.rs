//! `kipp rank`: a score file of any competition in, a ranking with its doubt out.

use super::{
    list, say_error,
    table::{Names, Table, deliver, quoted},
};
use crate::{
    judging::{
        calibrate::{self, Banner, Calibration, Design, Zone, fit},
        desk::lots,
        rules::{self, Contender, Declared, OrderedBy, Place, TieBreak},
    },
    kernel::score::Exact,
};
use anyhow::bail;
use clap::{Args, ValueEnum};
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    path::PathBuf,
};

/// What the list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// By the mean of the reads.
    Official,
    /// By the calibrated score: the mean after removing each judge's leniency.
    Calibrated,
    /// By the calibrated score after bringing every judge's spread near the common one.
    Scaled,
}

/// `kipp rank`.
#[derive(Debug, Args)]
pub struct RankArgs {
    /// CSV file with the columns `proposal_id`, `judge_id`, score (or usulan, juri, nilai).
    #[arg(long)]
    scores: PathBuf,
    /// What the list is ordered by.
    #[arg(long, value_enum, default_value = "official")]
    method: Method,
    /// How many are chosen; `p_top` is the chance to be among them.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    top: u32,
    /// Where to write the ranking; standard output if absent.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Tell in words why this proposal stands where it does.
    #[arg(long, value_name = "PROPOSAL")]
    explain: Option<String>,
    /// Seed that was published before scoring closed: breaks the last ties by lot.
    #[arg(long, value_name = "SEED")]
    lot: Option<String>,
}

/// What `--help` says about the columns.
pub const HELP: &str = "\
Columns out, best first: rank, proposal_id, reads, mean, calibrated, sd, p_top, rank_low, rank_high, zone.

mean        official mean of the reads, exact, rounded half up for printing only
calibrated  the mean after removing each judge's leniency, drawn towards the mean of all
sd          standard deviation of its distance from the mean of all
p_top       chance to be among the best --top, from joint draws of a fixed seed
rank_low, rank_high  the ranks that hold 90 of 100 draws
zone        in (p_top at least 0.9), out (at most 0.1), discuss (between)

Equal ranks are ties that nothing declared breaks: equal means go by the higher lowest score, then
by the judges who read both (between two), then by the calibrated score, then by --lot.

Where the scores do not allow calibration (fewer than 20 reads or 3 judges, no proposal read twice,
all scores equal) calibrated, sd, p_top, rank_low, rank_high and zone stay empty, the order is that
of the mean, and a sentence on standard error says why. If the scores do not separate the proposals,
calibrated and sd stay empty and every proposal has the same p_top.";

const COLUMNS: [Names; 3] = [
    &["proposal_id", "proposal", "usulan", "id_usulan", "kode_usulan"],
    &["judge_id", "judge", "juri", "id_juri", "kode_juri"],
    &["score", "nilai", "skor", "total"],
];

/// The reads of a file, exact and as numbers to calculate with.
struct Reads {
    contenders: Vec<Contender>,
    design: Design,
    /// Decimals that a mean is printed with, at least six.
    decimals: u32,
}

fn read(args: &RankArgs) -> anyhow::Result<Reads> {
    let table = Table::read(&args.scores, &COLUMNS, &[])?;
    table.must_have_rows()?;
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    let mut scores = Vec::with_capacity(table.rows().len());
    for row in table.rows() {
        let (proposal, judge) = (table.id(row, 0, "proposal")?, table.id(row, 1, "judge")?);
        let score = table.decimal(row, 2, "score")?;
        if let Some(line) = seen.insert((proposal, judge), row.line) {
            let sentence = format!("judge {judge} has already scored {proposal} in line {line}");
            return Err(table.wrong(row, &sentence));
        }
        scores.push((proposal, judge, score));
    }
    table.say_unused();
    let decimals = scores.iter().map(|(_, _, score)| score.decimals).max().unwrap_or(0);
    let one = 10_i128.pow(decimals);
    let mut grouped: BTreeMap<&str, Vec<(&str, i128)>> = BTreeMap::new();
    for (proposal, judge, score) in &scores {
        let units = score.units * 10_i128.pow(decimals - score.decimals);
        grouped.entry(proposal).or_default().push((judge, units));
    }
    let contenders = grouped
        .into_iter()
        .map(|(proposal, reads)| {
            let sum: i128 = reads.iter().map(|(_, units)| units).sum();
            Contender {
                proposal: proposal.to_owned(),
                mean: Exact::new(sum, one).over(reads.len()),
                criteria: Vec::new(),
                totals: reads
                    .into_iter()
                    .map(|(judge, units)| (judge.to_owned(), Exact::new(units, one)))
                    .collect(),
            }
        })
        .collect();
    let design = Design::new(scores.iter().map(|(proposal, judge, score)| {
        ((*proposal).to_owned(), (*judge).to_owned(), score.real())
    }));
    Ok(Reads { contenders, design, decimals: decimals.max(6) })
}

/// Runs `kipp rank`; nothing is written unless everything could be read.
pub fn run(args: &RankArgs) -> anyhow::Result<()> {
    let reads = read(args)?;
    let top = usize::try_from(args.top).unwrap_or(usize::MAX);
    let design =
        if args.method == Method::Scaled { fit::equalise(&reads.design) } else { reads.design };
    let calibration = calibrate::calibrate(&design, top, calibrate::SEED);
    let calibrated: BTreeMap<String, f64> = calibration
        .figures
        .iter()
        .flatten()
        .zip(&design.proposals)
        .filter_map(|(figure, id)| Some((id.clone(), figure.calibrated?.0)))
        .collect();
    let by = match args.method {
        Method::Official => OrderedBy::Mean,
        _ if calibrated.is_empty() => OrderedBy::Mean,
        _ => OrderedBy::Calibrated,
    };
    let seed = args.lot.as_deref();
    let declared = Declared {
        lots: seed.map(|seed| lots(seed, design.proposals.iter())).unwrap_or_default(),
        calibrated,
        chair: Vec::new(),
    };
    let places = rules::order(&reads.contenders, &[], &declared, by);
    let ranking = Ranking {
        contenders: &reads.contenders,
        decimals: reads.decimals,
        design: &design,
        calibration: &calibration,
        places: &places,
        by,
        top,
    };
    let told = args.explain.as_deref().map(|proposal| ranking.explain(proposal)).transpose()?;
    if args.out.is_some() || told.is_none() {
        deliver(&ranking.table(), args.out.as_ref())?;
    }
    if let Some(told) = told {
        deliver(&told, None)?;
    }
    for sentence in ranking.banners(args.method) {
        say_error(&format!("kipp: {sentence}"));
    }
    Ok(())
}

struct Ranking<'a> {
    contenders: &'a [Contender],
    decimals: u32,
    design: &'a Design,
    calibration: &'a Calibration,
    places: &'a [Place],
    by: OrderedBy,
    top: usize,
}

impl Ranking<'_> {
    /// Where a proposal stands in the design and in the list of contenders: both are in the order
    /// of ids.
    fn at(&self, proposal: &str) -> Option<usize> {
        self.design.proposals.binary_search_by(|id| id.as_str().cmp(proposal)).ok()
    }

    fn table(&self) -> String {
        let mut out = String::from(
            "rank,proposal_id,reads,mean,calibrated,sd,p_top,rank_low,rank_high,zone\n",
        );
        for place in self.places {
            let figure =
                self.at(&place.proposal).and_then(|at| self.calibration.figures.as_ref()?.get(at));
            let six = |value: Option<f64>| value.map(|v| format!("{v:.6}")).unwrap_or_default();
            let rank = |rank: Option<usize>| rank.map(|r| r.to_string()).unwrap_or_default();
            // Writing into a string cannot fail.
            let _ok = writeln!(
                out,
                "{},{},{},{},{},{},{},{},{},{}",
                place.rank,
                quoted(&place.proposal),
                place.reads,
                place.mean.decimal(self.decimals),
                six(figure.and_then(|f| f.calibrated).map(|(q, _)| q)),
                six(figure.and_then(|f| f.calibrated).map(|(_, sd)| sd)),
                six(figure.map(|f| f.chance.p_top)),
                rank(figure.map(|f| f.chance.rank_low)),
                rank(figure.map(|f| f.chance.rank_high)),
                figure.map_or("", |f| f.zone.code()),
            );
        }
        out
    }

    fn banners(&self, method: Method) -> Vec<String> {
        let mut said: Vec<String> = self.calibration.banners.iter().map(sentence).collect();
        if method != Method::Official && self.by == OrderedBy::Mean {
            said.push("the order is that of the official mean".to_owned());
        }
        if let Some(tied) = rules::tied_at_cut(self.places, self.top) {
            let ids: Vec<&str> =
                self.places[tied].iter().map(|place| place.proposal.as_str()).collect();
            said.push(format!(
                "{} have the same mean and the cut of {} goes through them",
                list(&ids),
                self.top
            ));
        }
        said
    }

    /// Why a proposal stands where it does.
    fn explain(&self, proposal: &str) -> anyhow::Result<String> {
        let (Some(at), Some(place)) =
            (self.at(proposal), self.places.iter().find(|place| place.proposal == proposal))
        else {
            bail!("there is no proposal \"{proposal}\" in the score file");
        };
        let n = self.places.len();
        let mut said = vec![format!(
            "{proposal} stands at rank {} of {n}. Its official mean is {} from {}.",
            place.rank,
            place.mean.decimal(2),
            counted(place.reads, "read"),
        )];
        if let Some(tie) = place.broken_by.as_ref().and_then(|tie| self.tie(place, tie)) {
            said.push(tie);
        }
        match &self.calibration.fit {
            Some(fit) => said.extend(self.explain_fit(at, fit)),
            None => said.push(format!(
                "The scores are not calibrated: {}.",
                self.calibration.banners.iter().map(sentence).collect::<Vec<_>>().join("; ")
            )),
        }
        Ok(said.join("\n") + "\n")
    }

    fn explain_fit(&self, at: usize, fit: &fit::Fit) -> Vec<String> {
        let mut said = Vec::new();
        for score in self.design.of(at) {
            let b = fit.leniency[score.judge];
            let lean = match b {
                b if b >= 0.05 => format!("{b:.1} points more than the other judges"),
                b if b <= -0.05 => format!("{:.1} points less than the other judges", -b),
                _ => "as much as the other judges".to_owned(),
            };
            let judge = &self.design.judges[score.judge];
            said.push(format!(
                "  {judge} gave {:.2}; {judge} gives {lean} for the same proposal.",
                score.y
            ));
        }
        let Some(figure) = self.calibration.figures.as_ref().and_then(|figures| figures.get(at))
        else {
            return said;
        };
        if let Some((calibrated, sd)) = figure.calibrated {
            let reads = self.design.of(at).len();
            said.push(format!(
                "After removing each judge's leniency its mean would be {:.2}. With {} it keeps {:.0}% \
                 of its distance from {:.2}, the mean of all: the calibrated score is {calibrated:.2}, \
                 give or take {sd:.2}.",
                fit.adjusted(self.design, at),
                counted(u32::try_from(reads).unwrap_or(u32::MAX), "read"),
                100.0 * fit.kept(reads),
                fit.mean,
            ));
            said.extend(self.moved(at, fit));
        } else {
            said.push(
                "The scores do not separate the proposals, so every proposal has the same chance."
                    .to_owned(),
            );
        }
        let chance = figure.chance;
        said.push(format!(
            "Its chance to be among the best {} is {:.1}%; 90 of 100 draws put it between rank {} and \
             {}: {}.",
            self.top,
            100.0 * chance.p_top,
            chance.rank_low,
            chance.rank_high,
            match figure.zone {
                Zone::In => "almost surely in",
                Zone::Discuss => "to be discussed",
                Zone::Out => "almost surely out",
            },
        ));
        said
    }

    /// How calibration moves it, and why.
    fn moved(&self, at: usize, fit: &fit::Fit) -> Option<String> {
        let mean = self.contenders[at].mean;
        let raw = 1 + self.contenders.iter().filter(|c| c.mean > mean).count();
        let worth = fit.worth[at];
        let calibrated = 1 + fit.worth.iter().filter(|other| **other > worth).count();
        let lean = fit.lean(self.design, at);
        let readers = if lean <= -0.05 {
            format!("its readers give {:.1} points less than the others on average", -lean)
        } else if lean >= 0.05 {
            format!("its readers give {lean:.1} points more than the others on average")
        } else {
            "the other proposals moved around it".to_owned()
        };
        (raw != calibrated).then(|| {
            format!("By the mean it is at rank {raw}, calibrated at rank {calibrated}: {readers}.")
        })
    }

    fn tie(&self, place: &Place, tie: &TieBreak) -> Option<String> {
        let at = self.places.iter().position(|p| p.proposal == place.proposal)?;
        let above = &self.places.get(at.checked_sub(1)?)?.proposal;
        let why = match tie {
            TieBreak::None => "and nothing declared parts them",
            TieBreak::Mean => "which comes first by its higher official mean",
            TieBreak::Criterion(_) => "which comes first by a heavier criterion",
            TieBreak::Minimum => "which comes first by its higher lowest score",
            TieBreak::HeadToHead => {
                "which comes first as more of the judges who read both prefer it"
            }
            TieBreak::Calibrated => "which comes first by its higher calibrated score",
            TieBreak::Panel => "which comes first by the panel's mean",
            TieBreak::Desk => "which comes first by rank of the written proposal",
            TieBreak::Chair => "which comes first by the chair's decision on record",
            TieBreak::Lot => "which comes first by lot",
        };
        Some(format!("It is equal to {above}, {why}."))
    }
}

fn counted(n: u32, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn names(ids: &[String]) -> String {
    list(&ids.iter().map(String::as_str).collect::<Vec<_>>())
}

fn sentence(banner: &Banner) -> String {
    match banner {
        Banner::OneProposal => "not calibrated: there is only one proposal".to_owned(),
        Banner::FewReads(reads) => format!(
            "not calibrated: {reads} reads are too few to tell judges from proposals; {} are needed",
            calibrate::LEAST_READS
        ),
        Banner::FewJudges(judges) => format!(
            "not calibrated: {judges} judges are too few to tell how judges differ; {} are needed",
            calibrate::LEAST_JUDGES
        ),
        Banner::SingleReads => {
            "not calibrated: no proposal was read twice, so a strict judge cannot be told from poor \
             proposals"
                .to_owned()
        }
        Banner::AllEqual => "not calibrated: all scores are equal".to_owned(),
        Banner::TooLarge => {
            "not calibrated: at most 20,000 proposals and 600 judges can be drawn".to_owned()
        }
        Banner::Unsolvable => {
            "not calibrated: the scores are too far apart to be calculated with".to_owned()
        }
        Banner::NoSeparation => {
            "the scores do not separate the proposals: every proposal has the same chance".to_owned()
        }
        Banner::NoSeverity => {
            "no judge is stricter than another as far as the scores tell: nothing was corrected"
                .to_owned()
        }
        Banner::Apart(groups) => format!(
            "the judges fall into {} groups that share no proposal, so ranks across groups are not \
             calibrated; {} would link them. The groups: {}",
            groups.len(),
            counted(u32::try_from(groups.len() - 1).unwrap_or(u32::MAX), "bridge read"),
            groups.iter().map(|group| names(group)).collect::<Vec<_>>().join(" | "),
        ),
        Banner::ThinJudges(judges) => format!(
            "little can be said about judges with fewer than {} reads: {}",
            calibrate::FEW_READS,
            names(judges)
        ),
        Banner::NotSettled => {
            "the search for the variances had not arrived after its last step".to_owned()
        }
        Banner::OtherStart => {
            "the usual start of the search was not the best; the best was taken".to_owned()
        }
    }
}
