//! Moments as people read them: unix milliseconds shown in a region's zone and language.
//!
//! Own arithmetic, since a time-zone library would add some 100 kB to what a phone must load and
//! an edition has one fixed offset. Parsing happens on the server, by a library.

use super::Lang;

/// Milliseconds of a day.
pub const DAY: i64 = 86_400_000;

/// A zone with a fixed offset, such as WIB.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Zone {
    /// Minutes east of UTC.
    pub offset_minutes: i32,
    /// Its short name, shown after a time.
    pub name: String,
}

/// A date and time of day, as a clock on the wall shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// Year.
    pub year: i64,
    /// 1–12.
    pub month: usize,
    /// 1–31.
    pub day: i64,
    /// 0 is Sunday.
    pub weekday: usize,
    /// 0–23.
    pub hour: i64,
    /// 0–59.
    pub minute: i64,
}

const MONTHS: [[&str; 12]; 2] = [
    [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];
const MONTHS_SHORT: [[&str; 12]; 2] = [
    ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
];
const WEEKDAYS: [[&str; 7]; 2] = [
    ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
];

fn index(lang: Lang) -> usize {
    match lang {
        Lang::Id => 0,
        Lang::En => 1,
    }
}

impl Zone {
    /// What a clock in this zone shows at a moment.
    pub fn civil(&self, at: i64) -> Civil {
        let local = at + i64::from(self.offset_minutes) * 60_000;
        let (days, rest) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        // Days since 0000-03-01, so that the leap day is the last of its year (Hinnant's method).
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        Civil {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: usize::try_from(month).unwrap_or(1),
            day: day_of_year - (153 * month_from_march + 2) / 5 + 1,
            weekday: usize::try_from((days + 4).rem_euclid(7)).unwrap_or(0),
            hour: rest / 3_600_000,
            minute: rest % 3_600_000 / 60_000,
        }
    }

    /// The moment of a date and a time of day ("2026-11-24", "14:05" or "14.05") on this zone's walls.
    pub fn at(&self, day: &str, clock: &str) -> Option<i64> {
        let (year, month, day) = parse_day(day)?;
        let (hour, minute) = clock.trim().split_once([':', '.'])?;
        let number = |s: &str, below: i64| -> Option<i64> {
            s.parse().ok().filter(|n| (0..below).contains(n))
        };
        let (hour, minute) = (number(hour, 24)?, number(minute, 60)?);
        // Days since 1970-01-01, by Hinnant's method: the year begins in March.
        let month = i64::try_from(month).ok()?;
        let year = if month <= 2 { year - 1 } else { year };
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = year.div_euclid(400) * 146_097 + day_of_era - 719_468;
        let minutes = (hour * 60 + minute) - i64::from(self.offset_minutes);
        Some(days * DAY + minutes * 60_000)
    }

    /// "14.05" or "14:05".
    pub fn clock(&self, at: i64, lang: Lang) -> String {
        let civil = self.civil(at);
        let mark = if lang == Lang::Id { '.' } else { ':' };
        format!("{:02}{mark}{:02}", civil.hour, civil.minute)
    }

    /// "Selasa, 24 November 2026".
    pub fn date(&self, at: i64, lang: Lang) -> String {
        let civil = self.civil(at);
        let (weekday, month) =
            (WEEKDAYS[index(lang)][civil.weekday], MONTHS[index(lang)][civil.month - 1]);
        format!("{weekday}, {} {month} {}", civil.day, civil.year)
    }

    /// "Selasa, 24 November 2026, 14.05 WIB".
    pub fn moment(&self, at: i64, lang: Lang) -> String {
        format!("{}, {} {}", self.date(at, lang), self.clock(at, lang), self.name)
    }

    /// "Selasa".
    pub fn weekday(&self, at: i64, lang: Lang) -> &'static str {
        WEEKDAYS[index(lang)][self.civil(at).weekday]
    }

    /// "24 Nov".
    pub fn short(&self, at: i64, lang: Lang) -> String {
        let civil = self.civil(at);
        format!("{} {}", civil.day, MONTHS_SHORT[index(lang)][civil.month - 1])
    }

    /// "2026-11-24", as date fields and files carry it.
    pub fn iso(&self, at: i64) -> String {
        let civil = self.civil(at);
        format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day)
    }
}

/// "24 November 2026" of an ISO date; anything else is given back as it is.
pub fn day(iso: &str, lang: Lang) -> String {
    match parse_day(iso) {
        Some((year, month, day)) => format!("{day} {} {year}", MONTHS[index(lang)][month - 1]),
        None => iso.to_owned(),
    }
}

/// Year, month (1–12) and day of an ISO date that exists in the calendar.
pub fn parse_day(iso: &str) -> Option<(i64, usize, i64)> {
    let mut parts = iso.trim().splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    let (year, month, day): (i64, usize, i64) =
        (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=length).contains(&day).then_some((year, month, day))
}

/// Whole months from one date to another; negative if it lies in the future.
pub fn months_between(from: (i64, usize, i64), to: (i64, usize, i64)) -> i64 {
    let months =
        |(year, month, _): (i64, usize, i64)| year * 12 + i64::try_from(month).unwrap_or_default();
    months(to) - months(from) - i64::from(to.2 < from.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wib() -> Zone {
        Zone { offset_minutes: 420, name: "WIB".to_owned() }
    }

    #[test]
    fn the_award_day_of_2020_was_a_wednesday() {
        // 2020-08-26T09:00:00+07:00
        let at = 1_598_407_200_000;
        assert_eq!(wib().moment(at, Lang::Id), "Rabu, 26 Agustus 2020, 09.00 WIB");
        assert_eq!(wib().moment(at, Lang::En), "Wednesday, 26 August 2020, 09:00 WIB");
        assert_eq!(wib().iso(at), "2020-08-26");
    }

    #[test]
    fn an_innovation_ages_by_whole_months() {
        assert_eq!(months_between((2019, 6, 12), (2020, 6, 12)), 12);
        assert_eq!(months_between((2019, 6, 13), (2020, 6, 12)), 11);
        assert_eq!(months_between((2020, 7, 1), (2020, 6, 12)), -1);
    }

    #[test]
    fn only_days_that_exist_are_read() {
        assert!(parse_day("2020-02-29").is_some());
        for wrong in ["2021-02-29", "2020-13-01", "2020-1-1", "kemarin", "", "2020-04-31"] {
            assert!(parse_day(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_clock_that_no_wall_shows_is_no_moment() {
        for wrong in ["24:00", "12:60", "12", "", "-1:00", "siang"] {
            assert_eq!(wib().at("2020-06-12", wrong), None, "{wrong}");
        }
        assert_eq!(wib().at("2020-02-30", "12:00"), None);
    }

    proptest::proptest! {
        #[test]
        fn a_shown_moment_is_found_again(minute in 0_i64..66_000_000) {
            let at = minute * 60_000;
            for lang in [Lang::Id, Lang::En] {
                let found = wib().at(&wib().iso(at), &wib().clock(at, lang));
                proptest::prop_assert_eq!(found, Some(at));
            }
        }

        #[test]
        fn a_shown_day_can_be_read_again(at in 0_i64..4_000_000_000_000) {
            let civil = wib().civil(at);
            proptest::prop_assert_eq!(
                parse_day(&wib().iso(at)),
                Some((civil.year, civil.month, civil.day))
            );
        }
    }
}
