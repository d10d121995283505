//! Scopes 作用域: contexts inside each other, in which the free names of an expression are looked up from the
//! innermost outwards. Cheap to clone: functions keep the scope in which they were made.

use std::sync::Arc;

use super::{Context, Value};

/// Layers of names.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    context: Context,
    outer: Option<Arc<Scope>>,
}

impl Scope {
    #[must_use]
    pub fn new(context: Context) -> Self {
        Self { context, outer: None }
    }

    /// A layer inside this one: its names go first.
    #[must_use]
    pub fn inside(&self, context: Context) -> Self {
        Self { context, outer: Some(Arc::new(self.clone())) }
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let mut scope = self;
        loop {
            if let Some(value) = scope.context.get(name) {
                return Some(value);
            }
            scope = scope.outer.as_deref()?;
        }
    }

    pub(crate) fn depth(&self) -> u32 {
        let (mut scope, mut depth, mut layers) = (self, self.context.depth(), 0);
        while let Some(outer) = scope.outer.as_deref() {
            layers += 1;
            depth = depth.max(outer.context.depth());
            scope = outer;
        }
        depth + layers
    }
}

impl From<Context> for Scope {
    fn from(context: Context) -> Self {
        Self::new(context)
    }
}
