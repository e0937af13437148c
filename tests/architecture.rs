//! Keeps the map true: who may import whom, and where `cfg(feature)` may stand.
//!
//! A plain text scan, so that it reads the code as a newcomer does. The table it enforces is in
//! ARCHITECTURE.md.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Slices in the order of the competition: each may use those before it, none those after.
const SLICES: [&str; 9] = [
    "people",
    "edition",
    "proposal",
    "screening",
    "judging",
    "panel",
    "result",
    "ceremony",
    "showcase",
];

/// Layers that decide and touch nothing.
const RULES: [&str; 4] = ["rules", "script", "assign", "calibrate"];

/// What a slice is made of; a folder of one of these names is that layer in several files.
const LAYERS: [&str; 8] =
    ["rules", "script", "api", "desk", "store", "view", "assign", "calibrate"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

struct Source {
    /// Path below `src/`.
    name: String,
    text: String,
}

fn all() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    assert!(paths.len() > 50, "the scan found the sources");
    paths
        .into_iter()
        .map(|path| Source {
            name: path.strip_prefix(&root).expect("below src").display().to_string(),
            text: fs::read_to_string(&path).expect("sources are UTF-8"),
        })
        .collect()
}

impl Source {
    /// The folder right below `src`, or the file if it lies there itself.
    fn room(&self) -> &str {
        self.name.split(['/', '.']).next().unwrap_or_default()
    }

    /// The second part of the path, without extension: rules, desk, view … A folder of another
    /// name is a slice within the slice, and its own files are the layers.
    fn layer(&self) -> &str {
        let mut parts = self.name.split('/').skip(1);
        let layer = match (parts.next(), parts.next()) {
            (Some(folder), Some(file)) if !LAYERS.contains(&folder) => file,
            (second, _) => second.unwrap_or_default(),
        };
        layer.trim_end_matches(".rs")
    }

    /// Code lines, without comments and without tests, with their numbers from 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .take_while(|(_, line)| !line.starts_with("#[cfg(test)]") || self.layer() == "mod")
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(at, line)| (at + 1, line))
    }

    /// Every `crate::a::b` that is named, with its line; groups in braces are opened.
    fn names(&self) -> Vec<(usize, String, String)> {
        let mut joined = String::new();
        for (at, line) in self.lines() {
            joined.push_str(&["\u{1}", &at.to_string(), "\u{2}", line, "\n"].concat());
        }
        let mut names = Vec::new();
        let mut at = 0;
        let mut rest = joined.as_str();
        while let Some(found) = rest.find("crate::") {
            let before = &rest[..found];
            if let Some(mark) = before.rfind('\u{1}') {
                at = before[mark + 1..]
                    .split('\u{2}')
                    .next()
                    .and_then(|n| n.parse().ok())
                    .unwrap_or(at);
            }
            rest = &rest[found + 7..];
            if rest.starts_with('{') {
                names.extend(group(rest).into_iter().map(|(a, b)| (at, a, b)));
            } else {
                let path: Vec<&str> = rest
                    .split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
                    .next()
                    .unwrap_or("")
                    .split("::")
                    .collect();
                let first = path.first().copied().unwrap_or_default().to_owned();
                let tail = &rest[first.len()..];
                if let Some(inner) = tail.strip_prefix("::{") {
                    let opened = format!("{{{inner}");
                    names.extend(
                        group(&opened).into_iter().map(|(second, _)| (at, first.clone(), second)),
                    );
                } else {
                    names.push((at, first, path.get(1).copied().unwrap_or_default().to_owned()));
                }
            }
        }
        names
    }
}

/// First and second name of each entry of a `{…}` group.
fn group(text: &str) -> Vec<(String, String)> {
    let (mut depth, mut entry, mut entries) = (0, String::new(), Vec::new());
    let mut in_mark = false;
    for c in text.chars() {
        match c {
            '\u{1}' => in_mark = true,
            '\u{2}' => in_mark = false,
            _ if in_mark => {}
            '{' => {
                depth += 1;
                if depth > 1 {
                    entry.push(c);
                }
            }
            '}' => {
                depth -= 1;
                if depth == 0 {
                    entries.push(entry.clone());
                    break;
                }
                entry.push(c);
            }
            ',' if depth == 1 => entries.push(std::mem::take(&mut entry)),
            c => entry.push(c),
        }
    }
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.trim();
        if entry.is_empty() {
            continue;
        }
        let first: String =
            entry.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let tail = entry[first.len()..].trim_start_matches("::");
        if tail.starts_with('{') {
            names.extend(group(tail).into_iter().map(|(second, _)| (first.clone(), second)));
        } else {
            let second = tail.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            names.push((first, second));
        }
    }
    names
}

fn place(slice: &str) -> Option<usize> {
    SLICES.iter().position(|s| *s == slice)
}

