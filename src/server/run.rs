//! Opens the house: database, routes, socket; and closes it in order.

use super::{House, assets::Assets, config::Config, db::Db, guard, mail, pages, telemetry};
use crate::{
    ceremony, edition, fault::Fault, judging, panel, people, proposal, result, screening, showcase,
};
use anyhow::{Context, bail};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, StatusCode},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use leptos::{config::LeptosOptions, prelude::provide_context};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};

/// Largest body of a form or server function, in bytes: nine fields of 20,000 characters of
/// four bytes each, percent-encoded.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// Largest fault on the wire, in bytes: a few sentences.
const FAULT_LIMIT: usize = 64 * 1024;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Every address the server answers.
pub fn router(house: House, assets: Assets) -> Router {
    let assets = Arc::new(assets);
    let slices = || {
        Router::new()
            .merge(people::desk::routes())
            .merge(edition::desk::routes())
            .merge(proposal::desk::routes())
            .merge(screening::desk::routes())
            .merge(judging::desk::routes())
            .merge(panel::desk::routes())
            .merge(result::desk::routes())
            .merge(ceremony::desk::routes())
            .merge(showcase::desk::routes())
    };
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/api/{*function}", post(server_function))
        .merge(slices())
        .nest("/en", slices())
        .fallback(pages::page)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(move |request: Request, next: middleware::Next| {
            let file = assets.answer(request.uri().path(), request.headers());
            async move {
                match file {
                    Some(file) => file,
                    None => next.run(request).await,
                }
            }
        }))
        // Files bring their own compressed twins; this is for pages and answers.
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(guard::guard))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request| {
            let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok());
            tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
        }).on_response(|response: &Response, latency: Duration, _: &tracing::Span| {
            tracing::info!(status = response.status().as_u16(), ms = latency.as_millis(), "answered");
        }))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .with_state(house)
}

async fn server_function(State(house): State<House>, request: Request) -> Response {
    let context = move || provide_context(house.clone());
    let answer =
        leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    if answer.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return answer;
    }
    // The library answers every fault with 500. Whoever reads no Rust, the service worker above
    // all, goes by the status.
    let (mut parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, FAULT_LIMIT).await.unwrap_or_default();
    if let Ok(fault) = serde_json::from_slice::<Fault>(&body) {
        parts.status = StatusCode::from_u16(fault.status()).unwrap_or(parts.status);
    }
    Response::from_parts(parts, body.into())
}

async fn ready(State(house): State<House>) -> Response {
    match house.db.read().await {
        Ok(mut conn) => match sqlx::query("SELECT 1").execute(&mut *conn).await {
            Ok(_) => "ready\n".into_response(),
            Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database\n").into_response(),
        },
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database\n").into_response(),
    }
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    let sentence = "Ada kesalahan di server kami. Coba lagi sebentar lagi. \
         / Something went wrong on our server. Try again shortly.\n";
    (StatusCode::INTERNAL_SERVER_ERROR, sentence).into_response()
}

/// The folder of the built pages: the one given, or the one beside the program.
fn site(config: &Config) -> PathBuf {
    config.site.clone().unwrap_or_else(|| {
        let program = std::env::current_exe().unwrap_or_default();
        let beside = program.parent().unwrap_or(Path::new("."));
        [beside.join("site"), beside.join("../site")]
            .into_iter()
            .find(|site| site.is_dir())
            .unwrap_or_else(|| PathBuf::from("target/site"))
    })
}

/// Leptos' own configuration, from where the site is.
fn leptos_options(site: &Path, listen: SocketAddr) -> LeptosOptions {
    // Names are hashed by the build, which says so in a file beside the program; tests have none.
    let hashed =
        std::env::current_exe().is_ok_and(|program| program.with_file_name("hash.txt").is_file());
    LeptosOptions::builder()
        .output_name("kipp")
        .site_root(site.display().to_string())
        .site_pkg_dir("pkg")
        .site_addr(listen)
        .hash_files(hashed)
        .build()
}

/// Opens the house without listening: what `serve` and the tests share.
///
/// # Errors
/// One sentence for the console.
pub async fn open(config: Config) -> anyhow::Result<(House, Router)> {
    // Leptos starts its executor when it lists routes, which we do not; a second start is fine.
    let _already = any_spawner::Executor::init_tokio();
    if config.database.is_none() {
        std::fs::create_dir_all(&config.data).with_context(|| {
            format!(
                "the data folder {} cannot be made; choose another with --data",
                config.data.display()
            )
        })?;
        let probe = config.data.join(".writable");
        std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)).with_context(
            || {
                format!(
                    "the data folder {} cannot be written to; choose another with --data",
                    config.data.display()
                )
            },
        )?;
    }
    let db = Db::open(&config.database_url()).await?;
    let site = site(&config);
    let options = leptos_options(&site, config.listen);
    let assets = if site.is_dir() { Assets::load(&site)? } else { Assets::default() };
    let house = House::new(db, options, config);
    house.files.open()?;
    let shift = edition::desk::clock_shift(&mut *house.db.read().await?).await?;
    house.shift_clock(shift);
    let router = router(house.clone(), assets);
    Ok((house, router))
}

/// `kipp serve`: listens until it is asked to stop.
///
/// # Errors
/// One sentence for the console: port in use, unwritable folder, newer database.
pub async fn serve(config: Config, announce: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    telemetry::start(config.log_json);
    let listen = config.listen;
    let (house, router) = open(config).await?;
    if edition::desk::slug(&mut *house.db.read().await?).await?.is_none() {
        bail!(
            "there is no edition in this data folder yet; make one with `kipp demo --data DIR --stage submission` or `kipp open --edition FOLDER`"
        );
    }
    let listener = tokio::net::TcpListener::bind(listen).await.with_context(|| {
        format!("cannot listen on {listen}; is another kipp running? Choose another with --listen")
    })?;
    mail::begin(&house)?;
    proposal::desk::remind::begin(&house);
    proposal::desk::link::begin(&house);
    announce(listener.local_addr()?);
    tokio::spawn(proposal::attachment::desk::keep_swept(house.clone()));
    let closing = house.clone();
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            asked_to_stop().await;
            tracing::info!("closing");
            closing.close();
        })
        .await?;
    house.db.close().await;
    Ok(())
}

async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => {
            let _interrupted = interrupted.await;
        }
    }
}
