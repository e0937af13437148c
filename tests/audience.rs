//! The audience's page: names for everybody, each when its leaf is open and not when it leaves for the
//! hall, by one stream for all.

use crate::house::{House, client, house};
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use std::time::{Duration, Instant};

const PAGE: &str = "/panggung/akhir-2020/teks";

async fn page(house: &House, path: &str) -> String {
    let answer = house.get(&client(), path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.text().await.expect("a page")
}

async fn press(house: &House, who: &Client, command: &str) -> Value {
    for _ in 0..100 {
        let answer = house.post(who, "/api/ceremony/snapshot", &[("show", "akhir-2020")]).await;
        let opening: Value = serde_json::from_str(&answer.text().await.expect("it")).expect("JSON");
        let mark = &opening["snapshot"]["mark"];
        let (epoch, seq) = (mark["epoch"].to_string(), mark["seq"].to_string());
        let fields = [
            ("order[show]", "akhir-2020"),
            ("order[expected][epoch]", epoch.as_str()),
            ("order[expected][seq]", seq.as_str()),
            ("order[command]", command),
            ("order[op]", ""),
        ];
        let answer = house.post(who, "/api/ceremony/command", &fields).await;
        if answer.status() == StatusCode::OK {
            return serde_json::from_str(&answer.text().await.expect("it")).expect("a picture");
        }
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    panic!("{command} is never taken");
}

/// Reads a stream until a picture with this many names, and says how long every picture was.
async fn until(stream: &mut Response, names: usize, lengths: &mut Vec<usize>) -> Instant {
    let mut text = String::new();
    loop {
        let chunk = tokio::time::timeout(Duration::from_secs(20), stream.chunk());
        let chunk = chunk.await.expect("it speaks").expect("it goes on").expect("it is open");
        text.push_str(&String::from_utf8_lossy(&chunk));
        while let Some(end) = text.find("\n\n") {
            let event: String = text.drain(..end + 2).collect();
            let Some(data) = event.lines().find_map(|line| line.strip_prefix("data: {")) else {
                continue;
            };
            lengths.push(data.len());
            if data.matches("\"revealed\"").count() == names {
                return Instant::now();
            }
        }
    }
}

#[tokio::test]
async fn everybody_reads_a_name_when_its_leaf_is_open_and_not_before() {
    let house = house("ceremony");
    let operator = house.as_role("operator", 0).await;
    let waiting = page(&house, PAGE).await;
    assert!(waiting.contains("Acara belum dimulai"), "{waiting}");
    assert!(page(&house, &format!("/en{PAGE}")).await.contains("has not begun"));
    for wrong in ["/panggung/gladi-2020/teks", "/panggung/akhir-2021/teks"] {
        assert_eq!(house.get(&client(), wrong).await.status(), StatusCode::NOT_FOUND, "{wrong}");
        let stream = house.get(&client(), &format!("{wrong}/arus")).await;
        assert_eq!(stream.status(), StatusCode::NOT_FOUND, "{wrong}");
    }
    let mut crowd = Vec::new();
    for _ in 0..40 {
        crowd.push(house.get(&client(), &format!("{PAGE}/arus")).await);
    }
    let mut lengths = Vec::new();
    for stream in &mut crowd {
        until(stream, 0, &mut lengths).await;
    }
    let mut hall = house.get(&operator, "/panggung/akhir-2020/arus").await;

    while press(&house, &operator, "next").await["moment"] != "suspense" {}
    assert!(page(&house, PAGE).await.contains("sedang berlangsung"));
    let told = until(&mut hall, 1, &mut Vec::new()).await;
    assert!(!page(&house, PAGE).await.contains("Peringkat 10:"), "on its way to the hall alone");
    for stream in &mut crowd {
        let heard = until(stream, 1, &mut lengths).await;
        assert!(heard - told > Duration::from_millis(400), "{:?} after the hall", heard - told);
    }
    assert!(page(&house, PAGE).await.contains("Peringkat 10:"));

    // Taken back on stage, it is gone from the phones too.
    press(&house, &operator, "hide").await;
    until(&mut crowd[0], 0, &mut lengths).await;
    assert!(!page(&house, PAGE).await.contains("Peringkat 10:"));
    lengths.dedup();
    assert_eq!(lengths.len(), 1, "every picture is equally long: {lengths:?}");
}
