//! The record alone: it verifies as issued, and no altered one does.

use licences::{NotVerified, verify_text};
use testkit::for_each_engine;

use crate::kit::*;

#[test]
fn a_record_verifies_offline_and_an_altered_one_does_not() {
    for_each_engine(async |engine| {
        let app = app(&engine);
        let licence = issued(&app, idcard());
        let text = app
            .read({
                let licence = licence.clone();
                move |read| licences::record(read, &licence)
            })
            .unwrap();
        let keys = [app.store.keys().signing.verifying_key().clone()];
        let today = app.clock.today();
        let checked = verify_text(&text, &keys, today).unwrap();
        assert_eq!(
            (checked.identifier.as_str(), checked.issuer.as_str()),
            (licence.identifier.as_str(), "11440100DEM001017W")
        );
        assert!(checked.sample && !checked.expired);
        assert_eq!(checked.face.holder_name, "王芳");
        assert_eq!(checked.face.code, licence.code);
        for (from, to) in [
            ("王芳", "李强"),
            ("\"sample\":true", "\"sample\":false"),
            ("2046-09-20", "2056-09-20"),
            (".001.", ".002."),
        ] {
            let altered = text.replace(from, to);
            assert_ne!(altered, text, "{from}");
            assert!(matches!(verify_text(&altered, &keys, today), Err(NotVerified::Seal(_))), "{from}");
        }
        assert!(matches!(verify_text(&text, &[], today), Err(NotVerified::Seal(_))));
        assert!(matches!(verify_text("{}", &keys, today), Err(NotVerified::Form(_))));
        let record = seals::sealed_record::Record {
            kind: "receipt".into(),
            schema: 1,
            issuer: "x".into(),
            number: "1".into(),
            issued_at: app.store.now(),
            sample: true,
            payload: serde_json::json!({}),
        };
        let other = seals::SealedRecord::seal(record, &[&app.store.keys().signing]).unwrap();
        assert!(matches!(verify_text(other.text(), &keys, today), Err(NotVerified::Kind(_))));
        // At rest it is sealed once more: the database alone tells nothing.
        assert!(verify_text(&text, &keys, kernel::Date::constant(2046, 9, 21)).unwrap().expired);
    });
}
