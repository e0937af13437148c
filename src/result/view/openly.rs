//! What the plenary did to the list, below the public results: where it differs from the scores and why,
//! how equals were parted, and the lot. Whoever reads the list reads this with it.

use super::super::{
    api::Openly,
    plenary::view::lot_facts,
    rules::{
        plenary::{Change, Deviation},
        tie::{Parted, Way},
    },
};
use crate::{edition::Here, kernel::Lang, say, ui::Whole};
use leptos::prelude::*;

fn deviation(one: &Deviation, lang: Lang) -> AnyView {
    let (name, rank) = (&one.acronym, one.by_score);
    let words = match one.change {
        Change::In => say!(openly_in, lang, name = name, rank = rank),
        Change::Out => say!(openly_out, lang, name = name, rank = rank),
        Change::MadeRoom => say!(openly_made_room, lang, name = name, rank = rank),
    };
    let reason = (!one.reason.is_empty()).then(|| view! { " " <q>{one.reason.clone()}</q> });
    let votes = one.votes.map(|votes| {
        let (yes, no, abstain) = (votes.yes, votes.no, votes.abstain);
        let words = say!(plenary_votes_were, lang, yes = yes, no = no, abstain = abstain);
        view! { " " <small>{words}</small> }
    });
    view! { <li>{words} {reason} {votes}</li> }.whole()
}

fn parting(one: &Parted, lang: Lang) -> AnyView {
    let names = one.names.join(", ");
    let words = match one.way {
        Way::Lot => say!(openly_lot, lang, names = names),
        _ => say!(openly_chair, lang, names = names),
    };
    view! { <li>{words} " " <q>{one.reason.clone()}</q></li> }.whole()
}

/// The section; nothing if there is nothing to tell.
pub fn openly(here: &Here, openly: &Openly) -> Option<AnyView> {
    let lang = here.lang;
    let told = !openly.deviations.is_empty() || !openly.parted.is_empty();
    if !told && openly.lot.is_none() {
        return None;
    }
    let plenary = told.then(|| {
        let deviations: Vec<AnyView> =
            openly.deviations.iter().map(|one| deviation(one, lang)).collect();
        let parted: Vec<AnyView> = openly.parted.iter().map(|one| parting(one, lang)).collect();
        view! {
            <h2>{say!(openly_title, lang)}</h2>
            <p>{say!(openly_lead, lang)}</p>
            <ul class="bullets">{deviations} {parted}</ul>
        }
    });
    let lot = openly.lot.as_ref().map(|lot| {
        view! { <h2>{say!(lot_title, lang)}</h2> {lot_facts(here, lot)} }
    });
    Some(view! { <section class="stack openly">{plenary} {lot}</section> }.whole())
}
