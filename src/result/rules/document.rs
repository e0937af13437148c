//! What is sealed: the part that becomes public, the office's annex, and the manifest that binds
//! both. Pure.
//!
//! Each is kept and hashed as the text that [`canonical`] makes of it: the JSON Canonicalization
//! Scheme (RFC 8785) for what occurs here, which is objects with ASCII keys, arrays, strings, whole
//! numbers, `true`, `false` and `null`. Keys are sorted by their bytes, there is no white space, and
//! only what must be escaped is. Fractions are texts such as `1166/15`, so that no reader rounds them.

pub use super::tie::{fraction, of_fraction, tie_code};
use super::{
    SealedRow,
    plenary::{Deviation, Line},
    tie::{Ladder, Lot, Parted, TieLine},
};
use crate::{
    edition::{Counts, Criterion},
    judging::rules::Marks,
    kernel::Words,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{collections::BTreeMap, fmt::Write as _};

/// Which edition of these rules a seal was made by.
pub const FORMAT: &str = "kipp-segel-2";

/// The rules before: ties were named and not laid open step by step, nor what the plenary moved.
pub const FIRST_FORMAT: &str = "kipp-segel-1";

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
    /// Every place at which the list differs from the scores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deviations: Vec<Deviation>,
    /// Equals among the honoured whom the plenary parted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parted: Vec<Parted>,
    /// The lot, if it parted some of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
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
    /// How the chain parts each group that shares its mean.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ladders: Vec<Ladder>,
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
    /// What it made of equals, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ties: Vec<TieLine>,
    /// The lot, if one was declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
}

impl Annex {
    /// The plenary's lines.
    pub fn lines(&self) -> &[Line] {
        self.plenary.as_ref().map_or(&[], |meeting| &meeting.lines)
    }

    /// What the plenary made of equals.
    pub fn ties(&self) -> &[TieLine] {
        self.plenary.as_ref().map_or(&[], |meeting| &meeting.ties)
    }

    /// The lot.
    pub fn lot(&self) -> Option<&Lot> {
        self.plenary.as_ref()?.lot.as_ref()
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

impl Document {
    /// The rubric as the rules of judging take it.
    pub fn rubric(&self) -> Vec<Criterion> {
        rubric(&self.criteria)
    }
}

/// Aspects as the rules of judging take them.
pub fn rubric(aspects: &[Aspect]) -> Vec<Criterion> {
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
}
