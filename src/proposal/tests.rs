//! The rules of proposals, told as sentences.

use super::rules::{self, Access, Identity, Progress, Save, Status};
use crate::{
    edition::{Edition, Phase, load, window},
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
    let missing = rules::missing(&edition, &Identity::default(), &BTreeMap::new());
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
        rules::may_submit(&edition.region.zone, Status::Submitted, window, now, Some(closes - 1))
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

proptest! {
    /// Two devices, any order of saves and of lost answers: every text that a device sent is
    /// current or in the history, and none is overwritten unseen.
    #[test]
    fn no_text_of_two_devices_is_lost(steps in prop::collection::vec((0_usize..2, 0_u8..4, any::<bool>()), 1..40)) {
        let (mut rev, mut current) = (0_i64, String::new());
        let mut history = vec![String::new()];
        let mut base = [0_i64; 2];
        for (step, (device, letter, answer_lost)) in steps.into_iter().enumerate() {
            let value = format!("{letter} pada langkah {}", step / 3);
            match rules::decide(rev, &current, base[device], &value) {
                Save::Store => {
                    prop_assert_eq!(base[device], rev, "only who has seen the present text replaces it");
                    rev += 1;
                    current.clone_from(&value);
                    history.push(value.clone());
                    if !answer_lost { base[device] = rev; }
                }
                Save::Same => if !answer_lost { base[device] = rev; },
                Save::Conflict => {
                    history.push(value.clone());
                    if !answer_lost { base[device] = rev; }
                }
            }
            prop_assert!(current == value || history.contains(&value));
        }
    }
}
