//! `tongban process`: models of processes, looked at, played and run without a store.

mod shapes;

use std::path::{Path, PathBuf};

use ::process::{
    doors::{self, Shut},
    inspect,
    rehearse::Line,
    run::Verdict,
};
use kernel::Clock as _;

use crate::{
    cli::{Migrate, Process},
    commands::calendar,
    machine::MachineClock,
    outcome::{Failure, Outcome, say},
};

pub fn run(command: Process) -> Result<Outcome, Failure> {
    match command {
        Process::Lint { model, json } => lint(&model, json),
        Process::Rehearse { model, script, json } => rehearse(&model, &script, json),
        Process::Run { model, input, json } => played(&model, &input, json),
        Process::Shapes { place } => shapes::run(&place),
        Process::Roundtrip { model } => {
            let text = inspect::roundtrip(&bytes(&model)?).map_err(|refusal| unreadable(&model, refusal))?;
            print(&text)
        }
        Process::Outline { model, json } => {
            let outline = inspect::outline(&bytes(&model)?).map_err(|refusal| unreadable(&model, refusal))?;
            told(json, &outline, &outline.plain())?;
            Ok(Outcome::Holds)
        }
        Process::Diff { before, after, json } => {
            let found = inspect::diff(&bytes(&before)?, &bytes(&after)?)
                .map_err(|refusal| Failure::new("process-model", refusal))?;
            told(json, &found, &found.plain())?;
            Ok(if found.changes.is_empty() { Outcome::Holds } else { Outcome::FallsShort })
        }
        Process::Migrate(command) => migrate(&command),
    }
}

fn lint(path: &Path, json: bool) -> Result<Outcome, Failure> {
    let report = inspect::lint(&bytes(path)?).map_err(|refusal| unreadable(path, refusal))?;
    if json {
        say(&serde_json::to_string(&report)?)?;
    } else {
        for finding in &report.findings {
            let path =
                if finding.path.is_empty() { String::new() } else { format!(" by {}", finding.path.join(" → ")) };
            let detail = if finding.detail.is_empty() { String::new() } else { format!(" ({})", finding.detail) };
            let at = if finding.line > 0 { format!("{}:{} ", finding.line, finding.column) } else { String::new() };
            say(&format!("{at}{} {}{detail}: {}{path}", finding.element, finding.rule, finding.hint))?;
        }
        let told = |known: Option<bool>| known.map_or("not decided", |yes| if yes { "yes" } else { "no" });
        say(&format!(
            "{} nodes; runs: {}; safe: {}; sound: {}; dead: {}",
            report.counts.flow_nodes,
            told(Some(report.executable)),
            told(report.safe),
            told(report.sound),
            report.dead.len()
        ))?;
    }
    Ok(if report.findings.is_empty() { Outcome::Holds } else { Outcome::FallsShort })
}

fn rehearse(path: &Path, script: &Path, json: bool) -> Result<Outcome, Failure> {
    for line in doors::rehearse(&bytes(path)?, &bytes(script)?).map_err(shut)? {
        match line {
            Line::Segment { segment, trace } if !json => {
                say(&format!("segment {segment}"))?;
                for entry in trace {
                    say(&format!("  {entry}"))?;
                }
            }
            Line::Open { open } if !json => say(&format!("still alive: {open:?}"))?,
            line => say(&serde_json::to_string(&line)?)?,
        }
    }
    Ok(Outcome::Holds)
}

fn played(path: &Path, input: &Path, json: bool) -> Result<Outcome, Failure> {
    let input = bytes(input)?;
    let beside: With = serde_json::from_slice(&input).map_err(|error| Failure::new("process-script", error))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let files = std::iter::once(path.to_owned()).chain(beside.with.iter().map(|file| folder.join(file)));
    let models: Vec<Vec<u8>> = files.map(|file| bytes(&file)).collect::<Result<_, _>>()?;
    let models: Vec<&[u8]> = models.iter().map(Vec::as_slice).collect();
    let outcome = doors::run(&models, &input).map_err(shut)?;
    if json {
        say(&serde_json::to_string(&outcome)?)?;
    } else {
        for marker in &outcome.emitted {
            say(marker)?;
        }
        for trouble in &outcome.incidents {
            say(&format!("{}: {} {}", trouble.element, trouble.kind, trouble.message))?;
        }
        say(&format!("{} after {}: {}", outcome.state, outcome.time, outcome.variables))?;
    }
    Ok(if outcome.outcome == Verdict::Ok { Outcome::Holds } else { Outcome::FallsShort })
}

/// Structured, as one JSON object; or its plain lines.
fn told(json: bool, whole: &impl serde::Serialize, plain: &[String]) -> Result<(), Failure> {
    if json { say(&serde_json::to_string(whole)?) } else { plain.iter().try_for_each(|line| say(line)) }
}

fn migrate(command: &Migrate) -> Result<Outcome, Failure> {
    let Migrate { from, to, states, rule, dry_run, json: _ } = command;
    if !dry_run {
        return Err(Failure::usage("only a dry run is made here: say --dry-run"));
    }
    let calendar = std::sync::Arc::new(calendar::carried()?);
    let (from, to, states) = (bytes(from)?, bytes(to)?, bytes(states)?);
    let lines = doors::migrate_dry_run(&from, &to, &states, rule.as_deref(), MachineClock.now(), calendar);
    let mut holds = true;
    for line in lines.map_err(shut)? {
        let line = serde_json::to_value(&line)?;
        holds &= line.get("questions").and_then(|asked| asked.as_array()).is_none_or(Vec::is_empty);
        say(&line.to_string())?;
    }
    Ok(if holds { Outcome::Holds } else { Outcome::FallsShort })
}

/// Further files that are deployed beside the model.
#[derive(serde::Deserialize)]
struct With {
    #[serde(default)]
    with: Vec<PathBuf>,
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::new("io", format!("{}: {error}", path.display())))
}

fn unreadable(path: &Path, refusal: impl ToString) -> Failure {
    Failure::new("process-model", format!("{}: {}", path.display(), refusal.to_string()))
}

fn shut(shut: Shut) -> Failure {
    Failure::new(if shut.what == "model" { "process-model" } else { "process-script" }, shut)
}

/// A text as it is.
fn print(text: &str) -> Result<Outcome, Failure> {
    use std::io::Write as _;
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(Outcome::Holds)
}
