//! The ledger of typed texts, one mechanism for every family of them that saves itself.
//!
//! Every text that arrives is stored before it is judged, a losing one waits beside the present one,
//! and what became of each attempt is remembered.

use super::{Tx, Visit, letters, pages::Fields, session};
use crate::{
    fault::Fault,
    kernel::{
        keeping::{Done, Fork, Held, Save, Saved, Version, decide},
        saving::{ASIDE, Attempt},
        text,
    },
};
use sqlx::{AnyConnection, AssertSqlSafe, Row, any::AnyRow};
use std::collections::BTreeMap;

/// Longest name of an attempt, in bytes.
const OP: usize = 64;

/// How many earlier attempts one may name.
const CHAIN: usize = 40;

/// A family of texts: its table, beside it `{table}_op` and `{table}_history`, and the column that
/// says what a text belongs to. Names are the program's own, never anybody's words.
#[derive(Clone, Copy, Debug)]
pub struct Ledger {
    /// The table of the present texts.
    pub table: &'static str,
    /// The column of what they belong to.
    pub owner: &'static str,
}

/// Whose text, when, and on which device.
#[derive(Clone, Copy)]
pub struct Stamp<'a> {
    /// Account.
    pub by: &'a str,
    /// In unix milliseconds.
    pub at: i64,
    /// What the browser said of itself.
    pub device: &'a str,
}

impl<'a> Stamp<'a> {
    /// Whoever asks, now.
    ///
    /// # Errors
    /// [`Fault::SignedOut`].
    pub fn of(visit: &'a Visit) -> Result<Self, Fault> {
        let by = visit.account()?.id.as_str();
        Ok(Self { by, at: visit.now(), device: &visit.device })
    }
}

/// What came of an attempt, for whoever asked and for the record.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The answer.
    pub saved: Saved,
    /// What was done: [`Save::Store`] changed the present text, [`Save::Beside`] did not.
    pub save: Save,
    /// The present text before.
    pub before: String,
}

/// A text as it is stored.
///
/// # Errors
/// A refusal of one that is too long.
pub fn fit(typed: &str) -> Result<String, Fault> {
    let value = letters::stored(typed);
    if value.chars().count() <= text::MAX_CHARACTERS {
        return Ok(value);
    }
    Err(Fault::refused(
        format!(
            "Tulisan ini lebih dari {} huruf dan belum tersimpan di server. Pendekkan, lalu simpan lagi.",
            text::MAX_CHARACTERS
        ),
        format!(
            "This text has more than {} characters and is not yet saved on the server. Shorten it and save again.",
            text::MAX_CHARACTERS
        ),
    ))
}

/// The attempt that a posted form makes at a field: `op_…`, `rev_…` and `after_…` come with it, and
/// without a revision the text waits beside the present one.
///
/// # Errors
/// When the system has no randomness.
pub fn posted(fields: &Fields, name: &str, value: &str) -> Result<Attempt, Fault> {
    let hidden = |part: &str| fields.get(&format!("{part}_{name}"));
    Ok(Attempt {
        op: match hidden("op").filter(|op| !op.is_empty()) {
            Some(op) => op.clone(),
            None => session::secret(16)?,
        },
        base_rev: hidden("rev").and_then(|rev| rev.parse().ok()).unwrap_or(ASIDE),
        value: value.to_owned(),
        after: hidden("after")
            .map(|after| after.split_whitespace().map(str::to_owned).collect())
            .unwrap_or_default(),
    })
}

impl Ledger {
    fn sql(self, template: &str) -> AssertSqlSafe<String> {
        let sql = template.replace("{table}", self.table).replace("{owner}", self.owner);
        AssertSqlSafe(sql)
    }

