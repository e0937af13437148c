//! The panel on both databases: it is convened, several panelists score at once, a sheet on paper
//! takes two people, and what it decides stands in the seal.

use crate::{
    database::{Database, databases},
    desks::{Desks, hidden},
};
use sqlx::Row as _;

const OFFICE: &str = "/panitia/panel";
const KEYS: [&str; 4] = ["delivery", "proof", "mastery", "future"];

async fn all(desks: &Desks, sql: &'static str) -> Vec<String> {
    let mut conn = desks.db.read().await.expect("a connection");
    let rows = sqlx::query(sql).fetch_all(&mut *conn).await.expect("rows");
    rows.iter().map(|row| row.try_get(0).expect("text")).collect()
}

async fn one(desks: &Desks, sql: &'static str) -> String {
    all(desks, sql).await.into_iter().next().unwrap_or_default()
}

/// The sheets of a panelist, in the order of their turns.
async fn sheets(desks: &Desks, judge: &str) -> Vec<String> {
    let page = desks.get(judge, "/juri/panel").await.body;
    let links = page.split("href=\"/juri/panel/").skip(1);
    links.filter_map(|rest| rest.split('"').next()).map(|id| format!("/juri/panel/{id}")).collect()
}

/// Fills a sheet in as its page stands, and presses a button.
async fn fill(
    desks: &Desks,
    who: &str,
    (read, write): (&str, &str),
    scores: [&str; 4],
    action: &str,
) -> (u16, String) {
    let page = desks.get(who, read).await.body;
    let names: Vec<String> = KEYS.iter().map(|key| format!("{key}-score")).collect();
    let revs: Vec<String> = names.iter().map(|name| format!("rev_{name}")).collect();
    let mut fields = vec![("action", action)];
    for ((name, rev), score) in names.iter().zip(&revs).zip(scores) {
        // A page that cannot be written has no revisions.
        let held = if page.contains(rev.as_str()) { hidden(&page, rev) } else { "0" };
        fields.extend([(name.as_str(), score), (rev.as_str(), held)]);
    }
    let answer = desks.post(who, write, &fields).await;
    (answer.status.as_u16(), answer.body)
}

