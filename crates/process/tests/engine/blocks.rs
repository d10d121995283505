//! Random models made of blocks: whatever they do, they can finish. A block is written as BPMN and read by the reader
//! that everyone uses, so that the properties hold for the whole way.

use std::fmt::Write as _;

use proptest::prelude::*;

/// A part of a model with one way in and one way out.
#[derive(Debug, Clone)]
pub enum Block {
    Task,
    /// A script that counts.
    Script,
    Sequence(Vec<Block>),
    /// One of several, by a number.
    Choice(Vec<Block>),
    Parallel(Vec<Block>),
    /// Some of several; bit by bit of a number.
    Inclusive(Vec<Block>),
    /// Until a counter has come so far.
    Again(Box<Block>, u8),
    Subprocess(Box<Block>),
    /// Items in parallel or in sequence.
    Items(Box<Block>, u8, bool),
    /// A task with a boundary timer, which interrupts or not.
    Limited(bool),
    /// Waits for a timer.
    Pause,
}

pub fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        4 => Just(Block::Task),
        2 => Just(Block::Script),
        1 => any::<bool>().prop_map(Block::Limited),
        1 => Just(Block::Pause),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let several = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            3 => several().prop_map(Block::Sequence),
            2 => several().prop_map(Block::Choice),
            2 => several().prop_map(Block::Parallel),
            2 => several().prop_map(Block::Inclusive),
            1 => (inner.clone(), 1..3_u8).prop_map(|(block, turns)| Block::Again(Box::new(block), turns)),
            1 => inner.clone().prop_map(|block| Block::Subprocess(Box::new(block))),
            1 => (inner, 0..4_u8, any::<bool>()).prop_map(|(block, items, seq)| Block::Items(Box::new(block), items, seq)),
        ]
    })
}

/// The model as BPMN: `p` with start, block, end. Choices read the variable `pick`.
pub fn bpmn(block: &Block) -> String {
    let mut writer = Writer::default();
    let start = writer.node("startEvent", "");
    let (first, last) = writer.block(block);
    let end = writer.node("endEvent", "");
    writer.flow(&start, &first, "");
    writer.flow(&last, &end, "");
    format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\" targetNamespace=\"urn:t\">\
         <process id=\"p\" isExecutable=\"true\">{}</process></definitions>",
        writer.out
    )
}

#[derive(Default)]
struct Writer {
    out: String,
    count: u32,
}

impl Writer {
    fn id(&mut self) -> String {
        self.count += 1;
        format!("n{}", self.count)
    }

    fn node(&mut self, tag: &str, inner: &str) -> String {
        let id = self.id();
        self.put(&format!("<{tag} id=\"{id}\">{inner}</{tag}>"));
        id
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn flow(&mut self, from: &str, to: &str, condition: &str) {
        let id = self.id();
        let inner = if condition.is_empty() {
            String::new()
        } else {
            format!("<conditionExpression>{condition}</conditionExpression>")
        };
        write!(self.out, "<sequenceFlow id=\"{id}\" sourceRef=\"{from}\" targetRef=\"{to}\">{inner}</sequenceFlow>")
            .unwrap();
    }

    /// A gateway whose default flow leads to the last of these, from where `bar` comes after.
    fn gate(&mut self, tag: &str, blocks: &[Block], conditions: impl Fn(usize) -> String) -> (String, String) {
        let (open, close) = (self.id(), self.id());
        let mut default = String::new();
        let mut flows = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            let (first, last) = self.block(block);
            let condition = conditions(at);
            if condition.is_empty() && tag != "parallelGateway" {
                default = format!("{open}d");
                self.put(&format!("<sequenceFlow id=\"{open}d\" sourceRef=\"{open}\" targetRef=\"{first}\"/>"));
            } else {
                flows.push((first, condition));
            }
            self.flow(&last, &close, "");
        }
        for (first, condition) in flows {
            self.flow(&open, &first, &condition);
        }
        let default = if default.is_empty() { String::new() } else { format!(" default=\"{default}\"") };
        self.put(&format!("<{tag} id=\"{open}\"{default}/><{tag} id=\"{close}\"/>"));
        (open, close)
    }

