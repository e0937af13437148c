//! Reads a PDF back as a search or a screen reader does: by its letters, not by its looks.

use hayro_syntax::{
    Pdf,
    content::ops::TypedInstruction,
    object::{Dict, Name, Object, Stream, String as Bytes},
    page::Page,
};
use std::collections::BTreeMap;

/// What each glyph of a font stands for.
type Letters = BTreeMap<u16, String>;

/// The number of pages.
pub fn pages(pdf: &[u8]) -> usize {
    Pdf::new(pdf.to_vec()).expect("a PDF").pages().iter().count()
}

/// Every letter in the order of the pages' content, without spaces, line breaks, heads and feet.
pub fn text(pdf: &[u8]) -> String {
    let pdf = Pdf::new(pdf.to_vec()).expect("a PDF");
    let all: String = pdf.pages().iter().map(page).collect();
    bare(&all)
}

/// A text without spaces and line breaks, which a page puts where it likes.
pub fn bare(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

/// Whether there is an image made of pixels anywhere.
pub fn has_pixels(pdf: &[u8]) -> bool {
    let pdf = Pdf::new(pdf.to_vec()).expect("a PDF");
    let image = |object: &Object<'_>| {
        matches!(object, Object::Stream(stream)
            if stream.dict().get::<Name>("Subtype").is_some_and(|kind| kind.as_str() == "Image"))
    };
    pdf.objects().into_iter().any(|object| image(&object))
}

fn page(page: &Page<'_>) -> String {
    let mut fonts: BTreeMap<String, Letters> = BTreeMap::new();
    let (mut text, mut font) = (String::new(), String::new());
    // Marks that are open, and whether what stands in them is passed over: it is for the eye alone,
    // or the mark itself has said it.
    let mut marks: Vec<bool> = Vec::new();
    let mut all = page.typed_operations();
    while let Some(one) = all.next() {
        match one {
            TypedInstruction::TextFont(chosen) => {
                chosen.0.as_str().clone_into(&mut font);
                if !fonts.contains_key(&font) {
                    let found = page.resources().get_font(chosen.0).expect("a font of the page");
                    fonts.insert(font.clone(), letters(&found));
                }
            }
            TypedInstruction::BeginMarkedContentWithProperties(mark) => {
                let said = match mark.1 {
                    Object::Dict(dict) => dict.get::<Bytes>("ActualText"),
                    _ => None,
                };
                if let Some(said) = &said {
                    text.push_str(&wide(said.as_bytes()));
                }
                marks.push(said.is_some() || mark.0.as_str() == "Artifact");
            }
            TypedInstruction::BeginMarkedContent(mark) => {
                marks.push(mark.0.as_str() == "Artifact");
            }
            TypedInstruction::EndMarkedContent(_) => {
                marks.pop();
            }
            TypedInstruction::ShowText(shown) if !marks.contains(&true) => {
                push(&mut text, &fonts[&font], shown.0.as_bytes());
            }
            TypedInstruction::ShowTexts(shown) if !marks.contains(&true) => {
                for piece in shown.0.iter::<Object<'_>>() {
                    if let Object::String(piece) = piece {
                        push(&mut text, &fonts[&font], piece.as_bytes());
                    }
                }
            }
            _ => {}
        }
    }
    text
}

fn push(text: &mut String, letters: &Letters, glyphs: &[u8]) {
    for pair in glyphs.chunks_exact(2) {
        if let Some(letter) = letters.get(&u16::from_be_bytes([pair[0], pair[1]])) {
            text.push_str(letter);
        }
    }
}

/// Text of two bytes a sign, with or without the mark before it.
fn wide(bytes: &[u8]) -> String {
    let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) else {
        return bytes.iter().map(|byte| char::from(*byte)).collect();
    };
    let units: Vec<u16> =
        rest.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
    String::from_utf16(&units).expect("UTF-16")
}

/// A font's own table from glyphs to letters: lines of `<glyph> <letters>`.
fn letters(font: &Dict<'_>) -> Letters {
    let table = font.get::<Stream<'_>>("ToUnicode").expect("a font that can be read");
    let table = String::from_utf8_lossy(&table.decoded().expect("its table")).into_owned();
    let pairs = table.split("beginbfchar").skip(1).flat_map(|block| {
        block.split("endbfchar").next().unwrap_or_default().lines().map(str::to_owned)
    });
    pairs
        .filter_map(|line| {
            let mut parts = line.split(['<', '>']).filter(|part| !part.trim().is_empty());
            let glyph = u16::from_str_radix(parts.next()?, 16).ok()?;
            let units: Vec<u16> = parts
                .next()?
                .as_bytes()
                .chunks_exact(4)
                .filter_map(|four| u16::from_str_radix(std::str::from_utf8(four).ok()?, 16).ok())
                .collect();
            Some((glyph, String::from_utf16(&units).ok()?))
        })
        .collect()
}
