//! The keys of a score sheet, and `/juri/pintasan`, where they are listed and switched off.

use crate::{
    client::{
        keys,
        panes::{Place, Press},
    },
    edition::{Area, page},
    kernel::Lang,
    say,
    ui::{Whole, framed},
};
use leptos::prelude::*;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A band of the aspect at hand, counted from 0.
    Band(usize),
    /// Points up or down.
    Step(i64),
    /// The next aspect, or the one before.
    Aspect(isize),
    /// The next section of the proposal, or the one before.
    Section(isize),
    /// The note of the aspect at hand.
    Note,
    /// The attachments.
    Files,
    /// Waits for a second key.
    Go,
    /// Back to the queue.
    Queue,
    /// Beside another proposal.
    Compare,
    /// To review and sending.
    Review,
    /// Takes the last change of a score back.
    Undo,
    /// The list of keys.
    List,
    /// The other pane.
    Pane,
    /// Out of a field.
    Leave,
}

/// What a key asks for, if anything.
///
/// Keys of one letter rest while somebody writes and where they are switched off (`on`), as WCAG
/// 2.1.4 asks; those with Ctrl, F6 and Esc are no letters. `going` says that G came just before.
pub fn act(press: &Press, on: bool, going: bool) -> Option<Act> {
    let (key, writing) = (press.key.as_str(), press.place == Place::Writing);
    match (key, press.command) {
        ("F6", _) => return Some(Act::Pane),
        ("Enter", true) => return Some(Act::Review),
        ("z" | "Z", true) if !writing && !press.shift => return Some(Act::Undo),
        (_, true) => return None,
        ("Escape", false) if writing => return Some(Act::Leave),
        _ => {}
    }
    if writing || !on {
        return None;
    }
    let points = if press.shift { 5 } else { 1 };
    match key {
        "1" | "2" | "3" | "4" | "5" => key.parse::<usize>().ok().map(|band| Act::Band(band - 1)),
        "ArrowUp" if press.place == Place::Free => Some(Act::Step(points)),
        "ArrowDown" if press.place == Place::Free => Some(Act::Step(-points)),
        "j" | "J" => Some(Act::Aspect(1)),
        "k" | "K" => Some(Act::Aspect(-1)),
        "]" => Some(Act::Section(1)),
        "[" => Some(Act::Section(-1)),
        "n" | "N" => Some(Act::Note),
        "l" | "L" => Some(Act::Files),
        "g" | "G" => Some(Act::Go),
        "a" | "A" if going => Some(Act::Queue),
        "b" | "B" => Some(Act::Compare),
        "?" => Some(Act::List),
        _ => None,
    }
}

/// Every key and what it does, as it is told.
fn told(lang: Lang) -> Vec<(&'static str, &'static str)> {
    vec![
        ("1–5", say!(key_band, lang)),
        ("↑ ↓", say!(key_step, lang)),
        ("J K", say!(key_aspect, lang)),
        ("] [", say!(key_section, lang)),
        ("N", say!(key_note, lang)),
        ("L", say!(key_files, lang)),
        ("G A", say!(key_queue, lang)),
        ("B", say!(key_compare, lang)),
        ("Ctrl+Enter", say!(key_review, lang)),
        ("Ctrl+Z", say!(key_undo, lang)),
        ("F6", say!(key_pane, lang)),
        ("?", say!(key_list, lang)),
        ("Esc", say!(key_leave, lang)),
    ]
}

/// `/juri/pintasan`.
pub fn shortcuts() -> AnyView {
    page(Area::Judge, |here| async move {
        let lang = here.lang;
        let on = RwSignal::new(true);
        Effect::new(move |_| on.set(keys::on()));
        let rows = told(lang)
            .into_iter()
            .map(|(key, words)| {
                view! {
                    <tr>
                        <th scope="row"><kbd>{key}</kbd></th>
                        <td class="main">{words}</td>
                    </tr>
                }
            })
            .collect_view();
        let title = say!(keys_title, lang);
        let columns = [(say!(key_name, lang), ""), (say!(key_does, lang), "")];
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="narrow page stack judging">
                <p><a href=lang.href("/juri")>{say!(nav_queue, lang)}</a></p>
                <h1>{title}</h1>
                <p>{say!(keys_lead, lang)}</p>
                <p class="needs-js">
                    <label class="tick">
                        <input
                            type="checkbox"
                            prop:checked=move || on.get()
                            checked=true
                            on:change=move |event| {
                                let wanted = event_target_checked(&event);
                                keys::switch(wanted);
                                on.set(wanted);
                            }
                        />
                        {say!(keys_on, lang)}
                    </label>
                </p>
                <noscript><p>{say!(keys_need_script, lang)}</p></noscript>
                {framed(title, &columns, rows.into_any())}
            </div>
        }
        .whole())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> Press {
        Press { key: key.to_owned(), ..Press::default() }
    }

    #[test]
    fn a_digit_chooses_a_band_but_is_a_digit_where_somebody_writes() {
        assert_eq!(act(&press("1"), true, false), Some(Act::Band(0)));
        let writing = Press { place: Place::Writing, ..press("1") };
        assert_eq!(act(&writing, true, false), None);
    }

    #[test]
    fn switched_off_no_single_key_does_anything_and_the_others_still_do() {
        for key in ["1", "5", "j", "k", "n", "l", "b", "g", "?", "[", "]", "ArrowUp"] {
            assert_eq!(act(&press(key), false, false), None, "{key}");
        }
        assert_eq!(act(&press("F6"), false, false), Some(Act::Pane));
        let send = Press { command: true, place: Place::Writing, ..press("Enter") };
        assert_eq!(act(&send, false, false), Some(Act::Review));
    }

    #[test]
    fn taking_back_is_the_fields_own_where_somebody_writes() {
        let back = Press { command: true, ..press("z") };
        assert_eq!(act(&back, true, false), Some(Act::Undo));
        assert_eq!(act(&Press { place: Place::Writing, ..back }, true, false), None);
    }

    #[test]
    fn the_arrows_stay_with_what_scrolls_or_chooses_by_them() {
        let up = Press { shift: true, ..press("ArrowUp") };
        assert_eq!(act(&up, true, false), Some(Act::Step(5)));
        assert_eq!(act(&Press { place: Place::Arrows, ..up }, true, false), None);
    }

    #[test]
    fn a_leads_to_the_queue_only_after_g() {
        assert_eq!(act(&press("a"), true, false), None);
        assert_eq!(act(&press("g"), true, false), Some(Act::Go));
        assert_eq!(act(&press("a"), true, true), Some(Act::Queue));
    }
}
