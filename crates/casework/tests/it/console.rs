//! The console of models: what editors draw and a second person publishes, and the cases that begin
//! with it; those that run keep theirs.

use casework::{
    case::{CaseId, State},
    edition::{Edition, EditionState},
    task::TaskState,
};
use kernel::access::{Actor, Role, Who};
use serde_json::json;
use testkit::{Client, for_each_engine};

use crate::kit::{PLACE, World};

fn editor(world: &World, number: u8, reach: &str) -> Actor {
    let mut actor = world.staff(number, Role::Editor, "gz-gov");
    if let Who::Staff { scopes, .. } = &mut actor.who {
        scopes[0].division = Some(reach.parse().unwrap());
    }
    actor
}

fn editions(world: &World, item: &str) -> Vec<Edition> {
    let item = item.to_owned();
    world.app.read(move |read| casework::records::editions(read, &item)).unwrap()
}

/// Draws a version on what is generated; its address.
async fn begin(client: &Client, item: &str, place: &str) -> String {
    let form = [("place", place), ("base", "generated"), ("note", "多一个审核")];
    client.post_form(&format!("/console/items/{item}/models"), &form).await.see_other()
}

/// A step of the county's police after the first review.
async fn add_step(client: &Client, page: &str) {
    let form = [
        ("seen", "1"),
        ("act", "after"),
        ("step", "review_1"),
        ("level", "county"),
        ("line", "公安"),
        ("name", "治安审查"),
        ("days", "3"),
        ("basis", "AL 34"),
    ];
    assert_eq!(client.post_form(&format!("{page}/steps"), &form).await.see_other(), page);
}

fn bodies(world: &World, id: &CaseId) -> Vec<String> {
    let id = id.clone();
    let tasks = world.app.read(move |read| casework::records::tasks(read, &id)).unwrap();
    let mut names = Vec::new();
    for task in tasks {
        let body = task.body.clone();
        names.push(world.app.read(move |read| directory::bodies::by_id(read, &body)).unwrap().unwrap().key);
    }
    names
}

