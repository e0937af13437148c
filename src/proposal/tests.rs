//! The rules of proposals, told as sentences.

mod link;
mod merge;
mod saving;

use super::rules::{
    self, Access, Concern, Identity, Late, OtherTitle, Papers, Progress, Reach, Status,
};
use crate::{
    edition::{Edition, Part, Phase, load, window},
    kernel::{Account, Lang, Role},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn edition() -> Edition {
    load::edition(&load::Folder::Demo).expect("the demo edition is whole")
}

fn words(n: usize) -> String {
    vec!["kata"; n].join(" ")
}

#[test]
fn a_text_over_its_limit_is_kept_and_told() {
    let edition = edition();
    let field = edition.field("summary").expect("the form has a summary");
    assert!(rules::flaw(field, &words(200)).is_none());
    let flaw = rules::flaw(field, &words(209)).expect("nine words too many");
    assert!(flaw.id.ends_with("harus 200 kata atau kurang. Sekarang 209 kata."), "{}", flaw.id);
}

#[test]
fn an_empty_proposal_lacks_every_required_text_in_the_order_of_the_form() {
    let edition = edition();
    let missing = rules::missing(&edition, &Identity::default(), &BTreeMap::new(), &[]);
    let required = edition.fields().filter(|field| field.required).count();
    assert_eq!(missing.len(), 6 + required);
    assert_eq!(missing[0].slug, "identitas");
    assert_eq!(missing.last().map(|m| m.slug.as_str()), Some("keberlanjutan"));
}

#[test]
fn an_innovation_must_be_old_enough_on_closing_day() {
    let edition = edition();
    let with =
        |started_on: &str| Identity { started_on: started_on.to_owned(), ..Identity::default() };
    let lacks_age = |started_on: &str| {
        rules::missing_identity(&edition, &with(started_on)).iter().any(|m| m.field == "started_on")
    };
    assert!(!lacks_age("2019-06-12"));
    assert!(lacks_age("2019-06-13"));
    assert!(lacks_age("2031-01-01"));
}

#[test]
fn nothing_is_submitted_a_second_after_closing_and_the_earlier_version_stands() {
    let edition = edition();
    let closes = edition.calendar.submission_closes;
    let try_at = |now| {
        let window = window(&edition, &[], Phase::Submission, ("dinkes", "a"), now);
        rules::may_submit(
            &edition.region.zone,
            Status::Submitted,
            (&window, Part::Any),
            now,
            Some(closes - 1),
        )
    };
    assert!(try_at(closes).is_ok());
    let refused = try_at(closes + 1000).expect_err("closed");
    assert!(refused.id.starts_with("Pendaftaran ditutup"), "{}", refused.id);
    assert!(refused.id.contains("tetap berlaku"), "{}", refused.id);
}

#[test]
fn the_owner_submits_the_team_and_its_admin_write_and_strangers_see_nothing() {
    let account = |id: &str, role: Role, agency: &str| Account {
        id: id.to_owned(),
        username: id.to_owned(),
        name: id.to_owned(),
        roles: vec![role],
        agency: Some(agency.to_owned()),
        unit: None,
    };
    let to = |id: &str, role, agency: &str, member| {
        rules::access(&account(id, role, agency), "rina", "dinkes", member)
    };
    assert_eq!(to("rina", Role::Innovator, "dinkes", false), Some(Access::Owner));
    assert_eq!(to("budi", Role::Innovator, "dinkes", true), Some(Access::Member));
    assert_eq!(to("admin", Role::AgencyAdmin, "dinkes", false), Some(Access::Admin));
    assert_eq!(to("ketua", Role::Chair, "", false), Some(Access::Office));
    assert_eq!(to("admin", Role::AgencyAdmin, "dindik", false), None);
    assert_eq!(to("budi", Role::Innovator, "dinkes", false), None, "a colleague is no member");
    assert_eq!(to("juri", Role::Judge, "dinkes", false), None);
    let may = |access: Access| (access.writes(), access.submits());
    assert_eq!(
        [Access::Owner, Access::Member, Access::Admin, Access::Office].map(may),
        [(true, true), (true, false), (true, false), (false, false)]
    );
}

#[test]
fn ages_are_said_in_years_and_months() {
    assert_eq!(rules::months_in_words(16, Lang::Id), "1 tahun 4 bulan");
    assert_eq!(rules::months_in_words(12, Lang::En), "1 year");
    assert_eq!(rules::months_in_words(0, Lang::Id), "0 bulan");
}

#[test]
fn marked_syllables_light_up_and_unmarked_names_stay_whole() {
    let pieces = rules::syllables("[Ge]rakan [Anti] St[unting]");
    assert_eq!(pieces.iter().filter(|(lit, _)| *lit).count(), 3);
    assert_eq!(rules::plain("[Ge]rakan"), "Gerakan");
    assert_eq!(rules::syllables("Gerakan"), vec![(false, "Gerakan".to_owned())]);
}

#[test]
fn a_section_is_complete_when_all_that_is_required_is_there() {
    let edition = edition();
    let section = edition.section("adaptabilitas").expect("it has two texts");
    let mut texts = BTreeMap::new();
    assert_eq!(rules::progress(&section.fields, &texts), Progress::Empty);
    texts.insert(section.fields[0].key.clone(), "sudah".to_owned());
    assert_eq!(rules::progress(&section.fields, &texts), Progress::Begun);
    texts.insert(section.fields[1].key.clone(), "luas".to_owned());
    assert_eq!(rules::progress(&section.fields, &texts), Progress::Complete);
    texts.insert(section.fields[0].key.clone(), words(101));
    assert_eq!(rules::progress(&section.fields, &texts), Progress::Wrong);
}

fn about(title: &str) -> Identity {
    Identity { title: title.to_owned(), track: "general".to_owned(), ..Identity::default() }
}

/// What is told of a proposal that may be submitted, as far as it is written.
fn seen(
    identity: &Identity,
    texts: &BTreeMap<String, String>,
    others: &[OtherTitle],
) -> Vec<Concern> {
    let others: Vec<&OtherTitle> = others.iter().collect();
    let papers =
        Papers { identity, texts, kinds: &[], others: &others, link: Reach::Unknown, quota: None };
    let mut concerns = rules::concerns(&edition(), papers);
    concerns.retain(|concern| !concern.stops);
    concerns
}

#[test]
fn a_title_like_another_is_told_by_its_number_and_a_draft_keeps_its_name() {
    let own = about("Gasing: Gerakan Anti Stunting di Desa");
    let other = |name: Option<&str>, title: &str| {
        OtherTitle::new(name.map(str::to_owned), title.to_owned())
    };
    let none = BTreeMap::new();
    let same = seen(&own, &none, &[other(Some("U-012"), "GASING gerakan anti-stunting di desa")]);
    assert_eq!(same[0].code, "DUPLICATE_TITLE");
    assert!(same[0].id.starts_with("Judul sama dengan usulan U-012"), "{}", same[0].id);
    let near = seen(&own, &none, &[other(Some("U-013"), "Gasing: Gerakan Anti Stunting di Kota")]);
    assert!(near[0].id.starts_with("Judul mirip dengan usulan U-013"), "{}", near[0].id);
    let before = crate::edition::Earlier {
        year: 2018,
        title: "GASING: Gerakan Anti Stunting di Desa".to_owned(),
        place: "Puskesmas contoh".to_owned(),
    };
    let before = seen(&own, &none, &[OtherTitle::earlier(&before)]);
    assert_eq!(before[0].code, "DUPLICATE_TITLE");
    assert!(before[0].id.contains("pernah ikut: inovasi Puskesmas contoh tahun 2018"));
    assert!(!before[0].sure, "it may come again: somebody reads both");
    let draft = seen(&own, &none, &[other(None, "Gasing: Gerakan Anti Stunting di Kota")]);
    assert!(draft[0].id.contains("usulan lain yang sedang ditulis"));
    assert!(!draft[0].id.contains("Kota"), "a draft is nobody else's business");
    assert!(
        seen(&own, &none, &[other(Some("U-014"), "Perahu Buku untuk Anak Pesisir")]).is_empty()
    );
}

#[test]
fn each_track_is_for_whom_it_is() {
    let none = BTreeMap::new();
    let with = |track: &str, origin: &str, won: &str| {
        let identity = Identity {
            track: track.to_owned(),
            origin: origin.to_owned(),
            won_before: won.to_owned(),
            ..Identity::default()
        };
        seen(&identity, &none, &[]).into_iter().map(|c| c.code).collect::<Vec<_>>()
    };
    assert!(with("general", "", "no").is_empty());
    assert_eq!(with("general", "", "yes"), ["WRONG_GROUP"]);
    assert_eq!(with("general", "PSC 119", "no"), ["WRONG_GROUP"]);
    assert_eq!(with("special", "", "yes"), ["WRONG_GROUP"]);
    assert!(with("replication", "PSC 119", "no").is_empty());
    let lacks = |origin: &str| {
        let identity = Identity {
            track: "replication".to_owned(),
            origin: origin.to_owned(),
            ..Identity::default()
        };
        rules::missing_identity(&edition(), &identity).iter().any(|m| m.field == "origin")
    };
    assert!(lacks("") && !lacks("PSC 119"), "a replication names its origin");
}

#[test]
fn a_video_is_a_whole_address_without_tricks() {
    for good in ["https://youtu.be/abc", "https://www.youtube.com/watch?v=a#t=1", ""] {
        assert!(rules::video_flaw(good).is_none(), "{good}");
    }
    for bad in [
        "http://youtu.be/abc",
        "youtu.be/abc",
        "https://",
        "https://localhost/x",
        "https://user@youtu.be/x",
        "https://.be/x",
        "javascript:alert(1)//https://youtu.be",
    ] {
        assert!(rules::video_flaw(bad).is_some(), "{bad}");
    }
}

#[test]
fn careless_answers_are_told_while_there_is_time() {
    let told = |key: &str, text: &str| {
        let texts = BTreeMap::from([(key.to_owned(), text.to_owned())]);
        seen(&Identity::default(), &texts, &[])
    };
    assert!(told("summary", &words(60))[0].id.contains("mengulang kata"));
    assert!(told("summary", "Sudah baik sekali.")[0].id.contains("baru 3 kata dari 200"));
    let proper = (0..60).map(|n| format!("kata{n}")).collect::<Vec<_>>().join(" ");
    assert!(told("summary", &proper).is_empty());
    assert!(told("summary", "").is_empty(), "what is empty is missing, not careless");
    let twice = BTreeMap::from([
        ("summary".to_owned(), proper.clone()),
        ("novelty".to_owned(), proper.to_uppercase()),
    ]);
    let told = seen(&Identity::default(), &twice, &[]);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].slug, "kebaruan");
    assert!(told[0].id.contains("sama persis dengan Ringkasan inovasi"), "{}", told[0].id);
}

