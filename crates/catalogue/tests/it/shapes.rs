//! The shapes of all items whose list names several bodies, and of made-up ones.

use std::{collections::BTreeSet, io::Read};

use catalogue::{Item, Shape, Stage, import::parse_parts, shape::Part, steps};
use directory::Body;
use kernel::{Text, division::Level};

use crate::kit;

/// An item of a level with the parts of a cell of the list.
fn item(level: &str, cell: &str) -> Item {
    let (parts, _) = parse_parts(cell, &kit::mapping("guangdong").stages).unwrap();
    let stages = serde_json::to_string(&parts).unwrap();
    Item::read(&format!(
        r#"{{"code":"1","code_system":"t","name":"名","type":"01","division":"440000","body":"b","level":"{level}","mode":"case","stages":{stages}}}"#
    ))
    .unwrap()
}

fn body(part: &Part, number: u8) -> Body {
    Body {
        id: kernel::id::BodyId::new(kernel::Timestamp(1), [number; 10]),
        key: format!("{}-{}-{number}", part.level.as_str(), part.line),
        code: String::new(),
        name: Text::default(),
        short: Text::default(),
        uscc: None,
        division: "440117".parse().unwrap(),
        level: part.level,
        line: part.line.clone(),
        superior: None,
        address: None,
        phone: None,
        fictional: true,
        version: 1,
    }
}

/// `city 司法 rv > province 司法 vdl`: groups parted by `>`, side by side by `|`.
fn drawn(item: &Item) -> String {
    let steps = steps(item, None, &|part| vec![body(part, 1)]);
    let mut out = String::new();
    let mut last = 0;
    for step in steps {
        if last != 0 {
            out.push_str(if last == step.group { " | " } else { " > " });
        }
        last = step.group;
        let line = if step.line.is_empty() { "own" } else { &step.line };
        let stages: String = step
            .stages
            .iter()
            .map(|stage| match stage {
                Stage::Receive => 'r',
                Stage::Review => 'v',
                Stage::Decide => 'd',
                Stage::Deliver => 'l',
            })
            .collect();
        out.push_str(&format!("{} {line} {stages}", step.level.as_str()));
    }
    out
}

/// Every cell of the column in the real lists: level of the item, cell, shape, steps.
const TABLE: &[(&str, &str, Shape, &str)] = &[
    (
        "province",
        "省级发改委（审核）、省级科学技术（审核）、省级工业和信息化（审核）、省级财政（审核）、省级人社（审核）、省级自然资源（审核）、省级住房与城乡建设（审核）、省级编办（审核）、省级教育（受理,审核,决定与公开,证件制定与送达）",
        Shape::SideBySide,
        "province 教育 r > province 发改 v | province 科技 v | province 工信 v | province 财政 v | province 人社 v | \
         province 自然资源 v | province 住建 v | province 编办 v | province 教育 v > province 教育 dl",
    ),
    (
        "province",
        "省级教育（受理）、省级自然资源（受理,审核,决定与公开,证件制定与送达）",
        Shape::SideBySide,
        "province 教育 r | province 自然资源 r > province 自然资源 vdl",
    ),
    (
        "province",
        "市级司法（受理,审核）、省级司法（审核,决定与公开,证件制定与送达）",
        Shape::Chain,
        "city 司法 rv > province 司法 vdl",
    ),
    (
        "province",
        "省级司法（审核,决定与公开,证件制定与送达）、市级司法（受理,审核）",
        Shape::Chain,
        "city 司法 rv > province 司法 vdl",
    ),
    (
        "province",
        "省级司法（审核,证件制定与送达）、市级司法（受理,审核）、县级司法（受理,审核）",
        Shape::Chain,
        "county 司法 rv > city 司法 rv > province 司法 vdl",
    ),
    (
        "province",
        "省级司法（受理,审核,决定与公开,证件制定与送达）、市级司法（受理,审核）",
        Shape::Chain,
        "city 司法 rv > province 司法 rvdl",
    ),
    (
        "province",
        "省级交通运输（受理,审核）、省级发改委（审核）",
        Shape::SideBySide,
        "province 交通 r > province 交通 v | province 发改 v > province 交通 d",
    ),
    (
        "province",
        "县级农业农村（受理）、省级农业农村（审核）、国家级农业农村（决定与公开,证件制定与送达）",
        Shape::Chain,
        "county 农业农村 r > province 农业农村 v > country 农业农村 dl",
    ),
    (
        "province",
        "省级中医药管理（受理,审核）、省级卫生健康（审核,决定与公开,证件制定与送达）",
        Shape::SideBySide,
        "province 中医药 r > province 中医药 v | province 卫健 v > province 卫健 dl",
    ),
    (
        "province",
        "省级其他（受理,审核,决定与公开,证件制定与送达）、市级其他（受理,审核,决定与公开,证件制定与送达）",
        Shape::Alternatives,
        "city 其他 rvdl",
    ),
    (
        "province",
        "省级宗教（受理,审核）、省级教育（审核,决定与公开）",
        Shape::SideBySide,
        "province 民宗 r > province 民宗 v | province 教育 v > province 教育 d",
    ),
    (
        "province",
        "市级文化和旅游（受理,审核,决定与公开,证件制定与送达）、省级文化和旅游（受理,审核,决定与公开,证件制定与送达）、县级文化和旅游（受理,审核,决定与公开,证件制定与送达）",
        Shape::Alternatives,
        "county 文旅 rvdl",
    ),
    (
        "province",
        "省级文化和旅游（受理,审核）、省级其他（决定与公开）",
        Shape::Sequence,
        "province 文旅 rv > province 其他 d",
    ),
    (
        "province",
        "省级其他（决定与公开）、省级文化和旅游（受理,审核）",
        Shape::Sequence,
        "province 文旅 rv > province 其他 d",
    ),
    ("province", "省级司法（受理,审核,决定与公开）", Shape::Single, "province 司法 rvd"),
    (
        "province",
        "省级司法（决定与公开,证件制定与送达）、市级司法（受理,审核）、县级司法（受理,审核）",
        Shape::Chain,
        "county 司法 rv > city 司法 rv > province 司法 dl",
    ),
    (
        "province",
        "国家级司法（审核,决定与公开）、省级司法（受理,审核,证件制定与送达）",
        Shape::Chain,
        "province 司法 rv > country 司法 vd > province 司法 l",
    ),
    (
        "province",
        "市级司法（受理,审核）、县级司法（受理,审核）、省级司法（决定与公开,证件制定与送达）",
        Shape::Chain,
        "county 司法 rv > city 司法 rv > province 司法 dl",
    ),
    (
        "province",
        "省级司法（审核）、市级司法（审核）、县级司法（审核）",
        Shape::Chain,
        "county 司法 rv > city 司法 v > province 司法 vd",
    ),
    (
        "province",
        "市级司法（受理,审核）、省级司法（审核,证件制定与送达）",
        Shape::Chain,
        "city 司法 rv > province 司法 vdl",
    ),
    ("province", "省级农业农村（决定与公开）", Shape::Single, "province 农业农村 rvd"),
    ("province", "省级食药监（受理,审核,决定与公开,证件制定与送达）", Shape::Single, "province 药监 rvdl"),
    (
        "city",
        "省级公安（审核）、市级公安（受理,审核,决定与公开,证件制定与送达）、县级公安（受理,审核,决定与公开,证件制定与送达）",
        Shape::Alternatives,
        "county 公安 rv > province 公安 v > county 公安 dl",
    ),
    (
        "city",
        "市级公安（受理）、省级公安（审核）、国家级公安（决定与公开,证件制定与送达）",
        Shape::Chain,
        "city 公安 r > province 公安 v > country 公安 dl",
    ),
    (
        "city",
        "市级公安（受理）、省级公安（审核,决定与公开,证件制定与送达）",
        Shape::Chain,
        "city 公安 r > province 公安 vdl",
    ),
    ("city", "省级司法（决定与公开,证件制定与送达）", Shape::Chain, "city own rv > province 司法 dl"),
];

