//! The linter's reduction changes no answer: over random models, sound and not, what is said after it equals what the
//! search state by state says.

use process::lint::{Bounds, Rule, Soundness, soundness_within};
use proptest::prelude::*;

use crate::drawn;

/// What is compared: verdicts and dead activities.
fn said(found: &Soundness) -> (Option<bool>, Option<bool>, Option<bool>, Vec<Box<str>>) {
    (found.safe, found.sound, found.message_sound, found.dead.clone())
}

fn agree(text: &str) -> Result<(), TestCaseError> {
    let model = drawn::model(text);
    let bounds = Bounds { states: 20_000, steps: 200_000, ..Bounds::default() };
    let full = soundness_within(&model, bounds, false);
    let reduced = soundness_within(&model, bounds, true);
    if full.sound.is_none() || full.safe.is_none() {
        // The full search gave up; then the reduced may know more, not otherwise.
        return Ok(());
    }
    if full.problems.iter().any(|problem| problem.rule == Rule::UnboundedRepetition) {
        // Tokens that only queue up to be let go have no bound state by state, and one after reduction.
        prop_assert_eq!(reduced.safe, Some(false), "{}", text);
        return Ok(());
    }
    prop_assert_eq!(said(&full), said(&reduced), "{}", text);
    Ok(())
}

const KINDS: [&str; 9] =
    ["task", "user", "exclusive", "parallel", "inclusive", "exclusive", "parallel", "task", "throw"];

/// Nodes of any kind with flows between any of them: mostly not sound.
pub fn tangle() -> impl Strategy<Value = String> {
    let kinds = prop::collection::vec(0..KINDS.len(), 2..8);
    let flows = prop::collection::vec((0..9_usize, 0..9_usize), 2..12);
    (kinds, flows, any::<[bool; 4]>()).prop_map(|(kinds, flows, extras)| {
        let mut text = String::from("start s\nend e\n");
        let end = if extras[0] { "terminate" } else { "" };
        text.push_str(&format!("end f {end}\n"));
        let count = kinds.len();
        for (at, kind) in kinds.iter().enumerate() {
            text.push_str(&format!("{} n{at}\n", KINDS[*kind]));
        }
        text.push_str("s -> n0\n");
        let mut known = Vec::new();
        for (from, to) in flows {
            let from = from % count;
            let to = if to >= count { to } else { to % count };
            let target =
                if to >= count { if to % 2 == 0 { "e".to_owned() } else { "f".to_owned() } } else { format!("n{to}") };
            if !known.contains(&(from, target.clone())) {
                text.push_str(&format!("n{from} -> {target}\n"));
                known.push((from, target));
            }
        }
        let host = kinds.iter().position(|kind| KINDS[*kind] == "user").filter(|_| extras[1]);
        if let Some(at) = host {
            let (beside, to) = (if extras[2] { "beside" } else { "" }, if extras[3] { "e" } else { "n0" });
            text.push_str(&format!("boundary k on n{at} timer PT1H {beside}\ntask late\nk -> late -> {to}\n"));
        }
        text
    })
}

/// A block: sequence, choice, parallel, inclusive, loop, sub-process with boundary.
#[derive(Debug, Clone)]
enum Block {
    Task,
    Wait,
    /// A task with a reminder beside it that has an end of its own, or none.
    Reminded(bool),
    /// A task that is undone by a sub-process.
    Undone,
    Hear,
    Tell,
    Sequence(Vec<Block>),
    Split(&'static str, &'static str, Vec<Block>),
    Loop(Box<Block>),
    Sub(Box<Block>, u8),
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![3 => Just(Block::Task), 1 => Just(Block::Wait),
        1 => any::<bool>().prop_map(Block::Reminded), 1 => Just(Block::Undone), 1 => Just(Block::Hear), 1 => Just(Block::Tell)];
    leaf.prop_recursive(3, 10, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Block::Sequence),
            some.clone().prop_map(|parts| Block::Split("exclusive", "exclusive", parts)),
            some.clone().prop_map(|parts| Block::Split("parallel", "parallel", parts)),
            some.clone().prop_map(|parts| Block::Split("inclusive", "inclusive", parts)),
            // Seldom right.
            some.clone().prop_map(|parts| Block::Split("parallel", "exclusive", parts)),
            some.clone().prop_map(|parts| Block::Split("inclusive", "parallel", parts)),
            some.prop_map(|parts| Block::Split("parallel", "inclusive", parts)),
            inner.clone().prop_map(|part| Block::Loop(Box::new(part))),
            (inner, 0..6_u8).prop_map(|(part, form)| Block::Sub(Box::new(part), form)),
        ]
    })
}

struct Writing {
    text: String,
    next: usize,
    last: String,
}

