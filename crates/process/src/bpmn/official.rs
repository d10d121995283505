//! Our own attributes on processes, lanes and nodes. Not here: any meaning of theirs.

use crate::model::official::NAMESPACE;
use crate::model::{Fault, FaultKind, Official};
use crate::xml::Tag;

pub(super) fn read(tag: &Tag, faults: &mut Vec<Fault>) -> Official {
    let mut official = Official::default();
    for attribute in tag.attributes.iter().filter(|attribute| &*attribute.name.space == NAMESPACE) {
        let value = attribute.value.trim();
        let text = || (!value.is_empty()).then(|| Box::from(value));
        let list = || value.split_whitespace().map(Box::from).collect();
        let mut bad = |attribute| {
            let element = tag.attribute("id").unwrap_or(&tag.name.local).into();
            let kind = FaultKind::BadValue { attribute, value: value.into() };
            faults.push(Fault { element, place: tag.place, kind });
        };
        match &*attribute.name.local {
            "body" => official.body = text(),
            "actor" => official.actor = text(),
            "form" => official.form = text(),
            "clock" => official.clock = text(),
            "days" => match value.parse() {
                Ok(days) => official.days = Some(days),
                Err(_) => bad("days"),
            },
            "papers" => official.papers = list(),
            "documents" => official.documents = list(),
            "legalBasis" => official.legal_basis = text(),
            "mandatory" => match value {
                "true" | "1" => official.is_mandatory = true,
                "false" | "0" => {}
                _ => bad("mandatory"),
            },
            _ => {}
        }
    }
    official
}
