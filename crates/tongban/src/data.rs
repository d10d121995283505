//! The data that the binary carries, so that one file is the whole program: divisions, calendars,
//! the items and the fictional world of the demo. Origins and licences stand in data/.

use std::{collections::HashSet, io::Read as _};

use kernel::DivisionCode;

use crate::outcome::Failure;

macro_rules! data {
    ($path:literal) => {
        include_str!(concat!("../../../data/", $path))
    };
}

/// Notices of holidays, by year, from data/holidays.
pub const HOLIDAYS: &[&str] = &[
    data!("holidays/2007.json"),
    data!("holidays/2008.json"),
    data!("holidays/2009.json"),
    data!("holidays/2010.json"),
    data!("holidays/2011.json"),
    data!("holidays/2012.json"),
    data!("holidays/2013.json"),
    data!("holidays/2014.json"),
    data!("holidays/2015.json"),
    data!("holidays/2016.json"),
    data!("holidays/2017.json"),
    data!("holidays/2018.json"),
    data!("holidays/2019.json"),
    data!("holidays/2020.json"),
    data!("holidays/2021.json"),
    data!("holidays/2022.json"),
    data!("holidays/2023.json"),
    data!("holidays/2024.json"),
    data!("holidays/2025.json"),
    data!("holidays/2026.json"),
    data!("holidays/2027.json"),
];

macro_rules! bytes {
    ($path:literal) => {
        include_bytes!(concat!("../../../data/", $path))
    };
}

/// The divisions, from data/divisions. A static, as all large ones are: a constant is embedded once for
/// each unit of code that names it.
pub static DIVISIONS: directory::import::DivisionFiles<'static> = directory::import::DivisionFiles {
    provinces: bytes!("divisions/provinces.csv.gz"),
    cities: bytes!("divisions/cities.csv.gz"),
    areas: bytes!("divisions/areas.csv.gz"),
    streets: bytes!("divisions/streets.csv.gz"),
    changes: bytes!("divisions/changes-to-2021.jsonl.gz"),
    corrections: bytes!("divisions/corrections.jsonl"),
    specials: bytes!("divisions/specials.csv"),
    hongkong: bytes!("divisions/pcc2021-hongkong.csv"),
    macau: bytes!("divisions/pcc2021-macau.csv"),
    english: bytes!("divisions/names-en.csv"),
};

/// A list of items and the mapping that reads it.
pub struct List {
    pub bytes: &'static [u8],
    pub mapping: &'static str,
}

/// The lists of the demo: a province, a city, a district, and what was written for the demo.
pub static LISTS: [List; 4] = [
    List { bytes: bytes!("items/guangdong-items.jsonl.gz"), mapping: data!("demo/guangdong.toml") },
    List { bytes: bytes!("items/guangzhou-items.jsonl.gz"), mapping: data!("demo/guangzhou.toml") },
    List { bytes: bytes!("items/qianfeng-items.csv.gz"), mapping: data!("demo/qianfeng.toml") },
    List { bytes: bytes!("demo/items.jsonl"), mapping: data!("demo/authored.toml") },
];
/// The bundles of the demo.
pub const BUNDLES: [&str; 8] = [
    data!("demo/bundles/birth.toml"),
    data!("demo/bundles/buy-home.toml"),
    data!("demo/bundles/change-job.toml"),
    data!("demo/bundles/close-enterprise.toml"),
    data!("demo/bundles/open-restaurant.toml"),
    data!("demo/bundles/retirement.toml"),
    data!("demo/bundles/start-enterprise.toml"),
    data!("demo/bundles/talent-from-abroad.toml"),
];
pub const BODY_LINES: &str = data!("demo/body-lines.toml");
pub const BODIES: &[u8] = bytes!("demo/bodies.jsonl");
pub const THEMES: &str = data!("demo/themes.toml");
pub const PEOPLE: &str = data!("demo/people.toml");
pub const LICENCE_TYPES: &str = data!("demo/licence-types.toml");
pub const MATERIAL_NORMALISING: &str = data!("demo/material-normalising.toml");
pub const HALLS: &str = data!("demo/halls.toml");
pub const SITE: &str = data!("demo/site.toml");
pub const STORY: &str = data!("demo/story.toml");
pub const SYNONYMS: &str = data!("demo/synonyms.toml");

/// Every code of the lists, present and past.
pub fn division_codes() -> HashSet<DivisionCode> {
    let mut codes = HashSet::new();
    for gz in [DIVISIONS.provinces, DIVISIONS.cities, DIVISIONS.areas, DIVISIONS.streets] {
        let mut text = String::new();
        if flate2::read::GzDecoder::new(gz).read_to_string(&mut text).is_ok() {
            codes.extend(text.lines().filter_map(|line| line.split(',').next()?.parse::<DivisionCode>().ok()));
        }
    }
    let mut text = String::new();
    if flate2::read::GzDecoder::new(DIVISIONS.changes).read_to_string(&mut text).is_ok() {
        for line in text.lines() {
            let Ok(change) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            for side in ["old", "new"] {
                let code = change.get(side).and_then(|side| side.get("code")).and_then(|code| code.as_str());
                codes.extend(code.and_then(|code| code.parse::<DivisionCode>().ok()));
            }
        }
    }
    codes
}

/// The licence types and the rules by which a material names one.
pub fn licence_types() -> Result<licences::Types, Failure> {
    licences::Types::parse(LICENCE_TYPES, MATERIAL_NORMALISING).map_err(|error| Failure::new("licence-types", error))
}
