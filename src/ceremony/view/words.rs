//! Words that are made rather than looked up: numerals, ordinals, lit syllables, names of cues.

use crate::ceremony::rules::{Cue, Programme, Snapshot};
use crate::kernel::Lang;
use crate::say;

const NUMERALS: [[&str; 2]; 12] = [
    ["satu", "one"],
    ["dua", "two"],
    ["tiga", "three"],
    ["empat", "four"],
    ["lima", "five"],
    ["enam", "six"],
    ["tujuh", "seven"],
    ["delapan", "eight"],
    ["sembilan", "nine"],
    ["sepuluh", "ten"],
    ["sebelas", "eleven"],
    ["dua belas", "twelve"],
];

/// "Sepuluh" for 10, digits for what is not said in one breath; begins a sentence.
pub fn numeral(number: usize, lang: Lang) -> String {
    let column = usize::from(lang == Lang::En);
    let word = number.checked_sub(1).and_then(|at| NUMERALS.get(at)).map(|words| words[column]);
    word.map_or_else(|| number.to_string(), capital)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "Peringkat ketujuh".
pub fn ordinal(rank: u32, lang: Lang) -> String {
    let at = usize::try_from(rank).unwrap_or_default();
    match (lang, rank) {
        (_, 1) => say!(stage_rank_first, lang).to_owned(),
        (Lang::Id, 2..=12) => {
            let word = NUMERALS[at - 1][0];
            say!(stage_rank_ordinal, lang, nth = format!("ke{word}"))
        }
        (Lang::En, 2..=12) => {
            let nth = [
                "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth",
                "Tenth", "Eleventh", "Twelfth",
            ][at - 2];
            say!(stage_rank_ordinal, lang, nth = nth)
        }
        _ => say!(stage_rank, lang, rank = rank),
    }
}

/// One stretch of a word, lit or not.
pub type Piece = (bool, String);

/// The words of an expansion, each in its stretches: `[Ke]las` is lit in its first syllable.
pub fn lit(expansion: &str) -> Vec<Vec<Piece>> {
    let mut on = false;
    expansion
        .split_whitespace()
        .map(|word| {
            let mut pieces: Vec<Piece> = Vec::new();
            let mut run = String::new();
            for c in word.chars() {
                if c != '[' && c != ']' {
                    run.push(c);
                    continue;
                }
                if !run.is_empty() {
                    pieces.push((on, std::mem::take(&mut run)));
                }
                on = c == '[';
            }
            if !run.is_empty() {
                pieces.push((on, run));
            }
            pieces
        })
        .filter(|pieces| !pieces.is_empty())
        .collect()
}

/// An expansion without its marks.
pub fn plain(expansion: &str) -> String {
    expansion.replace(['[', ']'], "")
}

/// A unit's name that never leaves its numeral alone on a line: "Puskesmas Kembaran II".
pub fn tied(name: &str) -> String {
    match name.rsplit_once(' ') {
        Some((head, tail)) if tail.len() <= 3 => format!("{head}\u{a0}{tail}"),
        _ => name.to_owned(),
    }
}

/// A title on two lines of about the same length.
pub fn two_lines(title: &str) -> (String, String) {
    let middle = title.len() / 2;
    let cut = title.match_indices(' ').map(|(at, _)| at).min_by_key(|at| at.abs_diff(middle));
    match cut {
        Some(at) => (title[..at].to_owned(), title[at + 1..].to_owned()),
        None => (title.to_owned(), String::new()),
    }
}

/// A time as it is said: "2,6 detik", "3 menit 10 detik".
pub fn span(milliseconds: i64, lang: Lang) -> String {
    let tenths = milliseconds.max(0) / 100;
    if tenths >= 600 {
        return say!(span_minutes, lang, m = tenths / 600, s = tenths / 10 % 60);
    }
    let mark = if lang == Lang::Id { ',' } else { '.' };
    let number = if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{}{mark}{}", tenths / 10, tenths % 10)
    };
    say!(span_seconds, lang, s = number)
}

