//! What is told arrives sealed, is read once, and mail says nothing.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use kernel::{Locale, id::PersonId};
use notices::{Mailer, Needs, module, tell};
use testkit::{Setup, TestApp, for_each_engine, li_qiang, staff, wang_fang};

/// A text of a room that tells.
fn teller() -> web::Module {
    web::Module {
        name: "teller",
        texts: &[
            (Locale::Zh, "teller-told = { $name }，还有 { $days } 天\n"),
            (
                Locale::En,
                "teller-told = { $name }: { $days ->\n    [one] one day\n   *[other] { $days } days\n } left\n",
            ),
        ],
        ..web::Module::default()
    }
}

fn rooms() -> Vec<web::Module> {
    vec![module(Needs::default()), teller()]
}

fn told(app: &TestApp, to: &PersonId, days: i64, link: &'static str) {
    let to = to.clone();
    app.write(move |tx| tell(tx, &to, "teller-told", &[("name", "王芳".into()), ("days", days.to_string())], link))
        .unwrap();
}

#[test]
fn every_page_can_be_rendered_and_has_its_texts() {
    testkit::pages::all(rooms());
}

#[test]
fn every_statement_prepares_on_both_engines() {
    for_each_engine(async |engine| {
        let app = engine.app(rooms());
        let store = app.store.clone();
        let checked = tokio::task::spawn_blocking(move || store.check_statements().unwrap()).await.unwrap();
        assert!(checked > 10);
    });
}

#[test]
fn a_message_is_read_once_and_only_by_the_person_it_is_for() {
    for_each_engine(async |engine| {
        let app = engine.app(rooms());
        let (wang, li) = (wang_fang(), li_qiang());
        let client = app.as_person(&wang);
        client.get("/me/messages").await.ok().has("目前还没有消息");
        told(&app, &wang.id, 1, "/my/cases");
        app.clock.forward_minutes(1);
        told(&app, &wang.id, 20, "");
        let english = app.as_person(&wang).in_english();
        let page = english.get("/me/messages").await.ok().has("王芳: one day left").has("20 days left").has("2 unread");
        let listed = client.get("/api/v1/messages?limit=1").await.ok().json();
        assert_eq!(listed["items"][0]["text"], "王芳，还有 20 天");
        let next = listed["next"].as_str().unwrap().to_owned();
        let second = client.get(&format!("/api/v1/messages?after={next}")).await.ok().json();
        let oldest = second["items"][0]["id"].as_str().unwrap().to_owned();
        assert!(page.text().contains(&oldest));
        app.as_person(&li).post_form(&format!("/me/messages/{oldest}"), &[]).await.not_found();
        app.as_person(&li).get("/me/messages").await.ok().lacks("王芳，");
        assert_eq!(client.post_form(&format!("/me/messages/{oldest}"), &[]).await.see_other(), "/my/cases");
        client.get("/me/messages").await.ok().has("有 1 条未读消息");
        let read =
            client.get(&format!("/api/v1/messages?after={next}")).await.ok().json()["items"][0]["read_at"].clone();
        app.clock.forward_minutes(5);
        client.post_form(&format!("/me/messages/{oldest}"), &[]).await.see_other();
        let again =
            client.get(&format!("/api/v1/messages?after={next}")).await.ok().json()["items"][0]["read_at"].clone();
        assert_eq!(read, again);
        // What came after the page was shown stays unread.
        told(&app, &wang.id, 3, "");
        client.post_form("/me/messages/seen", &[("newest", &next)]).await.see_other();
        let person = wang.id.clone();
        assert_eq!(app.read(move |read| notices::unread(read, &person)).unwrap(), 1);
    });
}

#[test]
fn an_inbox_is_closed_to_nobody_and_to_staff() {
    for_each_engine(async |engine| {
        let app = engine.app(rooms());
        let officer = staff(1, kernel::access::Role::Officer, &kernel::Id::new(kernel::Timestamp(1), [1; 10]));
        let (nobody, officer) = (app.nobody(), app.as_staff(&officer));
        let table = app
            .walk(&[("nobody", &nobody), ("officer", &officer)], |route| {
                route.path.contains("messages").then(|| route.path.replace("{id}", "msg_01J00000000000000000000000"))
            })
            .await;
        for line in table.lines() {
            let status: u16 = line.rsplit(' ').next().unwrap().parse().unwrap();
            assert!([303, 401, 403].contains(&status), "{line}");
        }
    });
}

