//! Licences on both engines: issued, held, verified, changed in state, and what only some may do.

#[cfg(test)]
mod kit;
#[cfg(test)]
mod materials;
#[cfg(test)]
mod offline;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod state;
