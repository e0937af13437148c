//! Every scene of the show as its final frame. `data-d` says how many milliseconds into its cue
//! a part begins to move; where it comes from is the style sheet's business.

use super::{
    art::art,
    fit::fit,
    rank::rank,
    words::{best, tied, two_lines},
};
use crate::ceremony::rules::{Cue, Figures, Programme, RevealedRow, Snapshot};
use crate::kernel::Lang;
use crate::say;
use leptos::prelude::*;

/// The style sheet's name of a cue's scene.
pub fn class(cue: Cue) -> &'static str {
    match cue {
        Cue::Waiting => "at-waiting",
        Cue::Opening => "at-opening",
        Cue::Numbers => "at-numbers",
        Cue::Method => "at-method",
        Cue::Introduction => "at-introduction",
        Cue::Rank(reveal) if reveal.rank == 1 && reveal.places == 1 => "at-rank champion",
        Cue::Rank(_) => "at-rank",
        Cue::Podium => "at-podium",
        Cue::Board => "at-board",
        Cue::NextLevel => "at-next-level",
        Cue::Thanks => "at-thanks",
    }
}

/// The scene of a cue; `told` if a rank's name belongs to it.
pub fn draw(
    cue: Cue,
    told: bool,
    programme: &Programme,
    snapshot: &Snapshot,
    lang: Lang,
) -> AnyView {
    match cue {
        Cue::Waiting => waiting(programme, lang),
        Cue::Opening => opening(programme, lang),
        Cue::Numbers => numbers(&programme.figures, lang),
        Cue::Method => method(programme, lang),
        Cue::Introduction => introduction(programme, lang),
        Cue::Rank(reveal) => rank(reveal, told, programme, snapshot, lang),
        Cue::Podium => podium(programme, snapshot, lang),
        Cue::Board => board(programme, snapshot, lang),
        Cue::NextLevel => next_level(programme, snapshot, lang),
        Cue::Thanks => thanks(programme, snapshot, lang),
    }
}

/// The line that every picture with ranks carries in a demo edition.
pub fn simulated(programme: &Programme, lang: Lang) -> Option<impl IntoView + use<>> {
    programme.demo.then(|| view! { <p class="simulated">{say!(stage_simulated, lang)}</p> })
}

/// A line that rises out of its own edge.
fn line(text: String, begins: i64) -> impl IntoView {
    view! { <span class="mask"><span data-d=begins>{text}</span></span> }
}

fn title(programme: &Programme, begins: i64, lang: Lang) -> impl IntoView + use<> {
    let (first, second) = two_lines(programme.name.pick(lang));
    view! { <h1>{line(first, begins)} " " {line(second, begins + 90)}</h1> }
}

fn landscape() -> impl IntoView {
    view! {
        <div class="moon"><i class="spin slow" data-d="0">{art("#st-ring")}</i></div>
        <div class="hill">{art("#st-hill")}</div>
        <div class="current">
            <i class="flow" data-d="0">{art("#st-river")}</i>
            <i class="flow two" data-d="0">{art("#st-river")}</i>
        </div>
    }
}

fn waiting(programme: &Programme, lang: Lang) -> AnyView {
    let place = format!("{} {}", programme.region, programme.year);
    view! {
        {landscape()}
        <div class="titles">
            {title(programme, 200, lang)}
            <p class="accent fade" data-d="700">{place}</p>
            <p class="where fade" data-d="1000">
                <b>{programme.date.pick(lang).to_owned()}</b>
                {programme.venue.clone()}
            </p>
        </div>
    }
    .into_any()
}

fn opening(programme: &Programme, lang: Lang) -> AnyView {
    let place = format!("{} {}", programme.region, programme.year);
    view! {
        <div class="glow"></div>
        <div class="halo breathe" data-d="0">{art("#st-halo")}</div>
        <div class="centre">
            <div class="lumbon">
                <i class="unfold" data-d="500">{art("#st-leaf")}</i>
                <i class="unfold mirrored" data-d="500">{art("#st-leaf")}</i>
            </div>
            {title(programme, 1_400, lang)}
            <p class="accent fade" data-d="2500">{place}</p>
        </div>
    }
    .into_any()
}

