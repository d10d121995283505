//! Bad input in what comes after the submission: cases are brought into each later state, and the
//! form that its page then shows is sent with every field made nasty in turn, the others right. What
//! is refused writes nothing and comes back as typed; what is taken is read as text, never as markup.
//! And what was typed when a session ended comes back, also to somebody who signs in in another
//! language.
#![cfg(test)]

use serde_json::{Value, json};
use testkit::Client;

use super::{
    World, application, in_the_house, text,
    typed::{Form, LOOK, NASTY, forms, send},
};

/// A later form: where it stands, who fills it in, and what makes it valid.
struct Stage {
    name: &'static str,
    visitor: &'static str,
    /// The page that shows it and the end of the form's address, below the case.
    page: &'static str,
    action: &'static str,
    /// Fields that a person fills in, rightly.
    right: &'static [(&'static str, &'static str)],
    /// Whether an act that was taken leaves the case as it was.
    repeats: bool,
    /// Whether it can be done only after more than 15 working days.
    late: bool,
}

const fn stage(
    name: &'static str,
    visitor: &'static str,
    page: &'static str,
    action: &'static str,
    right: &'static [(&'static str, &'static str)],
) -> Stage {
    Stage { name, visitor, page, action, right, repeats: false, late: false }
}

const WORDS: &[(&str, &str)] = &[("outcome", "agree"), ("words", "现场符合条件")];
const DENIED: &[(&str, &str)] = &[("outcome", "deny"), ("words", "不符合条件")];
const REASON: &[(&str, &str)] = &[("reason", "情况复杂")];
const PAUSED: &[(&str, &str)] =
    &[("procedure", "hearing"), ("reason", "申请人要求听证"), ("expected_end", "2027-03-01")];
const DEFECT: &[(&str, &str)] = &[("at", "f.shop_name"), ("words.f.shop_name", "名称与他人重复")];
const AWAY: &[(&str, &str)] = &[("ground", "not_ours"), ("right_body", "市公安局"), ("reason", "不属于本机关")];
const NAME: &[(&str, &str)] = &[("shop_name", "流溪新小吃")];

const STAGES: [Stage; 14] = [
    stage("receipt", "clerk", "", "/receipt", &[]),
    stage("acceptance", "officer", "", "/acceptance", &[]),
    stage("correction", "officer", "/correction", "/correction", DEFECT),
    stage("refusal", "officer", "/refusal", "/refusal", AWAY),
    stage("answer", "citizen", "/correction", "/correction", NAME),
    stage("withdrawal", "citizen", "/withdrawal", "/withdrawal", &[]),
    stage("opinion", "officer", "/tasks/1/opinion", "/tasks/1/opinion", WORDS),
    stage("decision", "head", "/tasks/2/decision", "/tasks/2/decision", DENIED),
    stage("pause", "head", "/pause", "/pause", PAUSED),
    stage("resumption", "head", "", "/resumption", &[]),
    stage("extension", "head", "/extension", "/extension", REASON),
    stage("delivery", "clerk", "", "/delivery", &[]),
    Stage { repeats: true, late: true, ..stage("delay", "officer", "/delay", "/delay", REASON) },
    Stage { late: true, ..stage("termination", "officer", "/termination", "/termination", REASON) },
];

/// Late cases that are made before the days pass.
const POOL: usize = 40;

/// Sends something by program, in the words of a verb of the API.
async fn act(world: &World, who: &str, case: &str, verb: &str, body: Value) {
    world.named(who).post_json(&format!("/api/v1/cases/{case}/{verb}"), &body).await.ok();
}

/// A new case in the state in which the stage's form stands.
async fn brought(world: &World, stage: &str, files: &str) -> String {
    let reviewed = ["opinion", "decision", "delivery"].contains(&stage);
    let application = if reviewed { sign(world, files) } else { application(&world.item) };
    let sent = world.named("citizen").post_json("/api/v1/applications", &application).await.answers(201).json();
    let case = text(&sent["id"]);
    let accepted = ["opinion", "decision", "pause", "resumption", "extension", "delivery", "delay"];
    if accepted.contains(&stage) {
        act(world, "officer", &case, "acceptance", json!({})).await;
    }
    if ["decision", "delivery"].contains(&stage) {
        act(world, "officer", &case, "opinions", json!({ "outcome": "agree", "words": "符合条件" })).await;
    }
    match stage {
        "answer" | "termination" => {
            let defect = json!({ "target": { "at": "field", "key": "shop_name" }, "what": "名称与他人重复" });
            act(world, "officer", &case, "corrections", json!({ "defects": [defect] })).await;
        }
        "resumption" => {
            let pause = json!({ "procedure": "hearing", "reason": "听证", "expected_end": "2027-03-01" });
            act(world, "head", &case, "pause", pause).await;
        }
        "delivery" => act(world, "head", &case, "decision", json!({ "outcome": "approve" })).await,
        _ => {}
    }
    case
}

