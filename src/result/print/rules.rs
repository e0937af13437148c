//! Words and codes of official papers: a date spelled out, a certificate's code, who goes on. Pure.

use crate::{
    kernel::{Lang, time::Zone},
    result::rules::{
        SealedRow,
        document::{Annex, Document},
    },
};

const DIGITS: [&str; 12] = [
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
];

/// A whole number below a million in Indonesian words.
pub fn spelled(n: u32) -> String {
    let small = |n: u32| DIGITS[usize::try_from(n).unwrap_or(0).min(11)].to_owned();
    let with = |head: String, rest: u32| match rest {
        0 => head,
        rest => format!("{head} {}", spelled(rest)),
    };
    match n {
        0..=11 => small(n),
        12..=19 => format!("{} belas", small(n - 10)),
        20..=99 => with(format!("{} puluh", small(n / 10)), n % 10),
        100..=199 => with("seratus".to_owned(), n % 100),
        200..=999 => with(format!("{} ratus", small(n / 100)), n % 100),
        1000..=1999 => with("seribu".to_owned(), n % 1000),
        _ => with(format!("{} ribu", spelled(n / 1000)), n % 1000),
    }
}

/// A day as minutes spell it: "Rabu, tanggal lima bulan Agustus tahun dua ribu dua puluh".
pub fn day_in_words(zone: &Zone, at: i64) -> String {
    let civil = zone.civil(at);
    // "Rabu, 5 Agustus 2020": weekday and month are the kernel's words.
    let date = zone.date(at, Lang::Id);
    let weekday = date.split(',').next().unwrap_or_default();
    let month = date.split(' ').nth(2).unwrap_or_default();
    let word = |n: i64| spelled(u32::try_from(n).unwrap_or_default());
    let (day, year) = (word(civil.day), word(civil.year));
    format!("{weekday}, tanggal {day} bulan {month} tahun {year}")
}

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters of a code before its last, which checks them.
const BODY: usize = 11;

fn check(values: impl Iterator<Item = usize>) -> char {
    let sum: usize = values.zip(1..).map(|(value, weight)| value * weight).sum();
    char::from(LETTERS[sum % 31])
}

/// A certificate's code of a SHA-256 in hex: eleven letters of Crockford's base 32 and one that checks.
pub fn code_of(sha256: &str) -> String {
    let bits = sha256.get(..16).and_then(|hex| u64::from_str_radix(hex, 16).ok()).unwrap_or(0);
    let values: Vec<usize> =
        (0..BODY).map(|at| usize::try_from((bits >> (5 * at)) & 31).unwrap_or(0)).collect();
    let mut code: String = values.iter().map(|value| char::from(LETTERS[*value])).collect();
    code.push(check(values.into_iter()));
    code
}

/// A code as it was typed, without groups and with the letters that are mistaken for digits put
/// right; `None` if it is not one of ours.
pub fn read_code(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect();
    let values: Option<Vec<usize>> =
        code.bytes().map(|byte| LETTERS.iter().position(|letter| *letter == byte)).collect();
    let values = values.filter(|values| values.len() == BODY + 1)?;
    (check(values.into_iter().take(BODY)) == code.chars().last()?).then_some(code)
}

/// A code in groups of four, as it is printed.
pub fn grouped(code: &str) -> String {
    let groups: Vec<&str> =
        code.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect();
    groups.join("-")
}

/// A certificate's number: "003/KIPP/2020".
pub fn serial(at: usize, year: i32) -> String {
    format!("{:03}/KIPP/{year}", at + 1)
}

/// The honoured that go on, in rank order whatever the order they were chosen in; `None` if there
/// are none, more than the quota, or some that are not honoured.
pub fn forwarded<'a>(document: &'a Document, chosen: &[&str]) -> Option<Vec<&'a SealedRow>> {
    let known = |id: &&str| document.honoured.iter().any(|row| row.proposal_id == **id);
    let rows: Vec<_> =
        document.honoured.iter().filter(|row| chosen.contains(&row.proposal_id.as_str())).collect();
    let quota = usize::try_from(document.province_quota).unwrap_or(usize::MAX);
    (!rows.is_empty() && rows.len() <= quota && chosen.iter().all(known)).then_some(rows)
}