/// What a cue is called on the remote: never with a name.
pub fn cue_name(cue: Cue, programme: &Programme, lang: Lang) -> String {
    match cue {
        Cue::Waiting => say!(stage_cue_waiting, lang).to_owned(),
        Cue::Opening => say!(stage_cue_opening, lang).to_owned(),
        Cue::Numbers => say!(stage_cue_numbers, lang).to_owned(),
        Cue::Method => say!(stage_method, lang).to_owned(),
        Cue::Introduction(list) => {
            of_list(say!(stage_cue_introduction, lang).to_owned(), list, programme, lang)
        }
        Cue::Rank(reveal) => {
            let name = say!(stage_rank, lang, rank = reveal.rank);
            of_list(name, reveal.list, programme, lang)
        }
        Cue::Podium(list) => of_list(say!(stage_podium, lang).to_owned(), list, programme, lang),
        Cue::Board(list) => best(programme, list, lang),
        Cue::NextLevel => programme.next_level.clone(),
        Cue::Thanks => say!(stage_thanks, lang).to_owned(),
        Cue::Slide(number) => programme.slide(number).map_or_else(String::new, |slide| {
            let words = if slide.title.is_empty() { &slide.text } else { &slide.title };
            if words.is_empty() { say!(stage_cue_image, lang).to_owned() } else { words.clone() }
        }),
    }
}

/// A name with the list it belongs to, if that is not the best of all.
fn of_list(name: String, list: u32, programme: &Programme, lang: Lang) -> String {
    match programme.list_name(list) {
        Some(list) => format!("{name} · {}", list.pick(lang)),
        None => name,
    }
}

/// "Sepuluh inovasi terbaik", or the name of another list.
pub fn best(programme: &Programme, list: u32, lang: Lang) -> String {
    if let Some(name) = programme.list_name(list) {
        return name.pick(lang).to_owned();
    }
    let reveals = programme.cues.iter().filter_map(Cue::reveal);
    let places = reveals.filter(|r| r.list == list).map(|r| r.places).sum::<u32>();
    let places = usize::try_from(places).unwrap_or_default();
    say!(stage_best, lang, number = numeral(places, lang))
}

/// What is on stage now, with the name if the hall has seen it.
pub fn on_stage(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> String {
    let Some(cue) = programme.cue(snapshot.cue) else { return String::new() };
    let name = cue_name(cue, programme, lang);
    let told = cue.reveal().into_iter().flat_map(|r| snapshot.at_rank(r.list, r.rank));
    let told = told.map(|row| row.acronym.as_str()).collect::<Vec<_>>().join(", ");
    if told.is_empty() { name } else { format!("{name} {told}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_in_brackets_are_lit() {
        let words = lit("Ke[las] I[bu] Hamil");
        let told: Vec<String> = words
            .concat()
            .into_iter()
            .map(|(on, text)| if on { text.to_uppercase() } else { text })
            .collect();
        assert_eq!(told, ["Ke", "LAS", "I", "BU", "Hamil"]);
        assert_eq!(lit("[Gua] ["), vec![vec![(true, "Gua".to_owned())]]);
    }

    #[test]
    fn numbers_are_said() {
        assert_eq!(numeral(10, Lang::Id), "Sepuluh");
        assert_eq!(numeral(15, Lang::En), "15");
        assert_eq!(ordinal(7, Lang::Id), "Peringkat ketujuh");
        assert_eq!(ordinal(1, Lang::En), "First place");
        assert_eq!(ordinal(2, Lang::En), "Second place");
        assert_eq!(ordinal(20, Lang::Id), "Peringkat 20");
    }

    #[test]
    fn times_are_said() {
        assert_eq!(span(2_600, Lang::Id), "2,6 detik");
        assert_eq!(span(5_000, Lang::En), "5 seconds");
        assert_eq!(span(190_400, Lang::Id), "3 menit 10 detik");
        assert_eq!(span(-5, Lang::Id), "0 detik");
    }

    #[test]
    fn a_numeral_stays_with_its_unit() {
        assert_eq!(tied("Puskesmas Tambak II"), "Puskesmas Tambak\u{a0}II");
        assert_eq!(tied("Dinarpusda"), "Dinarpusda");
    }

    #[test]
    fn a_title_breaks_near_its_middle() {
        let (first, second) = two_lines("Kompetisi Inovasi Pelayanan Publik");
        assert_eq!((first.as_str(), second.as_str()), ("Kompetisi Inovasi", "Pelayanan Publik"));
    }
}
