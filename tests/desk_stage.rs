//! A whole stage of judging over real HTTP: eight judges at once, conflicts of interest, one who falls
//! ill, one who is taken out for cause, a proposal that comes late; then every invariant is checked.

use crate::{
    database,
    desks::hidden,
    house::{House, house},
};
use kipp::server::audit::{self, Verdict};
use reqwest::Client;
use sqlx::{AnyConnection, Row as _};
use std::collections::{BTreeMap, BTreeSet};

const BOARD: &str = "/panitia/penugasan";
const COMMENT: &str = "Masukan contoh untuk inovator yang cukup panjang supaya bisa dikirim: jelaskan cara mengukur hasil, sebutkan pembandingnya, dan ceritakan siapa yang meneruskan layanan ini.";
/// Judges who play; the demo's others fall ill before they begin.
const PLAY: usize = 8;

async fn body(house: &House, who: &Client, path: &str) -> String {
    let answer = house.get(who, path).await;
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().await.expect("text")
}

async fn to(house: &House, who: &Client, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = house.post(who, path, fields).await;
    let status = answer.status();
    let to = answer.headers().get("location").and_then(|to| to.to_str().ok()).map(str::to_owned);
    assert_eq!(status, 303, "{path} {fields:?}: {}", answer.text().await.expect("text"));
    to.unwrap_or_default()
}

/// Sheets in a judge's queue that are not sent.
async fn open_sheets(house: &House, judge: &Client) -> Vec<String> {
    let queue = body(house, judge, "/juri").await;
    let mut sheets = Vec::new();
    for row in queue.split("<tr>").filter(|row| !row.contains("Terkirim")) {
        let id = row.split("href=\"/juri/nilai/").nth(1).and_then(|rest| rest.split('"').next());
        sheets.extend(id.map(|id| format!("/juri/nilai/{id}")));
    }
    sheets
}

/// Reads a sheet and fills it in; `round` makes scores differ between judges and proposals.
async fn fill(house: &House, judge: &Client, sheet: &str, round: usize) {
    let page = body(house, judge, sheet).await;
    let names: Vec<&str> = page
        .split("name=\"rev_")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| name.ends_with("-score"))
        .collect();
    assert!(!names.is_empty(), "{sheet} can be scored");
    let scores: Vec<String> =
        (0..names.len()).map(|at| format!("{},5", 50 + (round * 7 + at * 3) % 45)).collect();
    let revs: Vec<String> = names.iter().map(|name| format!("rev_{name}")).collect();
    let mut fields = vec![("action", "review"), ("comment", COMMENT)];
    fields.push(("rev_comment", hidden(&page, "rev_comment")));
    for ((name, rev), score) in names.iter().zip(&revs).zip(&scores) {
        fields.extend([(*name, score.as_str()), (rev.as_str(), hidden(&page, rev))]);
    }
    assert_eq!(to(house, judge, sheet, &fields).await, format!("{sheet}/tinjau"));
}

/// Sends everything that is full.
async fn send_all(house: &House, judge: &Client) {
    let list = body(house, judge, "/juri/kirim").await;
    let names: Vec<String> = list
        .split("name=\"rev-")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|id| format!("rev-{id}"))
        .collect();
    let fields: Vec<(&str, &str)> =
        names.iter().map(|name| (name.as_str(), hidden(&list, name))).collect();
    assert!(to(house, judge, "/juri/kirim", &fields).await.starts_with("/juri?sent="));
}

/// Fills in and sends what a judge has left, but the last `spare` sheets.
async fn work(house: &House, judge: &Client, nth: usize, spare: usize) {
    let sheets = open_sheets(house, judge).await;
    let many = sheets.len().saturating_sub(spare);
    for (at, sheet) in sheets[..many].iter().enumerate() {
        fill(house, judge, sheet, nth * 5 + at).await;
    }
    if many > 0 {
        send_all(house, judge).await;
    }
}

/// A plan is made, looked at and applied.
async fn replan(house: &House, office: &Client) {
    let plan = to(house, office, BOARD, &[("action", "plan"), ("seed", "2020")]).await;
    let id = plan.split("rencana=").nth(1).unwrap_or_else(|| panic!("no plan in {plan}"));
    let applied = to(house, office, BOARD, &[("action", "apply"), ("plan", id)]).await;
    assert!(applied.contains("terap=1"), "{applied}");
}

async fn texts(conn: &mut AnyConnection, sql: &'static str) -> Vec<String> {
    let rows = sqlx::query(sql).fetch_all(conn).await.expect("rows");
    rows.iter().map(|row| row.try_get(0).expect("text")).collect()
}

