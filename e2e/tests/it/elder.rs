//! A man of seventy at a computer in the library: no account, no telephone, no JavaScript. From his
//! question to a slip at the window in six pages: four that he reads, the last of them printed, and
//! two at which the clerk writes down what became of his visit.

use e2e::{Browser, Done, Server, Setting, slug};

/// A page of the way, counted and kept as a picture.
struct Way {
    pages: Vec<String>,
}

impl Way {
    fn page(&mut self, browser: &Browser, name: &str) -> Done {
        browser.expect_no_text("[[")?;
        browser.picture(name)?;
        self.pages.push(slug(&browser.path()?));
        Ok(())
    }
}

/// From his question to the notice that he prints; what it says he has to bring.
fn at_the_library(server: &Server, way: &mut Way) -> Result<String, e2e::Fault> {
    let setting = Setting::default().without_javascript();
    let browser = Browser::open(&server.origin, setting, "elder")?;
    browser.visit("/")?;
    browser.follow("长者模式")?;
    browser.expect_text("标准字号")?;
    way.page(&browser, "1-home")?;
    browser.fill("用您自己的话说要办的事", "腿脚不行了，想评残")?;
    browser.press("搜索")?;
    browser.expect_path("/search")?;
    way.page(&browser, "2-search")?;
    browser.follow("残疾人证新办")?;
    browser.expect_heading("残疾人证新办")?;
    way.page(&browser, "3-guide")?;
    browser.choose("精神、智力残疾或者评定机构需要时")?;
    browser.press("生成告知单")?;
    browser.expect_heading("一次性告知单")?;
    browser.expect_text("病历和检查资料")?;
    // Where to go, when, and whom to ask, without looking further.
    browser.expect_text("服务中心")?;
    browser.expect_text("清单之外不会再向您要别的")?;
    assert_eq!(browser.count("figure.code svg")?, 1, "the code that leads back to this notice");
    way.page(&browser, "4-notice")?;
    browser.text_of("main")
}

#[test]
fn a_man_of_seventy_gets_from_a_question_to_a_slip_at_the_window_in_six_pages() -> Done {
    let server = Server::demo()?;
    let mut way = Way { pages: Vec::new() };
    let notice = at_the_library(&server, &mut way)?;
    assert!(!notice.contains("登录"), "nothing on the notice asks for an account: {notice}");

    let clerk = Browser::open(&server.origin, Setting::default().without_javascript(), "elder")?;
    clerk.sign_in("/sign-in", "clerk", "clerk123")?;
    clerk.visit("/window/visits/new")?;
    clerk.fill("事项", "残疾人证新办")?;
    clerk.choose("材料不齐")?;
    clerk.fill("怎么答复的", "还缺医院的病历和检查资料；身份证、照片已看过。带齐后到2号窗口，不用再取号。")?;
    way.page(&clerk, "5-visit")?;
    clerk.press("登记并出凭条")?;
    clerk.expect_path("/window/visits/visit_")?;
    clerk.expect_text("还缺医院的病历和检查资料")?;
    clerk.expect_text("残疾人证新办")?;
    way.page(&clerk, "6-slip")?;
    assert_eq!(way.pages.len(), 6, "{:?}", way.pages);
    // Nothing about him is written down; the visit is in the list of the window.
    clerk.visit("/window/visits")?;
    clerk.expect_text("残疾人证新办")
}
