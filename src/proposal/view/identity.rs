//! Page 0 of the form: what the innovation is called, whose it is, since when, and who carries it.

use crate::{
    client::load::load,
    edition::{Area, Edition, Here, page},
    fault::Fault,
    kernel::{Lang, Role, keeping::Version},
    people::api::places,
    proposal::{
        api::{Clash, Sheet, read_clashes, read_overview, read_sheet},
        rules::{Identity, Link, PAGE_0, SDGS, letters, months_in_words},
        view::{history::written, paperwork},
    },
    say,
    ui::{
        Breadcrumb, Button, Choice, ErrorSummary, Fold, Guide, Icon, Kind, Need, Notice,
        RadioCards, Select, TextField,
    },
};
use leptos::prelude::*;

/// The name of a sustainable development goal.
pub fn goal(number: u8, lang: Lang) -> &'static str {
    match number {
        1 => say!(sdg_1, lang),
        2 => say!(sdg_2, lang),
        3 => say!(sdg_3, lang),
        4 => say!(sdg_4, lang),
        5 => say!(sdg_5, lang),
        6 => say!(sdg_6, lang),
        7 => say!(sdg_7, lang),
        8 => say!(sdg_8, lang),
        9 => say!(sdg_9, lang),
        10 => say!(sdg_10, lang),
        11 => say!(sdg_11, lang),
        12 => say!(sdg_12, lang),
        13 => say!(sdg_13, lang),
        14 => say!(sdg_14, lang),
        15 => say!(sdg_15, lang),
        16 => say!(sdg_16, lang),
        _ => say!(sdg_17, lang),
    }
}

/// Which letters of the acronym come from which words: shown once there are both, as advice.
fn helper(lang: Lang, identity: &Identity) -> Option<AnyView> {
    let pairs = letters(&identity.acronym, &identity.expansion);
    if identity.expansion.is_empty() || pairs.is_empty() {
        return None;
    }
    let lost: String = pairs.iter().filter(|(_, word)| word.is_none()).map(|(c, _)| *c).collect();
    // Letters that come from one word stand together.
    let mut groups: Vec<(String, Option<String>)> = Vec::new();
    for (letter, word) in pairs {
        match groups.last_mut() {
            Some((letters, before)) if *before == word => letters.push(letter),
            _ => groups.push((letter.to_string(), word)),
        }
    }
    let rows = groups
        .into_iter()
        .map(|(letters, word)| {
            let class = if word.is_none() { "unfound" } else { "" };
            view! { <li class=class><b>{letters}</b> <span>{word.unwrap_or_else(|| "?".to_owned())}</span></li> }
        })
        .collect_view();
    let words = if lost.is_empty() {
        say!(letters_fit, lang).to_owned()
    } else {
        say!(letters_lost, lang, letters = lost)
    };
    Some(
        view! {
            <div class="letters" id="letters">
                <ol role="list">{rows}</ol>
                <p class="small muted">{words}</p>
            </div>
        }
        .into_any(),
    )
}

/// How old the innovation is at closing, against what is required.
fn age(lang: Lang, edition: &Edition, started_on: &str) -> Option<AnyView> {
    let months = edition.age_at_closing(started_on)?;
    let least = months_in_words(edition.rules.min_age_months, lang);
    let (kind, words) = if months < 0 {
        (Kind::Warning, say!(age_ahead, lang, least = least))
    } else {
        let kind =
            if months < edition.rules.min_age_months { Kind::Warning } else { Kind::Success };
        (kind, say!(age_words, lang, age = months_in_words(months, lang), least = least))
    };
    Some(view! { <div class="after-field"><Notice kind>{words}</Notice></div> }.into_any())
}

fn goals(here: &Here, identity: &Identity) -> AnyView {
    let lang = here.lang;
    let ticked = |n: u8| match &here.posted {
        Some(posted) => posted.value(&format!("sdg-{n}")).is_some(),
        None => identity.sdgs.contains(&n),
    };
    let count = (1..=SDGS).filter(|n| ticked(*n)).count();
    let cards = (1..=SDGS)
        .map(|n| {
            let id = format!("sdg-{n}");
            view! {
                <label class="card-choice">
                    <input type="checkbox" id=id.clone() name=id value="on" checked=ticked(n)/>
                    <span><b>{n}</b> " " {goal(n, lang)}</span>
                </label>
            }
        })
        .collect_view();
    let title = if count == 0 {
        say!(sdg_choose, lang).to_owned()
    } else {
        say!(sdg_chosen, lang, n = count)
    };
    view! {
        <Guide title fold=Fold::Closed>
            <fieldset>
                <legend>{say!(sdg_legend, lang)}</legend>
                <div class="cards goals">{cards}</div>
            </fieldset>
        </Guide>
    }
    .into_any()
}

