//! One page of the form: texts that save themselves once the page is live, and a plain form before.

use super::talk::aside_lines;
use crate::{
    client::{
        autosave::{self, Answering, Plan, Shown, Ways, Writing},
        drafts::{Key, Owner},
        load::load,
        page::{local, reload, title as page_title},
        tabs,
    },
    edition::{Area, Here, page},
    fault,
    kernel::{Lang, saving::Attempt},
    proposal::api::{self, Page, Text, Typed, read_page},
    say,
    ui::{
        Breadcrumb, Button, ErrorSummary, Guide, Icon, Kind, Notice, SaveLine, SaveState, Whole,
        WordField,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

fn param(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get(name).unwrap_or_default()))
}

/// Sends one text, and tells when the server got it.
fn sender(lang: Lang, told: impl Fn(i64) + Clone + 'static) -> impl Fn(Key, Attempt) -> Answering {
    move |key, attempt| {
        let told = told.clone();
        Box::pin(async move {
            let Key { user: writer, owner, field } = key;
            let proposal = owner.id().to_owned();
            let saved = api::save(Typed { proposal, field, writer, attempt }).await;
            let (answer, at) = fault::answer(saved, lang);
            at.into_iter().for_each(told);
            answer
        })
    }
}

/// One text with its counter and save line; saves by itself once the page is live.
fn text_field(
    here: &Here,
    form: &Page,
    stored: &Text,
    elsewhere: RwSignal<bool>,
    ways: &Ways,
) -> (AnyView, Key, Option<Writing>) {
    let lang = here.lang;
    let zone = here.setting.zone.clone();
    let user = here.setting.account.as_ref().map(|a| a.id.clone()).unwrap_or_default();
    let owner = Owner::Proposal(form.id.clone());
    let key = Key { user, owner, field: stored.key.clone() };
    let shown = Shown::new(here.typed(&stored.key, &stored.value), stored.rev);
    let at = RwSignal::new(stored.saved_at.map(|at| zone.clock(at, lang)).unwrap_or_default());
    let writing = form.may_write.then(|| {
        let plan = Plan { key: key.clone(), rev: stored.rev, stored: stored.value.clone(), shown };
        autosave::begin(plan, sender(lang, move |moment| at.set(zone.clock(moment, lang))))
    });
    let (leave, again) = (writing.clone(), writing.clone());
    let leave = Callback::new(local(move || leave.iter().for_each(Writing::leave)));
    let again = Callback::new(local(move || again.iter().for_each(Writing::retry)));
    let (fork, sign_in) =
        (ways.fork.clone(), format!("{}?next={}", lang.href("/masuk"), here.path));
    let state =
        Signal::derive(move || at.with(|at| SaveState::of(shown.safe.get(), at, &fork, &sign_in)));
    let name = |name: &str| format!("{name}_{}", stored.key);
    let (rev, after) = (name("rev"), name("after"));
    let locked = !form.may_write;
    let view = view! {
        <input type="hidden" name=rev value=move || shown.trail.with(|(rev, _)| rev.to_string())/>
        <input type="hidden" name=after value=move || shown.trail.with(|(_, ops)| ops.clone())/>
        <WordField
            lang
            id=stored.key.clone()
            label=stored.label.clone()
            max_words=stored.max_words
            text=shown.text
            error=here.error(&stored.key)
            on_leave=leave
            locked=Signal::derive(move || locked || elsewhere.get())
        >
            <SaveLine lang state act=again/>
        </WordField>
    }
    .whole();
    (view, key, writing)
}

