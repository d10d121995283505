//! The applicant's way through the pages, from before the start to the copy of a past application.

use testkit::for_each_engine;

use crate::kit::{World, aside};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";

#[test]
fn wang_fang_applies_and_follows_her_case() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let client = world.client();
        let start = format!("/apply/{}", world.item("single"));
        world.app.nobody().get(&start).await.ok().has("食品经营许可").has("20 个工作日");
        let page = client.get(&start).await.ok().has("已有，免交").has("3 项");
        assert!(!page.text().contains("[["));
        let draft = client.post_form(&start, &[]).await.see_other();
        // Beginning again finds the same draft.
        assert_eq!(client.post_form(&start, &[]).await.see_other(), draft);
        client.get(&draft).await.ok().has("还差 1 份");
        // What the state knows is filled in, with its source.
        let who = format!("{draft}/form/who");
        client.get(&who).await.ok().has("value=\"王芳\"").has("来自统一身份认证");
        let next = client
            .post_form(&who, &[("name", "王芳"), ("id", "440305199003071228"), ("phone", "13800138001")])
            .await
            .see_other();
        assert_eq!(next, format!("{draft}/form/shop"));
        // Wrong answers are kept and told at their fields.
        let wrong = [("shop_name", "榕树下"), ("area", "很大"), ("kitchen", "yes"), ("opens", "下周")];
        client.post_form(&next, &wrong).await.refused(422).has("请填数字").has("榕树下").has("请填日期").has("f-fuel");
        client.get(&next).await.ok().has("很大");
        let right = [("shop_name", "榕树下"), ("area", "60"), ("kitchen", "yes"), ("fuel", "gas"), ("opens", "")];
        assert_eq!(client.post_form(&next, &right).await.see_other(), format!("{draft}/papers"));
        // Not without the plan.
        client.get(&format!("{draft}/check")).await.ok().has("还有 1 处");
        let plan = format!("{draft}/papers/plan");
        client.post_files(&plan, &[], &[]).await.refused(422).has("请选择一个文件");
        client
            .post_files(&plan, &[], &[("material.plan", "x.exe", b"MZ\x90\x00 program")])
            .await
            .refused(422)
            .has("程序");
        client.post_files(&plan, &[], &[("material.plan", "x.jpg", PDF)]).await.refused(422).has("不符");
        client.post_files(&plan, &[], &[("material.plan", "x.pdf", b"")]).await.refused(422).has("空");
        client.post_files(&plan, &[], &[("material.plan", "平面图.pdf", PDF)]).await.see_other();
        client.get(&format!("{draft}/papers")).await.ok().has("平面图.pdf").has("材料已经齐全");
        let check = format!("{draft}/check");
        client.get(&check).await.ok().has("榕树下").has("燃气");
        client.post_form(&check, &[]).await.refused(422).has("请先勾选声明");
        let done = client.post_form(&check, &[("declared", "on")]).await.see_other();
        let page = client.get(&done).await.ok().has("查询码").text();
        // Sent twice is one case.
        assert_eq!(client.post_form(&check, &[("declared", "on")]).await.see_other(), done);
        let case = done.trim_end_matches("/submitted").to_owned();
        client.get("/my").await.ok().has(&case).has("食品经营许可");
        client.get(&case).await.ok().has("已提交").has("受理期限").has("居民身份证").has("收件凭证");
        client.get(&format!("{case}/days")).await.ok().has("中秋节放假");
        client.get(&format!("{case}/application")).await.ok();
        // The slip and the number are there for whoever follows.
        let between = |from: &str, to: &str| {
            let rest = &page[page.find(from).unwrap() + from.len()..];
            rest[..rest.find(to).unwrap()].to_owned()
        };
        let number = between("<strong class=\"official\">", "</strong>");
        let secret = between("<p class=\"official\"><strong>", "</strong>");
        client.get(&format!("{case}/notices/{number}-01")).await.ok().has(&secret);
        let nobody = world.app.nobody();
        nobody
            .post_form("/track", &[("number", &number), ("secret", &secret.to_lowercase())])
            .await
            .ok()
            .has("已提交")
            .lacks("王芳");
        for (one, other) in [(number.as_str(), "AAAAA-AAAAA"), ("440117001", secret.as_str())] {
            nobody.post_form("/track", &[("number", one), ("secret", other)]).await.refused(422).has("没有这样的办件");
        }
        // To others it does not exist.
        let li = world.app.as_actor(world.other(), web::ActorInfo::default());
        for address in
            [case.clone(), done.clone(), draft.clone(), format!("{case}/days"), format!("{case}/application")]
        {
            li.get(&address).await.not_found();
        }
        // English too.
        let english = world.client().in_english();
        for address in
            [case.clone(), format!("{case}/days"), "/my".into(), format!("{case}/withdrawal"), "/track".into()]
        {
            let page = english.get(&address).await.ok();
            assert!(!page.text().contains("[["), "{address}");
        }
        // Taken back, and begun anew with the same answers.
        client.post_form(&format!("{case}/withdrawal"), &[]).await.see_other();
        client.get(&case).await.ok().has("已撤回");
        let copy = client.post_form(&format!("{case}/copy"), &[]).await.see_other();
        assert_ne!(copy, draft);
        client.get(&format!("{copy}/form/shop")).await.ok().has("榕树下");
        client.post_form(&format!("{copy}/discard"), &[]).await.see_other();
        client.get(&copy).await.not_found();
        aside(|| world.verify());
    });
}
