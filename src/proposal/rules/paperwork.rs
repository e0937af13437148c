//! What the machine sees of a proposal: the screening's reasons in plain words, each with what to
//! do. A writer is told before sending what a screener is shown afterwards, by the same function;
//! a person decides. Pure.

use super::{Identity, Missing, Reach, attachments, check_identity, flaw, missing, within_quota};
use crate::{
    edition::{Earlier, Edition, Section},
    kernel::{FieldError, Lang, text},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Likeness from which two titles are told apart by nobody, in per cent.
pub const ALIKE: u32 = 70;
/// Words from which a text repeated in another section is no coincidence.
const REPEATED: u32 = 8;
/// A text is far too short below this part of its limit.
const TOO_SHORT: u32 = 20;

/// Something the committee will look at, with the page that mends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    /// Code of the edition's reasons.
    pub code: String,
    /// Last part of the page's address.
    pub slug: String,
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
    /// Whether the rule itself is broken; otherwise somebody has to read and judge.
    pub sure: bool,
    /// Whether nothing can be submitted before it is mended; it is told among what is missing.
    pub stops: bool,
}

impl Concern {
    fn new(code: &str, slug: &str, id: String, en: String) -> Self {
        let (code, slug) = (code.to_owned(), slug.to_owned());
        Self { code, slug, id, en, sure: false, stops: false }
    }

    fn sure(self) -> Self {
        Self { sure: true, ..self }
    }

    /// The sentence in `lang`.
    pub fn sentence(&self, lang: Lang) -> &str {
        if lang == Lang::En { &self.en } else { &self.id }
    }
}

/// The title of another proposal, of this edition or an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherTitle {
    /// What it is called by: Indonesian, English.
    name: Option<(String, String)>,
    is_earlier: bool,
    title: String,
    grams: Grams,
}

impl OtherTitle {
    /// A title and what its proposal is called by, if it is submitted; a draft's name is nobody
    /// else's business.
    pub fn new(name: Option<String>, title: String) -> Self {
        let name = name.map(|name| (format!("usulan {name}"), format!("proposal {name}")));
        Self { name, is_earlier: false, grams: trigrams(&title), title }
    }

    /// The title of what competed in an earlier edition.
    pub fn earlier(one: &Earlier) -> Self {
        let (year, place) = (one.year, &one.place);
        let name = (format!("inovasi {place} tahun {year}"), format!("{place}'s of {year}"));
        let title = one.title.clone();
        Self { name: Some(name), is_earlier: true, grams: trigrams(&title), title }
    }
}

/// Everything there is to look at.
#[derive(Clone, Copy, Debug)]
pub struct Papers<'a> {
    /// Page 0.
    pub identity: &'a Identity,
    /// Every text by field key.
    pub texts: &'a BTreeMap<String, String>,
    /// Kinds of the attachments that are there.
    pub kinds: &'a [String],
    /// Titles of the edition's other proposals.
    pub others: &'a [&'a OtherTitle],
    /// What became of opening its link.
    pub link: Reach,
    /// How many others of its agency count, and how many may; no limit if there is none.
    pub quota: Option<(u32, u32)>,
}

/// Triples of letters of a folded title, with its ends marked, so that short ones have some too.
fn trigrams(title: &str) -> Grams {
    let folded: Vec<char> = format!("  {} ", text::fold(title)).chars().collect();
    let mut grams = BTreeMap::new();
    for gram in folded.windows(3) {
        if let [a, b, c] = gram {
            *grams.entry([*a, *b, *c]).or_default() += 1;
        }
    }
    grams
}

/// How alike two titles are, in per cent: the part of their letter triples that they share.
/// Case, spaces and signs do not count.
pub fn likeness(one: &str, other: &str) -> u32 {
    shared((one, &trigrams(one)), (other, &trigrams(other)))
}

type Grams = BTreeMap<[char; 3], u32>;

fn shared((one, a): (&str, &Grams), (other, b): (&str, &Grams)) -> u32 {
    let shared: u32 = a.iter().map(|(gram, n)| b.get(gram).map_or(0, |m| *n.min(m))).sum();
    let all: u32 = a.values().sum::<u32>() + b.values().sum::<u32>();
    // Titles without a letter are like nothing.
    if text::fold(one).is_empty() || text::fold(other).is_empty() { 0 } else { 200 * shared / all }
}

