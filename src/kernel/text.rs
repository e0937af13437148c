//! Counting and cleaning what people type: one function for the server and the browser.

/// Hard cap of one field, in characters: far above any word limit, low enough to store.
pub const MAX_CHARACTERS: usize = 20_000;

/// Words as the form counts them (`design.md` §3.6).
///
/// Split on Unicode white space; a token counts when it holds a letter or digit, so
/// "e-KTP" is one word, "24/7" is one, and a lone dash is none.
pub fn count_words(text: &str) -> u32 {
    let words = text.split_whitespace().filter(|t| t.chars().any(char::is_alphanumeric)).count();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// Text as it is stored: line ends as `\n`, zero-width characters gone, nothing else touched.
///
/// Runs over everything that arrives, so that a counter in a browser and one on the server
/// agree on what was typed.
pub fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    clean.push('\n');
                }
            }
            '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\0' => {}
            c => clean.push(c),
        }
    }
    clean
}

/// One line: cleaned, inner white space single, no ends.
pub fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as a link's query carries it.
pub fn percent(text: &str) -> String {
    let mut coded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            coded.push(char::from(byte));
        } else {
            let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or_default();
            coded.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    coded
}

/// Folded key for comparing titles: lower case letters and digits only.
pub fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_the_guide_says() {
        for (text, words) in [
            ("", 0),
            ("e-KTP", 1),
            ("–", 0),
            ("24/7", 1),
            ("dua\u{00A0}kata", 2),
            ("a – b", 2),
            ("🙂 senyum", 1),
            ("baris\nbaru\ttab", 3),
        ] {
            assert_eq!(count_words(text), words, "{text:?}");
        }
    }

    #[test]
    fn a_text_travels_in_a_link() {
        assert_eq!(percent("Bu Rina: 50%"), "Bu%20Rina%3a%2050%25");
    }

    #[test]
    fn cleaning_keeps_every_visible_character() {
        assert_eq!(clean("a\r\nb\rc\u{200B}d"), "a\nb\ncd");
        assert_eq!(count_words(&clean("satu\u{200B}kata")), 1);
    }

    proptest::proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in ".{0,200}") {
            let once = clean(&text);
            proptest::prop_assert_eq!(clean(&once), once);
        }
    }
}
