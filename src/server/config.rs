//! What the person who starts the server may choose: flags, or `KIPP_…` of the same names.

use std::{net::SocketAddr, path::PathBuf};

/// The sender of letters that become files.
const DEFAULT_FROM: &str = "KIPP <kipp@localhost.localdomain>";

/// Something that is done or left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Switch {
    /// It is done.
    On,
    /// It is left.
    Off,
}

/// `kipp serve`.
#[derive(Clone, Debug, clap::Args)]
pub struct Config {
    /// Folder of the database and files.
    #[arg(long, env = "KIPP_DATA", default_value = "data")]
    pub data: PathBuf,
    /// A ceremony that `kipp show export` has packed: it is unpacked beside the file and served,
    /// whatever else is said about data and database.
    #[arg(long, env = "KIPP_SHOW")]
    pub show: Option<PathBuf>,
    /// Address and port to listen on.
    #[arg(long, env = "KIPP_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Database address; `SQLite` inside the data folder if absent.
    #[arg(long, env = "KIPP_DATABASE")]
    pub database: Option<String>,
    /// Where attachments lie, as `s3://BUCKET/FOLDER`; `files` in the data folder if absent.
    #[arg(long, env = "KIPP_FILES")]
    pub files: Option<String>,
    /// Folder of the built pages; found beside the program if absent.
    #[arg(long, env = "KIPP_SITE")]
    pub site: Option<PathBuf>,
    /// The server is reached over HTTPS: cookies are marked secure.
    #[arg(long, env = "KIPP_HTTPS")]
    pub https: bool,
    /// A proxy of our own stands before the server: its X-Forwarded-For is believed.
    #[arg(long, env = "KIPP_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// The address people reach the server at, for links in mail and on paper; what the browser
    /// asked for if absent.
    #[arg(long, env = "KIPP_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// SMTP server for mail, e.g. <smtps://user:password@mail.example.go.id>; without one, letters
    /// become files in the data folder's `mail`.
    #[arg(long, env = "KIPP_SMTP", hide_env_values = true)]
    pub smtp: Option<String>,
    /// Sender of mail.
    #[arg(long, env = "KIPP_MAIL_FROM", default_value = DEFAULT_FROM)]
    pub mail_from: String,
    /// Whether links of the form are looked at; `off` for a server without internet.
    #[arg(long, env = "KIPP_LINK_CHECKS", default_value = "on")]
    pub link_checks: Switch,
    /// Log lines as JSON.
    #[arg(long, env = "KIPP_LOG_JSON")]
    pub log_json: bool,
}

impl Config {
    /// The database's address: the one given, or a file in the data folder.
    pub fn database_url(&self) -> String {
        self.database.clone().unwrap_or_else(|| sqlite_url(&self.data))
    }
}

/// The address of the `SQLite` file in a data folder.
pub fn sqlite_url(data: &std::path::Path) -> String {
    format!("sqlite://{}?mode=rwc", data.join("kipp.db").display())
}

impl Config {
    /// A page's whole address, for whoever is not in a browser.
    pub fn link(&self, path: &str) -> String {
        match &self.public_url {
            Some(url) => format!("{}{path}", url.trim_end_matches('/')),
            None => format!("http://{}{path}", self.listen),
        }
    }

    /// What the other commands need of it: a data folder.
    pub fn for_commands(data: &std::path::Path) -> Self {
        Self {
            data: data.to_owned(),
            show: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database: None,
            files: None,
            site: None,
            https: false,
            behind_proxy: false,
            public_url: None,
            smtp: None,
            mail_from: DEFAULT_FROM.to_owned(),
            link_checks: Switch::On,
            log_json: false,
        }
    }
}
