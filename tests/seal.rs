//! The seal on both databases: two officers fix the whole result, anybody can check it, nobody learns
//! it early, and what is changed afterwards is found.

use crate::database::{Database, databases};
use crate::desks::Desks;
use kipp::{
    edition, judging,
    result::{
        self,
        desk::check::{self, Finding},
        rules::document::{Document, SealFile},
    },
    server::{Db, audit},
};
use serde_json::Value;
use sqlx::Row as _;

const SEAL: &str = "/panitia/segel";
const BREAK: &str = "/panitia/segel/buka";
const FILE: &str = "/verifikasi-segel/segel.json";

async fn run(db: &Db, sql: &'static str) {
    sqlx::query(sql).execute(&mut *db.read().await.expect("a connection")).await.expect("changed");
}

async fn text(db: &Db, sql: &'static str) -> String {
    let mut conn = db.read().await.expect("a connection");
    sqlx::query(sql).fetch_one(&mut *conn).await.expect("a row").try_get(0).expect("text")
}

async fn findings(db: &Db) -> Vec<Finding> {
    check::all(&mut db.read().await.expect("a connection")).await.expect("checked")
}

async fn wrong(db: &Db) -> Vec<String> {
    findings(db).await.into_iter().filter(|one| !one.good).map(|one| one.id).collect()
}

fn words(page: &str) -> String {
    let mark = "Kata segel</dt><dd><b>";
    let at = page.find(mark).expect("the words are shown") + mark.len();
    page[at..].split('<').next().unwrap_or_default().to_owned()
}

/// A kipp with the passwords of its officers.
struct Room {
    desks: Desks,
    accounts: Vec<Value>,
}

impl std::ops::Deref for Room {
    type Target = Desks;

    fn deref(&self) -> &Desks {
        &self.desks
    }
}

async fn open(database: Database, stage: &str) -> Room {
    let file = database.data().join("accounts.json");
    let desks = Desks::open(database, stage, None).await;
    let accounts = std::fs::read_to_string(file).expect("accounts.json");
    Room { desks, accounts: serde_json::from_str(&accounts).expect("a list") }
}

/// An officer's oath on the seal's page, or on the page that breaks it.
async fn swear(
    desks: &Room,
    who: &str,
    role: &str,
    path: &str,
    more: &[(&str, &str)],
) -> crate::desks::Answer {
    let account = desks.accounts.iter().find(|account| account["role"] == role);
    let password = account.and_then(|account| account["password"].as_str()).expect("a password");
    let word = if path == SEAL { "SEGEL" } else { "BUKA" };
    let mut fields = vec![("password", password), ("confirm", word)];
    fields.extend_from_slice(more);
    desks.post(who, path, &fields).await
}

