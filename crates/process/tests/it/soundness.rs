//! What the linter says of small models: one trouble each, and models without any.

use process::lint::{Bounds, Rule, Soundness, soundness, soundness_within};

use crate::drawn;

fn checked(text: &str) -> Soundness {
    soundness(&drawn::model(text))
}

/// The verdicts safe, sound, message sound.
fn verdicts(found: &Soundness) -> [Option<bool>; 3] {
    [found.safe, found.sound, found.message_sound]
}

fn rules(found: &Soundness) -> Vec<(Rule, &str)> {
    found.problems.iter().map(|problem| (problem.rule, &*problem.element)).collect()
}

const GOOD: [Option<bool>; 3] = [Some(true); 3];

#[test]
fn a_sequence_is_sound() {
    let found = checked("start s\nuser a\nend e\ns -> a -> e");
    assert_eq!(verdicts(&found), GOOD);
    assert!(found.dead.is_empty() && found.problems.is_empty());
}

#[test]
fn what_was_chosen_cannot_be_joined() {
    let found = checked("start s\nexclusive x\nuser a\nuser b\nparallel j\nend e\ns -> x -> a -> j -> e\nx -> b -> j");
    assert_eq!(verdicts(&found), [Some(true), Some(false), Some(false)]);
    let problem = &found.problems[0];
    assert_eq!((problem.rule, &*problem.element), (Rule::Deadlock, "j"));
    let path: Vec<&str> = problem.path.iter().map(|id| &**id).collect();
    assert_eq!(path, ["s", "x", "a"]);
}

#[test]
fn what_was_split_must_be_joined() {
    let found = checked(
        "start s\nparallel x\nuser a\nuser b\nexclusive j\nuser c\nend e\ns -> x -> a -> j -> c -> e\nx -> b -> j",
    );
    assert_eq!(found.safe, Some(false));
    assert!(
        rules(&found).contains(&(Rule::LackOfSynchronisation, "c_e"))
            || rules(&found).contains(&(Rule::LackOfSynchronisation, "j_c"))
    );
    assert!(rules(&found).contains(&(Rule::EndReachedTwice, "e")));
}

#[test]
fn what_nothing_leads_to_is_dead() {
    let found = checked("start s\nuser a\nuser b\nuser c\nend e\ns -> a -> e\nb -> c -> b");
    assert_eq!(verdicts(&found), GOOD);
    assert_eq!(found.dead, ["b".into(), "c".into()]);
}

#[test]
fn a_loop_without_a_way_out_is_endless() {
    let found = checked("start s\nexclusive x\nuser a\ns -> x -> a -> x");
    assert_eq!(verdicts(&found), [Some(true), Some(false), Some(false)]);
    assert_eq!(found.problems[0].rule, Rule::EndlessLoop);
}

#[test]
fn a_loop_that_leaves_tokens_behind_is_unbounded() {
    let found = checked("start s\nexclusive x\nparallel y\nuser a\nuser b\nend e\ns -> x -> y -> a -> x\ny -> b -> e");
    assert_eq!(found.safe, Some(false));
    assert!(
        found
            .problems
            .iter()
            .any(|problem| problem.rule == Rule::EndlessLoop || problem.rule == Rule::UnboundedRepetition)
    );
}

#[test]
fn a_loop_with_a_way_out_is_sound() {
    let found = checked("start s\nexclusive x\nuser a\nexclusive y\nend e\ns -> x -> a -> y -> e\ny -> x");
    assert_eq!(verdicts(&found), GOOD);
}

#[test]
fn an_inclusive_join_waits_for_what_can_still_come() {
    let found = checked(
        "start s\ninclusive x\nuser a\nuser b\nuser c\ninclusive j\nend e\ns -> x -> a -> j -> e\nx -> b -> j\nx -> c -> j",
    );
    assert_eq!(verdicts(&found), GOOD);
    assert!(found.dead.is_empty());
}

#[test]
fn a_terminate_end_sweeps_the_rest_away() {
    let text =
        |end: &str| format!("start s\nparallel x\nuser a\nuser b\nend e {end}\nend f\ns -> x -> a -> e\nx -> b -> f");
    assert_eq!(verdicts(&checked(&text("terminate"))), GOOD);
    assert_eq!(verdicts(&checked(&text(""))), GOOD);
}

#[test]
fn an_interrupted_task_takes_the_other_way() {
    let found = checked(
        "start s\nuser a\nboundary k on a timer PT1H\nuser late\nexclusive j\nend e\ns -> a -> j -> e\nk -> late -> j",
    );
    assert_eq!(verdicts(&found), GOOD);
    assert!(found.dead.is_empty());
}

