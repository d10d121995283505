//! notices: begun.
