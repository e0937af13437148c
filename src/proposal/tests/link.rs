//! What a look at a link tells.

use crate::proposal::rules::{Reach, again, known, reach};

#[test]
fn a_link_is_reproached_only_with_what_is_sure() {
    let (asked, page) = ("https://contoh.id/video", "<title>Video</title>");
    for (status, landed, head, told) in [
        (200, asked, page, Reach::Opens),
        (200, "https://contoh.id/video/", page, Reach::Opens),
        (200, "https://contoh.id/tonton?login=tidak", page, Reach::Opens),
        (200, "https://accounts.google.com/v3/signin/identifier", page, Reach::SignIn),
        (200, "https://sso.contoh.go.id/", page, Reach::SignIn),
        (200, "https://contoh.id/masuk?kembali=video", page, Reach::SignIn),
        (200, asked, "<form><input name=p TYPE=\"password\"></form>", Reach::SignIn),
        (401, asked, "", Reach::SignIn),
        (403, asked, "", Reach::Unknown),
        (404, asked, page, Reach::Dead),
        (410, asked, "", Reach::Dead),
        (429, asked, "", Reach::Unknown),
        (503, asked, "", Reach::Unknown),
        (304, asked, "", Reach::Unknown),
    ] {
        assert_eq!(reach(status, asked, landed, head), told, "{status} {landed}");
    }
    let own = "https://contoh.id/login-warga";
    assert_eq!(reach(200, own, own, page), Reach::Opens, "an address may be called so");
}

#[test]
fn a_look_that_tells_nothing_undoes_nothing() {
    assert_eq!(known(Reach::Opens, Reach::Unknown), Reach::Opens);
    assert_eq!(known(Reach::Opens, Reach::Dead), Reach::Dead);
    assert_eq!(known(Reach::Unknown, Reach::Unknown), Reach::Unknown);
}

#[test]
fn what_is_in_trouble_is_looked_at_soon_and_then_later_and_later() {
    let minutes = |reach, tries| again(reach, tries) / 60_000;
    assert_eq!([1, 2, 3].map(|tries| minutes(Reach::Dead, tries)), [10, 20, 40]);
    assert_eq!(minutes(Reach::Unknown, 1_000), 480);
    assert_eq!(minutes(Reach::Opens, 1), 24 * 60);
}
