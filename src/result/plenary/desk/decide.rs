//! What the officers write into the plenary's book: who is there, and each decision with its reason.

use super::{super::store, Room, attendance, item::item_in};
use crate::{
    edition::{self, Phase},
    fault::Fault,
    kernel::{FieldError, Posted, Role, count, text},
    result::rules::plenary::{self as rules, Bar, Line, Outcome, Present, Votes},
    server::{
        Visit,
        pages::{Fields, Reply},
    },
};
use uuid::Uuid;

/// Longest reason, in characters.
const REASON: usize = 1000;

/// The refusal of everything that is written outside the plenary.
pub fn over() -> Fault {
    Fault::refused(
        "Rapat pleno hanya bisa mencatat setelah penilaian ditutup dan sebelum hasil disegel.",
        "The plenary can only be written up after scoring is closed and before the result is sealed.",
    )
}

/// Who is there, as the officer ticked it.
///
/// # Errors
/// [`Fault::WrongRole`], or a refusal outside the plenary.
pub async fn attendance_form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let officer = visit.require(&Role::OFFICERS)?.id.clone();
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

/// What is wrong with a decision, in words.
fn sentence(bar: Bar, room: &Room) -> FieldError {
    match bar {
        Bar::NoQuorum => {
            let (present, quorum) = (room.attendance.present(), room.attendance.quorum);
            FieldError::new(
                "outcome",
                format!(
                    "Belum kuorum: hadir {present}, paling sedikit {quorum}. Catat kehadiran dahulu"
                ),
                format!("No quorum: {present} present, {quorum} needed. Note who is there first"),
            )
        }
        Bar::TooMany { votes, voters } => FieldError::new(
            "yes",
            format!("Jumlah suara {votes} melebihi {voters} anggota yang ada di ruangan"),
            format!("{votes} votes are more than the {voters} members in the room"),
        ),
        Bar::Full => {
            let top = room.top();
            FieldError::new(
                "outcome",
                format!("Sudah {top} usulan diputuskan masuk. Batalkan salah satunya dahulu"),
                format!("{top} proposals were decided in already. Take one back first"),
            )
        }
        Bar::NothingToUndo => FieldError::new(
            "outcome",
            "Tidak ada keputusan yang bisa dibatalkan",
            "There is no decision to take back",
        ),
    }
}

/// The reason as typed, with what is wrong with it.
pub fn reason(fields: &Fields) -> (String, Option<FieldError>) {
    let typed = fields.get("reason").map_or("", String::as_str);
    let reason = text::clean(typed).trim().to_owned();
    let error = if reason.is_empty() {
        Some(FieldError::new("reason", "Tulis alasan keputusan", "Say why it is decided so"))
    } else if reason.chars().count() > REASON {
        Some(FieldError::new(
            "reason",
            format!("Alasan paling banyak {REASON} huruf; ringkaslah"),
            format!("A reason has at most {REASON} characters; shorten it"),
        ))
    } else {
        None
    };
    (reason, error)
}

/// The answer to a page that another officer has overtaken.
pub fn stale() -> Reply {
    let error = FieldError::new(
        "",
        "Petugas lain baru saja mencatat keputusan. Lihat halaman ini lagi, lalu putuskan.",
        "Another officer has just noted a decision. Look at this page again, then decide.",
    );
    Reply::Again(Posted { status: 409, ..Posted::again(vec![error]) })
}

/// Notes a decision.
///
/// # Errors
/// [`Fault::WrongRole`], [`Fault::NotFound`], or a refusal once the result is sealed.
pub async fn decide(visit: &Visit, id: &str, fields: &Fields) -> Result<Reply, Fault> {
    let officer = visit.require(&Role::OFFICERS)?.clone();
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
    let (reason, error) = reason(fields);
    errors.extend(error);
    let votes = votes(fields).unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    let away: Vec<String> =
        item.leaving.iter().filter(|(.., is_there)| *is_there).map(|one| one.1.clone()).collect();
    if let Some(outcome) = outcome {
        let present = Present {
            present: room.attendance.present(),
            quorum: room.attendance.quorum,
            away: count(away.len()),
        };
        let bars = rules::bars(&room.lines, room.top(), present, (id, outcome, votes));
        errors.extend(bars.into_iter().map(|bar| sentence(bar, &room)));
    }
    let (Some(outcome), true) = (outcome, errors.is_empty()) else {
        return Ok(Reply::Again(Posted::again(errors)));
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
