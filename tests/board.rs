//! The ranking board of a national competition: thousands of rows, page by page, light on the line.

use crate::{database::databases, desks::Desks};
use flate2::{Compression, write::GzEncoder};
use std::io::Write as _;

const BOARD: &str = "/panitia/peringkat";

/// Largest page, compressed, in bytes.
const LIGHT: usize = 60 * 1024;

/// Twenty-four times the demo's proposals with their reads, each with another name and other scores.
const MANY: [&str; 4] = [
    "INSERT INTO proposal (id, edition, number, owner, agency, unit, acronym, expansion, title, \
     title_key, category, track, started_on, status, version, created_at) \
     WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 23) \
     SELECT p.id || '-' || k, edition, number + 1000 * k, owner, agency, unit, \
     hex(randomblob(6)), '', hex(randomblob(20)), hex(randomblob(20)), category, track, \
     started_on, status, version, created_at FROM proposal p, n WHERE number IS NOT NULL",
    "INSERT INTO assignment (id, proposal, judge, position, created_at) \
     WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 23) \
     SELECT a.id || '-' || k, proposal || '-' || k, judge, position, created_at FROM assignment a, n",
    "INSERT INTO score_sheet (assignment, rev, comment, saved_at, sent_at) \
     WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 23) \
     SELECT assignment || '-' || k, rev, '', saved_at, sent_at FROM score_sheet s, n",
    "INSERT INTO score (assignment, criterion, value, note) \
     WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 23) \
     SELECT assignment || '-' || k, criterion, MAX(0, value - ABS(RANDOM()) % 900), '' FROM score s, n",
];

fn compressed(text: &str) -> usize {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(text.as_bytes()).expect("a vector takes everything");
    gzip.finish().expect("a vector takes everything").len()
}

#[tokio::test]
async fn a_board_of_thousands_comes_in_light_pages_and_every_row_is_on_one() {
    let database = databases().await.into_iter().next().expect("SQLite");
    let desks = Desks::open(database, "plenary", None).await;
    for sql in MANY {
        let mut conn = desks.db.read().await.expect("a connection");
        sqlx::query(sql).execute(&mut *conn).await.expect(sql);
    }
    let chair = desks.sign_in("chair", 0).await;
    let mut rows = 0;
    let mut pages = 1;
    let mut page = 1;
    while page <= pages {
        let body = desks.get(&chair, &format!("{BOARD}?urut=terkalibrasi&hal={page}")).await.body;
        let size = compressed(&body);
        assert!(size <= LIGHT, "page {page} has {size} bytes");
        pages = body.matches("hal=").count().max(1);
        rows += body.matches("class=\"name\"").count();
        page += 1;
    }
    assert!(rows >= 2454, "{rows} rows on {pages} pages");
    // An address beyond the last page is the last page; the cut stands on the page where it is.
    let beyond = desks.get(&chair, &format!("{BOARD}?hal=9999")).await;
    assert!(beyond.status == 200 && beyond.body.contains("aria-current=\"page\""));
    assert!(!beyond.body.contains("Sepuluh") || !beyond.body.contains("class=\"border\""));
    let first = desks.get(&chair, &format!("{BOARD}?tutup=1")).await.body;
    assert!(first.contains("class=\"border\"") && first.contains("tutup=1&amp;hal=2"));
}
