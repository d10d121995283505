//! Item definitions 数据类型定义 become the table of types (DMN 1.5, 7.3.3).

use std::collections::HashMap;
use std::sync::Arc;

use super::model::Finding;
use super::xml::Element;
use crate::feel::UnaryTests;
use crate::feel::types::{Item, Type};

/// Reads the item definitions of all documents.
pub(crate) struct Items {
    pub table: Vec<Item>,
    /// By document and name.
    known: HashMap<(usize, String), usize>,
    /// By document: names of imports with the documents they mean.
    imports: Vec<Vec<(String, usize)>>,
    pub findings: Vec<Finding>,
    /// Names of all components.
    pub components: Vec<String>,
}

impl Items {
    pub(crate) fn read(documents: &[(&Element, Vec<(String, usize)>)]) -> Self {
        let mut items = Self {
            table: Vec::new(),
            known: HashMap::new(),
            imports: documents.iter().map(|(_, imports)| imports.clone()).collect(),
            findings: Vec::new(),
            components: Vec::new(),
        };
        for (document, (root, _)) in documents.iter().enumerate() {
            for definition in root.all("itemDefinition") {
                let name = definition.attribute("name").unwrap_or_default();
                items.known.insert((document, name.to_owned()), items.table.len());
                items.table.push(placeholder());
            }
        }
        let mut at = 0;
        for (document, (root, _)) in documents.iter().enumerate() {
            for definition in root.all("itemDefinition") {
                let item = items.item(definition, document);
                if let Some(slot) = items.table.get_mut(at) {
                    *slot = item;
                }
                at += 1;
            }
        }
        items
    }

    fn item(&mut self, definition: &Element, document: usize) -> Item {
        Item {
            base: self.base(definition, document),
            collection: definition.attribute("isCollection").is_some_and(|value| matches!(value.trim(), "true" | "1")),
            allowed: self.tests(definition, "allowedValues"),
            constraint: self.tests(definition, "typeConstraint"),
        }
    }

    fn base(&mut self, definition: &Element, document: usize) -> Type {
        if let Some(function) = definition.child("functionItem") {
            let parameters =
                function.all("parameters").map(|parameter| self.of(parameter.attribute("typeRef"), document));
            let parameters = parameters.collect();
            let result = self.of(function.attribute("outputTypeRef"), document);
            return Type::Function(Some(Arc::new((parameters, result))));
        }
        if definition.child("itemComponent").is_some() {
            let components: Vec<_> =
                definition.all("itemComponent").map(|component| self.component(component, document)).collect();
            return Type::Context(components.into());
        }
        self.of(definition.child("typeRef").map(|reference| reference.text.as_str()), document)
    }

    fn component(&mut self, component: &Element, document: usize) -> (Arc<str>, Type) {
        let name: Arc<str> = Arc::from(component.attribute("name").unwrap_or_default());
        self.components.push(name.to_string());
        let item = self.item(component, document);
        let plain = !item.collection && item.allowed.is_none() && item.constraint.is_none();
        if plain {
            return (name, item.base);
        }
        self.table.push(item);
        (name, Type::Item(self.table.len() - 1))
    }

    fn tests(&mut self, definition: &Element, child: &str) -> Option<UnaryTests> {
        let tests = definition.child(child)?;
        let text = tests.child("text").map(|text| text.text.trim()).filter(|text| !text.is_empty())?;
        match UnaryTests::parse(text) {
            Ok(tests) => Some(tests),
            Err(error) => {
                self.findings.push(Finding {
                    element: definition.attribute("name").unwrap_or_default().to_owned(),
                    line: tests.line,
                    column: tests.column,
                    key: error.key,
                    detail: error.found,
                });
                None
            }
        }
    }

    /// The type that a reference means in a document: of the document, of an import, of the standard.
    pub(crate) fn of(&self, reference: Option<&str>, document: usize) -> Type {
        let Some(reference) = reference.map(str::trim).filter(|reference| !reference.is_empty()) else {
            return Type::Any;
        };
        self.named(reference, document).unwrap_or(Type::Any)
    }

    fn named(&self, reference: &str, document: usize) -> Option<Type> {
        if let Some(at) = self.known.get(&(document, reference.to_owned())) {
            return Some(Type::Item(*at));
        }
        if let Some(known) = Type::named(reference) {
            return Some(known);
        }
        for (name, imported) in self.imports.get(document)? {
            let inner = if name.is_empty() {
                Some(reference)
            } else {
                reference.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix(['.', ':']))
            };
            let at = inner.and_then(|inner| self.known.get(&(*imported, inner.to_owned())));
            if let Some(at) = at {
                return Some(Type::Item(*at));
            }
        }
        // Older documents write names of the standard with a prefix.
        let (_, local) = reference.rsplit_once(':')?;
        self.known.get(&(document, local.to_owned())).map(|at| Type::Item(*at)).or_else(|| Type::named(local))
    }

    /// All names of types that a document may use.
    pub(crate) fn names(&self, document: usize) -> Vec<(String, Type)> {
        let own = self.known.iter().filter(|((of, _), _)| *of == document);
        let mut out: Vec<_> = own.map(|((_, name), at)| (name.clone(), Type::Item(*at))).collect();
        for (import, imported) in self.imports.get(document).into_iter().flatten() {
            let theirs = self.known.iter().filter(|((of, _), _)| of == imported);
            out.extend(theirs.map(|((_, name), at)| {
                let name = if import.is_empty() { name.clone() } else { format!("{import}.{name}") };
                (name, Type::Item(*at))
            }));
        }
        out
    }

    /// What a function of that type gives; the type itself where it is none of functions.
    pub(crate) fn result(&self, of: Type) -> Type {
        let mut here = of.clone();
        for _ in 0..=self.table.len() {
            match here {
                Type::Function(Some(signature)) => return signature.1.clone(),
                Type::Function(None) => return Type::Any,
                Type::Item(at) => match self.table.get(at) {
                    Some(item) if !item.collection => here = item.base.clone(),
                    _ => return of,
                },
                _ => return of,
            }
        }
        of
    }

    /// The text of the allowed values of a type.
    pub(crate) fn allowed(&self, of: &Type) -> Option<&str> {
        match of {
            Type::Item(at) => self.table.get(*at)?.allowed.as_ref().map(UnaryTests::text),
            _ => None,
        }
    }
}

fn placeholder() -> Item {
    Item { base: Type::Any, collection: false, allowed: None, constraint: None }
}
