//! The sealed result: who is honoured, in which order, fixed by a hash that people can say. Pure.

#[cfg(feature = "ssr")]
pub mod document;
#[cfg(feature = "ssr")]
pub mod lot;
pub mod plenary;
#[cfg(feature = "ssr")]
pub mod recount;
pub mod revocation;
pub mod tie;

use serde::{Deserialize, Serialize};

/// One place of the sealed result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRow {
    /// From 1; equal in a tie.
    pub rank: u32,
    /// The proposal.
    pub proposal_id: String,
    /// Short name.
    pub acronym: String,
    /// What it stands for; `[ ]` around the syllables that make it, if marked; may be empty.
    pub expansion: String,
    /// Full title.
    pub title: String,
    /// Unit's name.
    pub unit: String,
    /// Agency's name.
    pub agency: String,
    /// Official mean for display, e.g. "86,42".
    pub score: String,
}

/// The result that everything printed, shown and published comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedResult {
    /// The edition's slug.
    pub edition: String,
    /// The edition's year.
    pub year: i32,
    /// Whether ranks and scores are simulated.
    pub demo: bool,
    /// Rank 1 first.
    pub rows: Vec<SealedRow>,
    /// SHA-256 of the sealed document, in hex.
    pub sha256: String,
    /// The same in four words, to be compared by ear.
    pub words: String,
    /// When the second officer sealed it, in unix milliseconds.
    pub sealed_at_ms: i64,
}

/// Sixty-four words that are hard to mistake for one another when said aloud.
pub const WORDS: [&str; 64] = [
    "air", "akar", "angin", "awan", "bambu", "batu", "beras", "biji", "bintang", "buku", "bulan",
    "bunga", "cincin", "daun", "delima", "embun", "emas", "fajar", "gajah", "garam", "gelas",
    "gunung", "hujan", "hutan", "ikan", "jambu", "jagung", "jalan", "kaca", "kapal", "kawung",
    "kayu", "kelapa", "kerbau", "kopi", "kunci", "langit", "laut", "lesung", "lumbung", "madu",
    "mangga", "melati", "merpati", "nanas", "nasi", "obor", "padi", "pantai", "payung", "perahu",
    "piring", "pohon", "rotan", "rumah", "sawah", "sungai", "tangga", "teh", "tenun", "tombak",
    "udara", "wayang", "zamrud",
];

/// Four words of a hash in hex: 24 of its bits.
pub fn spoken(sha256: &str) -> String {
    let bits = sha256.get(..6).and_then(|hex| u32::from_str_radix(hex, 16).ok()).unwrap_or(0);
    [18, 12, 6, 0].map(|shift| WORDS[usize::try_from((bits >> shift) & 63).unwrap_or(0)]).join(" ")
}

/// How many rows are honoured: the first `top`, and all that tie with the last of them.
pub fn honoured(ranks: &[u32], top: u32) -> usize {
    ranks.iter().take_while(|rank| **rank <= top).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_across_the_cut_is_honoured_whole() {
        assert_eq!(honoured(&[1, 2, 3, 3, 5], 3), 4);
        assert_eq!(honoured(&[1, 2], 10), 2);
    }

    #[test]
    fn the_spoken_seal_has_four_words_and_follows_the_hash() {
        assert_eq!(spoken("000000ff"), "air air air air");
        assert_eq!(spoken("ffffff00"), "zamrud zamrud zamrud zamrud");
        assert_eq!(spoken("041041aa").split(' ').count(), 4);
    }
}
