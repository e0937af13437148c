//! Two worlds that differ in two swapped results and in nothing else: whatever anybody is answered
//! before one of the two is told, the worlds cannot be told apart by a single byte.

use crate::{
    house::{House, client},
    server::Server,
    support::demo,
};
use kipp::{
    result::{
        desk::key::{self, Keeper},
        rules::{
            document::{Annex, Document, Manifest, canonical},
            spoken,
        },
    },
    server::{Db, audit::sha256, config::sqlite_url},
};
use reqwest::{Client, Method, Response};
use serde_json::Value;
use sqlx::{AnyConnection, Row};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

const SHOW: &str = "/panggung/akhir-2020";

/// What the show itself answers, asked at every cue.
const ROOMS: [&str; 10] = [
    "/panggung",
    "/panggung/akhir-2020",
    "/panggung/akhir-2020/arus",
    "/panggung/akhir-2020/kendali",
    "/panggung/akhir-2020/pembawa-acara",
    "/en/panggung/akhir-2020",
    "/panggung/akhir-2020/teks",
    "/panggung/akhir-2020/teks/arus",
    "/hasil/2020",
    "/data/2020.csv",
];

/// Whatever else might tell, asked when it matters most.
const HOUSE: [&str; 28] = [
    "/",
    "/en",
    "/inovasi",
    "/hasil",
    "/en/hasil/2020",
    "/jadwal",
    "/panduan",
    "/data",
    "/data/2020.json",
    "/sitemap.xml",
    "/robots.txt",
    "/verifikasi",
    "/verifikasi-segel",
    "/verifikasi-segel/segel.json",
    "/panggung/akhir-2020/susunan",
    "/panggung/akhir-2020/susunan.toml",
    "/panggung/akhir-2020/gladi",
    "/panggung/akhir-2020/pasang",
    "/panggung/akhir-2021",
    "/panggung/gladi-2020",
    "/panggung/gladi-2020/arus",
    "/panggung/gladi-2020/kendali",
    "/panitia",
    "/panitia/usulan",
    "/panitia/kemajuan",
    "/saya",
    "/opd-saya",
    "/ragam",
];

/// What officers may open before the publication, because they have sealed it; nobody else may.
const OFFICERS: [&str; 7] = [
    "/panitia/segel",
    "/panitia/segel/berkas.json",
    "/panitia/ekspor",
    "/panitia/ekspor/berita-acara.pdf",
    "/panitia/ekspor/rekap.csv",
    "/panitia/ekspor/sertifikat.zip",
    "/panitia/ekspor/provinsi.zip",
];

/// The ranks that change places.
const SWAPPED: [u32; 2] = [1, 2];

struct World {
    house: House,
    /// Sessions by role.
    people: BTreeMap<String, Client>,
    /// The words of its seal: public, and different because what is sealed is.
    words: String,
    log: PathBuf,
}

/// An answer as it came, but for what differs between any two answers.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    status: u16,
    headers: Vec<(String, String)>,
    length: usize,
    body: String,
}

/// What stands before a number that falls while a picture moves: the presenter's time left.
const CLOCKS: [&str; 3] = ["gambar bergerak ", "gambar bergerak #,", "gambar bergerak # menit "];

fn ends_hex(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_hexdigit).count()
}

