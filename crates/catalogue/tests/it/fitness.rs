//! Bundles judged without a store: the demo's own, and bundles in which one thing is wrong.

use std::{collections::BTreeMap, sync::Arc};

use catalogue::{
    Item,
    bundle::{
        Bundle, Piece, Pieces,
        fitness::{Trouble, fitness},
    },
    bundles::import::Outcome,
    form::{self, Applicant},
};
use web::Texts;

use crate::kit;

pub fn pieces(bundle: &Bundle, items: &BTreeMap<String, Arc<Item>>) -> Pieces {
    let texts = Texts::join(&[]).unwrap();
    let mut pieces = Pieces::new();
    for member in &bundle.members {
        if let Some(item) = items.get(&member.code) {
            let made = form::of(item, Applicant::Person, &texts);
            let form = if item.opens_cases() { made } else { form::Form::default() };
            pieces.insert(member.key.clone(), Piece { item: item.clone(), form });
        }
    }
    pieces
}

/// What was written for the demo, by code.
pub fn authored() -> BTreeMap<String, Arc<Item>> {
    kit::text("demo/items.jsonl")
        .lines()
        .map(|line| Item::read(line).unwrap_or_else(|why| panic!("{line}: {why}")))
        .map(|item| (item.code.clone(), Arc::new(item)))
        .collect()
}

pub fn restaurant() -> Bundle {
    Bundle::read(&kit::text("demo/bundles/open-restaurant.toml")).unwrap()
}

#[test]
fn the_restaurant_is_fit() {
    let bundle = restaurant();
    let report = fitness(&bundle, &pieces(&bundle, &authored()));
    assert!(report.fits(), "{:#?}", report.findings);
    assert_eq!(
        report.findings.iter().filter(|one| one.trouble != Trouble::LooksSame).count(),
        0,
        "{:#?}",
        report.findings
    );
}

const EIGHT: [&str; 8] = [
    "birth",
    "buy-home",
    "change-job",
    "close-enterprise",
    "open-restaurant",
    "retirement",
    "start-enterprise",
    "talent-from-abroad",
];

#[test]
fn the_eight_are_fit_and_are_taken_over_once() {
    testkit::for_each_engine(async |engine| {
        let app = kit::app(&engine);
        kit::take_demo(&app);
        for (list, file) in [
            ("guangdong", "items/guangdong-items.jsonl.gz"),
            ("guangzhou", "items/guangzhou-items.jsonl.gz"),
            ("authored", "demo/items.jsonl"),
        ] {
            kit::take(&app, &kit::data(file), &kit::mapping(list), false);
        }
        for name in EIGHT {
            let text = kit::text(&format!("demo/bundles/{name}.toml"));
            let taken = kit::take_bundle(&app, &text, true);
            let told: Vec<_> = taken.report.findings.iter().filter(|one| one.trouble != Trouble::LooksSame).collect();
            assert!(taken.reason.is_none() && told.is_empty(), "{name}: {:?} {told:#?}", taken.reason);
            assert!(taken.report.combinations >= 7, "{name}");
            assert_eq!(kit::take_bundle(&app, &text, false).outcome, Outcome::New, "{name}");
            assert_eq!(kit::take_bundle(&app, &text, false).outcome, Outcome::Unchanged, "{name}");
            let newer = text.replacen("note = \"demo\"\n", "", 1);
            assert_eq!(kit::take_bundle(&app, &newer, false).outcome, Outcome::Changed, "{name}");
            let broken = text.replacen("code = \"", "code = \"X", 1);
            assert_eq!(kit::take_bundle(&app, &broken, false).outcome, Outcome::Rejected, "{name}");
        }
        let standing = app.read(catalogue::bundles::published).unwrap();
        assert_eq!(standing.len(), EIGHT.len());
        assert!(standing.iter().all(|edition| edition.number == 2 && edition.version == 1));
        let documents = app.read(catalogue::bundle_documents).unwrap();
        let restaurant = documents.iter().find(|one| one.key == "thing:open-restaurant").unwrap();
        assert!(restaurant.aka.iter().any(|word| word == "想开个小饭馆"));
    });
}

