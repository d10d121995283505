//! Boxed expressions (DMN 1.5, 7.3 and 10.2) become the same compiled form as text.

use std::sync::Arc;

use super::items::Items;
use super::model::Finding;
use super::read::finding;
use super::table::{Hit, Input, Output, Rule, Table};
use super::xml::Element;
use crate::feel::ast::{Call, Definition, Entry, For, Iterator, Node, Quantified, Test, Tests};
use crate::feel::lexical::{Lexical, Shared, normal};
use crate::feel::parser::{MOST_BOUND, Parser};
use crate::feel::types::Type;
use crate::feel::{SyntaxError, Value};

const EXPRESSIONS: [&str; 12] = [
    "literalExpression",
    "decisionTable",
    "context",
    "list",
    "relation",
    "invocation",
    "functionDefinition",
    "conditional",
    "filter",
    "for",
    "every",
    "some",
];

/// Compiles the logic of one element.
pub(super) struct Compiler<'i> {
    pub lexical: Lexical,
    pub findings: Vec<Finding>,
    document: usize,
    owner: Arc<str>,
    items: &'i Items,
}

impl<'i> Compiler<'i> {
    pub(super) fn new(document: usize, owner: &Arc<str>, items: &'i Items, shared: Arc<Shared>) -> Self {
        let lexical = Lexical::sharing(shared);
        Self { lexical, findings: Vec::new(), document, owner: owner.clone(), items }
    }

    /// The logic of a decision; `None` where it has none.
    pub(super) fn logic(&mut self, element: &Element, result: &Type) -> Option<Node> {
        let expression = expression(element)?;
        let owner = self.owner.clone();
        Some(self.boxed(expression, &owner, result))
    }

    /// The function of a knowledge model, which may call itself.
    pub(super) fn knowledge(&mut self, element: &Element, name: &str, result: Type) -> Option<Definition> {
        let logic = element.child("encapsulatedLogic")?;
        let own = self.lexical.bind(name);
        let mut definition = self.definition(logic);
        definition.own = Some(own);
        definition.result = result;
        Some(definition)
    }

    fn type_of(&self, element: &Element) -> Type {
        self.items.of(element.attribute("typeRef"), self.document)
    }

    fn boxed(&mut self, element: &Element, owner: &Arc<str>, result: &Type) -> Node {
        let node = match element.name.as_str() {
            "literalExpression" => self.literal(element),
            "decisionTable" => self.table(element, owner, result),
            "context" => self.context(element, owner),
            "list" => Node::List(self.expressions(element, owner)),
            "relation" => self.relation(element, owner),
            "invocation" => self.invocation(element, owner),
            // Its type is one of functions, or what it gives.
            "functionDefinition" => {
                let mut definition = self.definition(element);
                definition.result = self.items.result(self.type_of(element));
                return Node::Function(Arc::new(definition));
            }
            "conditional" => {
                let mut part = |name| self.part(element, name, owner);
                Node::If(Box::new([part("if"), part("then"), part("else")]))
            }
            "filter" => self.filter(element, owner),
            "for" => self.iteration(element, owner),
            _ => self.quantified(element, owner),
        };
        match self.type_of(element) {
            Type::Any => node,
            wanted => Node::Coerce(Box::new(node), wanted),
        }
    }

    fn literal(&mut self, element: &Element) -> Node {
        let foreign = element.attribute("expressionLanguage").is_some_and(|language| !is_feel(language));
        if foreign || element.child("importedValues").is_some() {
            self.findings.push(finding(&self.owner, element, "rules-model-language", ""));
            return null();
        }
        match element.child("text") {
            Some(text) if !text.text.trim().is_empty() => {
                self.text(text, |parser| parser.expression_to_end()).unwrap_or_else(null)
            }
            _ => null(),
        }
    }

    /// Text of FEEL; where it isn't, that is a finding.
    fn text<T>(&mut self, element: &Element, read: impl FnOnce(Parser<'_, '_>) -> Result<T, SyntaxError>) -> Option<T> {
        let mark = self.lexical.mark();
        match read(Parser::new(&element.text, &mut self.lexical)) {
            Ok(out) => Some(out),
            Err(error) => {
                self.lexical.release(mark);
                let column = if error.line == 1 { element.column } else { error.column };
                self.findings.push(Finding {
                    element: self.owner.to_string(),
                    line: element.line + error.line - 1,
                    column,
                    key: error.key,
                    detail: error.found,
                });
                None
            }
        }
    }

