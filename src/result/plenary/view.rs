//! `/panitia/pleno`, its points, and the screen of the meeting. Drawn by the server.

use super::api::{Attendance, Item, Plenary, Point, Why, read_item, read_plenary};
use crate::{
    client::load::load,
    edition::{Area, Here, act, office_head, office_page, page},
    fault::Fault,
    kernel::{Lang, score},
    proposal::named,
    result::rules::plenary::{Line, Outcome},
    say,
    ui::{
        AreaField, Breadcrumb, Button, Choice, Kind, Notice, RadioCards, SampleTag, SimulatedNote,
        TableBox, TextField, Whole,
    },
};
use leptos::prelude::*;

fn outcome_words(outcome: Option<Outcome>, lang: Lang) -> &'static str {
    match outcome {
        Some(Outcome::In) => say!(plenary_in, lang),
        Some(Outcome::Out) => say!(plenary_out, lang),
        Some(Outcome::Later) => say!(plenary_later, lang),
        Some(Outcome::Undone) => say!(plenary_undone, lang),
        None => say!(plenary_open, lang),
    }
}

fn why_words(why: Why, lang: Lang) -> &'static str {
    match why {
        Why::Doubt => say!(plenary_why_doubt, lang),
        Why::Tie => say!(plenary_why_tie, lang),
        Why::Cut => say!(plenary_why_cut, lang),
        Why::Decided => say!(plenary_why_decided, lang),
    }
}

fn doubt_words(point: &Point, lang: Lang) -> String {
    point.doubt.map_or_else(String::new, |(low, high, permille)| {
        say!(plenary_doubt, lang, low = low, high = high, percent = (permille + 5) / 10)
    })
}

fn quorum_words(attendance: &Attendance, lang: Lang) -> String {
    let (present, all) = (attendance.present(), attendance.members.len());
    let words = if attendance.is_enough() {
        say!(plenary_quorum_met, lang)
    } else {
        say!(plenary_quorum_short, lang)
    };
    format!(
        "{} {words}",
        say!(plenary_present, lang, n = present, of = all, quorum = attendance.quorum)
    )
}

