//! `/panitia/panel`, its sheets on paper, and `/juri/panel`. Drawn by the server.

pub mod clock;
pub mod hearing;
pub mod paper;
pub mod sheet;
pub mod visit;

use super::{
    api::{PanelBoard, Placed, Seat, Turn, read_board},
    rules::{Clock, SheetState},
};
use crate::{
    client::load::load,
    edition::{Here, Panel, act, office_head, office_page},
    fault::Fault,
    kernel::Lang,
    say,
    ui::{Button, CheckCard, Fold, Guide, Kind, Notice, Tag, TextField, Tone, Whole, framed},
};
use leptos::prelude::*;

fn declared(here: &Here) -> Result<Panel, Fault> {
    here.setting.edition()?.panel().ok_or(Fault::NotFound)
}

/// What a clock says in a word or two.
pub fn clock_words(clock: Clock, lang: Lang) -> &'static str {
    match clock {
        Clock::Waits => say!(panel_waits, lang),
        Clock::Talks(_) => say!(panel_talks, lang),
        Clock::Answers(_) => say!(panel_answers, lang),
        Clock::Over(_) => say!(panel_over, lang),
        Clock::Done => say!(panel_done, lang),
    }
}

fn clock_tag(clock: Clock, lang: Lang) -> AnyView {
    let tone = match clock {
        Clock::Waits => Tone::Empty,
        Clock::Talks(_) | Clock::Answers(_) => Tone::Active,
        Clock::Over(_) => Tone::Warning,
        Clock::Done => Tone::Done,
    };
    view! { <Tag tone text=clock_words(clock, lang)/> }.whole()
}

fn state_tag(state: SheetState, lang: Lang) -> AnyView {
    let (tone, text) = match state {
        SheetState::Untouched => (Tone::Empty, say!(sheet_untouched, lang)),
        SheetState::Draft => (Tone::Active, say!(sheet_draft, lang)),
        SheetState::Paper => (Tone::Warning, say!(panel_to_confirm, lang)),
        SheetState::Sent => (Tone::Done, say!(sheet_sent, lang)),
    };
    view! { <Tag tone text/> }.whole()
}

/// `/panitia/panel`.
#[component]
pub fn PanelPage() -> impl IntoView {
    let board = load(|| (), |()| read_board());
    office_page(move |here| async move {
        let (board, panel) = (board.await?, declared(&here)?);
        let lang = here.lang;
        let weight = panel.counts.percent();
        let (talk, answers) = (panel.talk, panel.answers);
        let words = say!(panel_lead, lang, n = weight, talk = talk, answers = answers);
        let title = say!(panel_title, lang);
        let closed = board.closed.as_ref().map(|(by, at)| {
            let words = say!(panel_closed, lang, by = by, at = here.moment(*at));
            view! { <Notice kind=Kind::Success>{words}</Notice> }
        });
        let content = if board.starts_at.is_none() {
            convening(&here, &board)
        } else {
            sitting(&here, &board, !panel.checks.is_empty())
        };
        Ok(view! {
            {office_head(&here, title, words)}
            <div class="stack wide">
                <p><b>{panel.title.pick(lang).to_owned()}</b></p>
                {closed}
                {content}
            </div>
        }
        .whole())
    })
}

