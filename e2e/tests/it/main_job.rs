//! The main job, from a question to a rated licence: Wang Fang looks for what her shop needs, reads
//! the guide, applies without handing in what the state already has, follows her case, and rates it
//! when the licence is there; clerk, officer and head do their parts at their own screens.

use e2e::{Browser, Done, Fault, Language, Server, Setting};
use std::io::Write;
use tempfile::NamedTempFile;

/// A small PDF, as a telephone makes one of a sheet of paper.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// The applicant's browser, and which of two texts it shows.
struct Applicant {
    browser: Browser,
    english: bool,
    /// Without scripts in its pages a browser runs none for a test either.
    scripts: bool,
}

impl Applicant {
    fn open(server: &Server, setting: Setting, journey: &str) -> Result<Self, Fault> {
        let browser = Browser::open(&server.origin, setting, journey)?;
        Ok(Self { browser, english: setting.language == Language::English, scripts: setting.javascript })
    }

    fn t<'a>(&self, chinese: &'a str, english: &'a str) -> &'a str {
        if self.english { english } else { chinese }
    }

    /// What every page on the way must keep, and its picture.
    fn judged(&self, name: &str) -> Done {
        self.browser.expect_no_text("[[")?;
        if self.scripts {
            self.browser.expect_no_sideways()?;
        }
        self.browser.picture(name).map(drop)
    }

    /// Judged by axe as well, which needs scripts.
    fn judged_by_axe(&self, name: &str) -> Done {
        self.judged(name)?;
        self.browser.expect_quiet_console()?;
        self.browser.axe()
    }

    /// From the question to the draft.
    fn begins(&self) -> Done {
        let browser = &self.browser;
        browser.visit("/")?;
        browser.fill(self.t("用您自己的话说要办的事", "Say in your own words what you need"), "夫妻店")?;
        browser.press(self.t("搜索", "Search"))?;
        browser.expect_path("/search")?;
        self.judged("search")?;
        browser.follow(self.item())?;
        browser.expect_heading(self.item())?;
        browser.expect_text(self.t("2 份政府已经掌握", "2"))?;
        self.judged("guide")?;
        let apply = browser.link_to("/apply/")?;
        browser.visit(&apply)?;
        browser.press(self.start())?;
        browser.expect_path("/sign-in")?;
        browser.fill(self.t("登录名", "Login"), "wangfang")?;
        browser.fill(self.t("密码", "Password"), "wangfang123")?;
        browser.press(self.t("登录", "Sign in"))?;
        self.continues()
    }

    /// After the sign-in the application begins by itself, or with the same button again.
    fn continues(&self) -> Done {
        let browser = &self.browser;
        if browser.expect_path("/drafts/").is_err() {
            browser.press(self.start())?;
        }
        browser.expect_path("/drafts/")
    }

