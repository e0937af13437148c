//! The server through a real socket: what gets in, what stays out, and what is said about it.

use crate::house::{after, client, house};
use crate::support::demo;
use reqwest::{Client, StatusCode, header};

#[tokio::test]
async fn the_house_is_guarded_and_says_what_is_wrong() {
    let house = house("submission");
    let nobody = client();

    // Health, headers, policy.
    assert_eq!(house.get(&nobody, "/healthz").await.status(), 200);
    assert_eq!(house.get(&nobody, "/readyz").await.status(), 200);
    let home = house.get(&nobody, "/").await;
    assert_eq!(home.status(), 200);
    let policy = home.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.contains("'nonce-") && !policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(home.headers()["cache-control"], "no-store");
    assert_eq!(home.headers()["x-content-type-options"], "nosniff");
    assert!(home.headers().contains_key("x-request-id"));
    let page = home.text().await.expect("text");
    let nonce = policy.split("'nonce-").nth(1).and_then(|p| p.split('\'').next()).expect("a nonce");
    assert!(page.contains(&format!("nonce=\"{nonce}\"")), "the page carries the policy's nonce");
    assert!(page.contains("lang=\"id\"") && page.contains("hreflang=\"en\""));
    let english = house.get(&nobody, "/en").await.text().await.expect("text");
    assert!(english.contains("lang=\"en\"") && english.contains("Submissions are open"));

    // Unknown address, wrong method, malformed and oversized bodies: a page with a sentence.
    let unknown = house.get(&nobody, "/tidak-ada").await;
    assert_eq!(unknown.status(), 404);
    assert!(unknown.text().await.expect("text").contains("Halaman ini tidak ada"));
    assert_eq!(house.get(&nobody, "/en/tidak/ada").await.status(), 404);
    let wrong = house.post(&nobody, "/jadwal", &[("a", "b")]).await;
    assert_eq!(wrong.status(), 405);
    let malformed = nobody
        .post(house.url("/masuk"))
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/json")
        .body("{")
        .send()
        .await
        .expect("an answer");
    assert_eq!(malformed.status(), 415);
    let function = nobody
        .post(house.url("/api/proposal/save"))
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body("typed[proposal]=%FF")
        .send()
        .await
        .expect("an answer");
    assert!(function.status().is_client_error() || function.status().is_server_error());
    let huge = "x".repeat(3 * 1024 * 1024);
    let oversized = house.post(&nobody, "/masuk", &[("username", &huge)]).await;
    assert_eq!(oversized.status(), 413);
    assert!(oversized.text().await.expect("text").contains("terlalu besar"));

    // Another site's form is not carried out, whatever it carries.
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://contoh.invalid")] {
        let foreign = nobody
            .post(house.url("/keluar"))
            .header(name, value)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body("")
            .send()
            .await
            .expect("an answer");
        assert_eq!(foreign.status(), 403, "{name}");
    }

    // Nobody, and the wrong role.
    for path in ["/saya", "/juri", "/panitia", "/akun", "/panitia/pengguna"] {
        let refused = house.get(&nobody, path).await;
        assert_eq!(refused.status(), 401, "{path}");
        assert!(refused.text().await.expect("text").contains("/masuk?next="), "{path}");
    }
    let innovator = house.as_role("innovator", 0).await;
    for path in ["/juri", "/panitia", "/panitia/usulan", "/panitia/pengguna", "/panitia/segel"] {
        assert_eq!(house.get(&innovator, path).await.status(), 403, "{path}");
    }
    let pushed = house.post(&innovator, "/panitia", &[("from", "submission")]).await;
    assert_eq!(pushed.status(), 403);

    // A session that was signed out is gone on the server, not only in the browser.
    let cookie = innovator.get(house.url("/akun")).send().await.expect("an answer");
    assert_eq!(cookie.status(), 200);
    house.post(&innovator, "/keluar", &[]).await;
    assert_eq!(house.get(&innovator, "/saya").await.status(), 401);
    assert!(house.server.stop(), "it ends well when asked");
    drop(house.home);
}

