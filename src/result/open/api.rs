//! The shape of open data: the names of its columns stay as they are.

use serde::{Deserialize, Serialize};

/// Columns of the list, in this order, and keys of each row of the JSON.
pub const COLUMNS: [&str; 9] = [
    "tahun",
    "kode",
    "nama",
    "judul",
    "unit",
    "perangkat_daerah",
    "kategori",
    "peringkat",
    "nilai",
];

/// One innovation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRow {
    /// The edition's year.
    pub tahun: i32,
    /// `U-037`.
    pub kode: String,
    /// Short name.
    pub nama: String,
    /// Full title.
    pub judul: String,
    /// Unit's name.
    pub unit: String,
    /// Agency's name.
    pub perangkat_daerah: String,
    /// Name of the category.
    pub kategori: String,
    /// Rank, of the honoured alone.
    pub peringkat: Option<u32>,
    /// Score for the eye, of the honoured alone.
    pub nilai: Option<String>,
}

/// The JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenData {
    /// The edition's slug.
    pub edisi: String,
    /// Its name.
    pub nama: String,
    /// Whether scores and ranks are simulated.
    pub simulasi: bool,
    /// SHA-256 of the sealed document that ranks and scores come from.
    pub segel: String,
    /// Every innovation that was submitted, by its code.
    pub inovasi: Vec<OpenRow>,
}
