//! The built site in memory: hashed files for ever, the others with an `ETag`, each compressed
//! once at build time.

use super::audit::sha256;
use anyhow::Context;
use axum::{
    body::Bytes,
    http::{
        HeaderMap, HeaderName, HeaderValue, Response, StatusCode,
        header::{
            ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
            CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
        },
    },
};
use std::{collections::HashMap, path::Path};

/// The service worker.
const WORKER: &str = "/sw.js";

/// One file and its compressed twins.
#[derive(Debug)]
struct Asset {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    kind: &'static str,
    etag: String,
    immutable: bool,
}

/// Every file of the site by its address.
#[derive(Debug, Default)]
pub struct Assets(HashMap<String, Asset>);

impl Assets {
    /// Reads a folder and everything in it.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn load(root: &Path) -> anyhow::Result<Self> {
        let mut assets = HashMap::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = std::fs::read_dir(&folder)
                .with_context(|| format!("the pages in {} cannot be read", folder.display()))?;
            for entry in entries {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
                if extension == "br" || extension == "gz" {
                    continue;
                }
                let twin = |suffix: &str| {
                    let mut name = path.clone().into_os_string();
                    name.push(suffix);
                    std::fs::read(name).ok().map(Bytes::from)
                };
                let plain = Bytes::from(std::fs::read(&path)?);
                let address = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                let asset = Asset {
                    brotli: twin(".br"),
                    gzip: twin(".gz"),
                    kind: kind(extension),
                    etag: format!("\"{}\"", &sha256(&plain)[..16]),
                    immutable: address.starts_with("pkg/") || address.starts_with("fonts/"),
                    plain,
                };
                assets.insert(format!("/{address}"), asset);
            }
        }
        Ok(Self(assets))
    }

    /// The answer for an address, if it is a file of the site.
    pub fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Response<axum::body::Body>> {
        let asset = self.0.get(path)?;
        let accepts = |coding: &str| {
            headers
                .get(ACCEPT_ENCODING)
                .and_then(|v| v.to_str().ok())
                .is_some_and(|v| v.split(',').any(|c| c.trim().split(';').next() == Some(coding)))
        };
        let (body, coding) = match (&asset.brotli, &asset.gzip) {
            (Some(brotli), _) if accepts("br") => (brotli, Some("br")),
            (_, Some(gzip)) if accepts("gzip") => (gzip, Some("gzip")),
            _ => (&asset.plain, None),
        };
        let unchanged =
            headers.get(IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == asset.etag.as_bytes());
        let (status, body) = if unchanged {
            (StatusCode::NOT_MODIFIED, Bytes::new())
        } else {
            (StatusCode::OK, body.clone())
        };
        let cache =
            if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        let mut response = Response::new(body.into());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(CONTENT_TYPE, asset.kind);
        set(CACHE_CONTROL, cache);
        set(VARY, "accept-encoding");
        set(ETAG, &asset.etag);
        if path == WORKER {
            // A worker lives under its own file's policy, and it fetches.
            set(CONTENT_SECURITY_POLICY, "default-src 'none'; connect-src 'self'");
        }
        if let (Some(coding), false) = (coding, unchanged) {
            set(CONTENT_ENCODING, coding);
        }
        Some(response)
    }
}

fn kind(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "ico" => "image/x-icon",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
