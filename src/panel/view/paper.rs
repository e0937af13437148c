//! `/panitia/panel/{sheet}`: a sheet on paper, typed by one of the office and compared by another. Drawn
//! by the server.

use super::{super::api::read_paper, declared, sheet};
use crate::{
    client::load::load,
    edition::{act, office_page},
    say,
    ui::{Breadcrumb, ErrorSummary, Notice, Whole},
};
use leptos::prelude::*;

/// `/panitia/panel/{sheet}`: a sheet on paper.
#[component]
pub fn PaperPage(
    /// Id of the sheet.
    sheet: String,
) -> impl IntoView {
    let paper = load(move || sheet.clone(), read_paper);
    office_page(move |here| async move {
        let (sheet, panel) = (paper.await?, declared(&here)?);
        let lang = here.lang;
        let title = format!("{} {}", sheet.code, sheet.name);
        let typed = (!sheet.typed_by.is_empty())
            .then(|| view! { <p>{say!(panel_typed_by, lang, who = sheet.typed_by)}</p> });
        let content = if sheet.may_write {
            sheet::typing(&here, &panel, &sheet)
        } else {
            sheet::read_only(&here, &panel, &sheet)
        };
        let confirm = sheet.may_confirm.then(|| {
            let saved = sheet.saved_at.unwrap_or_default().to_string();
            let fields = vec![("action", "confirm".to_owned()), ("saved_at", saved)];
            view! {
                <Notice>{say!(panel_compare_words, lang)}</Notice>
                <div class="acts">
                    {act(say!(panel_confirm, lang), fields, "primary")}
                    {act(say!(panel_differs, lang), vec![("action", "differs".to_owned())], "secondary")}
                </div>
            }
        });
        let back = sheet.may_take_back.then(|| {
            act(say!(panel_retype, lang), vec![("action", "back".to_owned())], "secondary")
        });
        Ok(view! {
            {crate::client::page::title(here.title(&title))}
            <Breadcrumb lang back_href=lang.href("/panitia/panel") label=say!(panel_title, lang)/>
            <div class="desk-head">
                <div>
                    <h1>{title}</h1>
                    <p>{say!(panel_paper_of, lang, who = sheet.judge)}</p>
                </div>
            </div>
            <ErrorSummary lang items=here.errors()/>
            <div class="stack paper-sheet">{typed} {content} {confirm} {back}</div>
        }
        .whole())
    })
}
