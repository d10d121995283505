//! Changes of a draft by form: its steps one by one, and the rules that it carries.

use kernel::{Problem, division::Level};
use process::{
    carried,
    change::{CannotDerive, NewStep, Operation, derive},
    model::Model,
};
use web::{Answer, Check, Cx, Path, Typed};

use super::acts::{act, answer};
use crate::{
    edition::EditionId,
    flow::{Place, may_be_fact},
    permits, publish as publishing,
};

/// What may be done to a step by form.
pub(crate) const STEP_ACTS: [&str; 4] = ["after", "beside", "away", "body"];

/// What a draft without tables begins with: one decision that always says the same.
pub(super) const TABLE: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rules" name="rules" namespace="urn:tongban:rules">
  <inputData id="input_answers" name="answers"><variable id="variable_answers" name="answers"/></inputData>
  <decision id="route" name="route">
    <variable id="variable_route" name="route" typeRef="string"/>
    <informationRequirement id="needs_answers"><requiredInput href="#input_answers"/></informationRequirement>
    <decisionTable id="table_route" hitPolicy="UNIQUE">
      <input id="input_1"><inputExpression id="expression_1"><text>answers</text></inputExpression></input>
      <output id="output_1" name="route" typeRef="string"/>
      <rule id="rule_1"><inputEntry id="entry_1"><text>-</text></inputEntry><outputEntry id="result_1"><text>"plain"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"##;

/// A change of one step, as the form has it.
fn operation(check: &mut Check, typed: &Typed, model: &Model) -> Option<Operation> {
    let act = check.choice("act", typed.get("act"), |value| STEP_ACTS.iter().find(|act| **act == value).copied())?;
    let element = check.choice("step", typed.get("step"), |value| model.node(value).map(|_| value.to_owned()))?;
    if act == "away" {
        return Some(Operation::Skip { element });
    }
    let level = check.choice("level", typed.get("level"), |value| {
        if value == "own" { Some(None) } else { Level::parse(value).map(Some) }
    })?;
    let line = check.text("line", typed.get("line"), usize::from(level.is_some())..=40);
    let place = level.map_or(Place::Own, |level| Place::Competent { level, line });
    let body = Some(place.text());
    if act == "body" {
        return Some(Operation::Reassign { element, body, actor: None });
    }
    let name = check.text("name", typed.get("name"), 0..=60);
    let basis = check.text("basis", typed.get("basis"), 1..=120);
    let days = match typed.get("days").trim() {
        "" => None,
        days => check.number("days", days, 1..=365).and_then(|days| u32::try_from(days).ok()),
    };
    let id = (1..).map(|number| format!("review_added_{number}")).find(|id| model.element(id).is_none())?;
    let step = NewStep {
        id,
        name,
        body,
        actor: Some("officer".into()),
        form: Some("review".into()),
        days,
        papers: Vec::new(),
        legal_basis: Some(basis),
    };
    if act == "beside" {
        return Some(Operation::Beside { element, step });
    }
    let node = model.node(&element)?;
    match model[node].outgoing.as_slice() {
        [flow] => Some(Operation::Insert { flow: model[*flow].id.to_string(), steps: vec![step] }),
        _ => {
            check.wrong("step", "casework-models-step-several-ways");
            None
        }
    }
}

/// Why a step can't be changed so, at its field.
pub(crate) fn cannot(error: &CannotDerive) -> Problem {
    let (field, key) = match error {
        CannotDerive::Mandatory(_) => ("step", "casework-models-step-mandatory"),
        CannotDerive::NotSimple(_) => ("step", "casework-models-step-not-simple"),
        _ => ("step", "casework-models-step-not-possible"),
    };
    Problem::invalid().field(field, key)
}

/// The draft with one step changed, as its text.
fn changed(typed: &Typed, text: &str) -> Result<String, Problem> {
    let model = process::bpmn::read(text.as_bytes())
        .map_err(|_| Problem::invalid().field("text", "casework-model-not-bpmn"))?;
    let mut check = Check::new();
    let operation = operation(&mut check, typed, &model);
    check.done()?;
    let operation = operation.ok_or_else(Problem::invalid)?;
    let derived = derive(&model, &[operation]).map_err(|error| cannot(&error))?;
    // Where a step is new the old drawing has no place for it: it is laid out anew.
    let laid_out = process::layout::with_diagram(&derived.model);
    let model = process::bpmn::model_of(laid_out).map_err(|_| Problem::invalid())?;
    Ok(process::bpmn::write(&model))
}

/// One step more, less, or in other hands.
pub(crate) async fn step(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let (actor, sent) = (cx.actor.clone(), typed.clone());
    let result = act(&cx, &id, &typed, "model-step", move |tx, opened, seen| {
        permits::draw(&actor, &opened.subject.body, opened.edition.division.as_ref())?;
        let drawn =
            publishing::Drawn { text: changed(&sent, &opened.edition.text)?, note: opened.edition.note.clone() };
        publishing::redraw(tx, &actor, &opened.subject.body, &opened.edition.id, seen, &drawn).map(drop)
    })
    .await;
    answer(&cx, id, &typed, result).await
}

/// Other tables, other answers to be asked for: they stand in the model's own text.
pub(crate) async fn rules(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let (actor, sent) = (cx.actor.clone(), typed.clone());
    let result = act(&cx, &id, &typed, "model-rules", move |tx, opened, seen| {
        permits::draw(&actor, &opened.subject.body, opened.edition.division.as_ref())?;
        let model = process::bpmn::read(opened.edition.text.as_bytes())
            .map_err(|_| Problem::invalid().field("text", "casework-model-not-bpmn"))?;
        let text = if sent.get("drop").is_empty() { sent.get("decisions").trim() } else { "" };
        if !text.is_empty() {
            rules::dmn::Model::read(text)
                .map_err(|_| Problem::invalid().field("decisions", "casework-model-not-dmn"))?;
        }
        let facts: Vec<String> = sent.all("facts").map(str::to_owned).collect();
        if facts.iter().any(|key| !may_be_fact(&opened.subject.item.item, key)) {
            return Err(Problem::invalid().field("facts", "problem-field-choice").into());
        }
        let model = carried::with(&model, text, &facts)
            .map_err(|_| Problem::invalid().field("decisions", "casework-model-not-dmn"))?;
        let drawn = publishing::Drawn { text: process::bpmn::write(&model), note: opened.edition.note.clone() };
        publishing::redraw(tx, &actor, &opened.subject.body, &opened.edition.id, seen, &drawn).map(drop)
    })
    .await;
    answer(&cx, id, &typed, result).await
}
