//! A whole ceremony in one sealed file: packed where the result is, opened on a laptop that has no
//! network. The file is unreadable without the words that were said when it was made.

use crate::{
    ceremony::{
        rules::{self, Figures},
        store::{self, packed::Table},
    },
    edition::{self, Phase},
    fault::Fault,
    result::rules::WORDS,
    server::{Db, session},
};
use anyhow::{Context, bail};
use argon2::Argon2;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand::{SecureRandom, SystemRandom},
};
use serde::{Deserialize, Serialize};
use std::{fs, path::Path};

/// How a file begins, whatever is in it.
const MAGIC: &[u8] = b"KIPP-ACARA-1\n";

/// Bytes of the salt.
const SALT: usize = 16;

/// Words that open a file: sixty bits, and each try costs a hash that is slow on purpose.
const SPOKEN: usize = 10;

/// Largest file, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// What is in a file.
#[derive(Serialize, Deserialize)]
struct Packed {
    tables: Vec<Table>,
    figures: (Figures, Vec<(String, u32)>),
}

fn key(words: &str, salt: &[u8]) -> anyhow::Result<LessSafeKey> {
    let mut bytes = [0_u8; 32];
    let spoken = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    Argon2::default()
        .hash_password_into(spoken.as_bytes(), salt, &mut bytes)
        .map_err(|error| anyhow::anyhow!("the words cannot be made a key: {error}"))?;
    let key = UnboundKey::new(&AES_256_GCM, &bytes).ok().context("no key of these bytes")?;
    Ok(LessSafeKey::new(key))
}

fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0_u8; N];
    SystemRandom::new().fill(&mut bytes).ok().context("the system gives no randomness")?;
    Ok(bytes)
}

/// Words that nobody can guess.
fn spoken() -> anyhow::Result<String> {
    let draws: [u8; SPOKEN] = random()?;
    let words = draws.map(|draw| WORDS[usize::from(draw) % WORDS.len()]);
    Ok(words.join(" "))
}

/// Locks a text with words.
///
/// # Errors
/// When the system gives no randomness.
pub fn locked(text: &[u8], words: &str) -> anyhow::Result<Vec<u8>> {
    let (salt, nonce) = (random::<SALT>()?, random::<NONCE_LEN>()?);
    let mut body = text.to_vec();
    key(words, &salt)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(MAGIC), &mut body)
        .ok()
        .context("the show cannot be locked")?;
    Ok([MAGIC, &salt, &nonce, &body].concat())
}

/// Opens what was locked with the same words.
///
/// # Errors
/// One sentence: no file of a show, other words, or an altered file.
pub fn opened(file: &[u8], words: &str) -> anyhow::Result<Vec<u8>> {
    let Some(rest) = file.strip_prefix(MAGIC).filter(|rest| rest.len() > SALT + NONCE_LEN) else {
        bail!("this is not a show that kipp has exported");
    };
    let (salt, rest) = rest.split_at(SALT);
    let (nonce, body) = rest.split_at(NONCE_LEN);
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok().context("the file is cut off")?;
    let mut body = body.to_vec();
    let Ok(text) = key(words, salt)?.open_in_place(nonce, Aad::from(MAGIC), &mut body) else {
        bail!("these words do not open the show, or the file was altered");
    };
    Ok(text.to_vec())
}

/// Packs the sealed show into a file, and gives the words that open it.
///
/// # Errors
/// One sentence: nothing is sealed, or the file is there already or cannot be written.
pub async fn export(db: &Db, to: &Path, now: i64) -> anyhow::Result<String> {
    if to.exists() {
        bail!("{} is there already; choose another name", to.display());
    }
    let mut conn = db.read().await?;
    let standing = edition::desk::standing(&mut conn).await?;
    if standing.phase != Phase::Ceremony {
        bail!("a show is exported between the seal and its publication");
    }
    let slug = &standing.edition.slug;
    let packed = Packed {
        tables: store::packed::packed(&mut conn).await?,
        figures: store::figures(&mut conn, slug).await?,
    };
    drop(conn);
    let words = spoken()?;
    let file = locked(&serde_json::to_vec(&packed)?, &words)?;
    let mut tx = db.write("-", now).await?;
    let show = rules::slug(standing.edition.year);
    let hash = crate::server::audit::sha256(&file);
    tx.record("show.export", &format!("show:{show}"), &(), &hash);
    // Written before it is on record: a record of a file that is not there would be the worse lie.
    fs::write(to, &file).with_context(|| format!("{} cannot be written", to.display()))?;
    tx.commit().await?;
    Ok(words)
}

/// Unpacks a show into an empty database.
///
/// # Errors
/// One sentence: other words, an altered file, or a database that is not empty.
pub async fn unpack(file: &Path, words: &str, db: &Db, now: i64) -> anyhow::Result<()> {
    let there = || format!("{} cannot be read", file.display());
    if fs::metadata(file).with_context(there)?.len() > LARGEST {
        bail!("{} is too large for a show", file.display());
    }
    let text = opened(&fs::read(file).with_context(there)?, words)?;
    let packed: Packed = serde_json::from_slice(&text).context("the show cannot be read")?;
    let mut tx = db.write("-", now).await?;
    if edition::desk::slug(&mut tx).await?.is_some() {
        bail!("this database holds an edition already");
    }
    let unpacked = async {
        store::packed::unpack(&mut tx, &packed.tables).await?;
        let slug = edition::desk::current(&mut tx).await?.slug;
        let figures = serde_json::to_string(&packed.figures).map_err(|_| Fault::Ours)?;
        store::packed::put_figures(&mut tx, &slug, &figures).await?;
        tx.record("show.unpack", &format!("edition:{slug}"), &(), &session::secret(8)?);
        Ok::<_, Fault>(())
    };
    unpacked.await.context("the show was exported by another version of kipp")?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_open_what_they_locked() {
        let file = locked(b"rahasia", "air akar angin").expect("locked");
        assert!(!file.windows(7).any(|part| part == b"rahasia"));
        assert_eq!(opened(&file, " AIR akar  angin ").expect("opened"), b"rahasia");
        for words in ["air akar", "", "air akar angin awan"] {
            assert!(opened(&file, words).is_err(), "{words}");
        }
        let mut altered = file.clone();
        *altered.last_mut().expect("bytes") ^= 1;
        assert!(opened(&altered, "air akar angin").is_err());
        assert!(opened(b"PK", "air akar angin").is_err());
        assert!(opened(&file[..20], "air akar angin").is_err());
        assert_ne!(
            locked(b"rahasia", "air akar angin").expect("locked"),
            file,
            "never twice alike"
        );
        assert_eq!(spoken().expect("words").split(' ').count(), SPOKEN);
    }
}
