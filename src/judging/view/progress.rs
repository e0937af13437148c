//! `/panitia/kemajuan`: who is late, never who scored what; conflicts, and sheets to open again.
//! Drawn by the server.

use super::super::{
    api::{
        JudgeProgress,
        conflict::{Conflict, read_conflicts},
        progress,
        sending::{Asked, read_requests},
        unscorable::{Reported, read_unscorable},
    },
    rules::{conflict::tie_name, pace::Pace},
};
use crate::{
    client::load::load,
    edition::{Edition, Here, Phase, act, office_page},
    kernel::{Lang, text, time},
    proposal::ago,
    say,
    ui::{
        AreaField, BambooBar, Button, ErrorSummary, Fold, Guide, SampleTag, Tag, Tone, Whole,
        framed,
    },
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
        let (judges, conflicts) = (judges.await?, conflicts.await?);
        let (requests, unscorable) = (requests.await?, unscorable.await?);
        let edition = here.setting.edition()?;
        Ok(view! {
            {head(&judges, &here)}
            {late(&judges, &edition, &here)}
            {asked(&requests, &here)}
            {reported(&unscorable, &edition, &here)}
            {table(&judges, &here)}
            {nudges(&judges, &here)}
            {parted(&conflicts, &here)}
        }
        .into_any())
    })
}

/// The count stands in the title too, where it is seen while another tab is open.
fn head(judges: &[JudgeProgress], here: &Here) -> AnyView {
    let lang = here.lang;
    let all: u32 = judges.iter().map(|j| j.all).sum();
    let sent: u32 = judges.iter().map(|j| j.sent).sum();
    let title = say!(nav_progress, lang);
    let simulated = here.setting.demo.then(|| view! { " " <SampleTag lang/> });
    view! {
        {crate::client::page::title(here.title(&format!("({sent}/{all}) {title}")))}
        <div class="desk-head">
            <div>
                <h1>{title}</h1>
                <p>{say!(sheets_sent, lang, n = sent, of = all)} {simulated}</p>
            </div>
            <div class="tools">
                <a class="button" href=lang.href("/panitia/kemajuan") rel="external">
                    {say!(progress_refresh, lang)}
                </a>
            </div>
        </div>
        <ErrorSummary lang items=here.errors()/>
    }
    .whole()
}

/// Who is late, in a sentence; nothing outside scoring.
fn late(judges: &[JudgeProgress], edition: &Edition, here: &Here) -> Option<AnyView> {
    let lang = here.lang;
    let at = here.moment(edition.calendar.judging_until);
    let late: Vec<&str> = judges.iter().filter(|j| j.late).map(|j| j.name.as_str()).collect();
    let words = if late.is_empty() {
        say!(progress_on_time, lang, at = at)
    } else {
        say!(progress_late, lang, n = late.len(), names = late.join("; "), at = at)
    };
    let seen = here.setting.phase == Phase::Judging && !judges.is_empty();
    seen.then(|| view! { <p id="terlambat">{words}</p> }.whole())
}