async fn sealing_in(database: Database) {
    let name = database.name;
    let desks = open(database, "plenary").await;
    let (chair, secretary) = (desks.sign_in("chair", 0).await, desks.sign_in("secretary", 0).await);
    assert_eq!(desks.get("", FILE).await.status, 404, "{name}: nothing is sealed");
    assert_eq!(wrong(&desks.db).await, Vec::<String>::new(), "{name}");

    // One officer is not enough, however often; both see the same words.
    assert_eq!(swear(&desks, &chair, "chair", SEAL, &[]).await.status, 303);
    let again = swear(&desks, &chair, "chair", SEAL, &[]).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("petugas kedua"), "{name}");
    let before = words(&desks.get(&chair, SEAL).await.body);
    assert_eq!(before, words(&desks.get(&secretary, SEAL).await.body));
    assert_eq!(desks.get("", FILE).await.status, 404, "half a seal is none");
    assert_eq!(swear(&desks, &secretary, "secretary", SEAL, &[]).await.status, 303);
    assert_eq!(before, words(&desks.get(&secretary, SEAL).await.body));

    for path in ["/verifikasi-segel", "/en/verifikasi-segel"] {
        let page = desks.get("", path).await;
        assert!(page.status == 200 && page.body.contains("\"zamrud\""), "{path} knows the words");
    }

    // What was sealed is the whole result, and it follows from its reads.
    let mut conn = desks.db.read().await.expect("a connection");
    let edition = edition::desk::current(&mut conn).await.expect("an edition");
    let sealed = result::desk::sealed(&mut conn, &edition.slug).await.expect("read").expect("one");
    let ranking = judging::desk::places(&mut conn, &edition).await.expect("ranked");
    drop(conn);
    let annex: Value =
        serde_json::from_str(&text(&desks.db, "SELECT annex FROM seal").await).expect("JSON");
    let list = |key: &str| annex[key].as_array().expect("a list").clone();
    assert!(ranking.len() > 100, "{name}");
    assert_eq!(list("places").len(), ranking.len());
    let reads = ranking.len() * usize::try_from(edition.rules.reads).expect("small");
    assert_eq!(list("reads").len(), reads);
    let first = &list("places")[0];
    assert_eq!(first["acronym"], sealed.rows[0].acronym.as_str());
    assert!(first["score"].as_str().expect("a fraction").contains('/'));
    assert!(findings(&desks.db).await.iter().all(|one| one.good), "{name}");

    // The public gets what binds, and nothing of the result; officers their copy without the nonce.
    let public = desks.get("", FILE).await;
    assert_eq!(public.status, 200);
    let file: SealFile = serde_json::from_str(&public.body).expect("a seal file");
    assert!(file.nonce.is_none() && file.document.is_none() && file.annex.is_none());
    let nonce = text(&desks.db, "SELECT nonce FROM seal").await;
    for secret in [&sealed.sha256, &nonce, &sealed.rows[0].proposal_id, &sealed.rows[0].acronym] {
        assert!(!public.body.contains(secret.as_str()), "{name}: the file tells {secret}");
    }
    let office = desks.get(&chair, "/panitia/segel/berkas.json").await;
    let office: SealFile = serde_json::from_str(&office.body).expect("a seal file");
    assert!(office.annex.is_some() && office.nonce.is_none());
    for role in ["committee", "judge", "operator", "mc", "innovator"] {
        let who = desks.sign_in(role, 0).await;
        let answer = desks.get(&who, "/panitia/segel/berkas.json").await;
        assert_eq!(answer.status, 403, "{role}");
        assert!(!answer.body.contains("\"annex\""), "{role}");
        assert_eq!(desks.get(&who, FILE).await.body, public.body, "{role} gets what all get");
    }

    // After the publication the same file opens, and its old half is unchanged.
    run(&desks.db, "UPDATE edition SET phase = 'published'").await;
    let after = desks.get("", FILE).await.body;
    let open: SealFile = serde_json::from_str(&after).expect("a seal file");
    assert_eq!((&open.manifest, &open.signature), (&file.manifest, &file.signature));
    assert!(open.annex.is_none(), "who gave which score stays in the office");
    let document: Document =
        serde_json::from_str(open.document.as_deref().expect("revealed")).expect("a document");
    assert_eq!(document.honoured, sealed.rows);
    assert!(check::file(&after).iter().all(|one| one.good));
    let lie = |old: &str, new: &str| {
        assert!(after.contains(old), "{old}");
        check::file(&after.replacen(old, new, 1)).iter().any(|one| !one.good)
    };
    assert!(lie("Gasing", "Gosong"), "another name fits no commitment");
    assert!(lie(&nonce, &"0".repeat(64)), "nor does another nonce");
    assert!(lie("sealed_at\\\":1", "sealed_at\\\":2"), "and the manifest is signed");
    assert!(!check::file("{}")[0].good && !check::file("bukan")[0].good);
}

#[tokio::test]
async fn two_officers_seal_the_whole_result_and_anybody_can_check_it() {
    for database in databases().await {
        sealing_in(database).await;
    }
}

