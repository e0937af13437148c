//! What surrounds every page: skip link, header, footer, the office rail, the judge's bar.

use super::icon::{Icon, mark};
use super::page::{Data, sample_tag};
use super::whole::{Inner, Whole};
use crate::kernel::Lang;
use crate::say;
use leptos::prelude::*;

/// One entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// What it says.
    pub label: String,
    /// Where it leads, already in the page's language.
    pub href: String,
    /// Whether the reader is there now.
    pub current: bool,
    /// A small number beside it on the office rail, or nothing.
    pub count: String,
    rel: Option<&'static str>,
}

impl NavItem {
    /// An entry that is not the current page.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        let (label, href) = (label.into(), href.into());
        Self { label, href, current: false, count: String::new(), rel: None }
    }

    /// The same entry, marked as current if `path` is its address or lies below it.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        self.current = path
            .strip_prefix(self.href.as_str())
            .is_some_and(|rest| rest.is_empty() || (rest.starts_with('/') && self.href != "/"));
        self
    }

    /// The same entry, loaded as a whole new page: it lies outside the router's language.
    #[must_use]
    pub fn external(mut self) -> Self {
        self.rel = Some("external");
        self
    }

    /// The same entry with a number beside it: "107", "191/214".
    #[must_use]
    pub fn counting(mut self, count: impl Into<String>) -> Self {
        self.count = count.into();
        self
    }
}

fn nav_list(items: Vec<NavItem>) -> AnyView {
    let rows = items
        .into_iter()
        .map(|item| {
            let NavItem { label, href, current, count, rel } = item;
            let count = (!count.is_empty()).then(|| view! { <span>{count}</span> });
            view! {
                <li>
                    <a href=href rel=rel aria-current=current.then_some("page")>{label}{count}</a>
                </li>
            }
        })
        .collect_view();
    view! { <ul role="list">{rows}</ul> }.whole()
}

/// The first thing the Tab key finds: jumps to `<main id="content">`.
#[component]
pub fn SkipLink(lang: Lang) -> impl IntoView {
    view! { <a class="skip" href="#content" rel="external">{say!(skip_to_content, lang)}</a> }
}

/// The page header: brand, menu from 768 px, a link to the footer's menu below that, cloth edge.
#[component]
pub fn Header(
    lang: Lang,
    /// The product's name with its region: "KIPP Banyumas".
    #[prop(into)]
    name: String,
    /// What the letters mean; shown from 768 px.
    #[prop(optional, into)]
    subtitle: String,
    /// The menu of the reader's role.
    items: Vec<NavItem>,
) -> impl IntoView {
    view! {
        <header class="header">
            <div class="wrap">
                <a class="brand" href=lang.href("/")>
                    {mark()} <span>{name} <small>{subtitle}</small></span>
                </a>
                <nav aria-label=say!(ui_nav_main, lang)>{nav_list(items)}</nav>
                <a class="menu-link" href="#menu" rel="external">
                    <Icon name="menu"/>
                    {say!(ui_menu, lang)}
                </a>
            </div>
            <div class="edge"></div>
        </header>
    }
}

/// The page footer: the whole menu again (the phone's "Menu" lands here), service links, the
/// language link, the organiser's line.
#[component]
pub fn Footer(
    lang: Lang,
    /// The same menu as the header's.
    items: Vec<NavItem>,
    /// Help, accessibility, privacy: on every page in the same order.
    links: Vec<NavItem>,
    /// Who runs the competition, with address or contact.
    #[prop(into)]
    organiser: String,
    /// This page in the other language.
    #[prop(into)]
    other_href: String,
) -> impl IntoView {
    let other = lang.other().code();
    // What the menu has already is not said a second time below it.
    let known = |link: &NavItem| items.iter().any(|item| item.href == link.href);
    let links = links.into_iter().filter(|link| !known(link)).collect();
    view! {
        <footer class="footer">
            <div class="wrap">
                <nav id="menu" tabindex="-1" aria-label=say!(ui_menu, lang)>
                    {nav_list(items)} {nav_list(links)}
                </nav>
                <p>
                    <a href=other_href lang=other hreflang=other rel="external">
                        <Icon name="globe"/>
                        {say!(ui_other_language, lang)}
                    </a>
                </p>
                <p class="organiser">{organiser}</p>
            </div>
        </footer>
    }
}

/// The committee's frame: a rail with its menu on the left from 1080 px, a list on top below that.
/// Draws `<main id="content">` around the children.
#[component]
pub fn OfficeFrame(
    lang: Lang,
    /// The product's name with its region.
    #[prop(into)]
    name: String,
    /// The reader's role: "Panitia".
    #[prop(into)]
    role: String,
    /// The office menu; entries may carry a count.
    items: Vec<NavItem>,
    /// Account, role switch, help, language: the foot of the rail.
    links: Vec<NavItem>,
    children: Inner,
) -> impl IntoView {
    view! {
        <div class="office">
            <header class="rail">
                <a class="brand" href=lang.href("/")>{mark()} <span>{name}</span></a>
                <nav aria-label=say!(ui_nav_office, lang)>{nav_list(items)}</nav>
                <div class="rail-foot">
                    <p>{say!(ui_role_as, lang, role = role)}</p>
                    {nav_list(links)}
                </div>
            </header>
            <main id="content" class="desk" tabindex="-1">{children.view()}</main>
        </div>
    }
}

/// The judge's only bar, 64 px: way back, what is being judged, mode, and as children the save line.
#[component]
pub fn JudgeBar(
    lang: Lang,
    /// The queue.
    #[prop(into)]
    back_href: String,
    /// The proposal's code: "U-037".
    #[prop(into)]
    code: String,
    /// Its name, or nothing in blind mode.
    #[prop(optional, into)]
    name: String,
    /// Sample data wear a chip.
    #[prop(optional)]
    data: Data,
    /// Blind or named: "Mode terbuka".
    #[prop(optional, into)]
    mode: String,
    /// The list of keyboard shortcuts, if there is one.
    #[prop(optional, into)]
    keys_href: String,
    /// Where a conflict of interest is declared, if it can be.
    #[prop(optional, into)]
    conflict_href: String,
    /// The save line.
    children: Inner,
) -> impl IntoView {
    let link = |class, href: String, label: &'static str| {
        (!href.is_empty()).then(|| view! { <a class=class href=href>{label}</a> })
    };
    view! {
        <header class="judge-bar">
            <a class="brand" href=lang.href("/") aria-label=say!(to_home, lang)>{mark()}</a>
            <a class="back" href=back_href>
                <Icon name="left"/>
                <span>{say!(ui_queue, lang)}</span>
            </a>
            <h1>{code} <span class="wide">" "{name}</span></h1>
            {sample_tag(lang, data)}
            <span class="wide">{mode}</span>
            <div class="right">
                {children.view()} {link("wide", keys_href, say!(ui_shortcuts, lang))}
                {link("conflict", conflict_href, say!(ui_conflict_declare, lang))}
            </div>
        </header>
    }
}
