//! Names with the hash of their content, so that a browser may keep a file for ever.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::{
    tools::{NAME, files, hash_of, write},
    wasm::{LOADER, MANIFEST},
};

/// Copies the stage and the style into `pkg` under hashed names; gives the text of `hash.txt`.
///
/// The parts and the main module are named by their own bytes. The script and the loader name
/// each other, so neither can be named by its final bytes: both carry one hash over the two and
/// all they name.
pub fn hashed(stage: &Path, style: &[u8], pkg: &Path) -> Result<String> {
    let mut parts = BTreeMap::new();
    for file in files(stage)? {
        let stem = stem_of(&file);
        let inside = file.strip_prefix(stage)?;
        if file.extension().is_some_and(|extension| extension == "wasm") {
            let bytes = fs::read(&file)?;
            let hash = hash_of(&bytes);
            write(&pkg.join(format!("{stem}.{hash}.wasm")), bytes)?;
            parts.insert(stem, hash);
        } else if inside.components().count() > 1 {
            // Snippets: their directory carries the hash of the crate that they are from.
            write(&pkg.join(inside), fs::read(&file)?)?;
        }
    }
    let Some(wasm) = parts.remove(NAME) else { bail!("there is no {NAME}.wasm") };

    let script = fs::read_to_string(stage.join(format!("{NAME}.js")))?;
    let mut loader = fs::read_to_string(stage.join(LOADER))?;
    for (stem, hash) in &parts {
        loader =
            loader.replace(&format!("\"./{stem}.wasm\""), &format!("\"./{stem}.{hash}.wasm\""));
    }
    let both = hash_of(format!("{wasm}{script}{loader}").as_bytes());
    let new_loader = format!("__wasm_split.{both}.js");
    let new_script = format!("{NAME}.{both}.js");
    let loader = reimported(&loader, &format!("{NAME}.js"), &new_script)
        .context("the loader of the split parts does not import the script")?;
    // Without a lazy route nothing imports the loader, and that is well.
    let script = reimported(&script, LOADER, &new_loader).unwrap_or(script);
    write(&pkg.join(new_script), script)?;
    write(&pkg.join(new_loader), loader)?;

    let manifest: BTreeMap<String, Vec<String>> =
        serde_json::from_slice(&fs::read(stage.join(MANIFEST))?)?;
    let manifest: BTreeMap<_, Vec<_>> = manifest
        .into_iter()
        .map(|(route, stems)| {
            let hashed = |stem: String| match parts.get(&stem) {
                Some(hash) => format!("{stem}.{hash}"),
                None => stem,
            };
            (route, stems.into_iter().map(hashed).collect())
        })
        .collect();
    let manifest = serde_json::to_vec(&manifest)?;
    let manifest_hash = hash_of(&manifest);
    write(&pkg.join(format!("__wasm_split_manifest.{manifest_hash}.json")), manifest)?;

    let style_hash = hash_of(style);
    write(&pkg.join(format!("{NAME}.{style_hash}.css")), style)?;

    let mut text = String::new();
    writeln!(text, "js: {both}\nwasm: {wasm}\ncss: {style_hash}")?;
    writeln!(text, "manifest: {manifest_hash}\nsplit: {both}")?;
    Ok(text)
}

/// Changes what a script imports, and only that: the same name is also a key by which the wasm
/// looks its imports up, and there it must stay.
fn reimported(script: &str, old: &str, new: &str) -> Option<String> {
    let mut changed = script.to_owned();
    for quote in ['"', '\''] {
        for space in ["", " "] {
            changed = changed.replace(
                &format!("from{space}{quote}./{old}{quote}"),
                &format!("from{space}{quote}./{new}{quote}"),
            );
        }
    }
    (changed != script).then_some(changed)
}

/// The part of a file's name before its last dot.
fn stem_of(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::reimported;

    #[test]
    fn an_import_changes_and_a_key_stays() {
        let script = r#"import{a as b}from"./old.js";let c={"./old.js":b};"#;
        let changed = r#"import{a as b}from"./new.js";let c={"./old.js":b};"#;
        assert_eq!(reimported(script, "old.js", "new.js").as_deref(), Some(changed));
        assert_eq!(reimported("let a;", "old.js", "new.js"), None);
    }
}
