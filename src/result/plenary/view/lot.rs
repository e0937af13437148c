//! `/panitia/pleno/undian`: the lot is declared here before anybody needs it, and drawn once; and how
//! it is told to everybody.

use super::super::api::read_lot;
use crate::{
    client::load::load,
    edition::{Here, office_head, office_page},
    result::rules::tie::Lot,
    say,
    ui::{Breadcrumb, Button, ErrorSummary, TextField, Whole},
};
use leptos::prelude::*;

/// What was declared, what came of it, and how to repeat it by hand.
pub fn lot_facts(here: &Here, lot: &Lot) -> AnyView {
    let lang = here.lang;
    let when = if lot.before_closing { say!(lot_before, lang) } else { say!(lot_after, lang) };
    let drawn = lot.draw.as_ref().map(|draw| {
        let hand = format!("printf %s '{}:{}:U-001' | sha256sum", draw.value, draw.secret);
        view! {
            <div><dt>{say!(lot_value, lang)}</dt><dd><b>{draw.value.clone()}</b></dd></div>
            <div><dt>{say!(lot_secret, lang)}</dt><dd><code>{draw.secret.clone()}</code></dd></div>
            <div>
                <dt>{say!(lot_by_hand, lang)}</dt>
                <dd><code>{hand}</code> <p class="small">{say!(lot_by_hand_words, lang)}</p></dd>
            </div>
        }
    });
    view! {
        <dl class="facts">
            <div><dt>{say!(lot_source, lang)}</dt><dd>{lot.source.clone()}</dd></div>
            <div>
                <dt>{say!(lot_commitment, lang)}</dt>
                <dd>
                    <code>{lot.commitment.clone()}</code>
                    <p class="small">{say!(lot_commitment_words, lang)}</p>
                </dd>
            </div>
            <div>
                <dt>{say!(lot_declared, lang)}</dt>
                <dd>{here.moment(lot.declared_at)} " · " {lot.declared_by.clone()} ". " {when}</dd>
            </div>
            {drawn}
        </dl>
    }
    .whole()
}

/// The page.
#[component]
pub fn LotPage() -> impl IntoView {
    let lot = load(|| (), |()| read_lot());
    office_page(move |here| async move {
        let lang = here.lang;
        let view = lot.await?;
        let facts = match &view.lot {
            Some(lot) => lot_facts(&here, lot),
            None => view! { <p>{say!(lot_none, lang)}</p> }.whole(),
        };
        let declare = view.may_declare.then(|| {
            view! {
                <section class="panel">
                    <form method="post">
                        <input type="hidden" name="act" value="declare"/>
                        <TextField
                            lang
                            id="source"
                            label=say!(lot_source, lang)
                            hint=say!(lot_source_hint, lang)
                            value=here.typed("source", "")
                            error=here.error("source")
                        />
                        <Button label=say!(lot_declare, lang)/>
                    </form>
                </section>
            }
        });
        let draw = view.may_draw.then(|| {
            view! {
                <section class="panel">
                    <form method="post">
                        <input type="hidden" name="act" value="draw"/>
                        <TextField
                            lang
                            id="value"
                            width="short"
                            label=say!(lot_value, lang)
                            hint=say!(lot_value_hint, lang)
                            value=here.typed("value", "")
                            error=here.error("value")
                        />
                        <TextField
                            lang
                            id="value-again"
                            width="short"
                            label=say!(lot_value_again, lang)
                            error=here.error("value-again")
                        />
                        <Button label=say!(lot_draw, lang)/>
                    </form>
                </section>
            }
        });
        Ok(view! {
            <Breadcrumb back_href=lang.href("/panitia/pleno") lang label=say!(plenary_title, lang)/>
            {office_head(&here, say!(lot_title, lang), say!(lot_lead, lang).to_owned())}
            <ErrorSummary lang items=here.errors()/>
            <div class="stack wide">{facts} {declare} {draw}</div>
        }
        .whole())
    })
}