/// A text without clocks, one-time secrets, and the words and hashes that bind a seal and tell nothing.
fn masked(text: &str, words: &str) -> String {
    let text = text.replace(words, "KATA SEGEL");
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let hex = ends_hex(rest);
        if hex >= 60 {
            plain.push_str(&"#".repeat(hex));
            rest = &rest[hex..];
        } else if digits >= 13
            || (digits > 0 && plain.ends_with("elapsed\":"))
            || (digits > 0 && plain.ends_with("elapsed\\\":"))
            || (digits > 0 && CLOCKS.iter().any(|before| plain.ends_with(before)))
        {
            plain.push('#');
            rest = &rest[digits..];
        } else if c == ' ' && plain.ends_with(' ') {
            rest = &rest[1..];
        } else {
            plain.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    plain
}

impl World {
    async fn open(home: tempfile::TempDir, words: String) -> Self {
        let data = home.path().join("data");
        let log = home.path().join("log");
        let accounts = fs::read_to_string(data.join("accounts.json")).expect("accounts.json");
        let file = fs::File::create(&log).expect("a log");
        let server = Server::start_with(&data, |command| {
            command.env("RUST_LOG", "warn,kipp=debug,tower_http=debug").stderr(Stdio::from(file));
        });
        let accounts: Vec<Value> = serde_json::from_str(&accounts).expect("a list");
        let house = House { server, accounts, home };
        let mut people = BTreeMap::from([("nobody".to_owned(), client())]);
        for role in [
            "innovator",
            "agency_admin",
            "judge",
            "committee",
            "secretary",
            "chair",
            "operator",
            "mc",
        ] {
            people.insert(role.to_owned(), house.as_role(role, 0).await);
        }
        Self { house, people, words, log }
    }

    async fn sign_in(&mut self, username: &str) {
        let one = self.house.accounts.iter().find(|one| one["username"] == username);
        let password = one.and_then(|one| one["password"].as_str()).expect("an account").to_owned();
        let client = client();
        let fields = [("username", username), ("password", password.as_str())];
        assert_eq!(self.house.post(&client, "/masuk", &fields).await.status(), 303);
        self.people.insert(username.to_owned(), client);
    }

    async fn seen(&self, who: &str, method: &Method, path: &str) -> Seen {
        let client = &self.people[who];
        let request = client
            .request(method.clone(), self.house.url(path))
            .header("sec-fetch-site", "same-origin")
            // The address is drawn as a square code: two ports would draw two.
            .header("host", "kipp.test")
            .header("content-type", "application/x-www-form-urlencoded");
        let request =
            if *method == Method::POST { request.body("show=akhir-2020") } else { request };
        let mut answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        let policy = answer.headers().get("content-security-policy");
        let policy = policy.and_then(|policy| policy.to_str().ok()).unwrap_or_default().to_owned();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
        let nonce = nonce.unwrap_or("no nonce").to_owned();
        let mask = |text: &str| masked(&text.replace(&nonce, "NONCE"), &self.words);
        let mut headers: Vec<(String, String)> = answer
            .headers()
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "date" | "x-request-id"))
            .map(|(name, value)| {
                (name.to_string(), mask(&String::from_utf8_lossy(value.as_bytes())))
            })
            .collect();
        headers.sort();
        let bytes = if path.ends_with("/arus") && status == 200 {
            first_event(&mut answer).await
        } else {
            answer.bytes().await.expect("a body").to_vec()
        };
        let body = String::from_utf8_lossy(&bytes);
        let body = mask(&body);
        // Of the masked body: a clock that gains a digit is no longer answer.
        Seen { status, headers, length: body.len(), body }
    }

    /// The operator's press; `None` if the show was not ready for it.
    async fn press(&self, command: &str) -> Option<Value> {
        let snapshot = self.snapshot().await;
        let number = |key: &str| snapshot["mark"][key].to_string();
        let (epoch, seq) = (number("epoch"), number("seq"));
        let fields = [
            ("order[show]", "akhir-2020"),
            ("order[expected][epoch]", epoch.as_str()),
            ("order[expected][seq]", seq.as_str()),
            ("order[command]", command),
            ("order[op]", ""),
        ];
        let answer =
            self.house.post(&self.people["operator"], "/api/ceremony/command", &fields).await;
        let status = answer.status().as_u16();
        let body = answer.text().await.expect("a body");
        assert!(status == 200 || status == 422, "{command}: {status} {body}");
        (status == 200).then(|| serde_json::from_str(&body).expect("a snapshot"))
    }

    /// Presses until the show takes it.
    async fn insist(&self, command: &str) -> Value {
        for _ in 0..100 {
            if let Some(snapshot) = self.press(command).await {
                return snapshot;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        panic!("{command} is never taken");
    }

    async fn opening(&self) -> Value {
        let fields = [("show", "akhir-2020")];
        let operator = &self.people["operator"];
        let answer = self.house.post(operator, "/api/ceremony/snapshot", &fields).await;
        serde_json::from_str(&answer.text().await.expect("a body")).expect("an opening")
    }

    async fn snapshot(&self) -> Value {
        self.opening().await["snapshot"].clone()
    }

    /// What it wrote to its log, each kind of line once.
    fn lines(&self) -> BTreeSet<String> {
        let log = fs::read_to_string(&self.log).expect("its log");
        let plain = |line: &str| -> String {
            let line = line.replace('\u{1b}', "");
            let bare = |c: char| if c.is_ascii_hexdigit() { '#' } else { c };
            let mut plain: String = line.chars().map(bare).collect();
            while plain.contains("##") {
                plain = plain.replace("##", "#");
            }
            plain
        };
        log.lines().map(plain).collect()
    }
}

/// The first picture that a stream sends.
async fn first_event(answer: &mut Response) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.expect("the stream goes on") {
        bytes.extend_from_slice(&chunk);
        let text = String::from_utf8_lossy(&bytes);
        if let Some(at) = text.find("data: {")
            && let Some(end) = text[at..].find("\n\n")
        {
            bytes.truncate(at + end);
            break;
        }
    }
    bytes
}

