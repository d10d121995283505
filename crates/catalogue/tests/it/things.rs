//! Bundles as people meet them and as editors make them, on both stores.

use std::{collections::BTreeMap, sync::Arc};

use catalogue::{Needs, Stated, Whence};
use kernel::access::Role;
use serde_json::{Value, json};
use testkit::{Client, Engine, Setup, TestApp, for_each_engine, staff, wang_fang};

use crate::kit;

/// The house with what was written for the demo; Wang Fang is 80 and holds a social security card.
fn open(engine: &Engine) -> TestApp {
    let needs = Needs {
        home: "440117".parse().unwrap(),
        states: Arc::new(|_, actor, sources| {
            let known = [("person.age", "80"), ("licence:social_security_card", "yes")];
            let on = "2026-11-20".parse().unwrap();
            let stated = |value: &str| Stated { value: value.into(), whence: Whence::Register, on };
            let asked = known.iter().filter(|(source, _)| actor.as_person().is_some() && sources.contains(source));
            Ok(asked.map(|(source, value)| ((*source).to_owned(), stated(value))).collect::<BTreeMap<_, _>>())
        }),
        ..Needs::default()
    };
    let modules = vec![directory::module(directory::Directory::new()), catalogue::module(needs)];
    let app = TestApp::on(engine, Setup { modules, ..Setup::default() });
    kit::take_demo(&app);
    for (list, file) in [("guangdong", "items/guangdong-items.jsonl.gz"), ("authored", "demo/items.jsonl")] {
        kit::take(&app, &kit::data(file), &kit::mapping(list), false);
    }
    for name in ["open-restaurant", "retirement"] {
        let taken = kit::take_bundle(&app, &kit::text(&format!("demo/bundles/{name}.toml")), false);
        assert_eq!(taken.outcome, catalogue::bundles::import::Outcome::New, "{taken:?}");
    }
    app
}

async fn page(client: &Client, path: &str) -> String {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

#[test]
fn one_question_a_page_leads_to_what_is_needed() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let nobody = app.nobody();
        assert!(page(&nobody, "/things").await.contains("href=\"/things/open-restaurant\""));
        assert!(page(&nobody, "/themes/open-restaurant").await.contains("href=\"/things/open-restaurant\""));
        assert!(page(&nobody, "/things/open-restaurant").await.contains("/things/open-restaurant/questions"));
        let mut address = "/things/open-restaurant/questions".to_owned();
        let mut asked = Vec::new();
        let answers = [
            ("licensed", "no"),
            ("form", "individual"),
            ("dine_in", "yes"),
            ("rented", "no"),
            ("sign", "yes"),
            ("drains", "no"),
            ("staff", "no"),
            ("agent", "no"),
        ];
        let mut query = String::new();
        for (key, value) in answers {
            let text = page(&nobody, &address).await;
            assert!(text.contains(&format!("name=\"{key}\"")), "{key} in {text}");
            assert!(text.contains("为什么问这个") && text.contains("条"), "why, and by which law");
            asked.push(key);
            query = format!("{query}{}{key}={value}", if query.is_empty() { "?" } else { "&" });
            address = format!("/things/open-restaurant/questions{query}&asked={key}");
        }
        let result = nobody.get(&address).await.see_other();
        assert!(result.starts_with("/things/open-restaurant/result?"), "{result}");
        let text = page(&nobody, &result).await;
        for wanted in [
            "个体工商户设立登记",
            "食品经营许可（新办）",
            "公众聚集场所投入使用",
            "户外招牌设置",
            "在个体工商户设立登记之后，直接用它的营业执照",
        ] {
            assert!(text.contains(wanted), "{wanted} in {text}");
        }
        assert!(
            !text.contains("公司设立登记") && !text.contains("社会保险登记") && !text.contains("场所使用权证明"),
            "{text}"
        );
        let english = app.nobody().in_english().get(&result).await.text();
        assert!(english.contains("What you need") && english.contains("Step 2"), "{english}");
        let notice = page(&nobody, &result.replace("/result", "/notice")).await;
        assert!(notice.contains("中华人民共和国消防法") && notice.contains("示范大道"), "{notice}");
        let open = nobody.get("/things/open-restaurant/result?licensed=no").await.see_other();
        assert_eq!(open, "/things/open-restaurant/questions?licensed=no");
        assert_eq!(nobody.get("/things/none").await.status, 404);
    });
}

