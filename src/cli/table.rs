//! CSV files of strangers: comma, semicolon or tab, byte order mark or none, quotes, any line end,
//! Indonesian or code column names. What cannot be read is one sentence with its line.

use super::say_error;
use anyhow::{Context, bail};
use std::{
    borrow::Cow,
    io::Write as _,
    path::{Path, PathBuf},
};

/// A column by its names; the first is the one in messages.
pub type Names = &'static [&'static str];

/// A file of rows with known columns.
pub struct Table {
    name: String,
    /// Whether a comma may be the decimal sign: only where it does not part the cells.
    decimal_comma: bool,
    rows: Vec<Row>,
    unused: Vec<String>,
}

/// The cells of one line, in the order in which the columns were asked for.
pub struct Row {
    /// In the file, from 1.
    pub line: usize,
    cells: Vec<String>,
}

impl Row {
    /// The text of a column; empty if the file has no such column.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// A number as it is written: `units / 10^decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// Without its decimal sign.
    pub units: i128,
    /// Digits after it.
    pub decimals: u32,
}

impl Decimal {
    /// As a number to calculate with.
    pub fn real(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "24 digits are more than a score carries")]
        let units = self.units as f64;
        units / 10_f64.powi(i32::try_from(self.decimals).unwrap_or(i32::MAX))
    }
}

/// Digits that a number may have before and after its decimal sign: what sums of a million of them
/// still hold exactly.
const WHOLE: usize = 9;
const PART: usize = 15;

impl Table {
    /// Reads a file; `required` columns must be there, `optional` ones may be.
    pub fn read(path: &Path, required: &[Names], optional: &[Names]) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("{name} cannot be read"))?;
        let Ok(text) = String::from_utf8(bytes) else {
            bail!("{name} is not UTF-8 text; save it as \"CSV UTF-8\"");
        };
        Self::parse(&name, &text, required, optional)
    }

    fn parse(
        name: &str,
        text: &str,
        required: &[Names],
        optional: &[Names],
    ) -> anyhow::Result<Self> {
        let text = text.trim_start_matches('\u{FEFF}');
        let separator = separator(text);
        let mut lines = Lines { rest: text, separator, line: 1 };
        let header = loop {
            match lines.next() {
                None => bail!("{name} is empty; the first line must name the columns"),
                Some(Err(line)) => bail!("{name}, line {line}: a quote is opened and never closed"),
                Some(Ok((_, cells))) if cells.iter().all(|cell| cell.is_empty()) => {}
                Some(Ok((_, cells))) => break cells,
            }
        };
        let folded: Vec<String> = header.iter().map(|cell| fold(cell)).collect();
        let mut places = Vec::new();
        for (names, must) in
            required.iter().map(|n| (n, true)).chain(optional.iter().map(|n| (n, false)))
        {
            let found: Vec<usize> =
                (0..folded.len()).filter(|at| names.contains(&folded[*at].as_str())).collect();
            match found[..] {
                [] if must => bail!(
                    "{name}, line 1: there is no column {}; the columns are: {}",
                    names[0],
                    header.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(", "),
                ),
                [] => places.push(None),
                [at] => places.push(Some(at)),
                [a, b, ..] => bail!(
                    "{name}, line 1: the columns \"{}\" and \"{}\" both mean {}; leave one",
                    header[a],
                    header[b],
                    names[0],
                ),
            }
        }
        let unused = (0..header.len())
            .filter(|at| !places.contains(&Some(*at)) && !header[*at].is_empty())
            .map(|at| header[at].clone().into_owned())
            .collect();
        let mut rows = Vec::new();
        for record in lines {
            let (line, cells) = match record {
                Ok(record) => record,
                Err(line) => bail!("{name}, line {line}: a quote is opened and never closed"),
            };
            if cells.iter().all(|cell| cell.is_empty()) {
                continue;
            }
            if cells.len() != header.len() {
                bail!(
                    "{name}, line {line}: {} cells, but the first line names {} columns",
                    cells.len(),
                    header.len()
                );
            }
            let cells =
                places.iter().map(|at| at.map_or_else(String::new, |at| cells[at].to_string()));
            rows.push(Row { line, cells: cells.collect() });
        }
        Ok(Self { name: name.to_owned(), decimal_comma: separator != ',', rows, unused })
    }

    /// The rows that are not blank.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Names the columns that nobody asked for: perhaps one was meant to be read.
    pub fn say_unused(&self) {
        if !self.unused.is_empty() {
            let columns = self.unused.join(", ");
            say_error(&format!("kipp: {}: columns that are not used: {columns}", self.name));
        }
    }

    /// Refuses a file that has only a header.
    pub fn must_have_rows(&self) -> anyhow::Result<()> {
        if self.rows.is_empty() {
            bail!("{} has column names but no rows", self.name);
        }
        Ok(())
    }

    /// A sentence about a line of this file.
    pub fn wrong(&self, row: &Row, sentence: &str) -> anyhow::Error {
        anyhow::anyhow!("{}, line {}: {sentence}", self.name, row.line)
    }

    /// An id, which must not be empty.
    pub fn id<'a>(&self, row: &'a Row, column: usize, what: &str) -> anyhow::Result<&'a str> {
        match row.text(column) {
            "" => Err(self.wrong(row, &format!("the {what} is empty"))),
            id => Ok(id),
        }
    }

    /// A number written in digits.
    pub fn decimal(&self, row: &Row, column: usize, what: &str) -> anyhow::Result<Decimal> {
        let text = row.text(column);
        if text.is_empty() {
            return Err(self.wrong(row, &format!("the {what} is empty")));
        }
        decimal(text, self.decimal_comma)
            .map_err(|why| self.wrong(row, &format!("the {what} \"{}\" {why}", shortened(text))))
    }
}

