//! The screening desk: reads what was submitted and what was decided about it.

mod decide;
pub mod reply;

use super::{
    api::{Case, Happened, Row},
    rules::{self, Place, Proposed, Stage, Submission},
    store::{self, Held},
};
use crate::{
    edition::{
        self, Earlier, Phase,
        desk::{Standing, repair::Repair},
    },
    fault::Fault,
    kernel::Role,
    people,
    proposal::{
        self,
        api::Mending,
        desk::{Filed, repair::Since},
    },
    server::{House, Visit},
};
use axum::Router;
use sqlx::AnyConnection;
use std::collections::{BTreeMap, HashMap};

pub use decide::{accept_clean, decide_as_seen};

/// Everything on the screening desk, read once for a request.
struct Tray {
    standing: Standing,
    filed: Vec<Filed>,
    held: HashMap<String, Held>,
    repairs: BTreeMap<String, Repair>,
    earlier: Vec<Earlier>,
    now: i64,
}

impl Tray {
    async fn read(conn: &mut AnyConnection, now: i64) -> Result<Self, Fault> {
        let standing = edition::desk::standing(conn).await?;
        let slug = standing.edition.slug.clone();
        Ok(Self {
            filed: proposal::desk::filed(conn, &standing.edition).await?,
            held: store::all(conn, &slug).await?,
            repairs: edition::desk::repair::all(conn, &slug).await?,
            earlier: edition::desk::earlier(conn, &slug).await?,
            standing,
            now,
        })
    }

    fn stage(&self, one: &Filed) -> Option<Stage> {
        let id = &one.brief.id;
        let last = self.held.get(id).map_or(Place { act: "", version: 0 }, |held| Place {
            act: &held.act,
            version: held.version,
        });
        let repair = self.repairs.get(id).filter(|repair| repair.ended_at.is_none());
        let closes = repair.map(|repair| repair.closes);
        rules::stage(one.brief.status, one.version, last, closes, self.now)
    }

    fn proposed(&self, one: &Filed, me: &str) -> Proposed {
        match (self.stage(one), self.held.get(&one.brief.id)) {
            (Some(Stage::Proposed), Some(held)) if held.by == me => Proposed::ByOneself,
            (Some(Stage::Proposed), _) => Proposed::ByAnother,
            _ => Proposed::No,
        }
    }

    /// Every proposal with whether it waits for this officer, in the order of their numbers.
    fn order(&self, me: &str) -> Vec<(String, bool)> {
        self.filed
            .iter()
            .map(|one| {
                let waits = rules::awaits(self.stage(one), self.proposed(one, me));
                (one.brief.id.clone(), waits)
            })
            .collect()
    }

    /// The submissions that count, each with its place among what is filed: what was never
    /// submitted, or was taken back, has nothing to screen.
    fn submissions(&self) -> Vec<Submission<'_>> {
        self.filed
            .iter()
            .filter_map(|one| {
                let (number, agency, link) = (one.brief.number, one.agency.as_str(), one.link);
                one.frozen.as_ref().map(|frozen| Submission { number, agency, frozen, link })
            })
            .collect()
    }

    fn rows(&self) -> Vec<Row> {
        let mut hints =
            rules::hints(&self.standing.edition, &self.submissions(), &self.earlier).into_iter();
        self.filed
            .iter()
            .map(|one| {
                let stage = self.stage(one);
                let named = matches!(stage, Some(Stage::Proposed | Stage::Rejected));
                let held = self.held.get(&one.brief.id).filter(|_| named);
                Row {
                    reason: held.map(|held| held.reason.clone()).filter(|code| !code.is_empty()),
                    stage,
                    brief: one.brief.clone(),
                    hints: one.frozen.as_ref().and_then(|_| hints.next()).unwrap_or_default(),
                }
            })
            .collect()
    }
}

/// Every proposal of the edition with its screening.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn list(visit: &Visit) -> Result<Vec<Row>, Fault> {
    visit.require(&Role::OFFICE)?;
    Ok(Tray::read(&mut *visit.read().await?, visit.now()).await?.rows())
}