/// An application on which a body gives its opinion first, and whose result is a paper to be handed out.
fn sign(world: &World, file: &str) -> Value {
    let item = world.app.read(|read| catalogue::by_code(read, "demo", "DEMO-440117-008")).unwrap().unwrap();
    let papers: Vec<Value> =
        ["business_licence", "design"].iter().map(|material| json!({ "material": material, "file": file })).collect();
    json!({ "item": item.id, "papers": papers, "answers": {
        "firm_name": "广州榕树餐饮有限公司", "firm_uscc": "11100000000013338W", "firm_address": "街口街道2号",
        "sign_text": "榕树下", "sign_place": "街口街道2号", "width": "3", "height": "1", "light": "no",
    }})
}

/// The stage's form as its page shows it to whoever fills it in.
async fn shown(world: &World, stage: &Stage, case: &str) -> Form {
    let below = if stage.visitor == "citizen" { "/cases/" } else { "/desk/cases/" };
    let page = [below, case, stage.page].concat();
    let answer = world.named(stage.visitor).get(&page).await.ok();
    let found = forms(&answer.text(), &page).into_iter().find(|form| form.action.ends_with(stage.action));
    let mut form = found.unwrap_or_else(|| panic!("{}: {page} shows no form of it\n{}", stage.name, answer.text()));
    for (field, value) in stage.right {
        let kept = form.fields.iter_mut().find(|(name, _)| name == field);
        kept.unwrap_or_else(|| panic!("{}: no field {field}", stage.name)).1 = (*value).to_owned();
    }
    form.fields.retain(|(name, value)| name != "once" && (!name.starts_with("words.") || !value.is_empty()));
    form
}

fn escaped(text: &str) -> String {
    let signs = [("&", "&#38;"), ("<", "&#60;"), (">", "&#62;"), ("\"", "&#34;"), ("'", "&#39;")];
    signs.iter().fold(text.to_owned(), |text, (sign, entity)| text.replace(sign, entity))
}

/// What can be shown as it was typed: no signs that no reader sees.
fn writable(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().all(|sign| !sign.is_control() && sign != '\u{202e}')
}

/// Sends the stage's form with one field made nasty; whether the act was done.
async fn tried(world: &World, stage: &Stage, case: &str, field: &str, nasty: &str) -> bool {
    let form = shown(world, stage, case).await;
    let value = |(name, value): &(String, String)| if name == field { nasty.to_owned() } else { value.clone() };
    let values: Vec<String> = form.fields.iter().map(value).collect();
    let names = form.fields.iter().map(|(name, _)| name.as_str());
    let fields: Vec<(&str, &str)> = names.zip(values.iter().map(String::as_str)).collect();
    let before = world.app.store.position().unwrap();
    let client = world.named(stage.visitor);
    let answer = send(client, &form, &fields).await;
    let told = format!("{} {field}={nasty:.40}: {}", stage.name, answer.status);
    assert!([303, 409, 422].contains(&answer.status), "{told}\n{}", answer.text());
    if answer.status == 303 {
        // Once it is done, a page that shows the words shows them as words.
        let page = client.get(&answer.see_other()).await;
        assert!([200, 303].contains(&page.status), "{told}: {}", page.status);
        assert!(!page.text().contains("<script>alert"), "{told}");
        return true;
    }
    let written = world.app.read(move |read| read.events_after(before, 10)).unwrap();
    let left = written.iter().find(|event| event.kind != LOOK);
    assert!(left.is_none(), "{told}: {:?} was written", left.map(|event| &event.kind));
    if answer.status == 422 {
        let page = answer.text();
        assert!(page.contains("id=\"summary\""), "{told}: the page doesn't say what is wrong\n{page}");
        let typed = stage.right.iter().filter(|(name, _)| *name != field && *name != "at");
        for (name, value) in typed {
            assert!(page.contains(&escaped(value)), "{told}: {name} was lost");
        }
        let words = ["words", "reason", "right_body", "shop_name", "words.f.shop_name"].contains(&field);
        if words && writable(nasty) {
            assert!(page.contains(&escaped(nasty.trim())), "{told}: what was typed is gone\n{page}");
        }
    }
    false
}

