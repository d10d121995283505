//! Texts in a drawing: escaped, and broken into lines that fit. Widths are estimated; a browser sets them.

use std::fmt::Write as _;

use crate::model::diagram::Bounds;

const SIZE: f64 = 12.0;
const LINE: f64 = 14.0;

/// A text as content or attribute of XML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c < ' ' && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}

/// A text in the middle of a box.
pub(super) fn centred(out: &mut String, text: &str, bounds: Bounds) {
    let most = ((bounds.height - 8.0) / LINE).max(1.0);
    lines(out, text, bounds, most, bounds.y + bounds.height / 2.0, true);
}

/// A text from the top of a box downwards, as names of events and flows stand.
pub(super) fn label(out: &mut String, text: &str, bounds: Bounds) {
    let wide = Bounds { x: bounds.x - 20.0, width: bounds.width + 40.0, ..bounds };
    lines(out, text, wide, 4.0, bounds.y, false);
}

fn lines(out: &mut String, text: &str, bounds: Bounds, most: f64, y: f64, is_centred: bool) {
    let mut broken = broken(text, bounds.width - 8.0);
    let mut count = 0.0;
    broken.retain(|_| {
        count += 1.0;
        count <= most.floor()
    });
    let shown = count.min(most.floor());
    let first = if is_centred { y - (shown - 1.0) * LINE / 2.0 + SIZE / 3.0 } else { y + SIZE };
    let x = bounds.x + bounds.width / 2.0;
    let _ = write!(out, "<text text-anchor=\"middle\" font-size=\"{SIZE}\">");
    let mut at = first;
    for line in &broken {
        let _ = write!(out, "<tspan x=\"{x}\" y=\"{at}\">{}</tspan>", escaped(line));
        at += LINE;
    }
    out.push_str("</text>");
}

/// Breaks at spaces, and inside words that are too long; Chinese anywhere.
fn broken(text: &str, width: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0.0);
    let mut last_space: Option<usize> = None;
    for c in text.chars() {
        if c == '\n' {
            lines.push(std::mem::take(&mut line));
            (used, last_space) = (0.0, None);
            continue;
        }
        used += width_of(c);
        if used > width && !line.is_empty() {
            let rest = match last_space.filter(|_| c.is_ascii_alphanumeric()) {
                Some(at) => line.split_off(at).trim_start().to_owned(),
                None => String::new(),
            };
            lines.push(std::mem::replace(&mut line, rest));
            used = line.chars().map(width_of).sum::<f64>() + width_of(c);
            last_space = None;
        }
        if c == ' ' {
            if line.is_empty() {
                used = 0.0;
                continue;
            }
            last_space = Some(line.len());
        }
        line.push(c);
    }
    if !line.trim().is_empty() {
        lines.push(line);
    }
    lines
}

fn width_of(c: char) -> f64 {
    if c > '\u{2e7f}' { SIZE } else { SIZE * 0.55 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_chinese_anywhere() {
        assert_eq!(broken("check the application", 80.0), ["check the", "application"]);
        assert_eq!(broken("受理申请材料并审查", 60.0), ["受理申请材", "料并审查"]);
        assert_eq!(broken("", 60.0), Vec::<String>::new());
        assert_eq!(escaped("a<b & \"c\""), "a&lt;b &amp; &quot;c&quot;");
    }
}
