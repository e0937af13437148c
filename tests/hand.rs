//! The remote in one hand, on both databases: who holds it is seen, a taking is told, presses of the
//! other are refused with 409, and a number lets one more device in.

use crate::{
    database::{Database, databases},
    desks::{Answer, Desks},
};
use axum::http::StatusCode;
use serde_json::Value;

const PAIR: &str = "/panggung/akhir-2020/pasang";
const JOIN: &str = "/panggung/akhir-2020/sambung";
const SHOW: &str = "akhir-2020";

/// One more operator: the demo has a single one.
const SECOND: &str = "INSERT INTO account_role (account, role) \
     SELECT account, 'operator' FROM account_role WHERE role = 'mc'";

async fn snapshot(desks: &Desks, who: &str) -> Value {
    let answer = desks.post(who, "/api/ceremony/snapshot", &[("show", SHOW)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let opening: Value = serde_json::from_str(&answer.body).expect("an opening");
    opening["snapshot"].clone()
}

async fn press(desks: &Desks, who: &str, command: &str) -> Answer {
    let mark = snapshot(desks, who).await["mark"].clone();
    let (epoch, seq) = (mark["epoch"].to_string(), mark["seq"].to_string());
    let fields = [
        ("order[show]", SHOW),
        ("order[expected][epoch]", epoch.as_str()),
        ("order[expected][seq]", seq.as_str()),
        ("order[command]", command),
        ("order[op]", ""),
    ];
    desks.post(who, "/api/ceremony/command", &fields).await
}

async fn beat(desks: &Desks, who: &str) -> StatusCode {
    desks.post(who, "/api/ceremony/beat", &[("show", SHOW)]).await.status
}

async fn holder(desks: &Desks, who: &str) -> Option<String> {
    snapshot(desks, who).await["holder"]["name"].as_str().map(str::to_owned)
}

async fn records(desks: &Desks, action: &'static str) -> i64 {
    use sqlx::Row as _;
    let mut conn = desks.db.read().await.expect("a connection");
    let sql = "SELECT COUNT(*) FROM audit WHERE action = $1";
    sqlx::query(sql)
        .bind(action)
        .fetch_one(&mut *conn)
        .await
        .expect("counted")
        .try_get(0)
        .expect("n")
}

async fn hands_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "ceremony", Some(SECOND)).await;
    let (sri, budi) = (desks.sign_in("operator", 0).await, desks.sign_in("mc", 0).await);
    let chair = desks.sign_in("chair", 0).await;
    assert_eq!(holder(&desks, &chair).await, None, "{name}: free");
    assert_eq!(beat(&desks, &sri).await, 409, "{name}: a page that lies open takes nothing");

    // The first press takes it, and everybody of the crew sees who has it.
    assert_eq!(press(&desks, &sri, "blank").await.status, 200, "{name}");
    for who in [&sri, &budi, &chair] {
        assert_eq!(holder(&desks, who).await.as_deref(), Some("Operator Contoh"), "{name}");
    }
    let refused = press(&desks, &budi, "blank").await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{name}");
    assert!(refused.body.contains("Operator Contoh"), "{name}: {}", refused.body);
    assert_eq!(snapshot(&desks, &budi).await["blank"], true, "{name}: nothing has changed");
    assert_eq!(
        (beat(&desks, &sri).await, beat(&desks, &budi).await),
        (StatusCode::OK, StatusCode::CONFLICT)
    );

    // Without JavaScript the refused press leads back to the page that says why and offers the taking.
    let mark = snapshot(&desks, &budi).await["mark"].clone();
    let (epoch, seq) = (mark["epoch"].to_string(), mark["seq"].to_string());
    let fields = [("epoch", epoch.as_str()), ("seq", seq.as_str()), ("command", "blank")];
    let plain = desks.post(&budi, "/panggung/akhir-2020/perintah", &fields).await;
    assert_eq!(
        (plain.status, plain.to.as_str()),
        (StatusCode::SEE_OTHER, "/panggung/akhir-2020/kendali")
    );
    let page = desks.get(&budi, "/panggung/akhir-2020/kendali").await.body;
    assert!(page.contains("Kendali dipegang Operator Contoh"), "{name}");
    assert!(page.contains("/panggung/akhir-2020/ambil"), "{name}");

    // Taken by saying so; the old hand's presses are refused from then on.
    for who in ["committee", "chair", "judge"] {
        let other = desks.sign_in(who, 0).await;
        assert_eq!(
            desks.post(&other, "/panggung/akhir-2020/ambil", &[]).await.status,
            403,
            "{who}"
        );
    }
    let taken = desks.post(&budi, "/en/panggung/akhir-2020/ambil", &[]).await;
    assert_eq!(taken.to, "/en/panggung/akhir-2020/kendali", "{name}");
    assert_eq!(holder(&desks, &sri).await.as_deref(), Some("Pembawa Acara Contoh"), "{name}");
    assert_eq!(press(&desks, &sri, "blank").await.status, StatusCode::CONFLICT, "{name}");
    assert_eq!(beat(&desks, &sri).await, StatusCode::CONFLICT, "{name}");
    assert_eq!(press(&desks, &budi, "blank").await.status, 200, "{name}");
    assert_eq!(
        records(&desks, "show.hand").await,
        2,
        "{name}: each hand is on record, no heartbeat"
    );

    // Silence frees it.
    desks.pass(1).await;
    assert_eq!(holder(&desks, &sri).await, None, "{name}");
    assert_eq!(press(&desks, &sri, "blank").await.status, 200, "{name}");
    assert_eq!(holder(&desks, &budi).await.as_deref(), Some("Operator Contoh"), "{name}");
}