/// How many submissions are not yet decided: those that a second officer has to agree on and those
/// that are being mended are among them.
///
/// # Errors
/// Whatever the database says.
pub async fn undecided(conn: &mut AnyConnection) -> Result<usize, Fault> {
    let edition = edition::desk::current(conn).await?;
    let all = proposal::desk::all(conn, &edition).await?;
    Ok(all.iter().filter(|brief| brief.status == proposal::Status::Submitted).count())
}

/// A proposal on the screening desk.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`], [`Fault::NotFound`] for one with nothing to screen.
pub async fn case(visit: &Visit, id: &str) -> Result<Case, Fault> {
    let me = visit.require(&Role::OFFICE)?.id.clone();
    let mut conn = visit.read().await?;
    let tray = Tray::read(&mut conn, visit.now()).await?;
    let one = tray.filed.iter().find(|one| one.brief.id == id).ok_or(Fault::NotFound)?;
    let stage = tray.stage(one).ok_or(Fault::NotFound)?;
    let frozen = one.frozen.clone().ok_or(Fault::NotFound)?;
    let submissions = tray.submissions();
    let mut counted = tray.filed.iter().filter(|other| other.frozen.is_some());
    let at = counted.position(|other| other.brief.id == id).unwrap_or_default();
    let edition = &tray.standing.edition;
    let hints = rules::hints_of(edition, &submissions, &tray.earlier, at);
    let others = tray.filed.iter().filter(|other| other.brief.id != id);
    let others = others.filter_map(|other| {
        let title = &other.frozen.as_ref()?.identity.title;
        Some((other.brief.id.as_str(), other.brief.number, title.as_str()))
    });
    let held = tray.held.get(id).cloned().unwrap_or_default();
    let versions = proposal::desk::repair::versions(&mut conn, id).await?;
    let mut history = history(&mut conn, id).await?;
    let changes = if held.version > 0 && held.version < one.version {
        let since = Since { id, version: held.version, now: &frozen };
        proposal::desk::repair::changes(&mut conn, since, visit.lang).await?
    } else {
        Vec::new()
    };
    history.extend(versions.into_iter().map(|(version, by, at)| Happened {
        act: "submit".to_owned(),
        version,
        reason: String::new(),
        note: String::new(),
        by,
        at,
    }));
    history.sort_by_key(|one| std::cmp::Reverse(one.at));
    let order = tray.order(&me);
    let (previous, next) = rules::neighbours(&order, id);
    let (previous, next) = (previous.map(str::to_owned), next.map(str::to_owned));
    let repair = tray.repairs.get(id).filter(|_| held.act == "repair").map(|repair| Mending {
        pages: repair.pages.clone(),
        message: repair.message.clone(),
        closes: repair.closes,
    });
    Ok(Case {
        version: one.version,
        link: one.link,
        lines: rules::checklist(edition, &submissions, at, &hints),
        alike: rules::alike(&frozen.identity.title, others),
        stage,
        proposed: tray.proposed(one, &me),
        rev: held.rev,
        repair,
        changes,
        history,
        previous,
        next,
        waiting: u32::try_from(order.iter().filter(|(_, waits)| *waits).count())
            .unwrap_or(u32::MAX),
        open: tray.standing.phase == Phase::Screening,
        brief: one.brief.clone(),
        frozen,
    })
}

/// What was decided and said about a proposal, with names, the oldest first.
async fn history(conn: &mut AnyConnection, id: &str) -> Result<Vec<Happened>, Fault> {
    let events = store::events(conn, id).await?;
    let names: BTreeMap<String, String> =
        people::desk::people(conn).await?.into_iter().map(|one| (one.id, one.name)).collect();
    Ok(events
        .into_iter()
        .map(|event| Happened {
            by: names.get(&event.by).cloned().unwrap_or_default(),
            act: event.act,
            version: event.version,
            reason: event.reason,
            note: event.note,
            at: event.at,
        })
        .collect())
}

/// Addresses of this slice that take forms.
pub fn routes() -> Router<House> {
    Router::new().merge(decide::routes()).merge(reply::routes())
}
