//! Devices that save to one text over a network that loses, repeats and delays.
//!
//! The devices run the page's own [`Saver`]; the server decides by the desk's own rule. Every
//! typed word is unique, so that "nothing is lost" can be asked word by word.

use crate::kernel::{
    keeping::{Done, Held, Save, decide},
    prng::Prng,
    saving::{Answer, Attempt, Chance, Draft, Effect, Event, Safe, Saver},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The server: one text, its versions, and what became of each attempt.
#[derive(Default)]
struct Server {
    held: Held,
    ops: BTreeMap<String, Done>,
    versions: Vec<String>,
    /// Texts beside the present one, by name: the text, and whether somebody chose.
    beside: BTreeMap<String, (String, bool)>,
    stored: Vec<String>,
}

impl Server {
    fn done(&self, op: &str) -> Option<Done> {
        let done = self.ops.get(op)?.clone();
        Some(match done {
            Done::Beside { branch, .. } => {
                let settled = self.beside[&branch].1;
                Done::Beside { branch, settled }
            }
            stored => stored,
        })
    }

    fn save(&mut self, attempt: &Attempt) -> Answer {
        let own = self.done(&attempt.op);
        let after: Vec<Done> = attempt.after.iter().filter_map(|op| self.done(op)).collect();
        let value = &attempt.value;
        let decision = decide(&self.held, attempt.base_rev, value, own.as_ref(), &after);
        let held = self.held.clone();
        let (done, answer) = match decision {
            Save::Replay(rev) => return Answer::Stored { rev },
            Save::Waits => return Answer::Conflict { rev: held.rev, value: held.value },
            Save::Settled => return Answer::Settled { rev: held.rev, value: held.value },
            Save::Same => (Done::Stored { rev: held.rev }, Answer::Stored { rev: held.rev }),
            Save::Store => {
                self.held = Held { rev: held.rev + 1, value: value.clone() };
                self.versions.push(value.clone());
                self.stored.push(attempt.op.clone());
                (Done::Stored { rev: held.rev + 1 }, Answer::Stored { rev: held.rev + 1 })
            }
            Save::Beside => {
                let open = self.beside.iter().find(|(_, (text, chosen))| text == value && !chosen);
                let branch = open.map_or_else(|| attempt.op.clone(), |(name, _)| name.clone());
                self.beside.entry(branch.clone()).or_insert((value.clone(), false));
                self.versions.push(value.clone());
                let answer = Answer::Conflict { rev: held.rev, value: held.value };
                (Done::Beside { branch, settled: false }, answer)
            }
        };
        self.ops.insert(attempt.op.clone(), done.clone());
        for op in &attempt.after {
            self.ops.entry(op.clone()).or_insert_with(|| done.overtakes());
        }
        for earlier in after {
            if let Done::Beside { branch, settled: false } = earlier
                && done != (Done::Beside { branch: branch.clone(), settled: false })
            {
                self.beside.entry(branch).and_modify(|(_, chosen)| *chosen = true);
            }
        }
        answer
    }

    /// Somebody looks at the first text beside the present one and chooses.
    fn choose(&mut self, beside: bool) {
        let Some((name, text)) = self
            .beside
            .iter()
            .find(|(_, (_, chosen))| !chosen)
            .map(|(name, (text, _))| (name.clone(), text.clone()))
        else {
            return;
        };
        if beside && text != self.held.value {
            self.held = Held { rev: self.held.rev + 1, value: text.clone() };
            self.versions.push(text.clone());
        }
        self.beside.insert(name, (text, true));
    }
}

/// A phone or an office PC with the page open.
struct Device {
    saver: Saver,
    field: String,
    draft: Option<Draft>,
    outbox: Option<Attempt>,
    air: Vec<Attempt>,
    answers: Vec<(String, Answer)>,
    full: bool,
    /// The page as the device's cache has it.
    page: Held,
    /// Words that the device has kept since they were typed.
    kept: Vec<String>,
}

struct Dice<'a>(&'a mut Prng);

