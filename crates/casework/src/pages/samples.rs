//! Pages with made-up content, for the test that renders and looks at all.

use kernel::{Date, Timestamp};
use web::{
    Choice, Form, Html, Sampler, Shell,
    day_line::{Day, DayLine, Flag},
    form::FieldError,
};

use super::{
    apply::{Apply, Need},
    case::{CasePage, Late, NoticeRow, PaperRow, Step},
    check::{CheckPage, Part, Row},
    correction::{CorrectionPage, Mend},
    days::{Account, AccountRow, Days, Line},
    draft::{Task, Tasks},
    mine::{self, DraftRow, Mine},
    papers::{self, ACCEPT, PaperPage, Papers},
    section::{Ask, SectionPage},
    submitted::Confirmed,
    track::{Track, Tracked},
    withdrawal::Withdrawal,
    words::Tag,
};

const NUMBER: &str = "4401170012026A000000015";
const AT: Timestamp = Timestamp(1_795_000_000_000);

pub(crate) fn samples(sampler: &mut Sampler) {
    before(sampler);
    drafts(sampler);
    cases(sampler);
    super::staff::samples::samples(sampler);
}

fn word(shell: &Shell, key: &str) -> String {
    shell.t(key).into_owned()
}

fn form() -> Form {
    let mut form = Form::default();
    form.once = "0123456789abcdef".into();
    form
}

fn tag(shell: &Shell) -> Tag {
    Tag {
        words: shell.t1("casework-origin-person", "day", shell.date(AT.date())),
        why: word(shell, "casework-origin-person-why"),
    }
}

fn failed(shell: &Shell, field: &str, label: &str, key: &str) -> Form {
    let mut form = form();
    form.status = 422;
    let message = word(shell, key);
    form.errors = vec![FieldError { field: field.into(), label: word(shell, label), message }];
    form
}

fn line(shell: &Shell) -> Line {
    let days = (16..=30).map(|day| {
        let date = Date::constant(2026, 11, day);
        let working = !matches!(day, 16 | 21 | 22 | 28 | 29);
        Day {
            date,
            number: working.then(|| u32::try_from(day - 16).unwrap_or(0)),
            reason: if working { String::new() } else { word(shell, "day-weekend") },
            events: if day == 16 { vec![word(shell, "casework-event-submitted")] } else { Vec::new() },
        }
    });
    let line = DayLine {
        days: days.collect(),
        today: Some(Date::constant(2026, 11, 24)),
        promised: Some(Flag { date: Date::constant(2026, 11, 27), provisional: false }),
        statutory: Some(Flag { date: Date::constant(2026, 11, 30), provisional: true }),
    };
    Line { title: word(shell, "casework-clock-decision"), words: String::new(), picture: line.draw(shell) }
}

fn before(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-apply-title");
    let need = |key: &str, kind, tag: &str| Need {
        name: word(&shell, key),
        note: String::new(),
        tag: (kind, word(&shell, tag)),
    };
    let page = Apply {
        form: form(),
        action: "/".into(),
        guide: "/".into(),
        item: word(&shell, "casework-copy"),
        body: word(&shell, "web-sample"),
        place: word(&shell, "web-sample"),
        elsewhere: true,
        conditions: vec![word(&shell, "casework-declaration-truth")],
        audience: word(&shell, "casework-audience-both"),
        opens: true,
        suits: true,
        signed_in: true,
        fields_known: 5,
        needs: vec![
            need("casework-source-licence", "done", "casework-need-held"),
            need("casework-application-form", "waiting", "casework-need-yours"),
        ],
        held: 1,
        promised: shell.span(10, "working-days"),
        statutory: shell.span(20, "working-days"),
        places: vec![Choice::new("440117", word(&shell, "web-sample"))],
        shell: shell.clone(),
    };
    sampler.page("apply", &page);
    let other = Apply { opens: false, signed_in: false, places: Vec::new(), ..page };
    sampler.page("apply-elsewhere", &other);
    let shell = sampler.shell("casework-track-title");
    let form = failed(&shell, "number", "casework-track-number", "casework-track-wrong");
    sampler.page("track", &Track { form, action: "/track", shell });
}

fn ask(shell: &Shell, key: &str, kind: &'static str, label: &str) -> Ask {
    Ask {
        key: key.into(),
        label: word(shell, label),
        hint: word(shell, "casework-apply-division-hint"),
        why: word(shell, "casework-origin-person-why"),
        kind,
        input: "text".into(),
        mode: String::new(),
        auto: String::new(),
        choices: vec![Choice::new("yes", word(shell, "casework-yes")), Choice::new("no", word(shell, "casework-no"))],
        optional: kind == "lines",
        source: Some(tag(shell)),
    }
}

