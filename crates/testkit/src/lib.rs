//! testkit: begun.
