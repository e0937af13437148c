//! The remote: one thumb, one large button that says what it will do, and the server's own state
//! above it. Without JavaScript it is a form.

use super::{
    art::drawings,
    follow::{Live, Seat, follow, press},
    hand::{elsewhere, strip},
    markup::{self, Node, html, node},
    picture::Picture,
    words::{cue_name, on_stage},
};
use crate::ceremony::rules::{
    Command, Cue, Hand, Moment, Opening, Programme, Snapshot, Theme, course,
};
use crate::client::wake_lock;
use crate::fault::Fault;
use crate::kernel::Lang;
use crate::say;
use crate::ui::Whole;
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
    if let Some(who) = elsewhere(programme, snapshot) {
        return told(say!(remote_locked, lang), say!(remote_held, lang, who = who), String::new());
    }
    if !programme.reveals() {
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
            Some(cue @ Cue::Rank(reveal)) if !snapshot.has_told(reveal) => {
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
        <main class="remote" class:lost=lost class:rehearsal=programme.is_rehearsal>
            <h1 class="vh">{say!(stage_room_remote, lang)}</h1>
            <header>
                <b>{if programme.is_rehearsal {
                    say!(rehearsal_word, lang)
                } else {
                    say!(remote_live, lang)
                }}</b>
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
            {(programme.hand == Hand::Drive)
                .then(|| strip(programme.clone(), live, trouble, lang))}
            {match programme.hand {
                Hand::Drive => buttons(control, lang).whole(),
                Hand::Watch => {
                    view! { <p class="remark">{say!(remote_watch_only, lang)}</p> }.whole()
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
    .whole()
}

/// One button as it stands now.
#[derive(Clone, PartialEq)]
struct Face {
    command: Command,
    class: &'static str,
    label: String,
    inside: String,
    pressed: Option<bool>,
    idle: bool,
}

/// An icon of strokes.
fn icon(view_box: &str, strokes: &str) -> Node {
    node("svg", "")
        .with("viewBox", view_box)
        .with("aria-hidden", "true")
        .hold(node("path", "").with("d", strokes))
}

/// The large button, with the ranks as dots.
fn large(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> Face {
    let Promise { strong, what, note } = promise(programme, snapshot, lang);
    let now = programme.cue(snapshot.cue).and_then(|cue| cue.reveal()).map(|reveal| reveal.rank);
    let list = course::list(&programme.cues, snapshot);
    let dots = programme.ranks(list).into_iter().map(|rank| {
        let told = if snapshot.knows(list, rank) { "told" } else { "" };
        let here = if now == Some(rank) { " here" } else { "" };
        node("span", &format!("{told}{here}")).text(&rank.to_string())
    });
    let inside = [
        markup::art("ring"),
        icon("0 0 48 48", "M8 24h30M26 11l13 13-13 13"),
        node("strong", "").text(&strong),
        node("em", "").text(&what),
        node("small", "").text(&note),
        node("span", "leaves").with("aria-hidden", "true").all(dots.collect()),
    ];
    Face {
        command: Command::Next,
        class: "next",
        label: format!("{strong}: {what}"),
        inside: html(&inside),
        pressed: None,
        idle: false,
    }
}

/// A small button with an icon.
fn small(command: Command, strokes: &str, label: &str, pressed: Option<bool>) -> Face {
    let inside = [icon("0 0 24 24", strokes), node("span", "").text(label)];
    let label = label.to_owned();
    Face { command, class: "", label, inside: html(&inside), pressed, idle: false }
}

/// A button that takes something away or cannot be taken back, with what it means now.
fn grave(command: Command, label: &str, note: &str, idle: bool) -> Face {
    let inside = [node("span", "").text(label), node("small", "").text(note)];
    let label = format!("{label}: {note}");
    Face { command, class: "grave", label, inside: html(&inside), pressed: None, idle }
}

/// Every button, the large one first.
fn faces(
    programme: &Programme,
    snapshot: &Snapshot,
    armed: Option<Command>,
    lang: Lang,
) -> Vec<Face> {
    let again = say!(remote_again, lang);
    let undo = undo(programme, snapshot);
    let undo_note = match undo {
        Some((Command::Hide, _)) if armed == Some(Command::Hide) => again.to_owned(),
        Some((Command::Hide, rank)) => say!(remote_hide, lang, rank = rank),
        Some((_, rank)) => say!(stage_rank, lang, rank = rank),
        None => "–".to_owned(),
    };
    let publish_note = match armed {
        _ if snapshot.published => say!(remote_published, lang),
        Some(Command::Publish) => again,
        _ => say!(remote_publish_note, lang),
    };
    let theme = match snapshot.theme {
        Theme::Night => say!(remote_theme_day, lang),
        Theme::Day => say!(remote_theme_night, lang),
    };
    let sun = "M12 7a5 5 0 1 0 0 10a5 5 0 1 0 0-10M12 1v2M12 21v2M1 12h2M21 12h2";
    let undo_command = undo.map_or(Command::Cancel, |(command, _)| command);
    let mut faces = vec![
        large(programme, snapshot, lang),
        small(Command::Back, "M20 12H5M11 5l-7 7 7 7", say!(remote_back, lang), None),
        small(Command::Hold, "M8.5 5v14M15.5 5v14", say!(remote_hold, lang), Some(snapshot.held)),
        small(
            Command::Blank,
            "M3 5h18v12H3zM9 21h6",
            say!(remote_blank, lang),
            Some(snapshot.blank),
        ),
        small(Command::Theme, sun, theme, None),
        grave(undo_command, say!(remote_cancel, lang), &undo_note, undo.is_none()),
        grave(Command::Publish, say!(remote_publish, lang), publish_note, snapshot.published),
    ];
    if elsewhere(programme, snapshot).is_some() {
        for face in &mut faces {
            face.idle = true;
        }
    }
    faces
}

fn buttons(control: Control, lang: Lang) -> impl IntoView {
    let programme = control.programme.clone();
    let (snapshot, armed) = (control.live.snapshot, control.armed);
    let action = lang.href(&format!("/panggung/{}/perintah", programme.show));
    let faces = Memo::new(move |_| snapshot.with(|s| faces(&programme, s, armed.get(), lang)));
    let mut keys: Vec<AnyView> =
        (0..faces.with_untracked(Vec::len)).map(|at| button(faces, at, control.clone())).collect();
    let next = keys.remove(0);
    view! {
        <form method="post" action=action>
            <input type="hidden" name="epoch" value=move || snapshot.with(|s| s.mark.epoch)/>
            <input type="hidden" name="seq" value=move || snapshot.with(|s| s.mark.seq)/>
            {next}
            <div class="keys">{keys}</div>
        </form>
    }
}

/// The button at a place among the faces.
fn button(faces: Memo<Vec<Face>>, at: usize, control: Control) -> AnyView {
    let face = Memo::new(move |_| faces.with(|faces| faces[at].clone()));
    let press = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        control.press(face.with_untracked(|face| face.command));
    };
    view! {
        <button
            class=face.with_untracked(|face| face.class)
            name="command"
            value=move || face.with(|face| face.command.name())
            aria-label=move || face.with(|face| face.label.clone())
            aria-pressed=move || face.with(|face| face.pressed.map(|on| on.to_string()))
            disabled=move || face.with(|face| face.idle)
            on:click=press
            inner_html=move || face.with(|face| face.inside.clone())
        ></button>
    }
    .whole()
}