/// The fields of page 0, for a new proposal and for an old one.
async fn identity_fields(here: &Here, identity: &Identity, link: Link) -> Result<AnyView, Fault> {
    let lang = here.lang;
    let edition = here.setting.edition()?;
    let (_, units) = places().await?;
    let own = here.setting.account.as_ref().and_then(|account| account.agency.clone());
    let own_unit = here.setting.account.as_ref().and_then(|account| account.unit.clone());
    let mut unit_options = vec![(String::new(), say!(choose, lang).to_owned())];
    unit_options.extend(
        units
            .into_iter()
            .filter(|unit| own.as_ref().is_none_or(|own| *own == unit.agency))
            .map(|unit| (unit.code, unit.name)),
    );
    let mut categories = vec![(String::new(), say!(choose, lang).to_owned())];
    categories
        .extend(edition.categories.iter().map(|c| (c.key.clone(), c.name.pick(lang).to_owned())));
    let tracks = edition
        .tracks
        .iter()
        .map(|track| {
            let (name, note) = (track.name.pick(lang).to_owned(), track.note.pick(lang).to_owned());
            Choice::new(track.key.clone(), name, note)
        })
        .collect::<Vec<_>>();
    let unit =
        if identity.unit.is_empty() { own_unit.unwrap_or_default() } else { identity.unit.clone() };
    let track = if identity.track.is_empty() {
        edition.tracks.first().map(|track| track.key.clone()).unwrap_or_default()
    } else {
        identity.track.clone()
    };
    let least = months_in_words(edition.rules.min_age_months, lang);
    // The advice is about what is typed now, also in a form that came back.
    let typed = Identity {
        acronym: here.typed("acronym", &identity.acronym),
        expansion: here.typed("expansion", &identity.expansion),
        ..Identity::default()
    };
    let started_on = here.typed("started_on", &identity.started_on);
    Ok(view! {
        <h2>{say!(identity_name, lang)}</h2>
        <TextField
            lang
            id="acronym"
            label=say!(acronym, lang)
            hint=say!(acronym_hint, lang)
            value=typed.acronym.clone()
            error=here.error("acronym")
        />
        <TextField
            lang
            id="expansion"
            label=say!(expansion, lang)
            hint=say!(expansion_hint, lang)
            need=Need::Optional
            value=typed.expansion.clone()
            error=here.error("expansion")
        />
        {helper(lang, &typed)}
        <TextField
            lang
            id="title"
            label=say!(full_title, lang)
            hint=say!(full_title_hint, lang)
            value=here.typed("title", &identity.title)
            error=here.error("title")
        />
        <h2>{say!(identity_place, lang)}</h2>
        <Select
            lang
            id="unit"
            label=say!(service_unit, lang)
            options=unit_options
            selected=here.typed("unit", &unit)
            error=here.error("unit")
        />
        <TextField
            lang
            id="started_on"
            kind="date"
            width="short"
            label=say!(started_on, lang)
            hint=say!(started_on_hint, lang, least = least)
            value=started_on.clone()
            error=here.error("started_on")
        />
        {age(lang, &edition, &started_on)}
        <h2>{say!(identity_track, lang)}</h2>
        <RadioCards
            lang
            id="track"
            label=say!(track, lang)
            options=tracks
            selected=here.typed("track", &track)
            error=here.error("track")
        />
        <TextField
            lang
            id="origin"
            label=say!(origin, lang)
            hint=say!(origin_hint, lang)
            need=Need::Optional
            value=here.typed("origin", &identity.origin)
            error=here.error("origin")
        />
        <RadioCards
            lang
            id="won_before"
            label=say!(won_before, lang)
            options=vec![
                Choice::new("no", say!(won_before_no, lang), ""),
                Choice::new("yes", say!(won_before_yes, lang), ""),
            ]
            selected=here.typed("won_before", &identity.won_before)
            error=here.error("won_before")
        />
        <Select
            lang
            id="category"
            label=say!(category, lang)
            options=categories
            selected=here.typed("category", &identity.category)
            error=here.error("category")
        />
        {goals(here, identity)}
        <h2>{say!(identity_team, lang)}</h2>
        <TextField
            lang
            id="team_size"
            inputmode="numeric"
            width="short"
            label=say!(team_size, lang)
            hint=say!(team_size_hint, lang)
            need=Need::Optional
            value=here.typed("team_size", &identity.team_size)
            error=here.error("team_size")
        />
        <TextField
            lang
            id="contact"
            kind="tel"
            autocomplete="tel"
            label=say!(contact, lang)
            hint=say!(contact_hint, lang)
            need=Need::Optional
            value=here.typed("contact", &identity.contact)
            error=here.error("contact")
        />
        <TextField
            lang
            id="video"
            kind="url"
            label=say!(video, lang)
            hint=say!(video_hint, lang)
            need=Need::Optional
            value=here.typed("video", &identity.video)
            error=here.error("video")
        />
        {(!identity.video.is_empty() && here.error("video").is_none())
            .then(|| paperwork::link(here, link))}
    }
    .into_any())
}

