//! The seal as a file, and the page that checks it on anybody's own machine.

use crate::{
    edition::{self, Phase},
    fault::Fault,
    kernel::Role,
    result::{
        rules::{WORDS, document::SealFile},
        store::{self, Seal},
    },
    server::{
        House, Visit,
        pages::{self, Fields},
    },
};
use axum::{
    Router,
    extract::{Request, State},
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use std::sync::LazyLock;

/// The page and the policy that lets its own script and style run, and nothing else.
static PAGE: LazyLock<(String, String)> = LazyLock::new(|| {
    let words = serde_json::to_string(&WORDS[..]).unwrap_or_default();
    let page = include_str!("check.html").replace("[\"WORDS\"]", &words);
    let hash = |open: &str, close: &str| {
        let inside = page.split_once(open).and_then(|(_, rest)| rest.split_once(close));
        base64(&Sha256::digest(inside.map_or("", |(inside, _)| inside).as_bytes()))
    };
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        hash("<script>", "</script>"),
        hash("<style>", "</style>"),
    );
    (page, policy)
});

/// Base64 of bytes, as policies write hashes.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let at = |n: usize| u32::from(three.get(n).copied().unwrap_or(0));
        let bits = (at(0) << 16) | (at(1) << 8) | at(2);
        for n in 0..4 {
            let letter = usize::try_from((bits >> (18 - 6 * n)) & 63).unwrap_or(0);
            text.push(if n <= three.len() { char::from(LETTERS[letter]) } else { '=' });
        }
    }
    text
}

async fn page() -> Response {
    let (page, policy) = &*PAGE;
    let mut response = page.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Whose copy of a seal file it is.
#[derive(Clone, Copy)]
enum Copy {
    /// Everybody's: before the result is published it binds, and tells nothing.
    Public,
    /// The officers': with every read; the nonce waits for the publication here too.
    Office,
}

async fn closed(conn: &mut AnyConnection) -> Result<(Phase, String, Seal), Fault> {
    let standing = edition::desk::standing(conn).await?;
    let seal = store::get(conn, &standing.edition.slug).await?;
    let seal = seal.filter(|seal| seal.second_at.is_some()).ok_or(Fault::NotFound)?;
    Ok((standing.phase, standing.edition.slug, seal))
}

async fn copy(visit: &Visit, whose: Copy) -> Result<Response, Fault> {
    if matches!(whose, Copy::Office) {
        visit.require(&Role::OFFICERS)?;
    }
    let (phase, slug, seal) = closed(&mut *visit.read().await?).await?;
    let is_public = phase == Phase::Published;
    let is_office = matches!(whose, Copy::Office);
    let file = SealFile {
        manifest: seal.manifest.ok_or(Fault::NotFound)?,
        signature: seal.signature.ok_or(Fault::NotFound)?,
        nonce: seal.nonce.filter(|_| is_public),
        document: Some(seal.document).filter(|_| is_public || is_office),
        annex: seal.annex.filter(|_| is_office),
    };
    let text = serde_json::to_string_pretty(&file).map_err(|_| Fault::Ours)?;
    let mut response = (text + "\n").into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = match whose {
        Copy::Public => format!("segel-{slug}.json"),
        Copy::Office => format!("segel-{slug}-lengkap.json"),
    };
    headers.insert(CONTENT_DISPOSITION, pages::disposition("attachment", &name));
    Ok(response)
}

async fn hand_out(house: House, request: Request, whose: Copy) -> Response {
    let (parts, _) = pages::whole(request).into_parts();
    let answer = match house.visit(&parts).await {
        Ok(visit) => copy(&visit, whose).await,
        Err(fault) => Err(fault),
    };
    match answer {
        Ok(response) => response,
        Err(fault) => pages::refuse(&house, &parts, &fault, Fields::new(), fault.status()).await,
    }
}

/// Addresses of the seal's files.
pub fn routes() -> Router<House> {
    let file = |whose: Copy| {
        get(move |State(house): State<House>, request: Request| hand_out(house, request, whose))
    };
    Router::new()
        .route("/verifikasi-segel", get(page))
        .route("/verifikasi-segel/segel.json", file(Copy::Public))
        .route("/panitia/segel/berkas.json", file(Copy::Office))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_what_browsers_expect() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        let empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert_eq!(base64(&Sha256::digest(b"")), empty);
    }

    #[test]
    fn the_page_asks_no_network_and_knows_the_words() {
        let (page, policy) = &*PAGE;
        for word in WORDS {
            assert!(page.contains(&format!("\"{word}\"")), "{word}");
        }
        for way in
            ["fetch(", "XMLHttp", "import(", "src=", "http:", "https:", " style=", "onclick="]
        {
            assert!(!page.contains(way), "{way}");
        }
        let empty = base64(&Sha256::digest(b""));
        assert!(!policy.contains(&empty), "script and style were found: {policy}");
        assert_eq!(page.matches("<script").count(), 1);
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
    }
}
