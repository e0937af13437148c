//! Files on their way, kept in the device's database until the server has them: a reload or an
//! empty battery costs nobody a photo. Where the device keeps nothing they live in the page alone.

use super::{Plan, Wish};
use gloo_storage::{LocalStorage, Storage as _};
use js_sys::{Array, Object, Promise, Reflect};
use leptos::prelude::window;
use std::{cell::RefCell, collections::BTreeSet};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransactionMode,
};

/// The database; `device.js` deletes it at sign-out.
const DATABASE: &str = "kipp-files";
const STORE: &str = "files";
/// Beside each file a line in local storage, by which signing out knows that something waits.
const MARK: &str = "kipp-draft/files/";

thread_local! {
    /// What this page is sending already.
    static SENDING: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// A file that waits.
pub struct Kept {
    /// Where it is kept.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub blob: Blob,
    /// What was wished of it when it was chosen: what was to wait for Wi-Fi still waits.
    pub wish: Wish,
}

/// Keeps a file; nothing if the device does not.
pub async fn keep(plan: &Plan, name: &str, blob: &Blob, wish: Wish) -> Option<String> {
    let key = format!("{}{}-{}", prefix(plan), js_sys::Date::now(), js_sys::Math::random());
    let value = Object::new();
    Reflect::set(&value, &"name".into(), &name.into()).ok()?;
    Reflect::set(&value, &"blob".into(), blob).ok()?;
    Reflect::set(&value, &"later".into(), &(wish == Wish::Later).into()).ok()?;
    let store = store(IdbTransactionMode::Readwrite).await.ok()?;
    answer(&store.put_with_key(&value, &key.as_str().into()).ok()?).await.ok()?;
    let _full = LocalStorage::raw().set_item(&format!("{MARK}{key}"), "{}");
    SENDING.with_borrow_mut(|sending| sending.insert(key.clone()));
    Some(key)
}

/// The files that wait for a place of the form and that this page is not sending yet.
pub async fn waiting(plan: &Plan) -> Vec<Kept> {
    all(plan).await.unwrap_or_default()
}

async fn all(plan: &Plan) -> Result<Vec<Kept>, JsValue> {
    let from = prefix(plan);
    let range = IdbKeyRange::bound(&from.as_str().into(), &format!("{from}\u{ffff}").into())?;
    let asked = store(IdbTransactionMode::Readonly).await?.get_all_keys_with_key(&range)?;
    let keys = answer(&asked).await?;
    let mut found = Vec::new();
    for key in Array::from(&keys) {
        let Some(name) = key.as_string() else { continue };
        if !SENDING.with_borrow_mut(|sending| sending.insert(name.clone())) {
            continue;
        }
        let value = answer(&store(IdbTransactionMode::Readonly).await?.get(&key)?).await?;
        let get = |field: &str| Reflect::get(&value, &field.into());
        if let (Some(file), Ok(blob)) = (get("name")?.as_string(), get("blob")?.dyn_into()) {
            let wish = if get("later")?.is_truthy() { Wish::Later } else { Wish::Go };
            found.push(Kept { key: name, name: file, blob, wish });
        }
    }
    Ok(found)
}

/// Forgets a file that the server has, or that nobody wants any more.
pub async fn forget(key: &str) {
    LocalStorage::delete(format!("{MARK}{key}"));
    if let Ok(store) = store(IdbTransactionMode::Readwrite).await
        && let Ok(asked) = store.delete(&key.into())
    {
        let _gone = answer(&asked).await;
    }
}

fn prefix(plan: &Plan) -> String {
    format!("{}/{}/{}/", plan.user, plan.address, plan.kind)
}

async fn store(mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
    let open: IdbOpenDbRequest = factory.open_with_u32(DATABASE, 1)?;
    let fresh = open.clone();
    let make = Closure::once_into_js(move |_: JsValue| {
        if let Ok(database) = fresh.result() {
            let _made = database.unchecked_into::<IdbDatabase>().create_object_store(STORE);
        }
    });
    open.set_onupgradeneeded(Some(make.unchecked_ref()));
    let database: IdbDatabase = answer(&open).await?.dyn_into()?;
    let store = database.transaction_with_str_and_mode(STORE, mode)?.object_store(STORE);
    // Closes when the transaction is over; an open one would keep signing out from deleting all.
    database.close();
    store
}

/// Waits for what the database answers.
async fn answer(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        let asked = request.clone();
        let good = Closure::once_into_js(move |_: JsValue| {
            let _told = done.call1(&JsValue::NULL, &asked.result().unwrap_or(JsValue::UNDEFINED));
        });
        request.set_onsuccess(Some(good.unchecked_ref()));
        request.set_onerror(Some(&failed));
    });
    JsFuture::from(promise).await
}
