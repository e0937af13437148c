//! The show goes on: a killed server comes back with the same frame, a press whose answer was lost counts
//! once, and a stage on another node follows.

use crate::{
    database::databases,
    house::{House, client},
    server::Server,
    support::demo,
};
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use std::{
    path::Path,
    time::{Duration, Instant},
};

fn house(data: &Path, home: tempfile::TempDir, server: Server) -> House {
    let accounts = std::fs::read_to_string(data.join("accounts.json")).expect("accounts.json");
    House { server, accounts: serde_json::from_str(&accounts).expect("a list"), home }
}

async fn opening(house: &House, who: &Client) -> Value {
    let answer = house.post(who, "/api/ceremony/snapshot", &[("show", "akhir-2020")]).await;
    serde_json::from_str(&answer.text().await.expect("a body")).expect("an opening")
}

async fn order(house: &House, who: &Client, mark: &Value, command: &str, op: &str) -> Response {
    let (epoch, seq) = (mark["epoch"].to_string(), mark["seq"].to_string());
    let fields = [
        ("order[show]", "akhir-2020"),
        ("order[expected][epoch]", epoch.as_str()),
        ("order[expected][seq]", seq.as_str()),
        ("order[command]", command),
        ("order[op]", op),
    ];
    house.post(who, "/api/ceremony/command", &fields).await
}

/// Presses until the show takes it, and gives the picture.
async fn insist(house: &House, who: &Client, command: &str) -> Value {
    for _ in 0..100 {
        let mark = opening(house, who).await["snapshot"]["mark"].clone();
        let answer = order(house, who, &mark, command, "").await;
        if answer.status() == StatusCode::OK {
            return serde_json::from_str(&answer.text().await.expect("a body")).expect("a picture");
        }
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    panic!("{command} is never taken");
}

/// Plays until the first rank is in suspense.
async fn until_suspense(house: &House, who: &Client) -> Value {
    loop {
        let picture = insist(house, who, "next").await;
        if picture["moment"] == "suspense" {
            return picture;
        }
    }
}

/// Reads a stream until a picture fits.
async fn heard(stream: &mut Response, fits: impl Fn(&Value) -> bool) -> Value {
    let mut text = String::new();
    loop {
        let chunk = tokio::time::timeout(Duration::from_secs(15), stream.chunk());
        let chunk =
            chunk.await.expect("the stream speaks").expect("it goes on").expect("it is open");
        text.push_str(&String::from_utf8_lossy(&chunk));
        while let Some(end) = text.find("\n\n") {
            let event: String = text.drain(..end + 2).collect();
            let data = event.lines().find_map(|line| line.strip_prefix("data: {"));
            let picture = data.map(|rest| serde_json::from_str::<Value>(&format!("{{{rest}")));
            if let Some(Ok(picture)) = picture
                && fits(&picture)
            {
                return picture;
            }
        }
    }
}

#[tokio::test]
async fn a_killed_server_comes_back_with_the_same_frame_and_no_press_counts_twice() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let data = home.path().join("data");
    demo(&data, "ceremony", &[]);
    let mut house = house(&data, home, Server::start(&data));
    let operator = house.as_role("operator", 0).await;
    let held = {
        until_suspense(&house, &operator).await;
        insist(&house, &operator, "hold").await
    };
    let page = house.get(&operator, "/panggung/akhir-2020").await.text().await.expect("a page");
    assert!(page.contains("ring r10"), "the leaf of the tenth is on stage");

    // Killed in the suspense: the same state, the same leaf, and nothing told.
    house = revived(house, &data);
    let began = Instant::now();
    let again = opening(&house, &operator).await["snapshot"].clone();
    assert!(began.elapsed() < Duration::from_secs(2), "within two seconds");
    for key in ["mark", "moment", "cue", "began", "elapsed", "held", "rows"] {
        assert_eq!(again[key], held[key], "{key}");
    }
    let page = house.get(&operator, "/panggung/akhir-2020").await.text().await.expect("a page");
    assert!(page.contains("ring r10"), "the same leaf");

    // A press that was carried out, whose answer the killed server never gave: once.
    let mark = again["mark"].clone();
    assert_eq!(order(&house, &operator, &mark, "hold", "satu").await.status(), StatusCode::OK);
    house = revived(house, &data);
    assert_eq!(order(&house, &operator, &mark, "hold", "satu").await.status(), StatusCode::OK);
    let after = opening(&house, &operator).await["snapshot"].clone();
    assert_eq!(after["mark"]["seq"].as_i64(), mark["seq"].as_i64().map(|seq| seq + 1));
    assert_eq!(after["held"], false, "released once, not held again");

    // Killed again while time runs: the name opens when it would have, and the final frame is drawn
    // whole for whoever loads the page, so that nothing is played a second time.
    house = revived(house, &data);
    let told = insist(&house, &operator, "next").await;
    assert_eq!(
        (told["moment"].as_str(), told["cue"].as_i64()),
        (Some("settled"), held["cue"].as_i64())
    );
    let frame = async |house: &House| {
        let page = house.get(&operator, "/panggung/akhir-2020").await.text().await.expect("a page");
        let at = page.find("data-theme=").expect("a stage");
        page[at..page[at..].find("class=\"veil").expect("its end") + at].to_owned()
    };
    let before = frame(&house).await;
    house = revived(house, &data);
    assert_eq!(frame(&house).await, before, "the same frame to the byte");
    assert!(before.contains("settled"), "{before}");
}

/// Ends the server as a power cut would, and starts it again.
fn revived(house: House, data: &Path) -> House {
    let House { server, accounts, home } = house;
    drop(server);
    House { server: Server::start(data), accounts, home }
}

#[tokio::test]
async fn a_stage_on_another_node_follows_and_learns_a_name_in_time() {
    for database in databases().await {
        drop(database.demo("ceremony").await);
        let data = database.data();
        let start = |listen: &Path| {
            Server::start_with(listen, |command| {
                if database.name == "postgres" {
                    command.args(["--database", &database.url]);
                }
            })
        };
        let one = house(&data, tempfile::tempdir().expect("a folder"), start(&data));
        let other = house(&data, tempfile::tempdir().expect("a folder"), start(&data));
        // SQLite is one machine: the second stage is a second stream of the same server.
        let far = if database.name == "postgres" { &other } else { &one };
        let operator = one.as_role("operator", 0).await;
        let mc = client();
        let (username, password) = one.account("mc", 0);
        let fields = [("username", username.as_str()), ("password", password.as_str())];
        assert_eq!(far.post(&mc, "/masuk", &fields).await.status(), StatusCode::SEE_OTHER);
        let mut stream = far.get(&mc, "/panggung/akhir-2020/arus").await;
        until_suspense(&one, &operator).await;
        let asked = Instant::now();
        let suspense = heard(&mut stream, |picture| picture["moment"] == "suspense").await;
        assert!(asked.elapsed() < Duration::from_secs(2), "{}", database.name);
        assert!(!suspense.to_string().contains("revealed"), "{}", database.name);
        let told = heard(&mut stream, |picture| picture["moment"] == "motion").await;
        assert!(told.to_string().contains("revealed"), "{}: {told}", database.name);
        let early = told["elapsed"].as_i64().expect("a number");
        assert!(
            (1_900..2_600).contains(&early),
            "{}: before the leaf opens: {early}",
            database.name
        );
    }
}