    /// Carries out an attempt that somebody may make, with the text as it is to be stored; the same
    /// attempt twice is done once.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] for names that no device of ours makes.
    pub async fn save(
        self,
        tx: &mut Tx,
        (owner, field): (&str, &str),
        attempt: &Attempt,
        value: &str,
        stamp: Stamp<'_>,
    ) -> Result<Kept, Fault> {
        let fits = |op: &String| !op.is_empty() && op.len() <= OP;
        if !fits(&attempt.op) || attempt.after.len() > CHAIN || !attempt.after.iter().all(fits) {
            return Err(Fault::Unreadable);
        }
        let own = self.done(tx, owner, field, &attempt.op).await?;
        let mut after = Vec::new();
        let mut unknown = Vec::new();
        for op in &attempt.after {
            match self.done(tx, owner, field, op).await? {
                Some((done, _)) => after.push(done),
                None => unknown.push(op),
            }
        }
        let Held { rev, value: before } = self.held(tx, owner, field).await?;
        let held = Held { rev, value: before.clone() };
        let save =
            decide(&held, attempt.base_rev, value, own.as_ref().map(|(done, _)| done), &after);
        let kept = |saved| Kept { saved, save: save.clone(), before: before.clone() };
        let (done, saved) = match save {
            Save::Replay(rev) => {
                let at = own.map_or(stamp.at, |(_, at)| at);
                return Ok(kept(Saved::Stored { rev, at }));
            }
            Save::Waits => return Ok(kept(Saved::Conflict { rev, value: before.clone() })),
            Save::Settled => {
                let at = self.present(tx, owner, field).await?.map_or(stamp.at, |v| v.at);
                return Ok(kept(Saved::Settled { rev, value: before.clone(), at }));
            }
            Save::Same => (Done::Stored { rev }, Saved::Stored { rev, at: stamp.at }),
            Save::Store => {
                let rev = rev + 1;
                self.put(tx, owner, field, rev, value, stamp).await?;
                (Done::Stored { rev }, Saved::Stored { rev, at: stamp.at })
            }
            Save::Beside => {
                let branch = self.beside(tx, owner, field, rev, value, stamp).await?;
                let saved = Saved::Conflict { rev, value: before.clone() };
                (Done::Beside { branch, settled: false }, saved)
            }
        };
        self.note(tx, owner, field, &attempt.op, &done, stamp.at).await?;
        // Those that never arrived are overtaken: should they come late, they change nothing.
        for op in unknown {
            self.note(tx, owner, field, op, &done.overtakes(), stamp.at).await?;
        }
        // This device's earlier text beside the present one is a step on the way to this one.
        for earlier in after {
            if let Done::Beside { branch, settled: false } = earlier
                && done != (Done::Beside { branch: branch.clone(), settled: false })
            {
                self.settle(tx, &branch, stamp.at).await?;
            }
        }
        Ok(kept(saved))
    }

