//! The standard web modellers (bpmn-js, dmn-js) for pages that draw models: what such a page loads,
//! and the words of ours that its script shows. They are embedded when `cargo xtask assets` was run
//! before the build; without them the page stays the form it is. No model is understood here.

use kernel::Locale;

use crate::{
    assets::{self, Asset},
    texts::Texts,
};

/// What a page with a modeller loads, in order: put it into the block `head`, by
/// `{{ kit::modeller(tags) }}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tags {
    /// Addresses of style sheets.
    pub styles: Vec<String>,
    /// Addresses of scripts, to be loaded with `defer`.
    pub scripts: Vec<String>,
    /// The address of the licences of what these files contain.
    pub licences: String,
}

/// For forms with `data-modeller="bpmn"`. `None` in a binary without the modellers.
#[must_use]
pub fn bpmn() -> Option<Tags> {
    tags(
        &["bpmn-modeler.css", "modeller.css"],
        &["bpmn-modeler.js", "modeller-steps.js", "modeller-panel.js", "modeller-bpmn.js", "modeller.js"],
    )
}

/// For forms with `data-modeller="dmn"`. `None` in a binary without the modellers.
#[must_use]
pub fn dmn() -> Option<Tags> {
    tags(&["dmn-modeler.css", "modeller.css"], &["dmn-modeler.js", "modeller-dmn.js", "modeller.js"])
}

/// For pages with a form of either kind: what both need stands once.
#[must_use]
pub fn both() -> Option<Tags> {
    let (bpmn, dmn) = (bpmn()?, dmn()?);
    let joined = |first: Vec<String>, second: Vec<String>| {
        // What they share comes last, so that both modellers are there when it runs.
        let own = first.iter().filter(|href| !second.contains(href)).cloned();
        own.chain(second.iter().cloned()).collect()
    };
    Some(Tags {
        styles: joined(bpmn.styles, dmn.styles),
        scripts: joined(bpmn.scripts, dmn.scripts),
        licences: bpmn.licences,
    })
}

fn tags(styles: &[&str], scripts: &[&str]) -> Option<Tags> {
    if FILES.is_empty() {
        return None;
    }
    let hrefs = |names: &[&str]| names.iter().map(|name| assets::href(name)).collect();
    Some(Tags { styles: hrefs(styles), scripts: hrefs(scripts), licences: assets::href("modellers-licences.txt") })
}

/// The words that the modeller's script shows, as a JSON object for the form's attribute
/// `data-labels`: each key without what all have in front.
#[must_use]
pub fn labels(texts: &Texts, locale: Locale) -> String {
    const FAMILY: &str = "web-modeller-";
    let words = texts.keys(locale).filter_map(|key| Some((key.strip_prefix(FAMILY)?, texts.get(locale, key))));
    let words: std::collections::BTreeMap<_, _> = words.collect();
    serde_json::to_string(&words).unwrap_or_default()
}

#[cfg(modellers)]
macro_rules! packed {
    ($name:literal, $kind:literal, $file:literal, $brotli:literal) => {
        Asset {
            name: $name,
            kind: $kind,
            bytes: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/modellers/packed/", $file)),
            brotli: $brotli,
        }
    };
}

/// What `modellers/pack.mjs` left.
#[cfg(modellers)]
pub(crate) static FILES: [Asset; 7] = [
    packed!("bpmn-modeler.js", "text/javascript; charset=utf-8", "bpmn-modeler.js.br", true),
    packed!("bpmn-modeler.css", "text/css; charset=utf-8", "bpmn-modeler.css.br", true),
    packed!("bpmn.woff2", "font/woff2", "bpmn.woff2", false),
    packed!("dmn-modeler.js", "text/javascript; charset=utf-8", "dmn-modeler.js.br", true),
    packed!("dmn-modeler.css", "text/css; charset=utf-8", "dmn-modeler.css.br", true),
    packed!("dmn.woff2", "font/woff2", "dmn.woff2", false),
    packed!("modellers-licences.txt", "text/plain; charset=utf-8", "modellers-licences.txt.br", true),
];

#[cfg(not(modellers))]
pub(crate) static FILES: [Asset; 0] = [];
