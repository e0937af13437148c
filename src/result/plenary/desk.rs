//! The plenary's desk: the book of decisions, attendance, and what the screen shows. The office reads;
//! the chair and the secretary write, until the result is sealed.

use super::{
    api::{AspectSpread, Attendance, Chosen, Item, Member, Plenary, Point, Why},
    store,
};
use crate::{
    edition::{self, Edition, Phase, desk::Standing},
    fault::Fault,
    judging::{
        self,
        api::{Board, BoardOrder, Ranked, Trial},
        desk::record::record,
    },
    kernel::{FieldError, Posted, Role, score::Exact, text},
    panel, people, proposal,
    result::{
        desk::OFFICERS,
        rules::plenary::{self as rules, Line, Outcome, Votes, outcomes},
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
use uuid::Uuid;

/// Who sits in the plenary.
const MEMBERS: [Role; 4] = [Role::Chair, Role::Secretary, Role::Committee, Role::Judge];

/// Places before and after the cut that are discussed if doubt cannot be told.
const NEAR: u32 = 5;

/// Words of a summary that fit a screen.
const SUMMARY: usize = 60;

/// Longest reason, in characters.
const REASON: usize = 1000;

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

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
    may_decide: bool,
}

impl Room {
    async fn open(visit: &Visit) -> Result<Self, Fault> {
        let may_decide = visit.require(&Role::OFFICE)?.is_any(&OFFICERS);
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
        let attendance = attendance(&mut conn, &standing.edition).await?;
        Ok(Self { standing, attendance, board, briefs, lines, may_decide })
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

    fn why(&self, row: &Ranked, decided: bool, can_doubt: bool) -> Option<Why> {
        let is_near = row.rank.abs_diff(self.top()) <= NEAR;
        match &row.doubt {
            _ if row.at_cut => Some(Why::Tie),
            Some(doubt) if doubt.zone == 1 => Some(Why::Doubt),
            None if !can_doubt && is_near => Some(Why::Cut),
            _ => decided.then_some(Why::Decided),
        }
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
            self.point(row, self.why(row, decided.contains_key(id), can_doubt)?)
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
    let mut agencies: BTreeMap<String, u32> = BTreeMap::new();
    for one in &chosen {
        *agencies.entry(one.agency.clone()).or_default() += 1;
    }
    let mut agencies: Vec<(String, u32)> = agencies.into_iter().collect();
    agencies.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    Ok(Plenary {
        agenda: room.agenda(),
        chosen,
        agencies,
        may_decide: room.may_decide && !room.is_over(),
        is_over: room.is_over(),
        attendance: room.attendance,
        lines: room.lines,
    })
}

/// The letter of a judge on a screen where names would distract.
fn letter(at: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 { letter.to_string() } else { format!("{letter}{}", at / 26 + 1) }
}

/// The first words of a text.
fn first_words(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let shown = words.iter().take(most).copied().collect::<Vec<_>>().join(" ");
    if words.len() > most { format!("{shown} …") } else { shown }
}

fn spread(edition: &Edition, marks: &[&judging::rules::Marks]) -> Vec<AspectSpread> {
    let aspect = |one: &edition::Criterion| {
        let mut all: Vec<i64> = marks.iter().filter_map(|m| m.get(&one.key).copied()).collect();
        all.sort_unstable();
        let (low, high) = (*all.first()?, *all.last()?);
        let (below, above) = (all[(all.len() - 1) / 2], all[all.len() / 2]);
        Some(AspectSpread {
            title: (one.title.id.clone(), one.title.en.clone()),
            median: i64::midpoint(below, above),
            low,
            high,
            max: one.max,
        })
    };
    edition.criteria.iter().filter_map(aspect).collect()
}

/// One point with all that is known of it; the one on the screen if none is named.
///
/// # Errors
/// As [`plenary`]; [`Fault::NotFound`] for what is not ranked.
pub async fn item(visit: &Visit, wanted: Option<&str>) -> Result<Option<Item>, Fault> {
    item_in(&Room::open(visit).await?, visit, wanted).await
}

async fn item_in(room: &Room, visit: &Visit, wanted: Option<&str>) -> Result<Option<Item>, Fault> {
    let edition = &room.standing.edition;
    let mut conn = visit.read().await?;
    let shown = store::screen(&mut conn, &edition.slug).await?;
    let Some(id) = wanted.or(shown.as_deref()) else { return Ok(None) };
    let brief = room.briefs.values().find(|brief| brief.id == id).ok_or(Fault::NotFound)?;
    let code = proposal::code(brief.number.unwrap_or_default());
    let at = room.board.rows.iter().position(|row| row.code == code).ok_or(Fault::NotFound)?;
    let row = &room.board.rows[at];
    let agenda = room.agenda();
    let on_agenda = agenda.iter().position(|point| point.id == id);
    let why = on_agenda.map_or(Why::Decided, |at| agenda[at].why);
    let around = match on_agenda {
        Some(at) => [at.checked_sub(1), Some(at + 1)]
            .map(|at| at.and_then(|at| agenda.get(at)).map(|point| point.id.clone())),
        None => [None, None],
    };
    let near = at.saturating_sub(2)..room.board.rows.len().min(at + 3);
    let neighbours =
        room.board.rows[near].iter().filter_map(|row| room.point(row, Why::Cut)).collect();
    let (_, frozen) = proposal::desk::frozen(&mut conn, id).await?;
    let record = record(&mut conn, edition).await?;
    drop(conn);
    let mut judges: Vec<&Member> = room.attendance.members.iter().collect();
    judges.retain(|member| {
        record.reads.iter().any(|read| read.judge == member.id)
            || record.recusals.iter().any(|(judge, ..)| *judge == member.id)
    });
    let letter_of = |judge: &str| {
        judges.iter().position(|member| member.id == judge).map(letter).unwrap_or_default()
    };
    let reads: Vec<_> = record.reads.iter().filter(|read| read.proposal == id).collect();
    let mut totals: Vec<(String, String, u32)> = reads
        .iter()
        .filter_map(|read| {
            let total = judging::rules::total(&edition.criteria, &read.marks)?;
            Some((letter_of(&read.judge), total.display(), permille(total)))
        })
        .collect();
    totals.sort();
    let marks: Vec<&judging::rules::Marks> = reads.iter().map(|read| &read.marks).collect();
    let leaving: Vec<(String, String, bool)> = record
        .recusals
        .iter()
        .filter(|(_, proposal, _)| proposal == id)
        .filter_map(|(judge, ..)| {
            let member = judges.iter().find(|member| member.id == *judge)?;
            Some((letter_of(judge), member.name.clone(), member.present))
        })
        .collect();
    let summary = edition.fields().next().and_then(|field| frozen.texts.get(&field.key));
    Ok(Some(Item {
        point: room.point(row, why).ok_or(Fault::NotFound)?,
        title: frozen.identity.title.clone(),
        place: proposal::place(&frozen.unit, &frozen.agency),
        summary: first_words(summary.map_or("", String::as_str), SUMMARY),
        aspects: spread(edition, &marks),
        totals,
        tie: row.tie.clone(),
        neighbours,
        leaving,
        lines: room.lines.iter().filter(|line| line.proposal_id == id).cloned().collect(),
        seq: room.lines.last().map_or(0, |line| line.seq),
        around,
        on_screen: shown.as_deref() == Some(id),
        may_decide: room.may_decide && !room.is_over(),
        is_over: room.is_over(),
        attendance: room.attendance.clone(),
    }))
}

/// A total of at most a hundred in thousandths of all.
fn permille(total: Exact) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
    let permille = (total.real() * 10.0).round() as i64;
    u32::try_from(permille.clamp(0, 1000)).unwrap_or(0)
}

fn over() -> Fault {
    Fault::refused(
        "Rapat pleno hanya bisa mencatat setelah penilaian ditutup dan sebelum hasil disegel.",
        "The plenary can only be written up after scoring is closed and before the result is sealed.",
    )
}

/// Who is there, as the officer ticked it.
async fn attendance_form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let officer = visit.require(&OFFICERS)?.id.clone();
    let mut tx = visit.write().await?;
    let standing = edition::desk::standing(&mut tx).await?;
    if standing.phase != Phase::Plenary {
        return Err(over());
    }
    let slug = &standing.edition.slug;
    let subject = format!("plenary:{slug}");
    for member in attendance(&mut tx, &standing.edition).await?.members {
        let is_there = fields.contains_key(&format!("hadir-{}", member.id));
        if is_there == member.present {
            continue;
        }
        if is_there {
            store::come(&mut tx, slug, &member.id, &officer, visit.now()).await?;
        } else {
            store::leave(&mut tx, slug, &member.id, &officer, visit.now()).await?;
        }
        let act = if is_there { "plenary.come" } else { "plenary.leave" };
        tx.record(act, &subject, &(), &member.id);
    }
    tx.commit().await?;
    Ok(Reply::Go("/panitia/pleno".to_owned()))
}

/// The votes as typed: none if nothing was.
fn votes(fields: &Fields) -> Result<Option<Votes>, FieldError> {
    let typed = ["yes", "no", "abstain"].map(|name| fields.get(name).map_or("", |v| v.trim()));
    if typed.iter().all(|text| text.is_empty()) {
        return Ok(None);
    }
    let number = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<u32>().ok() };
    match typed.map(number) {
        [Some(yes), Some(no), Some(abstain)] => Ok(Some(Votes { yes, no, abstain })),
        _ => Err(FieldError::new(
            "yes",
            "Tulis suara dengan angka bulat, misalnya 7, atau kosongkan ketiganya",
            "Write votes as whole numbers, such as 7, or leave all three empty",
        )),
    }
}