/// A long text is cut, so that a sentence stays one.
fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 {
        text.to_owned()
    } else {
        text.chars().take(40).chain(['…']).collect()
    }
}

fn decimal(text: &str, comma: bool) -> Result<Decimal, String> {
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut parts = digits.split(|c| c == '.' || (comma && c == ','));
    let (whole, part) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || whole.is_empty() || !all_digits(whole) || !all_digits(part) {
        return Err("is not a number written in digits, such as 82 or 82.5".to_owned());
    }
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    if whole.len() > WHOLE {
        return Err(format!(
            "is out of any scale; {WHOLE} digits before the decimal sign are most"
        ));
    }
    if part.len() > PART {
        return Err(format!("has more than {PART} decimals"));
    }
    let units: i128 =
        format!("0{whole}{part}").parse().map_err(|_| "is not a number".to_owned())?;
    Ok(Decimal {
        units: if negative { -units } else { units },
        decimals: u32::try_from(part.len()).unwrap_or(0),
    })
}

/// Column names without case, spaces and hyphens.
fn fold(name: &str) -> String {
    name.to_lowercase()
        .split([' ', '-', '_'])
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

/// What parts the cells: whichever of the three the first line has most, outside quotes.
fn separator(text: &str) -> char {
    let mut quoted = false;
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    for c in text.trim_start().chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' | '\r' if !quoted => break,
            c if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(s, _)| *s == c) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    // The first of equals: a comma, if there is nothing to part.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(c, _)| c)
}

/// Lines of cells, each with its number; a quote that is never closed gives the line it opens in.
struct Lines<'a> {
    rest: &'a str,
    separator: char,
    line: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Result<(usize, Vec<Cow<'a, str>>), usize>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let line = self.line;
        let mut cells = Vec::new();
        loop {
            let (cell, end) = match self.cell() {
                Ok(cell) => cell,
                Err(line) => {
                    self.rest = "";
                    return Some(Err(line));
                }
            };
            cells.push(cell);
            if end {
                return Some(Ok((line, cells)));
            }
        }
    }
}

impl<'a> Lines<'a> {
    /// The next cell and whether its line ends with it.
    fn cell(&mut self) -> Result<(Cow<'a, str>, bool), usize> {
        let separator = self.separator;
        let start = self.rest.trim_start_matches(|c| c == ' ' && c != separator);
        let quoted = start.strip_prefix('"');
        let mut text: Cow<'a, str> = Cow::Borrowed("");
        if let Some(mut inner) = quoted {
            loop {
                let Some(at) = inner.find('"') else { return Err(self.line) };
                text += &inner[..at];
                inner = &inner[at + 1..];
                match inner.strip_prefix('"') {
                    Some(after) => {
                        text += "\"";
                        inner = after;
                    }
                    None => break,
                }
            }
            self.line += text.matches('\n').count();
            self.rest = inner;
        }
        let end = self.rest.find([separator, '\n', '\r']).unwrap_or(self.rest.len());
        text += &self.rest[..end];
        let after = &self.rest[end..];
        let ends = !after.starts_with(separator);
        self.rest = if ends {
            self.line += usize::from(!after.is_empty());
            after.strip_prefix("\r\n").unwrap_or_else(|| after.get(1..).unwrap_or_default())
        } else {
            &after[separator.len_utf8()..]
        };
        let trimmed = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        Ok((trimmed, ends))
    }
}

