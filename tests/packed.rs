//! A ceremony in one file: locked, without anybody's proposal or score in it, and played on another
//! machine as it would have been here.

use crate::{
    database::{Database, databases},
    house::House,
    server::Server,
    support::kipp,
};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::Output,
};

fn export(database: &Database, to: &Path) -> Output {
    let mut command = kipp();
    command.args(["show", "export", "--to"]).arg(to).arg("--data").arg(database.data());
    if database.name == "postgres" {
        command.args(["--database", &database.url]);
    }
    command.output().expect("kipp runs")
}

fn serve(file: &Path, words: &str) -> Output {
    let mut command = kipp();
    command.args(["serve", "--listen", "127.0.0.1:0", "--show"]).arg(file);
    command.env("KIPP_SHOW_WORDS", words).output().expect("kipp runs")
}

async fn packed_in(database: Database) {
    let name = database.name;
    let db = database.demo("ceremony").await;
    let figures = sqlx::query("SELECT acronym FROM proposal WHERE number IS NOT NULL");
    let rows = figures.fetch_all(&mut *db.read().await.expect("a connection")).await.expect("read");
    let acronyms: Vec<String> =
        rows.iter().map(|row| sqlx::Row::try_get(row, 0).expect("text")).collect();
    let file = database.home.path().join("acara.kipp");
    let done = export(&database, &file);
    assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let words = said.lines().nth(1).expect("the words").trim().to_owned();
    assert_eq!(words.split(' ').count(), 10, "{name}: {said}");
    let bytes = std::fs::read(&file).expect("the file");
    for acronym in acronyms.iter().filter(|acronym| acronym.len() > 4) {
        let plain = bytes.windows(acronym.len()).any(|part| part == acronym.as_bytes());
        assert!(!plain, "{name}: {acronym} can be read in the file");
    }
    assert!(!export(&database, &file).status.success(), "{name}: nothing is overwritten");

    // Other words, an altered file: one sentence, and nothing is left behind.
    let folder = PathBuf::from(format!("{}.data", file.display()));
    let wrong = serve(&file, "air akar angin");
    assert!(!wrong.status.success());
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("do not open the show"), "{name}");
    assert!(!folder.exists(), "{name}");

    // On the other machine: same words of the seal, same figures, and the show from its beginning.
    let away = tempfile::tempdir().expect("another machine");
    let copy = away.path().join("acara.kipp");
    std::fs::copy(&file, &copy).expect("carried over");
    let start = || {
        Server::start_with(&away.path().join("unused"), |command| {
            command.arg("--show").arg(&copy).env("KIPP_SHOW_WORDS", &words);
        })
    };
    let accounts =
        std::fs::read_to_string(database.data().join("accounts.json")).expect("accounts");
    let accounts: Vec<Value> = serde_json::from_str(&accounts).expect("a list");
    let home = tempfile::tempdir().expect("a folder");
    let mut house = House { server: start(), accounts, home };
    assert!(!away.path().join("unused").exists(), "{name}: the show brings its own data");
    let operator = house.as_role("operator", 0).await;
    let opening = async |house: &House| -> Value {
        let answer =
            house.post(&operator, "/api/ceremony/snapshot", &[("show", "akhir-2020")]).await;
        serde_json::from_str(&answer.text().await.expect("a body")).expect("an opening")
    };
    let opened = opening(&house).await;
    assert_eq!(
        opened["programme"]["figures"]["proposals"].as_u64(),
        u64::try_from(acronyms.len()).ok(),
        "{name}"
    );
    assert!(opened["programme"]["seal"]["words"].is_string(), "{name}: {opened}");
    assert_eq!(opened["snapshot"]["rows"].as_array().map(Vec::len), Some(10), "{name}");
    let fields = [
        ("order[show]", "akhir-2020"),
        ("order[expected][epoch]", "1"),
        ("order[expected][seq]", "0"),
        ("order[command]", "next"),
        ("order[op]", "satu"),
    ];
    assert_eq!(
        house.post(&operator, "/api/ceremony/command", &fields).await.status(),
        200,
        "{name}"
    );

    // Nobody who wrote or judged went along, and a power cut loses nothing.
    let page =
        house.get(&operator, "/panggung/akhir-2020/periksa").await.text().await.expect("a page");
    assert!(page.contains("Cocokkan katanya dengan kertas"), "{name}");
    let House { server, accounts, home } = house;
    drop(server);
    house = House { server: start(), accounts, home };
    assert_eq!(
        opening(&house).await["snapshot"]["mark"]["seq"],
        1,
        "{name}: it goes on where it was"
    );
    let db = crate::database::open(&PathBuf::from(format!("{}.data", copy.display()))).await;
    for table in [
        "SELECT COUNT(*) FROM proposal",
        "SELECT COUNT(*) FROM score_sheet",
        "SELECT COUNT(*) FROM account_role WHERE role IN ('innovator', 'judge', 'agency_admin')",
    ] {
        let row =
            sqlx::query(table).fetch_one(&mut *db.read().await.expect("one")).await.expect(table);
        assert_eq!(sqlx::Row::try_get::<i64, _>(&row, 0).expect("a count"), 0, "{name}: {table}");
    }
}

#[tokio::test]
async fn the_ceremony_travels_in_one_locked_file() {
    for database in databases().await {
        packed_in(database).await;
    }
}