/// What is wrong with a decision, apart from its words.
fn barred(
    room: &Room,
    id: &str,
    outcome: Outcome,
    votes: Option<Votes>,
    away: u32,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let (present, quorum) = (room.attendance.present(), room.attendance.quorum);
    if !room.attendance.is_enough() {
        errors.push(FieldError::new(
            "outcome",
            format!(
                "Belum kuorum: hadir {present}, paling sedikit {quorum}. Catat kehadiran dahulu"
            ),
            format!("No quorum: {present} present, {quorum} needed. Note who is there first"),
        ));
    }
    let voters = present.saturating_sub(away);
    if let Some(votes) = votes.filter(|votes| votes.all() > voters) {
        let all = votes.all();
        errors.push(FieldError::new(
            "yes",
            format!("Jumlah suara {all} melebihi {voters} anggota yang ada di ruangan"),
            format!("{all} votes are more than the {voters} members in the room"),
        ));
    }
    let holding = outcomes(&room.lines);
    let taken = holding.iter().filter(|(other, one)| **other != id && **one == Outcome::In).count();
    if outcome == Outcome::In && count(taken) >= room.top() {
        let top = room.top();
        errors.push(FieldError::new(
            "outcome",
            format!("Sudah {top} usulan diputuskan masuk. Batalkan salah satunya dahulu"),
            format!("{top} proposals were decided in already. Take one back first"),
        ));
    }
    if outcome == Outcome::Undone && !holding.contains_key(id) {
        errors.push(FieldError::new(
            "outcome",
            "Tidak ada keputusan yang bisa dibatalkan",
            "There is no decision to take back",
        ));
    }
    errors
}

