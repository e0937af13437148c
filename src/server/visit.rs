//! One request: who asks, in which language, and with what database and clock.

use super::{DbConn, House, Tx, session};
use crate::{
    fault::Fault,
    kernel::{Account, Lang, Role},
};
use axum::{
    extract::ConnectInfo,
    http::{
        HeaderName,
        header::{HOST, USER_AGENT},
        request::Parts,
    },
};
use leptos::prelude::use_context;
use std::net::SocketAddr;

/// One request, as the desks see it; they need no Leptos to be tested.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The server.
    pub house: House,
    /// Who asks, if they are signed in.
    pub account: Option<Account>,
    /// The language of the page, for texts made on the server.
    pub lang: Lang,
    /// The session's secret, if there is one.
    pub token: Option<String>,
    /// The browser's own description, shown in the list of sessions.
    pub device: String,
    /// Where the request came from, for limits.
    pub address: String,
    /// The host that was asked for, for links that leave the page: on paper, in mail.
    pub host: String,
    now: i64,
}

impl Visit {
    /// The request being answered by a page or server function.
    ///
    /// # Errors
    /// When the session cannot be looked up.
    pub async fn begin() -> Result<Self, Fault> {
        let (Some(house), Some(parts)) = (use_context::<House>(), use_context::<Parts>()) else {
            tracing::error!("a server function ran outside a request");
            return Err(Fault::Ours);
        };
        Self::new(house, &parts).await
    }

    pub(super) async fn new(house: House, parts: &Parts) -> Result<Self, Fault> {
        let now = house.now();
        let token = session::token(&parts.headers);
        let account = match &token {
            Some(token) => session::account(&mut *house.db.read().await?, token, now).await?,
            None => None,
        };
        let device = header(parts, USER_AGENT);
        let address = address(&house, parts);
        Ok(Self {
            lang: lang(parts),
            device: device.to_owned(),
            host: header(parts, HOST).to_owned(),
            house,
            account,
            token,
            address,
            now,
        })
    }

    /// A visit by nobody in particular, for the command line and tests.
    pub fn inside(house: House, account: Option<Account>) -> Self {
        let now = house.now();
        Self {
            house,
            account,
            lang: Lang::Id,
            token: None,
            device: String::new(),
            address: "console".to_owned(),
            host: String::new(),
            now,
        }
    }

    /// The moment this request began, in unix milliseconds on the competition's clock.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// A page's whole address, in the language of this one, for paper and mail.
    pub fn link(&self, path: &str) -> String {
        let path = self.lang.href(path);
        let config = &self.house.config;
        if config.public_url.is_some() {
            return config.link(&path);
        }
        let scheme = if config.https { "https" } else { "http" };
        format!("{scheme}://{}{path}", self.host)
    }

    /// Who asks.
    ///
    /// # Errors
    /// [`Fault::SignedOut`] if nobody is signed in.
    pub fn account(&self) -> Result<&Account, Fault> {
        self.account.as_ref().ok_or(Fault::SignedOut)
    }

    /// Who asks, if they hold one of `roles`: the first line of every desk.
    ///
    /// # Errors
    /// [`Fault::SignedOut`] or [`Fault::WrongRole`].
    pub fn require(&self, roles: &[Role]) -> Result<&Account, Fault> {
        let account = self.account()?;
        if account.is_any(roles) { Ok(account) } else { Err(Fault::WrongRole) }
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When none is free.
    pub async fn read(&self) -> Result<DbConn, Fault> {
        self.house.db.read().await
    }

    /// Begins a change in this person's name.
    ///
    /// # Errors
    /// When the write lock cannot be had.
    pub async fn write(&self) -> Result<Tx, Fault> {
        let actor = self.account.as_ref().map_or("-", |account| account.id.as_str());
        self.house.db.write(actor, self.now).await
    }
}

/// A header's text, or nothing.
fn header(parts: &Parts, name: HeaderName) -> &str {
    parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A server function is called at an address without language; the page it came from tells.
fn lang(parts: &Parts) -> Lang {
    let path = parts.uri.path();
    if !path.starts_with("/api/") {
        return Lang::of_path(path);
    }
    parts
        .headers
        .get("referer")
        .and_then(|value| value.to_str().ok())
        .and_then(|referer| referer.splitn(4, '/').nth(3))
        .map_or(Lang::Id, |rest| {
            Lang::of_path(&format!("/{}", rest.split('?').next().unwrap_or("")))
        })
}

/// The caller's address; a forwarded one only when we were told that our own proxy sets it.
fn address(house: &House, parts: &Parts) -> String {
    if house.config.behind_proxy {
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|v| v.to_str().ok());
        // The last entry is the one our own proxy added; what stands before it is hearsay.
        if let Some(last) = forwarded.and_then(|v| v.rsplit(',').next()) {
            return last.trim().to_owned();
        }
    }
    parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(|| "unknown".to_owned(), |info| info.0.ip().to_string())
}
