//! What is sealed: the part that becomes public, the office's annex, and the manifest that binds
//! both. Pure.
//!
//! Each is kept and hashed as the text that [`canonical`] makes of it: the JSON Canonicalization
//! Scheme (RFC 8785) for what occurs here, which is objects with ASCII keys, arrays, strings, whole
//! numbers, `true`, `false` and `null`. Keys are sorted by their bytes, there is no white space, and
//! only what must be escaped is. Fractions are texts such as `1166/15`, so that no reader rounds them.

use super::{
    SealedRow,
    plenary::{self, Line},
};
use crate::{
    edition::{Counts, Criterion},
    judging::{
        TieBreak,
        rules::{self as judging, Marks, Read},
    },
    kernel::{
        Words,
        score::{self, Exact},
    },
    panel::rules::{self as panel, official},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// Which edition of these rules a seal was made by.
pub const FORMAT: &str = "kipp-segel-1";

/// An aspect of the rubric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aspect {
    /// Key in the marks.
    pub key: String,
    /// Name.
    pub title: String,
    /// Weight.
    pub weight: u32,
    /// Highest score.
    pub max: u32,
}

/// The panel that heard the finalists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedPanel {
    /// What it is called.
    pub title: String,
    /// What its scores do.
    pub counts: Counts,
    /// What it scored.
    pub criteria: Vec<Aspect>,
}

/// What becomes public with the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// [`FORMAT`].
    pub format: String,
    /// The edition's slug.
    pub edition: String,
    /// Its full name.
    pub name: String,
    /// Whose competition it is.
    pub region: String,
    /// Its year.
    pub year: i32,
    /// Whether scores are simulated.
    pub demo: bool,
    /// How many are honoured.
    pub top: u32,
    /// Reads below which a proposal is not ranked.
    pub min_reads: u32,
    /// How many may go on.
    pub province_quota: u32,
    /// The rubric, in its order.
    pub criteria: Vec<Aspect>,
    /// The panel, in an edition that has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panel: Option<SealedPanel>,
    /// Proposals that were ranked.
    pub ranked: u32,
    /// Reads that count.
    pub reads: u32,
    /// The honoured, rank 1 first.
    pub honoured: Vec<SealedRow>,
    /// SHA-256 of the annex, in hex.
    pub annex: String,
}

/// One place of the whole ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedPlace {
    /// From 1; equal in a tie.
    pub rank: u32,
    /// The proposal.
    pub proposal_id: String,
    /// `U-037`.
    pub code: String,
    /// Short name.
    pub acronym: String,
    /// Full title.
    pub title: String,
    /// Unit's name.
    pub unit: String,
    /// Agency's name.
    pub agency: String,
    /// Key of the category.
    pub category: String,
    /// Official mean, exact: `1166/15`.
    pub score: String,
    /// The same for the eye: `77,73`.
    pub shown: String,
    /// Lowest total, exact.
    pub lowest: String,
    /// Highest total, exact.
    pub highest: String,
    /// Mean of the written proposal and of the panel, exact; nothing for who was not heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stages: Option<[String; 2]>,
    /// Reads that count.
    pub reads: u32,
    /// Which step of the declared chain parted it from the one above; empty if none had to.
    pub tie: String,
}

/// One read that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRead {
    /// The proposal.
    pub proposal_id: String,
    /// `U-037`.
    pub code: String,
    /// The judge's account.
    pub judge: String,
    /// Scores by aspect, in hundredths of a point.
    pub marks: Marks,
    /// Weighted total, exact.
    pub total: String,
    /// Words to the innovator.
    pub comment: String,
}

/// A judge who stepped back from a proposal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Recusal {
    /// `U-037`.
    pub code: String,
    /// The judge's account.
    pub judge: String,
    /// Why: code of the tie.
    pub kind: String,
}

/// The office's part: whatever is printed later and needs more than the public learns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annex {
    /// [`FORMAT`].
    pub format: String,
    /// Every place, best first.
    pub places: Vec<SealedPlace>,
    /// Every read that counts.
    pub reads: Vec<SealedRead>,
    /// Every sheet of the panel that counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub panel: Vec<SealedRead>,
    /// Names of the judges by account.
    pub judges: BTreeMap<String, String>,
    /// Who stepped back from what.
    pub recusals: Vec<Recusal>,
    /// Sheets that were never sent, by the judge's account.
    pub unsent: BTreeMap<String, u32>,
    /// The plenary, if it met; older seals have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plenary: Option<Meeting>,
}

/// What the plenary did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// How many sit in it.
    pub members: u32,
    /// How many had to be there.
    pub quorum: u32,
    /// Names of those who were there when it was sealed.
    pub present: Vec<String>,
    /// Its book, oldest first.
    pub lines: Vec<Line>,
}

impl Annex {
    /// The plenary's lines.
    pub fn lines(&self) -> &[Line] {
        self.plenary.as_ref().map_or(&[], |meeting| &meeting.lines)
    }
}

/// An officer who sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// What they are called.
    pub name: String,
    /// Code of the role they sealed in.
    pub role: String,
}

