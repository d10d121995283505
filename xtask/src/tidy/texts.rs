//! No user-visible text outside the locales: no Chinese in string literals of the rooms, and no
//! words of any language in templates outside expressions. English in Rust can't be told from
//! names and SQL by a tool; the pages are rendered in both languages by a test, which sees it.
//! Samples (functions whose name begins with `sample`) are fixtures and may speak. Files whose Chinese is data (names of fields in a standard, holidays) are reviewed in
//! `xtask/allowed/texts.txt`.

use super::Finding;
use super::allowed::Allowed;
use super::lexer::{Kind, Token};
use super::template::{Template, is_cjk, is_ideograph};
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
        let mut rest = file.tokens.as_slice();
        while let Some((token, tail)) = rest.split_first() {
            rest = tail.get(sample(rest)..).unwrap_or_default();
            if token.kind == Kind::Text && !token.test && token.text.contains(is_cjk) {
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
            for (line, number) in source
                .lines()
                .zip(1..)
                .filter(|(line, _)| line.split("//").next().unwrap_or_default().contains(is_ideograph))
            {
                say(path, number, line.trim(), "Chinese text in the template, not in the locales");
            }
        }
    }
    allowed.close(findings)
}

/// How many tokens the sample function that starts here has; 0 when none does.
fn sample(tokens: &[Token]) -> usize {
    let starts =
        matches!(tokens, [first, second, ..] if first.is(Kind::Name, "fn") && second.text.starts_with("sample"));
    if !starts {
        return 0;
    }
    let mut depth = 0_usize;
    let end = tokens.iter().position(|token| {
        if token.is(Kind::Punct, "{") {
            depth += 1;
        } else if token.is(Kind::Punct, "}") {
            depth = depth.saturating_sub(1);
            return depth == 0;
        }
        false
    });
    end.unwrap_or(tokens.len())
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
        let sample = "fn sample() -> A { if b { \"王芳\" } else { \"李强\" } } fn c() { \"不\" }";
        assert!(
            matches!(found(&[("crates/web/src/layout.rs", sample)]).as_slice(), [(1, text)] if text.contains('不'))
        );
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
