//! The console's pages with made-up content.

use std::collections::BTreeMap;

use kernel::Text;
use web::{Choice, Form, Sampler, Shell};

use super::{
    Fault,
    compare::{Change, ComparePage},
    edition::{EditionPage, Links, STEP_ACTS, levels},
    item::{Drawn, ItemPage, Line, ListPage},
    past::{Figures, PastPage, Row, figures},
    rehearse::{RehearsePage, Way},
};
use crate::{
    edition::EditionId,
    pages::{
        course::{self, Course, Standing},
        reasons::{self, ReasonRow, RuleRow},
    },
    routes::console as to,
};

const MODEL: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1" id="sample">
  <process id="handling" isExecutable="true">
    <startEvent id="accepted"/><sequenceFlow id="f1" sourceRef="accepted" targetRef="review_1"/>
    <userTask id="review_1" tb:body="own" tb:form="review" tb:legalBasis="AL 34"/>
    <sequenceFlow id="f2" sourceRef="review_1" targetRef="decide_2"/>
    <userTask id="decide_2" tb:body="own" tb:form="decide" tb:legalBasis="AL 38" tb:mandatory="true"/>
    <sequenceFlow id="f3" sourceRef="decide_2" targetRef="decided"/><endEvent id="decided"/>
  </process>
</definitions>"#;

/// A course of two steps, the first done.
pub(crate) fn course(shell: &Shell, id: &str) -> Option<Course> {
    let model = process::bpmn::read(MODEL.as_bytes()).ok()?;
    let called = course::called(shell, &model, &course::Keys::new());
    let mut standing = BTreeMap::new();
    let label = |key: &str| shell.t(key).into_owned();
    standing.insert("review_1".into(), Standing { count: 0, label: label("casework-task-done"), class: "is-done" });
    standing.insert("decide_2".into(), Standing { count: 3, label: label("casework-light-late"), class: "is-late" });
    let title = [&shell.t("casework-course-title"), " ", id].concat();
    let word = |key: &str| shell.t(key).into_owned();
    let (name, test) = (word("casework-reason-fact-enterprise"), word("casework-reason-yes"));
    let condition = shell.t2("casework-reason-condition", "name", name.as_str(), "test", test.as_str());
    let words = reasons::sentence(shell, 2, &condition, &word("casework-step-review"));
    let rule = RuleRow { words, notes: Vec::new() };
    let reason = ReasonRow {
        about: word("casework-models-decisions"),
        when: shell.moment(kernel::Timestamp(1_790_000_000_000)),
        given: vec![(name, test)],
        rules: vec![rule],
    };
    let drawn = course::course(shell, &model, &called, &standing, id, &title);
    Some(Course { reasons: vec![reason], ..drawn })
}

fn edition() -> EditionId {
    EditionId::new(kernel::Timestamp(1_795_000_000_000), [1; 10])
}

fn line(shell: &Shell) -> Line {
    Line {
        href: to::of(to::EDITION, &edition()),
        item: shell.t("casework-desk-sample-item").into_owned(),
        place: shell.t("casework-models-everywhere").into_owned(),
        number: shell.number(2_i64),
        kind: "done",
        state: shell.t("casework-edition-published").into_owned(),
        note: shell.t("casework-models-sample-note").into_owned(),
        by: shell.t("web-sample-person").into_owned(),
        published_by: shell.t("web-sample-person").into_owned(),
        since: shell.moment(kernel::Timestamp(1_795_000_000_000)),
    }
}

fn form() -> Form {
    let mut form = Form::default();
    form.once = "0123456789abcdef".into();
    form
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-models-title").wide();
    let items = vec![(shell.t("casework-desk-sample-item").into_owned(), to::of_item("item_01J"))];
    let (drafts, published) = (vec![line(&shell)], vec![line(&shell)]);
    let list =
        ListPage { q: String::new(), drafts, published, items, first: String::new(), next: String::new(), shell };
    sampler.page("models", &list);
    item(sampler);
    version(sampler);
    compared(sampler);
    rehearsed(sampler);
    past(sampler);
}

