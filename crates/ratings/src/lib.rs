//! ratings: begun.