    fn expressions(&mut self, element: &Element, owner: &Arc<str>) -> Box<[Node]> {
        let inside = element.children.iter().filter(|child| EXPRESSIONS.contains(&child.name.as_str()));
        inside.map(|child| self.boxed(child, owner, &Type::Any)).collect()
    }

    /// The expression inside of an element that wraps it.
    fn part(&mut self, element: &Element, name: &str, owner: &Arc<str>) -> Node {
        let Some(wrapped) = element.child(name) else { return null() };
        let node = match expression(wrapped) {
            Some(inner) => self.boxed(inner, owner, &Type::Any),
            None => null(),
        };
        match self.type_of(wrapped) {
            Type::Any => node,
            wanted => Node::Coerce(Box::new(node), wanted),
        }
    }

    fn context(&mut self, element: &Element, owner: &Arc<str>) -> Node {
        if self.lexical.bound() + element.children.len() > MOST_BOUND {
            self.findings.push(finding(owner, element, "rules-syntax-too-long", ""));
            return null();
        }
        let mark = self.lexical.mark();
        let mut entries: Vec<Entry> = Vec::new();
        for entry in element.all("contextEntry") {
            let variable = entry.child("variable");
            let name =
                variable.and_then(|variable| variable.attribute("name")).map(|name| Arc::<str>::from(name.trim()));
            let twice = name.is_some() && entries.iter().any(|entry| entry.name == name);
            if twice {
                self.findings.push(finding(
                    owner,
                    entry,
                    "rules-syntax-name-twice",
                    name.as_deref().unwrap_or_default(),
                ));
                self.lexical.release(mark);
                return null();
            }
            let slot = self.lexical.slot();
            let before = self.lexical.mark();
            let inner = expression(entry);
            let function = inner.is_some_and(|inner| inner.name == "functionDefinition");
            if let Some(name) = &name {
                self.lexical.know_property(name);
                if function {
                    self.lexical.name_slot(name, slot);
                }
            }
            let wanted = variable.map_or(Type::Any, |variable| self.type_of(variable));
            let label = name.clone().unwrap_or_else(|| owner.clone());
            let mut value = inner.map_or_else(null, |inner| self.boxed(inner, &label, &wanted));
            self.lexical.forget(before);
            if let Node::Function(definition) = &mut value
                && let Some(definition) = Arc::get_mut(definition)
            {
                definition.own = Some(slot);
            }
            if !matches!(wanted, Type::Any) && !function {
                value = Node::Coerce(Box::new(value), wanted);
            }
            if let Some(name) = &name {
                self.lexical.name_slot(name, slot);
            }
            entries.push(Entry { name, slot, value });
        }
        self.lexical.release(mark);
        Node::Context(entries.into())
    }

    fn relation(&mut self, element: &Element, owner: &Arc<str>) -> Node {
        let columns: Vec<(Arc<str>, Type)> = element
            .all("column")
            .map(|column| (Arc::from(column.attribute("name").unwrap_or_default()), self.type_of(column)))
            .collect();
        for (name, _) in &columns {
            self.lexical.know_property(name);
        }
        let mut rows = Vec::new();
        for row in element.all("row") {
            let cells = self.expressions(row, owner).into_vec().into_iter().zip(&columns);
            rows.push(cells.map(|(cell, (_, wanted))| typed(cell, wanted.clone())).collect());
        }
        Node::Relation(columns.into_iter().map(|(name, _)| name).collect(), rows.into())
    }

    fn invocation(&mut self, element: &Element, owner: &Arc<str>) -> Node {
        let function = expression(element).map_or_else(null, |inner| self.boxed(inner, owner, &Type::Any));
        let (mut names, mut arguments) = (Vec::new(), Vec::new());
        for binding in element.all("binding") {
            let name = binding.child("parameter").and_then(|parameter| parameter.attribute("name")).unwrap_or_default();
            names.push(Arc::from(normal(name).0));
            arguments.push(expression(binding).map_or_else(null, |inner| self.boxed(inner, owner, &Type::Any)));
        }
        Node::Call(Box::new(Call { function, arguments: arguments.into(), names: names.into() }))
    }