#[test]
fn a_reminder_beside_the_task_comes_once_and_a_cycle_again_and_again() {
    let text = |timer: &str| {
        format!(
            "start s\nuser a\nboundary k on a {timer} beside\nuser remind\nend e\nend f\ns -> a -> e\nk -> remind -> f"
        )
    };
    assert_eq!(verdicts(&checked(&text("timer PT1H"))), GOOD);
    assert_eq!(checked(&text("cycle R/PT1H")).safe, Some(false));
}

#[test]
fn an_error_inside_takes_the_way_of_its_boundary_event_only() {
    let found = checked(
        "start s\nsub u {\nstart t\nexclusive x\nuser a\nend bad error\nend good\nt -> x -> a -> good\nx -> bad\n}\n\
         boundary k on u error\nuser mend\nexclusive j\nend e\ns -> u -> j -> e\nk -> mend -> j",
    );
    assert_eq!(verdicts(&found), GOOD);
    assert!(found.dead.is_empty());
    let without = checked(
        "start s\nsub u {\nstart t\nuser a\nend good\nend bad error\ntask y\ntask z\nt -> a -> good\ny -> z -> y\nz -> bad\n}\n\
         boundary k on u error\nuser mend\nexclusive j\nend e\ns -> u -> j -> e\nk -> mend -> j",
    );
    assert_eq!(without.dead, ["y".into(), "z".into(), "mend".into()], "nothing throws the error");
}

#[test]
fn an_event_sub_process_can_interrupt_its_process() {
    let found =
        checked("start s\nuser a\nend e\nevent u {\nstart t message\nuser b\nend f\nt -> b -> f\n}\ns -> a -> e");
    assert_eq!(verdicts(&found), GOOD);
    assert!(found.dead.is_empty());
}

#[test]
fn an_unfinished_branch_keeps_a_sub_process_waiting() {
    let found = checked(
        "start s\nsub u {\nstart t\nexclusive x\nuser a\nuser b\nparallel j\nend f\nt -> x -> a -> j -> f\nx -> b -> j\n}\n\
         boundary k on u timer P1D\nend late\nend e\ns -> u -> e\nk -> late",
    );
    assert_eq!(found.sound, Some(true), "the timer frees it");
    let stuck = checked(
        "start s\nsub u {\nstart t\nexclusive x\nuser a\nuser b\nparallel j\nend f\nt -> x -> a -> j -> f\nx -> b -> j\n}\n\
         end e\ns -> u -> e",
    );
    assert_eq!(stuck.sound, Some(false));
}

#[test]
fn a_signal_is_heard_by_those_who_wait() {
    let found = checked(
        "start s\nparallel x\ncatch c signal\nuser a\nthrow t signal\nparallel j\nend e\ns -> x -> c -> j -> e\nx -> a -> t -> j",
    );
    assert_eq!(found.sound, Some(true), "the catcher waits from the beginning");
    let late = checked(
        "start s\nparallel x\nuser b\ncatch c signal\nthrow t signal\nparallel j\nend e\ns -> x -> b -> c -> j -> e\nx -> t -> j",
    );
    assert_eq!(late.sound, Some(false), "the signal may have come before");
}

#[test]
fn a_message_nobody_takes_is_left() {
    let text = "process p\nstart s\nsend a\nend e\ns -> a -> e\nprocess q\nstart t\nexclusive x\nreceive r\ntask o\nexclusive y\nend f\n\
                t -> x -> r -> y -> f\nx -> o -> y\na ~> r";
    let found = checked(text);
    assert_eq!(verdicts(&found), [Some(true), Some(false), Some(true)]);
    assert!(rules(&found).contains(&(Rule::MessageLeft, "a_r")));
}

#[test]
fn two_who_wait_for_each_other_wait_for_ever() {
    let found = checked(
        "process p\nstart s\nreceive a\nsend b\nend e\ns -> a -> b -> e\n\
         process q\nstart t\nreceive c\nsend d\nend f\nt -> c -> d -> f\nb ~> c\nd ~> a",
    );
    assert_eq!(verdicts(&found), [Some(true), Some(false), Some(false)]);
    assert_eq!(found.dead.len(), 4);
}

#[test]
fn an_event_based_gateway_goes_with_what_comes_first() {
    let found = checked(
        "start s\neventBased x\ncatch a message\ncatch b timer P1D\nexclusive j\nend e\ns -> x -> a -> j -> e\nx -> b -> j",
    );
    assert_eq!(verdicts(&found), GOOD);
}

