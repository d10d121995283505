//! Extension attributes and elements of Camunda (and the engines that share its shape) and of Zeebe, read into the
//! model's own words. Not here: what other vendors write; that is kept in the document unread.

use super::{MODEL, text_of};
use crate::model::official::NAMESPACE;
use crate::model::{Expression, Handling, Mapping, MultiInstance};
use crate::xml::Tag;

const CAMUNDA: [&str; 4] = [
    "http://camunda.org/schema/1.0/bpmn",
    "http://operaton.org/schema/1.0/bpmn",
    "http://activiti.org/bpmn",
    "http://flowable.org/bpmn",
];
const ZEEBE: &str = "http://camunda.org/schema/zeebe/1.0";

/// An attribute of Camunda's namespace or of one that shares its shape.
pub(super) fn attribute(tag: &Tag, local: &str) -> Option<Box<str>> {
    let found = CAMUNDA.iter().find_map(|space| tag.attribute_in(space, local))?.trim();
    (!found.is_empty()).then(|| Box::from(found))
}

fn extensions(tag: &Tag) -> impl Iterator<Item = &Tag> {
    tag.tags().filter(|inner| inner.name.is(MODEL, "extensionElements")).flat_map(Tag::tags)
}

fn zeebe<'a>(tag: &'a Tag, local: &str) -> Option<&'a Tag> {
    extensions(tag).find(|inner| inner.name.is(ZEEBE, local))
}

fn zeebe_attribute(tag: &Tag, local: &str, attribute: &str) -> Option<Box<str>> {
    let found = zeebe(tag, local)?.attribute(attribute)?.trim();
    (!found.is_empty()).then(|| Box::from(found))
}

fn is_camunda(tag: &Tag, local: &str) -> bool {
    &*tag.name.local == local && CAMUNDA.contains(&&*tag.name.space)
}

pub(super) fn handling(tag: &Tag) -> Handling {
    let users = |local| resource(tag, local);
    let calls = || extensions(tag).filter(|inner| is_camunda(inner, "in") || is_camunda(inner, "out"));
    let passes = |local: &'static str| {
        calls().any(|inner| is_camunda(inner, local) && inner.attribute("variables") == Some("all"))
    };
    let called = zeebe(tag, "calledElement");
    let flag = |name: &str| called.and_then(|called| called.attribute(name)).map(|value| value.trim() == "true");
    let is_silent = calls().next().is_none();
    Handling {
        assignee: attribute(tag, "assignee")
            .or_else(|| zeebe_attribute(tag, "assignmentDefinition", "assignee"))
            .or_else(|| users("humanPerformer"))
            .or_else(|| users("performer")),
        candidate_users: attribute(tag, "candidateUsers")
            .or_else(|| zeebe_attribute(tag, "assignmentDefinition", "candidateUsers")),
        candidate_groups: attribute(tag, "candidateGroups")
            .or_else(|| zeebe_attribute(tag, "assignmentDefinition", "candidateGroups"))
            .or_else(|| users("potentialOwner")),
        due: attribute(tag, "dueDate").or_else(|| zeebe_attribute(tag, "taskSchedule", "dueDate")),
        follow_up: attribute(tag, "followUpDate").or_else(|| zeebe_attribute(tag, "taskSchedule", "followUpDate")),
        priority: attribute(tag, "priority").or_else(|| zeebe_attribute(tag, "priorityDefinition", "priority")),
        form: attribute(tag, "formKey")
            .or_else(|| attribute(tag, "formRef"))
            .or_else(|| zeebe_attribute(tag, "formDefinition", "formKey"))
            .or_else(|| zeebe_attribute(tag, "formDefinition", "formId"))
            .or_else(|| zeebe_attribute(tag, "formDefinition", "externalReference")),
        job: zeebe_attribute(tag, "taskDefinition", "type").or_else(|| attribute(tag, "topic")),
        retries: zeebe_attribute(tag, "taskDefinition", "retries"),
        decision: attribute(tag, "decisionRef")
            .or_else(|| zeebe_attribute(tag, "calledDecision", "decisionId"))
            .or_else(|| own(tag, "decision")),
        result: attribute(tag, "resultVariable")
            .or_else(|| own(tag, "result"))
            .or_else(|| zeebe_attribute(tag, "calledDecision", "resultVariable"))
            .or_else(|| zeebe_attribute(tag, "script", "resultVariable")),
        result_form: attribute(tag, "mapDecisionResult"),
        called: zeebe_attribute(tag, "calledElement", "processId"),
        passes_all_in: flag("propagateAllParentVariables").unwrap_or(is_silent || passes("in")),
        passes_all_out: flag("propagateAllChildVariables").unwrap_or(is_silent || passes("out")),
        active_elements: zeebe_attribute(tag, "adHoc", "activeElementsCollection"),
        headers: headers(tag),
    }
}