#[test]
fn every_real_cell_has_its_shape() {
    for (level, cell, shape, wanted) in TABLE {
        let item = item(level, cell);
        assert_eq!((Shape::of(&item), drawn(&item).as_str()), (*shape, *wanted), "{cell}");
    }
}

#[test]
fn the_table_holds_every_cell_of_the_real_lists() {
    let known: BTreeSet<&str> = TABLE.iter().map(|(_, cell, _, _)| *cell).collect();
    let mut items = 0;
    for file in ["items/guangdong-items.jsonl.gz", "items/guangzhou-items.jsonl.gz"] {
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(kit::data(file).as_slice()).read_to_string(&mut text).unwrap();
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let cell = row["co_department"].as_str().unwrap();
            if cell != "无" {
                items += 1;
                assert!(known.contains(cell), "{cell}");
            }
        }
    }
    assert_eq!(items, 44, "40 of the province, 4 of the city");
}

#[test]
fn what_no_body_or_several_bodies_fit_stays_unresolved() {
    let item = item("province", "省级文化和旅游（受理,审核）、省级其他（决定与公开）");
    let resolved = steps(&item, None, &|part| match part.line.as_str() {
        "文旅" => vec![body(part, 1)],
        _ => vec![body(part, 2), body(part, 3)],
    });
    assert_eq!(resolved.iter().map(|step| step.body.is_some()).collect::<Vec<_>>(), [true, false]);
    // Of alternatives the lowest level that has a body where the applicant is.
    let item = self::item("province", "省级司法（受理,决定与公开）、县级司法（受理,决定与公开）");
    let only = |wanted: Level| move |part: &Part| if part.level == wanted { vec![body(part, 1)] } else { Vec::new() };
    assert_eq!(steps(&item, None, &only(Level::Province))[0].level, Level::Province);
    assert_eq!(steps(&item, None, &only(Level::County))[0].level, Level::County);
}

#[test]
fn without_stages_the_body_does_all_and_an_editor_may_decide_the_shape() {
    let mut item = item("county", "县级司法（受理,审核）、县级公安（审核,决定与公开）");
    assert_eq!(Shape::of(&item), Shape::SideBySide);
    item.shape = Some(Shape::Sequence);
    assert_eq!(Shape::of(&item), Shape::Sequence);
    item.shape = None;
    item.stages.clear();
    let own = kernel::id::BodyId::new(kernel::Timestamp(1), [7; 10]);
    let all = steps(&item, Some(&own), &|_| Vec::new());
    assert_eq!((all.len(), all[0].body.as_ref(), all[0].stages.len()), (1, Some(&own), 4));
    assert_eq!(Shape::of(&item), Shape::Single);
}
