//! One form for comparison: half width, lower case, simplified characters, one character of each
//! pair of variants, nothing invisible. Applied alike to what is indexed and to what is typed; what
//! is shown is never folded.

use std::{collections::HashMap, sync::LazyLock};

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

/// Traditional to simplified; `None` only if the embedded dictionaries were broken.
static SIMPLIFIED: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());

/// Variants and characters that only look like another, in pairs: the one met, the one meant.
/// Both members of a pair never stand for different things in the names of matters.
const VARIANTS: &str = "帐账囗口巿市髙高戸户愽博槪概値值吿告産产黃黄沒没靑青內内敎教淸清眞真硏研録录旣既甁瓶稅税說说閲阅呉吴彔录鄕乡曁暨戶户卽即\
    鈎钩昻昂強强敍叙冊册搃总衞卫峯峰羣群裡里牀床喫吃竪竖皁皂菸烟甦苏祕秘綫线藉籍";

static MEANT: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut chars = VARIANTS.chars().filter(|c| !c.is_whitespace());
    let mut table = HashMap::new();
    while let (Some(met), Some(meant)) = (chars.next(), chars.next()) {
        table.insert(met, meant);
    }
    table
});

/// Radicals 部首 that text copied from printed files carries instead of characters, U+2F00 onwards.
const RADICALS: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓\
    彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽\
    老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾见角言谷豆豕豸贝赤走足身车辛辰辵邑酉釆里金长门阜隶隹雨青非面革韦韭音页风飞食首香马骨高髟鬥鬯\
    鬲鬼鱼鸟卤鹿麦麻黄黍黑黹黽鼎鼓鼠鼻齐齿龙龟龠";

/// The folded form, and whether traditional or look-alike characters were in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folded {
    pub text: String,
    pub traditional: bool,
    pub lookalike: bool,
}

/// Folds `text`, one character to one wherever the dictionary keeps lengths.
pub(crate) fn fold(text: &str) -> Folded {
    let mut lookalike = false;
    let plain: String = text
        .chars()
        .filter_map(width_and_case)
        .map(|c| {
            let meant = variant(c);
            lookalike |= meant != c;
            meant
        })
        .collect();
    let Some(converter) = SIMPLIFIED.as_ref() else {
        return Folded { text: plain, traditional: false, lookalike };
    };
    let text = converter.convert(&plain);
    let traditional = text != plain;
    Folded { text, traditional, lookalike }
}

/// The folded text alone.
pub(crate) fn folded(text: &str) -> String {
    fold(text).text
}

/// Half width and lower case; `None` for what cannot be seen.
fn width_and_case(c: char) -> Option<char> {
    let c = match c {
        '\u{3000}' | '\u{a0}' | '\t' | '\n' | '\r' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2f00}'..='\u{2fd5}' => {
            let place = (u32::from(c) - 0x2f00) as usize;
            RADICALS.chars().filter(|c| !c.is_whitespace()).nth(place).unwrap_or(c)
        }
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}' => {
            return None;
        }
        c if c.is_control() => return None,
        c => c,
    };
    // One to one: characters whose lower case is longer keep their form.
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(only), None) => Some(only),
        _ => Some(c),
    }
}

fn variant(c: char) -> char {
    if c.is_ascii() { c } else { MEANT.get(&c).copied().unwrap_or(c) }
}

/// Whether `c` is a Chinese character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_become_simplified() {
        let folded = fold("結婚登記");
        assert_eq!(folded.text, "结婚登记");
        assert!(folded.traditional);
        assert!(!fold("著作权登记").traditional);
    }

    #[test]
    fn width_case_and_the_invisible_do_not_matter() {
        assert_eq!(folded("ＫＴＶ　Ⅱ\u{200b}类（Ａ）"), "ktv ⅱ类(a)");
    }

    #[test]
    fn look_alikes_and_radicals_become_the_character_meant() {
        assert!(fold("户囗本").lookalike);
        assert_eq!(folded("户囗本"), "户口本");
        assert_eq!(folded("⼯商⼾⼝"), "工商户口");
        assert_eq!(RADICALS.chars().filter(|c| !c.is_whitespace()).count(), 214);
    }

    #[test]
    fn the_variants_are_pairs_without_chains() {
        let chars: Vec<char> = VARIANTS.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(chars.len() % 2, 0);
        for pair in chars.chunks(2) {
            assert_ne!(pair[0], pair[1], "{pair:?}");
        }
    }
}
