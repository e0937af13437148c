//! Innovations as people see them: each with its own cloth, drawn from a number instead of a photo.

use super::page::{Data, Tag, Tone, sample_tag};
use super::whole::Whole;
use crate::kernel::Lang;
use crate::say;
use leptos::prelude::*;

const MOTIFS: [&str; 6] = ["lumbon", "rosette", "river", "rows", "bamboo", "scales"];

/// A lasting number for a text, so that an innovation keeps its cloth.
pub fn seed_of(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// A piece of cloth: motif, dye and place of the cut follow from `seed`.
#[component]
pub fn Cover(seed: u32) -> impl IntoView {
    let mixed = (seed ^ (seed >> 15)).wrapping_mul(0x2c1b_3c6d);
    let mixed = mixed ^ (mixed >> 13);
    let motif = MOTIFS[(mixed % 6) as usize];
    let dye = (mixed / 6) % 6;
    let (x, y) = ((mixed / 36) % 150, (mixed / 5400) % 90);
    view! {
        <svg
            class=format!("cover dye-{dye}")
            viewBox=format!("{x} {y} 320 200")
            preserveAspectRatio="xMidYMid slice"
            aria-hidden="true"
        >
            <use href=format!("/cloth.svg#{motif}")/>
        </svg>
    }
}

/// A card of the gallery, an `<li>` for `<ul class="gallery" role="list">`; the whole card is the
/// link.
#[component]
pub fn InnovationCard(
    lang: Lang,
    #[prop(into)] href: String,
    /// Its short name.
    #[prop(into)]
    name: String,
    /// What the letters stand for, or nothing.
    #[prop(optional, into)]
    expansion: String,
    /// Unit and agency.
    #[prop(into)]
    unit: String,
    seed: u32,
    /// "Top 10 tahun 2020", or nothing.
    #[prop(optional, into)]
    award: String,
    #[prop(optional)] data: Data,
) -> impl IntoView {
    let expansion = (!expansion.is_empty()).then(|| view! { <p class="expansion">{expansion}</p> });
    let award = (!award.is_empty()).then(|| view! { <Tag tone=Tone::Award text=award/> });
    let sample = sample_tag(lang, data);
    let foot = (award.is_some() || sample.is_some())
        .then(|| view! { <p class="foot">{award}{sample}</p> });
    view! {
        <li class="innovation">
            <Cover seed=seed/>
            <div class="words">
                <h3><a href=href>{name}</a></h3>
                {expansion}
                <p class="unit">{unit}</p>
                {foot}
            </div>
        </li>
    }
}

/// One of the first three, an `<li>` for `<ol class="podium" role="list">`.
#[component]
pub fn PodiumItem(
    lang: Lang,
    place: u32,
    #[prop(into)] name: String,
    #[prop(into)] unit: String,
    seed: u32,
    /// Its page, or nothing.
    #[prop(optional, into)]
    href: String,
    /// "Diteruskan ke provinsi", or nothing.
    #[prop(optional, into)]
    tag: String,
) -> impl IntoView {
    let class = if place == 1 { "first" } else { "" };
    view! {
        <li class=class>
            <div class="cloth">
                <Cover seed=seed/>
                <span class="place"><span class="vh">{say!(ui_rank, lang)}" "</span>{place}</span>
            </div>
            <div class="words"><h2>{linked(name, href)}</h2><p>{unit}</p>{tagged(tag)}</div>
        </li>
    }
}

/// A place after the podium, an `<li>` for `<ol class="places" role="list" start="4">`.
#[component]
pub fn ResultRow(
    lang: Lang,
    place: u32,
    #[prop(into)] name: String,
    #[prop(into)] unit: String,
    /// Its page, or nothing.
    #[prop(optional, into)]
    href: String,
    /// "Diteruskan ke provinsi", or nothing.
    #[prop(optional, into)]
    tag: String,
) -> impl IntoView {
    view! {
        <li>
            <span class="place"><span class="vh">{say!(ui_rank, lang)}" "</span>{place}</span>
            <div><h2>{linked(name, href)}</h2><p>{unit}</p></div>
            {tagged(tag)}
        </li>
    }
}

fn linked(name: String, href: String) -> AnyView {
    if href.is_empty() { name.whole() } else { view! { <a href=href>{name}</a> }.whole() }
}

fn tagged(tag: String) -> Option<impl IntoView> {
    (!tag.is_empty()).then(|| view! { <Tag tone=Tone::Done text=tag/> })
}
