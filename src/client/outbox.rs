//! The outbox, in a browser only: texts handed to the service worker, which keeps them in the
//! device's database and sends them when there is a connection, even after the page is gone.

use crate::{
    client::drafts::{Key, Owner},
    kernel::saving::Attempt,
};
use serde::Serialize;
use wasm_bindgen::JsValue;

/// What the service worker is told; it sends `body` to `url` without reading it.
#[derive(Serialize)]
struct Told<'a> {
    kind: &'static str,
    key: String,
    url: &'static str,
    body: Option<Body<'a>>,
}

#[derive(Serialize)]
struct Body<'a> {
    typed: Typed<'a>,
}

#[derive(Serialize)]
struct Typed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    field: &'a str,
    writer: &'a str,
    attempt: &'a Attempt,
}

fn tell(told: &Told<'_>) {
    let worker = web_sys::window()
        .map(|window| window.navigator().service_worker())
        .filter(|workers| !JsValue::from(workers.clone()).is_undefined())
        .and_then(|workers| workers.controller());
    if let (Some(worker), Ok(text)) = (worker, serde_json::to_string(told)) {
        let _gone = worker.post_message(&JsValue::from_str(&text));
    }
}

/// Hands over the newest text of a field; it takes the place of an older one.
pub fn hand(key: &Key, attempt: &Attempt) {
    let (field, writer) = (key.field.as_str(), key.user.as_str());
    let mut typed = Typed { proposal: None, assignment: None, sheet: None, field, writer, attempt };
    let (url, owner) = match &key.owner {
        Owner::Proposal(_) => ("/api/proposal/save", &mut typed.proposal),
        Owner::Sheet(_) => ("/api/judging/save", &mut typed.assignment),
        Owner::Panel(_) => ("/api/panel/save", &mut typed.sheet),
    };
    *owner = Some(key.owner.id());
    tell(&Told { kind: "hand", key: key.name(), url, body: Some(Body { typed }) });
}

/// Takes back what was handed over: the server has it.
pub fn drop(key: &Key) {
    tell(&Told { kind: "drop", key: key.name(), url: "", body: None });
}
