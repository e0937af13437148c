//! `/panitia/panel/jam`: the clock that finalists and panelists see, as large as the wall.

use super::{
    super::{
        api::{RoomClock, read_clock},
        rules::Clock,
    },
    clock_words,
};
use crate::{
    client::load::load,
    edition::{Area, Here, page},
    kernel::Lang,
    say,
};
use leptos::prelude::*;
use std::time::Duration;

/// Seconds after which the room's clock is asked for again: another begins, or the time was reset.
const LOOK: u32 = 3;

/// Minutes and seconds: `6.59`, `6:59`; with a plus where time is over.
fn minutes(ms: i64, lang: Lang) -> String {
    let seconds = ms / 1000;
    let dot = if lang == Lang::Id { '.' } else { ':' };
    format!("{}{dot}{:02}", seconds / 60, seconds % 60)
}

/// What is left of a clock some seconds later; a phase that ends meanwhile shows zero until the
/// server says what comes next.
fn shown(clock: Clock, seconds: u32, lang: Lang) -> String {
    let gone = i64::from(seconds) * 1000;
    match clock {
        // A second that has begun is shown whole, as on a wall clock that counts down.
        Clock::Talks(left) | Clock::Answers(left) => minutes((left - gone + 999).max(0), lang),
        Clock::Over(by) => format!("+{}", minutes(by + gone, lang)),
        Clock::Waits | Clock::Done => String::new(),
    }
}

/// The page.
pub fn page_of() -> AnyView {
    let seconds = RwSignal::new(0_u32);
    let look = RwSignal::new(0_u32);
    let clock = load(move || look.get(), |_| read_clock());
    Effect::new(move |_| {
        let tick = move || {
            seconds.update(|seconds| *seconds += 1);
            if seconds.get_untracked() >= LOOK {
                look.update(|look| *look += 1);
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || handle.clear());
        }
    });
    page(Area::Bare, move |here| async move {
        let clock = clock.await?;
        seconds.set(0);
        Ok(wall(&here, &clock, seconds))
    })
}

fn wall(here: &Here, room: &RoomClock, seconds: RwSignal<u32>) -> AnyView {
    let lang = here.lang;
    let clock = room.clock;
    let class = match clock {
        Clock::Talks(_) => "wall timer talks",
        Clock::Answers(_) => "wall timer answers",
        Clock::Over(_) => "wall timer over-time",
        Clock::Waits | Clock::Done => "wall timer",
    };
    let who = room
        .who
        .clone()
        .map(|(code, name)| view! { <p class="over">{code}</p> <h1>{name}</h1> }.into_any());
    let who = who.unwrap_or_else(|| view! { <h1>{say!(panel_all_done, lang)}</h1> }.into_any());
    let waits = (clock == Clock::Waits && room.who.is_some())
        .then(|| say!(panel_starts, lang, at = here.clock(room.starts_at)));
    let next = room.next.clone().map(|(code, name, at)| {
        let words = say!(panel_next, lang, code = code, name = name, at = here.clock(at));
        view! { <p class="under">{words}</p> }
    });
    let time = move || shown(clock, seconds.get(), lang);
    let words = clock_words(clock, lang);
    view! {
        {crate::client::page::title(say!(panel_room_clock, lang))}
        <main id="content" class=class tabindex="-1">
            {who}
            <p class="phase">{words} " " {waits}</p>
            <p class="time" role="timer">{time}</p>
            {next}
        </main>
    }
    .into_any()
}
