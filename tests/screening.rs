//! Screening through a real socket and on both databases: two officers, repairs of chosen pages,
//! the right of reply, and no decision without a record.

use crate::database::{Database, databases};
use crate::house::{House, after, client, house};
use crate::server::Server;
use crate::support::kipp;
use reqwest::{Client, StatusCode, header::LOCATION};
use sqlx::Row;
use std::path::Path;

/// The demo's closing is 2020-06-12 16:00:00 WIB, and screening lasts until 26 June.
const SCREENING: &str = "2020-06-13T08:00:00+07:00";
/// A teacher, of Dinas Pendidikan.
const TEACHER: &str = "inovator2";
const DECLARE: [(&str, &str); 1] = [("declaration", "on")];

fn serve(data: &Path, url: &str) -> Server {
    Server::start_with(data, |command| {
        command.env("KIPP_DATABASE", url);
    })
}

/// A demo at a stage behind a socket, in this database; its address comes along.
async fn house_in(database: Database, stage: &str) -> (House, String) {
    database.demo(stage).await.close().await;
    let data = database.data();
    let url = match database.name {
        "sqlite" => kipp::server::config::sqlite_url(&data),
        _ => database.url,
    };
    let accounts = std::fs::read_to_string(data.join("accounts.json")).expect("accounts.json");
    let accounts = serde_json::from_str(&accounts).expect("a list");
    (House { server: serve(&data, &url), accounts, home: database.home }, url)
}

/// Stops the server, sets the demo's clock, and serves again: sessions go on.
fn at(house: House, url: &str, moment: &str) -> House {
    let House { server, accounts, home } = house;
    let data = home.path().join("data");
    assert!(server.stop(), "it ends well when asked");
    let mut clock = kipp();
    clock.env("KIPP_DATABASE", url).args(["clock", "--to", moment, "--data"]).arg(&data);
    let set = clock.output().expect("kipp runs");
    assert!(set.status.success(), "{}", String::from_utf8_lossy(&set.stderr));
    House { server: serve(&data, url), accounts, home }
}

/// A browser signed in as somebody by user name.
async fn sign_in(house: &House, username: &str) -> Client {
    let all = &house.accounts;
    let account = all.iter().find(|account| account["username"] == username);
    let role = account.and_then(|account| account["role"].as_str()).expect("a known account");
    let nth = all.iter().filter(|a| a["role"] == role).position(|a| a["username"] == username);
    house.as_role(role, nth.expect("it is there")).await
}

