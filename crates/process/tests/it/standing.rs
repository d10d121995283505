//! Soundness from where a case stands: at the start it is the ordinary answer; what is sound stays so wherever the engine
//! brings a case; the reduction changes no answer there either; and small cases whose way on is lost.

use std::sync::Arc;

use kernel::{Calendar, Timestamp};
use process::lint::{Bounds, Rule, Soundness, soundness_from, soundness_from_within, soundness_within};
use process::model::Model;
use process::program::Program;
use process::state::{State, Status, Variables};
use process::step::{Env, Input, advance};
use proptest::prelude::*;

use crate::drawn;
use crate::soundness_equal::{one_pool, tangle};

/// A case under way, without data.
struct Walk {
    program: Program,
    state: State,
    now: Timestamp,
}

impl Walk {
    fn begin(text: &str) -> Self {
        let program = Program::new(Arc::new(drawn::model(text)));
        let mut walk = Self { program, state: State::new(), now: Timestamp(1_767_574_800_000) };
        let process = walk.model().processes[0];
        walk.step(Input::Start { process, event: None, variables: Variables::default() });
        walk
    }

    fn model(&self) -> &Model {
        &self.program.model
    }

    fn step(&mut self, input: Input) {
        let mut env = Env::new(self.now, Arc::new(Calendar::default()));
        env.limits.nodes = 200;
        advance(&self.program, &mut self.state, input, &env).unwrap();
    }

    fn complete(&mut self, id: &str) {
        let task = self.state.tasks().find(|(_, node)| *self.model()[*node].id == *id);
        let token = task.unwrap_or_else(|| panic!("nobody at {id}: {:?}", self.state)).0.number;
        self.step(Input::Complete { token, variables: Variables::default() });
    }

    /// One of what can be done; false when nothing can.
    fn go_on(&mut self, choice: usize) -> bool {
        if self.state.status != Status::Running {
            return false;
        }
        let tasks: Vec<_> = self.state.tasks().map(|(token, _)| token.number).collect();
        let timer = self.state.timers().first().map(|(due, ..)| *due);
        let hears = !self.state.waits.is_empty();
        let count = tasks.len() + usize::from(timer.is_some()) + usize::from(hears);
        if count == 0 {
            return false;
        }
        let at = choice % count;
        if let Some(token) = tasks.get(at) {
            self.step(Input::Complete { token: *token, variables: Variables::default() });
        } else if let Some(due) = timer.filter(|_| at == tasks.len()) {
            self.now = due.max(self.now);
            self.step(Input::Time);
        } else {
            self.step(Input::Signal { name: "signal1".into(), variables: Variables::default() });
        }
        true
    }

    fn found(&self) -> Soundness {
        soundness_from(self.model(), &self.state)
    }
}

fn small() -> Bounds {
    Bounds { states: 3_000, steps: 30_000, ..Bounds::default() }
}

fn verdicts(found: &Soundness) -> [Option<bool>; 3] {
    [found.safe, found.sound, found.message_sound]
}

/// What must hold of a model at its start and wherever a case of it comes.
fn holds(text: &str, choices: &[usize]) -> Result<(), TestCaseError> {
    let mut walk = Walk::begin(text);
    // Whoever is on the way to listen counts as a listener at the start; the engine knows who came too late.
    let races = text.contains("throw") && text.contains("catch");
    let ordinary = soundness_within(walk.model(), small(), true);
    let at_start = soundness_from_within(walk.model(), &State::new(), small(), true);
    prop_assert_eq!(&ordinary, &at_start, "{}", text);
    for choice in choices {
        // What spins isn't where the engine would have left it.
        if walk.state.incidents().count() > 0 {
            break;
        }
        let full = soundness_from_within(walk.model(), &walk.state, small(), false);
        let reduced = soundness_from_within(walk.model(), &walk.state, small(), true);
        let is_unbounded = full.problems.iter().any(|problem| problem.rule == Rule::UnboundedRepetition);
        if full.sound.is_some() && full.safe.is_some() && !is_unbounded {
            prop_assert_eq!(verdicts(&full), verdicts(&reduced), "{}\n{:?}", text, walk.state.tokens);
            prop_assert_eq!(&full.dead, &reduced.dead, "{}\n{:?}", text, walk.state.tokens);
        }
        if !races && ordinary.sound == Some(true) && ordinary.safe == Some(true) {
            prop_assert_eq!(full.sound, Some(true), "{}\n{:?}\n{:?}", text, walk.state.tokens, full.problems);
            prop_assert_eq!(full.safe, Some(true), "{}\n{:?}\n{:?}", text, walk.state.tokens, full.problems);
        }
        if !walk.go_on(*choice) {
            break;
        }
    }
    Ok(())
}

proptest! {
    // Each case is many searches.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_case_of_blocks_stays_what_its_model_is(
        text in one_pool(),
        choices in prop::collection::vec(0..20_usize, 12),
    ) {
        holds(&text, &choices)?;
    }

    #[test]
    fn a_case_of_a_tangle_stays_what_its_model_is(
        text in tangle(),
        choices in prop::collection::vec(0..20_usize, 6),
    ) {
        holds(&text, &choices)?;
    }
}

