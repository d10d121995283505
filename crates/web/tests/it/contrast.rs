//! The palette: every pair of ink and ground that pages use has a contrast of 4.5 at least, 7 in
//! the large-type mode (WCAG 2.2, 1.4.3 and 1.4.6). The tokens are read from the style sheet.

use std::collections::BTreeMap;

type Palette = BTreeMap<String, [f64; 3]>;

const PAIRS: [(&str, &str); 21] = [
    ("ink", "paper"),
    ("ink", "desk"),
    ("ink", "wash"),
    ("grey", "paper"),
    ("grey", "desk"),
    ("grey", "wash"),
    ("seal", "paper"),
    ("seal", "desk"),
    ("seal", "wash"),
    ("on-act", "act"),
    ("on-act", "act-deep"),
    ("jade", "paper"),
    ("jade", "wash"),
    ("amber", "paper"),
    ("amber", "wash"),
    ("late", "paper"),
    ("late", "desk"),
    ("late", "wash"),
    ("link", "paper"),
    ("link", "desk"),
    ("paper", "grey"),
];

#[test]
fn every_ink_is_readable_on_every_ground() {
    let css = std::str::from_utf8(web::assets::content("tongban.css").unwrap()).unwrap();
    let light = palette(css, ":root {");
    let dark = over(&light, &palette(css, ":root[data-theme=dark] {"));
    judge("light", &light, 4.5);
    judge("dark", &dark, 4.5);
    judge("large light", &over(&light, &palette(css, ":root[data-size=large] {")), 7.0);
    judge("large dark", &over(&dark, &palette(css, ":root[data-size=large][data-theme=dark] {")), 7.0);
}

#[test]
fn the_dark_palette_is_the_same_by_choice_and_by_device() {
    let css = std::str::from_utf8(web::assets::content("tongban.css").unwrap()).unwrap();
    for (chosen, device) in [
        (":root[data-theme=dark] {", ":root:not([data-theme=light]) {"),
        (":root[data-size=large][data-theme=dark] {", ":root[data-size=large]:not([data-theme=light]) {"),
    ] {
        assert_eq!(palette(css, chosen), palette(css, device));
    }
}

fn judge(name: &str, palette: &Palette, least: f64) {
    for (ink, ground) in PAIRS {
        let found = contrast(palette[ink], palette[ground]);
        assert!(found >= least, "{name}: {ink} on {ground} is {found:.2}");
    }
    let border = contrast(palette["line"], palette["paper"]);
    assert!(border >= 3.0, "{name}: borders of fields are {border:.2}");
}

fn over(below: &Palette, above: &Palette) -> Palette {
    below.iter().chain(above).map(|(name, value)| (name.clone(), *value)).collect()
}

fn palette(css: &str, selector: &str) -> Palette {
    let block = css.split(selector).nth(1).unwrap_or_else(|| panic!("no {selector}")).split('}').next().unwrap();
    let tokens = block.split(';').filter_map(|rule| rule.trim().strip_prefix("--")?.split_once(": #"));
    tokens.map(|(name, value)| (name.to_owned(), colour(value))).collect()
}

fn colour(hex: &str) -> [f64; 3] {
    let full: String = if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_owned() };
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&full[at..at + 2], 16).unwrap()) / 255.0)
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let light = |colour: [f64; 3]| {
        let [r, g, b] =
            colour.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (light(one) + 0.05, light(other) + 0.05);
    if a > b { a / b } else { b / a }
}
