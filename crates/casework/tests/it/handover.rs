//! A step goes from one officer to another of the same body, with a reason and without anybody's approval; from
//! then on it is theirs.

use casework::{
    case::CaseId,
    path::{case as case_page, desk_case},
    task::{Task, TaskState},
};
use kernel::access::{Actor, Role};
use serde_json::json;
use testkit::for_each_engine;

use crate::{
    change_kit::accepted,
    kit::{World, refusal},
};

/// A member of staff of this world, by key.
fn member(world: &World, key: &'static str) -> Actor {
    world
        .app
        .read(move |read| {
            let staff = identity::staff_by_key(read, key)?.map(|staff| staff.id);
            staff.map(|id| identity::staff_actor(read, &id)).transpose()
        })
        .unwrap()
        .unwrap()
}

fn tasks(world: &World, id: &CaseId) -> Vec<Task> {
    let id = id.clone();
    world.app.read(move |read| casework::records::tasks(read, &id)).unwrap()
}

#[test]
fn a_step_is_handed_to_a_colleague_and_is_theirs_from_then_on() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let id = accepted(&world, "single");
        let (first, other, chief) = (member(&world, "first"), member(&world, "other"), member(&world, "chief"));
        let [one, two, three] = [&first, &other, &chief].map(|actor| actor.as_staff().unwrap().to_string());
        let page = format!("{}/tasks/1/handover", desk_case(&id));
        let (desk, colleague, head) =
            (world.app.as_staff(&first), world.app.as_staff(&other), world.app.as_staff(&chief));
        desk.get(&desk_case(&id)).await.ok().has(&page);
        desk.get(&page).await.ok().has("林二").has("何三").has("期限照旧").lacks("[[");
        // Without a reason, to nobody, or to somebody of another body nothing is handed over.
        desk.post_form(&page, &[("officer", two.as_str()), ("reason", "")]).await.refused(422);
        desk.post_form(&page, &[("reason", "出差")]).await.refused(422);
        let elsewhere = world.staff(5, Role::Officer, "ch-fire");
        let wrong = [("officer", elsewhere.as_staff().unwrap().as_str()), ("reason", "出差")];
        desk.post_form(&page, &wrong).await.refused(422).has("不能办理这一环节");
        let wish = [("officer", two.as_str()), ("reason", "本人回避"), ("once", "handover-0123456789a")];
        desk.post_form(&page, &wish).await.see_other();
        desk.post_form(&page, &wish).await.see_other();
        let task = &tasks(&world, &id)[0];
        assert_eq!((task.assigned.as_ref(), task.state), (other.as_staff(), TaskState::Open));
        let due = task.due;
        // It is the colleague's now; the page says whose and why, and the applicant is told nothing of it.
        assert_eq!(refusal(world.review("single", &id, &first, 1)).0, 403);
        desk.get(&desk_case(&id)).await.ok().has("林二 办理：本人回避").has("部门内转办").lacks("tasks/1/opinion");
        desk.get(&page).await.refused(403);
        desk.post_form(&page, &[("officer", one.as_str()), ("reason", "x")]).await.refused(403);
        world.client().get(&case_page(&id)).await.ok().lacks("转办").lacks("林二");
        // The colleague or a head may hand it on; by program too.
        let api = format!("/api/v1/cases/{id}/tasks/1/handover");
        let twice = json!({"officer": two, "reason": "再交"});
        head.post_json(&api, &twice).await.refused(422);
        head.post_json(&api, &json!({"officer": one, "reason": "已返岗"})).await.ok();
        colleague.post_json(&api, &twice).await.refused(403);
        desk.post_json(&api, &json!({"officer": three, "reason": "请负责人办"})).await.ok();
        assert_eq!(tasks(&world, &id)[0].due, due, "days stay");
        world.review("single", &id, &chief, 1).unwrap();
        // What is done is handed to nobody; the decision is for heads alone.
        head.post_json(&api, &twice).await.refused(409);
        let decision = format!("/api/v1/cases/{id}/tasks/2/handover");
        head.post_json(&decision, &twice).await.refused(422);
        desk.post_json(&decision, &twice).await.refused(403);
        world.app.as_staff(&elsewhere).post_json(&decision, &twice).await.not_found();
        let of = id.clone();
        let events = world.app.read(move |read| read.stream(of.as_str())).unwrap();
        let handed: Vec<_> = events.iter().filter(|event| event.kind == "case.handed_over").collect();
        assert_eq!(handed.len(), 3);
        assert!(!handed[0].payload.as_ref().unwrap().to_string().contains("回避"), "reasons are sealed");
        world.verify();
    });
}