/// Under which name a device keeps this page's form: the writer's, so that nobody else meets it.
fn keep_as(here: &Here, proposal: &str) -> Option<String> {
    let user = &here.setting.account.as_ref()?.id;
    Some(format!("{user}/{proposal}/identity"))
}

/// Says that a form was kept on the device; shown by the page's script when it was.
fn kept_line(lang: Lang) -> AnyView {
    view! {
        <div class="notice info" role="status" data-kept hidden>
            <Icon name="phone"/>
            <p>
                {say!(form_kept, lang)} " "
                <button type="button" class="button text">{say!(form_kept_drop, lang)}</button>
            </p>
        </div>
    }
    .into_any()
}

/// What tells the server from what a form began, and that it is the same form when it comes again.
/// A form that came back keeps both: what its writer left alone is not taken for a change.
fn beginnings(here: &Here, sheet: &Sheet) -> AnyView {
    view! {
        <input type="hidden" name="rev" value=here.typed("rev", &sheet.rev.to_string())/>
        <input type="hidden" name="op" value=here.typed("op", &sheet.op)/>
        <input type="hidden" name="try" value=""/>
    }
    .into_any()
}

/// `/saya/usulan/baru`: begins a proposal.
#[component]
pub fn NewPage() -> impl IntoView {
    page(Area::Innovator, |here| async move {
        let lang = here.lang;
        if !here.is_any(&[Role::Innovator]) {
            return Err(if here.setting.account.is_some() {
                Fault::WrongRole
            } else {
                Fault::SignedOut
            });
        }
        let title = say!(begin_proposal, lang);
        let fields = identity_fields(&here, &Identity::default(), Link::default()).await?;
        let sheet = read_sheet(String::new()).await?;
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow">
                <Breadcrumb lang back_href=lang.href("/saya") label=say!(nav_my_proposals, lang)/>
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                <p class="muted">{say!(begin_hint, lang)}</p>
                <form
                    method="post"
                    class="groups"
                    novalidate
                    data-keep=keep_as(&here, "baru")
                    data-taken=sheet.taken.join(" ")
                >
                    {beginnings(&here, &sheet)}
                    {kept_line(lang)}
                    {fields}
                    <div class="actions"><Button label=say!(save_and_go_on, lang)/></div>
                </form>
            </div>
        }
        .into_any())
    })
}

/// `/saya/usulan/{id}/identitas`: page 0 of the form.
#[component]
pub fn IdentityPage(
    /// The proposal.
    id: String,
) -> impl IntoView {
    let overview = load(move || id.clone(), read_overview);
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let overview = overview.await?;
        let title = say!(identity, lang);
        let steps = overview.sections.len() + 1;
        let fields = identity_fields(&here, &overview.identity, overview.link.clone()).await?;
        let sheet = read_sheet(overview.brief.id.clone()).await?;
        let forked = overview.forked.iter().any(|slug| slug == "identitas").then(|| {
            let href = lang.href(&format!("/saya/usulan/{}/konflik/identitas", overview.brief.id));
            view! {
                <Notice kind=Kind::Warning>
                    {say!(clash_here, lang)} " " <a href=href>{say!(ui_compare, lang)}</a>
                </Notice>
            }
        });
        let saved = (!here.errors().is_empty())
            .then(|| say!(all_saved, lang, at = here.clock(here.setting.now)));
        let keep =
            overview.writes("identitas").then(|| keep_as(&here, &overview.brief.id)).flatten();
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow">
                <Breadcrumb
                    lang
                    back_href=lang.href(&format!("/saya/usulan/{}", overview.brief.id))
                    label=overview.brief.acronym.clone()
                    step=say!(step_of, lang, n = 1, of = steps)
                />
                <ErrorSummary lang items=here.errors() saved=saved.unwrap_or_default()/>
                <h1>{title}</h1>
                {(!overview.writes("identitas")).then(|| view! {
                    <Notice kind=Kind::Info>{say!(read_only, lang)}</Notice>
                })}
                {forked}
                <form
                    method="post"
                    class="groups"
                    novalidate
                    data-keep=keep
                    data-taken=sheet.taken.join(" ")
                >
                    {beginnings(&here, &sheet)}
                    {kept_line(lang)}
                    {fields}
                    {overview.writes("identitas").then(|| view! {
                        <div class="actions">
                            <Button label=say!(save_and_go_on, lang)/>
                            <Button
                                class="secondary"
                                label=say!(save_to_list, lang)
                                sends=("action", "list")
                            />
                        </div>
                    })}
                </form>
            </div>
        }
        .into_any())
    })
}

