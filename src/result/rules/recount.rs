//! Counts a seal again: whether its numbers and its order follow from its reads and its books, and what
//! differs from what is stored now. Pure.

use super::{
    SealedRow,
    document::{Annex, Document, FIRST_FORMAT, SealedPlace, SealedRead, rubric},
    lot,
    plenary::{self, Deviation},
    tie::{self, Figures, Lot, Parted, Way, of_fraction, tie_code},
};
use crate::{
    judging::rules::{self as judging, Contender, Marks, Read},
    kernel::score::{self, Exact},
    panel::rules::{self as panel, official},
};
use std::collections::{BTreeMap, BTreeSet};

/// A difference between what was sealed and what is there, in two languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
}

impl Difference {
    fn new(id: String, en: String) -> Self {
        Self { id, en }
    }
}

/// The figures of everybody with enough sealed reads.
fn contenders(document: &Document, annex: &Annex) -> Vec<Contender> {
    let read = |read: &SealedRead| Read {
        proposal: read.proposal_id.clone(),
        judge: read.judge.clone(),
        marks: read.marks.clone(),
    };
    let reads: Vec<Read> = annex.reads.iter().map(read).collect();
    judging::contenders(&document.rubric(), &reads, document.min_reads)
}

/// The panel's mean of each finalist, as the sealed sheets give it.
fn heard(document: &Document, annex: &Annex) -> BTreeMap<String, Exact> {
    let Some(panel) = &document.panel else { return BTreeMap::new() };
    let criteria = rubric(&panel.criteria);
    let mut sheets: BTreeMap<String, Vec<Marks>> = BTreeMap::new();
    for sheet in &annex.panel {
        sheets.entry(sheet.proposal_id.clone()).or_default().push(sheet.marks.clone());
    }
    let mean = |(id, sheets): (String, Vec<Marks>)| Some((id, panel::mean(&criteria, &sheets)?));
    sheets.into_iter().filter_map(mean).collect()
}

/// Calibrated scores as the ladders hold them: the only step that does not follow from the reads by
/// hand.
fn calibrated(annex: &Annex) -> BTreeMap<String, f64> {
    let mut all = BTreeMap::new();
    for ladder in &annex.ladders {
        for rung in ladder.rungs.iter().filter(|rung| rung.step == "calibrated") {
            for (id, value) in ladder.proposals.iter().zip(&rung.values) {
                if let Ok(value) = value.parse() {
                    all.insert(id.clone(), value);
                }
            }
        }
    }
    all
}

/// Whether the order of equals follows: every rung of every ladder, the chair's order and the lot.
fn ties(document: &Document, annex: &Annex, contenders: Vec<Contender>) -> Vec<Difference> {
    let mut found = Vec::new();
    if annex.lot().is_some_and(|lot| !lot::is_kept(lot)) {
        found.push(Difference::new(
            "rahasia undian tidak cocok dengan komitmennya".to_owned(),
            "the secret of the lot does not fit its commitment".to_owned(),
        ));
    }
    let rubric = document.rubric();
    let keys = judging::chain(&rubric).iter().map(|aspect| aspect.key.clone()).collect();
    let panel = document.panel.as_ref().map(|panel| (heard(document, annex), panel.counts));
    let figures = Figures { contenders, keys, calibrated: calibrated(annex), panel };
    let codes = annex.places.iter().map(|p| (p.proposal_id.as_str(), p.code.as_str()));
    let lots = lot::lots(annex.lot(), codes);
    let declared = figures.declared(annex.ties(), &lots);
    let places = figures.places(&declared);
    for (place, sealed) in places.iter().zip(&annex.places) {
        let place = &place.place;
        let is = (place.proposal.as_str(), place.rank, tie_code(place.broken_by.as_ref()));
        if is != (sealed.proposal_id.as_str(), sealed.rank, sealed.tie.clone()) {
            let (code, rank) = (&sealed.code, sealed.rank);
            found.push(Difference::new(
                format!("tempat {code} di peringkat {rank} tidak mengikuti aturan nilai sama"),
                format!("the place of {code} at rank {rank} does not follow from the tie chain"),
            ));
        }
    }
    if figures.ladders(&places, &declared) != annex.ladders {
        found.push(Difference::new(
            "tangga nilai sama dalam segel tidak mengikuti penilaian dan catatan pleno".to_owned(),
            "the sealed ladders of equals do not follow from the reads and the plenary's book"
                .to_owned(),
        ));
    }
    found
}

