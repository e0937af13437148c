//! `/panitia/kemajuan`: who is late, never who scored what; conflicts, and sheets to open again.
//! Drawn by the server.

use super::{
    super::api::{
        JudgeProgress,
        conflict::{Conflict, read_conflicts},
        progress,
        sending::{Asked, read_requests},
        unscorable::{Reported, read_unscorable},
    },
    conflict::tie_name,
};
use crate::{
    client::load::load,
    edition::{Edition, Here, act, office_head, office_page},
    kernel::Lang,
    say,
    ui::{AreaField, BambooBar, Button, TableBox},
};
use leptos::prelude::*;

/// The page.
#[component]
pub fn ProgressPage() -> impl IntoView {
    let judges = load(|| (), |()| progress());
    let conflicts = load(|| (), |()| read_conflicts());
    let requests = load(|| (), |()| read_requests());
    let unscorable = load(|| (), |()| read_unscorable());
    office_page(move |here: Here| async move {
        let lang = here.lang;
        let (judges, conflicts) = (judges.await?, conflicts.await?);
        let (requests, unscorable) = (requests.await?, unscorable.await?);
        let edition = here.setting.edition()?;
        let all: u32 = judges.iter().map(|j| j.all).sum();
        let sent: u32 = judges.iter().map(|j| j.sent).sum();
        let words = say!(sheets_sent, lang, n = sent, of = all);
        Ok(view! {
            {office_head(&here, say!(nav_progress, lang), words)}
            {asked(&requests, &here)}
            {reported(&unscorable, &edition, &here)}
            {table(judges, lang)}
            {parted(&conflicts, &here)}
        }
        .into_any())
    })
}

fn table(judges: Vec<JudgeProgress>, lang: Lang) -> AnyView {
    let rows = judges
        .into_iter()
        .map(|judge| {
            let open = judge.all - judge.sent - judge.begun;
            view! {
                <tr>
                    <th scope="row">{judge.name}</th>
                    <td><BambooBar part=judge.sent of=judge.all.max(1)/></td>
                    <td class="n">{judge.sent}</td>
                    <td class="n">{judge.begun}</td>
                    <td class="n">{open}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <TableBox label=say!(nav_progress, lang)>
            <table class="table tight">
                <caption class="vh">{say!(nav_progress, lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(role_judge, lang)}</th>
                        <th scope="col">{say!(nav_progress, lang)}</th>
                        <th scope="col" class="n">{say!(sheet_sent, lang)}</th>
                        <th scope="col" class="n">{say!(sheet_draft, lang)}</th>
                        <th scope="col" class="n">{say!(sheet_untouched, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .into_any()
}

/// Sheets that judges want back.
fn asked(requests: &[Asked], here: &Here) -> Option<AnyView> {
    let lang = here.lang;
    let rows = requests
        .iter()
        .map(|one| {
            let answer = |action: &str, label: &'static str, class: &'static str| {
                let fields = vec![("action", action.to_owned()), ("request", one.id.clone())];
                act(label, fields, class)
            };
            view! {
                <tr>
                    <th scope="row">{one.who.clone()}</th>
                    <td class="main">{format!("{} {}", one.code, one.name)}</td>
                    <td>{one.reason.clone()}</td>
                    <td>{here.moment(one.asked_at)}</td>
                    <td class="act">
                        {answer("grant", say!(reopen_grant, lang), "secondary")}
                        {answer("refuse", say!(reopen_refuse, lang), "text")}
                    </td>
                </tr>
            }
        })
        .collect_view();
    (!requests.is_empty()).then(|| {
        view! {
            <section class="stack advice" id="buka-kembali">
                <h2>{say!(reopen_requests, lang)}</h2>
                <p class="muted small">{say!(reopen_requests_words, lang)}</p>
                <TableBox label=say!(reopen_requests, lang)>
                    <table class="table tight">
                        <caption class="vh">{say!(reopen_requests, lang)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{say!(role_judge, lang)}</th>
                                <th scope="col">{say!(proposal, lang)}</th>
                                <th scope="col">{say!(reason, lang)}</th>
                                <th scope="col">{say!(reopen_asked, lang)}</th>
                                <th scope="col">{say!(action, lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </TableBox>
            </section>
        }
        .into_any()
    })
}

/// Aspects that judges cannot score.
fn reported(reports: &[Reported], edition: &Edition, here: &Here) -> Option<AnyView> {
    let lang = here.lang;
    let rows = reports
        .iter()
        .map(|one| {
            let aspect = edition.criteria.iter().find(|c| c.key == one.criterion);
            let aspect = aspect.map(|c| c.title.pick(lang).to_owned()).unwrap_or_default();
            let field = format!("answer-{}", one.id);
            view! {
                <li>
                    <p>
                        <b>{format!("{} {} · {aspect}", one.code, one.name)}</b> <br/>
                        <span class="muted small">
                            {one.who.clone()} " · " {here.moment(one.asked_at)}
                        </span>
                    </p>
                    <p>{one.reason.clone()}</p>
                    <form method="post" class="stack">
                        <input type="hidden" name="action" value="answer"/>
                        <input type="hidden" name="request" value=one.id.clone()/>
                        <AreaField
                            lang
                            id=field.clone()
                            label=say!(unscorable_answer, lang)
                            value=here.typed(&field, "")
                            error=here.error(&field)
                        />
                        <Button class="secondary" label=say!(unscorable_answer_send, lang)/>
                    </form>
                </li>
            }
        })
        .collect_view();
    (!reports.is_empty()).then(|| {
        view! {
            <section class="stack advice" id="tidak-bisa">
                <h2>{say!(unscorable_list, lang)}</h2>
                <p class="muted small">{say!(unscorable_list_words, lang)}</p>
                <ul class="stack" role="list">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

/// Conflicts that stand.
fn parted(conflicts: &[Conflict], here: &Here) -> Option<AnyView> {
    let lang = here.lang;
    let rows = conflicts
        .iter()
        .map(|one| {
            let lift = one.may_lift.then(|| {
                let fields = vec![
                    ("action", "lift".to_owned()),
                    ("judge", one.judge.clone()),
                    ("proposal", one.proposal.clone()),
                ];
                act(say!(conflict_lift, lang), fields, "secondary")
            });
            let note = (!one.note.is_empty())
                .then(|| view! { <br/> <span class="muted small">{one.note.clone()}</span> });
            let at = match one.declared_at {
                Some(at) => here.moment(at),
                None => say!(conflict_found, lang).to_owned(),
            };
            view! {
                <tr>
                    <th scope="row">{one.who.clone()}</th>
                    <td class="main">{format!("{} {}", one.code, one.name)}</td>
                    <td>{tie_name(&one.kind, lang)} {note}</td>
                    <td>{at}</td>
                    <td class="act">{lift}</td>
                </tr>
            }
        })
        .collect_view();
    (!conflicts.is_empty()).then(|| {
        view! {
            <section class="stack advice" id="benturan">
                <h2>{say!(conflict_list, lang)}</h2>
                <p class="muted small">{say!(conflict_list_words, lang)}</p>
                <TableBox label=say!(conflict_list, lang)>
                    <table class="table tight">
                        <caption class="vh">{say!(conflict_list, lang)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{say!(role_judge, lang)}</th>
                                <th scope="col">{say!(proposal, lang)}</th>
                                <th scope="col">{say!(reason, lang)}</th>
                                <th scope="col">{say!(conflict_when, lang)}</th>
                                <th scope="col">{say!(action, lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </TableBox>
            </section>
        }
        .into_any()
    })
}
