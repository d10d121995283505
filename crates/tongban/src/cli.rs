//! The command line: what others check the program by, so it is stable. Every command has an
//! example; exit codes are 0 (holds, done), 1 (falls short, failed) and 2 (usage).

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use kernel::Date;

/// Tongban 通办: an integrated government-services platform.
#[derive(Debug, Parser)]
#[command(
    name = "tongban",
    version,
    about,
    after_help = "Exit codes: 0 it holds or was done; 1 it falls short or failed; 2 the command was not understood."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve a store to browsers and programs
    #[command(after_help = "Example: tongban serve --data /var/lib/tongban --listen 127.0.0.1:8080")]
    Serve(Serve),
    /// Live in a fictional province: real items, made-up people, everything marked as a sample
    #[command(after_help = "Example: tongban demo\nExample: tongban demo --cases 1000 --data /tmp/demo")]
    Demo(Demo),
    /// Bring the tables of a store up to this program, and exit
    #[command(after_help = "Example: tongban migrate --data /var/lib/tongban")]
    Migrate(Place),
    /// Import lists of others
    #[command(
        subcommand,
        after_help = "Example: tongban import items list.jsonl.gz --mapping data/demo/guangdong.toml --data DIR --dry-run --json\nExample: tongban import bundles data/demo/bundles/*.toml --data DIR --dry-run"
    )]
    Import(Import),
    /// Write out what is stored: one person's data, the journal, or which papers items ask for in vain
    #[command(
        subcommand,
        after_help = "Example: tongban export person person_01J... --data DIR\nExample: tongban export journal --data DIR\nExample: tongban export materials --data DIR"
    )]
    Export(Export),
    /// Verify the journal, its state, a licence or a receipt
    #[command(
        after_help = "Example: tongban verify --data DIR --state\nExample: tongban verify licence licence.pdf --data DIR"
    )]
    Verify(Verify),
    /// Look at configuration, store, disk, clock, keys, jobs and index, and say what to do
    #[command(after_help = "Example: tongban doctor --data /var/lib/tongban")]
    Doctor(Place),
    /// Copy a store while it runs
    #[command(after_help = "Example: tongban backup --data /var/lib/tongban --to /backup/2026-11-22")]
    Backup(Backup),
    /// Put a backup into a folder that nobody works in
    #[command(after_help = "Example: tongban restore --from /backup/2026-11-22 --data /var/lib/tongban")]
    Restore(Restore),
    /// Models of processes (BPMN 2.0): check, rehearse, run, read and write back
    #[command(
        subcommand,
        after_help = "Example: tongban process lint model.bpmn\nExample: tongban process run model.bpmn --input input.json --json"
    )]
    Process(Process),
    /// Decision models (DMN 1.2 to 1.5): evaluate with reasons, test
    #[command(
        subcommand,
        after_help = "Example: tongban dmn eval fees.dmn --decision Fee --input case.json --explain\nExample: tongban dmn test DIR"
    )]
    Dmn(Dmn),
    /// Working days: when something is due, what kind of day a date is
    #[command(
        subcommand,
        after_help = "Example: tongban calendar due --from 2026-09-25 --working-days 20\nExample: tongban calendar day 2026-10-10"
    )]
    Calendar(Calendar),
    /// Stores and loads for `cargo xtask bench`; never on a real store
    #[command(subcommand, hide = true)]
    Bench(Bench),
    /// Identity numbers: check citizens', enterprises', licences' and divisions' codes
    #[command(subcommand, after_help = "Example: tongban id check --kind citizen 11010519491231002X")]
    Id(Id),
}

