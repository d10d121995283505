//! Bad input, form by form: every form that any page of the house shows is sent with every field
//! made nasty in turn. Nothing is ever a fault, a refusal writes nothing, and the page that refuses
//! says so at a field, with what was typed.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use testkit::{Answer, Client};

use super::{World, in_the_house};

/// What people and programs type that nobody thought of.
pub const NASTY: [&str; 16] = [
    "",
    "   ",
    "abc",
    "王芳",
    "🀄🧧👨‍👩‍👧‍👦",
    "Ünïcödé ﷽ 𠮷𡈽",
    "control\u{7}\u{1b}[31m\u{0}characters",
    "\u{202e}backwards",
    "<script>alert(1)</script>&\"'",
    "'; DROP TABLE casework_case; --",
    "..%2f..%2fetc%2fpasswd",
    "2999-12-31",
    "2026-02-30",
    "-1",
    "440117199105204023",
    "99999999999999999999999999",
];

/// A form of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    pub action: String,
    multipart: bool,
    /// Field and the value it stands with.
    pub fields: Vec<(String, String)>,
}

/// The value of an attribute in a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = tag[start..].split('"').next()?;
    let entities = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&"), ("&amp;", "&")];
    Some(entities.iter().fold(value.to_owned(), |text, (entity, plain)| text.replace(entity, plain)))
}

/// The forms that change something, as far as a page shows them.
pub(super) fn forms(page: &str, address: &str) -> Vec<Form> {
    let mut out = Vec::new();
    for part in page.split("<form ").skip(1) {
        let (head, rest) = part.split_once('>').unwrap();
        let head = format!(" {head}");
        if attribute(&head, "method").as_deref() != Some("post") {
            continue;
        }
        let inside = rest.split("</form>").next().unwrap();
        let mut fields = BTreeMap::new();
        let tags =
            inside.split('<').filter(|tag| ["input", "select", "textarea"].iter().any(|kind| tag.starts_with(kind)));
        for tag in tags {
            if let Some(name) = attribute(tag, "name") {
                fields.entry(name).or_insert_with(|| attribute(tag, "value").unwrap_or_default());
            }
        }
        out.push(Form {
            action: attribute(&head, "action").unwrap_or_else(|| address.to_owned()),
            multipart: head.contains("multipart/form-data"),
            fields: fields.into_iter().collect(),
        });
    }
    out
}

pub(super) async fn send(client: &Client, form: &Form, fields: &[(&str, &str)]) -> Answer {
    if form.multipart {
        client.post_files(&form.action, fields, &[]).await
    } else {
        client.post_form(&form.action, fields).await
    }
}

/// Actions that end the session or the account of who asks, or what others still look at.
const PASSED_OVER: [&str; 4] = ["/sign-out", "/me/closing", "/ending", "/discard"];

/// Every form that a visitor meets on the pages of the house.
async fn met(world: &World, client: &Client) -> Vec<Form> {
    let pages = world.app.routes().filter(|route| route.method == "GET" && !route.path.starts_with("/api/"));
    let pages: Vec<&'static str> = pages.map(|route| route.path).collect();
    let mut seen: BTreeMap<(String, Vec<String>), Form> = BTreeMap::new();
    for pattern in pages {
        let address = world.address(pattern);
        let page = client.get(&address).await;
        if page.status != 200 || !page.header("content-type").starts_with("text/html") {
            continue;
        }
        for form in forms(&page.text(), &address) {
            let names = form.fields.iter().map(|(name, _)| name.clone()).collect();
            seen.entry((form.action.clone(), names)).or_insert(form);
        }
    }
    seen.into_values().filter(|form| !PASSED_OVER.iter().any(|end| form.action.contains(end))).collect()
}

/// The kind of the entry that a look leaves.
pub(super) const LOOK: &str = "person.looked";

/// Sends a form with each field made nasty; how often.
async fn tried(world: &World, who: &str, client: &Client, form: &Form) -> usize {
    let mut sent = 0;
    for (field, _) in form.fields.iter().filter(|(field, _)| field != "once") {
        for nasty in NASTY.iter().map(|text| (*text).to_owned()).chain(["长".repeat(20_000)]) {
            let value = |(name, value): &'_ (String, String)| if name == field { nasty.clone() } else { value.clone() };
            let values: Vec<String> = form.fields.iter().map(value).collect();
            let names = form.fields.iter().map(|(name, _)| name.as_str());
            let fields: Vec<(&str, &str)> =
                names.zip(values.iter().map(String::as_str)).filter(|(name, _)| *name != "once").collect();
            let before = world.app.store.position().unwrap();
            let answer = send(client, form, &fields).await;
            sent += 1;
            let told = format!("{who} {} {field}={:.40}: {}", form.action, nasty, answer.status);
            assert!(answer.status < 500, "{told}\n{}", answer.text());
            if answer.status >= 400 {
                let written = world.app.read(move |read| read.events_after(before, 10)).unwrap();
                // A page of a case leaves a look before it is shown, also when it refuses.
                let left = written.iter().find(|event| event.kind != LOOK);
                assert!(left.is_none(), "{told}: {:?} was written", left.map(|event| &event.kind));
            }
            if answer.status == 422 {
                let page = answer.text();
                assert!(page.contains("id=\"summary\""), "{told}: the page doesn't say what is wrong\n{page}");
            }
        }
    }
    sent
}

