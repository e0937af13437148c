//! The judge's desk on both databases: whom a conflict keeps out, and how a sheet is sent and
//! comes back.

use crate::database::{Database, databases};
use crate::desks::{Desks, hidden};
use flate2::{Compression, write::GzEncoder};
use sqlx::Row;
use std::io::Write as _;

/// The last judge of the demo has not made the statement; the others have.
const UNSTATED: usize = 8;

const KEYS: [&str; 7] = [
    "background_goals",
    "novelty",
    "implementation",
    "significance",
    "adaptability",
    "resources",
    "sustainability",
];

const TWENTY: &str = "Masukan contoh untuk inovator yang cukup panjang supaya bisa dikirim: jelaskan cara mengukur hasil, sebutkan pembandingnya, dan ceritakan siapa yang meneruskan layanan ini.";

/// Saves a sheet with one score for all aspects, but one of them another.
async fn save(desks: &Desks, judge: &str, sheet: &str, score: &str, first: &str, comment: &str) {
    let page = desks.get(judge, sheet).await.body;
    let mut fields = vec![("action".to_owned(), "review".to_owned())];
    for (at, key) in KEYS.iter().enumerate() {
        let value = if at == 0 { first } else { score };
        fields.push((format!("{key}-score"), value.to_owned()));
    }
    fields.push(("comment".to_owned(), comment.to_owned()));
    for name in fields[1..].iter().map(|(name, _)| format!("rev_{name}")).collect::<Vec<_>>() {
        let rev = hidden(&page, &name).to_owned();
        fields.push((name, rev));
    }
    let fields: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let saved = desks.post(judge, sheet, &fields).await;
    assert_eq!(saved.to, format!("{sheet}/tinjau"), "{}", saved.status);
}

/// Sends a sheet after the look at it.
async fn send(desks: &Desks, judge: &str, sheet: &str) -> crate::desks::Answer {
    let path = format!("{sheet}/tinjau");
    let page = desks.get(judge, &path).await.body;
    desks.post(judge, &path, &[("rev", hidden(&page, "rev"))]).await
}

fn id_of(sheet: &str) -> &str {
    sheet.rsplit('/').next().expect("an id")
}

async fn number(desks: &Desks, sql: &'static str, value: &str) -> i64 {
    let mut conn = desks.db.read().await.expect("a connection");
    let row = sqlx::query(sql).bind(value.to_owned()).fetch_one(&mut *conn).await.expect("a row");
    row.try_get(0).expect("a number")
}

async fn text(desks: &Desks, sql: &'static str, value: &str) -> String {
    let mut conn = desks.db.read().await.expect("a connection");
    let row = sqlx::query(sql).bind(value.to_owned()).fetch_one(&mut *conn).await.expect("a row");
    row.try_get(0).expect("text")
}

/// Every way to what a sheet holds is shut, with a sentence and without a word of the proposal.
async fn shut(desks: &Desks, judge: &str, sheet: &str, secrets: &[String], file: &str) {
    let id = id_of(sheet);
    let paths = [
        sheet.to_owned(),
        format!("/en{sheet}"),
        format!("{sheet}/tinjau"),
        format!("{sheet}/lampiran/{file}"),
        format!("{sheet}/lampiran/{file}/kecil"),
        format!("/juri/benturan/{id}"),
    ];
    let mut answers = Vec::new();
    for path in &paths {
        answers.push((path.clone(), desks.get(judge, path).await));
    }
    for function in ["sheet", "review", "given"] {
        let path = format!("/api/judging/{function}");
        answers.push((path.clone(), desks.post(judge, &path, &[("assignment", id)]).await));
    }
    let score = [("novelty-score", "80"), ("rev_novelty-score", "0"), ("action", "save")];
    answers.push(("post".to_owned(), desks.post(judge, sheet, &score).await));
    let tinjau = format!("{sheet}/tinjau");
    answers.push(("send".to_owned(), desks.post(judge, &tinjau, &[("rev", "0")]).await));
    for (path, answer) in answers {
        assert_eq!(answer.status, 403, "{path}: {}", answer.body);
        let said = ["benturan kepentingan", "conflict of interest"];
        assert!(said.iter().any(|words| answer.body.contains(words)), "{path}: {}", answer.body);
        for secret in secrets {
            assert!(!answer.body.contains(secret.as_str()), "{path} tells {secret}");
        }
    }
}