/// Tries every field of a stage; how often a form was sent, and how often the act was done.
async fn crawled(world: &World, stage: &Stage, pool: &mut Vec<String>, file: &str) -> (usize, usize) {
    let (mut sent, mut done) = (0, 0);
    let mut next = async || match pool.pop() {
        Some(case) => case,
        None => brought(world, stage.name, file).await,
    };
    let mut case = next().await;
    let names: Vec<String> = shown(world, stage, &case).await.fields.into_iter().map(|(name, _)| name).collect();
    let long = "长".repeat(20_000);
    for field in &names {
        // What no person fills in is tried with less: each time it is taken, a new case is needed.
        let hidden = ["seen", "from", "then", "version"].contains(&field.as_str());
        let all = NASTY.iter().copied().chain([long.as_str()]);
        for nasty in all.filter(|text| !hidden || ["abc", "-1", "<script>alert(1)</script>&\"'"].contains(text)) {
            sent += 1;
            if tried(world, stage, &case, field, nasty).await {
                done += 1;
                if !stage.repeats {
                    case = next().await;
                }
            }
        }
    }
    (sent, done)
}

/// A file by which papers are named.
async fn handed_in(world: &World) -> String {
    let paper = ("file", "plan.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF".as_slice());
    let taken = world.named("citizen").post_files("/api/v1/files", &[], &[paper]).await.answers(201).json();
    text(&taken["file"])
}

#[test]
fn the_forms_of_every_later_state_take_whatever_is_typed_and_answer_in_words() {
    in_the_house(async |mut world| {
        let file = handed_in(&world).await;
        let mut told = Vec::new();
        for late in [false, true] {
            let mut pools: Vec<Vec<String>> = STAGES.iter().map(|_| Vec::new()).collect();
            if late {
                world.sign_in().await;
                for (stage, pool) in STAGES.iter().zip(&mut pools).filter(|(stage, _)| stage.late) {
                    for _ in 0..if stage.repeats { 1 } else { POOL } {
                        pool.push(brought(&world, stage.name, &file).await);
                    }
                }
                world.app.clock.forward_days(45);
                world.app.settle();
            }
            for (stage, pool) in STAGES.iter().zip(&mut pools).filter(|(stage, _)| stage.late == late) {
                world.app.clock.forward_minutes(11);
                world.sign_in().await;
                let (sent, done) = crawled(&world, stage, pool, &file).await;
                // The right words are taken with some of the nasty ones: the form is really reached.
                assert!(sent > 0 && done > 0, "{}: {done} of {sent} were taken", stage.name);
                told.push((stage.name, sent, done));
            }
        }
        println!("{told:?}");
        assert!(told.iter().map(|(_, sent, _)| sent).sum::<usize>() > 300, "{told:?}");
        world.app.settle();
    });
}

/// Types into a form without a session, signs in after the language was changed, and finds the words.
async fn comes_back(world: &World, page: &str, action: &str, fields: &[(&str, &str)], login: (&str, &str)) -> String {
    let client: Client = world.app.client();
    let asked = client.post_form(action, fields).await.see_other();
    assert!(asked.starts_with("/sign-in"), "{asked}");
    client.get(&asked).await.ok().has("登录");
    client
        .get(&format!("/preferences?lang=en&next={}", asked.replace('?', "%3F").replace('&', "%26")))
        .await
        .answers(303);
    client.get(&asked).await.ok().has("Sign in");
    let known = [("login", login.0), ("password", login.1), ("next", page)];
    let next = client.post_form("/sign-in", &known).await.see_other();
    assert_eq!(next, page);
    let shown = client.get(page).await.ok().has("<html lang=\"en\"");
    for (field, value) in fields.iter().filter(|(field, _)| !["seen", "outcome"].contains(field)) {
        assert!(shown.text().contains(&escaped(value)), "{action} {field}: {}", shown.text());
    }
    shown.text()
}

#[test]
fn what_was_typed_when_a_session_ended_comes_back_in_the_other_language() {
    in_the_house(async |world| {
        let case = brought(&world, "opinion", &handed_in(&world).await).await;
        let section = format!("/drafts/{}/form/applicant", world.draft);
        let wang = ("wangfang", "wangfang123");
        comes_back(&world, &section, &section, &[("phone", "这不是电话<b>")], wang).await;
        let opinion = format!("/desk/cases/{case}/tasks/1/opinion");
        let words = "现场看过，面积与图纸不符";
        let fields = [("outcome", "disagree"), ("words", words), ("seen", "2")];
        let page = comes_back(&world, &opinion, &opinion, &fields, ("officer", "officer123")).await;
        assert!(page.contains("value=\"disagree\" checked"), "{page}");
        let asked = brought(&world, "answer", "").await;
        let correction = format!("/cases/{asked}/correction");
        comes_back(&world, &correction, &correction, &[("shop_name", "流溪新小吃")], wang).await;
        // Nothing was done meanwhile.
        let told = world.named("officer").get(&format!("/api/v1/desk/cases/{case}")).await.ok().json();
        assert_eq!(told["tasks"][0]["state"], "open");
        world.app.settle();
    });
}
