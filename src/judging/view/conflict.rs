//! `/juri/benturan`: the year's statement, and declaring a conflict of interest. Drawn by the server.

use super::super::{
    api::conflict::{Given, read_given, read_statement},
    rules::conflict::{Tie, tie_name},
};
use crate::{
    client::load::load,
    edition::{Area, Edition, Here, page},
    kernel::Lang,
    say,
    ui::{
        AreaField, Breadcrumb, Button, CheckCard, Choice, Empty, ErrorSummary, Kind, Need, Notice,
        RadioCards, TableBox, Tag, Tone,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

fn row(given: &Given, edition: &Edition, may_declare: bool, lang: Lang) -> AnyView {
    let category = edition.category(&given.category).map(|c| c.pick(lang).to_owned());
    let act = if given.is_barred {
        view! { <Tag tone=Tone::Locked text=say!(sheet_conflict, lang)/> }.into_any()
    } else if may_declare {
        let label = say!(conflict_declare_of, lang, code = given.code);
        view! {
            <a href=lang.href(&format!("/juri/benturan/{}", given.assignment)) aria-label=label>
                {say!(ui_conflict_declare, lang)}
            </a>
        }
        .into_any()
    } else {
        ().into_any()
    };
    view! {
        <tr>
            <td>{given.code.clone()}</td>
            <td class="main">{given.name.clone()}</td>
            <td>{given.agency.clone()}</td>
            <td>{category}</td>
            <td class="act">{act}</td>
        </tr>
    }
    .into_any()
}

fn list(given: &[Given], edition: &Edition, may_declare: bool, lang: Lang) -> AnyView {
    let rows = given.iter().map(|given| row(given, edition, may_declare, lang)).collect::<Vec<_>>();
    let title = say!(conflict_given, lang);
    view! {
        <TableBox label=title>
            <table class="table fold">
                <caption>{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(code, lang)}</th>
                        <th scope="col">{say!(proposal, lang)}</th>
                        <th scope="col">{say!(agencies, lang)}</th>
                        <th scope="col">{say!(category, lang)}</th>
                        <th scope="col">{say!(action, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .into_any()
}

/// `/juri/benturan`.
#[component]
pub fn StatementPage() -> impl IntoView {
    let statement = load(|| (), |()| read_statement());
    let query = use_query_map();
    page(Area::Judge, move |here: Here| async move {
        let statement = statement.await?;
        let lang = here.lang;
        let edition = here.setting.edition()?;
        let title = say!(conflict_title, lang);
        let declared = query.with_untracked(|query| query.get("conflict").is_some()).then(|| {
            view! { <Notice kind=Kind::Success>{say!(conflict_done, lang)}</Notice> }
        });
        let blind = edition
            .rules
            .blind
            .then(|| view! { <p class="muted small">{say!(conflict_blind, lang)}</p> });
        let body = match statement.stated_at {
            _ if statement.given.is_empty() => {
                view! { <Empty text=say!(queue_empty, lang)/> }.into_any()
            }
            Some(at) => {
                let words = say!(conflict_stated_at, lang, at = here.moment(at));
                view! {
                    <Notice kind=Kind::Success>{words}</Notice>
                    {list(&statement.given, &edition, statement.may_declare, lang)}
                    <p>
                        <a class="button primary" href=lang.href("/juri")>{say!(nav_queue, lang)}</a>
                    </p>
                }
                .into_any()
            }
            None => view! {
                {list(&statement.given, &edition, statement.may_declare, lang)}
                <form method="post" class="stack">
                    <CheckCard
                        lang
                        id="confirm"
                        label=say!(conflict_confirm, lang)
                        words=say!(conflict_confirm_words, lang)
                        error=here.error("confirm")
                    />
                    <p><Button label=say!(conflict_state, lang)/></p>
                </form>
            }
            .into_any(),
        };
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="wrap page stack judging">
                <Breadcrumb back_href=lang.href("/juri") lang label=say!(nav_queue, lang)/>
                <ErrorSummary lang items=here.errors()/>
                {declared}
                <h1>{title}</h1>
                <p>{say!(conflict_lead, lang)}</p>
                {blind}
                {body}
            </div>
        }
        .into_any())
    })
}

/// `/juri/benturan/{assignment}`.
#[component]
pub fn DeclarePage(
    /// Id of the assignment.
    assignment: String,
) -> impl IntoView {
    let given = load(move || assignment.clone(), read_given);
    page(Area::Judge, move |here: Here| async move {
        let given = given.await?;
        let lang = here.lang;
        let title = say!(conflict_declare_title, lang);
        let choices = Tie::DECLARED
            .iter()
            .map(|tie| Choice::new(tie.code(), tie_name(tie.code(), lang), ""))
            .collect();
        let what = [given.code, given.name, given.agency]
            .into_iter()
            .filter(|piece| !piece.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow page stack judging">
                <Breadcrumb back_href=lang.href("/juri") lang label=say!(nav_queue, lang)/>
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                <p><b>{what}</b></p>
                <p>{say!(conflict_all_right, lang)}</p>
                <form method="post" class="stack">
                    <RadioCards
                        lang
                        id="kind"
                        label=say!(conflict_kind, lang)
                        options=choices
                        selected=here.typed("kind", "")
                        error=here.error("kind")
                    />
                    <AreaField
                        lang
                        id="note"
                        label=say!(conflict_note, lang)
                        hint=say!(conflict_note_hint, lang)
                        value=here.typed("note", "")
                        need=Need::Optional
                        error=here.error("note")
                    />
                    <p><Button label=say!(conflict_send, lang)/></p>
                </form>
                <p class="muted small">{say!(conflict_lifted_by, lang)}</p>
            </div>
        }
        .into_any())
    })
}
