//! The rundown as data: the steps that are edited on a page or kept in a file, what may stand in them,
//! and what an edit does.

use serde::{Deserialize, Serialize};

/// Key of the list that the plenary has sealed: the best of all.
pub const TOP: &str = "top";

/// What a list of one category is called: this and the category's key.
pub const CATEGORY: &str = "category:";

/// Most steps of a rundown.
pub const STEPS: usize = 120;

/// Most letters of a title.
pub const TITLE: usize = 90;

/// Most letters of a text on a slide or of the presenter's words.
pub const TEXT: usize = 400;

/// Least milliseconds of suspense: the name needs a moment to reach the screens.
pub const SHORTEST: i64 = 1_500;

/// Most milliseconds of suspense.
pub const LONGEST: i64 = 20_000;

/// What a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Title, date, place.
    #[default]
    Waiting,
    /// The title opens the evening.
    Opening,
    /// How many took part.
    Numbers,
    /// How it was judged.
    Method,
    /// The leaves of a list.
    Introduction,
    /// Ranks of a list, one after the other.
    Ranks,
    /// The first three of a list.
    Podium,
    /// All of a list.
    Board,
    /// Who goes on to the next level.
    NextLevel,
    /// Thanks.
    Thanks,
    /// Who is asked to do what: "Bupati dimohon naik ke panggung".
    Protocol,
    /// Words for the hall.
    Message,
    /// A picture.
    Image,
}

impl Kind {
    /// Every kind with its name in forms and files.
    pub const ALL: [(Self, &'static str); 13] = [
        (Self::Protocol, "protocol"),
        (Self::Message, "message"),
        (Self::Image, "image"),
        (Self::Ranks, "ranks"),
        (Self::Introduction, "introduction"),
        (Self::Podium, "podium"),
        (Self::Board, "board"),
        (Self::Waiting, "waiting"),
        (Self::Opening, "opening"),
        (Self::Numbers, "numbers"),
        (Self::Method, "method"),
        (Self::NextLevel, "next_level"),
        (Self::Thanks, "thanks"),
    ];

    /// The name in forms and files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, one)| *one == name).map(|(kind, _)| *kind)
    }

    /// Whether it belongs to a list of results.
    pub fn has_list(self) -> bool {
        matches!(self, Self::Introduction | Self::Ranks | Self::Podium | Self::Board)
    }

    /// Whether somebody writes what it shows.
    pub fn is_slide(self) -> bool {
        matches!(self, Self::Protocol | Self::Message | Self::Image)
    }
}

fn is_zero<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// One step; what its kind has no use for is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What it is.
    pub kind: Kind,
    /// Which list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub list: String,
    /// The place it begins with, counted from the top; 0 is the last there is.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub from: u32,
    /// The place it ends with.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub to: u32,
    /// Milliseconds of suspense; 0 is what the place deserves.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub suspense: i64,
    /// The large words of a slide.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The words below.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What the presenter says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub say: String,
    /// The picture's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub image: String,
}

impl Step {
    /// A step that needs nothing but its kind.
    pub fn of(kind: Kind) -> Self {
        let list = if kind.has_list() { TOP } else { "" };
        Self { kind, list: list.to_owned(), ..Self::default() }
    }

    /// Ranks of the best of all.
    pub fn ranks(from: u32, to: u32) -> Self {
        Self { from, to, ..Self::of(Kind::Ranks) }
    }
}

/// All steps, as a file holds them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rundown {
    /// In their order.
    #[serde(rename = "step", default)]
    pub steps: Vec<Step>,
}

/// The order that a show has unless somebody writes another.
pub fn usual() -> Rundown {
    let plain = Step::of;
    let steps = vec![
        plain(Kind::Waiting),
        plain(Kind::Opening),
        plain(Kind::Numbers),
        plain(Kind::Method),
        plain(Kind::Introduction),
        Step::ranks(0, 4),
        plain(Kind::Podium),
        Step::ranks(3, 1),
        plain(Kind::Podium),
        plain(Kind::Board),
        plain(Kind::NextLevel),
        plain(Kind::Thanks),
        plain(Kind::Waiting),
    ];
    Rundown { steps }
}

