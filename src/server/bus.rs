//! Tells every open stream of this node, and of the other nodes, that a topic has changed.

use std::sync::Arc;
use tokio::sync::broadcast;

/// Where changes are announced; cheap to clone. A listener that lags re-reads the database.
#[derive(Clone, Debug)]
pub struct Bus {
    topics: broadcast::Sender<Arc<str>>,
}

impl Default for Bus {
    fn default() -> Self {
        Self { topics: broadcast::channel(256).0 }
    }
}

impl Bus {
    /// Hears every topic published from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<str>> {
        self.topics.subscribe()
    }

    /// Announces a topic to this node; nobody listening is fine.
    pub fn publish(&self, topic: &str) {
        let _nobody_listens = self.topics.send(Arc::from(topic));
    }
}
