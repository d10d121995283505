//! identity: begun.