/// What is wrong with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// There are no steps, or too many.
    Count,
    /// The first step is no picture that the hall may see before anybody presses.
    First,
    /// There is no such list.
    List,
    /// The places do not go up from a lower one to a higher one.
    Places,
    /// A place is told twice.
    Twice,
    /// The suspense is too short or too long.
    Suspense,
    /// A slide without words or picture.
    Empty,
    /// Words that do not fit on the screen.
    Long,
}

/// Every flaw with the step it is in, from 0. `lists` are the keys of the lists there are.
pub fn flaws(rundown: &Rundown, lists: &[String]) -> Vec<(usize, Flaw)> {
    let mut flaws = Vec::new();
    let steps = &rundown.steps;
    if steps.is_empty() || steps.len() > STEPS {
        flaws.push((0, Flaw::Count));
    }
    if steps.first().is_some_and(|step| step.kind.has_list() || step.kind == Kind::NextLevel) {
        flaws.push((0, Flaw::First));
    }
    let mut told: Vec<(&str, u32, u32)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        flaws.extend(flaw(step, lists).map(|flaw| (at, flaw)));
        if step.kind == Kind::Ranks {
            let from = if step.from == 0 { u32::MAX } else { step.from };
            let list = step.list.as_str();
            if told
                .iter()
                .any(|(other, low, high)| *other == list && step.to <= *high && from >= *low)
            {
                flaws.push((at, Flaw::Twice));
            }
            told.push((list, step.to, from));
        }
    }
    flaws
}

fn flaw(step: &Step, lists: &[String]) -> Option<Flaw> {
    let long = |text: &str, most: usize| text.chars().count() > most;
    let words = [&step.title, &step.text, &step.image];
    if step.kind.has_list() && !lists.contains(&step.list) {
        return Some(Flaw::List);
    }
    if step.kind == Kind::Ranks {
        // How many a category has is not known here, so that its first place must be said.
        let open = step.from == 0 && step.list != TOP;
        if step.to == 0 || open || (step.from != 0 && step.from < step.to) {
            return Some(Flaw::Places);
        }
        if step.suspense != 0 && !(SHORTEST..=LONGEST).contains(&step.suspense) {
            return Some(Flaw::Suspense);
        }
    }
    if step.kind.is_slide() && words.iter().all(|text| text.trim().is_empty()) {
        return Some(Flaw::Empty);
    }
    if long(&step.title, TITLE) || long(&step.text, TEXT) || long(&step.say, TEXT) {
        return Some(Flaw::Long);
    }
    None
}

/// What is done to a rundown on its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// One step up.
    Up(usize),
    /// One step down.
    Down(usize),
    /// Taken out.
    Remove(usize),
    /// A new one before the step of this number, or at the end.
    Add(usize, Step),
    /// Another in its place.
    Put(usize, Step),
    /// All others in their place: a file, or the usual order.
    All(Rundown),
}

/// The rundown after an edit; `None` if there is no such step.
pub fn edited(rundown: &Rundown, edit: Edit) -> Option<Rundown> {
    let mut steps = rundown.steps.clone();
    match edit {
        Edit::Up(at) => {
            let above = at.checked_sub(1)?;
            (at < steps.len()).then(|| steps.swap(above, at))?;
        }
        Edit::Down(at) => (at + 1 < steps.len()).then(|| steps.swap(at, at + 1))?,
        Edit::Remove(at) => drop((at < steps.len()).then(|| steps.remove(at))?),
        Edit::Add(at, step) => steps.insert(at.min(steps.len()), step),
        Edit::Put(at, step) => *steps.get_mut(at)? = step,
        Edit::All(rundown) => return Some(rundown),
    }
    Some(Rundown { steps })
}

/// Seconds as they are typed, in milliseconds: "2,6" or "2.6"; nothing is 0.
pub fn milliseconds(typed: &str) -> Option<i64> {
    let typed = typed.trim().replace(',', ".");
    if typed.is_empty() {
        return Some(0);
    }
    let (whole, rest) = typed.split_once('.').unwrap_or((&typed, "0"));
    let is_number =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(rest) {
        return None;
    }
    let thousandths: i64 = format!("{rest:0<3}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 1_000 + thousandths)
}

/// Milliseconds as they are typed: "2,6".
pub fn seconds(milliseconds: i64) -> String {
    let text = format!("{},{:03}", milliseconds / 1_000, milliseconds % 1_000);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}
