//! The calendar: notices taken over, and the change announced.

use directory::{Directory, import};
use kernel::{Date, calendar::Kind};

use crate::kit::on_each_engine;

#[test]
fn notices_are_taken_over_and_a_changed_year_is_announced() {
    on_each_engine(|world| {
        let store = world.open();
        let directory = Directory::new();
        let day = |date: Date| directory.calendar().day(date).kind;
        assert_eq!(day(Date::constant(2026, 10, 1)), Kind::Unknown);
        let y2026: &[u8] = include_bytes!("../../../../data/holidays/2026.json");
        let y2027: &[u8] = include_bytes!("../../../../data/holidays/2027.json");
        let report = import::holidays(&store, &directory, &[y2026, y2027]).unwrap();
        assert_eq!(report.changed, [2026, 2027]);
        assert_eq!(day(Date::constant(2026, 10, 1)), Kind::Holiday);
        assert_eq!(day(Date::constant(2027, 10, 1)), Kind::Unknown);
        assert_eq!(directory.calendar().due(Date::constant(2026, 9, 25), 20).date, Date::constant(2026, 10, 29));
        assert!(import::holidays(&store, &directory, &[y2026, y2027]).unwrap().changed.is_empty());
        let notice = r#"{"year":2027,"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]}"#;
        let report = import::holidays(&store, &directory, &[notice.as_bytes()]).unwrap();
        assert_eq!(report.changed, [2027]);
        let fresh = Directory::new();
        fresh.load(&store).unwrap();
        assert_eq!(fresh.calendar().day(Date::constant(2027, 1, 1)).kind, Kind::Holiday);
        store.settle().unwrap();
        let kinds: Vec<_> =
            store.read(|read| read.events_after(0, 10)).unwrap().into_iter().map(|event| event.kind).collect();
        assert_eq!(kinds, ["calendar.changed"; 3]);
        let wrong = r#"{"year":2027,"days":[{"name":"元旦","date":"2029-01-01","isOffDay":true}]}"#;
        assert!(import::holidays(&store, &directory, &[wrong.as_bytes()]).is_err());
        store.close();
    });
}