#[tokio::test]
async fn one_operator_holds_the_remote_and_another_takes_it_by_saying_so() {
    for database in databases().await {
        hands_in(database).await;
    }
}

fn number(page: &str) -> String {
    let at = page.find("<h2 class=\"digits\">").expect("a number is shown") + 19;
    page[at..at + 9].to_owned()
}

async fn pairing_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "ceremony", None).await;
    let sri = desks.sign_in("operator", 0).await;
    assert_eq!(desks.get("", PAIR).await.status, 401, "{name}");
    let judge = desks.sign_in("judge", 0).await;
    assert_eq!(desks.get(&judge, PAIR).await.status, 403, "{name}");
    assert_eq!(desks.post(&judge, PAIR, &[]).await.status, 403, "{name}");
    assert!(!desks.get(&sri, PAIR).await.body.contains("class=\"digits\""), "{name}: none yet");

    let page = desks.post(&sri, PAIR, &[]).await;
    assert_eq!(page.status, 200, "{name}");
    assert!(page.body.contains("<path fill=\"#000\""), "{name}: a code for a camera");
    let old = number(&page.body);
    let new = number(&desks.post(&sri, PAIR, &[]).await.body);
    assert_ne!(old, new);
    assert!(
        desks.get("", &format!("{JOIN}?kode=12345678")).await.body.contains("12345678"),
        "{name}"
    );
    for wrong in ["", "123", "00000000", old.as_str()] {
        let answer = desks.post("", JOIN, &[("code", wrong), ("room", "kendali")]).await;
        assert_eq!(answer.status, 422, "{name}: {wrong}");
        assert!(answer.body.contains("tidak berlaku"), "{name}");
    }

    // The right one opens the remote and nothing else, once.
    let (answer, cookie) =
        desks.post_with_cookie("", JOIN, &[("code", &new), ("room", "kendali")]).await;
    assert_eq!(
        (answer.status, answer.to.as_str()),
        (StatusCode::SEE_OTHER, "/panggung/akhir-2020/kendali")
    );
    assert_eq!(press(&desks, &cookie, "blank").await.status, 200, "{name}");
    assert_eq!(press(&desks, &sri, "blank").await.status, 200, "{name}: both are one operator's");
    assert_eq!(desks.post("", JOIN, &[("code", &new)]).await.status, 422, "{name}: once");
    for page in ["/panitia", "/panitia/segel", "/juri"] {
        assert_eq!(desks.get(&cookie, page).await.status, 403, "{name}: {page}");
    }

    // An officer who is an operator too pairs a device that is no officer.
    let late = number(&desks.post(&sri, PAIR, &[]).await.body);
    desks.pass(6).await;
    assert_eq!(desks.post("", JOIN, &[("code", &late)]).await.status, 422, "{name}: five minutes");
    desks.pass(17 * 60).await;
    assert_eq!(
        desks.get(&cookie, "/panggung/akhir-2020").await.status,
        401,
        "{name}: the day is over"
    );
    assert_eq!(records(&desks, "show.paired").await, 1, "{name}");
}

#[tokio::test]
async fn a_number_lets_one_more_device_press_in_an_operators_name() {
    for database in databases().await {
        pairing_in(database).await;
    }
}