#[test]
fn a_model_is_drawn_by_one_published_by_another_and_new_cases_go_by_it() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let item = world.item("single");
        let officer = world.staff(1, Role::Officer, "ch-market");
        let before = world.submit("single").case;
        world.accept("single", &before, &officer).unwrap();

        let drawing = world.app.as_staff(&editor(&world, 3, "4401"));
        drawing.get("/console/models?q=食品").await.ok().has(&item).lacks("[[");
        drawing
            .get(&format!("/console/items/{item}/models"))
            .await
            .ok()
            .has("自动生成的模型")
            .has("1 个环节在办")
            .lacks("[[");
        let page = begin(&drawing, &item, "all").await;
        add_step(&drawing, &page).await;
        let shown =
            drawing.get(&page).await.ok().has("治安审查").has("没有发现问题").lacks("[[").lacks("/publication\"");
        assert!(shown.text().contains("urn:tongban:bpmn:1"));
        // Who drew it doesn't publish it.
        drawing.post_form(&format!("{page}/publication"), &[("seen", "2")]).await.refused(403);

        let head = world.app.as_staff(&world.staff(2, Role::Head, "ch-market"));
        head.get(&page).await.ok().has("/publication\"");
        // Somebody who saw an older version publishes nothing.
        head.post_form(&format!("{page}/publication"), &[("seen", "1")]).await.refused(409);
        let once = [("seen", "2"), ("once", "0123456789abcdef0123")];
        assert_eq!(head.post_form(&format!("{page}/publication"), &once).await.see_other(), page);
        assert_eq!(head.post_form(&format!("{page}/publication"), &once).await.see_other(), page);
        let all = editions(&world, &item);
        assert_eq!(all.iter().map(|one| (one.number, one.state)).collect::<Vec<_>>(), [(1, EditionState::Published)]);

        let after = world.submit("single").case;
        world.accept("single", &after, &officer).unwrap();
        assert_eq!(bodies(&world, &before), ["ch-market", "ch-market"]);
        assert_eq!(bodies(&world, &after), ["ch-market", "ch-police", "ch-market"]);
        // The item's page draws both, with the case that stands on each.
        head.get(&format!("/console/items/{item}/models"))
            .await
            .ok()
            .has("第 1 版")
            .has("治安审查")
            .has("1 个环节在办");
        // The new one is driven to its decision; the old one goes the old way.
        world.review("single", &after, &officer, 1).unwrap();
        world.review("single", &after, &world.staff(4, Role::Officer, "ch-police"), 2).unwrap();
        let decider = world.staff(2, Role::Head, "ch-market");
        assert_eq!(world.decide("single", &after, &decider, 3, true).unwrap().state, State::Approved);
        world.review("single", &before, &officer, 1).unwrap();
        assert_eq!(world.decide("single", &before, &decider, 2, true).unwrap().state, State::Approved);

        // A second version without the step: compared, rehearsed, tried on the two that ended.
        let second = begin(&drawing, &item, "all").await;
        drawing.get(&format!("{second}/comparison")).await.ok().has("去掉").has("治安审查").lacks("[[");
        let play = format!("{second}/rehearsal?play=review_1:agree,decide_2:approve");
        drawing.get(&play).await.ok().has("流程走完了").lacks("[[");
        drawing.get(&format!("{second}/rehearsal")).await.ok().has("play=review_1%3Aagree").lacks("流程走完了");
        let past: serde_json::Value =
            drawing.get(&format!("/api/v1/{}/past", &second["/console/".len()..])).await.ok().json();
        assert_eq!(past["figures"], json!({"cases": 2, "same": 1, "other": 1, "waiting": 0, "late": 0, "unknown": 0}));
        drawing.get(&format!("{second}/past")).await.ok().has("治安审查").lacks("[[");
        assert_eq!(drawing.post_form(&format!("{second}/publication"), &[("seen", "1")]).await.status, 403);
        head.post_form(&format!("{second}/publication"), &[("seen", "1")]).await.see_other();
        let states: Vec<_> = editions(&world, &item).iter().map(|one| (one.number, one.state)).collect();
        assert_eq!(states, [(2, EditionState::Published), (1, EditionState::Ended)]);
        // Taken back: what is generated holds again.
        head.post_form(&format!("{second}/ending"), &[("seen", "2")]).await.see_other();
        let last = world.submit("single").case;
        world.accept("single", &last, &officer).unwrap();
        assert_eq!(bodies(&world, &last), ["ch-market", "ch-market"]);
        world.verify();
    });
}

#[test]
fn the_model_of_a_smaller_place_goes_before() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let item = world.item("chain");
        let (low, high) =
            (world.staff(1, Role::Officer, "ch-market"), world.app.as_staff(&world.staff(2, Role::Head, "gz-market")));
        let county = world.app.as_staff(&editor(&world, 3, PLACE));
        // An editor of the county draws for the county, and not for the whole city.
        let wide = [("place", "all"), ("base", "generated"), ("note", "x")];
        county.post_form(&format!("/console/items/{item}/models"), &wide).await.refused(403);
        let page = begin(&county, &item, PLACE).await;
        add_step(&county, &page).await;
        high.post_form(&format!("{page}/publication"), &[("seen", "2")]).await.see_other();
        let here = world.submit("chain").case;
        world.accept("chain", &here, &low).unwrap();
        assert!(bodies(&world, &here).contains(&"ch-police".to_owned()));
        let of: catalogue::ItemId = item.parse().unwrap();
        let elsewhere = world
            .app
            .read(move |read| casework::records::published_model(read, of.as_str(), &"440103".parse().unwrap()));
        assert_eq!(elsewhere.unwrap(), None);
    });
}

const FAULTY: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1" id="d">
<process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/>
<exclusiveGateway id="x" default="f3"/><sequenceFlow id="f2" sourceRef="x" targetRef="a"><conditionExpression>enterprise</conditionExpression></sequenceFlow>
<sequenceFlow id="f3" sourceRef="x" targetRef="j"/><userTask id="a" tb:body="county/公安" tb:form="decide" tb:mandatory="true"/>
<sequenceFlow id="f4" sourceRef="a" targetRef="j"/><parallelGateway id="j"/><sequenceFlow id="f5" sourceRef="j" targetRef="e"/>
<serviceTask id="e"/><sequenceFlow id="f6" sourceRef="e" targetRef="z"/><endEvent id="z"/></process></definitions>"#;

