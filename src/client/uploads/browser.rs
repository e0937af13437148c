//! In the browser: photos are made small on a canvas, one file is sent at a time, and what was
//! cut off goes on where the server says it ended.

use super::{
    FIRST_PIECE, Plan, State, Transfer, Wish, fitted, kept, next_piece, pause_after, percent,
};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Promise, Reflect, Uint8Array};
use leptos::{prelude::*, task::spawn_local};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Blob, CanvasRenderingContext2d, File, Headers, HtmlCanvasElement,
    HtmlInputElement, ImageBitmap, RequestInit, Response,
};

/// Longest side of a photo, in pixels.
const SIDE: u32 = 2048;
/// Bytes above which a photo is packed a second time, with less care.
const HEAVY: f64 = 700.0 * 1024.0;
/// Bytes from the start of a file by which the server knows it again.
const HEAD: f64 = 64.0 * 1024.0;
/// How long one request may take, in milliseconds: the smallest piece on the worst network.
const PATIENCE: u32 = 45_000;
/// How often a waiting file looks around, in milliseconds.
const LOOK: u32 = 250;

thread_local! {
    static BUSY: Cell<bool> = const { Cell::new(false) };
    static NOW: RefCell<Option<AbortController>> = const { RefCell::new(None) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

fn transfer(name: String, wish: Wish) -> Transfer {
    NEXT.set(NEXT.get() + 1);
    Transfer {
        id: NEXT.get(),
        name: StoredValue::new(name),
        state: RwSignal::new(State::Waiting),
        wish: RwSignal::new(wish),
    }
}

/// Ends the request that is on its way, so that a tap is obeyed at once.
pub fn stop() {
    NOW.with_borrow(|now| {
        if let Some(now) = now {
            now.abort();
        }
    });
}

/// Whether this device asks to save data.
pub fn is_thrifty() -> bool {
    connection("saveData").is_some_and(|value| value.is_truthy())
}

fn on_wifi() -> bool {
    connection("type").and_then(|kind| kind.as_string()).is_some_and(|kind| kind == "wifi")
}

fn connection(property: &str) -> Option<JsValue> {
    let navigator = window().navigator();
    let connection = Reflect::get(&navigator, &"connection".into()).ok()?;
    if connection.is_undefined() { None } else { Reflect::get(&connection, &property.into()).ok() }
}

/// Begins to send the files that an input holds, and empties it.
pub fn chosen(input: &HtmlInputElement, plan: &Plan, wish: Wish) -> Vec<Transfer> {
    let Some(files) = input.files() else { return Vec::new() };
    let mut transfers = Vec::new();
    for at in 0..files.length() {
        let Some(file) = files.get(at) else { continue };
        let transfer = transfer(file.name(), wish);
        transfers.push(transfer);
        spawn_local(run(file, plan.clone(), transfer));
    }
    // So that the same file can be chosen again.
    input.set_value("");
    transfers
}

/// Goes on with what this device has kept for a place of the form; `found` is told of each file.
pub fn resume(plan: Plan, found: impl Fn(Transfer) + 'static) {
    spawn_local(async move {
        for file in kept::waiting(&plan).await {
            let transfer = transfer(file.name.clone(), file.wish);
            found(transfer);
            spawn_local(carry(file.blob, file.name, plan.clone(), transfer, Some(file.key)));
        }
    });
}

/// Why a file does not go on.
enum End {
    Refused(String),
    SignedOut,
    Cancelled,
    /// The server knows nothing of this upload any more.
    Unknown,
}

async fn run(file: File, plan: Plan, transfer: Transfer) {
    let name = file.name();
    let blob = if file.type_().starts_with("image/") {
        transfer.state.set(State::Shrinking);
        // A photo that this browser cannot open goes as it is: the server can tell.
        shrink(&file).await.unwrap_or_else(|_| file.into())
    } else {
        file.into()
    };
    let key = kept::keep(&plan, &name, &blob, transfer.wish.get_untracked()).await;
    carry(blob, name, plan, transfer, key).await;
}

/// Sends a file in its turn; `key` is where the device keeps it meanwhile.
async fn carry(blob: Blob, name: String, plan: Plan, transfer: Transfer, key: Option<String>) {
    transfer.state.set(State::Waiting);
    while BUSY.get() || holds(transfer, 0) {
        if transfer.wish.get_untracked() == Wish::Cancel {
            forget(key).await;
            transfer.state.set(State::Gone);
            return;
        }
        TimeoutFuture::new(LOOK).await;
    }
    BUSY.set(true);
    let mut end = send(&blob, &name, &plan, transfer).await;
    if matches!(end, Err(End::Unknown)) {
        end = send(&blob, &name, &plan, transfer).await;
    }
    BUSY.set(false);
    // Whoever has to sign in again finds the file still here.
    if !matches!(end, Err(End::SignedOut)) {
        forget(key).await;
    }
    transfer.state.set(match end {
        Ok(()) => State::Ready,
        Err(End::Refused(sentence)) => State::Refused(sentence),
        Err(End::SignedOut) => State::SignedOut,
        Err(End::Cancelled | End::Unknown) => State::Gone,
    });
}

async fn forget(key: Option<String>) {
    if let Some(key) = key {
        kept::forget(&key).await;
    }
}

/// Whether a wish keeps a file from going on, and shows so.
fn holds(transfer: Transfer, at: u32) -> bool {
    match transfer.wish.get_untracked() {
        Wish::Go | Wish::Cancel => false,
        Wish::Pause => {
            show(transfer, State::Paused(at));
            true
        }
        Wish::Later => {
            let waits = !on_wifi();
            if waits {
                show(transfer, State::ForWifi);
            }
            waits
        }
    }
}

fn show(transfer: Transfer, state: State) {
    if transfer.state.with_untracked(|now| *now != state) {
        transfer.state.set(state);
    }
}

async fn send(blob: &Blob, name: &str, plan: &Plan, transfer: Transfer) -> Result<(), End> {
    let length = blob.size();
    let head = digest(&slice(blob, 0.0, HEAD.min(length))).await;
    let begun = serde_json::json!({
        "kind": plan.kind, "name": name, "length": whole(length), "head": head,
    });
    let (mut failures, mut piece) = (0, FIRST_PIECE);
    let (address, mut at) = loop {
        match post(&plan.address, &begun).await {
            Answer::Body(body) => {
                let text = |key: &str| body.get(key).and_then(|v| v.as_str()).map(str::to_owned);
                let received = body.get("received").and_then(serde_json::Value::as_f64);
                break (text("address").unwrap_or_default(), received.unwrap_or(0.0));
            }
            answer => lost(answer, &mut failures, transfer, 0).await?,
        }
    };
    let (started, from) = (js_sys::Date::now(), at);
    while at < length {
        let done = percent(whole(at), whole(length));
        wait_for(transfer, done, Some(&address)).await?;
        let left = left(started, at - from, length - at);
        transfer.state.set(State::Sending(whole(at), whole(length), left));
        let end = (at + f64::from(piece)).min(length);
        let began = js_sys::Date::now();
        match patch(&address, at, &slice(blob, at, end)).await {
            Answer::Place(place) => {
                piece = next_piece(piece, Some(js_sys::Date::now() - began));
                failures = 0;
                at = place;
            }
            answer => {
                piece = next_piece(piece, None);
                // A tap ended the request: nothing is lost, and the tap is obeyed above.
                let tapped = transfer.wish.get_untracked() != Wish::Go;
                if !(tapped && matches!(answer, Answer::Lost)) {
                    lost(answer, &mut failures, transfer, done).await?;
                }
                wait_for(transfer, done, Some(&address)).await?;
                match ask(&address).await {
                    Answer::Place(place) => at = place,
                    Answer::Lost => {}
                    answer => lost(answer, &mut failures, transfer, done).await?,
                }
            }
        }
    }
    transfer.state.set(State::Checking);
    let ended = serde_json::json!({ "sha256": digest(blob).await });
    loop {
        match post(&address, &ended).await {
            Answer::Body(_) => return Ok(()),
            answer => lost(answer, &mut failures, transfer, 100).await?,
        }
        wait_for(transfer, 100, Some(&address)).await?;
    }
}

/// Waits while a wish holds the file; a cancelled one is given up on the server as well.
async fn wait_for(transfer: Transfer, at: u32, address: Option<&str>) -> Result<(), End> {
    while holds(transfer, at) {
        TimeoutFuture::new(LOOK).await;
    }
    if transfer.wish.get_untracked() == Wish::Cancel {
        if let Some(address) = address {
            // What cannot be given up now is swept in a week.
            let _later = request("DELETE", address, None, None).await;
        }
        return Err(End::Cancelled);
    }
    Ok(())
}

/// Seconds left at the pace so far.
fn left(started: f64, sent: f64, rest: f64) -> Option<u32> {
    let took = (js_sys::Date::now() - started) / 1e3;
    let left = (took > 1.0 && sent > 0.0).then(|| whole((rest * took / sent).min(86_400.0)))?;
    u32::try_from(left).ok()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bytes and seconds: whole already, and never below nothing"
)]
fn whole(number: f64) -> u64 {
    number.max(0.0) as u64
}

/// What came back.
enum Answer {
    Body(serde_json::Value),
    Place(f64),
    Refused(u16, String),
    Lost,
}

/// Shows that the network is gone and waits for it, or ends a file that is not taken.
async fn lost(answer: Answer, failures: &mut u32, transfer: Transfer, at: u32) -> Result<(), End> {
    match answer {
        Answer::Refused(401, _) => Err(End::SignedOut),
        Answer::Refused(404, _) => Err(End::Unknown),
        // The server is busy or restarting: that is no answer about the file.
        Answer::Refused(status, sentence) if status < 500 => Err(End::Refused(sentence)),
        _ => {
            *failures += 1;
            transfer.state.set(State::Broken(at));
            let mut waited = 0;
            let was_online = window().navigator().on_line();
            while waited < pause_after(*failures) * 1000 {
                TimeoutFuture::new(LOOK).await;
                waited += LOOK;
                if transfer.wish.get_untracked() != Wish::Go {
                    break;
                }
                // The network came back while we waited.
                if !was_online && window().navigator().on_line() {
                    break;
                }
            }
            Ok(())
        }
    }
}

async fn post(address: &str, body: &serde_json::Value) -> Answer {
    let text = JsValue::from_str(&body.to_string());
    match request("POST", address, Some(&text), None).await {
        None => Answer::Lost,
        Some(response) => read(response).await,
    }
}

async fn read(response: Response) -> Answer {
    let Ok(promise) = response.text() else { return Answer::Lost };
    let Ok(text) = JsFuture::from(promise).await else { return Answer::Lost };
    let body: serde_json::Value =
        serde_json::from_slice(text.as_string().unwrap_or_default().as_bytes()).unwrap_or_default();
    if response.ok() {
        return Answer::Body(body);
    }
    let sentence = body.get("sentence").and_then(|v| v.as_str()).unwrap_or_default();
    Answer::Refused(response.status(), sentence.to_owned())
}

async fn patch(address: &str, at: f64, piece: &Blob) -> Answer {
    placed(request("PATCH", address, Some(piece), Some(at)).await).await
}

async fn ask(address: &str) -> Answer {
    placed(request("HEAD", address, None, None).await).await
}

/// Where the server says the upload ends, also when it says that we were somewhere else.
async fn placed(response: Option<Response>) -> Answer {
    let Some(response) = response else { return Answer::Lost };
    if response.ok() || response.status() == 409 {
        let place = response.headers().get("upload-offset").ok().flatten();
        if let Some(place) = place.and_then(|place| place.parse().ok()) {
            return Answer::Place(place);
        }
    }
    read(response).await
}

async fn request(
    method: &str,
    address: &str,
    body: Option<&JsValue>,
    offset: Option<f64>,
) -> Option<Response> {
    let abort = AbortController::new().ok()?;
    let init = RequestInit::new();
    init.set_method(method);
    init.set_signal(Some(&abort.signal()));
    if let Some(body) = body {
        init.set_body(body);
    }
    if let Some(offset) = offset {
        let headers = Headers::new().ok()?;
        headers.set("upload-offset", &offset.to_string()).ok()?;
        headers.set("content-type", "application/offset+octet-stream").ok()?;
        init.set_headers(&headers);
    }
    NOW.set(Some(abort.clone()));
    let late = gloo_timers::callback::Timeout::new(PATIENCE, move || abort.abort());
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, &init)).await;
    drop(late);
    NOW.set(None);
    answer.ok()?.dyn_into().ok()
}