/// A number whose digits roll into place.
fn rolling(number: u32, begins: i64) -> impl IntoView {
    let text = number.to_string();
    let digit = |(place, digit): (i64, char)| {
        let last = digit.to_digit(10).filter(|d| *d > 0).unwrap_or(10);
        let strip = (0..=last)
            .map(|d| view! { <i>{d % 10}</i> })
            .collect_view();
        view! {
            <span class="digit">
                <b>{digit.to_string()}</b>
                <span class="roll" data-d=begins + place * 100>{strip}</span>
            </span>
        }
    };
    let digits = (0_i64..).zip(text.chars()).map(digit).collect_view();
    view! { <div class="figure" role="img" aria-label=text.clone()>{digits}</div> }
}

/// One segment of bamboo for each innovation, so that bars can be counted.
fn bamboo(count: u32, most: u32) -> impl IntoView {
    let pitch = if most > 42 { 760 / most.max(1) } else { 18 }.max(2);
    let wide = pitch - (pitch / 6).max(1);
    let stems = |height: u32, from: u32| {
        (0..count).map(|at| format!("M{} {from}h{wide}v{height}h-{wide}z", at * pitch)).collect::<String>()
    };
    let (stem, light, node) = (stems(86, 0), stems(8, 0), stems(14, 72));
    let view_box = format!("0 0 {} 86", (count * pitch).max(1));
    view! {
        <svg viewBox=view_box aria-hidden="true">
            <path d=stem fill="currentColor"/>
            <path d=light fill="#fff" opacity=".3"/>
            <path d=node opacity=".22"/>
        </svg>
    }
}

