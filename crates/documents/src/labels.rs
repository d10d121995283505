//! The fixed words of the documents, from `locales/`, handed to the templates as one JSON file.
//! The messages take no variables, so a line is a key and its text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kernel::Locale;
use serde_json::{Map, Value, json};

static ZH: LazyLock<BTreeMap<&'static str, &'static str>> =
    LazyLock::new(|| parse(include_str!("../locales/zh-CN.ftl")));
static EN: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| parse(include_str!("../locales/en.ftl")));

fn parse(file: &'static str) -> BTreeMap<&'static str, &'static str> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, text)| (key.trim(), text.trim()))
        .collect()
}

/// One label; its key where it is wanting, which a test forbids.
pub(crate) fn label(key: &'static str, locale: Locale) -> &'static str {
    let words = match locale {
        Locale::Zh => &ZH,
        Locale::En => &EN,
    };
    words.get(key).copied().unwrap_or(key)
}

/// All labels as `{key: {zh, en}}`.
pub(crate) fn all() -> Value {
    let both = ZH.iter().map(|(key, zh)| ((*key).to_owned(), json!({ "zh": zh, "en": EN.get(key) })));
    Value::Object(both.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_labels_and_the_fonts_draw_them() {
        assert_eq!(ZH.keys().collect::<Vec<_>>(), EN.keys().collect::<Vec<_>>());
        for text in ZH.values().chain(EN.values()) {
            assert!(crate::missing_glyphs(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn templates_ask_only_for_labels_that_exist_and_no_label_is_idle() {
        let sources = crate::world::SOURCES.iter().map(|(_, text)| *text).collect::<String>();
        let asked: std::collections::BTreeSet<&str> =
            sources.split("l(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let code = ["seal-title", "seal-desc", "seal-desc-sample", "seal-desc-struck", "seal-sample"];
        for key in &asked {
            assert!(ZH.contains_key(key), "{key} is not in the locales");
        }
        for key in ZH.keys() {
            assert!(asked.contains(key) || code.contains(key), "{key} is not used");
        }
    }
}