/// Sentences of a proposal as its sheet shows them, and its first attachment.
fn contents(page: &str) -> (Vec<String>, String) {
    let mut texts = Vec::new();
    for prose in page.split("class=\"prose\">").skip(1) {
        let text = prose.split('<').next().unwrap_or_default();
        let piece: String = text.chars().skip(10).take(30).collect();
        if piece.chars().count() == 30 {
            texts.push(piece);
        }
    }
    assert!(texts.len() > 5, "a proposal has texts");
    let file = page.split("/lampiran/").nth(1).and_then(|rest| rest.split(['"', '/']).next());
    (texts, file.unwrap_or("none").to_owned())
}

async fn conflicts_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "judging", None).await;
    let judge = desks.sign_in("judge", 0).await;
    let committee = desks.sign_in("committee", 0).await;
    let sheets = desks.sheets(&judge).await;
    let sheet = &sheets[0];
    let page = desks.get(&judge, sheet).await;
    assert_eq!(page.status, 200, "{name}");
    let (secrets, file) = contents(&page.body);

    // Somebody else's seat is not there to be left, and a kind is asked for.
    let other = desks.sign_in("judge", 1).await;
    let door = format!("/juri/benturan/{}", id_of(sheet));
    let foreign = desks.post(&other, &door, &[("kind", "family")]).await;
    assert_eq!(foreign.status, 404, "{name}");
    for fields in [vec![], vec![("kind", "agency")], vec![("kind", "other"), ("note", "  ")]] {
        assert_eq!(desks.post(&judge, &door, &fields).await.status, 422, "{name}: {fields:?}");
    }

    let left = desks.post(&judge, &door, &[("kind", "family"), ("note", "Ipar saya")]).await;
    assert_eq!((left.status.as_u16(), left.to.as_str()), (303, "/juri?conflict=1"), "{name}");
    shut(&desks, &judge, sheet, &secrets, &file).await;
    let queue = desks.get(&judge, "/juri").await.body;
    assert!(!queue.contains(sheet.as_str()) && queue.contains("Benturan kepentingan"), "{name}");
    let why = "SELECT ended_why FROM assignment WHERE id = $1";
    assert_eq!(text(&desks, why, id_of(sheet)).await, "conflict", "{name}");
    let audited = "SELECT count(*) FROM audit WHERE action = 'conflict.declare' AND actor = $1";
    let who = text(&desks, "SELECT judge FROM assignment WHERE id = $1", id_of(sheet)).await;
    assert_eq!(number(&desks, audited, &who).await, 1, "{name}");

    // The committee is told, no judge lifts it, and lifting gives the empty seat back.
    let progress = desks.get(&committee, "/panitia/kemajuan").await.body;
    assert!(progress.contains("Ipar saya") && progress.contains("Hubungan keluarga"), "{name}");
    let proposal = hidden(&progress, "proposal").to_owned();
    let lift = [("action", "lift"), ("judge", who.as_str()), ("proposal", proposal.as_str())];
    assert_eq!(desks.post(&judge, "/panitia/kemajuan", &lift).await.status, 403, "{name}");
    assert_eq!(desks.get(&judge, sheet).await.status, 403, "{name}");
    assert_eq!(desks.post(&committee, "/panitia/kemajuan", &lift).await.status, 303, "{name}");
    assert_eq!(desks.get(&judge, sheet).await.status, 200, "{name}");
    assert_eq!(desks.post(&committee, "/panitia/kemajuan", &lift).await.status, 404, "{name}");

    // Whoever works where a proposal comes from is kept out by that alone, for good.
    let home =
        "SELECT p.agency FROM proposal p JOIN assignment a ON a.proposal = p.id WHERE a.id = $1";
    let agency = text(&desks, home, id_of(sheet)).await;
    let mut conn = desks.db.read().await.expect("a connection");
    sqlx::query("UPDATE account SET agency = $1 WHERE id = $2")
        .bind(&agency)
        .bind(&who)
        .execute(&mut *conn)
        .await
        .expect("moved");
    drop(conn);
    shut(&desks, &judge, sheet, &secrets, &file).await;
    desks.get(&judge, "/juri").await;
    assert_eq!(text(&desks, why, id_of(sheet)).await, "conflict", "{name}");
    shut(&desks, &judge, sheet, &secrets, &file).await;
    let progress = desks.get(&committee, "/panitia/kemajuan").await.body;
    assert!(progress.contains("Bekerja di perangkat daerah pengusul"), "{name}");
    let refused = desks.post(&committee, "/panitia/kemajuan", &lift).await;
    assert_eq!(refused.status, 422, "{name}");
    assert!(refused.body.contains("tidak dapat dicabut"), "{name}");
}

