//! The judge's room: queue and score sheet; the ranking board is a page of its own.

pub mod assignment;
pub mod benchmark;
pub mod board;
pub mod compare;
pub mod conflict;
pub mod diagnosis;
mod keys;
mod marking;
pub mod progress;
pub mod review;
mod sheet;
pub mod typed;
pub mod unscorable;

pub use marking::bands;

use super::{
    api::{self, QueueRow, SheetState},
    rules::own::OwnScores,
};
use crate::{
    client::load::load,
    edition::{Area, Edition, Here, page},
    fault::Fault,
    kernel::Lang,
    say,
    ui::{Empty, Kind, Notice, River, TableBox, Tag, Tone, Whole},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Words a judge reads in a minute.
const WORDS_PER_MINUTE: u32 = 200;

/// The judge's room by the rest of its address.
pub fn room(rest: &[&str]) -> AnyView {
    match rest {
        [] => queue(),
        ["nilai", assignment] => sheet::sheet((*assignment).to_owned()),
        ["kalibrasi"] => benchmark::list(),
        ["kalibrasi", key] => benchmark::sheet((*key).to_owned()),
        ["pintasan"] => keys::shortcuts(),
        _ => page(Area::Judge, |_| async { Err(Fault::NotFound) }),
    }
}

fn state_tag(state: SheetState, lang: Lang) -> AnyView {
    let (tone, text) = match state {
        SheetState::Untouched => (Tone::Empty, say!(sheet_untouched, lang)),
        SheetState::Draft => (Tone::Active, say!(sheet_draft, lang)),
        SheetState::Full => (Tone::Warning, say!(sheet_full, lang)),
        SheetState::Reopened => (Tone::Warning, say!(sheet_reopened, lang)),
        SheetState::Sent => (Tone::Done, say!(sheet_sent, lang)),
        SheetState::Conflict => (Tone::Locked, say!(sheet_conflict, lang)),
    };
    view! { <Tag tone text/> }.whole()
}

fn queue_row(row: &QueueRow, edition: &Edition, lang: Lang) -> AnyView {
    let category = edition.category(&row.category).map(|c| c.pick(lang).to_owned());
    view! {
        <tr>
            <td>{row.code.clone()}</td>
            <td class="main">
                <a href=lang.href(&format!("/juri/nilai/{}", row.assignment))>{row.name.clone()}</a>
            </td>
            <td>{category}</td>
            <td class="n">{row.words}</td>
            <td class="n">{say!(minutes, lang, n = row.words.div_ceil(WORDS_PER_MINUTE))}</td>
            <td>{state_tag(row.state, lang)}</td>
            <td class="act">
                <a
                    href=lang.href(&format!("/juri/benturan/{}", row.assignment))
                    aria-label=say!(conflict_declare_of, lang, code = row.code)
                >
                    {say!(conflict_short, lang)}
                </a>
            </td>
        </tr>
    }
    .whole()
}

/// `/juri`: what is left to score.
fn queue() -> AnyView {
    let rows = load(|| (), |()| api::queue());
    let query = use_query_map();
    page(Area::Judge, move |here| async move {
        let lang = here.lang;
        let super::api::Waiting { to_state, to_calibrate, rows, own } = rows.await?;
        if to_state > 0 || to_calibrate > 0 {
            return Ok(gates(&here, to_state, to_calibrate));
        }
        let (barred, rows): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.state == SheetState::Conflict);
        let (sent_now, parted_now) =
            query.with_untracked(|query| (query.get("sent"), query.get("conflict").is_some()));
        // One sheet by its id, or how many: the first can be looked at again.
        let undo = sent_now.as_ref().and_then(|sent| {
            let row = rows.iter().find(|row| row.assignment == *sent)?;
            let href = lang.href(&format!("/juri/nilai/{}?pane=marks", row.assignment));
            Some(view! { " " <a href=href>{say!(undo_at_sheet, lang)}</a> })
        });
        let full = rows.iter().filter(|row| row.state == SheetState::Full).count();
        let send_all = (full > 0).then(|| {
            view! {
                <p>
                    <a class="button secondary" href=lang.href("/juri/kirim")>
                        {say!(send_all_link, lang, n = full)}
                    </a>
                </p>
            }
        });
        let edition = here.setting.edition()?;
        let all = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let sent = rows.iter().filter(|row| row.state == SheetState::Sent).count();
        let sent = u32::try_from(sent).unwrap_or(u32::MAX);
        let title = if all == 0 {
            say!(nav_queue, lang).to_owned()
        } else {
            say!(queue_left, lang, n = all - sent, of = all)
        };
        let until = here.moment(edition.calendar.judging_until);
        let next = rows.iter().find(|row| row.state != SheetState::Sent).map(|row| {
            let minutes = row.words.div_ceil(WORDS_PER_MINUTE);
            let begun = row.state != SheetState::Untouched;
            let words = if begun { say!(resume, lang) } else { say!(begin_scoring, lang) };
            view! {
                <div class="resume">
                    <div>
                        <h2>{format!("{} {}", row.code, row.name)}</h2>
                        <p class="muted small">{say!(minutes_to_read, lang, n = minutes)}</p>
                    </div>
                    <a
                        class="button primary"
                        href=lang.href(&format!("/juri/nilai/{}", row.assignment))
                    >
                        {words}
                    </a>
                </div>
            }
        });
        let list = |rows: Vec<AnyView>, title: &'static str| {
            (!rows.is_empty()).then(|| {
                view! {
                    <TableBox label=title>
                        <table class="table fold">
                            <caption>{title}</caption>
                            <thead>
                                <tr>
                                    <th scope="col">{say!(code, lang)}</th>
                                    <th scope="col">{say!(proposal, lang)}</th>
                                    <th scope="col">{say!(category, lang)}</th>
                                    <th scope="col" class="n">{say!(words, lang)}</th>
                                    <th scope="col" class="n">{say!(reading, lang)}</th>
                                    <th scope="col">{say!(status, lang)}</th>
                                    <th scope="col">{say!(action, lang)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </TableBox>
                }
            })
        };
        let (done, open): (Vec<_>, Vec<_>) =
            rows.iter().partition(|row| row.state == SheetState::Sent);
        let show = |rows: Vec<&QueueRow>| {
            rows.into_iter().map(|row| queue_row(row, &edition, lang)).collect::<Vec<_>>()
        };
        let (open, done) =
            (list(show(open), say!(queue_rest, lang)), list(show(done), say!(queue_sent, lang)));
        let blind = edition.rules.blind;
        let back = own.as_ref().and_then(|own| look_back(own, lang));
        let own = own.map(|own| own_scores(&own, lang));
        let barred = (!barred.is_empty()).then(|| parted(&barred, lang));
        let body = if all == 0 {
            view! { <Empty text=say!(queue_empty, lang)/> }.whole()
        } else {
            view! {
                <p class="muted small">{say!(send_until, lang, date = until)}</p>
                <River part=sent of=all/>
                {back}
                {next}
                {send_all}
                {(sent == all).then(|| view! { <Empty text=say!(queue_done, lang)/> })}
                {open}
                {done}
            }
            .whole()
        };
        Ok(view! {
            {crate::client::page::title(title.clone())}
            <div class="wrap queue">
                <div>
                    {sent_now.is_some().then(|| view! {
                        <Notice kind=Kind::Success>{say!(sheet_was_sent, lang)} {undo}</Notice>
                    })}
                    {parted_now.then(|| view! {
                        <Notice kind=Kind::Success>{say!(conflict_done, lang)}</Notice>
                    })}
                    <h1 class="display">{title.clone()}</h1>
                    {body}
                    {barred}
                </div>
                <aside class="aside">
                    <section>
                        <h2>{say!(conflict_know, lang)}</h2>
                        <p class="small">
                            {say!(conflict_know_words, lang)} " "
                            <a href=lang.href("/juri/benturan")>{say!(conflict_report, lang)}</a>
                        </p>
                    </section>
                    {own}
                    <section>
                        <h2>{say!(queue_mode, lang)}</h2>
                        <p class="small">
                            {if blind { say!(mode_blind_words, lang) } else { say!(mode_open_words, lang) }}
                        </p>
                    </section>
                    <section>
                        <h2>{say!(rubric, lang)}</h2>
                        <p class="small">{edition.rubric_note.pick(lang).to_owned()}</p>
                    </section>
                </aside>
            </div>
        }
        .whole())
    })
}

