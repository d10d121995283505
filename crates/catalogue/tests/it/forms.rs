//! Forms made from what a list says.

use std::sync::Arc;

use catalogue::{
    Item,
    form::{self, Applicant},
};
use web::House;

#[test]
fn an_item_without_a_form_gets_a_plain_one_with_what_is_known_filled_in() {
    let house = House::of(vec![catalogue::module(catalogue::Needs::default())]).unwrap();
    let item = |form: &str| {
        Item::read(&format!(
            r#"{{"code":"1","code_system":"t","name":"名","type":"01","division":"440000","body":"b","level":"province","mode":"case"{form}}}"#
        ))
    };
    let plain = Arc::new(item("").unwrap());
    let person = form::of(&plain, Applicant::Person, &house.texts);
    let keys: Vec<&str> = person.iter().flat_map(|section| &section.fields).map(|field| field.key.as_str()).collect();
    assert_eq!(keys, ["name", "citizen_id", "address", "phone", "matter", "note"]);
    let prefilled =
        person[0].fields.iter().filter(|field| field.prefill.as_deref().is_some_and(form::is_prefill)).count();
    assert_eq!(prefilled, 4);
    let firm = form::of(&plain, Applicant::Enterprise, &house.texts);
    assert_eq!(firm[0].fields[1].prefill.as_deref(), Some("enterprise.uscc"));
    assert!(firm.iter().flat_map(|section| &section.fields).all(|field| field.label.en.is_some()));
    let own =
        item(r#","form":[{"key":"a","title":"甲","fields":[{"key":"b","label":"乙","type":"text","required":true}]}]"#)
            .map(Arc::new)
            .unwrap();
    assert_eq!(form::of(&own, Applicant::Person, &house.texts).len(), 1);
    assert!(house.texts.missing().is_empty());
    for (wrong, why) in [
        (r#","x":1"#, "unknown field"),
        (r#","mode2":1"#, "unknown field"),
        (r#","form":[{"key":"a","title":"甲","fields":[{"key":"b","label":"乙","type":"choice"}]}]"#, "choices"),
        (
            r#","form":[{"key":"a","title":"甲","fields":[{"key":"b","label":"乙","type":"text","prefill":"person.salary"}]}]"#,
            "prefill",
        ),
        (
            r#","form":[{"key":"a","title":"甲","fields":[{"key":"b","label":"乙","type":"text","show_if":{"field":"z","is":"1"}}]}]"#,
            "show_if",
        ),
        (r#","materials":[{"key":"m","name":"丙"},{"key":"m","name":"丁"}]"#, "twice"),
        (r#","link":"javascript:alert(1)""#, "address"),
        (r#","effective":"2026-02-01","expires":"2026-01-01""#, "before"),
        (r#","name":{"zh":"名","fr":"nom"}"#, "duplicate"),
        (r#","summary":{"zh":"名","fr":"nom"}"#, "unknown field"),
    ] {
        let reason = item(wrong).unwrap_err();
        assert!(reason.contains(why), "{wrong}: {reason}");
    }
}
