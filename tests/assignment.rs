//! The assignment board on both databases: plans that are looked at, applied whole or not at all.

use crate::database::databases;
use crate::desks::{Answer, Desks, hidden};
use kipp::server::audit::{self, Verdict};
use sqlx::Row;
use std::collections::{BTreeMap, BTreeSet};

const BOARD: &str = "/panitia/penugasan";

type Pair = (String, String);

/// Everybody who sits somewhere, as the database has it; twice would be twice.
async fn pairs(desks: &Desks) -> Vec<Pair> {
    let mut conn = desks.db.read().await.expect("a connection");
    let rows =
        sqlx::query("SELECT proposal, judge FROM assignment WHERE ended_at IS NULL ORDER BY 1, 2")
            .fetch_all(&mut *conn)
            .await
            .expect("rows");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// What must hold of an assignment whatever was done to it: each accepted proposal has two
/// different readers, nobody reads their own agency's or what they declared a conflict with.
async fn holds(desks: &Desks, after: &str) {
    let all = pairs(desks).await;
    let different: BTreeSet<&Pair> = all.iter().collect();
    assert_eq!(different.len(), all.len(), "{after}: a pair sits twice");
    let mut reads = BTreeMap::<&str, u32>::new();
    for (proposal, _) in &all {
        *reads.entry(proposal).or_default() += 1;
    }
    let mut conn = desks.db.read().await.expect("a connection");
    let accepted = sqlx::query("SELECT id FROM proposal WHERE status = 'accepted'")
        .fetch_all(&mut *conn)
        .await
        .expect("rows");
    assert!(accepted.len() > 50, "a demo has proposals");
    for row in accepted {
        let id: String = row.get(0);
        let count = reads.get(id.as_str()).copied().unwrap_or_default();
        assert!(count >= 2, "{after}: {id} has {count} readers");
    }
    let barred = sqlx::query(
        "SELECT COUNT(*) FROM assignment a JOIN proposal p ON p.id = a.proposal \
         JOIN account c ON c.id = a.judge WHERE a.ended_at IS NULL AND (c.agency = p.agency \
         OR EXISTS (SELECT 1 FROM conflict k WHERE k.judge = a.judge \
         AND k.proposal = a.proposal AND k.lifted_at IS NULL))",
    )
    .fetch_one(&mut *conn)
    .await
    .expect("a row");
    assert_eq!(barred.get::<i64, _>(0), 0, "{after}: somebody reads what they must not");
}

/// Makes a plan and tells where it is looked at.
async fn plan(desks: &Desks, who: &str, fields: &[(&str, &str)]) -> String {
    let answer = desks.post(who, BOARD, fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(answer.to.contains("?rencana="), "{}", answer.to);
    answer.to
}

async fn apply(desks: &Desks, who: &str, page: &str) -> Answer {
    let id = page.split("rencana=").nth(1).expect("a plan");
    desks.post(who, BOARD, &[("action", "apply"), ("plan", id)]).await
}

async fn leave(desks: &Desks, who: &str, judge: &str, cause: bool) {
    let mut fields =
        vec![("action", "leave"), ("judge", judge), ("why", "Sakit sampai akhir bulan")];
    if cause {
        fields.push(("cause", "1"));
    }
    assert_eq!(desks.post(who, BOARD, &fields).await.status, 303);
}

/// Of a judge: how many seats, and how many sheets that were sent and count.
async fn load(desks: &Desks, judge: &str) -> usize {
    pairs(desks).await.iter().filter(|(_, one)| one == judge).count()
}

async fn busiest(desks: &Desks) -> Vec<String> {
    let mut loads = BTreeMap::<String, usize>::new();
    for (_, judge) in pairs(desks).await {
        *loads.entry(judge).or_default() += 1;
    }
    loads.into_keys().collect()
}

/// A seat, and judges who do and do not sit at its proposal.
async fn seat(desks: &Desks) -> (String, String, String) {
    let page = desks.get(&desks.sign_in("committee", 0).await, BOARD).await.body;
    let options = page.split("name=\"seat\"").nth(1).expect("seats to move");
    let key = options.split("<option value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let (proposal, judge) = key.and_then(|key| key.split_once(' ')).expect("a seat");
    let sitting: BTreeSet<String> = pairs(desks)
        .await
        .into_iter()
        .filter(|(one, _)| one == proposal)
        .map(|(_, judge)| judge)
        .collect();
    let other = sitting.iter().find(|one| *one != judge).expect("two readers").clone();
    (proposal.to_owned(), judge.to_owned(), other)
}

#[tokio::test]
async fn two_plans_from_the_same_moment_are_not_both_applied() {
    for database in databases().await {
        let desks = Desks::open(database, "judging", None).await;
        let (one, two) = (desks.sign_in("committee", 0).await, desks.sign_in("secretary", 0).await);
        let same = desks.post(&one, BOARD, &[("action", "plan"), ("seed", "7")]).await;
        assert_eq!(same.to, format!("{BOARD}?sama=1"), "nothing needs to change");
        holds(&desks, "the demo's own plan").await;

        let judge = busiest(&desks).await.remove(0);
        let had = load(&desks, &judge).await;
        leave(&desks, &one, &judge, false).await;
        assert_eq!(load(&desks, &judge).await, 0, "what they had not sent is free");
        let page = desks.get(&one, BOARD).await.body;
        assert!(page.contains(&format!("Kurang {had} penilaian")), "the board says so");

        let before = pairs(&desks).await;
        let first = plan(&desks, &one, &[("action", "plan"), ("seed", "7")]).await;
        let second = plan(&desks, &two, &[("action", "plan"), ("seed", "8")]).await;
        assert_eq!(pairs(&desks).await, before, "looking changes nothing");
        let shown = desks.get(&one, &first).await.body;
        assert!(shown.contains(&format!("+{had} baru, −0 dicabut")), "{shown}");
        assert_eq!(apply(&desks, &one, &first).await.status, 303);
        holds(&desks, "after a judge fell ill").await;
        let after = pairs(&desks).await;
        let kept: BTreeSet<&Pair> = after.iter().collect();
        assert!(before.iter().all(|pair| kept.contains(pair)), "nobody else was moved");

        desks.pass(5).await;
        let late = apply(&desks, &two, &second).await;
        assert_eq!(late.status, 409);
        assert!(late.body.contains("dibuat dari penugasan yang sudah berubah"), "{}", late.body);
        assert_eq!(apply(&desks, &one, &first).await.status, 409, "and none twice");
        assert_eq!(pairs(&desks).await, after, "nothing of it was done");
        let stale = desks.get(&two, &second).await.body;
        assert!(!stale.contains("value=\"apply\""), "it is offered no more");

        // Taking it back is a plan like any other, and says what it would leave open.
        let undo = plan(&desks, &two, &[("action", "undo")]).await;
        let shown = desks.get(&two, &undo).await.body;
        assert!(shown.contains(&format!("Kurang {had} penilaian")), "{shown}");
        let mut conn = desks.db.read().await.expect("a connection");
        assert!(matches!(audit::verify(&mut conn).await.expect("read"), Verdict::Whole(_)));

        // Once judging is over nobody is moved.
        let edition = sqlx::query("UPDATE edition SET phase = 'plenary'");
        edition.execute(&mut *conn).await.expect("the next phase");
        let late = desks.post(&one, BOARD, &[("action", "plan"), ("seed", "7")]).await;
        assert_eq!(late.status, 422);
        assert!(late.body.contains("hanya bisa diubah pada tahap"), "{}", late.body);
    }
}

#[tokio::test]
async fn a_seat_is_moved_by_hand_and_back_but_never_to_whom_it_must_not_go() {
    for database in databases().await {
        let desks = Desks::open(database, "judging", None).await;
        let officer = desks.sign_in("committee", 0).await;
        let (proposal, from, other) = seat(&desks).await;
        let key = format!("{proposal} {from}");
        let before = pairs(&desks).await;
        let to_other = [("action", "move"), ("seat", key.as_str()), ("to", other.as_str())];
        let twice = desks.post(&officer, BOARD, &to_other).await;
        assert_eq!(twice.status, 422);
        assert!(twice.body.contains("sudah ditugaskan"), "{}", twice.body);
        let nobody = [("action", "move"), ("seat", key.as_str()), ("to", "")];
        assert_eq!(desks.post(&officer, BOARD, &nobody).await.status, 422);

        let mut moved = None;
        for judge in busiest(&desks).await {
            let fields = [("action", "move"), ("seat", key.as_str()), ("to", judge.as_str())];
            let answer = desks.post(&officer, BOARD, &fields).await;
            if answer.status == 303 {
                moved = Some((judge, answer.to));
                break;
            }
        }
        let (judge, page) = moved.expect("somebody may read it");
        assert_eq!(apply(&desks, &officer, &page).await.status, 303);
        holds(&desks, "after a move").await;
        let after = pairs(&desks).await;
        assert!(
            after.contains(&(proposal.clone(), judge))
                && !after.contains(&(proposal.clone(), from.clone()))
        );
        assert_eq!(after.len(), before.len());
        let undo = plan(&desks, &officer, &[("action", "undo")]).await;
        assert_eq!(apply(&desks, &officer, &undo).await.status, 303);
        assert_eq!(pairs(&desks).await, before, "taken back, it is as it was");

        // An extra reader stays when the rest is planned again.
        let mut extra = None;
        for judge in busiest(&desks).await {
            let fields =
                [("action", "extra"), ("proposal", proposal.as_str()), ("to", judge.as_str())];
            let answer = desks.post(&officer, BOARD, &fields).await;
            if answer.status == 303 {
                extra = Some(answer.to);
                break;
            }
        }
        assert_eq!(apply(&desks, &officer, &extra.expect("a third reader")).await.status, 303);
        assert_eq!(pairs(&desks).await.len(), before.len() + 1);
        let same = desks.post(&officer, BOARD, &[("action", "plan"), ("seed", "3")]).await;
        assert_eq!(same.to, format!("{BOARD}?sama=1"));

        // Whoever has begun keeps the seat.
        let judge = desks.sign_in("judge", 0).await;
        let sheet = desks.sheets(&judge).await.remove(0);
        let page = desks.get(&judge, &sheet).await.body;
        let rev = hidden(&page, "rev_novelty-score");
        let begun = [("rev_novelty-score", rev), ("novelty-score", "80"), ("action", "save")];
        assert_eq!(desks.post(&judge, &sheet, &begun).await.status, 303);
        let mut conn = desks.db.read().await.expect("a connection");
        let row = sqlx::query("SELECT proposal, judge FROM assignment WHERE id = $1")
            .bind(sheet.rsplit('/').next().expect("an id").to_owned())
            .fetch_one(&mut *conn)
            .await
            .expect("a row");
        let (proposal, who): Pair = (row.get(0), row.get(1));
        let key = format!("{proposal} {who}");
        let fields = [("action", "move"), ("seat", key.as_str()), ("to", other.as_str())];
        let refused = desks.post(&officer, BOARD, &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("sudah mulai dinilai"), "{}", refused.body);
    }
}

#[tokio::test]
async fn the_board_is_the_committees_and_reads_what_it_is_sent() {
    for database in databases().await {
        let desks = Desks::open(database, "judging", None).await;
        let before = pairs(&desks).await;
        for role in ["judge", "innovator", "agency_admin"] {
            let stranger = desks.sign_in(role, 0).await;
            assert_eq!(desks.get(&stranger, BOARD).await.status, 403, "{role}");
            let fields = [("action", "plan"), ("seed", "1")];
            assert_eq!(desks.post(&stranger, BOARD, &fields).await.status, 403, "{role}");
        }
        let officer = desks.sign_in("committee", 0).await;
        for (fields, status) in [
            (vec![("action", "plan"), ("seed", "satu")], 422),
            (vec![("action", "plan"), ("seed", "-1")], 422),
            (vec![("action", "apply"), ("plan", "tidak-ada")], 404),
            (vec![("action", "move"), ("seat", "x"), ("to", "y")], 400),
            (vec![("action", "move"), ("seat", "x y"), ("to", "z")], 422),
            (vec![("action", "leave"), ("judge", ""), ("why", "sakit")], 422),
            (vec![("action", "return"), ("judge", "x")], 404),
            (vec![("action", "undo"), ("x", "y")], 303),
            (vec![("action", "lain")], 400),
        ] {
            let answer = desks.post(&officer, BOARD, &fields).await;
            let undo = fields[0].1 == "undo";
            assert!(
                answer.status == status || undo,
                "{fields:?}: {} {}",
                answer.status,
                answer.body
            );
        }
        let judge = busiest(&desks).await.remove(0);
        let short = [("action", "leave"), ("judge", judge.as_str()), ("why", " ")];
        let answer = desks.post(&officer, BOARD, &short).await;
        assert!(answer.status == 422 && answer.body.contains("Tulis alasannya"));
        assert_eq!(pairs(&desks).await, before, "nothing was half done");
        assert_eq!(desks.get(&officer, &format!("{BOARD}?rencana=tidak-ada")).await.status, 404);
    }
}