/// Answers that are chosen from a list: nothing of one's own is typed there.
const LISTED: [&str; 4] = ["unit", "track", "won_before", "category"];

fn clash_view(here: &Here, clash: Clash, may_write: bool) -> AnyView {
    let lang = here.lang;
    let name = clash.key.trim_start_matches(PAGE_0).to_owned();
    let answer = |version: &Version| {
        if version.value.is_empty() {
            say!(clash_empty, lang).to_owned()
        } else {
            version.value.clone()
        }
    };
    let stored = if clash.there.id.is_empty() {
        say!(clash_stored, lang).to_owned()
    } else {
        format!("{} {}", say!(clash_stored, lang), written(here, &clash.there))
    };
    let mut options = vec![Choice::new("there", answer(&clash.there), stored)];
    options.extend(clash.beside.iter().map(|version| {
        let words = format!("{} {}", say!(clash_beside, lang), written(here, version));
        Choice::new(version.id.clone(), answer(version), words)
    }));
    let seen = clash.beside.iter().map(|version| version.id.as_str()).collect::<Vec<_>>().join(" ");
    let field = format!("choice-{name}");
    let own_field = format!("own-{name}");
    let own = (!LISTED.contains(&name.as_str())).then(|| {
        options.push(Choice::new("own", say!(clash_own, lang), ""));
        view! {
            <TextField
                lang
                id=own_field.clone()
                kind=if name == "started_on" { "date" } else { "text" }
                label=say!(clash_own_label, lang, field = clash.label.clone())
                value=here.typed(&own_field, &clash.there.value)
                error=here.error(&own_field)
            />
        }
    });
    if !may_write {
        options.pop_if(|last| last.value == "own");
    }
    view! {
        <section class="clash">
            <input type="hidden" name=format!("seen-{name}") value=seen/>
            <RadioCards
                lang
                id=field.clone()
                label=clash.label
                options
                selected=here.typed(&field, "")
                error=here.error(&field)
            />
            {may_write.then_some(own)}
        </section>
    }
    .into_any()
}

/// `/saya/usulan/{id}/konflik/identitas`: answers of page 0 that two people wrote at once, and
/// which of them counts.
#[component]
pub fn ClashPage(
    /// The proposal.
    id: String,
) -> impl IntoView {
    let clashes = load(move || id.clone(), read_clashes);
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let found = clashes.await?;
        let back = lang.href(&format!("/saya/usulan/{}/identitas", found.id));
        let title = say!(clash_title, lang);
        let may_write = found.may_write;
        let rev = here.typed("rev", &found.rev.to_string());
        let body = if found.clashes.is_empty() {
            let back = back.clone();
            view! {
                <Notice kind=Kind::Success>
                    {say!(fork_done, lang)} " " <a href=back>{say!(fork_back, lang)}</a>
                </Notice>
            }
            .into_any()
        } else {
            let fields = found
                .clashes
                .into_iter()
                .map(|clash| clash_view(&here, clash, may_write))
                .collect::<Vec<_>>();
            view! {
                <p>{say!(clash_lead, lang)}</p>
                <form method="post" class="groups" novalidate>
                    <input type="hidden" name="rev" value=rev/>
                    {fields}
                    {may_write.then(|| view! {
                        <div class="actions"><Button label=say!(clash_save, lang)/></div>
                    })}
                </form>
            }
            .into_any()
        };
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow">
                <Breadcrumb lang back_href=back label=say!(identity, lang)/>
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                {body}
            </div>
        }
        .into_any())
    })
}
