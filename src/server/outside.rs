//! Looks at a page on the internet that somebody else named: only at public addresses, briefly,
//! and telling nothing of ourselves.
//!
//! Whoever types a link must not be able to make the server speak to its own network. So a name is
//! resolved here, the very address that is connected to is judged, and each redirect begins anew.

use anyhow::Context;
use axum::http::{
    Request, Uri,
    header::{ACCEPT, ACCEPT_ENCODING, HOST, LOCATION, USER_AGENT},
};
use http_body_util::{BodyExt, Empty};
use hyper::{
    body::{Bytes, Incoming},
    client::conn::http1,
};
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::Url;

/// Redirects that are followed.
const HOPS: usize = 3;
/// Bytes of a page that are read.
const HEAD: usize = 64 * 1024;
/// How we introduce ourselves.
const NAME: &str = concat!("kipp/", env!("CARGO_PKG_VERSION"), " (link check)");

/// What may be looked at.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// Which addresses may be connected to.
    pub admits: fn(IpAddr) -> bool,
    /// Whether plain HTTP on any port will do: for a test's own server, never for the world.
    pub plain: bool,
    /// How long a look may take in all.
    pub patience: Duration,
    /// Whose word for who a server is is taken.
    pub trust: fn() -> Arc<ClientConfig>,
}

impl Gate {
    /// The public internet, over TLS, at its own port.
    pub const PUBLIC: Self =
        Self { admits: is_public, plain: false, patience: Duration::from_secs(10), trust: world };
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A page.
    Page {
        /// HTTP status.
        status: u16,
        /// Its address, after redirects.
        at: String,
        /// Its beginning.
        head: String,
    },
    /// An address that is not public.
    Forbidden,
    /// Nothing that could be told from a network in trouble.
    Nothing,
}

/// Whether everybody on the internet would reach the same machine at this address: no private,
/// local, shared, reserved or translated one, nor one that a cloud gives its machines' secrets at.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => is_public_v4(address),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // Only 2000::/3 is given out; of it not the tunnels into other networks, and not the examples.
    (0x2000..=0x3fff).contains(&a)
        && !(a == 0x2001 && (b < 0x0200 || b == 0x0db8))
        && a != 0x2002
        && !(a == 0x3fff && b < 0x1000)
}

/// Looks at a page; never fails, for there is nothing to be done about it.
pub async fn look(address: &str, gate: Gate) -> Seen {
    match timeout(gate.patience, follow(address, gate)).await {
        Ok(Ok(seen)) => seen,
        Ok(Err(error)) => {
            tracing::debug!(%error, "a link could not be looked at");
            Seen::Nothing
        }
        Err(_) => Seen::Nothing,
    }
}

async fn follow(address: &str, gate: Gate) -> anyhow::Result<Seen> {
    let mut url = Url::parse(address)?;
    for _ in 0..=HOPS {
        let fits = gate.plain || (url.scheme() == "https" && url.port().is_none());
        if !fits || !url.username().is_empty() || url.password().is_some() {
            return Ok(Seen::Nothing);
        }
        let Some((stream, host)) = connect(&url, gate).await? else { return Ok(Seen::Forbidden) };
        let (status, next, head) = if url.scheme() == "https" {
            let tls = TlsConnector::from((gate.trust)());
            ask(tls.connect(ServerName::try_from(host)?, stream).await?, &url).await?
        } else {
            ask(stream, &url).await?
        };
        match next {
            Some(next) if (300..400).contains(&status) => url = url.join(&next)?,
            _ => return Ok(Seen::Page { status, at: url.into(), head }),
        }
    }
    Ok(Seen::Nothing)
}

/// Connects to the first address of a host that may be; nothing if there is none.
async fn connect(url: &Url, gate: Gate) -> anyhow::Result<Option<(TcpStream, String)>> {
    let host = url.host_str().context("no host")?;
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let port = url.port_or_known_default().context("no port")?;
    let found = tokio::net::lookup_host((host.as_str(), port)).await?;
    let allowed: Vec<SocketAddr> = found.filter(|one| (gate.admits)(one.ip())).collect();
    if allowed.is_empty() {
        return Ok(None);
    }
    let stream = TcpStream::connect(allowed.as_slice()).await?;
    // What was connected to is what counts, not what was asked for.
    Ok((gate.admits)(stream.peer_addr()?.ip()).then_some((stream, host)))
}

fn world() -> Arc<ClientConfig> {
    static WORLD: LazyLock<Arc<ClientConfig>> =
        LazyLock::new(|| trusting(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.into() }));
    Arc::clone(&WORLD)
}

fn trusting(roots: RootCertStore) -> Arc<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring speaks the default protocols")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Arc::new(config)
}

