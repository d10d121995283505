//! Bundles judged without a store: the demo's own, and bundles in which one thing is wrong.

use std::{collections::BTreeMap, sync::Arc};

use catalogue::{
    Item,
    bundle::{
        Bundle, Piece, Pieces,
        fitness::{Trouble, fitness},
    },
    form::{self, Applicant},
};
use web::Texts;

use crate::kit;

pub fn pieces(bundle: &Bundle, items: &BTreeMap<String, Arc<Item>>) -> Pieces {
    let texts = Texts::join(&[]).unwrap();
    let mut pieces = Pieces::new();
    for member in &bundle.members {
        if let Some(item) = items.get(&member.code) {
            let form = form::of(item, Applicant::Person, &texts);
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
            println!(
                "{name}: {} questions, {} items, {} combinations",
                taken.report.questions, taken.report.items, taken.report.combinations
            );
            let told: Vec<_> = taken.report.findings.iter().filter(|one| one.trouble != Trouble::LooksSame).collect();
            assert!(taken.reason.is_none() && told.is_empty(), "{name}: {:?} {told:#?}", taken.reason);
        }
    });
}
