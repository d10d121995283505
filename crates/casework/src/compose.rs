//! Models that call others 调用活动: a call activity names another item, by its id or by its code in the same list,
//! and takes what is published for that item in the same place. What it calls is put into the model when that
//! is published, as an embedded sub-process: so a published model says by itself what every case does, and
//! changes no more when the other is followed by a new version. Not here: whether the whole is fit (`fitness`).

use std::collections::BTreeSet;

use catalogue::Item;
use kernel::division::DivisionCode;
use process::{
    bpmn, carried, layout,
    model::{Activity, Model, NodeId, NodeKind, Task},
    xml::{Child, Document, Tag},
};
use store::{Error, Read};

use crate::{
    fitness::{self, Finding, finding},
    records,
};

/// What of a called document is declared beside its process.
const DECLARED: [&str; 4] = ["message", "signal", "error", "escalation"];

/// A text that is to be published for an item and a place, judged whole: what it calls stands in it. The text is
/// the given one where nothing is called.
///
/// # Errors
/// Of the store.
pub fn findings(
    read: &Read<'_>,
    text: &str,
    item: &Item,
    place: Option<&DivisionCode>,
) -> Result<(Option<Model>, String, Vec<Finding>), Error> {
    let calls = bpmn::read(text.as_bytes()).ok().filter(|model| model.node_ids().any(|id| calls(model, id).is_some()));
    let Some(model) = calls else {
        let (model, found) = fitness::findings(read, text, Some(item))?;
        return Ok((model, text.to_owned(), found));
    };
    match composed(read, &model, item, place)? {
        Err(wrong) => Ok((Some(model), text.to_owned(), wrong)),
        Ok(whole) => {
            let text = bpmn::write(&whole);
            let (_, found) = fitness::findings(read, &text, Some(item))?;
            Ok((Some(model), text, found))
        }
    }
}

/// What a call activity calls.
fn calls(model: &Model, id: NodeId) -> Option<String> {
    let NodeKind::Activity(Activity { task: Task::Call { called }, .. }) = &model[id].kind else { return None };
    let named = model[id].handling.called.as_deref().unwrap_or(called);
    Some(named.trim().to_owned())
}

fn composed(
    read: &Read<'_>,
    model: &Model,
    item: &Item,
    place: Option<&DivisionCode>,
) -> Result<Result<Model, Vec<Finding>>, Error> {
    let (mut document, mut wrong) = (model.document().clone(), Vec::new());
    let mut facts = carried::facts(model);
    for id in model.node_ids() {
        let Some(named) = calls(model, id) else { continue };
        let element = &*model[id].id;
        let repeats = model[id].activity().is_some_and(|activity| activity.repeat.is_some());
        let Some(called) = published(read, &named, item, place)?.filter(|_| !repeats) else {
            wrong.push(finding(element, "called-unknown", &named));
            continue;
        };
        if !carried::decisions(&called).trim().is_empty() {
            wrong.push(finding(element, "called-has-rules", &named));
            continue;
        }
        facts.extend(carried::facts(&called));
        if let Err(taken) = put_in(&mut document, element, &called) {
            wrong.push(finding(element, "called-id-taken", &taken));
        }
    }
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    facts.sort_unstable();
    facts.dedup();
    document.root.children.retain(|child| !matches!(child, Child::Tag(tag) if &*tag.name.local == "BPMNDiagram"));
    let broken = |why: process::xml::Refusal| vec![finding("", "not-bpmn", &why.to_string())];
    let whole = bpmn::model_of(document)
        .and_then(|bare| carried::with(&bare, &carried::decisions(model), &facts))
        .and_then(|bare| bpmn::model_of(layout::with_diagram(&bare)));
    Ok(whole.map_err(broken))
}

/// What is published for the named item in the place.
fn published(read: &Read<'_>, named: &str, item: &Item, place: Option<&DivisionCode>) -> Result<Option<Model>, Error> {
    let id = match named.parse() {
        Ok(id) => Some(id),
        Err(_) => catalogue::by_code(read, &item.code_system, named)?.map(|found| found.id),
    };
    let Some(id) = id else { return Ok(None) };
    let place = place.copied().unwrap_or(DivisionCode::COUNTRY);
    let Some((digest, _)) = records::published_model(read, id.as_str(), &place)? else { return Ok(None) };
    let text = records::model(read, &digest)?.unwrap_or_default();
    Ok(bpmn::read(text.as_bytes()).ok())
}

