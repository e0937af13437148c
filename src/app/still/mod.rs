//! Pages that need no wasm: drawn by the server, alive as soon as they are there.
//!
//! They are most of the product. On the server this is the table of their addresses; in the
//! browser it is one line that asks the server, so that their code never reaches a phone.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "server.rs"]
mod side;

pub use side::still;

/// Pages of a proposal that are no section of the form.
const BESIDE_THE_FORM: [&str; 10] = [
    "identitas",
    "riwayat",
    "tinjau",
    "ajukan",
    "tanda-terima",
    "tim",
    "catatan",
    "tarik",
    "impor",
    "sanggah",
];

/// Whether the page at this address, without language, comes alive by wasm.
pub fn is_live(path: &str) -> bool {
    let pieces: Vec<&str> = path.split('/').filter(|piece| !piece.is_empty()).collect();
    match pieces[..] {
        ["panitia", "panel", page, ..] => page == "jam",
        ["saya", "usulan", _, section] => !BESIDE_THE_FORM.contains(&section),
        [
            "panitia",
            "peringkat" | "diagnosis" | "tenggat" | "kalibrasi" | "kemajuan" | "penugasan"
            | "panel",
        ]
        | ["panitia", "segel" | "ekspor" | "pleno" | "jejak", ..]
        | ["juri", "panel"]
        | ["juri", "banding" | "benturan" | "kirim", ..]
        | ["juri", "nilai", _, _, ..]
        | ["panggung", _, "pasang" | "sambung" | "susunan" | "periksa" | "teks"] => false,
        ["juri" | "panitia" | "panggung" | "ragam", ..] => true,
        _ => false,
    }
}
