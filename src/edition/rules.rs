//! One year's competition as data: form, rubric, calendar and rules. Every year changes them,
//! so nothing here knows a particular region or year.

mod closing;
mod panel;

use crate::kernel::{Lang, Words, time};
use serde::{Deserialize, Serialize};

pub use closing::{Extension, Part, Scope, Window, closing, may_extend, may_repair, window};
pub use panel::{Counts, Panel};

/// One edition of the competition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Its name in addresses and folders, e.g. `banyumas-2020`.
    pub slug: String,
    /// The year it is called by.
    pub year: i32,
    /// Whether it is a demonstration, whose ranks and scores are simulated.
    pub demo: bool,
    /// Full name.
    pub name: Words,
    /// Whose competition it is.
    pub region: Region,
    /// When things happen.
    pub calendar: Calendar,
    /// Numbers and switches.
    pub rules: Rules,
    /// Where the rubric comes from, shown beside it.
    pub rubric_note: Words,
    /// Groups of participants.
    pub tracks: Vec<Choice>,
    /// Categories, one for each proposal.
    pub categories: Vec<Choice>,
    /// The form, in order.
    pub sections: Vec<Section>,
    /// The documents and photos that the form asks for, in order; an edition may ask for none.
    #[serde(default)]
    pub enclosures: Vec<Enclosure>,
    /// What judges score, in rubric order.
    pub criteria: Vec<Criterion>,
    /// The anchored bands of a score, from low to high.
    pub bands: Vec<Band>,
    /// Why a proposal may be rejected.
    pub reasons: Vec<Reason>,
    /// The stage in which finalists are heard, if it has one: the JSON text of a [`Panel`], which
    /// [`Edition::panel`] reads. A page that does not need it, such as the form on a phone, is spared
    /// its reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panel: Option<String>,
}

/// The region and its people's titles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// "Kabupaten Banyumas".
    pub name: String,
    /// "Banyumas".
    pub short: String,
    /// Title of its head, e.g. "Bupati Banyumas".
    pub head: String,
    /// Who runs the competition.
    pub organiser: String,
    /// Where the awards are given.
    pub venue: String,
    /// Where winners go next, e.g. "Provinsi Jawa Tengah".
    pub next_level: String,
    /// The clock on its walls.
    pub zone: time::Zone,
}

/// Moments of the edition, in unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Drafts may be begun.
    pub submission_opens: i64,
    /// Last moment a submission is taken, by the server's clock.
    pub submission_closes: i64,
    /// Screening is done.
    pub screening_until: i64,
    /// Score sheets are sent.
    pub judging_until: i64,
    /// The plenary meets.
    pub plenary_on: i64,
    /// The show.
    pub ceremony_on: i64,
}

/// Numbers and switches of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Least age of an innovation at closing, in months.
    pub min_age_months: i64,
    /// Reads each proposal gets.
    pub reads: u32,
    /// Reads below which a proposal is not ranked.
    pub min_reads: u32,
    /// How many are honoured.
    pub top: u32,
    /// How many may go on to the next level.
    pub province_quota: u32,
    /// Most proposals of one agency; none if zero.
    pub agency_quota: u32,
    /// Days in which the owner of a rejected proposal may reply.
    #[serde(default = "three")]
    pub reply_days: u32,
    /// Whether judges see who wrote.
    pub blind: bool,
    /// More than this part of the plenary's members must be there to decide, in percent.
    #[serde(default = "half")]
    pub quorum_percent: u32,
    /// Fewest words of a judge's comment to the innovator; none are asked for if zero.
    #[serde(default)]
    pub comment_words: u32,
}

/// A plenary's quorum in an edition that says nothing of it: more than half.
pub fn half() -> u32 {
    50
}

/// Days to reply in an edition that says nothing of it.
pub fn three() -> u32 {
    3
}

/// One of several, with a stable key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Key in files and the database.
    pub key: String,
    /// Name on the page.
    pub name: Words,
    /// For whom it is, if it needs a word.
    #[serde(default)]
    pub note: Words,
}

