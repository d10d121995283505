//! The embedded fonts: which characters they have, and the outlines of single characters for the
//! seal. How the files were made stands in `data/fonts/README.md`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use ttf_parser::{Face, OutlineBuilder};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

pub(crate) const FAMILY: &str = "Noto Serif CJK SC";

/// Shown for what has no glyph; the geta mark has this meaning in print since lead type.
pub(crate) const GETA: char = '〓';

/// Packed by Brotli, and unpacked when the first document is set.
const REGULAR: &[u8] = include_bytes!("../../../data/fonts/NotoSerifCJKsc-Regular.otf.br");
const BOLD: &[u8] = include_bytes!("../../../data/fonts/NotoSerifCJKsc-Bold.otf.br");

pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    /// Regular first: it holds every character of the other.
    pub(crate) faces: Vec<Font>,
    tables: Vec<Face<'static>>,
}

pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let files = [REGULAR, BOLD].map(unpacked);
    let faces: Vec<Font> = files.iter().filter_map(|file| Font::new(Bytes::new(*file), 0)).collect();
    let tables = files.iter().filter_map(|file| Face::parse(file, 0).ok()).collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&faces)), faces, tables }
});

/// A font as it was before it was packed, kept for as long as the program runs.
fn unpacked(mut packed: &[u8]) -> &'static [u8] {
    let mut font = Vec::new();
    // What can't be read is a font without characters; the tests ask for every one of them.
    if brotli::BrotliDecompress(&mut packed, &mut font).is_err() {
        font.clear();
    }
    font.leak()
}

pub(crate) fn has_glyph(character: char) -> bool {
    FONTS.tables.iter().any(|face| face.glyph_index(character).is_some())
}

/// The characters of `text` that no embedded font can draw, each once, in order of appearance.
/// Characters that are never drawn (controls, direction marks, variation selectors) do not count.
#[must_use]
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    crate::clean::clean(text, &mut missing);
    missing
}

/// Outline of a bold character as SVG path data in units of 1/1000 of its width, y upwards, with
/// the number of units it advances; the geta mark's outline for what has no glyph.
pub(crate) fn outline(character: char) -> (String, f32) {
    let shown = if has_glyph(character) { character } else { GETA };
    for face in FONTS.tables.iter().rev() {
        if let Some(glyph) = face.glyph_index(shown) {
            let mut path = Path(String::new());
            face.outline_glyph(glyph, &mut path);
            return (path.0, face.glyph_hor_advance(glyph).map_or(1000.0, f32::from));
        }
    }
    (String::new(), 1000.0)
}

struct Path(String);

impl Path {
    fn push(&mut self, command: char, numbers: &[f32]) {
        self.0.push(command);
        for (at, number) in numbers.iter().enumerate() {
            if at > 0 {
                self.0.push(' ');
            }
            // Writing into a String cannot fail.
            let _ = write!(self.0, "{}", number.round());
        }
    }
}

impl OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.push('M', &[x, y]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.push('L', &[x, y]);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.push('Q', &[x1, y1, x, y]);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.push('C', &[x1, y1, x2, y2, x, y]);
    }
    fn close(&mut self) {
        self.0.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_the_lists_has_a_glyph() {
        for list in [
            include_str!("../../../data/fonts/characters.txt"),
            include_str!("../../../data/fonts/characters-names.txt"),
        ] {
            assert_eq!(list.chars().filter(|c| *c != '\n' && !has_glyph(*c)).collect::<String>(), "");
        }
        assert_eq!(FONTS.faces.len(), 2);
    }

    #[test]
    fn names_of_the_third_level_are_drawn_and_others_are_named() {
        assert!(missing_glyphs("刘\u{2CB4E}，王堃，李喆，陳龍，丁珅玥").is_empty());
        assert_eq!(missing_glyphs("\u{3106C}甲\u{3106C}\u{E000}"), ['\u{3106C}', '\u{E000}']);
        assert!(missing_glyphs("a\tb\r\n\u{202E}\u{FE0F}").is_empty());
    }
}