#[test]
fn what_stands_in_a_message_is_gone_when_the_person_is_erased() {
    for_each_engine(async |engine| {
        let app = engine.app(rooms());
        let wang = wang_fang();
        told(&app, &wang.id, 1, "/my");
        let person = wang.id.clone();
        app.write(move |tx| tx.erase(&person)).unwrap();
        app.as_person(&wang).get("/me/messages").await.ok().has("已按要求删除").lacks("还有 1 天");
    });
}

#[test]
fn a_mail_goes_to_those_who_want_it_says_nothing_and_is_tried_again() {
    for_each_engine(async |engine| {
        let (mail, broken) = (testkit::Mail::new(), Arc::new(AtomicBool::new(true)));
        let (catching, failing) = (mail.clone(), broken.clone());
        let mailer = Mailer::by("https://tongban.test/", move |letter| {
            if failing.load(Ordering::SeqCst) {
                return Err("the server is away".into());
            }
            let letter = letter.clone();
            catching.push(testkit::Letter { to: letter.to, subject: letter.subject, text: letter.text });
            Ok(())
        });
        let modules = vec![module(Needs { mailer: Some(mailer) }), teller()];
        let app = TestApp::on(&engine, Setup { modules, ..Setup::default() });
        let wang = wang_fang();
        let client = app.as_person(&wang);
        told(&app, &wang.id, 1, "/my");
        app.settle();
        for wrong in ["", "wang", "a@b c.cn", "王@@x.cn"] {
            client
                .post_form("/me/messages/mail", &[("address", wrong), ("wanted", "on")])
                .await
                .refused(422)
                .has("f-address");
        }
        let fields = [("address", "wang@example.com"), ("wanted", "on"), ("once", "0123456789abcdef")];
        client.post_form("/me/messages/mail", &fields).await.see_other();
        client.post_form("/me/messages/mail", &fields).await.see_other();
        client.get("/me/messages/mail").await.ok().has("wang@example.com").has("checked");
        told(&app, &wang.id, 2, "/my");
        told(&app, &wang.id, 3, "/my");
        app.settle();
        assert!(mail.all().is_empty());
        broken.store(false, Ordering::SeqCst);
        app.clock.forward_minutes(1);
        app.settle();
        let letters = mail.to("wang@example.com");
        assert_eq!(letters.len(), 1);
        assert!(letters[0].text.contains("https://tongban.test/me/messages"));
        assert!(!letters[0].text.contains("王芳") && !letters[0].subject.contains("3"));
        client.post_form("/me/messages/mail", &[("address", "wang@example.com")]).await.see_other();
        told(&app, &wang.id, 4, "/my");
        app.settle();
        assert_eq!(mail.all().len(), 1);
        let store = app.store.clone();
        let report = tokio::task::spawn_blocking(move || store.verify_state(&mut |_| ()).unwrap()).await.unwrap();
        assert!(report.faults.is_empty() && report.nouns == 1, "{report:?}");
    });
}

static CLEARED: store::Sql = store::Sql::new("DELETE FROM notices_message WHERE person = $1");

#[test]
fn on_a_full_disk_a_form_comes_back_with_what_was_typed_pages_are_read_and_later_it_is_taken() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let setup = Setup { modules: rooms(), most_bytes: Some(1 << 20), ..Setup::default() };
        let app = TestApp::on(&testkit::Engine::Sqlite, setup);
        let (wang, li) = (wang_fang(), li_qiang());
        let client = app.as_person(&wang);
        let fill = || {
            let to = li.id.clone();
            app.write(move |tx| tell(tx, &to, "teller-told", &[("name", "x".repeat(500)), ("days", "1".into())], ""))
        };
        let mut refused = None;
        for number in 0..40 {
            while fill().is_ok() {}
            app.clock.forward_minutes(11);
            let address = format!("{}{number}@example.com", "a".repeat(50));
            let answer = client.post_form("/me/messages/mail", &[("address", &address), ("wanted", "on")]).await;
            if answer.status == 503 {
                refused = Some((answer, address));
                break;
            }
            assert_eq!(answer.status, 303);
        }
        let (answer, address) = refused.expect("it fills");
        assert_eq!(answer.header("retry-after"), "60");
        let _ = answer.has("系统暂时不能保存").has(&address);
        // Whoever looks is answered, and nothing of the refused wish is there.
        client.get("/me/messages").await.ok();
        client.get("/me/messages/mail").await.ok().lacks(&address);
        let to = li.id.clone();
        app.write(move |tx| tx.execute(&CLEARED, &[(&to).into()])).unwrap();
        client.post_form("/me/messages/mail", &[("address", &address), ("wanted", "on")]).await.see_other();
        client.get("/me/messages/mail").await.ok().has(&address);
        app.settle();
    });
}
