//! `/panitia/peringkat`: the ranking with its doubt, once scoring is closed. Drawn by the server.

mod advice;
mod asked;
mod list;

use super::super::api::{Board, BoardOrder, read_board};
use crate::{
    client::load::load,
    edition::{Here, office_page},
    kernel::Lang,
    say,
    ui::{ErrorSummary, Notice, SimulatedNote, Whole},
};
use advice::{banners, estimate, more};
use asked::{Asked, trying};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use list::table;

/// Rows on a page: a national competition has thousands, which no browser draws at once without a halt.
const ROWS: usize = 250;

/// The page.
#[component]
pub fn BoardPage() -> impl IntoView {
    let asked = use_query_map().with_untracked(Asked::of);
    let (order, trial) = (asked.order, asked.trial.clone());
    let board = load(move || (order, trial.clone()), |(order, trial)| read_board(order, trial));
    office_page(move |here| {
        let asked = asked.clone();
        async move {
            let board = board.await?;
            let pages = board.rows.len().div_ceil(ROWS).max(1);
            let asked = Asked { order: board.order, page: asked.page.min(pages), ..asked };
            let edition = here.setting.edition()?;
            let heard = edition.panel.is_some().then(|| heard(here.lang));
            let trying = trying(&here, &board, &asked, &edition);
            let trying = view! { {heard} {trying} }.whole();
            let pages = page_links(&asked, pages, here.lang);
            Ok(board_view(&here, board, &asked, edition.rules.top, (trying, pages)))
        }
    })
}

/// Says that finalists are heard, and where what comes of it stands.
fn heard(lang: Lang) -> AnyView {
    view! {
        <Notice>
            {say!(board_panel, lang)} " "
            <a href=lang.href("/panitia/panel") rel="external">{say!(nav_panel, lang)}</a>
        </Notice>
    }
    .whole()
}

/// Links to the other pages of a long list, with everything that was asked for kept.
fn page_links(asked: &Asked, pages: usize, lang: Lang) -> Option<AnyView> {
    if pages < 2 {
        return None;
    }
    let links = (1..=pages)
        .map(|page| {
            let href = format!("{}&hal={page}", asked.href(lang));
            let current = (page == asked.page).then_some("page");
            let (from, to) = ((page - 1) * ROWS + 1, page * ROWS);
            view! {
                <li><a href=href rel="external" aria-current=current>{format!("{from}–{to}")}</a></li>
            }
        })
        .collect_view();
    Some(
        view! {
            <nav aria-label=say!(board_pages, lang)><ul class="pages" role="list">{links}</ul></nav>
        }
        .into_any(),
    )
}

fn board_view(
    here: &Here,
    board: Board,
    asked: &Asked,
    top: u32,
    (trying, pages): (AnyView, Option<AnyView>),
) -> AnyView {
    let lang = here.lang;
    let title = say!(board_title, lang);
    let demo = here.setting.demo.then(|| view! { <SimulatedNote lang/> });
    let reader = here.setting.account.as_ref().map(|account| account.name.clone());
    let calibrated = board.rows.iter().any(|row| row.doubt.is_some());
    let words = say!(board_words, lang, n = board.rows.len(), reads = board.reads);
    let banners = banners(&board.banners, calibrated, lang);
    let estimate = calibrated.then(|| estimate(&board, lang));
    let more = (!board.more.is_empty() || !board.awaited.is_empty())
        .then(|| more(here, &board, asked.hidden));
    let judges = board.judges.is_some().then(|| {
        let href = lang.href("/panitia/diagnosis");
        view! {
            <p class="links"><a href=href rel="external">{say!(board_watch_title, lang)}</a></p>
        }
    });
    let table = table(&board, asked, top, lang);
    let tools = tools(asked, calibrated, lang);
    view! {
        {crate::client::page::title(here.title(title))}
        <div class="desk-head">
            <div>
                <h1>{title}</h1>
                <p>{words} " " {reader.map(|who| say!(board_for, lang, who = who))} "."</p>
            </div>
            {tools}
        </div>
        <ErrorSummary lang items=here.errors()/>
        {demo}
        {estimate}
        {banners}
        {trying}
        {table}
        {pages}
        {more}
        {judges}
    }
    .into_any()
}

/// Secrecy, order, names.
fn tools(asked: &Asked, calibrated: bool, lang: Lang) -> AnyView {
    let order = |order: BoardOrder, label: &'static str| {
        let current = (asked.order == order).then_some("page");
        view! { <a href=Asked { order, ..asked.clone() }.href(lang) aria-current=current>{label}</a> }
    };
    let switch = calibrated.then(|| {
        view! {
            <nav class="switch" aria-label=say!(board_order, lang)>
                {order(BoardOrder::Official, say!(board_raw, lang))}
                {order(BoardOrder::Calibrated, say!(board_calibrated, lang))}
            </nav>
        }
    });
    let names = if asked.hidden { say!(board_show, lang) } else { say!(board_hide, lang) };
    view! {
        <div class="tools">
            <p class="secret">{say!(board_secret, lang)}</p>
            {switch}
            <a class="button" href=Asked { hidden: !asked.hidden, ..asked.clone() }.href(lang)>{names}</a>
        </div>
    }
    .into_any()
}
