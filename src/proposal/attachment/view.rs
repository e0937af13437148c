//! The attachments' page: a plain form for each thing that is asked for, and with wasm files that
//! go up in pieces while one watches.

use super::{
    api::{Asked, File, Halfway, read_shelf},
    rules::{self, Enclosed, Format},
};
use crate::{
    client::{
        load::load,
        uploads::{self, Plan, State, Transfer, Wish, percent, quarter},
    },
    edition::{Area, Here, page},
    kernel::Lang,
    proposal::{rules::Link, view::link_line},
    say,
    ui::{Breadcrumb, Button, ErrorSummary, Icon, Kind, Notice, Tag, Tone, Whole},
};
use leptos::{html, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};

/// The files that are on their way from this page, and what is said aloud of them.
#[derive(Clone, Copy)]
struct Desk {
    transfers: RwSignal<Vec<(String, Transfer)>>,
    spoken: RwSignal<String>,
    later: RwSignal<bool>,
    live: RwSignal<bool>,
}

/// `/saya/usulan/{id}/lampiran`: the documents and photos of a proposal.
#[component]
pub fn AttachmentsPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let query = use_query_map();
    let shelf = load(move || id.get(), read_shelf);
    let desk = Desk {
        transfers: RwSignal::new(Vec::new()),
        spoken: RwSignal::new(String::new()),
        later: RwSignal::new(false),
        live: RwSignal::new(false),
    };
    Effect::new(move |_| {
        desk.live.set(true);
        desk.later.set(uploads::is_thrifty());
    });
    // A file that has arrived moves from the queue to the shelf.
    Effect::new(move |_| {
        let arrived = |(_, one): &(String, Transfer)| {
            one.state.with(|state| matches!(state, State::Ready | State::Gone))
        };
        let came = desk.transfers.with(|all| all.iter().any(arrived));
        if came {
            desk.transfers.update(|all| all.retain(|one| !arrived(one)));
            shelf.refetch();
        }
    });
    page(Area::Innovator, move |here| async move {
        let lang = here.lang;
        let shelf = shelf.await?;
        let base = lang.href(&format!("/saya/usulan/{}", shelf.id));
        let title = say!(attachments, lang);
        let arrived: Vec<String> = here
            .posted
            .iter()
            .flat_map(|posted| &posted.values)
            .filter(|(name, _)| name == "arrived")
            .map(|(_, value)| value.clone())
            .collect();
        let count = query.with_untracked(|query| query.get("masuk"));
        let removed = query.with_untracked(|query| query.get("hapus"));
        let removed = removed.and_then(|id| shelf.removed.iter().find(|one| one.id == id).cloned());
        let write = shelf.may_write;
        let asked = shelf
            .asked
            .iter()
            .map(|asked| asked_box(&here, desk, &base, asked, write))
            .collect_view();
        let bin = (!shelf.removed.is_empty()).then(|| bin(lang, &shelf.removed));
        Ok(view! {
            {crate::client::page::title(here.title(title))}
            <div class="narrow">
                <Breadcrumb lang back_href=base.clone() label=shelf.acronym.clone()/>
                <ErrorSummary lang items=here.errors()/>
                <h1>{title}</h1>
                <p class="muted">{say!(attachments_hint, lang)}</p>
                {(!arrived.is_empty()).then(|| view! {
                    <Notice kind=Kind::Success>{say!(upload_arrived, lang, names = arrived.join(", "))}</Notice>
                })}
                {count.map(|count| view! {
                    <Notice kind=Kind::Success>{say!(upload_count, lang, n = count)}</Notice>
                })}
                {removed.map(|file| view! {
                    <Notice kind=Kind::Info>
                        {say!(upload_removed, lang, name = file.name)}
                        {act_form("restore", &file.id, say!(upload_undo, lang))}
                    </Notice>
                })}
                {(!write).then(|| view! { <Notice kind=Kind::Info>{say!(read_only, lang)}</Notice> })}
                {write.then(|| view! {
                    <p class="vh" role="status">{move || desk.spoken.get()}</p>
                    {move || desk.live.get().then(|| later_card(lang, desk))}
                })}
                {asked}
                {video_box(&here, &base, shelf.video, write)}
                {bin}
                <div class="actions">
                    <a class="button primary" href=format!("{base}/tinjau") rel="external">
                        {say!(to_review, lang)}
                    </a>
                    <a class="button secondary" href=base rel="external">{say!(to_list, lang)}</a>
                </div>
            </div>
        }
        .whole())
    })
}

