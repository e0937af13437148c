//! While scores come in, nothing that the office is answered holds one: not the pages, not the
//! doors behind them (`design.md` §8, point 36). On both databases.

use crate::database::{Database, databases};
use crate::desks::{Desks, hidden};
use sqlx::Row as _;

const PROGRESS: &str = "/panitia/kemajuan";

const KEYS: [&str; 7] = [
    "background_goals",
    "novelty",
    "implementation",
    "significance",
    "adaptability",
    "resources",
    "sustainability",
];

const COMMENT: &str = "Masukan contoh untuk inovator yang cukup panjang supaya bisa dikirim: jelaskan cara mengukur hasil, sebutkan pembandingnya, dan ceritakan siapa yang meneruskan layanan ini.";
/// Words that stand only in a judge's note or comment.
const NOTE: &str = "Catatan contoh yang hanya untuk lembar nilai";

/// How a score of 73,41 could be written, and the words beside it.
const SECRETS: [&str; 5] = ["73,41", "73.41", "7341", NOTE, "jelaskan cara mengukur hasil"];

/// Whether a text holds a secret as a word of its own: ids are full of digits.
fn tells(text: &str, secret: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '+');
    text.match_indices(secret).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + secret.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

async fn score(desks: &Desks, judge: &str, sheet: &str, send: bool) {
    let page = desks.get(judge, sheet).await.body;
    let mut typed: Vec<(String, &str)> =
        KEYS.iter().map(|key| (format!("{key}-score"), "73,41")).collect();
    typed.push(("novelty-note".to_owned(), NOTE));
    typed.push(("comment".to_owned(), COMMENT));
    let revs: Vec<String> = typed.iter().map(|(name, _)| format!("rev_{name}")).collect();
    let mut fields = vec![("action", "review")];
    for ((name, value), rev) in typed.iter().zip(&revs) {
        fields.extend([(name.as_str(), *value), (rev.as_str(), hidden(&page, rev))]);
    }
    let look = format!("{sheet}/tinjau");
    assert_eq!(desks.post(judge, sheet, &fields).await.to, look);
    if send {
        let page = desks.get(judge, &look).await.body;
        let sent = desks.post(judge, &look, &[("rev", hidden(&page, "rev"))]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
}

async fn silence_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "judging", None).await;
    let judge = desks.sign_in("judge", 0).await;
    let sheets = desks.sheets(&judge).await;
    score(&desks, &judge, &sheets[0], true).await;
    score(&desks, &judge, &sheets[1], false).await;
    // The judge asks for one back and leaves another, so that everything the page can show is there.
    let again = [("action", "reopen"), ("reason", "Salah baca lampiran contoh.")];
    assert_eq!(desks.post(&judge, &sheets[0], &again).await.status, 303, "{name}");
    // What is looked for is there to be found.
    let own = desks.get(&judge, &sheets[0]).await.body;
    for secret in ["73,41", NOTE] {
        assert!(tells(&own, secret), "{name}: the sheet itself tells {secret}");
    }

    let id = sheets[0].rsplit('/').next().expect("an id");
    for role in ["committee", "chair"] {
        let office = desks.sign_in(role, 0).await;
        let page = desks.get(&office, "/panitia/kemajuan").await;
        assert_eq!(page.status, 200, "{name}");
        assert!(page.body.contains("Salah baca lampiran contoh."), "{name}");
        let list = desks.get(&office, "/panitia/usulan").await.body;
        let case = list.split("href=\"/panitia/seleksi/").nth(1).and_then(|r| r.split('"').next());
        let case = case.map(|id| format!("/panitia/seleksi/{id}"));
        let mut answers = Vec::new();
        for path in [
            "/panitia",
            "/panitia/kemajuan",
            "/en/panitia/kemajuan",
            "/panitia/penugasan",
            "/panitia/peringkat",
            "/panitia/peringkat?urut=terkalibrasi",
            "/panitia/segel",
            "/panitia/tenggat",
            "/panitia/usulan",
            "/panitia/pengguna",
        ]
        .into_iter()
        .chain(case.as_deref())
        {
            answers.push((path.to_owned(), desks.get(&office, path).await));
        }
        answers.push(("a judge's sheet".to_owned(), desks.get(&office, &sheets[0]).await));
        for door in [
            "judging/progress",
            "judging/board",
            "judging/conflicts",
            "judging/requests",
            "judging/unscorable",
            "judging/assignment",
            "judging/queue",
            "judging/sheet",
            "judging/review",
            "judging/complete",
            "judging/given",
            "result/seal",
            "screening/list",
            "people/all",
        ] {
            let path = format!("/api/{door}");
            let fields = [("assignment", id), ("order", "official")];
            let answer = desks.post(&office, &path, &fields).await;
            assert_ne!(answer.status, 404, "{name}: there is no {path}");
            answers.push((path, answer));
        }
        for (path, answer) in answers {
            for secret in SECRETS {
                assert!(!tells(&answer.body, secret), "{name}: {role}, {path} tells {secret}");
            }
        }
    }
}

