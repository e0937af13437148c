//! The people of an agency, and invitations as cards to print or send.

use crate::{
    kernel::{Lang, Posted, text, time::Zone},
    people::api::invitations::{Card, Colleague, Colleagues, Waiting},
    say,
    ui::{AreaField, Button, Empty, Icon, Kind, Notice, Select, TableBox, Tag, Tone},
};
use leptos::prelude::*;

/// A QR code drawn by the server, with words for those who do not see it.
pub fn qr_code((path, side): (String, u32), label: String) -> AnyView {
    view! {
        <svg viewBox=format!("0 0 {side} {side}") role="img" aria-label=label>
            <path d=path/>
        </svg>
    }
    .into_any()
}

/// Invitations as cards: each is cut out and handed over, or sent by its link.
pub fn cards(lang: Lang, zone: &Zone, cards: Vec<Card>) -> AnyView {
    if cards.is_empty() {
        return ().into_any();
    }
    let cards = cards
        .into_iter()
        .map(|card| {
            let words = say!(invite_share, lang, name = card.name, link = card.link);
            let share = format!("https://wa.me/?text={}", text::percent(&words));
            view! {
                <li class="ticket">
                    <div class="qr">
                        {qr_code(card.qr, say!(invite_qr, lang, name = card.name))}
                    </div>
                    <div>
                        <h3>{card.name}</h3>
                        <p class="muted small">{card.place}</p>
                        <p class="small">{say!(invite_steps, lang)}</p>
                        <p><code class="spelled">{card.code}</code></p>
                        <p class="tiny muted">{say!(invite_until, lang, at = zone.moment(card.expires_at, lang))}</p>
                        <p class="tiny whole">{card.link.clone()}</p>
                        <p class="screen-only">
                            <a class="button secondary slim" href=share rel="external noreferrer">
                                {say!(invite_whatsapp, lang)}
                            </a>
                        </p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="tickets stack" aria-label=say!(invite_ready, lang)>
            <div class="screen-only">
                <Notice kind=Kind::Success>{say!(invite_ready_words, lang)}</Notice>
            </div>
            <ul role="list">{cards}</ul>
        </section>
    }
    .into_any()
}

fn colleague(lang: Lang, zone: &Zone, person: Colleague) -> AnyView {
    let (tone, words) = match (person.last, person.active) {
        (Some(at), _) => (Tone::Done, say!(last_seen, lang, at = zone.short(at, lang))),
        (None, _) if person.invited => (Tone::Active, say!(invited_waits, lang).to_owned()),
        (None, _) => (Tone::Warning, say!(never_signed_in, lang).to_owned()),
    };
    let label = if person.active { say!(invite_again, lang) } else { say!(invite_first, lang) };
    view! {
        <tr>
            <td class="main">
                <b>{person.name.clone()}</b> <br/>
                <span class="muted small">{person.username}</span>
            </td>
            <td>{person.place}</td>
            <td><Tag tone text=words/></td>
            <td>
                <form method="post" class="inline">
                    <input type="hidden" name="account" value=person.id/>
                    <button type="submit" class="button secondary slim" name="action" value="renew">
                        {label} <span class="vh">" " {person.name}</span>
                    </button>
                </form>
            </td>
        </tr>
    }
    .into_any()
}

/// An invitation that waits, with the way to take it back.
pub fn waiting_row(lang: Lang, zone: &Zone, sent: Waiting, now: i64) -> AnyView {
    let (tone, words) = if sent.expires_at > now {
        (Tone::Active, say!(invite_until, lang, at = zone.short(sent.expires_at, lang)))
    } else {
        (Tone::Locked, say!(invite_dead, lang).to_owned())
    };
    let team = sent
        .team
        .then(|| view! { <br/> <span class="muted small">{say!(invite_team, lang)}</span> });
    view! {
        <tr>
            <td class="main"><b>{sent.name.clone()}</b> {team}</td>
            <td>{sent.place}</td>
            <td><Tag tone text=words/></td>
            <td>
                <form method="post" class="inline">
                    <input type="hidden" name="invitation" value=sent.id/>
                    <button type="submit" class="button danger slim" name="action" value="revoke">
                        {say!(invite_revoke, lang)} <span class="vh">" " {sent.name}</span>
                    </button>
                </form>
            </td>
        </tr>
    }
    .into_any()
}

/// The part of `/opd-saya/pengguna` below its heading.
pub fn colleagues_page(
    lang: Lang,
    zone: &Zone,
    now: i64,
    posted: Option<&Posted>,
    colleagues: Colleagues,
) -> AnyView {
    let head = move || {
        view! {
            <thead>
                <tr>
                    <th scope="col">{say!(person_name, lang)}</th>
                    <th scope="col">{say!(service_unit, lang)}</th>
                    <th scope="col">{say!(account_state, lang)}</th>
                    <th scope="col">{say!(action, lang)}</th>
                </tr>
            </thead>
        }
    };
    let mut options = vec![(String::new(), say!(choose, lang).to_owned())];
    options.extend(colleagues.units);
    let never = colleagues.people.iter().filter(|person| person.last.is_none()).count();
    let none = colleagues.people.is_empty();
    let people =
        colleagues.people.into_iter().map(|person| colleague(lang, zone, person)).collect_view();
    let waits = !colleagues.waiting.is_empty();
    let waiting = colleagues
        .waiting
        .into_iter()
        .map(|sent| waiting_row(lang, zone, sent, now))
        .collect_view();
    view! {
        <div class="two-thirds">
            <div class="stack">
                {(never > 0).then(|| view! {
                    <Notice kind=Kind::Warning>{say!(never_signed_in_count, lang, n = never)}</Notice>
                })}
                <h2>{say!(colleagues, lang)}</h2>
                {if none {
                    view! { <Empty text=say!(no_colleagues, lang)/> }.into_any()
                } else {
                    view! {
                        <TableBox label=say!(colleagues, lang)>
                            <table class="table fold">
                                <caption class="vh">{say!(colleagues, lang)}</caption>
                                {head()}
                                <tbody>{people}</tbody>
                            </table>
                        </TableBox>
                    }
                    .into_any()
                }}
                {waits.then(|| view! {
                    <h2>{say!(invites_waiting, lang)}</h2>
                    <TableBox label=say!(invites_waiting, lang)>
                        <table class="table fold">
                            <caption class="vh">{say!(invites_waiting, lang)}</caption>
                            {head()}
                            <tbody>{waiting}</tbody>
                        </table>
                    </TableBox>
                })}
            </div>
            <section class="panel">
                <h2>{say!(invite_title, lang)}</h2>
                <p class="muted small">{say!(invite_lead, lang)}</p>
                <form method="post">
                    <AreaField
                        lang
                        id="names"
                        label=say!(invite_names, lang)
                        hint=say!(invite_names_hint, lang)
                        value=posted.and_then(|p| p.value("names")).unwrap_or_default()
                        error=posted.and_then(|p| p.error("names", lang))
                    />
                    <Select
                        lang
                        id="unit"
                        label=say!(service_unit, lang)
                        options
                        selected=posted.and_then(|p| p.value("unit")).unwrap_or_default()
                        error=posted.and_then(|p| p.error("unit", lang))
                    />
                    <Button label=say!(invite, lang) sends=("action", "invite")/>
                </form>
                <p class="why"><Icon name="info"/> <span>{say!(invite_note, lang)}</span></p>
            </section>
        </div>
    }
    .into_any()
}
