//! Files that pretend, files that break, and photos that tell too much.

use super::{
    inspect::{Refusal, inspect},
    rules::{self, Format, Piece},
    sample,
};
use crate::{
    edition::{Edition, Enclosure, Medium, load},
    kernel::Lang,
};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use proptest::prelude::*;

fn edition() -> Edition {
    load::edition(&load::Folder::Demo).expect("the demo edition is whole")
}

fn anything() -> Enclosure {
    edition().enclosure("pendukung").expect("supporting data are asked for").clone()
}

fn only(medium: Medium) -> Enclosure {
    Enclosure { takes: vec![medium], ..anything() }
}

fn pdf() -> Vec<u8> {
    sample::pdf(&["(Contoh) Laporan rekaan"])
}

/// A PDF with something more in its catalogue.
fn pdf_with(more: &str) -> Vec<u8> {
    let file = String::from_utf8(pdf()).expect("plain letters");
    let place = |text: &str| text.find("\nxref").expect("a table") + 1;
    let old = place(&file).to_string();
    let file = file.replace("/Type /Catalog", &format!("/Type /Catalog {more}"));
    let new = place(&file).to_string();
    file.replace(&format!("startxref\n{old}"), &format!("startxref\n{new}")).into_bytes()
}

fn photo(wide: u32, high: u32) -> RgbImage {
    RgbImage::from_fn(wide, high, |x, y| {
        let shade = |n: u32| u8::try_from(n % 251).unwrap_or(0);
        Rgb([shade(x), shade(y), shade(x / 7 + y / 3)])
    })
}

fn jpeg(wide: u32, high: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let photo = photo(wide, high);
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 80)
        .write_image(photo.as_raw(), wide, high, ExtendedColorType::Rgb8)
        .expect("a photo");
    bytes
}

fn png(wide: u32, high: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(photo(wide, high).as_raw(), wide, high, ExtendedColorType::Rgb8)
        .expect("a picture");
    bytes
}

/// The same photo with what a phone writes beside it: turned by a quarter, and where it was taken.
fn with_place(jpeg: &[u8]) -> Vec<u8> {
    let mut tiff: Vec<u8> = b"II\x2a\x00\x08\x00\x00\x00".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut entry = tag.to_le_bytes().to_vec();
        entry.extend(kind.to_le_bytes());
        entry.extend(count.to_le_bytes());
        entry.extend(value.to_le_bytes());
        entry
    };
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(0x0112, 3, 1, 6));
    tiff.extend(entry(0x8825, 4, 1, 38));
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(entry(0x0001, 2, 2, u32::from(b'S')));
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(b"GPS 7.4 S 109.2 E");
    let mut with = jpeg[..2].to_vec();
    let length = u16::try_from(tiff.len() + 8).expect("short");
    with.extend([0xff, 0xe1]);
    with.extend(length.to_be_bytes());
    with.extend(b"Exif\0\0");
    with.extend(tiff);
    with.extend(&jpeg[2..]);
    with
}

fn refused(enclosure: &Enclosure, bytes: &[u8]) -> Refusal {
    inspect(enclosure, bytes).expect_err("it must not be kept")
}

fn has(bytes: &[u8], piece: &[u8]) -> bool {
    bytes.windows(piece.len()).any(|window| window == piece)
}

#[test]
fn a_document_is_kept_as_it_is() {
    let kept = inspect(&anything(), &pdf()).expect("a document");
    assert_eq!((kept.format, &kept.bytes), (Format::Pdf, &pdf()));
    // Spaces after the end are common and harmless; a name inside packed bytes is chance.
    let mut spaced = pdf();
    spaced.extend(b"\r\n\0\0");
    assert!(inspect(&anything(), &spaced).is_ok());
    assert!(inspect(&anything(), &sample::pdf(&["/JavaScript in the text"])).is_ok());
}

#[test]
fn a_file_is_what_its_bytes_are_whatever_its_name() {
    let any = anything();
    assert_eq!(refused(&any, b""), Refusal::Empty);
    assert_eq!(refused(&any, b"MZ\x90\0This program cannot be run"), Refusal::Program);
    assert_eq!(refused(&any, b"\x7fELF\x02\x01\x01"), Refusal::Program);
    assert_eq!(refused(&any, b"#!/bin/sh\nrm"), Refusal::Program);
    let mut word = b"PK\x03\x04....".to_vec();
    word.extend(b"word/document.xml");
    assert_eq!(refused(&any, &word), Refusal::Other("DOCX".to_owned()));
    assert_eq!(refused(&any, b"<svg onload=alert(1)>"), Refusal::Other("HTML/SVG".to_owned()));
    assert_eq!(refused(&only(Medium::Image), &pdf()), Refusal::NotHere(Medium::Pdf));
    assert_eq!(refused(&only(Medium::Pdf), &jpeg(40, 30)), Refusal::NotHere(Medium::Image));
}

