//! The catalogue as other rooms and people meet it, on both stores.

mod cells;
mod import;
mod kit;
mod shapes;
