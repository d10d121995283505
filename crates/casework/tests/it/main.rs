//! Casework on both engines: the applicant's verbs and pages, the clocks, who may do what.

#[cfg(test)]
mod change_kit;
#[cfg(test)]
mod change_pages;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod console;
#[cfg(test)]
mod files;
#[cfg(test)]
mod flow;
#[cfg(test)]
mod handover;
#[cfg(test)]
mod heard;
mod journey;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod lapse;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod permits;
#[cfg(test)]
mod places;
#[cfg(test)]
mod renewals;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod signs;
#[cfg(test)]
mod staff;
#[cfg(test)]
mod submit;

use testkit::for_each_engine;

#[test]
fn every_page_can_be_rendered_and_has_its_texts() {
    testkit::pages::all(kit::modules(&directory::Directory::new()));
}

#[test]
fn every_statement_prepares_on_both_engines() {
    for_each_engine(async |engine| {
        let world = kit::World::on(&engine);
        let store = world.app.store.clone();
        let checked = tokio::task::spawn_blocking(move || store.check_statements().unwrap()).await.unwrap();
        assert!(checked > 50);
    });
}