#[test]
fn two_files_in_one_are_none() {
    let any = anything();
    let mut before = b"GIF89a;".to_vec();
    before.extend(pdf());
    assert_eq!(refused(&any, &before), Refusal::TwoInOne);
    let mut picture = jpeg(40, 30)[..20].to_vec();
    picture.extend(pdf());
    assert_eq!(refused(&any, &picture), Refusal::TwoInOne);
    let mut archive = pdf();
    archive.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    assert_eq!(refused(&any, &archive), Refusal::TwoInOne);
    let page = b"%PDF-1.4\n<html><script>alert(1)</script>".to_vec();
    assert_eq!(refused(&any, &page), Refusal::TwoInOne);
}

#[test]
fn a_document_that_is_cut_off_locked_or_active_is_told_so() {
    let any = anything();
    let whole = pdf();
    for cut in [10, whole.len() / 2, whole.len() - 8] {
        assert_eq!(refused(&any, &whole[..cut]), Refusal::CutOff, "at {cut}");
    }
    let text = String::from_utf8(whole).expect("plain letters");
    let locked = text.replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 9 0 R");
    assert_eq!(refused(&any, locked.as_bytes()), Refusal::Locked);
    let lost = text.replace("startxref\n", "startxref\n9");
    assert_eq!(refused(&any, lost.as_bytes()), Refusal::Damaged);
    for active in
        ["/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", "/AA << /S /Launch >>"]
    {
        assert_eq!(refused(&any, &pdf_with(active)), Refusal::Active, "{active}");
    }
    assert!(inspect(&any, &pdf_with("/JSON 1")).is_ok());
}

#[test]
fn a_photo_is_small_upright_and_tells_nobody_where_it_was_taken() {
    let photo = with_place(&jpeg(4000, 3000));
    assert!(has(&photo, b"Exif") && has(&photo, b"GPS"));
    let kept = inspect(&anything(), &photo).expect("a photo");
    assert_eq!(kept.format, Format::Jpeg);
    assert!(!has(&kept.bytes, b"Exif") && !has(&kept.bytes, b"GPS"));
    let seen = image::load_from_memory(&kept.bytes).expect("a photo still");
    assert_eq!((seen.width(), seen.height()), (1536, 2048), "a quarter turned, and fitted");
    let small = kept.small.expect("a small one for lists");
    let small = image::load_from_memory(&small).expect("a photo still");
    assert_eq!((small.width(), small.height()), (144, 192));
}

#[test]
fn a_picture_that_is_cut_off_or_bottomless_is_not_opened() {
    let any = anything();
    let photo = jpeg(640, 480);
    for cut in [4, 30, photo.len() / 2, photo.len() - 2] {
        assert_eq!(refused(&any, &photo[..cut]), Refusal::CutOff, "jpeg at {cut}");
    }
    let picture = png(640, 480);
    for cut in [40, picture.len() / 2] {
        let why = refused(&any, &picture[..cut]);
        assert!(matches!(why, Refusal::CutOff | Refusal::Damaged), "png at {cut}: {why:?}");
    }
    // Forty megapixels of one colour weigh next to nothing until they are unpacked.
    let mut vast = Vec::new();
    let paper = vec![255_u8; 8000 * 5000];
    image::codecs::png::PngEncoder::new(&mut vast)
        .write_image(&paper, 8000, 5000, ExtendedColorType::L8)
        .expect("a picture");
    assert!(vast.len() < 1024 * 1024);
    assert_eq!(refused(&any, &vast), Refusal::TooManyPixels(40));
    assert_eq!(refused(&any, &vec![0; 14 * 1024 * 1024]), Refusal::TooLarge(14 << 20, 10));
}

