//! The pages of changes with made-up content.

use kernel::{Date, Timestamp};
use web::{Choice, Form, Html, Sampler, Shell};

use super::{
    board_changes::{ChangeRow, ChangesPage},
    change::{ChangePage, Drawn},
    change_words::Asking,
    changes::{ListPage, NewPage, Row, grounds, operations},
    migrations::{self, CaseRow, Group, OnePage},
};
use crate::path;

const NUMBER: &str = "4401170012026A000000015";
const AT: Timestamp = Timestamp(1_795_000_000_000);

fn word(shell: &Shell, key: &str) -> String {
    shell.t(key).into_owned()
}

fn step(shell: &Shell, body: &str) -> String {
    shell.t2("casework-change-step", "what", shell.t("casework-desk-task-review"), "body", shell.t(body))
}

fn row(shell: &Shell) -> Row {
    Row {
        href: path::TRACK.into(),
        what: word(shell, "casework-change-op-before"),
        ground: word(shell, "casework-change-ground-expert-opinion"),
        kind: "waiting",
        state: word(shell, "casework-change-state-proposed"),
        when: shell.moment(AT),
    }
}

fn form() -> Form {
    let mut form = Form::default();
    form.once = "0123456789abcdef".into();
    form
}

fn steps(shell: &Shell) -> Vec<Choice> {
    vec![
        Choice::new("review_1", step(shell, "web-sample-body-a")),
        Choice::new("decide_2", step(shell, "web-sample-body-b")),
    ]
}

fn new(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-change-new");
    let asking = Asking {
        name: "answer_0".into(),
        label: shell.t1("casework-change-asks-doubled", "step", step(&shell, "web-sample-body-b")),
        choices: vec![Choice::new("drop:3", shell.t("casework-change-answer-drop"))],
    };
    let page = NewPage {
        form: form(),
        action: path::TRACK.into(),
        back: path::TRACK.into(),
        number: NUMBER.into(),
        seen: 3,
        operations: operations(&shell),
        steps: steps(&shell),
        bodies: vec![Choice::new("own", shell.t("web-sample-body-a"))],
        papers: vec![Choice::new("plan", shell.t("web-sample-text"))],
        grounds: grounds(&shell),
        askings: vec![asking],
        shell,
    };
    sampler.page("desk-change-new", &page);
}

fn one(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-change-one");
    let said = [("step", step(&shell, "web-sample-body-b")), ("body", word(&shell, "web-sample-body-a"))];
    let args: Vec<(&str, &dyn web::texts::Arg)> = said.iter().map(|(name, value)| (*name, value as _)).collect();
    let page = ChangePage {
        form: form(),
        number: NUMBER.into(),
        seen: 1,
        kind: "waiting",
        state: word(&shell, "casework-change-state-proposed"),
        what: shell.tn("casework-change-says-before", &args),
        ground: word(&shell, "casework-change-ground-expert-opinion"),
        basis: word(&shell, "web-sample-text"),
        reason: word(&shell, "casework-desk-sample-words"),
        acts: vec![(word(&shell, "casework-change-state-proposed"), shell.moment(AT))],
        answer: String::new(),
        stale: false,
        ahead: true,
        moves: vec![shell.t2(
            "casework-change-moves",
            "from",
            step(&shell, "web-sample-body-b"),
            "to",
            step(&shell, "web-sample-body-a"),
        )],
        days: vec![shell.date(Date::constant(2026, 11, 30))],
        burdens: vec![shell.t1("casework-change-burden-body", "step", step(&shell, "web-sample-body-a"))],
        drawings: vec![Drawn { title: word(&shell, "casework-change-after"), picture: Html(String::new()) }],
        approve: path::TRACK.into(),
        refuse: path::TRACK.into(),
        withdraw: String::new(),
        undo: String::new(),
        not_second: false,
        back: path::TRACK.into(),
        shell: shell.clone(),
    };
    sampler.page("desk-change", &page);
    let over = ChangePage {
        kind: "done",
        state: word(&shell, "casework-change-state-applied"),
        approve: String::new(),
        refuse: String::new(),
        withdraw: path::TRACK.into(),
        undo: path::TRACK.into(),
        answer: word(&shell, "casework-desk-sample-words"),
        stale: true,
        ahead: false,
        not_second: true,
        burdens: Vec::new(),
        ..page
    };
    sampler.page("desk-change-applied", &over);
}

fn groups(shell: &Shell) -> Vec<Group> {
    let row = CaseRow {
        number: NUMBER.into(),
        lines: vec![shell.t1("casework-change-burden-body", "step", step(shell, "web-sample-body-a"))],
    };
    let group = |kind: &'static str, verdict: &str, rows: Vec<CaseRow>| Group {
        kind,
        name: word(shell, &["casework-migration-verdict-", verdict].concat()),
        hint: word(shell, &["casework-migration-hint-", verdict].concat()),
        count: shell.number(rows.len() as i64),
        rows,
    };
    vec![group("waiting", "stays", vec![row]), group("done", "moves", Vec::new())]
}

fn many(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-migration-new").wide();
    let page = |groups: Vec<Group>, action: &str| migrations::NewPage {
        form: form(),
        item: word(&shell, "casework-desk-sample-item"),
        place: "440117".into(),
        number: 2,
        edition: "edition_01J".into(),
        more: !groups.is_empty(),
        groups,
        action: action.into(),
        weigh: action.into(),
        rule: String::new(),
        before: vec![(word(&shell, "casework-migration-state-undone"), path::TRACK.into())],
        shell: shell.clone(),
    };
    sampler.page("console-move-new", &page(groups(&shell), path::TRACK));
    sampler.page("console-move-none", &page(Vec::new(), ""));
    let shell = sampler.shell("casework-migration-one");
    let page = OnePage {
        looked: shell.number(40_i64),
        dry: false,
        begin: path::TRACK.into(),
        form: form(),
        item: word(&shell, "casework-desk-sample-item"),
        number: 2,
        seen: 1,
        kind: "running",
        state: word(&shell, "casework-migration-state-running"),
        rule: word(&shell, "web-sample-text"),
        begun: shell.moment(AT),
        ended: shell.moment(AT),
        groups: groups(&shell),
        undone: vec![(word(&shell, "casework-migration-undone"), shell.number(2_i64))],
        pause: path::TRACK.into(),
        resume: path::TRACK.into(),
        undo: path::TRACK.into(),
        shell,
    };
    sampler.page("console-move", &page);
}

pub(crate) fn samples(sampler: &mut Sampler) {
    new(sampler);
    many(sampler);
    one(sampler);
    let shell = sampler.shell("casework-change-title");
    let list = |rows: Vec<Row>| ListPage {
        number: NUMBER.into(),
        rows,
        new: path::TRACK.into(),
        back: path::TRACK.into(),
        shell: shell.clone(),
    };
    sampler.page("desk-changes", &list(vec![row(&shell)]));
    sampler.page("desk-changes-none", &list(Vec::new()));
    let shell = sampler.shell("casework-board-changes-applied").wide();
    let rows = vec![ChangeRow { number: NUMBER.into(), opens: true, row: row(&shell) }];
    let officer = word(&shell, "web-sample-person");
    sampler.page("board-changes", &ChangesPage { officer, rows, first: String::new(), next: String::new(), shell });
}
