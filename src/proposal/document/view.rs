//! The page that reads a document in, and the links that hand one out.

use super::rules;
use crate::{
    client::load::load,
    edition::{Area, page},
    kernel::{Lang, text},
    proposal::api::read_review,
    say,
    ui::{Breadcrumb, Button, ErrorSummary, Icon, Kind, Notice},
};
use leptos::prelude::*;

/// The ways out: PDF, Word and text. `base` is the proposal's address.
pub fn ways_out(lang: Lang, base: &str) -> AnyView {
    let link = |ending: &str, name: &'static str| {
        view! {
            <a href=format!("{base}/usulan.{ending}") rel="external" download="">
                <Icon name="download"/>
                {name}
            </a>
        }
    };
    view! {
        <p class="links">
            <span>{say!(document_out, lang)}</span>
            {link("pdf", "PDF")}
            {link("docx", "Word")}
            {link("txt", say!(document_text, lang))}
        </p>
    }
    .into_any()
}

/// `/saya/usulan/{id}/impor`: a document is chosen, what would go where is shown, and what is ticked
/// is taken.
#[component]
pub fn ImportPage(
    /// The proposal.
    id: String,
) -> impl IntoView {
    let review = load(move || id.clone(), read_review);
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let (overview, frozen) = review.await?;
        let edition = here.setting.edition()?;
        let base = lang.href(&format!("/saya/usulan/{}", overview.brief.id));
        let title = say!(document_in, lang);
        let typed =
            |name: &str| here.posted.as_ref().and_then(|p| p.value(name)).map(str::to_owned);
        let mut rows = Vec::new();
        for section in &edition.sections {
            for field in &section.fields {
                let Some(found) = typed(&format!("found-{}", field.key)) else { continue };
                let stored = frozen.texts.get(&field.key).cloned().unwrap_or_default();
                let heading = rules::heading(section, field, lang);
                let rev = typed(&format!("rev-{}", field.key)).unwrap_or_default();
                let ticked = typed(&format!("use-{}", field.key)).is_some()
                    || (stored.trim().is_empty() && here.errors().is_empty());
                rows.push(row(
                    lang,
                    &field.key,
                    heading,
                    field.max_words,
                    found,
                    stored,
                    rev,
                    ticked,
                ));
            }
        }
        let shown = !rows.is_empty();
        let rest = typed("rest").filter(|rest| shown && !rest.is_empty());
        let names = edition
            .sections
            .iter()
            .map(|section| view! { <li>{section.title.pick(lang).to_owned()}</li> })
            .collect_view();
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow page-end">
                <Breadcrumb lang back_href=base.clone() label=overview.brief.acronym.clone()/>
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                {(!overview.may_write).then(|| view! {
                    <Notice kind=Kind::Info>{say!(read_only, lang)}</Notice>
                })}
                {shown.then(|| view! {
                    <form method="post">
                        <p>{say!(document_preview, lang)}</p>
                        {rows}
                        {rest.map(|rest| view! {
                            <details class="guide">
                                <summary>{say!(document_rest, lang)}<Icon name="down"/></summary>
                                <div class="guide-body">
                                    <p>{say!(document_rest_hint, lang)}</p>
                                    <textarea
                                        class="input"
                                        name="rest"
                                        rows="6"
                                        aria-label=say!(document_rest, lang)
                                    >{rest}</textarea>
                                </div>
                            </details>
                        })}
                        <div class="actions">
                            <Button label=say!(document_take, lang) sends=("action", "apply")/>
                            <a class="button text" href=format!("{base}/impor")>{say!(document_other, lang)}</a>
                        </div>
                    </form>
                })}
                {(!shown && overview.may_write).then(|| view! {
                    <p>{say!(document_in_hint, lang)}</p>
                    <ul class="bullets">{names}</ul>
                    <form method="post" enctype="multipart/form-data">
                        <div class="field">
                            <label for="file">{say!(document_file, lang)}</label>
                            <input
                                type="file"
                                id="file"
                                name="file"
                                accept=".docx,.txt,text/plain"
                                aria-invalid=here.error("file").map(|_| "true")
                            />
                        </div>
                        <div class="field">
                            <label for="text">{say!(document_paste, lang)}</label>
                            <textarea class="input" id="text" name="text" rows="6"></textarea>
                        </div>
                        <div class="actions"><Button label=say!(document_show, lang)/></div>
                    </form>
                    {ways_out(lang, &base)}
                })}
            </div>
        }
        .into_any())
    })
}

#[expect(clippy::too_many_arguments, reason = "one row's own figures, drawn once")]
fn row(
    lang: Lang,
    key: &str,
    heading: String,
    max_words: u32,
    found: String,
    stored: String,
    rev: String,
    ticked: bool,
) -> AnyView {
    let count =
        |text: &str| say!(document_words, lang, n = text::count_words(text), of = max_words);
    let same = found.trim() == stored.trim();
    let now = if stored.trim().is_empty() {
        say!(document_now_empty, lang).to_owned()
    } else {
        say!(document_now, lang, words = count(&stored))
    };
    let id = format!("found-{key}");
    view! {
        <section class="asked">
            <h2>{heading.clone()}</h2>
            <p class="hint">{now}</p>
            {if same {
                view! { <p class="hint"><Icon name="check"/> {say!(document_same, lang)}</p> }.into_any()
            } else {
                view! {
                    <input type="hidden" name=format!("rev-{key}") value=rev/>
                    <label class="vh" for=id.clone()>{heading}</label>
                    <textarea class="input" id=id.clone() name=id rows="5">{found.clone()}</textarea>
                    <label class="card-choice">
                        <input type="checkbox" name=format!("use-{key}") value="ya" checked=ticked/>
                        <span>
                            <b>{say!(document_use, lang, words = count(&found))}</b>
                            {(!stored.trim().is_empty()).then(|| view! {
                                <small>{say!(document_history, lang)}</small>
                            })}
                        </span>
                    </label>
                }
                .into_any()
            }}
        </section>
    }
    .into_any()
}
