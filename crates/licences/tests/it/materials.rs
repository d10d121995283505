//! Which licence answers a material, on the published lists.

use std::{collections::HashMap, io::Read as _};

use crate::kit::TYPES;

fn lines(bytes: &[u8]) -> Vec<serde_json::Value> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes).read_to_string(&mut text).unwrap();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn answer(material: &str) -> &str {
    TYPES.answers(material).map_or("", |kind| kind.key.as_str())
}

#[test]
fn names_of_materials_are_read_as_the_file_says() {
    for (material, kind) in [
        ("身份证", "idcard"),
        ("　申请人身份证原件及复印件（正反面）", "idcard"),
        ("《营业执照》副本复印件", "business_licence"),
        ("营业执照或者事业单位法人证书", "business_licence"),
        ("有效证件（居民身份证［正反面］）", "idcard"),
        ("居民户口簿", "household_register"),
        ("申请人身份证明材料及承诺书", ""),
        ("授权委托书及身份证", ""),
        ("提价申报申请报告", ""),
        ("", ""),
        ("（", ""),
        ("))((", ""),
    ] {
        assert_eq!(answer(material), kind, "{material}");
    }
}

#[test]
fn the_published_lists_are_answered_in_great_part() {
    let lists = [
        &include_bytes!("../../../../data/items/guangdong-items.jsonl.gz")[..],
        &include_bytes!("../../../../data/items/guangzhou-items.jsonl.gz")[..],
    ];
    let mut asked = 0;
    let mut by_type: HashMap<&str, usize> = HashMap::new();
    let materials: Vec<String> = lists
        .iter()
        .flat_map(|list| lines(list))
        .flat_map(|item| item["material_intro"].as_array().cloned().unwrap_or_default())
        .filter_map(|material| material.as_str().map(str::to_owned))
        .collect();
    for material in &materials {
        asked += 1;
        let kind = answer(material);
        if !kind.is_empty() {
            *by_type.entry(kind).or_default() += 1;
        }
    }
    let answered: usize = by_type.values().sum();
    println!("{answered} of {asked} materials are answered: {by_type:?}");
    assert!(asked > 2_500, "{asked}");
    assert!(answered * 100 >= asked * 30, "{answered} of {asked}");
    // Mentions that are state-made by their very name, answered in at least four of five.
    for (word, others) in [("身份证", &["法定代表人", "承诺"][..]), ("营业执照", &[]), ("户口簿", &[])]
    {
        let named: Vec<&String> = materials
            .iter()
            .filter(|name| name.contains(word) && !others.iter().any(|other| name.contains(other)))
            .collect();
        let met = named.iter().filter(|name| !answer(name).is_empty()).count();
        println!("{word}: {met} of {}", named.len());
        assert!(met * 10 >= named.len() * 8, "{word}: {met} of {}", named.len());
    }
}

#[test]
fn a_file_that_contradicts_itself_is_refused() {
    let rules = include_str!("../../../../data/demo/material-normalising.toml");
    let kind = |key: &str, code: &str| {
        format!(
            "[[type]]\nkey=\"{key}\"\ncode=\"{code}\"\nname={{zh=\"x\"}}\nissuer_line=\"x\"\nholder=\"person\"\nfields=[]\n"
        )
    };
    for types in [
        kind("a", "01"),
        kind("a", "0x1"),
        kind("a", "001") + &kind("a", "002"),
        kind("a", "001") + &kind("b", "001"),
        kind("a", "001"),
        "x".into(),
    ] {
        assert!(licences::Types::parse(&types, rules).is_err(), "{types}");
    }
}
