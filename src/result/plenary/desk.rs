//! The plenary's desk: the book of decisions, attendance, and what the screen shows. The office reads;
//! the chair and the secretary write, until the result is sealed.

mod decide;
mod item;
pub mod tie;

pub use item::item;

use super::{
    api::{Attendance, Chosen, Equals, Member, Plenary, Point},
    store,
};
use crate::{
    edition::{self, Edition, Phase, desk::Standing},
    fault::Fault,
    judging::{
        self,
        api::{Board, BoardOrder, Ranked, Trial},
    },
    kernel::{Role, count},
    panel, people, proposal,
    result::rules::{
        plenary::{self as rules, Line, Why, outcomes},
        tie::Way,
    },
    server::{
        House, Visit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderValue, header::REFRESH},
    routing::get,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;
use tie::Standings;

/// Who sits in the plenary.
const MEMBERS: [Role; 4] = [Role::Chair, Role::Secretary, Role::Committee, Role::Judge];

/// Who is there, for desks that have already asked who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn attendance(conn: &mut AnyConnection, edition: &Edition) -> Result<Attendance, Fault> {
    let present = store::present(conn, &edition.slug).await?;
    let mut members: Vec<Member> = people::desk::people(conn)
        .await?
        .into_iter()
        .filter(|person| person.roles.iter().any(|role| MEMBERS.contains(role)))
        .map(|person| Member {
            present: present.contains(&person.id),
            id: person.id,
            name: person.name,
        })
        .collect();
    members.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let quorum = count(rules::quorum(members.len(), edition.rules.quorum_percent));
    Ok(Attendance { members, quorum })
}

/// The book of decisions, for desks that have already asked who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn book(
    conn: &mut AnyConnection,
    edition: &Edition,
    code: impl Fn(&str) -> String,
) -> Result<Vec<Line>, Fault> {
    let mut lines = store::lines(conn, &edition.slug).await?;
    for line in &mut lines {
        line.code = code(&line.proposal_id);
    }
    Ok(lines)
}

/// Everything the plenary's pages are made of.
struct Room {
    standing: Standing,
    attendance: Attendance,
    board: Board,
    briefs: BTreeMap<String, proposal::api::Brief>,
    lines: Vec<Line>,
    standings: Standings,
    may_decide: bool,
    is_chair: bool,
}

impl Room {
    async fn open(visit: &Visit) -> Result<Self, Fault> {
        let reader = visit.require(&Role::OFFICE)?;
        let (may_decide, is_chair) =
            (reader.is_any(&Role::OFFICERS), reader.is_any(&[Role::Chair]));
        // It says itself that nothing is told before scoring is closed.
        let mut board =
            judging::desk::board(visit, BoardOrder::Official, &Trial::default()).await?;
        let mut conn = visit.read().await?;
        let standing = edition::desk::standing(&mut conn).await?;
        panel::desk::place(&mut conn, &standing.edition, &mut board).await?;
        let mut briefs = BTreeMap::new();
        for brief in proposal::desk::all(&mut conn, &standing.edition).await? {
            briefs.insert(proposal::code(brief.number.unwrap_or_default()), brief);
        }
        let codes: BTreeMap<&str, &String> =
            briefs.iter().map(|(code, brief)| (brief.id.as_str(), code)).collect();
        let code = |id: &str| codes.get(id).map(|code| (*code).clone()).unwrap_or_default();
        let lines = book(&mut conn, &standing.edition, code).await?;
        let standings = tie::standings(&mut conn, &standing.edition, code).await?;
        let attendance = attendance(&mut conn, &standing.edition).await?;
        // The board knows the scores; here equals stand as the plenary parted them.
        let places: BTreeMap<&str, (usize, u32)> = standings
            .places
            .iter()
            .enumerate()
            .map(|(at, one)| (one.place.proposal.as_str(), (at, one.place.rank)))
            .collect();
        let place = |row: &Ranked| places.get(briefs.get(&row.code)?.id.as_str()).copied();
        board.rows.sort_by_key(|row| place(row).map_or(usize::MAX, |(at, _)| at));
        for row in &mut board.rows {
            row.rank = place(row).map_or(row.rank, |(_, rank)| rank);
        }
        Ok(Self { standing, attendance, board, briefs, lines, standings, may_decide, is_chair })
    }

    fn brief(&self, id: &str) -> Option<(&String, &proposal::api::Brief)> {
        self.briefs.iter().find(|(_, brief)| brief.id == id)
    }

    /// A proposal's code.
    fn code(&self, id: &str) -> String {
        self.brief(id).map(|(code, _)| code.clone()).unwrap_or_default()
    }

    /// What parts a proposal from those who share its mean; nothing if none do.
    fn equals(&self, id: &str) -> Option<Equals> {
        let mut ladders = self.standings.ladders.iter();
        let ladder = ladders.find(|one| one.proposals.iter().any(|p| p == id))?;
        let name = |id: &String| {
            let brief = self.brief(id);
            brief.map(|(_, brief)| brief.acronym.clone()).unwrap_or_default()
        };
        let level = self.standings.level_with(id);
        let lines = self.standings.lines.iter();
        Some(Equals {
            names: ladder.proposals.iter().map(|id| (self.code(id), name(id))).collect(),
            ladder: ladder.clone(),
            parted: self.standings.parted(id).map(|line| line.way).filter(|_| level.is_empty()),
            level: level.iter().map(|id| (id.clone(), name(id))).collect(),
            lines: lines
                .filter(|line| line.proposals.iter().any(|other| other == id))
                .cloned()
                .collect(),
            seq: self.standings.lines.last().map_or(0, |line| line.seq),
            is_chair: self.is_chair,
            is_drawn: self.standings.lot.as_ref().is_some_and(|lot| lot.draw.is_some()),
        })
    }

