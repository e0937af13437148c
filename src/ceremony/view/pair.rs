//! One more device in an operator's name: the number with its square code, and the page where it is
//! typed. Drawn by the server.

use crate::ceremony::{api::read_pairing, rules::lease::grouped};
use crate::{
    client::load::load,
    edition::{Area, page},
    fault::Fault,
    kernel::Role,
    say,
    ui::{Button, ErrorSummary, TextField, Whole},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/panggung/{acara}/pasang`: gives out a number.
#[component]
pub fn PairPage(
    /// The show's slug.
    show: String,
) -> impl IntoView {
    let code = load(|| (), move |()| read_pairing(show.clone()));
    page(Area::Public, move |here| async move {
        let lang = here.lang;
        if !here.is_any(&[Role::Operator]) {
            let signed_in = here.setting.account.is_some();
            return Err(if signed_in { Fault::WrongRole } else { Fault::SignedOut });
        }
        let title = say!(pair_title, lang);
        let code = code.await?.map(|(number, poster)| {
            let side = poster.side;
            view! {
                <section class="qr">
                    <svg
                        viewBox=format!("0 0 {side} {side}")
                        role="img"
                        aria-label=say!(pair_code_label, lang)
                    >
                        <path fill="#000" d=poster.cells></path>
                    </svg>
                    <h2 class="digits">{grouped(&number)}</h2>
                    <p>{say!(pair_where, lang, address = poster.address)}</p>
                    <p class="small">{say!(pair_limits, lang)}</p>
                </section>
            }
        });
        let label = if code.is_some() { say!(pair_again, lang) } else { say!(pair_make, lang) };
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow page stack">
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                <p>{say!(pair_why, lang)}</p>
                {code}
                <form method="post"><Button label/></form>
            </div>
        }
        .into_any())
    })
}

/// `/panggung/{acara}/sambung`: where the number is typed, on the device that is to be paired.
#[component]
pub fn JoinPage() -> impl IntoView {
    let query = use_query_map();
    page(Area::Public, move |here| async move {
        let lang = here.lang;
        let title = say!(pair_join_title, lang);
        let code = query.with_untracked(|query| query.get("kode")).unwrap_or_default();
        let room = |value: &'static str, class: &'static str, label: &'static str| {
            view! { <button class=format!("button {class}") name="room" value=value>{label}</button> }
                .whole()
        };
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow page stack">
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                <form method="post" class="stack">
                    <TextField
                        lang
                        id="code"
                        inputmode="numeric"
                        autocomplete="one-time-code"
                        label=say!(pair_number, lang)
                        hint=say!(pair_number_hint, lang)
                        value=here.typed("code", &code)
                        error=here.error("code")
                    />
                    {room("kendali", "primary", say!(pair_as_remote, lang))}
                    {room("layar", "", say!(pair_as_stage, lang))}
                </form>
            </div>
        }
        .into_any())
    })
}