#[tokio::test]
async fn sign_in_is_limited_and_tells_nothing_about_who_exists() {
    let house = house("draft");
    let nobody = client();
    let (username, password) = house.account("judge", 0);
    let try_with = |name: String, password: String| {
        let (house, nobody) = (&house, &nobody);
        async move {
            house.post(nobody, "/masuk", &[("username", &name), ("password", &password)]).await
        }
    };
    let unknown = try_with("tidak.ada".to_owned(), "salah".to_owned()).await;
    let wrong = try_with(username.clone(), "salah".to_owned()).await;
    assert_eq!(
        (unknown.status(), wrong.status()),
        (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY)
    );
    let sentence = "tidak cocok";
    let page = wrong.text().await.expect("text");
    assert!(page.contains(sentence) && unknown.text().await.expect("text").contains(sentence));
    assert!(!page.contains("value=\"salah\""), "a password is never sent back");
    for _ in 0..4 {
        try_with(username.clone(), "salah".to_owned()).await;
    }
    let limited = try_with(username, password).await;
    assert_eq!(limited.status(), 429, "even the right password must wait now");
    assert!(limited.text().await.expect("text").contains("Terlalu banyak percobaan"));
}

#[tokio::test]
async fn an_invitation_works_once_and_a_dead_one_says_so() {
    let house = house("draft");
    let committee = house.as_role("committee", 0).await;
    let made = house
        .post(
            &committee,
            "/panitia/pengguna",
            &[
                ("action", "invite"),
                ("name", "Juri Contoh Baru"),
                ("role", "judge"),
                ("unit", ""),
                ("kind", "code"),
            ],
        )
        .await;
    let to = made.headers()[header::LOCATION].to_str().expect("text").to_owned();
    let code = to.split("invited=").nth(1).expect("a code").to_owned();
    let guest = client();
    let offer = house.get(&guest, &format!("/undangan/{code}")).await;
    assert_eq!(offer.status(), 200);
    assert!(offer.text().await.expect("text").contains("Juri Contoh Baru"));
    let take = [("code", code.as_str()), ("username", "juri.baru"), ("password", "hujan di sawah")];
    let short = [("code", code.as_str()), ("username", "juri.baru"), ("password", "pendek")];
    assert_eq!(house.post(&guest, "/undangan", &short).await.status(), 422);
    assert_eq!(house.post(&guest, "/undangan", &take).await.status(), 303);
    assert_eq!(house.get(&guest, "/juri").await.status(), 200);
    let second = house.post(&client(), "/undangan", &take).await;
    assert_eq!(second.status(), 422);
    assert!(second.text().await.expect("text").contains("tidak berlaku lagi"));
    let unknown = house.get(&client(), "/undangan/ABCDEFGH").await;
    assert_eq!(unknown.status(), 422);
}

#[tokio::test]
async fn an_import_that_is_wrong_changes_nothing_and_gives_the_file_back() {
    let house = house("draft");
    let committee = house.as_role("committee", 0).await;
    let csv = "kode,nama\nbaru,Dinas Baru\nBAD CODE,Dinas Salah\n";
    let fields = [("action", "import"), ("sheet", "agencies"), ("csv", csv)];
    let refused = house.post(&committee, "/panitia/pengguna", &fields).await;
    assert_eq!(refused.status(), 422);
    let page = refused.text().await.expect("text");
    assert!(page.contains("Baris 3") && page.contains("Dinas Salah"), "line and file are there");
    let units = house.get(&committee, "/panitia").await.text().await.expect("text");
    assert!(!units.contains("Dinas Baru"));
}

#[tokio::test]
async fn a_text_is_saved_first_and_told_afterwards_and_nobody_else_reads_it() {
    let house = house("submission");
    let innovator = house.as_role("innovator", 0).await;
    let list = house.get(&innovator, "/saya").await.text().await.expect("text");
    let id = after(&list, "/saya/usulan/0").to_owned();
    let id = format!("0{id}");
    let path = format!("/saya/usulan/{id}/ringkasan");
    let page = house.get(&innovator, &path).await.text().await.expect("text");
    let rev = after(&page, "name=\"rev_summary\" value=\"").to_owned();
    let long = vec!["kata"; 205].join(" ");
    let fields = [("rev_summary", rev.as_str()), ("summary", long.as_str()), ("action", "next")];
    let told = house.post(&innovator, &path, &fields).await;
    assert_eq!(told.status(), 422);
    let page = told.text().await.expect("text");
    assert!(page.contains("Sekarang 205 kata"));
    assert!(page.contains("<title>Galat:"), "the title begins with the bad news");
    let stored = house.get(&innovator, &path).await.text().await.expect("text");
    assert!(stored.contains(&long), "it was saved although it is too long");
    // An old revision with another text loses, and says so; the stored one stays.
    let stale = [("rev_summary", "0"), ("summary", "tulisan dari tab lama"), ("action", "next")];
    let lost = house.post(&innovator, &path, &stale).await;
    assert_eq!(lost.status(), 303);
    let fork = format!("/saya/usulan/{id}/konflik/ringkasan");
    let page = house.get(&innovator, &fork).await.text().await.expect("text");
    assert!(page.contains("tulisan dari tab lama") && page.contains("kata kata"));
    assert!(house.get(&innovator, &path).await.text().await.expect("text").contains(&long));
    // Somebody else's proposal is not there, for reading or writing.
    let other = house.as_role("innovator", 1).await;
    assert_eq!(house.get(&other, &path).await.status(), 404);
    assert_eq!(house.post(&other, &path, &fields).await.status(), 404);
    let judge = house.as_role("judge", 0).await;
    assert_eq!(house.get(&judge, &path).await.status(), 404);
}

