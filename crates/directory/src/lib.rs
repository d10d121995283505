//! directory: begun.
