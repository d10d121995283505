//! One invitation a handling, one rating an invitation.

use kernel::id::BodyId;
use ratings::{Level, NewRating, Rates, give};
use testkit::{TestApp, for_each_engine, wang_fang};

use crate::kit::*;

fn rates(app: &TestApp, body: &BodyId) -> (Rates, Rates) {
    let body = body.clone();
    app.read(move |read| Ok((ratings::rates_of_item(read, ITEM)?, ratings::rates_of_body(read, &body)?))).unwrap()
}

fn rating(level: Level) -> NewRating {
    NewRating { level, reasons: Vec::new(), comment: String::new() }
}

#[test]
fn every_statement_prepares_on_both_engines() {
    for_each_engine(async |engine| {
        let (app, _) = app(&engine);
        let store = app.store.clone();
        assert!(std::thread::spawn(move || store.check_statements().unwrap()).join().unwrap() > 10);
    });
}

#[test]
fn a_handling_is_invited_once_however_it_ended() {
    for_each_engine(async |engine| {
        let (app, body) = app(&engine);
        let wang = wang_fang();
        announce(&app, "case.denied", "case_a", 0, payload("case_a", &body, &wang));
        announce(&app, "case.delivered", "case_a", 1, payload("case_a", &body, &wang));
        announce(&app, "case.refused", "case_b", 0, payload("case_b", &body, &wang));
        announce(&app, "case.not_required", "case_c", 0, payload("case_c", &body, &wang));
        announce(&app, "case.withdrawn", "case_d", 0, payload("case_d", &body, &wang));
        let mut before_acceptance = payload("case_e", &body, &wang);
        before_acceptance["accepted"] = false.into();
        announce(&app, "case.withdrawn", "case_e", 0, before_acceptance);
        announce(&app, "case.accepted", "case_f", 0, payload("case_f", &body, &wang));
        announce(&app, "case.approved", "case_g", 0, payload("case_g", &body, &wang));
        announce(&app, "case.delivered", "case_h", 0, serde_json::json!({ "strange": true }));
        app.settle();
        let expected = Rates { closed: 4, ..Rates::default() };
        assert_eq!(rates(&app, &body), (expected, expected));
        for (case, invited) in
            [("case_a", true), ("case_d", true), ("case_e", false), ("case_f", false), ("case_g", false)]
        {
            assert_eq!(token(&app, case).is_some(), invited, "{case}");
        }
        let person = wang.id.clone();
        assert_eq!(app.read(move |read| notices::unread(read, &person)).unwrap(), 4);
        verify_state(&app, 5);
    });
}

#[test]
fn of_many_at_once_one_rating_counts() {
    for_each_engine(async |engine| {
        let (app, body) = app(&engine);
        let token = delivered(&app, "case_a", &body, &wang_fang());
        let threads: Vec<_> = (0..8)
            .map(|number| {
                let (store, token) = (app.store.clone(), token.clone());
                let level = if number % 2 == 0 { Level::VerySatisfied } else { Level::VeryUnsatisfied };
                std::thread::spawn(move || store.write(move |tx| give(tx, &token, &rating(level))))
            })
            .collect();
        let answers: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        for answer in answers.into_iter().filter_map(Result::err) {
            assert!(matches!(answer, store::Error::Problem(problem) if problem.refusal.status() == 409));
        }
        let (item, of_body) = rates(&app, &body);
        assert_eq!(item, of_body);
        assert_eq!((item.rated, item.good + item.bad, item.closed), (1, 1, 1));
    });
}

#[test]
fn ratings_of_many_at_once_are_all_counted() {
    for_each_engine(async |engine| {
        let (app, body) = app(&engine);
        let tokens: Vec<String> =
            (0..12).map(|number| delivered(&app, &format!("case_{number}"), &body, &wang_fang())).collect();
        let threads: Vec<_> = tokens
            .into_iter()
            .take(10)
            .map(|token| {
                let store = app.store.clone();
                std::thread::spawn(move || store.write(move |tx| give(tx, &token, &rating(Level::Satisfied))))
            })
            .collect();
        assert!(threads.into_iter().all(|thread| thread.join().unwrap().is_ok()));
        assert_eq!(rates(&app, &body).1, Rates { good: 10, bad: 0, rated: 10, closed: 12 });
        verify_state(&app, 1 + 12 + 10);
    });
}

#[test]
fn the_journal_of_a_rating_names_nobody() {
    for_each_engine(async |engine| {
        let (app, body) = app(&engine);
        let wang = wang_fang();
        let token = delivered(&app, "case_a", &body, &wang);
        let new =
            NewRating {
                level: Level::VeryUnsatisfied, reasons: vec!["slow".into()], comment: "等了三个月".into()
            };
        let id = app.write(move |tx| give(tx, &token, &new)).unwrap();
        let events = app.read(move |read| read.stream(id.as_str())).unwrap();
        let journal = serde_json::to_string(&events).unwrap();
        for secret in [wang.id.as_str(), "case_a", "等了三个月", "440117001-2026-1"] {
            assert!(!journal.contains(secret), "{secret}: {journal}");
        }
        assert!(journal.contains("\"nobody\"") && journal.contains("slow"));
        verify_state(&app, 4);
    });
}
