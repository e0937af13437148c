//! The people around a proposal, through a real socket: closing and more time, the agency's
//! admin, the team, comments, reminders.

#[path = "support/house.rs"]
mod house;
#[path = "support/server.rs"]
mod server;
mod support;

use house::{House, after, client, house};
use reqwest::{Client, StatusCode};
use server::Server;
use support::kipp;

/// The demo's closing is 2020-06-12 16:00:00 WIB.
const ONE_SECOND_LATE: &str = "2020-06-12T16:00:01+07:00";

/// A browser signed in as somebody by user name.
async fn sign_in(house: &House, username: &str) -> Client {
    let all = &house.accounts;
    let account = all.iter().find(|account| account["username"] == username);
    let role = account.and_then(|account| account["role"].as_str()).expect("a known account");
    let nth = all.iter().filter(|a| a["role"] == role).position(|a| a["username"] == username);
    house.as_role(role, nth.expect("it is there")).await
}

/// A teacher, of Dinas Pendidikan.
const TEACHER: &str = "inovator2";
/// A nurse, of Dinas Kesehatan.
const NURSE: &str = "inovator1";

/// The text of a page that is there.
async fn read(house: &House, client: &Client, path: &str) -> String {
    let answer = house.get(client, path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    text(answer).await
}

/// Stops the server, sets the demo's clock, and serves again: sessions go on.
fn at(house: House, moment: &str) -> House {
    let House { server, accounts, home } = house;
    let data = home.path().join("data");
    assert!(server.stop(), "it ends well when asked");
    let set = kipp().args(["clock", "--to", moment, "--data"]).arg(&data).output();
    let set = set.expect("kipp runs");
    assert!(set.status.success(), "{}", String::from_utf8_lossy(&set.stderr));
    House { server: Server::start(&data), accounts, home }
}

/// The address of somebody's first proposal.
async fn first(house: &House, client: &Client) -> String {
    let list = read(house, client, "/saya").await;
    format!("/saya/usulan/0{}", after(&list, "/saya/usulan/0"))
}

async fn text(answer: reqwest::Response) -> String {
    answer.text().await.expect("text")
}

/// Writes a summary and tells the status of the answer.
async fn write(house: &House, client: &Client, own: &str, words: &str) -> StatusCode {
    let path = format!("{own}/ringkasan");
    let page = read(house, client, &path).await;
    let rev = after(&page, "name=\"rev_summary\" value=\"").to_owned();
    let fields = [("rev_summary", rev.as_str()), ("summary", words), ("action", "list")];
    house.post(client, &path, &fields).await.status()
}

const DECLARE: [(&str, &str); 1] = [("declaration", "on")];

#[tokio::test]
async fn a_second_after_closing_nothing_is_taken_and_the_submitted_version_stands() {
    let house = house("submission");
    let innovator = sign_in(&house, TEACHER).await;
    let own = first(&house, &innovator).await;
    let before = read(&house, &innovator, &format!("{own}/tanda-terima")).await;
    let print = after(&before, "<code>").to_owned();
    // Changed after it was submitted: the page says so, and the version that counts is the old one.
    let words = "Tulisan yang belum diajukan saat ditutup";
    assert_eq!(write(&house, &innovator, &own, words).await, 303);
    let list = read(&house, &innovator, &own).await;
    assert!(list.contains("Ada perubahan yang belum diajukan"));

    let house = at(house, ONE_SECOND_LATE);
    let innovator = sign_in(&house, TEACHER).await;
    let refused = house.post(&innovator, &format!("{own}/ajukan"), &DECLARE).await;
    assert_eq!(refused.status(), 422);
    let page = text(refused).await;
    assert!(page.contains("Pendaftaran ditutup Jumat, 12 Juni 2020, 16.00 WIB"));
    assert!(page.contains("tetap berlaku"));
    let late = house
        .post(&innovator, &format!("{own}/ringkasan"), &[("rev_summary", "9"), ("summary", "x")])
        .await;
    assert_eq!(late.status(), 422, "nor is a text");
    let after_closing = read(&house, &innovator, &format!("{own}/tanda-terima")).await;
    assert_eq!(after(&after_closing, "<code>"), print, "the receipt is the one it was");
    // What was written in time is still there to read and copy.
    assert!(read(&house, &innovator, &format!("{own}/ringkasan")).await.contains(words));
}

async fn extend(house: &House, client: &Client, scope: &[(&str, &str)], day: &str) -> StatusCode {
    let mut fields = vec![
        ("action", "prepare"),
        ("day", day),
        ("clock", "16:00"),
        ("reason", "Gangguan jaringan di pusat data"),
        ("letter", "005/123/contoh"),
    ];
    fields.extend(scope);
    house.post(client, "/panitia/tenggat", &fields).await.status()
}

async fn apply(house: &House, client: &Client) -> StatusCode {
    let page = read(house, client, "/panitia/tenggat").await;
    let id = after(&page, "name=\"extension\" value=\"").to_owned();
    let fields = [("action", "apply"), ("extension", id.as_str())];
    house.post(client, "/panitia/tenggat", &fields).await.status()
}

#[tokio::test]
async fn the_chair_gives_one_agency_more_time_and_only_that_agency_has_it() {
    let house = house("submission");
    let (committee, chair) = (house.as_role("committee", 0).await, house.as_role("chair", 0).await);
    let dindik = [("scope", "agency"), ("agency", "dindik")];
    assert_eq!(extend(&house, &committee, &dindik, "2020-06-11").await, 422, "never shorter");
    assert_eq!(extend(&house, &committee, &dindik, "2020-06-28").await, 422, "screening is over");
    assert_eq!(extend(&house, &committee, &dindik, "2020-06-15").await, 303);
    let page = read(&house, &committee, "/panitia/tenggat").await;
    assert!(page.contains("Menunggu ketua") && page.contains("Dinas Pendidikan"));
    assert!(page.contains("Tenggat diperpanjang sampai Senin, 15 Juni 2020, 16.00 WIB"));
    assert_eq!(apply(&house, &committee).await, 403, "the chair alone");
    let teacher = sign_in(&house, TEACHER).await;
    let school = first(&house, &teacher).await;
    assert!(!read(&house, &teacher, &school).await.contains("Tenggat diperpanjang"));
    assert_eq!(apply(&house, &chair).await, 303);
    assert!(read(&house, &teacher, &school).await.contains("Ditutup Senin, 15 Juni 2020"));
    assert!(read(&house, &teacher, "/saya").await.contains("Tenggat diperpanjang sampai Senin"));
    let nurse = sign_in(&house, NURSE).await;
    let clinic = first(&house, &nurse).await;
    assert!(read(&house, &nurse, &clinic).await.contains("Ditutup Jumat, 12 Juni 2020"));
    assert!(!read(&house, &client(), "/jadwal").await.contains("Tenggat diperpanjang"));

    // Past the first closing, also while the others are being screened.
    let house = at(house, "2020-06-13T09:00:00+07:00");
    let committee = house.as_role("committee", 0).await;
    let moved = house.post(&committee, "/panitia", &[("from", "submission")]).await;
    assert_eq!(moved.status(), 303);
    let teacher = sign_in(&house, TEACHER).await;
    assert_eq!(write(&house, &teacher, &school, "Sempat diperbaiki").await, 303);
    let sent = house.post(&teacher, &format!("{school}/ajukan"), &DECLARE).await;
    assert_eq!(sent.status(), 303);
    let nurse = sign_in(&house, NURSE).await;
    let refused = house.post(&nurse, &format!("{clinic}/ajukan"), &DECLARE).await;
    assert_eq!(refused.status(), 422);

    let house = at(house, "2020-06-15T16:00:01+07:00");
    let teacher = sign_in(&house, TEACHER).await;
    let refused = house.post(&teacher, &format!("{school}/ajukan"), &DECLARE).await;
    assert_eq!(refused.status(), 422);
    assert!(text(refused).await.contains("Pendaftaran ditutup Senin, 15 Juni 2020, 16.00 WIB"));
}

#[tokio::test]
async fn more_time_for_all_is_told_to_everybody_at_once() {
    let house = house("submission");
    let chair = house.as_role("chair", 0).await;
    assert_eq!(extend(&house, &chair, &[("scope", "all")], "2020-06-14").await, 303);
    assert!(!read(&house, &client(), "/").await.contains("Tenggat diperpanjang"));
    assert_eq!(apply(&house, &chair).await, 303);
    for path in ["/", "/jadwal"] {
        let page = read(&house, &client(), path).await;
        assert!(page.contains("Tenggat diperpanjang sampai Minggu, 14 Juni 2020"), "{path}");
    }
    let innovator = sign_in(&house, NURSE).await;
    for path in ["/panitia/tenggat", "/en/panitia/tenggat"] {
        assert_eq!(house.get(&innovator, path).await.status(), 403);
    }
}