fn ranks(annex: &Annex) -> Vec<(&str, u32)> {
    annex.places.iter().map(|place| (place.proposal_id.as_str(), place.rank)).collect()
}

/// Every place at which the list differs from the scores, as it is told to everybody.
pub fn deviations(annex: &Annex, top: u32) -> Vec<Deviation> {
    let told = |moved: plenary::Moved<'_>| {
        let place = annex.places.iter().find(|place| place.proposal_id == moved.proposal)?;
        Some(Deviation {
            code: place.code.clone(),
            acronym: place.acronym.clone(),
            by_score: moved.by_score,
            change: moved.change,
            reason: moved.line.map(|line| line.reason.clone()).unwrap_or_default(),
            votes: moved.line.and_then(|line| line.votes),
        })
    };
    plenary::moves(&ranks(annex), top, annex.lines()).into_iter().filter_map(told).collect()
}

/// Equals at places that count whom the plenary parted, and the lot if it parted some of them.
pub fn parted(annex: &Annex, top: u32) -> (Vec<Parted>, Option<Lot>) {
    let holding = tie::holding(annex.ties());
    let mut all = Vec::new();
    for line in holding {
        let mut places: Vec<&SealedPlace> =
            annex.places.iter().filter(|p| line.proposals.contains(&p.proposal_id)).collect();
        places.sort_by_key(|place| place.rank);
        let step = if line.way == Way::Lot { "lot" } else { "chair" };
        let counts = places.first().is_some_and(|place| place.rank <= top)
            && places.iter().skip(1).all(|place| place.tie == step);
        if counts {
            all.push((
                places[0].rank,
                Parted {
                    codes: places.iter().map(|place| place.code.clone()).collect(),
                    names: places.iter().map(|place| place.acronym.clone()).collect(),
                    way: line.way,
                    reason: line.reason.clone(),
                },
            ));
        }
    }
    all.sort_by_key(|(rank, _)| *rank);
    let all: Vec<Parted> = all.into_iter().map(|(_, parted)| parted).collect();
    let drawn = all.iter().any(|one| one.way == Way::Lot);
    (all, annex.lot().filter(|_| drawn).cloned())
}

