//! Reading of models: documents, imports, the requirements graph (DMN 1.5, chapter 6). What can't be understood in
//! one element is a finding and leaves the others whole; what is no model at all is refused.

use std::collections::HashMap;
use std::sync::Arc;

use super::compile::Compiler;
use super::items::Items;
use super::model::{Drg, Finding, Inner, Kind, Model, Requirement, Service};
use super::xml::{self, Element, Refusal};
use crate::feel::types::Type;

const SPACES: [&str; 5] = [
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
];
/// More elements with logic are refused.
const MOST_NODES: usize = 20_000;

impl Model {
    /// Reads a model that imports nothing.
    ///
    /// # Errors
    /// The document is not well-formed, has a document type, is too large, or is no model of DMN 1.2 to 1.5.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        Self::read_with(text, &[])
    }

    /// Reads a model with the documents among which its imports are found, by namespace.
    ///
    /// # Errors
    /// As [`Model::read`], for each of the documents.
    pub fn read_with(text: &str, others: &[&str]) -> Result<Self, Refusal> {
        let mut roots = vec![document(text)?];
        for other in others {
            roots.push(document(other)?);
        }
        Reading::new(&roots).run()
    }
}

fn document(text: &str) -> Result<Element, Refusal> {
    let root = xml::read(text, |space| SPACES.contains(&space))?;
    if root.name != "definitions" || !SPACES.contains(&root.space.as_str()) {
        return Err(root.refusal("rules-model-no-dmn", root.name.clone()));
    }
    Ok(root)
}

