//! `/panitia/pleno`: who is there, what is to be discussed, and what was decided. Drawn by the server.

mod equals;
mod figures;
mod lot;
mod point;
mod screen;

pub use lot::{LotPage, lot_facts};
pub use point::PointPage;
pub use screen::ScreenPage;

use super::api::{Attendance, Plenary, Point, read_plenary};
use crate::{
    client::load::load,
    edition::{Here, office_head, office_page},
    kernel::Lang,
    result::rules::plenary::{Line, Outcome, Why},
    say,
    ui::{Button, Kind, Notice, SimulatedNote, TableBox, Whole, framed},
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
        Why::Level => say!(plenary_why_level, lang),
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
    let columns = [
        (say!(rank, lang), "n"),
        (say!(proposal, lang), ""),
        (say!(mean, lang), "n"),
        (say!(plenary_estimate, lang), ""),
        (say!(plenary_why, lang), ""),
        (say!(plenary_decision, lang), ""),
    ];
    view! {
        {framed(label, &columns, rows.into_any())}
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
    let left_out = (!plenary.left_out.is_empty()).then(|| {
        let rows = plenary
            .left_out
            .iter()
            .map(|(rank, name)| {
                view! { <li>{name.clone()} " " <small>{say!(plenary_rank_only, lang, rank = rank)}</small></li> }
            })
            .collect_view();
        view! {
            <h3>{say!(plenary_left_out, lang)}</h3>
            <ul class="bullets small">{rows}</ul>
        }
    });
    let agencies = plenary
        .agencies
        .iter()
        .map(|(name, n)| view! { <li>{name.clone()} " " <b>{*n}</b></li> })
        .collect_view();
    let columns = [(say!(rank, lang), "n"), (say!(proposal, lang), ""), (say!(agency, lang), "")];
    view! {
        <section>
            <h2>{say!(plenary_chosen, lang, n = plenary.chosen.len())}</h2>
            {framed(say!(plenary_chosen_table, lang), &columns, rows.into_any())}
            {left_out}
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
        let ties = (!plenary.ties.is_empty()).then(|| {
            let lines = equals::said(&here, &plenary.ties);
            view! { <section><h2>{say!(tie_title, lang)}</h2><ul class="bullets">{lines}</ul></section> }
        });
        let screen = lang.href("/panitia/pleno/layar");
        let lot = lang.href("/panitia/pleno/undian");
        Ok(view! {
            {office_head(&here, say!(plenary_title, lang), say!(plenary_lead, lang).to_owned())}
            <div class="stack wide">
            {demo}
            {over}
            <p class="links"><a href=screen rel="external" target="_blank">{say!(plenary_screen, lang)}</a> <a href=lot rel="external">{say!(lot_title, lang)}</a></p>
            {attendance(&here, &plenary)}
            <section><h2>{say!(plenary_agenda, lang)}</h2>{agenda}</section>
            {chosen(&here, &plenary)}
            {book}
            {ties}
            </div>
        }
        .whole())
    })
}
