//! What a filed paper must be: whole, readable, small, the same every time, and only what was typed.

mod reading;

use super::*;
use reading::{bare, has_pixels, pages, text};

/// What a receipt may weigh, in bytes: it is fetched on a telephone.
const LIGHT: usize = 120_000;
const LINK: &str = "https://kipp.banyumaskab.go.id/verifikasi/7K4M-92PX-QD3T";

/// Signs that mean something to the typesetter, and some that letters are rarely made for.
const HOSTILE: &str = "#sys #panic(\"x\") $x^2$ *tebal* _miring_ @acuan <label> \\ `kode` ~ -- ... // /* \
                       [isi] {1} = == \"kutip\" 'tunggal' “ganda” é ñ ź ≥ ² ✓ 🏥 👩‍⚕️ € 100%";

fn fact(name: &str, lines: &[&str]) -> Fact {
    Fact { name: name.to_owned(), lines: lines.iter().map(|&line| line.to_owned()).collect() }
}

fn sheet(lang: &str, title: &str) -> Sheet {
    Sheet {
        lang: lang.to_owned(),
        title: title.to_owned(),
        house: "KIPP Banyumas".to_owned(),
        edition: "Kompetisi Inovasi Pelayanan Publik 2020".to_owned(),
        organiser: "Bagian Organisasi, Sekretariat Daerah Kabupaten Banyumas".to_owned(),
        sample: Some("contoh".to_owned()),
        page: "Halaman {n} dari {of}".to_owned(),
        at: Some(1_591_000_000_000),
        ident: "contoh".to_owned(),
    }
}

fn check() -> Check {
    let code = qrcode::QrCode::new(LINK).expect("a short text");
    let side = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, c)| *c == qrcode::Color::Dark);
    let path = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % side + 4, at / side + 4));
    Check {
        name: "Periksa tanda terima ini di".to_owned(),
        link: LINK.to_owned(),
        code: "7K4M-92PX-QD3T".to_owned(),
        label: "Kode QR untuk memeriksa tanda terima".to_owned(),
        note: None,
        path: path.collect(),
        side: u32::try_from(side + 8).expect("small"),
    }
}

fn sample(title: &str) -> Receipt {
    let sections = ["Ringkasan", "Latar belakang dan tujuan", "Kebaruan", "Implementasi"];
    Receipt {
        sheet: sheet("id", "Tanda terima KIPP-2020-0107"),
        kind: "Tanda terima".to_owned(),
        says: "Usulan Anda sudah diterima".to_owned(),
        moment: "Waktu server Selasa, 24 November 2026, 14.21 WIB".to_owned(),
        number: fact("Simpan nomor ini", &["KIPP-2020-0107"]),
        facts: vec![
            fact("Judul", &[title]),
            fact("Nama pendek", &["Sigap Lansia"]),
            fact("Pengusul", &["Puskesmas Kebasen, Dinas Kesehatan"]),
            fact("Versi", &["2"]),
        ],
        counts: Counts {
            head: ("Bagian".to_owned(), "Kata".to_owned()),
            rows: sections.map(|name| (name.to_owned(), "182".to_owned())).to_vec(),
            total: ("Seluruhnya".to_owned(), "728".to_owned()),
        },
        files: fact("Lampiran", &["surat-pernyataan.pdf", "foto #1 [kunjungan].jpg"]),
        fingerprint: fact("Sidik isi", &["a3f0 91c2 77de 01bb"]),
        check: check(),
    }
}

fn whole(texts: &[&str]) -> Proposal {
    Proposal {
        sheet: sheet("id", "Sigap Lansia: kunjungan terjadwal"),
        kind: "Usulan".to_owned(),
        acronym: "Sigap Lansia".to_owned(),
        expansion: "Siap Tanggap Lanjut Usia".to_owned(),
        title: "Sigap Lansia: kunjungan terjadwal".to_owned(),
        facts: vec![fact("Status", &["Diajukan", "Ada perubahan yang belum diajukan"])],
        parts: texts
            .iter()
            .enumerate()
            .map(|(at, text)| Part {
                heading: format!("Bagian {}", at + 1),
                note: "182 dari 200 kata".to_owned(),
                lines: text.lines().map(str::to_owned).collect(),
                empty: "Belum diisi".to_owned(),
            })
            .collect(),
        files: fact("Lampiran", &["surat-pernyataan.pdf"]),
    }
}

fn has(pdf: &[u8], words: &str) -> bool {
    pdf.windows(words.len()).any(|window| window == words.as_bytes())
}

#[track_caller]
fn reads(pdf: &[u8], words: &str) {
    let text = text(pdf);
    assert!(text.contains(&bare(words)), "{words:?} is not in {text:?}");
}

#[test]
fn a_receipt_is_one_light_page_of_letters_for_archives_and_for_everybody() {
    let pdf = receipt(&sample("Sigap Lansia: kunjungan terjadwal")).expect("a receipt");
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert!(pdf.len() <= LIGHT, "{} bytes", pdf.len());
    assert_eq!(pages(&pdf), 1);
    assert!(!has_pixels(&pdf));
    for words in [
        "KIPP-2020-0107",
        "Sigap Lansia: kunjungan terjadwal",
        "Puskesmas Kebasen, Dinas Kesehatan",
        "Waktu server Selasa, 24 November 2026, 14.21 WIB",
        "Latar belakang dan tujuan 182",
        "Seluruhnya 728",
        "foto #1 [kunjungan].jpg",
        "a3f0 91c2 77de 01bb",
        "7K4M-92PX-QD3T",
        LINK,
    ] {
        reads(&pdf, words);
    }
    // Its own word that it keeps both standards, its language, and the address to follow.
    assert!(has(&pdf, "<pdfuaid:part>1</pdfuaid:part>"));
    assert!(has(&pdf, "<pdfaid:part>2</pdfaid:part>"));
    assert!(has(&pdf, "/Lang(id)") && has(&pdf, "/MarkInfo<</Marked true"));
    assert!(has(&pdf, &format!("/URI({LINK})")));
    assert!(has(&pdf, "/Alt(Kode QR untuk memeriksa tanda terima)"));
}