#[test]
fn letters_are_found_in_the_words_they_come_from() {
    let of = |acronym: &str, expansion: &str| {
        rules::letters(acronym, expansion)
            .into_iter()
            .map(|(letter, word)| format!("{letter}:{}", word.unwrap_or_default()))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(of("GAS", "Gerakan Anti Stunting"), "G:Gerakan A:Anti S:Stunting");
    assert_eq!(of("Gera", "[Gera]kan"), "G:Gerakan e:Gerakan r:Gerakan a:Gerakan");
    assert_eq!(of("GX", "Gerakan Anti"), "G:Gerakan X:");
}

#[test]
fn a_quota_of_nought_is_none() {
    assert!(rules::within_quota(1000, 0));
    assert!(rules::within_quota(2, 3));
    assert!(!rules::within_quota(3, 3));
}

#[test]
fn how_long_ago_is_said_in_the_largest_unit() {
    let ago = |minutes: i64| rules::ago(0, minutes * 60_000, Lang::Id);
    assert_eq!(
        [0, 2, 61, 1500].map(ago),
        ["baru saja", "2 menit lalu", "1 jam lalu", "1 hari lalu"]
    );
    assert_eq!(rules::ago(60_000, 0, Lang::Id), "baru saja", "a clock that is behind says so too");
}

proptest! {
    /// Likeness of titles: the same both ways, whole for the same letters, within its bounds, and
    /// deaf to case, spaces and signs.
    #[test]
    fn likeness_is_fair(one in "\\PC{0,60}", other in "\\PC{0,60}") {
        let alike = rules::likeness(&one, &other);
        prop_assert_eq!(alike, rules::likeness(&other, &one));
        prop_assert!(alike <= 100);
        let letters = one.chars().any(char::is_alphanumeric);
        prop_assert_eq!(rules::likeness(&one, &one), if letters { 100 } else { 0 });
        prop_assert_eq!(rules::likeness(&format!(" {one}!"), &other), alike);
    }

    /// A title with one word changed stays like itself, and a long one more so.
    #[test]
    fn a_changed_word_is_still_seen(words in prop::collection::vec("[a-z]{5,9}", 8..14)) {
        let title = words.join(" ");
        let changed = format!("{} lain", words[..words.len() - 1].join(" "));
        prop_assert!(rules::likeness(&title, &changed) >= rules::ALIKE);
    }

    /// The paperwork check never fails on what is typed, and never speaks of an empty form.
    #[test]
    fn the_paperwork_check_reads_anything(text in "\\PC{0,400}", title in "\\PC{0,80}") {
        let texts = BTreeMap::from([("summary".to_owned(), text.clone()), ("novelty".to_owned(), text)]);
        let others = [OtherTitle::new(None, title.clone())];
        for concern in seen(&about(&title), &texts, &others) {
            prop_assert!(!concern.id.is_empty() && !concern.en.is_empty());
        }
        prop_assert!(seen(&about(""), &BTreeMap::new(), &[]).is_empty());
    }
}

#[test]
fn the_last_days_are_told_in_words_that_can_be_shared() {
    let zone = &edition().region.zone;
    let late = [
        Late { acronym: "Perahu Buku".to_owned(), unit: "SMP Contoh".to_owned(), missing: 0 },
        Late { acronym: "Antar Aman".to_owned(), unit: "SD Contoh".to_owned(), missing: 4 },
    ];
    let words = rules::message("Dinas Pendidikan", 1_591_952_400_000, zone, &late);
    assert!(words.contains("ditutup Jumat, 12 Juni 2020, 16.00 WIB"), "{words}");
    assert!(words.contains("- Perahu Buku (SMP Contoh): lengkap, tinggal diajukan"), "{words}");
    assert!(words.contains("- Antar Aman (SD Contoh): kurang 4 hal"), "{words}");
    assert!(rules::message("Dinas Pendidikan", 0, zone, &[]).is_empty());
}

proptest! {
    /// Looked at whenever a server happens to be awake, with the closing moved later and the
    /// proposal submitted at some moment: nobody is reminded twice for a day of a closing, never
    /// after submitting, never after closing, and at most three times for a closing.
    #[test]
    fn nobody_is_reminded_twice_or_too_late(
        mut looks in prop::collection::vec(0_i64..20 * 86_400_000, 1..60),
        submitted in 0_i64..30 * 86_400_000,
        extended_at in 0_i64..20 * 86_400_000,
        extension in 0_i64..10 * 86_400_000,
    ) {
        looks.sort_unstable();
        let mut had: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for now in looks {
            let closes = 10 * 86_400_000 + if now >= extended_at { extension } else { 0 };
            let status = if now >= submitted { Status::Submitted } else { Status::Draft };
            let earlier = had.entry(closes).or_default();
            if let Some(days) = rules::due(now, closes, status, earlier) {
                prop_assert!(!earlier.contains(&days), "twice");
                prop_assert!(now < submitted, "after submitting");
                prop_assert!(now < closes, "after closing");
                prop_assert!(closes - now <= days * 86_400_000, "too early");
                prop_assert!(rules::DAYS.contains(&days));
                earlier.push(days);
                prop_assert!(earlier.len() <= 3);
                prop_assert!(earlier.is_sorted_by(|a, b| a > b), "nearer and nearer");
            }
        }
        prop_assert_eq!(rules::in_force(0, 86_400_000, Status::Withdrawn), None);
    }
}