struct Reading<'d> {
    documents: Vec<(&'d Element, Vec<(String, usize)>)>,
    findings: Vec<Finding>,
    /// Document and element of each node.
    elements: Vec<(usize, &'d Element)>,
    by_id: HashMap<(usize, &'d str), usize>,
}

impl<'d> Reading<'d> {
    fn new(roots: &'d [Element]) -> Self {
        let mut findings = Vec::new();
        let space = |root: &Element| root.attribute("namespace").unwrap_or_default().to_owned();
        let mut documents = Vec::with_capacity(roots.len());
        for root in roots {
            let mut imports = Vec::new();
            for import in root.all("import") {
                let wanted = import.attribute("namespace").unwrap_or_default();
                let name = import.attribute("name").unwrap_or_default().trim().to_owned();
                // Other things than models may be imported too: PMML, schemas.
                let model = import.attribute("importType").is_none_or(|kind| kind.contains("DMN"));
                match roots.iter().position(|root| space(root) == wanted) {
                    Some(at) if !std::ptr::eq(root, roots.get(at).unwrap_or(root)) => imports.push((name, at)),
                    _ if model => findings.push(finding("", import, "rules-model-import-missing", wanted)),
                    _ => {}
                }
            }
            documents.push((root, imports));
        }
        Self { documents, findings, elements: Vec::new(), by_id: HashMap::new() }
    }

    fn run(mut self) -> Result<Model, Refusal> {
        let mut items = Items::read(&self.documents);
        self.findings.append(&mut items.findings);
        for (at, (root, _)) in self.documents.iter().enumerate() {
            for element in &root.children {
                if matches!(
                    element.name.as_str(),
                    "inputData" | "decision" | "businessKnowledgeModel" | "decisionService"
                ) {
                    if let Some(id) = element.attribute("id")
                        && self.by_id.insert((at, id), self.elements.len()).is_some()
                    {
                        self.findings.push(finding(name_of(element), element, "rules-model-id-twice", id));
                    }
                    self.elements.push((at, element));
                }
            }
            if self.elements.len() > MOST_NODES {
                return Err(root.refusal("rules-model-too-large", ""));
            }
        }
        let mut nodes = Vec::with_capacity(self.elements.len());
        for (document, element) in self.elements.clone() {
            let node = self.node(document, element, &items);
            nodes.push(node);
        }
        self.cut_circles(&mut nodes);
        for (at, (document, element)) in self.elements.iter().enumerate() {
            let compiled = self.compile(*document, element, &nodes, nodes.get(at), &items);
            if let (Some((kind, mut found)), Some(node)) = (compiled, nodes.get_mut(at)) {
                node.kind = kind;
                self.findings.append(&mut found);
            }
        }
        let (mut names, mut qualified) = (HashMap::new(), HashMap::new());
        for (at, ((document, element), node)) in self.elements.iter().zip(&nodes).enumerate() {
            if *document == 0 {
                if names.insert(node.name.to_string(), at).is_some() {
                    self.findings.push(finding(&node.name, element, "rules-model-name-twice", &*node.name));
                }
                names.entry(name_of(element).to_owned()).or_insert(at);
            }
            qualified.insert((node.namespace.clone(), node.name.to_string()), at);
        }
        let root = self.documents.first().map(|(root, _)| *root);
        let attribute = |name| root.and_then(|root| root.attribute(name)).unwrap_or_default().to_owned();
        Ok(Model(Arc::new(Inner {
            name: attribute("name"),
            namespace: attribute("namespace"),
            nodes,
            names,
            qualified,
            types: items.table.into(),
            findings: self.findings,
        })))
    }

    fn node(&mut self, document: usize, element: &Element, items: &Items) -> Drg {
        let variable = element.child("variable");
        let name = variable.and_then(|variable| variable.attribute("name")).unwrap_or_else(|| name_of(element));
        let declared = items.of(variable.and_then(|variable| variable.attribute("typeRef")), document);
        let (kind, result) = match element.name.as_str() {
            "decision" => (Kind::Decision { logic: None, slots: 0 }, declared),
            "businessKnowledgeModel" => (Kind::Knowledge { definition: None }, declared),
            "decisionService" => {
                let outputs = self.references(document, element, "outputDecision");
                let mut inputs = self.references(document, element, "inputData");
                inputs.extend(self.references(document, element, "inputDecision"));
                (Kind::Service(Service { outputs, inputs }), items.result(declared))
            }
            _ => (Kind::Input, declared),
        };
        let mut requires = Vec::new();
        for requirement in element.children.iter().filter(|child| child.name.ends_with("Requirement")) {
            if requirement.name == "authorityRequirement" {
                continue;
            }
            for reference in &requirement.children {
                let Some(href) = reference.attribute("href") else { continue };
                match self.resolve(document, href) {
                    Some(node) => requires.push(Requirement { node, import: self.import_of(document, node) }),
                    None => self.findings.push(finding(name_of(element), reference, "rules-model-missing", href)),
                }
            }
        }
        Drg {
            namespace: self.namespace(document).to_owned(),
            name: Arc::from(name),
            kind,
            result,
            requires,
            question: element.child("question").map(|question| question.text.trim().to_owned()),
        }
    }

    fn references(&mut self, document: usize, element: &Element, child: &str) -> Vec<usize> {
        let mut out = Vec::new();
        for reference in element.children.iter().filter(|reference| reference.name == child) {
            let href = reference.attribute("href").unwrap_or_default();
            match self.resolve(document, href) {
                Some(node) => out.push(node),
                None => self.findings.push(finding(name_of(element), reference, "rules-model-missing", href)),
            }
        }
        out
    }

    fn namespace(&self, document: usize) -> &'d str {
        self.documents.get(document).and_then(|(root, _)| root.attribute("namespace")).unwrap_or_default()
    }

    /// The node that `#id` or `namespace#id` means.
    fn resolve(&self, document: usize, href: &str) -> Option<usize> {
        let (space, id) = href.rsplit_once('#').unwrap_or(("", href));
        if (space.is_empty() || space == self.namespace(document))
            && let Some(node) = self.by_id.get(&(document, id))
        {
            return Some(*node);
        }
        let at = (0..self.documents.len()).find(|at| !space.is_empty() && self.namespace(*at) == space)?;
        self.by_id.get(&(at, id)).copied()
    }

    /// The name of the import through which a document sees a node of another one.
    fn import_of(&self, document: usize, node: usize) -> Option<Arc<str>> {
        let (of, _) = self.elements.get(node)?;
        let (_, imports) = self.documents.get(document)?;
        if *of == document {
            return None;
        }
        let (name, _) = imports.iter().find(|(_, imported)| imported == of)?;
        (!name.is_empty()).then(|| Arc::from(name.as_str()))
    }

    /// Requirements that lead back to where they come from are findings and are left out.
    fn cut_circles(&mut self, nodes: &mut [Drg]) {
        #[derive(Clone, Copy, PartialEq)]
        enum Mark {
            New,
            Open,
            Done,
        }
        let mut marks = vec![Mark::New; nodes.len()];
        let mut cut: Vec<(usize, usize)> = Vec::new();
        for start in 0..nodes.len() {
            let mut open = vec![(start, 0usize)];
            while let Some((at, next)) = open.pop() {
                let Some(mark) = marks.get_mut(at) else { continue };
                if next == 0 {
                    if *mark != Mark::New {
                        continue;
                    }
                    *mark = Mark::Open;
                }
                let Some(requirement) = nodes.get(at).and_then(|node| node.requires.get(next)) else {
                    *mark = Mark::Done;
                    continue;
                };
                open.push((at, next + 1));
                match marks.get(requirement.node) {
                    Some(Mark::Open) => cut.push((at, requirement.node)),
                    Some(Mark::New) => open.push((requirement.node, 0)),
                    _ => {}
                }
            }
        }
        for (at, to) in cut {
            let Some(node) = nodes.get_mut(at) else { continue };
            node.requires.retain(|requirement| requirement.node != to);
            // A knowledge model may call itself: its name is known inside of it anyway.
            if at == to && matches!(node.kind, Kind::Knowledge { .. }) {
                continue;
            }
            if let Some((_, element)) = self.elements.get(at) {
                self.findings.push(finding(&node.name, element, "rules-model-circle", &*node.name));
            }
        }
    }

    fn compile(
        &self,
        document: usize,
        element: &Element,
        nodes: &[Drg],
        node: Option<&Drg>,
        items: &Items,
    ) -> Option<(Kind, Vec<Finding>)> {
        let node = node?;
        let mut compiler = Compiler::new(document, &node.name, items);
        for requirement in &node.requires {
            let Some(required) = nodes.get(requirement.node) else { continue };
            match &requirement.import {
                Some(import) => {
                    compiler.lexical.know(import);
                    compiler.lexical.know_property(&required.name);
                }
                None => compiler.lexical.know(&required.name),
            }
        }
        let kind = match element.name.as_str() {
            "decision" => {
                let logic = compiler.logic(element, &node.result);
                Kind::Decision { logic, slots: compiler.lexical.slots() }
            }
            "businessKnowledgeModel" => {
                let result = match items.result(node.result.clone()) {
                    Type::Unknown => Type::Any,
                    result => result,
                };
                Kind::Knowledge { definition: compiler.knowledge(element, &node.name, result).map(Arc::new) }
            }
            _ => return None,
        };
        Some((kind, compiler.findings))
    }
}

fn name_of(element: &Element) -> &str {
    element.attribute("name").unwrap_or_default()
}

pub(super) fn finding(element: &str, at: &Element, key: &'static str, detail: impl Into<String>) -> Finding {
    Finding { element: element.to_owned(), line: at.line, column: at.column, key, detail: detail.into() }
}
