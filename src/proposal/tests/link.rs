//! What a look at a link tells.

use crate::proposal::rules::{
    Reach, again, film_answers, film_page, film_reach, known, reach, title,
};

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

#[test]
fn a_film_is_asked_about_where_its_host_answers() {
    for link in [
        "https://www.youtube.com/watch?v=abc-DEF_123",
        "https://youtube.com/watch?list=x&v=abc-DEF_123#t=3",
        "https://m.youtube.com/shorts/abc-DEF_123?feature=share",
        "https://youtu.be/abc-DEF_123?si=x",
        "https://YouTu.be/abc-DEF_123",
        "https://www.youtube.com/live/abc-DEF_123",
    ] {
        let asked = film_answers(link).expect(link);
        assert!(asked.ends_with("watch%3Fv%3Dabc-DEF_123"), "{asked}");
    }
    for other in [
        "https://www.youtube.com/@dinkes",
        "https://www.youtube.com/watch?v=pendek",
        "https://www.youtube.com/watch?v=abc%26x=1234",
        "https://youtube.com.contoh.id/watch?v=abc-DEF_123",
        "https://contoh.id/watch?v=abc-DEF_123",
        "http://youtu.be/abc-DEF_123",
        "",
    ] {
        assert_eq!(film_answers(other), None, "{other}");
    }
    assert_eq!(film_reach(200), Some(Reach::Opens));
    assert_eq!(film_reach(404), Some(Reach::Dead));
    assert_eq!(film_reach(401), None, "private, or only not to be shown elsewhere");
    assert_eq!(film_reach(503), Some(Reach::Unknown));
    assert_eq!(film_page(200, "<title>- YouTube</title>"), Reach::SignIn);
    assert_eq!(film_page(200, "<title>Perahu buku - YouTube</title>"), Reach::Opens);
    assert_eq!(film_page(200, "<script>"), Reach::Unknown);
}

#[test]
fn a_page_is_called_what_it_calls_itself() {
    for (head, name) in [
        (r#"{"title":"Perahu \"Buku\" & kawan","type":"video"}"#, "Perahu \"Buku\" & kawan"),
        (r#"{"judul":1}"#, ""),
        ("{", ""),
        ("<TITLE lang=id>\n Perahu &amp; Buku&#33;\n</TITLE>", "Perahu & Buku!"),
        (
            "<title>Masuk</title><meta property=\"og:title\" content=\"Perahu &quot;Buku&quot;\">",
            "Perahu \"Buku\"",
        ),
        ("<meta content='Perahu' name='og:title'><title>x</title>", "Perahu"),
        ("<meta property=\"og:title\" content=\"\"><title>Perahu</title>", "Perahu"),
        ("<title>Perahu", ""),
        ("<meta property=\"og:title\" content=\"Perahu", ""),
        ("", ""),
    ] {
        assert_eq!(title(head), name, "{head}");
    }
    assert_eq!(title(&format!("<title>{}</title>", "x".repeat(5_000))).chars().count(), 200);
}

proptest::proptest! {
    /// Whatever a stranger's page begins with, reading its name ends well, on one line.
    #[test]
    fn any_page_has_a_name_or_none(
        head in "(<meta|<title|>|content=|[\"']|property=\"og:title\"|</title>|é|İ|\n|\\{|[ a-z]){0,40}"
    ) {
        let name = title(&head);
        proptest::prop_assert!(!name.contains('\n') && name.chars().count() <= 200);
    }
}
