//! The show on thousands of phones: one reader of the database for all of them, so that the hall's own
//! screens never wait for the crowd.

use super::{desk, rules::Audience};
use crate::{fault::Fault, kernel::Lang, server::House};
use axum::{
    Extension, Router,
    extract::{OriginalUri, Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header::CACHE_CONTROL},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
    routing::get,
};
use futures::Stream;
use std::{
    convert::Infallible,
    pin::pin,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::sync::{broadcast::error::RecvError, watch};

/// A phone's stream without a sign of life for a few of these is dead.
const BEAT: Duration = Duration::from_secs(15);

/// How long the reader rests after it could not read.
const REST: Duration = Duration::from_secs(1);

/// What everybody may know now, as it is sent, and who keeps it.
#[derive(Default)]
struct Crowd {
    told: OnceLock<watch::Receiver<Arc<str>>>,
}

impl Crowd {
    fn follow(&self, house: &House) -> watch::Receiver<Arc<str>> {
        let begin = || {
            let (tell, told) = watch::channel(Arc::from(""));
            tokio::spawn(keep(house.clone(), tell));
            told
        };
        self.told.get_or_init(begin).clone()
    }
}

async fn read(house: &House) -> Result<(String, Option<i64>), Fault> {
    let (audience, lasts): (Audience, _) = desk::audience(house, "").await?;
    serde_json::to_string(&audience).map(|text| (text, lasts)).map_err(|_| Fault::Ours)
}

/// Reads the show whenever it has changed, or a name is due, and tells it to all.
async fn keep(house: House, tell: watch::Sender<Arc<str>>) {
    let mut changes = house.db.bus.subscribe();
    let mut closing = pin!(house.closing());
    loop {
        let lasts = match read(&house).await {
            Ok((text, lasts)) => {
                tell.send_if_modified(|told| {
                    let is_new = **told != *text;
                    if is_new {
                        *told = Arc::from(text.as_str());
                    }
                    is_new
                });
                lasts.and_then(|ms| u64::try_from(ms).ok()).map(Duration::from_millis)
            }
            Err(_) => Some(REST),
        };
        let due = async {
            match lasts {
                Some(lasts) => tokio::time::sleep(lasts).await,
                None => std::future::pending().await,
            }
        };
        let changed = async {
            loop {
                match changes.recv().await {
                    Ok(topic) if !topic.starts_with("show:") && &*topic != "*" => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => return true,
                    Err(RecvError::Closed) => return false,
                }
            }
        };
        tokio::select! {
            () = &mut closing => return,
            () = due => {}
            goes_on = changed => if !goes_on { return },
        }
    }
}

async fn listen(
    State(house): State<House>,
    Extension(crowd): Extension<Arc<Crowd>>,
    Path(show): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    if let Err(fault) = desk::audience(&house, &show).await {
        let status = StatusCode::from_u16(fault.status()).unwrap_or_default();
        return (status, fault.sentence(Lang::of_path(uri.path()))).into_response();
    }
    let told = crowd.follow(&house);
    let mut response = Sse::new(pictures(house, told)).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

fn pictures(
    house: House,
    mut told: watch::Receiver<Arc<str>>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    async_stream::stream! {
        let mut closing = pin!(house.closing());
        let mut beat = tokio::time::interval(BEAT);
        told.mark_changed();
        loop {
            tokio::select! {
                () = &mut closing => return,
                _ = beat.tick() => yield Ok(Event::default().comment("")),
                changed = told.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    let text = told.borrow_and_update().clone();
                    if !text.is_empty() {
                        yield Ok(Event::default().retry(Duration::from_secs(3)).data(&*text));
                    }
                }
            }
        }
    }
}

/// The public stream.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/panggung/{acara}/teks/arus", get(listen))
        .layer(Extension(Arc::new(Crowd::default())))
}