fn numbers(figures: &Figures, lang: Lang) -> AnyView {
    let shown = figures.top_agencies.iter().take(3).cloned().collect::<Vec<_>>();
    let rest = figures.proposals.saturating_sub(shown.iter().map(|(_, n)| n).sum());
    let others = figures.agencies.saturating_sub(u32::try_from(shown.len()).unwrap_or_default());
    let most = shown.iter().map(|(_, n)| *n).chain([rest]).max().unwrap_or_default();
    let shown = shown.into_iter().map(|(name, n)| ("", name, n));
    let other = (rest > 0).then(|| ("others", say!(stage_other_agencies, lang, n = others), rest));
    let rows = (0_i64..)
        .zip(shown.chain(other))
        .map(|(at, (class, name, count))| {
            let begins = 1_200 + at * 80;
            view! {
                <li class=class>
                    <p class="fade" data-d=begins>{name}</p>
                    <div>
                        <i class="grow" data-d=begins + 200>{bamboo(count, most)}</i>
                        <b class="fade" data-d=begins + 700>{count}</b>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="glow west"></div>
        <div class="totals">
            <div>
                {rolling(figures.agencies, 100)}
                <p class="fade" data-d="400">{say!(stage_agencies, lang)}</p>
            </div>
            <div class="chief">
                {rolling(figures.proposals, 500)}
                <p class="fade" data-d="900">{say!(stage_innovations, lang)}</p>
            </div>
        </div>
        <ul class="bamboos">{rows}</ul>
        <div class="stream">{art("#st-stream")}</div>
    }
    .into_any()
}

fn method(programme: &Programme, lang: Lang) -> AnyView {
    let figures = &programme.figures;
    let seal = programme.seal.as_ref();
    let steps = [
        (
            say!(stage_step_screening, lang),
            say!(stage_step_screening_note, lang, n = figures.proposals),
        ),
        (
            say!(stage_step_judging, lang),
            say!(
                stage_step_judging_note,
                lang,
                reads = programme.reads,
                judges = figures.judges
            ),
        ),
        (
            say!(stage_step_plenary, lang),
            seal.map_or_else(
                || say!(stage_step_plenary_open, lang).to_owned(),
                |seal| say!(stage_step_plenary_note, lang, date = seal.on.pick(lang)),
            ),
        ),
    ];
    let steps = (1_i64..)
        .zip(steps)
        .map(|(number, (name, note))| {
            view! {
                <li class="slide" data-d=number * 400>
                    <div class="badge">{art("#st-medal")}<b>{number}</b></div>
                    <h2>{name}</h2>
                    <p>{note}</p>
                </li>
            }
        })
        .collect_view();
    let words = seal.map(|seal| {
        view! {
            <p class="seal fade" data-d="1900">
                <span>{say!(stage_seal_words, lang)}</span>
                <b>{seal.words.clone()}</b>
            </p>
        }
    });
    view! {
        <div class="glow north"></div>
        <h1>{line(say!(stage_method, lang).to_owned(), 100)}</h1>
        <ol class="stages">{steps}</ol>
        {words}
        <div class="stream">{art("#st-stream")}</div>
    }
    .into_any()
}

fn introduction(programme: &Programme, lang: Lang) -> AnyView {
    let place = format!("{} {}", programme.region, programme.year);
    view! {
        <div class="glow"></div>
        <div class="centre">
            <div class="lumbon">{art("#st-leaf")}</div>
            <h1>{line(best(programme, lang), 1_100)}</h1>
            <p class="accent fade" data-d="1700">{place}</p>
        </div>
        {rail(programme, &Snapshot::default(), None, 0)}
    }
    .into_any()
}

/// The ranks as leaves on the river; the one at `now` is away, or gold if it has come back.
pub fn rail(
    programme: &Programme,
    snapshot: &Snapshot,
    now: Option<(u32, bool)>,
    returns: i64,
) -> impl IntoView + use<> {
    let leaves = (0_i64..)
        .zip(programme.ranks())
        .map(|(at, rank)| {
            let class = match now {
                Some((one, true)) if one == rank => "here fade",
                Some((one, false)) if one == rank => "away",
                _ if snapshot.knows(rank) => "told",
                None => "rise",
                _ => "",
            };
            let begins = if now.is_none() { at * 60 } else { returns };
            view! {
                <li class=format!("{class} r{rank}") data-d=begins>
                    {art("#st-token")}
                    <b>{rank}</b>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="ranks">
            <div class="stream">{art("#st-stream")}</div>
            <ol role="list">{leaves}</ol>
        </div>
    }
}

fn podium(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> AnyView {
    let mut ranks = programme.ranks();
    ranks.reverse();
    let columns = [(1, "silver", 120), (0, "gold", 240), (2, "bronze", 0)]
        .into_iter()
        .filter_map(|(place, class, begins)| ranks.get(place).map(|rank| (*rank, class, begins)))
        .map(|(rank, class, begins)| {
            let names = snapshot
                .at_rank(rank)
                .map(|row| {
                    let size = if class == "gold" { fit(&row.acronym, 570, &[144, 110, 80, 64], 80) }
                        else { fit(&row.acronym, 500, &[80, 64, 54], 80) };
                    view! {
                        <h2 class=format!("f{}", size.size)>{row.acronym.clone()}</h2>
                        <p>{tied(&row.unit)}</p>
                    }
                })
                .collect_view();
            view! {
                <li class=class>
                    <div class="who rise" data-d=begins + 900>{names}</div>
                    <div class="plinth">
                        <div class="up" data-d=begins>
                            {art("#st-frieze")} <div class="badge">{art("#st-medal")}<b>{rank}</b></div>
                        </div>
                    </div>
                </li>
            }
        })
        .collect_view();
    let known = ranks.first().is_some_and(|rank| snapshot.knows(*rank));
    view! {
        <div class="glow court"></div>
        <h1>{say!(stage_podium, lang)}</h1>
        {known.then(|| simulated(programme, lang))}
        <ol class="plinths" role="list">{columns}</ol>
        <div class="floor"></div>
    }
    .into_any()
}

/// The agency after a unit's name, unless it is the unit itself.
fn agency(row: &RevealedRow) -> Option<String> {
    (row.agency != row.unit && !row.agency.is_empty()).then(|| row.agency.clone())
}

fn board(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> AnyView {
    let count = i64::try_from(snapshot.rows.len()).unwrap_or_default();
    let rows = (1_i64..)
        .zip(&snapshot.rows)
        .map(|(place, slot)| {
            let size: &[u32] = match place {
                1 => &[92, 76, 64, 54, 44],
                2 | 3 => &[66, 56, 48, 42],
                _ => &[54, 48, 42],
            };
            let row = slot.revealed();
            let name = row.map(|row| {
                let size = fit(&row.acronym, 690, size, 0).size;
                view! { <strong class=format!("f{size}")>{row.acronym.clone()}</strong> }
            });
            let unit = row.map(|row| {
                let long = fit(&row.unit, 860, &[44], 0).lines > 1;
                let agency = agency(row).filter(|agency| {
                    fit(&format!("{} · {agency}", row.unit), 890, &[44], 0).lines == 1
                });
                let agency = agency.map(|agency| view! { <i>" · " {agency}</i> });
                view! { <span class:long=long>{tied(&row.unit)} {agency}</span> }
            });
            view! {
                <li class=format!("rise r{place}") data-d=(count - place).max(0) * 60>
                    <b>{slot.rank()}</b>
                    {name}
                    {unit}
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="glow north"></div>
        <header>
            <h1>{best(programme, lang)}</h1>
            <p>{format!("{} {}", programme.region_short, programme.year)}</p>
        </header>
        {simulated(programme, lang)}
        <ol class="rows" role="list">{rows}</ol>
    }
    .into_any()
}

fn next_level(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> AnyView {
    let forwarded = if programme.forwarded == 0 { u32::MAX } else { programme.forwarded };
    let rows = (0_u32..)
        .zip(snapshot.rows.iter().filter_map(|slot| slot.revealed()))
        .map(|(at, row)| {
            let goes = at < forwarded;
            let unit = goes.then(|| view! { <span>{tied(&row.unit)}</span> });
            let size = fit(&row.acronym, 600, if goes { &[62, 54, 44] } else { &[48, 40] }, 0).size;
            view! {
                <li
                    class=if goes { "goes rise" } else { "fade" }
                    data-d=500 + i64::from(at) * 100
                >
                    <b>{row.rank}</b>
                    <div>
                        <strong class=format!("f{size}")>{row.acronym.clone()}</strong>
                        {unit}
                    </div>
                </li>
            }
        })
        .collect_view();
    let (first, second) = two_lines(&programme.next_level);
    // "Provinsi" and "Jawa Tengah", not "Provinsi Jawa" and "Tengah".
    let (first, second) = match programme.next_level.split_once(' ') {
        Some((kind, name)) => (kind.to_owned(), name.to_owned()),
        None => (first, second),
    };
    view! {
        <div class="glow water"></div>
        <div class="current broad">
            <i class="flow" data-d="0">{art("#st-river")}</i>
        </div>
        <div class="titles">
            <p class="fade" data-d="100">{say!(stage_next_level, lang)}</p>
            <h1>{line(first, 300)} " " {line(second, 390)}</h1>
        </div>
        {simulated(programme, lang)}
        <ol class="forwarded" role="list">{rows}</ol>
    }
    .into_any()
}

fn thanks(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> AnyView {
    let groups = [
        say!(stage_thanks_innovators, lang),
        say!(stage_thanks_judges, lang),
        say!(stage_thanks_committee, lang),
        say!(stage_thanks_guests, lang),
    ];
    let groups = (0_i64..)
        .zip(groups)
        .map(|(at, name)| view! { <li class="fade" data-d=800 + at * 200>{name}</li> })
        .collect_view();
    let poster = programme.poster.clone().filter(|_| snapshot.published).map(|poster| {
        let side = poster.side;
        view! {
            <div class="poster fade" data-d="1800">
                <svg viewBox=format!("0 0 {side} {side}") shape-rendering="crispEdges" role="img"
                    aria-label=poster.address.clone()
                >
                    <path fill="#fff" d=format!("M0 0h{side}v{side}H0z")/>
                    <path fill="#14100C" d=poster.cells/>
                </svg>
                <p>
                    <b>{say!(stage_results_full, lang)}</b>
                    <span>{poster.address}</span>
                </p>
            </div>
        }
    });
    view! {
        {landscape()}
        <div class="titles">
            <h1>{line(say!(stage_thanks, lang).to_owned(), 200)}</h1>
            <ul>{groups}</ul>
            {poster}
        </div>
    }
    .into_any()
}
