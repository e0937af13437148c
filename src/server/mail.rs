//! Mail: letters wait in an outbox written with the change that causes them, and are carried from
//! there to an SMTP server, or to files where there is none.

use super::{House, config::Config};
use crate::fault::Fault;
use anyhow::Context;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use sqlx::{AnyConnection, Row};
use std::{path::PathBuf, time::Duration};

/// How long whoever takes a letter has to deliver it, in milliseconds, before another node may.
const LEASE: i64 = 60_000;
/// Tries after which a letter is given up: two days, with the waits of [`wait`].
const TRIES: i64 = 16;
/// How often the outbox is looked at.
const LOOK: Duration = Duration::from_secs(5);

/// A letter to one person.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Address.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub words: String,
}

impl Letter {
    /// A letter that says the same in Indonesian and, below, in English.
    pub fn both(to: String, subject: String, words: &str, english: &str) -> Self {
        Self { to, subject, words: format!("{words}\n\n--\n{english}\n") }
    }
}

/// Puts a letter into the outbox, in the caller's transaction.
///
/// # Errors
/// Whatever the database says.
pub async fn post(conn: &mut AnyConnection, letter: &Letter, now: i64) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO outbox (id, recipient, subject, words, made_at, tries, next_at) \
         VALUES ($1, $2, $3, $4, $5, 0, $5)",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(&letter.to)
    .bind(&letter.subject)
    .bind(&letter.words)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Milliseconds until the next try after `tries` failed ones: half a minute, doubling, at most
/// six hours.
pub fn wait(tries: i64) -> i64 {
    let doublings = u32::try_from(tries.clamp(1, 16) - 1).unwrap_or(0);
    (30_000 << doublings).min(6 * 3_600_000)
}

/// Where letters go.
enum Carrier {
    /// One `.eml` file each, in this folder.
    Files(PathBuf),
    /// An SMTP server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl Carrier {
    fn of(config: &Config) -> anyhow::Result<Self> {
        Ok(match &config.smtp {
            Some(url) => Self::Smtp(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .context("the SMTP address is none; write smtps://user:password@host")?
                    .build(),
            ),
            None => Self::Files(config.data.join("mail")),
        })
    }

    async fn deliver(&self, id: &str, message: Message) -> anyhow::Result<()> {
        match self {
            // Named by the letter: carried twice, it is still one file.
            Self::Files(folder) => {
                tokio::fs::create_dir_all(folder).await?;
                tokio::fs::write(folder.join(format!("{id}.eml")), message.formatted()).await?;
            }
            Self::Smtp(smtp) => {
                smtp.send(message).await?;
            }
        }
        Ok(())
    }
}

/// A letter as the outbox holds it.
struct Waiting {
    id: String,
    letter: Letter,
    tries: i64,
}

/// Takes the next letter that is due, so that no other node does: its next try is moved behind
/// the lease.
async fn claim(conn: &mut AnyConnection, now: i64) -> Result<Option<Waiting>, Fault> {
    let row = sqlx::query(
        "UPDATE outbox SET tries = tries + 1, next_at = $2 WHERE id = (SELECT id FROM outbox \
         WHERE sent_at IS NULL AND given_up_at IS NULL AND next_at <= $1 ORDER BY next_at, id LIMIT 1) \
         AND next_at <= $1 RETURNING id, recipient, subject, words, tries",
    )
    .bind(now)
    .bind(now + LEASE)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Waiting {
        id: row.try_get(0)?,
        letter: Letter { to: row.try_get(1)?, subject: row.try_get(2)?, words: row.try_get(3)? },
        tries: row.try_get(4)?,
    }))
}

async fn due(house: &House) -> Result<bool, Fault> {
    let row = sqlx::query(
        "SELECT id FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL AND next_at <= $1 \
         LIMIT 1",
    )
    .bind(house.now())
    .fetch_optional(&mut *house.db.read().await?)
    .await?;
    Ok(row.is_some())
}

async fn note(house: &House, waiting: &Waiting, sent: bool) -> Result<(), Fault> {
    let now = house.now();
    let mut tx = house.db.write("mail", now).await?;
    let given_up = (!sent && waiting.tries >= TRIES).then_some(now);
    sqlx::query("UPDATE outbox SET sent_at = $2, given_up_at = $3, next_at = $4 WHERE id = $1")
        .bind(&waiting.id)
        .bind(sent.then_some(now))
        .bind(given_up)
        .bind(now + wait(waiting.tries))
        .execute(&mut *tx)
        .await?;
    if sent || given_up.is_some() {
        let act = if sent { "mail.send" } else { "mail.give_up" };
        tx.record(act, &format!("letter:{}", waiting.id), &(), &waiting.letter.subject);
    }
    tx.commit().await
}

fn message(config: &Config, id: &str, letter: &Letter) -> anyhow::Result<Message> {
    let from: Mailbox = config.mail_from.parse().context("the sender is no mail address")?;
    let to: Mailbox = letter.to.parse().context("the recipient is no mail address")?;
    let host = from.email.domain().to_owned();
    Ok(Message::builder()
        .from(from)
        .to(to)
        .subject(&letter.subject)
        // The same for every try, so that a mail server can tell a repeated letter.
        .message_id(Some(format!("<{id}@{host}>")))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.words.clone())?)
}

/// Carries everything that is due, once; what the running server does over and over.
///
/// # Errors
/// One sentence: an SMTP address that is none, or what the database says.
pub async fn carry_once(house: &House) -> anyhow::Result<()> {
    Ok(carry_all(house, &Carrier::of(&house.config)?).await?)
}

async fn carry_all(house: &House, carrier: &Carrier) -> Result<(), Fault> {
    // Looked at first without the writers' lock, which a page may want.
    while due(house).await? {
        let now = house.now();
        let mut tx = house.db.write("mail", now).await?;
        let waiting = claim(&mut tx, now).await?;
        tx.commit().await?;
        let Some(waiting) = waiting else { return Ok(()) };
        let delivered = match message(&house.config, &waiting.id, &waiting.letter) {
            Ok(message) => carrier.deliver(&waiting.id, message).await,
            Err(error) => Err(error),
        };
        if let Err(error) = &delivered {
            tracing::warn!(letter = waiting.id, tries = waiting.tries, %error, "a letter was not carried");
        }
        note(house, &waiting, delivered.is_ok()).await?;
    }
    Ok(())
}

/// Carries letters until the server closes.
///
/// # Errors
/// One sentence for the console: an SMTP address that is none.
pub fn begin(house: &House) -> anyhow::Result<()> {
    let carrier = Carrier::of(&house.config)?;
    let house = house.clone();
    tokio::spawn(async move {
        let mut closing = std::pin::pin!(house.closing());
        loop {
            if let Err(fault) = carry_all(&house, &carrier).await {
                tracing::warn!(%fault, "the outbox could not be read");
            }
            tokio::select! {
                () = &mut closing => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_again_later_and_later_for_two_days() {
        assert_eq!(wait(1), 30_000);
        assert_eq!(wait(2), 60_000);
        assert_eq!(wait(100), 6 * 3_600_000);
        let all: i64 = (1..TRIES).map(wait).sum();
        assert!(all > 36 * 3_600_000, "{all}");
        assert!((1..TRIES).all(|n| wait(n) <= wait(n + 1)));
    }
}