fn drafts(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-draft-title");
    let task = |kind, key: &str| Task {
        label: word(&shell, "casework-papers-title"),
        href: "/".into(),
        kind,
        word: word(&shell, key),
    };
    let page = Tasks {
        item: word(&shell, "casework-draft-title"),
        body: word(&shell, "web-sample"),
        place: word(&shell, "web-sample"),
        tasks: vec![task("done", "casework-task-done"), task("waiting", "casework-task-todo")],
        known: 7,
        ready: true,
        check: "/".into(),
        discard: "/".into(),
        kept: shell.moment(AT),
        shell: shell.clone(),
    };
    sampler.page("draft", &page);
    let kinds = ["text", "lines", "number", "day", "radios", "boxes", "select"];
    let asks = kinds.iter().map(|kind| ask(&shell, kind, kind, "casework-number")).collect();
    let steps = vec![word(&shell, "casework-papers-title"), word(&shell, "casework-check-title")];
    let page = SectionPage {
        form: failed(&shell, "number", "casework-number", "casework-field-number"),
        action: "/".into(),
        asks,
        back: "/".into(),
        steps,
        step: 1,
        shell: shell.clone(),
    };
    sampler.page("draft-section", &page);
    let row = |kind, key: &str, file: &str, source| papers::Row {
        name: word(&shell, "casework-application-form"),
        note: String::new(),
        kind,
        word: word(&shell, key),
        file: file.into(),
        source,
        href: "/".into(),
        act: word(&shell, "casework-paper-change"),
    };
    let rows = vec![
        row("done", "casework-paper-held", "", Some(tag(&shell))),
        row("done", "casework-paper-handed", "plan.pdf", None),
        row("soon", "casework-paper-missing", "", None),
    ];
    let page = Papers { rows, wanting: 1, check: "/".into(), back: "/".into(), shell: shell.clone() };
    sampler.page("draft-papers", &page);
    let page = PaperPage {
        form: failed(&shell, "material.plan", "casework-application-form", "casework-file-program"),
        action: "/".into(),
        field: "material.plan".into(),
        accept: ACCEPT,
        notes: vec![word(&shell, "casework-paper-hint")],
        handed: "plan.pdf".into(),
        source: Some(tag(&shell)),
        back: "/".into(),
        shell: shell.clone(),
    };
    sampler.page("draft-paper", &page);
    let row = |source| Row { term: word(&shell, "casework-number"), value: NUMBER.into(), source };
    let rows = vec![row(Some(tag(&shell))), row(None)];
    let page = CheckPage {
        form: form(),
        action: "/".into(),
        back: "/".into(),
        item: word(&shell, "casework-draft-title"),
        body: word(&shell, "web-sample"),
        parts: vec![Part { title: word(&shell, "casework-papers-title"), change: "/".into(), rows }],
        missing: Vec::new(),
        applicant: word(&shell, "web-sample-person"),
        fee: word(&shell, "casework-fee-none"),
        shell: shell.clone(),
    };
    sampler.page("draft-check", &page);
    let missing = vec![(word(&shell, "casework-paper-missing"), "/".to_owned())];
    sampler.page("draft-check-missing", &CheckPage { missing, ..page });
}

