//! Files that come in pieces over networks that break: whatever happens on the way, what is kept
//! in the end is the file, byte for byte.

use crate::indoors::{Kipp, bytes};
use axum::{
    body::{Body, Bytes},
    http::{Method, StatusCode, header},
};
use kipp::{proposal::attachment::sample, server::audit};
use proptest::{
    prelude::*,
    test_runner::{Config as Cases, TestRunner},
};

impl Kipp {
    async fn json(&self, path: &str, body: serde_json::Value) -> axum::response::Response {
        self.send(self.request(Method::POST, path, Body::from(body.to_string()))).await
    }

    /// Begins an upload; tells its address and where it stands.
    async fn begin(&self, file: &[u8]) -> (StatusCode, String, usize) {
        let head = audit::sha256(&file[..file.len().min(64 * 1024)]);
        let begun = serde_json::json!({
            "kind": "pendukung", "name": "laporan.pdf", "length": file.len(), "head": head,
        });
        let answer = self.json(&format!("/saya/usulan/{}/unggahan", self.draft), begun).await;
        let status = answer.status();
        let body: serde_json::Value =
            serde_json::from_slice(&bytes(answer).await).expect("an address");
        let address = body["address"].as_str().expect("an address").to_owned();
        let received = body["received"].as_u64().expect("a number");
        (status, address, usize::try_from(received).expect("small"))
    }

    async fn stands(&self, address: &str) -> usize {
        let answer = self.send(self.request(Method::HEAD, address, Body::empty())).await;
        assert_eq!(answer.status(), StatusCode::OK);
        offset(&answer)
    }

    async fn patch(&self, address: &str, at: usize, body: Body) -> axum::response::Response {
        let mut request = self.request(Method::PATCH, address, body);
        request.headers_mut().insert("upload-offset", at.to_string().parse().expect("a header"));
        self.send(request).await
    }

    async fn end(&self, address: &str, file: &[u8]) -> axum::response::Response {
        self.json(address, serde_json::json!({ "sha256": audit::sha256(file) })).await
    }

    async fn act(&self, action: &str, attachment: &str) {
        let path = format!("/saya/usulan/{}/lampiran", self.draft);
        let form = format!("action={action}&file={attachment}");
        let mut request = self.request(Method::POST, &path, Body::from(form));
        request.headers_mut().insert(
            header::CONTENT_TYPE,
            "application/x-www-form-urlencoded".parse().expect("a header"),
        );
        assert_eq!(self.send(request).await.status(), StatusCode::SEE_OTHER, "{action}");
    }
}

fn offset(answer: &axum::response::Response) -> usize {
    answer.headers()["upload-offset"].to_str().expect("text").parse().expect("a number")
}

/// A whole PDF of about so many bytes, another for each seed.
fn document(size: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let line: String = (0..size)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from(b'a' + u8::try_from((state >> 33) % 26).expect("a letter"))
        })
        .collect();
    sample::pdf(&[&line])
}

/// What happens to one piece on its way.
#[derive(Clone, Debug)]
enum Luck {
    /// It arrives.
    Good,
    /// The network breaks after so many bytes of it.
    Cut(usize),
    /// It arrives and its answer does not.
    Deaf,
    /// It says that it begins elsewhere.
    Astray,
    /// It is sent twice at once.
    Twice,
    /// The server is killed before it.
    Killed,
    /// The page is loaded again and the file is chosen again.
    Reloaded,
}

fn luck() -> impl Strategy<Value = (Luck, usize)> {
    let luck = prop_oneof![
        3 => Just(Luck::Good),
        3 => (0..400_000_usize).prop_map(Luck::Cut),
        1 => Just(Luck::Deaf),
        1 => Just(Luck::Astray),
        1 => Just(Luck::Twice),
        1 => Just(Luck::Killed),
        1 => Just(Luck::Reloaded),
    ];
    (luck, 1..400_000_usize)
}