    fn item(&self) -> &'static str {
        if self.english { "Registering an individual business" } else { "个体工商户设立登记" }
    }

    fn start(&self) -> &'static str {
        if self.english { "Start the application" } else { "开始申请" }
    }

    /// The form: what is known stands there with its source, the rest is typed.
    fn fills(&self) -> Done {
        let browser = &self.browser;
        let save = self.t("保存并继续", "Save and continue");
        browser.follow(self.t("申请人", "Applicant"))?;
        browser.expect_text(self.t("来自统一身份认证", "From your identity account"))?;
        let name = browser.value(self.t("姓名", "Name"))?;
        assert_eq!(name, "王芳");
        self.judged("form-known")?;
        browser.press(save)?;
        browser.fill(self.t("字号名称", "Trade name"), "流溪小吃")?;
        browser.choose(self.t("个人经营", "One person"))?;
        browser.fill(self.t("经营范围", "Business scope"), "小吃制售")?;
        browser.fill(self.t("经营场所所在镇街", "Town or subdistrict of the premises"), "温泉镇")?;
        browser.fill(self.t("经营场所详细地址", "Address of the premises"), "温泉镇示范路12号")?;
        browser.choose(self.t("否", "No"))?;
        self.judged("form-typed")?;
        browser.press(save)
    }

    /// The papers: two are held by the state, one is added as a file.
    fn adds(&self) -> Done {
        let browser = &self.browser;
        browser.expect_heading(self.t("材料", "Documents"))?;
        browser.expect_text(self.t("政府已有，免交", "Held already, not needed"))?;
        self.judged("papers")?;
        let mut file = NamedTempFile::with_suffix(".pdf")?;
        file.write_all(PDF)?;
        browser.follow(self.t("提交 授权委托书", "Hand in Power of attorney"))?;
        browser.fill(self.t("选择文件", "Choose a file"), &file.path().display().to_string())?;
        browser.press(self.t("上传", "Upload"))?;
        browser.expect_heading(self.t("材料", "Documents"))?;
        browser.expect_text(".pdf")?;
        browser.follow(self.t("检查并提交", "Check and submit"))
    }

    /// Reads it through and submits; the number and the receipt secret.
    fn submits(&self) -> Result<(String, String), Fault> {
        let browser = &self.browser;
        browser.expect_heading(self.t("检查并提交", "Check and submit"))?;
        browser.expect_text("流溪小吃")?;
        self.judged("check")?;
        browser.choose(self.t("王芳已阅读并同意以上声明", "王芳 has read this declaration and agrees"))?;
        browser.press(self.t("提交申请", "Submit the application"))?;
        browser.expect_heading(self.t("申请已提交", "Application submitted"))?;
        self.judged("submitted")?;
        self.slip()
    }

    /// Number and secret, as the page after the submission shows them.
    fn slip(&self) -> Result<(String, String), Fault> {
        let text = self.browser.text_of("main")?;
        let number = text.split_whitespace().find(|word| word.len() > 20 && word.starts_with("440117"));
        let number = number.ok_or_else(|| Fault::new(format!("no case number in: {text}")))?;
        let secret = text.split_whitespace().find(|word| word.len() == 11 && word.chars().nth(5) == Some('-'));
        let secret = secret.ok_or_else(|| Fault::new(format!("no receipt secret in: {text}")))?;
        Ok((number.to_owned(), secret.to_owned()))
    }

    /// Anyone with the slip sees how it stands, and nothing of the person.
    fn follows(&self, number: &str, secret: &str, state: &str) -> Done {
        let browser = &self.browser;
        browser.visit("/track")?;
        browser.fill(self.t("办件编号", "Case number"), number)?;
        browser.fill(self.t("查询码", "Receipt code"), secret)?;
        browser.press(self.t("查询", "Look it up"))?;
        browser.expect_text(state)?;
        browser.expect_text(number)?;
        browser.expect_no_text("440117199105204022")?;
        self.judged("tracked")
    }
}

/// A member of staff at a screen of their own, in Chinese.
fn staff(server: &Server, name: &str, password: &str) -> Result<Browser, Fault> {
    let browser = Browser::open(&server.origin, Setting::default(), "main job staff")?;
    browser.sign_in("/sign-in", name, password)?;
    Ok(browser)
}

/// The clerk receives, the officer accepts, the head grants.
fn handled(server: &Server, number: &str) -> Done {
    let clerk = staff(server, "clerk", "clerk123")?;
    clerk.visit("/window")?;
    clerk.expect_no_text("王芳")?;
    clerk.picture("window")?;
    clerk.follow(number)?;
    clerk.press("接件")?;
    clerk.visit(&format!("/window/find?number={number}"))?;
    clerk.expect_text("个体工商户设立登记")?;

    let officer = staff(server, "officer", "officer123")?;
    officer.visit("/desk?view=received")?;
    officer.picture("desk")?;
    officer.follow(number)?;
    officer.axe()?;
    officer.picture("desk case")?;
    officer.press("受理")?;

    let head = staff(server, "head", "head1234")?;
    head.visit("/desk")?;
    head.follow(number)?;
    head.follow("作出决定")?;
    head.choose("准予")?;
    head.axe()?;
    head.picture("decision")?;
    head.press("提交")?;
    head.visit("/desk")?;
    head.expect_no_text(number)
}

