//! One spelling for each letter, so that texts that look equal are equal.

use crate::kernel::text;
use unicode_normalization::UnicodeNormalization as _;

/// A text as it is stored: composed letters (Unicode's NFC), and clean.
pub fn stored(text: &str) -> String {
    text::clean(&text.nfc().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_has_one_spelling() {
        assert_eq!(stored("caf\u{65}\u{301}"), "café");
        assert_eq!(stored("satu\u{200B}kata\r\n"), "satukata\n");
    }
}