#[test]
fn every_field_of_every_form_takes_whatever_is_typed_and_answers_in_words() {
    in_the_house(async |mut world| {
        let mut sent = 0;
        let mut found = BTreeSet::new();
        for place in 0..world.visitors.len() {
            world.sign_in().await;
            let (who, client) = &world.visitors[place];
            for form in met(&world, client).await {
                let names: Vec<String> = form.fields.iter().map(|(name, _)| name.clone()).collect();
                if found.insert((form.action.clone(), names, *who == "nobody")) {
                    world.app.clock.forward_minutes(11);
                    sent += tried(&world, who, client, &form).await;
                }
            }
        }
        let actions: BTreeSet<&String> = found.iter().map(|(action, ..)| action).collect();
        assert!(actions.len() >= 15, "only these forms were met: {actions:#?}");
        assert!(sent > 500, "only {sent} were sent");
        world.app.settle();
    });
}

const VISIT: [(&str, &str); 2] = [("reason", "papers"), ("told", "缺户口簿")];

#[test]
fn a_form_sent_twice_is_one_act_an_old_version_is_refused_and_what_was_typed_comes_back() {
    in_the_house(async |world| {
        let clerk = world.named("clerk");
        let once = [&VISIT[..], &[("once", "0123456789abcdef0123")]].concat();
        let first = clerk.post_form("/window/visits/new", &once).await.see_other();
        assert_eq!(clerk.post_form("/window/visits/new", &once).await.see_other(), first);
        let key = [("idempotency-key", "a-visit")];
        let visit = serde_json::json!({ "reason": "papers", "told": "缺户口簿" });
        let one = clerk.post_json_with("/api/v1/visits", &visit, &key).await.answers(201).json();
        let other = clerk.post_json_with("/api/v1/visits", &visit, &key).await.answers(201).json();
        assert_eq!(one, other);
        let changed = serde_json::json!({ "reason": "papers", "told": "缺照片" });
        clerk.post_json_with("/api/v1/visits", &changed, &key).await.refused(409);

        let officer = world.named("officer");
        let accept = format!("/desk/cases/{}/acceptance", world.case);
        officer.post_form(&accept, &[("seen", "99")]).await.refused(409);
        let page = format!("/desk/cases/{}/refusal", world.case);
        let typed = [("ground", "not_ours"), ("reason", "这是另一个部门的事"), ("seen", "1")];
        officer.post_form(&page, &typed).await.refused(422).has("这是另一个部门的事").has("id=\"summary\"");

        // The session ended while she typed: it is there again after the sign-in.
        let wang = world.app.client();
        let section = format!("/drafts/{}/form/applicant", world.draft);
        let asked = wang.post_form(&section, &[("phone", "这不是电话"), ("later", "1")]).await.see_other();
        assert!(asked.starts_with("/sign-in"), "{asked}");
        let known = [("login", "wangfang"), ("password", "wangfang123"), ("next", section.as_str())];
        wang.post_form("/sign-in", &known).await.answers(303);
        wang.get(&section).await.ok().has("这不是电话");
        world.app.settle();
    });
}

#[test]
fn a_file_that_lies_about_its_type_or_is_too_large_is_refused_at_its_field() {
    in_the_house(async |world| {
        let wang = world.named("citizen");
        let paper = format!("/drafts/{}/papers/agent_letter", world.draft);
        let form = forms(&wang.get(&paper).await.ok().text(), &paper).into_iter().find(|form| form.multipart).unwrap();
        let field = form.fields.iter().map(|(name, _)| name.clone()).find(|name| name != "once").unwrap();
        let large = vec![b'%'; 22 << 20];
        let lies: [(&str, &[u8], &[u16]); 5] = [
            ("paper.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", &[422]),
            ("paper.pdf", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00", &[422]),
            ("paper.jpg", b"#!/bin/sh\nrm -rf /\n", &[422]),
            ("paper.pdf", b"", &[422]),
            ("paper.pdf", &large, &[413, 422]),
        ];
        for (name, content, statuses) in lies {
            let answer = wang.post_files(&form.action, &[], &[(&field, name, content)]).await;
            assert!(statuses.contains(&answer.status), "{name}: {} {}", answer.status, answer.text());
            if answer.status == 422 {
                let _ = answer.has("id=\"summary\"");
            }
        }
        let _ = wang.get(&format!("/drafts/{}/papers", world.draft)).await.ok().lacks("paper.pdf").lacks("paper.jpg");
        world.app.settle();
    });
}