/// Puts the process of `called` in the place of a call activity. Ids that stand in both are told apart.
///
/// # Errors
/// An id that stands in both and that an expression asks for.
fn put_in(document: &mut Document, element: &str, called: &Model) -> Result<(), String> {
    let mut taken = BTreeSet::new();
    ids(&document.root, &mut taken);
    let root = &called.document().root;
    let Some(process) = called.processes.first().map(|id| &*called[*id].id) else { return Ok(()) };
    let local = |tag: &Tag, names: &[&str]| names.contains(&&*tag.name.local);
    let Some(inside) = root.tags().find(|tag| tag.attribute("id") == Some(process)) else { return Ok(()) };
    let mut inside = inside.clone();
    let mut declared: Vec<Tag> = root.tags().filter(|tag| local(tag, &DECLARED)).cloned().collect();
    let mut own = BTreeSet::new();
    ids(&inside, &mut own);
    declared.iter().for_each(|tag| ids(tag, &mut own));
    own.remove(process);
    let both: BTreeSet<String> = own.intersection(&taken).cloned().collect();
    if let Some(asked) = both.iter().find(|id| asks_for(&inside, id)) {
        return Err(asked.clone());
    }
    let prefix = [element, "_"].concat();
    rename(&mut inside, &both, &prefix);
    declared.iter_mut().for_each(|tag| rename(tag, &both, &prefix));
    inside.children.retain(
        |child| !matches!(child, Child::Tag(tag) if local(tag, &["extensionElements", "documentation", "laneSet"])),
    );
    let Some(call) = find(&mut document.root, element) else { return Ok(()) };
    call.name.local = "subProcess".into();
    call.attributes.retain(|attribute| &*attribute.name.local != "calledElement");
    call.children
        .retain(|child| !matches!(child, Child::Tag(tag) if local(tag, &["extensionElements", "ioSpecification"])));
    call.children.append(&mut inside.children);
    let at =
        document.root.children.iter().position(|child| matches!(child, Child::Tag(tag) if local(tag, &["process"])));
    let at = at.unwrap_or(0);
    document.root.children.splice(at..at, declared.into_iter().map(Child::Tag));
    Ok(())
}

fn ids(tag: &Tag, out: &mut BTreeSet<String>) {
    out.extend(tag.attribute("id").map(str::to_owned));
    tag.tags().for_each(|inner| ids(inner, out));
}

fn find<'a>(tag: &'a mut Tag, id: &str) -> Option<&'a mut Tag> {
    if tag.attribute("id") == Some(id) {
        return Some(tag);
    }
    tag.children.iter_mut().find_map(|child| match child {
        Child::Tag(inner) => find(inner, id),
        _ => None,
    })
}

/// Whether an expression anywhere inside names an id: what a step came to is a fact under its id.
fn asks_for(tag: &Tag, id: &str) -> bool {
    const REFERENCES: [&str; 3] = ["incoming", "outgoing", "flowNodeRef"];
    let says = |text: &str| {
        let word = |at: usize| !text.get(..at).is_some_and(|before| before.ends_with(is_of_a_name));
        let after = |at: usize| !text.get(at + id.len()..).is_some_and(|after| after.starts_with(is_of_a_name));
        text.match_indices(id).any(|(at, _)| word(at) && after(at))
    };
    let here = !REFERENCES.contains(&&*tag.name.local)
        && tag.children.iter().any(|child| matches!(child, Child::Text(text) if says(text)));
    here || tag.tags().any(|inner| asks_for(inner, id))
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Puts the prefix before these ids wherever they stand: as ids, in references, in references as texts.
fn rename(tag: &mut Tag, ids: &BTreeSet<String>, prefix: &str) {
    for attribute in &mut tag.attributes {
        if attribute.name.space.is_empty() && &*attribute.name.local != "name" && ids.contains(&*attribute.value) {
            attribute.value = [prefix, &attribute.value].concat().into();
        }
    }
    for child in &mut tag.children {
        match child {
            Child::Tag(inner) => rename(inner, ids, prefix),
            Child::Text(text) if ids.contains(text.trim()) => *text = [prefix, text.trim()].concat().into(),
            _ => {}
        }
    }
}
