//! `cargo xtask`: builds the site and the server without `cargo-leptos`, watches, and weighs.

mod budgets;
mod css;
mod names;
mod server;
mod site;
mod tools;
mod wasm;
mod watch;

use std::process::ExitCode;

use tools::{Mode, Place};

const HELP: &str = "\
cargo xtask build [--release|--dev] [--site-only]
    The wasm, split and shrunk, the style and the public files in target/site, and the server.
cargo xtask watch [KIPP ARGUMENTS…]
    Builds for development, serves, and does both again whenever a source file changes.
cargo xtask budgets
    Prints what each file of target/site weighs; fails when a promise of weight is broken.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| args.iter().any(|arg| arg == flag);
    let mode = if has("--dev") { Mode::Dev } else { Mode::Release };
    let place = Place::find(mode);
    let done = match args.first().map(String::as_str) {
        Some("build") if has("--site-only") => site::build(&place),
        Some("build") => site::build_with_server(&place),
        Some("watch") => watch::run(&args[1..]),
        Some("budgets") => budgets::check(&place),
        _ => {
            println!("{HELP}");
            return if has("help") || has("--help") {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(2)
            };
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
