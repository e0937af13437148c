//! One rank: the giant leaf with its ring while the hall waits, and the name behind it.

use super::{
    fit::fit,
    markup::{Node, art, node, part},
    scenes::{badge, rail, simulated, sized, token},
    words::{lit, ordinal, plain, tied},
};
use crate::ceremony::rules::{Programme, Reveal, RevealedRow, Snapshot};
use crate::kernel::Lang;
use crate::say;

/// How a name is set: its room, its sizes, and when its parts come, counted from the gate.
struct Setting {
    card: &'static str,
    room: u32,
    name: &'static [u32],
    two_from: u32,
    meaning: &'static [u32],
    unit: &'static [u32],
    letters: i64,
    pace: i64,
    words: i64,
    from: i64,
    photo: Option<i64>,
    line: bool,
}

const ALONE: Setting = Setting {
    card: "card alone",
    room: 950,
    name: &[200, 170, 140, 112, 92, 80],
    two_from: 140,
    meaning: &[60, 48, 40],
    unit: &[56, 48, 40],
    letters: 500,
    pace: 35,
    words: 1_200,
    from: 1_800,
    photo: Some(2_000),
    line: false,
};

/// The first rank takes the whole stage and a little more time.
const CHAMPION: Setting = Setting {
    card: "card",
    room: 1_180,
    name: &[270, 220, 170, 140, 112, 92],
    two_from: 170,
    meaning: &[72, 60, 48, 40],
    unit: &[66, 56, 44],
    letters: 800,
    pace: 46,
    words: 1_700,
    from: 2_300,
    photo: Some(300),
    line: true,
};

/// Several that share a rank stand side by side.
const SHARED: Setting =
    Setting { room: 820, name: &[140, 112, 92, 80, 66], card: "card", photo: None, ..ALONE };

/// The suspense of a rank, and its name if that is `told`.
pub fn rank(
    reveal: Reveal,
    told: bool,
    programme: &Programme,
    snapshot: &Snapshot,
    lang: Lang,
) -> Vec<Node> {
    let champion = (reveal.rank, reveal.places) == (1, 1);
    let setting = match reveal.places {
        _ if champion => CHAMPION,
        1 => ALONE,
        _ => SHARED,
    };
    let mut scene = vec![part("glow east")];
    if told {
        let list = programme.list_name(reveal.list).map(|name| name.pick(lang));
        let told = snapshot.at_rank(reveal.list, reveal.rank);
        let cards = told.map(|row| card(row, list, &setting, reveal.gate, lang));
        let class = if reveal.places > 1 { "faces shared" } else { "faces" };
        scene.extend(champion.then(|| part("tendril").hold(art("leaf"))));
        scene.push(part(class).all(cards.collect()));
    }
    scene.extend(simulated(programme, lang));
    scene.push(curtain(told, reveal.gate));
    if !champion {
        let leaf = |rank| match rank {
            rank if rank != reveal.rank && snapshot.knows(reveal.list, rank) => {
                token(rank, "told", 0)
            }
            rank if rank != reveal.rank => token(rank, "", 0),
            rank if told => token(rank, "here fade", reveal.gate),
            rank => token(rank, "away", 0),
        };
        scene.push(rail(programme.ranks(reveal.list).into_iter().map(leaf).collect()));
    }
    scene.push(ring(reveal, told, lang));
    if told && champion {
        scene.push(node("canvas", "confetti").begins(reveal.gate + 1_000));
    }
    scene
}

/// The giant leaf: its midrib is the seam.
fn curtain(told: bool, gate: i64) -> Node {
    let half = || node("i", "").begins(gate).hold(art("curtain"));
    part(if told { "curtain parted" } else { "curtain" })
        .hold(half())
        .hold(half())
        .hold(part("shade").begins(gate))
}

