//! Divisions: the import of the shipped lists, the real tree with its exceptions, and old codes.

use directory::{ChangeKind, Kind, Resolution, divisions, import};
use kernel::{Date, DivisionCode, division::Level};
use store::{Error, Read, Store};

use crate::kit::{FILES, on_each_engine};

fn code(text: &str) -> DivisionCode {
    text.parse().unwrap()
}

fn look<T>(store: &Store, look: impl FnOnce(&Read<'_>) -> Result<T, Error>) -> T {
    store.read(look).unwrap()
}

const TODAY: Date = Date::constant(2026, 11, 22);

#[test]
fn the_statements_of_the_room_are_taken_by_the_engine() {
    on_each_engine(|world| {
        assert!(world.open().check_statements().unwrap() > 30);
    });
}

#[test]
fn the_lists_are_taken_over_once_with_one_entry() {
    on_each_engine(|world| {
        let store = world.open();
        #[expect(clippy::disallowed_methods, reason = "a figure of the machine")]
        let begun = std::time::Instant::now();
        let report = import::divisions(&store, &FILES).unwrap();
        println!("{:?} in {:?}: {report:?}", world.engine, begun.elapsed());
        assert_eq!((report.provinces, report.zones, report.townships), (34, 124, 41_351));
        assert_eq!(report.cities, 333);
        assert!(!report.unchanged);
        assert!(import::divisions(&store, &FILES).unwrap().unchanged);
        store.settle().unwrap();
        let events = look(&store, |read| read.events_after(0, 10));
        assert_eq!(events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["divisions.imported"]);
        let state = store.verify_state(&mut |_| {}).unwrap();
        assert!(state.faults.is_empty(), "{state:?}");
        store.close();
    });
}

#[test]
fn the_tree_is_the_real_one() {
    on_each_engine(|world| {
        let store = world.open();
        import::divisions(&store, &FILES).unwrap();
        for (of, path) in [
            // Direct-controlled cities: no city level, and Chongqing's counties neither.
            ("110105", "北京市 朝阳区"),
            ("310151", "上海市 崇明区"),
            ("500235", "重庆市 云阳县"),
            // Counties directly under a province.
            ("419001", "河南省 济源市"),
            ("429004001", "湖北省 仙桃市 沙嘴街道"),
            ("469002", "海南省 琼海市"),
            ("659004", "新疆维吾尔自治区 五家渠市"),
            // Cities without counties.
            ("441900003", "广东省 东莞市 东城街道"),
            ("442000001", "广东省 中山市 石岐街道"),
            ("460400100", "海南省 儋州市 那大镇"),
            ("620201100", "甘肃省 嘉峪关市 新城镇"),
            ("440106001", "广东省 广州市 天河区 五山街道"),
            ("810018", "香港特别行政区 离岛区"),
            ("820001", "澳门特别行政区 花地玛堂区"),
        ] {
            let found = look(&store, |read| divisions::path(read, &code(of)));
            let names: Vec<_> = found.iter().map(|division| division.name.zh.as_str()).collect();
            assert_eq!(names.join(" "), path, "{of}");
        }
        let names = |of: &str| -> Vec<String> {
            look(&store, |read| divisions::children(read, &code(of))).into_iter().map(|one| one.name.zh).collect()
        };
        assert_eq!(names("000000").len(), 34);
        assert_eq!(names("110000").len(), 16);
        assert_eq!(names("500000").len(), 38);
        assert!(
            names("410000").contains(&"济源市".to_owned())
                && !names("410000").contains(&"省直辖县级行政区划".to_owned())
        );
        assert_eq!(names("441900").len(), 36);
        assert_eq!(names("620200").len(), 5);
        assert_eq!(names("810000").len(), 18);
        assert!(names("440106999").is_empty());
        let zone = look(&store, |read| divisions::get(read, &code("140271"))).unwrap();
        assert_eq!((zone.kind, zone.level), (Kind::Zone, Level::County));
        let placeholder = look(&store, |read| divisions::get(read, &code("1101"))).unwrap();
        assert_eq!(placeholder.kind, Kind::Placeholder);
        let city = look(&store, |read| divisions::get(read, &code("4401"))).unwrap();
        assert_eq!(city.name.en.as_deref(), Some("Guangzhou"));
        assert!(look(&store, |read| divisions::lies_in(read, &code("429004001"), &code("42"))));
        assert!(!look(&store, |read| divisions::lies_in(read, &code("429004001"), &code("44"))));
        let named = look(&store, |read| divisions::named(read, "天 河", 10));
        assert!(named.iter().any(|division| division.code == code("440106")));
        assert!(look(&store, |read| divisions::named(read, "%", 10)).is_empty());
        let at = |of: &str, level| look(&store, |read| divisions::at_level(read, &code(of), level));
        assert_eq!(at("440106001", Level::City), Some(code("4401")));
        assert_eq!(at("441900003", Level::County), Some(code("4419")));
        assert_eq!(at("4419", Level::County), Some(code("4419")));
        assert_eq!(at("110105", Level::City), Some(code("11")));
        assert_eq!(at("419001", Level::City), Some(code("41")));
        assert_eq!(at("44", Level::City), None);
        assert_eq!(at("4401", Level::County), None);
    });
}

#[test]
fn an_old_code_resolves_to_its_successor_with_the_event() {
    on_each_engine(|world| {
        let store = world.open();
        import::divisions(&store, &FILES).unwrap();
        for (old, successors, year, kind) in [
            // Laiwu, merged into Jinan with both its districts: several, so someone is asked.
            ("371200", "370116 370117", 2018, ChangeKind::Abolished),
            ("371202", "370116", 2018, ChangeKind::Abolished),
            ("371203", "370117", 2018, ChangeKind::Recoded),
            // Chongming county became a district.
            ("310230", "310151", 2016, ChangeKind::CountyToDistrict),
            // Xiaoshan: a county, a city under two codes, a district.
            ("330181", "330109", 2001, ChangeKind::CityToDistrict),
            ("339005", "330109", 1995, ChangeKind::Recoded),
            ("330121", "330109", 1987, ChangeKind::CountyToCity),
            // Merged districts.
            ("320503", "320508", 2012, ChangeKind::Abolished),
            ("330103", "330105", 2021, ChangeKind::Abolished),
            ("440102", "440104", 2005, ChangeKind::Abolished),
            ("110103", "110101", 2010, ChangeKind::Abolished),
            // Split between two.
            ("140211", "140213 140214", 2018, ChangeKind::Abolished),
            // A record of the source that was wrong, put right.
            ("140203", "140214", 2018, ChangeKind::Abolished),
            ("522423", "520581", 2011, ChangeKind::Recoded),
        ] {
            let found = look(&store, |read| divisions::resolve(read, &code(old), TODAY));
            let Resolution::Successors(divisions, change) = found else { panic!("{old}: {found:?}") };
            let codes: Vec<_> = divisions.iter().map(|division| division.code.to_string()).collect();
            assert_eq!(codes.join(" "), successors, "{old}");
            assert_eq!((change.year, change.kind), (year, kind), "{old}");
        }
    });
}

#[test]
fn a_code_resolves_as_of_a_day_and_an_unknown_one_is_said() {
    on_each_engine(|world| {
        let store = world.open();
        import::divisions(&store, &FILES).unwrap();
        let on =
            |of: &str, year| look(&store, |read| divisions::resolve(read, &code(of), Date::new(year, 6, 1).unwrap()));
        let name = |found: Resolution| match found {
            Resolution::Current(division) => division.name.zh,
            other => panic!("{other:?}"),
        };
        assert_eq!(name(on("330181", 1998)), "萧山市");
        assert_eq!(name(on("371200", 2017)), "莱芜市");
        assert_eq!(name(on("440107", 1987)), "天河区");
        assert_eq!(name(on("440107", 2000)), "芳村区");
        assert_eq!(name(on("330109", 2020)), "萧山区");
        assert_eq!(on("330109", 1990), Resolution::Unknown);
        assert!(matches!(on("440107", 2026), Resolution::Successors(..)));
        for unknown in ["999999", "440199", "440106999", "740000"] {
            assert_eq!(on(unknown, 2026), Resolution::Unknown, "{unknown}");
        }
    });
}

#[test]
fn a_broken_list_is_refused_with_its_line_and_nothing_is_written() {
    on_each_engine(|world| {
        let store = world.open();
        let mut files = FILES;
        files.specials = "code,name\n000000,X\n44010,Y\n".as_bytes();
        let error = import::divisions(&store, &files).unwrap_err().to_string();
        assert!(error.contains("specials.csv: line 3"), "{error}");
        files = FILES;
        files.areas = b"not packed";
        assert!(import::divisions(&store, &files).unwrap_err().to_string().starts_with("areas.csv.gz: "));
        files = FILES;
        files.corrections = b"{}";
        assert!(import::divisions(&store, &files).unwrap_err().to_string().starts_with("corrections.jsonl: line 1"));
        assert_eq!(look(&store, |read| divisions::get(read, &code("44"))), None);
    });
}
