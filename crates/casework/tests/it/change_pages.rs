//! Changes of one case over HTTP: the form and its questions, the second person's page, the board, programs.

use casework::{case::CaseId, path::desk_case};
use kernel::access::Role;
use serde_json::json;
use testkit::for_each_engine;

use crate::{
    change_kit::{accepted, first_then_two, publish, supervisor, tasks},
    kit::World,
};

const BASIS: &str = "《行政许可法》第五十五条";

fn form<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("ground", "expert_opinion"), ("reason", "需要消防专业意见"), ("legal_basis", BASIS)];
    fields.retain(|(name, _)| !more.iter().any(|(own, _)| own == name));
    fields.extend(more);
    fields
}

fn changes(id: &CaseId) -> String {
    format!("{}/changes", desk_case(id))
}

#[test]
fn a_change_goes_from_the_desk_to_its_second_person() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = accepted(&world, "single");
        let officer = world.app.as_staff(&world.staff(1, Role::Officer, "ch-market"));
        let watcher = world.app.as_staff(&supervisor(&world, 9));
        let page = officer.get(&desk_case(&id)).await.ok().has("变更办理环节").has("/changes/new");
        assert!(!page.text().contains("[["), "{}", page.text());
        let page = officer.get(&format!("{}/new", changes(&id))).await.ok().has("从化").has("需要专家或专业机构意见");
        assert!(!page.text().contains("[["), "{}", page.text());
        watcher.get(&format!("{}/new", changes(&id))).await.refused(403);
        // What is wrong stands at its field, with what was typed.
        let bare =
            form(&[("operation", "reassign"), ("element", "review_1"), ("body", "@ch-fire"), ("legal_basis", "")]);
        let again = officer.post_form(&changes(&id), &bare).await.refused(422);
        again.has("e-legal_basis").has("需要消防专业意见");
        officer.post_form(&changes(&id), &form(&[])).await.refused(422).has("e-operation").has("e-element");
        let wish = form(&[
            ("operation", "before"),
            ("element", "review_1"),
            ("body", "@ch-fire"),
            ("once", "0123456789abcdef0123"),
        ]);
        let one = officer.post_form(&changes(&id), &wish).await.see_other();
        assert_eq!(officer.post_form(&changes(&id), &wish).await.see_other(), one, "the same form is the same act");
        let page = officer.get(&one).await.ok().has("待批准").has("消防").has("is-added").lacks("/approval");
        assert!(!page.text().contains("[["), "{}", page.text());
        officer.post_form(&format!("{one}/approval"), &[]).await.refused(403);
        // The applicant knows nothing of it yet.
        let own = format!("/cases/{id}");
        world.client().get(&own).await.ok().lacks("变更");
        world.client().get(&one).await.refused(403);
        let page = watcher.get(&one).await.ok().has("/approval").has("另有部门").has("到“");
        assert!(!page.text().contains("[["));
        watcher.post_form(&format!("{one}/refusal"), &[("reason", "")]).await.refused(422).has("e-reason");
        watcher.post_form(&format!("{one}/approval"), &[("seen", "7")]).await.refused(409);
        assert_eq!(watcher.post_form(&format!("{one}/approval"), &[("seen", "1")]).await.see_other(), one);
        world.client().get(&own).await.ok().has("办理环节已变更").lacks("提出变更");
        let told = world.client().get("/me/messages").await.ok();
        told.has(BASIS);
        // The officer of the added body finds it on the desk.
        let fire = world.app.as_staff(&world.staff(30, Role::Officer, "ch-fire"));
        fire.get("/desk").await.ok().has("食品经营许可");
        // The board counts it, and the figure opens it.
        let board = watcher.get("/board?division=440117").await.ok().has("在办件的变更");
        let text = board.text();
        let row =
            text.split("href=\"").find(|part| part.starts_with("/board/changes?") && part.contains("applied")).unwrap();
        let rows = row.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        watcher.get(&rows).await.ok().has("已生效").has(&one);
        world.app.as_staff(&world.staff(31, Role::Head, "ch-fire")).get(&rows).await.not_found();
        // Undone from the same page.
        watcher.get(&one).await.ok().has("/undoing");
        watcher.post_form(&format!("{one}/undoing"), &[]).await.see_other();
        watcher.get(&one).await.ok().has("已撤销").lacks("/undoing");
        watcher.in_english().get(&one).await.ok().has("Undone").has("An expert").lacks("[[");
        world.verify();
    });
}