async fn read(house: &House, client: &Client, path: &str) -> String {
    let answer = house.get(client, path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.text().await.expect("text")
}

/// The id of somebody's first proposal.
async fn first(house: &House, client: &Client) -> String {
    let list = read(house, client, "/saya").await;
    format!("0{}", after(&list, "/saya/usulan/0"))
}

/// Writes a text and tells the status of the answer.
async fn write(house: &House, client: &Client, id: &str, page: (&str, &str), words: &str) -> u16 {
    let (slug, field) = page;
    let path = format!("/saya/usulan/{id}/{slug}");
    let rev = format!("rev_{field}");
    let shown = read(house, client, &path).await;
    let mark = format!("name=\"{rev}\" value=\"");
    let held = if shown.contains(&mark) { after(&shown, &mark) } else { "0" };
    let fields = [(rev.as_str(), held), (field, words), ("action", "list")];
    house.post(client, &path, &fields).await.status().as_u16()
}

const SUMMARY: (&str, &str) = ("ringkasan", "summary");
const NOVELTY: (&str, &str) = ("kebaruan", "novelty");

/// The revision and version that a page of the screening desk would send with a decision.
async fn seen(house: &House, officer: &Client, id: &str) -> (String, String) {
    let page = read(house, officer, &format!("/panitia/seleksi/{id}")).await;
    let hidden = |name: &str| after(&page, &format!("name=\"{name}\" value=\"")).to_owned();
    (hidden("rev"), hidden("version"))
}

/// What came of a decision: status, where it leads, and the page.
struct Answer(u16, String, String);

/// Posts a decision made on this revision and version.
async fn post(
    house: &House,
    officer: &Client,
    id: &str,
    (rev, version): (&str, &str),
    fields: &[(&str, &str)],
) -> Answer {
    let all = [&[("rev", rev), ("version", version)][..], fields].concat();
    let answer = house.post(officer, &format!("/panitia/seleksi/{id}"), &all).await;
    let to = answer.headers().get(LOCATION).map(|to| to.to_str().expect("text").to_owned());
    Answer(answer.status().as_u16(), to.unwrap_or_default(), answer.text().await.expect("text"))
}

/// Decides on what the page shows now.
async fn decide(house: &House, officer: &Client, id: &str, fields: &[(&str, &str)]) -> Answer {
    let (rev, version) = seen(house, officer, id).await;
    post(house, officer, id, (&rev, &version), fields).await
}

const REJECT: [(&str, &str); 3] =
    [("act", "propose"), ("reason", "OUT_OF_CATEGORY"), ("note", "Bukan pelayanan publik.")];

fn repair(day: &'static str) -> [(&'static str, &'static str); 5] {
    [
        ("act", "repair"),
        ("page-ringkasan", "ya"),
        ("message", "Lengkapi ringkasan dengan angka."),
        ("day", day),
        ("clock", "16.00"),
    ]
}

#[tokio::test]
async fn only_what_the_committee_opened_can_be_mended_and_only_that_counts() {
    for database in databases().await {
        let name = database.name;
        let (house, url) = house_in(database, "submission").await;
        let teacher = sign_in(&house, TEACHER).await;
        let id = first(&house, &teacher).await;
        let own = format!("/saya/usulan/{id}");
        let never = "Kalimat yang tidak pernah diajukan";
        assert_eq!(write(&house, &teacher, &id, NOVELTY, never).await, 303, "{name}");
        let house = at(house, &url, SCREENING);
        let officer = house.as_role("committee", 0).await;
        house.post(&officer, "/panitia", &[("from", "submission")]).await;

        // A request that cannot be kept comes back with everything typed in it.
        let empty = [("act", "repair"), ("message", ""), ("day", ""), ("clock", "16.00")];
        let Answer(status, _, page) = decide(&house, &officer, &id, &empty).await;
        assert_eq!(status, 422, "{name}");
        assert!(page.contains("Pilih paling sedikit satu bagian"), "{name}");
        assert!(page.contains("Isi tanggal dan jam batas perbaikan"), "{name}");
        let Answer(status, _, page) = decide(&house, &officer, &id, &repair("2020-06-12")).await;
        assert_eq!(status, 422, "{name}: a deadline that is past");
        assert!(page.contains("Lengkapi ringkasan dengan angka."), "{name}");
        let late = decide(&house, &officer, &id, &repair("2020-06-26")).await;
        assert_eq!(late.0, 422, "{name}: nor after screening");

        let Answer(status, to, _) = decide(&house, &officer, &id, &repair("2020-06-15")).await;
        assert_eq!(status, 303, "{name}");
        assert!(to.starts_with("/panitia/seleksi/") && !to.contains(&id), "{name}: the next one");
        let list = read(&house, &officer, "/panitia/usulan?tampil=perbaikan").await;
        assert!(list.contains(&format!("/panitia/seleksi/{id}")), "{name}");
        let page = read(&house, &officer, &format!("/panitia/seleksi/{id}")).await;
        assert!(page.contains("Sedang diperbaiki sampai") && !page.contains("value=\"accept\""));
        let Answer(status, _, page) = decide(&house, &officer, &id, &[("act", "accept")]).await;
        assert!(status == 422 && page.contains("sedang diperbaiki pengusulnya"), "{name}");

        // Its people see what is asked and until when; that section is open, and nothing else.
        let tasks = read(&house, &teacher, &own).await;
        assert!(tasks.contains("Lengkapi ringkasan dengan angka."), "{name}");
        assert!(tasks.contains("Senin, 15 Juni 2020, 16.00 WIB"), "{name}");
        let mended = "Ringkasan yang sudah dilengkapi dengan angka: 107 warga terlayani setiap hari, \
            naik dari 40 warga, menurut buku layanan yang dibaca bersama perwakilan warga.";
        assert_eq!(write(&house, &teacher, &id, SUMMARY, mended).await, 303, "{name}");
        assert_eq!(write(&house, &teacher, &id, NOVELTY, "Menyelinap").await, 423, "{name}");
        let title = [("rev", "0"), ("op", "a1"), ("title", "Judul baru"), ("action", "list")];
        let locked = house.post(&teacher, &format!("{own}/identitas"), &title).await;
        assert_eq!(locked.status(), 423, "{name}: page 0 was not opened");
        assert!(locked.text().await.expect("text").contains("hanya membuka bagian yang diminta"));
        let file = [("action", "remove"), ("file", "0")];
        let locked = house.post(&teacher, &format!("{own}/lampiran"), &file).await;
        assert_eq!(locked.status(), 423, "{name}: nor the attachments");
        let withdraw =
            house.post(&teacher, &format!("{own}/tarik"), &[("action", "withdraw")]).await;
        assert_eq!(withdraw.status(), 422, "{name}: a repair is no way out");

        let sent = house.post(&teacher, &format!("{own}/ajukan"), &DECLARE).await;
        assert_eq!(sent.status(), 303, "{name}");
        assert_eq!(write(&house, &teacher, &id, SUMMARY, "Sekali lagi").await, 423, "{name}");
        assert!(!read(&house, &teacher, &own).await.contains("Panitia meminta perbaikan"));
        let page = read(&house, &officer, &format!("/panitia/seleksi/{id}")).await;
        assert!(page.contains("Yang berubah sejak diputuskan terakhir"), "{name}");
        assert!(page.contains("107 warga") && page.contains("versi 2"), "{name}");
        assert!(!page.contains(never), "{name}: what was not opened counts as it was submitted");
        assert!(page.contains("value=\"accept\""), "{name}: it is back in the queue");
        let page = read(&house, &teacher, &format!("{own}/kebaruan")).await;
        assert!(page.contains(never), "{name}: and what was written is not lost");

        // Whoever does not mend in time is back in the queue as submitted.
        assert_eq!(decide(&house, &officer, &id, &repair("2020-06-16")).await.0, 303, "{name}");
        let house = at(house, &url, "2020-06-16T16:00:01+07:00");
        let path = format!("{own}/ringkasan");
        let fields = [("rev_summary", "9"), ("summary", "Terlambat")];
        let late = house.post(&teacher, &path, &fields).await;
        assert_eq!(late.status(), 423, "{name}");
        assert!(late.text().await.expect("text").contains("Waktu perbaikan ditutup"), "{name}");
        let page = read(&house, &officer, &format!("/panitia/seleksi/{id}")).await;
        assert!(page.contains("value=\"accept\"") && !page.contains("versi 3"), "{name}");
        assert_eq!(decide(&house, &officer, &id, &[("act", "accept")]).await.0, 303, "{name}");
    }
}

#[tokio::test]
async fn the_desk_is_the_offices_and_only_while_screening_lasts() {
    let house = house("judging");
    let officer = house.as_role("committee", 0).await;
    let teacher = sign_in(&house, TEACHER).await;
    let id = first(&house, &teacher).await;
    let desk = format!("/panitia/seleksi/{id}");
    assert_eq!(house.get(&client(), &desk).await.status(), 401);
    let accept = [("act", "accept")];
    for role in ["innovator", "judge", "agency_admin"] {
        let other = house.as_role(role, 0).await;
        assert_eq!(house.get(&other, &desk).await.status(), 403, "{role}");
        assert_eq!(post(&house, &other, &id, ("1", "1"), &accept).await.0, 403, "{role}");
    }
    for wrong in ["tidak-ada", "%00", "..%2f"] {
        let status = house.get(&officer, &format!("/panitia/seleksi/{wrong}")).await.status();
        assert_eq!(status, 404, "{wrong}");
        let answer = post(&house, &officer, wrong, ("0", "1"), &accept).await;
        assert_eq!(answer.0, 404, "{wrong}");
    }
    let page = read(&house, &officer, &desk).await;
    assert!(page.contains("Diloloskan") && !page.contains("name=\"act\""));
    let reopen = [("act", "reopen"), ("why", "Salah.")];
    let Answer(status, _, page) = post(&house, &officer, &id, ("1", "1"), &reopen).await;
    assert!(status == 422 && page.contains("hanya bisa dilakukan pada tahap seleksi"));
    for (rev, act) in [("satu", "accept"), ("1", "lulus")] {
        let answer = post(&house, &officer, &id, (rev, "1"), &[("act", act)]).await;
        assert_eq!(answer.0, 400, "{rev} {act}");
    }
    // The demo's own rejections were agreed on by two people too.
    let list = read(&house, &officer, "/panitia/usulan").await;
    let row = list.split("<tr").find(|row| row.contains("Tidak lolos seleksi")).expect("a row");
    let rejected = format!("/panitia/seleksi/0{}", after(row, "/panitia/seleksi/0"));
    let page = read(&house, &officer, &rejected).await;
    assert!(page.contains("Diusulkan tidak lolos") && page.contains("Penolakan disetujui"));
}

#[tokio::test]
async fn a_rejection_takes_two_officers_and_its_owner_may_reply_once() {
    for database in databases().await {
        let name = database.name;
        let (house, _) = house_in(database, "screening").await;
        let (one, two) = (house.as_role("committee", 0).await, house.as_role("secretary", 0).await);
        let teacher = sign_in(&house, TEACHER).await;
        let id = first(&house, &teacher).await;
        let (own, desk) = (format!("/saya/usulan/{id}"), format!("/panitia/seleksi/{id}"));

        let page = read(&house, &one, &desk).await;
        for words in ["Mesin memeriksa: cocok", "Mesin memeriksa: tidak bisa", "Daftar periksa"] {
            assert!(page.contains(words), "{name}: {words}");
        }

        let unsaid = [("act", "propose"), ("reason", "KARENA"), ("note", "")];
        let Answer(status, _, page) = decide(&house, &one, &id, &unsaid).await;
        assert!(status == 422 && page.contains("Pilih alasan penolakan"), "{name}");
        let before = seen(&house, &one, &id).await;
        let Answer(status, to, _) = decide(&house, &one, &id, &REJECT).await;
        assert!(status == 303 && to.starts_with("/panitia/seleksi/"), "{name}: {to}");
        let before = (before.0.as_str(), before.1.as_str());
        let twice = post(&house, &one, &id, before, &REJECT).await;
        assert_eq!(twice.0, 303, "{name}: the same decision posted twice is one");
        let Answer(status, _, page) = post(&house, &two, &id, before, &[("act", "accept")]).await;
        assert!(status == 409 && page.contains("sudah diputuskan petugas lain"), "{name}");

        // Proposed is not decided, and whoever proposed does not agree with themselves.
        assert!(!read(&house, &teacher, &own).await.contains("Bukan pelayanan publik."), "{name}");
        let Answer(status, _, page) = decide(&house, &one, &id, &[("act", "confirm")]).await;
        assert!(status == 422 && page.contains("Petugas lain harus menyetujuinya"), "{name}");
        let list = read(&house, &two, "/panitia/usulan?tampil=usulan-tolak").await;
        assert!(list.contains(&desk), "{name}");
        let refused = house.post(&one, "/panitia/penugasan", &[("seed", "1")]).await;
        let refused = refused.text().await.expect("text");
        assert!(refused.contains("belum diputuskan"), "{name}: it is not decided");
        let early = house.post(&teacher, &format!("{own}/sanggah"), &[("reply", "Salah.")]).await;
        assert_eq!(early.status(), 422, "{name}: there is nothing to reply to yet");
        assert_eq!(decide(&house, &two, &id, &[("act", "confirm")]).await.0, 303, "{name}");

        let tasks = read(&house, &teacher, &own).await;
        assert!(tasks.contains("Bukan pelayanan publik.") && tasks.contains("/sanggah"), "{name}");
        let reply = format!("{own}/sanggah");
        assert_eq!(house.post(&teacher, &reply, &[("reply", " ")]).await.status(), 422, "{name}");
        let admin = sign_in(&house, "admin.dindik").await;
        let helper = house.post(&admin, &reply, &[("reply", "Kami membantu.")]).await;
        assert_eq!(helper.status(), 422, "{name}: the owner alone replies");
        let stranger = sign_in(&house, "inovator1").await;
        let foreign = house.post(&stranger, &reply, &[("reply", "Saya juga.")]).await;
        assert_eq!(foreign.status(), 404, "{name}");
        let words = [("reply", "Layanan ini untuk semua warga; lihat bagian manfaat.")];
        assert_eq!(house.post(&teacher, &reply, &words).await.status(), 303, "{name}");
        assert_eq!(
            house.post(&teacher, &reply, &words).await.status(),
            303,
            "{name}: tapped twice"
        );
        let more = house.post(&teacher, &reply, &[("reply", "Satu lagi.")]).await;
        assert_eq!(more.status(), 422, "{name}: once");

        // The committee reads it and may open the case again; everything stays on record.
        assert!(read(&house, &two, &desk).await.contains("lihat bagian manfaat"), "{name}");
        let silent = [("act", "reopen"), ("why", "")];
        assert_eq!(decide(&house, &two, &id, &silent).await.0, 422, "{name}: not without why");
        let why = [("act", "reopen"), ("why", "Sanggahan benar.")];
        let Answer(status, to, _) = decide(&house, &two, &id, &why).await;
        assert_eq!((status, to.as_str()), (303, desk.as_str()), "{name}");
        assert!(!read(&house, &teacher, &own).await.contains("Bukan pelayanan publik."), "{name}");
        assert_eq!(decide(&house, &two, &id, &[("act", "accept")]).await.0, 303, "{name}");
        let page = read(&house, &one, &desk).await;
        let told = ["Diloloskan", "Dibuka kembali", "Sanggahan", "Penolakan disetujui"];
        for words in told.into_iter().chain(["Diusulkan tidak lolos", "Sanggahan benar."]) {
            assert!(page.contains(words), "{name}: {words}");
        }
        assert!(read(&house, &one, &format!("/en{desk}")).await.contains("Rejection agreed"));
    }
}

/// Subject and words of every letter that waits for an address.
async fn letters(url: &str, to: &str) -> Vec<(String, String)> {
    let db = kipp::server::Db::open(url).await.expect("the database");
    let mut conn = db.read().await.expect("a connection");
    let rows = sqlx::query("SELECT subject, words FROM outbox WHERE recipient = $1 ORDER BY id")
        .bind(to.to_owned())
        .fetch_all(&mut *conn)
        .await
        .expect("the outbox");
    let text = |row: &sqlx::any::AnyRow, at: usize| row.try_get::<String, _>(at).expect("text");
    rows.iter().map(|row| (text(row, 0), text(row, 1))).collect()
}

#[tokio::test]
async fn a_rejection_and_a_repair_are_told_by_mail_once_they_hold_and_only_to_its_people() {
    for database in databases().await {
        let name = database.name;
        let (house, url) = house_in(database, "screening").await;
        let (one, two) = (house.as_role("committee", 0).await, house.as_role("secretary", 0).await);
        let (teacher, stranger) =
            (sign_in(&house, TEACHER).await, sign_in(&house, "inovator1").await);
        let (mine, theirs) = ("guru@contoh.invalid", "lain@contoh.invalid");
        for (who, email) in [(&teacher, mine), (&stranger, theirs)] {
            assert_eq!(house.post(who, "/akun", &[("email", email)]).await.status(), 303, "{name}");
        }
        let id = first(&house, &teacher).await;
        let link = format!("/saya/usulan/{id}");

        // One officer alone rejects nothing, so nothing is told; two do, and it is told once.
        assert_eq!(decide(&house, &one, &id, &REJECT).await.0, 303, "{name}");
        assert!(letters(&url, mine).await.is_empty(), "{name}: proposed is not decided");
        assert_eq!(decide(&house, &one, &id, &[("act", "confirm")]).await.0, 422, "{name}");
        assert!(letters(&url, mine).await.is_empty(), "{name}: nor is a refusal told");
        let (rev, version) = seen(&house, &two, &id).await;
        for _ in 0..2 {
            let answer = post(&house, &two, &id, (&rev, &version), &[("act", "confirm")]).await;
            assert_eq!(answer.0, 303, "{name}: the same decision posted twice is one");
        }
        let sent = letters(&url, mine).await;
        assert_eq!(sent.len(), 1, "{name}: {sent:?}");
        assert!(sent[0].1.contains(&link) && sent[0].1.contains("\n--\n"), "{name}: {sent:?}");

        // A request that is refused is not told; one that holds is, with its deadline.
        let why = [("act", "reopen"), ("why", "Sanggahan benar.")];
        assert_eq!(decide(&house, &two, &id, &why).await.0, 303, "{name}");
        assert_eq!(decide(&house, &one, &id, &repair("2020-06-10")).await.0, 422, "{name}");
        assert_eq!(letters(&url, mine).await.len(), 1, "{name}");
        assert_eq!(decide(&house, &one, &id, &repair("2020-06-25")).await.0, 303, "{name}");
        let sent = letters(&url, mine).await;
        assert_eq!(sent.len(), 2, "{name}: {sent:?}");
        let (subject, words) = &sent[1];
        assert!(subject.contains("25 Juni 2020, 16.00 WIB"), "{name}: {subject}");
        assert!(words.contains(&link) && words.contains("25 June 2020"), "{name}: {words}");
        assert!(letters(&url, theirs).await.is_empty(), "{name}: nobody else is told");
    }
}

#[tokio::test]
async fn of_two_officers_at_once_one_decides_and_the_other_is_told() {
    for database in databases().await {
        let name = database.name;
        let (house, _) = house_in(database, "screening").await;
        let (one, two) = (house.as_role("committee", 0).await, house.as_role("chair", 0).await);
        let list = read(&house, &one, "/panitia/usulan").await;
        let mut id = format!("0{}", after(&list, "/panitia/seleksi/0"));
        for _ in 0..5 {
            let (rev, version) = seen(&house, &one, &id).await;
            let held = (rev.as_str(), version.as_str());
            let (a, b) = tokio::join!(
                post(&house, &one, &id, held, &[("act", "accept")]),
                post(&house, &two, &id, held, &REJECT),
            );
            let mut both = [a.0, b.0];
            both.sort_unstable();
            assert_eq!(both, [303, 409], "{name}");
            let next = if a.0 == 303 { a.1 } else { b.1 };
            next.rsplit('/').next().expect("an id").clone_into(&mut id);
        }
        // What nothing was seen in is accepted at once, and no proposed rejection with it.
        let list = read(&house, &one, "/panitia/usulan").await;
        assert!(list.contains("Loloskan semua yang tanpa temuan"), "{name}");
        let rejected = id.clone();
        assert_eq!(decide(&house, &two, &rejected, &REJECT).await.0, 303, "{name}");
        let bulk = [("action", "accept_clean")];
        assert_eq!(house.post(&one, "/panitia/usulan", &bulk).await.status(), 303, "{name}");
        let list = read(&house, &one, "/panitia/usulan?tampil=usulan-tolak").await;
        assert!(list.contains(&rejected), "{name}: it still waits for a second officer");
    }
}