/// What the judge has given so far.
fn own_scores(own: &OwnScores, lang: Lang) -> AnyView {
    let spread = (!own.spread.is_empty())
        .then(|| format!(" {}", say!(own_spread, lang, spread = own.spread)));
    view! {
        <section>
            <h2>{say!(own_title, lang)}</h2>
            <p class="small">
                {say!(own_words, lang, n = own.count, mean = own.mean, low = own.low, high = own.high)}
                {spread}
            </p>
            <p class="muted small">{say!(own_only, lang)}</p>
            <p class="small">
                <a href=lang.href("/juri/banding") rel="external">{say!(compare_title, lang)}</a>
            </p>
        </section>
    }
    .whole()
}

/// The question whether the first scores still hold, when it is time for it.
fn look_back(own: &OwnScores, lang: Lang) -> Option<AnyView> {
    let first: Vec<String> = own.look_back.iter().map(|id| format!("u={id}")).collect();
    (first.len() > 1).then(|| {
        let href = lang.href(&format!("/juri/banding?{}", first.join("&")));
        view! {
            <Notice>
                <b>{say!(look_back_title, lang)}</b> " " {say!(look_back_words, lang)} " "
                <a href=href.clone() rel="external">{say!(look_back_do, lang)}</a>
            </Notice>
        }
        .whole()
    })
}

