//! Blind mode: whatever a judge is answered, no name of a unit, an agency, a person or a file is in it.

use crate::database::databases;
use crate::desks::{Answer, Desks, hidden};
use sqlx::Row;

const CLOSED: &str =
    "UPDATE edition SET document = replace(document, '\"blind\":false', '\"blind\":true')";

async fn column(desks: &Desks, sql: &'static str) -> Vec<String> {
    let mut conn = desks.db.read().await.expect("a connection");
    let rows = sqlx::query(sql).fetch_all(&mut *conn).await.expect(sql);
    rows.iter().map(|row| row.try_get(0).expect("text")).collect()
}

/// Names that would tell who proposes, but for those that every page carries in its foot.
async fn names(desks: &Desks, judge: &str) -> Vec<String> {
    let foot = desks.get(judge, "/panduan").await.body;
    let mut names = Vec::new();
    for sql in [
        "SELECT name FROM service_unit",
        "SELECT name FROM agency",
        "SELECT p.name FROM account p JOIN account_role r ON r.account = p.id \
         WHERE r.role IN ('innovator', 'agency_admin')",
        "SELECT acronym FROM proposal WHERE number IS NOT NULL",
        "SELECT title FROM proposal WHERE number IS NOT NULL",
        "SELECT name FROM attachment",
    ] {
        let mut some: Vec<String> = column(desks, sql).await;
        some.retain(|name| name.chars().count() > 4 && !foot.contains(name.as_str()));
        assert!(!some.is_empty(), "{sql} gives names to look for");
        names.extend(some);
    }
    names.sort();
    names.dedup();
    names
}

/// What the page says without the proposal's own words: those may name places, and the mode says so.
fn without_texts(body: &str, texts: &[String]) -> String {
    texts.iter().filter(|text| text.chars().count() > 20).fold(body.to_owned(), |body, text| {
        let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let json = serde_json::to_string(text).expect("JSON");
        body.replace(text.as_str(), "").replace(&html, "").replace(json.trim_matches('"'), "")
    })
}

#[tokio::test]
async fn in_blind_mode_no_answer_to_a_judge_says_who_proposes() {
    for database in databases().await {
        let name = database.name;
        let desks = Desks::open(database, "judging", Some(CLOSED)).await;
        let judge = desks.sign_in("judge", 0).await;
        let new = desks.sign_in("judge", 8).await;
        let names = names(&desks, &judge).await;
        let sheets = desks.sheets(&judge).await;
        let ids: Vec<String> = sheets
            .iter()
            .map(|sheet| sheet.rsplit('/').next().expect("an id").to_owned())
            .collect();
        assert!(ids.len() > 10, "{name}");
        let mut answers: Vec<(String, Answer)> = Vec::new();
        for path in ["/juri", "/en/juri", "/juri/benturan", "/juri/kirim", "/juri?sent=1"] {
            answers.push((path.to_owned(), desks.get(&judge, path).await));
        }
        answers.push(("before the statement".to_owned(), desks.get(&new, "/juri").await));
        answers.push(("the statement".to_owned(), desks.get(&new, "/juri/benturan").await));
        for function in ["queue", "statement", "complete"] {
            let path = format!("/api/judging/{function}");
            for who in [&judge, &new] {
                let answer = desks.post(who, &path, &[]).await;
                assert_eq!(answer.status, 200, "{path}: {}", answer.body);
                answers.push((path.clone(), answer));
            }
        }
        // The sheets are made alike: a few stand for all.
        for id in ids.iter().take(5) {
            for path in [
                format!("/juri/nilai/{id}"),
                format!("/en/juri/nilai/{id}"),
                format!("/juri/nilai/{id}/tinjau"),
                format!("/juri/benturan/{id}"),
            ] {
                let answer = desks.get(&judge, &path).await;
                assert_eq!(answer.status, 200, "{path}");
                answers.push((path, answer));
            }
            for function in ["sheet", "review", "given"] {
                let path = format!("/api/judging/{function}");
                answers
                    .push((path.clone(), desks.post(&judge, &path, &[("assignment", id)]).await));
            }
        }
        // No file is handed out, whatever its address: a letterhead or a face would tell.
        let files = column(&desks, "SELECT id FROM attachment").await;
        for file in files.iter().take(10) {
            for id in ids.iter().take(3) {
                let path = format!("/juri/nilai/{id}/lampiran/{file}");
                let answer = desks.get(&judge, &path).await;
                assert_eq!(answer.status, 404, "{path}");
                answers.push((path, answer));
            }
        }
        // A sheet that was sent, and what can be done about it later.
        let own = desks.sign_in("judge", 1).await;
        let first = desks.sheets(&own).await[0].clone();
        let page = desks.get(&own, &first).await.body;
        let mut fields = Vec::new();
        for name in page.split("name=\"rev_").skip(1).filter_map(|rest| rest.split('"').next()) {
            fields.push((format!("rev_{name}"), hidden(&page, &format!("rev_{name}")).to_owned()));
            if name.ends_with("-score") {
                fields.push((name.to_owned(), "70".to_owned()));
            }
        }
        fields.push(("comment".to_owned(), "kata ".repeat(20)));
        let fields: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let saved = desks.post(&own, &first, &fields).await;
        assert_eq!(saved.to, format!("{first}?pane=marks"));
        let review = format!("{first}/tinjau");
        let page = desks.get(&own, &review).await;
        let sent = desks.post(&own, &review, &[("rev", hidden(&page.body, "rev"))]).await;
        assert_eq!(sent.status, 303, "{name}: {}", sent.body);
        answers.push((review, page));
        desks.pass(11).await;
        answers.push((first.clone(), desks.get(&own, &first).await));
        let late = desks.post(&own, &first, &[("action", "undo")]).await;
        assert_eq!(late.status, 409, "{name}");
        answers.push(("too late".to_owned(), late));
        // Sending, and leaving for a conflict, tell nothing either.
        let sent = desks.post(&judge, &format!("{}/tinjau", sheets[0]), &[("rev", "0")]).await;
        assert_eq!(sent.status, 422);
        answers.push(("an incomplete sheet".to_owned(), sent));
        let door = format!("/juri/benturan/{}", ids[1]);
        answers.push(("no kind".to_owned(), desks.post(&judge, &door, &[]).await));
        assert_eq!(desks.post(&judge, &door, &[("kind", "author")]).await.status, 303);
        for path in ["/juri?conflict=1", "/juri/benturan?conflict=1", &sheets[1], &door] {
            answers.push((format!("left: {path}"), desks.get(&judge, path).await));
        }

        let texts = column(&desks, "SELECT value FROM section").await;
        for (path, answer) in answers {
            let said = without_texts(&answer.body, &texts);
            for secret in &names {
                assert!(!said.contains(secret.as_str()), "{name}: {path} says {secret}");
            }
        }
    }
}
