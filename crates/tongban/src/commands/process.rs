//! `tongban process`: models of processes, looked at, played and run without a store.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use ::process::{
    bpmn, executable, inspect,
    rehearse::{self, Script},
    run,
};
use serde_json::json;

use crate::{
    cli::{Place, Process},
    config,
    outcome::{Failure, Outcome, say},
    rooms,
};

pub fn run(command: Process) -> Result<Outcome, Failure> {
    match command {
        Process::Lint { model, json } => lint(&model, json),
        Process::Rehearse { model, script, json } => rehearse(&model, &script, json),
        Process::Run { model, input, json } => played(&model, &input, json),
        Process::Shapes { place } => shapes(&place),
        Process::Roundtrip { model } => {
            let text = inspect::roundtrip(&bytes(&model)?).map_err(|refusal| unreadable(&model, refusal))?;
            print(&text)
        }
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
    let script: Script = serde_json::from_slice(&bytes(script)?).map_err(|error| input(script, error))?;
    let model = bpmn::read(&bytes(path)?).map_err(|refusal| unreadable(path, refusal))?;
    let lines = rehearse::rehearse(&model, &script).map_err(|error| Failure::new("process-script", error))?;
    for line in &lines {
        match line {
            rehearse::Line::Segment { segment, trace } if !json => {
                say(&format!("segment {segment}"))?;
                for entry in trace {
                    say(&format!("  {entry}"))?;
                }
            }
            rehearse::Line::Open { open } if !json => say(&format!("still alive: {open:?}"))?,
            line => say(&serde_json::to_string(line)?)?,
        }
    }
    Ok(Outcome::Holds)
}

fn played(path: &Path, given: &Path, json: bool) -> Result<Outcome, Failure> {
    let text = bytes(given)?;
    let wanted: run::Input = serde_json::from_slice(&text).map_err(|error| input(given, error))?;
    let beside: With = serde_json::from_slice(&text).map_err(|error| input(given, error))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut models = Vec::new();
    for file in std::iter::once(path.to_owned()).chain(beside.with.iter().map(|file| folder.join(file))) {
        let model = bpmn::read(&bytes(&file)?).map_err(|refusal| unreadable(&file, refusal))?;
        models.push(model);
    }
    let refusals: Vec<run::Trouble> = models
        .iter()
        .filter_map(|model| executable::executable(model).err())
        .flatten()
        .map(|finding| run::Trouble {
            element: finding.element.into(),
            kind: "refused".into(),
            message: finding.rule.hint().into(),
        })
        .collect();
    let outcome = if refusals.is_empty() { run::run(models, &wanted) } else { run::refused(refusals) };
    if json {
        say(&serde_json::to_string(&outcome)?)?;
    } else {
        for marker in &outcome.emitted {
            say(marker)?;
        }
        for trouble in &outcome.incidents {
            say(&format!("{}: {} {}", trouble.element, trouble.kind, trouble.message))?;
        }
        say(&format!("{} after {}: {}", outcome.state, outcome.time, json!(outcome.variables)))?;
    }
    Ok(if outcome.outcome == run::Verdict::Ok { Outcome::Holds } else { Outcome::FallsShort })
}

/// One model of several items.
struct Shared {
    shape: &'static str,
    example: String,
    items: u32,
    sound: bool,
}

fn shapes(place: &Place) -> Result<Outcome, Failure> {
    let store = store::Store::beside(config::of(place)?, rooms::for_store()?)?;
    let mut models: BTreeMap<String, Shared> = BTreeMap::new();
    let (mut after, mut items) = (String::new(), 0);
    loop {
        let page = store.read(|read| catalogue::all(read, &after, 200))?;
        let Some(last) = page.last() else { break };
        after = last.id.to_string();
        for published in page.iter().filter(|published| published.item.opens_cases()) {
            items += 1;
            let text = casework::flow::generated(&published.item);
            if let Some(known) = models.get_mut(&text) {
                known.items += 1;
                continue;
            }
            let report = inspect::lint(text.as_bytes()).map_err(|refusal| Failure::new("process-model", refusal))?;
            let shared = Shared {
                shape: catalogue::Shape::of(&published.item).as_str(),
                example: published.item.name.zh.clone(),
                items: 1,
                sound: report.executable && report.sound == Some(true),
            };
            models.insert(text, shared);
        }
    }
    let mut ranked: Vec<&Shared> = models.values().collect();
    ranked.sort_by_key(|shared| std::cmp::Reverse(shared.items));
    for Shared { shape, example, items, sound } in &ranked {
        say(&if place.json {
            json!({ "shape": shape, "items": items, "sound": sound, "example": example }).to_string()
        } else {
            format!("{shape}\t{items}\t{}\t{example}", if *sound { "sound" } else { "NOT SOUND" })
        })?;
    }
    say(&if place.json {
        json!({ "items": items, "models": ranked.len() }).to_string()
    } else {
        format!("{items} items open cases and come to {} distinct models", ranked.len())
    })?;
    Ok(if ranked.iter().all(|shared| shared.sound) { Outcome::Holds } else { Outcome::FallsShort })
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

fn input(path: &Path, error: serde_json::Error) -> Failure {
    Failure::new("process-script", format!("{}: {error}", path.display()))
}

/// A text as it is.
fn print(text: &str) -> Result<Outcome, Failure> {
    use std::io::Write as _;
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(Outcome::Holds)
}