    fn definition(&mut self, element: &Element) -> Definition {
        let mark = self.lexical.mark();
        let outer = self.lexical.enter_function();
        let mut parameters = Vec::new();
        for parameter in element.all("formalParameter") {
            let name: Arc<str> = Arc::from(parameter.attribute("name").unwrap_or_default().trim());
            parameters.push((name.clone(), self.type_of(parameter)));
            self.lexical.bind(&name);
        }
        let external = element.attribute("kind").is_some_and(|kind| kind != "FEEL");
        let owner = self.owner.clone();
        let body = expression(element).filter(|_| !external).map(|inner| self.boxed(inner, &owner, &Type::Any));
        let slots = self.lexical.leave_function(outer);
        self.lexical.release(mark);
        Definition { parameters: parameters.into(), captured: outer.0, own: None, slots, body, result: Type::Any }
    }

    fn filter(&mut self, element: &Element, owner: &Arc<str>) -> Node {
        let list = self.part(element, "in", owner);
        let mark = self.lexical.mark();
        let item = self.lexical.bind_item();
        let condition = self.part(element, "match", owner);
        self.lexical.release(mark);
        Node::Filter { list: Box::new(list), item, condition: Box::new(condition) }
    }

    fn iterator(&mut self, element: &Element, owner: &Arc<str>) -> Box<[Iterator]> {
        let domain = self.part(element, "in", owner);
        let slot = self.lexical.bind(element.attribute("iteratorVariable").unwrap_or_default());
        Box::new([Iterator { slot, domain, last: None }])
    }

    fn iteration(&mut self, element: &Element, owner: &Arc<str>) -> Node {
        let mark = self.lexical.mark();
        let iterators = self.iterator(element, owner);
        let partial = self.lexical.bind("partial");
        let body = self.part(element, "return", owner);
        let partial = self.lexical.was_read(partial).then_some(partial);
        self.lexical.release(mark);
        Node::For(Box::new(For { iterators, body, partial }))
    }

    fn quantified(&mut self, element: &Element, owner: &Arc<str>) -> Node {
        let mark = self.lexical.mark();
        let iterators = self.iterator(element, owner);
        let condition = self.part(element, "satisfies", owner);
        self.lexical.release(mark);
        Node::Quantified(Box::new(Quantified { every: element.name == "every", iterators, condition }))
    }

    fn table(&mut self, element: &Element, owner: &Arc<str>, result: &Type) -> Node {
        let mark = self.lexical.mark();
        let mut inputs = Vec::new();
        for clause in element.all("input") {
            let Some(source) = clause.child("inputExpression") else { continue };
            let text = source.child("text").map(|text| text.text.trim()).unwrap_or_default();
            let node = self.literal(source);
            let slot = self.lexical.slot();
            let allowed = clause.child("inputValues").and_then(|values| self.tests(values, slot));
            let label = clause.attribute("label").filter(|label| !label.is_empty()).unwrap_or(text);
            inputs.push(Input { label: Arc::from(label), node, slot, kind: self.type_of(source), allowed });
        }
        let clauses: Vec<&Element> = element.all("output").collect();
        let mut outputs = Vec::new();
        for clause in &clauses {
            outputs.push(self.output(clause, clauses.len() == 1, result));
        }
        let columns: Vec<Arc<str>> =
            element.all("annotation").map(|clause| Arc::from(clause.attribute("name").unwrap_or_default())).collect();
        let mut rules = Vec::new();
        for rule in element.all("rule") {
            rules.push(self.rule(rule, &inputs, &columns));
            let columns = (rules.last().map_or(0, |rule: &Rule| rule.tests.len()), rule.all("outputEntry").count());
            if columns != (inputs.len(), outputs.len()) {
                self.findings.push(finding(owner, rule, "rules-table-columns", rules.len().to_string()));
            }
        }
        self.lexical.release(mark);
        let hit = hit(element.attribute("hitPolicy"), element.attribute("aggregation"));
        Node::Table(Arc::new(Table {
            name: owner.clone(),
            hit,
            inputs: inputs.into(),
            outputs: outputs.into(),
            rules: rules.into(),
        }))
    }