#[tokio::test]
async fn a_conflict_shuts_every_way_to_a_proposal_until_the_committee_lifts_it() {
    for database in databases().await {
        conflicts_in(database).await;
    }
}

/// Scores the calibration set as a judge does; until it is sent no proposal can be read.
async fn calibrate(desks: &Desks, judge: &str, given: &str) {
    let list = desks.get(judge, "/juri/kalibrasi").await.body;
    let keys: Vec<&str> =
        list.split("/juri/kalibrasi/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(keys.len(), 3);
    let reason = "Besar masalah diukur dengan data unit sendiri";
    for (at, key) in keys.iter().enumerate() {
        let path = format!("/juri/kalibrasi/{key}");
        let page = desks.get(judge, &path).await.body;
        assert!(page.contains("(Contoh)") && !page.contains("panel acuan "), "no panel before");
        assert!(!page.contains(reason), "no reasoning before one's own scores are sent");
        let none = desks.post(judge, &path, &[("action", "send")]).await;
        assert_eq!(none.status, 422);
        assert!(none.body.contains("Isi nilai Kebaruan"));
        let names: Vec<String> = KEYS.iter().map(|key| format!("{key}-score")).collect();
        let mut fields: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), "100")).collect();
        fields.push(("action", "save"));
        fields[0].1 = "seratus";
        let wrong = desks.post(judge, &path, &fields).await;
        assert!(wrong.status == 422 && wrong.body.contains("value=\"seratus\""));
        fields[0].1 = "85";
        assert_eq!(desks.post(judge, &path, &fields).await.to, "/juri/kalibrasi");
        let shut = desks.get(judge, &format!("/juri/nilai/{given}")).await;
        assert_eq!(shut.status, 403, "before benchmark {at} is sent");
        fields.pop();
        fields.push(("action", "send"));
        assert_eq!(desks.post(judge, &path, &fields).await.to, path);
        let seen = desks.get(judge, &path).await.body;
        assert!(seen.contains("panel acuan ") && seen.contains("Baca patokan ini lagi"));
        assert_eq!(seen.contains(reason), at == 0, "the panel's reasoning, per benchmark");
        assert_eq!(desks.post(judge, &path, &fields).await.status, 422, "sent is sent");
    }
}

async fn statement_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "judging", None).await;
    let judge = desks.sign_in("judge", UNSTATED).await;
    let queue = desks.get(&judge, "/juri").await;
    assert_eq!(queue.status, 200, "{name}");
    assert!(queue.body.contains("Sebelum menilai") && !queue.body.contains("/juri/nilai/"));
    let page = desks.get(&judge, "/juri/benturan").await.body;
    assert!(!page.contains("/juri/nilai/"), "{name}: nothing is readable yet");
    let first = page.split("/juri/benturan/").nth(1).and_then(|rest| rest.split('"').next());
    let first = first.expect("a proposal in the list").to_owned();
    let sheet = format!("/juri/nilai/{first}");
    let early = desks.get(&judge, &sheet).await;
    assert_eq!(early.status, 403, "{name}");
    assert!(early.body.contains("Buat dulu pernyataan"), "{name}");
    let door = format!("/juri/benturan/{first}");
    let left = desks.post(&judge, &door, &[("kind", "mentored")]).await;
    assert_eq!(left.to, "/juri/benturan?conflict=1", "{name}: back to the statement");
    let unticked = desks.post(&judge, "/juri/benturan", &[]).await;
    assert_eq!(unticked.status, 422, "{name}");
    // The calibration set stays shut before the statement, and the queue before the set is sent.
    assert_eq!(desks.get(&judge, "/juri/kalibrasi").await.status, 403, "{name}");
    assert_eq!(desks.post(&judge, "/juri/benturan", &[("confirm", "ya")]).await.to, "/juri");
    assert!(desks.sheets(&judge).await.is_empty(), "{name}");
    calibrate(&desks, &judge, &first).await;
    let sheets = desks.sheets(&judge).await;
    assert!(!sheets.is_empty() && !sheets.contains(&sheet), "{name}");
    assert_eq!(desks.get(&judge, &sheets[0]).await.status, 200, "{name}");
    assert_eq!(desks.get(&judge, &sheet).await.status, 403, "{name}");
    // Once a year is once.
    desks.post(&judge, "/juri/benturan", &[("confirm", "ya")]).await;
    let count = "SELECT count(*) FROM audit WHERE action = 'conflict.state' AND actor = \
        (SELECT judge FROM assignment WHERE id = $1)";
    assert_eq!(number(&desks, count, &first).await, 1, "{name}");
}