impl Chance for Dice<'_> {
    fn number(&mut self) -> f64 {
        self.0.uniform()
    }

    fn name(&mut self) -> String {
        format!("{:08x}{:08x}", self.0.next_u32(), self.0.next_u32())
    }
}

struct World {
    server: Server,
    devices: Vec<Device>,
    now: i64,
    random: Prng,
    words: u32,
}

/// What happens next, and to which device.
#[derive(Clone, Debug)]
enum Step {
    Type(usize),
    Wait(i64),
    Leave(usize),
    Hide(usize),
    Arrive(usize, usize),
    DropRequest(usize),
    Answer(usize, usize),
    DropAnswer(usize),
    /// The page dies and is opened again: from the server or from the cache, typed into before it
    /// is alive or not.
    Reopen(usize, bool, bool),
    /// The service worker sends what outlived the page.
    Deliver(usize),
    Fill(usize),
    Choose(bool),
}

fn step() -> impl Strategy<Value = Step> {
    let device = 0_usize..2;
    prop_oneof![
        6 => device.clone().prop_map(Step::Type),
        6 => (100_i64..9_000).prop_map(Step::Wait),
        1 => (19_000_i64..70_000).prop_map(Step::Wait),
        2 => device.clone().prop_map(Step::Leave),
        1 => device.clone().prop_map(Step::Hide),
        6 => (device.clone(), 0_usize..3).prop_map(|(d, n)| Step::Arrive(d, n)),
        2 => device.clone().prop_map(Step::DropRequest),
        5 => (device.clone(), 0_usize..3).prop_map(|(d, n)| Step::Answer(d, n)),
        2 => device.clone().prop_map(Step::DropAnswer),
        3 => (device.clone(), any::<bool>(), any::<bool>()).prop_map(|(d, c, t)| Step::Reopen(d, c, t)),
        1 => device.clone().prop_map(Step::Deliver),
        1 => device.prop_map(Step::Fill),
        1 => any::<bool>().prop_map(Step::Choose),
    ]
}

impl World {
    fn new(seed: u32) -> Self {
        let device = || Device {
            saver: Saver::new(0, ""),
            field: String::new(),
            draft: None,
            outbox: None,
            air: Vec::new(),
            answers: Vec::new(),
            full: false,
            page: Held::default(),
            kept: Vec::new(),
        };
        Self {
            server: Server::default(),
            devices: vec![device(), device()],
            now: 1_000_000,
            random: Prng::new(seed),
            words: 0,
        }
    }

    fn perform(&mut self, at: usize, effects: Vec<Effect>) {
        for effect in effects {
            let device = &mut self.devices[at];
            match effect {
                Effect::Keep(draft) => {
                    let room = !device.full;
                    if room {
                        device.kept.extend(
                            draft.value.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
                        );
                        device.draft = Some(draft);
                    }
                    self.hear(at, Event::Kept(room));
                }
                Effect::Settle(copy) => {
                    device.draft = (!device.full).then_some(copy);
                    device.outbox = None;
                }
                Effect::Send(attempt) => {
                    device.outbox = Some(attempt.clone());
                    device.air.push(attempt);
                }
                Effect::Hand(attempt) => device.outbox = Some(attempt),
                Effect::Show(text) => device.field = text,
            }
        }
    }

    fn hear(&mut self, at: usize, event: Event) {
        let (now, dice) = (self.now, &mut Dice(&mut self.random));
        let effects = self.devices[at].saver.hear(event, now, dice);
        self.perform(at, effects);
    }

    fn word(&mut self) -> String {
        self.words += 1;
        format!("kata{}", self.words)
    }

    fn pass(&mut self, milliseconds: i64) {
        let end = self.now + milliseconds;
        loop {
            let next = (0..self.devices.len())
                .filter_map(|at| Some((self.devices[at].saver.wake_at(self.now)?, at)))
                .min();
            match next {
                Some((at, device)) if at <= end => {
                    self.now = self.now.max(at);
                    self.hear(device, Event::Tick);
                    // A device that asks to be woken at once for ever would hang the page.
                    self.now += 1;
                }
                _ => break,
            }
        }
        self.now = self.now.max(end);
    }