/// Reminders: the words first, then the act; once a day for each judge.
fn nudges(judges: &[JudgeProgress], here: &Here) -> Option<AnyView> {
    let lang = here.lang;
    let ready = |judge: &JudgeProgress| {
        judge.nudge.is_some() && !judge.nudged.as_ref().is_some_and(|(.., today)| *today)
    };
    let late = judges.iter().filter(|judge| judge.late && ready(judge)).count();
    let all = (late > 0).then(|| {
        let label = say!(nudge_late, lang, n = late);
        view! {
            <form method="post" class="inline">
                <input type="hidden" name="action" value="nudge-late"/>
                <Button class="secondary" label=label/>
            </form>
        }
    });
    let rows = judges
        .iter()
        .filter(|judge| judge.nudge.is_some() || judge.nudged.is_some())
        .map(|judge| {
            let when = judge.nudged.as_ref().map(|(at, by, _)| {
                let words = say!(nudge_done, lang, at = here.moment(*at), by = by);
                view! { <p class="muted small">{words}</p> }
            });
            let can = judge.nudge.as_ref().filter(|_| ready(judge)).map(|nudge| {
                let label =
                    if nudge.by_mail { say!(nudge_mail, lang) } else { say!(nudge_note, lang) };
                let href = text::percent(&nudge.words);
                let href = format!("https://wa.me/{}?text={href}", nudge.phone);
                let fields = vec![("action", "nudge".to_owned()), ("judge", judge.id.clone())];
                let words = nudge.words.clone();
                let title = say!(nudge_preview, lang, name = judge.name);
                view! {
                    <Guide title=title fold=Fold::Closed>
                        <p class="prose" lang="id">{words.clone()}</p>
                        <p class="links">
                            <a href=href.clone() rel="external noreferrer" target="_blank">
                                {say!(invite_whatsapp, lang)}
                            </a>
                        </p>
                        {act(label, fields.clone(), "secondary")}
                    </Guide>
                }
            });
            let name = can.is_none().then(|| view! { <b>{judge.name.clone()}</b> });
            view! { <li>{name} {can} {when}</li> }
        })
        .collect_view();
    let some = judges.iter().any(|judge| judge.nudge.is_some() || judge.nudged.is_some());
    some.then(|| {
        view! {
            <section class="stack advice" id="pengingat">
                <h2>{say!(nudge_title, lang)}</h2>
                <p class="muted small">{say!(nudge_lead, lang)}</p>
                {all}
                <ul class="stack" role="list">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

/// Within a week a day of the week is said, later a date.
fn pace_words(pace: Pace, here: &Here) -> String {
    const WEEK: i64 = 6 * time::DAY;
    let lang = here.lang;
    match pace {
        Pace::Idle => say!(pace_idle, lang).to_owned(),
        Pace::Done => say!(pace_done, lang).to_owned(),
        Pace::NotBegun => say!(pace_not_begun, lang).to_owned(),
        Pace::Unknown => say!(pace_unknown, lang).to_owned(),
        Pace::Finish(at) if at - here.setting.now < WEEK => {
            say!(pace_finish, lang, day = here.setting.zone.weekday(at, lang))
        }
        Pace::Finish(at) => say!(pace_finish, lang, day = here.setting.zone.short(at, lang)),
    }
}

fn table(judges: &[JudgeProgress], here: &Here) -> AnyView {
    let lang = here.lang;
    let rows = judges
        .iter()
        .map(|judge| {
            let open = judge.all - judge.sent - judge.begun;
            let last = judge.last_at.map(|at| ago(at, here.setting.now, lang));
            let late = judge.late.then(|| {
                view! { " " <Tag tone=Tone::Warning text=say!(progress_is_late, lang)/> }
            });
            view! {
                <tr>
                    <th scope="row">{judge.name.clone()}</th>
                    <td><BambooBar part=judge.sent of=judge.all.max(1)/></td>
                    <td class="n">{judge.sent}</td>
                    <td class="n">{judge.begun}</td>
                    <td class="n">{open}</td>
                    <td>{last.unwrap_or_else(|| "–".to_owned())}</td>
                    <td>{pace_words(judge.pace, here)} {late}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = [
        (say!(role_judge, lang), ""),
        (say!(nav_progress, lang), ""),
        (say!(sheet_sent, lang), "n"),
        (say!(sheet_draft, lang), "n"),
        (say!(sheet_untouched, lang), "n"),
        (say!(progress_last, lang), ""),
        (say!(progress_pace, lang), ""),
    ];
    framed(say!(nav_progress, lang), &columns, rows.into_any())
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
                {framed(say!(reopen_requests, lang), &columns(say!(reopen_asked, lang), lang), rows.into_any())}
            </section>
        }
        .into_any()
    })
}

/// The columns of what a judge told about a proposal.
fn columns(when: &'static str, lang: Lang) -> [(&'static str, &'static str); 5] {
    [
        (say!(role_judge, lang), ""),
        (say!(proposal, lang), ""),
        (say!(reason, lang), ""),
        (when, ""),
        (say!(action, lang), ""),
    ]
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
                {framed(say!(conflict_list, lang), &columns(say!(conflict_when, lang), lang), rows.into_any())}
            </section>
        }
        .into_any()
    })
}
