//! The staff's pages with made-up content.

use kernel::{Date, Text, Timestamp};
use web::{Choice, Form, Sampler, Shell, form::FieldError};

use super::{
    board::{Board, CaseRow, CasesPage, Figures, Loaded},
    case::{Act, CasePage, NoticeRow, Part, Said, StepRow, TaskRow, reasons},
    clock::{ClockPage, procedures},
    correction::{CorrectionPage, Point},
    decision::{DecisionPage, choices},
    desk::{Desk, Row, View, tabs},
    handover::HandoverPage,
    reach::Reach,
    signs::{self, SignCount, SignFigures, SignPage, SignRow, SignsPage},
    turn_away::{RefusalPage, grounds},
    visits::{self, FormPage, ListPage, SlipPage},
    window::{List, Window},
};
use crate::{pages::case::PaperRow, routes::staff as to, signs::Sign, task::Kind};

const NUMBER: &str = "4401170012026A000000015";
const AT: Timestamp = Timestamp(1_795_000_000_000);

fn word(shell: &Shell, key: &str) -> String {
    shell.t(key).into_owned()
}

fn form() -> Form {
    let mut form = Form::default();
    form.once = "0123456789abcdef".into();
    form
}

fn rows(shell: &Shell) -> Vec<Row> {
    let row = |kind: &'static str, state: &str, waits: String, due_kind: &'static str, due_word: String| Row {
        href: "/desk/cases/case_01J".into(),
        number: NUMBER.into(),
        item: word(shell, "casework-desk-sample-item"),
        applicant: kernel::contact::masked_name(&shell.t("web-sample-person")),
        kind,
        state: word(shell, state),
        waits,
        due: shell.date(Date::constant(2026, 11, 30)),
        due_kind,
        due_word,
        age: shell.span(6_u32, "calendar-days"),
    };
    let body = shell.t1("casework-waits-body", "body", shell.t("web-sample-body-a"));
    let late = shell.t1("casework-desk-late-by", "days", shell.span(2_u32, "calendar-days"));
    let left = shell.t1("casework-desk-left", "days", shell.span(4_u32, "working-days"));
    vec![
        row("running", "casework-desk-task-review", body.clone(), "late", late),
        row("running", "casework-desk-task-decide", body, "soon", word(shell, "casework-desk-last-day")),
        row("running", "casework-state-received", word(shell, "casework-waits-window"), "running", left),
    ]
}

fn desk(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-desk-title").wide();
    let body = kernel::id::BodyId::new(AT, [1; 10]);
    let reach = Reach { bodies: vec![body.clone()], windows: vec![body], divisions: Vec::new() };
    let page = |rows: Vec<Row>, elsewhere| Desk {
        tabs: tabs(&shell, &reach, View::Tasks),
        nothing: word(&shell, "casework-desk-none-tasks"),
        elsewhere,
        board: to::BOARD.into(),
        first: String::new(),
        next: if rows.is_empty() { String::new() } else { "/desk?after=x".into() },
        rows,
        shell: shell.clone(),
    };
    sampler.page("desk", &page(rows(&shell), false));
    sampler.page("desk-none", &page(Vec::new(), false));
    sampler.page("desk-elsewhere", &page(Vec::new(), true));
}

fn acts(shell: &Shell) -> Vec<Act> {
    let act = |name: &str, post, primary, key| Act {
        label: word(shell, &["casework-desk-act-", name].concat()),
        hint: word(shell, &["casework-desk-hint-", name].concat()),
        href: "/desk/cases/case_01J/act".into(),
        post,
        primary,
        key,
    };
    vec![act("accept", true, true, "a"), act("correction", false, false, "c"), act("refusal", false, false, "x")]
}

