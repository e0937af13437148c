//! What every request shares: database, clock, configuration, and the sign that we are closing.

use super::{Db, Visit, config::Config, files::Files, pace::Pace};
use crate::fault::Fault;
use axum::http::request::Parts;
use leptos::config::LeptosOptions;
use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::sync::watch;

/// The running server, cheap to clone: axum's state.
#[derive(Clone, Debug)]
pub struct House {
    /// Both doors to the database.
    pub db: Db,
    /// Where attachments lie.
    pub files: Files,
    /// Where pages and their wasm are, as Leptos wants to know it.
    pub options: LeptosOptions,
    /// Flags and environment.
    pub config: Arc<Config>,
    /// Who asked how often.
    pub pace: Arc<Pace>,
    shift: Arc<AtomicI64>,
    closing: watch::Sender<bool>,
}

impl House {
    /// A server that has not begun to listen.
    pub fn new(db: Db, options: LeptosOptions, config: Config) -> Self {
        Self {
            db,
            files: Files::of(&config),
            options,
            config: Arc::new(config),
            pace: Arc::default(),
            shift: Arc::new(AtomicI64::new(0)),
            closing: watch::channel(false).0,
        }
    }

    /// Unix milliseconds on the competition's clock. A demo edition of an earlier year runs on a
    /// clock that is shifted into its calendar; everything follows it, so that its days are true.
    pub fn now(&self) -> i64 {
        system_now() + self.shift.load(Ordering::Relaxed)
    }

    /// Sets the shift of a demo edition, in milliseconds.
    pub fn shift_clock(&self, milliseconds: i64) {
        self.shift.store(milliseconds, Ordering::Relaxed);
    }

    /// Asks every open stream to end.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Resolves when the server is closing.
    pub fn closing(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut closing = self.closing.subscribe();
        async move {
            // An error means the server is gone, which is closing too.
            let _gone = closing.wait_for(|closing| *closing).await;
        }
    }

    /// One request's view of the server.
    ///
    /// # Errors
    /// When the session cannot be looked up.
    pub async fn visit(&self, parts: &Parts) -> Result<Visit, Fault> {
        Visit::new(self.clone(), parts).await
    }
}

/// Unix milliseconds on this machine's clock.
pub fn system_now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|d| i64::try_from(d.as_millis()).ok())
        .unwrap_or_default()
}
