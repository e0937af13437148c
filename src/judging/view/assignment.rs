//! `/panitia/penugasan`: who reads what, a plan before it is applied, seats moved by hand, judges
//! who leave. Drawn by the server.

use super::super::api::assignment::{
    AssignmentBoard, Cell, Gone, Past, Preview, Reader, read_assignment,
};
use crate::{
    client::load::load,
    edition::{Here, act, office_head, office_page},
    kernel::Lang,
    say,
    ui::{BambooBar, Button, CheckCard, Icon, Kind, Notice, Select, TableBox, TextField, Whole},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn AssignmentPage() -> impl IntoView {
    let query = use_query_map();
    let plan = query.with_untracked(|query| query.get("rencana").unwrap_or_default());
    let board = load(move || plan.clone(), read_assignment);
    office_page(move |here: Here| async move {
        let lang = here.lang;
        let board = board.await?;
        let asked = |name: &str| query.with_untracked(|query| query.get(name).is_some());
        let words = match &board.preview {
            Some(plan) => say!(
                plan_words,
                lang,
                added = plan.added,
                removed = plan.removed,
                kept = plan.kept,
                seed = plan.seed
            ),
            None if board.begun => say!(
                assignment_done,
                lang,
                n = board.readers.iter().map(|one| one.load).sum::<u32>(),
                reads = board.reads
            ),
            None => say!(
                assignment_ahead,
                lang,
                n = board.lines.len(),
                reads = board.reads,
                judges = board.readers.len()
            ),
        };
        let title = if board.preview.is_some() {
            say!(plan_title, lang)
        } else {
            say!(nav_assignment, lang)
        };
        let told = match (asked("terap"), asked("sama")) {
            (true, _) => Some(say!(plan_applied, lang)),
            (_, true) => Some(say!(plan_same, lang)),
            _ => None,
        };
        Ok(view! {
            {office_head(&here, title, words)}
            {told.map(|words| view! { <Notice kind=Kind::Success>{words}</Notice> })}
            {board.preview.as_ref().map(|plan| decision(plan, lang))}
            <div class="board-split">
                <div class="board-main">
                    {(board.begun || board.preview.is_some()).then(|| matrix(&board, lang))}
                    {past(&board.past, &here, board.may_undo)}
                </div>
                <aside class="board-side" aria-label=say!(plan_side, lang)>
                    {checks(&board, lang)}
                    {loads(&board, lang)}
                    {board.may_plan.then(|| tools(&here, &board))}
                    {gone(&board.gone, &here, board.may_plan)}
                </aside>
            </div>
        }
        .whole())
    })
}

/// The plan's two buttons, or why it can be applied no more.
fn decision(plan: &Preview, lang: Lang) -> AnyView {
    if !plan.is_fresh {
        return view! { <Notice kind=Kind::Warning>{say!(plan_stale, lang)}</Notice> }.whole();
    }
    let label = say!(plan_apply, lang, n = plan.added + plan.removed);
    let id = plan.id.clone();
    view! {
        <section class="panel plan-decision">
            <p>{say!(plan_pending, lang)}</p>
            <div class="links">
                <form method="post" class="inline">
                    <input type="hidden" name="action" value="apply"/>
                    <input type="hidden" name="plan" value=id/>
                    <Button class="primary" label/>
                </form>
                <a class="button secondary slim" href=lang.href("/panitia/penugasan")>
                    {say!(plan_drop, lang)}
                </a>
            </div>
        </section>
    }
    .whole()
}

fn sign(cell: Cell, lang: Lang) -> (&'static str, &'static str, &'static str) {
    match cell {
        Cell::Free => ("", "", ""),
        Cell::Conflict => ("cell-barred", "", say!(cell_conflict, lang)),
        Cell::OwnAgency => ("cell-barred", "", say!(cell_own, lang)),
        Cell::Given => ("cell-given", "•", say!(cell_given, lang)),
        Cell::Begun => ("cell-given", "◐", say!(cell_begun, lang)),
        Cell::Sent => ("cell-sent", "✓", say!(cell_sent, lang)),
        Cell::Added => ("cell-added", "+", say!(cell_added, lang)),
        Cell::Removed => ("cell-removed", "×", say!(cell_removed, lang)),
    }
}

/// A, B, …, Z, AA: names are beside the loads, where they can be as long as they are.
fn letter(mut at: usize) -> String {
    let mut letters = String::new();
    loop {
        let step = u8::try_from(at % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + step));
        if at < 26 {
            return letters;
        }
        at = at / 26 - 1;
    }
}