fn case(sampler: &mut Sampler) {
    let shell = sampler
        .shell("casework-desk-sample-item")
        .crumb(sampler.texts.get(sampler.locale, "casework-desk-title"), web::DESK)
        .wide();
    let person = word(&shell, "web-sample-person");
    let masked = kernel::contact::masked_name(&person);
    let said = |term: &str, value: String, masked| Said { term: word(&shell, term), value, masked };
    let rows = vec![
        said("web-sample-name", masked.clone(), true),
        said("web-sample-text", word(&shell, "casework-desk-sample-words"), false),
    ];
    let task = |what: &str, body: &str, kind, word_key: &str, opinion: String| TaskRow {
        body: word(&shell, body),
        what: word(&shell, what),
        kind,
        word: word(&shell, word_key),
        due: shell.date(Date::constant(2026, 11, 30)),
        by: if opinion.is_empty() { String::new() } else { word(&shell, "web-sample-person") },
        handed: String::new(),
        opinion,
    };
    let page = CasePage {
        form: form(),
        number: NUMBER.into(),
        from: "received".into(),
        seen: 2,
        kind: "running",
        state: word(&shell, "casework-state-received"),
        waits: shell.t1("casework-waits-body", "body", shell.t("web-sample-body-a")),
        body: word(&shell, "web-sample-body-a"),
        applicant: masked,
        channel: word(&shell, "casework-desk-channel-online"),
        submitted: shell.moment(AT),
        due: shell.date(Date::constant(2026, 11, 30)),
        due_kind: "soon",
        due_word: word(&shell, "casework-desk-last-day"),
        deemed: false,
        course: crate::pages::console::samples::course(&shell, "course"),
        acts: acts(&shell),
        lines: Vec::new(),
        days: "/desk/cases/case_01J/days".into(),
        lanes: None,
        tasks: vec![
            task(
                "casework-desk-task-review",
                "web-sample-body-b",
                "done",
                "casework-task-agree",
                word(&shell, "casework-desk-sample-words"),
            ),
            task("casework-desk-task-decide", "web-sample-body-a", "running", "casework-task-open", String::new()),
        ],
        parts: vec![Part { title: word(&shell, "web-sample-answers"), rows }],
        masked: true,
        unmask: "/desk/cases/case_01J/data".into(),
        reasons: reasons(&shell),
        papers: vec![PaperRow {
            name: word(&shell, "web-sample-file"),
            source: word(&shell, "casework-source-applicant"),
            level: word(&shell, "casework-level-c"),
            href: "/desk/cases/case_01J/files/plan".into(),
        }],
        notices: vec![NoticeRow {
            title: word(&shell, "casework-notice-slip"),
            number: [NUMBER, "-01"].concat(),
            day: shell.date(AT.date()),
            href: "/desk/cases/case_01J/notices/1".into(),
        }],
        steps: vec![StepRow {
            when: shell.moment(AT),
            what: word(&shell, "casework-event-submitted"),
            who: word(&shell, "casework-who-applicant"),
        }],
        changes: "/desk/cases/case_01J/changes".into(),
        licence: String::new(),
        next: "/desk/cases/case_01K?from=received".into(),
        list: "/desk?view=received".into(),
        shell: shell.clone(),
    };
    sampler.page("desk-case", &page);
    let mut stale = form();
    stale.error = Some(word(&shell, "problem-stale"));
    sampler.page(
        "desk-case-stale",
        &CasePage { form: stale, acts: Vec::new(), from: String::new(), next: String::new(), ..page },
    );
}