fn slice(blob: &Blob, from: f64, to: f64) -> Blob {
    blob.slice_with_f64_and_f64(from, to).unwrap_or_else(|_| blob.clone())
}

/// SHA-256 in hex; empty where the browser does not offer it, as on a page without HTTPS.
async fn digest(blob: &Blob) -> String {
    let hash = async {
        let crypto = Reflect::get(&window(), &"crypto".into()).ok()?;
        let subtle: web_sys::SubtleCrypto =
            Reflect::get(&crypto, &"subtle".into()).ok()?.dyn_into().ok()?;
        let bytes = JsFuture::from(blob.array_buffer()).await.ok()?;
        let promise = subtle
            .digest_with_str_and_buffer_source("SHA-256", bytes.dyn_ref::<js_sys::Object>()?)
            .ok()?;
        let hash = Uint8Array::new(&JsFuture::from(promise).await.ok()?);
        Some(hash.to_vec().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}")))
    };
    hash.await.unwrap_or_default()
}

/// A photo on a canvas of at most 2,048 pixels, packed anew: smaller, and without its place.
async fn shrink(file: &File) -> Result<Blob, JsValue> {
    let bitmap: ImageBitmap =
        JsFuture::from(window().create_image_bitmap_with_blob(file)?).await?.dyn_into()?;
    let (wide, high) = fitted(bitmap.width(), bitmap.height(), SIDE);
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    canvas.set_width(wide);
    canvas.set_height(high);
    let pen: CanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    // What is see-through becomes paper, not ink.
    pen.set_fill_style_str("#fff");
    pen.fill_rect(0.0, 0.0, f64::from(wide), f64::from(high));
    pen.draw_image_with_image_bitmap_and_dw_and_dh(
        &bitmap,
        0.0,
        0.0,
        f64::from(wide),
        f64::from(high),
    )?;
    bitmap.close();
    let mut packed = pack(&canvas, 0.82).await?;
    if packed.size() > HEAVY {
        packed = pack(&canvas, 0.7).await?;
    }
    Ok(packed)
}

async fn pack(canvas: &HtmlCanvasElement, quality: f64) -> Result<Blob, JsValue> {
    let promise = Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            let _called = resolve.call1(&JsValue::NULL, &blob);
        });
        // A canvas that refuses never calls back; the promise then rejects by its own error.
        let _asked = canvas.to_blob_with_type_and_encoder_options(
            done.unchecked_ref(),
            "image/jpeg",
            &quality.into(),
        );
    });
    let blob = JsFuture::from(promise).await?;
    blob.dyn_into()
}
