//! The team of a proposal, withdrawing it, and what its task list tells of the people around it.

use super::talk::sent_back_notice;
use crate::{
    client::load::load,
    edition::{Area, Here, page},
    people::view::invitations::{cards, waiting_row},
    proposal::{
        api::{
            Overview,
            around::{Team, read_team},
            read_overview,
        },
        rules::{Access, Status},
    },
    say,
    ui::{Breadcrumb, Button, ErrorSummary, Kind, Notice, TableBox, TextField},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What the task list tells before its tasks: sent back, withdrawn, quota.
pub fn before_tasks(here: &Here, overview: &Overview) -> AnyView {
    let lang = here.lang;
    let back = overview.around.sent_back.as_ref().map(|back| sent_back_notice(here, back));
    let withdrawn = (overview.brief.status == Status::Withdrawn).then(|| {
        view! { <Notice kind=Kind::Warning>{say!(withdrawn_now, lang)}</Notice> }
    });
    let full = overview
        .around
        .quota
        .filter(|(used, limit)| used >= limit && !overview.brief.status.counts())
        .map(|(used, limit)| {
            let words = say!(quota_full, lang, used = used, limit = limit);
            view! { <Notice kind=Kind::Warning>{words}</Notice> }
        });
    view! { {back} {withdrawn} {full} }.into_any()
}

/// The pages beside the form: team, remarks, withdrawing.
pub fn beside_tasks(here: &Here, overview: &Overview) -> AnyView {
    let lang = here.lang;
    if !overview.access.writes() {
        return ().into_any();
    }
    let base = lang.href(&format!("/saya/usulan/{}", overview.brief.id));
    let open: u32 = overview.around.remarks.iter().map(|(_, n)| n).sum();
    let talk = if open == 0 {
        say!(talk_title, lang).to_owned()
    } else {
        say!(remarks_open, lang, n = open)
    };
    let team = match overview.around.team.len() {
        0 => say!(team_alone, lang).to_owned(),
        n => say!(team_with, lang, n = n),
    };
    let withdraws =
        overview.access == Access::Owner && overview.may_write && overview.repair.is_none();
    let withdraw = match overview.brief.status {
        Status::Submitted if withdraws => Some(say!(withdraw, lang)),
        Status::Withdrawn if withdraws => Some(say!(withdraw_undo, lang)),
        _ => None,
    };
    let withdraw = withdraw.map(|label| {
        view! { <li><a href=format!("{base}/tarik")>{label}</a></li> }
    });
    view! {
        <nav aria-label=say!(beside_form, lang)>
            <ul class="links" role="list">
                <li><a href=format!("{base}/tim")>{team}</a></li>
                <li><a href=format!("{base}/catatan")>{talk}</a></li>
                {withdraw}
            </ul>
        </nav>
    }
    .into_any()
}

/// `/saya/usulan/{id}/tim`: who writes a proposal.
#[component]
pub fn TeamPage(
    /// The proposal.
    id: String,
) -> impl IntoView {
    let query = use_query_map();
    let codes = query.with_untracked(|query| query.get("kode").unwrap_or_default());
    let team = load(move || (id.clone(), codes.clone()), |(id, codes)| read_team(id, codes));
    page(Area::Innovator, move |here| async move {
        let (lang, zone) = (here.lang, &here.setting.zone);
        let Team { brief, owner, may_manage, members, waiting, cards: made } = team.await?;
        let title = say!(team_title, lang);
        let manage = may_manage;
        let rows = members
            .into_iter()
            .map(|(invitation, name, since)| {
                let remove = manage.then(|| {
                    view! {
                        <form method="post" class="inline">
                            <input type="hidden" name="invitation" value=invitation/>
                            <button
                                type="submit"
                                class="button danger slim"
                                name="action"
                                value="revoke"
                            >
                                {say!(team_remove, lang)}
                                <span class="vh">" " {name.clone()}</span>
                            </button>
                        </form>
                    }
                });
                view! {
                    <tr>
                        <td class="main"><b>{name}</b></td>
                        <td>{say!(team_since, lang, at = zone.short(since, lang))}</td>
                        <td>{remove}</td>
                    </tr>
                }
            })
            .collect_view();
        let pending = !waiting.is_empty();
        let waiting = waiting
            .into_iter()
            .map(|sent| waiting_row(lang, zone, sent, here.setting.now))
            .collect_view();
        let invite = manage.then(|| {
            view! {
                <section class="panel">
                    <h2>{say!(team_invite, lang)}</h2>
                    <p class="muted small">{say!(team_invite_lead, lang)}</p>
                    <form method="post">
                        <TextField
                            lang
                            id="name"
                            label=say!(person_name, lang)
                            value=here.typed("name", "")
                            error=here.error("name")
                        />
                        <Button label=say!(invite, lang) sends=("action", "invite")/>
                    </form>
                </section>
            }
        });
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow page-end stack">
                <Breadcrumb
                    lang
                    back_href=lang.href(&format!("/saya/usulan/{}", brief.id))
                    label=brief.acronym
                />
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                <p class="muted">{say!(team_lead, lang)}</p>
                {cards(lang, zone, made)}
                <TableBox label=title>
                    <table class="table fold">
                        <caption class="vh">{title}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{say!(person_name, lang)}</th>
                                <th scope="col">{say!(role, lang)}</th>
                                <th scope="col">{say!(action, lang)}</th>
                            </tr>
                        </thead>
                        <tbody>
                            <tr>
                                <td class="main"><b>{owner}</b></td>
                                <td>{say!(team_owner, lang)}</td>
                                <td></td>
                            </tr>
                            {rows}
                        </tbody>
                    </table>
                </TableBox>
                {pending.then(|| view! {
                    <h2>{say!(invites_waiting, lang)}</h2>
                    <TableBox label=say!(invites_waiting, lang)>
                        <table class="table fold">
                            <caption class="vh">{say!(invites_waiting, lang)}</caption>
                            <tbody>{waiting}</tbody>
                        </table>
                    </TableBox>
                })}
                {invite}
            </div>
        }
        .into_any())
    })
}

