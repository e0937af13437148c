//! The lot, as anybody repeats it with a shell: who has the lower SHA-256 of `number:secret:code`
//! comes first. Pure.

use super::tie::{Draw, Lot};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write as _};

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _always = write!(hex, "{byte:02x}");
        hex
    })
}

/// What is published of a secret before the draw.
pub fn commitment(secret: &str) -> String {
    sha256(secret)
}

/// The lot of one proposal.
pub fn lot(draw: &Draw, code: &str) -> String {
    sha256(&format!("{}:{}:{code}", draw.value, draw.secret))
}

/// The lots of proposals with their codes; none before the draw.
pub fn lots<'a>(
    lot: Option<&Lot>,
    proposals: impl Iterator<Item = (&'a str, &'a str)>,
) -> BTreeMap<String, String> {
    match lot.and_then(|lot| lot.draw.as_ref()) {
        Some(draw) => proposals.map(|(id, code)| (id.to_owned(), self::lot(draw, code))).collect(),
        None => BTreeMap::new(),
    }
}

/// Whether the secret of a draw is the one that was declared.
pub fn is_kept(lot: &Lot) -> bool {
    lot.draw.as_ref().is_none_or(|draw| commitment(&draw.secret) == lot.commitment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lot_is_what_a_shell_says() {
        // printf %s rahasia | sha256sum; printf %s 7214:rahasia:U-037 | sha256sum
        let draw = Draw {
            value: "7214".to_owned(),
            secret: "rahasia".to_owned(),
            at: 0,
            by: String::new(),
        };
        assert_eq!(
            lot(&draw, "U-037"),
            "0138e29a9f38604b923aeed07e1e0b236c239726a321a5a2ba196ff843b2ae73"
        );
        let mut declared = Lot {
            source: String::new(),
            commitment: "541e984103d4099bb8383050c56d511e733d85e6ab889a1c363ced651762eee0"
                .to_owned(),
            declared_at: 0,
            declared_by: String::new(),
            before_closing: true,
            draw: Some(draw),
        };
        assert!(is_kept(&declared));
        assert_eq!(
            lots(Some(&declared), [("a", "U-037")].into_iter())["a"],
            "0138e29a9f38604b923aeed07e1e0b236c239726a321a5a2ba196ff843b2ae73"
        );
        declared.commitment.replace_range(..1, "0");
        assert!(!is_kept(&declared));
        assert!(lots(None, [("a", "U-037")].into_iter()).is_empty());
    }
}
