//! The checklist of a submission: for each of the edition's reasons what the machine found, with
//! its evidence. A person decides. Pure.

use super::{Submission, beside};
use crate::{
    edition::Edition,
    kernel::{Lang, Words, text},
    proposal::{ALIKE, Concern, Reach, code, likeness, months_in_words},
    say,
};
use serde::{Deserialize, Serialize};

/// What the machine can say of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is met.
    Fits,
    /// It is broken.
    Fails,
    /// Somebody has to read and judge.
    Cannot,
}

/// A line of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Code of the edition's reason.
    pub code: String,
    /// What the machine says.
    pub verdict: Verdict,
    /// Why.
    pub evidence: Vec<Words>,
}

/// A title much like another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    /// What its proposal is called by.
    pub code: String,
    /// The proposal.
    pub id: String,
    /// The title.
    pub title: String,
    /// How alike the two are, in per cent.
    pub percent: u32,
}

/// Likeness from which a title is worth a look beside another, in per cent.
const NEAR: u32 = 45;
/// Most titles that are shown.
const SHOWN: usize = 5;

/// Titles like this one among others of id, number and title, the most alike first.
pub fn alike<'a>(
    title: &str,
    others: impl IntoIterator<Item = (&'a str, Option<i64>, &'a str)>,
) -> Vec<Alike> {
    let mut near: Vec<Alike> = others
        .into_iter()
        .map(|(id, number, other)| Alike {
            code: number.map(code).unwrap_or_default(),
            id: id.to_owned(),
            title: other.to_owned(),
            percent: likeness(title, other),
        })
        .filter(|one| one.percent >= NEAR)
        .collect();
    near.sort_by(|a, b| b.percent.cmp(&a.percent).then_with(|| a.code.cmp(&b.code)));
    near.truncate(SHOWN);
    near
}

fn both(words: impl Fn(Lang) -> String) -> Words {
    Words { id: words(Lang::Id), en: words(Lang::En) }
}

/// Why a requirement of which nothing was seen is met; nothing where no machine can tell.
fn fits(edition: &Edition, submissions: &[Submission<'_>], at: usize, code: &str) -> Option<Words> {
    let one = submissions.get(at)?;
    let (identity, texts) = (&one.frozen.identity, &one.frozen.texts);
    Some(match code {
        "AGE_BELOW_MIN" => {
            let age = edition.age_at_closing(&identity.started_on)?;
            let least = edition.rules.min_age_months;
            both(|lang| {
                let words = |months: i64| months_in_words(months.max(0), lang);
                say!(age_words, lang, age = words(age), least = words(least))
            })
        }
        "INCOMPLETE_FORM" => both(|lang| say!(check_complete, lang, n = edition.fields().count())),
        "CARELESS_ANSWER" => {
            let words: u32 = texts.values().map(|text| text::count_words(text)).sum();
            both(|lang| say!(check_words, lang, n = words, of = texts.len()))
        }
        "DUPLICATE_TITLE" => {
            let others = submissions.len().saturating_sub(1);
            both(|lang| say!(check_titles, lang, n = others, of = ALIKE))
        }
        "MISSING_MANDATORY_DOC" => {
            both(|lang| say!(check_documents, lang, n = one.frozen.files.len()))
        }
        "UNREADABLE_OR_DEAD_LINK" if identity.video.is_empty() => {
            both(|lang| say!(check_no_link, lang).to_owned())
        }
        "UNREADABLE_OR_DEAD_LINK" if one.link == Reach::Opens => {
            both(|lang| say!(link_opens, lang).to_owned())
        }
        "WRONG_GROUP" => {
            let track = edition.tracks.iter().find(|track| track.key == identity.track)?;
            both(|lang| say!(check_group, lang, name = track.name.pick(lang)))
        }
        "OVER_QUOTA" => {
            let limit = edition.rules.agency_quota;
            let n = beside(submissions, at) + 1;
            both(|lang| match limit {
                0 => say!(check_no_quota, lang, n = n),
                limit => say!(check_quota, lang, n = n, of = limit),
            })
        }
        _ => return None,
    })
}

/// The checklist of one of the submissions that count: a line for each of the edition's reasons.
///
/// What the machine is sure of fails; what it only suspects, or cannot see, is for
/// whoever reads.
pub fn checklist(
    edition: &Edition,
    submissions: &[Submission<'_>],
    at: usize,
    hints: &[Concern],
) -> Vec<Line> {
    edition
        .reasons
        .iter()
        .map(|reason| {
            let found: Vec<&Concern> =
                hints.iter().filter(|hint| hint.code == reason.code).collect();
            let told = || {
                found
                    .iter()
                    .map(|hint| Words { id: hint.id.clone(), en: hint.en.clone() })
                    .collect()
            };
            let (verdict, evidence) = if found.iter().any(|hint| hint.sure) {
                (Verdict::Fails, told())
            } else if !found.is_empty() {
                (Verdict::Cannot, told())
            } else if let Some(why) = fits(edition, submissions, at, &reason.code) {
                (Verdict::Fits, vec![why])
            } else {
                let link = reason.code == "UNREADABLE_OR_DEAD_LINK";
                let why = both(|lang| {
                    if link { say!(link_unknown, lang) } else { say!(check_person, lang) }
                        .to_owned()
                });
                (Verdict::Cannot, vec![why])
            };
            Line { code: reason.code.clone(), verdict, evidence }
        })
        .collect()
}
