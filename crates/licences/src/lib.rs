//! licences: begun.
