//! A piece of finished HTML, which templates print without escaping, and the escaping of text for
//! the few components that write their SVG by hand. Pages are templates, not strings.

use std::fmt;

/// Finished HTML. Whoever makes one has escaped what came from people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Html(pub String);

impl Html {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// From a template, for fragments in slots.
    ///
    /// # Errors
    /// When the template can't be rendered.
    pub fn from_template(template: &dyn askama::DynTemplate) -> Result<Self, askama::Error> {
        template.dyn_render().map(Self)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl askama::filters::HtmlSafe for Html {}
impl askama::FastWritable for Html {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(dest.write_str(&self.0)?)
    }
}

/// `text` with the five characters of markup replaced.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
