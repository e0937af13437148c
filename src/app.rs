//! The table of contents of the product: the HTML shell and every address.

use crate::{
    ceremony,
    client::page,
    edition::{Area, CalendarPage, GuidePage, Visit, fault_page, page as framed, use_lang},
    fault::Fault,
    judging,
    kernel::Lang,
    people::{
        api::{all, devices, places, read_offer},
        view::{account_page, code_form, offer_form, people_page, sign_in_form},
    },
    proposal::view::{
        AgencyPage, IdentityPage, MinePage, NewPage, ReceiptPage, ReviewPage, SectionPage,
        SubmitPage, TasksPage,
    },
    result, say,
    showcase::view::{GalleryPage, HomePage, ResultsPage, VerifiedPage, VerifyPage},
    ui::Gallery,
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    Lazy, LazyRoute,
    components::{Outlet, ParentRoute, Route, Router, Routes},
    hooks::{use_params_map, use_query_map},
    lazy_route, path,
};

/// The HTML around every page; the server alone draws it.
pub fn shell(options: LeptosOptions, lang: Lang) -> impl IntoView {
    page::policy(use_nonce());
    view! {
        <!DOCTYPE html>
        <html lang=lang.code()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="theme-color" content="#572A0B"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <HashedStylesheet id="style" options=options.clone()/>
                <HydrationScripts options/>
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
    provide_meta_context();
    let lang = Lang::of_path(&page::path());
    provide_context(lang);
    provide_context(Visit::begin());
    Effect::new(|_| page::mark_hydrated());
    // One route table for both languages: English is the same tree, hung at /en.
    view! {
        <Title formatter=|text: String| format!("{text} · KIPP")/>
        <Router base=lang.base()>
            <Routes fallback=|| framed(Area::Public, |_| async { Err(Fault::NotFound) })>
                <ParentRoute path=path!("") view=Outlet>
                    <Route path=path!("") view=HomePage/>
                    <Route path=path!("inovasi") view=GalleryPage/>
                    <Route path=path!("hasil") view=ResultsPage/>
                    <Route path=path!("jadwal") view=CalendarPage/>
                    <Route path=path!("panduan") view=GuidePage/>
                    <Route path=path!("verifikasi") view=VerifyPage/>
                    <Route path=path!("verifikasi/:code") view=VerifiedPage/>
                    <Route path=path!("masuk") view=SignInPage/>
                    <Route path=path!("undangan") view=CodePage/>
                    <Route path=path!("undangan/:code") view=OfferPage/>
                    <Route path=path!("akun") view=AccountPage/>
                    <Route path=path!("keluar") view=SignInPage/>
                    <Route path=path!("ragam") view={Lazy::<Ragam>::new()}/>
                </ParentRoute>
                <ParentRoute path=path!("saya") view=Outlet>
                    <Route path=path!("") view=MinePage/>
                    <Route path=path!("usulan/baru") view=NewPage/>
                    <Route path=path!("usulan/:id") view=TasksPage/>
                    <Route path=path!("usulan/:id/identitas") view=IdentityPage/>
                    <Route path=path!("usulan/:id/tinjau") view=ReviewPage/>
                    <Route path=path!("usulan/:id/ajukan") view=SubmitPage/>
                    <Route path=path!("usulan/:id/tanda-terima") view=ReceiptPage/>
                    <Route path=path!("usulan/:id/:section") view=SectionPage/>
                </ParentRoute>
                <Route path=path!("opd-saya") view=AgencyPage/>
                <Route path=path!("juri/*rest") view={Lazy::<JudgeRoom>::new()}/>
                <Route path=path!("panitia/*rest") view={Lazy::<Office>::new()}/>
                <Route path=path!("panggung/*rest") view={Lazy::<Stage>::new()}/>
            </Routes>
        </Router>
    }
}

/// The rest of a room's address, in pieces, drawn anew whenever it changes.
fn room(draw: fn(&[&str]) -> AnyView) -> AnyView {
    let params = use_params_map();
    let rest = Memo::new(move |_| params.with(|params| params.get("rest").unwrap_or_default()));
    (move || {
        let rest = rest.get();
        let pieces: Vec<&str> = rest.split('/').filter(|piece| !piece.is_empty()).collect();
        draw(&pieces)
    })
    .into_any()
}

struct JudgeRoom;

#[lazy_route]
impl LazyRoute for JudgeRoom {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        room(judging::view::room)
    }
}

struct Office;

#[lazy_route]
impl LazyRoute for Office {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        room(|rest| match rest {
            ["pengguna"] => people(),
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

    fn view(_this: Self) -> AnyView {
        room(|rest| ceremony::room(use_lang(), rest))
    }
}

struct Ragam;

#[lazy_route]
impl LazyRoute for Ragam {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        framed(Area::Public, |here| async move {
            // The gallery is for whoever builds or tries the product, not for an edition's public.
            if here.setting.edition.demo {
                Ok(view! { <Title text="Ragam"/> <Gallery lang=here.lang/> }.into_any())
            } else {
                Err(Fault::NotFound)
            }
        })
    }
}

/// `/masuk`.
#[component]
fn SignInPage() -> impl IntoView {
    let query = use_query_map();
    framed(Area::Public, move |here| async move {
        let next = query.with_untracked(|query| query.get("next").unwrap_or_default());
        let next = here.typed("next", &next);
        let title = say!(sign_in, here.lang);
        Ok(view! {
            <Title text=here.title(title)/>
            {sign_in_form(here.lang, here.posted.as_ref(), next)}
        }
        .into_any())
    })
}

/// `/undangan`.
#[component]
fn CodePage() -> impl IntoView {
    framed(Area::Public, |here| async move {
        Ok(view! {
            <Title text=here.title(say!(invitation_title, here.lang))/>
            {code_form(here.lang, here.posted.as_ref())}
        }
        .into_any())
    })
}

/// `/undangan/{code}`.
#[component]
fn OfferPage() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| params.with(|params| params.get("code").unwrap_or_default()));
    let offer = Resource::new_blocking(move || code.get(), read_offer);
    framed(Area::Public, move |here| async move {
        let offer = match offer.await {
            Ok(offer) => offer,
            Err(fault) => return Ok(fault_page(&here, &fault)),
        };
        Ok(view! {
            <Title text=here.title(say!(invitation_title, here.lang))/>
            {offer_form(here.lang, here.posted.as_ref(), code.get_untracked(), offer)}
        }
        .into_any())
    })
}

/// `/akun`.
#[component]
fn AccountPage() -> impl IntoView {
    let devices = Resource::new_blocking(|| (), |()| devices());
    framed(Area::Public, move |here| async move {
        let devices = devices.await?;
        let account = here.setting.account.clone().ok_or(Fault::SignedOut)?;
        let zone = &here.setting.edition.region.zone;
        let home = account.home();
        Ok(view! {
            <Title text=say!(nav_account, here.lang)/>
            {account_page(here.lang, zone, here.posted.as_ref(), account.name, &account.roles, home, devices)}
        }
        .into_any())
    })
}

/// `/panitia/pengguna`.
fn people() -> AnyView {
    let people = Resource::new_blocking(|| (), |()| all());
    let places = Resource::new_blocking(|| (), |()| places());
    let query = use_query_map();
    framed(Area::Office, move |here| async move {
        let people = people.await?;
        let (_, units) = places.await?;
        let get = |name: &str| query.with_untracked(|query| query.get(name));
        Ok(view! {
            <Title text=here.title(say!(nav_people, here.lang))/>
            {people_page(here.lang, here.posted.as_ref(), people, units, get("invited"), get("imported"))}
        }
        .into_any())
    })
}
