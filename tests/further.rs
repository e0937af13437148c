//! A further read that is asked for after scoring has closed: one sheet opens for some days, no other
//! does, and what it says counts.

use crate::{
    database::{Database, databases},
    desks::{Desks, hidden},
};
use sqlx::Row as _;

const BOARD: &str = "/panitia/peringkat";
const COMMENT: &str = "Masukan contoh untuk inovator yang cukup panjang supaya bisa dikirim: jelaskan cara mengukur hasil, sebutkan pembandingnya, dan ceritakan siapa yang meneruskan layanan ini.";

async fn text(desks: &Desks, sql: &'static str) -> String {
    let mut conn = desks.db.read().await.expect("a connection");
    sqlx::query(sql).fetch_one(&mut *conn).await.expect("a row").try_get(0).expect("text")
}

async fn write(desks: &Desks, judge: &str, sheet: &str) -> u16 {
    let page = desks.get(judge, sheet).await.body;
    let keys: Vec<&str> = page
        .split("name=\"rev_")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| name.ends_with("-score"))
        .collect();
    if keys.is_empty() {
        let fields = [("action", "review"), ("novelty-score", "80")];
        return desks.post(judge, sheet, &fields).await.status.as_u16();
    }
    let revs: Vec<String> = keys.iter().map(|key| format!("rev_{key}")).collect();
    let mut fields = vec![("action", "review"), ("comment", COMMENT)];
    fields.push(("rev_comment", hidden(&page, "rev_comment")));
    for (key, rev) in keys.iter().zip(&revs) {
        fields.extend([(*key, "80"), (rev.as_str(), hidden(&page, rev))]);
    }
    let look = format!("{sheet}/tinjau");
    assert_eq!(desks.post(judge, sheet, &fields).await.to, look);
    let page = desks.get(judge, &look).await.body;
    desks.post(judge, &look, &[("rev", hidden(&page, "rev"))]).await.status.as_u16()
}

async fn reading_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "plenary", None).await;
    let chair = desks.sign_in("chair", 0).await;
    let judge = desks.sign_in("judge", 0).await;
    let me = text(
        &desks,
        "SELECT a.id FROM account a JOIN account_role r ON r.account = a.id \
         WHERE r.role = 'judge' ORDER BY a.username LIMIT 1",
    )
    .await;
    let count = |sql: &'static str| text(&desks, sql);
    // A proposal that the first judge neither read nor may not read.
    let free = {
        let mut conn = desks.db.read().await.expect("a connection");
        let row = sqlx::query(
            "SELECT p.id FROM proposal p WHERE p.status = 'accepted' \
             AND NOT EXISTS (SELECT 1 FROM assignment x WHERE x.proposal = p.id AND x.judge = $1) \
             AND COALESCE(p.agency, '') <> COALESCE((SELECT agency FROM account WHERE id = $1), '-') \
             ORDER BY p.number LIMIT 1",
        )
        .bind(me.clone());
        row.fetch_one(&mut *conn).await.expect("one").try_get::<String, _>(0).expect("text")
    };
    let own = text(&desks, "SELECT MIN(proposal) FROM assignment").await;
    let before = desks.sheets(&judge).await;
    assert_eq!(
        write(&desks, &judge, &before[0]).await / 100,
        4,
        "{name}: scoring is closed and says so"
    );

    // One read lies far from the others: the board advises another and names who could give it, and an
    // officer asks with one tap.
    {
        let mut conn = desks.db.read().await.expect("a connection");
        let sql =
            "UPDATE score SET value = 500 WHERE assignment = (SELECT MIN(assignment) FROM score)";
        sqlx::query(sql).execute(&mut *conn).await.expect("changed");
    }
    let page = desks.get(&chair, BOARD).await.body;
    assert!(page.contains("name=\"days\""), "{name}: the board offers it");
    let ask = |proposal: &str, judge: &str, days: &str| {
        [("proposal", proposal), ("judge", judge), ("days", days)].map(|(k, v)| (k, v.to_owned()))
    };
    let post = async |who: &str, fields: [(&str, String); 3]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        desks.post(who, BOARD, &fields).await
    };
    let committee = desks.sign_in("committee", 0).await;
    assert_eq!(post(&committee, ask(&free, &me, "3")).await.status, 403, "{name}");
    for (fields, said) in [
        (ask(&free, &me, "0"), "1 sampai 14 hari"),
        (ask(&free, &me, "tiga"), "1 sampai 14 hari"),
        (ask(&free, "tidak-ada", "3"), "tidak bisa ditugaskan"),
        (ask("tidak-ada", &me, "3"), "tidak bisa ditugaskan"),
    ] {
        let answer = post(&chair, fields).await;
        assert_eq!(answer.status, 422, "{name}: {said}");
        assert!(answer.body.contains(said), "{name}: {said}");
    }
    let reader = text(&desks, "SELECT judge FROM assignment ORDER BY proposal LIMIT 1").await;
    let answer = post(&chair, ask(&own, &reader, "3")).await;
    assert_eq!(answer.status, 422, "{name}: nobody reads twice");
    assert_eq!(post(&chair, ask(&free, &me, "3")).await.status, 303, "{name}");
    let page = desks.get(&chair, BOARD).await.body;
    assert!(page.contains("menunggu "), "{name}: the board tells who is waited for");

    // That sheet alone is open, until its days are over.
    let after = desks.sheets(&judge).await;
    let new: Vec<&String> = after.iter().filter(|sheet| !before.contains(sheet)).collect();
    assert_eq!(new.len(), 1, "{name}");
    desks.pass(3 * 24 * 60 + 1).await;
    let judge_late = desks.sign_in("judge", 0).await;
    assert_eq!(write(&desks, &judge_late, new[0]).await / 100, 4, "{name}: its time is over");
    desks.pass(60).await;
    let judge = desks.sign_in("judge", 0).await;
    let reads = "SELECT CAST(COUNT(*) AS TEXT) FROM score_sheet WHERE sent_at IS NOT NULL";
    let had: u32 = count(reads).await.parse().expect("a number");
    assert_eq!(write(&desks, &judge, new[0]).await, 303, "{name}");
    let has: u32 = count(reads).await.parse().expect("a number");
    assert_eq!(has, had + 1, "{name}: it counts");
    assert_eq!(write(&desks, &judge, &before[0]).await / 100, 4, "{name}: no other opens");

    // What the board itself advises is asked for once: nobody else is offered while it is awaited.
    let chair = desks.sign_in("chair", 0).await;
    let page = desks.get(&chair, BOARD).await.body;
    let (proposal, reader) =
        (hidden(&page, "proposal").to_owned(), hidden(&page, "judge").to_owned());
    assert_eq!(post(&chair, ask(&proposal, &reader, "3")).await.status, 303, "{name}");
    let page = desks.get(&chair, BOARD).await.body;
    let offered = format!("name=\"proposal\" value=\"{proposal}\"");
    assert!(!page.contains(&offered), "{name}: one further read at a time");
}

