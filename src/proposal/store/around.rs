//! SQL of what surrounds a proposal: its team, remarks, returns, and who had which page open.

use crate::{
    fault::Fault,
    proposal::rules::{Remark, SentBack, Thread},
};
use sqlx::{AnyConnection, Row};
use std::collections::{BTreeMap, BTreeSet};

/// Somebody who writes a proposal with its owner.
#[derive(Clone, Debug)]
pub struct Member {
    /// The invitation that is the membership.
    pub invitation: String,
    /// The account.
    pub account: String,
    /// What they are called.
    pub name: String,
    /// When they joined.
    pub since: i64,
}

pub async fn members(conn: &mut AnyConnection, id: &str) -> Result<Vec<Member>, Fault> {
    let rows = sqlx::query(
        "SELECT i.id, a.id, a.name, i.used_at FROM invitation i JOIN account a ON a.id = i.used_by \
         WHERE i.proposal = $1 AND i.revoked_at IS NULL ORDER BY i.used_at, i.id",
    )
    .bind(id)
    .fetch_all(&mut *conn)
    .await?;
    let mut members: Vec<Member> = Vec::with_capacity(rows.len());
    for row in rows {
        members.push(Member {
            invitation: row.try_get(0)?,
            account: row.try_get(1)?,
            name: row.try_get(2)?,
            since: row.try_get(3)?,
        });
    }
    Ok(members)
}

/// Every thread of a proposal, in the order in which they were opened.
pub async fn threads(conn: &mut AnyConnection, id: &str) -> Result<Vec<Thread>, Fault> {
    let rows = sqlx::query(
        "SELECT r.id, r.page, r.thread, a.name, r.words, r.at, d.name, r.resolved_at \
         FROM remark r JOIN account a ON a.id = r.author \
         LEFT JOIN account d ON d.id = r.resolved_by WHERE r.proposal = $1 ORDER BY r.at, r.id",
    )
    .bind(id)
    .fetch_all(&mut *conn)
    .await?;
    let mut threads: Vec<Thread> = Vec::new();
    for row in rows {
        let remark =
            Remark { author: row.try_get(3)?, words: row.try_get(4)?, at: row.try_get(5)? };
        let opened: Option<String> = row.try_get(2)?;
        match opened {
            Some(opened) => {
                if let Some(thread) = threads.iter_mut().find(|thread| thread.id == opened) {
                    thread.remarks.push(remark);
                }
            }
            None => threads.push(Thread {
                id: row.try_get(0)?,
                page: row.try_get(1)?,
                remarks: vec![remark],
                resolved: row
                    .try_get::<Option<String>, _>(6)?
                    .zip(row.try_get::<Option<i64>, _>(7)?),
            }),
        }
    }
    Ok(threads)
}

/// A new remark; `thread` is the one it answers.
pub struct NewRemark<'a> {
    pub proposal: &'a str,
    pub page: &'a str,
    pub thread: Option<&'a str>,
    pub author: &'a str,
    pub words: &'a str,
    pub at: i64,
}