/// An attribute of our own namespace.
fn own(tag: &Tag, local: &str) -> Option<Box<str>> {
    tag.attribute_in(NAMESPACE, local).map(str::trim).filter(|value| !value.is_empty()).map(Box::from)
}

/// The standard's roles: the text of their assignment expression.
fn resource(tag: &Tag, local: &str) -> Option<Box<str>> {
    let assignment = tag.tag(MODEL, local)?.tag(MODEL, "resourceAssignmentExpression")?;
    let text = assignment.tags().next().map(|formal| formal.text().trim().to_owned())?;
    Some(text.into_boxed_str()).filter(|text| !text.is_empty())
}

fn headers(tag: &Tag) -> Vec<(Box<str>, Box<str>)> {
    let mut found = Vec::new();
    for group in extensions(tag) {
        let key = match &*group.name.local {
            "taskHeaders" if &*group.name.space == ZEEBE => "key",
            "properties" if &*group.name.space == ZEEBE || is_camunda(group, "properties") => "name",
            _ => continue,
        };
        for inner in group.tags() {
            if let (Some(name), Some(value)) = (inner.attribute(key), inner.attribute("value")) {
                found.push((name.into(), value.into()));
            }
        }
    }
    found
}

/// Input and output mappings, in order.
pub(super) fn mappings(tag: &Tag) -> (Vec<Mapping>, Vec<Mapping>) {
    let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
    for group in extensions(tag) {
        if group.name.is(ZEEBE, "ioMapping") {
            for inner in group.tags() {
                let into = if &*inner.name.local == "input" { &mut inputs } else { &mut outputs };
                if let (Some(target), Some(source)) = (inner.attribute("target"), inner.attribute("source")) {
                    into.push(mapping(target, source));
                }
            }
        } else if is_camunda(group, "inputOutput") {
            for inner in group.tags().filter(|inner| inner.tags().next().is_none()) {
                let into = if &*inner.name.local == "inputParameter" { &mut inputs } else { &mut outputs };
                if let Some(target) = inner.attribute("name") {
                    into.push(mapping(target, inner.text().trim()));
                }
            }
        } else if is_camunda(group, "in") || is_camunda(group, "out") {
            let into = if &*group.name.local == "in" { &mut inputs } else { &mut outputs };
            // A variable's name stands bare here; everywhere else a bare text is a literal.
            let variable = group.attribute("source").map(|source| format!("${{{source}}}"));
            let source = group.attribute("sourceExpression").map(str::to_owned).or(variable);
            if let (Some(target), Some(source)) = (group.attribute("target"), source) {
                into.push(mapping(target, &source));
            }
        }
    }
    (inputs, outputs)
}

fn mapping(target: &str, source: &str) -> Mapping {
    Mapping { target: target.into(), source: Expression { text: source.into(), language: Box::default() } }
}

/// What vendors add to a multi-instance element.
pub(super) fn multi_instance(tag: &Tag, multi: &mut MultiInstance) {
    let expression = |text: Box<str>| Expression { text, language: Box::default() };
    if let Some(collection) = attribute(tag, "collection") {
        multi.collection = Some(expression(collection));
    }
    if let Some(element) = attribute(tag, "elementVariable") {
        multi.element = Some(element);
    }
    let of = |name| zeebe_attribute(tag, "loopCharacteristics", name);
    if let Some(collection) = of("inputCollection") {
        multi.collection = Some(expression(collection));
    }
    multi.element = of("inputElement").or(multi.element.take());
    multi.output_collection = of("outputCollection").or(multi.output_collection.take());
    multi.output_element = of("outputElement").map(expression).or(multi.output_element.take());
}

/// Text and result of a script task as vendors write them.
pub(super) fn script(tag: &Tag) -> (Option<Box<str>>, Option<Box<str>>) {
    let result = attribute(tag, "resultVariable").or_else(|| zeebe_attribute(tag, "script", "resultVariable"));
    (zeebe_attribute(tag, "script", "expression"), result)
}

/// The correlation key of a message.
pub(super) fn correlation(tag: &Tag) -> Option<Expression> {
    zeebe_attribute(tag, "subscription", "correlationKey").map(|text| Expression { text, ..text_of(tag) })
}
