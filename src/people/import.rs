//! CSV files of agencies, units and people: comma or semicolon, BOM or none, Indonesian or code
//! column names; all of a file or nothing of it, each error with its line.

use crate::kernel::{Role, text};

/// One agency of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyRow {
    /// Line in the file, from 1.
    pub line: u64,
    /// Stable code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name; the full one if the file has none.
    pub short: String,
}

/// One service unit of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    /// Line in the file, from 1.
    pub line: u64,
    /// Stable code.
    pub code: String,
    /// Its agency's code.
    pub agency: String,
    /// Full name.
    pub name: String,
}

/// One person of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Line in the file, from 1.
    pub line: u64,
    /// What they do.
    pub role: Role,
    /// What they sign in with.
    pub username: String,
    /// What they are called.
    pub name: String,
    /// Phone number, if any.
    pub phone: Option<String>,
    /// Agency code, if any.
    pub agency: Option<String>,
    /// Unit code, if any.
    pub unit: Option<String>,
}

/// What is wrong with a file: one line each, in Indonesian, e.g. `Baris 4: kode kosong`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct BadFile(pub Vec<String>);

/// A sheet of text cells with folded column names.
struct Sheet {
    columns: Vec<String>,
    rows: Vec<(u64, csv::StringRecord)>,
}

impl Sheet {
    fn read(file: &str) -> Result<Self, BadFile> {
        let file = file.trim_start_matches('\u{FEFF}');
        let first = file.lines().next().unwrap_or("");
        let separator =
            if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .trim(csv::Trim::All)
            .from_reader(file.as_bytes());
        let columns = match reader.headers() {
            Ok(headers) if !headers.is_empty() => headers.iter().map(str::to_lowercase).collect(),
            _ => {
                return Err(BadFile(vec![
                    "Berkas kosong. Baris pertama harus nama kolom.".to_owned(),
                ]));
            }
        };
        let (mut rows, mut errors) = (Vec::new(), Vec::new());
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    if record.iter().any(|cell| !cell.is_empty()) {
                        rows.push((line, record));
                    }
                }
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    errors.push(format!(
                        "Baris {line}: jumlah kolom tidak sama dengan baris pertama."
                    ));
                }
            }
        }
        if rows.is_empty() && errors.is_empty() {
            errors.push("Berkas hanya berisi nama kolom, tanpa isi.".to_owned());
        }
        if errors.is_empty() { Ok(Self { columns, rows }) } else { Err(BadFile(errors)) }
    }

    /// Where a column stands, under any of its names.
    fn column(&self, names: &[&str]) -> Option<usize> {
        self.columns.iter().position(|column| names.contains(&column.as_str()))
    }

    fn required(&self, names: &[&str]) -> Result<usize, BadFile> {
        self.column(names).ok_or_else(|| {
            BadFile(vec![format!("Kolom \"{}\" tidak ada di baris pertama.", names[0])])
        })
    }
}

fn cell(record: &csv::StringRecord, column: Option<usize>) -> String {
    column.and_then(|column| record.get(column)).map(text::line).unwrap_or_default()
}

fn optional(record: &csv::StringRecord, column: Option<usize>) -> Option<String> {
    Some(cell(record, column)).filter(|cell| !cell.is_empty())
}

/// Turns every row into a `T` or tells every line that cannot be.
fn rows<T>(
    sheet: &Sheet,
    key: impl Fn(&T) -> String,
    read: impl Fn(u64, &csv::StringRecord) -> Result<T, String>,
) -> Result<Vec<T>, BadFile> {
    let (mut good, mut errors) = (Vec::new(), Vec::new());
    let mut seen = std::collections::HashMap::new();
    for (line, record) in &sheet.rows {
        match read(*line, record) {
            Ok(row) => {
                if let Some(first) = seen.insert(key(&row), *line) {
                    errors.push(format!("Baris {line}: sama dengan baris {first}."));
                }
                good.push(row);
            }
            Err(error) => errors.push(format!("Baris {line}: {error}")),
        }
    }
    if errors.is_empty() { Ok(good) } else { Err(BadFile(errors)) }
}

fn code(record: &csv::StringRecord, column: usize, what: &str) -> Result<String, String> {
    let code = cell(record, Some(column)).to_lowercase();
    let fits = !code.is_empty()
        && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits { Ok(code) } else { Err(format!("{what} harus huruf kecil, angka, dan tanda hubung.")) }
}

fn name(record: &csv::StringRecord, column: usize) -> Result<String, String> {
    Some(cell(record, Some(column)))
        .filter(|name| !name.is_empty())
        .ok_or_else(|| "nama kosong.".to_owned())
}

/// Reads `code,name,short`.
///
/// # Errors
/// Every wrong line.
pub fn agencies(file: &str) -> Result<Vec<AgencyRow>, BadFile> {
    let sheet = Sheet::read(file)?;
    let (codes, names) = (sheet.required(&["code", "kode"])?, sheet.required(&["name", "nama"])?);
    let shorts = sheet.column(&["short", "singkatan"]);
    rows(
        &sheet,
        |row: &AgencyRow| row.code.clone(),
        |line, record| {
            let name = name(record, names)?;
            Ok(AgencyRow {
                line,
                code: code(record, codes, "kode perangkat daerah")?,
                short: optional(record, shorts).unwrap_or_else(|| name.clone()),
                name,
            })
        },
    )
}

/// Reads `code,agency,name`.
///
/// # Errors
/// Every wrong line.
pub fn units(file: &str) -> Result<Vec<UnitRow>, BadFile> {
    let sheet = Sheet::read(file)?;
    let codes = sheet.required(&["code", "kode"])?;
    let agencies = sheet.required(&["agency", "opd", "perangkat daerah"])?;
    let names = sheet.required(&["name", "nama"])?;
    rows(
        &sheet,
        |row: &UnitRow| row.code.clone(),
        |line, record| {
            Ok(UnitRow {
                line,
                code: code(record, codes, "kode unit")?,
                agency: code(record, agencies, "kode perangkat daerah")?,
                name: name(record, names)?,
            })
        },
    )
}

/// Reads `role,username,name,phone,agency,unit`.
///
/// # Errors
/// Every wrong line.
pub fn people(file: &str) -> Result<Vec<PersonRow>, BadFile> {
    let sheet = Sheet::read(file)?;
    let roles = sheet.required(&["role", "peran"])?;
    let usernames = sheet.required(&["username", "nama pengguna"])?;
    let names = sheet.required(&["name", "nama"])?;
    let phones = sheet.column(&["phone", "telepon", "hp"]);
    let agencies = sheet.column(&["agency", "opd", "perangkat daerah"]);
    let units = sheet.column(&["unit", "upp"]);
    rows(
        &sheet,
        |row: &PersonRow| row.username.clone(),
        |line, record| {
            let role = cell(record, Some(roles));
            let username = super::rules::username(&cell(record, Some(usernames)));
            if username.len() < super::rules::USERNAME_LENGTH {
                return Err("nama pengguna terlalu pendek.".to_owned());
            }
            Ok(PersonRow {
                line,
                role: Role::of_code(&role)
                    .ok_or_else(|| format!("peran \"{role}\" tidak dikenal."))?,
                username,
                name: name(record, names)?,
                phone: optional(record, phones).map(|phone| super::rules::phone(&phone)),
                agency: optional(record, agencies).map(|code| code.to_lowercase()),
                unit: optional(record, units).map(|code| code.to_lowercase()),
            })
        },
    )
}
