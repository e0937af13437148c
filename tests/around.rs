//! The people around a proposal, through a real socket: closing and more time, the agency's
//! admin, the team, comments, reminders.

use crate::house::{House, after, client, house};
use crate::server::Server;
use crate::support::kipp;
use reqwest::{Client, StatusCode};
use std::collections::BTreeSet;

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
    assert_eq!(late.status(), 423, "nor is a text");
    let after_closing = read(&house, &innovator, &format!("{own}/tanda-terima")).await;
    assert_eq!(after(&after_closing, "<code>"), print, "the receipt is the one it was");
    // What was written in time is still there to read and copy.
    assert!(read(&house, &innovator, &format!("{own}/ringkasan")).await.contains(words));
}

#[tokio::test]
async fn receipt_and_proposal_are_papers_for_whoever_may_see_their_pages() {
    let house = house("submission");
    let innovator = sign_in(&house, TEACHER).await;
    let own = first(&house, &innovator).await;
    let page = read(&house, &innovator, &format!("{own}/tanda-terima")).await;
    let number = page.split("KIPP-2020-").nth(1).expect("a number");
    let number = format!("KIPP-2020-{}", &number[..4]);
    let code = after(&page, "<code>").to_owned();
    assert!(page.contains(&format!("href=\"{own}/tanda-terima.pdf\"")), "the page offers it");

    let paper = |path: String| {
        let (house, innovator) = (&house, &innovator);
        async move {
            let answer = house.get(innovator, &path).await;
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            let header = |name: &str| {
                let value = answer.headers().get(name).unwrap_or_else(|| panic!("no {name}"));
                value.to_str().expect("text").to_owned()
            };
            assert_eq!(header("content-type"), "application/pdf");
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert!(header("cache-control").contains("no-store"));
            let disposition = header("content-disposition");
            let bytes = answer.bytes().await.expect("a file");
            assert!(bytes.starts_with(b"%PDF"), "{path}");
            // The tags and the file's own description are not compressed.
            (disposition, String::from_utf8_lossy(&bytes).into_owned())
        }
    };
    let (name, receipt) = paper(format!("{own}/tanda-terima.pdf")).await;
    assert!(name.starts_with(&format!("attachment; filename=\"{number}.pdf\"")), "{name}");
    assert!(receipt.contains(&format!("Tanda terima {number}")));
    assert!(receipt.contains(&format!("/verifikasi/{code})")), "the address to check it at");
    assert!(receipt.contains("/Lang(id)") && receipt.contains("<pdfuaid:part>1"));
    let (_, again) = paper(format!("{own}/tanda-terima.pdf")).await;
    assert!(receipt == again, "the same receipt is the same file");
    let (_, english) = paper(format!("/en{own}/tanda-terima.pdf")).await;
    assert!(english.contains(&format!("Receipt {number}")) && english.contains("/Lang(en)"));
    let (name, proposal) = paper(format!("{own}/usulan.pdf")).await;
    assert!(name.contains(".pdf"));
    assert!(proposal.contains("/Lang(id)") && proposal.contains("<pdfuaid:part>1"));

    // What is written afterwards changes the proposal's paper and not the receipt's.
    assert_eq!(write(&house, &innovator, &own, "Tulisan sesudah diajukan").await, 303);
    let (_, changed) = paper(format!("{own}/usulan.pdf")).await;
    assert!(changed != proposal);
    let (_, still) = paper(format!("{own}/tanda-terima.pdf")).await;
    assert!(still == receipt);

    // Everybody else gets the answer that the page gives.
    let strangers = [
        sign_in(&house, NURSE).await,
        house.as_role("judge", 0).await,
        house.as_role("committee", 0).await,
        client(),
    ];
    for stranger in &strangers {
        for (file, page) in [("tanda-terima.pdf", "tanda-terima"), ("usulan.pdf", "tinjau")] {
            let file = house.get(stranger, &format!("{own}/{file}")).await;
            let page = house.get(stranger, &format!("{own}/{page}")).await;
            assert_eq!(file.status(), page.status());
            if page.status() != StatusCode::OK {
                let body = file.bytes().await.expect("a page");
                assert!(!body.starts_with(b"%PDF"));
            }
        }
    }
    let signed_out = house.get(&client(), &format!("{own}/tanda-terima.pdf")).await;
    assert_eq!(signed_out.status(), StatusCode::UNAUTHORIZED);
    assert!(text(signed_out).await.contains("/masuk"), "and is shown where to sign in");
    // A draft that was never submitted has no receipt.
    let writer = house.as_role("innovator", 0).await;
    let list = read(&house, &writer, "/saya").await;
    let row = list.split("<tr").find(|row| row.contains("Draf")).expect("a draft");
    let draft = format!("/saya/usulan/0{}", after(row, "/saya/usulan/0"));
    let page = house.get(&writer, &format!("{draft}/tanda-terima")).await.status();
    let file = house.get(&writer, &format!("{draft}/tanda-terima.pdf")).await.status();
    assert_eq!((page, file), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(house.get(&writer, &format!("{draft}/usulan.pdf")).await.status(), StatusCode::OK);
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

#[tokio::test]
async fn an_agencys_admin_reads_remarks_sends_back_and_helps_and_another_agencys_finds_nothing() {
    let house = house("submission");
    let admin = sign_in(&house, "admin.dindik").await;
    let teacher = sign_in(&house, TEACHER).await;
    let own = first(&house, &teacher).await;
    let id = own.rsplit('/').next().expect("an id").to_owned();
    let watched = format!("/opd-saya/usulan/{id}");

    // The list tells of all of the agency and of nobody else's; filters narrow it.
    let list = read(&house, &admin, "/opd-saya").await;
    assert!(list.contains(&watched) && list.contains("Perahu Buku"));
    assert!(!list.contains("Gula Semut"), "another agency's");
    let none = read(&house, &admin, "/opd-saya?cari=tidak-ada-yang-begini").await;
    assert!(none.contains("Tidak ada usulan yang cocok"));

    // A remark is on the section's page, on the task list, and answered by the team.
    let remark =
        [("action", "remark"), ("page", "ringkasan"), ("words-ringkasan", "Tambahkan satu angka")];
    assert_eq!(house.post(&admin, &watched, &remark).await.status(), 303);
    let empty = [("action", "remark"), ("page", "ringkasan"), ("words-ringkasan", " ")];
    assert_eq!(house.post(&admin, &watched, &empty).await.status(), 422);
    let unknown = [("action", "remark"), ("page", "tidak-ada"), ("words-tidak-ada", "x")];
    assert_eq!(house.post(&admin, &watched, &unknown).await.status(), 404);
    let section = read(&house, &teacher, &format!("{own}/ringkasan")).await;
    assert!(section.contains("Tambahkan satu angka") && section.contains("Admin Dindik Contoh"));
    assert!(read(&house, &teacher, &own).await.contains("1 catatan menunggu jawaban"));
    let talk = read(&house, &teacher, &format!("{own}/catatan")).await;
    let thread = after(&talk, "name=\"thread\" value=\"").to_owned();
    let words = format!("words-{thread}");
    let answer = [
        ("action", "answer"),
        ("page", "ringkasan"),
        ("thread", thread.as_str()),
        (words.as_str(), "Sudah, 40 siswa"),
    ];
    assert_eq!(house.post(&teacher, &format!("{own}/catatan"), &answer).await.status(), 303);
    assert!(read(&house, &admin, &watched).await.contains("Sudah, 40 siswa"));
    let done = [("action", "resolve"), ("page", "ringkasan"), ("thread", thread.as_str())];
    assert_eq!(house.post(&admin, &watched, &done).await.status(), 303);
    assert_eq!(house.post(&admin, &watched, &done).await.status(), 409, "done once");
    assert!(!read(&house, &teacher, &own).await.contains("menunggu jawaban"));

    // Sent back: told with its note; the submitted version still counts; submitting ends it.
    let back = [("action", "send_back"), ("note", "Lengkapi bukti")];
    assert_eq!(house.post(&admin, &watched, &back).await.status(), 303);
    let tasks = read(&house, &teacher, &own).await;
    assert!(tasks.contains("Dikembalikan untuk diperbaiki") && tasks.contains("Lengkapi bukti"));
    assert!(read(&house, &teacher, &format!("{own}/tanda-terima")).await.contains("KIPP-2020"));
    assert!(read(&house, &admin, "/opd-saya?status=kembali").await.contains(&watched));

    // Helping to write is told to the owner by name.
    assert_eq!(write(&house, &admin, &own, "Ditulis bersama admin").await, 303);
    let section = read(&house, &teacher, &format!("{own}/ringkasan")).await;
    assert!(section.contains("Dibantu tulis oleh Admin Dindik Contoh"));
    let sent = house.post(&admin, &format!("{own}/ajukan"), &DECLARE).await;
    assert_eq!(sent.status(), 404, "an admin does not submit");
    let sent = house.post(&teacher, &format!("{own}/ajukan"), &DECLARE).await;
    assert_eq!(sent.status(), 303);
    assert!(!read(&house, &teacher, &own).await.contains("Lengkapi bukti"));

    // Another agency's admin, and whoever is none.
    let other = sign_in(&house, "admin.dinkes").await;
    for path in [&watched, &own, &format!("{own}/ringkasan"), &format!("{own}/catatan")] {
        assert_eq!(house.get(&other, path).await.status(), 404, "{path}");
    }
    for path in [&watched, &format!("{own}/catatan"), &format!("{own}/tim")] {
        assert_eq!(house.post(&other, path, &back).await.status(), 404, "{path}");
    }
    assert_eq!(house.get(&teacher, &watched).await.status(), 403);
    let committee = house.as_role("committee", 0).await;
    assert_eq!(house.get(&committee, &format!("{own}/catatan")).await.status(), 404);
}

/// The code of the invitation that an answer leads to.
fn code(answer: &reqwest::Response) -> String {
    let to = answer.headers()["location"].to_str().expect("text");
    to.split("kode=").nth(1).expect("a code").to_owned()
}

#[tokio::test]
async fn a_team_writes_with_accounts_of_its_own_and_the_owner_alone_submits() {
    let house = house("submission");
    let owner = sign_in(&house, TEACHER).await;
    let own = first(&house, &owner).await;
    let team = format!("{own}/tim");
    let invite = [("action", "invite"), ("name", "Guru Contoh")];
    let made = house.post(&owner, &team, &invite).await;
    assert_eq!(made.status(), 303);
    let code = code(&made);
    let card = read(&house, &owner, &format!("{team}?kode={code}")).await;
    assert!(card.contains(&code) && card.contains("role=\"img\""), "code and QR");
    let fresh = client();
    let page = read(&house, &fresh, &format!("/undangan/{code}")).await;
    assert!(page.contains("Guru Contoh") && page.contains("Sudah punya akun?"));
    let account =
        [("code", code.as_str()), ("username", "guru.contoh"), ("password", "perahu-buku-contoh")];
    let joined = house.post(&fresh, &format!("/undangan/{code}"), &account).await;
    assert_eq!(joined.headers()["location"], own.as_str(), "it leads to the proposal");
    let member = fresh;
    assert!(read(&house, &member, "/saya").await.contains(&own));
    assert_eq!(write(&house, &member, &own, "Ditulis anggota tim").await, 303);
    let refused = house.post(&member, &format!("{own}/ajukan"), &DECLARE).await;
    assert_eq!(refused.status(), 422);
    assert!(text(refused).await.contains("Hanya pemilik usulan"));
    let withdraw = [("action", "withdraw")];
    assert_eq!(house.post(&member, &format!("{own}/tarik"), &withdraw).await.status(), 422);
    assert_eq!(house.post(&member, &team, &invite).await.status(), 422);
    // Each sees that the other has the page open.
    read(&house, &member, &format!("{own}/kebaruan")).await;
    let seen = read(&house, &owner, &format!("{own}/kebaruan")).await;
    assert!(seen.contains("Guru Contoh membuka bagian ini baru saja"));
    let committee = house.as_role("committee", 0).await;
    let office = read(&house, &committee, &format!("{own}/kebaruan")).await;
    assert!(!office.contains("membuka bagian ini"), "names are for the own team");

    // Somebody with an account joins by signing in; of another agency, not.
    let made = house.post(&owner, &team, &invite).await;
    let second = self::code(&made);
    let join = [("code", second.as_str()), ("action", "join")];
    let nurse = sign_in(&house, NURSE).await;
    assert_eq!(house.post(&nurse, &format!("/undangan/{second}"), &join).await.status(), 422);
    assert_eq!(house.get(&nurse, &own).await.status(), 404);
    let colleague = sign_in(&house, "inovator6").await;
    assert_eq!(house.get(&colleague, &own).await.status(), 404);
    assert_eq!(house.post(&colleague, &format!("/undangan/{second}"), &join).await.status(), 303);
    assert_eq!(house.get(&colleague, &own).await.status(), 200);
    let again = house.post(&member, &format!("/undangan/{second}"), &join).await;
    assert_eq!(again.status(), 422, "an invitation works once");

    // Removed: gone at once, and what was written stays.
    let page = read(&house, &owner, &team).await;
    let membership = after(&page, "name=\"invitation\" value=\"").to_owned();
    let remove = [("action", "revoke"), ("invitation", membership.as_str())];
    assert_eq!(house.post(&owner, &team, &remove).await.status(), 303);
    assert_eq!(house.get(&member, &own).await.status(), 404);
    let left = read(&house, &owner, &format!("{own}/ringkasan")).await;
    assert!(left.contains("Ditulis anggota tim"));

    // Withdrawn and back, by the owner.
    assert_eq!(house.post(&owner, &format!("{own}/tarik"), &withdraw).await.status(), 303);
    assert!(read(&house, &owner, &own).await.contains("Usulan ini ditarik"));
    let twice = house.post(&owner, &format!("{own}/tarik"), &withdraw).await;
    assert_eq!(twice.status(), 409);
    let restore = [("action", "restore")];
    assert_eq!(house.post(&owner, &format!("{own}/tarik"), &restore).await.status(), 303);
    assert!(!read(&house, &owner, &own).await.contains("Usulan ini ditarik"));
}

#[tokio::test]
async fn an_admin_invites_the_agencys_people_and_revokes() {
    let house = house("draft");
    let admin = sign_in(&house, "admin.dindik").await;
    let path = "/opd-saya/pengguna";
    let people = read(&house, &admin, path).await;
    assert!(people.contains("Inovator Contoh 2") && people.contains("Belum pernah masuk"));
    assert!(!people.contains("Inovator Contoh 1<"), "another agency's");
    let foreign = [("action", "invite"), ("names", "Bidan Contoh"), ("unit", "pkm-lumbir")];
    assert_eq!(house.post(&admin, path, &foreign).await.status(), 422);
    let invite = [
        ("action", "invite"),
        ("names", "Guru Satu Contoh\nGuru Dua Contoh"),
        ("unit", "smp-contoh-1"),
    ];
    let made = house.post(&admin, path, &invite).await;
    let codes = code(&made);
    let sheet = read(&house, &admin, &format!("{path}?kode={codes}")).await;
    assert!(sheet.contains("Guru Satu Contoh") && sheet.contains("Guru Dua Contoh"));
    assert!(sheet.contains(&format!("{}/undangan/", house.server.url)), "a whole link");
    let stranger = sign_in(&house, "admin.dinkes").await;
    let theirs = read(&house, &stranger, &format!("{path}?kode={codes}")).await;
    assert!(!theirs.contains("Guru Satu Contoh"), "a card is for who made it");
    let one = codes.split('.').next().expect("a code");
    assert_eq!(house.get(&client(), &format!("/undangan/{one}")).await.status(), 200);
    let invitation = after(&sheet, "name=\"invitation\" value=\"").to_owned();
    let revoke = [("action", "revoke"), ("invitation", invitation.as_str())];
    assert_eq!(house.post(&stranger, path, &revoke).await.status(), 404);
    assert_eq!(house.post(&admin, path, &revoke).await.status(), 303);
    assert_eq!(house.get(&client(), &format!("/undangan/{one}")).await.status(), 422);
    let innovator = sign_in(&house, TEACHER).await;
    assert_eq!(house.get(&innovator, path).await.status(), 403);
}

#[tokio::test]
async fn a_full_quota_is_told_and_withdrawing_makes_room() {
    // The same edition, but without the document it requires: this is about its quota.
    let edition = tempfile::tempdir().expect("a temporary folder");
    for file in std::fs::read_dir("tests/fixtures/editions/telaga-2031").expect("the edition") {
        let file = file.expect("a file");
        let text = std::fs::read_to_string(file.path()).expect("text");
        let text = text.replace("required = true\nkinds = [\"pdf\"]", "kinds = [\"pdf\"]");
        std::fs::write(edition.path().join(file.file_name()), text).expect("it is written");
    }
    let folder = edition.path().to_str().expect("text");
    let house = crate::house::house_of("submission", &["--edition", folder]);
    let writer = sign_in(&house, "penulis1").await;
    let admin = sign_in(&house, "admin.air").await;
    assert!(read(&house, &admin, "/opd-saya").await.contains("2 dari 3 usulan"));
    let new = [
        ("acronym", "Gelombang"),
        ("title", "Gelombang: satu lagi dari Pos Air Utara"),
        ("unit", "air-utara"),
    ];
    let made = house.post(&writer, "/saya/usulan/baru", &new).await;
    let fourth = made.headers()["location"].to_str().expect("text").to_owned();
    let full = "batasnya 3";
    let asked = house.post(&writer, &format!("{fourth}/ajukan"), &DECLARE).await;
    assert!(!text(asked).await.contains(full), "there is room for a third");
    // The one that is still a draft becomes the third.
    let list = read(&house, &writer, "/saya").await;
    let third = format!("/saya/usulan/0{}", after(&list, "/saya/usulan/0"));
    let review = read(&house, &writer, &format!("{third}/tinjau")).await;
    let mend = after(&review, &format!("<li><a href=\"{third}/")).to_owned();
    let (slug, field) = mend.split_once('#').expect("a page and its field");
    let name = format!("rev_{field}");
    let page = read(&house, &writer, &format!("{third}/{slug}")).await;
    let rev = after(&page, &format!("name=\"{name}\" value=\"")).to_owned();
    let fields =
        [(name.as_str(), rev.as_str()), (field, "Sudah ditulis lengkap"), ("action", "list")];
    assert_eq!(house.post(&writer, &format!("{third}/{slug}"), &fields).await.status(), 303);
    let sent = house.post(&writer, &format!("{third}/ajukan"), &DECLARE).await;
    assert_eq!(sent.status(), 303);
    let refused = house.post(&writer, &format!("{fourth}/ajukan"), &DECLARE).await;
    assert_eq!(refused.status(), 422);
    assert!(text(refused).await.contains(full));
    assert!(read(&house, &writer, &fourth).await.contains("dari batas 3"));
    let resent = house.post(&writer, &format!("{third}/ajukan"), &DECLARE).await;
    assert_eq!(resent.status(), 303, "one that counts replaces itself");
    let withdraw = [("action", "withdraw")];
    assert_eq!(house.post(&writer, &format!("{third}/tarik"), &withdraw).await.status(), 303);
    let asked = house.post(&writer, &format!("{fourth}/ajukan"), &DECLARE).await;
    assert!(!text(asked).await.contains(full), "there is room again");
}

/// The letters in the data folder's `mail`, once there are as many.
fn letters(house: &House, count: usize) -> Vec<String> {
    let folder = house.home.path().join("data/mail");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let files: Vec<_> =
            std::fs::read_dir(&folder).map(|d| d.flatten().collect()).unwrap_or_default();
        if files.len() >= count || std::time::Instant::now() > until {
            assert_eq!(files.len(), count, "letters in {}", folder.display());
            return files
                .iter()
                .map(|file| std::fs::read_to_string(file.path()).expect("a letter"))
                .collect();
        }
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn who_has_not_submitted_is_reminded_once_a_day_before_closing() {
    let house = house("submission");
    let late = house.as_role("innovator", 0).await;
    let list = read(&house, &late, "/saya").await;
    let row = list.split("<tr").find(|row| row.contains("Draf")).expect("a draft");
    let own = format!("/saya/usulan/0{}", after(row, "/saya/usulan/0"));
    let tasks = read(&house, &late, &own).await;
    assert!(tasks.contains("Usulan ini belum diajukan"), "also on the page");
    let wrong = house.post(&late, "/akun", &[("email", "bukan surel")]).await;
    assert_eq!(wrong.status(), 422);
    for (who, email) in [
        (&late, "lambat@contoh.invalid"),
        (&sign_in(&house, TEACHER).await, "cepat@contoh.invalid"),
    ] {
        assert_eq!(house.post(who, "/akun", &[("email", email)]).await.status(), 303);
    }
    let house = at(house, "2020-06-11T20:00:00+07:00");
    let sent = letters(&house, 1).remove(0);
    assert!(sent.contains("lambat@contoh.invalid") && !sent.contains("cepat@contoh.invalid"));
    assert!(read(&house, &late_again(&house).await, &own).await.contains("ditutup besok"));
    let house = at(house, "2020-06-12T09:00:00+07:00");
    assert!(read(&house, &late_again(&house).await, &own).await.contains("ditutup hari ini"));
    letters(&house, 1);
}

async fn late_again(house: &House) -> Client {
    house.as_role("innovator", 0).await
}

/// Scores and sends the calibration set, which stands before the queue.
async fn calibrate(house: &House, judge: &Client) {
    for key in ["a", "b", "c"] {
        let path = format!("/juri/kalibrasi/{key}");
        let page = read(house, judge, &path).await;
        let names: Vec<String> = page
            .split("name=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|name| name.ends_with("-score"))
            .map(str::to_owned)
            .collect();
        let mut fields: Vec<_> = names.iter().map(|name| (name.as_str(), "60")).collect();
        fields.push(("action", "send"));
        assert_eq!(house.post(judge, &path, &fields).await.status(), 303, "{key}");
    }
}

#[tokio::test]
async fn judges_read_what_was_submitted_and_not_what_was_written_after() {
    let house = house("submission");
    let writer = sign_in(&house, TEACHER).await;
    let own = first(&house, &writer).await;
    let section = read(&house, &writer, &format!("{own}/ringkasan")).await;
    let area = section.split("</textarea>").next().expect("a text");
    let submitted = area.rsplit('>').next().expect("its words").to_owned();
    assert!(submitted.len() > 40, "{submitted}");
    let words = "Kalimat yang tidak pernah diajukan";
    assert_eq!(write(&house, &writer, &own, words).await, 303);
    let house = at(house, ONE_SECOND_LATE);
    let committee = house.as_role("committee", 0).await;
    house.post(&committee, "/panitia", &[("from", "submission")]).await;
    house.post(&committee, "/panitia/usulan", &[("action", "accept_clean")]).await;
    let second = house.as_role("secretary", 0).await;
    loop {
        let list = read(&house, &committee, "/panitia/usulan?tampil=menunggu").await;
        let Some(link) = list.find("/panitia/seleksi/0") else { break };
        let desk = format!("/panitia/seleksi/0{}", after(&list[link..], "seleksi/0"));
        let reject = [("act", "propose"), ("reason", "AGE_BELOW_MIN"), ("note", "Terlalu muda.")];
        for (officer, act) in [(&committee, &reject[..]), (&second, &[("act", "confirm")])] {
            let page = read(&house, officer, &desk).await;
            let hidden = |name: &str| after(&page, &format!("name=\"{name}\" value=\"")).to_owned();
            let (rev, version) = (hidden("rev"), hidden("version"));
            let made_on = [("rev", rev.as_str()), ("version", version.as_str())];
            let decided = house.post(officer, &desk, &[&made_on[..], act].concat()).await;
            assert_eq!(decided.status(), 303);
        }
    }
    let assigned = house.post(&committee, "/panitia/penugasan", &[("seed", "2020")]).await;
    let plan = assigned.headers()["location"].to_str().expect("text");
    let plan = plan.split("rencana=").nth(1).expect("a plan to look at").to_owned();
    let apply = [("action", "apply"), ("plan", plan.as_str())];
    assert_eq!(house.post(&committee, "/panitia/penugasan", &apply).await.status(), 303);
    let mut read_by = BTreeSet::new();
    for nth in 0..10 {
        let judge = house.as_role("judge", nth).await;
        house.post(&judge, "/juri/benturan", &[("confirm", "ya")]).await;
        calibrate(&house, &judge).await;
        let queue = read(&house, &judge, "/juri").await;
        for row in queue.split("<tr").filter(|row| row.contains("Perahu Buku")) {
            let sheet = format!("/juri/nilai/0{}", after(row, "/juri/nilai/0"));
            let page = read(&house, &judge, &sheet).await;
            assert!(!page.contains(words), "not the draft");
            if page.contains(&submitted) {
                read_by.insert(sheet);
            }
        }
    }
    assert_eq!(read_by.len(), 2, "both judges of the proposal were asked");
    let words_kept =
        read(&house, &sign_in(&house, TEACHER).await, &format!("{own}/ringkasan")).await;
    assert!(words_kept.contains(words), "what was written is not lost");
}
