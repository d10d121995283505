//! Pools and message flows. Not here: conversations and choreographies; they are kept in the document unread.

use super::{MODEL, Pending, Reading, count};
use crate::model::{Element, Participant, ParticipantId};
use crate::xml::Tag;

impl<'a> Reading<'a> {
    pub(super) fn collaboration(&mut self, tag: &'a Tag) {
        for inner in tag.tags().filter(|inner| &*inner.name.space == MODEL) {
            match &*inner.name.local {
                "participant" => self.participant(inner),
                "messageFlow" => self.pending.push(Pending::MessageFlow { tag: inner }),
                "association" => self.pending.push(Pending::Association { tag: inner }),
                _ => {}
            }
        }
    }

    fn participant(&mut self, tag: &Tag) {
        let reference = tag.attribute("processRef").filter(|value| !value.trim().is_empty());
        let process = reference.and_then(|value| self.model.process(self.meant(value)));
        if let Some(value) = reference.filter(|_| process.is_none()) {
            self.missing(tag, "processRef", value);
        }
        let id = ParticipantId(count(self.model.participants.len()));
        self.model.participants.push(Participant {
            id: tag.attribute("id").unwrap_or_default().into(),
            name: tag.attribute("name").unwrap_or_default().into(),
            process,
            is_multiple: tag.tag(MODEL, "participantMultiplicity").is_some(),
            messages: Vec::new(),
        });
        self.register(tag, Element::Participant(id));
    }
}
