//! A world of the tests: the rooms up to the catalogue on each engine, and the data of the house.

use std::path::PathBuf;

use catalogue::Mapping;

pub fn data(path: &str) -> Vec<u8> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data").join(path);
    std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

pub fn text(path: &str) -> String {
    String::from_utf8(data(path)).unwrap()
}

pub fn mapping(list: &str) -> Mapping {
    Mapping::read(&text(&format!("demo/{list}.toml"))).unwrap()
}
