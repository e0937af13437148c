//! The rooms of the show: stage, remote, the presenter's words.

mod art;
mod fit;
mod follow;
mod host;
mod markup;
mod motion;
mod picture;
mod rank;
mod remote;
mod scenes;
mod stage;
mod words;

use super::{api, rules::Opening};
use crate::client::load::load;
use crate::fault::Fault;
use crate::kernel::Lang;
use crate::say;
use leptos::prelude::*;

/// Everything below `/panggung/`: `rest` is what follows, one part each.
pub fn room(lang: Lang, rest: &[&str]) -> AnyView {
    match rest {
        [] | [""] => opened(String::new(), lang, lobby),
        [show] => opened((*show).to_owned(), lang, stage::stage),
        [show, "kendali"] => opened((*show).to_owned(), lang, remote::remote),
        [show, "pembawa-acara"] => opened((*show).to_owned(), lang, host::host),
        _ => shut(&Fault::NotFound, lang),
    }
}

/// A room of a show, once the server has said what is on.
fn opened(show: String, lang: Lang, room: fn(Opening, Lang) -> AnyView) -> AnyView {
    let opening = load(|| (), move |()| api::open_show(show.clone()));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match opening.await {
                    Ok(opening) => {
                        let programme = &opening.programme;
                        let title = say!(
                            stage_title,
                            lang,
                            region = programme.region_short,
                            year = programme.year
                        );
                        view! { {crate::client::page::title(title)} {room(opening, lang)} }.into_any()
                    }
                    Err(fault) => shut(&fault, lang),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// Where the crew chooses its room.
fn lobby(opening: Opening, lang: Lang) -> AnyView {
    let programme = opening.programme;
    let rooms = [
        ("", say!(stage_room_stage, lang)),
        ("/kendali", say!(stage_room_remote, lang)),
        ("/pembawa-acara", say!(stage_room_host, lang)),
    ];
    let rooms = rooms
        .map(|(room, name)| {
            let href = lang.href(&format!("/panggung/{}{room}", programme.show));
            view! { <li><a href=href>{name}</a></li> }
        })
        .collect_view();
    let title = say!(stage_title, lang, region = programme.region_short, year = programme.year);
    view! {
        <main class="remote host">
            <h1>{title}</h1>
            <ul class="rooms">{rooms}</ul>
        </main>
    }
    .into_any()
}

/// What everybody else sees.
fn shut(fault: &Fault, lang: Lang) -> AnyView {
    let sentence = match fault {
        Fault::SignedOut | Fault::WrongRole => say!(stage_closed, lang).to_owned(),
        fault => fault.sentence(lang),
    };
    view! {
        {crate::client::page::title(say!(stage_closed_title, lang))}
        <main class="remote host">
            <h1>{say!(stage_closed_title, lang)}</h1>
            <p class="remark">{sentence}</p>
            <p class="remark"><a href=lang.href("/masuk")>{say!(stage_sign_in, lang)}</a></p>
        </main>
    }
    .into_any()
}