/// `/saya/usulan/{id}/{bagian}`: one page of the form.
#[component]
pub fn SectionPage() -> impl IntoView {
    let (id, slug) = (param("id"), param("section"));
    let form = load(move || (id.get(), slug.get()), |(id, slug)| read_page(id, slug));
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let form = form.await?;
        let title = form.title.clone();
        let base = lang.href(&format!("/saya/usulan/{}", form.id));
        let ways = Ways {
            next: format!("{base}/{}", form.next),
            list: base.clone(),
            fork: format!("{base}/konflik/{}", form.slug),
        };
        let skip = ways.next.clone();
        let turn = tabs::turn(format!("kipp/{}/{}", form.id, form.slug));
        let elsewhere = turn.elsewhere;
        let (mut fields, mut keys, mut writings) = (Vec::new(), Vec::new(), Vec::new());
        for text in &form.texts {
            let (field, key, writing) = text_field(&here, &form, text, elsewhere, &ways);
            fields.push(field);
            keys.push(key);
            writings.extend(writing);
        }
        if let Some(key) = keys.first() {
            let of = |owner: &Owner| matches!(owner, Owner::Proposal(_));
            autosave::catch_up(&key.user, of, &keys, sender(lang, |_| {}));
        }
        let forked = form.forked.then(|| {
            let (title, fork) = (title.clone(), ways.fork.clone());
            view! {
                <Notice kind=Kind::Warning>
                    {say!(fork_on_list, lang, title = title)} " "
                    <a href=fork>{say!(ui_compare, lang)}</a>
                </Notice>
            }
        });
        let take = Callback::new(local(move || {
            turn.take();
            reload();
        }));
        let taken = move || {
            elsewhere.get().then(|| {
                view! {
                    <div class="notice warning" role="status">
                        <Icon name="warning"/>
                        <p>
                            {say!(tab_elsewhere, lang)} " "
                            <button type="button" class="button secondary" on:click=move |_| take.run(())>
                                {say!(tab_take, lang)}
                            </button>
                        </p>
                    </div>
                }
            })
        };
        let giving = writings.clone();
        Effect::new(move |_| {
            // The tab that took over reads what this one has kept.
            if elsewhere.get() {
                giving.iter().for_each(Writing::leave);
            }
        });
        let errors = here.errors();
        let later = (!errors.is_empty()).then(|| {
            view! {
                <Button class="secondary" label=say!(go_on_fix_later, lang) sends=("action", "later")/>
            }
        });
        let saved = if errors.is_empty() {
            String::new()
        } else {
            say!(all_saved, lang, at = here.clock(here.setting.now))
        };
        let guide = form.guide.into_iter().map(|point| view! { <li>{point}</li> }).collect_view();
        let weight = form.weight;
        Ok(view! {
            {page_title(here.title(&title))}
            <div class="narrow page-end">
                <Breadcrumb
                    lang
                    back_href=base.clone()
                    label=form.acronym.clone()
                    step=say!(step_of, lang, n = form.step.0, of = form.step.1)
                />
                <ErrorSummary lang items=errors saved/>
                <h1>{title.clone()}</h1>
                <p>{form.prompt}</p>
                <Guide title=say!(what_to_write, lang)>
                    <ul class="bullets">{guide}</ul>
                    {weight.map(|(n, of)| view! { <p>{say!(weight_out_of, lang, n = n, of = of)}</p> })}
                </Guide>
                {(!form.may_write).then(|| view! {
                    <Notice kind=Kind::Info>{say!(read_only, lang)}</Notice>
                })}
                {forked}
                {aside_lines(form.asides, (format!("{base}/catatan#{}", form.slug), say!(remark_to, lang)))}
                {taken}
                <form
                    method="post"
                    on:submit=move |event| autosave::submit(&event, &writings, &ways)
                >
                    {fields}
                    {form.may_write.then(|| view! {
                        <div class="actions">
                            <Button label=say!(save_and_go_on, lang) sends=("action", "next")/>
                            {later}
                            <Button
                                class="secondary"
                                label=say!(save_to_list, lang)
                                sends=("action", "list")
                            />
                            <a class="button text" href=skip>{say!(skip_for_now, lang)}</a>
                        </div>
                    })}
                </form>
                <p class="small"><a href=format!("{base}/riwayat")>{say!(history, lang)}</a></p>
            </div>
        }
        .whole())
    })
}