#[test]
fn an_english_receipt_says_that_it_is_english() {
    let english =
        Receipt { sheet: sheet("en", "Receipt KIPP-2020-0107"), ..sample("Sigap Lansia") };
    let pdf = receipt(&english).expect("a receipt");
    assert!(has(&pdf, "/Lang(en)"));
    assert!(has(&pdf, "Receipt KIPP-2020-0107"), "its title, for readers and lists");
}

#[test]
fn the_same_data_give_the_same_bytes_and_others_do_not() {
    let print = |title: &str| receipt(&sample(title)).expect("a receipt");
    assert_eq!(print("Sigap Lansia"), print("Sigap Lansia"));
    assert_ne!(print("Sigap Lansia"), print("Sigap Balita"));
    let text = "Kami menulis.\nLalu menulis lagi.";
    let print = || proposal(&whole(&[text, ""])).expect("a proposal");
    assert_eq!(print(), print());
    assert!(has(&print(), "2020-06-01T08:26:40"), "the date is that of the data");
}

#[test]
fn whatever_is_typed_comes_out_as_typed() {
    for title in [HOSTILE, "#{", "*/ \"", "= Bab", "- butir", "1. satu"] {
        let pdf = receipt(&sample(title)).expect(title);
        reads(&pdf, title);
    }
    let pdf = proposal(&whole(&[HOSTILE, "= Judul palsu\n#let x = 1\n- butir\n\n\t+ lagi"]));
    let pdf = pdf.expect("a proposal");
    reads(&pdf, HOSTILE);
    reads(&pdf, "= Judul palsu #let x = 1 - butir + lagi");
    // Signs that turn what follows them around would make a paper look unlike what it says.
    let turned = receipt(&sample("Surat \u{202E}fdp.exe\u{2066} asli")).expect("a receipt");
    reads(&turned, "Surat fdp.exe asli");
}

#[test]
fn every_script_has_its_letters_and_what_has_none_keeps_no_paper_from_anyone() {
    for title in ["ꦱꦶꦒꦥ꧀", "Ελληνικά", "Кириллица"] {
        let pdf = receipt(&sample(title)).expect(title);
        reads(&pdf, &title.chars().take(1).collect::<String>());
        assert!(has(&pdf, "pdfuaid:part"), "{title} has letters");
    }
    // From right to left; the pieces of a line may stand in the order of the eye.
    for title in ["שלום", "مرحبا"] {
        let text = text(&receipt(&sample(title)).expect(title));
        for letter in title.chars() {
            assert!(text.contains(letter), "{letter} of {title} is not in {text}");
        }
    }
    let pdf = receipt(&sample("老人 dan bell \u{7} \u{0}")).expect("a receipt all the same");
    reads(&pdf, "dan bell");
    reads(&pdf, "KIPP-2020-0107");
}

#[test]
fn nothing_is_too_long() {
    let title = "Pelayanan terpadu ".repeat(40);
    let names: Vec<String> =
        (0..30).map(|n| format!("{}-{n}.pdf", "lampiran_".repeat(20))).collect();
    let long =
        Receipt { files: Fact { name: "Lampiran".to_owned(), lines: names }, ..sample(&title) };
    let pdf = receipt(&long).expect("a receipt");
    assert!(pdf.len() <= LIGHT, "{} bytes", pdf.len());
    assert!(pages(&pdf) > 1, "it goes on, and nothing is cut off");
    reads(&pdf, &title);
    reads(&pdf, &format!("{}-29.pdf", "lampiran_".repeat(20)));
    reads(&pdf, "a3f0 91c2 77de 01bb");

    let words = "Kami mengunjungi lansia setiap pekan. ".repeat(530);
    assert!(words.len() > 20_000);
    let unbroken = "x".repeat(20_000);
    let pdf = proposal(&whole(&[&words, &unbroken, "Tamat."])).expect("a proposal");
    reads(&pdf, &words);
    reads(&pdf, &unbroken);
    reads(&pdf, "Tamat.");
    assert!(pages(&pdf) >= 8, "an endless word is parted at the margin: {}", pages(&pdf));
}

#[test]
fn a_paper_says_nothing_of_what_there_is_not() {
    let none = Receipt { files: fact("Lampiran", &[]), ..sample("Sigap Lansia") };
    let pdf = receipt(&none).expect("a receipt");
    assert!(!text(&pdf).contains("Lampiran"));
    let pdf = proposal(&Proposal { expansion: String::new(), ..whole(&["", "Isi."]) });
    let pdf = pdf.expect("a proposal");
    reads(&pdf, "Bagian 1 182 dari 200 kata Belum diisi Bagian 2");
}

#[test]
fn a_paper_that_cannot_be_set_is_none_at_all() {
    let wrong = Receipt { sheet: sheet("bukan bahasa", ""), ..sample("Sigap Lansia") };
    let why = receipt(&wrong).expect_err("no such language").to_string();
    assert!(!why.is_empty());
}