/// Everything but the rank changes places.
fn swap_rows(document: &mut Document, annex: &mut Annex) -> [String; 2] {
    let at = |rank: u32| document.honoured.iter().position(|row| row.rank == rank).expect("a row");
    let (one, other) = (at(SWAPPED[0]), at(SWAPPED[1]));
    let ids = [one, other].map(|at| document.honoured[at].proposal_id.clone());
    document.honoured.swap(one, other);
    (document.honoured[one].rank, document.honoured[other].rank) = (SWAPPED[0], SWAPPED[1]);
    let place = |id: &str| annex.places.iter().position(|place| place.proposal_id == id);
    let (one, other) = (place(&ids[0]).expect("a place"), place(&ids[1]).expect("a place"));
    let (first, second) = (annex.places[one].clone(), annex.places[other].clone());
    for (at, (from, to)) in [(one, (&second, &first)), (other, (&first, &second))] {
        let place = &mut annex.places[at];
        *place = to.clone();
        place.proposal_id.clone_from(&from.proposal_id);
        place.code.clone_from(&from.code);
        place.acronym.clone_from(&from.acronym);
        place.title.clone_from(&from.title);
        place.unit.clone_from(&from.unit);
        place.agency.clone_from(&from.agency);
        place.category.clone_from(&from.category);
    }
    for read in &mut annex.reads {
        let to = match &read.proposal_id {
            id if *id == ids[0] => &second,
            id if *id == ids[1] => &first,
            _ => continue,
        };
        read.proposal_id.clone_from(&to.proposal_id);
        read.code.clone_from(&to.code);
    }
    ids
}

async fn text(conn: &mut AnyConnection, sql: &'static str) -> String {
    sqlx::query(sql).fetch_one(conn).await.expect(sql).try_get(0).expect("text")
}

async fn set(conn: &mut AnyConnection, sql: &'static str, values: &[&str]) {
    let query =
        values.iter().fold(sqlx::query(sql), |query, value| query.bind((*value).to_owned()));
    query.execute(conn).await.expect(sql);
}