fn ring(reveal: Reveal, told: bool, lang: Lang) -> Node {
    let numeral = |class, begins, text: &str| node("b", class).begins(begins).text(text);
    let numerals = match reveal.rank {
        // Three, two, one: and one is the rank.
        1 => vec![
            numeral("count", 800, "3"),
            numeral("count", 2_000, "2"),
            numeral("count stays", 3_200, "1"),
        ],
        rank => vec![node("b", "").text(&rank.to_string())],
    };
    let heart = part("heart")
        .begins(900)
        .hold(node("p", "").text(say!(stage_rank_word, lang)))
        .hold(part("").all(numerals))
        .hold(node("p", "wait").text(say!(stage_and, lang)));
    let big = part("big").begins(0).hold(node("i", "spin").begins(0).hold(art("ring"))).hold(heart);
    let class = format!("ring r{}{}", reveal.rank, if told { " gone" } else { "" });
    part(&class).begins(reveal.gate).hold(big)
}

fn card(row: &RevealedRow, list: Option<&str>, setting: &Setting, gate: i64, lang: Lang) -> Node {
    let name = row.acronym.to_uppercase();
    let spoken = plain(&row.expansion);
    let name_fit = fit(&name, setting.room, setting.name, setting.two_from);
    let meaning_fit = fit(&spoken, setting.room, setting.meaning, 48);
    let unit_fit = fit(&row.unit, setting.room - 40, setting.unit, 56);
    let has_meaning = !spoken.trim().is_empty();
    let full = name_fit.lines > 1 || has_meaning && meaning_fit.lines > 1;

    let head = part("head fade")
        .begins(gate + 300)
        .hold(badge(row.rank))
        .hold(node("p", "").text(&ordinal(row.rank, lang)))
        .maybe(list.map(|list| node("p", "list").text(list)));
    let meaning = has_meaning.then(|| meaning(row, meaning_fit.size, gate + setting.words));
    let line = setting.line.then(|| part("stream").hold(art("stream")));
    let agency = (row.agency != row.unit).then(|| node("p", "agency").text(&row.agency));
    let from = part("from slide")
        .begins(gate + setting.from)
        .hold(sized("p", unit_fit.size, &tied(&row.unit)))
        .maybe(agency);
    let telling = part("telling")
        .hold(head)
        .hold(acronym(&name, name_fit.size, gate + setting.letters, setting.pace))
        .maybe(meaning)
        .maybe(line)
        .hold(from);
    let class = format!("{} r{}{}", setting.card, row.rank, if full { " close" } else { "" });
    let initial: String = name.chars().take(1).collect();
    let photo = setting.photo.map(|begins| photo(&initial, gate + begins));
    node("article", &class).hold(telling).maybe(photo)
}

/// The short name, letter by letter.
fn acronym(name: &str, size: u32, begins: i64, pace: i64) -> Node {
    let mut letter = begins - pace;
    let mut heading = node("h1", &format!("acronym f{size}")).with("aria-label", name);
    for word in name.split_whitespace() {
        let letters = word.chars().map(|c| {
            letter += pace;
            node("span", "rise").begins(letter).text(&c.to_string())
        });
        heading = heading.hold(node("span", "wd").all(letters.collect())).text(" ");
    }
    heading
}

/// What the short name stands for, word by word, with its syllables lit.
fn meaning(row: &RevealedRow, size: u32, begins: i64) -> Node {
    let mut line = node("p", &format!("meaning f{size}"));
    for (at, pieces) in (0_i64..).zip(lit(&row.expansion)) {
        let mut word = node("span", "fade").begins(begins + at * 60);
        for (on, text) in pieces {
            word = if on { word.hold(node("b", "").text(&text)) } else { word.text(&text) };
        }
        line = line.hold(word).text(" ");
    }
    line
}

/// Until there are photographs: the initial in gold on a leaf.
fn photo(initial: &str, begins: i64) -> Node {
    node("figure", "photo unveil")
        .begins(begins)
        .hold(part("sprig").hold(art("leaf")))
        .hold(part("pane").hold(art("leaf")).hold(node("b", "").text(initial)))
}
