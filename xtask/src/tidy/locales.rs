//! Both languages complete: each room's `locales/zh-CN.ftl` and `en.ftl` hold the same messages
//! with the same variables; a message's key begins with its room's name; a key that a template or
//! the code names exists; a message that nothing names is struck.
//!
//! A key is any string literal that begins with the name of a room that has locales and a hyphen
//! (`casework-submit-title`, `casework-submit-title.hint`) or with `problem-`. A literal that ends with a hyphen or
//! holds a `{}` names every key that fits it. What only looks like a key is reviewed in
//! `xtask/allowed/locales.txt`.

use super::Finding;
use super::allowed::Allowed;
use super::lexer::Kind;
use super::template::{Template, literals};
use super::tree::{Tree, room};
use fluent_bundle::FluentResource;
use std::collections::{BTreeMap, BTreeSet};

const LANGUAGES: [&str; 2] = ["zh-CN", "en"];
/// The family of refusals, which the kernel names: `web` holds those of all, a room those of its
/// own as `problem-ROOM-..`.
const PROBLEM: &str = "problem";
/// Families that the kernel names: the days of an account, and what is wrong with a number. `web`
/// holds them for every room.
const KERNEL: [&str; 2] = ["day", "identifier"];
/// Rooms whose words never join the others': `documents` hands its own to its templates, and its
/// tests see that none is missing or idle.
const ALONE: [&str; 1] = ["documents"];

/// One message of a `.ftl` file.
#[derive(Debug, Default)]
struct Message {
    line: usize,
    variables: BTreeSet<String>,
    attributes: BTreeSet<String>,
}

type Messages = BTreeMap<String, Message>;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let allowed = Allowed::read(tree, "locales");
    let mut findings = Vec::new();
    let mut rooms: BTreeMap<&str, Messages> = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (path, text) in tree.files.iter().filter(|(path, _)| path.ends_with(".ftl")) {
        used.extend(referenced(text));
        let Some(room) = room(path) else {
            findings.push(Finding::new(path, 1, "locales stand in their room"));
            continue;
        };
        let (messages, broken) = messages(path, room, text);
        findings.extend(broken);
        if ALONE.contains(&room) {
            let english = self::messages(path, room, tree.text(&path.replace("zh-CN", "en"))).0;
            findings.extend(differences(room, &messages, &english));
        } else if path.ends_with("/zh-CN.ftl") {
            rooms.insert(room, messages);
        }
    }
    for (room, chinese) in &rooms {
        let path = format!("crates/{room}/locales/en.ftl");
        let (english, _) = messages(&path, room, tree.text(&path));
        findings.extend(differences(room, chinese, &english));
    }
    let keys: BTreeMap<&str, &Message> =
        rooms.values().flatten().map(|(key, message)| (key.as_str(), message)).collect();
    for (path, line, literal) in named(tree, &rooms) {
        let fits = fitting(&literal, &keys);
        // The names of routes look like keys.
        let route = path.ends_with("/routes.rs") || path.contains("/routes/");
        if fits.is_empty() && !route && !allowed.permits(&path, &literal) {
            findings.push(Finding::new(&path, line, format!("no message has the key `{literal}`")));
        }
        used.extend(fits);
    }
    for (room, messages) in &rooms {
        let path = format!("crates/{room}/locales/zh-CN.ftl");
        for (key, message) in messages.iter().filter(|(key, _)| !used.contains(*key)) {
            if !allowed.permits(&path, key) {
                findings.push(Finding::new(
                    &path,
                    message.line,
                    format!("nothing names the message `{key}`: strike it"),
                ));
            }
        }
    }
    allowed.close(findings)
}

