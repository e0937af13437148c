//! `/juri/nilai/{assignment}/tidak-bisa/{criterion}`: an aspect that cannot be scored. Drawn by the
//! server.

use super::super::api::sending::read_review;
use crate::{
    client::load::load,
    edition::{Area, Here, page},
    fault::Fault,
    say,
    ui::{AreaField, Breadcrumb, Button, ErrorSummary},
};
use leptos::prelude::*;

/// The page.
#[component]
pub fn UnscorablePage(
    /// Id of the assignment.
    assignment: String,
    /// Key of the criterion.
    criterion: String,
) -> impl IntoView {
    let review = load(move || assignment.clone(), read_review);
    page(Area::Judge, move |here: Here| {
        let criterion = criterion.clone();
        async move {
            let review = review.await?;
            let lang = here.lang;
            let edition = here.setting.edition()?;
            let aspect = edition.criteria.iter().find(|one| one.key == criterion);
            let aspect = aspect.ok_or(Fault::NotFound)?.title.pick(lang).to_owned();
            let back = lang.href(&format!("/juri/nilai/{}?pane=marks", review.assignment));
            let title = say!(unscorable_title, lang, aspect = aspect);
            Ok(view! {
                {crate::client::page::title(here.title(&title))}
                <div class="narrow page stack judging">
                    <Breadcrumb back_href=back lang label=say!(review_back, lang)/>
                    <ErrorSummary lang items=here.errors()/>
                    <h1>{title.clone()}</h1>
                    <p><b>{format!("{} {}", review.code, review.name)}</b></p>
                    <p>{say!(unscorable_lead, lang)}</p>
                    <form method="post" class="stack">
                        <AreaField
                            lang
                            id="reason"
                            label=say!(reason, lang)
                            hint=say!(unscorable_hint, lang)
                            value=here.typed("reason", "")
                            error=here.error("reason")
                        />
                        <p><Button label=say!(unscorable_send, lang)/></p>
                    </form>
                </div>
            }
            .into_any())
        }
    })
}
