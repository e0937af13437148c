//! `/panitia/ekspor` and what the public sees of a certificate. Drawn by the server.

mod province;

use province::province;

use super::api::{Award, AwardState, read_prints};
use crate::{
    client::load::load,
    edition::{Here, office_head, office_page},
    kernel::Lang,
    proposal::{named, place},
    result::{rules::revocation::RevocationKind, view::seal::oath},
    say,
    ui::{AreaField, Button, Choice, Kind, Notice, RadioCards, SimulatedNote, TextField, Whole},
};
use leptos::prelude::*;

fn state_words(here: &Here, state: &AwardState) -> String {
    let lang = here.lang;
    match state {
        AwardState::Valid => say!(award_valid, lang).to_owned(),
        AwardState::NotYet(from) => say!(award_not_yet, lang, at = here.moment(*from)),
        AwardState::Revoked(at, _) => say!(award_revoked, lang, at = here.moment(*at)),
    }
}

fn kind_words(kind: RevocationKind, lang: Lang) -> &'static str {
    match kind {
        RevocationKind::Misprint => say!(revoked_misprint, lang),
        RevocationKind::Returned => say!(revoked_returned, lang),
        RevocationKind::Ineligible => say!(revoked_ineligible, lang),
        RevocationKind::Other => say!(revoked_other, lang),
    }
}

/// A certificate as everybody may know it.
pub fn award_card(here: &Here, award: &Award) -> AnyView {
    let lang = here.lang;
    let kind = match award.state {
        AwardState::Valid => Kind::Success,
        AwardState::NotYet(_) => Kind::Info,
        AwardState::Revoked(..) => Kind::Error,
    };
    let why = match &award.state {
        AwardState::Revoked(_, kind) => Some(view! {
            <div><dt>{say!(reason, lang)}</dt><dd>{kind_words(*kind, lang)}</dd></div>
        }),
        _ => None,
    };
    let note = here.setting.demo.then(|| view! { <SimulatedNote lang/> });
    let facts = [
        (say!(award_serial, lang), award.serial.clone()),
        (say!(award_for, lang), say!(award_rank, lang, rank = award.rank, edition = award.edition)),
        (say!(proposal, lang), named(&award.acronym, &award.title)),
        (say!(proposer, lang), place(&award.unit, &award.agency)),
        (say!(award_on, lang), here.setting.zone.date(award.awarded_at, lang)),
        (say!(award_signer, lang), award.signer.clone()),
        (say!(award_code, lang), award.code.clone()),
    ];
    let facts = facts
        .into_iter()
        .map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> })
        .collect_view();
    let words = state_words(here, &award.state);
    view! {
        <h1>{say!(award_title, lang)}</h1>
        {note}
        <Notice kind>{words}</Notice>
        <dl class="facts">{facts} {why}</dl>
    }
    .whole()
}

/// `/panitia/ekspor`.
#[component]
pub fn PrintsPage() -> impl IntoView {
    let prints = load(|| (), |()| read_prints());
    office_page(move |here| async move {
        let lang = here.lang;
        let prints = prints.await?;
        let note = here.setting.demo.then(|| view! { <SimulatedNote lang/> });
        let papers = [
            ("berita-acara.pdf", say!(print_minutes, lang)),
            ("berita-acara.docx", say!(print_minutes_word, lang)),
            ("rekap.xlsx", say!(print_recap, lang)),
            ("rekap.csv", say!(print_recap_csv, lang)),
            ("lampiran-keputusan.pdf", say!(print_decree, lang)),
            ("lampiran-keputusan.docx", say!(print_decree_word, lang)),
            ("sertifikat.zip", say!(print_certificates, lang)),
            ("umpan-balik.zip", say!(print_feedback, lang)),
            ("arsip.zip", say!(print_archive, lang)),
        ];
        let papers = papers
            .into_iter()
            .map(|(name, words)| {
                let href = lang.href(&format!("/panitia/ekspor/{name}"));
                view! { <li><a href=href rel="external" download="">{words}</a></li> }
            })
            .collect_view();
        let kinds = RevocationKind::ALL
            .into_iter()
            .map(|kind| Choice {
                value: kind.code().to_owned(),
                label: kind_words(kind, lang).to_owned(),
                words: String::new(),
            })
            .collect::<Vec<_>>();
        let revoke = prints.may_revoke.then(|| {
            view! {
                <section class="panel">
                    <h2>{say!(award_revoke, lang)}</h2>
                    <form method="post">
                        <TextField
                            lang
                            id="code"
                            label=say!(award_code, lang)
                            value=here.typed("code", "")
                            error=here.error("code")
                        />
                        <RadioCards
                            lang
                            id="kind"
                            label=say!(award_revoke_kind, lang)
                            hint=say!(award_revoke_kind_hint, lang)
                            options=kinds
                            selected=here.typed("kind", "")
                            error=here.error("kind")
                        />
                        <AreaField
                            lang
                            id="reason"
                            label=say!(reason, lang)
                            hint=say!(award_revoke_hint, lang)
                            value=here.typed("reason", "")
                            error=here.error("reason")
                        />
                        {oath(&here, say!(type_cabut, lang))}
                        <Button class="danger" label=say!(award_revoke, lang)/>
                    </form>
                </section>
            }
        });
        let province = province(&here, &prints);
        Ok(view! {
            {office_head(&here, say!(print_title, lang), say!(print_lead, lang, words = prints.words))}
            <div class="stack wide">
            {note}
            <ul class="bullets papers">{papers}</ul>
            {province}
            {revoke}
            </div>
        }
        .whole())
    })
}
