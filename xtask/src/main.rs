//! The project's automation, run as `cargo xtask COMMAND`. What a person would check by reading
//! (`tidy`) and what needs more than cargo (`assets`) is here; nothing here is part of the product.
#![expect(clippy::print_stdout, reason = "a command line tool answers on standard output")]

mod assets;
mod bench;
mod conformance;
mod long;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  tidy     check the invariants of ARCHITECTURE.md over the whole tree
  conformance DIR
           run the public suites of process and rule engines in DIR through the command line
  assets   fetch from npm, by lock files, what the browser journeys need (axe-core) and the modellers
           that the binary embeds (bpmn-js, dmn-js)
  bench    measure the release binary: bench [NAME ..] [--rounds N] [--seconds N]
  long     kill the release binary under load, and cut its power: long [kills [N]] [cuts [N]];
           damaged models and expressions for so many minutes: long fuzz MINUTES [SEED]
  help     print this
";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    let result = match command.as_str() {
        "tidy" => tidy::run(&root()),
        "conformance" => conformance::run(&root(), arguments.into_iter().next()),
        "assets" => assets::run(&root()),
        "bench" => bench::run(&root(), &arguments),
        "long" => long::run(&root(), &arguments),
        "help" => Ok(USAGE.to_owned()),
        _ => Err(USAGE.to_owned()),
    };
    match result {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(text) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace: the parent of this crate's own.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
