//! What goes out comes in again, and what was made to harm stays out.

use super::{
    desk,
    docx::{self, Bad},
    rules::{self, Found, Paragraph},
};
use crate::{
    edition::{Edition, load},
    kernel::{Lang, text},
};
use proptest::prelude::*;
use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
};
use zip::{ZipWriter, write::SimpleFileOptions};

fn edition() -> Edition {
    load::edition(&load::Folder::Demo).expect("the demo edition is whole")
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a file");
        archive.write_all(bytes).expect("its bytes");
    }
    archive.finish().expect("an archive").into_inner()
}

/// A document as Word writes it: runs split anywhere, marks of its own between them.
fn word(body: &str) -> Vec<u8> {
    let xml = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/\
         wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/\
         markup-compatibility/2006\"><w:body>{body}</w:body></w:document>"
    );
    archive(&[("word/document.xml", xml.as_bytes())])
}

fn lines(text: &str) -> Vec<Paragraph> {
    text.lines().map(|line| Paragraph { text: line.to_owned(), heading: false }).collect()
}

fn got(found: &Found, key: &str) -> String {
    found.texts.get(key).cloned().unwrap_or_default()
}

/// A text as the form may hold it: any letters, any lines, headings of the form among them.
fn written() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        6 => "\\PC{0,60}",
        1 => Just("Ringkasan".to_owned()),
        1 => Just("== Kebaruan dan nilai tambah (3 dari 200 kata)".to_owned()),
        1 => Just("\\== Kebaruan dan nilai tambah".to_owned()),
        1 => Just("“Kutipan” dan\u{00A0}jeda\tlalu – tanda".to_owned()),
        1 => Just(String::new()),
    ];
    proptest::collection::vec(line, 0..6)
        .prop_map(|lines| text::clean(&lines.join("\n")).trim().to_owned())
}

proptest! {
    /// Out as Word or text and in again: the same texts in the same places, in both languages.
    #[test]
    fn what_goes_out_comes_in_again(
        texts in proptest::collection::vec(written(), 9),
        english in any::<bool>(),
    ) {
        let edition = edition();
        let lang = if english { Lang::En } else { Lang::Id };
        let texts: BTreeMap<String, String> =
            edition.fields().map(|field| field.key.clone()).zip(texts).collect();
        let parts = rules::parts(&edition, &texts, lang);
        let head = ["Sigap Lansia".to_owned(), "== Ringkasan".to_owned()];
        let word = docx::write("Judul & <tanda>", &head, &parts).expect("a document");
        let plain = rules::to_text(&head, &parts);
        for paragraphs in [docx::read(&word).expect("it is read"), rules::of_text(&plain)] {
            let found = rules::recognise(&edition, &paragraphs);
            for (key, text) in &texts {
                prop_assert_eq!(&got(&found, key), text, "{}", key);
            }
        }
    }

    /// Whatever the bytes are, reading ends with paragraphs or with a sentence.
    #[test]
    fn reading_any_bytes_ends_well(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _either = desk::read(&bytes);
        let _either = desk::read(&[b"PK\x03\x04".as_slice(), &bytes].concat());
        let _either = docx::read(&archive(&[("word/document.xml", &bytes)]));
    }
}

#[test]
fn sections_are_known_by_their_headings_however_they_are_written() {
    let edition = edition();
    let text = "Proposal kami\n1. RINGKASAN\nIsi ringkas.\n\nb) Latar belakang dan tujuan (48 dari 300 kata)\n\
                Masalahnya.\nSumber daya\nDua orang.";
    let found = rules::recognise(&edition, &lines(text));
    assert_eq!(got(&found, "summary"), "Isi ringkas.");
    assert_eq!(got(&found, "background_goals"), "Masalahnya.");
    assert_eq!(got(&found, "resources"), "Dua orang.");
    assert_eq!(found.rest, "Proposal kami");
}

#[test]
fn where_a_document_marks_its_headings_only_those_count() {
    let edition = edition();
    let heading = |text: &str| Paragraph { text: text.to_owned(), heading: true };
    let mut paragraphs = vec![heading("Ringkasan")];
    paragraphs.extend(lines("Satu baris berbunyi:\nKebaruan dan nilai tambah\nlalu lanjut."));
    paragraphs.push(heading("Daftar pustaka"));
    paragraphs.extend(lines("Buku."));
    let found = rules::recognise(&edition, &paragraphs);
    assert_eq!(
        got(&found, "summary"),
        "Satu baris berbunyi:\nKebaruan dan nilai tambah\nlalu lanjut."
    );
    assert!(!found.texts.contains_key("novelty"));
    assert_eq!(found.rest, "Daftar pustaka\nBuku.");
}

