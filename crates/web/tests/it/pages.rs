//! Every page of `web` and of the small room, in both languages and every look.

#[test]
fn every_sample_page_is_complete_in_both_languages() {
    testkit::pages::all(vec![crate::room::module()]);
}