#[tokio::test]
async fn a_judge_scores_only_their_own_sheets_and_nobody_sees_a_ranking_early() {
    let house = house("judging");
    let (one, two) = (house.as_role("judge", 0).await, house.as_role("judge", 1).await);
    let queue = house.get(&one, "/juri").await.text().await.expect("text");
    let path = format!("/juri/nilai/0{}", after(&queue, "/juri/nilai/0"));
    assert_eq!(house.get(&one, &path).await.status(), 200);
    assert_eq!(house.get(&two, &path).await.status(), 404);
    let score = |page: &str, value: &str, action: &str| {
        let mut fields = vec![("action".to_owned(), action.to_owned())];
        let rev = |name: &str| after(page, &format!("name=\"rev_{name}\" value=\"")).to_owned();
        for key in [
            "background_goals",
            "novelty",
            "implementation",
            "significance",
            "adaptability",
            "resources",
            "sustainability",
        ] {
            fields.push((format!("{key}-score"), value.to_owned()));
            fields.push((format!("rev_{key}-score"), rev(&format!("{key}-score"))));
        }
        fields.push(("comment".to_owned(), vec!["kata"; 20].join(" ")));
        fields.push(("rev_comment".to_owned(), rev("comment")));
        fields
    };
    let post = |client: Client, fields: Vec<(String, String)>| {
        let (house, path) = (&house, path.clone());
        async move {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            house.post(&client, &path, &fields).await
        }
    };
    for bad in ["101", "-1", "NaN", "1e2", "8,2,5"] {
        let now = house.get(&one, &path).await.text().await.expect("text");
        assert_eq!(post(one.clone(), score(&now, bad, "review")).await.status(), 422, "{bad}");
    }
    let old = house.get(&one, &path).await.text().await.expect("text");
    assert_eq!(post(one.clone(), score(&old, "", "review")).await.status(), 303);
    let review = format!("{path}/tinjau");
    let send = |client: Client| {
        let (house, review) = (&house, review.clone());
        async move {
            let page = house.get(&client, &review).await.text().await.expect("text");
            let rev = after(&page, "name=\"rev\" value=\"").to_owned();
            house.post(&client, &review, &[("rev", &rev)]).await
        }
    };
    let empty = send(one.clone()).await;
    assert_eq!(empty.status(), 422);
    assert!(empty.text().await.expect("text").contains("Isi nilai"));
    assert_eq!(post(two, score(&old, "80", "review")).await.status(), 404, "another judge's sheet");
    assert_eq!(post(one.clone(), score(&old, "82,5", "review")).await.status(), 303);
    let parted = post(one.clone(), score(&old, "80", "review")).await;
    assert!(parted.headers()["location"].to_str().is_ok_and(|to| to.ends_with("?pane=marks")));
    let now = house.get(&one, &path).await.text().await.expect("text");
    assert!(now.contains("value=\"82,5\"") && now.contains("Pakai yang lain: 80"), "an older tab");
    assert_eq!(send(one.clone()).await.status(), 303);
    let twice = post(one.clone(), score(&now, "10", "save")).await;
    assert_eq!(twice.status(), 422);
    assert!(twice.text().await.expect("text").contains("terkirim dan terkunci"));

    let committee = house.as_role("committee", 0).await;
    let early = house.get(&committee, "/panitia/peringkat").await;
    assert_eq!(early.status(), 422);
    let progress = house.get(&committee, "/panitia/kemajuan").await.text().await.expect("text");
    assert!(!progress.contains("82,5"), "progress shows no score");
    assert_eq!(house.get(&one, "/panitia/peringkat").await.status(), 403);
}

