//! The binary: reads the command line and the configuration, composes the rooms, and answers with
//! an exit code. What a command does stands in `commands`; how the rooms are joined in `rooms`.

mod cli;
mod commands;
mod config;
mod data;
mod demo;
mod demo_hall;
mod fill;
mod finder;
mod grant;
mod home;
mod machine;
mod metrics;
mod outcome;
mod rooms;
mod serve;
mod stated;
mod whole;
mod window;

use clap::Parser;

/// Requests allocate and free much on several threads, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            // Help and version are answers; everything else was not understood.
            let code = u8::from(error.use_stderr()) * 2;
            return code.into();
        }
    };
    config::start_logging();
    match commands::run(cli.command) {
        Ok(outcome) => outcome.code(),
        Err(failure) => failure.report(),
    }
}
