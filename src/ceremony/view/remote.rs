//! The remote: one thumb, one large button that says what it will do, and the server's own state
//! above it. Without JavaScript it is a form.

use super::{
    art::{art, drawings},
    follow::{Live, Seat, follow, press},
    picture::Picture,
    words::{cue_name, on_stage},
};
use crate::ceremony::rules::{Command, Cue, Hand, Moment, Opening, Programme, Snapshot, Theme};
use crate::client::wake_lock;
use crate::fault::Fault;
use crate::kernel::Lang;
use crate::say;
use leptos::prelude::*;
use std::{sync::Arc, time::Duration};

/// What the large button will do, in three sizes of words; never with a name.
struct Promise {
    strong: String,
    what: String,
    note: String,
}

fn promise(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> Promise {
    let next = say!(remote_next, lang);
    let told =
        |strong: &str, what: String, note: String| Promise { strong: strong.into(), what, note };
    if programme.ranks().is_empty() {
        let note = say!(remote_not_sealed_note, lang).to_owned();
        return told(next, say!(remote_not_sealed, lang).to_owned(), note);
    }
    if snapshot.held {
        return told(next, say!(remote_release, lang).to_owned(), String::new());
    }
    match snapshot.moment {
        Moment::Suspense => {
            told(say!(remote_wait, lang), say!(remote_soon, lang).to_owned(), String::new())
        }
        Moment::Motion => {
            let note = say!(remote_settle_note, lang).to_owned();
            told(next, say!(remote_settle, lang).to_owned(), note)
        }
        Moment::Settled => match programme.cue(snapshot.cue + 1) {
            None => told(next, say!(remote_end, lang).to_owned(), String::new()),
            Some(cue @ Cue::Rank(reveal)) if !snapshot.knows(reveal.rank) => {
                let tenths = reveal.gate / 100;
                let mark = if lang == Lang::Id { ',' } else { '.' };
                let seconds = format!("{}{mark}{}", tenths / 10, tenths % 10);
                let name = cue_name(cue, programme, lang);
                told(
                    next,
                    say!(remote_start, lang, cue = name),
                    say!(remote_opens_in, lang, seconds = seconds),
                )
            }
            Some(cue) => {
                let name = cue_name(cue, programme, lang);
                told(next, say!(remote_go, lang, cue = name), String::new())
            }
        },
    }
}

/// The cue after this one, without a name.
fn after(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> String {
    let next = programme.cue(snapshot.cue + 1);
    next.map_or_else(|| "–".to_owned(), |cue| cue_name(cue, programme, lang))
}

/// The rank that can be called off or taken back now.
fn undo(programme: &Programme, snapshot: &Snapshot) -> Option<(Command, u32)> {
    let rank = programme.cue(snapshot.cue)?.reveal()?.rank;
    let command = if snapshot.moment == Moment::Suspense { Command::Cancel } else { Command::Hide };
    Some((command, rank))
}

#[derive(Clone)]
struct Control {
    programme: Arc<Programme>,
    live: Live,
    /// What went wrong last, as a sentence.
    trouble: RwSignal<Option<Fault>>,
    /// A press is on its way.
    busy: RwSignal<bool>,
    /// A dangerous command that waits for its second press.
    armed: RwSignal<Option<Command>>,
}

impl Control {
    fn press(&self, command: Command) {
        // Nothing is kept for later: a press that fires late is worse than none.
        if self.live.up.get_untracked() != Some(true) || self.busy.get_untracked() {
            return;
        }
        let dangerous = matches!(command, Command::Hide | Command::Publish);
        if dangerous && self.armed.get_untracked() != Some(command) {
            let armed = self.armed;
            armed.set(Some(command));
            set_timeout(move || armed.set(None), Duration::from_secs(3));
            return;
        }
        self.armed.set(None);
        self.busy.set(true);
        let (busy, trouble) = (self.busy, self.trouble);
        press(&self.programme, self.live, command, move |answer| {
            busy.set(false);
            wake_lock::buzz(if answer.is_ok() { 20 } else { 120 });
            trouble.set(answer.err());
        });
    }
}

/// The remote's page.
pub fn remote(opening: Opening, lang: Lang) -> AnyView {
    let (programme, live) = follow(opening, Seat::Desk);
    Effect::new(move |_| wake_lock::keep());
    let snapshot = live.snapshot;
    let control = Control {
        programme: programme.clone(),
        live,
        trouble: RwSignal::new(None),
        busy: RwSignal::new(false),
        armed: RwSignal::new(None),
    };
    let lost = move || live.up.get() == Some(false);
    let link = move || match live.up.get() {
        Some(true) => say!(remote_up, lang),
        Some(false) => say!(remote_down, lang),
        None => say!(remote_opening, lang),
    };
    let now = {
        let programme = programme.clone();
        move || snapshot.with(|s| on_stage(&programme, s, lang))
    };
    let next = {
        let programme = programme.clone();
        move || snapshot.with(|s| after(&programme, s, lang))
    };
    let place = format!("{} {}", programme.region_short, programme.year);
    let demo = programme.demo.then_some(say!(stage_simulated, lang));
    let trouble = control.trouble;
    view! {
        {drawings()}
        <main class="remote" class:lost=lost>
            <h1 class="vh">{say!(stage_room_remote, lang)}</h1>
            <header>
                <b>{say!(remote_live, lang)}</b>
                <span>{place}</span>
            </header>
            <div class="link" role="status">
                <b>{link}</b>
                <span>{demo.map(|demo| format!("{demo} · "))} "seq " {move || snapshot.with(|s| s.mark.seq)}</span>
            </div>
            <section class="preview">
                <div class="mini" inert aria-hidden="true">
                    <Picture
                        programme=programme.clone()
                        snapshot=snapshot.into()
                        arrival=Signal::stored(None)
                        lang
                    />
                </div>
                <div>
                    <small>{say!(remote_now, lang)}</small>
                    <strong>{now}</strong>
                    <small>{say!(remote_after, lang)}</small>
                    <strong class="sealed">{next}</strong>
                </div>
            </section>
            {match programme.hand {
                Hand::Drive => buttons(control, lang).into_any(),
                Hand::Watch => {
                    view! { <p class="remark">{say!(remote_watch_only, lang)}</p> }.into_any()
                }
            }}
            <p class="trouble" role="alert">
                {move || trouble.get().map(|fault| match fault {
                    Fault::Conflict => say!(remote_stale, lang).to_owned(),
                    fault => fault.sentence(lang),
                })}
            </p>
        </main>
    }
    .into_any()
}

fn buttons(control: Control, lang: Lang) -> impl IntoView {
    let programme = control.programme.clone();
    let snapshot = control.live.snapshot;
    let action = lang.href(&format!("/panggung/{}/perintah", programme.show));
    let armed = control.armed;
    let promised = {
        let programme = programme.clone();
        Memo::new_with_compare(
            move |_| {
                let Promise { strong, what, note } =
                    snapshot.with(|s| promise(&programme, s, lang));
                (strong, what, note)
            },
            |old, new| old != new,
        )
    };
    let undoing = {
        let programme = programme.clone();
        Memo::new(move |_| snapshot.with(|s| undo(&programme, s)))
    };
    let undo_name = move || undoing.get().map_or("", |(command, _)| command.name());
    let undo_note = move || match undoing.get() {
        Some((Command::Hide, _)) if armed.get() == Some(Command::Hide) => {
            say!(remote_again, lang).to_owned()
        }
        Some((Command::Hide, rank)) => say!(remote_hide, lang, rank = rank),
        Some((_, rank)) => say!(stage_rank, lang, rank = rank),
        None => "–".to_owned(),
    };
    let publish_note = move || {
        if snapshot.with(|s| s.published) {
            say!(remote_published, lang)
        } else if armed.get() == Some(Command::Publish) {
            say!(remote_again, lang)
        } else {
            say!(remote_publish_note, lang)
        }
    };
    let leaves = programme
        .ranks()
        .into_iter()
        .map(|rank| {
            let programme = programme.clone();
            let current = move || {
                let cue = snapshot.with(|s| programme.cue(s.cue)).and_then(|cue| cue.reveal());
                cue.is_some_and(|reveal| reveal.rank == rank)
            };
            let told = move || snapshot.with(|s| s.knows(rank));
            view! { <span class:told=told class:here=current>{rank}</span> }
        })
        .collect_view();
    let on = move |command: Command| {
        let control = control.clone();
        move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            control.press(command);
        }
    };
    let undo_press = {
        let on = on.clone();
        move |event: leptos::ev::MouseEvent| match undoing.get_untracked() {
            Some((command, _)) => on(command)(event),
            None => event.prevent_default(),
        }
    };
    let theme = move || match snapshot.with(|s| s.theme) {
        Theme::Night => say!(remote_theme_day, lang),
        Theme::Day => say!(remote_theme_night, lang),
    };
    let label = move || promised.with(|(strong, what, _)| format!("{strong}: {what}"));
    view! {
        <form method="post" action=action>
            <input type="hidden" name="epoch" value=move || snapshot.with(|s| s.mark.epoch)/>
            <input type="hidden" name="seq" value=move || snapshot.with(|s| s.mark.seq)/>
            <button class="next" name="command" value="next" aria-label=label
                on:click=on(Command::Next)
            >
                {art("ring")}
                <svg viewBox="0 0 48 48" aria-hidden="true">
                    <path d="M8 24h30M26 11l13 13-13 13"/>
                </svg>
                <strong>{move || promised.with(|p| p.0.clone())}</strong>
                <em>{move || promised.with(|p| p.1.clone())}</em>
                <small>{move || promised.with(|p| p.2.clone())}</small>
                <span class="leaves" aria-hidden="true">{leaves}</span>
            </button>
            <div class="keys">
                <button name="command" value="back" on:click=on(Command::Back)>
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M20 12H5M11 5l-7 7 7 7"/></svg>
                    {say!(remote_back, lang)}
                </button>
                <button name="command" value="hold" on:click=on(Command::Hold)
                    aria-pressed=move || snapshot.with(|s| s.held).to_string()
                >
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8.5 5v14M15.5 5v14"/></svg>
                    {say!(remote_hold, lang)}
                </button>
                <button name="command" value="blank" on:click=on(Command::Blank)
                    aria-pressed=move || snapshot.with(|s| s.blank).to_string()
                >
                    <svg viewBox="0 0 24 24" aria-hidden="true">
                        <path d="M3 5h18v12H3zM9 21h6"/>
                    </svg>
                    {say!(remote_blank, lang)}
                </button>
                <button name="command" value="theme" on:click=on(Command::Theme)>
                    <svg viewBox="0 0 24 24" aria-hidden="true">
                        <path d="M12 7a5 5 0 1 0 0 10a5 5 0 1 0 0-10M12 1v2M12 21v2M1 12h2M21 12h2"/>
                    </svg>
                    {theme}
                </button>
                <button class="grave" name="command" value=undo_name on:click=undo_press
                    disabled=move || undoing.get().is_none()
                >
                    {say!(remote_cancel, lang)}
                    <small>{undo_note}</small>
                </button>
                <button class="grave" name="command" value="publish" on:click=on(Command::Publish)
                    disabled=move || snapshot.with(|s| s.published)
                >
                    {say!(remote_publish, lang)}
                    <small>{publish_note}</small>
                </button>
            </div>
        </form>
    }
}
