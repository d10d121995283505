//! How well plain speech finds the right matter: the share of queries with a right answer among the
//! first five, on the list shipped with the demo and on one of our own, and how fast. Both lists have
//! been worked with since they were written: they guard against falling back and predict nothing.
//! What a list that no one has seen may expect stands in the crate's README.

use std::{fs, time::Instant};

use search::{Index, Query};
use serde_json::Value;

use crate::corpus::{data, everything};

/// Of queries shipped with right codes, and of our own with parts of right names.
const SHIPPED: f64 = 0.95;
const SAID: f64 = 0.97;

fn lines(text: &str) -> Vec<Value> {
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The share found among the first five; what was missed is printed.
fn measure(index: &Index, queries: &[Value], verbose: bool) -> f64 {
    let mut found = 0;
    for row in queries {
        let mut query = Query::new(row["q"].as_str().unwrap());
        query.limit = 5;
        query.division = row["division"].as_str().and_then(|code| code.parse().ok());
        let answer = index.search(&query).unwrap();
        let right = answer.hits.iter().any(|hit| {
            let codes = row["want"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let mut names = row["title"].as_array().into_iter().flatten().filter_map(Value::as_str);
            names.any(|name| hit.title.zh.contains(name))
                || codes.clone().any(|code| hit.key == code || hit.others.iter().any(|other| other == code))
        });
        if right {
            found += 1;
        } else if verbose {
            let titles: Vec<&str> = answer.hits.iter().map(|hit| hit.title.zh.as_str()).collect();
            eprintln!("missed {}: {titles:?} {:?}", row["q"], answer.corrected);
        }
    }
    f64::from(found) / queries.len() as f64
}

#[test]
fn plain_speech_finds_the_right_matter_among_the_first_five() {
    let index = everything();
    let said = lines(include_str!("said.jsonl"));
    let share = measure(&index, &said, true);
    eprintln!("said: {share:.3} of {}", said.len());
    assert!(share >= SAID, "said: {share:.3}");
    if let Ok(text) = fs::read_to_string(data().join("demo/queries.jsonl")) {
        let shipped = lines(&text);
        let share = measure(&index, &shipped, true);
        eprintln!("shipped: {share:.3} of {}", shipped.len());
        assert!(share >= SHIPPED, "shipped: {share:.3}");
    }
}

/// Measures the list that `SEARCH_QUERIES` names.
#[test]
#[ignore = "a tool"]
fn another_list() {
    let text = fs::read_to_string(std::env::var("SEARCH_QUERIES").unwrap()).unwrap();
    let queries = lines(&text);
    eprintln!("{:.3} of {}", measure(&everything(), &queries, true), queries.len());
}

/// Names typed as such, by their readings, begun, and with a slip: the machine parts by themselves.
#[test]
fn names_are_found_however_they_are_typed() {
    use pinyin::ToPinyin;
    let index = everything();
    let documents = crate::corpus::documents();
    let names: Vec<&str> = documents
        .iter()
        .map(|document| document.title.zh.as_str())
        .filter(|name| (4..=12).contains(&name.chars().count()) && name.chars().all(|c| c.to_pinyin().is_some()))
        .step_by(9)
        .collect();
    let letters = |c: char| c.to_pinyin().map_or("", |reading| reading.plain()).replace('ü', "v");
    type Typed<'a> = (&'a str, f64, &'a dyn Fn(&str) -> String);
    let ways: [Typed; 6] = [
        ("as it is", 0.99, &str::to_owned),
        ("pinyin", 0.95, &|name| name.chars().map(letters).collect()),
        ("spaced pinyin", 0.95, &|name| name.chars().map(letters).collect::<Vec<_>>().join(" ")),
        ("half", 0.8, &|name| name.chars().take(name.chars().count() * 2 / 3).collect()),
        ("mixed", 0.9, &|name| {
            let half = name.chars().count() / 2;
            name.chars().enumerate().map(|(at, c)| if at < half { c.to_string() } else { letters(c) }).collect()
        }),
        ("a slip", 0.85, &|name| {
            let typed: String = name.chars().map(letters).collect();
            let middle = typed.len() / 2;
            format!("{}{}{}", &typed[..middle - 1], &typed[middle..=middle], &typed[middle - 1..middle])
                + &typed[middle + 1..]
        }),
    ];
    for (way, least, typed) in ways {
        let mut found = 0;
        for name in &names {
            let mut query = Query::new(typed(name));
            query.limit = 5;
            let answer = index.search(&query).unwrap();
            if answer.hits.iter().any(|hit| hit.title.zh == **name) {
                found += 1;
            } else {
                let titles: Vec<&str> = answer.hits.iter().map(|hit| hit.title.zh.as_str()).collect();
                eprintln!("{way}: {} {titles:?} {:?}", typed(name), answer.corrected);
            }
        }
        let share = f64::from(found) / names.len() as f64;
        eprintln!("{way}: {share:.3} of {}", names.len());
        assert!(share >= least, "{way}: {share:.3}");
    }
}

/// Figures for docs/performance.md; run with `--release -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, not a check"]
#[expect(clippy::disallowed_methods, reason = "how long a search takes is a figure")]
fn speed() {
    let documents = crate::corpus::documents();
    let started = Instant::now();
    let index = Index::open(None, crate::corpus::vocabulary()).unwrap();
    index.put(&documents[..1]).unwrap();
    let loaded = started.elapsed();
    let started = Instant::now();
    let mut count = 0;
    // Copies with other keys and names, to about five thousand.
    for copy in 0..2 {
        let mut batch = documents.clone();
        for document in batch.iter_mut().filter(|_| copy > 0) {
            document.key.push_str("-copy");
            document.title.zh.push_str("（副本）");
        }
        index.put(&batch).unwrap();
        count += batch.len();
    }
    index.commit(1).unwrap();
    let built = started.elapsed();
    index.warm();
    let queries = lines(include_str!("said.jsonl"));
    let mut times: Vec<u128> = Vec::new();
    for _ in 0..10 {
        for row in &queries {
            let query = Query::new(row["q"].as_str().unwrap());
            let started = Instant::now();
            std::hint::black_box(index.search(&query).unwrap());
            times.push(started.elapsed().as_micros());
        }
    }
    times.sort_unstable();
    let at = |share: usize| times[times.len() * share / 1000 - usize::from(share == 1000)];
    eprintln!(
        "load {loaded:?}; {count} documents in {built:?}; {} searches: median {} us, p99 {} us, most {} us",
        times.len(),
        at(500),
        at(990),
        at(1000)
    );
    let worst = [
        "我".repeat(100),
        "社保公积金医保".repeat(14),
        "yanglaobaoxian".repeat(7),
        "zxcvbnmqwrtp".repeat(8),
        "wobuzhidaozenmebanlituixiushouxu".into(),
        "supercalifragilistic expialidocious unknown words in english".into(),
        "退xiu yang老jin 社bao卡 she保 gong积金 t休 y老".into(),
        "登记申请办理查询备案许可核准审批变更注销".into(),
    ];
    for text in worst {
        let query = Query::new(text);
        let started = Instant::now();
        index.search(&query).unwrap();
        let shown: String = query.text.chars().take(24).collect();
        eprintln!("{shown}: {} us", started.elapsed().as_micros());
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    eprintln!(
        "{:?}",
        status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM")).collect::<Vec<_>>()
    );
}