/// What is signed, and public from the moment of sealing: it binds the result and tells nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The edition's slug.
    pub edition: String,
    /// SHA-256 of the nonce's bytes followed by the document's, in hex.
    pub commitment: String,
    /// When it was sealed, in unix milliseconds.
    pub sealed_at: i64,
    /// Who sealed, in the order of their signatures.
    pub officers: Vec<Officer>,
    /// Public half of the key that signs this, in hex.
    pub key: String,
}

/// The file that anybody can check; nonce and document are added when the result is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealFile {
    /// The manifest, as the text that was signed.
    pub manifest: String,
    /// Ed25519 over the manifest's bytes, in hex.
    pub signature: String,
    /// The nonce, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The document, as the text that was sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The annex; only in the office's copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annex: Option<String>,
}

/// The one text of a value; `None` for what has no place in a seal, such as a fraction of a number.
pub fn canonical(value: &impl Serialize) -> Option<String> {
    let value = serde_json::to_value(value).ok()?;
    let mut text = String::new();
    write(&value, &mut text)?;
    Some(text)
}

fn write(value: &Value, text: &mut String) -> Option<()> {
    match value {
        Value::Number(number) if !number.is_i64() && !number.is_u64() => return None,
        Value::Array(all) => {
            text.push('[');
            for (at, one) in all.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write(one, text)?;
            }
            text.push(']');
        }
        Value::Object(all) => {
            let mut keys: Vec<&String> = all.keys().collect();
            keys.sort();
            text.push('{');
            for (at, key) in keys.into_iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                let _always = write!(text, "{}:", Value::String(key.clone()));
                write(all.get(key)?, text)?;
            }
            text.push('}');
        }
        plain => {
            let _always = write!(text, "{plain}");
        }
    }
    Some(())
}

/// An exact number as a text.
pub fn fraction(exact: Exact) -> String {
    format!("{}/{}", exact.numerator, exact.denominator)
}

/// The number of such a text.
pub fn of_fraction(text: &str) -> Option<Exact> {
    let (upper, lower) = text.split_once('/')?;
    let (upper, lower): (i128, i128) = (upper.parse().ok()?, lower.parse().ok()?);
    (lower > 0).then(|| Exact::new(upper, lower))
}

/// The code of a step of the tie chain.
pub fn tie_code(tie: Option<&TieBreak>) -> String {
    match tie {
        None => String::new(),
        Some(TieBreak::Criterion(key)) => format!("criterion:{key}"),
        Some(TieBreak::Mean) => "mean".to_owned(),
        Some(TieBreak::Minimum) => "minimum".to_owned(),
        Some(TieBreak::HeadToHead) => "head_to_head".to_owned(),
        Some(TieBreak::Calibrated) => "calibrated".to_owned(),
        Some(TieBreak::Panel) => "panel".to_owned(),
        Some(TieBreak::Desk) => "desk".to_owned(),
        Some(TieBreak::Chair) => "chair".to_owned(),
        Some(TieBreak::Lot) => "lot".to_owned(),
        Some(TieBreak::None) => "none".to_owned(),
    }
}

impl Document {
    /// The rubric as the rules of judging take it.
    pub fn rubric(&self) -> Vec<Criterion> {
        rubric(&self.criteria)
    }
}

fn rubric(aspects: &[Aspect]) -> Vec<Criterion> {
    let criterion = |one: &Aspect| Criterion {
        key: one.key.clone(),
        section: String::new(),
        title: Words { id: one.title.clone(), en: one.title.clone() },
        question: Words::default(),
        weight: one.weight,
        max: one.max,
    };
    aspects.iter().map(criterion).collect()
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

/// Whether the sealed numbers follow from the sealed reads: each mean, and the order of the list.
pub fn recomputed(document: &Document, annex: &Annex) -> Vec<Difference> {
    let mut found = Vec::new();
    let reads: Vec<Read> = annex
        .reads
        .iter()
        .map(|read| Read {
            proposal: read.proposal_id.clone(),
            judge: read.judge.clone(),
            marks: read.marks.clone(),
        })
        .collect();
    let contenders = judging::contenders(&document.rubric(), &reads, document.min_reads);
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
    let ranks: Vec<(&str, u32)> =
        annex.places.iter().map(|place| (place.proposal_id.as_str(), place.rank)).collect();
    let outcomes = plenary::outcomes(annex.lines());
    let seats: Vec<(&str, u32)> = plenary::honoured(&ranks, document.top, &outcomes)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canonical_text_has_sorted_keys_no_space_and_no_fraction_of_a_number() {
        let value = serde_json::json!({"b": [1, null, true], "a": "é\"\n\u{1}", "ab": {"z": -3}});
        let text = canonical(&value).expect("whole numbers");
        assert_eq!(text, "{\"a\":\"é\\\"\\n\\u0001\",\"ab\":{\"z\":-3},\"b\":[1,null,true]}");
        assert_eq!(canonical(&serde_json::json!(0.5)), None);
    }

    #[test]
    fn a_fraction_is_read_back_as_it_was_written() {
        let third = Exact::new(1166, 15);
        assert_eq!(fraction(third), "1166/15");
        assert_eq!(of_fraction("1166/15"), Some(third));
        for wrong in ["", "1", "1/0", "1/-2", "a/b"] {
            assert_eq!(of_fraction(wrong), None, "{wrong}");
        }
    }
}
