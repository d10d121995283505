//! Readings of Chinese words: pinyin without tones, initials, what southern ears confuse, and the
//! distance between two spellings. Knows letters only; which words exist is the lexicon's affair.

use std::{collections::HashMap, sync::LazyLock};

use pinyin::ToPinyin;

/// Every syllable of standard Chinese as it is typed (ü is v).
const SYLLABLES: &str = "a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng cha chai \
chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de den \
deng di dian diao die ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng \
gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao \
jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng \
li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve lue ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo \
mou mu na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve nue o ou pa pai pan pang pao pei pen \
peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua \
ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si \
song sou su suan sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia \
xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng \
zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo";

/// Characters with a second everyday reading beside the one the dictionary puts first.
const SECOND: &str = "重chong 行hang 还huan 调tiao 参shen 长chang 给ji 单dan 差chai 降jiang 传chuan 数shu 会hui 会kuai 乐yue 还hai 重zhong 行xing 调diao \
长zhang 给gei 参can 车che 校jiao 校xiao 率lv 率shuai 处chu 种zhong 种chong 藏cang 藏zang 便bian 便pian 量liang 说shuo 得de 石shi 弹dan 弹tan 咽yan 核he \
都dou 都du 大da 落luo 卡ka 卡qia 强qiang 省sheng 省xing 系xi 系ji 更geng 曾ceng 曾zeng 薄bo 薄bao 血xue 解jie 提ti 供gong 当dang 朝chao 朝zhao 盛cheng";

static LIST: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut list: Vec<&str> = SYLLABLES.split_whitespace().collect();
    list.sort_unstable();
    list
});

static OTHER: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut other: HashMap<char, Vec<&str>> = HashMap::new();
    for entry in SECOND.split_whitespace() {
        let mut chars = entry.chars();
        if let Some(c) = chars.next() {
            other.entry(c).or_default().push(chars.as_str());
        }
    }
    other
});

pub(crate) fn is_syllable(letters: &str) -> bool {
    LIST.binary_search(&letters).is_ok()
}

/// Whether `letters` can be cut into syllables throughout.
pub(crate) fn is_pinyin(letters: &str) -> bool {
    let mut reached = vec![false; letters.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for start in 0..letters.len() {
        if reached.get(start).copied() != Some(true) {
            continue;
        }
        for end in start + 1..=letters.len().min(start + 6) {
            if letters.get(start..end).is_some_and(is_syllable)
                && let Some(place) = reached.get_mut(end)
            {
                *place = true;
            }
        }
    }
    reached.last().copied().unwrap_or(false)
}

/// The readings of one character as typed, the usual one first; letters and digits read as themselves.
pub(crate) fn syllables_of(c: char) -> Vec<String> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_string()];
    }
    let Some(reading) = c.to_pinyin() else { return Vec::new() };
    let mut all = vec![reading.plain().replace('ü', "v")];
    for other in OTHER.get(&c).into_iter().flatten() {
        if !all.iter().any(|known| known == other) {
            all.push((*other).to_owned());
        }
    }
    all
}

/// A reading of a word: its syllables in one string, and their first letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    pub letters: String,
    pub initials: String,
}

/// At most four readings of `word`; none if a character has none.
pub(crate) fn readings(word: &str) -> Vec<Reading> {
    let mut all = vec![Reading { letters: String::new(), initials: String::new() }];
    for c in word.chars() {
        let syllables = syllables_of(c);
        if syllables.is_empty() {
            return Vec::new();
        }
        let mut next = Vec::new();
        for syllable in &syllables {
            for reading in &all {
                if next.len() < 4 {
                    let mut longer = reading.clone();
                    longer.letters.push_str(syllable);
                    longer.initials.extend(syllable.chars().next());
                    next.push(longer);
                }
            }
        }
        all = next;
    }
    all
}

/// The usual reading alone, for comparing what was typed in characters.
pub(crate) fn letters(word: &str) -> String {
    word.chars().filter_map(|c| syllables_of(c).into_iter().next()).collect()
}

/// Letters with what southern speakers confuse made one: zh/z, ch/c, sh/s, n/l, final ng/n.
pub(crate) fn accent(letters: &str) -> String {
    let mut out = String::with_capacity(letters.len());
    let mut before = ' ';
    for c in letters.chars() {
        match (before, c) {
            ('z' | 'c' | 's', 'h') | ('n', 'g') => {}
            (_, 'l') => out.push('n'),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

/// Edits between two spellings, a swap of neighbours counting once; `None` above `most`.
pub(crate) fn distance(left: &str, right: &str, most: usize) -> Option<usize> {
    let (a, b) = (left.as_bytes(), right.as_bytes());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    if most == 1 {
        // One slip touches two neighbours at most; what is before and behind is the same.
        let front = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let back = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
        if front + back + 2 < a.len().max(b.len()) {
            return None;
        }
    }
    let mut older: Vec<usize> = Vec::new();
    let mut old: Vec<usize> = (0..=b.len()).collect();
    let mut before_a = None;
    for (row, from) in a.iter().enumerate() {
        let mut new = Vec::with_capacity(b.len() + 1);
        new.push(row + 1);
        let mut before_b = None;
        for (column, to) in b.iter().enumerate() {
            let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut cost =
                (at(&old, column) + usize::from(from != to)).min(at(&old, column + 1) + 1).min(at(&new, column) + 1);
            if row > 0 && column > 0 && before_a == Some(to) && before_b == Some(from) {
                cost = cost.min(at(&older, column - 1) + 1);
            }
            new.push(cost);
            before_b = Some(to);
        }
        if new.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before_a = Some(from);
        older = std::mem::replace(&mut old, new);
    }
    old.last().copied().filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_as_they_are_typed() {
        assert_eq!(letters("退休"), "tuixiu");
        assert_eq!(letters("律师"), "lvshi");
        let two = readings("重名");
        assert!(two.iter().any(|reading| reading.letters == "chongming"));
        assert!(two.iter().all(|reading| reading.initials.len() == 2));
        assert!(readings("、").is_empty());
    }

    #[test]
    fn pinyin_is_told_from_english() {
        assert!(is_pinyin("tuixiu"));
        assert!(is_pinyin("xian"));
        assert!(!is_pinyin("pension"));
        assert!(!is_pinyin("gjj"));
    }

    #[test]
    fn a_swap_of_neighbours_is_one_slip() {
        assert_eq!(distance("tuixui", "tuixiu", 1), Some(1));
        assert_eq!(distance("shebao", "shebap", 1), Some(1));
        assert_eq!(distance("shebao", "gongjijin", 2), None);
        assert_eq!(accent("zhengnan"), accent("zenlan"));
    }
}
