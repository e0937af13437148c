//! A message with who has not finished, ready to share.

use crate::{
    kernel::{Lang, text},
    say,
    ui::Icon,
};
use leptos::prelude::*;

/// The message in a fold, and a link that opens it in a messenger.
pub fn share(lang: Lang, message: &str) -> AnyView {
    let href = format!("https://wa.me/?text={}", text::percent(message));
    view! {
        <details class="guide">
            <summary>{say!(remind_share, lang)}<Icon name="down"/></summary>
            <div class="guide-body">
                <p class="prose" lang="id">{message.to_owned()}</p>
                <p>
                    <a class="button secondary" href=href rel="external noreferrer">
                        {say!(invite_whatsapp, lang)}
                    </a>
                </p>
            </div>
        </details>
    }
    .into_any()
}
