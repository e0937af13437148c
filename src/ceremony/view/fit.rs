//! How large a name may be: line breaks estimated from the typeface's own widths, so that the
//! first paint is already right and nothing is measured while it moves.

/// The typeface at weight 800: each sign and its width in hundredths of the size.
const WIDTHS: &[u8] =
    b" 18-63.41/53&81,39(41)41A73B69C77D74E59F59G80H73I29J40K69L55M91N74O88P65Q88\
R67S65T55U72V71W99X68Y67Z57a58b67c61d67e61f41g65h60i26j26k59l26m93n60o65p67q67r39s51t42u60v58w91\
x58y60z49070141260361466561660756863960";

fn sign(sign: char) -> u32 {
    let known = WIDTHS.as_chunks::<3>().0.iter().find(|known| char::from(known[0]) == sign);
    known.map_or(90, |[_, tens, ones]| u32::from((tens - b'0') * 10 + ones - b'0'))
}

/// Hundredths of a font size that `text` is wide.
fn width(text: &str) -> u32 {
    // Names are set a little closer than the typeface would have it.
    text.chars().map(|c| sign(if c == '\u{a0}' { ' ' } else { c }) - 1).sum()
}

/// Lines that `text` takes at `size` in `room` (both in stage units), broken at spaces; `None` if
/// a single word is wider than the room.
fn lines(text: &str, size: u32, room: u32) -> Option<u32> {
    let room = room * 100 / size.max(1);
    let (mut lines, mut at) = (1, 0);
    for word in text.split(' ') {
        let word = width(word);
        if word > room {
            return None;
        }
        let with = if at == 0 { word } else { at + 17 + word };
        if with > room {
            lines += 1;
            at = word;
        } else {
            at = with;
        }
    }
    Some(lines)
}

/// A size and the lines it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// In stage units.
    pub size: u32,
    /// One or two, more only if no size fits.
    pub lines: u32,
}

/// The first of `sizes` (largest first) at which `text` fits into `room`: on one line, or on two
/// if it is no larger than `two_from`. The smallest if none does.
pub fn fit(text: &str, room: u32, sizes: &[u32], two_from: u32) -> Fit {
    let found = sizes.iter().find_map(|&size| match lines(text, size, room) {
        Some(lines @ 1..=2) if lines == 1 || size <= two_from => Some(Fit { size, lines }),
        _ => None,
    });
    let smallest = sizes.last().copied().unwrap_or(40);
    found.unwrap_or(Fit { size: smallest, lines: lines(text, smallest, room).unwrap_or(3) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_typeface() {
        assert_eq!(width("1"), 41 - 1);
        assert_eq!(width("LASBUDU"), 55 + 73 + 65 + 69 + 72 + 74 + 72 - 7);
    }

    #[test]
    fn a_short_name_is_large_and_a_long_one_takes_two_lines() {
        let sizes = [200, 170, 140, 112, 92];
        assert_eq!(fit("LASBUDU", 958, &sizes, 140), Fit { size: 200, lines: 1 });
        assert_eq!(fit("SI MAS LAWANG", 958, &sizes, 140), Fit { size: 140, lines: 2 });
        assert_eq!(fit("PUSTAKA SANTUN LANSIA", 958, &sizes, 140).lines, 2);
    }

    #[test]
    fn a_single_endless_word_still_gets_a_size() {
        let endless = "PENANGGULANGANKEMISKINANTERPADU";
        assert_eq!(fit(endless, 958, &[200, 60, 40], 140).size, 40);
    }
}
