//! The presenter's page: the words to say now and next, and the presses to come. Names only after the
//! hall has seen them.

use super::{
    follow::{Seat, follow},
    words::{cue_name, on_stage, plain, span},
};
use crate::ceremony::rules::{Cue, Moment, Opening, Programme, Snapshot, course};
use crate::kernel::Lang;
use crate::say;
use crate::ui::Whole;
use leptos::prelude::*;

/// Presses that are announced.
const AHEAD: usize = 5;

/// What to say at a cue; `told` if the hall has seen who it is about.
fn words(cue: Cue, told: bool, programme: &Programme, snapshot: &Snapshot, lang: Lang) -> String {
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
        Cue::Introduction(_) => say!(host_introduction, lang).to_owned(),
        Cue::Rank(reveal) if !told => say!(host_suspense, lang, rank = reveal.rank),
        Cue::Rank(reveal) => snapshot
            .at_rank(reveal.list, reveal.rank)
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
        Cue::Podium(_) => say!(host_podium, lang, head = programme.head),
        Cue::Board(_) => say!(host_board, lang).to_owned(),
        Cue::NextLevel => say!(host_next_level, lang, level = programme.next_level),
        Cue::Thanks => say!(host_thanks, lang).to_owned(),
        Cue::Slide(number) => programme.slide(number).map_or_else(String::new, |slide| {
            let words = if slide.say.is_empty() { &slide.text } else { &slide.say };
            if words.is_empty() { slide.title.clone() } else { words.clone() }
        }),
    }
}

fn words_now(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> String {
    let told = snapshot.moment != Moment::Suspense;
    let cue = programme.cue(snapshot.cue);
    cue.map_or_else(String::new, |cue| words(cue, told, programme, snapshot, lang))
}

/// Name and words of the next cue: a rank that the hall has not seen has none but its number.
fn words_next(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> Option<(String, String)> {
    let cue = programme.cue(snapshot.cue + 1)?;
    let told = cue.reveal().is_none_or(|reveal| snapshot.has_told(reveal));
    Some((cue_name(cue, programme, lang), words(cue, told, programme, snapshot, lang)))
}

/// The next presses, each with what it begins.
fn presses(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> Vec<String> {
    let ahead = course::ahead(&programme.cues, snapshot).iter().take(AHEAD);
    ahead
        .map(|cue| match cue.reveal() {
            Some(reveal) if !snapshot.has_told(reveal) => {
                let name = cue_name(*cue, programme, lang);
                say!(host_press_rank, lang, cue = name, span = span(reveal.gate, lang))
            }
            _ => cue_name(*cue, programme, lang),
        })
        .collect()
}

/// The presenter's page.
pub fn host(opening: Opening, lang: Lang) -> AnyView {
    let (programme, live) = follow(opening, Seat::Desk);
    let snapshot = live.snapshot;
    let demo =
        programme.demo.then(|| view! { <p class="remark">{say!(stage_simulated, lang)}</p> });
    let rehearsal = programme.is_rehearsal.then_some(say!(rehearsal_word, lang));
    let lost = move || live.up.get() == Some(false);
    let with = |draw: fn(&Programme, &Snapshot, Lang) -> AnyView| {
        let programme = programme.clone();
        move || snapshot.with(|s| draw(&programme, s, lang))
    };
    let now = with(|programme, snapshot, lang| {
        view! {
            <h1>{on_stage(programme, snapshot, lang)}</h1>
            <p class="speech">{words_now(programme, snapshot, lang)}</p>
        }
        .whole()
    });
    let next = with(|programme, snapshot, lang| {
        let next = words_next(programme, snapshot, lang).map(|(cue, words)| {
            view! {
                <h2>{say!(host_next, lang, cue = cue)}</h2>
                <p class="speech soft">{words}</p>
            }
        });
        let presses = presses(programme, snapshot, lang)
            .into_iter()
            .map(|press| view! { <li>{press}</li> })
            .collect_view();
        let left = course::left(&programme.cues, snapshot);
        let left = say!(host_left, lang, n = left.presses, span = span(left.moving, lang));
        view! {
            {next}
            <h2>{say!(host_presses, lang)}</h2>
            <ol class="coming">{presses}</ol>
            <p class="remark">{left}</p>
        }
        .whole()
    });
    view! {
        <main class="remote host" class:lost=lost class:rehearsal=programme.is_rehearsal>
            <header>
                <b>{say!(host_title, lang)}</b>
                <span>
                    {rehearsal}
                    {move || lost().then_some(say!(remote_down, lang))}
                </span>
            </header>
            <section aria-live="polite">{now}</section>
            <section>{next}</section>
            {demo}
        </main>
    }
    .whole()
}