async fn judging_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "panel", None).await;
    let (chair, secretary) = (desks.sign_in("chair", 0).await, desks.sign_in("secretary", 0).await);
    let committee = desks.sign_in("committee", 0).await;

    // Whoever is not of the office or the panel sees nothing of it.
    for role in ["innovator", "judge", "operator"] {
        let who = desks.sign_in(role, 0).await;
        assert_eq!(desks.get(&who, OFFICE).await.status, 403, "{name}: {role}");
        assert_eq!(desks.get(&who, "/panitia/panel/jam").await.status, 403, "{name}: {role}");
    }
    let page = desks.get(&committee, OFFICE).await;
    assert_eq!(page.status, 200, "{name}");
    assert!(!page.body.contains("Nilai akhir</th>"), "{name}: no score while it sits");

    // Nothing is sealed or decided before it is closed.
    for path in ["/panitia/segel", "/panitia/pleno"] {
        let page = desks.get(&chair, path).await;
        assert_eq!(page.status, 422, "{name}: {path}");
        assert!(page.body.contains("Panel belum ditutup"), "{name}: {path}");
    }

    // Every panelist fills in every sheet; bad scores are named and nothing is lost.
    let roles = all(&desks, "SELECT judge FROM panel_sheet GROUP BY judge ORDER BY judge").await;
    assert!(roles.len() > 2, "{name}: several panelists");
    let first = desks.sign_in("judge", 0).await;
    let own = sheets(&desks, &first).await;
    assert!(own.len() >= 10, "{name}: as many as the edition says, less conflicts");
    let sheet = own[0].as_str();
    let bad = fill(&desks, &first, (sheet, sheet), ["101", "80", "x", "70,5"], "send").await;
    assert_eq!(bad.0, 422, "{name}");
    assert!(bad.1.contains("antara 0 dan 100") && bad.1.contains("harus angka"), "{name}");
    assert!(bad.1.contains("value=\"101\""), "{name}: what was typed comes back");
    let page = desks.get(&first, sheet).await.body;
    assert!(page.contains("70,5"), "{name}: what was right is kept");
    let empty = fill(&desks, &first, (sheet, sheet), ["", "80", "70", "70"], "send").await;
    assert_eq!(empty.0, 422, "{name}: a full sheet is sent, no other");
    assert_eq!(
        fill(&desks, &first, (sheet, sheet), ["81", "80", "70", "70,5"], "send").await.0,
        303
    );
    let again = fill(&desks, &first, (sheet, sheet), ["1", "1", "1", "1"], "send").await;
    assert_ne!(again.0, 303, "{name}: a sent sheet does not change");
    assert_eq!(desks.post(&first, sheet, &[("action", "back")]).await.status, 303, "{name}");
    assert_eq!(
        fill(&desks, &first, (sheet, sheet), ["82", "80", "70", "70,5"], "send").await.0,
        303
    );

    // Nobody else opens it: not another judge, not the office.
    let second = desks.sign_in("judge", 1).await;
    assert_eq!(desks.get(&second, sheet).await.status, 404, "{name}");
    let id = sheet.trim_start_matches("/juri/panel/");
    let office = desks.get(&chair, &format!("{OFFICE}/{id}")).await;
    assert_eq!(office.status, 403, "{name}: what a panelist typed is theirs");
    assert!(!office.body.contains("70,5"), "{name}");

    // A sheet on paper: typed by one, not confirmed by the same, confirmed by another.
    let theirs = sheets(&desks, &second).await;
    let paper = theirs[0].trim_start_matches("/juri/panel/").to_owned();
    let (read, paper_page) = (format!("{OFFICE}/{paper}"), format!("{OFFICE}/{paper}"));
    let typed =
        fill(&desks, &committee, (&read, &paper_page), ["90", "91", "92", "93"], "type").await;
    assert_eq!(typed.0, 303, "{name}");
    let saved = |page: &str| hidden(page, "saved_at").to_owned();
    let page = desks.get(&secretary, &paper_page).await.body;
    let confirm = |at: String| [("action", "confirm".to_owned()), ("saved_at", at)];
    let post = async |who: &str, fields: [(&str, String); 2]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        desks.post(who, &paper_page, &fields).await.status.as_u16()
    };
    assert_eq!(post(&committee, confirm(saved(&page))).await, 422, "{name}: not by its typist");
    assert_eq!(post(&secretary, confirm("1".to_owned())).await, 409, "{name}: not another version");
    assert_eq!(
        fill(&desks, &second, (&theirs[0], &theirs[0]), ["1", "1", "1", "1"], "send").await.0 / 100,
        4,
        "{name}: its panelist does not fill it in meanwhile"
    );
    assert_eq!(post(&secretary, confirm(saved(&page))).await, 303, "{name}: by a second person");

    // A conflict of interest shuts a sheet.
    let conflicted = &theirs[1];
    let fields = [("action", "conflict"), ("kind", "family"), ("note", "")];
    assert_eq!(desks.post(&second, conflicted, &fields).await.status, 303, "{name}");
    assert_eq!(desks.get(&second, conflicted).await.status, 403, "{name}");

    // Closing needs a sheet for every finalist, and a tick for those that are missing.
    let close = [("action", "close")];
    let early = desks.post(&chair, OFFICE, &close).await;
    assert_eq!(early.status, 422, "{name}");
    assert!(early.body.contains("belum punya satu lembar pun"), "{name}");
    assert_eq!(desks.post(&committee, OFFICE, &close).await.status, 403, "{name}: officers close");
    for (at, sheet) in own.iter().enumerate().skip(1) {
        // Whoever came later in the written ranking does better at the table.
        let score = format!("{}", 60 + at);
        let scores = [score.as_str(); 4];
        assert_eq!(fill(&desks, &first, (sheet, sheet), scores, "send").await.0, 303, "{name}");
    }
    let heard_by_second: Vec<String> = theirs.iter().skip(2).cloned().collect();
    for sheet in &heard_by_second {
        assert_eq!(fill(&desks, &second, (sheet, sheet), ["70"; 4], "send").await.0, 303, "{name}");
    }
    let gap = desks.post(&chair, OFFICE, &close).await;
    assert_eq!(gap.status, 422, "{name}");
    assert!(gap.body.contains("lembar belum dikirim"), "{name}");
    let close = [("action", "close"), ("without", "yes")];
    assert_eq!(desks.post(&chair, OFFICE, &close).await.status, 303, "{name}");
    assert_ne!(desks.post(&first, sheet, &[("action", "back")]).await.status, 303, "{name}: over");

    // The order of the finalists is the office's, then the plenary's, and the seal holds all of it.
    let page = desks.get(&committee, OFFICE).await.body;
    assert!(page.contains("Urutan akhir finalis"), "{name}");
    assert_eq!(desks.get(&chair, "/panitia/pleno").await.status, 200, "{name}");
    desks.seal().await;
    let document = one(&desks, "SELECT document FROM seal").await;
    let annex = one(&desks, "SELECT annex FROM seal").await;
    let document: serde_json::Value = serde_json::from_str(&document).expect("a document");
    let annex: serde_json::Value = serde_json::from_str(&annex).expect("an annex");
    assert_eq!(document["panel"]["counts"]["weighted"], 40, "{name}");
    let panel = annex["panel"].as_array().expect("the panel's sheets");
    assert_eq!(panel.len(), own.len() + 1 + heard_by_second.len(), "{name}");
    // By hand: the first finalist's written mean, 60 of 100, and the panel's, 40 of 100.
    let place = annex["places"]
        .as_array()
        .expect("places")
        .iter()
        .find(|place| place["stages"].is_array())
        .expect("a finalist");
    let exact = |text: &serde_json::Value| {
        let (upper, lower) = text.as_str().expect("text").split_once('/').expect("a fraction");
        let part = |text: &str| text.parse::<f64>().expect("a number");
        part(upper) / part(lower)
    };
    let (desk, heard) = (exact(&place["stages"][0]), exact(&place["stages"][1]));
    let score = exact(&place["score"]);
    assert!((score - (desk * 0.6 + heard * 0.4)).abs() < 1e-9, "{name}: {score}");
    let verified = desks.faults().await;
    assert!(verified.is_empty(), "{name}: {verified:?}");

    // What is changed after the seal is found.
    {
        let mut conn = desks.db.read().await.expect("a connection");
        let sql = "UPDATE panel_score SET value = 9900 WHERE sheet = (SELECT MIN(sheet) FROM panel_score) \
                   AND criterion = 'proof'";
        sqlx::query(sql).execute(&mut *conn).await.expect("changed");
    }
    let found = desks.faults().await;
    assert!(found.iter().any(|said| said.contains("aspek Bukti hasil")), "{name}: {found:?}");
}