fn matrix(board: &AssignmentBoard, lang: Lang) -> AnyView {
    let legend = [
        Cell::Sent,
        Cell::Begun,
        Cell::Given,
        Cell::Added,
        Cell::Removed,
        Cell::Conflict,
        Cell::OwnAgency,
    ]
    .map(|cell| {
        let (class, mark, words) = sign(cell, lang);
        view! { <li><span class=format!("cell {class}") aria-hidden="true">{mark}</span> {words}</li> }
    });
    let columns = board
        .readers
        .iter()
        .enumerate()
        .map(|(at, reader)| {
            view! {
                <th scope="col" class="cell-head">
                    <abbr title=reader.name.clone()>{letter(at)}</abbr>
                    <span class="muted">{reader.planned}</span>
                </th>
            }
        })
        .collect_view();
    let rows = board
        .lines
        .iter()
        .map(|line| {
            let cells = line
                .cells
                .iter()
                .map(|cell| {
                    let (class, mark, words) = sign(*cell, lang);
                    view! {
                        <td class=format!("cell {class}")>
                            <span aria-hidden="true">{mark}</span>
                            <span class="vh">{words}</span>
                        </td>
                    }
                })
                .collect_view();
            let short = (line.reads < board.reads).then_some("short");
            view! {
                <tr class=short>
                    <th scope="row">{line.code.clone()} " " {line.name.clone()}</th>
                    <td class="small">{line.agency.clone()}</td>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <ul class="legend" role="list">{legend}</ul>
        <TableBox label=say!(nav_assignment, lang)>
            <table class="table tight seats">
                <caption class="vh">{say!(nav_assignment, lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(proposal, lang)}</th>
                        <th scope="col">{say!(agency, lang)}</th>
                        {columns}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .whole()
}

/// What a plan must keep, in words.
fn checks(board: &AssignmentBoard, lang: Lang) -> AnyView {
    let line = |good: bool, words: String| {
        let name = if good { "check" } else { "warning" };
        view! { <li class=if good { "" } else { "care" }><Icon name/> <span>{words}</span></li> }
    };
    let given = board.begun || board.preview.is_some();
    let reads = if board.missing == 0 {
        say!(check_reads, lang, n = board.reads)
    } else {
        say!(check_reads_missing, lang, n = board.missing)
    };
    let linked = match board.groups.len() {
        0 | 1 => {
            say!(check_linked, lang, from = board.overlap.0, to = board.overlap.1)
        }
        _ => {
            let groups: Vec<String> = board.groups.iter().map(|group| group.join(", ")).collect();
            say!(check_apart, lang, groups = groups.join(" | "))
        }
    };
    let undecided = (board.undecided > 0)
        .then(|| line(false, say!(check_undecided, lang, n = board.undecided)));
    view! {
        <section>
            <h2>{say!(checks_title, lang)}</h2>
            <ul class="checks" role="list">
                {undecided}
                {given.then(|| line(board.missing == 0, reads))}
                {given.then(|| line(board.groups.len() < 2, linked))}
                {line(true, say!(check_own, lang).to_owned())}
            </ul>
        </section>
    }
    .whole()
}

fn loads(board: &AssignmentBoard, lang: Lang) -> AnyView {
    let most = board.readers.iter().map(|one| one.planned.max(one.load)).max().unwrap_or(1).max(1);
    let rows = board
        .readers
        .iter()
        .enumerate()
        .map(|(at, reader)| {
            let Reader { name, load, planned, .. } = reader.clone();
            let figure =
                if load == planned { planned.to_string() } else { format!("{load} → {planned}") };
            view! {
                <li>
                    <span><b>{letter(at)}</b> " " {name}</span>
                    <BambooBar part=planned of=most/>
                    <b>{figure}</b>
                </li>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2>{say!(judge_load, lang)}</h2>
            <ul class="loads" role="list">{rows}</ul>
        </section>
    }
    .whole()
}

/// Everything that makes a plan or changes who may be in it.
fn tools(here: &Here, board: &AssignmentBoard) -> AnyView {
    let lang = here.lang;
    let blank = || (String::new(), say!(pick_one, lang).to_owned());
    let known = board
        .readers
        .iter()
        .filter(|reader| board.gone.iter().all(|gone| gone.id != reader.id))
        .map(|one| {
            (one.id.clone(), say!(reader_load, lang, name = one.name.clone(), n = one.load))
        });
    let judges: Vec<(String, String)> = std::iter::once(blank()).chain(known).collect();
    let proposals: Vec<(String, String)> = board
        .lines
        .iter()
        .map(|line| (line.id.clone(), format!("{} {}", line.code, line.name)))
        .collect();
    let seats: Vec<(String, String)> =
        board.movable.iter().map(|seat| (seat.key.clone(), seat.label.clone())).collect();
    let make = if board.begun { say!(plan_again, lang) } else { say!(plan_make, lang) };
    let moving = (!seats.is_empty()).then(|| {
        view! {
            <section>
                <h2>{say!(move_title, lang)}</h2>
                <form method="post">
                    <input type="hidden" name="action" value="move"/>
                    <Select lang id="seat" name="seat" label=say!(move_seat, lang) options=seats selected=here.typed("seat", "")/>
                    <Select lang id="move-to" name="to" label=say!(move_to, lang) options=judges.clone() selected=String::new()/>
                    <Button class="secondary" label=say!(move_do, lang)/>
                </form>
            </section>
        }
    });
    let extra = board.begun.then(|| {
        view! {
            <section>
                <h2>{say!(extra_title, lang)}</h2>
                <form method="post">
                    <input type="hidden" name="action" value="extra"/>
                    <Select lang id="extra-proposal" name="proposal" label=say!(proposal, lang) options=proposals selected=here.typed("proposal", "")/>
                    <Select lang id="extra-to" name="to" label=say!(role_judge, lang) options=judges.clone() selected=String::new()/>
                    <Button class="secondary" label=say!(extra_do, lang)/>
                </form>
            </section>
        }
    });
    let leave = board.begun.then(|| {
        view! {
            <section>
                <h2>{say!(leave_title, lang)}</h2>
                <form method="post">
                    <input type="hidden" name="action" value="leave"/>
                    <Select lang id="judge" name="judge" label=say!(role_judge, lang) options=judges selected=here.typed("judge", "") error=here.error("judge")/>
                    <TextField lang id="why" label=say!(leave_why, lang) value=here.typed("why", "") error=here.error("why")/>
                    <CheckCard lang id="cause" value="1" label=say!(leave_cause, lang)/>
                    <Button class="danger" label=say!(leave_do, lang)/>
                </form>
            </section>
        }
    });
    view! {
        <section>
            <h2>{say!(plan_new, lang)}</h2>
            <form method="post">
                <input type="hidden" name="action" value="plan"/>
                <TextField
                    lang
                    id="seed"
                    label=say!(seed, lang)
                    hint=say!(seed_hint, lang)
                    inputmode="numeric"
                    width="short"
                    value=here.typed("seed", &here.setting.year.to_string())
                    error=here.error("seed")
                />
                <Button class="secondary" label=make/>
            </form>
        </section>
        {moving}
        {extra}
        {leave}
    }
    .whole()
}

fn gone(gone: &[Gone], here: &Here, may_plan: bool) -> Option<AnyView> {
    if gone.is_empty() {
        return None;
    }
    let lang = here.lang;
    let rows = gone
        .iter()
        .map(|one| {
            let back = may_plan.then(|| {
                let fields =
                    vec![("action", "return".to_owned()), ("judge", one.id.clone())];
                act(say!(leave_back, lang), fields, "secondary slim")
            });
            let kept = if one.cause { say!(gone_cause, lang) } else { say!(gone_kept, lang) };
            view! {
                <li>
                    <b>{one.name.clone()}</b> " " <span class="muted small">{here.moment(one.at)}</span>
                    <p class="small">{one.why.clone()} ". " {kept}</p>
                    {back}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section>
                <h2>{say!(gone_title, lang)}</h2>
                <ul role="list" class="gone">{rows}</ul>
            </section>
        }
        .whole(),
    )
}

fn past(past: &[Past], here: &Here, may_undo: bool) -> Option<AnyView> {
    if past.is_empty() {
        return None;
    }
    let lang = here.lang;
    let rows = past
        .iter()
        .map(|one| {
            let kind = match one.kind.as_str() {
                "move" => say!(past_move, lang),
                "extra" => say!(past_extra, lang),
                "undo" => say!(past_undo, lang),
                _ => say!(past_plan, lang),
            };
            view! {
                <li>
                    {here.moment(one.at)} ", " {one.by.clone()} ": " {kind} " "
                    {format!("(+{} −{})", one.added, one.removed)}
                </li>
            }
        })
        .collect_view();
    let undo = may_undo
        .then(|| act(say!(plan_undo, lang), vec![("action", "undo".to_owned())], "secondary slim"));
    Some(
        view! {
            <section class="past">
                <h2>{say!(past_title, lang)}</h2>
                {undo}
                <ol class="small">{rows}</ol>
            </section>
        }
        .whole(),
    )
}
