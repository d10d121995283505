//! Analysis of decision tables 决策表分析: combinations of inputs that no rule answers, that several do, and rules
//! that never decide. It looks at cells that compare with constants; what computes is named as not understood.

mod cells;

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use self::cells::Column;
use super::model::{Kind, Model};
use super::table::{Hit, Table};
use crate::feel::Value;
use crate::feel::ast::{End, Node};

/// Cells looked at of one table before the search gives up.
const MOST_WORK: usize = 5_000_000;
/// Longer tables aren't searched.
const MOST_RULES: usize = 5_000;
/// Findings of one kind that are listed.
const MOST_LISTED: usize = 50;

/// What was found in one table.
#[derive(Debug, Clone, Serialize)]
pub struct Analysis {
    /// The decision or knowledge model that it belongs to.
    pub table: String,
    pub hit_policy: &'static str,
    /// Combinations of inputs that no rule answers; none where there are outputs by default.
    pub gaps: Vec<Region>,
    pub overlaps: Vec<Overlap>,
    /// Rules that never decide.
    pub masked: Vec<Masked>,
    /// Rules with a cell that computes: taken for answering gaps, left out of the rest.
    pub not_understood: Vec<usize>,
    /// The search ended before all was seen, or more was found than is listed.
    pub cut: bool,
}

/// A part of what inputs may be: what each input is. Inputs that may be anything are left out.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Region(pub Vec<Side>);

/// One input of a region.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Side {
    pub input: String,
    /// As FEEL writes it: `[50..150)`, `"shop"`; `not("a", "b")` for what is none of them.
    pub test: String,
}

/// Two rules that hold at once.
#[derive(Debug, Clone, Serialize)]
pub struct Overlap {
    /// Numbers from 1.
    pub rules: [usize; 2],
    /// An example.
    pub region: Region,
    /// Their outputs differ, or the hit policy forbids that both hold.
    pub conflict: bool,
}

/// A rule that never decides.
#[derive(Debug, Clone, Serialize)]
pub struct Masked {
    /// From 1.
    pub rule: usize,
    /// The rules that always go before it; none where its own cells can't hold.
    pub by: Vec<usize>,
}

impl Model {
    /// Looks at every decision table of the model.
    #[must_use]
    pub fn analyse(&self) -> Vec<Analysis> {
        let mut tables = Vec::new();
        for node in self.0.nodes.iter().filter(|node| node.path.is_empty()) {
            match &node.kind {
                Kind::Decision { logic: Some(logic), .. } => collect(logic, &mut tables),
                Kind::Knowledge { definition: Some(definition) } => {
                    if let Some(body) = &definition.body {
                        collect(body, &mut tables);
                    }
                }
                _ => {}
            }
        }
        tables.into_iter().map(|table| Search::new(table, &self.0.types).run()).collect()
    }
}

/// The tables inside of a compiled expression.
fn collect<'n>(node: &'n Node, out: &mut Vec<&'n Table>) {
    match node {
        Node::Table(table) => out.push(table),
        Node::Coerce(inner, _) | Node::Negate(inner) | Node::Path(inner, _) => collect(inner, out),
        Node::Context(entries) => entries.iter().for_each(|entry| collect(&entry.value, out)),
        Node::List(items) => items.iter().for_each(|item| collect(item, out)),
        Node::If(parts) => parts.iter().for_each(|part| collect(part, out)),
        Node::Function(definition) => definition.body.iter().for_each(|body| collect(body, out)),
        Node::Call(call) => {
            collect(&call.function, out);
            call.arguments.iter().for_each(|argument| collect(argument, out));
        }
        Node::For(parts) => collect(&parts.body, out),
        Node::Filter { list, condition, .. } => {
            collect(list, out);
            collect(condition, out);
        }
        Node::Range(ends) => {
            for end in ends.iter() {
                if let End::Included(inner) | End::Excluded(inner) = end {
                    collect(inner, out);
                }
            }
        }
        _ => {}
    }
}

struct Search<'t> {
    table: &'t Table,
    columns: Vec<Column>,
    /// By rule: whether all its cells are understood.
    clear: Vec<bool>,
    work: usize,
    out: Analysis,
    pairs: BTreeMap<(usize, usize), Region>,
    /// By rule: it decides somewhere; it holds somewhere; the rules that went before it.
    decides: Vec<bool>,
    holds: Vec<bool>,
    before: Vec<Vec<usize>>,
    ranks: Vec<Option<Vec<usize>>>,
}

impl<'t> Search<'t> {
    fn new(table: &'t Table, types: &crate::feel::types::Types) -> Self {
        let count = table.rules.len();
        let mut clear = vec![true; count];
        let columns = (0..table.inputs.len()).map(|at| Column::of(table, at, types, &mut clear)).collect();
        let not_understood = clear.iter().enumerate().filter(|(_, clear)| !**clear).map(|(at, _)| at + 1).collect();
        let out = Analysis {
            table: table.name.to_string(),
            hit_policy: table.hit.letter(),
            gaps: Vec::new(),
            overlaps: Vec::new(),
            masked: Vec::new(),
            not_understood,
            cut: false,
        };
        let ranks = (0..count).map(|rule| rank(table, rule)).collect();
        Self {
            table,
            columns,
            clear,
            work: 0,
            out,
            pairs: BTreeMap::new(),
            decides: vec![false; count],
            holds: vec![false; count],
            before: vec![Vec::new(); count],
            ranks,
        }
    }

