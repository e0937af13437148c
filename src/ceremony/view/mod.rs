//! The rooms of the show: stage, remote, the presenter's words.

mod art;
pub mod audience;
mod closing;
mod fit;
mod follow;
mod hand;
mod host;
mod markup;
mod motion;
pub mod pair;
mod picture;
pub mod preflight;
mod rank;
mod remote;
pub mod rundown;
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
        [show, "gladi"] => opened(rehearsal_of(show), lang, lobby),
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

/// The rehearsal of a show, or itself if it is one.
fn rehearsal_of(show: &str) -> String {
    match show.split_once('-') {
        Some((_, year)) => format!("gladi-{year}"),
        None => show.to_owned(),
    }
}

/// Where the crew chooses its room.
fn lobby(opening: Opening, lang: Lang) -> AnyView {
    let programme = opening.programme;
    let rooms = [
        ("", say!(stage_room_stage, lang)),
        ("/kendali", say!(stage_room_remote, lang)),
        ("/pembawa-acara", say!(stage_room_host, lang)),
    ];
    let beside = [
        ("/periksa", say!(check_title, lang)),
        ("/gladi", say!(rehearsal_title, lang)),
        ("/susunan", say!(rundown_title, lang)),
        ("/pasang", say!(pair_title, lang)),
    ];
    let beside: &[_] = if programme.is_rehearsal { &[] } else { &beside };
    let rooms = rooms
        .iter()
        .chain(beside)
        .map(|(room, name)| {
            let href = lang.href(&format!("/panggung/{}{room}", programme.show));
            view! { <li><a href=href>{*name}</a></li> }
        })
        .collect_view();
    let title = say!(stage_title, lang, region = programme.region_short, year = programme.year);
    let rehearsal = programme.is_rehearsal.then(|| {
        let action = lang.href(&format!("/panggung/{}/ulang", programme.show));
        view! {
            <header><b>{say!(rehearsal_word, lang)}</b></header>
            <p class="remark">{say!(rehearsal_what, lang)}</p>
            <form method="post" action=action class="hand">
                <button>{say!(rehearsal_rewind, lang)}</button>
            </form>
        }
    });
    view! {
        <main class="remote host" class:rehearsal=programme.is_rehearsal>
            {rehearsal}
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
