//! Equals whom the declared chain leaves level: the lot is declared and drawn here, and the plenary
//! notes the chair's order or leaves them to the lot.

use super::{
    super::store,
    Room,
    decide::{over, reason, stale},
};
use crate::{
    edition::{self, Edition, Phase},
    fault::Fault,
    judging::{self, rules as scores},
    kernel::{FieldError, Posted, Role, text},
    panel::{self, rules::Final},
    result::{
        plenary::api::LotView,
        rules::{
            lot,
            tie::{Figures, Ladder, Lot, TieLine, Way, holding_of, level},
        },
    },
    server::{
        Visit,
        pages::{Fields, Reply},
        session,
    },
};
use sqlx::AnyConnection;
use uuid::Uuid;

/// Longest name of a source, in characters.
const SOURCE: usize = 300;

/// Longest public number, in characters.
const VALUE: usize = 60;

/// The ranking with what the plenary made of equals.
#[derive(Default)]
pub struct Standings {
    /// Best first.
    pub places: Vec<Final>,
    /// How the chain parts each group that shares its mean.
    pub ladders: Vec<Ladder>,
    /// The book of ties, oldest first.
    pub lines: Vec<TieLine>,
    /// The lot, if one was declared.
    pub lot: Option<Lot>,
}

impl Standings {
    /// Those who share a rank with this one, itself among them; nobody if it stands alone.
    pub fn level_with(&self, id: &str) -> Vec<String> {
        let groups = level(&self.places);
        let group = groups.iter().find(|group| group.iter().any(|one| one.place.proposal == id));
        group
            .map(|group| group.iter().map(|one| one.place.proposal.clone()).collect())
            .unwrap_or_default()
    }

    /// The line that holds for the group this one was parted in.
    pub fn parted(&self, id: &str) -> Option<&TieLine> {
        let mut own = self.lines.iter().filter(|line| line.proposals.iter().any(|p| p == id));
        own.find_map(|line| holding_of(&self.lines, &line.proposals))
    }
}

/// The ranking as the stored scores and books give it, for desks that have already asked who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn standings(
    conn: &mut AnyConnection,
    edition: &Edition,
    code: impl Fn(&str) -> String,
) -> Result<Standings, Fault> {
    let (contenders, calibrated) = judging::desk::figures(conn, edition).await?;
    let keys = scores::chain(&edition.criteria).iter().map(|one| one.key.clone()).collect();
    let mut lines = store::tie::lines(conn, &edition.slug).await?;
    for line in &mut lines {
        line.codes = line.proposals.iter().map(|id| code(id)).collect();
    }
    let lot = store::tie::lot(conn, &edition.slug).await?.map(|(lot, _)| lot);
    let codes: Vec<(String, String)> =
        contenders.iter().map(|one| (one.proposal.clone(), code(&one.proposal))).collect();
    let codes = codes.iter().map(|(id, code)| (id.as_str(), code.as_str()));
    let lots = lot::lots(lot.as_ref(), codes);
    let panel = panel::desk::heard(conn, edition).await?;
    let figures = Figures { contenders, keys, calibrated, panel };
    let declared = figures.declared(&lines, &lots);
    let places = figures.places(&declared);
    let ladders = figures.ladders(&places, &declared);
    Ok(Standings { places, ladders, lines, lot })
}

/// The lot as everybody may know it before the result is public: that it was drawn would tell of a tie.
///
/// # Errors
/// Whatever the database says.
pub async fn declared_lot(conn: &mut AnyConnection, edition: &str) -> Result<Option<Lot>, Fault> {
    let lot = store::tie::lot(conn, edition).await?.map(|(lot, _)| lot);
    Ok(lot.map(|lot| Lot { draw: None, ..lot }))
}

/// The lot for the office.
///
/// # Errors
/// [`Fault::SignedOut`], [`Fault::WrongRole`].
pub async fn view(visit: &Visit) -> Result<LotView, Fault> {
    let is_officer = visit.require(&Role::OFFICE)?.is_any(&Role::OFFICERS);
    let mut conn = visit.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    let lot = store::tie::lot(&mut conn, &standing.edition.slug).await?.map(|(lot, _)| lot);
    Ok(LotView {
        may_declare: is_officer && lot.is_none() && standing.phase <= Phase::Plenary,
        may_draw: is_officer
            && standing.phase == Phase::Plenary
            && lot.as_ref().is_some_and(|lot| lot.draw.is_none()),
        lot,
    })
}

