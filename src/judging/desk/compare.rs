//! Comparing: two or three proposals of one judge side by side, and their own scores so far.

use super::super::{
    api::{
        Sheet,
        compare::{Comparable, Compared, Comparison},
    },
    rules::own::{self, OwnScores},
    store,
};
use super::{conflict, sheet};
use crate::{
    edition,
    fault::Fault,
    kernel::{Role, score::Exact},
    proposal,
    server::Visit,
};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// How many proposals fit beside each other.
const MOST: usize = 3;

/// The proposals of a list of assignments, and everything that could be beside them.
///
/// # Errors
/// [`Fault::NotFound`] for a sheet that is not theirs, [`Fault::Barred`] for one they must not see.
pub async fn compare(visit: &Visit, assignments: &str) -> Result<Comparison, Fault> {
    let judge = visit.require(&[Role::Judge])?;
    let mut ids: Vec<&str> = Vec::new();
    for id in assignments.split_whitespace() {
        if !ids.contains(&id) && ids.len() < MOST {
            ids.push(id);
        }
    }
    let mut sheets = Vec::new();
    for id in ids {
        sheets.push(compared(sheet(visit, id).await?));
    }
    let mut conn = visit.read().await?;
    let edition = edition::desk::current(&mut conn).await?;
    if !conflict::has_stated(&mut conn, judge, &edition).await? {
        return Ok(Comparison { sheets, choices: Vec::new() });
    }
    let mut choices = Vec::new();
    for seat in store::seats_of(&mut conn, &judge.id).await? {
        if conflict::admit(&mut conn, judge, &seat).await.is_err() {
            continue;
        }
        let (brief, _) = proposal::desk::frozen(&mut conn, &seat.proposal).await?;
        choices.push(Comparable {
            assignment: seat.id,
            code: proposal::code(brief.number.unwrap_or_default()),
            name: if edition.rules.blind { String::new() } else { brief.acronym },
        });
    }
    Ok(Comparison { sheets, choices })
}

fn compared(sheet: Sheet) -> Compared {
    Compared {
        texts: sheet.passages.into_iter().map(|one| (one.field, one.text)).collect(),
        assignment: sheet.assignment,
        code: sheet.code,
        name: sheet.name,
        marks: sheet.marks,
        total: sheet.total,
        may_score: sheet.may_score,
    }
}

/// What a judge has given so far, and the first sheets to look at again if it is time for it;
/// `totals` are those of their full sheets, by assignment.
pub(super) async fn so_far(
    conn: &mut AnyConnection,
    judge: &str,
    totals: &BTreeMap<String, Exact>,
) -> Result<Option<OwnScores>, Fault> {
    let values: Vec<f64> = totals.values().map(|total| total.real()).collect();
    let Some(own) = own::so_far(&values) else { return Ok(None) };
    let look_back = if own::looks_back(values.len()) {
        let first = store::mark::first_scored(conn, judge).await?;
        let open = |id: &String| totals.contains_key(id);
        first.into_iter().filter(open).take(MOST).collect()
    } else {
        Vec::new()
    };
    Ok(Some(OwnScores { look_back, ..own }))
}
