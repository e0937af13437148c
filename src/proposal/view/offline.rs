//! What a phone shows when a page is neither on the network nor on the phone.

use crate::{
    edition::{Area, page},
    say,
    ui::Icon,
};
use leptos::prelude::*;

/// What could not be done without a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// Nothing but showing a page.
    Nothing,
    /// Sending a form; it is kept.
    Sending,
    /// Submitting; only a person does that, so it was not done and will not be.
    Submitting,
}

/// `/luring`, `/luring/tersimpan` after a form that is kept on the device, and
/// `/luring/belum-diajukan` after a submission that was not made.
#[component]
pub fn OfflinePage(undone: Undone) -> impl IntoView {
    page(Area::Public, move |here| async move {
        let lang = here.lang;
        let (title, lead) = match undone {
            Undone::Nothing => (say!(offline_title, lang), say!(offline_lead, lang)),
            Undone::Sending => (say!(offline_title, lang), say!(offline_kept, lang)),
            Undone::Submitting => (say!(offline_unsubmitted, lang), say!(offline_ask, lang)),
        };
        // With a network the submission is asked for once more; every other page is simply drawn.
        let again = (undone == Undone::Submitting).then_some("online");
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="narrow page stack">
                <h1>{title}</h1>
                <div class="notice warning"><Icon name="cloud-off"/><p>{lead}</p></div>
                <div class="actions" data-again=again>
                    <a class="button primary" href="">{say!(offline_again, lang)}</a>
                    <a class="button secondary" href=lang.href("/saya")>{say!(offline_mine, lang)}</a>
                </div>
            </div>
        }
        .into_any())
    })
}
