//! What one does with one's own account: contact, password, sessions, closing.

use identity::{export_person, profile};
use testkit::for_each_engine;

use crate::kit::{aside, world};

#[test]
fn every_page_has_its_texts_in_both_languages() {
    let identity = identity::Identity::new(identity::Needs::default());
    testkit::pages::all(vec![identity::module(identity)]);
}

#[test]
fn the_statements_of_the_room_are_taken_by_the_engine() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let store = world.app.store.clone();
        assert!(aside(move || store.check_statements()).unwrap() > 40);
    });
}

#[test]
fn contact_is_changed_sealed_and_an_old_page_is_refused() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let client = world.wang_fang().await;
        client.get("/me/contact").await.ok().has("13800138001").has("name=\"version\" value=\"1\"");
        let change = async |phone: &str, email: &str, version: &str| {
            let fields = [("phone", phone), ("email", email), ("address", "示范路2号"), ("version", version)];
            client.post_form("/me/contact", &fields).await
        };
        change("1380", "", "1").await.refused(422).has("1380");
        change("13800138009", "no mail", "1").await.refused(422);
        change("x".repeat(3000).as_str(), "", "1").await.refused(422);
        assert_eq!(change("+86 138-0013-8009", "w@example.com", "1").await.see_other(), "/me");
        change("13800138010", "", "1").await.refused(409);
        let id = world.people.persons["wangfang"].clone();
        let known = world.app.read(move |read| profile(read, &id)).unwrap();
        assert_eq!((known.phone.as_str(), known.email.as_deref()), ("13800138009", Some("w@example.com")));
        assert_eq!(known.address.as_deref(), Some("示范路2号"));
        world.verify();
    });
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let (here, there) = (world.wang_fang().await, world.wang_fang().await);
        let change = async |old: &str, new: &str, again: &str| {
            here.post_form("/me/password", &[("old", old), ("password", new), ("again", again)]).await
        };
        change("", "a new good password", "a new good password").await.refused(422);
        change("wrong", "a new good password", "a new good password").await.refused(422).has("密码不正确");
        change("wangfang's password", "a new good password", "another").await.refused(422).has("不一致");
        change("wangfang's password", "1234567890", "1234567890").await.refused(422).has("太常见").lacks("1234567890");
        change("wangfang's password", "short", "short").await.refused(422).has("至少 10 个字");
        change("wangfang's password", "a new good password", "a new good password").await.see_other();
        here.get("/me").await.ok();
        there.get("/me").await.see_other();
        let old = [("login", "wangfang"), ("password", "wangfang's password")];
        world.app.nobody().post_form("/sign-in", &old).await.refused(422);
        world.signed_in("wangfang", "a new good password").await.get("/me").await.ok();
        world.verify();
    });
}

#[test]
fn sessions_are_listed_and_ended_one_by_one_by_their_owner_alone() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let (here, there) = (world.wang_fang().await, world.wang_fang().await);
        let other = world.signed_in("liqiang", "liqiang's password").await;
        let page = here.get("/me/sessions").await.ok().has("本次登录");
        let text = page.text();
        let rows: Vec<&str> = text.split("<tr>").filter(|row| row.contains("/ending\"")).collect();
        assert_eq!(rows.len(), 2);
        let ending = |current: bool| {
            let row = rows.iter().find(|row| row.contains("本次登录") == current).unwrap();
            row.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        for path in [ending(true), ending(false)] {
            other.post_form(&path, &[]).await.not_found();
        }
        assert_eq!(here.post_form(&ending(false), &[]).await.see_other(), "/me/sessions");
        there.get("/me").await.see_other();
        assert_eq!(here.post_form(&ending(true), &[]).await.see_other(), "/");
        here.get("/me").await.see_other();
        world.verify();
    });
}

#[test]
fn a_closed_account_is_erased_in_every_place_and_the_journal_holds() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let id = world.people.persons["wangfang"].clone();
        let whose = id.clone();
        let copy = world.app.read(move |read| export_person(read, &whose)).unwrap();
        assert_eq!(copy["profile"]["name"], "王芳");
        assert_eq!(copy["enterprises"][0]["enterprise"]["uscc"], "91440117DEM100015E");
        let client = world.wang_fang().await;
        let other = world.wang_fang().await;
        client.get("/me/closing").await.ok();
        client.post_form("/me/closing", &[("password", "wangfang's password")]).await.refused(422).has("请先确认");
        client.post_form("/me/closing", &[("password", "wrong"), ("sure", "on")]).await.refused(422);
        let sure = [("password", "wangfang's password"), ("sure", "on")];
        assert_eq!(client.post_form("/me/closing", &sure).await.see_other(), "/");
        client.get("/me").await.see_other();
        other.get("/me").await.see_other();
        for login in ["wangfang", "440305199003071228"] {
            let fields = [("login", login), ("password", "wangfang's password")];
            world.app.nobody().post_form("/sign-in", &fields).await.refused(422);
        }
        let gone = world.app.read(move |read| Ok(profile(read, &id).is_err())).unwrap();
        assert!(gone);
        world.verify();
        // The document is free again.
        let store = world.app.store.clone();
        let again = aside(move || identity::import::people(&store, crate::kit::PEOPLE).unwrap());
        assert_ne!(again.persons["wangfang"], world.people.persons["wangfang"]);
    });
}

#[test]
fn an_account_with_an_open_case_is_not_closed() {
    for_each_engine(async |engine| {
        let needs = identity::Needs {
            keeps_open: std::sync::Arc::new(|_, _| Ok(Some("identity-sample-body"))),
            ..identity::Needs::default()
        };
        let world = crate::kit::world_with(&engine, needs);
        let client = world.wang_fang().await;
        let sure = [("password", "wangfang's password"), ("sure", "on")];
        client.post_form("/me/closing", &sure).await.refused(409).has("示范市民政局");
        client.get("/me").await.ok();
    });
}