async fn tampering_in(database: Database) {
    let name = database.name;
    let desks = open(database, "ceremony").await;
    let db = &desks.db;
    assert_eq!(wrong(db).await, Vec::<String>::new(), "{name}");

    // One stored score.
    run(
        db,
        "UPDATE score SET value = value - 100 WHERE criterion = 'novelty' AND assignment = \
         (SELECT MIN(assignment) FROM score WHERE criterion = 'novelty')",
    )
    .await;
    let found = wrong(db).await;
    assert!(
        found.iter().any(|one| one.starts_with("nilai usulan U-")
            && one.contains("oleh Juri")
            && one.contains("berubah setelah disegel")),
        "{name}: {found:?}"
    );
    run(
        db,
        "UPDATE score SET value = value + 100 WHERE criterion = 'novelty' AND assignment = \
         (SELECT MIN(assignment) FROM score WHERE criterion = 'novelty')",
    )
    .await;
    assert_eq!(wrong(db).await, Vec::<String>::new(), "{name}");

    // A read that vanishes.
    run(db, "UPDATE score_sheet SET sent_at = NULL WHERE assignment = (SELECT MIN(assignment) FROM score_sheet)")
        .await;
    let found = wrong(db).await;
    assert!(found.iter().any(|one| one.contains("hilang setelah disegel")), "{name}: {found:?}");
    run(db, "UPDATE score_sheet SET sent_at = saved_at WHERE assignment = (SELECT MIN(assignment) FROM score_sheet)")
        .await;

    // The seal itself: the annex, then document and hash together, as a careful forger would.
    let annex = text(db, "SELECT annex FROM seal").await;
    run(db, "UPDATE seal SET annex = REPLACE(annex, '\"rank\":1,', '\"rank\":2,')").await;
    assert!(wrong(db).await.iter().any(|one| one.contains("lampiran")), "{name}");
    put(db, "UPDATE seal SET annex = $1", &annex).await;
    let document = text(db, "SELECT document FROM seal").await;
    let forged = document.replace("Gasing", "Gosong");
    assert_ne!(forged, document);
    put(db, "UPDATE seal SET document = $1", &forged).await;
    put(db, "UPDATE seal SET sha256 = $1", &audit::sha256(forged.as_bytes())).await;
    let found = wrong(db).await;
    assert!(found.iter().any(|one| one.contains("komitmen")), "{name}: {found:?}");
    assert!(found.iter().any(|one| one.contains("jejak audit")), "{name}: {found:?}");
    put(db, "UPDATE seal SET document = $1", &document).await;
    put(db, "UPDATE seal SET sha256 = $1", &audit::sha256(document.as_bytes())).await;
    assert_eq!(wrong(db).await, Vec::<String>::new(), "{name}: all is as it was");
    run(db, "DELETE FROM seal").await;
    assert!(wrong(db).await[0].contains("hilang"), "{name}");
}

async fn put(db: &Db, sql: &'static str, value: &str) {
    let mut conn = db.read().await.expect("a connection");
    sqlx::query(sql).bind(value.to_owned()).execute(&mut *conn).await.expect("changed");
}

#[tokio::test]
async fn one_stored_score_that_changes_after_the_seal_is_found() {
    for database in databases().await {
        tampering_in(database).await;
    }
}