#[test]
fn links_are_flows() {
    let found = checked("start s\nuser a\nthrow t link L\ncatch c link L\nuser b\nend e\ns -> a -> t\nc -> b -> e");
    assert_eq!(verdicts(&found), GOOD);
    assert!(found.dead.is_empty());
}

#[test]
fn handlers_live_when_something_can_be_compensated() {
    let with =
        "start s\nuser a\nboundary k on a compensate\nuser undo handler\nthrow t compensate\nend e\ns -> a -> t -> e";
    let without = "start s\nuser a\nboundary k on a compensate\nuser undo handler\nend e\ns -> a -> e";
    assert!(checked(with).dead.is_empty());
    assert_eq!(checked(without).dead, ["undo".into()]);
}

#[test]
fn the_inside_of_a_handler_is_looked_at() {
    let with = |inside: &str, throws: &str| {
        format!(
            "start s\nuser a\nboundary k on a compensate\nsub undo isForCompensation=\"true\" {{\nstart t\nuser b\nuser c\nend g\n{inside}\n}}\n\
             undoes k undo\n{throws}\nend e\ns -> a -> w -> e"
        )
    };
    let good = checked(&with("t -> b -> c -> g", "throw w compensate"));
    assert_eq!(verdicts(&good), GOOD);
    assert!(good.dead.is_empty(), "{:?}", good.dead);
    let stuck = checked(&with("exclusive x\nparallel j\nt -> x -> b -> j -> g\nx -> c -> j", "throw w compensate"));
    assert_eq!(stuck.sound, Some(false));
    let problem = stuck.problems.iter().find(|problem| &*problem.element == "j").unwrap();
    assert_eq!(problem.rule, Rule::Deadlock);
    assert!(problem.path.iter().any(|step| &**step == "undo"), "{:?}", problem.path);
    let never = checked(&with("t -> b -> c -> g", "task w"));
    assert_eq!(never.dead, ["undo".into(), "b".into(), "c".into()]);
}

#[test]
fn a_cancelled_transaction_waits_for_its_handlers() {
    let text = |inside: &str| {
        format!(
            "start s\nsub t {{\nstart u\nuser a\nboundary k on a compensate\nsub undo isForCompensation=\"true\" {{\nstart v\nuser b\nend g\n{inside}\n}}\n\
             undoes k undo\nend c cancel\nu -> a -> c\n}}\nboundary x on t cancel\nend e\nend f\ns -> t -> e\nx -> f"
        )
    };
    let document =
        |inside: &str| drawn::document(&text(inside)).replacen("<subProcess id=\"t\">", "<transaction id=\"t\">", 1);
    let close = |document: String| {
        let at = document.rfind("</subProcess>").unwrap();
        format!("{}</transaction>{}", &document[..at], &document[at + "</subProcess>".len()..])
    };
    let read = |inside: &str| process::bpmn::read(close(document(inside)).as_bytes()).unwrap();
    assert_eq!(verdicts(&soundness(&read("v -> b -> g"))), GOOD);
    let stuck = soundness(&read("parallel j\nuser d\nv -> b -> j -> g\nd -> j\nexclusive z\nz -> d"));
    assert_eq!(stuck.sound, Some(true), "what begins by itself joins: {:?}", stuck.problems);
    let endless = soundness(&read("exclusive z\nv -> z -> b -> z"));
    assert_eq!(endless.sound, Some(false));
}

#[test]
fn a_complex_gateway_is_not_decided() {
    let found = checked("start s\ncomplex x\nuser a\nend e\ns -> x -> a -> e");
    assert_eq!(verdicts(&found), [None; 3]);
    assert!(rules(&found).contains(&(Rule::NotDecided, "x")));
}

#[test]
fn many_parallel_tasks_need_few_states() {
    let mut text = String::from("start s\nparallel x\nparallel j\nend e\ns -> x\nj -> e\n");
    for at in 0..17 {
        text.push_str(&format!("user a{at}\nx -> a{at} -> j\n"));
    }
    let model = drawn::model(&text);
    let found = soundness(&model);
    assert_eq!(verdicts(&found), GOOD);
    assert!(found.states < 10, "{} states", found.states);
    // State by state there are 2^17 and a few; the answer within a bound below that is that there is none.
    let bounds = Bounds { states: 1_000, steps: 10_000, ..Bounds::default() };
    let full = soundness_within(&model, bounds, false);
    assert_eq!(verdicts(&full), [None; 3]);
    assert!(full.dead.is_empty(), "what isn't known isn't called dead");
}

