//! Looks into a file: tells what it is by its bytes, refuses what pretends, and makes pictures
//! small and nameless. Never believes a name.

use super::rules::{Format, MEGABYTE};
use crate::{
    edition::{Enclosure, Medium},
    kernel::{FieldError, Lang},
};
use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Limits,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType as PngFilter, PngEncoder},
    },
    imageops::FilterType,
};
use std::io::Cursor;

/// Longest side of a stored picture, in pixels.
const SIDE: u32 = 2048;
/// Longest side of a picture in a list, in pixels.
const SMALL_SIDE: u32 = 192;
/// Most pixels that are unpacked: a gigabyte of memory must be enough for everybody at once.
const PIXELS: u64 = 36_000_000;
/// Quality of a stored photo.
const QUALITY: u8 = 85;

/// A file that may be kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What it is.
    pub format: Format,
    /// Its bytes: a document's own, a picture's drawn anew.
    pub bytes: Vec<u8>,
    /// A picture for lists.
    pub small: Option<Vec<u8>>,
}

/// Why a file is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing in it.
    Empty,
    /// Over the limit: its bytes, the limit in megabytes.
    TooLarge(u64, u32),
    /// Of another kind, named.
    Other(String),
    /// Of a kind that is taken elsewhere.
    NotHere(Medium),
    /// A program.
    Program,
    /// Two kinds of file in one.
    TwoInOne,
    /// Its end is missing.
    CutOff,
    /// It cannot be opened.
    Damaged,
    /// A document behind a password.
    Locked,
    /// A document that does things when it is opened.
    Active,
    /// A picture with too many pixels, in millions.
    TooManyPixels(u64),
}

impl Refusal {
    /// What is wrong and what to do about it, at the field of the enclosure.
    pub fn sentence(&self, field: &str, name: &str) -> FieldError {
        let (id, en) = match self {
            Self::Empty => (
                "Berkas ini kosong. Pilih berkas yang benar.".to_owned(),
                "This file is empty. Choose the right one.".to_owned(),
            ),
            Self::TooLarge(bytes, max) => {
                let size = |lang| super::rules::size(*bytes, lang);
                (
                    format!("Berkas {}. Batasnya {max} MB. Perkecil dulu atau pindai dengan mutu lebih rendah.", size(Lang::Id)),
                    format!("The file has {}; the limit is {max} MB. Make it smaller or scan it at a lower quality.", size(Lang::En)),
                )
            }
            Self::Other(what) => (
                format!("Lampiran harus PDF, JPG, atau PNG. Berkas ini {what}."),
                format!("A file must be PDF, JPG or PNG. This is {what}."),
            ),
            Self::NotHere(Medium::Pdf) => (
                "Di sini hanya JPG atau PNG. Berkas ini PDF.".to_owned(),
                "Only JPG or PNG is taken here. This is a PDF.".to_owned(),
            ),
            Self::NotHere(Medium::Image) => (
                "Di sini hanya PDF. Berkas ini foto. Simpan dulu sebagai PDF.".to_owned(),
                "Only PDF is taken here. This is a picture. Save it as a PDF first.".to_owned(),
            ),
            Self::Program => (
                "Berkas ini program, apa pun namanya, dan tidak disimpan. Pilih dokumen atau foto.".to_owned(),
                "This file is a program, whatever its name, and was not kept. Choose a document or photo.".to_owned(),
            ),
            Self::TwoInOne => (
                "Berkas ini memuat dua jenis berkas sekaligus dan tidak disimpan. Simpan ulang sebagai PDF biasa.".to_owned(),
                "This file is two kinds of file in one and was not kept. Save it again as an ordinary PDF.".to_owned(),
            ),
            Self::CutOff => (
                "Berkas ini terpotong: akhirnya tidak ada. Salin atau unduh ulang berkas aslinya, lalu unggah lagi.".to_owned(),
                "This file is cut off: its end is missing. Copy or download the original again and upload that.".to_owned(),
            ),
            Self::Damaged => (
                "Berkas ini rusak dan tidak bisa dibuka. Simpan ulang dari aplikasi asalnya.".to_owned(),
                "This file is damaged and cannot be opened. Save it again from where it was made.".to_owned(),
            ),
            Self::Locked => (
                "PDF ini terkunci kata sandi. Buka kuncinya dulu agar juri bisa membacanya.".to_owned(),
                "This PDF is locked by a password. Unlock it first, so that judges can read it.".to_owned(),
            ),
            Self::Active => (
                "PDF ini memuat perintah yang berjalan sendiri. Cetak ulang sebagai PDF biasa.".to_owned(),
                "This PDF carries commands that run by themselves. Print it again as an ordinary PDF.".to_owned(),
            ),
            Self::TooManyPixels(millions) => (
                format!("Foto ini {millions} megapiksel, terlalu besar untuk dibuka. Perkecil dulu sampai {} megapiksel.", PIXELS / 1_000_000),
                format!("This picture has {millions} megapixels, too many to open. Make it {} megapixels or fewer.", PIXELS / 1_000_000),
            ),
        };
        FieldError::new(field, format!("{name}: {id}"), format!("{name}: {en}"))
    }
}

