//! The workbook's formulas, worked out from its cells by an own small reader, give the sealed numbers.

use super::*;
use crate::{
    judging::rules::{contenders, total},
    result::rules::{
        SealedRow,
        document::{Aspect, FORMAT, SealedPlace, SealedRead, fraction},
    },
};
use quick_xml::{Reader, events::Event};
use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

/// A sheet's cells by address: number or text, and formula.
type Cells = BTreeMap<String, (String, String)>;

fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("text");
    text
}

fn shared(book: &[u8]) -> Vec<String> {
    let text = part(book, "xl/sharedStrings.xml");
    text.split("<t")
        .skip(1)
        .map(|rest| {
            let rest = &rest[rest.find('>').expect("a tag") + 1..];
            rest.split("</t>").next().unwrap_or_default().to_owned()
        })
        .collect()
}

fn cells(book: &[u8], sheet: usize) -> Cells {
    let (text, strings) = (part(book, &format!("xl/worksheets/sheet{sheet}.xml")), shared(book));
    let mut reader = Reader::from_str(&text);
    let (mut cells, mut at, mut is_text, mut tag) =
        (Cells::new(), String::new(), false, String::new());
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) => {
                tag = start.name().as_ref().to_owned();
                if tag == "c" {
                    let attribute = |name: &str| {
                        let found = start.try_get_attribute(name).expect("an attribute");
                        found.map(|a| a.value.into_owned())
                    };
                    at = attribute("r").unwrap_or_default();
                    is_text = attribute("t").as_deref() == Some("s");
                }
            }
            Event::Text(text) => {
                let text = text.xml10_content().into_owned();
                let cell = cells.entry(at.clone()).or_default();
                match tag.as_str() {
                    "v" if is_text => {
                        cell.0 = strings[text.parse::<usize>().expect("a place")].clone();
                    }
                    "v" => cell.0 = text,
                    "f" => cell.1.push_str(&text),
                    _ => {}
                }
            }
            Event::End(_) => tag.clear(),
            Event::Eof => return cells,
            _ => {}
        }
    }
}

fn number(cells: &Cells, at: &str) -> f64 {
    cells
        .get(at)
        .and_then(|cell| cell.0.parse().ok())
        .unwrap_or_else(|| panic!("no number at {at}"))
}

/// Letters and number of an address without its `$`.
fn address(text: &str) -> (String, u32) {
    let text = text.replace('$', "");
    let digits = text.find(|c: char| c.is_ascii_digit()).expect("a row");
    (text[..digits].to_owned(), text[digits..].parse().expect("a row"))
}

/// The addresses of a range of one row or one column.
fn range(text: &str) -> Vec<String> {
    let (from, to) = text.split_once(':').expect("a range");
    let ((first, top), (last, bottom)) = (address(from), address(to));
    if first == last {
        return (top..=bottom).map(|row| format!("{first}{row}")).collect();
    }
    assert_eq!(top, bottom, "{text}");
    let at = |letters: &str| (0..200).find(|at| column(*at) == letters).expect("a column");
    (at(&first)..=at(&last)).map(|at| format!("{}{top}", column(at))).collect()
}

/// `100*SUMPRODUCT(weights,scores/highest)/SUM(weights)`, for a sheet of reads.
fn weighted(cells: &Cells, formula: &str) -> f64 {
    let inside = formula.strip_prefix("100*SUMPRODUCT(").expect(formula);
    let (product, sum) = inside.split_once(")/SUM(").expect(formula);
    let (weights, scores) = product.split_once(',').expect(formula);
    let (scores, highest) = scores.split_once('/').expect(formula);
    let weights = range(weights);
    assert_eq!(range(sum.trim_end_matches(')')), weights);
    let (scores, highest) = (range(scores), range(highest));
    let product: f64 = weights
        .iter()
        .zip(&scores)
        .zip(&highest)
        .map(|((w, s), h)| number(cells, w) * number(cells, s) / number(cells, h))
        .sum();
    100.0 * product / weights.iter().map(|at| number(cells, at)).sum::<f64>()
}

/// `AVERAGEIF(Penilaian!codes,cell,Penilaian!totals)`, each total by its own formula.
fn average(ranking: &Cells, reads: &Cells, formula: &str) -> f64 {
    let inside =
        formula.strip_prefix("AVERAGEIF(").and_then(|f| f.strip_suffix(')')).expect(formula);
    let pieces: Vec<&str> = inside.split(',').collect();
    let [codes, wanted, totals] = pieces[..] else { panic!("{formula}") };
    let on_reads = |text: &str| {
        range(
            text.strip_prefix("Penilaian!")
                .expect("the other sheet")
                .split(':')
                .map(ToOwned::to_owned)
                .collect::<Vec<_>>()
                .join(":")
                .as_str(),
        )
    };
    let wanted = &ranking[wanted].0;
    let values: Vec<f64> = on_reads(codes)
        .iter()
        .zip(on_reads(totals))
        .filter(|(code, _)| reads.get(*code).is_some_and(|cell| &cell.0 == wanted))
        .map(|(_, total)| weighted(reads, &reads[&total].1))
        .collect();
    let count = f64::from(u32::try_from(values.len()).expect("few"));
    values.iter().sum::<f64>() / count
}