    fn run(&mut self, step: Step) {
        match step {
            Step::Type(at) => {
                let word = self.word();
                let text = format!("{} {word}", self.devices[at].field);
                self.devices[at].field.clone_from(&text);
                self.hear(at, Event::Typed(text));
            }
            Step::Wait(milliseconds) => self.pass(milliseconds),
            Step::Leave(at) => self.hear(at, Event::Left),
            Step::Hide(at) => self.hear(at, Event::Gone),
            Step::Arrive(at, which) => {
                let device = &mut self.devices[at];
                if which < device.air.len() {
                    let attempt = device.air.remove(which);
                    let answer = self.server.save(&attempt);
                    self.devices[at].answers.push((attempt.op, answer));
                }
            }
            Step::DropRequest(at) => {
                let device = &mut self.devices[at];
                if !device.air.is_empty() {
                    let lost = device.air.remove(0);
                    device.answers.push((lost.op, Answer::Lost));
                }
            }
            Step::Answer(at, which) => {
                if which < self.devices[at].answers.len() {
                    let (op, answer) = self.devices[at].answers.remove(which);
                    self.hear(at, Event::Answered(op, answer));
                }
            }
            Step::DropAnswer(at) => {
                // Never heard of again: the device's patience ends it.
                self.devices[at].answers.pop();
            }
            Step::Reopen(at, cached, typed) => {
                let word = self.word();
                if !cached {
                    self.devices[at].page = self.server.held.clone();
                }
                let device = &mut self.devices[at];
                let page = device.page.clone();
                device.saver = Saver::new(page.rev, page.value.clone());
                device.field = if typed { format!("{} {word}", page.value) } else { page.value };
                let (found, draft, now) = (device.field.clone(), device.draft.clone(), self.now);
                let dice = &mut Dice(&mut self.random);
                let effects = self.devices[at].saver.begin(&found, draft, now, dice);
                // Requests that are under way stay so; their answers find nobody.
                self.devices[at].answers.clear();
                self.perform(at, effects);
            }
            Step::Deliver(at) => {
                if let Some(attempt) = self.devices[at].outbox.clone()
                    && !matches!(self.server.save(&attempt), Answer::Lost)
                    && self.devices[at].outbox.as_ref() == Some(&attempt)
                {
                    self.devices[at].outbox = None;
                }
            }
            Step::Fill(at) => self.devices[at].full = !self.devices[at].full,
            Step::Choose(beside) => self.server.choose(beside),
        }
    }

    /// The network is well, every page is open, and nobody types: how it all ends.
    fn heal(&mut self) {
        for _ in 0..60 {
            for at in 0..self.devices.len() {
                self.hear(at, Event::Retry);
                while !self.devices[at].air.is_empty() {
                    self.run(Step::Arrive(at, 0));
                }
                while !self.devices[at].answers.is_empty() {
                    self.run(Step::Answer(at, 0));
                }
            }
            self.pass(5_000);
        }
    }