/// What is wrong with naming `crate::first::second` in a source, if anything.
fn forbidden(source: &Source, first: &str, second: &str) -> Option<&'static str> {
    let room = source.room();
    let other_slice = place(first).filter(|_| first != room);
    match room {
        "kernel" => (!matches!(first, "kernel" | "say")).then_some("the kernel knows only itself"),
        "ui" => (!matches!(first, "kernel" | "ui" | "say")).then_some("ui knows only the kernel"),
        "client" => (!matches!(first, "kernel" | "client" | "say"))
            .then_some("client knows only the kernel"),
        "fault" => (!matches!(first, "kernel" | "say")).then_some("a fault knows only the kernel"),
        // Rendering a page needs the app; opening the house merges the slices' routes.
        "server" if source.name == "server/run.rs" => None,
        "server" if source.name == "server/pages.rs" && first == "app" => None,
        "server" => (!matches!(first, "kernel" | "server" | "fault"))
            .then_some("the server knows no slice but in run.rs"),
        _ => {
            let here = place(room)?;
            if first == "app" || first == "cli" {
                return Some("a slice knows neither the app nor the command line");
            }
            if other_slice.is_some_and(|there| there > here) {
                return Some("a slice uses only those before it");
            }
            if other_slice.is_some() && second == "store" {
                return Some("a store is private to its slice");
            }
            match source.layer() {
                layer if RULES.contains(&layer) => {
                    (matches!(first, "server" | "client" | "ui" | "fault")
                        || matches!(second, "desk" | "api" | "view"))
                    .then_some("rules are pure")
                }
                "view" => (first == "server" || matches!(second, "desk" | "store"))
                    .then_some("a view goes through the doors"),
                "store" => (first == "client" || first == "ui" || second == "desk")
                    .then_some("a store knows rules and the database"),
                "desk" | "stream" => {
                    matches!(first, "client" | "ui").then_some("a desk draws nothing")
                }
                _ => None,
            }
        }
    }
}

#[test]
fn everyone_imports_only_what_the_map_allows() {
    let mut wrong = Vec::new();
    for source in all() {
        for (line, first, second) in source.names() {
            if let Some(why) = forbidden(&source, &first, &second) {
                wrong.push(format!("src/{}:{line}: crate::{first}::{second}: {why}", source.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn rules_touch_no_world() {
    const WORLD: [&str; 9] = [
        "leptos",
        "sqlx",
        "axum",
        "jiff::",
        "rand::",
        "SystemTime",
        "Instant::now",
        "std::fs",
        "tokio",
    ];
    let mut wrong = Vec::new();
    for source in all() {
        let slice = place(source.room()).is_some();
        let pure = (slice && RULES.contains(&source.layer())) || source.room() == "kernel";
        for (line, code) in source.lines().filter(|_| pure) {
            if let Some(word) = WORLD.iter().find(|word| code.contains(*word)) {
                wrong.push(format!("src/{}:{line}: {word}", source.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn features_are_chosen_only_where_modules_are_named() {
    let mut wrong = Vec::new();
    for source in all() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let code = line.trim_start();
            if code.starts_with("//") || !(code.contains("cfg") && code.contains("feature =")) {
                continue;
            }
            let named = lines[at + 1..]
                .iter()
                .map(|next| next.trim_start())
                .find(|next| !next.starts_with("#[") && !next.starts_with("///"));
            let module = named.is_some_and(|next| {
                next.starts_with("mod ")
                    || next.starts_with("pub mod ")
                    || next.starts_with("pub(crate) mod ")
            });
            if !module {
                wrong.push(format!("src/{}:{}: {code}", source.name, at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_opens_with_a_sentence() {
    for source in all() {
        let first = source.text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! "), "src/{} opens with: {first}", source.name);
    }
}

#[test]
fn the_scan_sees_what_it_must() {
    let source = |name: &str, text: &str| Source { name: name.to_owned(), text: text.to_owned() };
    let seen =
        |source: &Source| source.names().iter().any(|(_, a, b)| forbidden(source, a, b).is_some());
    assert!(seen(&source("people/desk.rs", "use crate::proposal::Status;")));
    assert!(seen(&source("proposal/rules.rs", "use crate::{\n    edition::desk::Standing,\n};")));
    assert!(seen(&source("judging/view.rs", "fn x() { crate::server::Visit::begin() }")));
    assert!(seen(&source("result/desk.rs", "use crate::{judging::{store, desk}};")));
    assert!(!seen(&source("result/desk.rs", "use crate::{judging::{desk}, kernel::Lang};")));
    assert!(seen(&source("proposal/attachment/view.rs", "use crate::server::Visit;")));
    assert!(seen(&source("ceremony/view/stage.rs", "use crate::server::Visit;")));
}
