//! Licences on both engines: issued, held, verified, changed in state, and what only some may do.

mod kit;
mod materials;
mod offline;
mod pages;
mod state;