/// The film, which is a link of page 0 and not a file: whether the jury will be able to open it.
fn video_box(here: &Here, base: &str, video: Option<(String, Link)>, write: bool) -> AnyView {
    let lang = here.lang;
    let found = match video {
        Some((address, link)) => view! {
            <p class="whole small">{address}</p>
            {link_line(here, link)}
        }
        .whole(),
        None => view! { <p class="hint">{say!(video_none, lang)}</p> }.whole(),
    };
    let change = write.then(|| {
        view! {
            <p>
                <a href=format!("{base}/identitas#video") rel="external">
                    {say!(change, lang)} <span class="vh">" " {say!(video, lang)}</span>
                </a>
            </p>
        }
    });
    view! {
        <section class="asked" aria-labelledby="video-title">
            <div class="asked-head"><h2 id="video-title">{say!(video, lang)}</h2></div>
            {found}
            {change}
        </section>
    }
    .whole()
}

/// "Unggah nanti lewat Wi-Fi": only where a script can wait for it.
fn later_card(lang: Lang, desk: Desk) -> impl IntoView {
    view! {
        <label class="card-choice">
            <input
                type="checkbox"
                prop:checked=move || desk.later.get()
                on:change=move |event| {
                    let later = event_target_checked(&event);
                    desk.later.set(later);
                    if !later {
                        desk.transfers.with_untracked(|all| for (_, one) in all {
                            if one.wish.get_untracked() == Wish::Later {
                                one.wish.set(Wish::Go);
                            }
                        });
                    }
                }
            />
            <span><b>{say!(upload_later, lang)}</b><small>{say!(upload_later_hint, lang)}</small></span>
        </label>
    }
}

/// A button that does one thing to one file.
fn act_form(action: &'static str, file: &str, label: &'static str) -> AnyView {
    view! {
        <form method="post" class="links">
            <input type="hidden" name="file" value=file.to_owned()/>
            <button type="submit" name="action" value=action>{label}</button>
        </form>
    }
    .whole()
}

