//! The frame around every page, and the public pages that an edition's data fill.

use super::{
    api::{Setting, open_page},
    rules::{Edition, Phase, phase_name},
};
use crate::{
    client::{
        load::{Loaded, load},
        page,
    },
    fault::Fault,
    kernel::{Account, Lang, Posted, Role},
    say,
    ui::{
        Button, Empty, ErrorSummary, Footer, Guide, Header, Kind, NavItem, Notice, OfficeFrame,
        SampleTag, SkipLink, Step, TableBox, When, Whole,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::{future::Future, pin::Pin, sync::Arc};

/// Whose room a page is in: decides menu and frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// For everybody.
    Public,
    /// The innovator's.
    Innovator,
    /// The agency admin's.
    Agency,
    /// The judges' lists.
    Judge,
    /// The whole screen is the page's own: score sheet, stage, remote.
    Bare,
}

/// What a page knows before it begins.
#[derive(Clone, Debug)]
pub struct Here {
    /// The language of the page.
    pub lang: Lang,
    /// Edition, phase, clock and reader.
    pub setting: Setting,
    /// The form that was posted to this very page and came back, if one was.
    pub posted: Option<Posted>,
    /// The address of the page, without language.
    pub path: String,
}

impl Here {
    /// A moment with date, time and zone.
    pub fn moment(&self, at: i64) -> String {
        self.setting.zone.moment(at, self.lang)
    }

    /// A time of day.
    pub fn clock(&self, at: i64) -> String {
        self.setting.zone.clock(at, self.lang)
    }

    /// What was typed into a field of the form that came back, or what it held before.
    pub fn typed(&self, field: &str, stored: &str) -> String {
        self.posted.as_ref().and_then(|posted| posted.value(field)).unwrap_or(stored).to_owned()
    }

    /// What is wrong with a field of the form that came back.
    pub fn error(&self, field: &str) -> Option<String> {
        self.posted.as_ref().and_then(|posted| posted.error(field, self.lang))
    }

    /// Every wrong field of the form that came back, for the summary on top.
    pub fn errors(&self) -> Vec<(String, String)> {
        self.posted.as_ref().map(|posted| posted.summary(self.lang)).unwrap_or_default()
    }

    /// The page's title, which begins with the bad news if there is any.
    pub fn title(&self, title: &str) -> String {
        if self.errors().is_empty() {
            title.to_owned()
        } else {
            format!("{} {title}", say!(error_prefix, self.lang))
        }
    }

    /// Whether the reader holds one of these roles; the desk decides, this only chooses words.
    pub fn is_any(&self, roles: &[Role]) -> bool {
        self.setting.account.as_ref().is_some_and(|account| account.is_any(roles))
    }
}

/// Setting and posted form, loaded once for the whole visit.
#[derive(Clone, Copy)]
pub struct Visit(Loaded<Result<(Setting, Option<Posted>), Fault>>);

impl Visit {
    /// Begins loading; called once, by the app.
    pub fn begin() -> Self {
        Self(load(|| (), |()| open_page()))
    }
}

/// The language of the page, from the address.
pub fn use_lang() -> Lang {
    use_context().unwrap_or_default()
}

/// A page: waits for what it shows, frames it, and turns a fault into a page of its own.
pub fn page<F, C>(area: Area, content: C) -> AnyView
where
    C: Fn(Here) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<AnyView, Fault>> + Send + 'static,
{
    // One boxed future for every page keeps the compiled size of many pages small.
    let content =
        move |here: Here| -> Pin<Box<dyn Future<Output = Result<AnyView, Fault>> + Send>> {
            Box::pin(content(here))
        };
    page_boxed(Arc::new(content), Arc::new(move |here, inner| frame(area, here, inner)))
}

/// A page of the committee's office, whose frame no other room needs to load.
pub fn office_page<F, C>(content: C) -> AnyView
where
    C: Fn(Here) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<AnyView, Fault>> + Send + 'static,
{
    let content =
        move |here: Here| -> Pin<Box<dyn Future<Output = Result<AnyView, Fault>> + Send>> {
            Box::pin(content(here))
        };
    page_boxed(Arc::new(content), Arc::new(office_frame))
}

/// The title of an office page, a sentence below it, and what was wrong with a posted form.
pub fn office_head(here: &Here, title: &'static str, words: String) -> AnyView {
    let simulated = here.setting.demo;
    let lang = here.lang;
    let note = simulated.then(|| view! { " " <SampleTag lang/> });
    view! {
        {page::title(here.title(title))}
        <div class="desk-head"><div><h1>{title}</h1><p>{words} {note}</p></div></div>
        <ErrorSummary lang items=here.errors()/>
    }
    .whole()
}

/// One button that is a whole form.
pub fn act(
    label: &'static str,
    fields: Vec<(&'static str, String)>,
    class: &'static str,
) -> AnyView {
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    view! { <form method="post" class="inline">{fields} <Button class label/></form> }.whole()
}

type Frame = dyn Fn(&Here, AnyView) -> AnyView + Send + Sync;
type Content =
    dyn Fn(Here) -> Pin<Box<dyn Future<Output = Result<AnyView, Fault>> + Send>> + Send + Sync;

fn page_boxed(content: Arc<Content>, frame: Arc<Frame>) -> AnyView {
    let lang = use_lang();
    let visit: Visit = expect_context();
    let location = use_location();
    view! {
        <Transition>
            {move || {
                let (content, frame) = (content.clone(), frame.clone());
                let path = Lang::strip(&location.pathname.get()).to_owned();
                Suspend::new(async move {
                    match visit.0.await {
                        Ok((setting, posted)) => {
                            let posted = posted.filter(|posted| posted.path == path);
                            let here = Here { lang, setting, posted, path };
                            let inner = match content(here.clone()).await {
                                Ok(inner) => inner,
                                Err(fault) => fault_page(&here, &fault),
                            };
                            frame(&here, inner)
                        }
                        Err(fault) => view! { <p>{fault.sentence(lang)}</p> }.whole(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// A fault as a page: its sentence and the way on.
pub fn fault_page(here: &Here, fault: &Fault) -> AnyView {
    let lang = here.lang;
    page::status(fault.status());
    let (label, href) = match fault {
        Fault::SignedOut => {
            (say!(sign_in, lang), format!("{}?next={}", lang.href("/masuk"), here.path))
        }
        _ => (say!(to_home, lang), lang.href("/")),
    };
    let title = match fault {
        Fault::NotFound => say!(not_found_title, lang),
        Fault::SignedOut => say!(sign_in_first, lang),
        _ => say!(fault_title, lang),
    };
    view! {
        {crate::client::page::title(title)}
        <div class="narrow page stack">
            <h1>{title}</h1>
            <Empty text=fault.sentence(lang) action=(label.to_owned(), href)/>
        </div>
    }
    .whole()
}

fn items(area: Area, here: &Here) -> Vec<NavItem> {
    let lang = here.lang;
    let item =
        |label: &str, path: &str| NavItem::new(label, lang.href(path)).at(&lang.href(&here.path));
    // A room's first page lies above its others: only itself and what has no entry is under it.
    let exact = |label: &str, path: &str| {
        let item = NavItem::new(label, lang.href(path));
        let beside = ["/opd-saya/pengguna", "/juri/panel"];
        if beside.iter().any(|path| here.path.starts_with(path)) {
            item
        } else {
            item.at(&lang.href(&here.path))
        }
    };
    // An admin helps to write on the team's own pages, and keeps their own menu there.
    let area = match area {
        Area::Innovator
            if here.is_any(&[Role::AgencyAdmin]) && !here.is_any(&[Role::Innovator]) =>
        {
            Area::Agency
        }
        area => area,
    };
    let account = |mut items: Vec<NavItem>| {
        items.push(item(say!(nav_account, lang), "/akun"));
        items
    };
    match area {
        Area::Public | Area::Bare => {
            let mut items = vec![
                item(say!(nav_innovations, lang), "/inovasi"),
                item(say!(nav_results, lang), "/hasil"),
                item(say!(nav_calendar, lang), "/jadwal"),
                item(say!(nav_guide, lang), "/panduan"),
            ];
            items.push(match &here.setting.account {
                Some(account) => item(say!(nav_my_desk, lang), account.home()),
                None => item(say!(sign_in, lang), "/masuk"),
            });
            items
        }
        Area::Innovator => account(vec![
            item(say!(nav_my_proposals, lang), "/saya"),
            item(say!(nav_calendar, lang), "/jadwal"),
            item(say!(nav_guide, lang), "/panduan"),
        ]),
        Area::Agency => account(vec![
            exact(say!(nav_agency_proposals, lang), "/opd-saya"),
            item(say!(nav_people, lang), "/opd-saya/pengguna"),
            item(say!(nav_guide, lang), "/panduan"),
        ]),
        Area::Judge => {
            let mut items = vec![exact(say!(nav_queue, lang), "/juri")];
            if has_panel(here) {
                items.push(item(say!(nav_panel, lang), "/juri/panel"));
            }
            items.push(item(say!(nav_guide, lang), "/panduan"));
            account(items)
        }
    }
}

/// Whether finalists are heard in this edition.
fn has_panel(here: &Here) -> bool {
    here.setting.edition().is_ok_and(|edition| edition.panel.is_some())
}

fn role_of(account: Option<&Account>, lang: Lang) -> &'static str {
    account
        .and_then(|account| account.roles.first())
        .map_or(say!(nav_public, lang), |role| crate::people::role_name(*role, lang))
}

fn product(here: &Here) -> String {
    say!(product, here.lang, region = here.setting.region)
}

fn frame(area: Area, here: &Here, inner: AnyView) -> AnyView {
    let lang = here.lang;
    if area == Area::Bare {
        return inner;
    }
    let items = items(area, here);
    view! {
        <SkipLink lang/>
        <Header lang name=product(here) subtitle=say!(competition, lang) items=items.clone()/>
        <main id="content" tabindex="-1">{inner}</main>
        <Footer
            lang
            items
            links=vec![
                NavItem::new(say!(nav_guide, lang), lang.href("/panduan")),
                NavItem::new(say!(nav_verify, lang), lang.href("/verifikasi")),
            ]
            organiser=say!(organised_by, lang, who = here.setting.organiser)
            other_href=lang.other().href(&here.path)
        />
    }
    .whole()
}

fn office_frame(here: &Here, inner: AnyView) -> AnyView {
    let lang = here.lang;
    let item = |label: &str, path: &str| {
        let item = NavItem::new(label, lang.href(path));
        // The office's first page lies above all its others, and is not where they are.
        if path == "/panitia" && here.path != path { item } else { item.at(&lang.href(&here.path)) }
    };
    let mut items = vec![
        item(say!(nav_dashboard, lang), "/panitia"),
        item(say!(nav_proposals, lang), "/panitia/usulan"),
        item(say!(nav_assignment, lang), "/panitia/penugasan"),
        item(say!(nav_progress, lang), "/panitia/kemajuan"),
        item(say!(nav_ranking, lang), "/panitia/peringkat"),
        item(say!(nav_plenary, lang), "/panitia/pleno"),
        item(say!(nav_seal, lang), "/panitia/segel"),
        item(say!(nav_prints, lang), "/panitia/ekspor"),
        item(say!(nav_stage, lang), "/panggung"),
        item(say!(nav_deadline, lang), "/panitia/tenggat"),
        item(say!(nav_people, lang), "/panitia/pengguna"),
        item(say!(nav_trail, lang), "/panitia/jejak"),
    ];
    if has_panel(here) {
        // After the ranking, which says who is heard.
        items.insert(5, item(say!(nav_panel, lang), "/panitia/panel"));
    }
    let links = vec![
        NavItem::new(say!(nav_account, lang), lang.href("/akun")),
        NavItem::new(say!(other_language, lang), lang.other().href(&here.path)).external(),
    ];
    let role = role_of(here.setting.account.as_ref(), lang);
    view! {
        <SkipLink lang/>
        <OfficeFrame lang name=product(here) role items links>
            {inner}
        </OfficeFrame>
    }
    .whole()
}

/// The phases of an edition as steps, with the day each ends.
pub fn phase_steps(edition: &Edition, closes: i64, at: Phase, lang: Lang) -> Vec<Step> {
    let c = &edition.calendar;
    let zone = &edition.region.zone;
    let ends = [
        (Phase::Submission, closes),
        (Phase::Screening, c.screening_until),
        (Phase::Judging, c.judging_until),
        (Phase::Plenary, c.plenary_on),
        (Phase::Ceremony, c.ceremony_on),
    ];
    ends.into_iter()
        .map(|(phase, end)| Step {
            label: phase_name(phase, lang).to_owned(),
            dates: match phase {
                Phase::Plenary | Phase::Ceremony => zone.short(end, lang),
                _ => say!(until, lang, date = zone.short(end, lang)),
            },
            when: match phase.cmp(&at) {
                std::cmp::Ordering::Less => When::Past,
                std::cmp::Ordering::Equal => When::Now,
                std::cmp::Ordering::Greater => When::Ahead,
            },
        })
        .collect()
}

/// `/jadwal`: when things happen.
#[component]
pub fn CalendarPage() -> impl IntoView {
    page(Area::Public, |here| async move {
        let lang = here.lang;
        let c = here.setting.edition()?.calendar;
        let extended = (here.setting.closes > c.submission_closes).then(|| {
            let at = here.moment(here.setting.closes);
            view! { <Notice kind=Kind::Info>{say!(deadline_extended, lang, at = at)}</Notice> }
        });
        let rows = [
            (say!(calendar_opens, lang), c.submission_opens),
            (say!(calendar_closes, lang), here.setting.closes),
            (say!(calendar_screening, lang), c.screening_until),
            (say!(calendar_judging, lang), c.judging_until),
            (say!(calendar_plenary, lang), c.plenary_on),
            (say!(calendar_ceremony, lang), c.ceremony_on),
        ];
        let title = say!(nav_calendar, lang);
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="narrow page stack">
                <h1>{title}</h1>
                <p>{say!(phase_now, lang, phase = phase_name(here.setting.phase, lang))}</p>
                {extended}
                <TableBox label=title>
                    <table class="table">
                        <caption class="vh">{title}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{say!(calendar_what, lang)}</th>
                                <th scope="col">{say!(calendar_when, lang)}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {rows
                                .into_iter()
                                .map(|(what, at)| {
                                    view! {
                                        <tr>
                                            <th scope="row">{what}</th>
                                            <td>{here.moment(at)}</td>
                                        </tr>
                                    }
                                })
                                .collect_view()}
                        </tbody>
                    </table>
                </TableBox>
            </div>
        }
        .whole())
    })
}

/// `/panduan`: what the form asks and how it is judged.
#[component]
pub fn GuidePage() -> impl IntoView {
    page(Area::Public, |here| async move {
        let lang = here.lang;
        let edition = here.setting.edition()?;
        let title = say!(guide_title, lang);
        let note = edition.rubric_note.pick(lang).to_owned();
        let sections = edition
            .sections
            .iter()
            .map(|section| {
                let weight = edition.criteria.iter().find(|c| c.section == section.key);
                let limits = section
                    .fields
                    .iter()
                    .map(|field| say!(words_at_most, lang, n = field.max_words))
                    .collect::<Vec<_>>()
                    .join(" + ");
                let guide = section
                    .guide
                    .iter()
                    .map(|point| view! { <li>{point.pick(lang).to_owned()}</li> })
                    .collect_view();
                view! {
                    <section class="stack">
                        <h2>{section.title.pick(lang).to_owned()}</h2>
                        <p>{section.prompt.pick(lang).to_owned()}</p>
                        <p class="muted small">
                            {limits} {weight.map(|c| format!(". {}", say!(weight_of, lang, n = c.weight)))}
                        </p>
                        <Guide title=say!(what_to_write, lang)>
                            <ul class="bullets">{guide}</ul>
                        </Guide>
                    </section>
                }
            })
            .collect_view();
        Ok(view! {
            {crate::client::page::title(title)}
            <div class="narrow page stack">
                <h1>{title}</h1>
                {(!note.is_empty()).then(|| view! { <Notice kind=Kind::Info>{note}</Notice> })}
                {sections}
            </div>
        }
        .whole())
    })
}
