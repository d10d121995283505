//! The main job, from a question to a rated licence: Wang Fang looks for what her shop needs, reads
//! the guide, applies without handing in what the state already has, follows her case, and rates it
//! when the licence is there; clerk, officer and head do their parts at their own screens. Lived in
//! both languages, on a telephone and at a desk, by keyboard alone and without JavaScript.

use e2e::{Browser, Done, Fault, Language, Server, Setting};
use std::io::Write;
use tempfile::NamedTempFile;

/// A small PDF, as a telephone makes one of a sheet of paper.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Somebody at a screen of their own.
struct Reader {
    browser: Browser,
    setting: Setting,
}

impl Reader {
    fn open(server: &Server, setting: Setting) -> Result<Self, Fault> {
        let browser = Browser::open(&server.origin, setting, "main job")?;
        Ok(Self { browser, setting })
    }

    fn signed_in(server: &Server, setting: Setting, name: &str, password: &str) -> Result<Self, Fault> {
        let reader = Self::open(server, setting)?;
        reader.browser.sign_in("/sign-in", name, password)?;
        Ok(reader)
    }

    /// The text of the two that this screen shows.
    fn t<'a>(&self, chinese: &'a str, english: &'a str) -> &'a str {
        if self.setting.language == Language::English { english } else { chinese }
    }

    /// What every page on the way must keep, and its picture. Where no script runs a test can't
    /// measure either; the same pages are measured on the other journeys.
    fn judged(&self, name: &str) -> Done {
        self.browser.expect_no_text("[[")?;
        if self.setting.javascript {
            self.browser.expect_no_sideways()?;
            self.browser.expect_quiet_console()?;
            if !self.setting.keyboard {
                self.browser.axe()?;
            }
        }
        self.browser.picture(name).map(drop)
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
        browser.expect_text(self.t("2 份政府已经掌握", "2 of 3 documents are already held"))?;
        self.judged("guide")?;
        browser.press(self.start())?;
        browser.expect_path("/apply/")?;
        self.judged("apply")?;
        browser.press(self.start())?;
        browser.expect_path("/sign-in")?;
        self.judged("sign-in")?;
        browser.fill(self.t("登录名", "Login"), "wangfang")?;
        browser.fill(self.t("密码", "Password"), "wangfang123")?;
        browser.press(self.t("登录", "Sign in"))?;
        // Back where she was, and now the page says what she need not hand in.
        browser.expect_path("/apply/")?;
        browser.expect_text(self.t("4 项信息和 2 份材料", "4 details and 2 documents"))?;
        self.judged("apply-signed-in")?;
        browser.press(self.start())?;
        browser.expect_path("/drafts/")?;
        self.judged("draft")
    }

    fn item(&self) -> &'static str {
        self.t("个体工商户设立登记", "Registering an individual business")
    }

    fn start(&self) -> &'static str {
        self.t("开始申请", "Start the application")
    }

    /// The form: what is known stands there with its source, the rest is typed.
    fn fills(&self) -> Done {
        let browser = &self.browser;
        let save = self.t("保存并继续", "Save and continue");
        browser.follow(self.t("申请人", "Applicant"))?;
        browser.expect_text(self.t("来自统一身份认证", "From your identity account"))?;
        assert_eq!(browser.value(self.t("姓名", "Name"))?, "王芳");
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
        self.judged("paper")?;
        browser.fill(self.t("选择文件", "Choose a file"), &file.path().display().to_string())?;
        browser.press(self.t("上传", "Upload"))?;
        browser.expect_heading(self.t("材料", "Documents"))?;
        browser.expect_text(".pdf")?;
        browser.press(self.t("检查并提交", "Check and submit"))
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
    fn follows(&self, number: &str, secret: &str) -> Done {
        let browser = &self.browser;
        browser.visit("/track")?;
        self.judged("track")?;
        browser.fill(self.t("办件编号", "Case number"), number)?;
        browser.fill(self.t("查询码", "Receipt code"), secret)?;
        browser.press(self.t("查询", "Look it up"))?;
        browser.expect_text(self.t("已提交", "Submitted"))?;
        browser.expect_text(number)?;
        browser.expect_no_text("440117199105204022")?;
        browser.expect_no_text("王芳")?;
        self.judged("tracked")
    }

    /// Wang Fang again: the case, the licence, who looked, and her opinion.
    fn reads_and_rates(&self) -> Done {
        let browser = &self.browser;
        browser.visit("/my")?;
        self.judged("my")?;
        browser.follow(self.item())?;
        browser.expect_path("/cases/")?;
        browser.expect_text(self.t("已经准予", "ranted"))?;
        self.judged("case")?;
        let rating = browser.link_to("/me/ratings/")?;

        browser.visit("/me/looks")?;
        browser.expect_text(self.t("黄志坚", "Huang Zhijian"))?;
        self.judged("looks")?;

        browser.visit(&rating)?;
        browser.expect_path("/rate/")?;
        self.judged("rate")?;
        browser.choose(self.t("非常满意", "Very satisfied"))?;
        browser.press(self.t("下一步", "Next"))?;
        self.judged("rate-reasons")?;
        browser.press(self.t("提交评价", "Give the rating"))?;
        browser.expect_heading(self.t("您已经评价", "You have rated this"))?;
        self.judged("rated")
    }
}

