//! Files in a bucket that speaks S3: they lie there and nowhere else, and a restarted or a second
//! kipp finds them. The bucket is a small one of our own behind a real socket.

use crate::house::{after, house};
use crate::server::Server;
use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex},
};

/// What the bucket holds, by key.
type Held = Arc<Mutex<BTreeMap<String, Bytes>>>;

/// The five requests of S3 that kipp makes.
async fn bucket(State(held): State<Held>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 64 << 20).await.expect("a body");
    let signed = parts.headers.get(header::AUTHORIZATION).is_some_and(|value| {
        value.to_str().is_ok_and(|value| value.contains("Credential=kunci-contoh/"))
    });
    if !signed {
        return (StatusCode::FORBIDDEN, "<Error><Code>AccessDenied</Code></Error>").into_response();
    }
    let key =
        parts.uri.path().trim_start_matches("/kipp-contoh").trim_start_matches('/').to_owned();
    let query = parts.uri.query().unwrap_or_default();
    let mut held = held.lock().expect("nobody fell over");
    let xml = |text: String| ([(header::CONTENT_TYPE, "application/xml")], text).into_response();
    match parts.method {
        Method::PUT => {
            held.insert(key, body);
            ([(header::ETAG, "\"1\"")], ()).into_response()
        }
        Method::GET if query.contains("list-type=2") => {
            let mut rows = String::new();
            let prefix = query.split('&').find_map(|part| part.strip_prefix("prefix="));
            let prefix = prefix.unwrap_or_default().replace("%2F", "/");
            for (key, bytes) in held.iter().filter(|(key, _)| key.starts_with(&prefix)) {
                let _always = write!(
                    rows,
                    "<Contents><Key>{key}</Key><LastModified>2020-05-01T00:00:00.000Z\
                     </LastModified><ETag>\"1\"</ETag><Size>{}</Size></Contents>",
                    bytes.len()
                );
            }
            xml(format!(
                "<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"
            ))
        }
        Method::GET | Method::HEAD => match held.get(&key) {
            Some(bytes) => {
                let mut headers = HeaderMap::new();
                let date = "Fri, 01 May 2020 00:00:00 GMT".parse().expect("a header");
                headers.insert(header::LAST_MODIFIED, date);
                headers.insert(header::ETAG, "\"1\"".parse().expect("a header"));
                (headers, bytes.clone()).into_response()
            }
            None => {
                (StatusCode::NOT_FOUND, "<Error><Code>NoSuchKey</Code></Error>").into_response()
            }
        },
        Method::DELETE => {
            held.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        Method::POST if query.contains("delete") => {
            let asked = String::from_utf8_lossy(&body).into_owned();
            let keys = asked.split("<Key>").skip(1).filter_map(|rest| rest.split('<').next());
            keys.for_each(|key| drop(held.remove(key)));
            xml("<DeleteResult></DeleteResult>".to_owned())
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_in_a_bucket_lie_there_and_nowhere_else() {
    let held = Held::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new().fallback(bucket).with_state(held.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });

    // The first kipp was told of no bucket; all work on the same data, as nodes do.
    let alone = house("draft");
    let client = alone.as_role("innovator", 0).await;
    let data = alone.home.path().join("data");
    let before = held.lock().expect("nobody fell over").len();
    let start = |secret: &str| {
        Server::start_with(&data, |command| {
            command
                .args(["--files", "s3://kipp-contoh/berkas"])
                .env("AWS_ENDPOINT", &endpoint)
                .env("AWS_ALLOW_HTTP", "true")
                .env("AWS_REGION", "id-contoh")
                .env("AWS_ACCESS_KEY_ID", secret)
                .env("AWS_SECRET_ACCESS_KEY", "rahasia-contoh");
        })
    };
    let server = start("kunci-contoh");
    let get = async |server: &Server, path: &str| {
        client.get(format!("{}{path}", server.url)).send().await.expect("an answer")
    };
    let list = get(&server, "/saya").await.text().await.expect("text");
    let draft = list
        .split("href=\"/saya/usulan/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|id| id.len() > 20)
        .expect("a draft");

    let document = kipp::proposal::attachment::sample::pdf(&["Surat contoh"]);
    let mut body = b"--batas\r\nContent-Disposition: form-data; name=\"pendukung\"; \
        filename=\"surat.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
        .to_vec();
    body.extend_from_slice(&document);
    body.extend_from_slice(b"\r\n--batas--\r\n");
    let shelf = format!("/saya/usulan/{draft}/lampiran");
    let answer = client
        .post(format!("{}{shelf}", server.url))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=batas")
        .body(body)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status().as_u16(), 303);

    let page = get(&server, &shelf).await.text().await.expect("text");
    let file = format!("{shelf}/{}", after(&page, &format!("href=\"{shelf}/")));
    assert_eq!(get(&server, &file).await.bytes().await.expect("bytes"), document);
    let keys: Vec<String> = held.lock().expect("nobody fell over").keys().cloned().collect();
    assert_eq!(keys.len(), before + 1, "{keys:?}");
    assert!(keys.iter().all(|key| key.starts_with("berkas/")), "{keys:?}");
    let folder = data.join("files");
    let beside = std::fs::read_dir(&folder).map_or(0, Iterator::count);
    assert_eq!(beside, 0, "nothing lies in {}", folder.display());

    // Another kipp on the same data finds it.
    assert!(server.stop(), "it ends well when asked");
    let second = start("kunci-contoh");
    assert_eq!(get(&second, &file).await.bytes().await.expect("bytes"), document);
    drop(second);

    // A bucket that refuses is our fault, told in a sentence, and the page of the form still works.
    let refused = start("kunci-lain");
    let answer = get(&refused, &file).await;
    assert_eq!(answer.status().as_u16(), 500);
    let page = answer.text().await.expect("text");
    assert!(page.contains("Ada kesalahan di server kami"), "{page}");
    assert_eq!(get(&refused, &shelf).await.status().as_u16(), 200);
    drop(refused);

    // One that was told of no bucket looks in its folder, where nothing is.
    assert_eq!(alone.get(&client, &file).await.status().as_u16(), 404);
}
