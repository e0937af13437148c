//! The loop of `make dev`: build, serve, look for changes.

use std::{
    path::PathBuf,
    process::{Child, Command},
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result};

use crate::{
    site,
    tools::{Mode, Place, files, run as run_to_end},
};

/// What, when changed, makes for another build.
const WATCHED: &[&str] = &["src", "style", "public", "locales", "editions", "migrations", "paper"];

/// Builds and serves until it is stopped. A failed build leaves the last server running.
pub fn run(args: &[String]) -> Result<()> {
    let place = Place::find(Mode::Dev);
    let mut serving: Option<Server> = None;
    loop {
        let seen = newest(&place)?;
        match site::build_with_server(&place) {
            Ok(()) => {
                drop(serving.take());
                serving = Some(Server::start(&place, args)?);
            }
            Err(error) => eprintln!("{error:#}\nWaiting for a change."),
        }
        while newest(&place)? == seen {
            std::thread::sleep(Duration::from_millis(400));
        }
    }
}

/// How many files there are and when the last was written: a rename or a removal shows too.
fn newest(place: &Place) -> Result<(usize, Option<SystemTime>)> {
    let mut found = vec![place.root.join("Cargo.toml"), place.root.join("build.rs")];
    for dir in WATCHED {
        found.extend(files(&place.root.join(dir))?);
    }
    let time = |file: &PathBuf| file.metadata().and_then(|meta| meta.modified()).ok();
    Ok((found.len(), found.iter().filter_map(time).max()))
}

/// A running server that ends when it is dropped.
struct Server(Child);

impl Server {
    fn start(place: &Place, args: &[String]) -> Result<Self> {
        let data = place.root.join("data");
        let kipp = || {
            let mut command = Command::new(place.server());
            command.current_dir(&place.root).env("KIPP_SITE", place.site());
            command
        };
        if !data.exists() {
            run_to_end(kipp().args(["demo", "--stage", "submission", "--data"]).arg(&data))?;
        }
        let child = kipp().args(["serve", "--data"]).arg(&data).args(args).spawn();
        Ok(Self(child.context("cannot start the server")?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to stop.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
