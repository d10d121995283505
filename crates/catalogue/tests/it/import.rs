//! Lists from elsewhere: the real ones of a province, a city and a district, and broken ones.

use catalogue::{Mapping, Mode, Narrow, import::Open};
use testkit::for_each_engine;

use crate::kit;

#[test]
fn the_real_lists_are_taken_over_and_a_second_run_changes_nothing() {
    for_each_engine(async |engine| {
        let app = kit::app(&engine);
        kit::take_demo(&app);
        for (list, file, read, rejected) in [
            ("guangdong", "items/guangdong-items.jsonl.gz", 1984, 0),
            ("guangzhou", "items/guangzhou-items.jsonl.gz", 119, 0),
            ("qianfeng", "items/qianfeng-items.csv.gz", 568, 0),
            ("authored", "demo/items.jsonl", 0, 0),
        ] {
            let (mapping, bytes) = (kit::mapping(list), kit::data(file));
            let read = if read == 0 {
                bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count()
            } else {
                read
            };
            let dry = kit::take(&app, &bytes, &mapping, true);
            assert_eq!(dry.created, read - rejected, "{list}");
            let first = kit::take(&app, &bytes, &mapping, false);
            assert_eq!(first, dry, "{list}: a dry run says what will be");
            assert_eq!((first.read, first.rejected.len()), (read, rejected), "{list}: {:?}", first.rejected.first());
            app.settle();
            let position = || {
                let store = app.store.clone();
                std::thread::spawn(move || store.position()).join().unwrap().unwrap()
            };
            let before = position();
            let second = kit::take(&app, &bytes, &mapping, false);
            assert_eq!((second.unchanged, second.created, second.changed), (read - rejected, 0, 0), "{list}");
            app.settle();
            assert_eq!(position(), before, "{list}: nothing is written");
            println!("{list}: {} ambiguous", second.ambiguous.len());
        }
        let count = app.read(catalogue::count).unwrap();
        assert!(count >= 2671 + 60, "{count}");
        app.settle();
        let store = app.store.clone();
        let report = std::thread::spawn(move || store.verify_state(&mut |_| {})).join().unwrap().unwrap();
        assert_eq!(report.faults, []);
    });
}

#[test]
fn most_of_the_province_informs_or_links_and_the_rest_opens_cases() {
    let app = kit::app(&testkit::Engine::Sqlite);
    let report = kit::take(&app, &kit::data("items/guangdong-items.jsonl.gz"), &kit::mapping("guangdong"), false);
    let mut modes = std::collections::BTreeMap::new();
    let mut after = String::new();
    loop {
        let page = app.read(move |read| catalogue::all(read, &after, 500)).unwrap();
        let Some(last) = page.last() else { break };
        after = last.id.to_string();
        for found in &page {
            *modes.entry(found.item.mode).or_insert(0) += 1;
            if found.item.mode == Mode::Link {
                assert!(found.item.link.is_some());
            }
        }
    }
    let mut kinds = std::collections::BTreeMap::new();
    for open in &report.ambiguous {
        *kinds.entry(open.kind).or_insert(0) += 1;
        if !matches!(open.kind, Open::ConditionsCut | Open::PromiseLater | Open::NameTwice) {
            println!("{} {} {}", open.line, open.code, open.what);
        }
    }
    println!("{modes:?} {kinds:?}");
    let cases = modes[&Mode::Case];
    assert!((550..=1000).contains(&cases), "{modes:?}");
}

