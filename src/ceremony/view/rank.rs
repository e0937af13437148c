//! One rank: the giant leaf with its ring while the hall waits, and the name behind it.

use super::{
    art::art,
    fit::fit,
    scenes::{rail, simulated},
    words::{lit, ordinal, plain, tied},
};
use crate::ceremony::rules::{Programme, Reveal, RevealedRow, Snapshot};
use crate::kernel::Lang;
use crate::say;
use leptos::prelude::*;

/// How a name is set: alone, as the champion, or as one of several that share a rank.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Setting {
    Alone,
    Champion,
    Shared,
}

/// The suspense of a rank, and its name if that is `told`.
pub fn rank(
    reveal: Reveal,
    told: bool,
    programme: &Programme,
    snapshot: &Snapshot,
    lang: Lang,
) -> AnyView {
    let setting = match (reveal.rank, reveal.places) {
        (1, 1) => Setting::Champion,
        (_, 1) => Setting::Alone,
        _ => Setting::Shared,
    };
    let cards = told.then(|| {
        snapshot.at_rank(reveal.rank).map(|row| card(row, setting, reveal.gate, lang)).collect_view()
    });
    let many = if setting == Setting::Shared { "faces shared" } else { "faces" };
    let leaves = (setting != Setting::Champion)
        .then(|| rail(programme, snapshot, Some((reveal.rank, told)), reveal.gate));
    view! {
        <div class="glow east"></div>
        {(told && setting == Setting::Champion).then(tendril)}
        <div class=many>{cards}</div>
        {told.then(|| simulated(programme, lang))}
        {curtain(told, reveal.gate)}
        {leaves}
        {ring(reveal, told, lang)}
    }
    .into_any()
}

fn tendril() -> impl IntoView {
    view! { <div class="tendril">{art("#st-leaf")}</div> }
}

/// The giant leaf: its midrib is the seam.
fn curtain(told: bool, gate: i64) -> impl IntoView {
    view! {
        <div class="curtain" class:parted=told>
            <i data-d=gate>{art("#st-curtain")}</i>
            <i data-d=gate>{art("#st-curtain")}</i>
            <div class="shade" data-d=gate></div>
        </div>
    }
}

fn ring(reveal: Reveal, told: bool, lang: Lang) -> impl IntoView {
    let numeral = match reveal {
        // Three, two, one: and one is the rank.
        Reveal { rank: 1, .. } => view! {
            <b class="count" data-d="800">"3"</b>
            <b class="count" data-d="2000">"2"</b>
            <b class="count stays" data-d="3200">"1"</b>
        }
        .into_any(),
        Reveal { rank, .. } => view! { <b>{rank}</b> }.into_any(),
    };
    view! {
        <div class="ring" class:gone=told data-d=reveal.gate>
            <div class="big" data-d="0">
                <i class="spin" data-d="0">{art("#st-ring")}</i>
                <div class="heart" data-d="900">
                    <p>{say!(stage_rank_word, lang)}</p>
                    <div>{numeral}</div>
                    <p class="wait">{say!(stage_and, lang)}</p>
                </div>
            </div>
        </div>
    }
}

fn card(row: &RevealedRow, setting: Setting, gate: i64, lang: Lang) -> impl IntoView + use<> {
    let (room, sizes): (u32, &[u32]) = match setting {
        Setting::Alone => (950, &[200, 170, 140, 112, 92, 76]),
        Setting::Champion => (1_180, &[270, 220, 180, 150, 120, 92]),
        Setting::Shared => (820, &[140, 112, 92, 76, 64]),
    };
    let two_from = if setting == Setting::Champion { 180 } else { 140 };
    let name = row.acronym.to_uppercase();
    let fitted = fit(&name, room, sizes, two_from);
    let after = |milliseconds: i64| gate + milliseconds;
    let (first_letter, pace) = if setting == Setting::Champion { (800, 46) } else { (500, 35) };
    let mut letter = 0;
    let letters = name
        .split(' ')
        .map(|word| {
            let word = word
                .chars()
                .map(|c| {
                    letter += 1;
                    let begins = after(first_letter + (letter - 1) * pace);
                    view! { <span class="rise" data-d=begins>{c.to_string()}</span> }
                })
                .collect_view();
            view! { <span class="wd">{word}</span> " " }
        })
        .collect_view();
    let spoken = plain(&row.expansion);
    let long: &[u32] = if setting == Setting::Champion { &[72, 60, 48, 40] } else { &[60, 48, 40] };
    let expansion = fit(&spoken, room, long, 48);
    let later = if setting == Setting::Champion { 500 } else { 0 };
    let words = (0_i64..)
        .zip(lit(&row.expansion))
        .map(|(at, pieces)| {
            let pieces = pieces
                .into_iter()
                .map(|(on, text)| {
                    if on { view! { <b>{text}</b> }.into_any() } else { text.into_any() }
                })
                .collect_view();
            view! { <span class="fade" data-d=after(1_200 + later + at * 60)>{pieces}</span> " " }
        })
        .collect_view();
    let expansion = (!spoken.trim().is_empty())
        .then(|| view! { <p class=format!("meaning f{}", expansion.size)>{words}</p> });
    let unit = fit(&row.unit, room - 40, if later > 0 { &[68, 56, 44] } else { &[56, 48, 40] }, 56);
    let agency = (row.agency != row.unit).then(|| view! { <p class="agency">{row.agency.clone()}</p> });
    let tight = fitted.lines > 1 || expansion.is_some() && fit(&spoken, room, long, 48).lines > 1;
    let initial = name.chars().next().map(String::from);
    let photo = (setting != Setting::Shared).then(|| {
        view! {
            <figure class="photo unveil" data-d=after(if later > 0 { 300 } else { 2_000 })>
                <div class="sprig">{art("#st-leaf")}</div>
                <div class="pane">{art("#st-leaf")} <b>{initial}</b></div>
            </figure>
        }
    });
    view! {
        <article class="card" class:close=tight>
            <div class="telling">
                <div class="head fade" data-d=after(300)>
                    <div class="badge">{art("#st-medal")}<b>{row.rank}</b></div>
                    <p>{ordinal(row.rank, lang)}</p>
                </div>
                <h1 class=format!("acronym f{}", fitted.size) aria-label=name.clone()>{letters}</h1>
                {expansion}
                {(later > 0).then(|| view! { <div class="stream">{art("#st-stream")}</div> })}
                <div class="from slide" data-d=after(1_800 + later)>
                    <p class=format!("f{}", unit.size)>{tied(&row.unit)}</p>
                    {agency}
                </div>
            </div>
            {photo}
        </article>
    }
}