#[tokio::test]
async fn eight_judges_play_a_whole_stage_and_every_invariant_holds() {
    let house = house("judging");
    let office = house.as_role("chair", 0).await;
    let db = database::open(&house.home.path().join("data")).await;
    let mut judges = Vec::new();
    for nth in 0..PLAY {
        judges.push(house.as_role("judge", nth).await);
    }
    let all = house.accounts.iter().filter(|account| account["role"] == "judge").count();
    let usernames: Vec<String> = (0..all).map(|nth| house.account("judge", nth).0).collect();
    let mut ids = BTreeMap::new();
    {
        let mut conn = db.read().await.expect("a connection");
        let rows = sqlx::query("SELECT username, id FROM account").fetch_all(&mut *conn).await;
        for row in rows.expect("accounts") {
            ids.insert(row.get::<String, _>(0), row.get::<String, _>(1));
        }
    }
    let id = |nth: usize| ids[&usernames[nth]].as_str();

    // One proposal is not through screening yet: nobody is to read it.
    let late = {
        let mut conn = db.read().await.expect("a connection");
        let late = texts(&mut conn, "SELECT MIN(proposal) FROM assignment").await.remove(0);
        for sql in [
            "UPDATE proposal SET status = 'submitted' WHERE id = $1",
            "UPDATE assignment SET ended_at = 1, ended_why = 'plan' WHERE proposal = $1",
        ] {
            sqlx::query(sql).bind(late.clone()).execute(&mut *conn).await.expect("changed");
        }
        late
    };

    // Two judges find a conflict of interest, a third has somebody's half-read sheet.
    for nth in [1, 5] {
        let sheet = open_sheets(&house, &judges[nth]).await.remove(0);
        let door = sheet.replace("/juri/nilai/", "/juri/benturan/");
        let left = [("kind", "family"), ("note", "Ipar saya ada di tim ini.")];
        assert_eq!(to(&house, &judges[nth], &door, &left).await, "/juri?conflict=1");
        let shut = house.get(&judges[nth], &sheet).await;
        assert_eq!(shut.status(), 403, "a conflict shuts the sheet");
    }

    // All of them at once, half of what they have.
    let shift = judges.iter().enumerate().map(|(nth, judge)| work(&house, judge, nth, 12));
    futures::future::join_all(shift).await;

    // Some fall ill, another is taken out for cause: what that one sent is taken back.
    for nth in PLAY..all {
        let ill = [("action", "leave"), ("judge", id(nth)), ("why", "Sakit sampai akhir bulan")];
        to(&house, &office, BOARD, &ill).await;
    }
    let mut out = vec![("action", "leave"), ("judge", id(3)), ("why", "Pelanggaran pakta")];
    out.push(("cause", "1"));
    to(&house, &office, BOARD, &out).await;
    let gone = house.get(&judges[3], "/juri").await.text().await.expect("text");
    assert!(!gone.contains("href=\"/juri/nilai/"), "who left has nothing to read");

    // The late one is through, and is given readers with everything that is free now.
    {
        let mut conn = db.read().await.expect("a connection");
        let sql = "UPDATE proposal SET status = 'accepted' WHERE id = $1";
        sqlx::query(sql).bind(late.clone()).execute(&mut *conn).await.expect("changed");
    }
    replan(&house, &office).await;
    let again = house.post(&office, BOARD, &[("action", "plan"), ("seed", "2020")]).await;
    let again = again.headers().get("location").and_then(|to| to.to_str().ok());
    assert_eq!(again, Some("/panitia/penugasan?sama=1"), "nothing is left to plan");

    // The rest, at once again.
    let rest = judges.iter().enumerate().filter(|(nth, _)| *nth != 3);
    let rest = rest.map(|(nth, judge)| work(&house, judge, nth + 10, 0));
    futures::future::join_all(rest).await;
    let early = house.get(&office, "/panitia/peringkat").await;
    assert!(early.status().is_client_error(), "no ranking while scores come in");
    to(&house, &office, "/panitia", &[("from", "judging")]).await;

    // Every invariant.
    let mut conn = db.read().await.expect("a connection");
    let rows = sqlx::query(
        "SELECT a.proposal, a.judge FROM assignment a JOIN score_sheet s ON s.assignment = a.id \
         WHERE a.ended_at IS NULL AND s.sent_at IS NOT NULL",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("rows");
    let reads: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let different: BTreeSet<&(String, String)> = reads.iter().collect();
    assert_eq!(different.len(), reads.len(), "nobody reads twice");
    let mut by_proposal = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (proposal, judge) in &reads {
        by_proposal.entry(proposal).or_default().insert(judge);
    }
    let accepted = texts(&mut conn, "SELECT id FROM proposal WHERE status = 'accepted'").await;
    assert!(accepted.contains(&late));
    let unsent = texts(
        &mut conn,
        "SELECT a.id FROM assignment a LEFT JOIN score_sheet s ON s.assignment = a.id \
         WHERE a.ended_at IS NULL AND s.sent_at IS NULL",
    )
    .await;
    assert!(unsent.is_empty(), "every sheet is sent: {unsent:?}");
    for id in &accepted {
        assert_eq!(by_proposal.get(id.as_str()).map_or(0, BTreeSet::len), 2, "readers of {id}");
    }
    assert_eq!(by_proposal.len(), accepted.len(), "only what was accepted is read");
    let playing: BTreeSet<&str> = (0..PLAY).filter(|nth| *nth != 3).map(id).collect();
    assert!(reads.iter().all(|(_, judge)| playing.contains(judge.as_str())), "who left is out");
    let barred = texts(
        &mut conn,
        "SELECT a.id FROM assignment a JOIN proposal p ON p.id = a.proposal \
         JOIN account c ON c.id = a.judge WHERE a.ended_at IS NULL AND (c.agency = p.agency \
         OR EXISTS (SELECT 1 FROM conflict k WHERE k.judge = a.judge \
         AND k.proposal = a.proposal AND k.lifted_at IS NULL))",
    )
    .await;
    assert!(barred.is_empty(), "nobody read what they must not");
    // One component: from any judge every other is reached over proposals read in common.
    let mut reached = BTreeSet::from([reads[0].1.as_str()]);
    loop {
        let before = reached.len();
        for judges in by_proposal.values() {
            if judges.iter().any(|judge| reached.contains(judge)) {
                reached.extend(judges);
            }
        }
        if reached.len() == before {
            break;
        }
    }
    assert_eq!(reached.len(), 7, "all who read are linked");
    assert!(matches!(audit::verify(&mut conn).await.expect("read"), Verdict::Whole(_)));
    drop(conn);

    // And the committee ranks all of them, with doubt and without a banner of a broken graph.
    let board = body(&house, &office, "/panitia/peringkat").await;
    assert!(board.contains("href=\"/panitia/diagnosis\""));
    assert!(!board.contains("belum diperingkat"), "no proposal lacks reads");
}
