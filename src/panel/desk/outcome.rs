//! What the panel made of the ranking, once it is closed; for desks that have already asked who asks.

use super::{
    super::{
        rules::{self, Final},
        store,
    },
    named,
};
use crate::{
    edition::{Counts, Edition},
    fault::Fault,
    judging::{
        self,
        api::{Board, Ranked},
        rules::{Marks, Read},
    },
    kernel::score::Exact,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// What the panel gave each finalist and what that counts, in an edition that has one; nobody was heard
/// while it sits. For desks that have already asked who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn heard(
    conn: &mut AnyConnection,
    edition: &Edition,
) -> Result<Option<(BTreeMap<String, Exact>, Counts)>, Fault> {
    let Some(panel) = edition.panel() else { return Ok(None) };
    let mut sheets: BTreeMap<String, Vec<Marks>> = BTreeMap::new();
    for read in sealed_sheets(conn, edition).await? {
        sheets.entry(read.proposal).or_default().push(read.marks);
    }
    let heard = sheets
        .into_iter()
        .filter_map(|(id, sheets)| Some((id, rules::mean(&panel.criteria, &sheets)?)))
        .collect();
    Ok(Some((heard, panel.counts)))
}

/// Every sheet that counts, once the panel is closed; for desks that have already asked who asks.
///
/// # Errors
/// Whatever the database says.
pub async fn sealed_sheets(
    conn: &mut AnyConnection,
    edition: &Edition,
) -> Result<Vec<Read>, Fault> {
    let meeting = store::meeting(conn, &edition.slug).await?;
    if edition.panel.is_none() || meeting.is_none_or(|meeting| meeting.closed.is_none()) {
        return Ok(Vec::new());
    }
    let mut scores = store::scores(conn, &edition.slug).await?;
    let papers = store::papers(conn, &edition.slug).await?;
    let mut sheets: Vec<Read> = papers
        .into_iter()
        .filter(|paper| paper.sent_at.is_some())
        .map(|paper| Read {
            marks: scores.remove(&paper.id).unwrap_or_default(),
            proposal: paper.proposal,
            judge: paper.judge,
        })
        .collect();
    sheets.sort_by(|a, b| (&a.proposal, &a.judge).cmp(&(&b.proposal, &b.judge)));
    Ok(sheets)
}

/// The official order, best first, for desks that have already asked who asks: that of the written
/// proposals, and what the panel made of it once it is closed.
///
/// # Errors
/// Whatever the database says.
pub async fn places(conn: &mut AnyConnection, edition: &Edition) -> Result<Vec<Final>, Fault> {
    let desk = judging::desk::places(conn, edition).await?;
    Ok(match heard(conn, edition).await? {
        Some((heard, counts)) => rules::combine(desk, &heard, counts),
        None => desk.into_iter().map(Final::written).collect(),
    })
}

/// Refuses to go on while a panel that the edition has is not closed.
///
/// # Errors
/// The refusal; whatever the database says.
pub async fn must_be_settled(conn: &mut AnyConnection, edition: &Edition) -> Result<(), Fault> {
    if edition.panel.is_none() {
        return Ok(());
    }
    let meeting = store::meeting(conn, &edition.slug).await?;
    if meeting.is_some_and(|meeting| meeting.closed.is_some()) {
        return Ok(());
    }
    Err(Fault::refused(
        "Panel belum ditutup. Nilai akhir finalis baru ada setelah itu: lihat halaman Panel.",
        "The panel is not closed. Finalists have no final score before that: see the page Panel.",
    ))
}

/// Puts the official order into a ranking board, which knows that of the written proposals alone.
/// Doubt is told of written proposals only: every finalist was heard by the same panel.
///
/// # Errors
/// The refusal of [`must_be_settled`]; whatever the database says.
pub async fn place(
    conn: &mut AnyConnection,
    edition: &Edition,
    board: &mut Board,
) -> Result<(), Fault> {
    if edition.panel.is_none() {
        return Ok(());
    }
    must_be_settled(conn, edition).await?;
    let briefs = super::briefs(conn, edition).await?;
    let mut rows: BTreeMap<String, Ranked> =
        board.rows.drain(..).map(|row| (row.code.clone(), row)).collect();
    let finals = places(conn, edition).await?;
    let top = usize::try_from(edition.rules.top).unwrap_or(usize::MAX);
    let tied = rules::tied_at_cut(&finals, top).unwrap_or_default();
    for (at, one) in finals.into_iter().enumerate() {
        let (code, _) = named(&briefs, &one.place.proposal);
        let Some(row) = rows.remove(&code) else { continue };
        let tie = judging::desk::tie_words(edition, one.place.broken_by.as_ref());
        let (rank, mean) = (one.place.rank, one.place.mean.display());
        let at_cut = tied.contains(&at);
        board.rows.push(Ranked { rank, mean, tie, doubt: None, at_cut, ..row });
    }
    Ok(())
}
