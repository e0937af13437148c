//! Reads an edition from its folder: `edition.toml` and the CSV files beside it.

use super::rules::{
    Band, Calendar, Choice, Counts, Criterion, Earlier, Edition, Enclosure, LARGEST_MB, Medium,
    Panel, Reason, Region, Rules, Section, TextField,
};
use crate::kernel::{Words, time::Zone};
use anyhow::{Context, bail};
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The demo edition travels inside the program, so that `kipp demo` needs nothing beside it.
static DEMO: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/editions/banyumas-2020");

/// Where an edition's files are.
#[derive(Clone, Debug)]
pub enum Folder {
    /// The demo edition inside the program.
    Demo,
    /// A folder on disk.
    Disk(PathBuf),
}

impl Folder {
    /// The text of one file.
    ///
    /// # Errors
    /// When it is missing or not UTF-8.
    pub fn read(&self, name: &str) -> anyhow::Result<String> {
        match self {
            Self::Demo => DEMO
                .get_file(name)
                .and_then(|file| file.contents_utf8())
                .map(str::to_owned)
                .with_context(|| format!("the demo edition has no {name}")),
            Self::Disk(folder) => read(&folder.join(name)),
        }
    }
}

impl Folder {
    /// The text of a file that an edition may leave out.
    ///
    /// # Errors
    /// When it is there and not UTF-8.
    pub fn read_if_there(&self, name: &str) -> anyhow::Result<Option<String>> {
        let is_there = match self {
            Self::Demo => DEMO.get_file(name).is_some(),
            Self::Disk(folder) => folder.join(name).exists(),
        };
        if is_there { self.read(name).map(Some) } else { Ok(None) }
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read as UTF-8 text", path.display()))
}

#[derive(Deserialize)]
struct EditionFile {
    slug: String,
    year: i32,
    #[serde(default)]
    demo: bool,
    #[serde(default)]
    rubric_note_id: String,
    #[serde(default)]
    rubric_note_en: String,
    name: Words,
    region: RegionFile,
    calendar: CalendarFile,
    rules: RulesFile,
    #[serde(default)]
    track: Vec<ChoiceFile>,
    #[serde(default)]
    category: Vec<ChoiceFile>,
    #[serde(default)]
    section: Vec<SectionFile>,
    #[serde(default)]
    attachment: Vec<AttachmentFile>,
    #[serde(default)]
    criterion: Vec<CriterionFile>,
    #[serde(default)]
    band: Vec<BandFile>,
    #[serde(default)]
    reason: Vec<ReasonFile>,
}

#[derive(Deserialize)]
struct RegionFile {
    name: String,
    short: String,
    head: String,
    organiser: String,
    venue: String,
    next_level: String,
    utc_offset_minutes: i32,
    zone: String,
}

#[derive(Deserialize)]
struct CalendarFile {
    submission_opens: String,
    submission_closes: String,
    screening_until: String,
    judging_until: String,
    plenary_on: String,
    ceremony_on: String,
}

#[derive(Deserialize)]
struct RulesFile {
    min_age_months: i64,
    reads: u32,
    min_reads: u32,
    top: u32,
    #[serde(default)]
    province_quota: u32,
    #[serde(default)]
    agency_quota: u32,
    #[serde(default = "super::rules::three")]
    reply_days: u32,
    #[serde(default = "super::rules::half")]
    quorum_percent: u32,
    identity: Identity,
    #[serde(default)]
    comment_words: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Identity {
    Open,
    Closed,
}

#[derive(Deserialize)]
struct ChoiceFile {
    key: String,
    name_id: String,
    #[serde(default)]
    name_en: String,
    #[serde(default)]
    note_id: String,
    #[serde(default)]
    note_en: String,
}

#[derive(Deserialize)]
struct SectionFile {
    key: String,
    slug: String,
    title_id: String,
    #[serde(default)]
    title_en: String,
    prompt_id: String,
    #[serde(default)]
    prompt_en: String,
    #[serde(default)]
    guide_id: Vec<String>,
    #[serde(default)]
    guide_en: Vec<String>,
    #[serde(default)]
    field: Vec<FieldFile>,
}

#[derive(Deserialize)]
struct FieldFile {
    key: String,
    label_id: String,
    #[serde(default)]
    label_en: String,
    max_words: u32,
    #[serde(default)]
    required: bool,
}

#[derive(Deserialize)]
struct AttachmentFile {
    key: String,
    title_id: String,
    #[serde(default)]
    title_en: String,
    #[serde(default)]
    hint_id: String,
    #[serde(default)]
    hint_en: String,
    #[serde(default)]
    required: bool,
    kinds: Vec<Medium>,
    #[serde(default = "largest")]
    max_mb: u32,
    #[serde(default = "one")]
    max_files: u32,
}

fn largest() -> u32 {
    LARGEST_MB
}

fn one() -> u32 {
    1
}

#[derive(Deserialize)]
struct CriterionFile {
    key: String,
    #[serde(default)]
    section: String,
    title_id: String,
    #[serde(default)]
    title_en: String,
    question_id: String,
    #[serde(default)]
    question_en: String,
    weight: u32,
    max: u32,
}

#[derive(Deserialize)]
struct BandFile {
    from: u32,
    to: u32,
    title_id: String,
    #[serde(default)]
    title_en: String,
    anchor_id: String,
    #[serde(default)]
    anchor_en: String,
}

#[derive(Deserialize)]
struct ReasonFile {
    code: String,
    text_id: String,
    #[serde(default)]
    text_en: String,
}

fn words(id: String, en: String) -> Words {
    Words { id, en }
}

/// A moment as files and commands carry it, in unix milliseconds.
///
/// # Errors
/// A sentence with the name of what holds it.
pub fn moment(name: &str, text: &str) -> anyhow::Result<i64> {
    let moment: jiff::Timestamp = text.parse().map_err(|_| {
        anyhow::anyhow!("{name} = \"{text}\" is not a moment such as 2026-12-18T16:00:00+07:00")
    })?;
    Ok(moment.as_millisecond())
}

/// Reads and checks `edition.toml`.
///
/// # Errors
/// One sentence: unreadable, not TOML (with its line), or a rule that contradicts itself.
pub fn edition(folder: &Folder) -> anyhow::Result<Edition> {
    let text = folder.read("edition.toml")?;
    let file: EditionFile = toml::from_str(&text)
        .map_err(|e| anyhow::anyhow!("edition.toml: {}", e.to_string().trim()))?;
    let c = &file.calendar;
    let edition = Edition {
        slug: file.slug,
        year: file.year,
        demo: file.demo,
        name: file.name,
        rubric_note: words(file.rubric_note_id, file.rubric_note_en),
        calendar: Calendar {
            submission_opens: moment("calendar.submission_opens", &c.submission_opens)?,
            submission_closes: moment("calendar.submission_closes", &c.submission_closes)?,
            screening_until: moment("calendar.screening_until", &c.screening_until)?,
            judging_until: moment("calendar.judging_until", &c.judging_until)?,
            plenary_on: moment("calendar.plenary_on", &c.plenary_on)?,
            ceremony_on: moment("calendar.ceremony_on", &c.ceremony_on)?,
        },
        region: Region {
            name: file.region.name,
            short: file.region.short,
            head: file.region.head,
            organiser: file.region.organiser,
            venue: file.region.venue,
            next_level: file.region.next_level,
            zone: Zone { offset_minutes: file.region.utc_offset_minutes, name: file.region.zone },
        },
        rules: Rules {
            min_age_months: file.rules.min_age_months,
            reads: file.rules.reads,
            min_reads: file.rules.min_reads,
            top: file.rules.top,
            province_quota: file.rules.province_quota,
            quorum_percent: file.rules.quorum_percent,
            agency_quota: file.rules.agency_quota,
            reply_days: file.rules.reply_days,
            blind: matches!(file.rules.identity, Identity::Closed),
            comment_words: file.rules.comment_words,
        },
        tracks: file.track.into_iter().map(choice).collect(),
        categories: file.category.into_iter().map(choice).collect(),
        sections: file.section.into_iter().map(section).collect(),
        enclosures: file
            .attachment
            .into_iter()
            .map(|a| Enclosure {
                key: a.key,
                title: words(a.title_id, a.title_en),
                hint: words(a.hint_id, a.hint_en),
                required: a.required,
                takes: a.kinds,
                max_mb: a.max_mb,
                max_files: a.max_files,
            })
            .collect(),
        criteria: file.criterion.into_iter().map(criterion).collect(),
        panel: panel(folder, "panel.toml")?,
        bands: file
            .band
            .into_iter()
            .map(|b| Band {
                from: b.from,
                to: b.to,
                title: words(b.title_id, b.title_en),
                anchor: words(b.anchor_id, b.anchor_en),
            })
            .collect(),
        reasons: file
            .reason
            .into_iter()
            .map(|r| Reason { code: r.code, text: words(r.text_id, r.text_en) })
            .collect(),
    };
    match edition.flaws().first() {
        Some(flaw) => bail!("edition.toml: {flaw}"),
        None => Ok(edition),
    }
}

fn criterion(file: CriterionFile) -> Criterion {
    Criterion {
        key: file.key,
        section: file.section,
        title: words(file.title_id, file.title_en),
        question: words(file.question_id, file.question_en),
        weight: file.weight,
        max: file.max,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum CountsFile {
    Weighted,
    Gate,
}

#[derive(Deserialize)]
struct PanelFile {
    title_id: String,
    #[serde(default)]
    title_en: String,
    finalists: u32,
    counts: CountsFile,
    #[serde(default)]
    weight: u32,
    talk_minutes: u32,
    #[serde(default)]
    answer_minutes: u32,
    #[serde(default)]
    pause_minutes: u32,
    criterion: Vec<CriterionFile>,
    #[serde(default)]
    check: Vec<CheckFile>,
}

#[derive(Deserialize)]
struct CheckFile {
    key: String,
    text_id: String,
    #[serde(default)]
    text_en: String,
}

/// Reads and checks the panel's file, if the edition has one: the text that the edition holds.
///
/// # Errors
/// One sentence, as for [`edition`].
pub fn panel(folder: &Folder, name: &str) -> anyhow::Result<Option<String>> {
    let Some(text) = folder.read_if_there(name)? else { return Ok(None) };
    let file: PanelFile =
        toml::from_str(&text).map_err(|e| anyhow::anyhow!("{name}: {}", e.to_string().trim()))?;
    let panel = Panel {
        title: words(file.title_id, file.title_en),
        finalists: file.finalists,
        counts: match file.counts {
            CountsFile::Weighted => Counts::Weighted(file.weight),
            CountsFile::Gate => Counts::Gate,
        },
        talk: file.talk_minutes,
        answers: file.answer_minutes,
        pause: file.pause_minutes,
        criteria: file.criterion.into_iter().map(criterion).collect(),
        checks: file
            .check
            .into_iter()
            .map(|check| Choice {
                key: check.key,
                name: words(check.text_id, check.text_en),
                note: Words::default(),
            })
            .collect(),
    };
    match panel.flaws().first() {
        Some(flaw) => bail!("{name}: {flaw}"),
        None => Ok(Some(serde_json::to_string(&panel)?)),
    }
}

/// Reads what competed in earlier editions, if the folder tells: `earlier.csv` with the columns
/// `year`, `title` and `place`.
///
/// # Errors
/// One sentence with the line that cannot be read.
pub fn earlier(folder: &Folder) -> anyhow::Result<Vec<Earlier>> {
    let Some(text) = folder.read_if_there("earlier.csv")? else { return Ok(Vec::new()) };
    let text = text.trim_start_matches('\u{feff}');
    let all: Result<Vec<Earlier>, csv::Error> = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
        .deserialize()
        .collect();
    let all = all.map_err(|e| anyhow::anyhow!("earlier.csv: {e}"))?;
    if all.iter().any(|one| one.title.is_empty()) {
        bail!("earlier.csv: ada baris tanpa judul");
    }
    Ok(all)
}

fn choice(file: ChoiceFile) -> Choice {
    Choice {
        key: file.key,
        name: words(file.name_id, file.name_en),
        note: words(file.note_id, file.note_en),
    }
}

fn section(file: SectionFile) -> Section {
    let mut english = file.guide_en.into_iter();
    Section {
        key: file.key,
        slug: file.slug,
        title: words(file.title_id, file.title_en),
        prompt: words(file.prompt_id, file.prompt_en),
        guide: file
            .guide_id
            .into_iter()
            .map(|id| words(id, english.next().unwrap_or_default()))
            .collect(),
        fields: file
            .field
            .into_iter()
            .map(|f| TextField {
                key: f.key,
                label: words(f.label_id, f.label_en),
                max_words: f.max_words,
                required: f.required,
            })
            .collect(),
    }
}
