//! web: begun.