/// The messages of a file, and what is wrong with the file itself.
fn messages(path: &str, room: &str, text: &str) -> (Messages, Vec<Finding>) {
    let mut findings = Vec::new();
    if let Err((_, errors)) = FluentResource::try_new(text.to_owned()) {
        for error in errors {
            let line = text.get(..error.pos.start).unwrap_or(text).matches('\n').count() + 1;
            findings.push(Finding::new(path, line, format!("not Fluent: {}", error.kind)));
        }
    }
    let mut messages = Messages::new();
    let mut key: Option<String> = None;
    for (line, number) in text.lines().zip(1..) {
        let head =
            line.split_once('=').map(|(name, _)| name.trim_end()).filter(|name| is_name(name.trim_start_matches('-')));
        match head {
            Some(name) if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') => {
                let mut words = name.trim_start_matches('-').split('-');
                let first = words.next().unwrap_or_default();
                let problem = first == PROBLEM && (room == "web" || words.next() == Some(room));
                let kernel = room == "web" && KERNEL.contains(&first);
                let own = first == room || problem || kernel || ALONE.contains(&room);
                if !own {
                    findings.push(Finding::new(path, number, format!("the key `{name}` doesn't begin with `{room}-`")));
                }
                if messages.insert(name.to_owned(), Message { line: number, ..Message::default() }).is_some() {
                    findings.push(Finding::new(path, number, format!("the key `{name}` stands twice")));
                }
                key = Some(name.to_owned());
            }
            _ => {}
        }
        let Some(message) = key.as_ref().filter(|_| !line.starts_with('#')).and_then(|key| messages.get_mut(key))
        else {
            continue;
        };
        if let Some((name, _)) = line.trim_start().strip_prefix('.').and_then(|rest| rest.split_once('=')) {
            message.attributes.insert(name.trim().to_owned());
        }
        message.variables.extend(
            line.split('$')
                .skip(1)
                .map(|rest| rest.split(|c: char| !is_name_char(c)).next().unwrap_or_default().to_owned()),
        );
    }
    (messages, findings)
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_name_char)
}

/// What the two languages of a room don't share.
fn differences(room: &str, chinese: &Messages, english: &Messages) -> Vec<Finding> {
    let path = |language: &str| format!("crates/{room}/locales/{language}.ftl");
    let [zh, en] = LANGUAGES.map(path);
    let mut out = Vec::new();
    for (key, message) in chinese {
        match english.get(key) {
            None => out.push(Finding::new(&en, 1, format!("`{key}` is missing"))),
            Some(other) if other.variables != message.variables => {
                let text = format!(
                    "`{key}` has the variables {:?} here and {:?} in Chinese",
                    other.variables, message.variables
                );
                out.push(Finding::new(&en, other.line, text));
            }
            Some(other) if other.attributes != message.attributes => {
                out.push(Finding::new(&en, other.line, format!("`{key}` has other attributes in Chinese")));
            }
            Some(_) => {}
        }
    }
    let extra = english.iter().filter(|(key, _)| !chinese.contains_key(*key));
    out.extend(
        extra.map(|(key, message)| Finding::new(&zh, 1, format!("`{key}` is missing (en.ftl:{})", message.line))),
    );
    out
}

/// Keys and terms that messages name in each other's braces.
fn referenced(text: &str) -> Vec<String> {
    let inside = text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
    let words = inside.flat_map(|code| code.split(|c: char| !is_name_char(c)));
    words.filter(|word| word.contains('-')).map(str::to_owned).collect()
}

/// Literals of templates and code that look like keys: path, line, literal.
fn named(tree: &Tree, rooms: &BTreeMap<&str, Messages>) -> Vec<(String, usize, String)> {
    let is_key = |text: &str, path: &str| {
        let head = text.split('-').next().unwrap_or_default();
        let rest = text.get(head.len()..).unwrap_or_default();
        let kernel = path.starts_with("crates/kernel/") && KERNEL.contains(&head);
        (head == PROBLEM || kernel || rooms.contains_key(head))
            && rest.len() > 1
            && rest.chars().all(|c| is_name_char(c) || c == '.' || c == '{' || c == '}')
    };
    let mut out = Vec::new();
    for (_, file) in tree.product() {
        let texts = file
            .tokens
            .iter()
            .filter(|token| token.kind == Kind::Text && !token.test && is_key(&token.text, &file.path));
        out.extend(
            texts
                .filter(|token| !is_file(&token.text))
                .map(|token| (file.path.clone(), token.line, token.text.clone())),
        );
    }
    for (path, source) in tree.templates() {
        for piece in Template::parse(source).code {
            let tag = piece.text.trim_start_matches(['{', '%', '-', '+', '~', ' ']);
            if !["include", "extends", "import"].iter().any(|word| tag.starts_with(word)) {
                out.extend(
                    literals(&piece.text)
                        .into_iter()
                        .filter(|text| is_key(text, path))
                        .map(|text| (path.to_owned(), piece.line, text)),
                );
            }
        }
    }
    out
}

