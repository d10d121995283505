//! The service hall: a citizen books a time on a telephone without JavaScript; a manager makes a
//! kiosk, at which she takes a ticket and sees her place in the queue; the clerk calls it by its
//! number and ends it. In both languages; the pages that staff and the public share are judged.

use e2e::{Browser, Done, Fault, Language, Server, Setting};

/// Somebody at a screen of their own.
struct Reader {
    browser: Browser,
    setting: Setting,
}

impl Reader {
    fn open(server: &Server, setting: Setting) -> Result<Self, Fault> {
        Ok(Self { browser: Browser::open(&server.origin, setting, "hall")?, setting })
    }

    fn t<'a>(&self, chinese: &'a str, english: &'a str) -> &'a str {
        if self.setting.language == Language::English { english } else { chinese }
    }

    fn judged(&self, name: &str) -> Done {
        self.browser.expect_no_text("[[")?;
        if self.setting.javascript {
            self.browser.expect_no_sideways()?;
            self.browser.expect_quiet_console()?;
            self.browser.axe()?;
        }
        self.browser.picture(name).map(drop)
    }

    fn hall(&self) -> &'static str {
        self.t("从化区政务服务中心", "Conghua Service Centre")
    }

    /// From the list of halls to a booked time; gives the code.
    fn books(&self) -> Result<String, Fault> {
        let browser = &self.browser;
        browser.sign_in("/sign-in", "wangfang", "wangfang123")?;
        browser.visit("/halls")?;
        self.judged("halls")?;
        browser.follow(self.hall())?;
        browser.expect_text(self.t("叫号的先后", "Who is called when"))?;
        self.judged("hall")?;
        browser.follow(self.t("预约办理", "Book a time"))?;
        self.judged("what")?;
        browser.follow(self.t("A 综合受理", "A General matters"))?;
        self.judged("day")?;
        // Today may have no time left: the last day always has.
        let days = browser.link_to("/halls/")?;
        let here = days.split('?').next().unwrap_or_default().to_owned();
        let last = browser.text_of(".days li:last-child a")?;
        browser.follow(&last)?;
        browser.expect_path(&here)?;
        browser.choose("09:30")?;
        self.judged("time")?;
        browser.press(self.t("确认预约", "Book this time"))?;
        browser.expect_path("/me/appointments/")?;
        self.judged("booked")?;
        browser.text_of(".official")
    }

    /// A manager makes this browser a kiosk and signs out; gives the kiosk's address.
    fn becomes_a_kiosk(&self) -> Result<String, Fault> {
        let browser = &self.browser;
        browser.sign_in("/sign-in", "supervisor", "supervisor123")?;
        browser.visit("/board/halls")?;
        self.judged("managed")?;
        browser.follow(self.hall())?;
        browser.expect_text(self.t("按窗口", "By counter"))?;
        self.judged("today")?;
        browser.follow(self.t("安排", "Arrangements"))?;
        self.judged("arrangements")?;
        browser.press(self.t("把这台设备设为自助终端", "Make this device a kiosk"))?;
        browser.expect_path("/kiosk/")?;
        let kiosk = browser.path()?;
        browser.press(self.t("退出", "Sign out"))?;
        browser.visit(&kiosk)?;
        browser.expect_text(self.t("取号", "Take a ticket"))?;
        self.judged("kiosk")?;
        Ok(kiosk)
    }

    /// At the kiosk: a code of another day is refused in words, then a ticket is taken; its number.
    fn takes_a_ticket(&self, kiosk: &str, code: &str) -> Result<String, Fault> {
        let browser = &self.browser;
        browser.follow(self.t("预约报到", "Check in for an appointment"))?;
        self.judged("kiosk-check-in")?;
        browser.fill(self.t("预约码", "Code"), code)?;
        browser.press(self.t("报到", "Check in"))?;
        browser.expect_text(self.t("没有这个预约码", "No appointment of today"))?;
        // The console notes that the form was refused; the page is judged all the same.
        drop(browser.expect_quiet_console());
        self.judged("kiosk-wrong-day")?;
        browser.visit(kiosk)?;
        browser.follow(self.t("取号", "Take a ticket"))?;
        browser.choose(self.t("A 综合受理", "A General matters"))?;
        self.judged("kiosk-ticket")?;
        browser.press(self.t("取号", "Take a ticket"))?;
        browser.expect_heading(self.t("您的号码", "Your number"))?;
        self.judged("kiosk-taken")?;
        let number = browser.text_of(".ticket-number")?;
        let number = number.split_whitespace().next_back().unwrap_or_default().to_owned();
        browser.visit(&[kiosk, "/case"].concat())?;
        self.judged("kiosk-case")?;
        browser.visit(&[kiosk, "/items"].concat())?;
        self.judged("kiosk-items")?;
        browser.visit(&[kiosk, "/still"].concat())?;
        browser.expect_heading(self.t("您还在吗", "Are you still there"))?;
        self.judged("kiosk-still")?;
        browser.follow(self.t("不办了，清除", "Stop and clear"))?;
        browser.expect_path(kiosk)?;
        Ok(number)
    }

    /// The clerk opens a counter, calls the number and ends it.
    fn serves(&self, number: &str) -> Done {
        let browser = &self.browser;
        browser.sign_in("/sign-in", "clerk", "clerk123")?;
        browser.visit("/counter")?;
        browser.expect_path("/counter/hall_")?;
        self.judged("counter-closed")?;
        browser.fill(self.t("您坐哪个窗口？", "Which counter is yours?"), self.t("3 号窗口", "Counter 3"))?;
        browser.press(self.t("开窗", "Open the counter"))?;
        browser.expect_text(number)?;
        self.judged("counter-free")?;
        browser.fill(self.t("按号码叫", "Call a number"), number)?;
        browser.press(self.t("叫这个号", "Call it"))?;
        browser.expect_text(self.t("办了什么？", "What was done?"))?;
        self.judged("counter-with")?;
        let board = [&browser.path()?.replace("/counter/", "/halls/"), "/board"].concat();
        browser.visit(&board)?;
        browser.expect_text(number)?;
        self.judged("board")?;
        browser.visit("/counter")?;
        browser.choose(self.t("已咨询解答", "Advice was given"))?;
        browser.press(self.t("办结", "End"))?;
        browser.expect_text(self.t("叫下一位", "Call the next"))?;
        browser.press(self.t("叫下一位", "Call the next"))?;
        browser.expect_text(self.t("办了什么？", "What was done?"))
    }
}

/// The citizen's setting, and that of the kiosk and the clerk.
fn lived(citizen: Setting, others: Setting) -> Done {
    let server = Server::demo()?;
    let code = Reader::open(&server, citizen)?.books()?;
    let at = Reader::open(&server, others)?;
    let kiosk = at.becomes_a_kiosk()?;
    let number = at.takes_a_ticket(&kiosk, &code)?;
    Reader::open(&server, others)?.serves(&number)
}

#[test]
fn a_time_is_booked_on_a_telephone_without_javascript_and_a_ticket_called_in_chinese() -> Done {
    lived(Setting::default().phone().without_javascript(), Setting::default())
}

#[test]
fn a_ticket_taken_at_a_kiosk_is_called_in_english() -> Done {
    lived(Setting::default().english().phone(), Setting::default().english())
}
