//! Reminders on the page, and a message with who has not finished, ready to share.

use crate::{
    edition::Here,
    kernel::{Lang, text},
    proposal::{
        api::Overview,
        rules::{DAYS, in_force},
    },
    say,
    ui::{Icon, Kind, Notice},
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

/// The banner of who has not submitted, on the last days: on the day itself and the one before it
/// says so.
pub fn banner(here: &Here, overview: &Overview) -> Option<AnyView> {
    let (lang, now, zone) = (here.lang, here.setting.now, &here.setting.zone);
    let days = in_force(now, overview.closes, overview.brief.status)?;
    let clock = format!("{} {}", zone.clock(overview.closes, lang), zone.name);
    let day = |at: i64| zone.iso(at);
    let words = if day(now) == day(overview.closes) {
        say!(remind_today, lang, at = clock)
    } else if day(now + 86_400_000) == day(overview.closes) {
        say!(remind_tomorrow, lang, at = clock)
    } else {
        let left = (overview.closes - now).div_euclid(86_400_000).max(1);
        say!(remind_days, lang, n = left, at = here.moment(overview.closes))
    };
    let kind = if days == DAYS[0] { Kind::Info } else { Kind::Warning };
    Some(view! { <Notice kind>{words}</Notice> }.into_any())
}