/// The book, or what it says of one proposal.
fn book(here: &Here, lines: &[Line]) -> AnyView {
    let lang = here.lang;
    let rows = lines
        .iter()
        .map(|line| {
            let votes = line.votes.map(|votes| {
                let (yes, no, abstain) = (votes.yes, votes.no, votes.abstain);
                say!(plenary_votes_were, lang, yes = yes, no = no, abstain = abstain)
            });
            let away = (!line.away.is_empty())
                .then(|| say!(plenary_away, lang, who = line.away.join(", ")));
            view! {
                <tr>
                    <td class="n">{line.seq}</td>
                    <td>{line.code.clone()}</td>
                    <td><b>{outcome_words(Some(line.outcome), lang)}</b></td>
                    <td>
                        {line.reason.clone()}
                        {votes.map(|words| view! { <small>{words}</small> })}
                        {away.map(|words| view! { <small>{words}</small> })}
                    </td>
                    <td>{line.by.clone()} <small>{here.moment(line.at)}</small></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <TableBox label=say!(plenary_book, lang)>
            <table class="table tight book">
                <caption class="vh">{say!(plenary_book, lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="n">"#"</th>
                        <th scope="col">{say!(proposal, lang)}</th>
                        <th scope="col">{say!(plenary_decision, lang)}</th>
                        <th scope="col">{say!(reason, lang)}</th>
                        <th scope="col">{say!(plenary_by, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .whole()
}

fn points(here: &Here, points: &[Point], label: &'static str, current: &str) -> AnyView {
    let lang = here.lang;
    let rows = points
        .iter()
        .map(|point| {
            let href = lang.href(&format!("/panitia/pleno/{}", point.id));
            let is_current = (point.id == current).then_some("true");
            view! {
                <tr aria-current=is_current>
                    <td class="n">{point.rank}</td>
                    <th scope="row" class="name">
                        <a href=href rel="external">{point.name.clone()}</a>
                        " "
                        <small>{point.code.clone()}</small>
                    </th>
                    <td class="n">{point.mean.clone()}</td>
                    <td>{doubt_words(point, lang)}</td>
                    <td>{why_words(point.why, lang)}</td>
                    <td>{outcome_words(point.outcome, lang)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <TableBox label=label>
            <table class="table tight">
                <caption class="vh">{label}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="n">{say!(rank, lang)}</th>
                        <th scope="col">{say!(proposal, lang)}</th>
                        <th scope="col" class="n">{say!(mean, lang)}</th>
                        <th scope="col">{say!(plenary_estimate, lang)}</th>
                        <th scope="col">{say!(plenary_why, lang)}</th>
                        <th scope="col">{say!(plenary_decision, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .whole()
}

/// Who is there, and the form that says so.
fn attendance(here: &Here, plenary: &Plenary) -> AnyView {
    let lang = here.lang;
    let attendance = &plenary.attendance;
    let kind = if attendance.is_enough() { Kind::Success } else { Kind::Warning };
    let words = quorum_words(attendance, lang);
    let people = attendance
        .members
        .iter()
        .map(|member| {
            let name = format!("hadir-{}", member.id);
            view! {
                <li>
                    <label class="line-choice">
                        <input type="checkbox" name=name value="ya" checked=member.present/>
                        " "
                        {member.name.clone()}
                    </label>
                </li>
            }
        })
        .collect_view();
    let form = if plenary.may_decide {
        view! {
            <details open=!attendance.is_enough()>
                <summary>{say!(plenary_attendance_change, lang)}</summary>
                <form method="post">
                    <ul class="counts people" role="list">{people}</ul>
                    <Button class="secondary" label=say!(plenary_attendance_save, lang)/>
                </form>
            </details>
        }
        .into_any()
    } else {
        let there: Vec<String> =
            attendance.members.iter().filter(|m| m.present).map(|m| m.name.clone()).collect();
        view! { <p class="small">{there.join(", ")}</p> }.into_any()
    };
    view! {
        <section>
            <h2>{say!(plenary_attendance, lang)}</h2>
            <Notice kind>{words}</Notice>
            {form}
        </section>
    }
    .whole()
}

/// Who is honoured as things stand, with what the plenary moved.
fn chosen(here: &Here, plenary: &Plenary) -> AnyView {
    let lang = here.lang;
    let rows = plenary
        .chosen
        .iter()
        .map(|one| {
            let moved = one.moved.then(|| {
                view! { <small>{say!(plenary_moved, lang, rank = one.by_score)}</small> }
            });
            view! {
                <tr>
                    <td class="n">{one.rank}</td>
                    <th scope="row" class="name">{one.name.clone()} {moved}</th>
                    <td>{one.agency.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let agencies = plenary
        .agencies
        .iter()
        .map(|(name, n)| view! { <li>{name.clone()} " " <b>{*n}</b></li> })
        .collect_view();
    view! {
        <section>
            <h2>{say!(plenary_chosen, lang, n = plenary.chosen.len())}</h2>
            <TableBox label=say!(plenary_chosen_table, lang)>
                <table class="table tight">
                    <caption class="vh">{say!(plenary_chosen_table, lang)}</caption>
                    <thead>
                        <tr>
                            <th scope="col" class="n">{say!(rank, lang)}</th>
                            <th scope="col">{say!(proposal, lang)}</th>
                            <th scope="col">{say!(agency, lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </TableBox>
            <h3>{say!(plenary_agencies, lang)}</h3>
            <ul class="bullets small">{agencies}</ul>
        </section>
    }
    .whole()
}

/// `/panitia/pleno`.
#[component]
pub fn PlenaryPage() -> impl IntoView {
    let plenary = load(|| (), |()| read_plenary());
    office_page(move |here| async move {
        let lang = here.lang;
        let plenary = plenary.await?;
        let demo = here.setting.demo.then(|| view! { <SimulatedNote lang/> });
        let over = plenary.is_over.then(|| view! { <Notice>{say!(plenary_over, lang)}</Notice> });
        let agenda = if plenary.agenda.is_empty() {
            view! { <p>{say!(plenary_nothing, lang)}</p> }.into_any()
        } else {
            points(&here, &plenary.agenda, say!(plenary_agenda, lang), "")
        };
        let book = (!plenary.lines.is_empty()).then(|| {
            let lines = book(&here, &plenary.lines);
            view! { <section><h2>{say!(plenary_book, lang)}</h2>{lines}</section> }
        });
        let screen = lang.href("/panitia/pleno/layar");
        Ok(view! {
            {office_head(&here, say!(plenary_title, lang), say!(plenary_lead, lang).to_owned())}
            <div class="stack wide">
            {demo}
            {over}
            <p class="links"><a href=screen rel="external" target="_blank">{say!(plenary_screen, lang)}</a></p>
            {attendance(&here, &plenary)}
            <section><h2>{say!(plenary_agenda, lang)}</h2>{agenda}</section>
            {chosen(&here, &plenary)}
            {book}
            </div>
        }
        .whole())
    })
}

/// Every judge's total on one line, as letters.
fn strip(totals: &[(String, String, u32)], lang: Lang) -> AnyView {
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

fn aspects(item: &Item, lang: Lang) -> AnyView {
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
    view! {
        <TableBox label=say!(plenary_aspects, lang)>
        <table class="table tight">
            <caption class="vh">{say!(plenary_aspects, lang)}</caption>
            <thead>
                <tr>
                    <th scope="col">{say!(plenary_aspect, lang)}</th>
                    <th scope="col" class="n">{say!(plenary_median, lang)}</th>
                    <th scope="col" class="n">{say!(plenary_range, lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        </TableBox>
    }
    .whole()
}

/// Who leaves the room, in one sentence; for the screen by letters alone.
fn leaving(item: &Item, lang: Lang, by_name: bool) -> Option<AnyView> {
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

/// The decision's form.
fn decision(here: &Here, item: &Item) -> AnyView {
    let lang = here.lang;
    let choice = |outcome: Outcome, words: &'static str| Choice {
        value: outcome.code().to_owned(),
        label: outcome_words(Some(outcome), lang).to_owned(),
        words: words.to_owned(),
    };
    let mut options = vec![
        choice(Outcome::In, say!(plenary_in_words, lang)),
        choice(Outcome::Out, say!(plenary_out_words, lang)),
        choice(Outcome::Later, say!(plenary_later_words, lang)),
    ];
    if item.point.outcome.is_some() {
        options.push(choice(Outcome::Undone, say!(plenary_undone_words, lang)));
    }
    let vote = |id: &'static str, label: &'static str| {
        view! {
            <TextField
                lang
                id=id
                width="short"
                label=label
                value=here.typed(id, "")
                error=here.error(id)
            />
        }
    };
    let quorum = quorum_words(&item.attendance, lang);
    view! {
        <section class="panel">
            <h2>{say!(plenary_decide, lang)}</h2>
            <p class="small">{quorum}</p>
            <form method="post">
                <input type="hidden" name="seq" value=item.seq.to_string()/>
                <RadioCards
                    lang
                    id="outcome"
                    label=say!(plenary_decision, lang)
                    options
                    selected=here.typed("outcome", "")
                    error=here.error("outcome")
                />
                <AreaField
                    lang
                    id="reason"
                    label=say!(reason, lang)
                    hint=say!(plenary_reason_hint, lang)
                    value=here.typed("reason", "")
                    error=here.error("reason")
                />
                <fieldset class="votes">
                    <legend>{say!(plenary_votes, lang)}</legend>
                    {vote("yes", say!(plenary_yes, lang))}
                    {vote("no", say!(plenary_no, lang))}
                    {vote("abstain", say!(plenary_abstain, lang))}
                </fieldset>
                <Button label=say!(plenary_note, lang)/>
            </form>
        </section>
    }
    .whole()
}

/// `/panitia/pleno/{proposal}`.
#[component]
pub fn PointPage(
    /// The proposal.
    proposal: String,
) -> impl IntoView {
    let item = load(move || proposal.clone(), |id| read_item(Some(id)));
    office_page(move |here| async move {
        let lang = here.lang;
        let item = item.await?.ok_or(Fault::NotFound)?;
        let point = &item.point;
        let tie = if lang == Lang::Id { item.tie.0.clone() } else { item.tie.1.clone() };
        let tie = (!tie.is_empty()).then(|| view! { <p>{tie}</p> });
        let way = |id: &Option<String>, words: &'static str| {
            id.as_ref().map(|id| {
                let href = lang.href(&format!("/panitia/pleno/{id}"));
                view! { <a href=href rel="external">{words}</a> }
            })
        };
        let ways = view! {
            <p class="links">
                {way(&item.around[0], say!(plenary_before, lang))}
                {way(&item.around[1], say!(plenary_after, lang))}
            </p>
        };
        let screen = item.may_decide.then(|| {
            if item.on_screen {
                act(say!(plenary_hide, lang), vec![("act", "hide".to_owned())], "secondary")
            } else {
                act(say!(plenary_show, lang), vec![("act", "show".to_owned())], "secondary")
            }
        });
        let decide = item.may_decide.then(|| decision(&here, &item));
        let lines = (!item.lines.is_empty()).then(|| {
            let lines = book(&here, &item.lines);
            view! { <section><h2>{say!(plenary_book, lang)}</h2>{lines}</section> }
        });
        let head = format!(
            "{} · {} · {}",
            say!(plenary_rank, lang, rank = point.rank, mean = point.mean),
            why_words(point.why, lang),
            outcome_words(point.outcome, lang),
        );
        let title = here.title(&point.name);
        Ok(view! {
            {crate::client::page::title(title)}
            <Breadcrumb lang back_href=lang.href("/panitia/pleno") label=say!(plenary_title, lang)/>
            <div class="desk-head"><div><h1>{point.name.clone()}</h1><p>{head}</p></div>{screen}</div>
            <crate::ui::ErrorSummary lang items=here.errors()/>
            {ways}
            {leaving(&item, lang, true)}
            <div class="with-side">
                <div class="stack">
                    <p><b>{named(&point.name, &item.title)}</b> <br/> {item.place.clone()}</p>
                    <p>{item.summary.clone()}</p>
                    <p>{doubt_words(point, lang)}</p>
                    {tie}
                    <section><h2>{say!(plenary_totals, lang)}</h2>{strip(&item.totals, lang)}</section>
                    <section><h2>{say!(plenary_aspects, lang)}</h2>{aspects(&item, lang)}</section>
                    <section>
                        <h2>{say!(plenary_neighbours, lang)}</h2>
                        {points(&here, &item.neighbours, say!(plenary_neighbours, lang), &point.id)}
                    </section>
                    {lines}
                </div>
                {decide}
            </div>
        }
        .whole())
    })
}

/// `/panitia/pleno/layar`: what everybody in the room sees.
#[component]
pub fn ScreenPage() -> impl IntoView {
    let item = load(|| (), |()| read_item(None));
    page(Area::Bare, move |here| async move {
        let lang = here.lang;
        let demo = here.setting.demo.then(|| view! { <SampleTag lang/> });
        crate::client::page::title(say!(plenary_title, lang).to_owned());
        let Some(item) = item.await? else {
            return Ok(view! {
                <main id="content" class="wall" tabindex="-1">
                    <h1>{say!(plenary_title, lang)}</h1>
                    <p>{say!(plenary_screen_waits, lang)}</p>
                </main>
            }
            .whole());
        };
        let point = &item.point;
        let outcome = point.outcome.map(|outcome| {
            view! { <p class="verdict">{outcome_words(Some(outcome), lang)}</p> }
        });
        Ok(view! {
            <main id="content" class="wall" tabindex="-1">
                <p class="over">{say!(plenary_rank, lang, rank = point.rank, mean = point.mean)} " " {demo}</p>
                <h1>{point.name.clone()}</h1>
                <p class="under">{item.place.clone()}</p>
                {outcome}
                {leaving(&item, lang, false)}
                <div class="halves">
                    <div>
                        <p>{item.summary.clone()}</p>
                        <p><b>{doubt_words(point, lang)}</b></p>
                        {strip(&item.totals, lang)}
                    </div>
                    {aspects(&item, lang)}
                </div>
            </main>
        }
        .whole())
    })
}