#[tokio::test]
async fn before_closing_no_answer_to_the_office_holds_a_score() {
    for database in databases().await {
        silence_in(database).await;
    }
}

/// The row of the one judge whose work changed.
fn row<'a>(page: &'a str, words: &str) -> &'a str {
    let rows = page.split("<tr>");
    rows.into_iter().find(|row| row.contains(words)).unwrap_or_else(|| panic!("no {words}"))
}

async fn progress_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "judging", None).await;
    let judge = desks.sign_in("judge", 0).await;
    let office = desks.sign_in("committee", 0).await;
    let sheets = desks.sheets(&judge).await;
    score(&desks, &judge, &sheets[0], true).await;
    let page = desks.get(&office, "/panitia/kemajuan").await.body;
    let title = page.split("<title>").nth(1).expect("a title");
    assert!(title.starts_with("(1/"), "{name}: {}", &title[..40]);
    assert!(row(&page, "baru saja").contains("belum bisa diperkirakan"), "{name}");
    assert!(page.contains("belum mulai"), "{name}: the others have not begun");
    // Two sheets in two hours foretell the rest; the last activity is told in words.
    desks.pass(120).await;
    let page = desks.get(&office, "/panitia/kemajuan").await.body;
    assert!(row(&page, "2 jam lalu").contains("belum bisa diperkirakan"), "{name}");
    score(&desks, &judge, &sheets[1], true).await;
    let page = desks.get(&office, "/panitia/kemajuan").await.body;
    assert!(row(&page, "baru saja").contains("selesai ± "), "{name}");
    // Long after the end, with scoring still open, whoever has sheets left is late.
    desks.pass(60 * 24 * 90).await;
    let office = desks.sign_in("committee", 0).await;
    let page = desks.get(&office, "/panitia/kemajuan").await.body;
    assert!(page.contains("diperkirakan terlambat dari tenggat"), "{name}");
    assert!(page.contains("Terlambat"), "{name}");
    assert!(desks.get(&office, "/en/panitia/kemajuan").await.body.contains("Refresh"), "{name}");
}

#[tokio::test]
async fn the_office_sees_who_is_late_and_when_the_others_will_be_done() {
    for database in databases().await {
        progress_in(database).await;
    }
}

async fn letters(desks: &Desks) -> Vec<(String, String)> {
    let mut conn = desks.db.read().await.expect("a connection");
    let rows = sqlx::query("SELECT recipient, words FROM outbox ORDER BY id").fetch_all(&mut *conn);
    let text = |row: &sqlx::any::AnyRow, at: usize| row.try_get::<String, _>(at).expect("text");
    rows.await.expect("the outbox").iter().map(|row| (text(row, 0), text(row, 1))).collect()
}