#[test]
fn what_is_not_fit_is_not_published_and_each_fault_is_named() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let item = world.item("single");
        let drawing = world.app.as_staff(&editor(&world, 3, "4401"));
        let head = world.app.as_staff(&world.staff(2, Role::Head, "ch-market"));
        let page = begin(&drawing, &item, "all").await;
        let draw = |text: &str, seen: &str| {
            let (text, seen, page, drawing) = (text.to_owned(), seen.to_owned(), page.clone(), &drawing);
            async move { drawing.post_form(&page, &[("seen", &seen), ("note", "n"), ("text", &text)]).await }
        };
        // What is no BPMN comes back with the words that were typed.
        draw("<nothing/>", "1").await.refused(422).has("nothing/&#62;").has("不是能读的 BPMN");
        draw(&"x".repeat(400_001), "1").await.refused(422).has("文本太长");
        draw("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "1").await.refused(422);
        draw(FAULTY, "1").await.see_other();
        let shown = drawing.get(&page).await.ok().lacks("[[");
        for words in ["会卡住", "法律依据", "这里没有人或系统来做"] {
            assert!(shown.text().contains(words), "{words}");
        }
        assert_eq!(head.post_form(&format!("{page}/publication"), &[("seen", "2")]).await.status, 409);
        assert_eq!(editions(&world, &item)[0].state, EditionState::Draft);
        let id = page.rsplit('/').next().unwrap().to_owned();
        let refused: serde_json::Value =
            head.post_json(&format!("/api/v1/models/{id}/publication"), &json!({"version": 2})).await.ok().json();
        assert_eq!(refused["published"], false);
        let rules: Vec<_> =
            refused["findings"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect();
        assert!(
            rules.contains(&"deadlock") && rules.contains(&"basis-wanting") && rules.contains(&"nobody-does-it"),
            "{rules:?}"
        );
        // While somebody draws, the same is said without keeping anything.
        let said: serde_json::Value = drawing.post_form("/console/models/check", &[("text", FAULTY)]).await.ok().json();
        assert_eq!(said["findings"].as_array().unwrap().len(), rules.len());
        // An open way around the decision.
        let around = FAULTY.replace("parallelGateway", "exclusiveGateway").replace("serviceTask", "manualTask");
        let said: serde_json::Value =
            drawing.post_form("/console/models/check", &[("text", &around)]).await.ok().json();
        assert!(said.to_string().contains("decision-avoidable"), "{said}");
        // Two who draw at once: the second is told.
        draw(FAULTY, "1").await.refused(409);
        drawing.post_form(&format!("{page}/discarding"), &[("seen", "2")]).await.see_other();
        assert_eq!(editions(&world, &item), []);
    });
}

#[test]
fn steps_that_cannot_be_changed_so_say_why_at_their_field() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let item = world.item("single");
        let drawing = world.app.as_staff(&editor(&world, 3, "4401"));
        let page = begin(&drawing, &item, "all").await;
        let steps = format!("{page}/steps");
        let table = [
            (vec![("act", "away"), ("step", "decide_2")], "这一步不能去掉"),
            (vec![("act", "after"), ("step", "review_1"), ("level", "own"), ("basis", "")], "法律依据"),
            (
                vec![("act", "beside"), ("step", "review_1"), ("level", "county"), ("line", ""), ("basis", "AL 34")],
                "条线",
            ),
            (vec![("act", "after"), ("step", "nowhere"), ("level", "own"), ("basis", "AL 34")], "哪一步"),
            (vec![("act", "up"), ("step", "review_1")], "怎么改"),
        ];
        for (mut form, words) in table {
            form.push(("seen", "1"));
            drawing.post_form(&steps, &form).await.refused(422).has(words).lacks("[[");
        }
        drawing
            .post_form(
                &steps,
                &[
                    ("seen", "1"),
                    ("act", "beside"),
                    ("step", "review_1"),
                    ("level", "county"),
                    ("line", "消防"),
                    ("basis", "AL 34"),
                ],
            )
            .await
            .see_other();
        drawing
            .post_form(
                &steps,
                &[("seen", "2"), ("act", "body"), ("step", "review_1"), ("level", "city"), ("line", "市场监管")],
            )
            .await
            .see_other();
        drawing.get(&page).await.ok().has("市级市场监管部门").has("县级消防部门").has("并行").has("没有发现问题");
        drawing.post_form(&steps, &[("seen", "3"), ("act", "away"), ("step", "review_added_1")]).await.see_other();
        drawing.get(&page).await.ok().lacks("县级消防部门");
    });
}

