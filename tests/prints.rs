//! Papers from the seal on both databases: they say what was sealed and nothing else, they come when
//! they may, and a certificate's code tells how it stands.

use crate::{
    database::{Database, databases},
    desks::{Answer, Desks},
    reading,
};
use kipp::result::{
    desk::check,
    rules::document::{Annex, Document, of_fraction},
};
use serde_json::Value;
use sqlx::Row as _;
use std::io::{Cursor, Read as _};

const PRINTS: &str = "/panitia/ekspor";
const PAPERS: [&str; 9] = [
    "berita-acara.pdf",
    "berita-acara.docx",
    "rekap.xlsx",
    "rekap.csv",
    "lampiran-keputusan.pdf",
    "lampiran-keputusan.docx",
    "sertifikat.zip",
    "umpan-balik.zip",
    "arsip.zip",
];

async fn run(desks: &Desks, sql: &'static str) {
    let mut conn = desks.db.read().await.expect("a connection");
    sqlx::query(sql).execute(&mut *conn).await.expect("changed");
}

async fn text(desks: &Desks, sql: &'static str) -> String {
    let mut conn = desks.db.read().await.expect("a connection");
    sqlx::query(sql).fetch_one(&mut *conn).await.expect("a row").try_get(0).expect("text")
}

/// The files of an archive by name.
fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            (file.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

/// Every file of a package is in its manifest with its hash, and nothing else is.
fn is_as_its_manifest_says(files: &[(String, Vec<u8>)], seal: &str) {
    let manifest: Value = serde_json::from_slice(&files[0].1).expect("manifest.json");
    assert_eq!((files[0].0.as_str(), manifest["seal"].as_str()), ("manifest.json", Some(seal)));
    let listed = manifest["files"].as_array().expect("a list");
    assert_eq!(listed.len(), files.len() - 1);
    for (one, (name, bytes)) in listed.iter().zip(&files[1..]) {
        assert_eq!(one["name"], name.as_str());
        assert_eq!(one["sha256"], kipp::server::audit::sha256(bytes).as_str(), "{name}");
    }
}

/// The text of a Word document, a space for each tag.
fn words_of(docx: &[u8]) -> String {
    let files = unpacked(docx);
    let (_, xml) = files.iter().find(|(name, _)| name == "word/document.xml").expect("a document");
    let mut is_tag = false;
    let text: String = String::from_utf8_lossy(xml)
        .chars()
        .map(|c| {
            is_tag = c == '<' || (is_tag && c != '>');
            if is_tag || c == '>' { ' ' } else { c }
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Officer<'a> {
    desks: &'a Desks,
    cookie: String,
    password: String,
}

impl Officer<'_> {
    async fn revoke(&self, code: &str, reason: &str, word: &str) -> Answer {
        let fields = [
            ("code", code),
            ("kind", "misprint"),
            ("reason", reason),
            ("password", self.password.as_str()),
            ("confirm", word),
        ];
        self.desks.post(&self.cookie, PRINTS, &fields).await
    }
}

async fn papers_in(database: Database) {
    let name = database.name;
    let accounts = database.data().join("accounts.json");
    let desks = Desks::open(database, "ceremony", None).await;
    let accounts = std::fs::read_to_string(accounts).expect("accounts.json");
    let accounts: Vec<Value> = serde_json::from_str(&accounts).expect("a list");
    let chair = accounts.iter().find(|one| one["role"] == "chair").expect("a chair");
    let password = chair["password"].as_str().expect("a password").to_owned();
    let chair = Officer { desks: &desks, cookie: desks.sign_in("chair", 0).await, password };
    let seal = text(&desks, "SELECT sha256 FROM seal").await;
    let sealed = text(&desks, "SELECT document FROM seal").await;
    let document: Document = serde_json::from_str(&sealed).expect("a document");
    let annex = text(&desks, "SELECT annex FROM seal").await;
    let annex: Annex = serde_json::from_str(&annex).expect("an annex");
    let first = &document.honoured[0];

    // Before the publication papers are the officers' alone: no byte of them to anybody else.
    for role in ["committee", "judge", "operator", "mc", "innovator"] {
        let who = desks.sign_in(role, 0).await;
        for paper in PAPERS {
            let (status, kind, bytes) = desks.file(&who, &format!("{PRINTS}/{paper}")).await;
            assert!(
                status == 403 || status == 409 || status == 422,
                "{name} {role} {paper} {status}"
            );
            assert!(kind.starts_with("text/html"), "{name} {role} {paper}: {kind}");
            assert!(!String::from_utf8_lossy(&bytes).contains(&first.acronym), "{role} {paper}");
        }
        let page = desks.get(&who, PRINTS).await.body;
        assert!(!page.contains(&first.acronym) && !page.contains("KIPP/2020"), "{name} {role}");
    }

    // The minutes: the ten with their scores, in order, from the seal's own numbers.
    let (status, kind, pdf) = desks.file(&chair.cookie, "/panitia/ekspor/berita-acara.pdf").await;
    assert_eq!((status.as_u16(), kind.as_str()), (200, "application/pdf"), "{name}");
    let minutes = reading::text(&pdf);
    let mut from = minutes.find("Memutuskan").expect("the decision");
    for place in annex.places.iter().take(document.honoured.len()) {
        let line = reading::bare(&place.acronym);
        let at = minutes[from..].find(&line).unwrap_or_else(|| panic!("{name}: {line} in order"));
        from += at + line.len();
        let score = minutes[from..].find(&place.shown).expect("its score");
        assert!(score < 200, "{name}: the score stands in the row of {line}");
    }
    for sentence in
        ["tanggal lima bulan Agustus tahun dua ribu dua puluh", "104 (seratus empat) usulan"]
    {
        assert!(minutes.contains(&reading::bare(sentence)), "{name}: {sentence}");
    }
    assert!(minutes.contains(&seal), "{name}: the paper names its seal");
    assert!(minutes.contains("simulasi"), "{name}: a demo says so");
    let again = desks.file(&chair.cookie, "/panitia/ekspor/berita-acara.pdf").await.2;
    assert!(again == pdf, "{name}: the same seal, the same bytes");
    let (_, kind, docx) = desks.file(&chair.cookie, "/panitia/ekspor/berita-acara.docx").await;
    assert!(kind.contains("wordprocessingml"), "{kind}");
    let word = words_of(&docx);
    assert!(word.contains(&format!("{} ", annex.places[0].shown)), "{name}: {word}");
    for part in ["Memutuskan", "Nilai yang sama", &seal] {
        assert!(word.contains(part), "{name}: {part}");
    }

    // The recapitulation as a list: every place, whose exact fraction shows as it is shown.
    let (_, kind, csv) = desks.file(&chair.cookie, "/panitia/ekspor/rekap.csv").await;
    assert!(kind.starts_with("text/csv"));
    let csv = String::from_utf8(csv).expect("UTF-8");
    assert!(csv.starts_with('\u{feff}'), "spreadsheets need it to see UTF-8");
    let rows: Vec<&str> = csv.trim_end().split("\r\n").skip(1).collect();
    assert_eq!(rows.len(), annex.places.len());
    for (row, place) in rows.iter().zip(&annex.places) {
        assert!(row.starts_with(&format!("{};{};", place.rank, place.code)), "{row}");
        assert!(row.contains(&format!(";{};{};", place.shown, place.score)), "{row}");
        let exact = of_fraction(&place.score).expect("a fraction");
        assert_eq!(exact.display(), place.shown);
    }

    // Certificates: ten, each with its own name and code.
    let (_, _, archive) = desks.file(&chair.cookie, "/panitia/ekspor/sertifikat.zip").await;
    let files = unpacked(&archive);
    is_as_its_manifest_says(&files, &seal);
    assert_eq!(files.len(), 1 + document.honoured.len());
    for (row, (file, pdf)) in document.honoured.iter().zip(&files[1..]) {
        let words = reading::text(pdf);
        let to = if row.unit.is_empty() { &row.agency } else { &row.unit };
        for part in [to, &row.acronym] {
            assert!(words.contains(&reading::bare(part)), "{name} {file}: {part}");
        }
        assert_eq!(reading::pages(pdf), 1, "{file}");
    }
    let page = desks.get(&chair.cookie, PRINTS).await.body;
    let at = page.find("<code>").expect("a code") + 6;
    let code = page[at..at + 14].to_owned();
    let printed = reading::text(&files[1].1);
    assert!(printed.contains(&code), "{name}: {code} {printed}");

    // Feedback never says which judge wrote which word.
    let (_, _, archive) = desks.file(&chair.cookie, "/panitia/ekspor/umpan-balik.zip").await;
    let files = unpacked(&archive);
    is_as_its_manifest_says(&files, &seal);
    assert_eq!(files.len(), 1 + annex.places.len());
    let words = reading::text(&files[1].1);
    assert!(words.contains(&annex.places[0].shown) && !words.contains("JuriContoh"), "{words}");

    // The province's package: a subset within the quota, in rank order whatever was asked first, with a
    // letter that names the contact.
    let quota = usize::try_from(document.province_quota).expect("small");
    let ask = async |who: &str, all: &[usize], more: &[(&str, &str)]| {
        let chosen: Vec<String> =
            all.iter().map(|at| format!("pilih-{}", document.honoured[*at].proposal_id)).collect();
        let mut fields = vec![("act", "province"), ("to", "Gubernur Jawa Tengah (contoh)")];
        fields.extend([("contact", "Narahubung Contoh"), ("phone", "0281-000000")]);
        fields.extend(chosen.iter().map(|name| (name.as_str(), "ya")));
        fields.extend_from_slice(more);
        desks.taken(who, PRINTS, &fields).await
    };
    let (status, kind, archive) = ask(&chair.cookie, &[4, 0, 2], &[]).await;
    assert_eq!((status.as_u16(), kind.as_str()), (200, "application/zip"), "{name}");
    let files = unpacked(&archive);
    is_as_its_manifest_says(&files, &seal);
    let list = String::from_utf8(files[1].1.clone()).expect("UTF-8");
    let ranks: Vec<&str> = list.lines().skip(1).filter_map(|line| line.split(';').nth(1)).collect();
    assert_eq!(ranks, ["1", "3", "5"], "{name}: {list}");
    assert!(list.lines().next().is_some_and(|head| head.ends_with(";narahubung")), "{name}");
    assert!(files.iter().any(|(file, _)| file == "01-gasing/usulan.docx"), "{name}");
    let letter = files.iter().find(|(file, _)| file == "surat-pengantar.pdf").expect("a letter");
    let letter = reading::text(&letter.1);
    for part in ["Narahubung Contoh", "0281-000000", "Gubernur Jawa Tengah", "3 (tiga)", "Gasing"] {
        assert!(letter.contains(&reading::bare(part)), "{name}: the letter tells {part}");
    }
    let many: Vec<usize> = (0..=quota).collect();
    for (all, more, said) in [
        (&many[..], vec![], "kuota"),
        (&[][..], vec![], "kuota"),
        (&[0][..], vec![("pilih-x", "ya")], "kuota"),
        (&[0][..], vec![("contact", " ")], "Tulis nama narahubung"),
        (&[0][..], vec![("phone", "tidak ada")], "Tulis nomor telepon"),
    ] {
        let (status, kind, bytes) = ask(&chair.cookie, all, &more).await;
        assert!(status == 422 && kind.starts_with("text/html"), "{name}: {status} {kind}");
        let page = String::from_utf8_lossy(&bytes);
        assert!(page.contains(said) && page.contains("Gubernur Jawa Tengah"), "{name}: {said}");
    }
    let outsider = desks.sign_in("committee", 0).await;
    assert!(ask(&outsider, &[0], &[]).await.0 != 200, "{name}: before the publication");

    // The archive holds the sealed texts byte for byte, every paper and every proposal.
    let (_, _, archive) = desks.file(&chair.cookie, "/panitia/ekspor/arsip.zip").await;
    let files = unpacked(&archive);
    is_as_its_manifest_says(&files, &seal);
    let of = |wanted: &str| files.iter().find(|(file, _)| file == wanted).map(|(_, bytes)| bytes);
    assert_eq!(
        of("segel/dokumen.json").map(|b| kipp::server::audit::sha256(b)),
        Some(seal.clone())
    );
    let file = String::from_utf8(of("segel/segel.json").expect("a seal").clone()).expect("UTF-8");
    assert!(check::file(&file).iter().all(|one| one.good), "{name}");
    assert!(!file.contains("\"nonce\""), "{name}: the nonce waits for the publication here too");
    assert!(of("segel/pencabutan.json").is_none() && of("jejak.csv").is_some(), "{name}");
    let count = |folder: &str| files.iter().filter(|(file, _)| file.starts_with(folder)).count();
    assert_eq!(count("sertifikat/"), document.honoured.len(), "{name}");
    assert!(count("usulan/") >= annex.places.len(), "{name}");
    assert_eq!(desks.file(&chair.cookie, "/panitia/ekspor/lain.pdf").await.0, 404);

    // A code before the publication, and one that nobody has, are answered alike.
    let known = desks.get("", &format!("/verifikasi/{code}")).await;
    let unknown = desks.get("", "/verifikasi/A7EY-BY85-27CX").await;
    assert_eq!((known.status, unknown.status), (unknown.status, known.status));
    assert_eq!(known.status, 404, "{name}");
    assert!(!known.body.contains(&first.acronym), "{name}");
    let plain = |answer: &Answer, code: &str| {
        let body = answer.body.replace(code, "KODE");
        let nonce = body.find("nonce=\"").map(|at| body[at + 7..at + 7 + 22].to_owned());
        nonce.map_or(body.clone(), |nonce| body.replace(&nonce, "ACAK"))
    };
    assert_eq!(plain(&known, &code), plain(&unknown, "A7EY-BY85-27CX"), "{name}: not one byte");

    assert_eq!(desks.get("", "/verifikasi-segel/pencabutan.json").await.status, 404, "{name}");

    for path in ["/data/2020.csv", "/data/2020.json"] {
        assert_eq!(desks.file(&chair.cookie, path).await.0, 404, "{name}: {path} for nobody yet");
    }
    assert!(!desks.get("", "/data").await.body.contains("/data/2020.csv"), "{name}");

    // Published, before its day: not yet in force. On its day: valid. Taken back: revoked, and why.
    run(&desks, "UPDATE edition SET phase = 'published'").await;
    let show = async || desks.get("", &format!("/verifikasi/{code}")).await;
    desks.pass(-60).await;
    let early = show().await;
    assert_eq!(early.status, 200, "{name}");
    assert!(early.body.contains("Belum berlaku"), "{name}: {}", early.body);
    desks.pass(0).await;
    let valid = show().await.body;
    assert!(valid.contains("Sah") && valid.contains(&first.acronym), "{name}");
    assert!(!valid.contains("Belum berlaku"), "{name}");

    let committee = desks.sign_in("committee", 0).await;
    let fields =
        [("code", code.as_str()), ("reason", "x"), ("password", "x"), ("confirm", "CABUT")];
    assert_eq!(desks.post(&committee, PRINTS, &fields).await.status, 403, "{name}");
    for (reason, word, said) in [("", "CABUT", "Tulis alasan"), ("Salah cetak.", "cabut", "CABUT")]
    {
        let answer = chair.revoke(&code, reason, word).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains(said), "{name}: {said}");
    }
    assert_eq!(chair.revoke("A7EY-BY85-27CX", "Salah cetak.", "CABUT").await.status, 422);
    assert!(show().await.body.contains("Sah"), "{name}: nothing was revoked by mistake");
    let typed = format!(" {} ", code.to_lowercase());
    assert_eq!(chair.revoke(&typed, "Salah cetak nama unit.", "CABUT").await.status, 303, "{name}");
    let revoked = show().await;
    assert_eq!(revoked.status, 200);
    assert!(!revoked.body.contains("Salah cetak nama unit."), "{name}: the words stay inside");
    assert!(revoked.body.contains("Isi piagam keliru"), "{name}: their kind does not");
    assert!(revoked.body.contains("Dicabut"), "{name}");
    let office = desks.get(&chair.cookie, PRINTS).await.body;
    assert!(office.contains("Salah cetak nama unit."), "{name}");

    // Whoever has no server knows it from the signed list, which fits no other seal and no other bytes.
    let list = desks.get("", "/verifikasi-segel/pencabutan.json").await;
    assert_eq!(list.status, 200, "{name}");
    assert_eq!(list.body, desks.get("", "/verifikasi-segel/pencabutan.json").await.body);
    let bare = code.replace('-', "");
    assert!(
        list.body.contains(&bare) && !list.body.contains("Salah cetak"),
        "{name}: {}",
        list.body
    );
    let file = desks.get("", "/verifikasi-segel/segel.json").await.body;
    let good = |list: &str| check::list(list, &file).iter().all(|one| one.good);
    assert!(good(&list.body), "{name}");
    assert!(check::list(&list.body, &file).iter().any(|one| one.id.contains(&bare)), "{name}");
    assert!(!good(&list.body.replace("misprint", "returned")), "{name}: it is signed");
    assert!(!good("{}"), "{name}");
    let whole = async || {
        let mut conn = desks.db.read().await.expect("a connection");
        check::all(&mut conn).await.expect("checked").into_iter().all(|one| one.good)
    };
    assert!(whole().await, "{name}");
    run(&desks, "UPDATE certificate_revocation SET kind = 'other'").await;
    assert!(!whole().await, "{name}: a revocation that was changed is found");
    run(&desks, "DELETE FROM certificate_revocation").await;
    assert!(!whole().await, "{name}: and one that was taken out");
    let trail = text(
        &desks,
        "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE action = 'certificate.revoke'",
    );
    assert_eq!(trail.await, "1", "{name}");

    open_data_in(&desks, &document, name).await;
    trail_in(&desks, name).await;

    // Now the whole office may print, and each innovator gets the words that are theirs.
    let (status, ..) = desks.file(&committee, "/panitia/ekspor/berita-acara.pdf").await;
    assert_eq!(status, 200, "{name}");
    let judge = desks.sign_in("judge", 0).await;
    assert_eq!(desks.file(&judge, "/panitia/ekspor/berita-acara.pdf").await.0, 403);

    // Nobody finds a code by trying: after thirty within a minute there is no answer, to any code.
    let mut asked = 0;
    while desks.get("", "/verifikasi/A7EY-BY85-27CX").await.status != 429 {
        asked += 1;
        assert!(asked <= 30, "{name}");
    }
    assert_eq!(show().await.status, 429, "{name}");
    let form = desks.post("", "/verifikasi", &[("code", code.as_str())]).await;
    assert_eq!(form.status, 429, "{name}: the form neither");
}

/// Once it is public everybody may take the list: rank and score of the honoured, names of the others.
async fn open_data_in(desks: &Desks, document: &Document, name: &str) {
    let (status, kind, csv) = desks.file("", "/data/2020.csv").await;
    assert!(status == 200 && kind.starts_with("text/csv"), "{name}: {status} {kind}");
    let csv = String::from_utf8(csv).expect("UTF-8");
    let head = "\u{feff}tahun;kode;nama;judul;unit;perangkat_daerah;kategori;peringkat;nilai";
    assert_eq!(csv.lines().next(), Some(head), "{name}: columns stay");
    let rows: Vec<&str> = csv.lines().skip(1).collect();
    assert!(rows.len() >= 104, "{name}: {}", rows.len());
    let ranked: Vec<&&str> = rows.iter().filter(|row| !row.ends_with(";;")).collect();
    assert_eq!(ranked.len(), document.honoured.len(), "{name}: scores of the honoured alone");
    for row in &document.honoured {
        let end = format!(";{};\"{}\"", row.rank, row.score);
        let plain = format!(";{};{}", row.rank, row.score);
        let found = rows.iter().find(|line| line.contains(&format!(";{};", row.acronym)));
        let found = found.unwrap_or_else(|| panic!("{name}: {}", row.acronym));
        assert!(found.ends_with(&end) || found.ends_with(&plain), "{name}: {found}");
    }
    let (_, _, json) = desks.file("", "/data/2020.json").await;
    let json: Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(json["inovasi"].as_array().expect("a list").len(), rows.len(), "{name}");
    assert_eq!(json["simulasi"], true, "{name}");
    for path in ["/data/2019.csv", "/data/2020.xlsx", "/data/2020", "/data/x.csv"] {
        assert_eq!(desks.file("", path).await.0, 404, "{name}: {path}");
    }
    let page = desks.get("", "/data").await.body;
    assert!(page.contains("/data/2020.csv") && page.contains("perangkat_daerah"), "{name}");
    assert!(desks.get("", "/en/data").await.body.contains("Open data"), "{name}");
}

/// The office reads the audit chain, newest first, narrows it, walks it and takes it along.
async fn trail_in(desks: &Desks, name: &str) {
    const TRAIL: &str = "/panitia/jejak";
    for role in ["judge", "innovator", "operator"] {
        let who = desks.sign_in(role, 0).await;
        for path in [TRAIL, "/panitia/jejak/jejak.csv"] {
            assert_eq!(desks.get(&who, path).await.status, 403, "{name}: {role} {path}");
        }
    }
    let committee = desks.sign_in("committee", 0).await;
    let page = desks.get(&committee, &format!("{TRAIL}?tindakan=certificate.revoke")).await.body;
    assert_eq!(page.matches("<code>certificate:").count(), 1, "{name}");
    let page = desks.get(&committee, &format!("{TRAIL}?periksa=1")).await.body;
    assert!(page.contains("Rantai utuh"), "{name}");
    let older = page.split("sebelum=").nth(1).and_then(|rest| rest.split('"').next());
    let entries = text(desks, "SELECT CAST(COUNT(*) AS TEXT) FROM audit").await;
    let many = entries.parse::<usize>().expect("a number") > 100;
    assert_eq!(older.is_some(), many, "{name}: {entries} entries");
    if let Some(older) = older {
        let older = desks.get(&committee, &format!("{TRAIL}?sebelum={older}")).await;
        assert!(older.status == 200 && older.body != page, "{name}: older entries");
    }
    let (_, kind, csv) = desks.file(&committee, "/panitia/jejak/jejak.csv").await;
    let csv = String::from_utf8(csv).expect("UTF-8");
    assert!(kind.starts_with("text/csv") && csv.contains("seal.close"), "{name}");
    assert_eq!((csv.lines().count() - 1).to_string(), entries, "{name}");
    run(desks, "UPDATE audit SET subject = 'lain' WHERE action = 'seal.close'").await;
    let page = desks.get(&committee, &format!("{TRAIL}?periksa=1")).await.body;
    assert!(page.contains("Rantai putus pada catatan"), "{name}");
}

#[tokio::test]
async fn papers_say_what_was_sealed_come_when_they_may_and_a_code_tells_how_a_certificate_stands() {
    for database in databases().await {
        papers_in(database).await;
    }
}
