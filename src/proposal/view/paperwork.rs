//! "Panitia akan memeriksa ini": what the committee will look at, told before sending.

use crate::{
    edition::Here,
    proposal::{
        api::Overview,
        rules::{Concern, Link, Reach},
    },
    say,
    ui::{Fold, Guide, Icon},
};
use leptos::prelude::*;

/// Where the list stands: what another list on the same page tells is not told twice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// The tasks, which say what is not filled in.
    Tasks,
    /// Everything that is missing.
    Missing,
}

/// The list of what the committee will look at, each with the page that mends it.
pub fn concerns(here: &Here, overview: &Overview, beside: Beside) -> Option<AnyView> {
    let lang = here.lang;
    let told = |one: &&Concern| match beside {
        Beside::Tasks => !(one.stops && one.code == "INCOMPLETE_FORM"),
        Beside::Missing => !one.stops,
    };
    let concerns: Vec<&Concern> = overview.concerns.iter().filter(told).collect();
    if concerns.is_empty() {
        return None;
    }
    let base = lang.href(&format!("/saya/usulan/{}", overview.brief.id));
    let rows = concerns
        .iter()
        .map(|concern| {
            let sentence = concern.sentence(lang).to_owned();
            let href = format!("{base}/{}", concern.slug);
            let line = if overview.writes(&concern.slug) {
                view! { <a href=href rel="external">{sentence}</a> }.into_any()
            } else {
                view! { <span>{sentence}</span> }.into_any()
            };
            view! { <li><Icon name="warning"/> {line}</li> }
        })
        .collect_view();
    let title = say!(concerns_title, lang, n = concerns.len());
    Some(
        view! {
            <div class="concerns">
                <Guide title fold=Fold::Open>
                    <p class="muted">{say!(concerns_lead, lang)}</p>
                    <ul role="list">{rows}</ul>
                </Guide>
            </div>
        }
        .into_any(),
    )
}

/// Whether a link can be opened, what it calls itself, and when that was seen.
pub fn link(here: &Here, link: Link) -> AnyView {
    let lang = here.lang;
    let seen = link.seen_at.map(|at| say!(link_seen, lang, at = here.moment(at)));
    let (icon, words) = match link.reach.trouble(lang) {
        Some(trouble) => ("warning", trouble),
        None if link.reach == Reach::Opens => ("check", say!(link_opens, lang)),
        None => ("info", say!(link_unknown, lang)),
    };
    let title = (!link.title.is_empty()).then(|| view! { <b>{link.title}</b> <br/> });
    view! {
        <p class="after-field small link-seen">
            <Icon name=icon/> <span>{title} {words} " " {seen}</span>
        </p>
    }
    .into_any()
}
