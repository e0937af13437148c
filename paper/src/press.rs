//! The typesetter's world: our templates, our fonts and one document's data. Nothing else exists in
//! it, neither files nor network nor clock, so that the same data give the same bytes.

use crate::Sheet;
use serde::Serialize;
use serde_json::Value;
use std::{collections::BTreeMap, sync::LazyLock};
use typst::{
    Library, LibraryExt, World, comemo,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Where a template finds its data.
const DATA: &str = "data.json";
/// How many documents a piece of earlier work is kept for, should they need it again.
const KEPT_FOR: usize = 8;

/// What a template may read: itself, the others and the house's drawings.
const FILES: [(&str, &str); 8] = [
    ("house.typ", include_str!("../templates/house.typ")),
    ("receipt.typ", include_str!("../templates/receipt.typ")),
    ("proposal.typ", include_str!("../templates/proposal.typ")),
    ("report.typ", include_str!("../templates/report.typ")),
    ("certificate.typ", include_str!("../templates/certificate.typ")),
    ("mark.svg", include_str!("../../public/favicon.svg")),
    ("edge.svg", include_str!("../../public/motif/edge.svg")),
    ("river.svg", include_str!("../../public/motif/river.svg")),
];

/// Letters for whatever was typed: ours, and then those of scripts and signs ours does not have.
const FONTS: [&[u8]; 6] = [
    include_bytes!("../fonts/PlusJakartaSans-Regular.ttf"),
    include_bytes!("../fonts/PlusJakartaSans-SemiBold.ttf"),
    include_bytes!("../fonts/PlusJakartaSans-ExtraBold.ttf"),
    include_bytes!("../fonts/DejaVuSans.ttf"),
    include_bytes!("../fonts/NotoEmoji-Regular.ttf"),
    include_bytes!("../fonts/NotoSansJavanese-Regular.ttf"),
];

/// A document that could not be set, in the typesetter's words: for the log, not for readers.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unset(String);

impl Unset {
    fn of(found: &[SourceDiagnostic]) -> Self {
        let lines: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        Self(lines.join("; "))
    }
}

/// What is the same for every document.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    files: BTreeMap<&'static str, (FileId, Source)>,
    data: Option<FileId>,
}

static SHOP: LazyLock<Shop> = LazyLock::new(|| {
    let fonts: Vec<Font> =
        FONTS.iter().filter_map(|bytes| Font::new(Bytes::new(*bytes), 0)).collect();
    let files = FILES.iter().filter_map(|(name, text)| {
        let id = id(name)?;
        Some((*name, (id, Source::new(id, (*text).to_owned()))))
    });
    Shop {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        files: files.collect(),
        data: id(DATA),
        fonts,
    }
});

fn id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// One document's world.
struct Desk {
    shop: &'static Shop,
    main: FileId,
    data: Bytes,
}

impl Desk {
    fn find(&self, id: FileId) -> FileResult<&Source> {
        let found = self.shop.files.values().find(|(known, _)| *known == id);
        found.map(|(_, source)| source).ok_or(FileError::AccessDenied)
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.shop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shop.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.find(id).cloned()
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if Some(id) == self.shop.data {
            return Ok(self.data.clone());
        }
        self.find(id).map(|source| Bytes::from_string(source.clone()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shop.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Prints `data` by a template.
pub fn print(template: &str, sheet: &Sheet, data: &impl Serialize) -> Result<Vec<u8>, Unset> {
    let shop = &*SHOP;
    let mut data = serde_json::to_value(data).map_err(|error| Unset(error.to_string()))?;
    printable(&mut data);
    let json = data.to_string().into_bytes();
    let (main, _) =
        shop.files.get(template).ok_or_else(|| Unset(format!("there is no {template}")))?;
    let desk = Desk { shop, main: *main, data: Bytes::new(json) };
    let printed = pressed(&desk, sheet);
    comemo::evict(KEPT_FOR);
    printed
}

/// Takes out of every text what no paper can show: a tab becomes spaces, other controls go, and so
/// do the signs that turn the order of others around.
fn printable(data: &mut Value) {
    let unprintable = |sign: char| {
        sign.is_control() || matches!(sign, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    match data {
        Value::String(text) if text.contains(unprintable) => {
            let spaced = text.replace('\t', "    ");
            *text = spaced.chars().filter(|&sign| !unprintable(sign)).collect();
        }
        Value::Array(all) => all.iter_mut().for_each(printable),
        Value::Object(all) => all.values_mut().for_each(printable),
        _ => {}
    }
}

fn pressed(desk: &Desk, sheet: &Sheet) -> Result<Vec<u8>, Unset> {
    let document: PagedDocument = typst::compile(desk).output.map_err(|found| Unset::of(&found))?;
    let timestamp = sheet.at.and_then(moment).map(Timestamp::new_utc);
    let mut last = Unset(String::new());
    // For archives and for everybody; a sign that no font has must not keep the paper from anyone.
    let ladder: [&[PdfStandard]; 3] =
        [&[PdfStandard::A_2a, PdfStandard::Ua_1], &[PdfStandard::Ua_1], &[]];
    for standards in ladder {
        let options = PdfOptions {
            ident: Smart::Custom(sheet.ident.clone()),
            creator: Smart::Custom(Some("kipp".to_owned())),
            timestamp,
            standards: PdfStandards::new(standards)
                .map_err(|error| Unset(error.message().to_string()))?,
            ..PdfOptions::default()
        };
        match typst_pdf::pdf(&document, &options) {
            Ok(bytes) => return Ok(bytes),
            Err(found) => last = Unset::of(&found),
        }
    }
    Err(last)
}

fn moment(at: i64) -> Option<Datetime> {
    let utc = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::from_millisecond(at).ok()?);
    let part = |n: i8| u8::try_from(n).ok();
    Datetime::from_ymd_hms(
        i32::from(utc.year()),
        part(utc.month())?,
        part(utc.day())?,
        part(utc.hour())?,
        part(utc.minute())?,
        part(utc.second())?,
    )
}