#[test]
fn who_may_not_is_refused() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let item = world.item("single");
        let drawing = world.app.as_staff(&editor(&world, 3, "4401"));
        let page = begin(&drawing, &item, "all").await;
        let elsewhere = world.app.as_staff(&editor(&world, 4, "4402"));
        let officer = world.app.as_staff(&world.staff(1, Role::Officer, "ch-market"));
        let other_head = world.app.as_staff(&world.staff(2, Role::Head, "ch-health"));
        let clerk = world.app.as_staff(&world.clerk());
        let form = [("seen", "1"), ("note", "n"), ("text", FAULTY)];
        for (who, client, reads) in [
            ("elsewhere", &elsewhere, true),
            ("officer", &officer, true),
            ("other head", &other_head, true),
            ("clerk", &clerk, false),
        ] {
            assert_eq!(client.get(&page).await.status, if reads { 200 } else { 403 }, "{who}");
            for address in
                [page.clone(), format!("{page}/steps"), format!("{page}/publication"), format!("{page}/discarding")]
            {
                let refused = client.post_form(&address, &form).await.status;
                assert!(matches!(refused, 403 | 422), "{who} {address} {refused}");
            }
            let new = [("place", "all"), ("base", "generated"), ("note", "n")];
            assert_eq!(client.post_form(&format!("/console/items/{item}/models"), &new).await.status, 403, "{who}");
        }
        // Who reaches the body neither by post nor by division is told no figures.
        other_head.get(&format!("/console/items/{item}/models")).await.ok().lacks("个环节在办");
        assert_eq!(elsewhere.get(&format!("{page}/past")).await.status, 403);
        world.client().get(&page).await.refused(403);
        assert_eq!(editions(&world, &item)[0].version, 1);
    });
}

#[test]
fn a_case_shows_its_own_course_to_applicant_and_staff() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = world.submit("joint").case;
        let officer = world.staff(1, Role::Officer, "ch-market");
        world.client().get(&format!("/cases/{id}")).await.ok().lacks("class=\"bpmn\"");
        world.accept("joint", &id, &officer).unwrap();
        world.review("joint", &id, &world.staff(10, Role::Officer, "ch-police"), 1).unwrap();
        let mine = world.client().get(&format!("/cases/{id}")).await.ok().has("class=\"bpmn\"").lacks("[[");
        let desk = world.app.as_staff(&officer).get(&format!("/desk/cases/{id}")).await.ok().has("class=\"bpmn\"");
        for page in [mine.text(), desk.text()] {
            let node = |element: &str| {
                let at = page.find(&format!("data-element=\"{element}\"")).unwrap();
                page[..at].rsplit("class=\"").next().unwrap().to_owned()
            };
            assert!(node("review_1").contains("is-done") && node("accepted").contains("is-done"));
            assert!(node("review_2").contains("is-current") && !node("decide_9").contains("is-"));
            assert!(page.contains("从化区公安") || page.contains("从化分局"), "bodies are named");
        }
        let tasks = world.app.read(move |read| casework::records::tasks(read, &id)).unwrap();
        assert_eq!(tasks.iter().filter(|task| task.state == TaskState::Open).count(), 7);
    });
}

