//! All SQL of the room. Rows are loaded as nouns and saved as nouns; a verb holds the case's row
//! from its first look to its last write.

mod case;
mod change;
mod desk;
mod draft;
mod edition;
mod flow;
mod handover;
mod lists;
mod migration;
mod parts;
mod seeding;
mod signs;

pub use case::*;
pub use change::*;
pub(crate) use desk::*;
pub use draft::*;
pub use edition::*;
pub use flow::*;
pub use handover::*;
pub use lists::*;
pub use migration::*;
pub use parts::*;
pub use seeding::seed;
pub(crate) use signs::*;

use std::sync::LazyLock;

use store::Sql;

/// Every statement, for the test that prepares them on both engines.
pub static ALL: LazyLock<Vec<&'static Sql>> = LazyLock::new(|| {
    [
        case::ALL,
        change::ALL,
        desk::ALL,
        draft::ALL,
        edition::ALL,
        flow::ALL,
        handover::ALL,
        lists::ALL,
        migration::ALL,
        parts::ALL,
        signs::ALL,
    ]
    .concat()
});