/// What is wrong in the restaurant when one thing of its text is otherwise: trouble, place, answers.
fn when(old: &str, new: &str) -> Vec<(Trouble, String, BTreeMap<String, String>)> {
    let text = kit::text("demo/bundles/open-restaurant.toml");
    assert!(text.contains(old), "{old}");
    let bundle = Bundle::read(&text.replacen(old, new, 1)).unwrap_or_else(|why| panic!("{why}"));
    let report = fitness(&bundle, &pieces(&bundle, &authored()));
    let told = report.findings.into_iter().filter(|one| one.trouble != Trouble::LooksSame);
    told.map(|one| (one.trouble, one.at, one.combination)).collect()
}

#[test]
fn each_thing_that_can_be_wrong_is_found_at_its_place() {
    let table = [
        ("when = \"sign = true\"", "when = \"sign =\"", Trouble::Unreadable, "item:sign"),
        ("when = \"sign = true\"", "when = \"hung = true\"", Trouble::UnknownName, "item:sign"),
        ("when = \"licensed = true\"", "when = \"sign = true\"", Trouble::UnknownName, "question:elsewhere"),
        ("code = \"DEMO-440117-008\"", "code = \"DEMO-NONE\"", Trouble::ItemMissing, "item:sign"),
        ("item = \"sign\"", "item = \"signs\"", Trouble::ItemMissing, "question:sign"),
        ("lease = \"rented = true\"", "leases = \"rented = true\"", Trouble::MaterialMissing, "item:fire.leases"),
        ("lease = \"rented = true\"", "plan = \"rented = true\"", Trouble::NotConditional, "item:fire.plan"),
        ("\"fire.area\"", "\"fire.areas\"", Trouble::FieldMissing, "same:3"),
        ("\"food.area\", \"fire.area\"", "\"food.area\", \"fire.place_kind\"", Trouble::Unlike, "same:3"),
        ("when = \"sign = true\"", "when = \"if sign then true else null\"", Trouble::Undecidable, "item:sign"),
        ("dine_in = \"dine_in\"", "dine_in = \"rented\"", Trouble::Undecidable, "item:food.dine_in"),
        ("when = \"sign = true\"", "when = \"sign = true and sign = false\"", Trouble::NeverChosen, "item:sign"),
        ("when = 'form = \"individual\"'", "when = \"licensed = false\"", Trouble::Contradiction, ""),
        (
            "when = 'form = \"individual\"'",
            "when = 'form = \"company\" and form = \"individual\"'",
            Trouble::Prerequisite,
            "item:food",
        ),
        (
            "[[held]]\nlicence = \"business_licence\"\nwhen = \"licensed = true\"",
            "",
            Trouble::Prerequisite,
            "item:food",
        ),
        ("after = [\"company\", \"individual\"]", "after = [\"tax\"]", Trouble::Circle, ""),
        ("when = \"sign = true\"", "when = \"drains = true\"", Trouble::Needless, "question:sign"),
        ("when = \"licensed = true\"", "", Trouble::InVain, "question:elsewhere"),
        (
            "when = \"licensed = false\"\n[[question",
            "when = \"licensed = false and 1 + 1 = 2\"\n[[question",
            Trouble::Computes,
            "question:form",
        ),
    ];
    for (old, new, trouble, at) in table {
        let told = when(old, new);
        assert!(told.iter().any(|(found, place, _)| *found == trouble && place == at), "{old} -> {new}: {told:?}");
    }
}

#[test]
fn a_finding_names_the_answers_that_show_it() {
    let told = when("[[held]]\nlicence = \"business_licence\"\nwhen = \"licensed = true\"", "");
    let (_, _, answers) = told.iter().find(|(trouble, ..)| *trouble == Trouble::Prerequisite).unwrap();
    assert_eq!(answers["licensed"], "yes");
    let told = when("when = \"licensed = true\"", "");
    let (_, _, answers) = told.iter().find(|(trouble, ..)| *trouble == Trouble::InVain).unwrap();
    assert_eq!(answers["licensed"], "no", "without a licence the premises are those that are registered");
}