#[test]
fn what_is_typed_wrong_is_said_at_the_question() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let nobody = app.nobody();
        for (query, words) in [
            ("scheme=residents&card=yes&asked=age&age=", "45 到 120"),
            ("scheme=residents&card=yes&asked=age&age=abc", "45 到 120"),
            ("scheme=residents&card=yes&asked=age&age=44", "45 到 120"),
            ("asked=scheme&scheme=both", "class=\"error\""),
            ("asked=scheme", "class=\"error\""),
        ] {
            let answer = nobody.get(&format!("/things/retirement/questions?{query}")).await;
            assert!(answer.status == 422 && answer.text().contains(words), "{query}: {}", answer.text());
        }
        let change = page(&nobody, "/things/retirement/questions?scheme=residents&change=scheme").await;
        assert!(change.contains("value=\"residents\" checked"), "{change}");
    });
}

#[test]
fn what_the_state_has_is_not_asked_and_may_be_said_otherwise() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let wang = app.as_person(&wang_fang());
        // Age and card are known: with the scheme all is answered.
        let result = wang.get("/things/retirement/questions?scheme=residents").await.see_other();
        assert_eq!(result, "/things/retirement/result?scheme=residents", "what the state has stands in no address");
        let text = page(&wang, &result).await;
        assert!(text.contains("高龄津贴") && text.contains("来自居民身份证") && text.contains("不对"), "{text}");
        let otherwise = page(&wang, "/things/retirement/questions?scheme=residents&change=age").await;
        assert!(otherwise.contains("value=\"80\""), "{otherwise}");
        let text = page(&wang, "/things/retirement/result?scheme=residents&age=60").await;
        assert!(!text.contains("高龄津贴"), "what she says goes before");
        assert!(page(&app.nobody(), "/things/retirement/questions?scheme=residents").await.contains("name=\"card\""));
    });
}

#[test]
fn programs_are_told_the_same() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let nobody = app.nobody();
        let list = nobody.get("/api/v1/bundles").await.ok().json();
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        let whole = nobody.get("/api/v1/bundles/open-restaurant").await.ok().json();
        assert_eq!(whole["bundle"]["question"].as_array().unwrap().len(), 9);
        let path = "/api/v1/bundles/open-restaurant/evaluation";
        let ask = async |answers: Value| nobody.post_json(path, &json!({ "answers": answers })).await;
        assert_eq!(ask(json!({})).await.ok().json()["next"], "licensed");
        let said = json!({ "licensed": "yes", "elsewhere": "yes", "dine_in": "no", "sign": "no", "drains": "no", "staff": "yes", "agent": "no" });
        let done = ask(said).await.ok().json();
        let outlook = &done["outlook"];
        assert_eq!(outlook["groups"], json!([["food", "social", "fund"]]));
        assert_eq!(outlook["longest"]["working_days"], 5);
        assert!(
            outlook["questions"].as_array().unwrap().len()
                < usize::try_from(outlook["questions_apart"].as_u64().unwrap()).unwrap()
        );
        assert_eq!(ask(json!({ "licensed": "perhaps" })).await.status, 422);
        assert_eq!(ask(json!({ "none": "yes" })).await.status, 422);
        assert_eq!(nobody.post_json("/api/v1/bundles/none/evaluation", &json!({})).await.status, 404);
    });
}

fn editors(app: &TestApp) -> (Client, Client, Client) {
    let body = app.read(|read| directory::bodies::by_key(read, "ch-market")).unwrap().unwrap();
    let other = app.read(|read| directory::bodies::by_key(read, "ch-water")).unwrap().unwrap();
    let client = |number, role, body| app.as_staff(&staff(number, role, body));
    (client(1, Role::Editor, &body.id), client(2, Role::Head, &body.id), client(3, Role::Editor, &other.id))
}

/// The version that a page of a draft names.
async fn seen(client: &Client, path: &str) -> String {
    let text = page(client, path).await;
    let rest = text.split("name=\"seen\" value=\"").nth(1).unwrap_or_else(|| panic!("{text}"));
    rest.split('"').next().unwrap().to_owned()
}

async fn send(client: &Client, page: &str, to: &str, fields: &[(&str, &str)]) -> u16 {
    let seen = seen(client, page).await;
    let mut all = vec![("seen", seen.as_str())];
    all.extend(fields);
    client.post_form(to, &all).await.status
}