/// What stands before the queue: the year's statement, then the calibration set. A gate that is
/// shut says what opens it.
fn gates(here: &Here, given: u32, benchmarks: u32) -> AnyView {
    let lang = here.lang;
    let title = say!(gate_title, lang);
    let open = |href: &str, words: &'static str| {
        view! {
            <p><a class="button primary" href=lang.href(href) rel="external">{words}</a></p>
        }
        .whole()
    };
    let shut = |words: &'static str| view! { <p class="muted">{words}</p> }.whole();
    let (statement, calibration, queue) = if given > 0 {
        (
            open("/juri/benturan", say!(gate_open, lang)),
            shut(say!(gate_after_statement, lang)),
            shut(say!(gate_closed, lang)),
        )
    } else {
        let words = say!(benchmark_gate, lang, n = benchmarks);
        let begin = open("/juri/kalibrasi", say!(benchmark_open, lang));
        (
            shut(say!(gate_stated, lang)),
            view! { <p>{words}</p> {begin} }.whole(),
            shut(say!(gate_after_benchmarks, lang)),
        )
    };
    let lead = (given > 0).then(|| view! { <p>{say!(gate_words, lang, n = given)}</p> });
    let about = (given > 0).then(|| view! { <p>{say!(conflict_lead, lang)}</p> });
    view! {
        {crate::client::page::title(title)}
        <div class="wrap page stack judging">
            <h1 class="display">{title}</h1>
            {lead}
            <ol class="stack gates">
                <li><h2>{say!(conflict_title, lang)}</h2> {about} {statement}</li>
                <li><h2>{say!(benchmark_title, lang)}</h2> {calibration}</li>
                <li><h2>{say!(nav_queue, lang)}</h2> {queue}</li>
            </ol>
        </div>
    }
    .whole()
}

/// Proposals that a conflict keeps from this judge.
fn parted(rows: &[QueueRow], lang: Lang) -> AnyView {
    let rows = rows
        .iter()
        .map(|row| {
            let name = if row.name == row.code { String::new() } else { row.name.clone() };
            view! {
                <tr>
                    <td>{row.code.clone()}</td>
                    <td class="main">{name}</td>
                    <td>{state_tag(row.state, lang)}</td>
                </tr>
            }
        })
        .collect_view();
    let title = say!(conflict_list, lang);
    view! {
        <TableBox label=title>
            <table class="table fold">
                <caption>{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(code, lang)}</th>
                        <th scope="col">{say!(proposal, lang)}</th>
                        <th scope="col">{say!(status, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .whole()
}