const TIMED: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tb="urn:tongban:bpmn:1" id="d">
<process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="ask"/>
<userTask id="ask" tb:body="county/公安" tb:form="review" tb:legalBasis="AL 34" tb:days="5"/><sequenceFlow id="f2" sourceRef="ask" targetRef="either"/>
<boundaryEvent id="silent" attachedToRef="ask"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">P5WD</timeDuration></timerEventDefinition></boundaryEvent>
<sequenceFlow id="f3" sourceRef="silent" targetRef="either"/><exclusiveGateway id="either"/><sequenceFlow id="f4" sourceRef="either" targetRef="decide"/>
<userTask id="decide" tb:body="own" tb:form="decide" tb:legalBasis="AL 38" tb:mandatory="true"/><sequenceFlow id="f5" sourceRef="decide" targetRef="z"/><endEvent id="z"/></process></definitions>"#;

#[test]
fn a_body_that_stays_silent_is_passed_when_its_time_is_up_also_after_a_restart() {
    for_each_engine(async |engine| {
        let mut world = World::on(&engine);
        let item = world.item("single");
        let drawing = world.app.as_staff(&editor(&world, 3, "4401"));
        let new = json!({"place": "all", "text": TIMED, "note": "沉默五个工作日即继续"});
        let drawn: serde_json::Value =
            drawing.post_json(&format!("/api/v1/items/{item}/models"), &new).await.answers(201).json();
        let head = world.staff(2, Role::Head, "ch-market");
        let publication = format!("/api/v1/models/{}/publication", drawn["id"].as_str().unwrap());
        let done: serde_json::Value =
            world.app.as_staff(&head).post_json(&publication, &json!({"version": 1})).await.ok().json();
        assert_eq!(done["published"], true, "{done}");
        let id = world.submit("single").case;
        world.accept("single", &id, &world.staff(1, Role::Officer, "ch-market")).unwrap();
        let states = |world: &World| {
            let id = id.clone();
            let tasks = world.app.read(move |read| casework::records::tasks(read, &id)).unwrap();
            tasks.iter().map(|task| task.state).collect::<Vec<_>>()
        };
        assert_eq!(states(&world), [TaskState::Open, TaskState::Waiting]);
        // What was compiled is forgotten, as after a restart; the timer stands in the rows.
        world.office = casework::Office { programs: std::sync::Arc::default(), ..world.office.clone() };
        world.app.clock.forward_days(3);
        world.app.settle();
        assert_eq!(states(&world), [TaskState::Open, TaskState::Waiting]);
        world.app.clock.forward_days(14);
        world.app.settle();
        assert_eq!(states(&world), [TaskState::Dropped, TaskState::Open]);
        assert_eq!(world.decide("single", &id, &head, 2, true).unwrap().state, State::Approved);
        world.verify();
    });
}

const ASKING: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tb="urn:tongban:bpmn:1" id="d">
<process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="rule"/>
<businessRuleTask id="rule" tb:decision="route" tb:result="way"/><sequenceFlow id="f2" sourceRef="rule" targetRef="either"/>
<exclusiveGateway id="either" default="f4"/><sequenceFlow id="f3" sourceRef="either" targetRef="fire"><conditionExpression xsi:type="tFormalExpression">way = "large"</conditionExpression></sequenceFlow>
<sequenceFlow id="f4" sourceRef="either" targetRef="join"/><userTask id="fire" tb:body="county/消防" tb:form="review" tb:legalBasis="AL 34"/>
<sequenceFlow id="f5" sourceRef="fire" targetRef="join"/><exclusiveGateway id="join"/><sequenceFlow id="f6" sourceRef="join" targetRef="decide"/>
<userTask id="decide" tb:body="own" tb:form="decide" tb:legalBasis="AL 38" tb:mandatory="true"/><sequenceFlow id="f7" sourceRef="decide" targetRef="z"/><endEvent id="z"/></process></definitions>"#;

const TABLE: &str = r##"<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rules" name="rules" namespace="urn:rules">
<inputData id="i" name="answers"><variable id="iv" name="answers"/></inputData>
<decision id="route" name="route"><variable id="v" name="route" typeRef="string"/><informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
<decisionTable id="t" hitPolicy="UNIQUE"><input id="c"><inputExpression id="e" typeRef="number"><text>answers.area</text></inputExpression></input><output id="o" typeRef="string"/><annotation name="依据"/>
<rule id="r1"><inputEntry id="a"><text>&lt; 500</text></inputEntry><outputEntry id="b"><text>"small"</text></outputEntry><annotationEntry><text/></annotationEntry></rule>
<rule id="r2"><inputEntry id="d"><text>&gt;= 500</text></inputEntry><outputEntry id="f"><text>"large"</text></outputEntry><annotationEntry><text>《消防法》第十五条</text></annotationEntry></rule></decisionTable></decision></definitions>"##;

