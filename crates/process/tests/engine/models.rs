//! Every model of `tests/models` is run with each of its inputs, and gives what its file expects: markers as a multiset,
//! or in order where `order` says so; outcome, state, time, variables, the elements of incidents, where given.

use std::path::Path;

use process::doors;
use process::run::Outcome;
use serde::Deserialize;
use serde_json::Value as Json;

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    says: String,
    input: Json,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    emitted: Option<Vec<String>>,
    order: Option<Vec<String>>,
    outcome: String,
    state: Option<String>,
    variables: Option<Json>,
    time: Option<String>,
    stuck: Option<Vec<String>>,
    kinds: Option<Vec<String>>,
}

#[test]
fn small_models_do_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    let mut models: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    models.retain(|path| path.extension().is_some_and(|extension| extension == "bpmn"));
    models.sort();
    assert!(models.len() >= 60, "{} models", models.len());
    let mut wrong = Vec::new();
    for path in models {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read(&path).unwrap();
        let cases: Cases = serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
        for case in cases.cases {
            let outcome = doors::run(&[&text], &serde_json::to_vec(&case.input).unwrap()).unwrap();
            let differs = case.expect.differs(&outcome);
            if !differs.is_empty() {
                wrong.push(format!("{name}, {}: {}\n  {outcome:?}", case.says, differs.join("; ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

impl Expected {
    fn differs(&self, outcome: &Outcome) -> Vec<String> {
        let json = serde_json::to_value(outcome).unwrap();
        let mut out = Vec::new();
        let mut hold = |what: &str, wanted: Json| {
            if json[what] != wanted {
                out.push(format!("{what} should be {wanted}"));
            }
        };
        hold("outcome", self.outcome.clone().into());
        if let Some(state) = &self.state {
            hold("state", state.clone().into());
        }
        if let Some(time) = &self.time {
            hold("time", time.clone().into());
        }
        if let Some(variables) = &self.variables {
            hold("variables", variables.clone());
        }
        if let Some(order) = &self.order {
            hold("emitted", order.clone().into());
        }
        if let Some(emitted) = &self.emitted {
            let (mut wanted, mut got) = (emitted.clone(), outcome.emitted.clone());
            wanted.sort();
            got.sort();
            if wanted != got {
                out.push(format!("emitted should be {wanted:?}"));
            }
        }
        let elements: Vec<_> = outcome.incidents.iter().map(|incident| incident.element.clone()).collect();
        if self.stuck.as_ref().is_some_and(|stuck| *stuck != elements) {
            out.push(format!("incidents should be at {:?}", self.stuck));
        }
        let kinds: Vec<_> = outcome.incidents.iter().map(|incident| incident.kind.clone()).collect();
        if self.kinds.as_ref().is_some_and(|wanted| *wanted != kinds) {
            out.push(format!("kinds should be {:?}", self.kinds));
        }
        out
    }
}