/// The clerk receives.
fn received(clerk: &Reader, number: &str) -> Done {
    let browser = &clerk.browser;
    browser.visit("/window")?;
    browser.expect_no_text("王芳")?;
    clerk.judged("window")?;
    browser.follow(number)?;
    browser.expect_path("/desk/cases/")?;
    clerk.judged("window-case")?;
    browser.press(clerk.t("接件", "Receive"))?;
    browser.expect_text(clerk.t("已接件", "Received"))?;
    browser.visit("/window")?;
    browser.fill(clerk.t("按办件编号查找", "Find a case by its number"), number)?;
    browser.press(clerk.t("查找", "Find"))?;
    browser.expect_text(clerk.item())
}

/// The officer accepts.
fn accepted(officer: &Reader, number: &str) -> Done {
    let browser = &officer.browser;
    browser.visit("/desk")?;
    browser.follow(officer.t("待受理", "To be accepted"))?;
    browser.expect_text(number)?;
    officer.judged("desk")?;
    browser.follow(number)?;
    browser.expect_path("/desk/cases/")?;
    officer.judged("desk-case")?;
    browser.press(officer.t("受理", "Accept"))?;
    browser.expect_text(officer.t("办理中", "In hand"))
}

/// The supervisor sees it in the figures, and the case behind the figure.
fn watched(supervisor: &Reader, number: &str) -> Done {
    let browser = &supervisor.browser;
    browser.visit("/board")?;
    supervisor.judged("board")?;
    let rows = browser.link_to("/board/cases?")?;
    browser.visit(&rows)?;
    browser.expect_text(number)?;
    supervisor.judged("board-cases")
}

/// The head grants.
fn granted(head: &Reader, number: &str) -> Done {
    let browser = &head.browser;
    browser.visit("/desk")?;
    head.judged("desk-head")?;
    browser.follow(number)?;
    browser.press(head.t("作出决定", "Decide"))?;
    browser.choose(head.t("准予", "Grant"))?;
    head.judged("decision")?;
    browser.press(head.t("提交", "Submit"))?;
    browser.expect_text(head.t("准予决定书", "Decision granting"))?;
    browser.visit("/desk")?;
    browser.expect_no_text(number)
}

/// Whoever is shown the licence asks whether it is good.
fn verified(wang: &Reader, anybody: &Reader) -> Done {
    wang.browser.visit("/me/licences")?;
    wang.judged("licences")?;
    wang.browser.follow(wang.t("营业执照", "Business licence"))?;
    wang.browser.expect_text("流溪小吃")?;
    wang.judged("licence")?;
    let verify = wang.browser.link_to("/verify/")?;
    anybody.browser.visit(&verify)?;
    anybody.browser.expect_text(anybody.t("有效", "Valid"))?;
    anybody.browser.expect_no_text("王芳")?;
    anybody.judged("verified")
}

/// The whole of it, by everyone in one setting.
fn lived(setting: Setting) -> Done {
    let server = Server::demo()?;
    let wang = Reader::open(&server, setting)?;
    wang.begins()?;
    wang.fills()?;
    wang.adds()?;
    let (number, secret) = wang.submits()?;
    let anybody = Reader::open(&server, setting)?;
    anybody.follows(&number, &secret)?;
    received(&Reader::signed_in(&server, setting, "clerk", "clerk123")?, &number)?;
    accepted(&Reader::signed_in(&server, setting, "officer", "officer123")?, &number)?;
    watched(&Reader::signed_in(&server, setting, "supervisor", "supervisor123")?, &number)?;
    granted(&Reader::signed_in(&server, setting, "head", "head1234")?, &number)?;
    verified(&wang, &anybody)?;
    wang.reads_and_rates()?;
    anybody.browser.visit("/search?q=%E5%A4%AB%E5%A6%BB%E5%BA%97")?;
    anybody.browser.follow(anybody.item())?;
    anybody.browser.expect_text(anybody.t("（1/1，", "(1 of 1;"))
}

#[test]
fn from_a_question_to_a_rated_licence_in_chinese_at_a_desk() -> Done {
    lived(Setting::default())
}

#[test]
fn from_a_question_to_a_rated_licence_in_chinese_on_a_telephone() -> Done {
    lived(Setting::default().phone())
}

#[test]
fn from_a_question_to_a_rated_licence_in_english_at_a_desk() -> Done {
    lived(Setting::default().english())
}

#[test]
fn from_a_question_to_a_rated_licence_in_english_on_a_telephone() -> Done {
    lived(Setting::default().english().phone())
}

#[test]
fn from_a_question_to_a_rated_licence_by_keyboard_alone_in_chinese() -> Done {
    lived(Setting::default().by_keyboard())
}

#[test]
fn from_a_question_to_a_rated_licence_by_keyboard_alone_in_english() -> Done {
    lived(Setting::default().english().by_keyboard())
}

#[test]
fn from_a_question_to_a_rated_licence_without_javascript_in_chinese() -> Done {
    lived(Setting::default().phone().without_javascript())
}

#[test]
fn from_a_question_to_a_rated_licence_without_javascript_in_english() -> Done {
    lived(Setting::default().english().without_javascript())
}
