//! Signing in and out: secrets, throttling, idleness, where it leads.

use testkit::for_each_engine;

use crate::kit::{world, world_with};

const SESSION: &str = "tb_session";

#[test]
fn a_person_signs_in_sees_herself_and_signs_out() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let client = world.app.nobody();
        client.get("/sign-in").await.ok().has("登录名").lacks("演示账户");
        client.get("/me").await.see_other();
        let fields = [("login", "wangfang"), ("password", "wangfang's password"), ("next", "/me")];
        assert_eq!(client.post_form("/sign-in", &fields).await.see_other(), "/me");
        client.get("/me").await.ok().has("王*").has("4***************28").lacks("440305199003071228");
        client.get("/me?shown=yes").await.ok().has("王芳").has("440305199003071228").has("1990");
        let secret = client.cookie(SESSION).unwrap();
        assert_eq!(secret.len(), 64);
        assert_eq!(client.post_form("/sign-out", &[]).await.see_other(), "/");
        assert_eq!(client.cookie(SESSION), None);
        client.set_cookie(SESSION, &secret);
        assert!(client.get("/me").await.see_other().starts_with("/sign-in"), "the old secret opens nothing");
        world.verify();
    });
}

#[test]
fn the_number_of_the_document_signs_in_too_and_spelling_is_forgiven() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        for login in ["440305199003071228", " WangFang ", "ｗａｎｇｆａｎｇ", "440305 19900307 1228"] {
            let fields = [("login", login), ("password", "wangfang's password")];
            world.app.nobody().post_form("/sign-in", &fields).await.see_other();
        }
    });
}

#[test]
fn staff_go_to_their_desk_and_persons_to_their_own_page() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let to = async |login: &str, password: &str, next: &str| {
            let fields = [("login", login), ("password", password), ("next", next)];
            world.app.nobody().post_form("/sign-in", &fields).await.see_other()
        };
        assert_eq!(to("clerk", "the clerk's password", "").await, "/desk");
        assert_eq!(to("wangfang", "wangfang's password", "").await, "/my");
        assert_eq!(to("wangfang", "wangfang's password", "/apply/x?a=b").await, "/apply/x?a=b");
        for elsewhere in
            ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"]
        {
            let next = to("wangfang", "wangfang's password", elsewhere).await;
            assert!(next == "/" || next == "/my", "{elsewhere} led to {next}");
        }
        let staff = world.signed_in("clerk", "the clerk's password").await;
        staff.get("/me").await.ok().has("周敏").has("示范区政务服务中心").has("窗口人员").has("经办人");
        staff.in_english().get("/me").await.ok().has("Zhou Min").has("Window clerk");
    });
}

#[test]
fn a_wrong_login_and_a_wrong_password_are_answered_alike() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let client = world.app.nobody();
        let answer = async |login: &str, password: &str| {
            client
                .post_form("/sign-in", &[("login", login), ("password", password)])
                .await
                .refused(422)
                .has("账号或密码不正确")
        };
        answer("wangfang", "not her password").await.has("wangfang").lacks("not her password");
        answer("nobody-here", "not her password").await;
        answer("officer", "has no account").await;
        answer(&"x".repeat(5000), "y").await;
        client.post_form("/sign-in", &[("login", ""), ("password", "")]).await.refused(422).has("请填写");
        assert_eq!(client.cookie(SESSION), None);
    });
}

#[test]
fn a_secret_put_into_the_browser_before_signing_in_is_worth_nothing_after() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let client = world.app.nobody();
        let planted = "a".repeat(64);
        client.set_cookie(SESSION, &planted);
        client.post_form("/sign-in", &[("login", "wangfang"), ("password", "wangfang's password")]).await.see_other();
        assert_ne!(client.cookie(SESSION).unwrap(), planted);
        let thief = world.app.nobody();
        thief.set_cookie(SESSION, &planted);
        thief.get("/me").await.see_other();
        // Signing in again ends the session before.
        let first = client.cookie(SESSION).unwrap();
        client.post_form("/sign-in", &[("login", "liqiang"), ("password", "liqiang's password")]).await.see_other();
        thief.set_cookie(SESSION, &first);
        thief.get("/me").await.see_other();
        client.get("/me").await.ok().has("李*");
    });
}

