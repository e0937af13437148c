//! How a typed text reaches the server and is never lost: the pure half of autosave, shared by
//! the form, the score sheet, and the tests that play several devices against each other.
//!
//! A [`Saver`] hears what happens (somebody typed, an answer came, the network is back) and says
//! what to do. It knows no clock, storage or network; times are unix milliseconds.
//!
//! Every attempt to save has a name, its `op`. An attempt whose answer was lost is repeated under
//! its own name, so the server does it once. When newer text overtakes it, the new attempt names
//! the unanswered ones in `after`: if the server did carry one of them out, the new text stands on
//! that, and this device never conflicts with itself.

use serde::{Deserialize, Serialize};

/// Milliseconds from the last key to the copy on this device.
pub const KEEP_IDLE: i64 = 400;
/// The copy is never older than this while somebody types.
pub const KEEP_MOST: i64 = 2_000;
/// Milliseconds from the last key to the server.
pub const SEND_IDLE: i64 = 3_000;
/// The server is never further behind than this while somebody types.
pub const SEND_MOST: i64 = 15_000;
/// The same when the device keeps nothing.
pub const SEND_MOST_UNKEPT: i64 = 5_000;
/// An answer that takes longer counts as lost.
pub const PATIENCE: i64 = 20_000;
/// A save shows as under way only after this long; quick ones stay silent.
pub const QUIET: i64 = 1_000;
/// Seconds before the next try, by the number of failures; the last one repeats.
const RETRY: [i64; 6] = [2, 4, 8, 16, 32, 60];
/// How many unanswered attempts are named; older ones are long overtaken.
const CHAIN: usize = 20;

/// What this device keeps of one text until the server has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The text.
    pub value: String,
    /// The server's revision it began from.
    pub base_rev: i64,
    /// Attempts without an answer, oldest first.
    pub ops: Vec<String>,
    /// Whether the last of them carried this very text.
    pub sent: bool,
    /// Other texts, found when the page had been typed into already; they go to the server too.
    #[serde(default)]
    pub aside: Vec<String>,
    /// Whether the server has it as `base_rev`: a copy for a page that is opened offline and is
    /// older than the text.
    #[serde(default)]
    pub clean: bool,
    /// Shape of this record; another number is another kipp's and is left alone.
    #[serde(default)]
    pub schema: u32,
}

/// Shape of a [`Draft`] as this kipp writes it.
pub const SCHEMA: u32 = 2;

/// One attempt to save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its name.
    pub op: String,
    /// The revision the text began from; [`ASIDE`] to have it kept beside the present one.
    pub base_rev: i64,
    /// The whole text.
    pub value: String,
    /// Earlier attempts of this device that got no answer.
    pub after: Vec<String>,
}

/// A base revision that never is the present one: the text goes beside it.
pub const ASIDE: i64 = -1;

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Stored as this revision.
    Stored {
        /// The revision.
        rev: i64,
    },
    /// Another text is there; this one is kept beside it until somebody chooses.
    Conflict {
        /// The revision there.
        rev: i64,
        /// The text there.
        value: String,
    },
    /// Somebody chose, elsewhere, what becomes of this text; here is the outcome.
    Settled {
        /// The revision there.
        rev: i64,
        /// The text there.
        value: String,
    },
    /// The session has ended, or is somebody else's.
    SignedOut,
    /// Nothing is taken any more.
    Closed,
    /// This text cannot be taken; the sentence says why.
    Refused(String),
    /// No connection.
    Lost,
    /// The server was reached and could not do it.
    Failed,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The text is now this.
    Typed(String),
    /// The device did, or did not, keep the last [`Effect::Keep`].
    Kept(bool),
    /// The reader leaves the field.
    Left,
    /// The page is being hidden or closed, and may never run again.
    Gone,
    /// An attempt was answered.
    Answered(String, Answer),
    /// The network or the page is back, or the reader asked to try again.
    Retry,
    /// Time passed.
    Tick,
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Keep this on the device; answer with [`Event::Kept`].
    Keep(Draft),
    /// The server has everything: this copy takes the place of what the device keeps.
    Settle(Draft),
    /// Send this; answer with [`Event::Answered`].
    Send(Attempt),
    /// Hand this to whoever outlives the page; no answer is expected.
    Hand(Attempt),
    /// Put this text into the field: the reader had typed nothing of their own.
    Show(String),
}