impl Writing {
    fn fresh(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    /// Writes a block's nodes and flows; its first and last node.
    fn block(&mut self, block: &Block) -> (String, String) {
        let at = self.fresh();
        match block {
            Block::Task => {
                self.text.push_str(&format!("task n{at}\n"));
                (format!("n{at}"), format!("n{at}"))
            }
            Block::Wait => {
                self.text.push_str(&format!("catch n{at} timer PT1H\n"));
                (format!("n{at}"), format!("n{at}"))
            }
            Block::Reminded(has_end) => {
                self.text.push_str(&format!(
                    "user n{at}\nboundary b{at} on n{at} timer PT1H beside\nuser r{at}\nb{at} -> r{at}\n"
                ));
                if *has_end {
                    self.text.push_str(&format!("end f{at}\nr{at} -> f{at}\n"));
                }
                (format!("n{at}"), format!("n{at}"))
            }
            Block::Undone => {
                self.text.push_str(&format!(
                    "user n{at}\nboundary k{at} on n{at} compensate\nsub h{at} isForCompensation=\"true\" {{\nstart o{at}\nuser i{at}\nend j{at}\n\
                     o{at} -> i{at} -> j{at}\n}}\nundoes k{at} h{at}\nthrow w{at} compensate\nn{at} -> w{at}\n"
                ));
                (format!("n{at}"), format!("w{at}"))
            }
            Block::Hear => {
                self.text.push_str(&format!("catch n{at} signal\n"));
                (format!("n{at}"), format!("n{at}"))
            }
            Block::Tell => {
                self.text.push_str(&format!("throw n{at} signal\n"));
                (format!("n{at}"), format!("n{at}"))
            }
            Block::Sequence(parts) => {
                let mut ends: Option<(String, String)> = None;
                for part in parts {
                    let (first, last) = self.block(part);
                    ends = Some(match ends {
                        None => (first, last),
                        Some((begin, before)) => {
                            self.text.push_str(&format!("{before} -> {first}\n"));
                            (begin, last)
                        }
                    });
                }
                ends.unwrap()
            }
            Block::Split(split, join, parts) => {
                self.text.push_str(&format!("{split} x{at}\n{join} y{at}\n"));
                for part in parts {
                    let (first, last) = self.block(part);
                    self.text.push_str(&format!("x{at} -> {first}\n{last} -> y{at}\n"));
                }
                (format!("x{at}"), format!("y{at}"))
            }
            Block::Loop(part) => {
                let (first, last) = self.block(part);
                self.text.push_str(&format!(
                    "exclusive x{at}\nexclusive y{at}\nx{at} -> {first}\n{last} -> y{at}\ny{at} -> x{at}\n"
                ));
                (format!("x{at}"), format!("y{at}"))
            }
            Block::Sub(part, form) => {
                self.text.push_str(&format!("sub u{at} {{\nstart s{at}\nend e{at}\n"));
                let (first, last) = self.block(part);
                if let 2 | 3 = form {
                    let beside = if *form == 2 { "beside" } else { "" };
                    self.text.push_str(&format!(
                        "event v{at} {{\nstart w{at} timer PT1H {beside}\nuser z{at}\nend g{at}\nw{at} -> z{at} -> g{at}\n}}\n"
                    ));
                }
                self.text
                    .push_str(&format!("s{at} -> {first}\n{last} -> e{at}\n}}\nexclusive y{at}\nu{at} -> y{at}\n"));
                match form {
                    0 => self.text.push_str(&format!("boundary b{at} on u{at} timer PT1H\nb{at} -> y{at}\n")),
                    1 => self
                        .text
                        .push_str(&format!("boundary b{at} on u{at} timer PT1H beside\ntask r{at}\nb{at} -> r{at}\n")),
                    _ => {}
                }
                (format!("u{at}"), format!("y{at}"))
            }
        }
    }
}

/// One process made of blocks.
pub fn one_pool() -> impl Strategy<Value = String> {
    block().prop_map(|block| one(&block).text)
}

fn one(block: &Block) -> Writing {
    let mut writing = Writing { text: String::new(), next: 0, last: String::new() };
    writing.text.push_str("process p\nstart s\nend e\n");
    let (begin, end) = writing.block(block);
    writing.text.push_str(&format!("s -> {begin}\n{end} -> e\n"));
    writing.last = end;
    writing
}

fn blocks() -> impl Strategy<Value = String> {
    (block(), prop::option::of(block())).prop_map(|(first, second)| {
        let mut writing = one(&first);
        let end = writing.last.clone();
        if let Some(second) = second {
            // A second pool that waits for the first and answers it.
            writing.text.push_str("send ask\nreceive hear\n");
            writing.text.push_str(&format!("{end} -> ask -> hear -> e\n"));
            writing.text = writing.text.replacen(&format!("{end} -> e\n"), "", 1);
            writing.text.push_str("process q\nstart t message\nsend answer\nend f\n");
            let (begin, end) = writing.block(&second);
            writing.text.push_str(&format!("t -> {begin}\n{end} -> answer -> f\nask ~> t\nanswer ~> hear\n"));
        }
        writing.text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_tangle_is_judged_alike(text in tangle()) {
        agree(&text)?;
    }

    #[test]
    fn blocks_are_judged_alike(text in blocks()) {
        agree(&text)?;
    }
}
