//! Pages of bundles, for people and in the console, with made-up content.

use web::{Choice, Form, Sampler, Shell};

use super::{
    ask::{AskPage, Known},
    list::{May, ThingPage, ThingsPage},
    notice::{NoticePage, Part},
    result::{Card, FieldLine, Paper, ResultPage},
};
use crate::{
    item::Item,
    pages::{
        Link, Say,
        console::bundles::{
            BundlesPage, Fault, Line,
            condition::{ConditionPage, Ticked},
            edition::{EditionPage, HeldRow, Links, Row, SameRow},
            member::{Conditional, MemberPage},
            question::QuestionPage,
        },
    },
};

const HERE: &str = "/things/sample";

/// All of them, about one item.
pub(crate) fn samples(sampler: &mut Sampler, item: &Item) {
    let name = || Say::of(&item.name, sampler.locale);
    let (one, two) = (name(), name());
    let shell =
        |sampler: &Sampler, key: &str| sampler.shell(key).crumb(sampler.texts.get(sampler.locale, "web-home"), "/");
    let link = || Link { name: one.clone(), href: HERE.into(), words: two.clone() };
    let list = ThingsPage {
        shell: shell(sampler, "catalogue-things"),
        persons: vec![link(), link()],
        enterprises: vec![link()],
    };
    sampler.page("things", &list);
    let none = ThingsPage { shell: shell(sampler, "catalogue-things"), persons: Vec::new(), enterprises: Vec::new() };
    sampler.page("things-none", &none);
    let frame = shell(sampler, "catalogue-things");
    let about = ThingPage {
        summary: one.clone(),
        demo: true,
        lead: one.clone(),
        begin: HERE.into(),
        questions: 4,
        items: vec![may(&frame, &one, true), may(&frame, &one, false)],
        editions: frame.t2("catalogue-things-edition", "number", "2", "date", "2026"),
        shell: frame,
    };
    sampler.page("thing", &about);
    let frame = shell(sampler, "catalogue-things");
    let page = ask(frame.clone(), &one, Form::default().with("licensed", "yes"), false);
    sampler.page("thing-ask", &page);
    let page = ask(frame, &one, Form::default(), true);
    sampler.page("thing-ask-number", &page);
    let page = result(shell(sampler, "catalogue-things-result"), &one);
    sampler.page("thing-result", &page);
    let page = notice(shell(sampler, "catalogue-notice"), &one, item);
    sampler.page("thing-notice", &page);
    console(sampler, &one);
}

fn may(shell: &Shell, name: &Say, always: bool) -> May {
    May {
        name: name.clone(),
        href: HERE.into(),
        body: name.clone(),
        words: shell.t("catalogue-mode-case").into_owned(),
        always,
    }
}

fn choices(shell: &Shell) -> Vec<Choice> {
    vec![Choice::new("yes", shell.t("catalogue-yes")), Choice::new("no", shell.t("catalogue-no"))]
}

fn known(shell: &Shell, name: &Say) -> Known {
    Known {
        label: name.clone(),
        answer: shell.t("catalogue-yes").into_owned(),
        source: shell.t2("catalogue-things-source", "source", name.text.as_str(), "date", "2026"),
        change: HERE.into(),
    }
}

fn ask(shell: Shell, name: &Say, form: Form, typed: bool) -> AskPage {
    AskPage {
        form,
        name: name.clone(),
        key: "licensed".into(),
        label: name.clone(),
        hint: name.clone(),
        choices: choices(&shell),
        typed,
        action: HERE.into(),
        along: vec![("form".into(), "company".into())],
        number: shell.t1("catalogue-things-number", "number", 2),
        back: HERE.into(),
        why: name.clone(),
        item: name.clone(),
        item_href: HERE.into(),
        basis: name.clone(),
        no_source: name.clone(),
        known: vec![known(&shell, name)],
        shell,
    }
}

fn paper(shell: &Shell, name: &Say, held: bool) -> Paper {
    Paper {
        name: name.clone(),
        condition: name.clone(),
        late: !held,
        who: name.text.clone(),
        held: if held { shell.t("catalogue-things-held-word").into_owned() } else { String::new() },
    }
}

