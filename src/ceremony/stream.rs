//! The wires of the show: snapshots to the screens by server-sent events, and commands from a
//! remote without JavaScript.

use super::{
    desk::{self, CREW},
    rules::{Command, Mark, Order},
};
use crate::{
    fault::Fault,
    kernel::Lang,
    server::{
        House, Visit,
        pages::{self, Fields, Reply},
    },
};
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header::CACHE_CONTROL, request::Parts},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
    routing::{get, post},
};
use futures::Stream;
use std::{convert::Infallible, pin::pin, time::Duration};
use tokio::sync::broadcast::error::RecvError;

/// A stream without a beat for a few of these is dead.
const BEAT: Duration = Duration::from_secs(2);

/// Addresses of the show that are no pages.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/panggung/{acara}/arus", get(listen))
        .route("/panggung/{acara}/perintah", post(press))
}

async fn listen(
    State(house): State<House>,
    Path(show): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    if let Err(fault) = picture(&house, &parts, &show).await {
        let status = StatusCode::from_u16(fault.status()).unwrap_or_default();
        return (status, fault.sentence(Lang::of_path(parts.uri.path()))).into_response();
    }
    let mut response = Sse::new(pictures(house, parts, show)).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

/// One picture as an event, and how long it lasts by itself.
async fn picture(
    house: &House,
    parts: &Parts,
    show: &str,
) -> Result<(Event, Option<Duration>), Fault> {
    // Asked each time: who has signed out in the meantime sees nothing more.
    let visit = house.visit(parts).await?;
    visit.require(&CREW)?;
    let staged = desk::staged(&mut *visit.read().await?, show).await?;
    let now = house.now();
    let snapshot = staged.snapshot(now);
    let lasts = staged.lasts(now);
    let Mark { epoch, seq } = snapshot.mark;
    let event = Event::default()
        .id(format!("{epoch}.{seq}"))
        .retry(Duration::from_millis(500))
        .json_data(&snapshot)
        .map_err(|_| Fault::Ours)?;
    Ok((event, lasts.and_then(|ms| u64::try_from(ms).ok()).map(Duration::from_millis)))
}

/// What ends a wait.
enum Woken {
    Beat,
    Changed,
    Ended,
}

/// Every picture from now on, each when it is due, and a beat between them.
fn pictures(
    house: House,
    parts: Parts,
    show: String,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let topic = desk::topic(&show);
    async_stream::stream! {
        // Heard before the first look, so that no change falls between.
        let mut changes = house.db.bus.subscribe();
        let mut closing = pin!(house.closing());
        let mut beat = tokio::time::interval(BEAT);
        while let Ok((event, lasts)) = picture(&house, &parts, &show).await {
            yield Ok(event);
            let mut due = pin!(async move {
                match lasts {
                    Some(lasts) => tokio::time::sleep(lasts).await,
                    None => std::future::pending().await,
                }
            });
            loop {
                let woken = tokio::select! {
                    () = &mut closing => Woken::Ended,
                    () = &mut due => Woken::Changed,
                    _ = beat.tick() => Woken::Beat,
                    change = changes.recv() => match change {
                        Ok(one) if *one != *topic && &*one != "*" => continue,
                        // Having missed some is a reason to look again too.
                        Ok(_) | Err(RecvError::Lagged(_)) => Woken::Changed,
                        Err(RecvError::Closed) => Woken::Ended,
                    },
                };
                match woken {
                    Woken::Beat => yield Ok(Event::default().event("beat").data("1")),
                    Woken::Changed => break,
                    Woken::Ended => return,
                }
            }
        }
    }
}

async fn press(State(house): State<House>, Path(show): Path<String>, request: Request) -> Response {
    pages::form(house, request, move |visit, fields| pressed(visit, show, fields)).await
}

async fn pressed(visit: Visit, show: String, fields: Fields) -> Result<Reply, Fault> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let number = |name: &str| field(name).parse().map_err(|_| Fault::Unreadable);
    let order = Order {
        expected: Mark { epoch: number("epoch")?, seq: number("seq")? },
        command: Command::named(field("command")).ok_or(Fault::Unreadable)?,
        op: field("op").to_owned(),
        show,
    };
    match desk::command(&visit, &order).await {
        // Refused or not, the remote shows the state there is.
        Ok(_) | Err(Fault::Conflict | Fault::Held { .. } | Fault::Refused { .. }) => {
            Ok(Reply::Go(format!("/panggung/{}/kendali", order.show)))
        }
        Err(fault) => Err(fault),
    }
}