/// `web-page.html` is a file, not the attribute of a message.
fn is_file(text: &str) -> bool {
    [".html", ".txt", ".svg", ".css", ".js", ".xml", ".json", ".typ", ".toml"]
        .iter()
        .any(|ending| text.ends_with(ending))
}

/// The keys that a literal names: itself, or all that fit its pattern.
fn fitting(literal: &str, keys: &BTreeMap<&str, &Message>) -> Vec<String> {
    if literal.ends_with('-') || literal.contains('{') {
        let mut parts = literal.split('{');
        let first = parts.next().unwrap_or_default();
        let last = parts.next_back().and_then(|part| part.split_once('}')).map_or("", |(_, tail)| tail);
        let fit = |key: &&&str| key.starts_with(first) && key.ends_with(last) && key.len() > first.len() + last.len();
        return keys.keys().filter(fit).map(|key| (*key).to_owned()).collect();
    }
    match literal.split_once('.') {
        Some((key, attribute)) if keys.get(key).is_some_and(|message| message.attributes.contains(attribute)) => {
            vec![key.to_owned()]
        }
        None if keys.contains_key(literal) => vec![literal.to_owned()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: &str = "web-title = 标题\nweb-days = { $n } 天\n    .hint = 提示\nweb-state-open = 开\n";
    const EN: &str = "web-title = Title\nweb-days = { $n ->\n    [one] one day\n   *[other] { $n } days\n }\n    .hint = Hint\nweb-state-open = Open\n";
    const HTML: &str = "{{ t(\"web-title\") }}{{ n(\"web-days\", 3) }}{{ t(\"web-days.hint\") }}";
    const RUST: &str = "fn a() { format!(\"web-state-{}\", b); }";

    fn found(zh: &str, en: &str, html: &str, rust: &str) -> Vec<String> {
        let files = [
            ("crates/web/locales/zh-CN.ftl", zh),
            ("crates/web/locales/en.ftl", en),
            ("crates/web/templates/a.html", html),
            ("crates/web/src/lib.rs", rust),
        ];
        check(&Tree::of(&files)).into_iter().map(|f| format!("{}:{} {}", f.path, f.line, f.text)).collect()
    }

    #[test]
    fn two_complete_languages_are_content() {
        assert_eq!(found(ZH, EN, HTML, RUST), Vec::<String>::new());
    }

    #[test]
    fn what_one_language_lacks_is_named() {
        let text =
            found(&format!("{ZH}web-more = 更多\n"), &EN.replace("$n", "$days"), HTML, "\"web-state-\" \"web-more\"")
                .join("\n");
        assert!(
            text.contains("en.ftl:1 `web-more` is missing") && text.contains("en.ftl:2 `web-days` has the variables"),
            "{text}"
        );
    }

    #[test]
    fn a_key_that_does_not_exist_and_one_that_nothing_names_are_named() {
        let text = found(ZH, EN, &HTML.replace("web-title", "web-titel"), RUST).join("\n");
        assert!(text.contains("a.html:1 no message has the key `web-titel`"), "{text}");
        assert!(text.contains("zh-CN.ftl:1 nothing names the message `web-title`"), "{text}");
    }

    #[test]
    fn a_key_of_another_name_twice_or_broken_is_named() {
        let text = found(&format!("{ZH}other = x\nweb-title = y\nweb-broken = {{ $x\n"), EN, HTML, RUST).join("\n");
        assert!(
            text.contains("doesn't begin with `web-`") && text.contains("stands twice") && text.contains("not Fluent"),
            "{text}"
        );
    }
}