    fn top(&self) -> u32 {
        self.standing.edition.rules.top
    }

    /// Whether the result is sealed, and nothing is decided any more.
    fn is_over(&self) -> bool {
        self.standing.phase > Phase::Plenary
    }

    /// All that are ranked, best first.
    fn places(&self) -> Vec<(&str, u32)> {
        let all = self.board.rows.iter();
        all.filter_map(|row| Some((self.briefs.get(&row.code)?.id.as_str(), row.rank))).collect()
    }

    fn point(&self, row: &Ranked, why: Why) -> Option<Point> {
        let brief = self.briefs.get(&row.code)?;
        Some(Point {
            outcome: outcomes(&self.lines).get(brief.id.as_str()).copied(),
            id: brief.id.clone(),
            code: row.code.clone(),
            name: row.name.clone(),
            rank: row.rank,
            mean: row.mean.clone(),
            doubt: row.doubt.as_ref().map(|doubt| (doubt.ranks.0, doubt.ranks.1, doubt.permille)),
            why,
        })
    }

    fn agenda(&self) -> Vec<Point> {
        let decided = outcomes(&self.lines);
        let can_doubt = self.board.rows.iter().any(|row| row.doubt.is_some());
        let all = self.board.rows.iter();
        all.filter_map(|row| {
            let id = self.briefs.get(&row.code)?.id.as_str();
            let place = rules::Place {
                rank: row.rank,
                at_cut: row.at_cut,
                is_level: !self.standings.level_with(id).is_empty(),
                doubtful: row.doubt.as_ref().map(|doubt| doubt.zone == 1),
                decided: decided.contains_key(id) || self.standings.parted(id).is_some(),
            };
            self.point(row, rules::why(place, self.top(), can_doubt)?)
        })
        .collect()
    }
}

/// The plenary as it stands, for the office.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`], or a refusal while scores are still coming in.
pub async fn plenary(visit: &Visit) -> Result<Plenary, Fault> {
    let room = Room::open(visit).await?;
    let places = room.places();
    let seats = rules::honoured(&places, room.top(), &outcomes(&room.lines));
    let by_id: BTreeMap<&str, &proposal::api::Brief> =
        room.briefs.values().map(|brief| (brief.id.as_str(), brief)).collect();
    let chosen: Vec<Chosen> = seats
        .iter()
        .filter_map(|seat| {
            let brief = by_id.get(seat.proposal)?;
            Some(Chosen {
                rank: seat.rank,
                by_score: seat.by_score,
                name: brief.acronym.clone(),
                agency: brief.agency.clone(),
                moved: seat.moved,
            })
        })
        .collect();
    let left_out = rules::left_out(&places, room.top(), &outcomes(&room.lines))
        .into_iter()
        .filter_map(|id| {
            let rank = places.iter().find(|(other, _)| *other == id)?.1;
            Some((rank, by_id.get(id)?.acronym.clone()))
        })
        .collect();
    let mut agencies: BTreeMap<String, u32> = BTreeMap::new();
    for one in &chosen {
        *agencies.entry(one.agency.clone()).or_default() += 1;
    }
    let mut agencies: Vec<(String, u32)> = agencies.into_iter().collect();
    agencies.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    Ok(Plenary {
        agenda: room.agenda(),
        chosen,
        left_out,
        agencies,
        may_decide: room.may_decide && !room.is_over(),
        is_over: room.is_over(),
        attendance: room.attendance,
        lines: room.lines,
        ties: room.standings.lines,
    })
}

async fn item_form(visit: Visit, id: String, fields: Fields) -> Result<Reply, Fault> {
    let act = fields.get("act").map_or("", String::as_str);
    if let Some(way) = Way::of_code(act) {
        let mut fields = fields;
        // The page has two forms, each with a reason of its own.
        fields.insert("reason".to_owned(), fields.get("tie-reason").cloned().unwrap_or_default());
        return tie::form(&visit, &id, way, &fields).await;
    }
    if act != "show" && act != "hide" {
        return decide::decide(&visit, &id, &fields).await;
    }
    visit.require(&Role::OFFICERS)?;
    item(&visit, Some(&id)).await?;
    let shown = (act == "show").then_some(id.as_str());
    let mut tx = visit.write().await?;
    let edition = edition::desk::current(&mut tx).await?;
    store::show(&mut tx, &edition.slug, shown).await?;
    tx.record("plenary.screen", &format!("plenary:{}", edition.slug), &(), &shown);
    tx.commit().await?;
    Ok(Reply::Go(format!("/panitia/pleno/{id}")))
}

/// How often the screen looks for what it is to show, in seconds: it has no script.
const LOOK_AGAIN: HeaderValue = HeaderValue::from_static("4");

/// Addresses of the plenary.
pub fn routes() -> Router<House> {
    Router::new()
        .route(
            "/panitia/pleno",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, decide::attendance_form)
            }),
        )
        .route(
            "/panitia/pleno/undian",
            get(pages::page).post(|State(house): State<House>, request: Request| {
                pages::form(house, request, tie::lot_form)
            }),
        )
        .route(
            "/panitia/pleno/layar",
            get(|house: State<House>, request: Request| async move {
                let mut page = pages::page(house, request).await;
                page.headers_mut().insert(REFRESH, LOOK_AGAIN);
                page
            }),
        )
        .route(
            "/panitia/pleno/{id}",
            get(pages::page).post(
                |State(house): State<House>, Path(id): Path<String>, request: Request| {
                    pages::form(house, request, |visit, fields| item_form(visit, id, fields))
                },
            ),
        )
}
