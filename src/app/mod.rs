//! The table of contents of the product: the HTML shell and every address.

mod still;

use crate::{
    ceremony,
    client::{load::load, page},
    edition::{Area, Visit, office_page, page as framed, use_lang},
    fault::Fault,
    judging,
    kernel::Lang,
    panel,
    people::{
        api::{all, places},
        view::people_page,
    },
    proposal::{attachment::view::AttachmentsPage, view::SectionPage},
    result, say,
    ui::Gallery,
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{HashedStylesheet, MetaTags};
use leptos_router::{
    Lazy, LazyRoute,
    components::{Route, Router, Routes},
    hooks::{use_params_map, use_query_map},
    lazy_route, path,
};
use still::{is_live, still};

const LETTERS: &str = "/fonts/plus-jakarta-sans-latin.woff2";

/// The HTML around every page; the server alone draws it. A still page comes without wasm and
/// is live at once; its data are not sent a second time for hydration.
pub fn shell(options: LeptosOptions, lang: Lang, path: &str) -> impl IntoView + use<> {
    page::policy(use_nonce());
    let plain = Lang::strip(path);
    let live = is_live(plain);
    let alternates = [Lang::Id, Lang::En].map(|other| {
        view! { <link rel="alternate" hreflang=other.code() href=other.href(plain)/> }
    });
    let scripts = live.then(|| view! { <HydrationScripts options=options.clone()/> });
    if !live {
        page::do_not_hydrate();
    }
    view! {
        <!DOCTYPE html>
        <html lang=lang.code() data-hydrated=(!live).then_some("1")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="theme-color" content="#572A0B"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                {alternates.into_iter().collect_view()}
                // Early, so that most readers see the page's own letters at once (see tokens.css).
                <link rel="preload" href=LETTERS r#as="font" type="font/woff2" crossorigin="anonymous"/>
                <HashedStylesheet id="style" options/>
                <script src="/device.js" defer nonce=use_nonce()></script>
                {scripts}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Every page of the product, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    page::begin_head();
    let lang = Lang::of_path(&page::path());
    provide_context(lang);
    provide_context(Visit::begin());
    Effect::new(|_| page::mark_hydrated());
    // One route table for both languages: English is the same tree, hung at /en.
    view! {
        <Router base=lang.base()>
            <Routes fallback=still>
                <Route path=path!("saya/usulan/:id/lampiran") view={Lazy::<Attachments>::new()}/>
                <Route path=path!("saya/usulan/:id/:section") view=form/>
                <Route path=path!("juri/*rest") view={Lazy::<JudgeRoom>::new()}/>
                <Route path=path!("panitia/*rest") view={Lazy::<Office>::new()}/>
                <Route path=path!("panggung/*rest") view={Lazy::<Stage>::new()}/>
                <Route path=path!("ragam") view={Lazy::<Ragam>::new()}/>
            </Routes>
        </Router>
    }
}

/// A page of the form; what lies beside it is still. It is part of the main module: as a part of
/// its own it came in 30 files and was a tenth heavier.
fn form() -> AnyView {
    if is_live(Lang::strip(&page::path())) { view! { <SectionPage/> }.into_any() } else { still() }
}

/// The rest of a room's address, in pieces, drawn anew whenever it changes. Pages of the room that
/// the server draws alone are asked for by the list of still pages, which is the only one.
fn room(name: &'static str, draw: fn(&[&str]) -> AnyView) -> AnyView {
    let params = use_params_map();
    let rest = Memo::new(move |_| params.with(|params| params.get("rest").unwrap_or_default()));
    (move || {
        let rest = rest.get();
        if !is_live(&format!("{name}/{rest}")) {
            return still();
        }
        let pieces: Vec<&str> = rest.split('/').filter(|piece| !piece.is_empty()).collect();
        draw(&pieces)
    })
    .into_any()
}

struct Attachments;

#[lazy_route]
impl LazyRoute for Attachments {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let Attachments = this;
        view! { <AttachmentsPage/> }.into_any()
    }
}

struct JudgeRoom;

#[lazy_route]
impl LazyRoute for JudgeRoom {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let JudgeRoom = this;
        room("juri", |rest| match rest {
            ["panel", sheet] => panel::view::sheet::page_of((*sheet).to_owned()),
            rest => judging::view::room(rest),
        })
    }
}

struct Office;

#[lazy_route]
impl LazyRoute for Office {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let Office = this;
        room("panitia", |rest| match rest {
            ["pengguna"] => people(),
            ["panel", "jam"] => panel::view::clock::page_of(),
            rest => result::view::room(rest),
        })
    }
}

struct Stage;

#[lazy_route]
impl LazyRoute for Stage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let Stage = this;
        // The hall's own style, which no phone in a health centre needs to load.
        view! {
            <link rel="stylesheet" href="/hall.css"/>
            {room("panggung", |rest| ceremony::room(use_lang(), rest))}
        }
        .into_any()
    }
}

struct Ragam;

#[lazy_route]
impl LazyRoute for Ragam {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let Ragam = this;
        framed(Area::Public, |here| async move {
            // The gallery is for whoever builds or tries the product, not for an edition's public.
            if here.setting.demo {
                Ok(view! { {crate::client::page::title("Ragam")} <Gallery lang=here.lang/> }
                    .into_any())
            } else {
                Err(Fault::NotFound)
            }
        })
    }
}

/// `/panitia/pengguna`.
fn people() -> AnyView {
    let people = load(|| (), |()| all());
    let places = load(|| (), |()| places());
    let query = use_query_map();
    office_page(move |here| async move {
        let people = people.await?;
        let (_, units) = places.await?;
        let get = |name: &str| query.with_untracked(|query| query.get(name));
        Ok(view! {
            {crate::client::page::title(here.title(say!(nav_people, here.lang)))}
            {people_page(here.lang, here.posted.as_ref(), people, units, get("invited"), get("imported"))}
        }
        .into_any())
    })
}