fn act_pages(sampler: &mut Sampler) {
    let back = || "/desk/cases/case_01J".to_owned();
    let shell = sampler.shell("casework-desk-act-correction");
    let mut wrong = form().with("at", "m.plan");
    wrong.errors = vec![FieldError {
        field: "words.m.plan".into(),
        label: word(&shell, "web-sample-file"),
        message: word(&shell, "casework-desk-defect-words"),
    }];
    let point = |value: &str, label: &str, chosen| Point {
        label: word(&shell, label),
        words: ["words.", value].concat(),
        chosen,
        value: value.into(),
    };
    let groups = vec![
        (word(&shell, "casework-papers-title"), vec![point("m.plan", "web-sample-file", true)]),
        (word(&shell, "casework-desk-declared"), vec![point("f.name", "web-sample-name", false)]),
    ];
    sampler.page(
        "desk-correction",
        &CorrectionPage {
            action: back(),
            back: back(),
            number: NUMBER.into(),
            seen: 2,
            from: "received".into(),
            answer_by: shell.date(Date::constant(2026, 12, 11)),
            groups,
            form: wrong,
            shell,
        },
    );
    let shell = sampler.shell("casework-desk-act-refusal");
    sampler.page(
        "desk-refusal",
        &RefusalPage {
            form: form(),
            action: back(),
            back: back(),
            number: NUMBER.into(),
            seen: 2,
            from: String::new(),
            grounds: grounds(&shell),
            shell,
        },
    );
    let shell = sampler.shell("casework-desk-act-handover");
    sampler.page(
        "desk-handover",
        &HandoverPage {
            form: form(),
            action: back(),
            back: back(),
            number: NUMBER.into(),
            seen: 2,
            from: "tasks".into(),
            officers: vec![Choice::new("staff_01J", word(&shell, "web-sample-person"))],
            shell,
        },
    );
    for (name, part, kind) in [("desk-opinion", "opinion", Kind::Review), ("desk-decision", "decision", Kind::Decide)] {
        let shell = sampler.shell(if kind == Kind::Review {
            "casework-desk-act-opinion"
        } else {
            "casework-desk-act-decision"
        });
        let said = (word(&shell, "web-sample-body-b"), "done", word(&shell, "casework-task-agree"));
        sampler.page(
            name,
            &DecisionPage {
                form: form(),
                action: back(),
                back: back(),
                number: NUMBER.into(),
                seen: 2,
                from: "tasks".into(),
                name: part,
                choices: choices(&shell, kind),
                words_label: word(&shell, &["casework-desk-words-", part].concat()),
                words_hint: word(&shell, &["casework-desk-words-", part, "-hint"].concat()),
                opinions: vec![said],
                shell,
            },
        );
    }
    for (name, key, pauses) in [
        ("desk-pause", "pause", true),
        ("desk-extension", "extension", false),
        ("desk-termination", "termination", false),
    ] {
        let shell = sampler.shell(match key {
            "pause" => "casework-desk-act-pause",
            "extension" => "casework-desk-act-extension",
            _ => "casework-desk-act-termination",
        });
        sampler.page(
            name,
            &ClockPage {
                form: form(),
                action: back(),
                back: back(),
                number: NUMBER.into(),
                seen: 2,
                from: String::new(),
                procedures: if pauses { procedures(&shell) } else { Vec::new() },
                lead: word(&shell, &["casework-desk-lead-", key].concat()),
                shell,
            },
        );
    }
}

fn window(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-window-title").wide();
    let list = |name: &str, rows| List {
        title: word(&shell, &["casework-window-list-", name].concat()),
        nothing: word(&shell, &["casework-desk-none-", name].concat()),
        rows,
        more: "/desk".into(),
    };
    let lists = vec![list("submitted", rows(&shell)), list("deliver", Vec::new())];
    sampler.page(
        "window",
        &Window {
            form: form(),
            lists,
            find: to::FIND,
            new_visit: to::NEW_VISIT,
            visits: to::VISITS,
            shell: shell.clone(),
        },
    );
    let shell = sampler.shell("casework-visit-new");
    let bodies = vec![Choice::new("a", shell.t("web-sample-body-a")), Choice::new("b", shell.t("web-sample-body-b"))];
    sampler.page(
        "window-visit-form",
        &FormPage { form: form(), action: to::NEW_VISIT, reasons: visits::reasons(&shell), bodies, shell },
    );
    let row = |shell: &Shell| visits::Row {
        href: "/window/visits/visit_01J".into(),
        number: "4401170012026V000000017".into(),
        at: shell.moment(AT),
        item: word(shell, "casework-desk-sample-item"),
        reason: word(shell, "casework-visit-reason-papers"),
        told: word(shell, "casework-desk-sample-words"),
    };
    let shell = sampler.shell("casework-visit-slip");
    sampler.page(
        "window-visit",
        &SlipPage {
            visit: row(&shell),
            body: word(&shell, "web-sample-body-a"),
            phone: "020-12345".into(),
            address: word(&shell, "web-sample-body-b"),
            by: word(&shell, "web-sample-person"),
            new_visit: to::NEW_VISIT,
            shell,
        },
    );
    let shell = sampler.shell("casework-visits-title").wide();
    sampler.page(
        "window-visits",
        &ListPage {
            rows: vec![row(&shell)],
            new_visit: to::NEW_VISIT,
            first: String::new(),
            next: "/window/visits?after=x".into(),
            shell,
        },
    );
}