fn title_concern(identity: &Identity, others: &[&OtherTitle]) -> Option<Concern> {
    let (title, grams) = (identity.title.as_str(), trigrams(&identity.title));
    let (alike, other) = others
        .iter()
        .map(|other| (shared((title, &grams), (&other.title, &other.grams)), other))
        .max_by_key(|(alike, _)| *alike)?;
    if alike < ALIKE {
        return None;
    }
    let (id, en) = match &other.name {
        Some((id, en)) => (format!("{id}, “{}”", other.title), format!("{en}, “{}”", other.title)),
        None => (
            "usulan lain yang sedang ditulis".to_owned(),
            "another proposal that is being written".to_owned(),
        ),
    };
    // The same innovation may come again, as a replication or by invitation: somebody reads both.
    if other.is_earlier {
        return Some(Concern::new(
            "DUPLICATE_TITLE",
            "identitas",
            format!(
                "Judul ini pernah ikut: {id}. Bila inovasinya sama, pilih kelompok yang sesuai dan jelaskan perkembangannya."
            ),
            format!(
                "This title has competed before: {en}. If it is the same innovation, choose the fitting track and tell what has become of it."
            ),
        ));
    }
    Some(if text::fold(&identity.title) == text::fold(&other.title) {
        Concern::new(
            "DUPLICATE_TITLE",
            "identitas",
            format!(
                "Judul sama dengan {id}. Ubah judul, atau hubungi panitia bila itu usulan yang sama."
            ),
            format!(
                "The title is the same as that of {en}. Change it, or ask the committee if it is the same proposal."
            ),
        )
        .sure()
    } else {
        Concern::new(
            "DUPLICATE_TITLE",
            "identitas",
            format!(
                "Judul mirip dengan {id}. Bila inovasinya berbeda, sebutkan pembedanya dalam judul."
            ),
            format!(
                "The title is much like that of {en}. If the innovations differ, name the difference in the title."
            ),
        )
    })
}

/// The tracks with these keys carry the national rules; others carry none.
fn track_concern(identity: &Identity) -> Option<Concern> {
    let concern = |id: &str, en: &str| {
        Some(Concern::new("WRONG_GROUP", "identitas", id.to_owned(), en.to_owned()))
    };
    match identity.track.as_str() {
        "general" if identity.won_before == "yes" => concern(
            "Pemenang terdahulu tidak masuk kelompok Umum. Pilih kelompok lain, atau tanyakan kepada panitia.",
            "A former winner does not enter the general track. Choose another, or ask the committee.",
        ),
        "general" if !identity.origin.is_empty() => concern(
            "Inovasi yang meniru inovasi lain masuk kelompok Replikasi. Ganti kelompoknya, atau kosongkan inovasi asal.",
            "An innovation that adapts another enters the replication track. Change the track, or clear the origin.",
        ),
        "special" => concern(
            "Kelompok Khusus hanya melalui undangan. Pastikan panitia sudah mengundang inovasi ini.",
            "The special track is by invitation only. Make sure that the committee has invited this innovation.",
        ),
        _ => None,
    }
}

/// What is wrong with a video's address as typed, if anything.
pub fn video_flaw(video: &str) -> Option<FieldError> {
    let host = video.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next());
    let fits = match host {
        Some(Some(host)) => {
            host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
        }
        _ => false,
    };
    (!video.is_empty() && !fits).then(|| {
        FieldError::new(
            "video",
            "Tautan video harus dimulai dengan https:// dan bisa dibuka tanpa masuk akun",
            "The video link must start with https:// and open without sign-in",
        )
    })
}

