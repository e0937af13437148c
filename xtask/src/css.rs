//! The styles: `style/main.css` for every page and `style/hall.css` for the hall, each with its
//! imports put in place, so that a page asks for one file.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::tools::{Mode, Place};

/// One of the site's styles, small when it is for the public.
pub fn build(place: &Place, name: &str) -> Result<Vec<u8>> {
    let main = place.root.join("style").join(name);
    if !main.exists() {
        bail!("style/{name} is missing");
    }
    let css = inlined(place, &main, &mut Vec::new())?;
    match (place.mode, place.node_tool("esbuild")) {
        (Mode::Dev, _) => Ok(css.into_bytes()),
        (Mode::Release, Some(esbuild)) => minified(&esbuild, "css", css.as_bytes()),
        (Mode::Release, None) => bail!("esbuild is missing: run `npm ci` in end2end/"),
    }
}

/// Shrinks a style or a script.
pub fn minified(esbuild: &Path, loader: &str, text: &[u8]) -> Result<Vec<u8>> {
    let mut child = Command::new(esbuild)
        .args(["--minify", "--charset=utf8", "--log-level=warning", "--legal-comments=none"])
        // wasm-bindgen writes one import object key for each lazy route, all alike.
        .arg("--log-override:duplicate-object-key=silent")
        .arg(format!("--loader={loader}"))
        .args(if loader == "js" { &["--format=esm", "--target=es2022"][..] } else { &[] })
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start esbuild")?;
    child.stdin.take().context("esbuild has no input")?.write_all(text)?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("esbuild refused the {loader}");
    }
    Ok(output.stdout)
}

/// A file with each `@import "…";` line of its own replaced by the file that it names, once.
fn inlined(place: &Place, file: &Path, seen: &mut Vec<PathBuf>) -> Result<String> {
    if seen.iter().any(|one| one == file) {
        return Ok(String::new());
    }
    seen.push(file.to_owned());
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut css = String::new();
    for line in text.lines() {
        match imported(line) {
            Some(name) => css += &inlined(place, &resolved(place, file, name), seen)?,
            None => css += line,
        }
        css.push('\n');
    }
    Ok(css)
}

/// The file that a line imports, if it is an import and nothing else.
fn imported(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("@import")?.trim();
    let rest = rest.strip_suffix(';')?.trim();
    let rest = rest.strip_prefix("url(").and_then(|r| r.strip_suffix(')')).unwrap_or(rest);
    rest.strip_prefix('"')?.strip_suffix('"')
}

/// A leading slash means the site's root, as in a browser, so that `cargo leptos`, which inlines
/// nothing, works with files that are in `public/`.
fn resolved(place: &Place, from: &Path, name: &str) -> PathBuf {
    match name.strip_prefix('/') {
        Some(name) => {
            let public = place.root.join("public").join(name);
            if public.exists() { public } else { place.root.join(name) }
        }
        None => from.parent().unwrap_or(from).join(name),
    }
}

#[cfg(test)]
mod tests {
    use super::imported;

    #[test]
    fn only_a_plain_import_is_put_in_place() {
        assert_eq!(imported(r#"@import "./a.css";"#), Some("./a.css"));
        assert_eq!(imported(r#"  @import url("/style/a.css");"#), Some("/style/a.css"));
        assert_eq!(imported("a { color: red }"), None);
    }
}