/// A judge types on two devices at once: neither text is lost, and the judge says which counts.
async fn two_devices_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "judging", None).await;
    let judge = desks.sign_in("judge", 0).await;
    let sheet = desks.sheets(&judge).await[0].clone();
    let page = desks.get(&judge, &sheet).await.body;
    assert_eq!(hidden(&page, "rev_novelty-score"), "0", "{name}: nothing is typed");
    let typed = |field: &str, value: &str| {
        vec![(field.to_owned(), value.to_owned()), (format!("rev_{field}"), "0".to_owned())]
    };
    let post = async |fields: Vec<(String, String)>| {
        let fields: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        desks.post(&judge, &sheet, &fields).await
    };
    // Different fields meet without a word.
    assert_eq!(post(typed("novelty-score", "80,5")).await.status, 303, "{name}");
    assert_eq!(post(typed("novelty-note", "Dibaca di ponsel")).await.status, 303, "{name}");
    let page = desks.get(&judge, &sheet).await.body;
    assert!(page.contains("value=\"80,5\"") && page.contains("Dibaca di ponsel"), "{name}");
    assert!(!page.contains("perangkat lain"), "{name}");
    // What is no score is told, and the score that stands stays.
    for (wrong, words) in [
        ("delapan", "harus angka"),
        ("NaN", "harus angka"),
        ("101", "antara 0 dan 100"),
        ("-1", "harus"),
        ("82,555", "dua desimal"),
    ] {
        let mut fields = typed("novelty-score", wrong);
        hidden(&page, "rev_novelty-score").clone_into(&mut fields[1].1);
        let refused = post(fields).await;
        assert_eq!(refused.status, 422, "{name}: {wrong}");
        assert!(refused.body.contains(words), "{name}: {wrong}");
        assert!(refused.body.contains(&format!("value=\"{wrong}\"")), "{name}: typed text stays");
    }
    let score = "SELECT value FROM score WHERE assignment = $1 AND criterion = 'novelty'";
    assert_eq!(number(&desks, score, id_of(&sheet)).await, 8050, "{name}");
    // The same field from a page that is older: the judge is asked.
    let parted = post(typed("novelty-score", "60")).await;
    assert_eq!(parted.to, format!("{sheet}?pane=marks"), "{name}");
    assert_eq!(number(&desks, score, id_of(&sheet)).await, 8050, "{name}: nothing is overwritten");
    let page = desks.get(&judge, &parted.to).await.body;
    assert!(page.contains("Pakai yang sekarang: 80,5"), "{name}");
    assert!(page.contains("Pakai yang lain: 60"), "{name}");
    let take = page.split("value=\"take:").nth(1).expect("a choice").split('"').next();
    let take = format!("take:{}", take.expect("an id"));
    let other = desks.sign_in("judge", 1).await;
    let foreign = desks.post(&other, &sheet, &[("action", &take)]).await;
    assert_eq!(foreign.status, 404, "{name}: somebody else's sheet");
    assert_eq!(post(vec![("action".to_owned(), take.clone())]).await.status, 303, "{name}");
    assert_eq!(number(&desks, score, id_of(&sheet)).await, 6000, "{name}");
    assert_eq!(post(vec![("action".to_owned(), take)]).await.status, 303, "{name}: once");
    let page = desks.get(&judge, &sheet).await.body;
    assert!(!page.contains("perangkat lain"), "{name}: it is settled");
    let kept = "SELECT count(*) FROM mark_history WHERE assignment = $1 \
                AND value IN ('80,5', '60')";
    assert!(number(&desks, kept, id_of(&sheet)).await >= 2, "{name}: both stay in the history");
    // A comment of any length that a text may have is kept to the last word.
    let long = format!("{}akhir", "kata ".repeat(1500));
    assert_eq!(post(typed("comment", &long)).await.status, 303, "{name}");
    assert!(desks.get(&judge, &sheet).await.body.contains(" akhir<"), "{name}: nothing is cut");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_devices_of_a_judge_lose_no_word() {
    for database in databases().await {
        two_devices_in(database).await;
    }
}