/// A small result: three proposals by three judges, on uneven weights and scales.
fn sealed() -> (Document, Annex) {
    let aspect = |key: &str, weight, max| Aspect {
        key: key.to_owned(),
        title: key.to_uppercase(),
        weight,
        max,
    };
    let mut document = Document {
        format: FORMAT.to_owned(),
        edition: "contoh-2031".to_owned(),
        name: "Kompetisi Contoh".to_owned(),
        region: "Kota Contoh".to_owned(),
        year: 2031,
        demo: true,
        top: 2,
        min_reads: 2,
        province_quota: 1,
        criteria: vec![aspect("a", 30, 100), aspect("b", 50, 10), aspect("c", 17, 5)],
        ranked: 3,
        panel: None,
        reads: 0,
        honoured: Vec::<SealedRow>::new(),
        deviations: Vec::new(),
        parted: Vec::new(),
        lot: None,
        annex: String::new(),
    };
    let mut annex = Annex {
        format: FORMAT.to_owned(),
        places: Vec::new(),
        reads: Vec::new(),
        panel: Vec::new(),
        judges: BTreeMap::from([("j0".to_owned(), "Juri & \"Contoh\" <1>".to_owned())]),
        recusals: Vec::new(),
        unsent: BTreeMap::new(),
        plenary: None,
        ladders: Vec::new(),
    };
    let rubric = document.rubric();
    let mut reads = Vec::new();
    for (p, judges) in [(1_i64, 3_i64), (2, 2), (3, 3)] {
        for j in 0..judges {
            let marks = BTreeMap::from([
                ("a".to_owned(), 7000 + 133 * p + 57 * j),
                ("b".to_owned(), 655 + 31 * p - 7 * j),
                ("c".to_owned(), 333 + 11 * j * p),
            ]);
            let exact = total(&rubric, &marks).expect("every aspect");
            reads.push(crate::judging::rules::Read {
                proposal: format!("p{p}"),
                judge: format!("j{j}"),
                marks: marks.clone(),
            });
            annex.reads.push(SealedRead {
                proposal_id: format!("p{p}"),
                code: format!("U-{p:03}"),
                judge: format!("j{j}"),
                marks,
                total: fraction(exact),
                comment: String::new(),
            });
        }
    }
    let mut all = contenders(&rubric, &reads, 2);
    all.sort_by_key(|one| std::cmp::Reverse(one.mean));
    for (rank, one) in (1..).zip(all) {
        annex.places.push(SealedPlace {
            rank,
            proposal_id: one.proposal.clone(),
            code: format!("U-00{}", &one.proposal[1..]),
            acronym: format!("Contoh {}", one.proposal),
            title: String::new(),
            unit: "Unit".to_owned(),
            agency: "Dinas".to_owned(),
            category: String::new(),
            score: fraction(one.mean),
            stages: None,
            shown: one.mean.display(),
            lowest: String::new(),
            highest: String::new(),
            reads: u32::try_from(one.totals.len()).expect("few"),
            tie: String::new(),
        });
    }
    document.reads = u32::try_from(annex.reads.len()).expect("few");
    (document, annex)
}

fn book() -> (Document, Annex, Vec<u8>) {
    let (document, annex) = sealed();
    let lines = vec![("Kata segel".to_owned(), "air air air air".to_owned())];
    let notes = Notes { lines, sealed_at: 1_598_407_200_000 };
    let bytes = recap(&document, &annex, &notes).expect("a workbook");
    (document, annex, bytes)
}

#[test]
fn the_formulas_lead_from_the_scores_to_the_sealed_numbers() {
    let (_, annex, book) = book();
    let (ranking, reads) = (cells(&book, 1), cells(&book, 2));
    for (at, read) in annex.reads.iter().enumerate() {
        let cell = &reads[&format!("F{}", at + 5)];
        let worked = weighted(&reads, &cell.1);
        assert!((worked - real(&read.total)).abs() < 1e-9, "{}: {worked}", read.code);
        assert!((cell.0.parse::<f64>().expect("a number") - worked).abs() < 1e-9, "as it is shown");
    }
    for (at, place) in annex.places.iter().enumerate() {
        let line = at + 5;
        let worked = average(&ranking, &reads, &ranking[&format!("G{line}")].1);
        assert!((worked - real(&place.score)).abs() < 1e-9, "{}: {worked}", place.code);
        assert!((worked - number(&ranking, &format!("H{line}"))).abs() < 1e-9);
        assert_eq!(ranking[&format!("I{line}")].1, format!("ROUND(G{line}-H{line},9)"));
    }
}

#[test]
fn a_changed_score_changes_the_mean_and_the_same_seal_gives_the_same_file() {
    let (_, annex, book) = book();
    let (ranking, mut reads) = (cells(&book, 1), cells(&book, 2));
    let code = reads["A5"].0.clone();
    let at = annex.places.iter().position(|place| place.code == code).expect("a place") + 5;
    let formula = ranking[&format!("G{at}")].1.clone();
    let before = average(&ranking, &reads, &formula);
    reads.get_mut("C5").expect("a score").0 = "1".to_owned();
    assert!(average(&ranking, &reads, &formula) < before, "the formula is alive");
    assert_eq!(book, self::book().2);
}

#[test]
fn columns_are_named_as_workbooks_name_them() {
    for (at, name) in [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (51, "AZ"), (52, "BA")] {
        assert_eq!(column(at), name);
    }
}
