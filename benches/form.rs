//! What the form costs a server: saving a text and drawing a section's page, at 1, 4 and 16 phones
//! at once, beside a bare axum handler that returns the same bytes over the same sockets.
//!
//! Everything is measured in one run on loopback and printed as figures and ratios; nothing is
//! asserted. Each round is bounded in requests, not in time.

use axum::{Router, http::header::CONTENT_TYPE, routing::get};
use kipp::edition::load;
use reqwest::{Client, StatusCode, header::COOKIE};
use serde_json::{Value, json};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

/// Requests of one round, shared by its phones.
const REQUESTS: usize = 320;

/// A server that ends with the bench.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _ended = self.0.wait();
    }
}

fn say(line: &str) {
    let _closed = writeln!(std::io::stdout(), "{line}");
}

/// Serves the demo at the stage of submission; tells where, and an innovator's name and password.
fn start(data: &std::path::Path) -> (Server, String, (String, String)) {
    let kipp = env!("CARGO_BIN_EXE_kipp");
    let made = Command::new(kipp)
        .args(["demo", "--stage", "submission", "--data"])
        .arg(data)
        .stdout(Stdio::null())
        .status()
        .expect("kipp runs");
    assert!(made.success(), "the demo is made");
    let accounts = std::fs::read_to_string(data.join("accounts.json")).expect("accounts.json");
    let accounts: Vec<Value> = serde_json::from_str(&accounts).expect("a list");
    let text = |account: &Value, key: &str| account[key].as_str().unwrap_or_default().to_owned();
    let innovator = accounts
        .iter()
        .find(|account| account["role"] == "innovator")
        .map(|account| (text(account, "username"), text(account, "password")))
        .expect("an innovator");
    let mut child = Command::new(kipp)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("kipp runs");
    let stdout = child.stdout.take().expect("its output is ours");
    let line = BufReader::new(stdout).lines().next().expect("its address").expect("text");
    let url = line.split_whitespace().last().expect("an address").to_owned();
    (Server(child), url, innovator)
}