fn board(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-board-title").wide();
    let named = |key: &str| {
        let text = |locale| sampler.texts.get(locale, key).into_owned();
        Text::both(text(kernel::Locale::Zh), text(kernel::Locale::En))
    };
    let figures = |key: &str, late| Figures {
        body: "body_01J".into(),
        name: named(key),
        submitted: 4,
        accepted: 31,
        late,
        came: 60,
        corrected: 3,
        ..Figures::default()
    };
    let loaded = Loaded {
        division: None,
        below: Vec::new(),
        figures: vec![figures("web-sample-body-a", 2), figures("web-sample-body-b", 0)],
        next: Some("x".into()),
    };
    let page = Board { below: vec![("a".into(), to::BOARD.into())], ..Board::of(shell, &loaded, "", "") };
    let counts = |n| Sign::ALL.into_iter().map(|sign| SignCount { sign, cases: n }).collect();
    let of = |key: &str, n| SignFigures { body: "body_01J".into(), name: named(key), counts: counts(n) };
    let both = [of("web-sample-body-a", 2), of("web-sample-body-b", 0)];
    sampler.page("board", &page);
    let shell = sampler.shell("casework-signs-title").wide();
    sampler.page("board-signs", &SignsPage::of(shell, &both, String::new(), to::BOARD_SIGNS.into()));
    let shell = sampler.shell("casework-sign-special-late").wide();
    let row = SignRow {
        number: NUMBER.into(),
        href: "/desk/cases/case_01J".into(),
        item: word(&shell, "casework-desk-sample-item"),
        state: word(&shell, "casework-state-special"),
        submitted: shell.moment(AT),
        received: shell.moment(AT),
        ended: String::new(),
        due: shell.date(AT.date()),
    };
    sampler.page(
        "board-sign",
        &SignPage {
            body: word(&shell, "web-sample-body-a"),
            meaning: signs::meaning(&shell, Sign::SpecialLate),
            rows: vec![row],
            more: true,
            shell,
        },
    );
    let shell = sampler.shell("casework-board-late").wide();
    let row = CaseRow {
        number: NUMBER.into(),
        href: "/desk/cases/case_01J".into(),
        item: word(&shell, "casework-desk-sample-item"),
        state: word(&shell, "casework-state-accepted"),
        waits: shell.t1("casework-waits-body", "body", shell.t("web-sample-body-a")),
        since: shell.date(AT.date()),
        due: shell.date(AT.date()),
        late: shell.span(3_u32, "calendar-days"),
        why: word(&shell, "casework-board-why-accepted"),
        now: word(&shell, "casework-board-now-accepted"),
    };
    sampler.page(
        "board-cases",
        &CasesPage {
            body: word(&shell, "web-sample-body-a"),
            late: true,
            rows: vec![row],
            csv: to::ROWS_CSV.into(),
            first: String::new(),
            next: String::new(),
            shell,
        },
    );
}

pub(crate) fn samples(sampler: &mut Sampler) {
    desk(sampler);
    case(sampler);
    act_pages(sampler);
    window(sampler);
    board(sampler);
}
