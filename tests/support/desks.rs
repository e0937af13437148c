//! A kipp without a socket on either database, asked by people of any role.

use super::database::Database;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use kipp::server::{Db, House, config::Config, run};
use std::fmt::Write as _;
use tower::ServiceExt;

/// A kipp at a stage of the demo.
pub struct Desks {
    house: House,
    /// Its database.
    pub db: Db,
    router: Router,
    accounts: Vec<serde_json::Value>,
    _database: Database,
}

/// What somebody was answered.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Where it leads, if it does.
    pub to: String,
    /// The body.
    pub body: String,
}

/// A form as a browser sends it.
fn coded(fields: &[(&str, &str)]) -> String {
    let code = |text: &str| {
        text.bytes().fold(String::new(), |mut coded, byte| {
            if byte.is_ascii_alphanumeric() {
                coded.push(char::from(byte));
            } else {
                write!(coded, "%{byte:02X}").expect("a string takes everything");
            }
            coded
        })
    };
    let pairs: Vec<_> = fields.iter().map(|(k, v)| format!("{}={}", code(k), code(v))).collect();
    pairs.join("&")
}

impl Desks {
    /// Builds the demo of a stage in a database, changes it as asked, and opens it.
    pub async fn open(database: Database, stage: &str, change: Option<&'static str>) -> Self {
        let db = database.demo(stage).await;
        if let Some(change) = change {
            sqlx::query(change).execute(&mut *db.read().await.expect("it")).await.expect("changed");
        }
        let mut config = Config::for_commands(&database.data());
        if database.name == "postgres" {
            config.database = Some(database.url.clone());
        }
        let (house, router) = run::open(config).await.expect("it opens");
        let accounts = std::fs::read_to_string(database.data().join("accounts.json"));
        let accounts = serde_json::from_str(&accounts.expect("accounts")).expect("a list");
        Self { house, db, router, accounts, _database: database }
    }

    async fn send(
        &self,
        method: Method,
        cookie: &str,
        path: &str,
        body: String,
    ) -> (Answer, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        let text = |name| {
            let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (to, cookie) = (text(header::LOCATION), text(header::SET_COOKIE));
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 32 << 20).await.expect("a body");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        (Answer { status, to, body }, cookie)
    }

    /// The session of the account of a role; `nth` counts from 0.
    pub async fn sign_in(&self, role: &str, nth: usize) -> String {
        let account = self.accounts.iter().filter(|account| account["role"] == role).nth(nth);
        let account = account.unwrap_or_else(|| panic!("no {role} {nth}"));
        let text = |key: &str| account[key].as_str().expect("text");
        let form = [("username", text("username")), ("password", text("password"))];
        let (answer, cookie) = self.send(Method::POST, "", "/masuk", coded(&form)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{role} signs in");
        cookie.split(';').next().expect("a cookie").to_owned()
    }

    /// The chair and the secretary seal the result, each on their own page.
    pub async fn seal(&self) {
        for role in ["chair", "secretary"] {
            let who = self.sign_in(role, 0).await;
            let account = self.accounts.iter().find(|account| account["role"] == role);
            let password = account.expect(role)["password"].as_str().expect("a password");
            let fields = [("password", password), ("confirm", "SEGEL")];
            let answer = self.post(&who, "/panitia/segel", &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{role} seals: {}", answer.body);
        }
    }

    /// What a check of the seal finds wrong, in Indonesian.
    pub async fn faults(&self) -> Vec<String> {
        let mut conn = self.db.read().await.expect("a connection");
        let found = kipp::result::desk::check::all(&mut conn).await.expect("checked");
        found.into_iter().filter(|one| !one.good).map(|one| one.id).collect()
    }

    /// Asks for a page.
    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(Method::GET, who, path, String::new()).await.0
    }

    /// Asks for a file: its status, its kind and its bytes.
    pub async fn file(&self, who: &str, path: &str) -> (StatusCode, String, Vec<u8>) {
        let request = Request::get(path).header(header::COOKIE, who).body(Body::empty());
        let answer = self.router.clone().oneshot(request.expect("a request")).await.expect("one");
        let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let (status, kind) = (answer.status(), kind.unwrap_or_default().to_owned());
        let bytes = to_bytes(answer.into_body(), 64 << 20).await.expect("a body");
        (status, kind, bytes.to_vec())
    }

    /// Posts a form that is answered with a file: its status, its kind and its bytes.
    pub async fn taken(
        &self,
        who: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (StatusCode, String, Vec<u8>) {
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, who)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(coded(fields)));
        let answer = self.router.clone().oneshot(request.expect("a request")).await.expect("one");
        let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let (status, kind) = (answer.status(), kind.unwrap_or_default().to_owned());
        let bytes = to_bytes(answer.into_body(), 64 << 20).await.expect("a body");
        (status, kind, bytes.to_vec())
    }

    /// Posts a form, or calls a server function.
    pub async fn post(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, who, path, coded(fields)).await.0
    }

    /// Posts a form that opens a session: the answer, and the session.
    pub async fn post_with_cookie(
        &self,
        who: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (Answer, String) {
        let (answer, cookie) = self.send(Method::POST, who, path, coded(fields)).await;
        (answer, cookie.split(';').next().unwrap_or_default().to_owned())
    }

    /// Lets minutes pass on the competition's clock, counted from when the demo was opened.
    pub async fn pass(&self, minutes: i64) {
        let mut conn = self.db.read().await.expect("a connection");
        let shift = kipp::edition::desk::clock_shift(&mut conn).await.expect("a shift");
        self.house.shift_clock(shift + minutes * 60_000);
    }

    /// The sheets in a judge's queue.
    pub async fn sheets(&self, judge: &str) -> Vec<String> {
        let queue = self.get(judge, "/juri").await.body;
        let mut sheets: Vec<String> = Vec::new();
        for rest in queue.split("href=\"/juri/nilai/").skip(1) {
            let id = rest.split(['"', '?', '/']).next().unwrap_or_default();
            if !sheets.iter().any(|sheet| sheet.ends_with(id)) {
                sheets.push(format!("/juri/nilai/{id}"));
            }
        }
        sheets
    }
}

/// The value of a hidden field.
pub fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let mark = format!("name=\"{name}\" value=\"");
    let at = page.find(&mark).unwrap_or_else(|| panic!("no {name} in the page")) + mark.len();
    page[at..].split('"').next().unwrap_or_default()
}
