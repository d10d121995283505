//! Every route as everybody: a list that is read by people when it changes.

use testkit::for_each_engine;

use crate::kit::world;

#[test]
fn nobody_persons_and_staff_reach_what_is_theirs_alone() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let (nobody, person) = (world.app.nobody(), world.signed_in("liqiang", "liqiang's password").await);
        let staff = world.signed_in("clerk", "the clerk's password").await;
        let enterprise = world.people.enterprises["catering"].to_string();
        let visitors = [("nobody", &nobody), ("person", &person), ("staff", &staff)];
        let table = world
            .app
            .walk(&visitors, |route| {
                let theirs = route.path.starts_with("/me") || route.path == "/api/v1/me";
                (theirs && route.method == "GET").then(|| route.path.replace("{id}", &enterprise))
            })
            .await;
        let expected = "\
GET /me nobody 303
GET /me person 200
GET /me staff 200
GET /me/contact nobody 303
GET /me/contact person 200
GET /me/contact staff 403
GET /me/password nobody 303
GET /me/password person 200
GET /me/password staff 200
GET /me/sessions nobody 303
GET /me/sessions person 200
GET /me/sessions staff 200
GET /me/looks nobody 303
GET /me/looks person 200
GET /me/looks staff 403
GET /me/enterprises nobody 303
GET /me/enterprises person 200
GET /me/enterprises staff 403
GET /me/enterprises/{id} nobody 303
GET /me/enterprises/{id} person 404
GET /me/enterprises/{id} staff 403
GET /me/closing nobody 303
GET /me/closing person 200
GET /me/closing staff 403
GET /api/v1/me nobody 401
GET /api/v1/me person 200
GET /api/v1/me staff 200
";
        assert_eq!(table, expected);
        let visitors = [("nobody", &nobody), ("person", &person), ("staff", &staff)];
        let none = "00000000000000000000000000";
        let table = world
            .app
            .walk(&visitors, |route| {
                let mutates = route.method == "POST" && route.path.starts_with("/me");
                let id = if route.path.contains("sessions") { "session" } else { "mandate" };
                let id = if route.path.contains("enterprises") { enterprise.clone() } else { format!("{id}_{none}") };
                mutates.then(|| route.path.replace("{id}", &id))
            })
            .await;
        // Without a body the forms are 415 for those who may send them, so nobody is changed here.
        let expected = "\
POST /me/contact nobody 303
POST /me/contact person 415
POST /me/contact staff 403
POST /me/password nobody 303
POST /me/password person 415
POST /me/password staff 415
POST /me/sessions/{id}/ending nobody 303
POST /me/sessions/{id}/ending person 404
POST /me/sessions/{id}/ending staff 404
POST /me/acting-for nobody 303
POST /me/acting-for person 415
POST /me/acting-for staff 403
POST /me/enterprises/{id} nobody 303
POST /me/enterprises/{id} person 415
POST /me/enterprises/{id} staff 403
POST /me/mandates/{id}/ending nobody 303
POST /me/mandates/{id}/ending person 404
POST /me/mandates/{id}/ending staff 403
POST /me/closing nobody 303
POST /me/closing person 415
POST /me/closing staff 403
";
        assert_eq!(table, expected);
        // A post from another site is refused though the cookie is there.
        let forged = person.with_header("sec-fetch-site", "cross-site");
        forged.post_form("/me/password", &[("old", "x")]).await.refused(403);
    });
}