#[test]
fn words_own_ways_are_understood() {
    let document = word(
        "<w:p><w:pPr><w:pStyle w:val=\"Judul1\"/><w:tabs><w:tab w:val=\"left\" w:pos=\"720\"/></w:tabs></w:pPr>\
         <w:r><w:t>Ring</w:t></w:r><w:r><w:t>kasan</w:t></w:r></w:p>\
         <w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>butir &amp; “kutip” &#8211; &quot;lurus&quot;</w:t></w:r></w:p>\
         <w:p><w:r><w:t xml:space=\"preserve\">satu\u{00A0}dua\u{200B}</w:t><w:br/><w:t>tiga</w:t><w:tab/><w:t>empat</w:t></w:r></w:p>\
         <w:p/><w:p><w:del><w:r><w:delText>dihapus</w:delText></w:r></w:del><w:ins><w:r><w:t>ditambah</w:t></w:r></w:ins></w:p>\
         <w:p><w:r><mc:AlternateContent><mc:Choice><w:t>kotak</w:t></mc:Choice><mc:Fallback><w:t>kotak</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    );
    let found = rules::recognise(&edition(), &docx::read(&document).expect("it is read"));
    assert_eq!(
        got(&found, "summary"),
        "- butir & “kutip” – \"lurus\"\nsatu\u{00A0}dua\ntiga\tempat\n\nditambah\nkotak"
    );
}

#[test]
fn a_document_that_was_made_to_harm_is_put_away_unread() {
    assert_eq!(docx::read(b"PK\x03\x04 and then nothing"), Err(Bad::NotWord));
    assert_eq!(docx::read(&archive(&[("xl/workbook.xml", b"<a/>")])), Err(Bad::NotWord));
    // Forty megabytes of spaces weigh forty kilobytes until they are unpacked.
    let bomb = archive(&[("word/document.xml", &vec![b' '; 40 << 20])]);
    assert!(bomb.len() < 200_000);
    assert_eq!(docx::read(&bomb), Err(Bad::Vast));
    let mut cut = word("<w:p><w:r><w:t>isi</w:t></w:r></w:p>");
    let middle = cut.len() / 2;
    cut[40..middle].fill(0);
    assert!(docx::read(&cut).is_err());
    assert_eq!(docx::read(&word("<w:p><w:r>")), Err(Bad::Broken));
    let deep = format!("{}{}", "<w:p>".repeat(300), "</w:p>".repeat(300));
    assert_eq!(docx::read(&word(&deep)), Err(Bad::Vast));
    // A document's own names for texts are not followed, however often they name each other.
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>\
                  <w:document><w:body><w:p><w:r><w:t>&b;isi</w:t></w:r></w:p></w:body></w:document>";
    let read = docx::read(&archive(&[("word/document.xml", laughs.as_bytes())])).expect("read");
    assert_eq!(read[0].text, "isi");
}

#[test]
fn each_file_that_cannot_be_read_has_its_own_sentence() {
    let sentences: Vec<String> = [
        b"%PDF-1.7 ...".to_vec(),
        vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1],
        b"PK\x03\x04".to_vec(),
        word("<w:p>"),
        archive(&[("word/document.xml", &vec![b' '; 20 << 20])]),
        vec![1, 0, 2, 0, 3],
    ]
    .iter()
    .map(|file| desk::read(file).expect_err("it cannot be read").id)
    .collect();
    let mut unique = sentences.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), sentences.len(), "{sentences:#?}");
}

#[test]
fn a_text_file_may_come_from_any_windows() {
    let read = |file: &[u8]| desk::read(file).expect("text")[0].text.clone();
    assert_eq!(read("Ringkasan “a” – b".as_bytes()), "Ringkasan “a” – b");
    assert_eq!(read(b"Ringkasan \x93a\x94 \x96 b"), "Ringkasan “a” – b");
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("Ringkasan “a”".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(read(&wide), "Ringkasan “a”");
    assert_eq!(read("\u{FEFF}Ringkasan".as_bytes()), "Ringkasan");
}