/// Whether the sealed numbers follow from the sealed reads: each mean, and the order of the list.
pub fn recomputed(document: &Document, annex: &Annex) -> Vec<Difference> {
    let mut found = Vec::new();
    let contenders = contenders(document, annex);
    let heard = heard(document, annex);
    let counts = document.panel.as_ref().map(|panel| panel.counts);
    let score = |id: &str, desk: Exact| match (heard.get(id), counts) {
        (Some(panel), Some(counts)) => official(desk, *panel, counts),
        _ => desk,
    };
    let means: BTreeMap<&str, Exact> = contenders
        .iter()
        .map(|one| (one.proposal.as_str(), score(&one.proposal, one.mean)))
        .collect();
    for place in &annex.places {
        let mean = means.get(place.proposal_id.as_str()).copied();
        if mean.is_none() || mean != of_fraction(&place.score) {
            let now = mean.map_or_else(|| "–".to_owned(), Exact::display);
            let (code, shown) = (&place.code, &place.shown);
            found.push(Difference::new(
                format!(
                    "nilai akhir {code} tertulis {shown}, padahal hitungan dari penilaiannya {now}"
                ),
                format!("the score of {code} reads {shown}, but its reads come to {now}"),
            ));
        }
    }
    if means.len() != annex.places.len() {
        let (all, listed) = (means.len(), annex.places.len());
        found.push(Difference::new(
            format!("{all} usulan cukup dinilai, tetapi {listed} yang diperingkat"),
            format!("{all} proposals have enough reads, but {listed} are ranked"),
        ));
    }
    for pair in annex.places.windows(2) {
        let (above, below) = (of_fraction(&pair[0].score), of_fraction(&pair[1].score));
        // Whoever was heard stands before everybody who was not, whatever their scores.
        let heard = |place: &SealedPlace| heard.contains_key(&place.proposal_id);
        let stages = (heard(&pair[0]), heard(&pair[1]));
        let wrong = if stages.0 == stages.1 { above < below } else { stages.1 };
        if wrong || pair[0].rank > pair[1].rank {
            let (one, other) = (&pair[0].code, &pair[1].code);
            found.push(Difference::new(
                format!("{one} ditempatkan di atas {other} dengan nilai lebih rendah"),
                format!("{one} stands above {other} with a lower score"),
            ));
        }
    }
    if document.format != FIRST_FORMAT {
        found.extend(ties(document, annex, contenders));
    }
    let outcomes = plenary::outcomes(annex.lines());
    let seats: Vec<(&str, u32)> = plenary::honoured(&ranks(annex), document.top, &outcomes)
        .into_iter()
        .map(|seat| (seat.proposal, seat.rank))
        .collect();
    let listed: Vec<(&str, u32)> =
        document.honoured.iter().map(|row| (row.proposal_id.as_str(), row.rank)).collect();
    if seats != listed {
        found.push(Difference::new(
            "daftar terbaik tidak mengikuti nilai dan keputusan pleno dalam segel".to_owned(),
            "the list of the best does not follow from the sealed scores and decisions".to_owned(),
        ));
    }
    if document.format != FIRST_FORMAT && document.deviations != deviations(annex, document.top) {
        found.push(Difference::new(
            "perbedaan dari peringkat nilai yang disegel tidak mengikuti keputusan pleno"
                .to_owned(),
            "the sealed deviations from the scores do not follow from the decisions".to_owned(),
        ));
    }
    if document.format != FIRST_FORMAT
        && (document.parted.clone(), document.lot.clone()) != parted(annex, document.top)
    {
        found.push(Difference::new(
            "urutan nilai sama yang diumumkan tidak mengikuti catatan pleno".to_owned(),
            "what is told of equals does not follow from the plenary's book".to_owned(),
        ));
    }
    found
}

