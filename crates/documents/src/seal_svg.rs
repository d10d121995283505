//! The round seal 印章 of a body, drawn from its name: a ring, the name from left to right along
//! it, a five-pointed star in the middle, in vermilion; 42 mm across, as the State Council's rules
//! on official seals (国发〔1999〕25号) give it for departments and counties. The characters are
//! outlines of the embedded font, so the seal looks the same on every screen. It is a picture: the
//! proof is the signature of the record beneath it.

use std::f64::consts::TAU;
use std::fmt::Write as _;

use kernel::Locale;

use crate::data::Seal;
use crate::fonts::outline;
use crate::labels::label;

pub(crate) const VERMILION: &str = "#c8281e";

/// Half of the 420 units (tenths of a millimetre) of the picture.
const CENTRE: f64 = 210.0;
/// Outer edge of the characters on the ring.
const EDGE: f64 = 184.0;

/// The seal of the body `name` for a page, struck through when what it stood under has lost its
/// force, and marked 样本 in a demonstration. Title and description are in `locale`.
#[must_use]
pub fn seal_svg(name: &str, struck: bool, sample: bool, locale: Locale) -> String {
    draw(&Seal { name: name.to_owned(), bottom: None }, struck, sample, locale)
}

pub(crate) fn draw(seal: &Seal, struck: bool, sample: bool, locale: Locale) -> String {
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 420" role="img"><title>{}</title><desc>{}</desc><g fill="{VERMILION}">"#,
        escape(&title(seal, locale)),
        escape(&description(struck, sample, locale)),
    );
    svg.push_str(r#"<path fill-rule="evenodd" d="M210 4A206 206 0 0 1 210 416A206 206 0 0 1 210 4ZM210 16A194 194 0 0 0 210 404A194 194 0 0 0 210 16Z"/>"#);
    star(&mut svg);
    let mut lines: Vec<(&str, f64)> = Vec::new();
    if let Some(bottom) = seal.bottom.as_deref().filter(|text| !text.is_empty()) {
        lines.push((bottom, 36.0));
    }
    if sample {
        lines.push((label("seal-sample", Locale::Zh), 40.0));
    }
    along_the_ring(&mut svg, &seal.name, lines.is_empty());
    let mut top = if lines.len() > 1 { 288.0 } else { 300.0 };
    for (text, height) in lines {
        across(&mut svg, text, top, height);
        top += height + 6.0;
    }
    svg.push_str("</g>");
    if struck {
        svg.push_str(r##"<path fill="none" stroke="#2b2723" stroke-width="9" d="M52 346L346 52M74 368L368 74"/>"##);
    }
    svg.push_str("</svg>");
    svg
}

/// What a reader who cannot see the seal is told first.
pub(crate) fn title(seal: &Seal, locale: Locale) -> String {
    [label("seal-title", locale), &seal.name].join(space(locale))
}

pub(crate) fn description(struck: bool, sample: bool, locale: Locale) -> String {
    let mut parts = vec![label("seal-desc", locale)];
    if sample {
        parts.push(label("seal-desc-sample", locale));
    }
    if struck {
        parts.push(label("seal-desc-struck", locale));
    }
    parts.join(space(locale))
}

fn space(locale: Locale) -> &'static str {
    if locale == Locale::En { " " } else { "" }
}

/// Five points; the inner corners lie at (3 - sqrt 5) / 2 of the outer radius.
fn star(svg: &mut String) {
    svg.push_str(r#"<path d=""#);
    for corner in 0..10u32 {
        let radius = if corner % 2 == 0 { 66.0 } else { 66.0 * 0.381_966 };
        let angle = TAU * f64::from(corner) / 10.0;
        let (x, y) = (CENTRE + radius * angle.sin(), CENTRE - radius * angle.cos());
        let _ = write!(svg, "{}{x:.1} {y:.1}", if corner == 0 { 'M' } else { 'L' });
    }
    svg.push_str(r#"Z"/>"#);
}

/// The name from left to right over the top, each character upright on its radius, narrower and
/// lower the more there are.
fn along_the_ring(svg: &mut String, name: &str, closed: bool) {
    let characters: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
    let count = f64::from(u32::try_from(characters.len()).unwrap_or(u32::MAX).max(1));
    let widest = if closed { 284.0 } else { 236.0 };
    let span = (40.0 + 20.0 * count).min(widest).to_radians();
    let step = span / count;
    let height = (60.0 - count).clamp(30.0, 52.0);
    let width = (height * 0.94).min((EDGE - height) * step * 0.97);
    for (place, character) in (0u32..).zip(&characters) {
        let angle = (-span / 2.0 + step * (f64::from(place) + 0.5)).to_degrees();
        let (path, advance) = outline(*character);
        let (wide, high) = (width / 1000.0, height / 1000.0);
        let left = CENTRE - wide * f64::from(advance) / 2.0;
        // The character's box reaches from 880 above the baseline to 120 below.
        let baseline = CENTRE - EDGE + 880.0 * high;
        let _ = write!(
            svg,
            r#"<path transform="rotate({angle:.2} 210 210) translate({left:.2} {baseline:.2}) scale({wide:.4} -{high:.4})" d="{path}"/>"#
        );
    }
}

/// A straight line of text below the star, squeezed when it would touch the name.
fn across(svg: &mut String, text: &str, top: f64, height: f64) {
    let glyphs: Vec<(String, f32)> = text.chars().map(outline).collect();
    let natural: f64 = glyphs.iter().map(|(_, advance)| f64::from(*advance)).sum::<f64>() / 1000.0;
    let width = height.min(228.0 / natural.max(1.0));
    let mut left = CENTRE - natural * width / 2.0;
    let baseline = top + 0.88 * height;
    for (path, advance) in glyphs {
        let _ = write!(
            svg,
            r#"<path transform="translate({left:.2} {baseline:.2}) scale({:.4} -{:.4})" d="{path}"/>"#,
            width / 1000.0,
            height / 1000.0
        );
        left += f64::from(advance) / 1000.0 * width;
    }
}

fn escape(text: &str) -> String {
    let shown: String = text.chars().filter(|c| !c.is_control()).collect();
    shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_says_whose_it_is_and_when_it_is_struck() {
        let whole = seal_svg("示范市市场监督管理局", false, false, Locale::Zh);
        assert!(whole.contains("<title>") && whole.contains("示范市市场监督管理局"));
        assert!(!whole.contains("stroke-width=\"9\""));
        let struck = seal_svg("示范市市场监督管理局", true, true, Locale::En);
        assert!(struck.contains("stroke-width=\"9\"") && struck.contains("Struck") && struck.contains("Seal: 示范市"));
        assert!(struck.len() > whole.len());
    }

    #[test]
    fn long_odd_and_hostile_names_make_well_formed_seals() {
        for name in ["", "甲", "\u{3106C}局", "<script>&\"\u{0}", &"很长的名称".repeat(12)] {
            let svg = seal_svg(name, false, false, Locale::Zh);
            assert!(svg.ends_with("</svg>") && !svg.contains("<script") && !svg.contains("NaN"), "{svg}");
        }
    }
}