#[tokio::test]
async fn nothing_is_read_before_the_years_statement() {
    for database in databases().await {
        statement_in(database).await;
    }
}

async fn sending_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "judging", None).await;
    let judge = desks.sign_in("judge", 0).await;
    let committee = desks.sign_in("committee", 0).await;
    let sheet = desks.sheets(&judge).await[0].clone();

    // Scores start empty, and what lacks is named.
    let page = desks.get(&judge, &sheet).await.body;
    assert!(page.contains("novelty-score\"") && !page.contains("value=\"50\""), "{name}");
    save(&desks, &judge, &sheet, "80", "", "Terlalu pendek").await;
    let refused = send(&desks, &judge, &sheet).await;
    assert_eq!(refused.status, 422, "{name}");
    assert!(refused.body.contains("<title>Galat:"), "{name}");
    let summary = refused.body.split("error-summary").nth(1).expect("a summary").to_owned();
    let summary = summary.split("</ul>").next().expect("a list");
    assert!(summary.contains("Isi nilai Latar belakang"), "{name}: {summary}");
    assert!(!summary.contains("Isi nilai Kebaruan"), "{name}: only what lacks");
    assert!(summary.contains("paling sedikit 20 kata. Sekarang 2 kata."), "{name}: {summary}");

    // What was looked over is what is sent; another tab's later save is not.
    save(&desks, &judge, &sheet, "80", "82,5", TWENTY).await;
    let review = format!("{sheet}/tinjau");
    let seen = desks.get(&judge, &review).await.body;
    assert!(seen.contains("82,5") && seen.contains("cukup panjang"), "{name}");
    save(&desks, &judge, &sheet, "80", "81", TWENTY).await;
    let stale = desks.post(&judge, &review, &[("rev", hidden(&seen, "rev"))]).await;
    assert_eq!(stale.status, 409, "{name}");
    assert_eq!(send(&desks, &judge, &sheet).await.to, format!("/juri?sent={}", id_of(&sheet)));
    let twice = desks.post(&judge, &review, &[("rev", hidden(&seen, "rev"))]).await;
    assert_eq!(twice.status, 422, "{name}");

    // Ten minutes on the server's clock.
    let undo = [("action", "undo")];
    assert!(desks.get(&judge, &sheet).await.body.contains("Batalkan pengiriman"), "{name}");
    assert_eq!(desks.post(&judge, &sheet, &undo).await.status, 303, "{name}");
    assert!(desks.get(&judge, &sheet).await.body.contains("name=\"novelty-score\""), "{name}");
    assert_eq!(desks.post(&judge, &sheet, &undo).await.status, 409, "{name}: nothing to undo");
    send(&desks, &judge, &sheet).await;
    desks.pass(10).await;
    let later = desks.get(&judge, &sheet).await.body;
    assert!(!later.contains("Batalkan pengiriman") && later.contains("Minta dibuka kembali"));
    let late = desks.post(&judge, &sheet, &undo).await;
    assert_eq!(late.status, 409, "{name}");
    assert!(late.body.contains("tidak bisa dibatalkan lagi"), "{name}");
    assert!(desks.get(&judge, &sheet).await.body.contains("terkunci"), "{name}");

    // The committee opens it again, for a reason; until it is sent again it counts for nothing.
    let ask = [("action", "reopen"), ("reason", "")];
    assert_eq!(desks.post(&judge, &sheet, &ask).await.status, 422, "{name}: without a reason");
    let ask = [("action", "reopen"), ("reason", "Salah ketik pada satu aspek")];
    assert_eq!(desks.post(&judge, &sheet, &ask).await.status, 303, "{name}");
    assert_eq!(desks.post(&judge, &sheet, &ask).await.status, 422, "{name}: it waits already");
    let progress = desks.get(&committee, "/panitia/kemajuan").await.body;
    assert!(progress.contains("Salah ketik pada satu aspek"), "{name}");
    assert!(!progress.contains("81") || !progress.contains("81,00"), "{name}: no score is shown");
    let request = hidden(&progress, "request").to_owned();
    let grant = [("action", "grant"), ("request", request.as_str())];
    assert_eq!(desks.post(&judge, "/panitia/kemajuan", &grant).await.status, 403, "{name}");
    assert_eq!(desks.post(&committee, "/panitia/kemajuan", &grant).await.status, 303, "{name}");
    assert_eq!(desks.post(&committee, "/panitia/kemajuan", &grant).await.status, 409, "{name}");
    assert!(desks.get(&judge, "/juri").await.body.contains("Dibuka kembali"), "{name}");
    let sent = "SELECT count(*) FROM score_sheet WHERE assignment = $1 AND sent_at IS NOT NULL";
    assert_eq!(number(&desks, sent, id_of(&sheet)).await, 0, "{name}");

    // Old and new stay.
    save(&desks, &judge, &sheet, "80", "40", TWENTY).await;
    let seen = desks.get(&judge, &review).await.body;
    assert!(seen.contains("Terkirim dulu") && seen.contains(">81<"), "{name}");
    send(&desks, &judge, &sheet).await;
    let mut conn = desks.db.read().await.expect("a connection");
    let rows =
        sqlx::query("SELECT act, document FROM score_history WHERE assignment = $1 ORDER BY id")
            .bind(id_of(&sheet))
            .fetch_all(&mut *conn)
            .await
            .expect("rows");
    let acts: Vec<String> = rows.iter().map(|row| row.try_get(0).expect("text")).collect();
    assert_eq!(acts, ["sent", "undone", "sent", "reopened", "sent"], "{name}");
    let first = |at: usize| {
        let document: String = rows[at].try_get(1).expect("text");
        let kept: serde_json::Value = serde_json::from_str(&document).expect("JSON");
        (kept["scores"]["background_goals"][0].as_i64(), kept["why"].as_str().map(str::to_owned))
    };
    assert_eq!(first(2), (Some(8100), Some(String::new())), "{name}");
    assert_eq!(first(3).1.as_deref(), Some("Salah ketik pada satu aspek"), "{name}");
    assert_eq!(first(4).0, Some(4000), "{name}");
}

