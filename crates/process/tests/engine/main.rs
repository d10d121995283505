//! The engine on models and cases of our own. `models` holds small models with what is expected of them, side by side.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may be blunt")]

mod blocks;
mod changes;
mod effects;
mod hostile;
mod models;
mod play;
mod properties;
mod rehearsals;
mod replays;