#[tokio::test]
async fn the_ranking_board_tells_its_doubt_to_the_office_and_of_judges_to_the_chair_only() {
    let house = house("plenary");
    for (role, status) in [
        ("innovator", 403),
        ("agency_admin", 403),
        ("judge", 403),
        ("operator", 403),
        ("mc", 403),
        ("committee", 200),
        ("secretary", 200),
    ] {
        let person = house.as_role(role, 0).await;
        assert_eq!(house.get(&person, "/panitia/peringkat").await.status(), status, "{role}");
    }
    let nobody = house.get(&client(), "/panitia/peringkat").await;
    assert!(matches!(nobody.status().as_u16(), 303 | 401), "{}", nobody.status());

    let committee = house.as_role("committee", 0).await;
    for order in ["baku", "terkalibrasi"] {
        let page = house.get(&committee, &format!("/panitia/peringkat?urut={order}")).await;
        assert!(page.headers()[header::CACHE_CONTROL].to_str().expect("text").contains("no-store"));
        let page = page.text().await.expect("text");
        for words in ["Peringkat ini taksiran.", "zona bahas", "SEMENTARA, RAHASIA", "Gasing"] {
            assert!(page.contains(words), "{order}: {words}");
        }
        // Every row has an interval and a zone in words.
        let rows: Vec<&str> = page
            .split("<tr class=\"")
            .skip(1)
            .filter(|row| !row.starts_with("border"))
            .map(|row| row.split("</tr>").next().unwrap_or_default())
            .collect();
        assert!(rows.len() > 90, "{} rows", rows.len());
        for row in rows {
            let interval = row.split(['<', '>']).any(|cell| {
                cell.split_once('–').is_some_and(|(low, high)| {
                    low.parse::<u32>().is_ok() && high.parse::<u32>().is_ok()
                })
            });
            assert!(interval, "{row}");
            assert!([">aman<", ">bahas<", ">luar<"].iter().any(|zone| row.contains(zone)), "{row}");
        }
        assert!(!page.contains("Catatan tentang juri"), "judges are the chair's affair");
        assert!(!page.contains("style=\""), "drawn without inline style");
    }
    let hidden = house.get(&committee, "/panitia/peringkat?tutup=1").await;
    assert!(!hidden.text().await.expect("text").contains("Gasing"), "names are covered");
    let chair = house.as_role("chair", 0).await;
    let page = house.get(&chair, "/panitia/peringkat").await.text().await.expect("text");
    assert!(page.contains("Catatan tentang juri") && page.contains("/panitia/diagnosis"));

    // Something is tried out: the page says so, tells each official rank, and stores nothing.
    let tried =
        house.get(&chair, "/panitia/peringkat?bobot-novelty=0&bobot-significance=100").await;
    let tried = tried.text().await.expect("text");
    assert!(tried.contains("Ini percobaan, bukan peringkat"), "a trial says what it is");
    assert!(tried.contains("Peringkat baku 1."), "each row tells its official rank");
    assert!(!tried.contains("name=\"days\""), "nobody is asked to read because of a trial");
    let again = house.get(&chair, "/panitia/peringkat").await.text().await.expect("text");
    assert!(!again.contains("Ini percobaan"), "nothing of it is kept");
    let order = |page: &str| {
        let rows = page.split("<th scope=\"row\" class=\"name\">").skip(1);
        rows.filter_map(|row| row.split('<').next().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(order(&again), order(&page), "the ranking is as it was");
    assert_ne!(order(&tried), order(&page), "other weights, another order");
    let all = [
        "background_goals",
        "novelty",
        "implementation",
        "significance",
        "adaptability",
        "resources",
        "sustainability",
    ];
    let nothing: Vec<String> = all.iter().map(|key| format!("bobot-{key}=0")).collect();
    let nothing = house.get(&chair, &format!("/panitia/peringkat?{}", nothing.join("&"))).await;
    assert!(nothing.text().await.expect("text").contains("Paling sedikit satu aspek"));
    for odd in [
        "bobot-novelty=-1",
        "bobot-novelty=x",
        "bobot-tidak=9",
        "tanpa=siapa",
        "bobot-novelty=4294967295",
    ] {
        let page = house.get(&chair, &format!("/panitia/peringkat?{odd}")).await;
        assert_eq!(page.status(), 200, "{odd}");
    }
    let idle = house.get(&chair, "/panitia/peringkat?tanpa=&urut=baku").await;
    let idle = idle.text().await.expect("text");
    assert!(!idle.contains("Ini percobaan"), "a form sent as it stands tries nothing");
    assert!(
        tried.contains("urut=terkalibrasi&amp;bobot-novelty=0&amp;bobot-significance=100"),
        "another order keeps what is tried out"
    );
}

#[tokio::test]
async fn two_different_officers_seal_and_the_public_waits() {
    let house = house("plenary");
    let seal = |client: Client, password: String| {
        let house = &house;
        async move {
            let fields = [("password", password.as_str()), ("confirm", "SEGEL")];
            house.post(&client, "/panitia/segel", &fields).await
        }
    };
    let chair = house.as_role("chair", 0).await;
    let (_, password) = house.account("chair", 0);
    assert_eq!(seal(chair.clone(), "salah-salah".to_owned()).await.status(), 422);
    assert_eq!(seal(chair.clone(), password.clone()).await.status(), 303);
    let again = seal(chair.clone(), password).await;
    assert_eq!(again.status(), 422);
    assert!(again.text().await.expect("text").contains("petugas kedua"));
    let secretary = house.as_role("secretary", 0).await;
    let (_, password) = house.account("secretary", 0);
    let words = |html: String| after(&html, "Kata segel</dt><dd><b>").to_owned();
    let before = words(house.get(&chair, "/panitia/segel").await.text().await.expect("text"));
    assert_eq!(seal(secretary.clone(), password).await.status(), 303);
    let sealed = words(house.get(&secretary, "/panitia/segel").await.text().await.expect("text"));
    assert_eq!(before, sealed, "both officers see the same words");
    let public = house.get(&client(), "/hasil").await.text().await.expect("text");
    assert!(public.contains("Hasil 2020 diumumkan pada"));
    assert!(!public.contains("Lasbudu"));
}

#[tokio::test]
async fn an_expired_invitation_is_as_dead_as_a_used_one() {
    let house = house("draft");
    let committee = house.as_role("committee", 0).await;
    let fields = [
        ("action", "invite"),
        ("name", "Operator Contoh Baru"),
        ("role", "operator"),
        ("unit", ""),
        ("kind", "link"),
    ];
    let made = house.post(&committee, "/panitia/pengguna", &fields).await;
    let to = made.headers()[header::LOCATION].to_str().expect("text").to_owned();
    let code = to.split("invited=").nth(1).expect("a code").to_owned();
    assert_eq!(house.get(&client(), &format!("/undangan/{code}")).await.status(), 200);
    let data = house.home.path().join("data");
    let url = kipp::server::config::sqlite_url(&data);
    let db = kipp::server::Db::open(&url).await.expect("the demo's database");
    let mut conn = db.read().await.expect("a connection");
    sqlx::query("UPDATE invitation SET expires_at = 1").execute(&mut *conn).await.expect("expired");
    let expired = house.get(&client(), &format!("/undangan/{code}")).await;
    assert_eq!(expired.status(), 422);
    assert!(expired.text().await.expect("text").contains("tidak berlaku lagi"));
}

#[test]
fn a_server_that_cannot_start_says_why_in_one_sentence_and_fails() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let data = home.path().join("data");
    demo(&data, "draft", &[]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let listen = taken.local_addr().expect("an address").to_string();
    let file = home.path().join("a-file");
    std::fs::write(&file, "").expect("written");
    let below_a_file = file.join("data");
    for (folder, says) in [
        (data.as_path(), "is another kipp running?"),
        (below_a_file.as_path(), "choose another with --data"),
        (home.path(), "no edition"),
    ] {
        let refused = crate::support::kipp()
            .args(["serve", "--listen", &listen, "--data"])
            .arg(folder)
            .output()
            .expect("kipp runs");
        assert!(!refused.status.success());
        let said = String::from_utf8_lossy(&refused.stderr);
        let last = said.lines().last().unwrap_or_default();
        assert!(last.contains(says), "{said}");
    }
}
