//! Acting for an enterprise, and who may.

use testkit::for_each_engine;

use crate::kit::world;

#[test]
fn a_representative_acts_for_the_enterprise_and_for_herself_again() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let id = world.people.enterprises["catering"].to_string();
        let client = world.wang_fang().await;
        client.get("/me/enterprises").await.ok().has("示范餐饮有限公司").has("法定代表人");
        let fields = [("enterprise", id.as_str()), ("next", "/me")];
        assert_eq!(client.post_form("/me/acting-for", &fields).await.see_other(), "/me");
        client.get("/me/enterprises").await.ok().has("正在为 示范餐饮有限公司 办事");
        client.post_form("/me/acting-for", &[("enterprise", ""), ("next", "/me")]).await.see_other();
        client.get("/me/enterprises").await.ok().lacks("正在为 示范餐饮有限公司");
        let elsewhere = [("enterprise", id.as_str()), ("next", "https://elsewhere.example")];
        assert_eq!(client.post_form("/me/acting-for", &elsewhere).await.see_other(), "/");
        world.verify();
    });
}

#[test]
fn someone_else_may_not_until_a_mandate_is_granted_and_not_after_it_ends() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let id = world.people.enterprises["catering"].to_string();
        let page = format!("/me/enterprises/{id}");
        let (owner, other) = (world.wang_fang().await, world.signed_in("liqiang", "liqiang's password").await);
        other.post_form("/me/acting-for", &[("enterprise", &id)]).await.refused(403);
        other.post_form("/me/acting-for", &[("enterprise", "ent_x")]).await.not_found();
        other.get(&page).await.not_found();
        let grant = async |who: &testkit::Client, name: &str, document: &str| {
            who.post_form(&page, &[("document_kind", "citizen_id"), ("document", document), ("name", name)]).await
        };
        grant(&other, "李强", "440305195110121237").await.not_found();
        grant(&owner, "李小强", "440305195110121237").await.refused(422).has("没有找到");
        grant(&owner, "李强", "11010519491231002X").await.refused(422).has("没有找到");
        grant(&owner, "李强", "440305195110121238").await.refused(422).has("校验码不对");
        grant(&owner, "李强", "440305195110121237").await.see_other();
        let shown = owner.get(&page).await.ok().has("李*").has("经办人");
        other.post_form("/me/acting-for", &[("enterprise", &id)]).await.see_other();
        other.get("/me").await.ok().has("正在为 示范餐饮有限公司 办事");
        other.get(&page).await.not_found();
        let text = shown.text();
        let ending = text.split("action=\"/me/mandates/").nth(1).unwrap().split('"').next().unwrap();
        owner.post_form(&format!("/me/mandates/{ending}"), &[]).await.see_other();
        other.get("/me").await.ok().lacks("正在为 示范餐饮有限公司 办事");
        other.post_form("/me/acting-for", &[("enterprise", &id)]).await.refused(403);
        owner.post_form(&format!("/me/mandates/{ending}"), &[]).await.not_found();
        world.verify();
    });
}
