//! Files of discarded drafts and replaced uploads go; those of cases and of open drafts stay.

use casework::draft::Answers;
use store::Orphans;
use testkit::{Client, for_each_engine};

use crate::kit::{World, answers, aside};

fn pdf(words: &str) -> Vec<u8> {
    format!("%PDF-1.4\n1 0 obj<<>>endobj\n% {words}\ntrailer<<>>\n%%EOF").into_bytes()
}

async fn hand_in(client: &Client, draft: &str, words: &str) {
    let plan = format!("{draft}/papers/plan");
    client.post_files(&plan, &[], &[("material.plan", "plan.pdf", &pdf(words))]).await.see_other();
}

async fn fill_in(client: &Client, draft: &str, answers: &Answers) {
    for section in ["who", "shop"] {
        let fields: Vec<(&str, &str)> = answers.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        client.post_form(&format!("{draft}/form/{section}"), &fields).await.see_other();
    }
}

#[test]
fn what_a_discarded_draft_and_a_replaced_upload_leave_is_cleared_and_nothing_else() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let client = world.client();
        let clear = || aside(|| world.app.store.clear_orphans().unwrap());
        // One plan is replaced before the application is sent.
        let draft = client.post_form(&format!("/apply/{}", world.item("single")), &[]).await.see_other();
        hand_in(&client, &draft, "first").await;
        hand_in(&client, &draft, "second").await;
        fill_in(&client, &draft, &answers()).await;
        let done = client.post_form(&format!("{draft}/check"), &[("declared", "on")]).await.see_other();
        let paper = format!("{}/papers/plan", done.trim_end_matches("/submitted"));
        // One draft is thrown away, and one is left lying.
        let thrown = client.post_form(&format!("/apply/{}", world.item("chain")), &[]).await.see_other();
        hand_in(&client, &thrown, "thrown away").await;
        client.post_form(&format!("{thrown}/discard"), &[]).await.see_other();
        let left = client.post_form(&format!("/apply/{}", world.item("special")), &[]).await.see_other();
        hand_in(&client, &left, "left lying").await;
        assert_eq!(clear(), Orphans::default());
        world.app.clock.forward_days(2);
        assert_eq!(clear(), Orphans { condemned: 2, ..Orphans::default() });
        world.app.clock.forward_days(2);
        assert_eq!(clear(), Orphans { dropped: 2, removed: 2, ..Orphans::default() });
        world.app.clock.forward_days(400);
        assert_eq!(clear(), Orphans::default());
        assert!(client.get(&paper).await.ok().text().contains("second"));
        client.get(&format!("{left}/papers")).await.ok().has("plan.pdf");
        world.app.settle();
    });
}
