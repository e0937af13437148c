//! The form of the package for the next level: who goes on, and what stands on the covering letter.

use super::{
    super::api::{OfficeAward, Prints},
    state_words,
};
use crate::{
    edition::Here,
    say,
    ui::{Button, Kind, Notice, TextField, Whole, framed},
};
use leptos::prelude::*;

/// The form.
pub fn province(here: &Here, prints: &Prints) -> AnyView {
    let lang = here.lang;
    let quota = usize::try_from(prints.quota).unwrap_or(usize::MAX);
    // A form that came back shows what was ticked; a fresh one the first of the list.
    let again = here.typed("act", "") == "province";
    let chosen = |id: &str, at: usize| {
        if again { here.typed(&format!("pilih-{id}"), "") == "ya" } else { at < quota }
    };
    let rows = prints
        .awards
        .iter()
        .enumerate()
        .map(|(at, OfficeAward { proposal: id, award, reason })| {
            let label = say!(print_forward_one, lang, name = award.acronym);
            view! {
                <tr>
                    <td>
                        <input
                            type="checkbox"
                            name=format!("pilih-{id}")
                            value="ya"
                            checked=chosen(id, at)
                            aria-label=label
                        />
                    </td>
                    <td>{award.rank}</td>
                    <th scope="row" class="name">{award.acronym.clone()}</th>
                    <td>{award.serial.clone()}</td>
                    <td><code>{award.code.clone()}</code></td>
                    <td>{state_words(here, &award.state)} " " <small>{reason.clone()}</small></td>
                </tr>
            }
        })
        .collect_view();
    let wrong = here.error("forward").map(|words| {
        view! { <div id="forward" tabindex="-1"><Notice kind=Kind::Error>{words}</Notice></div> }
    });
    let letter = view! {
        <h3>{say!(print_letter, lang)}</h3>
        <TextField
            lang
            id="to"
            label=say!(print_letter_to, lang)
            value=here.typed("to", "")
            error=here.error("to")
        />
        <TextField
            lang
            id="number"
            label=say!(print_letter_number, lang)
            hint=say!(print_letter_number_hint, lang)
            value=here.typed("number", "")
        />
        <TextField
            lang
            id="contact"
            autocomplete="name"
            label=say!(print_letter_contact, lang)
            value=here.typed("contact", "")
            error=here.error("contact")
        />
        <TextField
            lang
            id="phone"
            kind="tel"
            autocomplete="tel"
            label=say!(print_letter_phone, lang)
            value=here.typed("phone", "")
            error=here.error("phone")
        />
        <TextField
            lang
            id="mail"
            kind="email"
            autocomplete="email"
            label=say!(print_letter_mail, lang)
            value=here.typed("mail", "")
        />
    };
    let columns = [
        (say!(print_forward, lang), ""),
        (say!(rank, lang), ""),
        (say!(proposal, lang), ""),
        (say!(award_serial, lang), ""),
        (say!(award_code, lang), ""),
        (say!(status, lang), ""),
    ];
    view! {
            <form method="post" class="stack">
                <input type="hidden" name="act" value="province"/>
                <h2>{say!(print_province, lang)}</h2>
                <p>{say!(print_province_lead, lang, n = prints.quota)}</p>
                {wrong}
                {framed(say!(print_province, lang), &columns, rows.into_any())}
                {letter}
                <p><Button class="secondary" label=say!(print_province_get, lang)/></p>
            </form>
    }
    .whole()
}
