//! The rehearsal: the same rundown and the same rules, with invented results, on a path of its own. It
//! never reads the seal, so that nothing of it can show.

use super::{Staged, answered, hand, staged, topic};
use crate::{
    ceremony::{
        rules::{
            lease::Claim,
            played::{Awarded, lists},
            rundown::{Rundown, TOP},
        },
        script, store,
    },
    edition::Edition,
    fault::Fault,
    kernel::{Lang, Role},
    result::SealedRow,
    say,
    server::{
        House, Visit,
        pages::{self, Reply},
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    routing::post,
};

/// Names as long as names come, to be seen in the hall before the evening.
const LONG: [(&str, &str); 2] = [
    (
        "PENANGGULANGAN KEMISKINAN TERPADU",
        "[Pe]nanggulangan [Ke]miskinan [Ter]padu Berbasis Data Desa dan Gotong Royong Warga",
    ),
    ("SI MAS LAWANG", ""),
];

/// A place of an invented result.
fn invented(place: u32) -> SealedRow {
    let long = match place {
        2 => LONG.first(),
        5 => LONG.get(1),
        _ => None,
    };
    let (acronym, expansion) = match long {
        Some((acronym, expansion)) => ((*acronym).to_owned(), (*expansion).to_owned()),
        None => (format!("CONTOH {place}"), format!("[Con]toh inovasi untuk gladi nomor {place}")),
    };
    SealedRow {
        rank: place,
        proposal_id: format!("contoh-{place}"),
        title: acronym.clone(),
        acronym,
        expansion,
        unit: format!("Unit Pelayanan Contoh {place}"),
        agency: "Perangkat Daerah Contoh".to_owned(),
        score: String::new(),
    }
}

/// Invented places for every list of a rundown.
pub fn filled(edition: &Edition, rundown: &Rundown) -> Vec<(u32, SealedRow)> {
    let places = |list: &Awarded| if list.key == TOP { edition.rules.top } else { list.places };
    (0..)
        .zip(lists(rundown))
        .flat_map(|(number, list)| (1..=places(&list)).map(move |at| (number, invented(at))))
        .collect()
}

/// Whether a show goes back to its beginning without anybody unlearning a name.
fn may_rewind(staged: &Staged) -> bool {
    staged.is_rehearsal || !script::has_begun(&staged.script, &staged.show)
}

async fn rewind(visit: Visit, show: String) -> Result<Reply, Fault> {
    answered(async {
        let by = hand::holder(visit.require(&[Role::Operator])?);
        let mut tx = visit.write().await?;
        let mut staged = staged(&mut tx, &show).await?;
        if !may_rewind(&staged) {
            return Err(Fault::Held {
                id: say!(rehearsal_begun, Lang::Id).to_owned(),
                en: say!(rehearsal_begun, Lang::En).to_owned(),
            });
        }
        let lease = hand::claimed(&staged, &by, Claim::Press, visit.house.now())?;
        let edition = staged.standing.edition.slug.clone();
        store::open(&mut tx, &staged.slug, &edition, &staged.show).await?;
        store::rewind(&mut tx, &staged.slug).await?;
        hand::keep(&mut tx, &mut staged, lease).await?;
        let after = store::get(&mut tx, &staged.slug).await?;
        tx.record("show.rewind", &format!("show:{}", staged.slug), &staged.show, &after);
        tx.publish(&topic(&staged.slug));
        tx.commit().await?;
        Ok(Reply::Go(format!("/panggung/{}", staged.slug)))
    })
    .await
}

/// The address that takes the form.
pub fn routes() -> Router<House> {
    Router::new().route(
        "/panggung/{acara}/ulang",
        post(|State(house): State<House>, Path(show): Path<String>, request: Request| {
            pages::form(house, request, move |visit, _| rewind(visit, show))
        }),
    )
}
