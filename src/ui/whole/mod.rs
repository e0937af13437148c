//! Views the browser takes over in one step, because nothing in them waits.
//!
//! Leptos compiles every view under a lazy route twice, the second time as a chain of futures that
//! could pause at each element. Below the data of a page nothing pauses, so [`Whole::whole`] keeps
//! the second copy out: an eighth of the phone's wasm.

#[cfg(feature = "hydrate")]
#[path = "browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod side;

use leptos::{
    children::ToChildren,
    prelude::{AnyView, RenderHtml},
};

/// Any view, made whole.
pub trait Whole {
    /// The view without its type, taken over in one step. It must not hold a `Suspend`, a
    /// `Suspense` or a lazy part.
    fn whole(self) -> AnyView;
}

impl<V: RenderHtml> Whole for V {
    fn whole(self) -> AnyView {
        side::whole(self)
    }
}

/// A component's children, as a whole.
pub struct Inner(Box<dyn FnOnce() -> AnyView + Send>);

impl Inner {
    /// The children as a view.
    pub fn view(self) -> AnyView {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for Inner
where
    F: FnOnce() -> V + Send + 'static,
    V: RenderHtml,
{
    fn to_children(children: F) -> Self {
        Self(Box::new(move || children().whole()))
    }
}