fn cases(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-submitted-title");
    let page = Confirmed {
        item: word(&shell, "casework-draft-title"),
        number: NUMBER.into(),
        secret: "K7QX9-3FMPT".into(),
        next: word(&shell, "casework-next-correction"),
        case: "/".into(),
        slip: "/".into(),
        application: "/".into(),
        track: "/track",
        shell,
    };
    sampler.page("case-submitted", &page);
    let shell = sampler.shell("casework-my");
    let row = |kind, key: &str, call: &str| mine::Row {
        item: word(&shell, "casework-draft-title"),
        number: NUMBER.into(),
        href: "/".into(),
        kind,
        word: word(&shell, key),
        waits: word(&shell, "casework-waits-you"),
        by: shell.t1("casework-by-day", "day", shell.date(AT.date())),
        call: call.into(),
        call_href: "/".into(),
    };
    let draft = DraftRow { item: word(&shell, "casework-draft-title"), href: "/".into(), kept: shell.moment(AT) };
    let page = Mine {
        whom: String::new(),
        drafts: vec![draft],
        open: vec![
            row("soon", "casework-state-correction", &shell.t("casework-correct-now")),
            row("late", "casework-light-late", ""),
        ],
        past: vec![row("done", "casework-state-approved", "")],
        slot: Html::default(),
        next: "/my?after=x".into(),
        first: String::new(),
        shell: shell.clone(),
    };
    sampler.page("my", &page);
    let nothing = Mine { drafts: Vec::new(), open: Vec::new(), past: Vec::new(), next: String::new(), ..page };
    sampler.page("my-nothing", &nothing);
    case(sampler);
    let shell = sampler.shell("casework-days-title");
    let row = |number: &str, key: &str, late| AccountRow {
        date: shell.date_weekday(AT.date()),
        number: number.into(),
        reason: word(&shell, key),
        late,
    };
    let account = Account {
        title: word(&shell, "casework-clock-statutory"),
        basis: word(&shell, "casework-clock-statutory-basis"),
        words: shell.t1("casework-standing-paused", "day", shell.date(AT.date())),
        rows: vec![row("", "day-start", false), row("1", "day-counted", false), row("2", "day-counted", true)],
    };
    sampler.page("case-days", &Days { number: NUMBER.into(), accounts: vec![account], shell });
    let shell = sampler.shell("casework-correction-title");
    let what = word(&shell, "casework-printed-remedy");
    let file = Some(("material.plan".to_owned(), word(&shell, "casework-application-form")));
    let mends = vec![
        Mend {
            what: what.clone(),
            ask: Some(ask(&shell, "area", "number", "casework-number")),
            file: None,
            taken: String::new(),
        },
        Mend { what, ask: None, file, taken: "plan.pdf".into() },
    ];
    let page = CorrectionPage {
        form: failed(&shell, "area", "casework-number", "casework-defect-untouched"),
        action: "/".into(),
        back: "/".into(),
        number: NUMBER.into(),
        body: word(&shell, "web-sample"),
        answer_by: shell.date(AT.date()),
        unanswered: word(&shell, "casework-correction-unanswered"),
        mends,
        accept: ACCEPT,
        shell,
    };
    sampler.page("case-correction", &page);
    let shell = sampler.shell("casework-withdrawal-title");
    let page = Withdrawal {
        form: form().with("version", "3"),
        action: "/".into(),
        back: "/".into(),
        number: NUMBER.into(),
        item: word(&shell, "casework-draft-title"),
        ended: false,
        shell,
    };
    sampler.page("case-withdrawal", &page);
}

fn case(sampler: &mut Sampler) {
    let shell = sampler.shell("casework-draft-title");
    let step = |key: &str, who: &str| Step {
        when: shell.moment(AT),
        at: AT.rfc3339(),
        what: word(&shell, key),
        who: word(&shell, who),
    };
    let steps = || {
        vec![
            step("casework-event-submitted", "casework-who-you"),
            step("casework-event-deemed-accepted", "casework-who-law"),
        ]
    };
    let paper = PaperRow {
        name: word(&shell, "casework-application-form"),
        source: word(&shell, "casework-source-applicant"),
        level: word(&shell, "casework-level-c"),
        href: "/".into(),
    };
    let notice = NoticeRow {
        title: word(&shell, "casework-notice-slip"),
        number: [NUMBER, "-01"].concat(),
        day: shell.date(AT.date()),
        href: "/".into(),
    };
    let late = Late {
        words: shell.t2("casework-late-words", "day", shell.date(AT.date()), "late", shell.span(3, "working-days")),
        by: word(&shell, "casework-waits-window"),
        why: word(&shell, "casework-late-why-none"),
        complaint: String::new(),
        phone: "020-55501000".into(),
    };
    let page = CasePage {
        number: NUMBER.into(),
        kind: "late",
        word: word(&shell, "casework-light-late"),
        state: word(&shell, "casework-state-accepted"),
        next: word(&shell, "casework-next-correction"),
        waits: word(&shell, "casework-waits-window"),
        body: word(&shell, "web-sample"),
        correct: Some((shell.t1("casework-correct-by", "day", shell.date(AT.date())), "/".to_owned())),
        late: Some(late),
        lines: vec![line(&shell)],
        days: "/".into(),
        lanes: None,
        steps: steps(),
        papers: vec![paper],
        notices: vec![notice],
        licence: "1.2.156.3005.2.1".into(),
        rating: Html::default(),
        withdraw: "/".into(),
        copy: "/".into(),
        application: "/".into(),
        deemed: true,
        course: super::console::samples::course(&shell, "course"),
        shell: shell.clone(),
    };
    sampler.page("case", &page);
    let page = Tracked {
        number: NUMBER.into(),
        item: word(&shell, "casework-draft-title"),
        body: word(&shell, "web-sample"),
        kind: "running",
        word: word(&shell, "casework-state-accepted"),
        next: word(&shell, "casework-next-special"),
        waits: word(&shell, "casework-waits-applicant"),
        lines: vec![line(&shell)],
        steps: steps(),
        again: "/track",
        shell: shell.clone(),
    };
    sampler.page("tracked", &page);
}
