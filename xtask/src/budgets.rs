//! What the site weighs, and the limits that it has promised to keep.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::tools::{NAME, Place, files};

/// All script and wasm of a page of the form: main module, script, loader, and the small script of
/// every page, in brotli.
const SCRIPTS_BR: u64 = 230_000;
/// The style of every page, in gzip.
const STYLE_GZ: u64 = 18_000;
/// What the hall adds to it.
const HALL_GZ: u64 = 9_000;
/// The one font file, as it is.
const FONT: u64 = 28_000;

/// Hosts that text may name without anything ever being fetched from them.
/// `wa.me` is a link that a person follows to share a text of their own.
const NAMES_ONLY: &[&str] = &["www.w3.org", "wa.me"];
/// Hosts that libraries name in their error messages, which are part of a module's bytes.
const IN_MESSAGES: &[&str] = &["docs.rs", "github.com", "book.leptos.dev"];

/// Prints each file's weight; one sentence for each broken promise, and then failure.
pub fn check(place: &Place) -> Result<()> {
    let site = place.site();
    let hashes = fs::read_to_string(place.hash_file())
        .context("there is no release build to weigh: run `make build`")?;
    let hash = |key: &str| {
        let line = hashes.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
        line.with_context(|| format!("hash.txt has no line for {key}"))
    };
    let first = [
        format!("pkg/{NAME}.{}.wasm", hash("wasm")?),
        format!("pkg/{NAME}.{}.js", hash("js")?),
        format!("pkg/__wasm_split.{}.js", hash("split")?),
        "device.js".to_owned(),
    ]
    .map(|name| site.join(name));

    let mut found = files(&site)?;
    found.retain(|file| !has_extension(file, &["br", "gz"]));
    found.sort_by_key(|file| std::cmp::Reverse(weight(file)));
    println!("{:>9} {:>9} {:>9}  file", "raw", "gzip", "brotli");
    for file in &found {
        let mark = if first.contains(file) { " *" } else { "" };
        let (gz, br) = (weight(&with(file, "gz")), weight(&with(file, "br")));
        let name = file.strip_prefix(&site)?.display();
        println!("{:>9} {gz:>9} {br:>9}  {name}{mark}", weight(file));
    }

    let mut broken = Vec::new();
    let mut limit = |what: &str, is: u64, most: u64| {
        println!("{what}: {is} of {most} bytes");
        if is == 0 || is > most {
            broken.push(format!("{what}: {is} bytes, the limit is {most}"));
        }
    };
    limit(
        "Script and wasm of a page of the form (*), brotli",
        first.iter().map(|file| weight(&with(file, "br"))).sum(),
        SCRIPTS_BR,
    );
    let hall = site.join("hall.css");
    let styles = found.iter().filter(|file| has_extension(file, &["css"]) && **file != hall);
    limit("Style, gzip", styles.map(|file| weight(&with(file, "gz"))).sum(), STYLE_GZ);
    limit("The hall's style, gzip", weight(&with(&hall, "gz")), HALL_GZ);
    let fonts: Vec<_> =
        found.iter().filter(|file| has_extension(file, &["woff2", "woff", "ttf", "otf"])).collect();
    for font in &fonts {
        limit("Font", weight(font), FONT);
    }
    if fonts.len() > 1 {
        broken.push(format!("{} font files, one is allowed", fonts.len()));
    }
    // A licence in plain text names its authors' pages and can fetch nothing.
    for file in found.iter().filter(|file| !has_extension(file, &["txt"])) {
        for origin in origins(&fs::read(file)?) {
            if has_extension(file, &["wasm"]) && IN_MESSAGES.contains(&origin.as_str()) {
                continue;
            }
            broken.push(format!("{} names {origin}", file.strip_prefix(&site)?.display()));
        }
    }
    if !broken.is_empty() {
        bail!("the site breaks its promises:\n  {}", broken.join("\n  "));
    }
    println!("Every promise of weight is kept.");
    Ok(())
}

/// The other hosts that a file names by `http://` or `https://`.
fn origins(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for start in 0..bytes.len() {
        let rest = &bytes[start..];
        let Some(rest) = rest.strip_prefix(b"https://").or_else(|| rest.strip_prefix(b"http://"))
        else {
            continue;
        };
        let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !b".-".contains(b));
        let host = String::from_utf8_lossy(&rest[..end.unwrap_or(rest.len())]).into_owned();
        // A host has a dot; what has none is a piece of a text or a pattern.
        if host.contains('.') && !NAMES_ONLY.contains(&host.as_str()) && !found.contains(&host) {
            found.push(host);
        }
    }
    found
}

fn has_extension(file: &Path, any: &[&str]) -> bool {
    file.extension().is_some_and(|extension| any.iter().any(|one| extension == *one))
}

fn with(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

/// The size of a file, nothing if there is none.
fn weight(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |meta| meta.len())
}

#[cfg(test)]
mod tests {
    use super::origins;

    #[test]
    fn other_hosts_are_found_and_names_are_not() {
        let text = b"url(https://fonts.example.com/a) http://www.w3.org/2000/svg https://{host}/";
        assert_eq!(origins(text), ["fonts.example.com"]);
    }
}
