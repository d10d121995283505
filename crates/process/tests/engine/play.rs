//! Plays a case of a model at random, and keeps everything that happened.

use std::sync::Arc;

use kernel::{Calendar, Timestamp};
use process::event::Event;
use process::model::Model;
use process::program::Program;
use process::state::{State, Status, Variables};
use process::step::{Env, Input, advance};

pub struct Play {
    pub program: Program,
    pub state: State,
    pub events: Vec<Event>,
    pub now: Timestamp,
}

impl Play {
    pub fn of(text: &str, pick: i64) -> Self {
        let model = process::bpmn::read(text.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal:?}\n{text}"));
        assert!(model.faults.is_empty(), "{:?}", model.faults);
        let mut play = Self {
            program: Program::new(Arc::new(model)),
            state: State::new(),
            events: Vec::new(),
            now: Timestamp(1_767_574_800_000),
        };
        let variables = Variables::of_json(&serde_json::json!({ "pick": pick, "done": 0 }));
        let process = play.model().processes[0];
        play.step(Input::Start { process, event: None, variables });
        play
    }

    pub fn model(&self) -> &Model {
        &self.program.model
    }

    pub fn step(&mut self, input: Input) -> Vec<Event> {
        let env = self.env();
        let events = advance(&self.program, &mut self.state, input, &env).unwrap();
        self.events.extend(events.clone());
        events
    }

    /// Does one of what can be done; false when nothing can.
    pub fn go_on(&mut self, choice: usize) -> bool {
        let tasks: Vec<_> = self.state.tasks().map(|(token, _)| token.number).collect();
        let timer = self.state.timers().first().map(|(due, ..)| *due);
        let count = tasks.len() + usize::from(timer.is_some());
        if count == 0 {
            return false;
        }
        match tasks.get(choice % count) {
            Some(token) => self.step(Input::Complete { token: *token, variables: Variables::default() }),
            None => {
                self.now = timer.unwrap().max(self.now);
                self.step(Input::Time)
            }
        };
        true
    }

    pub fn env(&self) -> Env<'static> {
        Env::new(self.now, Arc::new(Calendar::default()))
    }

    pub fn is_completed(&self) -> bool {
        self.state.status == Status::Completed
    }
}
