//! Repeated activities: loops and multi-instance, in parallel or in sequence. The activity's token hosts a frame; each
//! item or turn is a frame below it in which one token does the activity's body.

use rules::feel::Value;

use super::data::Sight;
use super::{Stepper, Trouble};
use crate::event::Event;
use crate::model::{Behavior, Definition, MultiInstance, NodeId, Repeat, StandardLoop};
use crate::state::{Fact, FrameKind, IncidentKind, Multi, Phase, Variables};

impl Stepper<'_> {
    pub(super) fn begin_repeat(&mut self, token: u32, id: NodeId, repeat: &Repeat) -> Result<(), Trouble> {
        let Some(parent) = self.state.token(token).map(|token| token.frame) else { return Ok(()) };
        match repeat {
            Repeat::Loop(each) => {
                // A loop that looks first may not begin at all.
                if each.test_before && !self.goes_on(self.sight_of(token), id, each, 0)? {
                    self.complete_activity(token, id);
                    return Ok(());
                }
                let frame = self.open(parent, token, id, FrameKind::Loop(0), Variables::default());
                self.begin_item(frame, id, 1, None);
            }
            Repeat::Multi(multi) => {
                let items = self.items(token, id, multi)?;
                let total = match &items {
                    Items::Count(count) => *count,
                    Items::List(items) => u32::try_from(items.len()).unwrap_or(u32::MAX),
                };
                if total > self.env.limits.items {
                    let message = format!("{} has {total} items, more than allowed", self.model[id].id);
                    return Err(Trouble::new(IncidentKind::Limit, message));
                }
                let items = match items {
                    Items::Count(_) => Vec::new(),
                    Items::List(items) => items.into_iter().map(Fact).collect(),
                };
                let kind = FrameKind::Multi(Multi { total, items, ..Multi::default() });
                let frame = self.open(parent, token, id, kind, Variables::default());
                if total == 0 {
                    self.finish_multi(frame, id);
                }
                let at_once = if multi.is_sequential { total.min(1) } else { total };
                for _ in 0..at_once {
                    self.begin_next(frame, id, multi);
                }
            }
        }
        Ok(())
    }

    fn items(&self, token: u32, id: NodeId, multi: &MultiInstance) -> Result<Items, Trouble> {
        let (code, about, sight) = (&self.program.code(id).repeat, &self.model[id].id, self.sight_of(token));
        if let Some(collection) = &code.collection {
            let named = multi.collection.as_ref().and_then(|named| self.all_variables(sight).get(&named.text).cloned());
            let value = match named {
                Some(value) => value,
                None => self.value(sight, collection, about)?,
            };
            return match value {
                Value::List(items) => Ok(Items::List(items.to_vec())),
                other => Err(Trouble::new(
                    IncidentKind::Expression,
                    format!("{about}: {} is no list: {other:?}", collection.text()),
                )),
            };
        }
        let Some(cardinality) = &code.cardinality else {
            return Err(Trouble::new(IncidentKind::Expression, format!("{about}: how many items?")));
        };
        let value = self.value(sight, cardinality, about)?;
        let count = value.as_number().and_then(|number| number.to_i64()).and_then(|count| u32::try_from(count).ok());
        count.map(Items::Count).ok_or_else(|| {
            let message = format!("{about}: {} is no number of items: {value:?}", cardinality.text());
            Trouble::new(IncidentKind::Expression, message)
        })
    }

    fn begin_next(&mut self, frame: u32, id: NodeId, multi: &MultiInstance) {
        let Some(FrameKind::Multi(state)) = self.state.frame(frame).map(|frame| &frame.kind) else { return };
        let place = state.begun + 1;
        let item = state.items.get(state.begun as usize).map(|item| item.0.clone());
        let named = multi.element.as_deref().zip(item);
        self.begin_item(frame, id, place, named);
    }

    fn begin_item(&mut self, frame: u32, id: NodeId, place: u32, named: Option<(&str, Value)>) {
        self.emit(Event::Begun { frame });
        let variables = Variables(named.into_iter().collect());
        let item = self.open(frame, 0, id, FrameKind::Item(place), variables);
        self.appear_and_enter(item, id);
    }

    /// The body of one item or turn is done; its token still stands in the item's frame.
    pub(super) fn item_done(&mut self, token: u32, id: NodeId, item: u32) {
        let Some(found) = self.state.frame(item) else { return };
        let (frame, FrameKind::Item(place)) = (found.parent, &found.kind) else { return };
        let place = *place;
        let Some(Repeat::Multi(multi)) = self.model[id].activity().and_then(|activity| activity.repeat.as_ref()) else {
            self.turn_done(token, id, item);
            return;
        };
        let result = match &self.program.code(id).repeat.output {
            Some(output) => self.value(self.sight_of(token), output, &self.model[id].id).map(|value| Some(Fact(value))),
            None => Ok(None),
        };
        let result = match result {
            Ok(result) => result,
            Err(trouble) => return self.fail(token, Phase::Leave, trouble),
        };
        self.emit(Event::Ended { token });
        self.emit(Event::Closed { frame: item });
        self.emit(Event::Gathered { frame, item: place, result });
        if let Err(trouble) = self.tell_of_item(frame, id, multi) {
            return self.fail_host(frame, trouble);
        }
        // What it threw may have been caught at the border, or have ended everything.
        if self.state.frame(frame).is_none() {
            return;
        }
        match self.is_multi_done(frame, id) {
            Ok(true) => self.finish_multi(frame, id),
            Ok(false) if multi.is_sequential => self.begin_next(frame, id, multi),
            Ok(false) => {}
            Err(trouble) => self.fail_host(frame, trouble),
        }
    }

    /// An item has completed: what the activity throws then.
    fn tell_of_item(&mut self, frame: u32, id: NodeId, multi: &MultiInstance) -> Result<(), Trouble> {
        let completed = match self.state.frame(frame).map(|frame| &frame.kind) {
            Some(FrameKind::Multi(multi)) => multi.completed,
            _ => return Ok(()),
        };
        match &*multi.behavior {
            Behavior::First(thrown) if completed == 1 => self.throw_from_host(frame, id, thrown),
            Behavior::Each(thrown) => self.throw_from_host(frame, id, thrown),
            Behavior::When(all) => {
                let program = self.program;
                for (condition, (_, thrown)) in program.code(id).repeat.thrown.iter().zip(all) {
                    if self.state.frame(frame).is_some()
                        && self.truth(Sight { token: 0, frame }, condition, &self.model[id].id)?
                    {
                        self.throw_from_host(frame, id, thrown)?;
                    }
                }
                Ok(())
            }
            Behavior::All | Behavior::First(_) => Ok(()),
        }
    }

    fn throw_from_host(&mut self, frame: u32, id: NodeId, thrown: &Definition) -> Result<(), Trouble> {
        match self.state.frame(frame).map(|frame| frame.host) {
            Some(host) => self.throw_at_border(host, id, thrown),
            None => Ok(()),
        }
    }

    fn is_multi_done(&self, frame: u32, id: NodeId) -> Result<bool, Trouble> {
        if let Some(condition) = &self.program.code(id).repeat.completion
            && self.truth(Sight { token: 0, frame }, condition, &self.model[id].id)?
        {
            return Ok(true);
        }
        let kind = self.state.frame(frame).map(|frame| &frame.kind);
        Ok(matches!(kind, Some(FrameKind::Multi(multi)) if multi.completed >= multi.total))
    }

    fn finish_multi(&mut self, frame: u32, id: NodeId) {
        self.clear(frame, None);
        let Some(found) = self.state.frame(frame) else { return };
        let host = found.host;
        let repeat = self.model[id].activity().and_then(|activity| activity.repeat.as_ref());
        if let (FrameKind::Multi(state), Some(Repeat::Multi(multi))) = (&found.kind, repeat)
            && let Some(name) = &multi.output_collection
        {
            let results: Vec<_> = state.results.iter().map(|result| result.0.clone()).collect();
            let variables = Variables([(&**name, Value::from(results))].into_iter().collect());
            self.assign(Sight { token: 0, ..self.sight_of(host) }, &variables);
        }
        self.complete_activity(host, id);
    }

    fn turn_done(&mut self, token: u32, id: NodeId, item: u32) {
        let Some(frame) = self.state.frame(item).map(|item| item.parent) else { return };
        let Some(Repeat::Loop(each)) = self.model[id].activity().and_then(|activity| activity.repeat.as_ref()) else {
            return;
        };
        let turns = match self.state.frame(frame).map(|frame| &frame.kind) {
            Some(FrameKind::Loop(turns)) => *turns,
            _ => return,
        };
        match self.goes_on(Sight { token: 0, frame }, id, each, turns) {
            Ok(goes_on) => {
                self.emit(Event::Ended { token });
                self.emit(Event::Closed { frame: item });
                if goes_on {
                    self.begin_item(frame, id, turns + 1, None);
                } else if let Some(host) = self.state.frame(frame).map(|frame| frame.host) {
                    self.complete_activity(host, id);
                }
            }
            Err(trouble) => self.fail(token, Phase::Leave, trouble),
        }
    }

    /// Whether another turn follows. Neither condition nor maximum: once.
    fn goes_on(&self, sight: Sight, id: NodeId, each: &StandardLoop, turns: u32) -> Result<bool, Trouble> {
        if each.maximum.is_some_and(|maximum| turns >= maximum) {
            return Ok(false);
        }
        match &self.program.code(id).repeat.condition {
            Some(condition) => self.truth(sight, condition, &self.model[id].id),
            None => Ok(each.maximum.is_some() || turns == 0),
        }
    }

    /// The activity's own token carries the incident when the items are done but the end can't be told.
    fn fail_host(&mut self, frame: u32, trouble: Trouble) {
        if let Some(host) = self.state.frame(frame).map(|frame| frame.host) {
            self.fail(host, Phase::Leave, trouble);
        }
    }

    /// Tries again to tell whether a repeated activity is done.
    pub(super) fn retry_multi(&mut self, token: u32, id: NodeId) -> bool {
        let Some(frame) = self.hosted(token) else { return false };
        let Some(Repeat::Multi(multi)) = self.model[id].activity().and_then(|activity| activity.repeat.as_ref()) else {
            return false;
        };
        match self.is_multi_done(frame, id) {
            Ok(true) => self.finish_multi(frame, id),
            Ok(false) => {
                self.emit(Event::Resumed { token });
                if multi.is_sequential {
                    self.begin_next(frame, id, multi);
                }
            }
            Err(trouble) => self.fail(token, Phase::Leave, trouble),
        }
        true
    }
}

enum Items {
    Count(u32),
    List(Vec<Value>),
}
