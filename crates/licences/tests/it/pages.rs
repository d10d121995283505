//! The pages: the holder's, the public one, the issuing body's, and the API beside them.

use kernel::{Id, Timestamp, access::Role};
use licences::routes;
use serde_json::json;
use testkit::{for_each_engine, li_qiang, staff, wang_fang};

use crate::kit::*;

#[test]
fn every_page_can_be_rendered_and_has_its_texts() {
    testkit::pages::all(rooms());
}

#[test]
fn a_holder_sees_the_whole_licence_and_others_nothing() {
    for_each_engine(async |engine| {
        let app = app(&engine);
        let client = app.as_person(&wang_fang());
        client.get(routes::MINE).await.ok().has("这里会显示您持有的电子证照");
        let licence = issued(&app, idcard());
        client.get(routes::MINE).await.ok().has("居民身份证").has("有效");
        let page = routes::mine(&licence.id);
        client
            .get(&page)
            .await
            .ok()
            .has(&format!("http://tongban.test/verify/{}", licence.code))
            .has("440305199003071228")
            .has("struck=false sample=true")
            .has(&licence.code[..5])
            .has("签发");
        let pdf = client.get(&routes::pdf(&licence.id)).await.ok();
        assert_eq!(pdf.header("content-type"), "application/pdf");
        assert!(pdf.bytes.starts_with(b"%PDF-") && pdf.text().contains("tongban sealed record"));
        client.get(&routes::record(&licence.id)).await.ok().has("tongban sealed record");
        let firm_client = app.as_actor(wang_fang().actor_for(&firm()), web::ActorInfo::default());
        let held = issued(&app, business());
        firm_client.get(routes::MINE).await.ok().has("营业执照").lacks("居民身份证");
        firm_client.get(&routes::mine(&held.id)).await.ok().has("从化演示餐饮有限公司");
        for path in [page, routes::pdf(&licence.id), routes::record(&licence.id)] {
            app.as_person(&li_qiang()).get(&path).await.not_found();
            firm_client.get(&path).await.not_found();
            app.as_staff(&head()).get(&path).await.refused(403);
            assert!(app.nobody().get(&path).await.see_other().starts_with("/sign-in"));
        }
        let api = app.as_person(&wang_fang()).as_program();
        let listed = api.get("/api/v1/licences").await.ok().json();
        assert_eq!(
            (listed["items"][0]["type"].as_str(), listed["items"][0]["standing"].as_str()),
            (Some("idcard"), Some("valid"))
        );
        let whole = api.get(&format!("/api/v1/licences/{}", licence.id)).await.ok();
        assert_eq!(whole.header("etag"), "\"v1\"");
        assert_eq!(whole.json()["fields"][0]["value"], "王芳");
        app.as_person(&li_qiang()).as_program().get(&format!("/api/v1/licences/{}", licence.id)).await.not_found();
    });
}

#[test]
fn anybody_verifies_by_the_code_and_learns_no_more_than_they_may() {
    for_each_engine(async |engine| {
        let app = app(&engine);
        let licence = issued(&app, idcard());
        let client = app.nobody();
        client.get("/verify").await.ok().has("核验码");
        for wrong in ["x", "7Q2M9-XKD41-TA0G5-ZW8B!", "<script>alert(1)</script>"] {
            client.get(&format!("/verify?code={}", web::path::encode(wrong))).await.refused(422).lacks("<script>alert");
        }
        let page = routes::verified(&licence.code);
        let typed = licence.code.to_lowercase().replace('0', "o");
        let typed = format!(" {}-{} ", &typed[..5], &typed[5..]);
        let found = client.get(&format!("/verify?code={}", web::path::encode(&typed))).await.see_other();
        assert_eq!(found, page);
        let shown = client.get(&page).await.ok().has("当前有效").has("王*").has("struck=false").has("样本");
        for secret in ["王芳", "440305199003071228", "汉", licence.holder.as_str(), licence.id.as_str()] {
            assert!(!shown.text().contains(secret), "{secret}");
        }
        client.get("/verify/7Q2M9XKD41TA0G5ZW8BN").await.refused(404).has("没有核验码");
        let firm_licence = issued(&app, business());
        client.get(&routes::verified(&firm_licence.code)).await.ok().has("从化演示餐饮有限公司");
        let api = client.get(&format!("/api/v1/verify/{}", licence.code)).await.ok().json();
        assert_eq!((api["standing"].as_str(), api["holder"].as_str()), (Some("valid"), Some("王*")));
        client.get("/api/v1/verify/none").await.not_found();
        // It expires by the date alone.
        app.clock.set_to(kernel::Date::constant(2046, 9, 21), 10, 0);
        client.get(&page).await.ok().has("已经过期").has("struck=true");
    });
}

#[test]
fn the_issuing_body_annuls_a_licence_and_the_public_page_says_so() {
    for_each_engine(async |engine| {
        let app = app(&engine);
        let licence = issued(&app, idcard());
        let (page, public) = (routes::desk(&licence.id), routes::verified(&licence.code));
        let head = app.as_staff(&head());
        head.get(routes::DESK).await.ok().has("王*").lacks("王芳");
        head.get(&format!("{}?q={}", routes::DESK, licence.identifier.to_lowercase())).await.ok().has("居民身份证");
        head.get(&format!("{}?q=1", routes::DESK)).await.ok().has("没有找到");
        head.get(&page).await.ok().has("撤销").lacks("恢复</").lacks("440305199003071228");
        app.as_staff(&officer()).get(&page).await.ok().lacks("value=\"annul\"");
        let other = staff(3, Role::Head, &Id::new(Timestamp(1), [8; 10]));
        app.as_staff(&other).get(&page).await.not_found();
        app.as_staff(&other).get(routes::DESK).await.ok().lacks("居民身份证");
        app.as_person(&wang_fang()).get(&page).await.refused(403);
        head.post_form(&page, &[("version", "1")]).await.refused(422).has("e-act").has("e-ground").has("e-reason");
        let fields = |version| {
            [
                ("act", "annul"),
                ("ground", "fraud"),
                ("reason", "以欺骗手段取得，撤销决定〔2026〕3号"),
                ("version", version),
            ]
        };
        head.post_form(&page, &[("act", "annul"), ("ground", "death"), ("reason", "理由理由理由"), ("version", "1")])
            .await
            .refused(422);
        app.as_staff(&officer()).post_form(&page, &fields("1")).await.refused(403);
        assert_eq!(head.post_form(&page, &fields("1")).await.see_other(), page);
        head.post_form(&page, &fields("1")).await.refused(409);
        head.get(&page).await.ok().has("已撤销").has("撤销决定〔2026〕3号");
        app.nobody().get(&public).await.ok().has("依法撤销").has("struck=true").lacks("欺骗");
        app.as_person(&wang_fang()).get(&routes::mine(&licence.id)).await.ok().has("已撤销").has("欺骗");
        app.as_person(&wang_fang()).get("/me/messages").await.ok().has("您的居民身份证已被撤销");
        let english = app.as_person(&wang_fang()).in_english();
        english.get("/me/messages").await.ok().has("Your licence “Resident identity card” was annulled");
        let program = head.as_program();
        let address = format!("/api/v1/licences/{}/changes", licence.id);
        let body = json!({ "act": "cancel", "ground": "ended", "reason": "撤销后注销" });
        assert_eq!(program.post_json(&address, &body).await.answers(201).json()["standing"], "cancelled");
        program.post_json(&address, &body).await.refused(409);
    });
}
