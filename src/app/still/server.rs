//! On the server: every still page by its address.

use crate::{
    ceremony::view::{
        audience::AudiencePage,
        pair::{JoinPage, PairPage},
        preflight::PreflightPage,
        rundown::RundownPage,
    },
    client::{load::load, page},
    edition::{Area, CalendarPage, GuidePage, fault_page, page as framed},
    fault::Fault,
    judging::view::{
        assignment::AssignmentPage,
        benchmark::LeansPage,
        board::BoardPage,
        compare::ComparePage,
        conflict::{DeclarePage, StatementPage},
        diagnosis::DiagnosisPage,
        progress::ProgressPage,
        review::{SendAllPage, SheetReviewPage},
        unscorable::UnscorablePage,
    },
    kernel::Lang,
    panel::view::{PanelPage, hearing::HearingsPage, paper::PaperPage, visit::VisitPage},
    people::{
        api::{
            devices,
            invitations::{read_cards, read_colleagues},
            own_email, read_offer,
        },
        view::{account_page, code_form, invitations, offer_form, sign_in_form},
    },
    proposal::document::view::ImportPage,
    proposal::view::{
        AgencyPage, ClashPage, DeadlinePage, ForkPage, HistoryPage, IdentityPage, MinePage,
        NewPage, OfflinePage, ReceiptPage, ReviewPage, SubmitPage, TalkPage, TeamPage, Undone,
        WatchedPage, WithdrawPage,
    },
    result::{
        open::view::DataPage,
        plenary::view::{LotPage, PlenaryPage, PointPage, ScreenPage},
        print::view::PrintsPage,
        trail::view::TrailPage,
        view::seal::{BreakPage, SealPage},
    },
    say, screening,
    showcase::view::{GalleryPage, HomePage, ResultsPage, VerifiedPage, VerifyPage},
    ui::ErrorSummary,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page of the address that was asked for.
pub fn still() -> AnyView {
    let path = page::path();
    let pieces: Vec<&str> =
        Lang::strip(&path).split('/').filter(|piece| !piece.is_empty()).collect();
    match pieces[..] {
        [] => view! { <HomePage/> }.into_any(),
        ["inovasi"] => view! { <GalleryPage/> }.into_any(),
        ["hasil"] => view! { <ResultsPage year=None/> }.into_any(),
        ["data"] => view! { <DataPage/> }.into_any(),
        ["hasil", year] => view! { <ResultsPage year=Some(year.to_owned())/> }.into_any(),
        ["jadwal"] => view! { <CalendarPage/> }.into_any(),
        ["luring"] => view! { <OfflinePage undone=Undone::Nothing/> }.into_any(),
        ["luring", "tersimpan"] => view! { <OfflinePage undone=Undone::Sending/> }.into_any(),
        ["luring", "belum-diajukan"] => {
            view! { <OfflinePage undone=Undone::Submitting/> }.into_any()
        }
        ["panduan"] => view! { <GuidePage/> }.into_any(),
        ["verifikasi"] => view! { <VerifyPage/> }.into_any(),
        ["verifikasi", code] => view! { <VerifiedPage code=code.to_owned()/> }.into_any(),
        ["masuk" | "keluar"] => sign_in_page(),
        ["undangan"] => code_page(),
        ["undangan", code] => offer_page(code.to_owned()),
        ["akun"] => account(),
        ["panitia", "diagnosis"] => view! { <DiagnosisPage/> }.into_any(),
        ["panitia", "peringkat"] => view! { <BoardPage/> }.into_any(),
        ["panitia", "kalibrasi"] => view! { <LeansPage/> }.into_any(),
        ["panitia", "penugasan"] => view! { <AssignmentPage/> }.into_any(),
        ["panitia", "kemajuan"] => view! { <ProgressPage/> }.into_any(),
        ["panitia", "segel"] => view! { <SealPage/> }.into_any(),
        ["panitia", "pleno"] => view! { <PlenaryPage/> }.into_any(),
        ["panitia", "pleno", "layar"] => view! { <ScreenPage/> }.into_any(),
        ["panitia", "pleno", "undian"] => view! { <LotPage/> }.into_any(),
        ["panitia", "pleno", id] => view! { <PointPage proposal=id.to_owned()/> }.into_any(),
        ["panitia", "jejak"] => view! { <TrailPage/> }.into_any(),
        ["panitia", "panel"] => view! { <PanelPage/> }.into_any(),
        ["panitia", "panel", "kunjungan", turn] => {
            view! { <VisitPage turn=turn.to_owned()/> }.into_any()
        }
        ["panitia", "panel", id] => view! { <PaperPage sheet=id.to_owned()/> }.into_any(),
        ["juri", "panel"] => view! { <HearingsPage/> }.into_any(),
        ["panitia", "ekspor"] => view! { <PrintsPage/> }.into_any(),
        ["panitia", "segel", "buka"] => view! { <BreakPage/> }.into_any(),
        ["juri", "banding"] => view! { <ComparePage/> }.into_any(),
        ["juri", "benturan"] => view! { <StatementPage/> }.into_any(),
        ["juri", "benturan", id] => view! { <DeclarePage assignment=id.to_owned()/> }.into_any(),
        ["juri", "kirim"] => view! { <SendAllPage/> }.into_any(),
        ["juri", "nilai", id, "tinjau"] => {
            view! { <SheetReviewPage assignment=id.to_owned()/> }.into_any()
        }
        ["juri", "nilai", id, "tidak-bisa", key] => {
            view! { <UnscorablePage assignment=id.to_owned() criterion=key.to_owned()/> }.into_any()
        }
        ["panitia", "tenggat"] => view! { <DeadlinePage/> }.into_any(),
        ["panggung", show, "pasang"] => view! { <PairPage show=show.to_owned()/> }.into_any(),
        ["panggung", show, "susunan"] => view! { <RundownPage show=show.to_owned()/> }.into_any(),
        ["panggung", show, "periksa"] => view! { <PreflightPage show=show.to_owned()/> }.into_any(),
        ["panggung", show, "teks"] => view! { <AudiencePage show=show.to_owned()/> }.into_any(),
        ["panggung", _, "sambung"] => view! { <JoinPage/> }.into_any(),
        ["opd-saya", "pengguna"] => colleagues(),
        ["opd-saya", "usulan", id] => view! { <WatchedPage id=id.to_owned()/> }.into_any(),
        ["opd-saya"] => view! { <AgencyPage/> }.into_any(),
        ["saya"] => view! { <MinePage/> }.into_any(),
        ["saya", "usulan", "baru"] => view! { <NewPage/> }.into_any(),
        ["saya", "usulan", id] => screening::view::own_tasks(id.to_owned()),
        ["saya", "usulan", id, "sanggah"] => screening::view::reply_page(id.to_owned()),
        ["saya", "usulan", id, "identitas"] => {
            view! { <IdentityPage id=id.to_owned()/> }.into_any()
        }
        ["saya", "usulan", id, "impor"] => view! { <ImportPage id=id.to_owned()/> }.into_any(),
        ["saya", "usulan", id, "tim"] => view! { <TeamPage id=id.to_owned()/> }.into_any(),
        ["saya", "usulan", id, "catatan"] => view! { <TalkPage id=id.to_owned()/> }.into_any(),
        ["saya", "usulan", id, "tarik"] => view! { <WithdrawPage id=id.to_owned()/> }.into_any(),
        ["saya", "usulan", id, "riwayat"] => view! { <HistoryPage id=id.to_owned()/> }.into_any(),
        ["saya", "usulan", id, "konflik", "identitas"] => {
            view! { <ClashPage id=id.to_owned()/> }.into_any()
        }
        ["saya", "usulan", id, "konflik", slug] => {
            view! { <ForkPage id=id.to_owned() slug=slug.to_owned()/> }.into_any()
        }
        ["saya", "usulan", id, "tinjau"] => view! { <ReviewPage id=id.to_owned()/> }.into_any(),
        ["saya", "usulan", id, "ajukan"] => view! { <SubmitPage id=id.to_owned()/> }.into_any(),
        ["saya", "usulan", id, "tanda-terima"] => {
            view! { <ReceiptPage id=id.to_owned()/> }.into_any()
        }
        _ => unknown(),
    }
}

/// An address without a page: there is none, or a file could not be handed out at it, for a reason.
fn unknown() -> AnyView {
    let fault = use_context::<Fault>().unwrap_or(Fault::NotFound);
    framed(Area::Public, move |_| {
        let fault = fault.clone();
        async { Err(fault) }
    })
}

/// `/masuk`.
fn sign_in_page() -> AnyView {
    let query = use_query_map();
    framed(Area::Public, move |here| async move {
        let next = query.with_untracked(|query| query.get("next").unwrap_or_default());
        let next = here.typed("next", &next);
        let title = say!(sign_in, here.lang);
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            {sign_in_form(here.lang, here.posted.as_ref(), next)}
        }
        .into_any())
    })
}

