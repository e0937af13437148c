//! Whatever bytes arrive as a form or a request, they are read whole or refused with a sentence,
//! and a text is the same text afterwards.

use crate::indoors::{Kipp, bytes};
use axum::{
    body::Body,
    http::{HeaderMap, Method, StatusCode, header},
};
use kipp::{
    kernel::text,
    server::audit::{self, Verdict},
};
use proptest::{
    prelude::*,
    test_runner::{Config as Cases, TestRunner},
};
use unicode_normalization::UnicodeNormalization;

impl Kipp {
    /// Posts bytes of a kind; tells what came back.
    async fn post(
        &self,
        path: &str,
        kind: Option<&str>,
        body: Vec<u8>,
    ) -> (StatusCode, HeaderMap, String) {
        let mut request = self.request(Method::POST, path, Body::from(body));
        if let Some(kind) = kind.and_then(|kind| kind.parse().ok()) {
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        let answer = self.send(request).await;
        let (status, headers) = (answer.status(), answer.headers().clone());
        (status, headers, String::from_utf8_lossy(&bytes(answer).await).into_owned())
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
    let kipp = runtime.block_on(Kipp::start());
    let places = [
        "/masuk".to_owned(),
        "/undangan".to_owned(),
        "/saya/usulan/baru".to_owned(),
        format!("/saya/usulan/{}/identitas", kipp.draft),
        format!("/saya/usulan/{}/kebaruan", kipp.draft),
        format!("/en/saya/usulan/{}/ajukan", kipp.draft),
        format!("/saya/usulan/{}/lampiran", kipp.draft),
        format!("/saya/usulan/{}/unggahan", kipp.draft),
        format!("/saya/usulan/{}/impor", kipp.draft),
        format!("/saya/usulan/{}/konflik/kebaruan", kipp.draft),
        format!("/saya/usulan/{}/konflik/identitas", kipp.draft),
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
            let (status, headers, answer) = runtime.block_on(kipp.post(&place, kind, body));
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
    // Nothing was half done, and the draft is still there and can be read.
    let whole = runtime.block_on(async {
        let mut conn = kipp.house.db.read().await.expect("a reader");
        audit::verify(&mut conn).await.expect("read")
    });
    assert!(matches!(whole, Verdict::Whole(_)));
    let page = runtime.block_on(kipp.page(&format!("/saya/usulan/{}", kipp.draft)));
    assert!(page.contains("/kebaruan\""));
}

#[test]
fn any_text_comes_back_as_it_was_typed() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut kipp = runtime.block_on(Kipp::start());
    let path = format!("/saya/usulan/{}/kebaruan", kipp.draft);
    let texts = prop_oneof![
        "\\PC{0,200}",
        proptest::collection::vec("\\PC{0,30}", 0..6).prop_map(|lines| lines.join("\n")),
        "[“”‘’–—…\u{a0}\u{200b}\u{200d}\u{feff}\u{202e}\u{5e9}\u{639}🙂👩‍⚕️&<>\"'%+=;\\\\]{0,60}",
    ];
    TestRunner::new(Cases { failure_persistence: None, ..Cases::default() })
        .run(&texts, |typed| {
            let page = runtime.block_on(kipp.page(&path));
            let rev = between(&page, "name=\"rev_novelty\" value=\"", "\"");
            // A browser sends line breaks as CRLF.
            let body = format!(
                "rev_novelty={rev}&novelty={}&action=list",
                text::percent(&typed.replace('\n', "\r\n"))
            );
            let (status, _, answer) =
                runtime.block_on(kipp.post(&path, Some(FORM), body.into_bytes()));
            prop_assert!(
                status == StatusCode::SEE_OTHER || status == StatusCode::UNPROCESSABLE_ENTITY,
                "{status}: {answer}"
            );
            let page = runtime.block_on(kipp.page(&path));
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
    let last = |page: String| between(&page, "<textarea", "</textarea>").to_owned();
    let before = last(runtime.block_on(kipp.page(&path)));
    runtime.block_on(kipp.restart());
    assert_eq!(last(runtime.block_on(kipp.page(&path))), before, "a restart takes nothing");
}

fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(found, _)| found)
}