async fn carry(kipp: &mut Kipp, file: &[u8], story: &[(Luck, usize)]) {
    let (_, mut address, mut at) = kipp.begin(file).await;
    assert_eq!(at, 0);
    for (luck, length) in story {
        let end = (at + length).min(file.len());
        let piece = || Body::from(file[at..end].to_vec());
        match luck {
            Luck::Good => {
                let answer = kipp.patch(&address, at, piece()).await;
                assert_eq!(answer.status(), StatusCode::NO_CONTENT);
                assert_eq!(offset(&answer), end);
                at = end;
            }
            Luck::Cut(after) => {
                let arrived = (at + after).min(end);
                let before = Ok(Bytes::copy_from_slice(&file[at..arrived]));
                let broken = Err(std::io::Error::other("the network is gone"));
                let body = Body::from_stream(futures::stream::iter([before, broken]));
                kipp.patch(&address, at, body).await;
                at = kipp.stands(&address).await;
                assert_eq!(at, arrived, "bytes of a broken piece are kept");
            }
            Luck::Deaf => {
                kipp.patch(&address, at, piece()).await;
                at = kipp.stands(&address).await;
                assert_eq!(at, end);
            }
            Luck::Astray => {
                let answer = kipp.patch(&address, at + 7, piece()).await;
                assert_eq!(answer.status(), StatusCode::CONFLICT);
                assert_eq!(offset(&answer), at, "it is told where it belongs");
            }
            Luck::Twice => {
                let (one, two) = tokio::join!(
                    kipp.patch(&address, at, piece()),
                    kipp.patch(&address, at, piece())
                );
                let good = [&one, &two].iter().filter(|a| a.status().is_success()).count();
                assert!(good >= 1, "{} {}", one.status(), two.status());
                at = kipp.stands(&address).await;
                assert_eq!(at, end);
            }
            Luck::Killed => kipp.restart().await,
            Luck::Reloaded => {
                let (status, same, stands) = kipp.begin(file).await;
                assert_eq!((status, &same, stands), (StatusCode::OK, &address, at));
                address = same;
            }
        }
    }
    if at < file.len() {
        let early = kipp.end(&address, file).await;
        assert_eq!((early.status(), offset(&early)), (StatusCode::CONFLICT, at));
        kipp.patch(&address, at, Body::from(file[at..].to_vec())).await;
    }
    let (one, two) = tokio::join!(kipp.end(&address, file), kipp.end(&address, file));
    let mut attachments = Vec::new();
    for answer in [one, two] {
        let status = answer.status();
        let body = bytes(answer).await;
        assert_eq!(status, StatusCode::OK, "{body:?}");
        let body: serde_json::Value = serde_json::from_slice(&body).expect("an answer");
        attachments.push(body["attachment"].as_str().expect("an id").to_owned());
    }
    assert_eq!(attachments[0], attachments[1], "it is put on the shelf once");
    let path = format!("/saya/usulan/{}/lampiran/{}", kipp.draft, attachments[0]);
    let kept = kipp.send(kipp.request(Method::GET, &path, Body::empty())).await;
    assert_eq!(kept.status(), StatusCode::OK);
    assert!(bytes(kept).await == file, "byte for byte");
    kipp.act("remove", &attachments[0]).await;
}

#[test]
fn any_sequence_of_cuts_retries_and_restarts_ends_with_the_files_bytes() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut kipp = runtime.block_on(Kipp::start());
    let kipp = std::cell::RefCell::new(&mut kipp);
    let mut runner =
        TestRunner::new(Cases { cases: 24, failure_persistence: None, ..Cases::default() });
    let stories = (1..900_000_usize, any::<u64>(), proptest::collection::vec(luck(), 0..8));
    runner
        .run(&stories, |(size, seed, story)| {
            let file = document(size, seed);
            runtime.block_on(carry(&mut kipp.borrow_mut(), &file, &story));
            Ok(())
        })
        .expect("every story ends well");
    // Nothing is left of the pieces.
    let kipp = kipp.into_inner();
    let pieces = runtime.block_on(kipp.house.files.list("uploads")).expect("a list");
    assert!(pieces.is_empty(), "{pieces:?}");
}