/// Asks for a page: its status, where it leads on, and its beginning.
async fn ask<S>(stream: S, url: &Url) -> anyhow::Result<(u16, Option<String>, String)>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD)
        .handshake::<_, Empty<Bytes>>(TokioIo::new(stream))
        .await?;
    let driver = tokio::spawn(connection);
    let path: Uri = url[url::Position::BeforePath..url::Position::AfterQuery].parse()?;
    let request = Request::get(path)
        .header(HOST, &url[url::Position::BeforeHost..url::Position::AfterPort])
        .header(USER_AGENT, NAME)
        .header(ACCEPT, "text/html,*/*;q=0.5")
        .header(ACCEPT_ENCODING, "identity")
        .body(Empty::new())?;
    let answered = async {
        let response = sender.send_request(request).await?;
        let status = response.status().as_u16();
        let next = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
        let next = next.map(str::to_owned);
        anyhow::Ok((status, next, beginning(response.into_body()).await?))
    };
    let answer = answered.await;
    driver.abort();
    answer
}

async fn beginning(mut body: Incoming) -> anyhow::Result<String> {
    let mut head = Vec::new();
    while head.len() < HEAD {
        let Some(frame) = body.frame().await else { break };
        if let Some(data) = frame?.data_ref() {
            let room = HEAD - head.len();
            head.extend_from_slice(&data[..data.len().min(room)]);
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::{
        ServerConfig,
        pki_types::{CertificateDer, PrivatePkcs8KeyDer},
    };
    use std::sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    };
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };
    use tokio_rustls::TlsAcceptor;

    #[test]
    fn only_addresses_that_mean_the_same_to_everybody_are_public() {
        let public = |address: &str| is_public(address.parse().expect("an address"));
        for good in [
            "8.8.8.8",
            "103.30.0.1",
            "172.15.255.255",
            "172.32.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "192.0.1.1",
            "169.253.1.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2404:6800:4003::8a",
            "2001:4860:4860::8888",
            "::ffff:8.8.8.8",
        ] {
            assert!(public(good), "{good}");
        }
        for bad in [
            "0.0.0.0",
            "10.1.2.3",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "100.64.0.1",
            "100.100.100.200",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "100::1",
        ] {
            assert!(!public(bad), "{bad}");
        }
    }

    proptest::proptest! {
        /// However a private address is dressed up as one of the sixth version, it is refused.
        #[test]
        fn no_dress_makes_a_private_address_public(
            network in proptest::sample::select(vec![
                [10, 0, 0, 0], [127, 0, 0, 0], [169, 254, 0, 0], [192, 168, 0, 0], [0, 0, 0, 0],
            ]),
            tail in proptest::prelude::any::<[u8; 2]>(),
        ) {
            let [a, b, ..] = network;
            let address = Ipv4Addr::new(a, b, tail[0], tail[1]);
            proptest::prop_assert!(!is_public(address.into()));
            proptest::prop_assert!(!is_public(address.to_ipv6_mapped().into()));
            proptest::prop_assert!(!is_public(address.to_ipv6_compatible().into()));
            let [c, d] = tail;
            let high = u16::from_be_bytes([a, b]);
            let low = u16::from_be_bytes([c, d]);
            for dressed in [
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
            ] {
                proptest::prop_assert!(!is_public(dressed.into()));
            }
        }
    }

    /// A server that gives the answers of a path, and counts who came.
    async fn server(answers: fn(&str) -> String) -> (String, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let count = Arc::new(AtomicUsize::new(0));
        let visitors = Arc::clone(&count);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                visitors.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    let mut asked = vec![0; 4096];
                    let read = stream.read(&mut asked).await.unwrap_or_default();
                    let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
                    let answer = answers(&asked);
                    let _gone = stream.write_all(answer.as_bytes()).await;
                    if answer.is_empty() {
                        std::future::pending::<()>().await;
                    }
                });
            }
        });
        (base, count)
    }

    fn answers(asked: &str) -> String {
        let path = asked.split(' ').nth(1).unwrap_or_default();
        let page = |status: &str, more: &str, body: &str| {
            format!("HTTP/1.1 {status}\r\n{more}content-length: {}\r\n\r\n{body}", body.len())
        };
        match path {
            "/ada?a=1" => page("200 OK", "", asked),
            "/hilang" => page("404 Not Found", "", ""),
            "/besar" => page("200 OK", "", &"x".repeat(1_000_000)),
            "/diam" => String::new(),
            "/berputar" => page("302 Found", "location: /berputar\r\n", ""),
            "/ke-dalam" => page("302 Found", "location: http://169.254.169.254/\r\n", ""),
            "/3" => page("301 Moved", "location: /2\r\n", ""),
            "/2" => page("307 Moved", "location: /1\r\n", ""),
            "/1" => page("303 Moved", "location: /ada?a=1\r\n", ""),
            _ => page("500 Oops", "", ""),
        }
    }

    const NEAR: Gate = Gate {
        admits: |ip| ip.is_loopback(),
        plain: true,
        patience: Duration::from_millis(400),
        trust: world,
    };

    #[tokio::test]
    async fn a_page_is_seen_as_a_stranger_sees_it() {
        let (base, _) = server(answers).await;
        let Seen::Page { status, at, head } = look(&format!("{base}/3"), NEAR).await else {
            panic!("three redirects are followed")
        };
        assert_eq!((status, at), (200, format!("{base}/ada?a=1")));
        let asked = head.to_lowercase();
        assert!(asked.contains("user-agent: kipp/") && asked.contains("host: 127.0.0.1:"));
        for secret in ["cookie", "authorization", "referer"] {
            assert!(!asked.contains(secret), "{asked}");
        }
        let gone = look(&format!("{base}/hilang"), NEAR).await;
        assert!(matches!(gone, Seen::Page { status: 404, .. }), "{gone:?}");
        let Seen::Page { head, .. } = look(&format!("{base}/besar"), NEAR).await else {
            panic!("a long page is a page")
        };
        assert_eq!(head.len(), HEAD, "and no more of it is read");
    }

    #[tokio::test]
    async fn who_never_ends_tells_nothing() {
        let (base, count) = server(answers).await;
        assert_eq!(look(&format!("{base}/diam"), NEAR).await, Seen::Nothing);
        count.store(0, Ordering::SeqCst);
        assert_eq!(look(&format!("{base}/berputar"), NEAR).await, Seen::Nothing);
        assert_eq!(count.load(Ordering::SeqCst), HOPS + 1);
        assert_eq!(look("http://127.0.0.1:1/", NEAR).await, Seen::Nothing);
    }

    #[tokio::test]
    async fn nothing_leads_into_our_own_network() {
        let (base, count) = server(answers).await;
        let world = Gate { plain: true, ..Gate::PUBLIC };
        for inside in [
            base.clone(),
            base.replace("127.0.0.1", "localhost"),
            base.replace("127.0.0.1", "2130706433"),
            base.replace("127.0.0.1", "0x7f.1"),
            base.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
        ] {
            assert_eq!(look(&inside, world).await, Seen::Forbidden, "{inside}");
        }
        assert_eq!(count.load(Ordering::SeqCst), 0, "nobody was connected to");
        let led = look(&format!("{base}/ke-dalam"), NEAR).await;
        assert_eq!(led, Seen::Forbidden, "a redirect is judged as the link was");
    }

    /// A server whose name is sworn to by itself, on a port of its own.
    async fn sworn() -> (String, CertificateDer<'static>) {
        let own = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a key");
        let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring speaks the default protocols")
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key.into())
            .expect("a certificate");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Who does not trust us hangs up.
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut asked = vec![0; 4096];
                let read = stream.read(&mut asked).await.unwrap_or_default();
                let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
                let _gone = stream.write_all(answers(&asked).as_bytes()).await;
                let _gone = stream.shutdown().await;
            }
        });
        (format!("https://localhost:{port}/ada?a=1"), own.cert.der().clone())
    }

    #[tokio::test]
    async fn a_server_must_be_who_it_says_it_is() {
        static SWORN: OnceLock<CertificateDer<'static>> = OnceLock::new();
        let (link, certificate) = sworn().await;
        SWORN.set(certificate).expect("set once");
        let near = Gate { patience: Duration::from_secs(5), ..NEAR };
        assert_eq!(look(&link, near).await, Seen::Nothing, "nobody we trust knows it");
        let trust = || {
            let mut roots = RootCertStore::empty();
            let own = SWORN.get().expect("set before").clone();
            roots.add(own).expect("a root");
            trusting(roots)
        };
        let known = Gate { trust, ..near };
        let seen = look(&link, known).await;
        assert!(matches!(seen, Seen::Page { status: 200, .. }), "{seen:?}");
        let other = link.replace("localhost", "127.0.0.1");
        assert_eq!(look(&other, known).await, Seen::Nothing, "it is not sworn to by that name");
    }

    #[tokio::test]
    async fn the_world_is_seen_over_tls_at_its_own_port_only() {
        for link in [
            "http://contoh.invalid/",
            "https://contoh.invalid:6379/",
            "https://nama:sandi@contoh.invalid/",
            "ftp://contoh.invalid/",
            "https://",
            "bukan alamat",
        ] {
            assert_eq!(look(link, Gate::PUBLIC).await, Seen::Nothing, "{link}");
        }
        assert_eq!(look("https://127.0.0.1/", Gate::PUBLIC).await, Seen::Forbidden);
    }
}
