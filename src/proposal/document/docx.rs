//! Word's documents: as much of them as a proposal needs, written and read. A document that was
//! made to harm is put away unread.

use super::rules::{Paragraph, Part};
use quick_xml::{
    Reader,
    escape::escape,
    events::{BytesStart, Event},
};
use std::io::{Cursor, Read, Write};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Largest text of a document once it is unpacked, in bytes: a thousand pages.
const UNPACKED: u64 = 16 * 1024 * 1024;
/// Most paragraphs that are read.
const PARAGRAPHS: usize = 20_000;

/// Why a document cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    /// It is no Word document.
    NotWord,
    /// It is one, and broken.
    Broken,
    /// It grows beyond all measure when it is unpacked.
    Vast,
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const STYLE_RELATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="320"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style></w:styles>"#;
const OPENING: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
const TABLE: &str = r#"<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4" w:color="BBBBBB"/></w:tblBorders></w:tblPr><w:tblGrid/>"#;
const CLOSING: &str = r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/></w:sectPr></w:body></w:document>"#;

/// Writes a document: a title, what is said of it, and each part below its heading.
///
/// # Errors
/// When the archive cannot be written, which memory alone could cause.
pub fn write(title: &str, head: &[String], parts: &[Part]) -> std::io::Result<Vec<u8>> {
    let mut word = Word::new(title);
    for line in head {
        word.line(line);
    }
    for part in parts {
        word.heading(&format!("{} ({})", part.heading, part.words));
        for line in part.text.lines() {
            word.line(line);
        }
    }
    word.finish()
}

/// A document that is being written, from its title on.
pub struct Word(String);

impl Word {
    /// One that has a title.
    pub fn new(title: &str) -> Self {
        let mut body = String::from(OPENING);
        paragraph(&mut body, "Title", title);
        Self(body)
    }

    /// A heading.
    pub fn heading(&mut self, text: &str) {
        paragraph(&mut self.0, "Heading1", text);
    }

    /// A paragraph.
    pub fn line(&mut self, text: &str) {
        paragraph(&mut self.0, "", text);
    }

    /// A table over the whole width; `head` is repeated on each page it goes on, rows may be shorter.
    pub fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        let body = &mut self.0;
        body.push_str(TABLE);
        let mut row = |cells: &[String], more: &str| {
            body.push_str("<w:tr>");
            body.push_str(more);
            for cell in cells {
                body.push_str("<w:tc>");
                paragraph(body, "", cell);
                body.push_str("</w:tc>");
            }
            body.push_str("</w:tr>");
        };
        if !head.is_empty() {
            row(head, "<w:trPr><w:tblHeader/></w:trPr>");
        }
        for cells in rows {
            row(cells, "");
        }
        body.push_str("</w:tbl>");
        // Word wants a paragraph between a table and what follows.
        paragraph(body, "", "");
    }

    /// The document's bytes.
    ///
    /// # Errors
    /// When the archive cannot be written, which memory alone could cause.
    pub fn finish(mut self) -> std::io::Result<Vec<u8>> {
        self.0.push_str(CLOSING);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", self.0.as_str()),
            ("word/styles.xml", STYLES),
            ("word/_rels/document.xml.rels", STYLE_RELATION),
        ] {
            archive.start_file(name, SimpleFileOptions::default())?;
            archive.write_all(text.as_bytes())?;
        }
        Ok(archive.finish()?.into_inner())
    }
}

fn paragraph(body: &mut String, style: &str, text: &str) {
    body.push_str("<w:p>");
    if !style.is_empty() {
        body.push_str("<w:pPr><w:pStyle w:val=\"");
        body.push_str(style);
        body.push_str("\"/></w:pPr>");
    }
    body.push_str("<w:r>");
    for (at, piece) in text.split('\t').enumerate() {
        if at > 0 {
            body.push_str("<w:tab/>");
        }
        // XML has no way to write the other control characters.
        let kept: String = piece.chars().filter(|c| !c.is_control() && is_xml(*c)).collect();
        body.push_str("<w:t xml:space=\"preserve\">");
        body.push_str(&escape(kept.as_str()));
        body.push_str("</w:t>");
    }
    body.push_str("</w:r></w:p>");
}

