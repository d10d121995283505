//! No user-visible text outside the locales: no Chinese in string literals of the rooms, and no
//! words of any language in templates outside expressions. English in Rust can't be told from
//! names and SQL by a tool; the pages are rendered in both languages by a test, which sees it.
//! Files whose Chinese is data (names of fields in a standard, holidays) are reviewed in
//! `xtask/allowed/texts.txt`.

use super::Finding;
use super::allowed::Allowed;
use super::lexer::Kind;
use super::template::{Template, is_cjk};
use super::tree::Tree;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let allowed = Allowed::read(tree, "texts");
    let mut findings = Vec::new();
    let mut say = |path: &str, line: usize, text: &str, what: &str| {
        if !allowed.permits(path, text) {
            let start: String = text.chars().take(30).collect();
            findings.push(Finding::new(path, line, format!("{what}: `{start}`")));
        }
    };
    for (_, file) in tree.product() {
        for token in file.tokens.iter().filter(|token| token.kind != Kind::Name && !token.test) {
            if token.text.contains(is_cjk) {
                say(&file.path, token.line, &token.text, "Chinese text in the code, not in the locales");
            }
        }
    }
    for (path, source) in tree.templates() {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let template = Template::parse(source);
        if ["html", "xml", "svg"].contains(&ending) {
            for piece in template.visible() {
                say(path, piece.line, &piece.text, "text in the template, not in the locales");
            }
            for piece in
                template.markup_lines().chain(template.code.iter().cloned()).filter(|piece| piece.text.contains(is_cjk))
            {
                say(path, piece.line, piece.text.trim(), "Chinese text in the template, not in the locales");
            }
        } else if ending == "txt" {
            for piece in template.markup_lines().filter(|piece| piece.text.contains(char::is_alphabetic)) {
                say(path, piece.line, piece.text.trim(), "text in the template, not in the locales");
            }
        } else if ending == "typ" {
            for (line, number) in
                source.lines().zip(1..).filter(|(line, _)| line.split("//").next().unwrap_or_default().contains(is_cjk))
            {
                say(path, number, line.trim(), "Chinese text in the template, not in the locales");
            }
        }
    }
    allowed.close(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<(usize, String)> {
        check(&Tree::of(files)).into_iter().map(|finding| (finding.line, finding.text)).collect()
    }

    #[test]
    fn chinese_in_code_is_named_unless_it_is_a_comment_a_test_or_reviewed() {
        let source = "/// 通办\nconst A: &str =\n \"网上\"; #[cfg(test)] mod tests { const B: &str = \"王芳\"; }";
        let seen = found(&[("crates/web/src/layout.rs", source)]);
        assert_eq!(seen.len(), 1);
        assert!(seen[0].0 == 3 && seen[0].1.contains("网上"));
        let list = ("xtask/allowed/texts.txt", "crates/web/src/layout.rs | 网上 | a name in the standard");
        assert!(found(&[("crates/web/src/layout.rs", source), list]).is_empty());
    }

    #[test]
    fn words_in_a_template_are_named_in_either_language() {
        let html =
            "{# 说明 #}<h1>{{ t(\"web-title\") }}</h1>\n<p>Hello there</p>\n<p class=\"x\">你好</p>\n{{ f(\"确定\") }}";
        let lines: Vec<_> = found(&[("crates/web/templates/a.html", html)]).into_iter().map(|(line, _)| line).collect();
        assert!([2, 3, 4].iter().all(|line| lines.contains(line)), "{lines:?}");
        assert!(!lines.contains(&1));
    }

    #[test]
    fn a_mail_and_a_document_are_looked_at_too() {
        assert_eq!(found(&[("crates/notices/templates/m.txt", "{{ name }},\nyours")]).len(), 1);
        assert_eq!(found(&[("crates/documents/templates/l.typ", "// 注\n= 通知书")]).len(), 1);
    }
}
