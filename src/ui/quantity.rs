//! Quantities: bamboo bars, the river of progress, the phases, big numbers, tables, rank plots.

use super::page::{Tag, Tone};
use super::whole::{Inner, Whole};
use crate::kernel::Lang;
use crate::say;
use leptos::prelude::*;

/// `part` of `of` as an SVG length with one decimal, never above 100 %.
pub fn percent(part: u32, of: u32) -> String {
    let mille = (u64::from(part) * 1000 / u64::from(of.max(1))).min(1000);
    format!("{}.{}%", mille / 10, mille % 10)
}

/// A quantity in bamboo segments. The number stands beside it in words, so it is hidden from screen
/// readers. `class` may add `river` (blue), `leaf` (green) or `quiet`.
#[component]
pub fn BambooBar(part: u32, of: u32, #[prop(optional)] class: &'static str) -> impl IntoView {
    view! {
        <svg class=format!("bamboo {class}") aria-hidden="true">
            <line y1="50%" y2="50%" x2=percent(part, of)/>
        </svg>
    }
}

/// How far the work has come: the river is done, the line is ahead. The words above it say the same.
#[component]
pub fn River(part: u32, of: u32) -> impl IntoView {
    view! { <progress class="river" value=part max=of.max(1) aria-hidden="true"></progress> }
}

/// Where a [`Step`] lies in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Over.
    Past,
    /// Now.
    Now,
    /// To come.
    Ahead,
}

/// One phase of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// Its dates in few letters, or nothing.
    pub dates: String,
    /// Where it lies.
    pub when: When,
}

/// The phases of an edition as a river: a wave behind, dots ahead.
#[component]
pub fn Steps(lang: Lang, steps: Vec<Step>) -> impl IntoView {
    let rows = steps
        .into_iter()
        .map(|Step { label, dates, when }| {
            let (class, current) = match when {
                When::Past => ("past", None),
                When::Now => ("now", Some("step")),
                When::Ahead => ("", None),
            };
            let done = (when == When::Past)
                .then(|| view! { <span class="vh">", "{say!(ui_step_done, lang)}</span> });
            let dates = (!dates.is_empty()).then(|| view! { <span>{dates}</span> });
            view! { <li class=class aria-current=current><b>{label}{done}</b>{dates}</li> }
        })
        .collect_view();
    view! { <ol class="steps" role="list">{rows}</ol> }
}

/// One row of the task list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The section's name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// "182 dari 200 kata", "1 hal perlu diperbaiki", or nothing.
    pub detail: String,
    /// How it stands.
    pub tone: Tone,
    /// The same in words: "Lengkap".
    pub status: String,
}

/// The sections of a proposal with how each stands; the whole row is the link.
#[component]
pub fn TaskList(tasks: Vec<Task>) -> impl IntoView {
    let rows = tasks
        .into_iter()
        .map(|Task { title, href, detail, tone, status }| {
            let class = match tone {
                Tone::Active => "is-active",
                Tone::Wrong => "is-wrong",
                Tone::Warning => "is-warning",
                _ => "",
            };
            let detail = (!detail.is_empty()).then(|| view! { <p>{detail}</p> });
            view! {
                <li class=class>
                    <div><a href=href>{title}</a>{detail}</div>
                    <Tag tone=tone text=status/>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="tasks" role="list">{rows}</ul> }
}

/// A big number with its label; belongs in `<dl class="stats">`.
#[component]
pub fn Stat(
    /// Already in the reader's form: "1.234".
    #[prop(into)]
    number: String,
    #[prop(into)] label: String,
) -> impl IntoView {
    view! { <div><dt>{label}</dt><dd>{number}</dd></div> }
}

/// A box in which a wide table scrolls sideways, reachable by keyboard.
#[component]
pub fn TableBox(
    /// What the table shows.
    #[prop(into)]
    label: String,
    children: Inner,
) -> impl IntoView {
    view! { <div class="table-box" role="region" aria-label=label tabindex="0">{children.view()}</div> }
}

/// A table with its name and the heads of its columns, each with its class.
pub fn framed(
    name: impl Into<String>,
    columns: &[(&'static str, &'static str)],
    rows: AnyView,
) -> AnyView {
    let name = name.into();
    let heads = columns
        .iter()
        .map(|(head, class)| view! { <th scope="col" class=*class>{*head}</th> })
        .collect_view();
    view! {
        <TableBox label=name.clone()>
            <table class="table tight">
                <caption class="vh">{name}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .whole()
}

/// How surely a proposal is among the awarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Almost surely in.
    Safe,
    /// To be discussed by the plenary.
    Discuss,
    /// Almost surely out.
    Out,
}

impl Zone {
    /// The class of its table row.
    pub fn class(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Discuss => "discuss",
            Self::Out => "out",
        }
    }

    /// Its name.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Safe => say!(ui_zone_safe, lang),
            Self::Discuss => say!(ui_zone_discuss, lang),
            Self::Out => say!(ui_zone_out, lang),
        }
    }
}