/// Why an answer looks careless, if it does: in both languages, without its end.
fn careless(value: &str, max_words: u32) -> Option<(String, String)> {
    let words = text::count_words(value);
    let distinct: BTreeSet<String> =
        value.split_whitespace().map(text::fold).filter(|word| !word.is_empty()).collect();
    let distinct = u32::try_from(distinct.len()).unwrap_or(u32::MAX);
    if words >= 3 && distinct * 10 <= words {
        Some((
            "mengulang kata yang sama terus-menerus".to_owned(),
            "repeats the same words over and over".to_owned(),
        ))
    } else if words > 0 && words * TOO_SHORT < max_words {
        Some((
            format!("baru {words} kata dari {max_words}; terlalu pendek untuk dinilai"),
            format!("has {words} of {max_words} words; too short to be judged"),
        ))
    } else {
        None
    }
}

fn section_concerns(section: &Section, texts: &BTreeMap<String, String>) -> Vec<Concern> {
    let mut concerns = Vec::new();
    for field in &section.fields {
        let value = texts.get(&field.key).map_or("", String::as_str);
        if let Some((id, en)) = careless(value, field.max_words) {
            let (name, name_en) = (field.label.pick(Lang::Id), field.label.pick(Lang::En));
            concerns.push(Concern::new(
                "CARELESS_ANSWER",
                &section.slug,
                format!("{name} {id}. Jawab pertanyaannya dengan kalimat dan data."),
                format!("{name_en} {en}. Answer its question with sentences and figures."),
            ));
        }
    }
    concerns
}

fn repeated(edition: &Edition, texts: &BTreeMap<String, String>) -> Vec<Concern> {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    let mut concerns = Vec::new();
    for section in &edition.sections {
        for field in &section.fields {
            let value = texts.get(&field.key).map_or("", String::as_str);
            if text::count_words(value) < REPEATED {
                continue;
            }
            let (name, name_en) = (field.label.pick(Lang::Id), field.label.pick(Lang::En));
            if let Some(before) = first.get(&text::fold(value)) {
                let before_en = edition
                    .fields()
                    .find(|field| field.label.pick(Lang::Id) == *before)
                    .map_or(*before, |field| field.label.pick(Lang::En));
                concerns.push(Concern::new(
                    "CARELESS_ANSWER",
                    &section.slug,
                    format!("{name} sama persis dengan {before}. Setiap bagian menjawab pertanyaannya sendiri."),
                    format!("{name_en} is the same as {before_en}. Each section answers its own question."),
                ));
            } else {
                first.insert(text::fold(value), name);
            }
        }
    }
    concerns
}

/// What is missing, as a reason.
fn lack(edition: &Edition, papers: &Papers<'_>, lack: Missing) -> Concern {
    let Missing { slug, field, id, en } = lack;
    let asked = edition.enclosures.iter().find(|asked| asked.key == field);
    let empty = |id: &str, en: &str| {
        (
            format!("Belum diisi: {}.", super::lower(id)),
            format!("Not filled in: {}.", super::lower(en)),
        )
    };
    let over = edition.field(&field).is_some_and(|asked| {
        flaw(asked, papers.texts.get(&field).map_or("", String::as_str)).is_some()
    });
    let young = edition.age_at_closing(&papers.identity.started_on).is_some();
    let (code, (id, en)) = match asked {
        Some(asked) if slug == attachments::SLUG => {
            let (name, name_en) = (asked.title.pick(Lang::Id), asked.title.pick(Lang::En));
            (
                "MISSING_MANDATORY_DOC",
                (
                    format!("{name} belum dilampirkan. Unggah pada halaman lampiran."),
                    format!("{name_en} is not attached. Upload it on the attachments page."),
                ),
            )
        }
        _ if field == "started_on" && young => ("AGE_BELOW_MIN", (id, en)),
        _ if over => ("INCOMPLETE_FORM", (id, en)),
        _ => ("INCOMPLETE_FORM", empty(&id, &en)),
    };
    Concern { stops: true, ..Concern::new(code, &slug, id, en).sure() }
}

/// Answers of page 0 that cannot be; links and dates have reasons of their own, and a contact
/// number is not for the committee.
fn page_0_concerns(edition: &Edition, identity: &Identity) -> Vec<Concern> {
    check_identity(edition, identity)
        .into_iter()
        .filter(|error| !matches!(error.field.as_str(), "contact" | "video" | "started_on"))
        .map(|FieldError { id, en, .. }| {
            Concern::new("INCOMPLETE_FORM", "identitas", ended(id), ended(en))
        })
        .collect()
}

