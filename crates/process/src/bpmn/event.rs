//! Events from their elements. Not here: attachment to hosts and compensation of activities, which are followed when all
//! nodes are there.

use super::{MODEL, Reading, text_of, vendor};
use crate::model::{DeclaredId, Definition, Element, Event, EventPosition, Expression, NodeId, Timer, TimerForm};
use crate::xml::Tag;

impl<'a> Reading<'a> {
    pub(super) fn event(&mut self, tag: &'a Tag) -> Option<Event> {
        let position = match &*tag.name.local {
            "startEvent" => EventPosition::Start { interrupting: self.truth(tag, "isInterrupting", true) },
            "intermediateCatchEvent" => EventPosition::Catch,
            "intermediateThrowEvent" => EventPosition::Throw,
            "boundaryEvent" => EventPosition::Boundary {
                host: NodeId(u32::MAX),
                interrupting: self.truth(tag, "cancelActivity", true),
            },
            "endEvent" => EventPosition::End,
            _ => return None,
        };
        let mut definitions = Vec::new();
        for inner in tag.tags().filter(|inner| &*inner.name.space == MODEL) {
            if &*inner.name.local == "eventDefinitionRef" {
                let reference = inner.text();
                match self.tags.get(self.meant(&reference)).copied() {
                    Some(shared) => definitions.extend(self.definition(tag, shared)),
                    None => self.missing(tag, "eventDefinitionRef", reference.trim()),
                }
            } else {
                definitions.extend(self.definition(tag, inner));
            }
        }
        let definition = if definitions.len() > 1 {
            Definition::Multiple { definitions, parallel: self.truth(tag, "parallelMultiple", false) }
        } else {
            definitions.pop().unwrap_or(Definition::None)
        };
        Some(Event { position, definition })
    }

    pub(super) fn definition(&mut self, event: &Tag, tag: &Tag) -> Option<Definition> {
        Some(match &*tag.name.local {
            "messageEventDefinition" => Definition::Message(self.declared(tag, "messageRef")),
            "timerEventDefinition" => Definition::Timer(timer(tag)),
            "signalEventDefinition" => Definition::Signal(self.declared(tag, "signalRef")),
            "errorEventDefinition" => Definition::Error {
                error: self.declared(tag, "errorRef"),
                code_variable: vendor::attribute(tag, "errorCodeVariable"),
            },
            "escalationEventDefinition" => Definition::Escalation {
                escalation: self.declared(tag, "escalationRef"),
                code_variable: vendor::attribute(tag, "escalationCodeVariable"),
            },
            "conditionalEventDefinition" => {
                Definition::Conditional(tag.tag(MODEL, "condition").map(text_of).unwrap_or_default())
            }
            "linkEventDefinition" => {
                let name = tag.attribute("name").filter(|name| !name.is_empty()).or(event.attribute("name"));
                Definition::Link { name: name.unwrap_or_default().into() }
            }
            "terminateEventDefinition" => Definition::Terminate,
            "compensateEventDefinition" => {
                Definition::Compensation { activity: None, wait: self.truth(tag, "waitForCompletion", true) }
            }
            "cancelEventDefinition" => Definition::Cancel,
            _ => return None,
        })
    }

    /// The message, signal, error or escalation that an attribute names.
    pub(super) fn declared(&mut self, tag: &Tag, attribute: &'static str) -> Option<DeclaredId> {
        let value = tag.attribute(attribute).filter(|value| !value.trim().is_empty())?;
        match self.model.element(self.meant(value)) {
            Some(Element::Declared(id)) => Some(id),
            _ => {
                self.missing(tag, attribute, value);
                None
            }
        }
    }
}

fn timer(tag: &Tag) -> Timer {
    let forms = [("timeDate", TimerForm::Date), ("timeDuration", TimerForm::Duration), ("timeCycle", TimerForm::Cycle)];
    let found = forms.iter().find_map(|(local, form)| tag.tag(MODEL, local).map(|inner| (*form, text_of(inner))));
    let (form, expression) = found.unwrap_or((TimerForm::Unset, Expression::default()));
    Timer { form, expression }
}
