//! Signing in, invitations and devices. These are parts of pages: the frame is the edition's.

pub mod invitations;

use super::api::{Device, Offer, Person, Unit};
use crate::{
    kernel::{Account, Lang, Posted, Role, time::Zone},
    people::role_name,
    say,
    ui::{
        AreaField, Button, Cover, ErrorSummary, Kind, Notice, Select, TableBox, Tag, TextField,
        Tone, Whole, seed_of,
    },
};
use leptos::prelude::*;

fn error(posted: Option<&Posted>, field: &str, lang: Lang) -> Option<String> {
    posted.and_then(|posted| posted.error(field, lang))
}

fn typed(posted: Option<&Posted>, field: &str) -> String {
    posted.and_then(|posted| posted.value(field)).unwrap_or_default().to_owned()
}

fn summary(posted: Option<&Posted>, lang: Lang) -> AnyView {
    let items = posted.map(|posted| posted.summary(lang)).unwrap_or_default();
    view! { <ErrorSummary lang items/> }.whole()
}

/// The sign-in form; `next` is where to go afterwards.
pub fn sign_in_form(lang: Lang, posted: Option<&Posted>, next: String) -> AnyView {
    view! {
        <div class="sign-in">
            {summary(posted, lang)}
            <div class="panel">
                <Cover seed=seed_of("masuk")/>
                <h1>{say!(sign_in, lang)}</h1>
                <form method="post">
                    <input type="hidden" name="next" value=next/>
                    <TextField
                        lang
                        id="username"
                        label=say!(username_or_phone, lang)
                        value=typed(posted, "username")
                        autocomplete="username"
                        error=error(posted, "username", lang)
                    />
                    <TextField
                        lang
                        id="password"
                        label=say!(password, lang)
                        kind="password"
                        autocomplete="current-password"
                        error=error(posted, "password", lang)
                    />
                    <Button label=say!(sign_in, lang)/>
                </form>
            </div>
            <p><a href=lang.href("/undangan")>{say!(have_invitation, lang)}</a></p>
            <p class="muted small">{say!(forgot_password, lang)}</p>
        </div>
    }
    .whole()
}

/// The page of a printed code that has not been typed yet.
pub fn code_form(lang: Lang, posted: Option<&Posted>) -> AnyView {
    view! {
        <div class="sign-in">
            {summary(posted, lang)}
            <div class="panel">
                <h1>{say!(invitation_title, lang)}</h1>
                <form method="post">
                    <TextField
                        lang
                        id="code"
                        label=say!(invitation_code, lang)
                        hint=say!(invitation_code_hint, lang)
                        value=typed(posted, "code")
                        autocomplete="one-time-code"
                        error=error(posted, "code", lang)
                    />
                    <Button label=say!(go_on, lang)/>
                </form>
            </div>
        </div>
    }
    .whole()
}

/// What an invitation offers, and the form that takes it up.
///
/// `reader` is who is signed in: an invitation to a team is theirs to join at once.
pub fn offer_form(
    lang: Lang,
    posted: Option<&Posted>,
    code: String,
    offer: Offer,
    reader: Option<&str>,
) -> AnyView {
    let fresh = offer.username.is_none();
    let join = offer.team.then(|| {
        let Some(name) = reader else {
            let href = format!("{}?next=/undangan/{code}", lang.href("/masuk"));
            return view! { <p><a href=href>{say!(join_sign_in, lang)}</a></p> }.whole();
        };
        view! {
            <form method="post">
                <input type="hidden" name="code" value=code.clone()/>
                <Button label=say!(join_as, lang, name = name) sends=("action", "join")/>
            </form>
            <p class="overline">{say!(or_new_account, lang)}</p>
        }
        .whole()
    });
    view! {
        <div class="sign-in">
            {summary(posted, lang)}
            <div class="panel">
                <h1>{say!(welcome, lang, name = offer.name)}</h1>
                <p>
                    {say!(invited_as, lang, role = role_name(offer.role, lang))}
                    {(!offer.place.is_empty()).then(|| format!(", {}", offer.place))} "."
                </p>
                {join}
                <form method="post">
                    <input type="hidden" name="code" value=code/>
                    {match offer.username {
                        Some(username) => view! {
                            <p>{say!(your_username, lang)} " " <b>{username.clone()}</b></p>
                            <input type="hidden" name="username" value=username/>
                        }
                        .whole(),
                        None => view! {
                            <TextField
                                lang
                                id="username"
                                label=say!(choose_username, lang)
                                value=typed(posted, "username")
                                autocomplete="username"
                                error=error(posted, "username", lang)
                            />
                        }
                        .whole(),
                    }}
                    <TextField
                        lang
                        id="password"
                        label=say!(choose_password, lang)
                        hint=say!(choose_password_hint, lang)
                        kind="password"
                        autocomplete="new-password"
                        error=error(posted, "password", lang)
                    />
                    <Button label=if fresh { say!(make_account, lang) } else { say!(set_password, lang) }/>
                </form>
            </div>
        </div>
    }
    .whole()
}