fn ended(sentence: String) -> String {
    if sentence.ends_with('.') { sentence } else { sentence + "." }
}

fn link_concern(identity: &Identity, link: Reach) -> Option<Concern> {
    let concern =
        |id: String, en: String| Concern::new("UNREADABLE_OR_DEAD_LINK", "identitas", id, en);
    if let Some(FieldError { id, en, .. }) = video_flaw(&identity.video) {
        return Some(concern(ended(id), ended(en)));
    }
    if identity.video.is_empty() {
        return None;
    }
    link.trouble(Lang::Id)
        .zip(link.trouble(Lang::En))
        .map(|(id, en)| concern(id.to_owned(), en.to_owned()))
}

fn quota_concern(quota: Option<(u32, u32)>) -> Option<Concern> {
    let (others, limit) = quota.filter(|(others, limit)| !within_quota(*others, *limit))?;
    Some(
        Concern::new(
            "OVER_QUOTA",
            "tinjau",
            format!(
                "{others} usulan lain dari perangkat daerah ini sudah diajukan; batasnya {limit}. Admin perangkat daerah memilih mana yang maju."
            ),
            format!(
                "{others} other proposals of this agency are submitted; the limit is {limit}. The agency's admin chooses which go on."
            ),
        )
        .sure(),
    )
}

/// Everything that the machine sees in a proposal, in the order of the form, each with one of the
/// edition's reasons: what an edition rejects nothing for is no concern.
pub fn concerns(edition: &Edition, papers: Papers<'_>) -> Vec<Concern> {
    let mut concerns: Vec<Concern> = missing(edition, papers.identity, papers.texts, papers.kinds)
        .into_iter()
        .map(|one| lack(edition, &papers, one))
        .collect();
    concerns.extend(title_concern(papers.identity, papers.others));
    concerns.extend(track_concern(papers.identity));
    concerns.extend(page_0_concerns(edition, papers.identity));
    concerns.extend(link_concern(papers.identity, papers.link));
    concerns.extend(
        edition.sections.iter().flat_map(|section| section_concerns(section, papers.texts)),
    );
    concerns.extend(repeated(edition, papers.texts));
    concerns.extend(quota_concern(papers.quota));
    concerns.retain(|one| edition.reasons.iter().any(|reason| reason.code == one.code));
    let page = |one: &Concern| match one.slug.as_str() {
        "identitas" => 0,
        slug => edition
            .sections
            .iter()
            .position(|section| section.slug == slug)
            .map_or(usize::MAX, |at| at + 1),
    };
    concerns.sort_by_key(page);
    concerns
}

/// The letters of an acronym, each with the word of the expansion it comes from: in order, from
/// the beginnings of words where that can be. Advice, never an error.
pub fn letters(acronym: &str, expansion: &str) -> Vec<(char, Option<String>)> {
    let words: Vec<(String, Vec<char>)> = super::plain(expansion)
        .split_whitespace()
        .map(|word| (word.to_owned(), text::fold(word).chars().collect()))
        .collect();
    // Where the search stands: the word, and the next letter in it.
    let (mut word, mut letter) = (0, 0);
    acronym
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|shown| {
            let wanted = shown.to_lowercase().next().unwrap_or(shown);
            let here = words.get(word).and_then(|(_, letters)| {
                letters.iter().skip(letter).position(|c| *c == wanted).map(|at| (word, letter + at))
            });
            let here_at_once = here.filter(|(_, at)| *at == letter && letter > 0);
            let later_start = words
                .iter()
                .enumerate()
                .skip(word + usize::from(letter > 0))
                .find(|(_, (_, letters))| letters.first() == Some(&wanted))
                .map(|(at, _)| (at, 0));
            let later = words.iter().enumerate().skip(word + 1).find_map(|(at, (_, letters))| {
                letters.iter().position(|c| *c == wanted).map(|letter| (at, letter))
            });
            let found = here_at_once.or(later_start).or(here).or(later);
            if let Some((at, place)) = found {
                (word, letter) = (at, place + 1);
            }
            (shown, found.and_then(|(at, _)| words.get(at)).map(|(name, _)| name.clone()))
        })
        .collect()
}