/// Looks into a file that was given for an enclosure, and makes of it what is kept. Takes its
/// time with pictures: call it where nobody waits.
///
/// # Errors
/// Why it is not kept.
pub fn inspect(enclosure: &Enclosure, bytes: &[u8]) -> Result<Kept, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    let max = u64::from(enclosure.max_mb) * MEGABYTE;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > max {
        return Err(Refusal::TooLarge(size, enclosure.max_mb));
    }
    let format = format(bytes)?;
    if !enclosure.takes.contains(&format.medium()) {
        return Err(Refusal::NotHere(format.medium()));
    }
    match format {
        Format::Pdf => {
            document(bytes)?;
            Ok(Kept { format, bytes: bytes.to_owned(), small: None })
        }
        Format::Jpeg | Format::Png => picture(format, bytes),
    }
}

/// What a file is by its first bytes.
fn format(bytes: &[u8]) -> Result<Format, Refusal> {
    const PROGRAMS: [&[u8]; 9] = [
        b"MZ",
        b"\x7fELF",
        b"#!",
        b"\xfe\xed\xfa\xce",
        b"\xfe\xed\xfa\xcf",
        b"\xcf\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe",
        b"dex\n",
        b"\0asm",
    ];
    let format = match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Format::Pdf,
        [0xff, 0xd8, 0xff, ..] => Format::Jpeg,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Format::Png,
        _ if PROGRAMS.iter().any(|magic| bytes.starts_with(magic)) => {
            return Err(Refusal::Program);
        }
        // Readers look for a PDF in the first kilobyte, whatever stands before it.
        _ if find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() => {
            return Err(Refusal::TwoInOne);
        }
        _ => return Err(Refusal::Other(other(bytes).to_owned())),
    };
    if format != Format::Pdf && find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        return Err(Refusal::TwoInOne);
    }
    Ok(format)
}

/// The name of a kind that is not taken.
fn other(bytes: &[u8]) -> &'static str {
    let head = &bytes[..bytes.len().min(4096)];
    let has = |piece: &[u8]| find(head, piece).is_some();
    match bytes {
        [b'P', b'K', 3, 4, ..] if has(b"word/") => "DOCX",
        [b'P', b'K', 3, 4, ..] if has(b"xl/") => "XLSX",
        [b'P', b'K', 3, 4, ..] if has(b"ppt/") => "PPTX",
        [b'P', b'K', 3, 4, ..] => "ZIP",
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "DOC/XLS",
        [b'R', b'a', b'r', b'!', ..] => "RAR",
        [b'G', b'I', b'F', b'8', ..] => "GIF",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "WEBP",
        [_, _, _, _, b'f', b't', b'y', b'p', b'h' | b'm', b'e' | b'i', ..] => "HEIC",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "video",
        [b'<', ..] => "HTML/SVG",
        _ => "?",
    }
}

fn find(bytes: &[u8], piece: &[u8]) -> Option<usize> {
    bytes.windows(piece.len()).position(|window| window == piece)
}

fn find_last(bytes: &[u8], piece: &[u8]) -> Option<usize> {
    bytes.windows(piece.len()).rposition(|window| window == piece)
}

/// A PDF whose end is there, whose table can be found, and that is nothing else besides.
fn document(bytes: &[u8]) -> Result<(), Refusal> {
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    if find(&head, b"<html").is_some() || find(&head, b"<script").is_some() {
        return Err(Refusal::TwoInOne);
    }
    let end = find_last(bytes, b"%%EOF").ok_or(Refusal::CutOff)?;
    let rest = &bytes[end + 5..];
    if rest.iter().any(|byte| !byte.is_ascii_whitespace() && *byte != 0) {
        // What follows is another file, or half of a newer version of this one.
        let another = find(rest, b"PK\x05\x06").is_some() || find(rest, b" obj").is_none();
        return Err(if another { Refusal::TwoInOne } else { Refusal::CutOff });
    }
    // An archive's directory may hide in a stream; what makes it one is that it ends the file.
    if let Some(at) = find_last(bytes, b"PK\x05\x06")
        && let Some([low, high]) = bytes.get(at + 20..at + 22)
        && at + 22 + usize::from(u16::from_le_bytes([*low, *high])) == bytes.len()
    {
        return Err(Refusal::TwoInOne);
    }
    let from = find_last(&bytes[..end], b"startxref").ok_or(Refusal::CutOff)?;
    let digits: String = bytes[from + 9..end]
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace())
        .take_while(|byte| byte.is_ascii_digit())
        .map(|byte| char::from(*byte))
        .collect();
    let table: usize = digits.parse().map_err(|_| Refusal::Damaged)?;
    let table = bytes.get(table..from).ok_or(Refusal::Damaged)?;
    // The table in its old form names its root in a trailer; in its new form it is an object.
    let window = &table[..table.len().min(4096)];
    let trailer = if table.starts_with(b"xref") {
        let at = find(table, b"trailer").ok_or(Refusal::Damaged)?;
        &table[at..]
    } else if find(window, b" obj").is_some() && find(window, b"/XRef").is_some() {
        window
    } else {
        return Err(Refusal::Damaged);
    };
    if find(trailer, b"/Root").is_none() {
        return Err(Refusal::Damaged);
    }
    if find(trailer, b"/Encrypt").is_some() {
        return Err(Refusal::Locked);
    }
    let active: [&[u8]; 3] = [b"/JavaScript", b"/JS", b"/Launch"];
    if outside_streams(bytes).any(|text| active.iter().any(|name| names(text, name))) {
        return Err(Refusal::Active);
    }
    Ok(())
}