#[test]
fn an_editor_makes_a_bundle_without_code_and_a_second_person_publishes_it() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let (editor, head, stranger) = editors(&app);
        let new = [
            ("base", "blank"),
            ("note", "第一版"),
            ("name_zh", "挂招牌"),
            ("name_en", "Putting up a sign"),
            ("body", "ch-market"),
        ];
        assert_eq!(stranger.post_form("/console/bundles", &new).await.status, 403);
        assert_eq!(editor.post_form("/console/bundles", &new[..2]).await.status, 422);
        let here = editor.post_form("/console/bundles", &new).await.see_other();
        assert!(page(&editor, &here).await.contains("没有事项"), "an empty bundle isn't fit");

        let items = format!("{here}/items/new");
        let found = page(&editor, &format!("{items}?q=户外招牌")).await;
        let item = found.split("name=\"found\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(send(&editor, &here, &items, &[("found", &item), ("key", "sign"), ("q", "户外招牌")]).await, 303);
        let company = page(&editor, &format!("{items}?q=DEMO-440117-001")).await;
        let item = company.split("name=\"found\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(send(&editor, &here, &items, &[("found", &item), ("key", "company")]).await, 303);

        let question = [
            ("act", "save"),
            ("key", "licensed"),
            ("kind", "yesno"),
            ("label_zh", "有营业执照了吗？"),
            ("why_zh", "没有的先登记。"),
            ("item", "company"),
            ("document", "中华人民共和国市场主体登记管理条例"),
            ("article", "第三条"),
            ("no_source_zh", "没有登录时查不到。"),
            ("known", "licence:business_licence"),
        ];
        let questions = format!("{here}/questions/new");
        assert_eq!(send(&editor, &here, &questions, &question[..4]).await, 422);
        assert_eq!(send(&editor, &here, &questions, &question).await, 303);
        let text = page(&editor, &here).await;
        assert!(text.contains("去掉这个问题，一切照样定得下来"), "the question decides nothing yet: {text}");

        let condition = format!("{here}/conditions/item%3Acompany");
        assert_eq!(send(&editor, &condition, &condition, &[("q_licensed", "no")]).await, 303);
        let text = page(&editor, &condition).await;
        assert!(text.contains("licensed = false") && text.contains("value=\"no\" checked"), "{text}");
        assert_eq!(send(&editor, &condition, &condition, &[("act", "feel"), ("feel", "licensed =")]).await, 422);
        let text = page(&editor, &here).await;
        assert!(text.contains("要用的证照没有事项产生") && text.contains("有营业执照了吗？ 是"), "{text}");

        let held = format!("{here}/held");
        assert_eq!(send(&editor, &here, &held, &[("licence", "business_licence")]).await, 303);
        let condition = format!("{here}/conditions/held%3A0");
        assert_eq!(send(&editor, &condition, &condition, &[("q_licensed", "yes")]).await, 303);
        let text = page(&editor, &here).await;
        assert!(text.contains("可以发布"), "{text}");
        let preview = page(&editor, &format!("{here}/preview")).await;
        assert!(preview.contains("有营业执照了吗"), "{preview}");
        let result = editor.get(&format!("{here}/preview?licensed=no")).await.see_other();
        assert!(page(&editor, &result).await.contains("公司设立登记"));
        assert_eq!(app.nobody().get("/things/putting-up-a-sign").await.status, 404, "a draft is nobody's to see");

        let publication = format!("{here}/publication");
        let version = seen(&editor, &here).await;
        let send_to =
            async |client: &Client, seen: &str| client.post_form(&publication, &[("seen", seen)]).await.status;
        assert_eq!(send_to(&editor, &version).await, 403, "who drew it can't publish it");
        assert_eq!(send_to(&stranger, &version).await, 403);
        assert_eq!(send_to(&head, "1").await, 409);
        assert_eq!(send_to(&head, &version).await, 303);
        assert!(page(&app.nobody(), "/things/putting-up-a-sign").await.contains("挂招牌"));
        let ended = seen(&head, &here).await;
        assert_eq!(head.post_form(&format!("{here}/ending"), &[("seen", &ended)]).await.status, 303);
        let standing = app.read(|read| catalogue::bundles::standing(read, "putting-up-a-sign")).unwrap();
        assert!(standing.is_none(), "nobody is guided by it any more");
        assert_eq!(app.nobody().get("/things/putting-up-a-sign?again").await.status, 404);
        app.settle();
    });
}