    fn run(mut self) -> Analysis {
        if self.table.rules.len() > MOST_RULES {
            self.out.cut = true;
            return self.out;
        }
        let all: Vec<usize> = (0..self.table.rules.len()).collect();
        self.visit(0, &all, &mut Vec::new());
        if self.table.outputs.iter().any(|output| output.default.is_some()) {
            self.out.gaps.clear();
        }
        for ((a, b), region) in std::mem::take(&mut self.pairs) {
            let differ = self.differ(a, b);
            let conflict = match self.table.hit {
                Hit::Unique => true,
                Hit::Any => differ,
                _ => false,
            };
            self.out.overlaps.push(Overlap { rules: [a + 1, b + 1], region, conflict });
        }
        if !self.out.cut {
            for rule in 0..self.table.rules.len() {
                let clear = self.clear.get(rule).copied().unwrap_or(false);
                if clear && !self.decides.get(rule).copied().unwrap_or(true) {
                    let by = self.before.get(rule).map(|by| by.iter().map(|at| at + 1).collect()).unwrap_or_default();
                    self.out.masked.push(Masked { rule: rule + 1, by });
                }
            }
        }
        self.out.cut |= self.out.gaps.len() > MOST_LISTED || self.out.overlaps.len() > MOST_LISTED;
        self.out.gaps.truncate(MOST_LISTED);
        self.out.overlaps.truncate(MOST_LISTED);
        self.out
    }

    /// Splits a region along the next column by which rules still hold.
    fn visit(&mut self, column: usize, active: &[usize], path: &mut Vec<Option<String>>) {
        let atoms = self.columns.get(column).map_or(1, Column::atoms);
        self.work += 1 + atoms * active.len();
        if self.work > MOST_WORK {
            self.out.cut = true;
            return;
        }
        if active.is_empty() {
            if self.out.gaps.len() <= MOST_LISTED {
                let region = self.region(path);
                self.out.gaps.push(region);
            }
            return;
        }
        let Some(here) = self.columns.get(column) else {
            self.leaf(active, path);
            return;
        };
        // Atoms in which the same rules hold are one part.
        let mut parts: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        let mut places: HashMap<Vec<usize>, usize> = HashMap::new();
        for atom in 0..here.atoms() {
            let still: Vec<usize> = active.iter().copied().filter(|rule| here.holds(*rule, atom)).collect();
            match places.get(&still).and_then(|place| parts.get_mut(*place)) {
                Some((_, atoms)) => atoms.push(atom),
                None => {
                    places.insert(still.clone(), parts.len());
                    parts.push((still, vec![atom]));
                }
            }
        }
        let texts: Vec<Option<String>> = parts.iter().map(|(_, atoms)| here.text(atoms)).collect();
        for ((rules, _), text) in parts.iter().zip(texts) {
            path.push(text);
            self.visit(column + 1, rules, path);
            path.pop();
        }
    }

    fn region(&self, path: &[Option<String>]) -> Region {
        let sides = path
            .iter()
            .zip(&self.table.inputs)
            .filter_map(|(text, input)| Some(Side { input: input.label.to_string(), test: text.clone()? }));
        Region(sides.collect())
    }

    /// A region in which all these rules hold.
    fn leaf(&mut self, active: &[usize], path: &[Option<String>]) {
        let clear: Vec<usize> = active.iter().copied().filter(|rule| self.clear.get(*rule) == Some(&true)).collect();
        let first = match self.table.hit {
            Hit::First => clear.iter().copied().min(),
            Hit::Priority => clear.iter().copied().min_by_key(|rule| (self.ranks.get(*rule).cloned().flatten(), *rule)),
            _ => None,
        };
        // A rule that isn't understood may hold here or not: it hides nothing.
        for rule in &clear {
            if first.is_none_or(|first| first == *rule) {
                if let Some(decides) = self.decides.get_mut(*rule) {
                    *decides = true;
                }
            } else if let (Some(first), Some(before)) = (first, self.before.get_mut(*rule))
                && !before.contains(&first)
            {
                before.push(first);
            }
            if let Some(holds) = self.holds.get_mut(*rule) {
                *holds = true;
            }
        }
        for (at, a) in clear.iter().enumerate() {
            for b in clear.iter().skip(at + 1) {
                if !self.pairs.contains_key(&(*a, *b)) {
                    if self.pairs.len() > 20 * MOST_LISTED {
                        self.out.cut = true;
                        return;
                    }
                    let region = self.region(path);
                    self.pairs.insert((*a, *b), region);
                }
            }
        }
    }

    /// Whether the outputs of two rules are other constants.
    fn differ(&self, a: usize, b: usize) -> bool {
        let (Some(a), Some(b)) = (self.table.rules.get(a), self.table.rules.get(b)) else { return false };
        a.outputs.iter().zip(&b.outputs).any(|pair| match pair {
            (Node::Literal(a), Node::Literal(b)) => format!("{a:?}") != format!("{b:?}"),
            _ => true,
        })
    }
}

/// The place of a rule's outputs among the allowed values, where both are constants.
fn rank(table: &Table, rule: usize) -> Option<Vec<usize>> {
    let rule = table.rules.get(rule)?;
    let places = rule.outputs.iter().zip(&table.outputs).map(|(node, output)| {
        let Node::Literal(value) = node else { return None };
        let same = |node: &Node| matches!(node, Node::Literal(listed) if same(listed, value));
        Some(output.priorities.iter().position(same).unwrap_or(output.priorities.len()))
    });
    places.collect()
}

fn same(a: &Value, b: &Value) -> bool {
    format!("{a:?}") == format!("{b:?}")
}
