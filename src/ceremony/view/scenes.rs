//! Every scene of the show as its final frame. `data-d` says how many milliseconds into its cue
//! a part begins to move; where it comes from is the style sheet's business.

use super::{
    closing::{slide, thanks},
    fit::fit,
    markup::{Node, art, node, part},
    rank::rank,
    words::{best, tied, two_lines},
};
use crate::ceremony::rules::{Cue, Figures, Programme, RevealedRow, Snapshot};
use crate::kernel::Lang;
use crate::say;
use std::fmt::Write as _;

/// The style sheet's name of a cue's scene.
pub fn class(cue: Cue) -> &'static str {
    match cue {
        Cue::Waiting => "at-waiting",
        Cue::Opening => "at-opening",
        Cue::Numbers => "at-numbers",
        Cue::Method => "at-method",
        Cue::Introduction(_) => "at-introduction",
        Cue::Rank(reveal) if reveal.rank == 1 && reveal.places == 1 => "at-rank champion",
        Cue::Rank(_) => "at-rank",
        Cue::Podium(_) => "at-podium",
        Cue::Board(_) => "at-board",
        Cue::NextLevel => "at-next-level",
        Cue::Thanks => "at-thanks",
        Cue::Slide(_) => "at-slide",
    }
}

/// The scene of a cue; `told` if a rank's name belongs to it.
pub fn draw(
    cue: Cue,
    told: bool,
    programme: &Programme,
    snapshot: &Snapshot,
    lang: Lang,
) -> Vec<Node> {
    match cue {
        Cue::Waiting => waiting(programme, lang),
        Cue::Opening => opening(programme, lang),
        Cue::Numbers => numbers(&programme.figures, lang),
        Cue::Method => method(programme, lang),
        Cue::Introduction(list) => introduction(list, programme, snapshot, lang),
        Cue::Rank(reveal) => rank(reveal, told, programme, snapshot, lang),
        Cue::Podium(list) => podium(list, programme, snapshot, lang),
        Cue::Board(list) => board(list, programme, snapshot, lang),
        Cue::NextLevel => next_level(programme, snapshot, lang),
        Cue::Thanks => thanks(programme, snapshot, lang),
        Cue::Slide(number) => programme.slide(number).map_or_else(Vec::new, slide),
    }
}

/// The line that every picture with ranks carries in a demo edition.
pub fn simulated(programme: &Programme, lang: Lang) -> Option<Node> {
    programme.demo.then(|| node("p", "simulated").text(say!(stage_simulated, lang)))
}

/// A round badge with a number.
pub fn badge(number: u32) -> Node {
    part("badge").hold(art("medal")).hold(node("b", "").text(&number.to_string()))
}

/// A text in a size of [`fit`].
pub fn sized(tag: &'static str, size: u32, text: &str) -> Node {
    node(tag, &format!("f{size}")).text(text)
}

/// A line that rises out of its own edge.
pub fn line(text: &str, begins: i64) -> Node {
    node("span", "mask").hold(node("span", "").begins(begins).text(text))
}

fn title(lines: (&str, &str), begins: i64) -> Node {
    node("h1", "").hold(line(lines.0, begins)).text(" ").hold(line(lines.1, begins + 90))
}

/// A part that comes out of the ground.
pub fn fading(tag: &'static str, class: &str, begins: i64, text: &str) -> Node {
    node(tag, &format!("{class} fade")).begins(begins).text(text)
}

/// Light from somewhere.
pub fn glow(from: &str) -> Node {
    part(&format!("glow {from}"))
}

/// The line of the river.
pub fn stream() -> Node {
    part("stream").hold(art("stream"))
}

fn region_and_year(programme: &Programme) -> String {
    format!("{} {}", programme.region, programme.year)
}

fn river(class: &str) -> Node {
    part(class).hold(node("i", "flow").begins(0).hold(art("river")))
}