/// The whole of it, at one screen in one language.
fn lived(setting: Setting, journey: &str) -> Done {
    let server = Server::demo()?;
    let wang = Applicant::open(&server, setting, journey)?;
    let browser = &wang.browser;
    wang.begins()?;
    wang.judged_by_axe("draft")?;
    wang.fills()?;
    wang.adds()?;
    let (number, secret) = wang.submits()?;
    wang.follows(&number, &secret, wang.t("已提交", "Submitted"))?;
    handled(&server, &number)?;

    browser.visit("/my")?;
    wang.judged_by_axe("my")?;
    browser.visit(&browser.link_to("/cases/")?)?;
    browser.expect_text(wang.t("已经准予", "ranted"))?;
    wang.judged_by_axe("case")?;
    let rating = browser.link_to("/me/ratings/")?;

    browser.visit("/me/licences")?;
    browser.follow(wang.t("营业执照", "Business licence"))?;
    browser.expect_text("流溪小吃")?;
    wang.judged_by_axe("licence")?;
    let verify = browser.link_to("/verify/")?;
    let anybody = Applicant::open(&server, setting, journey)?;
    anybody.browser.visit(&verify)?;
    anybody.browser.expect_text(wang.t("有效", "alid"))?;
    anybody.browser.expect_no_text("王芳")?;
    anybody.judged_by_axe("verified")?;

    browser.visit("/me/looks")?;
    browser.expect_text(wang.t("黄志坚", "Huang Zhijian"))?;

    browser.visit(&rating)?;
    wang.judged_by_axe("rate")?;
    browser.choose(wang.t("非常满意", "Very satisfied"))?;
    browser.press(wang.t("下一步", "Next"))?;
    browser.press(wang.t("提交评价", "Give the rating"))?;
    wang.judged_by_axe("rated")?;
    anybody.browser.visit("/search?q=%E5%A4%AB%E5%A6%BB%E5%BA%97")?;
    anybody.browser.follow(wang.item())?;
    anybody.browser.expect_text("1/1")
}

#[test]
fn from_a_question_to_a_rated_licence_in_chinese_at_a_desk() -> Done {
    lived(Setting::default(), "main job")
}

#[test]
fn by_keyboard_alone_from_a_question_to_a_number() -> Done {
    let server = Server::demo()?;
    let wang = Applicant::open(&server, Setting::default(), "main job keyboard")?;
    let browser = &wang.browser;
    browser.visit("/")?;
    browser.type_at("用您自己的话说要办的事", "夫妻店\u{e007}")?;
    browser.expect_path("/search")?;
    browser.enter_at(wang.item())?;
    browser.expect_heading(wang.item())?;
    browser.enter_at(wang.start())?;
    browser.expect_path("/apply/")?;
    browser.enter_at(wang.start())?;
    browser.expect_path("/sign-in")?;
    browser.type_at("登录名", "wangfang")?;
    browser.type_at("密码", "wangfang123\u{e007}")?;
    if browser.expect_path("/drafts/").is_err() {
        browser.enter_at(wang.start())?;
        browser.expect_path("/drafts/")?;
    }
    browser.enter_at("经营情况")?;
    browser.expect_heading("经营情况")?;
    browser.type_at("字号名称", "流溪小吃")?;
    browser.space_at("个人经营")?;
    browser.type_at("经营范围", "小吃制售")?;
    browser.type_at("经营场所所在镇街", "温泉镇")?;
    browser.type_at("经营场所详细地址", "温泉镇示范路12号")?;
    browser.space_at("是")?;
    browser.key('\u{e015}')?;
    browser.enter_at("保存并继续")?;
    browser.expect_heading("材料")?;
    browser.enter_at("检查并提交")?;
    browser.expect_heading("检查并提交")?;
    browser.space_at("王芳已阅读并同意以上声明")?;
    browser.enter_at("提交申请")?;
    browser.expect_heading("申请已提交")?;
    wang.slip().map(drop)
}
