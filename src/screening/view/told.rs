//! What the people of a proposal see of its screening: why it was rejected, and the reply.

use crate::{
    client::load::load,
    edition::{Area, Here, page},
    proposal::view::{Before, TasksPage},
    say,
    screening::api::{Told, read_told},
    ui::{AreaField, Breadcrumb, Button, ErrorSummary, Kind, Notice, Whole},
};
use leptos::prelude::*;
use std::sync::Arc;

use super::reason_words;

/// Why a proposal was rejected, with the reply if there is one.
fn verdict(here: &Here, told: &Told, reason: &str) -> AnyView {
    let lang = here.lang;
    let words = here
        .setting
        .edition()
        .map_or_else(|_| reason.to_owned(), |edition| reason_words(&edition.reasons, reason, lang));
    let reply = told.reply.as_ref().map(|(words, at)| {
        view! {
            <p class="muted small">{say!(reply_sent, lang, at = here.moment(*at))}</p>
            <p class="prose message">{words.clone()}</p>
        }
    });
    let note = told.note.clone();
    view! {
        <Notice kind=Kind::Warning>
            <p><b>{say!(rejected_title, lang)}</b></p>
            <p>{words}</p>
            <p class="prose message">{note}</p>
            {reply}
        </Notice>
    }
    .whole()
}

/// `/saya/usulan/{id}`: the task list of a proposal, with what screening decided before its tasks.
pub fn own_tasks(id: String) -> AnyView {
    let told = {
        let id = id.clone();
        load(move || id.clone(), read_told)
    };
    let link = format!("/saya/usulan/{id}/sanggah");
    let before: Before = Arc::new(move |here: Here| {
        let link = here.lang.href(&link);
        Box::pin(async move {
            let lang = here.lang;
            let Ok(told) = told.await else { return ().whole() };
            let Some(reason) = &told.reason else { return ().whole() };
            let may = told.may_reply.then(|| {
                let until = here.moment(told.until);
                view! {
                    <p>
                        {say!(reply_until, lang, at = until)} " "
                        <a href=link>{say!(reply_link, lang)}</a>
                    </p>
                }
            });
            view! { {verdict(&here, &told, reason)} {may} }.whole()
        })
    });
    view! { <TasksPage id before/> }.whole()
}

/// `/saya/usulan/{id}/sanggah`: the decision, and the one reply to it.
pub fn reply_page(id: String) -> AnyView {
    let back = format!("/saya/usulan/{id}");
    let told = load(move || id.clone(), read_told);
    page(Area::Innovator, move |here| {
        let back = here.lang.href(&back);
        async move {
            let lang = here.lang;
            let told = told.await?;
            let title = say!(reply_title, lang);
            let shown = match &told.reason {
                Some(reason) => verdict(&here, &told, reason),
                None => view! { <Notice>{say!(reply_nothing, lang)}</Notice> }.whole(),
            };
            let form = if told.may_reply {
                view! {
                    <p>{say!(reply_until, lang, at = here.moment(told.until))}</p>
                    <form method="post">
                        <AreaField
                            lang
                            id="reply"
                            label=say!(reply_label, lang)
                            hint=say!(reply_hint, lang)
                            value=here.typed("reply", "")
                            error=here.error("reply")
                        />
                        <div class="actions"><Button label=say!(reply_send, lang)/></div>
                    </form>
                }
                .whole()
            } else if told.reason.is_some() && told.reply.is_none() {
                view! { <p class="muted">{say!(reply_closed, lang)}</p> }.whole()
            } else {
                ().whole()
            };
            Ok(view! {
                {crate::client::page::title(here.title(title))}
                <div class="narrow page-end">
                    <Breadcrumb lang back_href=back label=told.acronym.clone()/>
                    <ErrorSummary lang items=here.errors()/>
                    <h1>{title}</h1>
                    {shown}
                    {form}
                </div>
            }
            .whole())
        }
    })
}
