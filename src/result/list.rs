//! Lists for spreadsheets: `;` between columns and a byte order mark, as Indonesian spreadsheets read
//! them, and no cell that one of them would carry out.

use crate::fault::Fault;
use csv::{Terminator, WriterBuilder};
use std::borrow::Cow;

/// A cell that no spreadsheet takes for a formula: typed text may begin with any sign.
fn plain(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The text of a table; line ends within a cell become spaces.
///
/// # Errors
/// [`Fault::Ours`] if it cannot be written.
pub fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, Fault> {
    let broken = |error: csv::Error| {
        tracing::error!(%error, "a list could not be written");
        Fault::Ours
    };
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(head).map_err(broken)?;
    for row in rows {
        let cells = row.iter().map(|cell| plain(&cell.replace(['\r', '\n'], " ")).into_owned());
        writer.write_record(cells).map_err(broken)?;
    }
    writer.into_inner().map_err(|_| Fault::Ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_a_text_in_every_cell() {
        let typed = ["=1+1", "+62", "-3", "@x", "a;b", "dua\r\nbaris", "\"kutip\"", "biasa"];
        let row = typed.iter().map(|&cell| cell.to_owned()).collect();
        let bytes = table(&["a"; 8], [row]).expect("a table");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let expected = "'=1+1;'+62;'-3;'@x;\"a;b\";dua  baris;\"\"\"kutip\"\"\";biasa";
        assert_eq!(text.lines().nth(1), Some(expected));
        assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
    }
}
