//! How well plain speech finds the right matter: the share of queries with a right answer among the
//! first five, on the list shipped with the demo and on one that the vocabulary was not written from.

use std::{fs, time::Instant};

use search::{Index, Query};
use serde_json::Value;

use crate::corpus::{data, everything};

/// Of queries shipped with right codes, and of those held out with parts of right names.
const SHIPPED: f64 = 0.90;
const HELD_OUT: f64 = 0.88;

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
    let held_out = lines(include_str!("heldout.jsonl"));
    let share = measure(&index, &held_out, true);
    eprintln!("held out: {share:.3} of {}", held_out.len());
    assert!(share >= HELD_OUT, "held out: {share:.3}");
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

/// Figures for docs/performance.md; run with `--release -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, not a check"]
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
    let queries = lines(include_str!("heldout.jsonl"));
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
    eprintln!("load {loaded:?}; {count} documents in {built:?}; {} searches: median {} us, p99 {} us, most {} us", times.len(), at(500), at(990), at(1000));
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    eprintln!("{:?}", status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM")).collect::<Vec<_>>());
}