#[test]
fn what_cannot_be_read_is_rejected_with_its_line_and_the_rest_goes_in() {
    for_each_engine(async |engine| {
        let app = kit::app(&engine);
        let mapping = kit::mapping("guangdong");
        let row = |code: &str, extra: &str| {
            format!(
                r#"{{"TASK_CODE":"{code}","TASK_NAME":"名","TASK_TYPE_TEXT":"行政许可","matter_level":"省级","AREACODE":"440000","DEPT_NAME":"某厅","ORGCODE":"006940116"{extra}}}"#
            )
        };
        let rows = [
            row("11440000006940116U2440102002003", ""),
            "{".into(),
            String::new(),
            "[1]".into(),
            row("11440000006940116U2440102002003", ""),
            row("", ""),
            row("A 1", ""),
            row("A2", r#","handle_time":"三十天""#),
            row("A3", r#","handle_time":"30(周)""#),
            row("A4", r#","service_object_name":["外星人"]"#),
            row("A5", r#","material_intro":{"a":1}"#),
            row("A6", r#","visit_number":"两次""#),
            row("A7", r#","co_department":"胡写""#),
            row("A8", r#","co_department":"省级其他（受理）、省级司法（决定与公开）""#),
            row("A9", "").replace("行政许可", "行政魔法"),
        ];
        let mut bytes = rows.join("\n").into_bytes();
        bytes.extend_from_slice(b"\n\xff\xfe\n");
        let report = kit::take(&app, &bytes, &mapping, false);
        let lines: Vec<usize> = report.rejected.iter().map(|rejected| rejected.line).collect();
        assert_eq!(lines, [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16], "{:#?}", report.rejected);
        assert!(report.rejected.iter().all(|rejected| !rejected.reason.is_empty()));
        assert_eq!((report.read, report.created), (15, 3));
        let kinds: Vec<(usize, Open)> = report.ambiguous.iter().map(|open| (open.line, open.kind)).collect();
        assert!(kinds.contains(&(13, Open::StagesUnreadable)), "{kinds:?}");
        assert!(kinds.contains(&(14, Open::LineUnknown)), "{kinds:?}");
        assert!(kinds.contains(&(14, Open::NoBody)), "{kinds:?}");
        assert!(kinds.contains(&(13, Open::BodyCodeWrong)), "{kinds:?}");
    });
}

#[test]
fn a_changed_row_makes_a_version_and_the_old_one_stays() {
    for_each_engine(async |engine| {
        let app = kit::app(&engine);
        let mapping = kit::mapping("qianfeng");
        let head = "department,main_item,item_name,area_code,item_code,task_type,dept_code\n";
        let one = format!("{head}区司法局,未分类,甲,511602000000,A-1,1,x\n");
        let two = one.replace('甲', "乙");
        assert_eq!(kit::take(&app, one.as_bytes(), &mapping, false).created, 1);
        assert_eq!(kit::take(&app, two.as_bytes(), &mapping, false).changed, 1);
        let now = app.read(|read| catalogue::by_code(read, "sc-qianfeng", "A-1")).unwrap().unwrap();
        assert_eq!((now.version, now.item.name.zh.as_str()), (2, "乙"));
        let id = now.id.clone();
        let old = app.read(move |read| catalogue::item(read, &id, Some(1))).unwrap().unwrap();
        assert_eq!((old.version, old.item.name.zh.as_str()), (1, "甲"));
        let id = now.id.clone();
        assert!(app.read(move |read| catalogue::item(read, &id, Some(3))).unwrap().is_none());
        // Cells too few, a head without the columns.
        let short = format!("{head}区司法局,未分类\n");
        assert_eq!(kit::take(&app, short.as_bytes(), &mapping, false).rejected.len(), 1);
        let other = kit::take(&app, b"a,b\n1,2\n", &mapping, false);
        assert_eq!((other.read, other.rejected.len()), (1, 1));
    });
}

#[test]
fn lists_are_paged_in_the_order_of_readings_and_narrowed_by_place() {
    for_each_engine(async |engine| {
        let app = kit::app(&engine);
        kit::take_demo(&app);
        kit::take(&app, &kit::data("items/guangzhou-items.jsonl.gz"), &kit::mapping("guangzhou"), false);
        kit::take(&app, &kit::data("demo/items.jsonl"), &Mapping::native("authored"), false);
        let place = "440100".parse().unwrap();
        let narrow =
            Narrow { places: app.read(move |read| catalogue::places_of(read, &place)).unwrap(), ..Narrow::default() };
        let (mut names, mut after) = (Vec::new(), String::new());
        loop {
            let (narrow, from) = (narrow.clone(), after.clone());
            let page = app.read(move |read| catalogue::list(read, &narrow, &from, 50)).unwrap();
            let Some(last) = page.last() else { break };
            after = last.id.to_string();
            names.extend(page.into_iter().map(|card| card.sort));
        }
        assert!(names.is_sorted(), "{names:?}");
        assert!(names.len() >= 119, "{}", names.len());
        let themed = Narrow { theme: Some("open-restaurant".into()), ..Narrow::default() };
        assert!(!app.read(move |read| catalogue::list(read, &themed, "", 50)).unwrap().is_empty());
    });
}