fn asked_box(here: &Here, desk: Desk, base: &str, asked: &Asked, write: bool) -> AnyView {
    let lang = here.lang;
    let key = asked.key.clone();
    let errors = here
        .errors()
        .into_iter()
        .filter(|(field, _)| *field == key)
        .map(|(_, sentence)| view! { <p class="error-line"><Icon name="warning"/>{sentence}</p> })
        .collect_view();
    let wrong = here.error(&key).is_some();
    let (tone, state) = match (asked.files.is_empty(), asked.required) {
        (false, _) => (Tone::Done, say!(upload_files, lang, n = asked.files.len())),
        (true, true) => (Tone::Empty, say!(upload_required, lang).to_owned()),
        (true, false) => (Tone::Empty, say!(upload_optional, lang).to_owned()),
    };
    let rows = asked.files.iter().map(|file| file_row(here, base, file, write)).collect_view();
    let empty = asked.files.is_empty();
    let waiting = {
        let key = key.clone();
        move || {
            desk.transfers
                .get()
                .into_iter()
                .filter(|(kind, _)| *kind == key)
                .map(|(_, transfer)| transfer_row(lang, desk, transfer))
                .collect_view()
        }
    };
    let halfway = asked
        .halfway
        .iter()
        .map(|Halfway { name, percent }| (name.clone(), *percent))
        .collect::<Vec<_>>();
    // What this device has kept needs no choosing again.
    let halfway = move || {
        let going = |name: &String| {
            desk.transfers.with(|all| all.iter().any(|(_, one)| one.name.get_value() == *name))
        };
        let lost = halfway.iter().filter(|(name, _)| desk.live.get() && !going(name));
        lost.map(|(name, percent)| {
            view! {
                <p class="hint" data-halfway=*percent>
                    <b>{name.clone()}</b> ": " {say!(upload_again, lang, n = percent)}
                </p>
            }
        })
        .collect_view()
    };
    let chooser = (write && asked.room > 0).then(|| chooser(here, desk, base, asked, wrong));
    let full = (write && asked.room == 0).then(|| {
        view! {
            <p class="hint">{say!(upload_full, lang)}</p>
        }
    });
    view! {
        <section class="asked" aria-labelledby=format!("{key}-title")>
            <div class="asked-head">
                <h2 id=format!("{key}-title")>{asked.title.clone()}</h2>
                <Tag tone text=state/>
            </div>
            <p class="hint">{asked.hint.clone()}</p>
            {errors}
            <ul class="files" role="list" class:bare=move || empty && desk.transfers.with(Vec::is_empty)>
                {rows}
                {waiting}
            </ul>
            {halfway}
            {chooser}
            {full}
        </section>
    }
    .whole()
}

/// The way in: an ordinary form, which a script takes over as soon as it is there.
fn chooser(here: &Here, desk: Desk, base: &str, asked: &Asked, wrong: bool) -> AnyView {
    let lang = here.lang;
    let key = asked.key.clone();
    let many = asked.room > 1;
    let user = here.setting.account.as_ref().map(|a| a.id.clone()).unwrap_or_default();
    let plan = Plan { address: format!("{base}/unggahan"), kind: key.clone(), user };
    let wish = move || if desk.later.get_untracked() { Wish::Later } else { Wish::Go };
    let take = {
        let key = key.clone();
        move |transfer: Transfer| {
            speak(lang, desk, transfer);
            desk.transfers.update(|all| all.push((key.clone(), transfer)));
        }
    };
    let chosen = {
        let (plan, take) = (plan.clone(), take.clone());
        move |input: &leptos::web_sys::HtmlInputElement| {
            uploads::chosen(input, &plan, wish()).into_iter().for_each(&take);
        }
    };
    // What was chosen before the page was live, and what was on its way when it was left or the
    // phone went dark, goes on by itself.
    let node = NodeRef::<html::Input>::new();
    let early = chosen.clone();
    Effect::new(move |_| {
        if let Some(input) = node.get().filter(|_| desk.live.get()) {
            early(&input);
            uploads::resume(plan.clone(), take.clone());
        }
    });
    view! {
        <form method="post" enctype="multipart/form-data">
            <label class="vh" for=key.clone()>{say!(upload_choose, lang)} ": " {asked.title.clone()}</label>
            <input
                type="file"
                id=key.clone()
                name=key.clone()
                accept=asked.accept.clone()
                multiple=many
                aria-invalid=wrong.then_some("true")
                aria-describedby=format!("{key}-takes")
                node_ref=node
                on:change=move |event| chosen(&event_target(&event))
            />
            <p class="hint" id=format!("{key}-takes")>{asked.takes.clone()}</p>
            {move || (!desk.live.get()).then(|| view! {
                <Button class="secondary" label=say!(upload_send, lang)/>
            })}
        </form>
    }
    .whole()
}