#[test]
fn what_lies_behind_is_dead_and_what_is_begun_is_not() {
    let mut walk = Walk::begin("start s\nuser a\nuser b\nuser c\nend e\ns -> a -> b -> c -> e");
    walk.complete("a");
    let found = walk.found();
    assert_eq!(verdicts(&found), [Some(true); 3]);
    assert_eq!(found.dead, ["a".into()]);
}

#[test]
fn a_choice_that_was_made_shows_the_deadlock_ahead_only_where_it_lies_ahead() {
    let text = "start s\nuser w\nexclusive x\nuser a\nuser b\nuser c\nparallel y\nparallel j\nend e\n\
        s -> w -> x -> a -> j\nx -> y -> b -> j -> e\ny -> c -> j";
    // Whoever chose the first way waits for ever before the join.
    let mut walk = Walk::begin(text);
    assert_eq!(walk.found().sound, Some(false));
    walk.complete("w");
    let found = walk.found();
    assert_eq!(found.sound, Some(false));
    let problem = &found.problems[0];
    assert_eq!((problem.rule, &*problem.element, &*problem.path), (Rule::Deadlock, "j", &["a".into()][..]));
}

#[test]
fn a_token_before_a_join_counts() {
    let text =
        "start s\nparallel x\nuser a\nuser b\nparallel j\nuser c\nend e\ns -> x -> a -> j -> c -> e\nx -> b -> j";
    let mut walk = Walk::begin(text);
    walk.complete("b");
    assert_eq!(verdicts(&walk.found()), [Some(true); 3]);
    // Taken away by hand, it is missed.
    walk.state.tokens.retain(|token| token.node().is_some());
    let found = walk.found();
    assert_eq!((found.sound, found.problems[0].rule), (Some(false), Rule::Deadlock));
}

#[test]
fn a_reminder_that_came_comes_no_more() {
    let text = "start s\nuser a\nboundary k on a timer PT1H beside\nuser r\nend e\ns -> a -> e\nk -> r -> e";
    let mut walk = Walk::begin(text);
    // With the reminder the end is reached twice; without it only once.
    assert_eq!(walk.found().sound, Some(false));
    walk.now = Timestamp(walk.now.0 + 3_600_000);
    walk.step(Input::Time);
    walk.complete("r");
    assert_eq!(verdicts(&walk.found()), [Some(true); 3]);
}

#[test]
fn each_item_of_a_repetition_is_looked_at() {
    let text = "start s\nsub u {\nstart t\nuser a\nexclusive x\nuser b\nparallel j\nend g\nt -> a -> x\nx -> g : pick = 1\nx -> b -> j -> g\n}\n\
        end e\ns -> u -> e";
    let document = drawn::document(text).replace(
        "<startEvent id=\"t\">",
        "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>\
         <startEvent id=\"t\">",
    );
    let model = process::bpmn::read(document.as_bytes()).unwrap();
    let mut walk = Walk { program: Program::new(Arc::new(model)), state: State::new(), now: Timestamp(0) };
    let process = walk.model().processes[0];
    walk.step(Input::Start { process, event: None, variables: Variables::default() });
    assert_eq!(verdicts(&walk.found()), [Some(true); 3]);
    walk.complete("a");
    assert_eq!(verdicts(&walk.found()), [Some(true); 3]);
    // The token of the last item waits where nothing else comes.
    let join = walk.model().node("j").unwrap();
    let last = walk.state.tokens.iter().rposition(|token| token.node() == walk.model().node("a")).unwrap();
    let b_j = walk.model().flow("b_j").unwrap();
    walk.state.tokens[last].at = process::state::At::Flow(b_j);
    assert_eq!(verdicts(&walk.found()), [Some(true); 3]);
    let mut model = (*walk.program.model).clone();
    let at = join.0 as usize;
    let x_g = model.flow("x_g").unwrap();
    model.nodes[at].incoming.push(x_g);
    let found = soundness_from(&model, &walk.state);
    assert_eq!((found.sound, &*found.problems[0].element), (Some(false), "j"));
}

#[test]
fn a_case_that_is_over_is_sound() {
    let mut walk = Walk::begin("start s\nuser a\nend e\ns -> a -> e");
    walk.complete("a");
    assert_eq!(walk.state.status, Status::Completed);
    assert_eq!(verdicts(&walk.found()), [Some(true); 3]);
}

#[test]
fn hundreds_of_tokens_are_counted() {
    let mut walk = Walk::begin("start s\nuser a\nend e\ns -> a -> e");
    let token = walk.state.tokens[0].clone();
    walk.state.tokens.extend((10..400).map(|number| process::state::Token { number, ..token.clone() }));
    let bounds = Bounds { work: 1_000_000, ..small() };
    let found = soundness_from_within(walk.model(), &walk.state, bounds, true);
    assert_eq!(found.sound, Some(false), "the end would be reached more than once");
}
