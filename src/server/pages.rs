//! Pages and the forms on them: renders a page, reads a posted form, and shows the page again
//! with what was typed when the form could not be taken.

use super::{House, Visit};
use crate::{
    app,
    fault::Fault,
    kernel::{FieldError, Lang, Posted},
};
use axum::{
    Form,
    body::Body,
    extract::{FromRequest, Multipart, OriginalUri, Request, State},
    http::{
        HeaderValue, Method, StatusCode,
        header::{CONTENT_TYPE, LOCATION, SET_COOKIE},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use leptos::prelude::provide_context;
use std::{collections::BTreeMap, fmt::Write as _, future::Future};

/// What a form carried, by field name; the last of a repeated name wins.
pub type Fields = BTreeMap<String, String>;

/// What a desk answers to a form.
#[derive(Debug)]
pub enum Reply {
    /// Done: go to this page (an address without language).
    Go(String),
    /// Done, and here is a new session or none: go to this page with this `Set-Cookie`.
    GoWith {
        /// An address without language.
        to: String,
        /// The `Set-Cookie` value.
        cookie: String,
    },
    /// Done: here is the file that was asked for.
    Hand(Box<Response>),
    /// Not as it stands: the same page again, with what was typed and what is wrong.
    Again(Posted),
}

/// The request with its whole address: below `/en` the router has taken the language off.
pub fn whole(mut request: Request) -> Request {
    if let Some(OriginalUri(uri)) = request.extensions().get::<OriginalUri>().cloned() {
        *request.uri_mut() = uri;
    }
    request
}

/// Renders the page of a request.
pub async fn page(State(house): State<House>, request: Request) -> Response {
    let request = whole(request);
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let (parts, _) = request.into_parts();
        let fault = Fault::refused(
            "Alamat ini hanya untuk dibaca. Kembali ke halaman sebelumnya, lalu ulangi.",
            "This address is for reading only. Go back to the page before and try again.",
        );
        return refuse(&house, &parts, &fault, Fields::new(), 405).await;
    }
    render(&house, request, None, None).await
}

/// Draws the page of a request, with the form that came back to it and the fault it was refused for.
async fn render(
    house: &House,
    request: Request,
    posted: Option<Posted>,
    fault: Option<Fault>,
) -> Response {
    let path = request.uri().path().to_owned();
    let lang = Lang::of_path(&path);
    let status = posted.as_ref().map(|posted| posted.status);
    let options = house.options.clone();
    let context = {
        let house = house.clone();
        move || {
            provide_context(house.clone());
            if let Some(posted) = posted.clone() {
                provide_context(posted);
            }
            if let Some(fault) = fault.clone() {
                provide_context(fault);
            }
        }
    };
    let render = leptos_axum::render_app_async_with_context(context, move || {
        app::shell(options.clone(), lang, &path)
    });
    let mut response = render(request).await;
    if let Some(status) = status.and_then(|status| StatusCode::from_u16(status).ok()) {
        *response.status_mut() = status;
    }
    response
}

/// Reads a posted form, lets a desk decide, and answers with a page either way.
pub async fn form<F, D>(house: House, request: Request, desk: F) -> Response
where
    F: FnOnce(Visit, Fields) -> D,
    D: Future<Output = Result<Reply, Fault>>,
{
    let (parts, body) = whole(request).into_parts();
    let typed = Form::<Vec<(String, String)>>::from_request(
        Request::from_parts(parts.clone(), body),
        &house,
    )
    .await;
    let fields: Fields = match typed {
        // No keyboard types a NUL, and PostgreSQL takes none.
        Ok(Form(pairs)) => {
            pairs.into_iter().map(|(name, value)| (name, value.replace('\0', ""))).collect()
        }
        Err(rejection) => {
            let status = rejection.status().as_u16();
            let fault = match status {
                413 => too_large(),
                _ => Fault::Unreadable,
            };
            return refuse(&house, &parts, &fault, Fields::new(), status.min(499)).await;
        }
    };
    let answer = match house.visit(&parts).await {
        Ok(visit) => desk(visit, fields.clone()).await,
        Err(fault) => Err(fault),
    };
    finish(&house, &parts, fields, answer).await
}

/// Whether a posted form brings files.
pub fn has_files(request: &Request) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// Reads a posted form with files, lets a desk take them one after the other, and answers with a
/// page either way. Whatever values the desk answers with are shown again; files never are.
pub async fn files<F, D>(house: House, request: Request, desk: F) -> Response
where
    F: FnOnce(Visit, Multipart) -> D,
    D: Future<Output = Result<Reply, Fault>>,
{
    let (parts, body) = whole(request).into_parts();
    let visit = house.visit(&parts).await;
    let form = Multipart::from_request(Request::from_parts(parts.clone(), body), &house).await;
    let answer = match (visit, form) {
        (Ok(visit), Ok(form)) => desk(visit, form).await,
        (Err(fault), _) => Err(fault),
        (_, Err(_)) => Err(Fault::Unreadable),
    };
    finish(&house, &parts, Fields::new(), answer).await
}

async fn finish(
    house: &House,
    parts: &Parts,
    fields: Fields,
    answer: Result<Reply, Fault>,
) -> Response {
    let lang = Lang::of_path(parts.uri.path());
    match answer {
        Ok(Reply::Go(to)) => go(&lang.href(&to), None),
        Ok(Reply::GoWith { to, cookie }) => go(&lang.href(&to), Some(&cookie)),
        Ok(Reply::Hand(file)) => *file,
        Ok(Reply::Again(mut posted)) => {
            posted.path = Lang::strip(parts.uri.path()).to_owned();
            posted.values.extend(typed_again(fields));
            render(house, as_page(parts), Some(posted), None).await
        }
        Err(fault) => {
            let status = fault.status();
            refuse(house, parts, &fault, fields, status).await
        }
    }
}

/// What was typed, without secrets: those are never sent back, however the form failed.
fn typed_again(fields: Fields) -> Vec<(String, String)> {
    fields.into_iter().filter(|(name, _)| !name.contains("password")).collect()
}

/// How a browser should treat a file, and the name it should save it under.
pub fn disposition(way: &str, name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || " ._-()".contains(c) { c } else { '_' })
        .collect();
    let coded = name.bytes().fold(String::new(), |mut coded, byte| {
        if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
            coded.push(char::from(byte));
        } else {
            let _always = write!(coded, "%{byte:02X}");
        }
        coded
    });
    let text = format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{coded}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

/// The sentence for a body over the limit.
pub fn too_large() -> Fault {
    Fault::refused(
        "Kiriman ini terlalu besar. Perkecil isinya, lalu kirim lagi.",
        "This is too large to take. Make it smaller and send it again.",
    )
}

/// The page of a request with a fault's sentence on top.
pub async fn refuse(
    house: &House,
    parts: &Parts,
    fault: &Fault,
    values: Fields,
    status: u16,
) -> Response {
    let posted = Posted {
        path: Lang::strip(parts.uri.path()).to_owned(),
        status,
        values: typed_again(values),
        errors: vec![FieldError::new("", fault.sentence(Lang::Id), fault.sentence(Lang::En))],
    };
    render(house, as_page(parts), Some(posted), Some(fault.clone())).await
}

/// The same request as if its page had been asked for.
fn as_page(parts: &Parts) -> Request {
    let mut page = parts.clone();
    page.method = Method::GET;
    page.headers.remove("content-length");
    page.headers.remove("content-type");
    Request::from_parts(page, Body::empty())
}

fn go(to: &str, cookie: Option<&str>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(LOCATION, to);
    }
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(cookie).ok()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