/// Who would be heard, and the form that convenes the panel.
fn convening(here: &Here, board: &PanelBoard) -> AnyView {
    let lang = here.lang;
    let rows = board
        .finalists
        .iter()
        .map(|(rank, code, name)| {
            view! {
                <tr>
                    <td class="n">{*rank}</td>
                    <th scope="row" class="name">{name.clone()}</th>
                    <td>{code.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = [(say!(rank, lang), "n"), (say!(proposal, lang), ""), (say!(code, lang), "")];
    let judges = board
        .judges
        .iter()
        .map(|(id, name)| {
            let field = format!("judge-{id}");
            view! {
                <li>
                    <label class="line-choice">
                        <input type="checkbox" name=field value="yes" checked=true/>
                        " "
                        {name.clone()}
                    </label>
                </li>
            }
        })
        .collect_view();
    let begins = beginning(here, here.setting.now, "09.00".to_owned());
    let form = (board.is_officer && board.is_open).then(|| {
        view! {
            <form method="post" class="stack">
                <input type="hidden" name="action" value="convene"/>
                <h2>{say!(panel_convene, lang)}</h2>
                {begins}
                <fieldset>
                    <legend>{say!(panel_members, lang)}</legend>
                    <ul class="counts people" role="list">{judges}</ul>
                </fieldset>
                <Button label=say!(panel_convene, lang)/>
            </form>
        }
    });
    let name = say!(panel_finalists, lang);
    view! {
        <section class="stack">
            <h2>{name}</h2>
            <p class="muted small">{say!(panel_finalists_words, lang)}</p>
            {framed(name, &columns, rows.into_any())}
        </section>
        {form}
    }
    .whole()
}

/// The fields of the day and time of the first turn.
fn beginning(here: &Here, day: i64, time: String) -> AnyView {
    let lang = here.lang;
    let text = |id: &'static str, label: &'static str, stored: String| {
        view! {
            <TextField lang id label value=here.typed(id, &stored) error=here.error(id) width="short"/>
        }
    };
    view! {
        {text("on", say!(panel_on, lang), here.setting.zone.iso(day))}
        {text("at", say!(panel_at, lang), time)}
    }
    .whole()
}

/// The form that moves the whole schedule.
fn rescheduling(here: &Here, starts_at: i64) -> AnyView {
    let lang = here.lang;
    let fold = if here.error("on").is_some() { Fold::Open } else { Fold::Closed };
    let begins = beginning(here, starts_at, here.clock(starts_at));
    view! {
        <Guide title=say!(panel_move, lang) fold=fold>
            <form method="post" class="stack">
                <input type="hidden" name="action" value="start"/>
                {begins}
                <Button class="secondary" label=say!(panel_move, lang)/>
            </form>
        </Guide>
    }
    .whole()
}

/// The turns, and what can be done with each.
fn sitting(here: &Here, board: &PanelBoard, checks: bool) -> AnyView {
    let lang = here.lang;
    let runs = board.is_open && board.closed.is_none();
    let rows = board.turns.iter().map(|one| turn(here, one, runs, checks)).collect_view();
    let columns = [
        (say!(panel_at, lang), "n"),
        (say!(proposal, lang), ""),
        (say!(panel_clock, lang), ""),
        (say!(panel_sheets, lang), ""),
        (say!(action, lang), ""),
    ];
    let name = say!(panel_turns, lang);
    let sent = |seat: &&Seat| seat.state == SheetState::Sent;
    let all = board.turns.iter().flat_map(|one| &one.seats).filter(|seat| !seat.is_apart);
    let (of, n) = (all.clone().count(), all.filter(sent).count());
    let close = (runs && board.is_officer).then(|| {
        let without = (n < of).then(|| {
            view! {
                <CheckCard
                    lang
                    id="without"
                    label=say!(panel_without, lang, n = of - n)
                    value="yes"
                    error=here.error("without")
                />
            }
        });
        view! {
            <form method="post" class="stack narrow-form">
                <h2>{say!(panel_close, lang)}</h2>
                <p class="muted small">{say!(panel_close_words, lang)}</p>
                <input type="hidden" name="action" value="close"/>
                {without}
                <Button label=say!(panel_close, lang)/>
            </form>
        }
    });
    let reopen = (board.closed.is_some() && board.is_open && board.is_officer)
        .then(|| act(say!(panel_reopen, lang), vec![("action", "reopen".to_owned())], "secondary"));
    let moves = board.starts_at.filter(|_| runs).map(|at| rescheduling(here, at));
    let placed = (!board.placed.is_empty()).then(|| placed(here, &board.placed));
    view! {
        <p class="links">
            <a href=lang.href("/panitia/panel/jam") rel="external" target="_blank">
                {say!(panel_room_clock, lang)}
            </a>
        </p>
        {placed}
        <section class="stack">
            <h2>{name}</h2>
            <p>{say!(sheets_sent, lang, n = n, of = of)}</p>
            {framed(name, &columns, rows.into_any())}
            {moves}
        </section>
        {close}
        {reopen}
    }
    .whole()
}

fn turn(here: &Here, turn: &Turn, runs: bool, checks: bool) -> AnyView {
    let lang = here.lang;
    let seats = turn.seats.iter().map(|one| seat(one, runs, lang)).collect_view();
    let button = |action: &str, label: &'static str, class: &'static str| {
        let fields = vec![("action", action.to_owned()), ("slot", turn.id.clone())];
        act(label, fields, class)
    };
    let acts = runs.then(|| {
        let clock = match turn.clock {
            Clock::Waits => vec![
                button("begin", say!(panel_begin, lang), "secondary"),
                button("up", say!(panel_earlier, lang), "text"),
                button("down", say!(panel_later, lang), "text"),
            ],
            Clock::Talks(_) | Clock::Answers(_) | Clock::Over(_) => {
                vec![button("end", say!(panel_end, lang), "secondary")]
            }
            Clock::Done => vec![button("reset", say!(panel_reset, lang), "text")],
        };
        clock.into_iter().collect_view()
    });
    let visits = checks.then(|| {
        let spoken = format!("{}: {}", say!(visit_title, lang), turn.name);
        let href = lang.href(&format!("/panitia/panel/kunjungan/{}", turn.id));
        view! { <br/> <a href=href rel="external" aria-label=spoken>{say!(visit_title, lang)}</a> }
    });
    view! {
        <tr>
            <td class="n">{here.clock(turn.starts_at)}</td>
            <th scope="row" class="name">
                {turn.name.clone()} " " <small>{turn.code.clone()} " · " {turn.place.clone()}</small>
                {visits}
            </th>
            <td>{clock_tag(turn.clock, lang)}</td>
            <td><ul class="seats" role="list">{seats}</ul></td>
            <td class="act">{acts}</td>
        </tr>
    }
    .whole()
}

fn seat(seat: &Seat, runs: bool, lang: Lang) -> AnyView {
    if seat.is_apart {
        let text = say!(sheet_conflict, lang);
        return view! { <li>{seat.judge.clone()} " " <Tag tone=Tone::Locked text/></li> }.whole();
    }
    let label = match seat.state {
        SheetState::Untouched => Some(say!(panel_type, lang)),
        SheetState::Paper => Some(say!(panel_compare, lang)),
        SheetState::Sent if !seat.typed_by.is_empty() => Some(say!(panel_look, lang)),
        SheetState::Draft | SheetState::Sent => None,
    };
    let paper = label.filter(|_| runs).map(|label| {
        let spoken = format!("{label}: {}", seat.judge);
        let href = lang.href(&format!("/panitia/panel/{}", seat.id));
        view! { " " <a href=href rel="external" aria-label=spoken>{label}</a> }
    });
    view! { <li>{seat.judge.clone()} " " {state_tag(seat.state, lang)} {paper}</li> }.whole()
}

/// The finalists as they end.
fn placed(here: &Here, all: &[Placed]) -> AnyView {
    let lang = here.lang;
    let rows = all
        .iter()
        .map(|one| {
            view! {
                <tr>
                    <td class="n">{one.rank}</td>
                    <th scope="row" class="name">
                        {one.name.clone()} " " <small>{one.code.clone()}</small>
                    </th>
                    <td class="n">{one.score.clone()}</td>
                    <td class="n">{one.desk.clone()}</td>
                    <td class="n">{one.panel.clone()}</td>
                    <td class="n">{one.before}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = [
        (say!(rank, lang), "n"),
        (say!(proposal, lang), ""),
        (say!(panel_final, lang), "n"),
        (say!(panel_desk, lang), "n"),
        (say!(panel_score, lang), "n"),
        (say!(panel_before, lang), "n"),
    ];
    let name = say!(panel_placed, lang);
    view! {
        <section class="stack">
            <h2>{name}</h2>
            <p class="muted small">{say!(panel_placed_words, lang)}</p>
            {framed(name, &columns, rows.into_any())}
        </section>
    }
    .whole()
}
