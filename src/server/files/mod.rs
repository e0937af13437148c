//! Where files lie: a folder beside the database, or a bucket that speaks S3. Knows keys and
//! bytes, not what they are.

mod bucket;

use super::config::Config;
use crate::fault::Fault;
use anyhow::Context;
use axum::body::Bytes;
use futures::TryStreamExt;
use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem, path::Path};
use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

type Store = Arc<dyn ObjectStore>;

/// The files of an installation; cheap to clone, opened when first needed.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
    bucket: Option<String>,
    store: Arc<OnceLock<Store>>,
}

/// One stored file, as a listing tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub key: String,
    /// When it was last written, in unix milliseconds on the machine's clock.
    pub written_at: i64,
}

impl Files {
    /// The files of a configuration: its bucket, or `files` in its data folder.
    pub fn of(config: &Config) -> Self {
        Self {
            folder: config.data.join("files"),
            bucket: config.files.clone(),
            store: Arc::default(),
        }
    }

    /// Opens the store, so that a wrong address is told at the start and not at the first file.
    ///
    /// # Errors
    /// One sentence for the console.
    pub fn open(&self) -> anyhow::Result<()> {
        self.opened().map(|_| ())
    }

    fn opened(&self) -> anyhow::Result<Store> {
        if let Some(store) = self.store.get() {
            return Ok(store.clone());
        }
        let store = match &self.bucket {
            Some(address) => bucket::open(address)?,
            None => local(&self.folder)?,
        };
        Ok(self.store.get_or_init(|| store).clone())
    }

    fn store(&self) -> Result<Store, Fault> {
        self.opened().map_err(|error| {
            tracing::error!(%error, "files");
            Fault::Ours
        })
    }

    /// Stores a file whole or not at all.
    ///
    /// # Errors
    /// [`Fault::Ours`] when the store refuses.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), Fault> {
        self.store()?.put(&Path::from(key), bytes.into()).await.map(|_| ()).map_err(ours)
    }

    /// A file's bytes.
    ///
    /// # Errors
    /// [`Fault::NotFound`] if there is none, [`Fault::Ours`] when the store fails.
    pub async fn get(&self, key: &str) -> Result<Bytes, Fault> {
        self.store()?.get(&Path::from(key)).await.map_err(ours)?.bytes().await.map_err(ours)
    }

    /// Removes a file; one that is gone already is fine.
    ///
    /// # Errors
    /// [`Fault::Ours`] when the store fails.
    pub async fn remove(&self, key: &str) -> Result<(), Fault> {
        match self.store()?.delete(&Path::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(ours(error)),
        }
    }

    /// Every file below a prefix, in order of key.
    ///
    /// # Errors
    /// [`Fault::Ours`] when the store fails.
    pub async fn list(&self, prefix: &str) -> Result<Vec<Listed>, Fault> {
        let prefix = Path::from(prefix);
        let found: Vec<_> = self.store()?.list(Some(&prefix)).try_collect().await.map_err(ours)?;
        let mut listed: Vec<Listed> = found
            .into_iter()
            .map(|meta| Listed {
                key: meta.location.to_string(),
                written_at: meta.last_modified.timestamp_millis(),
            })
            .collect();
        listed.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(listed)
    }
}

fn local(folder: &std::path::Path) -> anyhow::Result<Store> {
    let shown = folder.display();
    std::fs::create_dir_all(folder)
        .with_context(|| format!("the folder {shown} cannot be made"))?;
    let local = LocalFileSystem::new_with_prefix(folder)
        .with_context(|| format!("the folder {shown} cannot be used"))?;
    // As with the database: what was acknowledged survives a power cut.
    Ok(Arc::new(local.with_fsync(true)))
}

fn ours(error: object_store::Error) -> Fault {
    if matches!(error, object_store::Error::NotFound { .. }) {
        return Fault::NotFound;
    }
    tracing::error!(%error, "files");
    Fault::Ours
}
