//! What a phone shows when a page is neither on the network nor on the phone.

use crate::{
    edition::{Area, page},
    say,
    ui::Icon,
};
use leptos::prelude::*;

/// `/luring`, and `/luring/tersimpan` after a form that is kept on the device.
#[component]
pub fn OfflinePage(
    /// Whether a form was just kept.
    kept: bool,
) -> impl IntoView {
    page(Area::Public, move |here| async move {
        let lang = here.lang;
        let title = say!(offline_title, lang);
        let lead = if kept { say!(offline_kept, lang) } else { say!(offline_lead, lang) };
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="narrow">
                <h1>{title}</h1>
                <div class="notice warning"><Icon name="cloud-off"/><p>{lead}</p></div>
                <div class="actions">
                    <a class="button primary" href="">{say!(offline_again, lang)}</a>
                    <a class="button secondary" href=lang.href("/saya")>{say!(offline_mine, lang)}</a>
                </div>
            </div>
        }
        .into_any())
    })
}