/// Where the text is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Safe {
    /// On the server, as it stands in the field.
    Server,
    /// Nowhere yet.
    Nowhere,
    /// On this device.
    Device,
    /// On this device and on its way.
    Sending,
    /// On this device, without a connection.
    Offline,
    /// On this device; the next try is in so many seconds.
    Failed(u32),
    /// On the server beside another text; somebody has to choose.
    Conflict,
    /// On this device; the session has ended.
    SignedOut,
    /// On this device; the server takes nothing any more.
    Closed,
    /// On this device; the server said why it does not take it.
    Refused(String),
    /// In this page alone: the device has no room.
    Page,
}

impl Safe {
    /// How much it concerns whoever typed; of several texts the greatest one is told.
    pub fn concern(&self) -> u8 {
        match self {
            Self::Server => 0,
            Self::Device => 1,
            Self::Nowhere => 2,
            Self::Sending => 3,
            Self::Offline => 4,
            Self::Failed(_) => 5,
            Self::Page => 6,
            Self::SignedOut => 7,
            Self::Closed => 8,
            Self::Refused(_) => 9,
            Self::Conflict => 10,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Trouble {
    #[default]
    None,
    Offline,
    Failed,
    Conflict,
    SignedOut,
    Closed,
    Refused(String),
}

/// Chance, handed in: a number from 0 up to but not including 1, and a name for an attempt.
pub trait Chance {
    /// Any number of [0, 1).
    fn number(&mut self) -> f64;
    /// A name that no attempt has had.
    fn name(&mut self) -> String;
}

/// One text on its way from a keyboard to the server.
#[derive(Clone, Debug, Default)]
pub struct Saver {
    value: String,
    acked: String,
    rev: i64,
    /// Attempts without an answer, oldest first.
    ops: Vec<String>,
    /// The text that the last of `ops` carried.
    sent: Option<String>,
    /// The attempt that is under way, and when it began.
    flight: Option<(i64, String)>,
    /// What the device keeps, as far as we know.
    kept: Option<String>,
    unkept: bool,
    keep_at: Option<i64>,
    keep_by: Option<i64>,
    send_at: Option<i64>,
    send_by: Option<i64>,
    failures: usize,
    trouble: Trouble,
    /// Drafts that were found on the device after the page had been typed into.
    aside: Vec<String>,
}

impl Saver {
    /// A text that the server holds as `rev`; 0 if it holds none.
    pub fn new(rev: i64, value: impl Into<String>) -> Self {
        let value = value.into();
        Self { acked: value.clone(), value, rev, ..Self::default() }
    }

    /// A text that an earlier visit left on the device, without knowing what the server holds.
    pub fn left(draft: Draft) -> Self {
        Self {
            rev: draft.base_rev,
            sent: draft.sent.then(|| draft.value.clone()),
            kept: Some(draft.value.clone()),
            value: draft.value,
            ops: draft.ops,
            aside: draft.aside,
            // Anything but the text itself: it has to be sent.
            acked: "\0".to_owned(),
            ..Self::default()
        }
    }

    /// What a posted form carries beside the text: the revision it stands on, and the names of
    /// unanswered attempts with a space between.
    pub fn trail(&self) -> (i64, String) {
        (self.rev, self.ops.join(" "))
    }

    /// The text as it stands.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The server's revision that this device knows.
    pub fn rev(&self) -> i64 {
        self.rev
    }

    /// Takes up what the page holds and what the device kept from an earlier visit.
    ///
    /// `found` is what stands in the field now: the server's text, or what was typed before the
    /// page came alive; the latter is never overwritten, and a draft beside it goes to the server
    /// as another version.
    pub fn begin(
        &mut self,
        found: &str,
        draft: Option<Draft>,
        now: i64,
        chance: &mut dyn Chance,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        let typed = found != self.acked;
        found.clone_into(&mut self.value);
        match draft {
            // A page from the device's cache may be older than what the server has had since.
            Some(draft) if draft.clean && draft.base_rev > self.rev && !typed => {
                self.rev = draft.base_rev;
                self.acked.clone_from(&draft.value);
                if draft.value != self.value {
                    effects.push(Effect::Show(draft.value.clone()));
                }
                self.value = draft.value;
            }
            Some(draft) if draft.clean => {}
            Some(draft)
                if draft.value == self.acked && draft.ops.is_empty() && draft.aside.is_empty() =>
            {
                effects.push(Effect::Settle(self.settled()));
            }
            Some(draft) if !typed || draft.value == self.value => {
                self.rev = draft.base_rev;
                self.aside = draft.aside;
                self.kept = Some(draft.value.clone());
                self.sent = draft.sent.then(|| draft.value.clone());
                self.ops = draft.ops;
                if draft.value != self.value {
                    effects.push(Effect::Show(draft.value.clone()));
                }
                self.value = draft.value;
                self.send_at = Some(now);
            }
            Some(draft) => {
                self.aside = draft.aside;
                self.aside.extend(Some(draft.value).filter(|value| *value != self.acked));
                self.send_at = (!self.aside.is_empty()).then_some(now);
            }
            None => {}
        }
        if typed {
            self.later(now);
        }
        effects.extend(self.hear(Event::Tick, now, chance));
        effects
    }

    /// What follows from an event at `now`.
    pub fn hear(&mut self, event: Event, now: i64, chance: &mut dyn Chance) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Typed(value) => {
                if value != self.value {
                    self.value = value;
                    self.later(now);
                    if matches!(self.trouble, Trouble::Refused(_)) {
                        self.trouble = Trouble::None;
                    }
                }
            }
            Event::Kept(true) => self.unkept = false,
            Event::Kept(false) => {
                self.unkept = true;
                self.kept = None;
                // Nothing but the server can save it now.
                let soon = now + SEND_MOST_UNKEPT;
                self.send_by = Some(self.send_by.map_or(soon, |by| by.min(soon)));
            }
            Event::Left => {
                self.keep_at = self.keep_at.map(|_| now);
                if self.dirty() && self.flight.is_none() && self.failures == 0 {
                    self.send_at = Some(now);
                }
            }
            Event::Gone => {
                self.keep_at = None;
                self.keep_by = None;
                if self.dirty() && self.trouble != Trouble::Closed {
                    let attempt = self.attempt(chance);
                    self.kept = Some(self.value.clone());
                    effects.push(Effect::Keep(self.draft()));
                    effects.push(Effect::Hand(attempt));
                }
            }
            Event::Answered(op, answer) => self.answered(&op, answer, now, chance, &mut effects),
            Event::Retry => {
                if self.dirty() && self.flight.is_none() && self.trouble != Trouble::Closed {
                    self.failures = 0;
                    self.send_at = Some(now);
                }
            }
            Event::Tick => {}
        }
        if self.flight.as_ref().is_some_and(|(since, _)| now >= since + PATIENCE) {
            self.flight = None;
            self.fail(Trouble::Offline, now, chance);
        }
        self.keep(now, &mut effects);
        self.send(now, chance, &mut effects);
        effects
    }

    /// When [`Event::Tick`] should come, if nothing else happens.
    pub fn wake_at(&self, now: i64) -> Option<i64> {
        let flight = self
            .flight
            .as_ref()
            .map(|(since, _)| if now < since + QUIET { since + QUIET } else { since + PATIENCE });
        // The seconds to the next try are counted down.
        let count = matches!(self.trouble, Trouble::Failed).then_some(now + 1_000);
        [self.keep_due(), self.flight.is_none().then(|| self.send_due()).flatten(), flight, count]
            .into_iter()
            .flatten()
            .min()
    }

    /// Where the text is safe at `now`.
    pub fn safe(&self, now: i64) -> Safe {
        match &self.trouble {
            Trouble::Conflict => return Safe::Conflict,
            Trouble::Closed if self.dirty() => return Safe::Closed,
            _ => {}
        }
        if !self.dirty() {
            return Safe::Server;
        }
        if self.unkept {
            return Safe::Page;
        }
        if self.kept.as_deref() != Some(self.value.as_str()) {
            return Safe::Nowhere;
        }
        match &self.trouble {
            Trouble::Refused(sentence) => Safe::Refused(sentence.clone()),
            Trouble::SignedOut => Safe::SignedOut,
            Trouble::Offline => Safe::Offline,
            Trouble::Failed => {
                let wait = self.send_at.map_or(0, |at| at - now).max(0);
                Safe::Failed(u32::try_from((wait + 999) / 1_000).unwrap_or(0))
            }
            _ if self.flight.as_ref().is_some_and(|(since, _)| now >= since + QUIET) => {
                Safe::Sending
            }
            _ => Safe::Device,
        }
    }

    /// Whether leaving the page now would lose words: neither device nor server has them.
    pub fn would_lose(&self) -> bool {
        self.dirty() && self.kept.as_deref() != Some(self.value.as_str())
    }

    /// Whether the server may not have the text as it stands.
    fn dirty(&self) -> bool {
        self.value != self.acked || !self.ops.is_empty() || !self.aside.is_empty()
    }

    /// Plans the copy on the device and the save after a key.
    fn later(&mut self, now: i64) {
        let keep_by = *self.keep_by.get_or_insert(now + KEEP_MOST);
        self.keep_at = Some((now + KEEP_IDLE).min(keep_by));
        if self.failures > 0 {
            return;
        }
        let most = if self.unkept { SEND_MOST_UNKEPT } else { SEND_MOST };
        let send_by = *self.send_by.get_or_insert(now + most);
        self.send_at = Some((now + SEND_IDLE).min(send_by));
    }

    fn keep_due(&self) -> Option<i64> {
        self.keep_at
    }

    fn send_due(&self) -> Option<i64> {
        let by = if self.failures == 0 { self.send_by } else { None };
        match (self.send_at, by) {
            (Some(at), Some(by)) => Some(at.min(by)),
            (at, by) => at.or(by),
        }
    }

    fn draft(&self) -> Draft {
        Draft {
            value: self.value.clone(),
            base_rev: self.rev,
            ops: self.ops.clone(),
            sent: self.sent.as_deref() == Some(self.value.as_str()),
            aside: self.aside.clone(),
            clean: false,
            schema: SCHEMA,
        }
    }

    fn settled(&self) -> Draft {
        Draft {
            value: self.acked.clone(),
            base_rev: self.rev,
            clean: true,
            schema: SCHEMA,
            ..Draft::default()
        }
    }

    fn keep(&mut self, now: i64, effects: &mut Vec<Effect>) {
        if self.keep_due().is_some_and(|at| now >= at) {
            (self.keep_at, self.keep_by) = (None, None);
            if self.dirty() {
                self.kept = Some(self.value.clone());
                effects.push(Effect::Keep(self.draft()));
            } else if self.kept.take().is_some() {
                effects.push(Effect::Settle(self.settled()));
            }
        }
    }

    fn send(&mut self, now: i64, chance: &mut dyn Chance, effects: &mut Vec<Effect>) {
        let due = self.send_due().is_some_and(|at| now >= at);
        if !due || self.flight.is_some() || self.trouble == Trouble::Closed {
            return;
        }
        (self.send_at, self.send_by) = (None, None);
        if !self.dirty() {
            return;
        }
        let attempt = match self.aside.first().cloned() {
            // Its own name is not in the chain: it is another text than the one in the field.
            Some(value) => Attempt { op: chance.name(), base_rev: ASIDE, value, after: Vec::new() },
            None => self.attempt(chance),
        };
        self.flight = Some((now, attempt.op.clone()));
        // The device knows of the attempt before the network does.
        self.kept = Some(self.value.clone());
        (self.keep_at, self.keep_by) = (None, None);
        effects.push(Effect::Keep(self.draft()));
        effects.push(Effect::Send(attempt));
    }

    /// The attempt that carries the text as it stands: the last one again if it did, a new one
    /// that names those before it if not.
    fn attempt(&mut self, chance: &mut dyn Chance) -> Attempt {
        if self.ops.is_empty() || self.sent.as_deref() != Some(self.value.as_str()) {
            self.ops.push(chance.name());
            let old = self.ops.len().saturating_sub(CHAIN);
            self.ops.drain(..old);
            self.sent = Some(self.value.clone());
        }
        let (op, after) = match self.ops.split_last() {
            Some((op, after)) => (op.clone(), after.to_vec()),
            None => (String::new(), Vec::new()),
        };
        Attempt { op, base_rev: self.rev, value: self.value.clone(), after }
    }

    fn answered(
        &mut self,
        op: &str,
        answer: Answer,
        now: i64,
        chance: &mut dyn Chance,
        effects: &mut Vec<Effect>,
    ) {
        let awaited = self.flight.as_ref().is_some_and(|(_, flying)| flying == op);
        if awaited {
            self.flight = None;
        }
        if !self.aside.is_empty() && awaited && !self.ops.iter().any(|known| known == op) {
            match answer {
                Answer::Stored { .. } | Answer::Conflict { .. } | Answer::Settled { .. } => {
                    self.aside.remove(0);
                    self.trouble = Trouble::Conflict;
                    self.send_at = Some(now);
                }
                other => self.trouble_of(other, now, chance),
            }
            return;
        }
        if self.ops.last().is_none_or(|last| last != op) {
            // An attempt that has been overtaken: the newer one says what counts.
            if awaited && self.dirty() {
                self.send_at = Some(now);
            }
            return;
        }
        match answer {
            Answer::Stored { rev } => self.stored(rev, now, effects),
            Answer::Settled { rev, value } => {
                self.ops.clear();
                self.trouble = Trouble::None;
                let untouched = self.sent.take().as_deref() == Some(self.value.as_str());
                self.rev = rev;
                self.acked.clone_from(&value);
                self.failures = 0;
                if untouched {
                    if self.value != value {
                        effects.push(Effect::Show(value.clone()));
                    }
                    self.value = value;
                    self.kept = None;
                    effects.push(Effect::Settle(self.settled()));
                } else {
                    // What was typed since stands on the outcome.
                    self.later(now);
                }
            }
            Answer::Conflict { rev, value } => {
                let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
                if same(&value, self.sent.as_deref().unwrap_or_default()) {
                    self.stored(rev, now, effects);
                } else {
                    self.failures = 0;
                    self.trouble = Trouble::Conflict;
                    if self.sent.as_deref() != Some(self.value.as_str()) {
                        self.later(now);
                    }
                }
            }
            other => self.trouble_of(other, now, chance),
        }
    }

    fn stored(&mut self, rev: i64, now: i64, effects: &mut Vec<Effect>) {
        self.rev = rev;
        self.acked = self.sent.take().unwrap_or_default();
        self.ops.clear();
        self.failures = 0;
        self.trouble = Trouble::None;
        if self.value == self.acked {
            self.kept = None;
            (self.keep_at, self.keep_by, self.send_at, self.send_by) = (None, None, None, None);
            effects.push(Effect::Settle(self.settled()));
        } else {
            self.later(now);
        }
    }

    fn trouble_of(&mut self, answer: Answer, now: i64, chance: &mut dyn Chance) {
        match answer {
            Answer::SignedOut => self.fail(Trouble::SignedOut, now, chance),
            Answer::Lost => self.fail(Trouble::Offline, now, chance),
            Answer::Failed => self.fail(Trouble::Failed, now, chance),
            Answer::Closed => self.trouble = Trouble::Closed,
            // The same text would be refused again: the next key asks anew.
            Answer::Refused(sentence) => {
                self.trouble = Trouble::Refused(sentence);
                self.ops.pop();
                self.sent = None;
            }
            Answer::Stored { .. } | Answer::Conflict { .. } | Answer::Settled { .. } => {}
        }
    }

    /// Plans the next try: later each time, and not all phones at the same moment.
    fn fail(&mut self, trouble: Trouble, now: i64, chance: &mut dyn Chance) {
        self.trouble = trouble;
        let wait = RETRY[self.failures.min(RETRY.len() - 1)] * 1_000;
        self.failures += 1;
        // ±20 %.
        #[expect(clippy::cast_possible_truncation, reason = "thousands of milliseconds")]
        let spread = ((chance.number() - 0.5) * 400.0) as i64 * wait / 1_000;
        self.send_at = Some(now + wait + spread);
        self.send_by = None;
    }
}
