//! Whatever bytes arrive as a form or a request, they are read whole or refused with a sentence,
//! and a text is the same text afterwards.

mod support;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use kipp::{
    kernel::text,
    server::{config::Config, run},
};
use proptest::{
    prelude::*,
    test_runner::{Config as Cases, TestRunner},
};
use support::demo;
use tower::ServiceExt;
use unicode_normalization::UnicodeNormalization;

/// An innovator with a draft, at a kipp without a socket.
struct Desk {
    router: Router,
    cookie: String,
    draft: String,
    _home: tempfile::TempDir,
}

impl Desk {
    async fn open() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let data = home.path().join("data");
        demo(&data, "draft", &[]);
        let accounts = std::fs::read_to_string(data.join("accounts.json")).expect("accounts");
        let accounts: Vec<serde_json::Value> = serde_json::from_str(&accounts).expect("a list");
        let person = accounts.iter().find(|a| a["role"] == "innovator").expect("an innovator");
        let (_, router) = run::open(Config::for_commands(&data)).await.expect("it opens");
        let mut desk = Self { router, cookie: String::new(), draft: String::new(), _home: home };
        let text = |key: &str| person[key].as_str().expect("text").to_owned();
        let form = format!("username={}&password={}", text("username"), text("password"));
        let (_, headers, _) = desk.post("/masuk", Some(FORM), form.into_bytes()).await;
        let cookie = headers[header::SET_COOKIE].to_str().expect("text");
        desk.cookie = cookie.split(';').next().expect("a cookie").to_owned();
        let list = desk.get("/saya").await;
        let mut ids = list.split("href=\"/saya/usulan/").skip(1);
        let id = ids.find_map(|rest| rest.split('"').next().filter(|id| id.len() > 20));
        id.expect("a draft").clone_into(&mut desk.draft);
        desk
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, header::HeaderMap, String) {
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 8 << 20).await.expect("a body");
        (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
    }

    async fn post(
        &self,
        path: &str,
        kind: Option<&str>,
        body: Vec<u8>,
    ) -> (StatusCode, header::HeaderMap, String) {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.cookie);
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    async fn get(&self, path: &str) -> String {
        let request = Request::builder().uri(path).header(header::COOKIE, &self.cookie);
        self.send(request.body(Body::empty()).expect("a request")).await.2
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// Bytes as people, broken scripts and worse send them.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let pair = ("[a-z_]{1,12}", "\\PC{0,40}").prop_map(|(k, v)| format!("{k}={v}"));
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..600),
        proptest::collection::vec(pair, 0..8).prop_map(|all| all.join("&").into_bytes()),
        "[%&=+a-f0-9\\[\\]]{0,200}".prop_map(String::into_bytes),
        "[\\[\\]{}\":,a-z0-9.eE+-]{0,200}".prop_map(String::into_bytes),
        Just(br#"{"typed":{"proposal":1,"field":[],"writer":null,"attempt":{}}}"#.to_vec()),
        "\\PC{0,80}".prop_map(|text| {
            format!("--batas\r\nContent-Disposition: form-data; name=\"foto\"; filename=\"{text}\"\r\n\r\n{text}")
                .into_bytes()
        }),
    ]
}

#[test]
fn any_bytes_at_any_form_are_answered_with_a_sentence() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let desk = runtime.block_on(Desk::open());
    let places = [
        "/masuk".to_owned(),
        "/undangan".to_owned(),
        "/saya/usulan/baru".to_owned(),
        format!("/saya/usulan/{}/identitas", desk.draft),
        format!("/saya/usulan/{}/kebaruan", desk.draft),
        format!("/en/saya/usulan/{}/ajukan", desk.draft),
        format!("/saya/usulan/{}/lampiran", desk.draft),
        format!("/saya/usulan/{}/unggahan", desk.draft),
        format!("/saya/usulan/{}/impor", desk.draft),
        format!("/saya/usulan/{}/konflik/kebaruan", desk.draft),
        format!("/saya/usulan/{}/konflik/identitas", desk.draft),
        "/api/proposal/save".to_owned(),
        "/api/proposal/page".to_owned(),
        "/api/proposal/overview".to_owned(),
    ];
    let kinds = [
        Some(FORM),
        Some("application/json"),
        Some("multipart/form-data; boundary=batas"),
        Some("multipart/form-data"),
        Some("text/plain"),
        None,
    ];
    let story =
        (prop::sample::select(places.to_vec()), prop::sample::select(kinds.to_vec()), body());
    TestRunner::new(Cases { failure_persistence: None, ..Cases::default() })
        .run(&story, |(place, kind, body)| {
            let (status, headers, answer) = runtime.block_on(desk.post(&place, kind, body));
            prop_assert!(status.as_u16() < 500, "{status} at {place}: {answer}");
            if status.is_client_error() {
                let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
                let page = kind.is_some_and(|kind| kind.starts_with("text/html"));
                prop_assert!(!page || answer.contains("<h1"), "{status} at {place}: {answer}");
                prop_assert!(!answer.is_empty(), "{status} at {place} without a word");
            }
            Ok(())
        })
        .expect("every answer is one");
    // The draft is still there and can be read.
    let page = runtime.block_on(desk.get(&format!("/saya/usulan/{}", desk.draft)));
    assert!(page.contains("/kebaruan\""));
}

#[test]
fn any_text_comes_back_as_it_was_typed() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let desk = runtime.block_on(Desk::open());
    let path = format!("/saya/usulan/{}/kebaruan", desk.draft);
    let texts = prop_oneof![
        "\\PC{0,200}",
        proptest::collection::vec("\\PC{0,30}", 0..6).prop_map(|lines| lines.join("\n")),
        "[“”‘’–—…\u{a0}\u{200b}\u{200d}\u{feff}\u{202e}\u{5e9}\u{639}🙂👩‍⚕️&<>\"'%+=;\\\\]{0,60}",
    ];
    TestRunner::new(Cases { failure_persistence: None, ..Cases::default() })
        .run(&texts, |typed| {
            let page = runtime.block_on(desk.get(&path));
            let rev = between(&page, "name=\"rev_novelty\" value=\"", "\"");
            // A browser sends line breaks as CRLF.
            let body = format!(
                "rev_novelty={rev}&novelty={}&action=list",
                text::percent(&typed.replace('\n', "\r\n"))
            );
            let (status, _, answer) =
                runtime.block_on(desk.post(&path, Some(FORM), body.into_bytes()));
            prop_assert!(
                status == StatusCode::SEE_OTHER || status == StatusCode::UNPROCESSABLE_ENTITY,
                "{status}: {answer}"
            );
            let page = runtime.block_on(desk.get(&path));
            let area = between(&page, "<textarea", "</textarea>");
            let inside = area.split_once('>').map_or("", |(_, inside)| inside);
            // The parser eats one line break at the start.
            let inside = inside.strip_prefix('\n').unwrap_or(inside);
            let shown = inside.replace("&lt;", "<").replace("&amp;", "&");
            // One way of writing each letter: what two keyboards type alike is alike.
            prop_assert_eq!(shown, text::clean(&typed).nfc().collect::<String>());
            Ok(())
        })
        .expect("every text is kept");
}

fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(found, _)| found)
}
