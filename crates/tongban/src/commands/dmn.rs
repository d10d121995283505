//! `tongban dmn`: decision models, evaluated with the reasons of each result, and tested against
//! folders of cases in the format of the DMN Technology Compatibility Kit.

use std::{path::Path, sync::Arc};

use kernel::Clock as _;
use rules::{
    dmn::{Model, tck},
    feel::{Env, Value, from_json, to_json},
};
use serde_json::json;

use crate::{
    cli::Dmn,
    commands::calendar,
    machine::MachineClock,
    outcome::{Failure, Outcome, say},
};

pub fn run(command: Dmn) -> Result<Outcome, Failure> {
    match command {
        Dmn::Eval { model, decision, input, explain, json } => eval(&model, &decision, &input, explain, json),
        Dmn::Test { dir, json } => test(&dir, json),
    }
}

/// Now, by the holidays that the program carries.
fn env() -> Result<Env, Failure> {
    Ok(Env { calendar: Some(Arc::new(calendar::carried()?)), ..Env::at(MachineClock.now()) })
}

fn eval(path: &Path, decision: &str, input: &Path, explain: bool, json: bool) -> Result<Outcome, Failure> {
    let refused =
        |error: &dyn ToString| Failure::new("dmn-model", format!("{}: {}", path.display(), error.to_string()));
    let model = Model::read(&text(path)?).map_err(|refusal| refused(&refusal))?;
    let given: serde_json::Value = serde_json::from_str(&text(input)?)
        .map_err(|error| Failure::new("dmn-input", format!("{}: {error}", input.display())))?;
    let Value::Context(inputs) = from_json(&given) else {
        return Err(Failure::new("dmn-input", format!("{}: it is no object", input.display())));
    };
    let failed = |error: &dyn ToString| Failure::new("dmn-input", format!("{decision}: {}", error.to_string()));
    let explained = model.explain(decision, &inputs, &env()?).map_err(|error| failed(&error))?;
    let value = to_json(&explained.value).map_err(|error| failed(&error))?;
    if json {
        let mut line = json!({ "decision": decision, "value": value });
        if let (true, Some(line)) = (explain, line.as_object_mut()) {
            line.insert("decisions".into(), serde_json::to_value(&explained.decisions)?);
            line.insert("cut".into(), explained.cut.into());
        }
        say(&line.to_string())?;
    } else {
        say(&value.to_string())?;
        if explain {
            say(&serde_json::to_string_pretty(&explained.decisions)?)?;
        }
    }
    Ok(Outcome::Holds)
}

fn test(dir: &Path, json: bool) -> Result<Outcome, Failure> {
    let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (models, tests) = (files(dir, ".dmn")?, files(dir, ".xml")?);
    if tests.is_empty() {
        return Err(Failure::new("dmn-input", format!("{}: there are no tests in it", dir.display())));
    }
    let lines = tck::run(&name, &borrowed(&models), &borrowed(&tests), &env()?);
    let total = tck::total(&lines);
    for line in &lines {
        if json {
            say(&serde_json::to_string(line)?)?;
        } else if line.result != tck::Outcome::Pass {
            say(&format!(
                "{} {}: {} instead of {} {}",
                line.case, line.node, line.actual, line.expected, line.message
            ))?;
        }
    }
    say(&if json { serde_json::to_string(&total)? } else { format!("{} of {}", total.passed, total.total) })?;
    Ok(if total.passed == total.total { Outcome::Holds } else { Outcome::FallsShort })
}

fn text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::new("io", format!("{}: {error}", path.display())))
}

/// Files of a folder with an ending, by name.
fn files(dir: &Path, ending: &str) -> Result<Vec<(String, String)>, Failure> {
    let entries = std::fs::read_dir(dir).map_err(|error| Failure::new("io", format!("{}: {error}", dir.display())))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(ending) {
            found.push((name, text(&path)?));
        }
    }
    found.sort();
    Ok(found)
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}
