//! A real browser before the running product. A journey is a test that reads like the story of
//! someone at a screen: visit, fill, press, expect. Everything waits for what it looks for, answers
//! a `Fault` that says what was on the page instead, and leaves a picture of it.
//!
//! What it isn't: a place for the product's rules. Those are tested in their rooms, a thousand
//! times faster; here stands what only a browser can show.

mod axe;
mod browser;
mod driver;
mod fault;
mod keyboard;
mod page;
mod screen;
mod server;
mod setting;

pub use browser::Browser;
pub use fault::{Done, Fault};
pub use keyboard::Stop;
pub use page::slug;
pub use server::Server;
pub use setting::{Language, Look, Setting, Width};

use std::path::{Path, PathBuf};

/// The folder of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