#[tokio::test]
async fn a_sheet_is_looked_over_sent_undone_for_ten_minutes_and_opened_by_the_committee() {
    for database in databases().await {
        sending_in(database).await;
    }
}

async fn all_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "judging", None).await;
    let judge = desks.sign_in("judge", 0).await;
    let sheets = desks.sheets(&judge).await;
    save(&desks, &judge, &sheets[0], "70", "70", TWENTY).await;
    save(&desks, &judge, &sheets[1], "75", "75", TWENTY).await;
    save(&desks, &judge, &sheets[2], "75", "", TWENTY).await;
    let queue = desks.get(&judge, "/juri").await.body;
    assert!(queue.contains("Kirim semua yang lengkap (2)"), "{name}");
    let list = desks.get(&judge, "/juri/kirim").await.body;
    assert!(list.contains("Kirim 2 penilaian") && list.contains("70,00"), "{name}");
    let names: Vec<String> =
        sheets.iter().take(3).map(|sheet| format!("rev-{}", id_of(sheet))).collect();
    assert!(!list.contains(&names[2]), "{name}: what lacks something is not in it");
    let revs: Vec<&str> = names.iter().take(2).map(|field| hidden(&list, field)).collect();
    // What changed after the look keeps all of them back.
    save(&desks, &judge, &sheets[1], "76", "76", TWENTY).await;
    let fields = [(names[0].as_str(), revs[0]), (names[1].as_str(), revs[1])];
    assert_eq!(desks.post(&judge, "/juri/kirim", &fields).await.status, 409, "{name}");
    assert!(desks.get(&judge, "/juri").await.body.contains("lengkap (2)"), "{name}: none was sent");
    let list = desks.get(&judge, "/juri/kirim").await.body;
    let fields = [
        (names[0].as_str(), hidden(&list, &names[0])),
        (names[1].as_str(), hidden(&list, &names[1])),
    ];
    assert_eq!(desks.post(&judge, "/juri/kirim", &fields).await.to, "/juri?sent=2", "{name}");
    let sent = "SELECT count(*) FROM score_sheet WHERE sent_at IS NOT NULL AND assignment <> $1";
    assert_eq!(number(&desks, sent, "").await, 2, "{name}");
    // Somebody else's sheet in the list sends nothing.
    let other = desks.sign_in("judge", 1).await;
    let own = desks.sheets(&other).await[0].clone();
    save(&desks, &other, &own, "60", "60", TWENTY).await;
    let mine = format!("rev-{}", id_of(&own));
    let list = desks.get(&other, "/juri/kirim").await.body;
    let fields = [(mine.as_str(), hidden(&list, &mine)), (names[2].as_str(), "1")];
    assert_eq!(desks.post(&other, "/juri/kirim", &fields).await.status, 404, "{name}");
    assert_eq!(number(&desks, sent, "").await, 2, "{name}");
}

