//! Storage on both databases: concurrent writers, the audit chain, migrations, imports, demos.

use crate::database::{databases, open};
use crate::support::{demo, kipp};
use kipp::{
    edition, judging, people,
    proposal::Status,
    result,
    server::{
        Db, House,
        audit::{self, Verdict},
        config::Config,
    },
};
use sqlx::Executor;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_writers_at_once_never_fail_and_leave_one_unbroken_chain() {
    for database in databases().await {
        let db = Db::open(&database.url).await.expect(database.name);
        let writers = (0..8).map(|writer| {
            let db = db.clone();
            tokio::spawn(async move {
                for step in 0..40 {
                    let mut tx = db.write("test", step).await.expect("the lock is had");
                    sqlx::query("INSERT INTO agency (code, name, short) VALUES ($1, 'a', 'a')")
                        .bind(format!("a-{writer}-{step}"))
                        .execute(&mut *tx)
                        .await
                        .expect("written");
                    tx.record("test", &format!("agency:{writer}-{step}"), &(), &step);
                    tx.commit().await.expect("committed");
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.expect("no writer failed");
        }
        let mut conn = db.read().await.expect("a reader");
        let verdict = audit::verify(&mut conn).await.expect("readable");
        assert_eq!(verdict, Verdict::Whole(320), "{}", database.name);
    }
}

#[tokio::test]
async fn a_change_that_is_not_committed_leaves_neither_data_nor_entry() {
    for database in databases().await {
        let db = Db::open(&database.url).await.expect(database.name);
        let mut tx = db.write("test", 1).await.expect("a writer");
        tx.execute("INSERT INTO agency (code, name, short) VALUES ('x', 'x', 'x')")
            .await
            .expect("written");
        tx.record("test", "agency:x", &(), &"x");
        drop(tx);
        let mut conn = db.read().await.expect("a reader");
        assert!(people::desk::agencies(&mut conn).await.expect("read").is_empty());
        assert_eq!(audit::verify(&mut conn).await.expect("read"), Verdict::Whole(0));
    }
}

async fn chain(db: &Db) {
    for step in 0..5 {
        let mut tx = db.write("test", step).await.expect("a writer");
        tx.record("test", &format!("thing:{step}"), &(), &step);
        tx.commit().await.expect("committed");
    }
}

#[tokio::test]
async fn tampering_with_the_chain_is_found_at_its_first_entry() {
    for (spoil, broken_at) in [
        ("UPDATE audit SET actor = 'somebody else' WHERE seq = 3", 3),
        ("UPDATE audit SET after_hash = '' WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit WHERE seq = 1", 1),
        (
            "UPDATE audit SET seq = CASE seq WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE seq IN (2, 3); \
             UPDATE audit SET seq = -seq WHERE seq < 0",
            2,
        ),
    ] {
        for database in databases().await {
            let db = Db::open(&database.url).await.expect(database.name);
            chain(&db).await;
            let mut conn = db.read().await.expect("a connection");
            assert_eq!(audit::verify(&mut conn).await.expect("read"), Verdict::Whole(5));
            for statement in spoil.split("; ") {
                conn.execute(sqlx::AssertSqlSafe(statement.to_owned())).await.expect("spoiled");
            }
            let verdict = audit::verify(&mut conn).await.expect("read");
            assert!(
                matches!(&verdict, Verdict::Broken { seq, .. } if *seq == broken_at),
                "{}: {spoil}: {verdict:?}",
                database.name
            );
        }
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_in_one_sentence() {
    for database in databases().await {
        let db = Db::open(&database.url).await.expect(database.name);
        let newer = "INSERT INTO _sqlx_migrations \
            (version, description, success, checksum, execution_time) \
            SELECT 9999, 'from the future', success, checksum, 0 FROM _sqlx_migrations LIMIT 1";
        db.read().await.expect("a connection").execute(newer).await.expect("written");
        db.close().await;
        let refused = Db::open(&database.url).await.expect_err("newer").to_string();
        assert!(refused.contains("newer kipp"), "{}: {refused}", database.name);
    }
}

#[tokio::test]
async fn an_import_is_all_or_nothing_and_names_its_lines() {
    let agencies = "\u{FEFF}kode;nama;singkatan\r\ndinkes;Dinas Kesehatan;Dinkes\r\n\"dpu\";\"Dinas \"\"PU\"\"\";DPU\r\n";
    let bad_units = "code,agency,name\npkm-1,dinkes,Puskesmas 1\npkm-2,tidak-ada,Puskesmas 2\n";
    for database in databases().await {
        let db = Db::open(&database.url).await.expect(database.name);
        let mut tx = db.write("test", 1).await.expect("a writer");
        let count = people::desk::import(&mut tx, people::desk::Sheet::Agencies, agencies, 1)
            .await
            .expect("read")
            .expect("a good file");
        assert_eq!(count, 2);
        tx.commit().await.expect("committed");
        let mut tx = db.write("test", 2).await.expect("a writer");
        let bad = people::desk::import(&mut tx, people::desk::Sheet::Units, bad_units, 2)
            .await
            .expect("read")
            .expect_err("a bad file");
        assert_eq!(bad.0, ["Baris 3: perangkat daerah \"tidak-ada\" tidak dikenal."]);
        drop(tx);
        let mut conn = db.read().await.expect("a reader");
        assert_eq!(people::desk::agencies(&mut conn).await.expect("read").len(), 2);
        assert!(people::desk::units(&mut conn).await.expect("read").is_empty());
    }
}

/// The ten of Banyumas 2020 in the order in which the public source names them.
const TEN: [&str; 10] = [
    "Gasing",
    "Rinjing Pustaka",
    "Sate Bebek",
    "Si Mas Lawang",
    "Posko Prajamas",
    "Pustaka Santun Lansia",
    "Lasbudu",
    "Simantao SLTP",
    "Mama Gercab",
    "Gua CLBK",
];

#[tokio::test]
async fn the_demo_edition_has_the_true_counts_and_seals_the_true_ten_on_both_databases() {
    for database in databases().await {
        let db = database.demo("ceremony").await;
        let mut conn = db.read().await.expect("a reader");
        let edition = edition::desk::current(&mut conn).await.expect("an edition");
        let all = kipp::proposal::desk::all(&mut conn, &edition).await.expect("proposals");
        assert_eq!(people::desk::agencies(&mut conn).await.expect("agencies").len(), 36);
        assert_eq!(all.len(), 107);
        assert!(all.iter().all(|proposal| proposal.status != Status::Draft));
        let of = |agency: &str| all.iter().filter(|p| p.agency == agency).count();
        assert_eq!(of("Dinas Kesehatan"), 38);
        assert_eq!(of("Dinas Pendidikan"), 25);
        assert_eq!(of("Dinas Pekerjaan Umum"), 4);
        assert!(of("Dinas Arsip dan Perpustakaan Daerah") >= 3);
        for agency in people::desk::agencies(&mut conn).await.expect("agencies") {
            let few = (1..=4).contains(&of(&agency.name));
            assert!(few || of(&agency.name) == 38 || of(&agency.name) == 25, "{}", agency.name);
        }
        assert_eq!(all.iter().filter(|p| !p.sample).count(), 10, "only the ten are real");
        let sealed =
            result::desk::sealed(&mut conn, &edition.slug).await.expect("read").expect("sealed");
        let names: Vec<&str> = sealed.rows.iter().map(|row| row.acronym.as_str()).collect();
        assert_eq!(names, TEN, "{}", database.name);
        assert_eq!(
            sealed.rows.iter().map(|r| r.rank).collect::<Vec<_>>(),
            (1..=10).collect::<Vec<_>>()
        );
        let places = judging::desk::places(&mut conn, &edition).await.expect("ranked");
        assert!(places.iter().all(|place| place.reads == edition.rules.reads));
        assert!(
            matches!(audit::verify(&mut conn).await.expect("read"), Verdict::Whole(n) if n > 500)
        );
    }
}

#[tokio::test]
async fn another_region_runs_its_own_edition_from_its_folder() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let data = home.path().join("data");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/editions/telaga-2031");
    demo(&data, "ceremony", &["--edition", folder]);
    let db = open(&data).await;
    let mut conn = db.read().await.expect("a reader");
    let edition = edition::desk::current(&mut conn).await.expect("an edition");
    assert_eq!(edition.region.name, "Kota Telaga");
    let sealed =
        result::desk::sealed(&mut conn, &edition.slug).await.expect("read").expect("sealed");
    assert_eq!(sealed.rows.len(), 3);
    assert!(sealed.rows.iter().all(|row| row.score.len() >= 5), "{:?}", sealed.rows);
}

#[test]
fn every_stage_of_the_demo_is_built_with_accounts_for_every_role() {
    for stage in ["draft", "submission", "screening", "judging", "plenary", "ceremony", "published"]
    {
        let home = tempfile::tempdir().expect("a temporary folder");
        let data = home.path().join("data");
        demo(&data, stage, &[]);
        let accounts = std::fs::read_to_string(data.join("accounts.json")).expect("accounts.json");
        let accounts: Vec<serde_json::Value> = serde_json::from_str(&accounts).expect("a list");
        for role in [
            "innovator",
            "agency_admin",
            "committee",
            "chair",
            "secretary",
            "judge",
            "operator",
            "mc",
        ] {
            assert!(
                accounts.iter().any(|account| account["role"] == role),
                "{stage} has no {role}"
            );
        }
        assert!(accounts.iter().all(|a| a["password"].as_str().is_some_and(|p| p.len() >= 10)));
        let whole = kipp().args(["verify", "--data"]).arg(&data).output().expect("kipp runs");
        assert!(whole.status.success(), "{stage}: {}", String::from_utf8_lossy(&whole.stderr));
        let again = kipp()
            .args(["demo", "--stage", stage, "--data"])
            .arg(&data)
            .output()
            .expect("kipp runs");
        assert!(!again.status.success(), "a folder with a demo in it is not overwritten");
    }
}

#[tokio::test]
async fn verify_finds_a_tampered_copy() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let data = home.path().join("data");
    demo(&data, "submission", &[]);
    let db = open(&data).await;
    db.read()
        .await
        .expect("a connection")
        .execute("UPDATE audit SET subject = 'proposal:another' WHERE seq = 50")
        .await
        .expect("tampered");
    db.close().await;
    let found = kipp().args(["verify", "--data"]).arg(&data).output().expect("kipp runs");
    assert_eq!(found.status.code(), Some(1));
    let said = String::from_utf8_lossy(&found.stderr);
    assert!(said.contains("broken at entry 50"), "{said}");
}

#[test]
fn a_broken_edition_folder_gets_one_sentence_and_leaves_nothing() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("edition");
    std::fs::create_dir(&folder).expect("a folder");
    let good = include_str!("fixtures/editions/telaga-2031/edition.toml");
    for (broken, says) in [
        (good.replace("weight = 50", "weight = 0"), "bobot"),
        (good.replace("[rules]", "[rules"), "edition.toml"),
        (good.replace("top = 3", "top = 0"), "top"),
    ] {
        assert_ne!(broken, good, "the fixture has what the test breaks");
        std::fs::write(folder.join("edition.toml"), broken).expect("written");
        let data = home.path().join("data");
        let refused = kipp()
            .args(["demo", "--stage", "draft", "--data"])
            .arg(&data)
            .arg("--edition")
            .arg(&folder)
            .output()
            .expect("kipp runs");
        assert!(!refused.status.success());
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(said.contains(says), "{said}");
        assert!(!data.exists(), "nothing half written");
    }
}

#[tokio::test]
async fn two_nodes_at_once_remind_everybody_once_and_carry_each_letter_once() {
    for database in databases().await {
        let (db, data) = (database.demo("submission").await, database.data());
        let mut conn = db.read().await.expect("a reader");
        let shift = edition::desk::clock_shift(&mut conn).await.expect("a shift");
        sqlx::query("UPDATE account SET email = 'semua@contoh.invalid'")
            .execute(&mut *conn)
            .await
            .expect("everybody has an address");
        let node = || {
            let options = leptos::config::LeptosOptions::builder().output_name("kipp").build();
            let house = House::new(db.clone(), options, Config::for_commands(&data));
            house.shift_clock(shift);
            house
        };
        let (one, two) = (node(), node());
        let remind = kipp::proposal::desk::remind::remind;
        let (a, b) = tokio::join!(remind(&one), remind(&two));
        let reminded = a.expect("one node") + b.expect("the other");
        assert_eq!(reminded, 1, "{}: one draft has one writer", database.name);
        assert_eq!(remind(&one).await.expect("again"), 0, "{}", database.name);
        let carry = kipp::server::mail::carry_once;
        let (a, b) = tokio::join!(carry(&one), carry(&two));
        a.and(b).expect("carried");
        let sent: (i64, i64) = sqlx::query_as(
            "SELECT COUNT(*), CAST(SUM(tries) AS BIGINT) FROM outbox WHERE sent_at IS NOT NULL",
        )
        .fetch_one(&mut *conn)
        .await
        .expect("read");
        assert_eq!(sent, (1, 1), "{}: one letter, tried once", database.name);
        let files = std::fs::read_dir(data.join("mail")).expect("the folder").count();
        assert_eq!(files, 1, "{}", database.name);
        assert!(matches!(audit::verify(&mut conn).await.expect("read"), Verdict::Whole(_)));
    }
}