/// A cell of a file that we write: in quotes where it must be.
pub fn quoted(cell: &str) -> Cow<'_, str> {
    if cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell {
        Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Writes a file whole or not at all; without a path, to standard output.
pub fn deliver(text: &str, to: Option<&PathBuf>) -> anyhow::Result<()> {
    let Some(path) = to else {
        // A reader who has seen enough is no fault.
        let _closed = std::io::stdout().write_all(text.as_bytes());
        return Ok(());
    };
    let cannot = || format!("{} cannot be written", path.display());
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    std::fs::write(&beside, text).with_context(cannot)?;
    std::fs::rename(&beside, path).map_err(|error| {
        let _gone = std::fs::remove_file(&beside);
        anyhow::Error::new(error).context(cannot())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Names; 2] = [&["proposal_id", "usulan"], &["score", "nilai"]];

    fn cells(text: &str) -> Vec<(usize, String, String)> {
        let table = Table::parse("f.csv", text, &COLUMNS, &[]).expect("it can be read");
        let row = |row: &Row| (row.line, row.text(0).to_owned(), row.text(1).to_owned());
        table.rows().iter().map(row).collect()
    }

    fn refused(text: &str) -> String {
        match Table::parse("f.csv", text, &COLUMNS, &[]) {
            Ok(_) => panic!("{text:?} was read"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn files_of_any_office_program_can_be_read() {
        let expected =
            [(2, "P1".to_owned(), "82".to_owned()), (3, "P2".to_owned(), "7".to_owned())];
        for text in [
            "proposal_id,score\nP1,82\nP2,7\n",
            "\u{FEFF}proposal_id,score\r\nP1,82\r\nP2,7",
            "Usulan;NILAI\rP1;82\rP2;7",
            "score\tproposal id\n82\tP1\n7\t P2 \n",
            "\"proposal_id\" , \"score\"\n\"P1\",\"82\"\n\"P2\",7\n",
        ] {
            let mut found = cells(text);
            found.sort();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn lines_are_counted_over_blanks_and_line_ends_in_quotes() {
        let text = "usulan,nilai\n\n\"P\n1\",82\n,\n\"say \"\"so\"\"\",7\n";
        assert_eq!(
            cells(text),
            [(3, "P\n1".to_owned(), "82".to_owned()), (6, "say \"so\"".to_owned(), "7".to_owned())]
        );
    }

    #[test]
    fn what_cannot_be_read_is_one_sentence_with_its_line() {
        assert_eq!(refused(""), "f.csv is empty; the first line must name the columns");
        assert_eq!(
            refused("usulan,x\nP1,2\n"),
            "f.csv, line 1: there is no column score; the columns are: \"usulan\", \"x\""
        );
        assert_eq!(
            refused("usulan,nilai,score\n"),
            "f.csv, line 1: the columns \"nilai\" and \"score\" both mean score; leave one"
        );
        assert_eq!(
            refused("usulan,nilai\nP1,2\nP2\n"),
            "f.csv, line 3: 1 cells, but the first line names 2 columns"
        );
        assert_eq!(
            refused("usulan,nilai\nP1,\"2\nP2,3\n"),
            "f.csv, line 2: a quote is opened and never closed"
        );
    }

    #[test]
    fn a_comma_is_a_decimal_sign_only_where_it_does_not_part_cells() {
        let of = |units, decimals| Ok(Decimal { units, decimals });
        assert_eq!(decimal("82,50", true), of(825, 1));
        assert_eq!(decimal("082.125", false), of(82_125, 3));
        assert_eq!(decimal("-0.5", false), of(-5, 1));
        assert!(decimal("82,5", false).is_err());
        for text in ["NaN", "inf", "1e308", "1.234,5", "--1", ".", "8 2", "٨٢", "0x10"] {
            assert!(decimal(text, true).is_err(), "{text}");
        }
        assert!(decimal("1234567890", false).is_err_and(|why| why.contains("out of any scale")));
        assert!(decimal(&"9".repeat(400), false).is_err());
    }

    #[test]
    fn a_cell_we_write_can_be_read_again() {
        let text = format!("usulan,nilai\n{},1\n", quoted("a \"b\", c\nd"));
        assert_eq!(cells(&text)[0].1, "a \"b\", c\nd");
    }
}
