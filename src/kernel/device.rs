//! What to call a device: two words a person recognises, from what its browser says of itself.

use super::Lang;
use crate::say;

/// "Chrome di Android" for a `User-Agent`; "peramban" where nothing is recognised.
pub fn label(agent: &str, lang: Lang) -> String {
    // The order matters: most browsers also name those whose pages they imitate.
    let browser = [
        ("SamsungBrowser", "Samsung Internet"),
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("UCBrowser", "UC Browser"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]
    .into_iter()
    .find(|(mark, _)| agent.contains(mark))
    .map_or_else(|| say!(some_browser, lang), |(_, name)| name);
    let system = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]
    .into_iter()
    .find(|(mark, _)| agent.contains(mark));
    match system {
        Some((_, system)) => say!(browser_on_system, lang, browser = browser, system = system),
        None => browser.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_recognise_their_devices() {
        let phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                     Chrome/130.0.0.0 Mobile Safari/537.36";
        assert_eq!(label(phone, Lang::Id), "Chrome di Android");
        let office =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0";
        assert_eq!(label(office, Lang::En), "Firefox on Windows");
        assert_eq!(label("curl/8.0", Lang::Id), "peramban");
        assert_eq!(label("", Lang::En), "a browser");
    }
}