/// One page of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Key in files.
    pub key: String,
    /// Its part of the address.
    pub slug: String,
    /// Heading.
    pub title: Words,
    /// What is asked.
    pub prompt: Words,
    /// What to write, point by point.
    pub guide: Vec<Words>,
    /// Its text fields.
    pub fields: Vec<TextField>,
}

/// One text of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextField {
    /// Key in the database.
    pub key: String,
    /// Label.
    pub label: Words,
    /// Word limit.
    pub max_words: u32,
    /// Whether a proposal cannot be submitted without it.
    pub required: bool,
}

/// A kind of attachment that the form asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Key in the database.
    pub key: String,
    /// What it is called.
    pub title: Words,
    /// What belongs into it.
    pub hint: Words,
    /// Whether a proposal cannot be submitted without it.
    pub required: bool,
    /// What is taken.
    pub takes: Vec<Medium>,
    /// Largest file, in megabytes of 1,048,576 bytes.
    pub max_mb: u32,
    /// Most files.
    pub max_files: u32,
}

/// What an attachment may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// A PDF document.
    Pdf,
    /// A photo or picture: JPEG or PNG.
    Image,
}

/// Largest file that any edition may allow, in megabytes: what a phone sends in ten minutes.
pub const LARGEST_MB: u32 = 10;

/// One thing that judges score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Key in the database.
    pub key: String,
    /// Key of the section it looks at.
    pub section: String,
    /// Name.
    pub title: Words,
    /// The question to judge by.
    pub question: Words,
    /// Weight, a whole number above zero.
    pub weight: u32,
    /// Highest score, in whole points.
    pub max: u32,
}

/// An anchored band of a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Lowest whole point.
    pub from: u32,
    /// Highest whole point.
    pub to: u32,
    /// Its name.
    pub title: Words,
    /// What earns it.
    pub anchor: Words,
}

/// What competed in an earlier edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// The year of the edition.
    pub year: i32,
    /// Its title.
    pub title: String,
    /// Who entered it.
    pub place: String,
}

/// A reason to reject a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Code in the database and on paper.
    pub code: String,
    /// What it says.
    pub text: Words,
}

/// Where an edition stands; people move it, and the clock closes what it must.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Proposals are written and submitted.
    Submission,
    /// Submissions are checked for form.
    Screening,
    /// Judges read and score.
    Judging,
    /// Scores are closed; the committee decides and seals.
    Plenary,
    /// The result is sealed and shown rank by rank.
    Ceremony,
    /// The result is public.
    Published,
}

impl Phase {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Submission,
        Self::Screening,
        Self::Judging,
        Self::Plenary,
        Self::Ceremony,
        Self::Published,
    ];

    /// The name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Screening => "screening",
            Self::Judging => "judging",
            Self::Plenary => "plenary",
            Self::Ceremony => "ceremony",
            Self::Published => "published",
        }
    }

    /// The phase of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.code() == code)
    }

    /// The one after it, if any.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| *phase > self)
    }
}

impl Edition {
    /// The stage in which finalists are heard, if it has one.
    pub fn panel(&self) -> Option<Panel> {
        serde_json::from_slice(self.panel.as_ref()?.as_bytes()).ok()
    }

