//! Reading of models: documents, imports, the requirements graph (DMN 1.5, chapter 6). What can't be understood in
//! one element is a finding and leaves the others whole; what is no model at all is refused.

use std::collections::HashMap;
use std::sync::Arc;

use super::compile::Compiler;
use super::items::Items;
use super::model::{Drg, Finding, Inner, Kind, Model, Requirement, Service};
use super::xml::{self, Element, Refusal};
use crate::feel::lexical::Shared;
use crate::feel::types::Type;

const SPACES: [&str; 5] = [
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
];
/// More imported documents, counted by way, are left out.
const MOST_DOCUMENTS: usize = 256;
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
    /// As [`Model::read`]. Others that can't be read are left out.
    pub fn read_with(text: &str, others: &[&str]) -> Result<Self, Refusal> {
        let mut roots = vec![document(text)?];
        let mut unread = Vec::new();
        for other in others {
            match document(other) {
                Ok(root) => roots.push(root),
                Err(refusal) => unread.push(refusal),
            }
        }
        let mut reading = Reading::new(&roots);
        // What isn't a model may lie beside; where something is missing it is named.
        if !reading.findings.is_empty() {
            reading.findings.extend(unread.into_iter().map(|refusal| Finding {
                element: String::new(),
                line: refusal.line,
                column: refusal.column,
                key: refusal.key,
                detail: refusal.detail,
            }));
        }
        reading.run()
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
    /// By document: the names of the imports that lead to it.
    paths: Vec<Vec<String>>,
    findings: Vec<Finding>,
    /// Document and element of each node.
    elements: Vec<(usize, &'d Element)>,
    by_id: HashMap<(usize, &'d str), usize>,
}

impl<'d> Reading<'d> {
    /// An imported document stands once for each way that leads to it, so that its input data may differ by way.
    fn new(roots: &'d [Element]) -> Self {
        let mut out = Self {
            documents: Vec::new(),
            paths: Vec::new(),
            findings: Vec::new(),
            elements: Vec::new(),
            by_id: HashMap::new(),
        };
        let Some(main) = roots.first() else { return out };
        let space = |root: &Element| root.attribute("namespace").unwrap_or_default().to_owned();
        out.documents.push((main, Vec::new()));
        out.paths.push(Vec::new());
        let mut above: Vec<Vec<usize>> = vec![vec![0]];
        let mut at = 0;
        while let Some((root, _)) = out.documents.get(at) {
            let root = *root;
            let way = above.get(at).cloned().unwrap_or_default();
            for import in root.all("import") {
                let wanted = import.attribute("namespace").unwrap_or_default();
                let name = import.attribute("name").unwrap_or_default().trim().to_owned();
                // Other things than models may be imported too: PMML, schemas.
                let model = import.attribute("importType").is_none_or(|kind| kind.contains("DMN"));
                let found = roots.iter().enumerate().find(|(_, root)| space(root) == wanted);
                let Some((which, imported)) = found else {
                    if model {
                        out.findings.push(finding("", import, "rules-model-import-missing", wanted));
                    }
                    continue;
                };
                if way.contains(&which) || out.documents.len() >= MOST_DOCUMENTS {
                    out.findings.push(finding("", import, "rules-model-import-circle", wanted));
                    continue;
                }
                let mut path = out.paths.get(at).cloned().unwrap_or_default();
                path.push(name.clone());
                let next = out.documents.len();
                out.documents.push((imported, Vec::new()));
                out.paths.push(path);
                above.push(way.iter().copied().chain([which]).collect());
                if let Some((_, imports)) = out.documents.get_mut(at) {
                    imports.push((name, next));
                }
            }
            at += 1;
        }
        out
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
        let shared = |document| Arc::new(Shared::new(items.names(document), &items.components));
        let shared: Vec<Arc<Shared>> = (0..self.documents.len()).map(shared).collect();
        for (at, (document, element)) in self.elements.iter().enumerate() {
            let compiled = self.compile(*document, element, &nodes, nodes.get(at), &items, &shared);
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
            qualified.entry((node.namespace.clone(), node.name.to_string())).or_insert(at);
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
            path: self.paths.get(document).cloned().unwrap_or_default(),
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
        // The nearest import of that namespace, else any document that has it.
        let (_, imports) = self.documents.get(document)?;
        let direct = imports.iter().map(|(_, at)| *at).find(|at| self.namespace(*at) == space);
        let at = direct.or_else(|| (0..self.documents.len()).find(|at| self.namespace(*at) == space));
        self.by_id.get(&(at.filter(|_| !space.is_empty())?, id)).copied()
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
        shared: &[Arc<Shared>],
    ) -> Option<(Kind, Vec<Finding>)> {
        let node = node?;
        let shared = shared.get(document).cloned().unwrap_or_default();
        let mut compiler = Compiler::new(document, &node.name, items, shared);
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
        for name in std::mem::take(&mut compiler.lexical.unknown) {
            compiler.findings.push(finding(&node.name, element, "rules-model-name-unknown", &*name));
        }
        Some((kind, compiler.findings))
    }
}

fn name_of(element: &Element) -> &str {
    element.attribute("name").unwrap_or_default()
}

pub(super) fn finding(element: &str, at: &Element, key: &'static str, detail: impl Into<String>) -> Finding {
    Finding { element: element.to_owned(), line: at.line, column: at.column, key, detail: detail.into() }
}