/// Moon, hill and river.
pub fn landscape() -> [Node; 3] {
    let second = node("i", "flow two").begins(0).hold(art("river"));
    [
        part("moon").hold(node("i", "spin slow").begins(0).hold(art("ring"))),
        part("hill").hold(art("hill")),
        river("current").hold(second),
    ]
}

fn waiting(programme: &Programme, lang: Lang) -> Vec<Node> {
    let (first, second) = two_lines(programme.name.pick(lang));
    let place = fading("p", "where", 1_000, "")
        .hold(node("b", "").text(programme.date.pick(lang)))
        .text(&programme.venue);
    let titles = part("titles")
        .hold(title((&first, &second), 200))
        .hold(fading("p", "accent", 700, &region_and_year(programme)))
        .hold(place);
    landscape().into_iter().chain([titles]).collect()
}

fn opening(programme: &Programme, lang: Lang) -> Vec<Node> {
    let (first, second) = two_lines(programme.name.pick(lang));
    let half = |class| node("i", class).begins(500).hold(art("leaf"));
    let centre = part("centre")
        .hold(part("lumbon").hold(half("unfold")).hold(half("unfold mirrored")))
        .hold(title((&first, &second), 1_400))
        .hold(fading("p", "accent", 2_500, &region_and_year(programme)));
    vec![glow(""), part("halo breathe").begins(0).hold(art("halo")), centre]
}

/// A number whose digits roll into place.
fn rolling(number: u32, begins: i64) -> Node {
    let text = number.to_string();
    let digit = |(place, digit): (i64, char)| {
        let last = digit.to_digit(10).filter(|d| *d > 0).unwrap_or(10);
        let strip = (0..=last).map(|d| node("i", "").text(&(d % 10).to_string())).collect();
        node("span", "digit")
            .hold(node("b", "").text(&digit.to_string()))
            .hold(node("span", "roll").begins(begins + place * 100).all(strip))
    };
    let digits = (0_i64..).zip(text.chars()).map(digit).collect();
    part("figure").with("role", "img").with("aria-label", &text).all(digits)
}

/// One segment of bamboo for each innovation, so that bars can be counted.
fn bamboo(count: u32, most: u32) -> Node {
    let pitch = if most > 42 { (760 / most).max(2) } else { 18 };
    let wide = pitch - (pitch / 6).max(1);
    let stems = |height: u32, from: u32, fill: &str, opacity: &str| {
        let mut path = String::new();
        for at in 0..count {
            let _written = write!(path, "M{} {from}h{wide}v{height}h-{wide}z", at * pitch);
        }
        node("path", "").with("d", &path).with("fill", fill).with("opacity", opacity)
    };
    node("svg", "")
        .with("viewBox", &format!("0 0 {} 86", (count * pitch).max(1)))
        .with("aria-hidden", "true")
        .hold(stems(86, 0, "currentColor", "1"))
        .hold(stems(8, 0, "#fff", ".3"))
        .hold(stems(14, 72, "#000", ".22"))
}

fn numbers(figures: &Figures, lang: Lang) -> Vec<Node> {
    let top = &figures.top_agencies[..figures.top_agencies.len().min(3)];
    let rest = figures.proposals.saturating_sub(top.iter().map(|(_, n)| n).sum());
    let others = figures.agencies.saturating_sub(u32::try_from(top.len()).unwrap_or_default());
    let most = top.iter().map(|(_, n)| *n).chain([rest]).max().unwrap_or_default();
    let mut rows: Vec<(&str, String, u32)> =
        top.iter().map(|(name, n)| ("", name.clone(), *n)).collect();
    if rest > 0 {
        rows.push(("others", say!(stage_other_agencies, lang, n = others), rest));
    }
    let bars = (0_i64..)
        .zip(rows)
        .map(|(at, (class, name, count))| {
            let begins = 1_200 + at * 80;
            let bar = part("")
                .hold(node("i", "grow").begins(begins + 200).hold(bamboo(count, most)))
                .hold(fading("b", "", begins + 700, &count.to_string()));
            node("li", class).hold(fading("p", "", begins, &name)).hold(bar)
        })
        .collect();
    let agencies = part("").hold(rolling(figures.agencies, 100)).hold(fading(
        "p",
        "",
        400,
        say!(stage_agencies, lang),
    ));
    let proposals = part("chief").hold(rolling(figures.proposals, 500)).hold(fading(
        "p",
        "",
        900,
        say!(stage_innovations, lang),
    ));
    vec![
        glow("west"),
        part("totals").hold(agencies).hold(proposals),
        node("ul", "bamboos").all(bars),
        stream(),
    ]
}

