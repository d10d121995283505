//! Why a table decided as it did 规则依据: which rule fired on which values, kept with the case when it
//! happened, so that nobody has to believe what a later look would find. Only what stands in the process
//! anyway is in it. Not here: words for readers (`pages::reasons`).

use rules::dmn::trace::Fired;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// One table that was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The decision that it belongs to.
    pub decision: String,
    /// The question that the model says it answers; empty: none.
    pub question: String,
    /// What it looked at, with the values of the moment.
    pub given: Vec<Given>,
    pub rules: Vec<FiredRule>,
    /// No rule held: what came of it is what the table says for that.
    pub default: bool,
}

/// A name of the model with a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Given {
    pub name: String,
    pub value: Json,
}

/// A rule that held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FiredRule {
    /// Counted from 1.
    pub number: usize,
    /// What it asks of an input, in FEEL.
    pub conditions: Vec<(String, String)>,
    pub outputs: Vec<Given>,
    /// The article it rests on, or a remark: name and text.
    pub notes: Vec<(String, String)>,
}

impl Reason {
    /// What the evaluation of a decision says of its tables.
    pub(super) fn of(explained: &rules::dmn::Explained) -> Vec<Self> {
        let tables =
            explained.decisions.iter().flat_map(|reason| reason.tables.iter().map(move |table| (reason, table)));
        tables
            .map(|(reason, table)| Self {
                decision: reason.decision.clone(),
                question: reason.question.clone().unwrap_or_default(),
                given: given(&table.inputs),
                rules: fired(table),
                default: table.default,
            })
            .collect()
    }
}

fn given(all: &[rules::dmn::trace::Given]) -> Vec<Given> {
    all.iter().map(|one| Given { name: one.name.clone(), value: one.value.clone() }).collect()
}

fn fired(table: &Fired) -> Vec<FiredRule> {
    let rule = |rule: &rules::dmn::trace::FiredRule| FiredRule {
        number: rule.number,
        conditions: rule.conditions.iter().map(|asked| (asked.input.clone(), asked.test.clone())).collect(),
        outputs: given(&rule.outputs),
        notes: rule.annotations.iter().map(|note| (note.name.clone(), note.text.clone())).collect(),
    };
    table.rules.iter().map(rule).collect()
}
