//! The lists of awards that a show tells, filled from the seal: the best of all, and those of a category.

use crate::{
    ceremony::rules::{
        played::{Awarded, lists},
        rundown::{CATEGORY, Rundown},
    },
    edition::Edition,
    fault::Fault,
    kernel::{Lang, Words},
    result::{self, SealedResult, SealedRow, rules::document::SealedPlace},
    say,
};
use sqlx::AnyConnection;

/// Every list with its places and names.
#[derive(Default)]
pub struct Lists {
    /// Places by the number of their list, rank 1 first.
    pub rows: Vec<(u32, SealedRow)>,
    /// Ranks of each list, best first.
    pub ranks: Vec<Vec<u32>>,
    /// What each list is called.
    pub names: Vec<Words>,
}

/// The lists of a rundown as they are sealed; empty before.
pub async fn filled(
    conn: &mut AnyConnection,
    edition: &Edition,
    rundown: &Rundown,
    sealed: Option<&SealedResult>,
) -> Result<Lists, Fault> {
    let keys = lists(rundown);
    let honoured = sealed.map_or(&[][..], |sealed| &sealed.rows);
    let places = match keys.len() {
        1 => Vec::new(),
        _ => result::desk::places::places(conn, &edition.slug).await?,
    };
    let mut filled = Lists::default();
    for (number, list) in (0_u32..).zip(&keys) {
        let rows = match list.key.strip_prefix(CATEGORY) {
            Some(category) => of_category(&places, category, list, honoured),
            None => honoured.to_vec(),
        };
        filled.ranks.push(rows.iter().map(|row| row.rank).collect());
        filled.rows.extend(rows.into_iter().map(|row| (number, row)));
        filled.names.push(name(edition, &list.key));
    }
    Ok(filled)
}

/// The lists of a rundown with invented places, for the rehearsal.
pub fn invented(edition: &Edition, rundown: &Rundown) -> Lists {
    let rows = super::rehearsal::filled(edition, rundown);
    let keys = lists(rundown);
    let ranks = (0_u32..).zip(&keys).map(|(number, _)| {
        let of = rows.iter().filter(move |(list, _)| *list == number);
        of.map(|(_, row)| row.rank).collect()
    });
    Lists {
        ranks: ranks.collect(),
        names: keys.iter().map(|list| name(edition, &list.key)).collect(),
        rows,
    }
}

/// What a list is called; the best of all by their number, which is not known here.
pub fn name(edition: &Edition, key: &str) -> Words {
    let category = key.strip_prefix(CATEGORY).and_then(|key| edition.category(key));
    category.map_or_else(Words::default, |category| Words {
        id: say!(stage_category, Lang::Id, name = category.id),
        en: say!(stage_category, Lang::En, name = category.en),
    })
}

/// The first places of a category: ranked anew among themselves, equals staying equal.
fn of_category(
    places: &[SealedPlace],
    category: &str,
    list: &Awarded,
    honoured: &[SealedRow],
) -> Vec<SealedRow> {
    let mut rows: Vec<SealedRow> = Vec::new();
    let mut last = None;
    for (before, place) in (1_u32..).zip(places.iter().filter(|place| place.category == category)) {
        let rank = match (last, rows.last()) {
            (Some(last), Some(row)) if last == place.rank => row.rank,
            _ => before,
        };
        if rank > list.places {
            break;
        }
        last = Some(place.rank);
        let known = honoured.iter().find(|row| row.proposal_id == place.proposal_id);
        rows.push(SealedRow {
            rank,
            proposal_id: place.proposal_id.clone(),
            acronym: place.acronym.clone(),
            expansion: known.map(|row| row.expansion.clone()).unwrap_or_default(),
            title: place.title.clone(),
            unit: place.unit.clone(),
            agency: place.agency.clone(),
            score: place.shown.clone(),
        });
    }
    rows
}