async fn breaking_in(database: Database) {
    let name = database.name;
    let desks = open(database, "ceremony").await;
    let (chair, secretary) = (desks.sign_in("chair", 0).await, desks.sign_in("secretary", 0).await);
    let old = words(&desks.get(&chair, SEAL).await.body);
    let old_file = desks.get("", FILE).await.body;
    run(
        &desks.db,
        "INSERT INTO show (slug, edition, epoch, seq, cue, phase, seen, began, started_at, \
         pressed_at, theme) SELECT 'akhir-2020', slug, 1, 7, 5, 'still', 4, 0, 0, 0, 'night' FROM edition",
    )
    .await;

    // A reason is asked for, one officer cannot do it alone, and nobody else can at all.
    let empty = swear(&desks, &chair, "chair", BREAK, &[("reason", "  ")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("Tulis alasan"), "{name}");
    let committee = desks.sign_in("committee", 0).await;
    let reason = [("reason", "Juri Contoh 3 salah membaca dua usulan.")];
    assert_eq!(swear(&desks, &committee, "committee", BREAK, &reason).await.status, 403);
    assert_eq!(swear(&desks, &chair, "chair", BREAK, &reason).await.status, 303);
    let again = swear(&desks, &chair, "chair", BREAK, &reason).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("petugas kedua"), "{name}");
    assert_eq!(desks.get("", FILE).await.body, old_file, "a wish changes nothing");
    let page = desks.get(&secretary, BREAK).await.body;
    assert!(page.contains("salah membaca dua usulan"), "the other officer reads the reason");
    assert_eq!(swear(&desks, &secretary, "secretary", BREAK, &[]).await.status, 303);

    // The plenary is open again, the show is at its beginning, the old seal is kept and whole.
    assert_eq!(text(&desks.db, "SELECT phase FROM edition").await, "plenary", "{name}");
    assert_eq!(desks.get("", FILE).await.status, 404);
    let cue = text(&desks.db, "SELECT CAST(cue + seq + seen AS TEXT) FROM show").await;
    assert_eq!(cue, "0", "{name}");
    assert_eq!(text(&desks.db, "SELECT CAST(epoch AS TEXT) FROM show").await, "2");
    let page = desks.get(&chair, SEAL).await.body;
    assert!(page.contains("Segel yang dibuka") && page.contains(&old), "{name}");
    assert_eq!(wrong(&desks.db).await, Vec::<String>::new(), "{name}");

    // Sealed anew, the same result has the same words and another commitment.
    assert_eq!(swear(&desks, &secretary, "secretary", SEAL, &[]).await.status, 303);
    assert_eq!(swear(&desks, &chair, "chair", SEAL, &[]).await.status, 303);
    assert_eq!(words(&desks.get(&chair, SEAL).await.body), old);
    assert_ne!(desks.get("", FILE).await.body, old_file);
    run(&desks.db, "UPDATE broken_seal SET document = REPLACE(document, 'Gasing', 'Gosong')").await;
    assert!(wrong(&desks.db).await.iter().any(|one| one.contains("segel lama ke-1")), "{name}");

    // What is public cannot be taken back.
    run(&desks.db, "UPDATE edition SET phase = 'published'").await;
    let late = swear(&desks, &chair, "chair", BREAK, &reason).await;
    assert_eq!(late.status, 422, "{name}");
}

#[tokio::test]
async fn a_seal_is_broken_by_two_officers_with_a_reason_and_stays_on_record() {
    for database in databases().await {
        breaking_in(database).await;
    }
}

#[tokio::test]
async fn verify_says_what_was_changed_and_fails() {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    crate::support::demo(&data, "published", &[]);
    let verify = |more: &[&std::path::Path]| {
        let mut command = crate::support::kipp();
        command.arg("verify").arg("--data").arg(&data).args(more);
        let output = command.output().expect("kipp runs");
        let said = [&output.stdout[..], &output.stderr[..]].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    };
    let (good, said) = verify(&[]);
    assert!(good, "{said}");
    for sentence in
        ["the audit chain is whole", "tanda tangan manifes sah", "komitmen", "masih memberi"]
    {
        assert!(said.contains(sentence), "{sentence}: {said}");
    }
    let db = crate::database::open(&data).await;
    run(&db, "UPDATE score SET value = 100 WHERE assignment = (SELECT MAX(assignment) FROM score)")
        .await;
    let (good, said) = verify(&[]);
    assert!(!good && said.contains("berubah setelah disegel"), "{said}");
    assert!(said.contains("changed after the seal"), "{said}");

    // A file by itself, without a database.
    let file = home.path().join("segel.json");
    let manifest = text(&db, "SELECT manifest FROM seal").await;
    let seal = SealFile {
        manifest,
        signature: text(&db, "SELECT signature FROM seal").await,
        nonce: Some(text(&db, "SELECT nonce FROM seal").await),
        document: Some(text(&db, "SELECT document FROM seal").await),
        annex: Some(text(&db, "SELECT annex FROM seal").await),
    };
    std::fs::write(&file, serde_json::to_string(&seal).expect("JSON")).expect("written");
    let (good, said) = verify(&[&file]);
    assert!(good && said.contains("terhitung ulang sama"), "{said}");
    let list = home.path().join("pencabutan.json");
    std::fs::write(&list, "{}").expect("written");
    let (good, said) = verify(&[&file, &list]);
    assert!(!good && said.contains("daftar pencabutan"), "{said}");
    let forged = SealFile { nonce: Some("00".to_owned()), ..seal };
    std::fs::write(&file, serde_json::to_string(&forged).expect("JSON")).expect("written");
    assert!(!verify(&[&file]).0);
    let (good, said) = verify(&[&home.path().join("tidak-ada.json")]);
    assert!(!good && said.contains("cannot be read"), "{said}");
}