async fn decide(visit: &Visit, id: &str, fields: &Fields) -> Result<Reply, Fault> {
    let officer = visit.require(&OFFICERS)?.clone();
    let room = Room::open(visit).await?;
    if room.standing.phase != Phase::Plenary {
        return Err(over());
    }
    let item = item_in(&room, visit, Some(id)).await?.ok_or(Fault::NotFound)?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let mut errors = Vec::new();
    let outcome = Outcome::of_code(field("outcome"));
    if outcome.is_none() {
        errors.push(FieldError::new("outcome", "Pilih keputusan", "Choose a decision"));
    }
    let reason = text::clean(field("reason")).trim().to_owned();
    if reason.is_empty() {
        errors.push(FieldError::new(
            "reason",
            "Tulis alasan keputusan",
            "Say why it is decided so",
        ));
    } else if reason.chars().count() > REASON {
        errors.push(FieldError::new(
            "reason",
            format!("Alasan paling banyak {REASON} huruf; ringkaslah"),
            format!("A reason has at most {REASON} characters; shorten it"),
        ));
    }
    let votes = votes(fields).unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    let away: Vec<String> =
        item.leaving.iter().filter(|(.., is_there)| *is_there).map(|one| one.1.clone()).collect();
    if let Some(outcome) = outcome {
        errors.extend(barred(&room, id, outcome, votes, count(away.len())));
    }
    let (Some(outcome), true) = (outcome, errors.is_empty()) else {
        return Ok(Reply::Again(Posted::again(errors)));
    };
    let stale = || {
        let error = FieldError::new(
            "",
            "Petugas lain baru saja mencatat keputusan. Lihat halaman ini lagi, lalu putuskan.",
            "Another officer has just noted a decision. Look at this page again, then decide.",
        );
        Reply::Again(Posted { status: 409, ..Posted::again(vec![error]) })
    };
    if field("seq").parse() != Ok(item.seq) {
        return Ok(stale());
    }
    let line = Line {
        seq: item.seq.saturating_add(1),
        proposal_id: id.to_owned(),
        code: item.point.code.clone(),
        outcome,
        reason,
        votes,
        present: room.attendance.present(),
        away,
        by: officer.name.clone(),
        at: visit.now(),
    };
    let mut tx = visit.write().await?;
    let standing = edition::desk::standing(&mut tx).await?;
    if standing.phase != Phase::Plenary {
        return Err(over());
    }
    let key = Uuid::now_v7().to_string();
    if !store::add(&mut tx, &key, &standing.edition.slug, &line, &officer.id).await? {
        return Ok(stale());
    }
    tx.record("plenary.decide", &format!("proposal:{id}"), &(), &line);
    tx.commit().await?;
    Ok(Reply::Go(format!("/panitia/pleno/{id}")))
}

async fn item_form(visit: Visit, id: String, fields: Fields) -> Result<Reply, Fault> {
    let act = fields.get("act").map_or("", String::as_str);
    if act != "show" && act != "hide" {
        return decide(&visit, &id, &fields).await;
    }
    visit.require(&OFFICERS)?;
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
                pages::form(house, request, attendance_form)
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