/// Says aloud how a file goes on: at each quarter and at its end, and never in between.
fn speak(lang: Lang, desk: Desk, transfer: Transfer) {
    Effect::new(move |before: Option<u32>| {
        let name = transfer.name.get_value();
        match transfer.state.get() {
            State::Sending(sent, of, _) => {
                let now = percent(sent, of);
                if let Some(n) = quarter(before.unwrap_or(0), now) {
                    desk.spoken.set(say!(upload_spoken, lang, name = name, n = n));
                }
                now
            }
            State::Ready => {
                desk.spoken.set(say!(upload_spoken, lang, name = name, n = 100));
                100
            }
            State::Refused(sentence) => {
                desk.spoken.set(sentence);
                before.unwrap_or(0)
            }
            _ => before.unwrap_or(0),
        }
    });
}

fn words(lang: Lang, state: &State) -> String {
    match state {
        State::Shrinking => say!(upload_shrinking, lang).to_owned(),
        State::Waiting => say!(upload_waiting, lang).to_owned(),
        State::Sending(sent, of, left) => {
            let size = |bytes| rules::size(bytes, lang);
            let sentence = say!(
                upload_sending,
                lang,
                n = percent(*sent, *of),
                sent = size(*sent),
                of = size(*of)
            );
            match left {
                Some(left) if *left > 90 => {
                    format!("{sentence} {}", say!(upload_left, lang, n = left.div_ceil(60)))
                }
                _ => sentence,
            }
        }
        State::Paused(n) => say!(upload_paused, lang, n = n),
        State::ForWifi => say!(upload_for_wifi, lang).to_owned(),
        State::Broken(n) => say!(upload_broken, lang, n = n),
        State::Checking => say!(upload_checking, lang).to_owned(),
        State::Ready => say!(upload_ready, lang).to_owned(),
        State::Refused(sentence) => sentence.clone(),
        State::SignedOut => say!(upload_signed_out, lang).to_owned(),
        State::Gone => String::new(),
    }
}

/// A file on its way, with what can be done about it.
fn transfer_row(lang: Lang, desk: Desk, transfer: Transfer) -> AnyView {
    let state = transfer.state;
    let name = transfer.name.get_value();
    let label = name.clone();
    let bar = move || {
        let shown = match state.get() {
            State::Sending(sent, of, _) => Some(percent(sent, of)),
            State::Paused(n) | State::Broken(n) => Some(n),
            State::Checking => Some(100),
            _ => None,
        };
        shown.map(|n| view! { <progress max="100" value=n.to_string() aria-label=label.clone()></progress> })
    };
    let wish = move |wish: Wish| {
        transfer.wish.set(wish);
        uploads::stop();
    };
    let tap = move |label: &'static str, to: Wish| {
        view! { <button type="button" on:click=move |_| wish(to)>{label}</button> }
    };
    let taps = move || {
        match state.get() {
        State::Sending(..) | State::Broken(_) => view! {
            {tap(say!(upload_pause, lang), Wish::Pause)}
            {tap(say!(upload_cancel, lang), Wish::Cancel)}
        }
        .whole(),
        State::Paused(_) => view! {
            {tap(say!(upload_go_on, lang), Wish::Go)}
            {tap(say!(upload_cancel, lang), Wish::Cancel)}
        }
        .whole(),
        State::ForWifi => view! {
            {tap(say!(upload_now, lang), Wish::Go)}
            {tap(say!(upload_cancel, lang), Wish::Cancel)}
        }
        .whole(),
        State::Waiting => tap(say!(upload_cancel, lang), Wish::Cancel).whole(),
        State::Refused(_) | State::SignedOut => view! {
            <button
                type="button"
                on:click=move |_| desk.transfers.update(|all| all.retain(|(_, one)| one.id != transfer.id))
            >
                {say!(upload_close, lang)}
            </button>
        }
        .whole(),
        State::Shrinking | State::Checking | State::Ready | State::Gone => ().whole(),
    }
    };
    view! {
        <li data-transfer=transfer.id.to_string()>
            <span class="thumb"><Icon name="upload"/></span>
            <div>
                <b>{name}</b>
                <p class:wrong=move || state.with(|state| matches!(state, State::Refused(_)))>
                    {move || state.with(|state| words(lang, state))}
                </p>
                {bar}
                <div class="links">{taps}</div>
            </div>
        </li>
    }
    .whole()
}

