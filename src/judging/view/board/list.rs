//! The ranking as a table: each row with its range of ranks, its zone and why it stands where it does.

use super::{
    super::super::api::{Board, BoardOrder, Doubt, Ranked},
    ROWS,
    asked::Asked,
};
use crate::{
    kernel::Lang,
    say,
    ui::{RankAxis, RankPlot, TableBox, Zone},
};
use leptos::prelude::*;

/// Columns of the board, for rows that span it.
const COLUMNS: &str = "9";

fn zone(doubt: &Doubt) -> Zone {
    match doubt.zone {
        0 => Zone::Safe,
        1 => Zone::Discuss,
        _ => Zone::Out,
    }
}

/// ">99%", "74%", "<1%".
fn percent(permille: u32) -> String {
    match permille {
        0..=4 => "<1%".to_owned(),
        995.. => ">99%".to_owned(),
        _ => format!("{}%", (permille + 5) / 10),
    }
}

/// The table of the ranking, or of one page of it.
pub fn table(board: &Board, asked: &Asked, top: u32, lang: Lang) -> AnyView {
    let count = u32::try_from(board.rows.len()).unwrap_or(u32::MAX);
    let from = (asked.page - 1) * ROWS;
    let mut above = from.checked_sub(1).and_then(|at| board.rows.get(at));
    let rows = board
        .rows
        .iter()
        .skip(from)
        .take(ROWS)
        .map(|row| {
            let border = border(asked.order, above, row, top, lang);
            above = Some(row);
            view! { {border} {ranked(row, asked, count, top, lang)} }
        })
        .collect_view();
    let title = say!(board_title, lang);
    view! {
        <TableBox label=title>
            <table class="board">
                <caption class="vh">{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(rank, lang)}</th>
                        <th scope="col">{say!(proposal, lang)}</th>
                        <th scope="col" class="n">{say!(board_col_raw, lang)}</th>
                        <th scope="col" class="n">{say!(board_calibrated, lang)}</th>
                        <th scope="col" class="plot"><RankAxis lang count line=top/></th>
                        <th scope="col" class="n">{say!(board_range, lang)}</th>
                        <th scope="col" class="n">{say!(board_chance, lang, n = top)}</th>
                        <th scope="col" class="n">{say!(board_judges, lang)}</th>
                        <th scope="col">{say!(ui_zone, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .into_any()
}

/// The line above a row: between zones in the calibrated order, at the cut in the official one.
fn border(
    order: BoardOrder,
    above: Option<&Ranked>,
    row: &Ranked,
    top: u32,
    lang: Lang,
) -> Option<AnyView> {
    let above = above?;
    let zones = (above.doubt.as_ref().map(zone), row.doubt.as_ref().map(zone));
    let (title, words) = match (order, zones) {
        (BoardOrder::Calibrated, (Some(Zone::Safe), Some(Zone::Discuss | Zone::Out))) => {
            (say!(board_border_safe, lang), say!(board_border_safe_words, lang, n = top))
        }
        (BoardOrder::Calibrated, (Some(Zone::Discuss), Some(Zone::Out))) => {
            (say!(board_border_out, lang), say!(board_border_out_words, lang, n = top))
        }
        (BoardOrder::Official, _) if above.rank <= top && row.rank > top => {
            ("", say!(cut_line, lang, n = top))
        }
        _ => return None,
    };
    Some(
        view! { <tr class="border"><td colspan=COLUMNS><b>{title}</b> " " {words}</td></tr> }
            .into_any(),
    )
}

fn ranked(row: &Ranked, asked: &Asked, count: u32, top: u32, lang: Lang) -> AnyView {
    let name = if asked.hidden { row.code.clone() } else { row.name.clone() };
    let tie = if lang == Lang::En { row.tie.1.clone() } else { row.tie.0.clone() };
    let moved = row
        .doubt
        .as_ref()
        .filter(|_| asked.order == BoardOrder::Calibrated)
        .and_then(|doubt| moved(doubt, lang));
    let at_cut = row.at_cut.then(|| say!(board_at_cut, lang, n = top));
    let was = row.was.map(|was| say!(trial_was, lang, rank = was));
    let why = [Some(tie).filter(|tie| !tie.is_empty()), at_cut, moved, was]
        .into_iter()
        .flatten()
        .map(|words| view! { <small class="why">{words}</small> })
        .collect_view();
    let Some(doubt) = &row.doubt else {
        return view! {
            <tr>
                <td>{row.rank}</td>
                <th scope="row" class="name">{name} {why}</th>
                <td class="n">{row.mean.clone()}</td>
                <td class="n">"–"</td>
                <td class="plot"></td>
                <td class="n">"–"</td>
                <td class="n">"–"</td>
                <td class="n">{row.reads}</td>
                <td>"–"</td>
            </tr>
        }
        .into_any();
    };
    let zone = zone(doubt);
    let (low, high) = doubt.ranks;
    view! {
        <tr class=zone.class()>
            <td>{row.rank}</td>
            <th scope="row" class="name">{name} {why}</th>
            <td class="n">{row.mean.clone()}</td>
            <td class="n">{doubt.calibrated.clone()}</td>
            <td class="plot">
                <RankPlot lang count line=top dot=f64::from(row.rank) low high zone/>
            </td>
            <td class="n">{format!("{low}–{high}")}</td>
            <td class="n">{percent(doubt.permille)}</td>
            <td class="n">{row.reads}</td>
            <td>{zone.label(lang)}</td>
        </tr>
    }
    .into_any()
}

/// How calibration moves a proposal against the official order, and why.
fn moved(doubt: &Doubt, lang: Lang) -> Option<String> {
    let n = doubt.moved.unsigned_abs();
    let lean = doubt.lean.unsigned_abs();
    let points = format!("{},{}", lean / 10, lean % 10);
    match (doubt.moved, doubt.lean) {
        (0, _) => None,
        (1.., ..=-5) => Some(say!(board_up_strict, lang, n = n, points = points)),
        (1.., _) => Some(say!(board_up, lang, n = n)),
        (_, 5..) => Some(say!(board_down_lenient, lang, n = n, points = points)),
        _ => Some(say!(board_down, lang, n = n)),
    }
}