fn method(programme: &Programme, lang: Lang) -> Vec<Node> {
    let figures = &programme.figures;
    let seal = programme.seal.as_ref();
    let (reads, judges) = (programme.reads, figures.judges);
    let sealed = match seal {
        Some(seal) => say!(stage_step_plenary_note, lang, date = seal.on.pick(lang)),
        None => say!(stage_step_plenary_open, lang).to_owned(),
    };
    let steps = [
        (
            say!(stage_step_screening, lang),
            say!(stage_step_screening_note, lang, n = figures.proposals),
        ),
        (
            say!(stage_step_judging, lang),
            say!(stage_step_judging_note, lang, reads = reads, judges = judges),
        ),
        (say!(stage_step_plenary, lang), sealed),
    ];
    let steps = (1_u32..)
        .zip(steps)
        .map(|(number, (name, note))| {
            node("li", "slide")
                .begins(i64::from(number) * 400)
                .hold(badge(number))
                .hold(node("h2", "").text(name))
                .hold(node("p", "").text(&note))
        })
        .collect();
    let words = seal.map(|seal| {
        fading("p", "seal", 1_900, "")
            .hold(node("span", "").text(say!(stage_seal_words, lang)))
            .hold(node("b", "").text(&seal.words))
    });
    let heading = node("h1", "").hold(line(say!(stage_method, lang), 100));
    let mut scene = vec![glow("north"), heading, node("ol", "stages").all(steps), stream()];
    scene.extend(words);
    scene
}

fn introduction(list: u32, programme: &Programme, snapshot: &Snapshot, lang: Lang) -> Vec<Node> {
    let centre = part("centre")
        .hold(part("lumbon").hold(art("leaf")))
        .hold(node("h1", "").hold(line(&best(programme, list, lang), 1_100)))
        .hold(fading("p", "accent", 1_700, &region_and_year(programme)));
    let leaf = |(at, rank): (i64, u32)| {
        token(rank, if snapshot.knows(list, rank) { "rise told" } else { "rise" }, at * 60)
    };
    let leaves = (0_i64..).zip(programme.ranks(list)).map(leaf).collect();
    vec![glow(""), centre, rail(leaves)]
}

/// A rank as a leaf.
pub fn token(rank: u32, class: &str, begins: i64) -> Node {
    node("li", &format!("{class} r{rank}"))
        .begins(begins)
        .hold(art("token"))
        .hold(node("b", "").text(&rank.to_string()))
}

/// Leaves on the river.
pub fn rail(leaves: Vec<Node>) -> Node {
    part("ranks").hold(stream()).hold(node("ol", "").with("role", "list").all(leaves))
}

fn podium(list: u32, programme: &Programme, snapshot: &Snapshot, lang: Lang) -> Vec<Node> {
    let mut ranks = programme.ranks(list);
    ranks.reverse();
    let columns = [
        (1, "silver", 120, 500, &[80, 66, 54][..], 80),
        (0, "gold", 240, 570, &[140, 112, 80, 66][..], 80),
        (2, "bronze", 0, 500, &[80, 66, 54][..], 80),
    ];
    let columns = columns
        .into_iter()
        .filter_map(|(place, class, begins, room, sizes, two_from)| {
            let rank = *ranks.get(place)?;
            let mut names = part("who rise").begins(begins + 900);
            for row in snapshot.at_rank(list, rank) {
                let size = fit(&row.acronym, room, sizes, two_from).size;
                names = names
                    .hold(sized("h2", size, &row.acronym))
                    .hold(node("p", "").text(&tied(&row.unit)));
            }
            let plinth = part("up").begins(begins).hold(art("frieze")).hold(badge(rank));
            Some(node("li", class).hold(names).hold(part("plinth").hold(plinth)))
        })
        .collect();
    let known = ranks.first().is_some_and(|rank| snapshot.knows(list, *rank));
    let mut scene = vec![
        glow("court"),
        node("h1", "").text(say!(stage_podium, lang)),
        node("ol", "plinths").with("role", "list").all(columns),
        part("floor"),
    ];
    scene.extend(simulated(programme, lang).filter(|_| known));
    scene
}

