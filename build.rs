//! Turns `locales/*.json` into the macro `say!`, so that a sentence without a translation
//! does not compile and an unused sentence costs the browser nothing.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=editions");
    let read = |name: &str| -> BTreeMap<String, String> {
        let text = fs::read_to_string(Path::new("locales").join(name)).expect("locale file");
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("locales/{name}: {e}"))
    };
    let (id, en) = (read("id.json"), read("en.json"));
    for key in id.keys().chain(en.keys()) {
        assert!(id.contains_key(key), "locales/id.json has no `{key}`");
        assert!(en.contains_key(key), "locales/en.json has no `{key}`");
    }
    let mut arms = String::new();
    for (key, id) in &id {
        let en = &en[key];
        assert_eq!(slots(id), slots(en), "`{key}` has other slots in id.json than in en.json");
        if slots(id).is_empty() {
            writeln!(arms, "({key}, $lang:expr) => {{ match $lang {{ $crate::kernel::Lang::Id => {id:?}, $crate::kernel::Lang::En => {en:?} }} }};")
        } else {
            writeln!(arms, "({key}, $lang:expr, $($slot:tt)*) => {{ match $lang {{ $crate::kernel::Lang::Id => format!({id:?}, $($slot)*), $crate::kernel::Lang::En => format!({en:?}, $($slot)*) }} }};")
        }
        .expect("writing to a string");
    }
    let code = format!(
        "/// A sentence of `locales/` in a language: `say!(save, lang)`, with slots \
         `say!(words_left, lang, n = 3)`.\n#[cfg_attr(not(feature = \"ssr\"), allow(unused_macro_rules))]\nmacro_rules! say {{ {arms} }}\npub(crate) use say;\n"
    );
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("say.rs"), code).expect("writing say.rs");
}

/// The names in braces of a sentence, sorted.
fn slots(sentence: &str) -> Vec<String> {
    let mut slots: Vec<String> = sentence
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split(['}', ':']).next().map(str::to_owned))
        .collect();
    slots.sort();
    slots.dedup();
    slots
}
