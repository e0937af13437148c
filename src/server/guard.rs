//! What every request passes: same origin for anything unsafe, and the headers that keep a
//! page to itself.

use axum::{
    extract::Request,
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses an unsafe method that another site started, and dresses every answer.
pub async fn guard(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && !same_origin(request.headers()) {
        let sentence = "Permintaan ini datang dari situs lain dan tidak dijalankan. \
             / This request came from another site and was not carried out.\n";
        return dress((StatusCode::FORBIDDEN, sentence).into_response());
    }
    dress(next.run(request).await)
}

/// Browsers say where a request was made: `Sec-Fetch-Site`, or `Origin` if they are older. A
/// request with neither is not a browser's and carries no cookie that it did not choose to.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match text(HeaderName::from_static("sec-fetch-site")) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => match (text(ORIGIN), text(HOST)) {
            (Some(origin), Some(host)) => {
                origin.split_once("://").is_some_and(|(_, origin)| origin == host)
            }
            (Some(_), None) => false,
            (None, _) => true,
        },
    }
}

fn dress(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // Pages bring their own policy with this answer's nonce; nothing else may run anything.
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