/// Seals the other result in a data folder, as its officers would have, with words that are as long.
async fn swap(data: &Path) -> (String, [String; 2]) {
    let db = Db::open(&sqlite_url(data)).await.expect("it opens");
    let mut conn = db.read().await.expect("a connection");
    let sealed = text(&mut conn, "SELECT document FROM seal").await;
    let mut document: Document = serde_json::from_str(&sealed).expect("a document");
    let annex = text(&mut conn, "SELECT annex FROM seal").await;
    let mut annex: Annex = serde_json::from_str(&annex).expect("an annex");
    let ids = swap_rows(&mut document, &mut annex);
    let annex = canonical(&annex).expect("canonical");
    document.annex = sha256(annex.as_bytes());
    let long = spoken(&sha256(sealed.as_bytes())).len();
    let document = (0..100_000)
        .map(|salt| {
            let mut value = serde_json::to_value(&document).expect("JSON");
            value["salt"] = salt.to_string().into();
            canonical(&value).expect("canonical")
        })
        .find(|text| spoken(&sha256(text.as_bytes())).len() == long)
        .expect("words of the same length");
    let hash = sha256(document.as_bytes());
    let manifest = text(&mut conn, "SELECT manifest FROM seal").await;
    let mut manifest: Manifest = serde_json::from_str(&manifest).expect("a manifest");
    let nonce = key::bytes(&text(&mut conn, "SELECT nonce FROM seal").await).expect("a nonce");
    manifest.commitment = sha256(&[nonce.as_slice(), document.as_bytes()].concat());
    let manifest = canonical(&manifest).expect("canonical");
    let signature = Keeper::open(data).expect("the key").sign(&manifest);
    set(
        &mut conn,
        "UPDATE seal SET document = $1, annex = $2, sha256 = $3, manifest = $4, signature = $5",
        &[&document, &annex, &hash, &manifest, &signature],
    )
    .await;
    // The reads that gave the ranks go with them.
    set(&mut conn, "PRAGMA foreign_keys = OFF", &[]).await;
    let [one, other] = [ids[0].as_str(), ids[1].as_str()];
    for (from, to) in [(one, "~"), (other, one), ("~", other)] {
        set(&mut conn, "UPDATE assignment SET proposal = $2 WHERE proposal = $1", &[from, to])
            .await;
    }
    set(&mut conn, "PRAGMA foreign_keys = ON", &[]).await;
    drop(conn);
    db.close().await;
    (spoken(&hash), ids)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("readable") {
        let entry = entry.expect("readable");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

async fn owners(data: &Path, ids: &[String; 2]) -> Vec<String> {
    let db = Db::open(&sqlite_url(data)).await.expect("it opens");
    let mut conn = db.read().await.expect("a connection");
    let mut owners = Vec::new();
    for id in ids {
        let sql =
            "SELECT a.username FROM proposal p JOIN account a ON a.id = p.owner WHERE p.id = $1";
        let row = sqlx::query(sql).bind(id.clone()).fetch_one(&mut *conn).await.expect("an owner");
        owners.push(row.try_get(0).expect("text"));
    }
    drop(conn);
    db.close().await;
    owners
}

/// A difference that stays when both are asked again is one; a minute that turned between them is not.
async fn same(worlds: &[World; 2], who: &str, method: Method, path: &str, when: &str) {
    for again in (0..4).rev() {
        let (one, other) =
            tokio::join!(worlds[0].seen(who, &method, path), worlds[1].seen(who, &method, path));
        if one == other {
            return;
        }
        if again == 0 {
            let at = one.body.bytes().zip(other.body.bytes()).take_while(|(a, b)| a == b).count();
            let around = |body: &str| -> String {
                String::from_utf8_lossy(
                    &body.as_bytes()[at.saturating_sub(200)..(at + 200).min(body.len())],
                )
                .into_owned()
            };
            panic!(
                "{when}: {who} can tell the worlds apart at {path}: {} {:?} / {} {:?}\n{}\n---\n{}",
                one.length,
                one.headers,
                other.length,
                other.headers,
                around(&one.body),
                around(&other.body),
            );
        }
    }
}

const ROLES: [&str; 9] = [
    "nobody",
    "innovator",
    "agency_admin",
    "judge",
    "committee",
    "secretary",
    "chair",
    "operator",
    "mc",
];

async fn rooms(worlds: &[World; 2], when: &str) {
    for who in ROLES {
        for path in ROOMS {
            same(worlds, who, Method::GET, path, when).await;
        }
        same(worlds, who, Method::POST, "/api/ceremony/snapshot", when).await;
    }
}

async fn everything(worlds: &[World; 2], ids: &[String; 2], codes: &[String], when: &str) {
    rooms(worlds, when).await;
    let owned: Vec<String> = ids
        .iter()
        .flat_map(|id| {
            ["", "/umpan-balik.pdf", "/tanda-terima.pdf"]
                .map(|end| format!("/saya/usulan/{id}{end}"))
        })
        .collect();
    let codes: Vec<String> = codes.iter().map(|code| format!("/verifikasi/{code}")).collect();
    let people: Vec<String> = worlds[0].people.keys().cloned().collect();
    for who in &people {
        let is_officer = matches!(who.as_str(), "chair" | "secretary");
        let paths = HOUSE.into_iter().chain(OFFICERS.into_iter().filter(|_| !is_officer));
        for path in paths.chain(owned.iter().chain(&codes).map(String::as_str)) {
            same(worlds, who, Method::GET, path, when).await;
        }
    }
}

#[tokio::test]
async fn two_swapped_results_cannot_be_told_apart_before_one_is_told() {
    let homes = [(); 2].map(|()| tempfile::tempdir().expect("a temporary folder"));
    let data = [0, 1].map(|at: usize| homes[at].path().join("data"));
    demo(&data[0], "ceremony", &[]);
    copy(&data[0], &data[1]);
    let (other_words, ids) = swap(&data[1]).await;
    let owners = owners(&data[0], &ids).await;
    let words = {
        let db = Db::open(&sqlite_url(&data[0])).await.expect("it opens");
        let words =
            spoken(&text(&mut db.read().await.expect("one"), "SELECT sha256 FROM seal").await);
        db.close().await;
        words
    };
    let [one, other] = homes;
    let mut worlds = [World::open(one, words).await, World::open(other, other_words).await];
    for world in &mut worlds {
        for owner in &owners {
            if !world.people.contains_key(owner) {
                world.sign_in(owner).await;
            }
        }
    }
    let mut codes = Vec::new();
    for world in &worlds {
        let page = world.house.get(&world.people["chair"], "/panitia/ekspor").await;
        let page = page.text().await.expect("a page");
        codes.extend(page.split("<code>").skip(1).take(2).map(|rest| rest[..14].to_owned()));
    }
    assert_eq!(codes.len(), 4, "certificates have codes");
    assert_ne!(codes[..2], codes[2..], "and the worlds have others");

    let opening = worlds[0].opening().await;
    assert_eq!(opening["snapshot"]["rows"].as_array().map(Vec::len), Some(10), "{opening}");
    let cues = opening["programme"]["cues"].as_array().expect("a script").clone();
    everything(&worlds, &ids, &codes, "before the show").await;
    for (at, cue) in cues.iter().enumerate().skip(1) {
        for world in &worlds {
            world.insist("next").await;
        }
        let rank = cue["rank"]["rank"].as_u64();
        let when = format!("cue {at}, {cue}");
        if rank.is_some() {
            // Time stands still in the suspense.
            for world in &worlds {
                let held = world.insist("hold").await;
                assert_eq!(held["moment"], "suspense", "{when}");
            }
            if rank == Some(u64::from(SWAPPED[1])) {
                everything(&worlds, &ids, &codes, &when).await;
                break;
            }
            rooms(&worlds, &when).await;
            for world in &worlds {
                world.insist("hold").await;
            }
        }
        // Past the gate, to the final frame.
        for world in &worlds {
            let settled = world.insist("next").await;
            assert_eq!(settled["moment"], "settled", "{when}");
        }
        rooms(&worlds, &format!("{when}, settled")).await;
    }
    assert_eq!(worlds[0].lines(), worlds[1].lines(), "nor do the logs tell");

    // Told, the crew sees which world it is in, and so this test would have seen it too.
    for world in &worlds {
        world.insist("hold").await;
        world.insist("next").await;
    }
    let stream = format!("{SHOW}/arus");
    // Once told, a name may be as long as it is: before that, lengths were compared with the bodies.
    for path in [SHOW, stream.as_str()] {
        let (one, other) = tokio::join!(
            worlds[0].seen("mc", &Method::GET, path),
            worlds[1].seen("mc", &Method::GET, path)
        );
        assert_ne!(one.body, other.body, "the second is told");
    }
    for who in ["nobody", "innovator", "judge"] {
        let shut = ROOMS.into_iter().filter(|path| !path.contains("/teks"));
        for path in shut {
            same(&worlds, who, Method::GET, path, "told to the hall and its words alone").await;
        }
    }
}
