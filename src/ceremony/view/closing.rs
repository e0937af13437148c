//! Scenes that say something rather than tell a result: slides made for the evening, and the thanks.

use super::{
    fit::fit,
    markup::{Node, node, part},
    scenes::{fading, glow, landscape, line, stream},
};
use crate::ceremony::rules::{Poster, Programme, Snapshot, played::Slide, rundown::Kind};
use crate::kernel::Lang;
use crate::say;

/// Words or a picture made for this evening.
pub fn slide(slide: &Slide) -> Vec<Node> {
    let picture = (!slide.image.is_empty()).then(|| {
        let image = node("img", "").with("src", &slide.image).with("alt", &slide.title);
        fading("figure", "", 200, "").hold(image)
    });
    let size = fit(&slide.title, 1_600, &[140, 112, 92, 80, 66], 112).size;
    let title = (!slide.title.is_empty())
        .then(|| node("h1", &format!("f{size}")).hold(line(&slide.title, 300)));
    let text = (!slide.text.is_empty()).then(|| fading("p", "", 800, &slide.text));
    let words = part("centre").maybe(title).maybe(text);
    let mut scene = vec![glow(if slide.kind == Kind::Protocol { "court" } else { "north" })];
    scene.extend(picture);
    scene.extend([words, stream()]);
    scene
}

fn poster(poster: &Poster, lang: Lang) -> Node {
    let side = poster.side;
    let path = |fill: &str, d: &str| node("path", "").with("fill", fill).with("d", d);
    let code = node("svg", "")
        .with("viewBox", &format!("0 0 {side} {side}"))
        .with("shape-rendering", "crispEdges")
        .with("role", "img")
        .with("aria-label", &poster.address)
        .hold(path("#fff", &format!("M0 0h{side}v{side}H0z")))
        .hold(path("#14100C", &poster.cells));
    let (host, page) = poster.address.split_once('/').unwrap_or((&poster.address, ""));
    let address = node("span", "").text(host).hold(node("i", "").text("/").text(page));
    fading("div", "poster", 1_800, "")
        .hold(code)
        .hold(node("p", "").hold(node("b", "").text(say!(stage_results_full, lang))).hold(address))
}

/// Thanks, and where the results are once they are public.
pub fn thanks(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> Vec<Node> {
    let groups = [
        say!(stage_thanks_innovators, lang),
        say!(stage_thanks_judges, lang),
        say!(stage_thanks_committee, lang),
        say!(stage_thanks_guests, lang),
    ];
    let groups =
        (0_i64..).zip(groups).map(|(at, name)| fading("li", "", 800 + at * 200, name)).collect();
    let released = programme.poster.as_ref().filter(|_| snapshot.published);
    let titles = part("titles")
        .hold(node("h1", "").hold(line(say!(stage_thanks, lang), 200)))
        .hold(node("ul", "").all(groups))
        .maybe(released.map(|address| poster(address, lang)));
    landscape().into_iter().chain([titles]).collect()
}