/// A unit in its row, with its agency if that is another and there is room.
fn unit(row: &RevealedRow) -> Node {
    let class = if fit(&row.unit, 900, &[44], 0).lines > 1 { "long" } else { "" };
    let both = format!("{} · {}", row.unit, row.agency);
    let agency = (row.agency != row.unit && fit(&both, 960, &[44], 0).lines == 1)
        .then(|| node("i", "").text(" · ").text(&row.agency));
    node("span", class).text(&tied(&row.unit)).maybe(agency)
}

fn board(list: u32, programme: &Programme, snapshot: &Snapshot, lang: Lang) -> Vec<Node> {
    let count = i64::try_from(snapshot.of_list(list).count()).unwrap_or_default();
    let rows = (1_i64..)
        .zip(snapshot.of_list(list))
        .map(|(place, slot)| {
            let sizes: &[u32] = match place {
                1 => &[92, 80, 66, 54, 44],
                2 | 3 => &[66, 54, 48, 44],
                _ => &[54, 48, 44],
            };
            let item = node("li", &format!("rise r{place}"))
                .begins((count - place) * 60)
                .hold(node("b", "").text(&slot.rank().to_string()));
            match slot.revealed() {
                Some(row) => {
                    let size = fit(&row.acronym, 690, sizes, 0).size;
                    item.hold(sized("strong", size, &row.acronym)).hold(unit(row))
                }
                None => item,
            }
        })
        .collect();
    let header = node("header", "")
        .hold(node("h1", "").text(&best(programme, list, lang)))
        .hold(node("p", "").text(&format!("{} {}", programme.region_short, programme.year)));
    let mut scene = vec![glow("north"), header, node("ol", "rows").with("role", "list").all(rows)];
    scene.extend(simulated(programme, lang));
    scene
}

fn next_level(programme: &Programme, snapshot: &Snapshot, lang: Lang) -> Vec<Node> {
    let places = if programme.forwarded == 0 { u32::MAX } else { programme.forwarded };
    let rows = (0_u32..)
        .zip(snapshot.of_list(0).filter_map(|slot| slot.revealed()))
        .map(|(at, row)| {
            let goes = at < places;
            let (class, sizes): (_, &[u32]) =
                if goes { ("goes rise", &[60, 54, 44]) } else { ("fade", &[48, 40]) };
            let size = fit(&row.acronym, 600, sizes, 0).size;
            let fits = fit(&row.unit, 580, &[42], 0).lines == 1;
            let unit = (goes && fits).then(|| node("span", "").text(&tied(&row.unit)));
            node("li", class)
                .begins(500 + i64::from(at) * 100)
                .hold(node("b", "").text(&row.rank.to_string()))
                .hold(part("").hold(sized("strong", size, &row.acronym)).maybe(unit))
        })
        .collect();
    // "Provinsi" and "Jawa Tengah", not "Provinsi Jawa" and "Tengah".
    let lines = programme.next_level.split_once(' ').unwrap_or((&programme.next_level, ""));
    let titles = part("titles")
        .hold(fading("p", "", 100, say!(stage_next_level, lang)))
        .hold(title(lines, 300));
    let list = node("ol", "forwarded").with("role", "list").all(rows);
    let mut scene = vec![glow("water"), river("current broad"), titles, list];
    scene.extend(simulated(programme, lang));
    scene
}
