//! What a save and a page of the form cost over a real socket, beside a bare handler that answers
//! the same bytes, with 1, 4 and 16 people at once. Nothing here is asserted; machines differ.

#[path = "../tests/support/house.rs"]
mod house;
#[path = "../tests/support/server.rs"]
mod server;
#[path = "../tests/support/mod.rs"]
mod support;

use axum::{Router, body::Bytes, http::header, routing::any};
use house::{House, after, house};
use reqwest::Client;
use std::{
    io::{BufRead, BufReader, Write as _},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// How long each row is measured.
const ROW: Duration = Duration::from_secs(2);
/// Set for the child that plays the bare handler: the file it answers with, and its kind.
const BARE: &str = "KIPP_BENCH_BARE";

/// A text of the form that one person at a time writes.
#[derive(Clone)]
struct Field {
    client: Client,
    writer: String,
    proposal: String,
    key: String,
    rev: i64,
}

/// What one row of the table is made of.
struct Row {
    per_second: f64,
    /// Milliseconds, sorted.
    took: Vec<f64>,
}

impl Row {
    fn at(&self, part: f64) -> f64 {
        let last = self.took.len().saturating_sub(1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52 requests")]
        let at = (last as f64 * part).round() as usize;
        self.took.get(at).copied().unwrap_or(f64::NAN)
    }
}

/// Runs `ask` in a loop for each of `people`, all at once, for the length of a row.
async fn measure<T, A, F>(people: Vec<T>, ask: A) -> (Row, Vec<T>)
where
    T: Send + 'static,
    A: Fn(T) -> F + Clone + Send + 'static,
    F: Future<Output = T> + Send,
{
    let begin = Instant::now();
    let work: Vec<_> = people
        .into_iter()
        .map(|mut person| {
            let ask = ask.clone();
            tokio::spawn(async move {
                let mut took = Vec::new();
                while begin.elapsed() < ROW {
                    let start = Instant::now();
                    person = ask(person).await;
                    took.push(start.elapsed().as_secs_f64() * 1e3);
                }
                (took, person)
            })
        })
        .collect();
    let (mut took, mut people) = (Vec::new(), Vec::new());
    for one in work {
        let (times, person) = one.await.expect("nobody falls over");
        took.extend(times);
        people.push(person);
    }
    let seconds = begin.elapsed().as_secs_f64();
    took.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52 requests")]
    let per_second = took.len() as f64 / seconds;
    (Row { per_second, took }, people)
}

fn tell(what: &str, people: usize, ours: &Row, bare: &Row) {
    let line = format!(
        "{what:<14} {people:>2} | {:>8.0}/s  p50 {:>7.2}  p95 {:>7.2}  p99 {:>7.2} ms | bare \
         {:>8.0}/s  p50 {:>6.2} ms | {:>5.1} times\n",
        ours.per_second,
        ours.at(0.50),
        ours.at(0.95),
        ours.at(0.99),
        bare.per_second,
        bare.at(0.50),
        bare.per_second / ours.per_second,
    );
    let _closed = std::io::stdout().write_all(line.as_bytes());
}

/// The bare handler, in a process of its own as the server is.
struct Bare {
    child: Child,
    url: String,
}

impl Bare {
    fn start(answer: &[u8], kind: &str, home: &std::path::Path) -> Self {
        let file = home.join("answer");
        std::fs::write(&file, answer).expect("the answer is written");
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .env(BARE, format!("{}\n{kind}", file.display()))
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program starts again");
        let stdout = child.stdout.take().expect("its output is ours");
        let url = BufReader::new(stdout).lines().next().expect("an address").expect("text");
        Self { child, url }
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _gone = self.child.wait();
    }
}

async fn serve_bare(told: &str) {
    let (file, kind) = told.split_once('\n').expect("file and kind");
    let answer = Bytes::from(std::fs::read(file).expect("the answer"));
    let kind = kind.to_owned();
    let router = Router::new().fallback(any(move |_sent: Bytes| {
        let (answer, kind) = (answer.clone(), kind.clone());
        async move { ([(header::CONTENT_TYPE, kind)], answer) }
    }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let _closed = std::io::stdout().write_all(format!("http://{address}\n").as_bytes());
    axum::serve(listener, router).await.expect("it serves");
}

/// Every text of every draft of an innovator.
async fn fields(house: &House, nth: usize) -> Vec<Field> {
    let client = house.as_role("innovator", nth).await;
    let text = async |path: &str| house.get(&client, path).await.text().await.expect("text");
    let mut found = Vec::new();
    let list = text("/saya").await;
    let mut ids: Vec<String> = Vec::new();
    for piece in list.split("/saya/usulan/").skip(1) {
        let id = piece.split(['"', '/', '?']).next().unwrap_or_default().to_owned();
        if id != "baru" && !ids.contains(&id) {
            ids.push(id);
        }
    }
    for id in ids {
        let tasks = text(&format!("/saya/usulan/{id}")).await;
        let here = format!("/saya/usulan/{id}/");
        let mut slugs: Vec<&str> = tasks
            .split(here.as_str())
            .skip(1)
            .filter_map(|piece| piece.split(['"', '/', '?', '#']).next())
            .collect();
        slugs.sort_unstable();
        slugs.dedup();
        for slug in slugs {
            let page = text(&format!("{here}{slug}")).await;
            for piece in page.split("name=\"rev_").skip(1) {
                let key = piece.split('"').next().unwrap_or_default().to_owned();
                let rev = after(piece, "value=\"").parse().unwrap_or_default();
                let writer =
                    after(&page, r#"\"account\":{\"id\":\""#).trim_end_matches('\\').to_owned();
                let (client, proposal) = (client.clone(), id.clone());
                found.push(Field { client, writer, proposal, key, rev });
            }
        }
    }
    found
}

fn saving(field: &Field, text: &str) -> serde_json::Value {
    static OP: AtomicU64 = AtomicU64::new(0);
    let op = format!("{:032x}", OP.fetch_add(1, Ordering::Relaxed));
    serde_json::json!({ "typed": {
        "proposal": field.proposal, "field": field.key, "writer": field.writer,
        "attempt": { "op": op, "base_rev": field.rev, "value": text, "after": [] },
    }})
}

/// One save as the page sends it; the answer's text.
async fn save(client: &Client, url: &str, body: &serde_json::Value) -> String {
    let answer = client
        .post(format!("{url}/api/proposal/save"))
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE.as_str(), "application/json")
        .body(body.to_string())
        .send()
        .await
        .expect("an answer");
    let status = answer.status();
    let text = answer.text().await.expect("text");
    assert!(status.is_success(), "{status}: {text}");
    text
}

async fn read(client: &Client, address: &str) {
    let answer = client.get(address).send().await.expect("an answer");
    assert!(answer.status().is_success(), "{}", answer.status());
    let _body = answer.bytes().await.expect("a body");
}

#[tokio::main]
async fn main() {
    if let Ok(told) = std::env::var(BARE) {
        return serve_bare(&told).await;
    }
    let house = house("submission");
    let mut free = Vec::new();
    for nth in 0..3 {
        free.extend(fields(&house, nth).await);
    }
    let first = free.first().expect("the demo has drafts").clone();
    let innovator = first.client.clone();
    let address = {
        let tasks = house.get(&innovator, &format!("/saya/usulan/{}", first.proposal)).await;
        let tasks = tasks.text().await.expect("text");
        let slug = after(&tasks, &format!("/saya/usulan/{}/ke", first.proposal)).to_owned();
        house.url(&format!("/saya/usulan/{}/ke{slug}", first.proposal))
    };
    let page = innovator.get(&address).send().await.expect("an answer").text().await.expect("text");
    let text = "Antrean di puskesmas berkurang dari tiga jam menjadi dua puluh menit. ".repeat(20);

    let bare_page = Bare::start(page.as_bytes(), "text/html; charset=utf-8", house.home.path());
    for people in [1, 4, 16] {
        let ask = |url: String| {
            let clients = (0..people).map(|_| innovator.clone()).collect();
            measure(clients, move |client: Client| {
                let url = url.clone();
                async move {
                    read(&client, &url).await;
                    client
                }
            })
        };
        let (ours, bare) = (ask(address.clone()).await.0, ask(bare_page.url.clone()).await.0);
        tell("section page", people, &ours, &bare);
    }
    drop(bare_page);

    let answer = save(&innovator, &house.server.url, &saving(&first, &text)).await;
    let bare_save = Bare::start(answer.as_bytes(), "application/json", house.home.path());
    let mut free = free.split_off(1);
    for people in [1, 4, 16] {
        assert!(free.len() >= people, "the demo has a text for each of {people}");
        let mine = free.split_off(free.len() - people);
        let ask = |fields: Vec<Field>, url: String| {
            let text = text.clone();
            measure(fields, move |field: Field| {
                let (url, text) = (url.clone(), text.clone());
                async move {
                    let body = saving(&field, &format!("{text}{}", field.rev));
                    let answer = save(&field.client, &url, &body).await;
                    let rev = answer.split_once("\"rev\":").and_then(|(_, rest)| {
                        rest.split([',', '}']).next().and_then(|rev| rev.parse().ok())
                    });
                    Field { rev: rev.expect("the answer tells the revision"), ..field }
                }
            })
        };
        let (ours, mine) = ask(mine, house.server.url.clone()).await;
        let (bare, _) = ask(mine.clone(), bare_save.url.clone()).await;
        free.extend(mine);
        tell("save step", people, &ours, &bare);
    }
    assert!(house.server.stop(), "it ends well when asked");
}
