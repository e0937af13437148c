//! What the committee will look at, seen while writing: the screening's reasons in plain words,
//! each with what to do. None of them stops a submission; a person decides. Pure.

use super::Identity;
use crate::{
    edition::{Edition, Section},
    kernel::{FieldError, Lang, text},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Likeness from which two titles are told apart by nobody, in per cent.
pub const ALIKE: u32 = 70;
/// Words from which a text repeated in another section is no coincidence.
const REPEATED: u32 = 8;
/// A text is far too short below this part of its limit.
const TOO_SHORT: u32 = 10;

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
}

impl Concern {
    fn new(code: &str, slug: &str, id: String, en: String) -> Self {
        Self { code: code.to_owned(), slug: slug.to_owned(), id, en }
    }

    /// The sentence in `lang`.
    pub fn sentence(&self, lang: Lang) -> &str {
        if lang == Lang::En { &self.en } else { &self.id }
    }
}

/// The title of another proposal of the edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherTitle {
    /// What it is called by, if it is submitted; a draft's name is nobody else's business.
    pub name: Option<String>,
    /// Its title.
    pub title: String,
}

/// Everything there is to look at.
#[derive(Clone, Copy, Debug)]
pub struct Papers<'a> {
    /// Page 0.
    pub identity: &'a Identity,
    /// Every text by field key.
    pub texts: &'a BTreeMap<String, String>,
    /// Titles of the edition's other proposals.
    pub others: &'a [OtherTitle],
    /// Mandatory documents that are not attached, in both languages.
    pub documents: &'a [(String, String)],
}

/// Triples of letters of a folded title, with its ends marked, so that short ones have some too.
fn trigrams(title: &str) -> BTreeMap<[char; 3], u32> {
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
    let (a, b) = (trigrams(one), trigrams(other));
    let shared: u32 = a.iter().map(|(gram, n)| b.get(gram).map_or(0, |m| *n.min(m))).sum();
    let all: u32 = a.values().sum::<u32>() + b.values().sum::<u32>();
    // Titles without a letter are like nothing.
    if text::fold(one).is_empty() || text::fold(other).is_empty() { 0 } else { 200 * shared / all }
}

fn title_concern(identity: &Identity, others: &[OtherTitle]) -> Option<Concern> {
    let (alike, other) = others
        .iter()
        .map(|other| (likeness(&identity.title, &other.title), other))
        .max_by_key(|(alike, _)| *alike)?;
    if alike < ALIKE {
        return None;
    }
    let (id, en) = match &other.name {
        Some(name) => (
            format!("usulan {name}, “{}”", other.title),
            format!("proposal {name}, “{}”", other.title),
        ),
        None => (
            "usulan lain yang sedang ditulis".to_owned(),
            "another proposal that is being written".to_owned(),
        ),
    };
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

/// Everything that the committee will look at, in the order of the form.
pub fn concerns(edition: &Edition, papers: Papers<'_>) -> Vec<Concern> {
    let mut concerns = Vec::new();
    concerns.extend(title_concern(papers.identity, papers.others));
    concerns.extend(track_concern(papers.identity));
    concerns.extend(video_flaw(&papers.identity.video).map(|flaw| {
        Concern::new("UNREADABLE_OR_DEAD_LINK", "identitas", flaw.id + ".", flaw.en + ".")
    }));
    concerns.extend(
        edition.sections.iter().flat_map(|section| section_concerns(section, papers.texts)),
    );
    concerns.extend(repeated(edition, papers.texts));
    concerns.extend(papers.documents.iter().map(|(id, en)| {
        Concern::new(
            "MISSING_MANDATORY_DOC",
            "lampiran",
            format!("{id} belum dilampirkan. Unggah pada halaman lampiran."),
            format!("{en} is not attached. Upload it on the attachments page."),
        )
    }));
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