/// A file that is there.
fn file_row(here: &Here, base: &str, file: &File, write: bool) -> AnyView {
    let lang = here.lang;
    let href = format!("{base}/lampiran/{}", file.id);
    let picture = file.format != Format::Pdf;
    let thumb = if picture {
        let src = format!("{href}/kecil");
        view! { <span class="thumb"><img src=src alt=file.description.clone() loading="lazy"/></span> }
            .whole()
    } else {
        view! { <span class="thumb" aria-hidden="true">"PDF"</span> }.whole()
    };
    let at = say!(upload_at, lang, size = file.size.clone(), at = here.moment(file.added_at));
    let described = (picture && write).then(|| describe_form(here, file));
    let remove = write.then(|| act_form("remove", &file.id, say!(upload_remove, lang)));
    view! {
        <li id=format!("berkas-{}", file.id)>
            {thumb}
            <div>
                <b><a href=href rel="external" download=(!picture).then_some("")>{file.name.clone()}</a></b>
                <p>{at}</p>
                {described}
                {remove}
            </div>
        </li>
    }
    .whole()
}

/// What a picture shows, and whether those in it agreed: asked for every picture.
fn describe_form(here: &Here, file: &File) -> AnyView {
    let lang = here.lang;
    let field = format!("description-{}", file.id);
    let error = here.error(&field);
    let wrong = error.is_some();
    view! {
        <form method="post" class="describe">
            <input type="hidden" name="file" value=file.id.clone()/>
            <label for=field.clone()>{say!(upload_describe, lang)}</label>
            {error.map(|sentence| view! { <p class="error-line"><Icon name="warning"/>{sentence}</p> })}
            <input
                class="input"
                type="text"
                id=field
                name="description"
                value=file.description.clone()
                aria-invalid=wrong.then_some("true")
            />
            <label class="card-choice">
                <input type="checkbox" name="consent" value="ya" checked=file.consent/>
                <span>{say!(upload_consent, lang)}</span>
            </label>
            <Button class="secondary" label=say!(upload_save, lang) sends=("action", "describe")/>
        </form>
    }
    .whole()
}

/// The attachments of a version, to be read: `base` is the address below which they lie.
pub fn list(lang: Lang, base: &str, files: &[Enclosed]) -> AnyView {
    if files.is_empty() {
        return view! { <p class="muted">{say!(attachments_none, lang)}</p> }.whole();
    }
    let rows = files
        .iter()
        .map(|file| {
            let href = format!("{base}/{}", file.id);
            let thumb = match file.format {
                Format::Pdf => "PDF".whole(),
                _ => view! {
                    <img src=format!("{href}/kecil") alt=file.description.clone() loading="lazy"/>
                }
                .whole(),
            };
            let size = rules::size(u64::try_from(file.size).unwrap_or(0), lang);
            view! {
                <li>
                    <span class="thumb">{thumb}</span>
                    <div>
                        <b><a href=href rel="external">{file.name.clone()}</a></b>
                        <p>{size} {(!file.description.is_empty()).then(|| format!(". {}", file.description))}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="files" role="list">{rows}</ul> }.whole()
}

/// What was removed in the last thirty days.
fn bin(lang: Lang, removed: &[File]) -> AnyView {
    let rows = removed
        .iter()
        .map(|file| {
            view! {
                <li>
                    <span class="thumb"><Icon name="file"/></span>
                    <div>
                        <b>{file.name.clone()}</b>
                        {act_form("restore", &file.id, say!(upload_restore, lang))}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="guide">
            <summary>{say!(upload_bin, lang, n = removed.len())}<Icon name="down"/></summary>
            <div class="guide-body">
                <p>{say!(upload_bin_hint, lang)}</p>
                <ul class="files" role="list">{rows}</ul>
            </div>
        </details>
    }
    .whole()
}
