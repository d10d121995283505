//! An officer asks for a change of one case, the head approves, the applicant sees it, and it is undone; then
//! the running cases go over to a new version: a dry run, a pause, and on. In both languages and widths.

use e2e::{Browser, Done, Fault, Server, Setting};
use serde_json::{Value, json};

/// As many cases as keep the job of a migration busy while somebody reaches for the pause.
const CASES: usize = 60;

/// The words of a reader's language.
struct Words {
    change: &'static str,
    before: &'static str,
    step: &'static str,
    deciding: &'static str,
    body: &'static str,
    fire: &'static str,
    ground: &'static str,
    assistance: &'static str,
    basis: &'static str,
    reason: &'static str,
    propose: &'static str,
    wanting: &'static str,
    proposed: &'static str,
    burden: &'static str,
    approve: &'static str,
    applied: &'static str,
    changed: &'static str,
    undo: &'static str,
    undone: &'static str,
    would: &'static str,
    stays: &'static str,
    moves: &'static str,
    begin: &'static str,
    pause: &'static str,
    paused: &'static str,
    resume: &'static str,
    done: &'static str,
}

const ZH: Words = Words {
    change: "变更办理环节",
    before: "在其前增加审核",
    step: "哪个环节",
    deciding: "广州市从化区市场监督管理局：决定（正在办理）",
    body: "由哪个部门",
    fire: "广州市从化区消防救援大队",
    ground: "事由",
    assistance: "需要其他部门协助",
    basis: "法律依据",
    reason: "理由",
    propose: "提出",
    wanting: "增加的环节须有法律依据",
    proposed: "待批准",
    burden: "另有部门：广州市从化区消防救援大队",
    approve: "批准，马上生效",
    applied: "已生效",
    changed: "办理环节有变更",
    undo: "撤销变更",
    undone: "已撤销",
    would: "会怎样",
    stays: "不动：会增加负担",
    moves: "改按新版本",
    begin: "开始",
    pause: "暂停",
    paused: "已暂停",
    resume: "继续",
    done: "已完成",
};
const EN: Words = Words {
    change: "Change the steps",
    before: "Add a review before a step",
    step: "Which step",
    deciding: "Conghua District Administration for Market Regulation: Decision (open now)",
    body: "Which body",
    fire: "Conghua District Fire and Rescue Brigade",
    ground: "Ground",
    assistance: "It was sent the wrong way",
    basis: "Legal basis",
    reason: "Reason",
    propose: "Propose",
    wanting: "An added step needs a legal basis",
    proposed: "To be approved",
    burden: "A further body: Conghua District Fire and Rescue Brigade",
    approve: "Approve; it holds at once",
    applied: "In force",
    changed: "How the steps were changed",
    undo: "Undo the change",
    undone: "Undone",
    would: "What would become of them",
    stays: "Stays: it would be burdened",
    moves: "Goes by the new version",
    begin: "Begin",
    pause: "Pause",
    paused: "Paused",
    resume: "Go on",
    done: "Done",
};

/// Asks the interface for programs from within the browser, as whoever is signed in there.
fn call(browser: &Browser, method: &str, path: &str, body: &Value) -> Result<Value, Fault> {
    let script = format!(
        "const ask = new XMLHttpRequest(); ask.open('{method}', '{path}', false); \
         ask.setRequestHeader('content-type', 'application/json'); ask.send({}); \
         return ask.status < 300 ? JSON.parse(ask.responseText) : {{ failed: ask.status + ' ' + ask.responseText }};",
        if body.is_null() { "null".to_owned() } else { format!("JSON.stringify({body})") }
    );
    let answer = browser.ask(&script)?;
    match answer.get("failed") {
        Some(failed) => Err(Fault::new(format!("{method} {path}: {failed}"))),
        None => Ok(answer),
    }
}

fn text(value: &Value, key: &str) -> Result<String, Fault> {
    value.get(key).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| Fault::new(format!("no {key}: {value}")))
}

/// The item of which the cases are, by its code.
fn item(browser: &Browser) -> Result<String, Fault> {
    let mut after = String::new();
    loop {
        let page = call(browser, "GET", &format!("/api/v1/items?limit=200&after={after}"), &Value::Null)?;
        let rows = page.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        let found = rows.iter().find(|row| row.get("code").is_some_and(|code| code == "DEMO-440117-002"));
        if let Some(found) = found {
            return text(found, "id");
        }
        after = rows.last().map(|row| text(row, "id")).transpose()?.ok_or_else(|| Fault::new("no such item"))?;
    }
}

/// Wang Fang's applications, accepted by the body; item and cases.
fn running(wang: &Browser, officer: &Browser) -> Result<(String, Vec<String>), Fault> {
    let item = item(wang)?;
    let answers = json!({
        "form_kind": "single", "scope": "小吃制售", "place_division": "440117103", "place_address": "温泉镇示范路12号",
        "online_only": "no",
    });
    let application = json!({ "item": item, "division": "440117103", "answers": answers, "papers": [] });
    let mut cases = Vec::new();
    for _ in 0..CASES {
        cases.push(text(&call(wang, "POST", "/api/v1/applications", &application)?, "id")?);
    }
    for case in &cases {
        call(officer, "POST", &format!("/api/v1/cases/{case}/acceptance"), &json!({}))?;
    }
    Ok((item, cases))
}

fn signed_in(server: &Server, setting: Setting, name: &str, password: &str) -> Result<Browser, Fault> {
    let browser = Browser::open(&server.origin, setting, "changes")?;
    browser.sign_in("/sign-in", name, password)?;
    Ok(browser)
}

