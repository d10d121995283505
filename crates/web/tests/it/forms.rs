//! Forms: refusals stay on the page, nothing typed is lost, also when the session ended.

use testkit::{for_each_engine, wang_fang};

#[test]
fn a_remark_is_left_and_a_wrong_one_comes_back_with_its_message() {
    for_each_engine(async |engine| {
        let app = engine.app(vec![crate::room::module()]);
        let person = app.as_person(&wang_fang()).in_english();
        person.get("/remarks/new").await.ok().has("name=\"once\"").has("Leave the remark");

        let long = "<b>x</b>, which is much too long for a remark";
        let again =
            person.post_form("/remarks/new", &[("text", long), ("once", "0123456789abcdef")]).await.refused(422);
        let again = again.has("&#60;b&#62;x").has("Something needs to be changed").has("href=\"#f-text\"");
        let again = again.has("At most 20 characters").has("aria-invalid=\"true\"").has("value=\"0123456789abcdef\"");
        again.lacks("<b>x");

        person.post_form("/remarks/new", &[("text", "again")]).await.refused(409).has(">\nagain</textarea>");
        person.post_form("/remarks/new", &[("text", "a\u{0}b")]).await.refused(422).has("characters that can");
        let page = person.post_form("/remarks/new", &[("text", "fine")]).await.see_other();
        person.get(&page).await.ok().has("<li>fine</li>");
        app.settle();
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_when_the_session_ended_comes_back_after_sign_in() {
    let app = testkit::TestApp::with(vec![crate::room::module()]);
    let person = app.as_person(&wang_fang()).in_english();
    app.end_session(&person);
    let to = person.post_form("/remarks/new", &[("text", "long thought"), ("password", "p")]).await.see_other();
    assert_eq!(to, "/sign-in?next=%2Fremarks%2Fnew");
    let kept = person.cookie("tb_kept").unwrap();

    let back = app.as_person(&wang_fang()).in_english();
    back.set_cookie("tb_kept", &kept);
    back.get("/remarks/new").await.ok().has(">\nlong thought</textarea>").has("is back");
    back.post_form("/remarks/new", &[("text", "long thought")]).await.see_other();
    assert_eq!(back.cookie("tb_kept"), None);
    back.set_cookie("tb_kept", &kept);
    back.get("/remarks/new").await.ok().lacks("long thought");

    let stranger = app.as_person(&testkit::li_qiang());
    stranger.get("/remarks/new").await.ok().lacks("long thought");
    app.settle();
}