async fn reminding_in(database: Database) {
    let name = database.name;
    let desks = Desks::open(database, "judging", None).await;
    let (judge, other) = (desks.sign_in("judge", 0).await, desks.sign_in("judge", 1).await);
    let office = desks.sign_in("committee", 0).await;
    let mine = [("email", "juri.contoh@contoh.go.id")];
    assert_eq!(desks.post(&judge, "/akun", &mine).await.status, 303, "{name}");
    let sheets = desks.sheets(&judge).await;
    score(&desks, &judge, &sheets[0], true).await;

    // The words are shown before anything is sent; they tell how much is left and nothing else.
    let page = desks.get(&office, PROGRESS).await.body;
    let left = format!("masih ada {} dari {}", sheets.len() - 1, sheets.len());
    assert!(page.contains(&left), "{name}: {left}");
    for secret in SECRETS {
        assert!(!tells(&page, secret), "{name}: {secret}");
    }
    assert!(letters(&desks).await.is_empty(), "{name}: looking sends nothing");
    let id = {
        let mut conn = desks.db.read().await.expect("a connection");
        let row = sqlx::query("SELECT id FROM account WHERE email = 'juri.contoh@contoh.go.id'");
        row.fetch_one(&mut *conn).await.expect("the judge").try_get::<String, _>(0).expect("text")
    };
    let nudge = [("action", "nudge"), ("judge", id.as_str())];
    assert_eq!(desks.post(&other, PROGRESS, &nudge).await.status, 403, "{name}");
    assert_eq!(desks.post(&office, PROGRESS, &nudge).await.status, 303, "{name}");
    let sent = letters(&desks).await;
    assert_eq!(sent.len(), 1, "{name}");
    assert_eq!(sent[0].0, "juri.contoh@contoh.go.id");
    assert!(
        sent[0].1.contains(&left) && sent[0].1.contains("score sheets"),
        "{name}: {}",
        sent[0].1
    );
    assert!(desks.get(&office, PROGRESS).await.body.contains("Diingatkan "), "{name}");

    // Once a day, whoever asks; on the next day again.
    let chair = desks.sign_in("chair", 0).await;
    let again = desks.post(&chair, PROGRESS, &nudge).await;
    assert_eq!(again.status, 422, "{name}");
    assert!(again.body.contains("Paling banyak sekali sehari"), "{name}");
    assert_eq!(letters(&desks).await.len(), 1, "{name}");
    desks.pass(24 * 60).await;
    let chair = desks.sign_in("chair", 0).await;
    assert_eq!(desks.post(&chair, PROGRESS, &nudge).await.status, 303, "{name}");
    assert_eq!(letters(&desks).await.len(), 2, "{name}");

    // All who are late at once, and never twice.
    desks.pass(60 * 24 * 90).await;
    let chair = desks.sign_in("chair", 0).await;
    let late = [("action", "nudge-late")];
    assert_eq!(desks.post(&chair, PROGRESS, &late).await.status, 303, "{name}");
    assert_eq!(desks.post(&chair, PROGRESS, &late).await.status, 422, "{name}");
    let mut conn = desks.db.read().await.expect("a connection");
    let count = "SELECT COUNT(DISTINCT judge) FROM nudge";
    let reminded: i64 = sqlx::query(count)
        .fetch_one(&mut *conn)
        .await
        .expect("a row")
        .try_get(0)
        .expect("a number");
    assert!(reminded >= 9, "{name}: everybody was late, {reminded}");
    let audit = "SELECT COUNT(*) FROM audit WHERE action = 'judge.nudge'";
    let lines: i64 = sqlx::query(audit)
        .fetch_one(&mut *conn)
        .await
        .expect("a row")
        .try_get(0)
        .expect("a number");
    let noted = "SELECT COUNT(*) FROM nudge";
    let nudges: i64 = sqlx::query(noted)
        .fetch_one(&mut *conn)
        .await
        .expect("a row")
        .try_get(0)
        .expect("a number");
    assert_eq!(lines, nudges, "{name}: every reminder is on record");
}

#[tokio::test]
async fn a_judge_is_reminded_once_a_day_with_words_that_were_looked_at() {
    for database in databases().await {
        reminding_in(database).await;
    }
}
