//! The site directory: what the server hands out, made aside and then put in place at once.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, anyhow};

use crate::{
    css, names, server,
    tools::{Mode, Place, Stamp, files, hash_of, recipe, run, timed, tree, write},
    wasm,
};

/// Both halves, side by side: the last step of each uses one core only.
pub fn build_with_server(place: &Place) -> Result<()> {
    std::thread::scope(|scope| {
        let server = scope.spawn(|| server::build(place));
        let site = build(place);
        let server = server.join().map_err(|_| anyhow!("the server's build died"))?;
        site.and(server)
    })?;
    println!("Built {} and {}", place.server().display(), place.site().display());
    Ok(())
}

/// The site alone.
pub fn build(place: &Place) -> Result<()> {
    let module = wasm::compile(place)?;
    wasm::process(place, &module)?;
    let (style, hall) = (css::build(place, "main.css")?, css::build(place, "hall.css")?);

    let (public, site) = (place.root.join("public"), place.site());
    let styles = [hash_of(&style), hash_of(&hall)];
    let inputs = format!("{:?}{:?}{styles:?}", tree(&place.stage())?, tree(&public)?);
    let stamp = Stamp::new(place, "site", format!("{} {}", hash_of(inputs.as_bytes()), recipe()?));
    if stamp.is_fresh() && site.exists() && place.hash_file().exists() {
        return Ok(());
    }
    let new = site.with_extension("new");
    if new.exists() {
        fs::remove_dir_all(&new)?;
    }
    copy(&public, &new)?;
    write(&new.join("hall.css"), hall)?;
    let hashes = names::hashed(&place.stage(), &style, &new.join("pkg"))?;
    if place.mode == Mode::Release {
        timed("compressing", || compress(place, &new))?;
    }
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    fs::rename(&new, &site)?;
    write(&place.hash_file(), hashes)?;
    stamp.set()
}

/// Copies a directory. Styles are left out: the site has one, with all of them in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for file in files(from)? {
        if file.extension().is_none_or(|extension| extension != "css") {
            write(&to.join(file.strip_prefix(from)?), fs::read(&file)?)?;
        }
    }
    Ok(())
}

/// Puts a `.br` and a `.gz` beside every file that gets smaller by it, so that the server never
/// compresses the same bytes twice. Node's own library does it: nothing more to compile.
fn compress(place: &Place, site: &Path) -> Result<()> {
    run(Command::new("node").arg(place.root.join("scripts/compress.mjs")).arg(site))
        .context("Node.js is needed to compress the site")
}