#[tokio::test]
async fn all_complete_sheets_are_sent_at_once_or_none() {
    for database in databases().await {
        all_in(database).await;
    }
}

async fn unscorable_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "judging", None).await;
    let judge = desks.sign_in("judge", 0).await;
    let committee = desks.sign_in("committee", 0).await;
    let sheet = desks.sheets(&judge).await[0].clone();
    save(&desks, &judge, &sheet, "80", "80", TWENTY).await;
    let door = format!("{sheet}/tidak-bisa/novelty");
    assert_eq!(desks.get(&judge, &door).await.status, 200, "{name}");
    assert_eq!(desks.get(&judge, &format!("{sheet}/tidak-bisa/nothing")).await.status, 404);
    assert_eq!(desks.post(&judge, &door, &[("reason", " ")]).await.status, 422, "{name}");
    let other = desks.sign_in("judge", 1).await;
    assert_eq!(desks.post(&other, &door, &[("reason", "x")]).await.status, 404, "{name}");
    let reason = [("reason", "Tautan videonya mati.")];
    assert_eq!(desks.post(&judge, &door, &reason).await.status, 303, "{name}");
    assert_eq!(desks.post(&judge, &door, &reason).await.status, 303, "{name}: once is enough");
    // The sheet waits although every score is there, and nothing counts as zero.
    let refused = send(&desks, &judge, &sheet).await;
    assert_eq!(refused.status, 422, "{name}");
    assert!(refused.body.contains("Kebaruan dan nilai tambah menunggu jawaban panitia"), "{name}");
    assert!(refused.body.contains("Nilai akhir 80,00"), "{name}");
    assert!(!desks.get(&judge, "/juri").await.body.contains("Kirim semua"), "{name}");
    let progress = desks.get(&committee, "/panitia/kemajuan").await.body;
    assert_eq!(progress.matches("Tautan videonya mati.").count(), 1, "{name}");
    let request = hidden(&progress, "request").to_owned();
    let field = format!("answer-{request}");
    let empty = [("action", "answer"), ("request", request.as_str()), (field.as_str(), " ")];
    assert_eq!(desks.post(&committee, "/panitia/kemajuan", &empty).await.status, 422, "{name}");
    let words = "Videonya ada di halaman 4 lampiran.";
    let answer = [("action", "answer"), ("request", request.as_str()), (field.as_str(), words)];
    assert_eq!(desks.post(&judge, "/panitia/kemajuan", &answer).await.status, 403, "{name}");
    assert_eq!(desks.post(&committee, "/panitia/kemajuan", &answer).await.status, 303, "{name}");
    assert_eq!(desks.post(&committee, "/panitia/kemajuan", &answer).await.status, 409, "{name}");
    assert!(desks.get(&judge, &sheet).await.body.contains(words), "{name}");
    assert_eq!(send(&desks, &judge, &sheet).await.status, 303, "{name}");
}

