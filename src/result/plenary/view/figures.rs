//! What the judges said of one proposal, drawn: their totals on a line, their scores by aspect, and
//! who leaves the room.

use super::super::api::Item;
use crate::{
    kernel::{Lang, score},
    say,
    ui::{Kind, Notice, Whole, framed},
};
use leptos::prelude::*;

/// Every judge's total on one line, as letters.
pub fn strip(totals: &[(String, String, u32)], lang: Lang) -> AnyView {
    // The upper half alone, if all are in it: that is where neighbours are told apart.
    let from = if totals.iter().all(|(.., permille)| *permille >= 500) { 500 } else { 0 };
    let marks = totals
        .iter()
        .enumerate()
        .map(|(at, (letter, _, permille))| {
            // Neighbours on the strip are told apart by standing on three heights.
            let y = 14 + (at % 3) * 14;
            let x = 12.0 + f64::from(permille - from) * 376.0 / f64::from(1000 - from);
            view! {
                <circle cx=format!("{x:.1}") cy="56" r="4"></circle>
                <text x=format!("{x:.1}") y=y.to_string() text-anchor="middle">{letter.clone()}</text>
            }
        })
        .collect_view();
    let words: Vec<String> =
        totals.iter().map(|(letter, shown, _)| format!("{letter} {shown}")).collect();
    let words = words.join(" · ");
    view! {
        <svg class="strip" viewBox="0 0 400 78" role="img" aria-label=say!(plenary_strip, lang, all = words)>
            <path d="M12 56h376"></path>
            <text x="12" y="76" class="end">{from / 10}</text>
            <text x="388" y="76" class="end" text-anchor="end">"100"</text>
            {marks}
        </svg>
        <p class="small">{words.clone()}</p>
    }
    .whole()
}

/// Median and range of each aspect.
pub fn aspects(item: &Item, lang: Lang) -> AnyView {
    let rows = item
        .aspects
        .iter()
        .map(|aspect| {
            let title = if lang == Lang::Id { &aspect.title.0 } else { &aspect.title.1 };
            view! {
                <tr>
                    <th scope="row">{title.clone()}</th>
                    <td class="n">{score::show(aspect.median)}</td>
                    <td class="n">{score::show(aspect.low)} "–" {score::show(aspect.high)}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = [
        (say!(plenary_aspect, lang), ""),
        (say!(plenary_median, lang), "n"),
        (say!(plenary_range, lang), "n"),
    ];
    view! {
        {framed(say!(plenary_aspects, lang), &columns, rows.into_any())}
    }
    .whole()
}

/// Who leaves the room, in one sentence; for the screen by letters alone.
pub fn leaving(item: &Item, lang: Lang, by_name: bool) -> Option<AnyView> {
    if item.leaving.is_empty() {
        return None;
    }
    let who: Vec<String> = item
        .leaving
        .iter()
        .map(
            |(letter, name, _)| if by_name { format!("{letter} ({name})") } else { letter.clone() },
        )
        .collect();
    let words = say!(plenary_leaving, lang, who = who.join(", "));
    Some(view! { <Notice kind=Kind::Warning>{words}</Notice> }.into_any())
}