    fn block(&mut self, block: &Block) -> (String, String) {
        match block {
            Block::Task => self.single("userTask", ""),
            Block::Script => self.single("scriptTask", "<script>{ done: done + 1 }</script>"),
            Block::Sequence(blocks) => {
                let ends: Vec<_> = blocks.iter().map(|block| self.block(block)).collect();
                for pair in ends.windows(2) {
                    self.flow(&pair[0].1, &pair[1].0, "");
                }
                (ends[0].0.clone(), ends[ends.len() - 1].1.clone())
            }
            Block::Choice(blocks) => {
                let last = blocks.len() - 1;
                self.gate("exclusiveGateway", blocks, |at| {
                    if at == last { String::new() } else { format!("modulo(pick, {}) = {at}", last + 1) }
                })
            }
            Block::Parallel(blocks) => self.gate("parallelGateway", blocks, |_| String::new()),
            Block::Inclusive(blocks) => {
                let last = blocks.len() - 1;
                self.gate("inclusiveGateway", blocks, |at| {
                    if at == last { String::new() } else { format!("modulo(floor(pick / {}), 2) = 1", 1 << at) }
                })
            }
            Block::Again(block, turns) => {
                let (first, last) = self.block(block);
                let (count, enter, back) = (self.id(), self.id(), self.id());
                self.put(&format!(
                    "<scriptTask id=\"{count}\"><script>{{ c{count}: (if c{count} = null then 0 else c{count}) + 1 }}</script></scriptTask>\
                     <exclusiveGateway id=\"{enter}\"/><exclusiveGateway id=\"{back}\" default=\"{back}d\"/>"
                ));
                self.flow(&enter, &first, "");
                self.flow(&last, &count, "");
                self.flow(&count, &back, "");
                self.flow(&back, &enter, &format!("c{count} &lt; {turns}"));
                let out = self.node("task", "");
                self.put(&format!("<sequenceFlow id=\"{back}d\" sourceRef=\"{back}\" targetRef=\"{out}\"/>"));
                (enter, out)
            }
            Block::Subprocess(block) => self.container(block, ""),
            Block::Items(block, items, is_sequential) => {
                let multi = format!(
                    "<multiInstanceLoopCharacteristics isSequential=\"{is_sequential}\"><loopCardinality>{items}\
                     </loopCardinality></multiInstanceLoopCharacteristics>"
                );
                self.container(block, &multi)
            }
            Block::Limited(is_interrupting) => {
                let task = self.id();
                let late = self.id();
                let end = self.node("exclusiveGateway", "");
                self.put(&format!(
                    "<userTask id=\"{task}\"/><boundaryEvent id=\"{late}\" attachedToRef=\"{task}\" \
                     cancelActivity=\"{is_interrupting}\"><timerEventDefinition><timeDuration>PT1H</timeDuration>\
                     </timerEventDefinition></boundaryEvent>"
                ));
                self.flow(&task, &end, "");
                if *is_interrupting {
                    self.flow(&late, &end, "");
                } else {
                    let remind = self.node("endEvent", "");
                    self.flow(&late, &remind, "");
                }
                (task, end)
            }
            Block::Pause => self.single(
                "intermediateCatchEvent",
                "<timerEventDefinition><timeDuration>PT10M</timeDuration></timerEventDefinition>",
            ),
        }
    }

    fn single(&mut self, tag: &str, inner: &str) -> (String, String) {
        let id = self.node(tag, inner);
        (id.clone(), id)
    }

    fn container(&mut self, block: &Block, repeat: &str) -> (String, String) {
        let id = self.id();
        self.put(&format!("<subProcess id=\"{id}\">{repeat}"));
        let start = self.node("startEvent", "");
        let (first, last) = self.block(block);
        let end = self.node("endEvent", "");
        self.flow(&start, &first, "");
        self.flow(&last, &end, "");
        self.put("</subProcess>");
        (id.clone(), id)
    }
}