#[tokio::test]
async fn an_aspect_that_cannot_be_scored_holds_the_sheet_until_the_committee_answers() {
    for database in databases().await {
        unscorable_in(database).await;
    }
}

/// Two proposals side by side, a judge's own numbers, and the chair's view of the calibration.
async fn comparing_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "judging", None).await;
    let judge = desks.sign_in("judge", 0).await;
    let sheets = desks.sheets(&judge).await;
    assert!(!desks.get(&judge, "/juri").await.body.contains("Nilai Anda sejauh ini"), "{name}");
    for (sheet, score) in sheets.iter().zip(["60", "70", "80", "65"]) {
        save(&desks, &judge, sheet, score, score, TWENTY).await;
    }
    let queue = desks.get(&judge, "/juri").await.body;
    assert!(queue.contains("4 lembar lengkap"), "{name}");
    assert!(!queue.contains("Periksa lagi nilai pertama"), "{name}: not yet");
    save(&desks, &judge, &sheets[4], "75", "75", TWENTY).await;
    let queue = desks.get(&judge, "/juri").await.body;
    assert!(queue.contains("5 lembar lengkap, rata-rata 70,0, dari 60,0 sampai 80,0"), "{name}");
    assert!(queue.contains("Sebarannya 7,9 poin"), "{name}");
    let back = queue.split("/juri/banding?").find(|rest| rest.starts_with("u=")).expect("a link");
    let back = back.split('"').next().expect("an end").replace("&amp;", "&");
    let ids: Vec<&str> = back.split('&').filter_map(|pair| pair.strip_prefix("u=")).collect();
    let first: Vec<&str> = sheets.iter().take(3).map(|sheet| id_of(sheet)).collect();
    assert_eq!(ids, first, "{name}: the first three, in the order they were scored");
    let page = desks.get(&judge, &format!("/juri/banding?{back}")).await.body;
    assert!(page.contains("lebih tinggi 10") && page.contains("lebih tinggi 20"), "{name}");
    assert!(page.contains("data-of=\"3\""), "{name}");

    // Nobody else's sheet, and nothing that a conflict keeps apart.
    let other = desks.sign_in("judge", 1).await;
    let foreign = desks.get(&other, &format!("/juri/banding?{back}")).await;
    assert_eq!(foreign.status, 404, "{name}");
    let door = format!("/juri/benturan/{}", ids[0]);
    desks.post(&judge, &door, &[("kind", "family")]).await;
    let barred = desks.get(&judge, &format!("/juri/banding?{back}")).await;
    assert_eq!(barred.status, 403, "{name}");
    assert!(!barred.body.contains("lebih tinggi"), "{name}");

    let chair = desks.sign_in("chair", 0).await;
    let leans = desks.get(&chair, "/panitia/kalibrasi").await;
    assert_eq!(leans.status, 200, "{name}");
    assert!(leans.body.contains("Juri Contoh 1") && leans.body.contains("3/3"), "{name}");
    assert!(leans.body.contains("0/3"), "{name}: one has not begun");
    for role in ["committee", "secretary", "judge"] {
        let who = desks.sign_in(role, 0).await;
        assert_eq!(desks.get(&who, "/panitia/kalibrasi").await.status, 403, "{name}: {role}");
    }
}

#[tokio::test]
async fn a_judge_compares_their_own_and_the_chair_alone_sees_the_calibration() {
    for database in databases().await {
        comparing_in(database).await;
    }
}

/// What a page may weigh on a judge's line, in bytes of gzip.
const LIGHT: usize = 40 * 1024;

#[tokio::test]
async fn the_queue_and_a_score_sheet_are_light() {
    let database = databases().await.remove(0);
    let desks = Desks::open(database, "judging", None).await;
    let judge = desks.sign_in("judge", 0).await;
    let sheet = desks.sheets(&judge).await.remove(0);
    for path in ["/juri", &sheet, &format!("{sheet}?pane=marks"), "/en/juri"] {
        let page = desks.get(&judge, path).await;
        assert_eq!(page.status, 200, "{path}");
        let mut writer = GzEncoder::new(Vec::new(), Compression::default());
        writer.write_all(page.body.as_bytes()).expect("written");
        let weight = writer.finish().expect("packed").len();
        assert!(weight <= LIGHT, "{path} weighs {weight} bytes packed");
    }
}