/// Where the store is.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The data folder
    #[arg(long, value_name = "DIR", default_value = "tongban-data")]
    pub data: PathBuf,
    /// A configuration file (TOML)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// One JSON object a line on standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    /// Where to listen
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
    /// Serve a store that a demo made
    #[arg(long)]
    pub demo_store: bool,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// The data folder
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    pub data: PathBuf,
    /// A configuration file (TOML)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where to listen
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Live this many cases through the public verbs before serving
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub cases: u32,
    /// Prepare the store and exit
    #[arg(long)]
    pub no_serve: bool,
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// A list of service items, through a mapping
    Items {
        /// The list: JSON lines or CSV, .gz or not
        file: PathBuf,
        /// How its columns become items
        #[arg(long, value_name = "MAPPING.toml")]
        mapping: PathBuf,
        #[command(flatten)]
        place: Place,
        /// Change nothing, report what would change
        #[arg(long)]
        dry_run: bool,
    },
    /// Bundles of items for an event, each checked over all combinations of its guiding answers. Exit code 1
    /// when one is not fit to be published
    Bundles {
        /// One bundle each, TOML
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        place: Place,
        /// Change nothing, only check; works beside a running server
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Export {
    /// Everything that is stored of one person, as JSON
    Person {
        /// The person's id
        id: String,
        #[command(flatten)]
        place: Place,
    },
    /// The journal as JSON lines, without personal content
    Journal {
        /// Begin after this position
        #[arg(long, default_value_t = 0)]
        after: i64,
        #[command(flatten)]
        place: Place,
    },
    /// How often items ask for a paper that the state made, how often a licence answers it, and what
    /// is left to the applicant: a line an item, a line a licence type, the sum. Exit code 1 when
    /// fewer than four of five mentions of the thirty most asked types are answered
    Materials {
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Verify {
    #[command(subcommand)]
    pub what: Option<VerifyWhat>,
    #[command(flatten)]
    pub journal: VerifyJournal,
}

#[derive(Debug, Args)]
pub struct VerifyJournal {
    #[command(flatten)]
    pub place: Place,
    /// Compare every noun's row with its newest entry as well
    #[arg(long)]
    pub state: bool,
    /// Begin at a checkpoint: a file with a signed note
    #[arg(long, value_name = "CHECKPOINT")]
    pub from: Option<PathBuf>,
    /// Hold the journal against one more checkpoint, kept by others
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum VerifyWhat {
    /// A licence: its PDF or its sealed record
    Licence {
        file: PathBuf,
        /// A file with the issuer's verifying key; DIR/checkpoints/verifying.key when absent
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
    /// A receipt or any other notice: its PDF or its sealed record
    Receipt {
        file: PathBuf,
        /// A file with the verifying key; DIR/checkpoints/verifying.key when absent
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    pub place: Place,
    /// The new folder
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// Include the keys; without them the backup is unreadable
    #[arg(long)]
    pub with_keys: bool,
}

#[derive(Debug, Args)]
pub struct Restore {
    #[command(flatten)]
    pub place: Place,
    /// The backup
    #[arg(long, value_name = "DIR")]
    pub from: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Process {
    /// Findings with element, rule and path; whether it runs, is safe and sound, and what is dead. Exit code 1 with findings
    Lint {
        model: PathBuf,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Play a model by a script of choices, without data and time
    Rehearse {
        model: PathBuf,
        /// A script, `rehearsal/1`
        #[arg(long, value_name = "SCRIPT.json")]
        script: PathBuf,
        /// A JSON line a segment, and what is open at the end
        #[arg(long)]
        json: bool,
    },
    /// Run a model with data in virtual time. Exit code 1 when it ends in an incident or an error
    Run {
        model: PathBuf,
        /// The input, `run/1`; models that it names beside stand in the model's folder
        #[arg(long, value_name = "INPUT.json")]
        input: PathBuf,
        /// The outcome as one JSON line, `run-outcome/1`
        #[arg(long)]
        json: bool,
    },
    /// Read a model and write it back, whole
    Roundtrip { model: PathBuf },
    /// A model in words: number, kind and name of each element, and the ways on
    Outline {
        model: PathBuf,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// What the second model has otherwise than the first. Exit code 1 when they differ
    Diff {
        before: PathBuf,
        after: PathBuf,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Where running cases would stand under another model, which clocks would change and who would be
    /// burdened: a JSON line a case. Exit code 1 when something can't be mapped without asking
    Migrate(Migrate),
    /// The models that the published items come to: a line each with how many items share it, then how
    /// many there are. Exit code 1 when one is not sound
    Shapes {
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Args)]
pub struct Migrate {
    pub from: PathBuf,
    pub to: PathBuf,
    /// States of cases, a JSON line each
    #[arg(long, value_name = "STATES.jsonl")]
    pub states: PathBuf,
    /// The transition rule that lets burdened cases move too
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    /// Change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Lines are JSON anyway
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Dmn {
    /// Evaluate a decision or a decision service
    Eval {
        model: PathBuf,
        /// Its name
        #[arg(long, value_name = "NAME")]
        decision: String,
        /// A JSON object of input data
        #[arg(long, value_name = "IN.json")]
        input: PathBuf,
        /// Say which rules fired on which values
        #[arg(long)]
        explain: bool,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Run the tests of a folder on its models; a line a result node. Exit code 1 unless all pass
    Test {
        dir: PathBuf,
        /// A JSON line a result node, and the sum
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Calendar {
    /// When a limit of working days ends; counting begins the next day (AL 82)
    Due {
        /// The day from which it runs
        #[arg(long)]
        from: Date,
        #[arg(long)]
        working_days: u32,
        /// `{"due":"..","provisional":..}`
        #[arg(long)]
        json: bool,
    },
    /// What kind of day: `date<TAB>working|weekend|holiday|unknown<TAB>name`; dates on standard input when none is given
    Day { dates: Vec<String> },
}

#[derive(Debug, Subcommand)]
pub enum Id {
    /// `code<TAB>valid|invalid|warn<TAB>reason`; codes on standard input when none is given
    Check {
        #[arg(long)]
        kind: IdKind,
        codes: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Bench {
    /// Write so many cases in bulk into a store that a demo made
    Seed {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        cases: u64,
    },
    /// Commit the rows of one submission again and again, without all that decides on them
    Bare {
        #[command(flatten)]
        place: Place,
        #[arg(long, default_value_t = 64)]
        clients: u32,
        #[arg(long, default_value_t = 4)]
        seconds: u64,
    },
    /// Run processes on the store, a step a transaction, then write the same rows without the engine
    Engine {
        #[command(flatten)]
        place: Place,
        #[arg(long, default_value_t = 64)]
        clients: u32,
        #[arg(long, default_value_t = 4)]
        seconds: u64,
    },
    /// Arm so many timers, and set off those that are due while others work
    Timers {
        #[command(flatten)]
        place: Place,
        #[arg(long, default_value_t = 1_000_000)]
        armed: u64,
        #[arg(long, default_value_t = 10_000)]
        due: u64,
        #[arg(long, default_value_t = 16)]
        clients: u32,
    },
    /// The statements of one submission as a script for pgbench
    Statements {
        #[command(flatten)]
        place: Place,
        /// The script
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum IdKind {
    Citizen,
    Uscc,
    Org,
    Licence,
    Division,
}
