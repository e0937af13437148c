//! From Rust to what a browser loads: compiled, split at the lazy routes, bound, shrunk.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, anyhow, bail};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

use crate::{
    css,
    tools::{Mode, NAME, Place, Stamp, files, hash_of, recipe, run, timed, write},
};

/// The loader of the split parts. Its length is what `cargo-leptos` and Leptos expect.
pub const LOADER: &str = "__wasm_split.______________________.js";

/// Which parts a lazy route needs; Leptos reads it to preload them.
pub const MANIFEST: &str = "__wasm_split_manifest.json";

/// Compiles the browser's half with Cargo; quick when nothing changed.
pub fn compile(place: &Place) -> Result<PathBuf> {
    let (profile, dir) = match place.mode {
        Mode::Release => ("wasm-release", "wasm-release"),
        Mode::Dev => ("dev", "debug"),
    };
    // `rustc` and not `build`: the linker's argument then concerns this crate alone, and the
    // dependencies are those of `make check`.
    let mut cargo = place.cargo();
    if place.mode != Mode::Dev {
        // Where a panic was and how a value looks to a programmer are of no use on a phone, and
        // weigh some 10 kB there. Both flags are unstable, so the compiler is told to allow them.
        cargo
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", "-Zlocation-detail=none -Zfmt-debug=none");
    }
    run(cargo
        .args(["rustc", "--lib", "--crate-type=cdylib", "--package", NAME])
        .args(["--no-default-features", "--features=hydrate"])
        .args(["--target=wasm32-unknown-unknown", "--profile", profile, "--target-dir"])
        .arg(place.front())
        .args(["--", "-Clink-arg=--emit-relocs"]))
    .context("compiling for the browser failed")?;
    Ok(place.front().join("wasm32-unknown-unknown").join(dir).join(format!("{NAME}.wasm")))
}

/// Splits, binds and shrinks into the stage, unless that was done for these very bytes.
pub fn process(place: &Place, source: &Path) -> Result<()> {
    let input = fs::read(source).with_context(|| format!("cannot read {}", source.display()))?;
    let tools = ["wasm-opt", "esbuild"].map(|tool| place.node_tool(tool).is_some());
    let key = format!("{} {} {tools:?}", hash_of(&input), recipe()?);
    let (stamp, stage) = (Stamp::new(place, "wasm", key), place.stage());
    if stamp.is_fresh() && stage.join(LOADER).exists() {
        return Ok(());
    }
    if stage.exists() {
        fs::remove_dir_all(&stage)?;
    }
    fs::create_dir_all(&stage)?;
    let main = place.front().join(format!("{NAME}-{}-main.wasm", place.profile_dir()));
    timed("splitting", || split(&input, &stage, &main))?;
    timed("binding", || bind(&main, &stage))?;
    shrink(place, &stage)?;
    stamp.set()
}

/// Takes the lazy routes out of the main module.
fn split(input: &[u8], stage: &Path, main: &Path) -> Result<()> {
    let (script, loader) = (format!("./{NAME}.js"), format!("./{LOADER}"));
    let mut options = Options::new(input);
    options.output_dir = stage;
    options.main_out_path = main;
    options.main_module = &script;
    options.link_name = &loader;
    let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    let map: std::collections::BTreeMap<_, _> = split.prefetch_map.into_iter().collect();
    write(&stage.join(MANIFEST), serde_json::to_vec(&map)?)
}

/// Writes the script that joins the main module to the browser.
fn bind(main: &Path, stage: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(main)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        // The parts import what the main module exports under the linker's names.
        .keep_lld_exports(true)
        .demangle(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // Leptos always says where the module is; a second, unhashed address would mislead.
        .omit_default_module_path(true)
        .generate(stage)?;
    fs::rename(stage.join(format!("{NAME}_bg.wasm")), stage.join(format!("{NAME}.wasm")))?;
    Ok(())
}

/// Makes the modules and scripts small, for the public only.
fn shrink(place: &Place, stage: &Path) -> Result<()> {
    if place.mode == Mode::Dev {
        return Ok(());
    }
    let (Some(wasm_opt), Some(esbuild)) = (place.node_tool("wasm-opt"), place.node_tool("esbuild"))
    else {
        bail!("wasm-opt and esbuild are missing: run `npm ci` in end2end/");
    };
    let found = files(stage)?;
    let with = |extension: &str| -> Vec<&PathBuf> {
        found.iter().filter(|file| file.extension().is_some_and(|e| e == extension)).collect()
    };
    timed("shrinking the wasm", || {
        let mut modules = with("wasm");
        // The largest first: two run at a time, and the main module takes as long as the rest.
        modules.sort_by_key(|file| fs::metadata(file).map_or(0, |meta| meta.len()));
        let queue = std::sync::Mutex::new(modules);
        let worker = || -> Result<()> {
            loop {
                let next = queue.lock().map_err(|_| anyhow!("a worker died"))?.pop();
                let Some(file) = next else { return Ok(()) };
                optimise(&wasm_opt, file)?;
            }
        };
        std::thread::scope(|scope| {
            let other = scope.spawn(worker);
            worker()?;
            other.join().map_err(|_| anyhow!("a worker died"))?
        })
    })?;
    timed("shrinking the scripts", || {
        with("js").into_iter().try_for_each(|file| {
            fs::write(file, css::minified(&esbuild, "js", &fs::read(file)?)?)?;
            Ok(())
        })
    })
}

/// One module through `wasm-opt`, for size. The features are those of rustc's default target.
fn optimise(wasm_opt: &Path, file: &Path) -> Result<()> {
    let output = Command::new(wasm_opt)
        .args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"])
        .args(["--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"])
        .args(["--enable-mutable-globals", "--enable-multivalue", "--enable-reference-types"])
        .arg(file)
        .arg("-o")
        .arg(file)
        .output()
        .context("cannot start wasm-opt")?;
    // It warns of the linker's notes, which it is about to strip: shown only when it fails.
    if !output.status.success() {
        bail!("wasm-opt: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
