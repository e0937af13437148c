//! SQL of field visits: what was answered and found, and the photos.

use super::super::rules::Answer;
use crate::{fault::Fault, proposal::attachment::Format};
use serde::Serialize;
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

/// A visit as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Visited {
    pub rev: i64,
    /// Day of the visit: `2020-07-29`.
    pub on: String,
    pub findings: String,
    pub by: String,
    pub at: i64,
    pub answers: BTreeMap<String, Answer>,
}

pub async fn get(conn: &mut AnyConnection, slot: &str) -> Result<Option<Visited>, Fault> {
    let row = sqlx::query(
        "SELECT v.rev, v.visited_on, v.findings, a.name, v.saved_at FROM field_visit v \
         JOIN account a ON a.id = v.saved_by WHERE v.slot = $1",
    )
    .bind(slot)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let rows = sqlx::query("SELECT question, answer FROM field_answer WHERE slot = $1")
        .bind(slot)
        .fetch_all(&mut *conn)
        .await?;
    let mut answers = BTreeMap::new();
    for one in rows {
        let answer: String = one.try_get(1)?;
        answers.insert(one.try_get(0)?, Answer::of_code(&answer).ok_or(Fault::Ours)?);
    }
    Ok(Some(Visited {
        rev: row.try_get(0)?,
        on: row.try_get(1)?,
        findings: row.try_get(2)?,
        by: row.try_get(3)?,
        at: row.try_get(4)?,
        answers,
    }))
}

/// Writes a visit whose revision is still `visited.rev`; false if somebody else wrote meanwhile.
pub async fn put(
    conn: &mut AnyConnection,
    slot: &str,
    visited: &Visited,
    by: &str,
) -> Result<bool, Fault> {
    let done = if visited.rev == 0 {
        sqlx::query(
            "INSERT INTO field_visit (slot, rev, visited_on, findings, saved_by, saved_at) \
             VALUES ($1, 1, $2, $3, $4, $5) ON CONFLICT (slot) DO NOTHING",
        )
        .bind(slot.to_owned())
        .bind(visited.on.clone())
        .bind(visited.findings.clone())
        .bind(by.to_owned())
        .bind(visited.at)
    } else {
        sqlx::query(
            "UPDATE field_visit SET rev = rev + 1, visited_on = $2, findings = $3, saved_by = $4, \
             saved_at = $5 WHERE slot = $1 AND rev = $6",
        )
        .bind(slot.to_owned())
        .bind(visited.on.clone())
        .bind(visited.findings.clone())
        .bind(by.to_owned())
        .bind(visited.at)
        .bind(visited.rev)
    };
    if done.execute(&mut *conn).await?.rows_affected() == 0 {
        return Ok(false);
    }
    for (question, answer) in &visited.answers {
        sqlx::query(
            "INSERT INTO field_answer (slot, question, answer) VALUES ($1, $2, $3) \
             ON CONFLICT (slot, question) DO UPDATE SET answer = $3",
        )
        .bind(slot)
        .bind(question)
        .bind(answer.code())
        .execute(&mut *conn)
        .await?;
    }
    Ok(true)
}

/// A photo of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Photo {
    pub id: String,
    pub slot: String,
    pub name: String,
    pub format: Format,
    pub sha256: String,
    pub file: String,
    pub small: Option<String>,
}

pub async fn add_photo(
    conn: &mut AnyConnection,
    photo: &Photo,
    by: &str,
    now: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO field_photo (id, slot, name, format, sha256, file, small, added_by, added_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&photo.id)
    .bind(&photo.slot)
    .bind(&photo.name)
    .bind(photo.format.code())
    .bind(&photo.sha256)
    .bind(&photo.file)
    .bind(&photo.small)
    .bind(by)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Photos that were not taken back, oldest first.
pub async fn photos(conn: &mut AnyConnection, slot: &str) -> Result<Vec<Photo>, Fault> {
    let rows = sqlx::query(
        "SELECT id, slot, name, format, sha256, file, small FROM field_photo \
         WHERE slot = $1 AND removed_at IS NULL ORDER BY added_at, id",
    )
    .bind(slot)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| {
            let format: String = row.try_get(3)?;
            Ok(Photo {
                id: row.try_get(0)?,
                slot: row.try_get(1)?,
                name: row.try_get(2)?,
                format: Format::of_code(&format).ok_or(Fault::Ours)?,
                sha256: row.try_get(4)?,
                file: row.try_get(5)?,
                small: row.try_get(6)?,
            })
        })
        .collect()
}

/// Takes a photo back; false if it was so already.
pub async fn take_back(
    conn: &mut AnyConnection,
    slot: &str,
    photo: &str,
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE field_photo SET removed_at = $3 WHERE slot = $1 AND id = $2 AND removed_at IS NULL",
    )
    .bind(slot)
    .bind(photo)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