fn is_xml(c: char) -> bool {
    !matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// The paragraphs of a document.
///
/// # Errors
/// Why it cannot be read.
pub fn read(file: &[u8]) -> Result<Vec<Paragraph>, Bad> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| Bad::NotWord)?;
    let entry = archive.by_name("word/document.xml").map_err(|_| Bad::NotWord)?;
    let mut text = Vec::new();
    // What an archive says of its own size is hearsay: only what comes out is counted.
    entry.take(UNPACKED + 1).read_to_end(&mut text).map_err(|_| Bad::Broken)?;
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > UNPACKED {
        return Err(Bad::Vast);
    }
    let text = String::from_utf8(text).map_err(|_| Bad::Broken)?;
    paragraphs(&text)
}

fn paragraphs(xml: &str) -> Result<Vec<Paragraph>, Bad> {
    let mut reader = Reader::from_str(xml);
    let mut done: Vec<Paragraph> = Vec::new();
    // A text box is a paragraph within a paragraph.
    let mut open: Vec<Paragraph> = Vec::new();
    let (mut in_text, mut twin, mut depth) = (false, 0_usize, 0_usize);
    loop {
        let event = reader.read_event().map_err(|_| Bad::Broken)?;
        match &event {
            Event::Start(tag) => {
                depth += 1;
                // What Word draws twice, for old readers, is read once.
                twin += usize::from(twin > 0 || name(tag) == "Fallback");
                match name(tag) {
                    "p" => open.push(Paragraph::default()),
                    "t" => in_text = twin == 0,
                    _ => mark(tag, &mut open, twin),
                }
            }
            Event::Empty(tag) => match name(tag) {
                "p" if twin == 0 => done.push(Paragraph::default()),
                _ => mark(tag, &mut open, twin),
            },
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                match tag.local_name().as_ref() {
                    "p" => done.extend(open.pop().filter(|_| twin == 0)),
                    "t" => in_text = false,
                    _ => {}
                }
                twin = twin.saturating_sub(1);
            }
            Event::Text(text) if in_text => push(&mut open, &text.xml10_content()),
            Event::CData(text) if in_text => push(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) if in_text => {
                let name: &str = reference;
                let known = match name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    // Whatever else a document defines for itself is not followed.
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                if let Some(c) = known {
                    push(&mut open, c.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof => break,
            _ => {}
        }
        if done.len() > PARAGRAPHS || depth > 256 {
            return Err(Bad::Vast);
        }
    }
    if depth > 0 {
        return Err(Bad::Broken);
    }
    Ok(done)
}

fn name<'a>(tag: &'a BytesStart<'_>) -> &'a str {
    tag.name().0.rsplit(':').next().unwrap_or_default()
}

fn push(open: &mut [Paragraph], text: &str) {
    if let Some(paragraph) = open.last_mut() {
        paragraph.text.push_str(text);
    }
}

/// What a tag says of its paragraph: that it is a heading, a list's item, a break or a tab.
fn mark(tag: &BytesStart<'_>, open: &mut [Paragraph], twin: usize) {
    if twin > 0 {
        return;
    }
    match name(tag) {
        // The same tag with a place is a stop on the ruler.
        "tab" if tag.attributes_raw().trim().is_empty() => push(open, "\t"),
        "br" | "cr" => push(open, "\n"),
        "noBreakHyphen" => push(open, "-"),
        "numPr" => push(open, "- "),
        "outlineLvl" => heading(open),
        "pStyle" => {
            let value = tag.try_get_attribute("w:val").ok().flatten();
            let style = value.map(|value| value.value.to_lowercase()).unwrap_or_default();
            if ["heading", "judul", "title"].iter().any(|start| style.starts_with(start)) {
                heading(open);
            }
        }
        _ => {}
    }
}

fn heading(open: &mut [Paragraph]) {
    if let Some(paragraph) = open.last_mut() {
        paragraph.heading = true;
    }
}