async fn lacking_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "plenary", None).await;
    // A proposal has lost all its reads but one, and cannot be ranked.
    let short = text(&desks, "SELECT MIN(proposal) FROM assignment").await;
    {
        let mut conn = desks.db.read().await.expect("a connection");
        let sql = "UPDATE assignment SET ended_at = 1, ended_why = 'sakit' WHERE proposal = $1 \
                   AND judge <> (SELECT MIN(judge) FROM assignment WHERE proposal = $1)";
        sqlx::query(sql).bind(&short).execute(&mut *conn).await.expect("changed");
    }
    let chair = desks.sign_in("chair", 0).await;
    let page = desks.get(&chair, BOARD).await.body;
    assert!(page.contains("belum diperingkat"), "{name}: the board says who is not ranked");
    let offer = page.split("<form").find(|form| form.contains(&short)).expect("an offer");
    let judge = hidden(offer, "judge");
    let fields = [("proposal", short.as_str()), ("judge", judge), ("days", "3")];
    assert_eq!(desks.post(&chair, BOARD, &fields).await.status, 303, "{name}: it can be asked for");
    let page = desks.get(&chair, BOARD).await.body;
    assert!(!page.contains("belum diperingkat"), "{name}: and is waited for");
    let other = page.split("<form").find(|form| form.contains(&short));
    assert!(other.is_none(), "{name}: one at a time");
}

#[tokio::test]
async fn a_proposal_that_lacks_reads_is_named_and_its_reader_asked() {
    for database in databases().await {
        lacking_in(database).await;
    }
}

#[tokio::test]
async fn a_further_read_opens_one_sheet_for_some_days_and_no_other() {
    for database in databases().await {
        reading_in(database).await;
    }
}

async fn talking_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "plenary", None).await;
    for role in ["committee", "secretary", "judge", "operator", "innovator"] {
        let who = desks.sign_in(role, 0).await;
        for path in ["/panitia/diagnosis", "/en/panitia/diagnosis"] {
            let answer = desks.get(&who, path).await;
            assert_eq!(answer.status, 403, "{name}: {role}");
            assert!(!answer.body.contains("Juri Contoh 3"), "{name}: {role}");
        }
        assert_ne!(
            desks.post(&who, "/api/judging/diagnosis", &[]).await.status,
            200,
            "{name}: {role}"
        );
    }
    let chair = desks.sign_in("chair", 0).await;
    let page = desks.get(&chair, "/panitia/diagnosis").await;
    assert_eq!(page.status, 200, "{name}");
    for part in
        ["Juri Contoh 3", "Keandalan rata-rata", "Catatan ini tidak mengubah nilai siapa pun"]
    {
        assert!(page.body.contains(part), "{name}: {part}");
    }
    assert!(desks.get(&chair, BOARD).await.body.contains("/panitia/diagnosis"), "{name}");
    let mut conn = desks.db.read().await.expect("a connection");
    sqlx::query("UPDATE edition SET phase = 'judging'").execute(&mut *conn).await.expect("changed");
    drop(conn);
    let early = desks.get(&chair, "/panitia/diagnosis").await;
    assert!(early.status.is_client_error(), "{name}: not while scores come in");
    assert!(!early.body.contains("Juri Contoh 3"), "{name}");
}

#[tokio::test]
async fn what_scores_tell_of_judges_is_for_the_chair_alone_and_not_before_closing() {
    for database in databases().await {
        talking_in(database).await;
    }
}