#[test]
fn a_table_that_the_model_carries_says_which_bodies_a_case_needs() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let item = world.item("single");
        let drawing = world.app.as_staff(&editor(&world, 3, "4401"));
        let head = world.staff(2, Role::Head, "ch-market");
        let new = json!({"place": "all", "text": ASKING, "note": "大场所要消防审查"});
        let drawn: serde_json::Value =
            drawing.post_json(&format!("/api/v1/items/{item}/models"), &new).await.answers(201).json();
        let page = format!("/console/models/{}", drawn["id"].as_str().unwrap());
        drawing.get(&page).await.ok().has("模型没有带这个决策").lacks("[[");
        // Names and numbers of people are no facts; what is no DMN comes back.
        let rules = format!("{page}/rules");
        drawing.post_form(&rules, &[("seen", "1"), ("decisions", TABLE), ("facts", "id")]).await.refused(422);
        drawing.post_form(&rules, &[("seen", "1"), ("decisions", "<no/>")]).await.refused(422).has("这不是能读的 DMN");
        drawing.post_form(&rules, &[("seen", "1"), ("decisions", TABLE), ("facts", "area")]).await.see_other();
        drawing.get(&page).await.ok().has("没有发现问题").has("answers.area").lacks("[[");
        let play = |area: &str| format!("{page}/rehearsal?answers.area={area}");
        drawing.get(&play("600")).await.ok().has("fire%3Aagree").lacks("[[");
        drawing.get(&play("60")).await.ok().has("decide%3Aapprove").lacks("fire%3Aagree");
        // A gap in the table is told, and keeps nothing from being published.
        let gap = TABLE.replace("&lt; 500", "&lt; 400");
        drawing.post_form(&rules, &[("seen", "2"), ("decisions", &gap), ("facts", "area")]).await.see_other();
        drawing.get(&page).await.ok().has("有的情况没有规则").has("没有发现问题");
        drawing.post_form(&rules, &[("seen", "3"), ("decisions", TABLE), ("facts", "area")]).await.see_other();
        world.app.as_staff(&head).post_form(&format!("{page}/publication"), &[("seen", "4")]).await.see_other();

        let officer = world.staff(1, Role::Officer, "ch-market");
        for (area, needed) in [("60", vec!["ch-market"]), ("600", vec!["ch-fire", "ch-market"])] {
            let mut answers = crate::kit::answers();
            answers.insert("area".into(), area.into());
            let case = world.try_submit("single", &world.submission(answers)).unwrap().case;
            world.accept("single", &case, &officer).unwrap();
            assert_eq!(bodies(&world, &case), needed);
            // Which rule led it there, on which value and by which article, is on the page of either side.
            let (mine, desk) = (format!("/cases/{case}"), format!("/desk/cases/{case}"));
            let pages = [world.client().get(&mine).await.ok(), world.app.as_staff(&officer).get(&desk).await.ok()];
            for page in pages {
                let page = page.has("为什么这样办").has(&format!("面积：{area}")).lacks("[[");
                if area == "600" {
                    page.has("适用第 2 条规则：面积不少于 500，结果为 large").has("依据：《消防法》第十五条");
                } else {
                    page.has("适用第 1 条规则：面积小于 500，结果为 small").lacks("消防法");
                }
            }
            let english = world.client().in_english().get(&mine).await.ok().lacks("[[");
            english.has("Why it is handled so").has(if area == "600" {
                "Area is at least 500. It gives large"
            } else {
                "Area is below 500"
            });
            let of = case.clone();
            let state = world.app.read(move |read| casework::records::flow(read, &of)).unwrap().unwrap().1;
            // What was named is there, and nothing else of the declaration.
            let text = serde_json::to_string(&state).unwrap();
            assert!(text.contains(area) && !text.contains("榕树下") && !text.contains("13800138001"), "{text}");
        }
        world.verify();
    });
}
