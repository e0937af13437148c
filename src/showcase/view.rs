//! The public's pages: home, gallery, results, checking a receipt.

use super::api::{Checked, gallery, read_figures, results, verify};
use crate::{
    client::load::load,
    edition::{Area, Here, Phase, page, phase_name, phase_steps},
    fault::Fault,
    proposal::{
        place,
        view::{maybe_extended, receipt_card},
    },
    result::{
        SealedRow,
        api::{Openly, read_openly},
        print::view::award_card,
        view::openly::openly,
    },
    say,
    ui::{
        BambooBar, Data, Empty, ErrorSummary, InnovationCard, PodiumItem, ResultRow, SampleTag,
        SimulatedNote, Stat, Steps, TextField, seed_of,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/`: the phase of this edition, the next date, one button.
#[component]
pub fn HomePage() -> impl IntoView {
    let figures = load(|| (), |()| read_figures());
    let cards = load(|| (), |()| gallery());
    page(Area::Public, move |here| async move {
        let lang = here.lang;
        let (figures, cards) = (figures.await?, cards.await?);
        let edition = here.setting.edition()?;
        let phase = here.setting.phase;
        let c = edition.calendar;
        let (headline, lead, date, detail, label, path) = match phase {
            Phase::Submission => (
                say!(home_open, lang),
                say!(home_open_lead, lang).to_owned(),
                say!(closes_at, lang, date = here.moment(here.setting.closes)),
                say!(
                    days_left,
                    lang,
                    n = (here.setting.closes - here.setting.now).max(0) / 86_400_000
                ),
                say!(begin_proposal, lang),
                "/saya/usulan/baru",
            ),
            Phase::Published => (
                say!(home_published, lang),
                say!(home_published_lead, lang, n = figures.top, of = figures.proposals),
                here.setting.zone.date(c.ceremony_on, lang),
                edition.region.venue.clone(),
                say!(see_results, lang),
                "/hasil",
            ),
            _ => (
                phase_name(phase, lang),
                say!(home_busy_lead, lang, n = figures.proposals),
                say!(awarded_on, lang, date = here.moment(c.ceremony_on)),
                edition.region.venue.clone(),
                say!(nav_calendar, lang),
                "/jadwal",
            ),
        };
        let bars = figures
            .by_agency
            .iter()
            .take(3)
            .filter(|(_, n)| *n > 0)
            .map(|(name, n)| {
                let most = figures.by_agency.first().map_or(1, |(_, most)| *most).max(1);
                view! { <li>{name.clone()} " " <b>{*n}</b> " " <BambooBar part=*n of=most class="free"/></li> }
            })
            .collect_view();
        let few: u32 = figures.by_agency.iter().take(3).map(|(_, n)| n).sum();
        let cards = cards
            .into_iter()
            .take(3)
            .map(|card| {
                view! {
                    <InnovationCard
                        lang
                        href=lang.href("/inovasi")
                        seed=seed_of(&card.title)
                        name=card.name
                        expansion=card.title
                        unit=place(&card.unit, &card.agency)
                        data=if card.sample { Data::Sample } else { Data::default() }
                    />
                }
            })
            .collect_view();
        let shown = phase != Phase::Submission;
        let steps = phase_steps(&edition, here.setting.closes, phase, lang);
        let sample = edition.demo.then(|| view! { <SampleTag lang/> });
        Ok(view! {
            {crate::client::page::title(edition.name.pick(lang).to_owned())}
            <section class="hero" aria-labelledby="headline">
                <div class="hero-cloth"><img src="/batik.svg" alt="" width="640" height="480"/></div>
                <div class="hero-words">
                    <p class="overline">
                        {say!(region_edition, lang, region = edition.region.name, year = edition.year)}
                        " " {sample}
                    </p>
                    <h1 class="display" id="headline">{headline}</h1>
                    <p>{lead}</p>
                    <p class="deadline"><b>{date}</b><span>{detail}</span></p>
                    {(phase == Phase::Submission)
                        .then(|| maybe_extended(&here, c.submission_closes, here.setting.closes))}
                    <a class="button primary full" href=lang.href(path)>{label}</a>
                </div>
            </section>
            <section class="phases" aria-label=say!(nav_calendar, lang)>
                <div class="wrap"><Steps lang steps/></div>
            </section>
            <div class="wrap home-columns">
                <section class="home-section">
                    <h2>{say!(in_numbers, lang)}</h2>
                    <dl class="stats">
                        <Stat number=figures.agencies.to_string() label=say!(stat_agencies, lang)/>
                        <Stat number=figures.proposals.to_string() label=say!(stat_proposals, lang)/>
                        <Stat number=figures.top.to_string() label=say!(stat_top, lang)/>
                    </dl>
                    <p class="small">{say!(three_agencies, lang, n = few, of = figures.proposals)}</p>
                    <ul class="bars" role="list">{bars}</ul>
                </section>
                {shown.then(|| view! {
                    <section class="home-section">
                        <div class="section-head">
                            <h2>{say!(proposed, lang)}</h2>
                            <a href=lang.href("/inovasi")>{say!(see_all, lang)}</a>
                        </div>
                        <ul class="gallery" role="list">{cards}</ul>
                    </section>
                })}
            </div>
        }
        .into_any())
    })
}

/// How many cards a page of the gallery has.
const PER_PAGE: usize = 24;

/// `/inovasi`: what was proposed, once submissions are closed.
#[component]
pub fn GalleryPage() -> impl IntoView {
    let cards = load(|| (), |()| gallery());
    let query = use_query_map();
    page(Area::Public, move |here| async move {
        let lang = here.lang;
        let cards = cards.await?;
        let get = |name: &str| query.with_untracked(|query| query.get(name).unwrap_or_default());
        let (search, category) = (get("cari"), get("kategori"));
        let wanted = crate::kernel::text::fold(&search);
        let edition = here.setting.edition()?;
        let found: Vec<_> = cards
            .into_iter()
            .filter(|card| category.is_empty() || card.category == category)
            .filter(|card| {
                let all = format!("{} {} {} {}", card.name, card.title, card.unit, card.agency);
                crate::kernel::text::fold(&all).contains(&wanted)
            })
            .collect();
        let pages = found.len().div_ceil(PER_PAGE).max(1);
        let at = get("hal").parse::<usize>().unwrap_or(1).clamp(1, pages);
        let count = found.len();
        let link = |n: usize| {
            format!("{}?cari={search}&kategori={category}&hal={n}", lang.href("/inovasi"))
        };
        let numbers = (1..=pages)
            .map(|n| {
                view! {
                    <a href=link(n) rel="external" aria-current=(n == at).then_some("page")>{n}</a>
                }
            })
            .collect_view();
        let items = found
            .into_iter()
            .skip((at - 1) * PER_PAGE)
            .take(PER_PAGE)
            .map(|card| {
                view! {
                    <InnovationCard
                        lang
                        href=lang.href("/inovasi")
                        seed=seed_of(&card.title)
                        name=card.name
                        expansion=card.title
                        unit=place(&card.unit, &card.agency)
                        data=if card.sample { Data::Sample } else { Data::default() }
                    />
                }
            })
            .collect_view();
        let mut categories = vec![(String::new(), say!(all_categories, lang).to_owned())];
        categories.extend(
            edition.categories.iter().map(|c| (c.key.clone(), c.name.pick(lang).to_owned())),
        );
        let title = say!(nav_innovations, lang);
        let closed = here.setting.phase == Phase::Submission;
        let body = if closed {
            view! { <Empty text=say!(gallery_closed, lang, date = here.moment(here.setting.closes))/> }
                .into_any()
        } else if count == 0 {
            let clear = (say!(clear_filters, lang).to_owned(), lang.href("/inovasi"));
            view! { <Empty text=say!(no_match, lang) action=clear/> }.into_any()
        } else {
            view! {
                <ul class="gallery" role="list">{items}</ul>
                <nav class="pages" aria-label=say!(pages, lang)>{numbers}</nav>
            }
            .into_any()
        };
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="wrap page showcase">
                <header>
                    <h1>{title}</h1>
                    <p class="muted small">{say!(gallery_lead, lang, region = edition.region.name)}</p>
                </header>
                <details class="filter">
                    <summary>{say!(filter, lang)}</summary>
                    <form method="get">
                        <TextField lang id="cari" label=say!(search, lang) kind="search" value=search.clone()/>
                        <crate::ui::Select
                            lang
                            id="kategori"
                            label=say!(category, lang)
                            options=categories
                            selected=category.clone()
                        />
                        <crate::ui::Button label=say!(apply, lang)/>
                    </form>
                </details>
                <section>
                    <h2>{say!(innovations_count, lang, n = count, year = edition.year)}</h2>
                    {body}
                </section>
            </div>
        }
        .into_any())
    })
}

/// `/hasil`: the result, once it is published.
#[component]
pub fn ResultsPage(
    /// The edition's year, if the address names one.
    year: Option<String>,
) -> impl IntoView {
    let rows = load(|| (), |()| results());
    let plenary = load(|| (), |()| read_openly());
    page(Area::Public, move |here| {
        let year = year.clone();
        async move { results_page(&here, year, rows.await?, &plenary.await?) }
    })
}

fn results_page(
    here: &Here,
    year: Option<String>,
    rows: Option<Vec<SealedRow>>,
    plenary: &Openly,
) -> Result<AnyView, Fault> {
    let lang = here.lang;
    if year.is_some_and(|year| year != here.setting.year.to_string()) {
        return Err(Fault::NotFound);
    }
    let edition = here.setting.edition()?;
    let title = say!(results_title, lang, n = edition.rules.top);
    let day = edition.region.zone.date(edition.calendar.ceremony_on, lang);
    let plenary = openly(here, plenary);
    let Some(rows) = rows else {
        let text = say!(
            results_ahead,
            lang,
            year = edition.year,
            date = day,
            venue = edition.region.venue
        );
        return Ok(view! {
            {crate::client::page::title(title.clone())}
            <div class="narrow page stack"><h1>{title.clone()}</h1><Empty text/> {plenary}</div>
        }
        .into_any());
    };
    let podium = rows
        .iter()
        .take(3)
        .map(|row| {
            view! {
                <PodiumItem
                    lang
                    place=row.rank
                    name=row.acronym.clone()
                    unit=place(&row.unit, &row.agency)
                    seed=seed_of(&row.title)
                    href=lang.href("/inovasi")
                />
            }
        })
        .collect_view();
    let rest = rows
        .iter()
        .skip(3)
        .map(|row| {
            view! {
                <ResultRow
                    lang
                    place=row.rank
                    name=row.acronym.clone()
                    unit=place(&row.unit, &row.agency)
                    href=lang.href("/inovasi")
                />
            }
        })
        .collect_view();
    let simulated = edition.demo.then(|| view! { <SimulatedNote lang/> });
    Ok(view! {
            {crate::client::page::title(title.clone())}
            <div class="wrap page stack">
                <header>
                    <p class="overline">
                        {say!(region_edition, lang, region = edition.region.name, year = edition.year)}
                    </p>
                    <h1 class="display">{title.clone()}</h1>
                    <p class="small">{say!(announced, lang, date = day, venue = edition.region.venue)}</p>
                </header>
                {simulated}
                <div>
                    <ol class="podium" role="list">{podium}</ol>
                    <ol class="places" role="list" start="4">{rest}</ol>
                </div>
                {plenary}
                <p class="actions"><a class="button" href=lang.href("/data") rel="external">{say!(data_title, lang)}</a></p>
            </div>
        }
        .into_any())
}

/// `/verifikasi`: where a code is typed.
#[component]
pub fn VerifyPage() -> impl IntoView {
    page(Area::Public, |here| async move {
        let lang = here.lang;
        let title = say!(nav_verify, lang);
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="narrow page stack">
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                <form method="post">
                    <TextField
                        lang
                        id="code"
                        label=say!(receipt_code, lang)
                        hint=say!(receipt_code_hint, lang)
                        value=here.typed("code", "")
                        error=here.error("code")
                    />
                    <crate::ui::Button label=say!(check, lang)/>
                </form>
            </div>
        }
        .into_any())
    })
}

/// `/verifikasi/{kode}`: what the code stands for.
#[component]
pub fn VerifiedPage(
    /// The code as typed.
    code: String,
) -> impl IntoView {
    let checked = load(move || code.clone(), verify);
    page(Area::Public, move |here| async move {
        let (title, card, class) = match checked.await? {
            Checked::Receipt(receipt) => {
                (receipt.number.clone(), receipt_card(&here, &receipt), "narrow page")
            }
            Checked::Award(award) => {
                (award.serial.clone(), award_card(&here, &award), "narrow page stack")
            }
        };
        Ok(view! {
            {crate::client::page::title(title)}
            <div class=class>{card}</div>
        }
        .into_any())
    })
}
