//! On the server: the request being answered, and the answer's status.

use axum::http::{HeaderValue, StatusCode, header::CONTENT_SECURITY_POLICY, request::Parts};
use leptos::{
    nonce::Nonce,
    prelude::{Owner, use_context},
};
use leptos_axum::ResponseOptions;
use leptos_meta::{Title, TitleProps, provide_meta_context};

/// The path that was asked for.
pub fn path() -> String {
    use_context::<Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default()
}

/// Sets the status of the answer.
pub fn status(status: u16) {
    if let (Some(options), Ok(status)) =
        (use_context::<ResponseOptions>(), StatusCode::from_u16(status))
    {
        options.set_status(status);
    }
}

/// Nothing is live on the server.
pub fn mark_hydrated() {}

/// Gives the answer the policy that goes with its nonce.
pub fn policy(nonce: Option<Nonce>) {
    let policy = page_policy(&nonce.map(|n| n.to_string()).unwrap_or_default());
    if let (Some(options), Ok(policy)) =
        (use_context::<ResponseOptions>(), HeaderValue::from_str(&policy))
    {
        options.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

/// The policy of a page: own files only, scripts only with this answer's nonce.
fn page_policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'strict-dynamic' \
         'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    )
}

/// Sends this page without the data and marks that hydration would need.
pub fn do_not_hydrate() {
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
}

/// A server has nothing to reload.
pub fn reload() {}

/// A server goes nowhere.
pub fn go(_: &str) {}

/// Collects what the page puts into its head.
pub fn begin_head() {
    provide_meta_context();
}

/// Titles the page. The library's component does so when it is called; what it would draw in a
/// browser weighs 9 kB there, where one line does the same.
pub fn title(text: impl Into<String>) {
    let text = format!("{} · {}", text.into(), super::PRODUCT);
    let _drawn = Title(TitleProps::builder().text(text).build());
}

/// Nothing acts on a page of the server.
pub fn local(_: impl Fn() + 'static) -> impl Fn(()) + Send + Sync + 'static {
    |()| {}
}