#[test]
fn a_new_edition_follows_the_one_before() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let (editor, head, _) = editors(&app);
        let standing = app.read(|read| catalogue::bundles::standing(read, "open-restaurant")).unwrap().unwrap();
        let here =
            editor.post_form("/console/bundles", &[("base", standing.id.as_str()), ("note", "改名")]).await.see_other();
        let about = [
            ("name_zh", "开饭馆"),
            ("name_en", "A restaurant"),
            ("summary_zh", "一次办完。"),
            ("audience", "person"),
            ("aka", "想开个小饭馆\n开店"),
        ];
        assert_eq!(send(&editor, &here, &format!("{here}/about"), &about).await, 303);
        assert_eq!(send(&editor, &here, &format!("{here}/same"), &[("drop", "0")]).await, 303);
        let text = page(&editor, &here).await;
        assert!(text.contains("说法一样"), "what looks the same is offered: {text}");
        assert_eq!(
            send(
                &editor,
                &here,
                &format!("{here}/same"),
                &[("first", "food.shop_name"), ("second", "fire.place_name")]
            )
            .await,
            303
        );
        assert_eq!(send(&editor, &here, &format!("{here}/items/sign"), &[("act", "drop")]).await, 303);
        let text = page(&editor, &here).await;
        assert!(text.contains("没有这个事项"), "the question still names it: {text}");
        assert_eq!(send(&editor, &here, &format!("{here}/questions/sign"), &[("act", "drop")]).await, 303);
        assert_eq!(send(&head, &here, &format!("{here}/publication"), &[]).await, 303);
        let now = app.read(|read| catalogue::bundles::standing(read, "open-restaurant")).unwrap().unwrap();
        assert_eq!((now.number, now.bundle.members.len()), (2, 9));
        let before = app.read(move |read| catalogue::bundles::by_id(read, &standing.id)).unwrap().unwrap();
        assert_eq!(before.state, catalogue::bundles::EditionState::Ended);
        assert_eq!(before.bundle.members.len(), 10, "what was published never changes");
        app.settle();
    });
}

#[test]
fn everyone_is_answered_as_reviewed() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let (editor, head, stranger) = editors(&app);
        let base = app.read(|read| catalogue::bundles::standing(read, "open-restaurant")).unwrap().unwrap();
        let here = editor.post_form("/console/bundles", &[("base", base.id.as_str()), ("note", "x")]).await.see_other();
        let (nobody, person) = (app.nobody(), app.as_person(&wang_fang()));
        let body = app.read(|read| directory::bodies::by_key(read, "ch-market")).unwrap().unwrap();
        let clerk = app.as_staff(&staff(4, Role::Clerk, &body.id));
        let everyone = [&nobody, &person, &clerk, &stranger, &head, &editor];
        for (path, wanted) in [
            ("/things".to_owned(), [200; 6]),
            ("/things/open-restaurant".to_owned(), [200; 6]),
            ("/things/open-restaurant/questions".to_owned(), [200; 6]),
            ("/api/v1/bundles/open-restaurant".to_owned(), [200; 6]),
            ("/console/bundles".to_owned(), [303, 403, 403, 200, 200, 200]),
            (here.clone(), [303, 403, 403, 200, 200, 200]),
            (format!("{here}/questions/sign"), [303, 403, 403, 200, 200, 200]),
            (format!("{here}/items/food"), [303, 403, 403, 200, 200, 200]),
            (format!("{here}/conditions/item%3Afood.premises"), [303, 403, 403, 200, 200, 200]),
            (format!("{here}/conditions/none"), [303, 403, 403, 404, 404, 404]),
            (format!("{here}/preview"), [303, 403, 403, 200, 200, 200]),
        ] {
            for (client, status) in everyone.iter().zip(wanted) {
                assert_eq!(client.get(&path).await.status, status, "{path}");
            }
        }
        // Whoever may not draw changes nothing; who may is told that the draft is another by now.
        for act in ["about", "questions/sign", "items/food", "conditions/item%3Afood", "same", "held", "text"] {
            let fields = [
                ("seen", "99"),
                ("act", "drop"),
                ("drop", "0"),
                ("name_zh", "x"),
                ("summary_zh", "x"),
                ("audience", "person"),
                ("text", &kit::text("demo/bundles/open-restaurant.toml")),
            ];
            for (client, status) in everyone.iter().zip([303, 403, 403, 403, 403, 409]) {
                let to = format!("{here}/{act}");
                assert_eq!(client.post_form(&to, &fields).await.status, status, "{act}");
            }
        }
        for (client, status) in everyone.iter().zip([303, 403, 403, 403, 403, 409]) {
            assert_eq!(client.post_form(&format!("{here}/discarding"), &[("seen", "99")]).await.status, status);
        }
        for (client, status) in everyone.iter().zip([303, 403, 403, 403, 409, 403]) {
            assert_eq!(client.post_form(&format!("{here}/publication"), &[("seen", "99")]).await.status, status);
            assert_eq!(client.post_form(&format!("{here}/ending"), &[("seen", "99")]).await.status, status);
        }
    });
}
