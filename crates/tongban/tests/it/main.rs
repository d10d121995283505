//! The command line as others use it: the doors that stay, their output and their exit codes.

#[cfg(test)]
mod doors;
#[cfg(test)]
mod serving;
