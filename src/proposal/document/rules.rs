//! Which part of a document is which section of the form, and how texts are written out so that
//! they can be read in again. Pure.

use crate::{
    edition::{Edition, Section, TextField},
    kernel::{Lang, text},
    say,
};
use std::collections::BTreeMap;

/// What marks a heading in a text file.
const MARK: &str = "== ";
/// Longest line that can be a heading, in characters.
const HEADING: usize = 120;

/// One text of the form with its heading, as documents carry it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Part {
    /// Field key.
    pub key: String,
    /// "Adaptabilitas: Sudah direplikasi".
    pub heading: String,
    /// "182 dari 200 kata".
    pub words: String,
    /// The text.
    pub text: String,
}

/// A paragraph of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text.
    pub text: String,
    /// Whether the document itself says that it is a heading.
    pub heading: bool,
}

/// What was found in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Text by field key.
    pub texts: BTreeMap<String, String>,
    /// What stands under no heading of the form.
    pub rest: String,
}

/// The heading of a text: its section's, with its own label where a section has several.
pub fn heading(section: &Section, field: &TextField, lang: Lang) -> String {
    let title = section.title.pick(lang);
    if section.fields.len() == 1 {
        return title.to_owned();
    }
    format!("{title}: {}", field.label.pick(lang))
}

/// Every text of a proposal in the order of the form, empty ones too.
pub fn parts(edition: &Edition, texts: &BTreeMap<String, String>, lang: Lang) -> Vec<Part> {
    let mut parts = Vec::new();
    for section in &edition.sections {
        for field in &section.fields {
            let text = texts.get(&field.key).cloned().unwrap_or_default();
            let count = text::count_words(&text);
            parts.push(Part {
                key: field.key.clone(),
                heading: heading(section, field, lang),
                words: say!(document_words, lang, n = count, of = field.max_words),
                text,
            });
        }
    }
    parts
}

/// A text file: what is said of the proposal, and then each part below its heading.
pub fn to_text(head: &[String], parts: &[Part]) -> String {
    let mut file = String::new();
    for line in head {
        file.push_str(&guarded(line));
        file.push('\n');
    }
    for part in parts {
        for piece in ["\n", MARK, &part.heading, " (", &part.words, ")\n"] {
            file.push_str(piece);
        }
        for line in part.text.lines() {
            file.push_str(&guarded(line));
            file.push('\n');
        }
    }
    file
}

/// A line that could be taken for a heading gets a stroke before it.
fn guarded(line: &str) -> String {
    if line.trim_start_matches('\\').starts_with(MARK) {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}

/// The paragraphs of a text file.
pub fn of_text(file: &str) -> Vec<Paragraph> {
    text::clean(file)
        .lines()
        .map(|line| {
            if let Some(heading) = line.strip_prefix(MARK) {
                return Paragraph { text: heading.to_owned(), heading: true };
            }
            let guarded = line.starts_with('\\') && line.trim_start_matches('\\').starts_with(MARK);
            let text = if guarded { &line[1..] } else { line };
            Paragraph { text: text.to_owned(), heading: false }
        })
        .collect()
}

/// A heading without number and count, folded: "2. Latar belakang (48 dari 300 kata)" and
/// "LATAR BELAKANG" are one.
fn key(line: &str) -> String {
    let mut line = line.trim();
    if line.chars().count() > HEADING {
        return String::new();
    }
    if let Some((before, inside)) = line.rsplit_once('(')
        && inside.ends_with(')')
        && inside.chars().any(|c| c.is_ascii_digit())
    {
        line = before;
    }
    let bare = line.trim_start_matches(|c: char| c.is_ascii_digit() || ".)- ".contains(c));
    let letter = bare.chars().next().filter(char::is_ascii_alphabetic);
    let bare = match letter {
        Some(_) if matches!(bare.as_bytes().get(1), Some(b'.' | b')')) => &bare[2..],
        _ => bare,
    };
    text::fold(bare)
}

/// Every heading that means a field, folded, in both languages.
fn headings(edition: &Edition) -> BTreeMap<String, &str> {
    let mut known = BTreeMap::new();
    for section in &edition.sections {
        for (place, field) in section.fields.iter().enumerate() {
            for lang in [Lang::Id, Lang::En] {
                let label = field.label.pick(lang);
                known.insert(key(&heading(section, field, lang)), field.key.as_str());
                known.entry(key(label)).or_insert(field.key.as_str());
                if place == 0 {
                    known.entry(key(section.title.pick(lang))).or_insert(field.key.as_str());
                }
            }
        }
    }
    known.remove("");
    known
}

/// Finds the form's sections in a document. Where the document itself marks headings of the form,
/// only those count; otherwise a short line that is a heading's words is one.
pub fn recognise(edition: &Edition, paragraphs: &[Paragraph]) -> Found {
    let known = headings(edition);
    let means = |paragraph: &Paragraph| known.get(&key(&paragraph.text)).copied();
    let marked = paragraphs.iter().any(|one| one.heading && means(one).is_some());
    let mut lines: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let (mut rest, mut at) = (Vec::new(), None);
    for paragraph in paragraphs {
        if paragraph.heading || !marked {
            match means(paragraph) {
                Some(field) => {
                    at = Some(field);
                    lines.entry(field).or_default();
                    continue;
                }
                // A heading of something else ends the section before it.
                None if paragraph.heading => at = None,
                None => {}
            }
        }
        match at {
            Some(field) => lines.entry(field).or_default().push(&paragraph.text),
            None => rest.push(paragraph.text.as_str()),
        }
    }
    let joined = |lines: &[&str]| text::clean(&lines.join("\n")).trim().to_owned();
    Found {
        texts: lines.iter().map(|(key, lines)| ((*key).to_owned(), joined(lines))).collect(),
        rest: joined(&rest),
    }
}