/// What differs between a sealed result and one composed anew from the stored scores.
pub fn differences(sealed: (&Document, &Annex), now: (&Document, &Annex)) -> Vec<Difference> {
    let mut found = Vec::new();
    let title = |key: &str| {
        let heard = sealed.0.panel.iter().flat_map(|panel| &panel.criteria);
        let aspect = sealed.0.criteria.iter().chain(heard).find(|aspect| aspect.key == key);
        aspect.map_or(key, |aspect| aspect.title.as_str()).to_owned()
    };
    let judge = |id: &str| {
        let name = sealed.1.judges.get(id).or_else(|| now.1.judges.get(id));
        name.cloned().unwrap_or_else(|| id.to_owned())
    };
    if sealed.0.criteria != now.0.criteria || sealed.0.min_reads != now.0.min_reads {
        found.push(Difference::new(
            "rubrik atau aturan penilaian berubah setelah disegel".to_owned(),
            "the rubric or the rules of scoring changed after the seal".to_owned(),
        ));
    }
    if sealed.0.panel != now.0.panel {
        found.push(Difference::new(
            "rubrik atau bobot panel berubah setelah disegel".to_owned(),
            "the panel's rubric or weight changed after the seal".to_owned(),
        ));
    }
    let keyed = |annex: &'_ Annex| -> BTreeMap<(u8, String, String), SealedRead> {
        let key = |stage, read: &SealedRead| (stage, read.proposal_id.clone(), read.judge.clone());
        let desk = annex.reads.iter().map(|read| (key(0, read), read.clone()));
        desk.chain(annex.panel.iter().map(|read| (key(1, read), read.clone()))).collect()
    };
    let (before, after) = (keyed(sealed.1), keyed(now.1));
    for (key, read) in &before {
        let (code, who) = (&read.code, judge(&read.judge));
        let Some(other) = after.get(key) else {
            found.push(Difference::new(
                format!("penilaian usulan {code} oleh {who} hilang setelah disegel"),
                format!("the read of {code} by {who} is gone since the seal"),
            ));
            continue;
        };
        if read.comment != other.comment {
            found.push(Difference::new(
                format!("masukan {who} untuk usulan {code} berubah setelah disegel"),
                format!("the comment of {who} on {code} changed after the seal"),
            ));
        }
        let keys: BTreeSet<&String> = read.marks.keys().chain(other.marks.keys()).collect();
        for key in keys {
            let (was, is) = (read.marks.get(key), other.marks.get(key));
            if was != is {
                let shown = |mark: Option<&i64>| mark.map_or("–".to_owned(), |m| score::show(*m));
                let (aspect, was, is) = (title(key), shown(was), shown(is));
                found.push(Difference::new(
                    format!("nilai usulan {code} oleh {who}, aspek {aspect}, berubah setelah disegel: {was} menjadi {is}"),
                    format!("the score of {code} by {who}, {aspect}, changed after the seal: {was} became {is}"),
                ));
            }
        }
    }
    for read in after.iter().filter(|(key, _)| !before.contains_key(key)).map(|(_, read)| read) {
        let (code, who) = (&read.code, judge(&read.judge));
        found.push(Difference::new(
            format!("penilaian usulan {code} oleh {who} ditambahkan setelah disegel"),
            format!("the read of {code} by {who} was added after the seal"),
        ));
    }
    if sealed.1.lines() != now.1.lines() {
        found.push(Difference::new(
            "catatan keputusan pleno berubah setelah disegel".to_owned(),
            "the plenary's book changed after the seal".to_owned(),
        ));
    }
    if sealed.1.ties() != now.1.ties() || sealed.1.lot() != now.1.lot() {
        found.push(Difference::new(
            "urutan nilai sama atau undiannya berubah setelah disegel".to_owned(),
            "the order of equals or its lot changed after the seal".to_owned(),
        ));
    }
    let places: BTreeMap<&str, &SealedPlace> =
        now.1.places.iter().map(|place| (place.proposal_id.as_str(), place)).collect();
    for place in &sealed.1.places {
        let other = places.get(place.proposal_id.as_str());
        if other.is_none_or(|other| (other.rank, &other.score) != (place.rank, &place.score)) {
            let (code, rank, shown) = (&place.code, place.rank, &place.shown);
            let is = other.map_or("–".to_owned(), |o| format!("{} ({})", o.rank, o.shown));
            found.push(Difference::new(
                format!("peringkat {code} disegel {rank} ({shown}), sekarang {is}"),
                format!("the rank of {code} was sealed as {rank} ({shown}), now it is {is}"),
            ));
        }
    }
    let plain = |row: &SealedRow| (row.acronym.clone(), row.title.clone(), row.unit.clone());
    for (row, other) in sealed.0.honoured.iter().zip(&now.0.honoured) {
        if row.proposal_id == other.proposal_id && plain(row) != plain(other) {
            let (was, is) = (&row.acronym, &other.acronym);
            found.push(Difference::new(
                format!("nama atau pengusul {was} berubah setelah disegel (sekarang {is})"),
                format!("name or proposer of {was} changed after the seal (now {is})"),
            ));
        }
    }
    found
}
