//! What a published model may wait for and call: an opinion beside it, the licence of another case, the model that
//! is published for another item.

use casework::{
    case::{CaseId, State},
    decide::Decision,
    edition::Edition,
    flow::generated,
    publish::{self, Drawn, Published},
    task::{Kind, TaskState},
};
use kernel::access::Role;
use testkit::for_each_engine;

use crate::{
    change_kit::{accepted, agree, publish as published, tasks},
    kit::World,
    migrations::with_review_by,
};

const HEAD: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tb="urn:tongban:bpmn:1" id="d" targetNamespace="urn:t">"#;
const DECIDE: &str = r#"<userTask id="decide" tb:body="own" tb:form="decide" tb:legalBasis="AL 38" tb:mandatory="true"/><sequenceFlow id="fz" sourceRef="decide" targetRef="z"/><endEvent id="z"/></process></definitions>"#;

/// Two bodies side by side; where one disagrees the other need not go on.
fn side_by_side() -> String {
    let review = |id: &str, body: &str| {
        format!(r#"<userTask id="{id}" tb:body="@{body}" tb:form="review" tb:legalBasis="AL 34"/>"#)
    };
    format!(
        r#"{HEAD}<message id="m" name="opinion-disagreed"/><process id="p" isExecutable="true"><startEvent id="s"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="split"/><parallelGateway id="split"/>
<sequenceFlow id="f2" sourceRef="split" targetRef="fire"/><sequenceFlow id="f3" sourceRef="split" targetRef="water"/>
{}{}<boundaryEvent id="no" attachedToRef="water"><messageEventDefinition messageRef="m"/></boundaryEvent>
<sequenceFlow id="f4" sourceRef="water" targetRef="either"/><sequenceFlow id="f5" sourceRef="no" targetRef="either"/><exclusiveGateway id="either"/>
<sequenceFlow id="f6" sourceRef="either" targetRef="join"/><sequenceFlow id="f7" sourceRef="fire" targetRef="join"/><parallelGateway id="join"/>
<sequenceFlow id="f8" sourceRef="join" targetRef="decide"/>{DECIDE}"#,
        review("fire", "ch-fire"),
        review("water", "ch-water"),
    )
}

/// Waits for a licence, and goes on without it after twenty days.
fn waiting(definition: &str) -> String {
    format!(
        r#"{HEAD}<message id="m" name="licence-issued"/><signal id="g" name="licence-issued"/><process id="p" isExecutable="true"><startEvent id="s"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="first"/><eventBasedGateway id="first"/>
<sequenceFlow id="f2" sourceRef="first" targetRef="came"/><sequenceFlow id="f3" sourceRef="first" targetRef="late"/>
<intermediateCatchEvent id="came">{definition}</intermediateCatchEvent>
<intermediateCatchEvent id="late"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">P20D</timeDuration></timerEventDefinition></intermediateCatchEvent>
<sequenceFlow id="f4" sourceRef="came" targetRef="either"/><sequenceFlow id="f5" sourceRef="late" targetRef="either"/><exclusiveGateway id="either"/>
<sequenceFlow id="f6" sourceRef="either" targetRef="decide"/>{DECIDE}"#
    )
}

fn calling(named: &str) -> String {
    format!(
        r#"{HEAD}<process id="p" isExecutable="true"><startEvent id="accepted"/><sequenceFlow id="f1" sourceRef="accepted" targetRef="review_1"/>
<userTask id="review_1" tb:body="@ch-health" tb:form="review" tb:legalBasis="AL 34"/><sequenceFlow id="f2" sourceRef="review_1" targetRef="rest"/>
<callActivity id="rest" name="按通用流程" calledElement="{named}"/><sequenceFlow id="f3" sourceRef="rest" targetRef="end"/><endEvent id="end"/></process></definitions>"#
    )
}

/// What keeps a text from being published for an item; the version where nothing does.
fn tried(world: &World, code: &'static str, text: &str) -> Result<Edition, Vec<String>> {
    let (matter, item) = (world.matter(code), world.item(code));
    let (editor, head) = (world.staff(80, Role::Editor, "ch-market"), world.staff(81, Role::Head, "ch-market"));
    let drawn = Drawn { text: text.to_owned(), note: "新".into() };
    let done = world
        .act(move |tx, _| {
            let edition = publish::begin(tx, &editor, &matter.body, &item, None, &drawn)?;
            publish::publish(tx, &head, &matter.body, &matter.item, &edition.id, edition.version)
        })
        .unwrap();
    match done {
        Published::Done(edition) => Ok(*edition),
        Published::Unfit(findings) => Err(findings.into_iter().map(|finding| finding.rule).collect()),
    }
}

fn states(world: &World, id: &CaseId) -> Vec<(String, TaskState)> {
    tasks(world, id).into_iter().map(|task| (task.element, task.state)).collect()
}

#[test]
fn an_opinion_that_disagrees_spares_the_body_beside_it() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        published(&world, "single", &side_by_side());
        let id = accepted(&world, "single");
        let (matter, of, by) = (world.matter("single"), id.clone(), world.staff(5, Role::Officer, "ch-fire"));
        let fire = tasks(&world, &id).into_iter().find(|task| task.element == "fire").unwrap().number;
        world
            .act(move |tx, office| casework::review::review(tx, office, &by, &matter, &of, fire, false, "不符合"))
            .unwrap();
        let all = states(&world, &id);
        assert!(all.contains(&("water".into(), TaskState::Dropped)), "{all:?}");
        assert!(all.contains(&("decide".into(), TaskState::Open)), "{all:?}");
        agree(&world, &id);
        // Where it agrees the other goes on.
        let id = accepted(&world, "single");
        world.review("single", &id, &world.staff(5, Role::Officer, "ch-fire"), fire).unwrap();
        assert!(states(&world, &id).contains(&("water".into(), TaskState::Open)));
        world.verify();
    });
}