fn result(shell: Shell, name: &Say) -> ResultPage {
    let card = |after: bool| Card {
        name: name.clone(),
        href: HERE.into(),
        body: name.clone(),
        facts: shell.t("catalogue-mode-case").into_owned(),
        after: if after { shell.t1("catalogue-things-after", "items", name.text.as_str()) } else { String::new() },
        apply: if after { String::new() } else { HERE.into() },
    };
    let fact = |key: &str| (shell.t(key).into_owned(), shell.span(9_u32, "working-days"), name.text.clone());
    ResultPage {
        name: name.clone(),
        lead: shell.tn("catalogue-things-lead", &[("items", &3), ("steps", &2)]),
        facts: vec![fact("catalogue-things-longest"), fact("catalogue-things-usual")],
        groups: vec![vec![card(false)], vec![card(true), card(true)]],
        bring: vec![paper(&shell, name, false)],
        held: vec![paper(&shell, name, true)],
        made: vec![(name.clone(), shell.t1("catalogue-things-made-by", "item", name.text.as_str()))],
        fields: vec![FieldLine { label: name.clone(), who: name.text.clone(), filled: true }],
        fields_words: shell.tn("catalogue-things-fields-words", &[("asked", &12), ("apart", &30), ("filled", &4)]),
        papers_words: shell.t2("catalogue-things-papers-words", "bring", 1, "apart", 6),
        known: vec![known(&shell, name)],
        answers: vec![(name.clone(), shell.t("catalogue-no").into_owned(), HERE.into())],
        fees: Vec::new(),
        unknown: shell.t1("catalogue-things-unknown", "items", name.text.as_str()),
        notice: HERE.into(),
        stuck: false,
        signed_in: false,
        shell,
    }
}

fn notice(shell: Shell, name: &Say, item: &Item) -> NoticePage {
    NoticePage {
        name: name.clone(),
        answers: vec![(name.clone(), shell.t("catalogue-yes").into_owned())],
        parts: vec![Part {
            number: 1,
            name: name.clone(),
            body: name.clone(),
            limit: shell.span(5_u32, "working-days"),
            after: name.text.clone(),
            bases: item.bases.clone(),
            places: item.places.clone(),
            fees: Vec::new(),
        }],
        bring: vec![(name.clone(), name.clone(), name.text.clone())],
        held: vec![(name.clone(), Say::default(), name.text.clone())],
        made: vec![(name.clone(), name.text.clone())],
        longest: shell.span(9_u32, "working-days"),
        data_lang: crate::pages::list_lang(shell.locale),
        as_of: shell.date(kernel::Timestamp(1_795_000_000_000).date()),
        back: HERE.into(),
        shell,
    }
}

fn fault(shell: &Shell, name: &Say, warning: bool) -> Fault {
    Fault {
        place: name.text.clone(),
        href: HERE.into(),
        text: shell
            .t(if warning { "catalogue-trouble-looks-same" } else { "catalogue-trouble-undecidable" })
            .into_owned(),
        detail: name.text.clone(),
        under: shell.t("catalogue-yes").into_owned(),
        warning,
        same: warning.then(|| "food.area, fire.area".into()),
    }
}

fn line(shell: &Shell, name: &Say) -> Line {
    Line {
        name: name.clone(),
        href: HERE.into(),
        kind: "waiting",
        state: shell.t("catalogue-edition-draft").into_owned(),
        number: shell.t1("catalogue-console-number", "number", 2),
        note: name.text.clone(),
        since: shell.moment(kernel::Timestamp(1_795_000_000_000)),
    }
}