#[test]
fn the_form_comes_back_with_what_the_engine_asks() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        publish(&world, "single", &first_then_two("first", "fire", "water"));
        let id = accepted(&world, "single");
        world.review("single", &id, &world.staff(20, Role::Officer, "ch-market"), 1).unwrap();
        let officer = world.app.as_staff(&world.staff(1, Role::Officer, "ch-market"));
        let wish = form(&[("operation", "repeat"), ("element", "first"), ("to", "fire")]);
        let page = officer
            .post_form(&changes(&id), &wish)
            .await
            .refused(422)
            .has("name=\"answer_0\"")
            .has("请先回答")
            .lacks("drop:3,");
        assert!(!page.text().contains("[["), "{}", page.text());
        let water = tasks(&world, &id).into_iter().find(|task| task.element == "water").unwrap();
        let drop = format!("drop:{}", water.token.unwrap());
        let answered = form(&[("operation", "repeat"), ("element", "first"), ("to", "fire"), ("answer_0", &drop)]);
        officer.post_form(&changes(&id), &answered).await.see_other();
    });
}

#[test]
fn programs_change_a_case() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = accepted(&world, "single");
        let officer = world.app.as_staff(&world.staff(1, Role::Officer, "ch-market")).as_program();
        let watcher = world.app.as_staff(&supervisor(&world, 9)).as_program();
        let all = format!("/api/v1/cases/{id}/changes");
        let wish = json!({"operation": "after", "element": "review_1", "body": "@ch-fire", "ground": "assistance",
            "legal_basis": BASIS, "reason": "需要协助", "days": "3"});
        let mut bare = wish.clone();
        bare["legal_basis"] = json!("");
        let refused = officer.post_json(&all, &bare).await.refused(422).json();
        assert_eq!(refused["errors"][0]["field"], "legal_basis");
        let made = officer.post_json(&all, &wish).await.answers(201).json();
        assert_eq!((made["state"].as_str(), made["burdens"][0]["kind"].as_str()), (Some("proposed"), Some("body")));
        let one = format!("{all}/{}", made["id"].as_str().unwrap());
        watcher.post_json(&format!("{one}/withdrawal"), &json!({})).await.refused(403);
        let done = watcher.post_json(&format!("{one}/approval"), &json!({})).await.ok().json();
        assert_eq!(done["state"], "applied");
        assert_eq!(
            watcher.post_json(&format!("{one}/approval"), &json!({})).await.refused(409).json()["code"],
            "problem-stale"
        );
        let undone = watcher.post_json(&format!("{one}/undoing"), &json!({})).await.ok().json();
        assert_eq!(undone["state"], "undone");
        let made = officer.post_json(&all, &wish).await.answers(201).json();
        let two = format!("{all}/{}", made["id"].as_str().unwrap());
        watcher.post_json(&format!("{two}/refusal"), &json!({"reason": "没有必要"})).await.ok();
        world.app.clock.forward_minutes(1);
        let made = officer.post_json(&all, &wish).await.answers(201).json();
        let three = format!("{all}/{}", made["id"].as_str().unwrap());
        officer.post_json(&format!("{three}/withdrawal"), &json!({})).await.ok();
        let listed = watcher.get(&all).await.ok().json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 3);
        assert_eq!(listed["items"][0]["state"], "withdrawn");
        world.app.as_staff(&world.staff(30, Role::Officer, "ch-water")).as_program().get(&all).await.not_found();
        world.verify();
    });
}