fn item(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-models-title").wide();
    let title = shell.t("casework-models-generated").into_owned();
    let words = shell.tn("casework-models-running", &[("cases", &3_i64), ("late", &1_i64)]);
    let models = course(&shell, "model-0").map(|course| Drawn { title, words, course }).into_iter().collect();
    let page = ItemPage {
        form: form(),
        action: to::of_item("item_01J"),
        body: Text::zh("").get(shell.locale).to_owned(),
        models,
        counted: true,
        lines: vec![line(&shell)],
        places: vec![Choice::new("all", shell.t("casework-models-everywhere"))],
        bases: vec![Choice::new("generated", shell.t("casework-models-base-generated"))],
        shell,
    };
    sampler.page("item-models", &page);
}

fn version(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-models-one").wide();
    let fault = Fault {
        element: "review_1".into(),
        text: shell.t("casework-rule-deadlock").into_owned(),
        path: "accepted → review_1".into(),
    };
    let acts = STEP_ACTS.iter().map(|act| Choice::new(*act, shell.t(&["casework-models-step-", act].concat())));
    let page = EditionPage {
        form: form().with("text", MODEL),
        kind: "waiting",
        state: shell.t("casework-edition-draft").into_owned(),
        note: shell.t("casework-models-sample-note").into_owned(),
        by: shell.t("web-sample-person").into_owned(),
        published_by: String::new(),
        seen: 1,
        hints: vec![Fault {
            element: String::new(),
            text: shell.t("casework-rule-decision-gap").into_owned(),
            path: String::new(),
        }],
        faults: vec![fault],
        course: course(&shell, "course"),
        draws: true,
        publishes: true,
        own_hand: true,
        ends: true,
        steps: vec![Choice::new("review_1", "review_1")],
        levels: levels(&shell),
        acts: acts.collect(),
        facts: vec![Choice::new("area", "area")],
        decides: true,
        href: Links::of(&edition()),
        modeller: web::modellers::both(),
        shell,
    };
    sampler.page("model", &page);
}

fn compared(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-models-compare").wide();
    let change = Change {
        tag: "soon",
        what: shell.t("casework-models-changed").into_owned(),
        name: "review_1".into(),
        aspects: vec![("body".into(), "own".into(), "city/market".into())],
    };
    let drawing = |id: &str| course(&shell, id).map(|course| (id.to_owned(), course));
    let page = ComparePage {
        action: to::of(to::COMPARISON, &edition()),
        with: "generated".into(),
        others: vec![Choice::new("generated", shell.t("casework-models-base-generated"))],
        same: false,
        changes: vec![change],
        drawings: [drawing("before"), drawing("after")].into_iter().flatten().collect(),
        shell,
    };
    sampler.page("model-compare", &page);
}

fn rehearsed(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-models-rehearse").wide();
    let way = |key: &str| Way { label: shell.t(key).into_owned(), href: to::of(to::REHEARSAL, &edition()) };
    let Some(course) = course(&shell, "course") else { return };
    let page = RehearsePage {
        here: to::of(to::REHEARSAL, &edition()),
        play: "review_1:agree".into(),
        enterprise: true,
        level: "city".into(),
        levels: vec![("city".into(), shell.t("catalogue-level-city").into_owned())],
        facts: vec![("answers.area".into(), "area".into(), "60".into())],
        course,
        open: vec![("decide_2".into(), vec![way("casework-outcome-approve"), way("casework-outcome-deny")])],
        others: vec![way("casework-models-pass-time")],
        log: vec![shell.t("casework-models-time-passed").into_owned()],
        back: to::of(to::REHEARSAL, &edition()),
        over: true,
        stuck: "x".into(),
        shell,
    };
    sampler.page("model-rehearse", &page);
}

fn past(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-models-past").wide();
    let row = Row {
        number: "4401170012026A000000015".into(),
        was: "review_1 → decide_2".into(),
        would_be: "decide_2".into(),
        waits_at: "decide_2".into(),
        late: shell.tn("casework-past-took", &[("step", &"review_1"), ("took", &7_u32), ("days", &5_u32)]),
    };
    let page = PastPage {
        figures: figures(&shell, &Figures { cases: 12, same: 10, other: 2, waiting: 1, late: 1, unknown: 3 }),
        rows: vec![row],
        more: 1,
        shell,
    };
    sampler.page("model-past", &page);
}