#[test]
fn a_parallel_event_based_gateway_waits_for_all_its_events() {
    let gateway = "eventBased x instantiate=\"true\" eventGatewayType=\"Parallel\"\ncatch a message\ncatch b message\n";
    let joined = format!("{gateway}parallel j\nend e\nx -> a -> j -> e\nx -> b -> j");
    assert_eq!(verdicts(&checked(&joined)), GOOD);
    let merged = format!("{gateway}exclusive j\nend e\nx -> a -> j -> e\nx -> b -> j");
    assert_eq!(checked(&merged).safe, Some(false));
}

#[test]
fn what_items_throw_may_come_while_their_activity_runs() {
    let text = "start s\nuser a\nboundary k on a signal\nuser b\nend e\ns -> a -> e\nk -> b -> e";
    let document = drawn::document(text)
        .replace("<process id=\"p\"", "<signalEventDefinition id=\"told\" signalRef=\"signal1\"/><process id=\"p\"")
        .replace(
            "<userTask id=\"a\"/>",
            "<userTask id=\"a\"><multiInstanceLoopCharacteristics behavior=\"One\" oneBehaviorEventRef=\"told\">\
             <loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>",
        );
    let model = process::bpmn::read(document.as_bytes()).unwrap();
    assert!(process::executable::executable(&model).is_ok());
    let found = soundness(&model);
    assert_eq!(verdicts(&found), GOOD);
    assert!(found.dead.is_empty());
}

/// Many of a kind between a split and a join.
fn side_by_side(count: usize, each: impl Fn(usize) -> String) -> Soundness {
    let mut text = String::from("start s\nparallel x\nparallel j\nend e\ns -> x\nj -> e\n");
    for at in 0..count {
        text.push_str(&each(at));
    }
    checked(&text)
}

#[test]
fn many_side_by_side_with_timers_of_their_own_need_few_states() {
    let sub = |at: usize, more: &str| {
        format!(
            "sub u{at} {{\nstart t{at}\nuser a{at}\nuser c{at}\nend g{at}\nt{at} -> a{at} -> c{at} -> g{at}\n{more}}}\n"
        )
    };
    let limited = |at: usize| {
        let inner = format!("boundary d{at} on a{at} timer PT1H\nd{at} -> c{at}\n");
        let outer = format!(
            "boundary b{at} on u{at} timer P1D\nuser l{at}\nexclusive m{at}\nx -> u{at} -> m{at} -> j\nb{at} -> l{at} -> m{at}\n"
        );
        sub(at, &inner) + &outer
    };
    let reminded = |at: usize| {
        let outer = format!(
            "boundary b{at} on u{at} timer P1D beside\nuser l{at}\nend f{at}\nx -> u{at} -> j\nb{at} -> l{at} -> f{at}\n"
        );
        sub(at, "") + &outer
    };
    let with_event = |at: usize| {
        let inner = format!("event v{at} {{\nstart w{at} timer PT1H beside\nuser z{at}\nw{at} -> z{at}\n}}\n");
        sub(at, &inner) + &format!("x -> u{at} -> j\n")
    };
    let task_reminded = |at: usize| {
        format!(
            "user a{at}\nboundary b{at} on a{at} timer PT1H beside\nuser l{at}\nend f{at}\nx -> a{at} -> j\nb{at} -> l{at} -> f{at}\n"
        )
    };
    let kinds: [&dyn Fn(usize) -> String; 4] = [&limited, &reminded, &with_event, &task_reminded];
    for each in kinds {
        let found = side_by_side(30, each);
        assert_eq!(verdicts(&found), GOOD, "{}", each(0));
        assert!(found.dead.is_empty() && found.states < 10, "{} states: {}", found.states, each(0));
    }
    // What is wrong inside is found inside.
    let stuck = |at: usize| {
        if at > 0 {
            return sub(at, "") + &format!("x -> u{at} -> j\n");
        }
        "sub u0 {\nstart t0\nexclusive q\nuser a0\nuser c0\nparallel y\nend g0\nt0 -> q -> a0 -> y -> g0\nq -> c0 -> y\n}\nx -> u0 -> j\n"
            .to_owned()
    };
    let found = side_by_side(10, stuck);
    assert_eq!(found.sound, Some(false));
    assert!(rules(&found).contains(&(Rule::Deadlock, "y")), "{:?}", found.problems);
}