/// No accessibility rule broken, nothing wider than the screen, no text missing; and a picture.
fn judged(browser: &Browser, name: &str) -> Done {
    browser.expect_no_text("[[")?;
    browser.expect_no_sideways()?;
    browser.axe()?;
    browser.picture(name).map(drop)
}

/// One case goes another way, and back.
fn one_case(wang: &Browser, officer: &Browser, head: &Browser, case: &str, words: &Words) -> Done {
    officer.visit(&format!("/desk/cases/{case}"))?;
    officer.follow(words.change)?;
    officer.choose(words.before)?;
    officer.fill(words.step, words.deciding)?;
    officer.fill(words.body, words.fire)?;
    officer.fill(words.ground, words.assistance)?;
    officer.fill(words.reason, "经营场所在地下一层，需要消防部门协助。")?;
    // Without legal basis no body is added, and what was chosen stays.
    officer.press(words.propose)?;
    officer.expect_text(words.wanting)?;
    judged(officer, "new")?;
    officer.fill(words.basis, "《行政许可法》第三十四条第三款")?;
    officer.press(words.propose)?;
    officer.expect_text(words.proposed)?;
    officer.expect_text(words.burden)?;
    judged(officer, "proposed")?;
    let change = officer.path()?;
    // Who proposed it doesn't approve it.
    officer.expect_no_text(words.approve)?;
    wang.visit(&format!("/cases/{case}"))?;
    wang.expect_no_text(words.changed)?;

    head.visit(&change)?;
    head.press(words.approve)?;
    head.expect_text(words.applied)?;
    judged(head, "applied")?;
    wang.visit(&format!("/cases/{case}"))?;
    wang.expect_text(words.changed)?;
    wang.expect_text("《行政许可法》第三十四条第三款")?;
    wang.expect_text(words.burden)?;
    judged(wang, "seen")?;

    head.press(words.undo)?;
    head.expect_text(words.undone)?;
    wang.reload()?;
    wang.expect_no_text(words.changed)?;
    officer.visit(&format!("/desk/cases/{case}/changes"))?;
    officer.expect_text(words.undone)?;
    judged(officer, "list")
}

/// What the officer changed stands on the supervisor's board.
fn watched(supervisor: &Browser) -> Done {
    supervisor.visit("/board")?;
    let rows = supervisor.link_to("/board/changes?")?;
    supervisor.visit(&rows)?;
    judged(supervisor, "board")
}

/// An editor draws one step more, the head publishes it, and the running cases go over.
fn many_cases(editor: &Browser, head: &Browser, item: &str, words: &Words) -> Done {
    let address = format!("/console/items/{item}/models");
    editor.visit(&address)?;
    let begun = call(
        editor,
        "POST",
        &format!("/api/v1/items/{item}/models"),
        &json!({
            "place": "all", "note": "先复核", "text": REVIEWED,
        }),
    )?;
    let edition = text(&begun, "id")?;
    call(head, "POST", &format!("/api/v1/models/{edition}/publication"), &json!({ "version": 1 }))?;
    head.visit(&format!("/console/moves/new?edition={edition}"))?;
    head.expect_text(words.would)?;
    head.expect_text(words.moves)?;
    head.expect_no_text(words.stays)?;
    judged(head, "dry-run")?;
    head.press(words.begin)?;
    head.press(words.pause)?;
    head.expect_text(words.paused)?;
    judged(head, "paused")?;
    head.press(words.resume)?;
    for _ in 0..200 {
        head.reload()?;
        if head.text()?.contains(words.done) {
            head.expect_text(&CASES.to_string())?;
            return judged(head, "moved");
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    Err(Fault::new("the migration doesn't end"))
}

/// A review by the same body before the decision: nobody is burdened.
const REVIEWED: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1" id="reviewed" targetNamespace="urn:x"><process id="handling" isExecutable="true"><startEvent id="accepted"/><sequenceFlow id="f1" sourceRef="accepted" targetRef="check"/><userTask id="check" tb:body="own" tb:actor="officer" tb:form="review" tb:legalBasis="AL 34"/><sequenceFlow id="f2" sourceRef="check" targetRef="decide_1"/><userTask id="decide_1" tb:body="own" tb:actor="head" tb:form="decide" tb:legalBasis="AL 38" tb:mandatory="true"/><sequenceFlow id="f3" sourceRef="decide_1" targetRef="decided"/><endEvent id="decided"/></process></definitions>"#;

fn lived(setting: Setting, words: &Words) -> Done {
    let server = Server::demo()?;
    let wang = signed_in(&server, setting, "wangfang", "wangfang123")?;
    let officer = signed_in(&server, setting, "officer", "officer123")?;
    let head = signed_in(&server, setting, "head", "head1234")?;
    let (item, cases) = running(&wang, &officer)?;
    let case = cases.first().ok_or_else(|| Fault::new("no case"))?;
    one_case(&wang, &officer, &head, case, words)?;
    drop(wang);
    drop(officer);
    watched(&signed_in(&server, setting, "supervisor", "supervisor123")?)?;
    many_cases(&signed_in(&server, setting, "editor", "editor123")?, &head, &item, words)
}

#[test]
fn a_case_is_changed_and_many_go_over_in_chinese_at_a_desk() -> Done {
    lived(Setting::default(), &ZH)
}

#[test]
fn a_case_is_changed_and_many_go_over_in_english_on_a_telephone() -> Done {
    lived(Setting::default().english().phone(), &EN)
}
