//! One point of the plenary with all that is known of it.

use super::{
    super::{
        api::{AspectSpread, Item, Member},
        store,
    },
    Room,
};
use crate::{
    edition::{self, Edition},
    fault::Fault,
    judging::{self, desk::record::record},
    kernel::score::Exact,
    proposal,
    result::rules::plenary::Why,
    server::Visit,
};

/// Words of a summary that fit a screen.
const SUMMARY: usize = 60;

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

/// The same in a room that is open already.
pub async fn item_in(
    room: &Room,
    visit: &Visit,
    wanted: Option<&str>,
) -> Result<Option<Item>, Fault> {
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
        equals: room.equals(id),
        neighbours,
        leaving,
        lines: room.lines.iter().filter(|line| line.proposal_id == id).cloned().collect(),
        seq: room.lines.last().map_or(0, |line| line.seq),
        around,
        on_screen: shown.as_deref() == Some(id),
        may_decide: room.may_decide && !room.is_over(),
        attendance: room.attendance.clone(),
    }))
}

/// A total of at most a hundred in thousandths of all.
fn permille(total: Exact) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
    let permille = (total.real() * 10.0).round() as i64;
    u32::try_from(permille.clamp(0, 1000)).unwrap_or(0)
}