    /// The section with this part of the address.
    pub fn section(&self, slug: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.slug == slug)
    }

    /// Every text field, in the order of the form.
    pub fn fields(&self) -> impl Iterator<Item = &TextField> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// A text field by key.
    pub fn field(&self, key: &str) -> Option<&TextField> {
        self.fields().find(|field| field.key == key)
    }

    /// A category's name.
    pub fn category(&self, key: &str) -> Option<&Words> {
        self.categories.iter().find(|c| c.key == key).map(|c| &c.name)
    }

    /// A kind of attachment by key.
    pub fn enclosure(&self, key: &str) -> Option<&Enclosure> {
        self.enclosures.iter().find(|enclosure| enclosure.key == key)
    }

    /// Whole months an innovation has run when submissions close; `None` if the date is none.
    pub fn age_at_closing(&self, started_on: &str) -> Option<i64> {
        let closes = self.region.zone.civil(self.calendar.submission_closes);
        let start = time::parse_day(started_on)?;
        Some(time::months_between(start, (closes.year, closes.month, closes.day)))
    }

    /// What is wrong with the edition itself, in Indonesian, for whoever wrote its files.
    pub fn flaws(&self) -> Vec<String> {
        let mut flaws = Vec::new();
        let mut check = |good: bool, flaw: &str| {
            if !good {
                flaws.push(flaw.to_owned());
            }
        };
        let slug_fits = |slug: &str| {
            !slug.is_empty()
                && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        check(slug_fits(&self.slug), "slug edisi harus huruf kecil, angka, dan tanda hubung");
        check(!self.sections.is_empty(), "formulir belum punya bagian");
        check(!self.categories.is_empty(), "belum ada kategori");
        check(!self.tracks.is_empty(), "belum ada kelompok");
        check(!self.criteria.is_empty(), "rubrik belum punya aspek");
        check(self.rules.top > 0, "jumlah terbaik (top) harus paling sedikit 1");
        check(self.rules.reads > 0, "jumlah penilai per usulan (reads) harus paling sedikit 1");
        check(self.rules.quorum_percent < 100, "quorum_percent harus 0 sampai 99");
        check(self.rules.min_reads <= self.rules.reads, "min_reads tidak boleh melebihi reads");
        let c = &self.calendar;
        check(c.submission_opens < c.submission_closes, "pendaftaran ditutup sebelum dibuka");
        check(
            c.submission_closes <= c.screening_until
                && c.screening_until <= c.judging_until
                && c.judging_until <= c.plenary_on
                && c.plenary_on <= c.ceremony_on,
            "tanggal kalender tidak berurutan",
        );
        for section in &self.sections {
            check(slug_fits(&section.slug), "slug bagian harus huruf kecil, angka, tanda hubung");
            check(!section.fields.is_empty(), "ada bagian tanpa isian");
        }
        for field in self.fields() {
            check(field.max_words > 0, "batas kata harus lebih dari nol");
        }
        for enclosure in &self.enclosures {
            check(
                slug_fits(&enclosure.key),
                "kunci lampiran harus huruf kecil, angka, tanda hubung",
            );
            check(!enclosure.takes.is_empty(), "ada lampiran yang tidak menerima jenis apa pun");
            check(
                (1..=LARGEST_MB).contains(&enclosure.max_mb),
                "ukuran lampiran (max_mb) harus 1 sampai 10",
            );
            check(enclosure.max_files > 0, "jumlah berkas (max_files) harus paling sedikit 1");
        }
        for criterion in &self.criteria {
            check(criterion.weight > 0 && criterion.max > 0, "bobot dan nilai tertinggi harus > 0");
            check(
                self.sections.iter().any(|section| section.key == criterion.section),
                "ada aspek yang menilai bagian yang tidak ada",
            );
        }
        let unique = |mut keys: Vec<&str>| {
            let before = keys.len();
            keys.sort_unstable();
            keys.dedup();
            keys.len() == before
        };
        check(unique(self.fields().map(|f| f.key.as_str()).collect()), "ada kunci isian ganda");
        check(unique(self.sections.iter().map(|s| s.slug.as_str()).collect()), "slug bagian ganda");
        check(unique(self.enclosures.iter().map(|e| e.key.as_str()).collect()), "lampiran ganda");
        check(unique(self.criteria.iter().map(|c| c.key.as_str()).collect()), "ada aspek ganda");
        flaws
    }
}

/// The name of a phase on the page.
pub fn phase_name(phase: Phase, lang: Lang) -> &'static str {
    use crate::say;
    match phase {
        Phase::Submission => say!(phase_submission, lang),
        Phase::Screening => say!(phase_screening, lang),
        Phase::Judging => say!(phase_judging, lang),
        Phase::Plenary => say!(phase_plenary, lang),
        Phase::Ceremony => say!(phase_ceremony, lang),
        Phase::Published => say!(phase_published, lang),
    }
}
