//! Contexts 上下文: names with values, in the order in which they were put. Immutable and shared; small ones are
//! searched in order, larger ones through an index.

use std::collections::HashMap;
use std::sync::Arc;

use super::Value;

/// More entries than this are found through an index.
const SMALL: usize = 12;

/// Names with values, in order.
#[derive(Clone, Default)]
pub struct Context(Arc<Inner>);

#[derive(Clone, Default)]
struct Inner {
    entries: Vec<(Arc<str>, Value)>,
    index: Option<HashMap<Arc<str>, usize>>,
    depth: u32,
}

impl Context {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From pairs; of two with one name the later holds, at the place of the first.
    #[must_use]
    pub fn of(entries: Vec<(Arc<str>, Value)>) -> Self {
        let small = entries.len() <= SMALL;
        let twice = small
            && entries
                .iter()
                .enumerate()
                .any(|(at, (name, _))| entries.iter().take(at).any(|(other, _)| other == name));
        let mut inner = Inner::default();
        if small && !twice {
            inner.depth = 1 + entries.iter().map(|(_, value)| value.depth()).max().unwrap_or(0);
            inner.entries = entries;
            return Self(Arc::new(inner));
        }
        for (name, value) in entries {
            inner.put(name, value);
        }
        Self(Arc::new(inner))
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let at = match &self.0.index {
            Some(index) => *index.get(name)?,
            None => return self.0.entries.iter().find(|(entry, _)| &**entry == name).map(|(_, value)| value),
        };
        self.0.entries.get(at).map(|(_, value)| value)
    }

    /// The same with `name` set to `value`. Doesn't copy where nobody else holds this context.
    #[must_use]
    pub fn with(mut self, name: impl Into<Arc<str>>, value: impl Into<Value>) -> Self {
        Arc::make_mut(&mut self.0).put(name.into(), value.into());
        self
    }

    /// Sets `name` to `value`, in place where nobody else holds this context.
    pub fn put(&mut self, name: impl Into<Arc<str>>, value: impl Into<Value>) {
        Arc::make_mut(&mut self.0).put(name.into(), value.into());
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Value)> {
        self.0.entries.iter().map(|(name, value)| (name, value))
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// How deeply values are nested in it.
    pub(crate) fn depth(&self) -> u32 {
        self.0.depth
    }
}

impl Inner {
    fn put(&mut self, name: Arc<str>, value: Value) {
        self.depth = self.depth.max(1 + value.depth());
        let at = match &self.index {
            Some(index) => index.get(&name).copied(),
            None => self.entries.iter().position(|(entry, _)| *entry == name),
        };
        if let Some((_, slot)) = at.and_then(|at| self.entries.get_mut(at)) {
            *slot = value;
            return;
        }
        if let Some(index) = &mut self.index {
            index.insert(name.clone(), self.entries.len());
        }
        self.entries.push((name, value));
        if self.index.is_none() && self.entries.len() > SMALL {
            self.index = Some(self.entries.iter().enumerate().map(|(at, (name, _))| (name.clone(), at)).collect());
        }
    }
}

impl<N: Into<Arc<str>>, V: Into<Value>> FromIterator<(N, V)> for Context {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        Self::of(entries.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