    /// The present text of a field; revision 0 and empty before anybody wrote.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn held(
        self,
        conn: &mut AnyConnection,
        owner: &str,
        field: &str,
    ) -> Result<Held, Fault> {
        let row = sqlx::query(
            self.sql("SELECT rev, value FROM {table} WHERE {owner} = $1 AND field = $2"),
        )
        .bind(owner)
        .bind(field)
        .fetch_optional(&mut *conn)
        .await?;
        Ok(match row {
            Some(row) => Held { rev: row.try_get(0)?, value: row.try_get(1)? },
            None => Held::default(),
        })
    }

    /// What an attempt did when it was carried out, and when.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn done(
        self,
        conn: &mut AnyConnection,
        owner: &str,
        field: &str,
        op: &str,
    ) -> Result<Option<(Done, i64)>, Fault> {
        let row = sqlx::query(self.sql(
            "SELECT o.rev, o.at, o.branch, h.settled_at, o.overtaken_at FROM {table}_op o \
             LEFT JOIN {table}_history h ON h.id = o.branch \
             WHERE o.{owner} = $1 AND o.field = $2 AND o.op = $3",
        ))
        .bind(owner)
        .bind(field)
        .bind(op)
        .fetch_optional(&mut *conn)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let branch: Option<String> = row.try_get(2)?;
        let settled: Option<i64> = row.try_get(3)?;
        let overtaken: Option<i64> = row.try_get(4)?;
        let rev = row.try_get(0)?;
        let done = match (branch, overtaken) {
            (Some(branch), _) => Done::Beside { branch, settled: settled.is_some() },
            (None, Some(_)) => Done::Overtaken { rev },
            (None, None) => Done::Stored { rev },
        };
        Ok(Some((done, row.try_get(1)?)))
    }

    /// Remembers what an attempt did; one that is known stays as it is.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn note(
        self,
        conn: &mut AnyConnection,
        owner: &str,
        field: &str,
        op: &str,
        done: &Done,
        at: i64,
    ) -> Result<(), Fault> {
        let (rev, branch, overtaken_at) = match done {
            Done::Stored { rev } => (*rev, None, None),
            Done::Overtaken { rev } => (*rev, None, Some(at)),
            Done::Beside { branch, .. } => (0, Some(branch.as_str()), None),
        };
        sqlx::query(self.sql(
            "INSERT INTO {table}_op (op, {owner}, field, rev, at, branch, overtaken_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ({owner}, field, op) DO NOTHING",
        ))
        .bind(op)
        .bind(owner)
        .bind(field)
        .bind(rev)
        .bind(at)
        .bind(branch)
        .bind(overtaken_at)
        .execute(&mut *conn)
        .await?;
        Ok(())
    }

    /// Makes a text the present one, and keeps it in the history.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn put(
        self,
        conn: &mut AnyConnection,
        owner: &str,
        field: &str,
        rev: i64,
        value: &str,
        stamp: Stamp<'_>,
    ) -> Result<(), Fault> {
        sqlx::query(self.sql(
            "INSERT INTO {table} ({owner}, field, rev, value, saved_at, saved_by, device) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ({owner}, field) \
             DO UPDATE SET rev = $3, value = $4, saved_at = $5, saved_by = $6, device = $7",
        ))
        .bind(owner)
        .bind(field)
        .bind(rev)
        .bind(value)
        .bind(stamp.at)
        .bind(stamp.by)
        .bind(stamp.device)
        .execute(&mut *conn)
        .await?;
        self.keep(conn, (owner, field), rev, value, stamp, None).await?;
        Ok(())
    }

    /// Puts a text beside the present one until somebody chooses; tells its id in the history. The
    /// same text is not put there twice.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn beside(
        self,
        conn: &mut AnyConnection,
        owner: &str,
        field: &str,
        rev: i64,
        value: &str,
        stamp: Stamp<'_>,
    ) -> Result<String, Fault> {
        let row = sqlx::query(self.sql(
            "SELECT id FROM {table}_history WHERE {owner} = $1 AND field = $2 AND value = $3 \
             AND branch_at IS NOT NULL AND settled_at IS NULL LIMIT 1",
        ))
        .bind(owner)
        .bind(field)
        .bind(value)
        .fetch_optional(&mut *conn)
        .await?;
        match row {
            Some(row) => Ok(row.try_get(0)?),
            None => self.keep(conn, (owner, field), rev, value, stamp, Some(stamp.at)).await,
        }
    }

    /// Keeps a text in the history.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn keep(
        self,
        conn: &mut AnyConnection,
        (owner, field): (&str, &str),
        rev: i64,
        value: &str,
        stamp: Stamp<'_>,
        branch_at: Option<i64>,
    ) -> Result<String, Fault> {
        let version = uuid::Uuid::now_v7().to_string();
        sqlx::query(self.sql(
            "INSERT INTO {table}_history \
             (id, {owner}, field, rev, value, saved_at, saved_by, device, branch_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        ))
        .bind(&version)
        .bind(owner)
        .bind(field)
        .bind(rev)
        .bind(value)
        .bind(stamp.at)
        .bind(stamp.by)
        .bind(stamp.device)
        .bind(branch_at)
        .execute(&mut *conn)
        .await?;
        Ok(version)
    }

    /// Notes that somebody chose what becomes of a text beside the present one.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn settle(
        self,
        conn: &mut AnyConnection,
        branch: &str,
        now: i64,
    ) -> Result<(), Fault> {
        sqlx::query(self.sql(
            "UPDATE {table}_history SET settled_at = $2 WHERE id = $1 AND settled_at IS NULL",
        ))
        .bind(branch)
        .bind(now)
        .execute(&mut *conn)
        .await?;
        Ok(())
    }

    /// Every version of an owner's texts, newest first.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn versions(
        self,
        conn: &mut AnyConnection,
        owner: &str,
    ) -> Result<Vec<Version>, Fault> {
        let rows = sqlx::query(
            self.versions_sql("WHERE h.{owner} = $1 ORDER BY h.saved_at DESC, h.id DESC"),
        )
        .bind(owner)
        .fetch_all(&mut *conn)
        .await?;
        rows.iter().map(version).collect()
    }

    /// One version of an owner's text.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn version_of(
        self,
        conn: &mut AnyConnection,
        owner: &str,
        version_id: &str,
    ) -> Result<Option<Version>, Fault> {
        sqlx::query(self.versions_sql("WHERE h.{owner} = $1 AND h.id = $2"))
            .bind(owner)
            .bind(version_id)
            .fetch_optional(&mut *conn)
            .await?
            .as_ref()
            .map(version)
            .transpose()
    }

    /// Texts that wait beside the present one, oldest first.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn waiting(
        self,
        conn: &mut AnyConnection,
        owner: &str,
    ) -> Result<Vec<Version>, Fault> {
        let rows = sqlx::query(self.versions_sql(
            "WHERE h.{owner} = $1 AND h.branch_at IS NOT NULL AND h.settled_at IS NULL \
             ORDER BY h.saved_at, h.id",
        ))
        .bind(owner)
        .fetch_all(&mut *conn)
        .await?;
        rows.iter().map(version).collect()
    }

    /// Texts that wait, each with the one that stands.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn forks(self, conn: &mut AnyConnection, owner: &str) -> Result<Vec<Fork>, Fault> {
        let mut forks = Vec::new();
        for one in self.waiting(conn, owner).await? {
            let there = self.held(conn, owner, &one.field).await?.value;
            let Version { id: version, field, value: beside, at, .. } = one;
            forks.push(Fork { version, field, there, beside, at });
        }
        Ok(forks)
    }

    /// What a writer chose of two texts, `keep` or `take`: the one that waits, and the attempt that
    /// puts it in the place of the present one, if it was taken. Nothing if it waits no more: it was
    /// chosen on the other device meanwhile. The caller carries the attempt out and settles it.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for a version that is not the owner's; [`Fault::Unreadable`] for another
    /// choice.
    pub async fn chosen(
        self,
        conn: &mut AnyConnection,
        owner: &str,
        (choice, version): (&str, &str),
    ) -> Result<Option<(Version, Option<Attempt>)>, Fault> {
        let beside = self.version_of(conn, owner, version).await?.ok_or(Fault::NotFound)?;
        if !beside.waiting {
            return Ok(None);
        }
        let attempt = match choice {
            "keep" => None,
            "take" => Some(Attempt {
                op: session::secret(16)?,
                base_rev: self.held(conn, owner, &beside.field).await?.rev,
                value: beside.value.clone(),
                after: Vec::new(),
            }),
            _ => return Err(Fault::Unreadable),
        };
        Ok(Some((beside, attempt)))
    }

    /// Revision and text of every field of an owner that was typed into.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn texts(
        self,
        conn: &mut AnyConnection,
        owner: &str,
    ) -> Result<BTreeMap<String, (i64, String)>, Fault> {
        let sql = self.sql("SELECT field, rev, value FROM {table} WHERE {owner} = $1");
        let rows = sqlx::query(sql).bind(owner).fetch_all(&mut *conn).await?;
        let mut texts = BTreeMap::new();
        for row in rows {
            texts.insert(row.try_get(0)?, (row.try_get(1)?, row.try_get(2)?));
        }
        Ok(texts)
    }

    /// The version that is the present one of a field.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn present(
        self,
        conn: &mut AnyConnection,
        owner: &str,
        field: &str,
    ) -> Result<Option<Version>, Fault> {
        sqlx::query(self.versions_sql(
            "WHERE h.{owner} = $1 AND h.field = $2 AND h.branch_at IS NULL \
             ORDER BY h.rev DESC LIMIT 1",
        ))
        .bind(owner)
        .bind(field)
        .fetch_optional(&mut *conn)
        .await?
        .as_ref()
        .map(version)
        .transpose()
    }

    fn versions_sql(self, rest: &str) -> AssertSqlSafe<String> {
        let select = "SELECT h.id, h.field, h.rev, h.value, h.saved_at, h.device, h.branch_at, \
                      h.settled_at, a.name FROM {table}_history h \
                      LEFT JOIN account a ON a.id = h.saved_by ";
        self.sql(&format!("{select}{rest}"))
    }
}

fn version(row: &AnyRow) -> Result<Version, Fault> {
    let branch_at: Option<i64> = row.try_get(6)?;
    let settled_at: Option<i64> = row.try_get(7)?;
    Ok(Version {
        id: row.try_get(0)?,
        field: row.try_get(1)?,
        rev: row.try_get(2)?,
        value: row.try_get(3)?,
        at: row.try_get(4)?,
        by: row.try_get::<Option<String>, _>(8)?.unwrap_or_default(),
        device: row.try_get(5)?,
        waiting: branch_at.is_some() && settled_at.is_none(),
        beside: branch_at.is_some(),
    })
}