#[test]
fn a_drawing_keeps_what_is_see_through() {
    let mut drawing = image::RgbaImage::new(64, 64);
    drawing.put_pixel(3, 3, image::Rgba([10, 20, 30, 255]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(drawing)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a drawing");
    let kept = inspect(&anything(), bytes.get_ref()).expect("a drawing");
    assert_eq!(kept.format, Format::Png);
    let seen = image::load_from_memory(&kept.bytes).expect("a drawing still").to_rgba8();
    assert_eq!(seen.get_pixel(0, 0).0[3], 0);
    assert_eq!(seen.get_pixel(3, 3).0, [10, 20, 30, 255]);
}

#[test]
fn each_refusal_has_its_own_sentence() {
    let refusals = [
        Refusal::Empty,
        Refusal::TooLarge(14 << 20, 10),
        Refusal::Other("DOCX".to_owned()),
        Refusal::NotHere(Medium::Pdf),
        Refusal::NotHere(Medium::Image),
        Refusal::Program,
        Refusal::TwoInOne,
        Refusal::CutOff,
        Refusal::Damaged,
        Refusal::Locked,
        Refusal::Active,
        Refusal::TooManyPixels(40),
    ];
    let mut sentences: Vec<String> =
        refusals.iter().flat_map(|r| [r.sentence("a", "b").id, r.sentence("a", "b").en]).collect();
    assert!(sentences.iter().all(|s| s.starts_with("b: ") && s.ends_with('.')));
    assert!(sentences[2].contains("Berkas 14 MB. Batasnya 10 MB."), "{}", sentences[2]);
    sentences.sort();
    sentences.dedup();
    assert_eq!(sentences.len(), 24);
}

#[test]
fn a_name_cannot_mislead() {
    for (given, name) in [
        ("laporan.pdf", "laporan.pdf"),
        ("C:\\Users\\saya\\laporan akhir.PDF", "laporan akhir.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("gambar.pdf.exe", "gambar.pdf.pdf"),
        ("lap\u{202E}fdp.exe", "lapfdp.pdf"),
        ("a\"b<c>.pdf", "a-b-c-.pdf"),
        ("...", "lampiran.pdf"),
        ("", "lampiran.pdf"),
        ("foto \u{1F600}.pdf", "foto \u{1F600}.pdf"),
    ] {
        assert_eq!(rules::name(given, Format::Pdf), name, "{given:?}");
    }
    assert_eq!(rules::size(1024, Lang::Id), "1 kB");
    assert_eq!(rules::size(1_992_295, Lang::Id), "1,9 MB");
    assert_eq!(rules::size(2 << 20, Lang::En), "2 MB");
}

#[test]
fn a_required_attachment_is_missed_until_it_is_there() {
    let mut edition = edition();
    assert!(rules::missing(&edition, &[]).is_empty(), "the demo requires none");
    edition.enclosures[0].required = true;
    let missing = rules::missing(&edition, &["foto".to_owned()]);
    assert_eq!(missing.len(), 1);
    assert_eq!((missing[0].slug.as_str(), missing[0].field.as_str()), ("lampiran", "pernyataan"));
    assert_eq!(missing[0].id, "Unggah Surat pernyataan pelaksanaan");
    assert!(rules::missing(&edition, &["pernyataan".to_owned()]).is_empty());
}

#[test]
fn a_name_loses_dots_and_spaces_at_its_edges_together() {
    assert_eq!(rules::name(". . Surat.", Format::Pdf), "Surat.pdf");
    assert_eq!(rules::name(" .jpg", Format::Jpeg), "lampiran.jpg");
}

proptest! {
    /// Whatever the bytes are, looking ends, and what is kept is of its kind.
    #[test]
    fn looking_at_any_bytes_ends_well(
        bytes in proptest::collection::vec(any::<u8>(), 0..2000),
        start in prop_oneof![
            Just(Vec::new()),
            Just(b"%PDF-1.7\n".to_vec()),
            Just(vec![0xff, 0xd8, 0xff]),
            Just(b"\x89PNG\r\n\x1a\n".to_vec()),
        ],
    ) {
        let file = [start, bytes].concat();
        if let Ok(kept) = inspect(&anything(), &file) {
            prop_assert!(!kept.bytes.is_empty());
        }
    }

    /// A good file with some bytes changed is kept or refused, and never stops the server.
    #[test]
    fn a_damaged_file_stops_nobody(
        which in 0..3_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut file = match which {
            0 => pdf(),
            1 => with_place(&jpeg(48, 32)),
            _ => png(48, 32),
        };
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let _either = inspect(&anything(), &file);
    }

    /// A name is one line without folders, whatever was given, and is its own name again.
    #[test]
    fn any_name_is_tidied_once(given in "\\PC{0,120}") {
        let name = rules::name(&given, Format::Jpeg);
        prop_assert!(name.strip_suffix(".jpg").is_some_and(|n| !n.contains(['/', '\\', '"'])));
        prop_assert!(name.chars().count() <= 84);
        prop_assert_eq!(rules::name(&name, Format::Jpeg), name);
    }

    /// A piece goes on only where the last one ended, and never past the end.
    #[test]
    fn a_piece_has_one_place(received in 0..1000_u64, more in 0..1000_u64, offset in 0..2000_u64) {
        match rules::place(received, received + more, offset) {
            Piece::Next(left) => prop_assert_eq!((offset, left), (received, more)),
            Piece::Elsewhere => prop_assert_ne!(offset, received),
        }
    }
}
