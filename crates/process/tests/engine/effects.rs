//! What a step asks of the world.

use process::effect::{Effect, effects};
use process::state::{State, Status, Variables};
use process::step::Input;

use crate::play::Play;

const MODEL: &str = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:t=\"urn:tongban:bpmn:1\" \
    id=\"d\" targetNamespace=\"urn:t\"><message id=\"m\" name=\"Told\"/><process id=\"p\" isExecutable=\"true\">\
    <startEvent id=\"s\"/><userTask id=\"check\" t:clock=\"statutory\"/><boundaryEvent id=\"late\" attachedToRef=\"check\">\
    <timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>\
    <intermediateThrowEvent id=\"tell\"><messageEventDefinition messageRef=\"m\"/></intermediateThrowEvent>\
    <sequenceFlow id=\"a\" sourceRef=\"s\" targetRef=\"check\"/><sequenceFlow id=\"b\" sourceRef=\"check\" targetRef=\"tell\"/>\
    </process></definitions>";

fn names(play: &Play, before: &State, events: &[process::event::Event]) -> Vec<String> {
    let name = |effect: &Effect| match effect {
        Effect::TaskBegins { element, .. } => format!("begins {element}"),
        Effect::TaskEnds { element, done, .. } => format!("ends {element} {done}"),
        Effect::Message { element, name, .. } => format!("{element} sends {name}"),
        Effect::Clock { name, begins, .. } => format!("clock {name} {begins}"),
        Effect::Ends { status } => format!("{status:?}"),
        other => format!("{other:?}"),
    };
    effects(play.model(), before, events).iter().map(name).collect()
}

#[test]
fn a_task_that_is_done_ends_and_what_follows_is_sent() {
    let mut play = Play::of(MODEL, 0);
    assert_eq!(names(&play, &State::new(), &play.events), ["clock statutory true", "begins check"]);
    let before = play.state.clone();
    let token = before.tasks().next().unwrap().0.number;
    let events = play.step(Input::Complete { token, variables: Variables::default() });
    assert_eq!(
        names(&play, &before, &events),
        ["ends check true", "clock statutory false", "tell sends Told", "Completed"]
    );
}

#[test]
fn a_task_that_is_interrupted_ends_undone() {
    let mut play = Play::of(MODEL, 0);
    let before = play.state.clone();
    play.now = before.timers()[0].0;
    let events = play.step(Input::Time);
    assert_eq!(names(&play, &before, &events), ["ends check false", "Completed"]);
    assert_eq!(play.state.status, Status::Completed);
}

#[test]
fn a_task_that_failed_is_tried_again_and_its_clock_runs_on() {
    let mut play = Play::of(MODEL, 0);
    let due = play.state.timers();
    let token = play.state.tasks().next().unwrap().0.number;
    play.step(Input::Fail { token, message: "the register doesn't answer".into() });
    assert_eq!(play.state.incidents().count(), 1);
    assert_eq!(play.state.timers(), due);
    play.now = play.now.plus_minutes(10);
    play.step(Input::Retry { token });
    assert_eq!(play.state.tasks().count(), 1);
    assert_eq!(play.state.timers(), due);
    play.step(Input::Complete { token, variables: Variables::default() });
    assert_eq!(play.state.status, Status::Completed);
}