#[tokio::test]
async fn what_was_changed_on_its_way_or_is_no_document_is_refused_for_good() {
    let kipp = Kipp::start().await;
    let file = document(5_000, 1);
    let (_, address, _) = kipp.begin(&file).await;
    let mut changed = file.clone();
    changed[400] ^= 1;
    kipp.patch(&address, 0, Body::from(changed)).await;
    for _ in 0..2 {
        let answer = kipp.end(&address, &file).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let body = String::from_utf8(bytes(answer).await.to_vec()).expect("text");
        assert!(body.contains("Berkas berubah di perjalanan"), "{body}");
    }
    // More than was announced does not fit; nothing and too much are not begun.
    let (_, address, _) = kipp.begin(&file).await;
    let more = [file.as_slice(), b"more"].concat();
    assert_eq!(kipp.patch(&address, 0, Body::from(more)).await.status(), StatusCode::BAD_REQUEST);
    let path = format!("/saya/usulan/{}/unggahan", kipp.draft);
    for length in [0, 14 << 20] {
        let begun = serde_json::json!({
            "kind": "pendukung", "name": "a.pdf", "length": length, "head": "",
        });
        let answer = kipp.json(&path, begun).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{length}");
    }
    // Somebody else's proposal is not there at all.
    let begun = serde_json::json!({ "kind": "pendukung", "name": "a", "length": 1, "head": "" });
    let foreign = "/saya/usulan/0198b0c2-0000-7000-8000-000000000000/unggahan";
    assert_eq!(kipp.json(foreign, begun).await.status(), StatusCode::NOT_FOUND);
    // And a request of another site is not carried out.
    let mut request = kipp.request(Method::POST, &path, Body::from("{}"));
    request.headers_mut().insert("sec-fetch-site", "cross-site".parse().expect("a header"));
    assert_eq!(kipp.send(request).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_nobody_waits_for_is_swept_and_what_a_submission_holds_is_not() {
    const DAY: i64 = 24 * 3_600_000;
    let kipp = Kipp::start().await;
    let file = document(9_000, 3);
    let (_, address, _) = kipp.begin(&file).await;
    kipp.patch(&address, 0, Body::from(file.clone())).await;
    let answer = kipp.end(&address, &file).await;
    let body: serde_json::Value = serde_json::from_slice(&bytes(answer).await).expect("json");
    let attachment = body["attachment"].as_str().expect("an id").to_owned();
    let path = format!("/saya/usulan/{}/lampiran/{attachment}", kipp.draft);
    let there = async |kipp: &Kipp| {
        kipp.send(kipp.request(Method::GET, &path, Body::empty())).await.status()
    };
    let half = document(9_000, 4);
    let (_, waiting, _) = kipp.begin(&half).await;
    kipp.patch(&waiting, 0, Body::from(half[..4_000].to_vec())).await;

    // Removed, brought back, removed: seen only while it is there.
    kipp.act("remove", &attachment).await;
    assert_eq!(there(&kipp).await, StatusCode::NOT_FOUND);
    kipp.act("restore", &attachment).await;
    assert_eq!(there(&kipp).await, StatusCode::OK);
    kipp.act("remove", &attachment).await;

    let start = kipp.house.now();
    let later = |days: i64| {
        let shift = start + days * DAY - kipp.house.now();
        let already = kipp.house.now() - kipp::server::house_clock();
        kipp.house.shift_clock(already + shift);
    };
    let sweep = async || {
        kipp::proposal::attachment::desk::sweep(&kipp.house).await.expect("swept");
    };
    later(6);
    sweep().await;
    assert_eq!(kipp.house.files.list("uploads").await.expect("a list").len(), 1);
    later(8);
    sweep().await;
    assert_eq!(kipp.house.files.list("uploads").await.expect("a list").len(), 0);
    assert_eq!(kipp.house.files.list("files").await.expect("a list").len(), 1);
    later(31);
    sweep().await;
    assert_eq!(kipp.house.files.list("files").await.expect("a list").len(), 0);
}

#[test]
fn bytes_that_arrived_before_the_line_was_cut_are_kept() {
    use std::io::{Read, Write};
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut kipp = runtime.block_on(Kipp::start());
    let file = document(300_000, 9);
    let (_, address, _) = runtime.block_on(kipp.begin(&file));
    let server = crate::server::Server::start(&kipp.data);
    let host = server.url.trim_start_matches("http://").to_owned();
    let mut line = std::net::TcpStream::connect(&host).expect("a connection");
    let head = format!(
        "PATCH {address} HTTP/1.1\r\nhost: {host}\r\nsec-fetch-site: same-origin\r\ncookie: {}\r\n\
         upload-offset: 0\r\ncontent-length: {}\r\n\r\n",
        kipp.cookie,
        file.len()
    );
    line.write_all(head.as_bytes()).expect("sent");
    line.write_all(&file[..120_000]).expect("sent");
    line.flush().expect("sent");
    // Gone in the middle of the piece, without a word.
    line.shutdown(std::net::Shutdown::Write).expect("cut");
    let mut rest = Vec::new();
    let _nothing = line.read_to_end(&mut rest);
    drop(line);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let mut stands = 0;
    while stands < 120_000 && std::time::Instant::now() < deadline {
        stands = runtime.block_on(kipp.stands(&address));
    }
    assert_eq!(stands, 120_000);
    assert!(server.stop(), "it ends well");
    runtime.block_on(kipp.restart());
    assert_eq!(runtime.block_on(kipp.stands(&address)), 120_000);
}

/// A form with files, as a browser without JavaScript sends it.
fn multipart(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes) in files {
        body.extend_from_slice(
            format!(
                "--batas\r\nContent-Disposition: form-data; name=\"pendukung\"; \
                 filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--batas--\r\n");
    body
}

#[tokio::test]
async fn a_plain_form_keeps_what_is_good_and_tells_why_the_rest_is_not() {
    let kipp = Kipp::start().await;
    let path = format!("/saya/usulan/{}/lampiran", kipp.draft);
    let send = async |files: &[(&str, &[u8])]| {
        let mut request = kipp.request(Method::POST, &path, Body::from(multipart(files)));
        let kind = "multipart/form-data; boundary=batas".parse().expect("a header");
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        kipp.send(request).await
    };
    let good = document(40_000, 7);
    let heavy = vec![b' '; 14 << 20];
    let mixed = send(&[
        ("satu.pdf", &good),
        ("program.pdf", b"MZ\x90 not a document"),
        ("potong.pdf", &good[..20_000]),
        ("berat.pdf", &heavy),
        ("dua.pdf", &good),
    ])
    .await;
    assert_eq!(mixed.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = String::from_utf8(bytes(mixed).await.to_vec()).expect("text");
    for sentence in [
        "Sudah diterima: satu.pdf, dua.pdf.",
        "program.pdf: Berkas ini program",
        "potong.pdf: Berkas ini terpotong",
        "berat.pdf: Berkas 14 MB. Batasnya 10 MB",
    ] {
        assert!(page.contains(sentence), "{sentence}");
    }
    let nothing = send(&[("", b"")]).await;
    assert_eq!(nothing.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let more = send(&[("tiga.pdf", &good)]).await;
    assert_eq!(more.status(), StatusCode::SEE_OTHER);
    let page = kipp.page(&path).await;
    assert!(page.contains("tiga.pdf") && !page.contains("program.pdf"));

    // A document comes in by its preview, and nothing is written before it is ticked.
    let path = format!("/saya/usulan/{}/impor", kipp.draft);
    let text = "1. Kebaruan dan nilai tambah\r\nBelum pernah ada di sini.\r\n";
    let body = multipart(&[("usulan.txt", text.as_bytes())]);
    let body = String::from_utf8(body).expect("text").replace("\"pendukung\"", "\"file\"");
    let mut request = kipp.request(Method::POST, &path, Body::from(body));
    let kind = "multipart/form-data; boundary=batas".parse().expect("a header");
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    let preview = kipp.send(request).await;
    assert_eq!(preview.status(), StatusCode::OK);
    let preview = String::from_utf8(bytes(preview).await.to_vec()).expect("text");
    assert!(preview.contains("Belum pernah ada di sini.") && preview.contains("use-novelty"));
    let out = format!("/saya/usulan/{}/usulan.txt", kipp.draft);
    assert!(!kipp.page(&out).await.contains("Belum pernah ada di sini."));
    let rev = preview
        .split("name=\"rev-novelty\"")
        .nth(1)
        .and_then(|rest| rest.split("value=\"").nth(1))
        .and_then(|rest| rest.split('"').next())
        .expect("a revision");
    let form = format!(
        "action=apply&use-novelty=ya&rev-novelty={rev}&found-novelty=Belum+pernah+ada+di+sini."
    );
    let mut request = kipp.request(Method::POST, &path, Body::from(form));
    let kind = "application/x-www-form-urlencoded".parse().expect("a header");
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    assert_eq!(kipp.send(request).await.status(), StatusCode::SEE_OTHER);
    assert!(kipp.page(&out).await.contains("Belum pernah ada di sini."));
}
