//! A demonstration edition behind a real socket, for the tests that talk to it as people do.

use super::{server::Server, support::demo};
use reqwest::{Client, Response, StatusCode, header, redirect::Policy};
use tempfile::TempDir;

/// A server with a demonstration edition, and how its people talk to it.
pub struct House {
    /// The server.
    pub server: Server,
    /// Its `accounts.json`.
    pub accounts: Vec<serde_json::Value>,
    /// The data folder, gone after the test.
    pub home: TempDir,
}

/// Serves a demo at a stage.
pub fn house(stage: &str) -> House {
    house_of(stage, &[])
}

/// Serves a demo at a stage, built with more arguments.
pub fn house_of(stage: &str, more: &[&str]) -> House {
    let home = tempfile::tempdir().expect("a temporary folder");
    let data = home.path().join("data");
    demo(&data, stage, more);
    let accounts = std::fs::read_to_string(data.join("accounts.json")).expect("accounts.json");
    House {
        server: Server::start(&data),
        accounts: serde_json::from_str(&accounts).expect("a list"),
        home,
    }
}

/// A browser that follows nothing and keeps its cookies.
pub fn client() -> Client {
    // Of two ways to encrypt none is built in; a second choice of the same one is refused, harmlessly.
    let _already = rustls::crypto::ring::default_provider().install_default();
    Client::builder().cookie_store(true).redirect(Policy::none()).build().expect("a client")
}

impl House {
    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.url)
    }

    /// User name and password of the account of a role; `nth` counts from 0.
    pub fn account(&self, role: &str, nth: usize) -> (String, String) {
        let account = self
            .accounts
            .iter()
            .filter(|account| account["role"] == role)
            .nth(nth)
            .unwrap_or_else(|| panic!("no {role} {nth}"));
        let text = |key: &str| account[key].as_str().expect("text").to_owned();
        (text("username"), text("password"))
    }

    /// A browser signed in as the account of a role.
    pub async fn as_role(&self, role: &str, nth: usize) -> Client {
        let client = client();
        let (username, password) = self.account(role, nth);
        let answer =
            self.post(&client, "/masuk", &[("username", &username), ("password", &password)]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{role} signs in");
        client
    }

    /// Asks for a page.
    pub async fn get(&self, client: &Client, path: &str) -> Response {
        client.get(self.url(path)).send().await.expect("an answer")
    }

    /// Posts a form, as a page of ours does.
    pub async fn post(&self, client: &Client, path: &str, fields: &[(&str, &str)]) -> Response {
        client
            .post(self.url(path))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form(fields))
            .send()
            .await
            .expect("an answer")
    }
}

fn hex(byte: u8) -> String {
    format!("{byte:02X}")
}

fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        text.bytes().fold(String::new(), |mut coded, byte| {
            if byte.is_ascii_alphanumeric() {
                coded.push(char::from(byte));
            } else {
                coded.push('%');
                coded.push_str(&hex(byte));
            }
            coded
        })
    };
    fields.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect::<Vec<_>>().join("&")
}

/// The first attribute value that follows a piece of HTML.
pub fn after<'a>(html: &'a str, mark: &str) -> &'a str {
    let at = html.find(mark).unwrap_or_else(|| panic!("no {mark} in the page")) + mark.len();
    html[at..].split(['"', '<', '?']).next().expect("text follows")
}
