//! A kipp without a socket, for the tests that send it more than a browser would.

use super::support::demo;
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use kipp::server::{House, config::Config, run};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tower::ServiceExt;

/// A kipp without a socket, that can be stopped and started.
pub struct Kipp {
    /// Its data folder.
    pub data: PathBuf,
    /// Its state.
    pub house: House,
    /// Its addresses.
    pub router: Router,
    /// The session of the innovator who is signed in.
    pub cookie: String,
    /// A draft of theirs.
    pub draft: String,
    _home: TempDir,
}

async fn open(data: &Path) -> (House, Router) {
    run::open(Config::for_commands(data)).await.expect("it opens")
}

impl Kipp {
    /// One with a demo's drafts and an innovator signed in.
    pub async fn start() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let data = home.path().join("data");
        demo(&data, "draft", &[]);
        let accounts = std::fs::read_to_string(data.join("accounts.json")).expect("accounts");
        let accounts: Vec<serde_json::Value> = serde_json::from_str(&accounts).expect("a list");
        let guest = accounts.iter().find(|a| a["role"] == "innovator").expect("an innovator");
        let (house, router) = open(&data).await;
        let mut kipp =
            Self { data, house, router, cookie: String::new(), draft: String::new(), _home: home };
        let text = |key: &str| guest[key].as_str().expect("text").to_owned();
        let form = format!("username={}&password={}", text("username"), text("password"));
        let mut request = kipp.request(Method::POST, "/masuk", Body::from(form));
        request.headers_mut().insert(
            header::CONTENT_TYPE,
            "application/x-www-form-urlencoded".parse().expect("a header"),
        );
        let answer = kipp.send(request).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let cookie = answer.headers()[header::SET_COOKIE].to_str().expect("text");
        kipp.cookie = cookie.split(';').next().expect("a cookie").to_owned();
        let list = kipp.page("/saya").await;
        let draft = list
            .split("href=\"/saya/usulan/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .find(|id| id.len() > 20)
            .expect("a draft");
        draft.clone_into(&mut kipp.draft);
        kipp
    }

    /// The power goes, and comes back.
    pub async fn restart(&mut self) {
        let (house, router) = open(&self.data).await;
        self.house = house;
        self.router = router;
    }

    /// A request of theirs, as a page of ours sends it.
    pub fn request(&self, method: Method, path: &str, body: Body) -> Request<Body> {
        Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.cookie)
            .body(body)
            .expect("a request")
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.expect("an answer")
    }

    /// The text of a page.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.send(self.request(Method::GET, path, Body::empty())).await;
        String::from_utf8(bytes(answer).await.to_vec()).expect("text")
    }
}

/// The body of an answer.
pub async fn bytes(answer: axum::response::Response) -> Bytes {
    to_bytes(answer.into_body(), 32 << 20).await.expect("a body")
}