/// `/undangan`.
fn code_page() -> AnyView {
    framed(Area::Public, |here| async move {
        Ok(view! {
            {crate::client::page::title(here.title(say!(invitation_title, here.lang)))}
            {code_form(here.lang, here.posted.as_ref())}
        }
        .into_any())
    })
}

/// `/undangan/{code}`.
fn offer_page(code: String) -> AnyView {
    let offer = load(
        {
            let code = code.clone();
            move || code.clone()
        },
        read_offer,
    );
    framed(Area::Public, move |here| {
        let code = code.clone();
        async move {
            let offer = match offer.await {
                Ok(offer) => offer,
                Err(fault) => return Ok(fault_page(&here, &fault)),
            };
            let reader = here.setting.account.as_ref().map(|account| account.name.as_str());
            Ok(view! {
                {crate::client::page::title(here.title(say!(invitation_title, here.lang)))}
                {offer_form(here.lang, here.posted.as_ref(), code, offer, reader)}
            }
            .into_any())
        }
    })
}

/// `/akun`.
fn account() -> AnyView {
    let devices = load(|| (), |()| devices());
    let email = load(|| (), |()| own_email());
    framed(Area::Public, move |here| async move {
        let devices = devices.await?;
        let email = email.await?;
        let account = here.setting.account.clone().ok_or(Fault::SignedOut)?;
        let zone = &here.setting.zone;
        Ok(view! {
            {crate::client::page::title(say!(nav_account, here.lang))}
            {account_page(here.lang, zone, here.posted.as_ref(), &account, devices, email)}
        }
        .into_any())
    })
}

/// `/opd-saya/pengguna`.
fn colleagues() -> AnyView {
    let query = use_query_map();
    let codes = query.with_untracked(|query| query.get("kode").unwrap_or_default());
    let cards = load(move || codes.clone(), read_cards);
    let colleagues = load(|| (), |()| read_colleagues());
    framed(Area::Agency, move |here| async move {
        let (lang, zone) = (here.lang, &here.setting.zone);
        let colleagues = colleagues.await?;
        let cards = cards.await?;
        let title = say!(nav_people, lang);
        let (posted, now) = (here.posted.as_ref(), here.setting.now);
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="wrap page stack">
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                {invitations::cards(lang, zone, cards)}
                {invitations::colleagues_page(lang, zone, now, posted, colleagues)}
            </div>
        }
        .into_any())
    })
}
