//! Looks at the links of the form, one after the other and never while somebody waits: a dead one
//! is told to its writer before anybody judges.

use crate::{
    edition::{self, Phase},
    fault::Fault,
    proposal::{
        rules::{self, Reach},
        store::{self, link::Told},
    },
    server::{
        House,
        config::Switch,
        outside::{self, Gate, Seen},
    },
};
use std::time::Duration;

/// How often it is looked whether a link is due.
const LOOK: Duration = Duration::from_secs(5);
/// How long whoever takes a link has to look at it, in milliseconds, before another node may.
const LEASE: i64 = 60_000;

/// What a look at a link tells: whether it opens, and what it calls itself.
async fn judge<L, S>(address: &str, look: L) -> (Reach, String)
where
    L: Fn(String) -> S,
    S: Future<Output = Seen>,
{
    let film = rules::film_answers(address);
    if let Some(film) = &film {
        match look(film.clone()).await {
            Seen::Page { status, head, .. } => {
                if let Some(reach) = rules::film_reach(status) {
                    return (reach, rules::title(&head));
                }
            }
            Seen::Forbidden | Seen::Nothing => return (Reach::Unknown, String::new()),
        }
    }
    match look(address.to_owned()).await {
        Seen::Page { status, head, .. } if film.is_some() => {
            let reach = rules::film_page(status, &head);
            (reach, if reach == Reach::Opens { rules::title(&head) } else { String::new() })
        }
        Seen::Page { status, at, head } => match rules::reach(status, address, &at, &head) {
            Reach::Opens => (Reach::Opens, rules::title(&head)),
            // Where one is asked who one is, the title is that of the question.
            other => (other, String::new()),
        },
        // The public could not open it either.
        Seen::Forbidden => (Reach::Dead, String::new()),
        Seen::Nothing => (Reach::Unknown, String::new()),
    }
}

/// Looks at the next link that is due; tells whether there was one. Several nodes may try at once:
/// each link is taken by one, and together they keep to the edition's pace.
///
/// # Errors
/// Whatever the database says.
pub async fn check_next<L, S>(house: &House, look: L) -> Result<bool, Fault>
where
    L: Fn(String) -> S,
    S: Future<Output = Seen>,
{
    let now = house.now();
    let edition = {
        let mut conn = house.db.read().await?;
        let Ok(standing) = edition::desk::standing(&mut conn).await else { return Ok(false) };
        if !matches!(standing.phase, Phase::Submission | Phase::Screening) {
            return Ok(false);
        }
        let (edition, since) = (standing.edition.slug, now - rules::STEP);
        if store::link::due(&mut conn, &edition, now, since).await?.is_none() {
            return Ok(false);
        }
        edition
    };
    let mut tx = house.db.write("link", now).await?;
    // Read again behind the lock, by the time it is there: another node may have been quicker.
    let now = house.now();
    let since = now - rules::STEP;
    let Some(address) = store::link::due(&mut tx, &edition, now, since).await? else {
        return Ok(false);
    };
    let (before, tries) = store::link::claim(&mut tx, &edition, &address, now, now + LEASE).await?;
    tx.commit().await?;

    let (seen, title) = judge(&address, look).await;
    let (reach, now) = (rules::known(before, seen), house.now());
    // One that changed is looked at soon again; so is one that just opened, a day later.
    let tries = if seen == before { tries } else { 1 };
    let told = Told {
        reach,
        seen_at: (seen != Reach::Unknown).then_some(now),
        tries,
        next_at: now + rules::again(seen, tries),
        title: (seen != Reach::Unknown).then_some(title),
    };
    let mut tx = house.db.write("link", now).await?;
    store::link::note(&mut tx, &edition, &address, &told).await?;
    if reach != before {
        tx.record("link.check", &format!("link:{address}"), &before.code(), &reach.code());
    }
    tx.commit().await?;
    Ok(true)
}

async fn public(address: String) -> Seen {
    outside::look(&address, Gate::PUBLIC).await
}

/// Looks at links until the server closes; where there is no internet, whoever starts the server
/// says so, and no link is ever said to be dead.
pub fn begin(house: &House) {
    if house.config.link_checks == Switch::Off {
        return;
    }
    let house = house.clone();
    tokio::spawn(async move {
        let mut closing = std::pin::pin!(house.closing());
        loop {
            if let Err(fault) = check_next(&house, public).await {
                tracing::warn!(%fault, "no link could be looked at");
            }
            tokio::select! {
                () = &mut closing => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    });
}
