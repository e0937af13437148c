//! The show's desk: opens its pages, and carries out one command at a time.
//!
//! Names of the result pass through here on their way into a [`Snapshot`], and nowhere else.

pub mod hand;
mod lists;
pub mod packed;
pub mod preflight;
mod rehearsal;
pub mod rundown;
mod unseal;

use super::{
    rules::{
        self, Audience, Command, Cue, Hand, Opening, Order, Poster, Programme, SealWords, Show,
        Snapshot,
        lease::{Claim, Lease},
        played::{self, Slide},
        rundown::{Rundown, usual},
    },
    script::{self, Refusal, audience as told},
    store,
};
use crate::{
    edition::{self, Phase, desk::Standing},
    fault::Fault,
    kernel::{Lang, Role, Words},
    result::{self, SealedResult, SealedRow},
    say,
    server::{House, Tx, Visit},
};
use axum::http::{StatusCode, header::HOST, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use sqlx::AnyConnection;
use std::fmt::Write as _;

/// Addresses of this slice that are no pages, or take forms.
pub fn routes() -> axum::Router<crate::server::House> {
    super::stream::routes()
        .merge(super::crowd::routes())
        .merge(unseal::routes())
        .merge(hand::routes())
        .merge(rundown::routes())
        .merge(rehearsal::routes())
}

/// Who may look at the stage before the results are public.
pub const CREW: [Role; 5] =
    [Role::Operator, Role::Committee, Role::Chair, Role::Secretary, Role::Mc];

/// Longest name of a press.
const OP: usize = 100;

/// A show with everything it is played from.
pub struct Staged {
    standing: Standing,
    sealed: Option<SealedResult>,
    /// Places of every list, by its number.
    rows: Vec<(u32, SealedRow)>,
    lists: Vec<Words>,
    ranks: Vec<Vec<u32>>,
    slides: Vec<Slide>,
    rundown: Rundown,
    /// Revision of the rundown; 0 while it is the usual one.
    rev: i64,
    /// Whether everything in it is invented.
    is_rehearsal: bool,
    /// The cues.
    pub script: Vec<Cue>,
    /// The live state.
    pub show: Show,
    /// Who holds the remote, or held it last.
    pub lease: Option<Lease>,
    /// Its name in addresses.
    pub slug: String,
}

impl Staged {
    /// What screens may hold at this moment.
    pub fn snapshot(&self, now: i64) -> Snapshot {
        script::snapshot(&self.script, &self.show, self.lease.as_ref(), &self.rows, now)
    }

    /// Milliseconds until a picture of this changes by itself.
    pub fn lasts(&self, now: i64) -> Option<i64> {
        let hand = self.lease.as_ref().and_then(|lease| lease.lasts(now));
        script::next_change(&self.script, &self.show, now).into_iter().chain(hand).min()
    }
}

/// The topic on which changes of a show are announced.
pub fn topic(slug: &str) -> String {
    format!("show:{slug}")
}

/// Reads the show of this name; the open edition has one.
///
/// # Errors
/// [`Fault::NotFound`] if it is not that one.
pub async fn staged(conn: &mut AnyConnection, slug: &str) -> Result<Staged, Fault> {
    let standing = edition::desk::standing(conn).await?;
    let known = rules::slug(standing.edition.year);
    let rehearsal = rules::rehearsal(standing.edition.year);
    let is_rehearsal = slug == rehearsal;
    if !slug.is_empty() && slug != known && !is_rehearsal {
        return Err(Fault::NotFound);
    }
    let (rev, rundown) = store::rundown::get(conn, &known).await?.unwrap_or_else(|| (0, usual()));
    let sealed = if is_rehearsal {
        None
    } else {
        result::desk::sealed(conn, &standing.edition.slug).await?
    };
    let lists = if is_rehearsal {
        lists::invented(&standing.edition, &rundown)
    } else {
        lists::filled(conn, &standing.edition, &rundown, sealed.as_ref()).await?
    };
    let known = if is_rehearsal { rehearsal } else { known };
    let played = played::played(&rundown, &lists.ranks);
    Ok(Staged {
        rows: lists.rows,
        lists: lists.names,
        ranks: lists.ranks,
        slides: played.slides,
        rundown,
        rev,
        is_rehearsal,
        script: played.cues,
        show: store::get(conn, &known).await?,
        lease: store::lease::get(conn, &known).await?,
        slug: known,
        standing,
        sealed,
    })
}

/// What everybody may know of the evening's show, and how long that lasts by itself.
///
/// # Errors
/// [`Fault::NotFound`] if it is not that show; a rehearsal has no audience.
pub async fn audience(house: &House, slug: &str) -> Result<(Audience, Option<i64>), Fault> {
    let staged = staged(&mut *house.db.read().await?, slug).await?;
    if staged.is_rehearsal {
        return Err(Fault::NotFound);
    }
    let now = house.now();
    let seen = told::audience(&staged.script, &staged.show, &staged.rows, now);
    Ok((seen, told::next_told(&staged.script, &staged.show, now)))
}

/// The show as it stands, for a page that opens.
///
/// # Errors
/// Only the crew may look.
pub async fn opening(visit: &Visit, slug: &str) -> Result<Opening, Fault> {
    answered(async {
        let account = visit.require(&CREW)?;
        let hand = if account.is_any(&[Role::Operator]) { Hand::Drive } else { Hand::Watch };
        let mut conn = visit.read().await?;
        let staged = staged(&mut conn, slug).await?;
        let snapshot = staged.snapshot(visit.house.now());
        let who = (hand, account.id.clone());
        let programme = programme(&mut conn, staged, who, visit.house.config.https).await?;
        Ok(Opening { programme, snapshot })
    })
    .await
}

/// Carries out a command. Safe to repeat: a press whose answer was lost and that is sent again
/// changes nothing and gets today's state.
///
/// # Errors
/// [`Fault::Conflict`] if somebody else was faster, a refusal if it cannot be done now.
pub async fn command(visit: &Visit, order: &Order) -> Result<Snapshot, Fault> {
    answered(async {
        let by = hand::holder(visit.require(&[Role::Operator])?);
        if order.op.len() > OP {
            return Err(Fault::Unreadable);
        }
        let mut tx = visit.write().await?;
        let mut staged = staged(&mut tx, &order.show).await?;
        // Read after the lock, so that two presses are never timed in the wrong order.
        let now = visit.house.now();
        if !order.op.is_empty() && store::is_done(&mut tx, &staged.slug, &order.op).await? {
            return Ok(staged.snapshot(now));
        }
        let lease = hand::claimed(&staged, &by, Claim::Press, now)?;
        let next =
            script::advance(&staged.show, &staged.script, order.command, order.expected, now)
                .map_err(fault)?;
        keep(&mut tx, &staged, &next).await?;
        hand::keep(&mut tx, &mut staged, lease).await?;
        if !order.op.is_empty() {
            store::note(&mut tx, &staged.slug, &order.op, next.mark).await?;
        }
        let (action, subject) =
            (format!("show.{}", order.command.name()), format!("show:{}", staged.slug));
        tx.record(&action, &subject, &staged.show, &next);
        let is_real = order.command == Command::Publish && !staged.is_rehearsal;
        if is_real && staged.standing.phase == Phase::Ceremony {
            edition::desk::turn(&mut tx, &staged.standing, Phase::Published).await?;
        }
        tx.commit().await?;
        staged.show = next;
        Ok(staged.snapshot(now))
    })
    .await
}

/// Plays a show to its end and releases its results in the caller's transaction: for an edition
/// that is set up as already over.
///
/// # Errors
/// [`Fault::NotFound`] for another edition than the open one; a refusal without a seal.
pub async fn publish(tx: &mut Tx, edition: &str, now: i64) -> Result<(), Fault> {
    let staged = staged(tx, "").await?;
    if staged.standing.edition.slug != edition {
        return Err(Fault::NotFound);
    }
    if staged.sealed.is_none() {
        return Err(fault(Refusal::NotSealed));
    }
    let last = script::finished(&staged.show, &staged.script, now);
    keep(tx, &staged, &last).await?;
    tx.record("show.publish", &format!("show:{}", staged.slug), &staged.show, &last);
    edition::desk::turn(tx, &staged.standing, Phase::Published).await
}

/// Writes the next state, once.
async fn keep(tx: &mut Tx, staged: &Staged, next: &Show) -> Result<(), Fault> {
    store::open(tx, &staged.slug, &staged.standing.edition.slug, &staged.show).await?;
    if store::advance(tx, &staged.slug, staged.show.mark, next).await? {
        tx.publish(&topic(&staged.slug));
        return Ok(());
    }
    Err(Fault::Conflict)
}

/// Gives the answer its HTTP status, which Leptos would not.
async fn answered<T>(work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    let options = use_context::<ResponseOptions>();
    let answer = work.await;
    if let (Err(fault), Some(options)) = (&answer, options) {
        options.set_status(StatusCode::from_u16(fault.status()).unwrap_or_default());
    }
    answer
}

fn fault(refusal: Refusal) -> Fault {
    let (id, en) = match refusal {
        Refusal::Stale => return Fault::Conflict,
        Refusal::TooSoon => (say!(remote_too_soon, Lang::Id), say!(remote_too_soon, Lang::En)),
        Refusal::Suspense => {
            (say!(remote_in_suspense, Lang::Id), say!(remote_in_suspense, Lang::En))
        }
        Refusal::AlreadySent => {
            (say!(remote_already_sent, Lang::Id), say!(remote_already_sent, Lang::En))
        }
        Refusal::NoMore => (say!(remote_no_more, Lang::Id), say!(remote_no_more, Lang::En)),
        Refusal::NotNow => (say!(remote_not_now, Lang::Id), say!(remote_not_now, Lang::En)),
        Refusal::NotSealed => {
            (say!(remote_not_sealed, Lang::Id), say!(remote_not_sealed, Lang::En))
        }
    };
    Fault::refused(id, en)
}

async fn programme(
    conn: &mut AnyConnection,
    staged: Staged,
    (hand, me): (Hand, String),
    https: bool,
) -> Result<Programme, Fault> {
    let edition = staged.standing.edition;
    let (mut figures, categories) = store::figures(conn, &edition.slug).await?;
    figures.by_category = categories
        .into_iter()
        .filter_map(|(key, n)| edition.category(&key).cloned().map(|name| (name, n)))
        .collect();
    let zone = &edition.region.zone;
    let day = |at: i64| Words { id: zone.date(at, Lang::Id), en: zone.date(at, Lang::En) };
    let year = edition.year.to_string();
    let unyear = |name: &str| name.strip_suffix(&year).unwrap_or(name).trim_end().to_owned();
    Ok(Programme {
        show: staged.slug,
        demo: edition.demo,
        is_rehearsal: staged.is_rehearsal,
        name: Words { id: unyear(&edition.name.id), en: unyear(&edition.name.en) },
        year: edition.year,
        date: day(edition.calendar.ceremony_on),
        region: edition.region.name,
        region_short: edition.region.short,
        head: edition.region.head,
        venue: edition.region.venue,
        next_level: edition.region.next_level,
        forwarded: edition.rules.province_quota,
        reads: edition.rules.reads,
        figures,
        seal: staged.sealed.map(|seal| SealWords { on: day(seal.sealed_at_ms), words: seal.words }),
        cues: staged.script,
        slides: staged.slides,
        lists: staged.lists,
        hand,
        me,
        poster: poster(edition.year, https),
    })
}

/// The square code of the results' address, at the name this request came to.
fn poster(year: i32, https: bool) -> Option<Poster> {
    let parts = use_context::<Parts>()?;
    let host = parts.headers.get(HOST)?.to_str().ok()?;
    let address = format!("{host}/hasil/{year}");
    let scheme = if https { "https" } else { "http" };
    let code = qrcode::QrCode::new(format!("{scheme}://{address}")).ok()?;
    let (width, quiet) = (code.width(), 4);
    let mut cells = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == qrcode::Color::Dark {
            let (x, y) = (at % width + quiet, at / width + quiet);
            let _written = write!(cells, "M{x} {y}h1v1h-1z");
        }
    }
    Some(Poster { address, cells, side: u32::try_from(width + 2 * quiet).ok()? })
}