fn line_of(fields: &Fields, name: &str) -> String {
    let typed = fields.get(name).map_or("", String::as_str);
    text::clean(typed).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Declares the lot, or draws it with the number that its source gave.
///
/// # Errors
/// [`Fault::WrongRole`], or a refusal once the result is sealed.
pub async fn lot_form(visit: Visit, fields: Fields) -> Result<Reply, Fault> {
    let officer = visit.require(&Role::OFFICERS)?.id.clone();
    let again = |field: &'static str, id: &'static str, en: &'static str| {
        Ok(Reply::Again(Posted::again(vec![FieldError::new(field, id, en)])))
    };
    let now = visit.now();
    if fields.get("act").is_some_and(|act| act == "draw") {
        let value = line_of(&fields, "value");
        if value.is_empty() || value.chars().count() > VALUE {
            return again(
                "value",
                "Tulis angka dari sumber undian, paling banyak 60 huruf",
                "Write the number that the source gave, at most 60 characters",
            );
        }
        if value != line_of(&fields, "value-again") {
            return again(
                "value-again",
                "Kedua tulisan tidak sama. Angka undian hanya dicatat sekali, jadi tulis dua kali",
                "The two differ. The number is noted once only, so write it twice",
            );
        }
        let mut tx = visit.write().await?;
        let standing = edition::desk::standing(&mut tx).await?;
        if standing.phase != Phase::Plenary {
            return Err(over());
        }
        let slug = &standing.edition.slug;
        if !store::tie::draw(&mut tx, slug, &value, (&officer, now)).await? {
            return Err(Fault::Conflict);
        }
        tx.record("plenary.draw", &format!("plenary:{slug}"), &(), &value);
        tx.commit().await?;
        return Ok(Reply::Go("/panitia/pleno/undian".to_owned()));
    }
    let source = line_of(&fields, "source");
    if source.is_empty() || source.chars().count() > SOURCE {
        return again(
            "source",
            "Tulis angka umum mana yang dipakai dan kapan diumumkan, paling banyak 300 huruf",
            "Say which public number will be taken and when it appears, at most 300 characters",
        );
    }
    let secret = session::secret(16)?;
    let commitment = lot::commitment(&secret);
    let mut tx = visit.write().await?;
    let standing = edition::desk::standing(&mut tx).await?;
    if standing.phase > Phase::Plenary {
        return Err(over());
    }
    let slug = standing.edition.slug.clone();
    let place = (slug.as_str(), standing.phase.code());
    let kept = (secret.as_str(), commitment.as_str());
    if !store::tie::declare(&mut tx, place, &source, kept, (&officer, now)).await? {
        return Err(Fault::Conflict);
    }
    tx.record("plenary.declare_lot", &format!("plenary:{slug}"), &(), &(&source, &commitment));
    tx.commit().await?;
    Ok(Reply::Go("/panitia/pleno/undian".to_owned()))
}

/// The group as the chair ordered it: each of its places, from 1, once.
fn ordered(group: &[String], fields: &Fields) -> Option<Vec<String>> {
    let mut places: Vec<(usize, &String)> = group
        .iter()
        .map(|id| Some((fields.get(&format!("urut-{id}"))?.trim().parse().ok()?, id)))
        .collect::<Option<_>>()?;
    places.sort();
    let is_whole = places.iter().zip(1..).all(|((place, _), expected)| *place == expected);
    is_whole.then(|| places.into_iter().map(|(_, id)| id.clone()).collect())
}

/// Notes what the plenary makes of those who are level with a proposal.
///
/// # Errors
/// [`Fault::WrongRole`]: the chair alone orders; [`Fault::NotFound`], or a refusal once it is sealed.
pub async fn form(visit: &Visit, id: &str, way: Way, fields: &Fields) -> Result<Reply, Fault> {
    let who: &[Role] = if way == Way::Chair { &[Role::Chair] } else { &Role::OFFICERS };
    let officer = visit.require(who)?.clone();
    let room = Room::open(visit).await?;
    if room.standing.phase != Phase::Plenary {
        return Err(over());
    }
    let standings = &room.standings;
    let mut errors = Vec::new();
    let mut refuse = |field: &'static str, id: &str, en: &str| {
        errors.push(FieldError::new(field, id, en));
    };
    let group = if way == Way::Undone {
        standings.parted(id).map(|line| line.proposals.clone()).unwrap_or_default()
    } else {
        standings.level_with(id)
    };
    if group.is_empty() {
        refuse(
            "",
            "Tidak ada nilai sama yang perlu dipisahkan di sini",
            "There are no equals to part here",
        );
    }
    if !room.attendance.is_enough() {
        refuse(
            "",
            "Belum kuorum. Catat kehadiran dahulu",
            "There is no quorum. Note who is there first",
        );
    }
    let mut proposals = group.clone();
    match way {
        Way::Chair => match ordered(&group, fields) {
            Some(order) => proposals = order,
            None => refuse(
                "order",
                "Beri setiap usulan satu urutan: 1 untuk yang terbaik, tanpa angka ganda",
                "Give each proposal one place: 1 for the best, none twice",
            ),
        },
        Way::Lot if standings.lot.as_ref().is_none_or(|lot| lot.draw.is_none()) => refuse(
            "",
            "Undian belum dicatat. Tulis dahulu angka dari sumbernya di halaman undian",
            "The lot is not drawn yet. Note its number on the page of the lot first",
        ),
        _ => {}
    }
    let (reason, error) = reason(fields);
    errors.extend(error.map(|error| FieldError { field: "tie-reason".to_owned(), ..error }));
    if !errors.is_empty() {
        return Ok(Reply::Again(Posted::again(errors)));
    }
    let last = standings.lines.last().map_or(0, |line| line.seq);
    if fields.get("tie-seq").and_then(|seq| seq.parse().ok()) != Some(last) {
        return Ok(stale());
    }
    let line = TieLine {
        seq: last.saturating_add(1),
        codes: proposals.iter().map(|id| room.code(id)).collect(),
        proposals,
        way,
        reason,
        present: room.attendance.present(),
        by: officer.name.clone(),
        at: visit.now(),
    };
    let mut tx = visit.write().await?;
    let standing = edition::desk::standing(&mut tx).await?;
    if standing.phase != Phase::Plenary {
        return Err(over());
    }
    let key = Uuid::now_v7().to_string();
    if !store::tie::add(&mut tx, &key, &standing.edition.slug, &line, &officer.id).await? {
        return Ok(stale());
    }
    tx.record("plenary.tie", &format!("proposal:{id}"), &(), &line);
    tx.commit().await?;
    Ok(Reply::Go(format!("/panitia/pleno/{id}")))
}