pub async fn remark(conn: &mut AnyConnection, new: &NewRemark<'_>) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO remark (id, proposal, page, thread, author, words, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(new.proposal)
    .bind(new.page)
    .bind(new.thread)
    .bind(new.author)
    .bind(new.words)
    .bind(new.at)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Calls a thread done, once.
pub async fn resolve(
    conn: &mut AnyConnection,
    thread: &str,
    by: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE remark SET resolved_by = $2, resolved_at = $3 \
         WHERE id = $1 AND thread IS NULL AND resolved_at IS NULL",
    )
    .bind(thread)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How many open threads each proposal has, of those that have any.
pub async fn open_threads(conn: &mut AnyConnection) -> Result<BTreeMap<String, u32>, Fault> {
    let rows = sqlx::query(
        "SELECT proposal, COUNT(*) FROM remark WHERE thread IS NULL AND resolved_at IS NULL \
         GROUP BY proposal",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut counts = BTreeMap::new();
    for row in rows {
        counts
            .insert(row.try_get(0)?, u32::try_from(row.try_get::<i64, _>(1)?).unwrap_or(u32::MAX));
    }
    Ok(counts)
}

pub async fn send_back(
    conn: &mut AnyConnection,
    id: &str,
    note: &str,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    end_return(conn, id, now).await?;
    sqlx::query(
        "INSERT INTO sent_back (id, proposal, note, made_by, made_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(uuid::Uuid::now_v7().to_string())
    .bind(id)
    .bind(note)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Ends a return: what was sent back has been submitted again, or the admin took it back.
pub async fn end_return(conn: &mut AnyConnection, id: &str, now: i64) -> Result<(), Fault> {
    sqlx::query("UPDATE sent_back SET ended_at = $2 WHERE proposal = $1 AND ended_at IS NULL")
        .bind(id)
        .bind(now)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

pub async fn sent_back(conn: &mut AnyConnection, id: &str) -> Result<Option<SentBack>, Fault> {
    let row = sqlx::query(
        "SELECT s.note, a.name, s.made_at FROM sent_back s JOIN account a ON a.id = s.made_by \
         WHERE s.proposal = $1 AND s.ended_at IS NULL ORDER BY s.made_at DESC LIMIT 1",
    )
    .bind(id)
    .fetch_optional(&mut *conn)
    .await?;
    Ok(match row {
        Some(row) => {
            Some(SentBack { note: row.try_get(0)?, by: row.try_get(1)?, at: row.try_get(2)? })
        }
        None => None,
    })
}

/// The proposals that are sent back now.
pub async fn all_sent_back(conn: &mut AnyConnection) -> Result<BTreeSet<String>, Fault> {
    let rows = sqlx::query("SELECT proposal FROM sent_back WHERE ended_at IS NULL")
        .fetch_all(&mut *conn)
        .await?;
    let mut ids = BTreeSet::new();
    for row in rows {
        ids.insert(row.try_get(0)?);
    }
    Ok(ids)
}

/// Somebody and when: who opened a page, who saved a field.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The field, if it was a save.
    pub field: String,
    /// The account.
    pub account: String,
    /// What they are called.
    pub name: String,
    /// When.
    pub at: i64,
}

fn seen(rows: &[sqlx::any::AnyRow]) -> Result<Vec<Seen>, Fault> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(Seen {
            field: row.try_get(0)?,
            account: row.try_get(1)?,
            name: row.try_get(2)?,
            at: row.try_get(3)?,
        });
    }
    Ok(all)
}

/// Who has had a page open, the last first.
pub async fn present(conn: &mut AnyConnection, id: &str, page: &str) -> Result<Vec<Seen>, Fault> {
    let rows = sqlx::query(
        "SELECT p.page, a.id, a.name, p.at FROM presence p JOIN account a ON a.id = p.account \
         WHERE p.proposal = $1 AND p.page = $2 ORDER BY p.at DESC",
    )
    .bind(id)
    .bind(page)
    .fetch_all(&mut *conn)
    .await?;
    seen(&rows)
}

/// Who saved each text last.
pub async fn writers(conn: &mut AnyConnection, id: &str) -> Result<Vec<Seen>, Fault> {
    let rows = sqlx::query(
        "SELECT s.field, a.id, a.name, s.saved_at FROM section s \
         JOIN account a ON a.id = s.saved_by WHERE s.proposal = $1",
    )
    .bind(id)
    .fetch_all(&mut *conn)
    .await?;
    seen(&rows)
}

pub async fn note_presence(
    conn: &mut AnyConnection,
    id: &str,
    page: &str,
    account: &str,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO presence (proposal, page, account, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (proposal, page, account) DO UPDATE SET at = $4",
    )
    .bind(id)
    .bind(page)
    .bind(account)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// How many other proposals of an agency count.
pub async fn others_that_count(
    conn: &mut AnyConnection,
    edition: &str,
    agency: &str,
    id: &str,
) -> Result<u32, Fault> {
    let row = sqlx::query(
        "SELECT COUNT(*) FROM proposal WHERE edition = $1 AND agency = $2 AND id <> $3 \
         AND version > 0 AND status <> 'withdrawn'",
    )
    .bind(edition)
    .bind(agency)
    .bind(id)
    .fetch_one(&mut *conn)
    .await?;
    Ok(u32::try_from(row.try_get::<i64, _>(0)?).unwrap_or(u32::MAX))
}