/// Whether a text holds a name whole, not as the beginning of a longer one.
fn names(text: &[u8], name: &[u8]) -> bool {
    let mut rest = text;
    while let Some(at) = find(rest, name) {
        rest = &rest[at + name.len()..];
        if rest.first().is_none_or(|next| !next.is_ascii_alphanumeric()) {
            return true;
        }
    }
    false
}

/// The parts of a document between its streams, in whose packed bytes any name may stand by chance.
fn outside_streams(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let here = rest?;
        let Some(at) = find(here, b"stream") else {
            rest = None;
            return Some(here);
        };
        let packed = &here[at + 6..];
        rest = find(packed, b"endstream").map(|end| &packed[end + 9..]);
        Some(&here[..at])
    })
}

/// A picture drawn anew: upright, at most 2,048 pixels long, with nothing but its pixels.
fn picture(format: Format, bytes: &[u8]) -> Result<Kept, Refusal> {
    if format == Format::Jpeg && !jpeg_ends(bytes) {
        return Err(Refusal::CutOff);
    }
    let open = |error: image::ImageError| match error {
        image::ImageError::IoError(_) => Refusal::CutOff,
        _ => Refusal::Damaged,
    };
    let kind = match format {
        Format::Png => image::ImageFormat::Png,
        _ => image::ImageFormat::Jpeg,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
    let mut limits = Limits::default();
    limits.max_alloc = Some(8 * PIXELS);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(open)?;
    let (wide, high) = decoder.dimensions();
    let pixels = u64::from(wide) * u64::from(high);
    if pixels > PIXELS {
        return Err(Refusal::TooManyPixels(pixels.div_ceil(1_000_000)));
    }
    let upright = decoder.orientation().map_err(open)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(open)?;
    if wide.max(high) > SIDE {
        picture = picture.resize(SIDE, SIDE, FilterType::CatmullRom);
    }
    picture.apply_orientation(upright);
    let small = picture.thumbnail(SMALL_SIDE, SMALL_SIDE);
    let small = jpeg(&small, 70)?;
    let photo = format == Format::Jpeg || !picture.color().has_alpha();
    if format == Format::Png {
        let drawn = png(&picture)?;
        // A photo saved as PNG weighs ten times what it needs to.
        if !photo || drawn.len() < 1024 * 1024 {
            return Ok(Kept { format, bytes: drawn, small: Some(small) });
        }
    }
    Ok(Kept { format: Format::Jpeg, bytes: jpeg(&picture, QUALITY)?, small: Some(small) })
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let rgb = picture.to_rgb8();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .write_image(rgb.as_raw(), rgb.width(), rgb.height(), image::ExtendedColorType::Rgb8)
        .map_err(|_| Refusal::Damaged)?;
    Ok(bytes)
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive);
    let written = if picture.color().has_alpha() {
        let rgba = picture.to_rgba8();
        let colour = image::ExtendedColorType::Rgba8;
        encoder.write_image(rgba.as_raw(), rgba.width(), rgba.height(), colour)
    } else {
        let rgb = picture.to_rgb8();
        let colour = image::ExtendedColorType::Rgb8;
        encoder.write_image(rgb.as_raw(), rgb.width(), rgb.height(), colour)
    };
    written.map_err(|_| Refusal::Damaged)?;
    Ok(bytes)
}

/// Whether a JPEG's end is there. The reader fills a missing end with grey and says nothing.
fn jpeg_ends(bytes: &[u8]) -> bool {
    let mut at = 2;
    loop {
        // Segments up to the scan tell their lengths; thumbnails inside them are stepped over.
        let Some(&[0xff, marker]) = bytes.get(at..at + 2).and_then(|two| two.first_chunk()) else {
            return false;
        };
        match marker {
            0xff => at += 1,
            0xd9 => return true,
            0x01 | 0xd0..=0xd7 => at += 2,
            _ => {
                let Some(&[high, low]) = bytes.get(at + 2..at + 4).and_then(|l| l.first_chunk())
                else {
                    return false;
                };
                at += 2 + usize::from(u16::from_be_bytes([high, low]));
                if marker == 0xda {
                    // Packed pixels: any marker but a restart or a stuffed byte ends them.
                    loop {
                        match bytes.get(at..at + 2) {
                            None => return false,
                            Some([0xff, 0x00 | 0xd0..=0xd7]) => at += 2,
                            Some([0xff, 0xff]) => at += 1,
                            Some([0xff, _]) => break,
                            Some(_) => at += 1,
                        }
                    }
                }
            }
        }
    }
}
