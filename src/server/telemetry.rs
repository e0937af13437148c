//! Logs: one line per request with its id, as text for people or JSON for machines.

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Starts logging to standard error; `RUST_LOG` chooses what, `info` by default.
pub fn start(json: bool) {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,kipp=info"));
    let registry = tracing_subscriber::registry().with(filter);
    // A second start happens in tests only, and keeps the first.
    let _already = if json {
        registry.with(fmt::layer().json().with_writer(std::io::stderr)).try_init()
    } else {
        registry.with(fmt::layer().with_writer(std::io::stderr)).try_init()
    };
}
