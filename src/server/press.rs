//! Has documents set on paper: off the threads that answer requests, and few at once.

use crate::fault::Fault;
use tokio::sync::Semaphore;

/// How many are set at once; the others wait. Each takes a whole core and some tens of megabytes.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Sets a document.
///
/// # Errors
/// [`Fault::Ours`], and the log says why: whoever asks gets a whole document or none.
pub async fn press<F>(set: F) -> Result<Vec<u8>, Fault>
where
    F: FnOnce() -> Result<Vec<u8>, paper::Unset> + Send + 'static,
{
    let turn = TURNS.acquire().await.map_err(|_| Fault::Ours)?;
    let work = move || {
        // Whoever asked may have gone: the turn ends with the work, not with the waiting.
        let _turn = turn;
        set()
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => {
            tracing::error!(%error, "a document could not be set");
            Err(Fault::Ours)
        }
        Err(error) => {
            tracing::error!(%error, "setting a document panicked");
            Err(Fault::Ours)
        }
    }
}