    fn output(&mut self, clause: &Element, only: bool, result: &Type) -> Output {
        let kind = match self.type_of(clause) {
            // A single column gives what the decision gives.
            Type::Any if only => result.clone(),
            kind => kind,
        };
        let slot = self.lexical.slot();
        let values = clause
            .child("outputValues")
            .filter(|values| values.child("text").is_some_and(|text| !text.text.trim().is_empty()));
        let allowed = values.and_then(|values| self.tests(values, slot));
        let listed = match values {
            Some(values) => self.tests(values, slot),
            None => {
                let text = self.items.allowed(&kind).map(str::to_owned);
                text.and_then(|text| Parser::new(&text, &mut self.lexical).tests_to_end().ok())
            }
        };
        let priorities = match listed {
            Some(Tests::Of(tests)) => tests
                .into_vec()
                .into_iter()
                .filter_map(|test| match test {
                    Test::Value { node, .. } => Some(node),
                    Test::Compare(..) => None,
                })
                .collect(),
            _ => Box::from([]),
        };
        // The type of the decision is checked on its whole result, which may be a list of these.
        let kind = if matches!(self.type_of(clause), Type::Any) { Type::Any } else { kind };
        Output {
            name: clause.attribute("name").filter(|_| !only).map(Arc::from),
            kind,
            priorities,
            allowed,
            slot,
            default: clause.child("defaultOutputEntry").map(|entry| self.literal(entry)),
        }
    }

    fn rule(&mut self, rule: &Element, inputs: &[Input], columns: &[Arc<str>]) -> Rule {
        let (mut tests, mut texts) = (Vec::new(), Vec::new());
        for (entry, input) in rule.all("inputEntry").zip(inputs) {
            tests.push(self.tests(entry, input.slot).unwrap_or_else(|| Tests::Of(Box::from([]))));
            texts.push(Arc::from(entry.child("text").map(|text| text.text.trim()).unwrap_or_default()));
        }
        let mut annotations: Vec<(Arc<str>, Arc<str>)> = rule
            .all("annotationEntry")
            .enumerate()
            .map(|(at, entry)| {
                let text = entry.child("text").map(|text| text.text.trim()).unwrap_or_default();
                (columns.get(at).cloned().unwrap_or_default(), Arc::from(text))
            })
            .collect();
        if let Some(description) = rule.child("description").map(|description| description.text.trim()) {
            annotations.push((Arc::from(""), Arc::from(description)));
        }
        annotations.retain(|(_, text)| !text.is_empty());
        Rule {
            id: rule.attribute("id").map(Arc::from),
            tests: tests.into(),
            outputs: rule.all("outputEntry").map(|entry| self.literal(entry)).collect(),
            texts: texts.into(),
            annotations: annotations.into(),
        }
    }

    /// Unary tests of what stands in the slot; none where the text is empty.
    fn tests(&mut self, element: &Element, slot: usize) -> Option<Tests> {
        let Some(text) = element.child("text").filter(|text| !text.text.trim().is_empty()) else {
            return Some(Tests::Any);
        };
        if element.attribute("expressionLanguage").is_some_and(|language| !is_feel(language)) {
            self.findings.push(finding(&self.owner, element, "rules-model-language", ""));
            return None;
        }
        let before = self.lexical.mark();
        self.lexical.name_slot("?", slot);
        let tests = self.text(text, |parser| parser.tests_to_end());
        self.lexical.forget(before);
        tests
    }
}

fn expression(element: &Element) -> Option<&Element> {
    element.children.iter().find(|child| EXPRESSIONS.contains(&child.name.as_str()))
}

fn null() -> Node {
    Node::Literal(Value::Null)
}

fn typed(node: Node, wanted: Type) -> Node {
    if matches!(wanted, Type::Any) { node } else { Node::Coerce(Box::new(node), wanted) }
}

fn is_feel(language: &str) -> bool {
    let language = language.to_ascii_lowercase();
    language.is_empty() || language == "feel" || language.ends_with("/feel/") || language.ends_with("/feel")
}

fn hit(policy: Option<&str>, aggregation: Option<&str>) -> Hit {
    match (policy.unwrap_or("UNIQUE"), aggregation) {
        ("ANY", _) => Hit::Any,
        ("PRIORITY", _) => Hit::Priority,
        ("FIRST", _) => Hit::First,
        ("RULE ORDER", _) => Hit::RuleOrder,
        ("OUTPUT ORDER", _) => Hit::OutputOrder,
        ("COLLECT", Some("SUM")) => Hit::Sum,
        ("COLLECT", Some("MIN")) => Hit::Min,
        ("COLLECT", Some("MAX")) => Hit::Max,
        ("COLLECT", Some("COUNT")) => Hit::Count,
        ("COLLECT", _) => Hit::Collect,
        _ => Hit::Unique,
    }
}