/// Signs in and tells the session's cookie.
async fn sign_in(client: &Client, url: &str, who: &(String, String)) -> String {
    let form = format!("username={}&password={}", who.0, who.1);
    let answer = client
        .post(format!("{url}/masuk"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .expect("it answers");
    let cookie = answer.headers().get("set-cookie").expect("a session").to_str().expect("text");
    cookie.split(';').next().unwrap_or_default().to_owned()
}

/// The draft of whoever is signed in.
async fn draft(client: &Client, url: &str, cookie: &str) -> String {
    let page = client.get(format!("{url}/saya")).header(COOKIE, cookie).send().await;
    let page = page.expect("it answers").text().await.expect("text");
    let at = page.find("/saya/usulan/0").expect("a proposal") + "/saya/usulan/".len();
    page[at..at + 36].to_owned()
}

/// One round: `phones` at once share the requests; microseconds of each, and of the whole.
async fn round<F, R>(phones: usize, act: F) -> (Vec<u128>, Duration)
where
    F: Fn(usize, usize) -> R + Clone + Send + 'static,
    R: Future<Output = ()> + Send,
{
    let begun = Instant::now();
    let tasks: Vec<_> = (0..phones)
        .map(|phone| {
            let act = act.clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                for turn in 0..REQUESTS / phones {
                    let sent = Instant::now();
                    act(phone, turn).await;
                    times.push(sent.elapsed().as_micros());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.expect("a phone"));
    }
    times.sort_unstable();
    (times, begun.elapsed())
}

#[expect(clippy::cast_precision_loss, reason = "figures for the eye")]
fn figures(name: &str, phones: usize, (times, whole): &(Vec<u128>, Duration)) -> f64 {
    let at = |part: usize| times[(times.len() - 1) * part / 100] as f64 / 1000.0;
    let rate = times.len() as f64 / whole.as_secs_f64();
    say(&format!(
        "{name:<28} {phones:>3} phones {rate:>9.0}/s   p50 {:>7.2} ms   p95 {:>7.2} ms   p99 {:>7.2} ms",
        at(50),
        at(95),
        at(99)
    ));
    rate
}

#[tokio::main]
async fn main() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (_server, url, who) = start(&home.path().join("data"));
    let client =
        Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let cookie = sign_in(&client, &url, &who).await;
    let id = draft(&client, &url, &cookie).await;
    let session = client.get(format!("{url}/saya/usulan/{id}/ringkasan")).header(COOKIE, &cookie);
    let page = session.send().await.expect("it answers").bytes().await.expect("a page");
    let writer = {
        let text = String::from_utf8_lossy(&page);
        // The page tells the browser who writes; any account's name of 36 letters will do there.
        let at = text.find("\\\"id\\\":\\\"").map(|at| at + 9);
        at.map(|at| text[at..at + 36].to_owned()).unwrap_or_default()
    };
    // Each phone writes in a field of its own as long as there are enough; beyond that two share
    // one, as two people of a team would.
    let edition = load::edition(&load::Folder::Demo).expect("the demo edition is whole");
    let fields: Arc<Vec<(String, Arc<AtomicI64>)>> =
        Arc::new(edition.fields().map(|field| (field.key.clone(), Arc::default())).collect());
    let saved = br#"{"Stored":{"rev":1,"at":1591952400000}}"#;

    let bare = {
        let page = page.clone();
        let router = Router::new().route(
            "/",
            get(move || async move { ([(CONTENT_TYPE, "text/html; charset=utf-8")], page) }).post(
                |_: axum::body::Bytes| async { ([(CONTENT_TYPE, "application/json")], &saved[..]) },
            ),
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}/")
    };

    say(&format!("{REQUESTS} requests a round; the page has {} bytes", page.len()));
    for phones in [1, 4, 16] {
        let (c, u, k, i) = (client.clone(), url.clone(), cookie.clone(), id.clone());
        let drawn = round(phones, move |_, _| {
            let ask = c.get(format!("{u}/saya/usulan/{i}/ringkasan")).header(COOKIE, &k).send();
            async move {
                let answer = ask.await.expect("it answers");
                assert_eq!(answer.status(), StatusCode::OK);
                let _page = answer.bytes().await.expect("a page");
            }
        })
        .await;
        let (c, u) = (client.clone(), bare.clone());
        let floor = round(phones, move |_, _| {
            let ask = c.get(&u).send();
            async move {
                let _page = ask.await.expect("it answers").bytes().await.expect("a page");
            }
        })
        .await;
        let ours = figures("section page", phones, &drawn);
        let theirs = figures("  bare handler, same bytes", phones, &floor);
        say(&format!("  ratio {:.1}", theirs / ours));

        let (c, u, k, i, w, fields) = (
            client.clone(),
            url.clone(),
            cookie.clone(),
            id.clone(),
            writer.clone(),
            fields.clone(),
        );
        let stored = round(phones, move |phone, turn| {
            let (field, rev) = &fields[phone % fields.len()];
            let body = json!({"typed": {
                "proposal": i, "field": field, "writer": w,
                "attempt": {
                    "op": format!("{phones}-{phone}-{turn}"),
                    "base_rev": rev.load(Ordering::Relaxed),
                    "value": format!("Tulisan {phones} {phone} {turn}"), "after": [],
                },
            }});
            let rev = rev.clone();
            let ask = c
                .post(format!("{u}/api/proposal/save"))
                .header(COOKIE, &k)
                .header(CONTENT_TYPE, "application/json")
                .header("accept", "application/json")
                .body(body.to_string())
                .send();
            async move {
                let answer = ask.await.expect("it answers");
                let status = answer.status();
                let text = answer.text().await.expect("text");
                assert_eq!(status, StatusCode::OK, "{text}");
                let saved: Value = serde_json::from_str(&text).expect("JSON");
                let now = saved["Stored"]["rev"].as_i64().or(saved["Conflict"]["rev"].as_i64());
                rev.store(now.expect("a revision"), Ordering::Relaxed);
            }
        })
        .await;
        let (c, u) = (client.clone(), bare.clone());
        let floor = round(phones, move |_, _| {
            let ask = c.post(&u).body("{}").send();
            async move {
                let _saved = ask.await.expect("it answers").bytes().await.expect("bytes");
            }
        })
        .await;
        let ours = figures("save, synced to disk", phones, &stored);
        let theirs = figures("  bare handler, same bytes", phones, &floor);
        say(&format!("  ratio {:.1}", theirs / ours));
    }
}
