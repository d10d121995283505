//! casework: begun.
