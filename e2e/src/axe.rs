//! The accessibility check: axe-core in the page, with the rules of WCAG 2.2 at level AA. It finds
//! what a machine can find; the journeys by keyboard and the eyes on the pictures find more.

use crate::{Browser, Done, Fault, root};
use serde_json::Value;

/// Success criteria of WCAG 2.0 to 2.2, levels A and AA.
const TAGS: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']";

impl Browser {
    /// No rule is broken on the page as it stands.
    pub fn axe(&self) -> Done {
        let violations = self.violations()?;
        if violations.is_empty() { Ok(()) } else { Err(self.fault(&format!("axe finds:\n{}", violations.join("\n")))) }
    }

    /// One line a violation: rule, what is wrong, where.
    pub fn violations(&self) -> Result<Vec<String>, Fault> {
        let file = root().join("e2e/assets/node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(&file)
            .map_err(|_| Fault::new(format!("{} is missing: run `cargo xtask assets`", file.display())))?;
        self.block_on(self.client.execute(&format!("{source}; return 0"), Vec::new()))?;
        let script = format!(
            "const done = arguments[arguments.length - 1];
            axe.run(document, {{ runOnly: {{ type: 'tag', values: {TAGS} }} }})
                .then(result => done(result.violations), error => done([{{ id: 'axe', help: String(error), nodes: [] }}]))"
        );
        let found = self.block_on(self.client.execute_async(&script, Vec::new()))?;
        Ok(found.as_array().into_iter().flatten().map(line).collect())
    }
}

fn line(violation: &Value) -> String {
    let word = |key: &str| violation.get(key).and_then(Value::as_str).unwrap_or_default();
    let nodes = violation.get("nodes").and_then(Value::as_array).into_iter().flatten();
    let places: Vec<String> = nodes.take(5).filter_map(|node| node.get("target").map(ToString::to_string)).collect();
    format!("  {}: {} at {}", word("id"), word("help"), places.join(" "))
}