#[test]
fn a_session_ends_after_half_an_hour_without_use_and_after_twelve_hours_in_any_case() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let client = world.wang_fang().await;
        world.app.clock.forward_minutes(29);
        client.get("/me").await.ok();
        world.app.clock.forward_minutes(29);
        client.get("/me").await.ok();
        world.app.clock.forward_minutes(31);
        client.get("/me").await.see_other();
        let client = world.wang_fang().await;
        for _ in 0..28 {
            world.app.clock.forward_minutes(25);
            client.get("/me").await.ok();
        }
        world.app.clock.forward_minutes(21);
        client.get("/me").await.see_other();
    });
}

#[test]
fn guessing_has_to_wait_longer_and_longer_and_the_right_password_too() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let client = world.app.nobody();
        let try_it = async |login: &str, password: &str| {
            client.post_form("/sign-in", &[("login", login), ("password", password)]).await
        };
        for _ in 0..5 {
            try_it("wangfang", "guessed").await.refused(422);
        }
        let refused = try_it("wangfang", "guessed").await.refused(429);
        assert_eq!(refused.header("retry-after"), "30");
        try_it("wangfang", "wangfang's password").await.refused(429);
        // Another account is not held up, and one that does not exist is held up alike.
        try_it("liqiang", "liqiang's password").await.see_other();
        for _ in 0..5 {
            try_it("nobody-here", "guessed").await.refused(422);
        }
        try_it("nobody-here", "guessed").await.refused(429);
        world.app.clock.forward_minutes(1);
        try_it("wangfang", "guessed").await.refused(422);
        assert_eq!(try_it("wangfang", "x").await.refused(429).header("retry-after"), "60");
        world.app.clock.forward_minutes(2);
        try_it("wangfang", "wangfang's password").await.see_other();
        try_it("wangfang", "guessed").await.refused(422);
        try_it("wangfang", "wangfang's password").await.see_other();
    });
}

#[test]
fn many_sign_in_at_once_and_each_has_a_session_of_its_own() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let attempts = (0..16).map(|_| async {
            let client = world.app.nobody();
            client
                .post_form("/sign-in", &[("login", "wangfang"), ("password", "wangfang's password")])
                .await
                .see_other();
            client.cookie(SESSION).unwrap()
        });
        let mut secrets = std::collections::BTreeSet::new();
        for secret in join_all(attempts).await {
            secrets.insert(secret);
        }
        assert_eq!(secrets.len(), 16);
        world.verify();
    });
}

async fn join_all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = futures.map(Box::pin).collect();
    let mut out = Vec::new();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|future| match future.as_mut().poll(context) {
            std::task::Poll::Ready(value) => {
                out.push(value);
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    out
}

#[test]
fn the_sign_ins_of_a_demo_stand_on_the_page_of_a_demo_only() {
    for_each_engine(async |engine| {
        let sign_ins = identity::import::sign_ins(crate::kit::PEOPLE).unwrap();
        assert_eq!(sign_ins.len(), 3);
        let needs = identity::Needs { demo_sign_ins: std::sync::Arc::new(sign_ins), ..identity::Needs::default() };
        let world = world_with(&engine, needs);
        world.app.nobody().get("/sign-in").await.ok().has("演示账户").has("窗口人员").has("wangfang");
    });
}

#[test]
fn what_was_typed_when_the_session_ended_comes_back_after_sign_in() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let client = world.wang_fang().await;
        world.app.clock.forward_minutes(31);
        let fields = [("phone", "13900139000"), ("email", ""), ("address", "新地址8号")];
        let next = client.post_form("/me/contact", &fields).await.see_other();
        assert_eq!(next, "/sign-in?next=%2Fme%2Fcontact");
        let fields = [("login", "wangfang"), ("password", "wangfang's password"), ("next", "/me/contact")];
        let next = client.post_form("/sign-in", &fields).await.see_other();
        client.get(&next).await.ok().has("13900139000").has("新地址8号").has("已经找回");
    });
}
