//! Opening a restaurant: from plain words to what is needed, on a phone without a script; then an editor
//! makes a bundle by keyboard and forms alone, and the head of the body publishes it.

use e2e::{Browser, Done, Server, Setting};

/// A page that anyone can read.
fn fit(browser: &Browser) -> Done {
    browser.expect_no_text("[[")?;
    browser.expect_no_sideways()
}

#[test]
fn someone_with_a_small_restaurant_in_mind_finds_everything_with_eight_answers() -> Done {
    let server = Server::demo()?;
    let browser = Browser::open(&server.origin, Setting::default().phone().without_javascript(), "things")?;
    browser.visit("/")?;
    browser.fill("用您自己的话说要办的事", "想开个小饭馆")?;
    browser.press("搜索")?;
    let first = browser.text_of("ol.found > li:first-child")?;
    assert!(first.contains("开餐馆一件事"), "the bundle stands first: {first}");
    browser.follow("开餐馆一件事")?;
    fit(&browser)?;
    browser.follow("看看要办什么")?;
    for (question, answer) in [
        ("您已经有营业执照了吗？", "否"),
        ("想登记成哪一种？", "公司"),
        ("有客人在店里吃吗？", "是"),
        ("店面是租的吗？", "是"),
        ("要挂店招吗？", "是"),
        ("污水要排进市政管网吗？", "是"),
        ("会雇人吗？", "是"),
        ("请别人代您办吗？", "否"),
    ] {
        browser.expect_heading(question)?;
        fit(&browser)?;
        browser.choose(answer)?;
        browser.press("继续")?;
    }
    browser.expect_heading("您要办的事")?;
    browser.expect_text("一共 9 个事项，分 2 步")?;
    browser.expect_text("直接用它的营业执照")?;
    fit(&browser)?;
    browser.picture("result")?;
    browser.follow("打印一次性告知单")?;
    browser.expect_text("中华人民共和国消防法")?;
    fit(&browser)
}

#[test]
fn every_page_of_a_bundle_is_accessible() -> Done {
    let server = Server::demo()?;
    let answers = "?licensed=no&form=company&dine_in=yes&rented=yes&sign=yes&drains=yes&staff=yes&agent=no";
    for setting in [Setting::default(), Setting::default().phone().english()] {
        let browser = Browser::open(&server.origin, setting, "things-axe")?;
        for path in [
            "/things".to_owned(),
            "/things/open-restaurant".to_owned(),
            "/things/open-restaurant/questions?licensed=no".to_owned(),
            "/things/retirement/questions?scheme=residents&card=yes&asked=age&age=x".to_owned(),
            format!("/things/open-restaurant/result{answers}"),
            format!("/things/open-restaurant/notice{answers}"),
        ] {
            browser.visit(&path)?;
            browser.axe()?;
            fit(&browser)?;
        }
        browser.sign_in("/sign-in", "editor", "editor123")?;
        browser.visit("/console/bundles")?;
        browser.axe()?;
        fit(&browser)?;
        let here = browser.link_to("/console/bundles/")?;
        for path in [
            here.clone(),
            format!("{here}/questions/dine_in"),
            format!("{here}/items/fire"),
            format!("{here}/conditions/item%3Afire"),
        ] {
            browser.visit(&path)?;
            browser.axe()?;
            fit(&browser)?;
        }
    }
    Ok(())
}