/// `/saya/usulan/{id}/tarik`: takes a submitted proposal back, or returns it.
#[component]
pub fn WithdrawPage(
    /// The proposal.
    id: String,
) -> impl IntoView {
    let overview = load(move || id.clone(), read_overview);
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let overview = overview.await?;
        let back = lang.href(&format!("/saya/usulan/{}", overview.brief.id));
        let at = here.moment(overview.closes);
        let may =
            overview.access == Access::Owner && overview.may_write && overview.repair.is_none();
        let (title, words, label, act, class) = match overview.brief.status {
            Status::Withdrawn => (
                say!(withdraw_undo, lang),
                say!(withdraw_undo_words, lang, at = at),
                say!(withdraw_undo, lang),
                "restore",
                "primary",
            ),
            _ => (
                say!(withdraw, lang),
                say!(withdraw_words, lang, at = at),
                say!(withdraw_now, lang),
                "withdraw",
                "danger",
            ),
        };
        let can = may && matches!(overview.brief.status, Status::Submitted | Status::Withdrawn);
        let form = if can {
            view! {
                <form method="post">
                    <div class="actions">
                        <Button class label sends=("action", act)/>
                        <a class="button secondary" href=back.clone()>{say!(withdraw_not, lang)}</a>
                    </div>
                </form>
            }
            .into_any()
        } else {
            view! { <Notice kind=Kind::Info>{say!(withdraw_cannot, lang)}</Notice> }.into_any()
        };
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow page-end">
                <Breadcrumb lang back_href=back label=overview.brief.acronym.clone()/>
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                <p><b>{overview.identity.title.clone()}</b></p>
                <p>{words}</p>
                {form}
            </div>
        }
        .into_any())
    })
}