    fn reachable(&self, word: &str) -> bool {
        let has = |text: &str| text.split_whitespace().any(|w| w == word);
        self.server.versions.iter().any(|text| has(text))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Any order of typing, lost requests and answers, repeats, closed and reopened pages, full
    /// devices and choices.
    #[test]
    fn every_word_a_device_kept_ends_on_the_server(
        steps in prop::collection::vec(step(), 1..80), seed in any::<u32>(),
    ) {
        let mut world = World::new(seed);
        for step in steps {
            world.run(step);
        }
        world.heal();
        for (at, device) in world.devices.iter().enumerate() {
            for word in &device.kept {
                prop_assert!(world.reachable(word), "device {at} kept {word}, the server has it nowhere");
            }
            for word in device.field.split_whitespace() {
                prop_assert!(world.reachable(word), "device {at} shows {word}, the server has it nowhere");
            }
            // The line tells the truth.
            match device.saver.safe(world.now) {
                Safe::Server => prop_assert!(world.server.versions.contains(&device.field) || device.field.is_empty()),
                Safe::Conflict => prop_assert!(!world.server.beside.is_empty(), "nothing to choose from"),
                other => prop_assert!(false, "device {at} ends as {other:?}"),
            }
        }
        // Nothing was carried out twice, and the newest stored text is the present one.
        let mut once = world.server.stored.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), world.server.stored.len(), "an attempt was stored twice");
    }

    /// One device alone never meets a conflict, whatever the network and the phone do to it.
    #[test]
    fn a_device_never_conflicts_with_itself(
        steps in prop::collection::vec(step(), 1..80), seed in any::<u32>(),
    ) {
        let mut world = World::new(seed);
        for step in steps {
            // The other device is never touched, and nothing is typed into a page before it lives.
            let step = match step {
                Step::Type(_) => Step::Type(0),
                Step::Leave(_) => Step::Leave(0),
                Step::Hide(_) => Step::Hide(0),
                Step::Arrive(_, n) => Step::Arrive(0, n),
                Step::DropRequest(_) => Step::DropRequest(0),
                Step::Answer(_, n) => Step::Answer(0, n),
                Step::DropAnswer(_) => Step::DropAnswer(0),
                Step::Reopen(_, cached, _) => Step::Reopen(0, cached, false),
                Step::Deliver(_) => Step::Deliver(0),
                Step::Fill(_) | Step::Choose(_) => Step::Wait(500),
                wait @ Step::Wait(_) => wait,
            };
            world.run(step);
        }
        world.heal();
        prop_assert!(world.server.beside.is_empty(), "{:?}", world.server.beside);
        prop_assert_eq!(&world.server.held.value, &world.devices[0].field);
        prop_assert_eq!(world.devices[0].saver.safe(world.now), Safe::Server);
    }
}

#[test]
fn an_answer_that_was_lost_after_storing_raises_the_revision_by_one() {
    let mut world = World::new(1);
    world.run(Step::Type(0));
    world.pass(3_100);
    let sent = world.devices[0].air[0].clone();
    world.run(Step::Arrive(0, 0));
    world.run(Step::DropAnswer(0));
    world.pass(25_000);
    assert_eq!(world.devices[0].air[0].op, sent.op, "the same attempt, repeated");
    world.heal();
    assert_eq!(world.server.held.rev, 1);
}

#[test]
fn newer_text_over_a_lost_answer_stands_on_it() {
    let mut world = World::new(2);
    world.run(Step::Type(0));
    world.pass(3_100);
    world.run(Step::Arrive(0, 0));
    world.run(Step::DropAnswer(0));
    world.run(Step::Type(0));
    world.heal();
    assert_eq!(world.server.held.rev, 2);
    assert!(world.server.beside.is_empty());
}

#[test]
fn a_late_answer_never_says_that_newer_text_is_saved() {
    let mut world = World::new(3);
    world.run(Step::Type(0));
    world.pass(3_100);
    world.run(Step::Arrive(0, 0));
    world.run(Step::Type(0));
    world.run(Step::Answer(0, 0));
    assert_eq!(world.devices[0].saver.safe(world.now), Safe::Nowhere);
    world.pass(500);
    assert_eq!(world.devices[0].saver.safe(world.now), Safe::Device);
}

#[test]
fn two_devices_that_wrote_at_once_both_keep_their_text() {
    let mut world = World::new(4);
    world.run(Step::Type(0));
    world.run(Step::Type(1));
    world.heal();
    let safe = [0, 1].map(|at| world.devices[at].saver.safe(world.now));
    assert!(safe.contains(&Safe::Server) && safe.contains(&Safe::Conflict), "{safe:?}");
    // Somebody chooses the one beside; the device that wrote it is at peace when it asks again.
    world.server.choose(true);
    world.heal();
    assert!(world.server.held.value.contains("kata"));
    for device in &world.devices {
        assert_ne!(device.saver.safe(world.now), Safe::Conflict);
    }
}
