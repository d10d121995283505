//! The inbox, on both engines.

#[cfg(test)]
mod inbox;