#[tokio::test]
async fn a_panel_is_heard_scored_closed_and_sealed() {
    for database in databases().await {
        judging_in(database).await;
    }
}

async fn clock_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "panel", None).await;
    let committee = desks.sign_in("committee", 0).await;
    let slots = all(&desks, "SELECT id FROM panel_slot ORDER BY position").await;
    let press = async |action: &str, slot: &str| {
        let fields = [("action", action), ("slot", slot)];
        desks.post(&committee, OFFICE, &fields).await.status.as_u16()
    };
    let clock = async || desks.get(&committee, "/panitia/panel/jam").await.body;
    assert!(clock().await.contains("Menunggu"), "{name}");
    assert_eq!(press("begin", &slots[0]).await, 303, "{name}");
    let page = clock().await;
    assert!(page.contains("Presentasi") && page.contains("7.00"), "{name}: {page}");
    desks.pass(8).await;
    let committee = desks.sign_in("committee", 0).await;
    let page = desks.get(&committee, "/panitia/panel/jam").await.body;
    assert!(page.contains("Tanya jawab"), "{name}");
    // The next one begins, and whoever was at it is done.
    let press = async |action: &str, slot: &str| {
        let fields = [("action", action), ("slot", slot)];
        desks.post(&committee, OFFICE, &fields).await.status.as_u16()
    };
    assert_eq!(press("begin", &slots[1]).await, 303, "{name}");
    let begun =
        "SELECT COUNT(*) || '' FROM panel_slot WHERE begun_at IS NOT NULL AND ended_at IS NULL";
    assert_eq!(one(&desks, begun).await, "1", "{name}");
    // The order changes while somebody waits; the times follow.
    assert_eq!(press("up", &slots[4]).await, 303, "{name}");
    let now = all(&desks, "SELECT id FROM panel_slot ORDER BY position").await;
    assert_eq!((&now[3], &now[4]), (&slots[4], &slots[3]), "{name}");
    let later = [("action", "start"), ("on", "2020-07-28"), ("at", "13.30")];
    assert_eq!(desks.post(&committee, OFFICE, &later).await.status, 303, "{name}");
    let page = desks.get(&committee, OFFICE).await.body;
    assert!(page.contains(">13.30<") && page.contains(">13.55<"), "{name}: turns of 25 minutes");
    let wrong = [("action", "start"), ("on", "besok"), ("at", "siang")];
    assert_eq!(desks.post(&committee, OFFICE, &wrong).await.status, 422, "{name}");
    assert_eq!(press("begin", "tidak-ada").await, 404, "{name}");
    assert_eq!(press("apa", &slots[0]).await / 100, 4, "{name}");
}

#[tokio::test]
async fn the_rooms_clock_follows_the_office() {
    for database in databases().await {
        clock_in(database).await;
    }
}
