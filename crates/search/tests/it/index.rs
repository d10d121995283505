//! The life of an index: what is put is found after a commit, what is removed is not, positions and
//! versions are kept, and the answers say why.

use kernel::{Text, division::DivisionCode};
use search::{By, Document, Field, Index, Kind, Query, Vocabulary, highlight};

fn empty() -> Index {
    Index::open(None, Vocabulary::new("").unwrap()).unwrap()
}

fn item(key: &str, name: &str, division: &str) -> Document {
    let mut document = Document::new(Kind::Item, key, Text::zh(name));
    document.division = division.parse().ok();
    document
}

fn small() -> Index {
    let index = empty();
    let mut retirement = item("retire", "企业职工正常退休申请", "440100");
    retirement.title.en = Some("Retirement of employees".into());
    retirement.text = "居民身份证\n职工档案".into();
    let mut food = item("food", "食品经营许可证核发", "440106");
    food.aka = vec!["想开个小饭馆".into()];
    index
        .put(&[
            retirement,
            food,
            item("fund", "住房公积金提取", "440100"),
            item("marriage", "结婚登记", "440106"),
            item("marriage-city", "结婚登记", "440100"),
            item("marriage-far", "结婚登记预约", "511602"),
            item("id", "居民身份证补领", "440000"),
            Document::new(Kind::Body, "police", Text::both("广州市公安局", "Guangzhou Public Security Bureau")),
        ])
        .unwrap();
    index.commit(7).unwrap();
    index
}

fn first(index: &Index, text: &str) -> String {
    let found = index.search(&Query::new(text)).unwrap();
    found.hits.first().map(|hit| hit.key.clone()).unwrap_or_default()
}

#[test]
fn what_is_put_is_found_after_the_commit_and_not_before() {
    let index = empty();
    index.put(&[item("a", "结婚登记", "440106")]).unwrap();
    assert_eq!(first(&index, "结婚"), "");
    index.commit(3).unwrap();
    assert_eq!(first(&index, "结婚"), "a");
    assert_eq!(index.position().unwrap(), 3);
    index.put(&[item("a", "离婚登记", "440106")]).unwrap();
    index.commit(4).unwrap();
    assert_eq!(index.len(), 1);
    assert_eq!(first(&index, "离婚"), "a");
    index.remove("a").unwrap();
    index.commit(5).unwrap();
    assert!(index.is_empty());
}

#[test]
fn readings_initials_and_mixtures_are_understood() {
    let index = small();
    for typed in ["tuixiu", "tui xiu", "TuiXiu", "tx", "退xiu", "tui休", "tuixui", "退修"] {
        assert_eq!(first(&index, typed), "retire", "{typed}");
    }
    for typed in ["gjj", "gongjijin", "gong ji jin tiqu", "公鸡金", "公积jin"] {
        assert_eq!(first(&index, typed), "fund", "{typed}");
    }
    let found = index.search(&Query::new("tuixiu")).unwrap();
    assert_eq!(found.corrected.as_deref(), Some("退休"));
    assert_eq!(found.hits[0].why.by, By::Pinyin);
    assert_eq!(found.hits[0].why.typed, "tuixiu");
    let found = index.search(&Query::new("gjj")).unwrap();
    assert_eq!(found.hits[0].why.by, By::Initials);
}

#[test]
fn traditional_and_look_alike_characters_are_understood() {
    let index = small();
    let found = index.search(&Query::new("結婚登記")).unwrap();
    assert_eq!(found.hits[0].title.zh, "结婚登记");
    assert_eq!(found.hits[0].why.by, By::Traditional);
    assert_eq!(first(&index, "居民身份征补领"), "id");
}

#[test]
fn plain_speech_is_understood() {
    let index = small();
    assert_eq!(first(&index, "你好，我想开个小饭馆需要什么材料？"), "food");
    assert_eq!(first(&index, "老人退休后领钱怎么办"), "retire");
    let found = index.search(&Query::new("想开饭馆")).unwrap();
    assert_eq!(found.hits[0].key, "food");
}

#[test]
fn english_words_are_found_by_their_stems() {
    let index = small();
    assert_eq!(first(&index, "retirements"), "retire");
    assert!(first(&index, "how to get married").starts_with("marriage"));
    assert_eq!(first(&index, "police"), "police");
    assert_eq!(index.search(&Query::new("retirement")).unwrap().hits[0].why.by, By::English);
}

#[test]
fn operators_in_the_text_are_text() {
    let index = small();
    for typed in [
        "结婚 AND 登记",
        "\"结婚登记",
        "title:结婚",
        "结婚~2^4",
        "+结婚 -登记",
        "(结婚 OR",
        "结婚*",
        "[结婚 TO 登记]",
        "结婚\\",
        "互联网+结婚",
        "🎎结婚",
        "结\u{200b}婚",
        "<b>结婚</b>",
    ] {
        assert!(first(&index, typed).starts_with("marriage"), "{typed}");
    }
    for typed in ["", "   ", "*", "AND", "????", "\u{0}", "𫎆𫎇"] {
        index.search(&Query::new(typed)).unwrap();
    }
    index.search(&Query::new("退".repeat(5_000))).unwrap();
}