/// The account's devices, each with a way to sign it out, and the way out of this one.
pub fn account_page(
    lang: Lang,
    zone: &Zone,
    posted: Option<&Posted>,
    account: &Account,
    devices: Vec<Device>,
    email: Option<String>,
) -> AnyView {
    let email = posted.and_then(|posted| posted.value("email").map(str::to_owned)).or(email);
    let roles =
        account.roles.iter().map(|role| role_name(*role, lang)).collect::<Vec<_>>().join(", ");
    let rows = devices
        .into_iter()
        .map(|device| {
            view! {
                <tr>
                    <td class="main">
                        {device.device} <br/>
                        <span class="muted small">{device.address}</span>
                    </td>
                    <td>{zone.moment(device.since, lang)}</td>
                    <td>
                        {if device.this {
                            view! { <Tag tone=Tone::Done text=say!(this_device, lang)/> }.whole()
                        } else {
                            view! {
                                <form method="post" class="inline">
                                    <input type="hidden" name="session" value=device.id/>
                                    <Button class="secondary" label=say!(sign_out_device, lang)/>
                                </form>
                            }
                            .whole()
                        }}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="narrow page stack">
            {summary(posted, lang)}
            <h1>{account.name.clone()}</h1>
            <p class="muted">{roles}</p>
            <p><a href=lang.href(account.home())>{say!(nav_my_desk, lang)}</a></p>
            <form method="post" class="panel">
                <TextField
                    lang
                    id="email"
                    kind="email"
                    autocomplete="email"
                    label=say!(email, lang)
                    hint=say!(email_hint, lang)
                    need=crate::ui::Need::Optional
                    value=email.unwrap_or_default()
                    error=error(posted, "email", lang)
                />
                <Button class="secondary" label=say!(email_save, lang)/>
            </form>
            <h2>{say!(devices_title, lang)}</h2>
            <TableBox label=say!(devices_title, lang)>
                <table class="table fold">
                    <thead>
                        <tr>
                            <th scope="col">{say!(device, lang)}</th>
                            <th scope="col">{say!(signed_in_since, lang)}</th>
                            <th scope="col">{say!(action, lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </TableBox>
            <form method="post" action=lang.href("/keluar")>
                <Button class="secondary" label=say!(sign_out, lang)/>
            </form>
        </div>
    }
    .whole()
}

/// The committee's page of people: who there is, inviting, importing.
pub fn people_page(
    lang: Lang,
    posted: Option<&Posted>,
    people: Vec<Person>,
    units: Vec<Unit>,
    invited: Option<String>,
    imported: Option<String>,
) -> AnyView {
    let rows = people
        .into_iter()
        .map(|person| {
            let roles = person.roles.iter().map(|r| role_name(*r, lang)).collect::<Vec<_>>();
            let (tone, text) = if person.active {
                (Tone::Done, say!(account_active, lang))
            } else {
                (Tone::Empty, say!(account_waiting, lang))
            };
            view! {
                <tr>
                    <td class="main">{person.name}</td>
                    <td>{person.username}</td>
                    <td>{roles.join(", ")}</td>
                    <td>{person.place}</td>
                    <td><Tag tone text/></td>
                </tr>
            }
        })
        .collect_view();
    let mut unit_options = vec![(String::new(), say!(no_unit, lang).to_owned())];
    unit_options.extend(units.into_iter().map(|unit| (unit.code, unit.name)));
    let role_options = Role::ALL
        .into_iter()
        .map(|role| (role.code().to_owned(), role_name(role, lang).to_owned()))
        .collect::<Vec<_>>();
    view! {
        <div class="desk-head"><div><h1>{say!(nav_people, lang)}</h1></div></div>
        {summary(posted, lang)}
        {invited.map(|code| {
            let link = lang.href(&format!("/undangan/{code}"));
            view! {
                <Notice kind=Kind::Success>
                    {say!(invited_code, lang)} " " <b class="digits">{code}</b> ". "
                    <a href=link.clone()>{link.clone()}</a>
                </Notice>
            }
        })}
        {imported.map(|count| view! {
            <Notice kind=Kind::Success>{say!(imported_rows, lang, n = count)}</Notice>
        })}
        <div class="panels">
            <section>
                <h2>{say!(invite_title, lang)}</h2>
                <form method="post">
                    <TextField
                        lang
                        id="name"
                        label=say!(person_name, lang)
                        value=typed(posted, "name")
                        error=error(posted, "name", lang)
                    />
                    <Select lang id="role" label=say!(role, lang) options=role_options/>
                    <Select lang id="unit" label=say!(service_unit, lang) options=unit_options/>
                    <Select
                        lang
                        id="kind"
                        label=say!(invite_kind, lang)
                        options=vec![
                            ("code".to_owned(), say!(invite_code, lang).to_owned()),
                            ("link".to_owned(), say!(invite_link, lang).to_owned()),
                        ]
                    />
                    <Button class="secondary" label=say!(invite, lang) sends=("action", "invite")/>
                </form>
            </section>
            <section>
                <h2>{say!(import_title, lang)}</h2>
                <form method="post">
                    <Select
                        lang
                        id="sheet"
                        label=say!(import_sheet, lang)
                        selected=typed(posted, "sheet")
                        options=vec![
                            ("agencies".to_owned(), say!(agencies, lang).to_owned()),
                            ("units".to_owned(), say!(service_units, lang).to_owned()),
                            ("people".to_owned(), say!(nav_people, lang).to_owned()),
                        ]
                    />
                    <AreaField
                        lang
                        id="csv"
                        label=say!(import_text, lang)
                        hint=say!(import_hint, lang)
                        value=typed(posted, "csv")
                        error=error(posted, "csv", lang)
                    />
                    <Button class="secondary" label=say!(import, lang) sends=("action", "import")/>
                </form>
            </section>
        </div>
        <TableBox label=say!(nav_people, lang)>
            <table class="table tight">
                <caption class="vh">{say!(nav_people, lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say!(person_name, lang)}</th>
                        <th scope="col">{say!(username, lang)}</th>
                        <th scope="col">{say!(role, lang)}</th>
                        <th scope="col">{say!(service_unit, lang)}</th>
                        <th scope="col">{say!(account_state, lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableBox>
    }
    .whole()
}