/// Inner width of a rank plot.
const PLOT: f64 = 372.0;

/// Where a rank of `1..=count` lies on the plot: a square-root axis, so that the top has room.
fn place(rank: f64, count: u32) -> f64 {
    let end = f64::from(count.max(2)).sqrt();
    8.0 + (rank.max(1.0).sqrt() - 1.0) / (end - 1.0) * (PLOT - 16.0)
}

/// The ranks that get a grid line.
fn ticks(count: u32) -> impl Iterator<Item = u32> {
    [1, 5, 10, 20, 50, 100, 200, 500]
        .into_iter()
        .filter(move |tick| tick * 5 < count * 4)
        .chain([count])
}

/// The head of the rank column: its name and the axis. `line` is the last awarded rank.
#[component]
pub fn RankAxis(lang: Lang, count: u32, line: u32) -> impl IntoView {
    let marks = ticks(count)
        .map(|tick| {
            let class = if tick == line { "line" } else { "" };
            view! {
                <text class=class x=format!("{:.1}", place(f64::from(tick), count)) y="14">
                    {tick}
                </text>
            }
        })
        .collect_view();
    view! {
        <span>{say!(ui_rank_possible, lang)}</span>
        <svg class="rank-axis" width=PLOT height="18" aria-hidden="true">{marks}</svg>
    }
}

/// One row of the rank plot: a dot on an interval, hollow when out, with the award line behind it.
#[component]
pub fn RankPlot(
    lang: Lang,
    /// How many are ranked.
    count: u32,
    /// The last awarded rank.
    line: u32,
    /// The middle of the ranks it may have.
    dot: f64,
    /// The best rank it may have.
    low: u32,
    /// The worst rank it may have.
    high: u32,
    zone: Zone,
) -> impl IntoView {
    let x = |rank: f64| format!("{:.1}", place(rank, count));
    let grid = ticks(count).fold(String::new(), |path, tick| {
        if tick == line { path } else { format!("{path}M{} 0v28", x(f64::from(tick))) }
    });
    let (from, to) = (x(f64::from(low)), x(f64::from(high)));
    let top = format!("M{} 0v28", x(f64::from(line)));
    view! {
        <svg
            class=format!("rank-plot {}", zone.class())
            width=PLOT
            height="28"
            role="img"
            aria-label=say!(ui_rank_range, lang, low = low, high = high)
        >
            <path class="grid" d=grid></path>
            <path class="top" d=top></path>
            <line x1=from y1="14" x2=to y2="14"></line>
            <circle cx=x(dot) cy="14" r="5"></circle>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_never_longer_than_its_box() {
        assert_eq!(percent(1, 3), "33.3%");
        assert_eq!(percent(9, 3), "100.0%");
        assert_eq!(percent(1, 0), "100.0%");
    }

    #[test]
    fn the_axis_begins_and_ends_inside_the_plot() {
        assert!((place(1.0, 107) - 8.0).abs() < 1e-9);
        assert!((place(107.0, 107) - (PLOT - 8.0)).abs() < 1e-9);
        assert_eq!(ticks(107).collect::<Vec<_>>(), [1, 5, 10, 20, 50, 107]);
    }
}