/// Why a place stands where it does among equals, in words; empty if it had no equal.
pub fn tie_words(document: &Document, tie: &str) -> String {
    if let Some(key) = tie.strip_prefix("criterion:") {
        let aspect = document.criteria.iter().find(|aspect| aspect.key == key);
        let title = aspect.map_or(key, |aspect| aspect.title.as_str());
        return format!("nilai akhir sama, diurutkan menurut rata-rata aspek {title}");
    }
    match tie {
        "" => "",
        "mean" => "nilai terkalibrasi sama, diurutkan menurut nilai baku",
        "minimum" => "nilai akhir sama, diurutkan menurut nilai terendah yang lebih tinggi",
        "head_to_head" => "nilai akhir sama, diurutkan menurut pilihan juri yang membaca keduanya",
        "calibrated" => "nilai akhir sama, diurutkan menurut nilai terkalibrasi",
        "panel" => "nilai akhir sama, diurutkan menurut nilai panel",
        "desk" => "nilai akhir dan nilai panel sama, diurutkan menurut peringkat naskah",
        "chair" => "nilai akhir sama, diurutkan menurut keputusan ketua yang tercatat",
        "lot" => "nilai akhir sama, diurutkan menurut undian yang benihnya diumumkan lebih dahulu",
        _ => "nilai akhir sama dan tidak dipisahkan: peringkat bersama",
    }
    .to_owned()
}

/// A judge's name in an annex.
pub fn judge<'a>(annex: &'a Annex, id: &'a str) -> &'a str {
    annex.judges.get(id).map_or(id, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_as_minutes_spell_them() {
        for (n, words) in [
            (0, "nol"),
            (5, "lima"),
            (10, "sepuluh"),
            (11, "sebelas"),
            (12, "dua belas"),
            (20, "dua puluh"),
            (31, "tiga puluh satu"),
            (100, "seratus"),
            (111, "seratus sebelas"),
            (250, "dua ratus lima puluh"),
            (1000, "seribu"),
            (1999, "seribu sembilan ratus sembilan puluh sembilan"),
            (2020, "dua ribu dua puluh"),
            (2026, "dua ribu dua puluh enam"),
            (11_001, "sebelas ribu satu"),
        ] {
            assert_eq!(spelled(n), words);
        }
    }

    #[test]
    fn a_day_is_spelled_out() {
        let wib = Zone { offset_minutes: 420, name: "WIB".to_owned() };
        // 2020-08-05T09:00:00+07:00, and one minute before midnight of the same day.
        for at in [1_596_592_800_000, 1_596_592_800_000 + (14 * 60 + 59) * 60_000] {
            let words = "Rabu, tanggal lima bulan Agustus tahun dua ribu dua puluh";
            assert_eq!(day_in_words(&wib, at), words);
        }
    }

    #[test]
    fn a_code_is_read_however_it_is_typed_and_a_slip_is_noticed() {
        let code = code_of("0123456789abcdef0123");
        assert_eq!(code.len(), 12);
        assert_eq!(read_code(&grouped(&code)), Some(code.clone()));
        let loose = format!(" {} ", code.to_lowercase().replace('1', "l").replace('0', "o"));
        assert_eq!(read_code(&loose), Some(code.clone()));
        for at in 0..BODY {
            let mut slip: Vec<char> = code.chars().collect();
            slip[at] = if slip[at] == '7' { '8' } else { '7' };
            assert_eq!(read_code(&slip.iter().collect::<String>()), None, "letter {at}");
        }
        for wrong in ["", "ABC", "UUUUUUUUUUUU", "0000000000000"] {
            assert_eq!(read_code(wrong), None, "{wrong}");
        }
    }
}
