//! The presenter's page: the words to say now. Names only after the hall has seen them.

use super::{
    follow::{Seat, follow},
    words::{cue_name, on_stage, plain},
};
use crate::ceremony::rules::{Cue, Moment, Opening, Programme, Snapshot};
use crate::kernel::Lang;
use crate::say;
use crate::ui::Whole;
use leptos::prelude::*;

/// What to say while this is on stage.
fn words(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> String {
    let Some(cue) = programme.cue(snapshot.cue) else { return String::new() };
    match cue {
        Cue::Waiting => say!(host_waiting, lang).to_owned(),
        Cue::Opening => say!(
            host_opening,
            lang,
            name = programme.name.pick(lang),
            region = programme.region,
            year = programme.year
        ),
        Cue::Numbers => say!(
            host_numbers,
            lang,
            agencies = programme.figures.agencies,
            proposals = programme.figures.proposals
        ),
        Cue::Method => {
            say!(host_method, lang, reads = programme.reads, judges = programme.figures.judges)
        }
        Cue::Introduction => say!(host_introduction, lang).to_owned(),
        Cue::Rank(reveal) if snapshot.moment == Moment::Suspense => {
            say!(host_suspense, lang, rank = reveal.rank)
        }
        Cue::Rank(reveal) => snapshot
            .at_rank(reveal.rank)
            .map(|row| {
                let name = [row.acronym.as_str(), &plain(&row.expansion)]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ");
                say!(host_rank, lang, rank = row.rank, name = name, unit = row.unit)
            })
            .collect::<Vec<_>>()
            .join(" "),
        Cue::Podium => say!(host_podium, lang, head = programme.head),
        Cue::Board => say!(host_board, lang).to_owned(),
        Cue::NextLevel => say!(host_next_level, lang, level = programme.next_level),
        Cue::Thanks => say!(host_thanks, lang).to_owned(),
    }
}

/// The presenter's page.
pub fn host(opening: Opening, lang: Lang) -> AnyView {
    let (programme, live) = follow(opening, Seat::Desk);
    let snapshot = live.snapshot;
    let demo =
        programme.demo.then(|| view! { <p class="remark">{say!(stage_simulated, lang)}</p> });
    let (one, two) = (programme.clone(), programme.clone());
    let now = move || snapshot.with(|s| on_stage(&one, s, lang));
    let say = move || snapshot.with(|s| words(&two, s, lang));
    let next = move || {
        let cue = snapshot.with(|s| programme.cue(s.cue + 1));
        cue.map(|cue| say!(host_next, lang, cue = cue_name(cue, &programme, lang)))
    };
    let lost = move || live.up.get() == Some(false);
    view! {
        <main class="remote host" class:lost=lost>
            <header>
                <b>{say!(host_title, lang)}</b>
                <span>{move || lost().then_some(say!(remote_down, lang))}</span>
            </header>
            <h1>{now}</h1>
            <p class="speech" aria-live="polite">{say}</p>
            <p class="remark">{next}</p>
            {demo}
        </main>
    }
    .whole()
}