#[test]
fn a_case_waits_for_the_licence_of_another_of_the_same_applicant() {
    let message = r#"<messageEventDefinition messageRef="m"/>"#;
    let signal = r#"<signalEventDefinition signalRef="g"/>"#;
    for_each_engine(async |engine| {
        for definition in [message, signal] {
            let world = World::on(&engine);
            let other = accepted(&world, "benefit-permit");
            published(&world, "single", &waiting(definition));
            let id = accepted(&world, "single");
            assert!(states(&world, &id).iter().all(|(_, state)| *state != TaskState::Open));
            world.review("benefit-permit", &other, &world.staff(1, Role::Officer, "ch-market"), 1).unwrap();
            let (matter, of, by) =
                (world.matter("benefit-permit"), other.clone(), world.staff(2, Role::Head, "ch-market"));
            world
                .act(move |tx, office| {
                    let decision = Decision { approve: true, reasons: String::new() };
                    let grant =
                        |_: &store::Tx<'_>, _: &casework::case::Case, _: &kernel::id::BodyId| Ok(Some("L-1".into()));
                    casework::decide::decide(tx, office, &by, &matter, &of, 2, &decision, &grant)
                })
                .unwrap();
            assert!(
                states(&world, &id).iter().all(|(_, state)| *state != TaskState::Open),
                "not before it has committed"
            );
            world.app.settle();
            assert_eq!(states(&world, &id), [("decide".into(), TaskState::Open)]);
            agree(&world, &id);
            let of = id.clone();
            let events = world.app.read(move |read| read.stream(of.as_str())).unwrap();
            assert_eq!(events.iter().filter(|event| event.kind == "case.heard_of_licence").count(), 1);
            world.verify();
        }
    });
}

#[test]
fn what_nobody_sends_or_hears_is_refused_and_what_may_not_come_is_told() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let unknown =
            waiting(r#"<messageEventDefinition messageRef="m"/>"#).replace("name=\"licence-issued\"", "name=\"paid\"");
        assert_eq!(tried(&world, "single", &unknown).unwrap_err(), ["nobody-sends-it"]);
        let throws = side_by_side().replace(
            r#"<endEvent id="z"/>"#,
            r#"<endEvent id="z"><messageEventDefinition messageRef="m"/></endEvent>"#,
        );
        assert_eq!(tried(&world, "single", &throws).unwrap_err(), ["nobody-hears-it"]);
        let plain = waiting(r#"<messageEventDefinition messageRef="m"/>"#)
            .replace(r#"<sequenceFlow id="f3" sourceRef="first" targetRef="late"/>"#, "")
            .replace(r#"<sequenceFlow id="f5" sourceRef="late" targetRef="either"/>"#, "")
            .replace("eventBasedGateway", "exclusiveGateway");
        let start = plain.find(r#"<intermediateCatchEvent id="late">"#).unwrap();
        let end = plain[start..].find("</intermediateCatchEvent>").unwrap() + start + "</intermediateCatchEvent>".len();
        let plain = [&plain[..start], &plain[end..]].concat();
        let item = world.matter("single").item;
        let (_, found) = world.app.read(move |read| casework::fitness::findings(read, &plain, Some(&*item))).unwrap();
        assert_eq!(
            found.iter().map(|one| (one.rule.as_str(), one.warning)).collect::<Vec<_>>(),
            [("may-never-come", true)]
        );
    });
}

#[test]
fn a_model_takes_in_what_is_published_for_another_item_and_keeps_it() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        // Nothing is published for it yet, and nothing at all for a name that nobody has.
        assert_eq!(tried(&world, "single", &calling("benefit-permit")).unwrap_err(), ["called-unknown"]);
        assert_eq!(tried(&world, "single", &calling("nothing")).unwrap_err(), ["called-unknown"]);
        tried(&world, "benefit-permit", &with_review_by(&world, "@ch-fire")).unwrap();
        let edition = tried(&world, "single", &calling("benefit-permit")).unwrap();
        assert!(edition.text.contains("subProcess") && !edition.text.contains("callActivity"), "{}", edition.text);
        // What is called is followed by another version: this one stays as it was published.
        tried(&world, "benefit-permit", &generated(&world.matter("single").item)).unwrap();
        let id = accepted(&world, "single");
        let steps: Vec<String> = tasks(&world, &id).into_iter().map(|task| task.element).collect();
        assert_eq!(steps, ["review_1", "rest_review_1", "more", "decide_2"]);
        for (number, key) in [(1, "ch-health"), (2, "ch-market"), (3, "ch-fire")] {
            world.review("single", &id, &world.staff(9, Role::Officer, key), number).unwrap();
            agree(&world, &id);
        }
        let head = world.staff(2, Role::Head, "ch-market");
        assert_eq!(tasks(&world, &id)[3].kind, Kind::Decide);
        assert_eq!(world.decide("single", &id, &head, 4, true).unwrap().state, State::Approved);
        // An id that both have and that a condition asks for is told, and nothing is put together wrongly.
        let asking = generated(&world.matter("single").item).replace(
            "targetRef=\"decide_2\"></sequenceFlow>",
            "targetRef=\"decide_2\"><conditionExpression xsi:type=\"tFormalExpression\">review_1 = \"agree\" or true</conditionExpression></sequenceFlow>",
        );
        tried(&world, "benefit-permit", &asking).unwrap();
        assert_eq!(tried(&world, "single", &calling("benefit-permit")).unwrap_err(), ["called-id-taken"]);
        world.verify();
    });
}