fn console(sampler: &mut Sampler, name: &Say) {
    let frame = |sampler: &Sampler, key: &str| sampler.shell(key).wide();
    let shell = frame(sampler, "catalogue-console-bundles");
    let page = BundlesPage {
        form: Form::default(),
        drafts: vec![line(&shell, name)],
        published: vec![line(&shell, name)],
        draws: true,
        bases: vec![Choice::new("blank", shell.t("catalogue-console-blank"))],
        bodies: choices(&shell),
        shell,
    };
    sampler.page("console-bundles", &page);
    let page = edition(frame(sampler, "catalogue-console-bundles"), name);
    sampler.page("console-bundle", &page);
    let shell = frame(sampler, "catalogue-console-question-new");
    let page = QuestionPage {
        form: Form::default(),
        is_new: false,
        seen: 1,
        draws: true,
        kinds: choices(&shell),
        items: choices(&shell),
        choices: vec![("choice_value_1".into(), "choice_zh_1".into(), "choice_en_1".into())],
        faults: vec![fault(&shell, name, false)],
        when: "licensed = true".into(),
        condition: HERE.into(),
        action: HERE.into(),
        back: HERE.into(),
        shell,
    };
    sampler.page("console-question", &page);
    for is_new in [true, false] {
        let page = member(frame(sampler, "catalogue-console-item-new"), name, is_new);
        sampler.page(if is_new { "console-item-new" } else { "console-item" }, &page);
    }
    let shell = frame(sampler, "catalogue-console-condition");
    let ticked = |number: bool| Ticked {
        name: if number { "q_area" } else { "q_licensed" }.into(),
        label: name.clone(),
        choices: choices(&shell),
        number,
    };
    let page = ConditionPage {
        form: Form::default().with("feel", "licensed = true"),
        seen: 1,
        draws: true,
        lead: name.text.clone(),
        ticked: vec![ticked(false), ticked(true)],
        by_ticks: false,
        faults: vec![fault(&shell, name, false)],
        action: HERE.into(),
        back: HERE.into(),
        shell: shell.clone(),
    };
    sampler.page("console-condition", &page);
}

fn member(shell: Shell, name: &Say, is_new: bool) -> MemberPage {
    MemberPage {
        form: Form::default(),
        is_new,
        seen: 1,
        draws: true,
        item: name.clone(),
        item_href: HERE.into(),
        q: name.text.clone(),
        found: choices(&shell),
        others: choices(&shell),
        derived: vec![name.text.clone()],
        own: choices(&shell),
        conditional: vec![Conditional {
            name: name.clone(),
            own: name.clone(),
            when: String::new(),
            href: HERE.into(),
        }],
        faults: vec![fault(&shell, name, false)],
        when: String::new(),
        condition: HERE.into(),
        action: HERE.into(),
        back: HERE.into(),
        shell,
    }
}

fn edition(shell: Shell, name: &Say) -> EditionPage {
    let row = |faults: usize| Row {
        name: name.clone(),
        href: HERE.into(),
        when: "licensed = true".into(),
        words: "DEMO-440117-001".into(),
        faults,
    };
    let to = || HERE.to_owned();
    EditionPage {
        form: Form::default(),
        kind: "waiting",
        state: shell.t("catalogue-edition-draft").into_owned(),
        note: name.text.clone(),
        seen: 3,
        counts: shell.tn("catalogue-console-counts", &[("questions", &4), ("items", &6), ("combinations", &24)]),
        faults: vec![fault(&shell, name, false)],
        hints: vec![fault(&shell, name, true)],
        questions: vec![row(0), row(2)],
        items: vec![row(0), row(1)],
        same: vec![SameRow { place: 0, label: name.clone(), names: vec![name.text.clone(), name.text.clone()] }],
        held: vec![HeldRow {
            place: 0,
            licence: "business_licence".into(),
            when: "licensed = true".into(),
            href: to(),
        }],
        draws: true,
        publishes: true,
        own_hand: true,
        ends: true,
        fits: false,
        audiences: choices(&shell),
        fields: choices(&shell),
        papers: choices(&shell),
        licences: choices(&shell),
        editions: vec![line(&shell, name)],
        href: Links {
            about: to(),
            question: to(),
            member: to(),
            same: to(),
            held: to(),
            text: to(),
            publish: to(),
            discard: to(),
            end: to(),
            preview: to(),
        },
        shell,
    }
}