#[test]
fn the_nearest_division_wins_and_others_do_not_apply() {
    let index = small();
    let county: DivisionCode = "440106".parse().unwrap();
    let found = index.search(&Query::new("结婚登记").in_division(Some(county))).unwrap();
    assert_eq!(found.hits[0].key, "marriage");
    assert_eq!(found.hits[0].others, ["marriage-city"]);
    assert!(found.hits.iter().all(|hit| hit.key != "marriage-far"));
    let other: DivisionCode = "440111".parse().unwrap();
    let found = index.search(&Query::new("结婚登记").in_division(Some(other))).unwrap();
    assert_eq!(found.hits[0].key, "marriage-city");
    assert!(found.hits[0].others.is_empty());
    let found = index.search(&Query::new("食品经营许可").in_division(Some(other))).unwrap();
    assert!(found.hits.is_empty());
    assert_eq!(found.elsewhere[0].key, "food");
}

#[test]
fn why_it_matched_can_be_shown() {
    let index = small();
    let found = index.search(&Query::new("公积金")).unwrap();
    let hit = &found.hits[0];
    assert_eq!((hit.why.field, hit.why.by), (Field::Title, By::Exact));
    assert_eq!(highlight(&hit.title.zh, &hit.why.terms), [(false, "住房"), (true, "公积金"), (false, "提取")]);
    assert_eq!(index.search(&Query::new("想开个小饭馆")).unwrap().hits[0].why.field, Field::Aka);
}

#[test]
fn when_nothing_is_found_something_helps_on() {
    let index = small();
    let found = index.search(&Query::new("鑫淼焱")).unwrap();
    assert!(found.hits.is_empty());
    let mut theme = Document::new(Kind::Theme, "theme:birth", Text::zh("出生一件事"));
    theme.weight = 1.0;
    index.put(&[theme]).unwrap();
    index.commit(8).unwrap();
    let found = index.search(&Query::new("鑫淼焱")).unwrap();
    assert_eq!(found.suggestions, ["出生一件事"]);
}

#[test]
fn pages_follow_each_other() {
    let index = empty();
    let many: Vec<Document> =
        (0..30).map(|n| item(&format!("k{n:02}"), &format!("第{n}号卫生许可"), "440000")).collect();
    index.put(&many).unwrap();
    index.commit(1).unwrap();
    let mut query = Query::new("卫生许可");
    let mut seen = Vec::new();
    loop {
        let found = index.search(&query).unwrap();
        seen.extend(found.hits.iter().map(|hit| hit.key.clone()));
        match found.next {
            Some(next) => query.after = next,
            None => break,
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 30);
}

#[test]
fn an_index_on_disk_keeps_its_position_and_is_rebuilt_for_another_version() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index");
    let vocabulary = Vocabulary::new("").unwrap();
    {
        let index = Index::open(Some(&path), vocabulary.clone()).unwrap();
        assert_eq!(index.position().unwrap(), 0);
        index.put(&[item("a", "结婚登记", "440106")]).unwrap();
        index.commit(42).unwrap();
    }
    {
        let index = Index::open(Some(&path), vocabulary.clone()).unwrap();
        assert_eq!(index.position().unwrap(), 42);
        assert_eq!(first(&index, "结婚"), "a");
    }
    let other = Vocabulary::with_words("", &["办喜事"]).unwrap();
    let index = Index::open(Some(&path), other).unwrap();
    assert_eq!((index.position().unwrap(), index.len()), (0, 0));
}

#[test]
fn a_damaged_index_starts_anew_and_a_strange_folder_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index");
    let vocabulary = Vocabulary::new("").unwrap();
    {
        let index = Index::open(Some(&path), vocabulary.clone()).unwrap();
        index.put(&[item("a", "结婚登记", "440106")]).unwrap();
        index.commit(42).unwrap();
    }
    std::fs::write(path.join("meta.json"), "{").unwrap();
    assert_eq!(Index::open(Some(&path), vocabulary.clone()).unwrap().position().unwrap(), 0);
    std::fs::write(dir.path().join("letter.txt"), "dear").unwrap();
    assert!(Index::open(Some(dir.path()), vocabulary).is_err());
    assert!(dir.path().join("letter.txt").exists());
}

#[test]
fn a_position_without_changes_is_written_once_in_a_while() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index");
    let vocabulary = Vocabulary::new("").unwrap();
    {
        let index = Index::open(Some(&path), vocabulary.clone()).unwrap();
        index.put(&[item("a", "结婚登记", "440106")]).unwrap();
        index.commit(10).unwrap();
        index.commit(20).unwrap();
        assert_eq!(index.position().unwrap(), 20);
    }
    let index = Index::open(Some(&path), vocabulary.clone()).unwrap();
    assert_eq!(index.position().unwrap(), 10);
    index.commit(5_000).unwrap();
    drop(index);
    assert_eq!(Index::open(Some(&path), vocabulary).unwrap().position().unwrap(), 5_000);
}

#[test]
fn many_small_commits_do_not_pile_up() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(Some(&dir.path().join("index")), Vocabulary::new("").unwrap()).unwrap();
    for n in 0..25 {
        index.put(&[item(&format!("k{}", n % 5), "结婚登记", "440106")]).unwrap();
        index.commit(n).unwrap();
    }
    assert_eq!(index.len(), 5);
    let files = std::fs::read_dir(dir.path().join("index")).unwrap().count();
    assert!(files < 120, "{files} files");
}
