//! The key that signs seals: made once on a machine, its private half in a file that only the server
//! may read, never in the database. Whoever can write the database cannot sign in its name.

use crate::{fault::Fault, server::session};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

/// Name of the file in the data folder.
pub const FILE: &str = "segel.kunci";

/// Bytes of a private half.
const SEED: usize = 32;

/// A key that can sign.
pub struct Keeper {
    pair: Ed25519KeyPair,
}

impl Keeper {
    /// The key of a data folder; makes one if there is none.
    ///
    /// # Errors
    /// A refusal if the file cannot be read or made, or holds no key.
    pub fn open(data: &Path) -> Result<Self, Fault> {
        let path = data.join(FILE);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make(data, &path)?;
                fs::read_to_string(&path)
            }
            read => read,
        };
        let text = text.map_err(|error| {
            tracing::error!(%error, "the key of the seal cannot be read");
            unreadable()
        })?;
        let seed = bytes(text.trim()).filter(|seed| seed.len() == SEED).ok_or_else(unreadable)?;
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| unreadable())?;
        Ok(Self { pair })
    }

    /// The public half, in hex.
    pub fn public(&self) -> String {
        hex(self.pair.public_key().as_ref())
    }

    /// Signs a text; in hex.
    pub fn sign(&self, text: &str) -> String {
        hex(self.pair.sign(text.as_bytes()).as_ref())
    }
}

fn unreadable() -> Fault {
    Fault::refused(
        "Kunci segel (segel.kunci) di folder data tidak bisa dibaca atau rusak. Hubungi pengelola server; jangan menghapusnya.",
        "The key of the seal (segel.kunci) in the data folder cannot be read or is damaged. Call whoever runs the server; do not delete it.",
    )
}

/// Writes a new key beside its place and links it there: two who make one at once end with the same.
fn make(data: &Path, path: &Path) -> Result<(), Fault> {
    let failed = |error: io::Error| {
        tracing::error!(%error, "the key of the seal cannot be made");
        Fault::refused(
            "Kunci segel tidak bisa dibuat di folder data. Hubungi pengelola server.",
            "The key of the seal cannot be made in the data folder. Call whoever runs the server.",
        )
    };
    let draft = data.join(format!("{FILE}.{}", session::secret(8)?));
    let seed = session::secret(SEED)?;
    fs::create_dir_all(data).map_err(failed)?;
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| writeln!(file, "{seed}").and_then(|()| file.sync_all()));
    let linked = written.and_then(|()| fs::hard_link(&draft, path));
    // The draft has done its work either way.
    let _gone = fs::remove_file(&draft);
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed(error)),
        _ => Ok(()),
    }
}

/// Whether a signature in hex is this key's over a text.
pub fn verify(key: &str, text: &str, signature: &str) -> bool {
    let (Some(key), Some(signature)) = (bytes(key), bytes(signature)) else { return false };
    UnparsedPublicKey::new(&ED25519, key).verify(text.as_bytes(), &signature).is_ok()
}

/// Bytes in hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _always = write!(hex, "{byte:02x}");
        hex
    })
}

/// The bytes of a text in hex.
pub fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_only_its_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().expect("a folder");
        let one = Keeper::open(home.path()).expect("a key");
        let other = Keeper::open(home.path()).expect("the same key");
        assert_eq!(one.public(), other.public());
        let file = home.path().join(FILE);
        let mode = fs::metadata(&file).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let signature = one.sign("manifes");
        assert!(verify(&other.public(), "manifes", &signature));
        assert!(!verify(&other.public(), "manifes lain", &signature));
        assert!(!verify("00", "manifes", &signature) && !verify("", "", "xyz"));
        fs::write(&file, "bukan kunci").expect("written");
        assert!(matches!(Keeper::open(home.path()), Err(Fault::Refused { .. })));
    }

    #[test]
    fn hex_is_read_back() {
        assert_eq!(bytes(&hex(&[0, 171, 255])), Some(vec![0, 171, 255]));
        assert_eq!(bytes("0"), None);
        assert_eq!(bytes("zz"), None);
        assert_eq!(bytes("éé"), None);
    }
}
