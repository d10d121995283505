//! Submitting: exactly once, only complete, and never asking for what the state has.

use std::sync::Arc;

use casework::{
    paper::{Level, Paper, Source},
    submit::Submission,
};
use kernel::{Date, access::Actor};
use licences::{Holder, Issuer, NewLicence};
use store::Step;
use testkit::for_each_engine;

use crate::kit::{PLACE, TYPES, World, answers, aside, paper, refusal};

#[test]
fn a_draft_sent_by_sixteen_at_once_becomes_one_case() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let matter = world.matter("single");
        let (actor, about) = (world.applicant(), matter.clone());
        let draft =
            world.act(move |tx, _| casework::drafting::begin(tx, &actor, &about, &PLACE.parse().unwrap())).unwrap();
        let submission = Arc::new(Submission { draft: Some(draft.id.clone()), ..world.submission(answers()) });
        let done: Vec<_> = std::thread::scope(|scope| {
            let one = |_| {
                let drawn = world.drawn(&matter.body);
                let (matter, submission, actor) = (matter.clone(), submission.clone(), world.applicant());
                let (store, office) = (world.app.store.clone(), world.office.clone());
                scope.spawn(move || {
                    store.write(move |tx| casework::submit::submit(tx, &office, &actor, &matter, &submission, &drawn))
                })
            };
            let threads: Vec<_> = (0..16).map(one).collect();
            threads.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect()
        });
        assert!(done.iter().all(|one| one.case == done[0].case && one.number == done[0].number));
        assert_eq!(done.iter().filter(|one| one.secret.is_some()).count(), 1);
        let person = world.wang.clone();
        let mine =
            world.app.read(move |read| casework::records::mine(read, &person, casework::records::END, 100)).unwrap();
        assert_eq!(mine.len(), 1);
        let id = done[0].case.clone();
        assert_eq!(world.app.read(move |read| casework::records::notices(read, &id)).unwrap().len(), 1);
        world.verify();
    });
}

#[test]
fn what_is_wanting_is_told_at_once_and_each_at_its_place() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let mut wrong = answers();
        wrong.insert("area".into(), "1000".into());
        wrong.insert("id".into(), "440305199003071229".into());
        wrong.remove("fuel");
        wrong.insert("shop_name".into(), "字".repeat(21));
        let submission = Submission { papers: Vec::new(), held: Vec::new(), ..world.submission(wrong) };
        let Err(store::Error::Problem(problem)) = world.try_submit("single", &submission) else { panic!("taken") };
        let told: Vec<(&str, &str)> = problem.fields.iter().map(|field| (&*field.field, field.message)).collect();
        let expected = [
            ("material.idcard", "casework-paper-wanting"),
            ("material.plan", "casework-paper-wanting"),
            ("id", "identifier-wrong-check-character"),
            ("shop_name", "casework-field-long"),
            ("area", "casework-field-more"),
            ("fuel", "casework-field-wanting"),
        ];
        assert_eq!(told, expected);
        // Without a kitchen nobody asks for the fuel.
        let mut without = answers();
        without.insert("kitchen".into(), "no".into());
        let done = world.try_submit("single", &world.submission(without)).unwrap();
        let case = world.case(&done.case);
        let declared = world.app.read(move |read| casework::correct::declared(read, &case)).unwrap();
        assert!(!declared.contains_key("fuel"));
        assert_eq!(declared["opens"], "2026-12-01");
        assert_eq!(refusal(world.try_submit("elsewhere", &world.submission(answers()))).1, "casework-no-case-here");
    });
}

#[test]
fn a_licence_answers_a_material_and_a_replacement_stands_before_it() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let known = |world: &World| {
            let (matter, person) = (world.matter("single"), world.wang.clone());
            world.app.read(move |read| casework::known::known(read, &TYPES, &matter, &person, None)).unwrap()
        };
        // Without a licence the signed-in person's own record answers for the identity card.
        assert_eq!(known(&world).papers["idcard"].0.source, Source::Record);
        assert_eq!(known(&world).fields["name"].value, "王芳");
        let (body, wang) = (world.body("ch-police"), world.wang.clone());
        let licence = world
            .act(move |tx, office| {
                let system = Actor::system("test");
                let issuer = Issuer {
                    types: &TYPES,
                    body: &body,
                    actor: &system,
                    title: "system",
                    signing: &office.keys.signing,
                    sample: true,
                };
                let new = NewLicence {
                    kind: "idcard".into(),
                    holder: Holder::Person(wang.clone()),
                    holder_name: "王芳".into(),
                    holder_number: None,
                    fields: vec![("name".into(), "王芳".into())],
                    valid_from: None,
                    valid_to: Some(Date::constant(2026, 9, 30)),
                    serial: None,
                    matter: None,
                    contact: None,
                };
                licences::issue(tx, &issuer, &new)
            })
            .unwrap();
        let held = known(&world).papers["idcard"].0.clone();
        assert_eq!(
            (held.source, held.level, held.reference.as_str()),
            (Source::Licence, Level::A, licence.id.as_str())
        );
        // The applicant's own paper stands before what the state holds.
        let own = paper("idcard", &"b".repeat(64));
        let mut submission = world.submission(answers());
        submission.held = vec![held];
        submission.papers.push(own);
        let done = world.try_submit("single", &submission).unwrap();
        let papers = world.app.read(move |read| casework::records::papers(read, done.case.as_str())).unwrap();
        let sources: Vec<(&str, Source)> = papers.iter().map(|paper| (&*paper.material, paper.source)).collect();
        assert_eq!(sources, [("idcard", Source::Applicant), ("late", Source::Later), ("plan", Source::Applicant)]);
        // An expired licence answers nothing.
        world.app.clock.forward_days(10);
        assert_eq!(known(&world).papers["idcard"].0.source, Source::Record);
        world.verify();
    });
}

#[test]
fn a_quota_of_a_day_is_kept_and_told_at_the_paper() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let (matter, actor) = (world.matter("single"), world.applicant());
        let begin = actor.clone();
        let draft =
            world.act(move |tx, _| casework::drafting::begin(tx, &begin, &matter, &PLACE.parse().unwrap())).unwrap();
        let put = |number: u8, size: u64| {
            let (actor, id) = (actor.clone(), draft.id.clone());
            let file = store::FileRef { digest: format!("{number:064x}"), size, media: "application/pdf".into() };
            world.act(move |tx, _| {
                casework::drafting::put_paper(tx, &actor, &id, "plan", &file, "../../a/b\u{202e}.pdf")
            })
        };
        for number in 0..10 {
            put(number, 20 * 1024 * 1024).unwrap();
        }
        let Err(store::Error::Problem(problem)) = put(11, 1) else { panic!("taken") };
        assert_eq!(problem.fields[0].message, "casework-file-quota");
        world.app.clock.forward_days(1);
        put(11, 1).unwrap();
        let id = draft.id.clone();
        let papers: Vec<Paper> = world.app.read(move |read| casework::records::papers(read, id.as_str())).unwrap();
        assert_eq!(papers.len(), 1);
    });
}

#[test]
fn a_submission_runs_few_statements() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let client = world.client().as_program();
        let pdf: &[u8] = b"%PDF-1.4\n%%EOF";
        let taken = client.post_files("/api/v1/files", &[], &[("file", "plan.pdf", pdf)]).await.answers(201).json();
        let mut given = answers();
        given.remove("name");
        let body = serde_json::json!({
            "item": world.item("single"), "division": PLACE, "answers": given,
            "papers": [{"material": "plan", "file": taken["file"], "name": "plan.pdf"}],
        });
        // The first draws a block of numbers and reads the item's text.
        client.post_json("/api/v1/applications", &body).await.answers(201);
        world.app.store.record_statements();
        client.post_json("/api/v1/applications", &body).await.answers(201);
        let steps = world.app.store.recorded_statements();
        let ran = |acts| steps.iter().filter(|step| matches!(step, Step::Ran(ran) if ran.acts == acts)).count();
        let began = steps.iter().filter(|step| matches!(step, Step::Began { .. })).count();
        // Who asks is known to this test without the store; what is known of them, and the verb.
        assert_eq!(began, 2, "{steps:#?}");
        // Three papers are three of them.
        assert!(ran(true) <= 11, "{} that write: {steps:#?}", ran(true));
        assert!(ran(false) <= 8, "{} that read: {steps:#?}", ran(false));
    });
}

#[test]
fn a_program_applies_once_under_its_key_and_follows() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let client = world.client().as_program();
        let pdf: &[u8] = b"%PDF-1.4\n%%EOF";
        let taken = client.post_files("/api/v1/files", &[], &[("file", "plan.pdf", pdf)]).await.answers(201).json();
        let mut given = answers();
        given.remove("name");
        let body = serde_json::json!({
            "item": world.item("single"), "division": PLACE, "answers": given,
            "papers": [{"material": "plan", "file": taken["file"], "name": "plan.pdf"}],
        });
        let key = [("idempotency-key", "a-key-of-a-program")];
        let one = client.post_json_with("/api/v1/applications", &body, &key).await.answers(201).json();
        let two = client.post_json_with("/api/v1/applications", &body, &key).await.answers(201).json();
        assert_eq!(one, two);
        let mut other = body.clone();
        other["answers"]["area"] = "61".into();
        client.post_json_with("/api/v1/applications", &other, &key).await.refused(409);
        other["papers"][0]["file"] = "f".repeat(64).into();
        other["answers"]["area"] = "x".into();
        client.post_json("/api/v1/applications", &other).await.refused(422).has("papers[0].file");
        let id = one["id"].as_str().unwrap();
        let case = client.get(&format!("/api/v1/cases/{id}")).await.ok();
        assert_eq!(case.header("etag"), "\"v1\"");
        let clocks = client.get(&format!("/api/v1/cases/{id}/clocks")).await.ok().json();
        assert_eq!(clocks["clocks"][0]["name"], "receipt");
        let listed = client.get("/api/v1/cases?limit=1").await.ok().json();
        assert_eq!(listed["items"][0]["id"], id);
        let nobody = world.app.nobody().as_program();
        let slip = serde_json::json!({ "number": one["number"], "secret": one["secret"] });
        let tracked = nobody.post_json("/api/v1/track", &slip).await.ok().json();
        assert_eq!(tracked["state"], "submitted");
        let stale = [("if-match", "\"v9\"")];
        let withdrawal = format!("/api/v1/cases/{id}/withdrawal");
        client.post_json_with(&withdrawal, &serde_json::json!({}), &stale).await.refused(409);
        let gone = client.post_json(&withdrawal, &serde_json::json!({})).await.ok().json();
        assert_eq!(gone["state"], "withdrawn");
        aside(|| world.verify());
    });
}

#[test]
fn a_slip_signed_before_the_verb_is_taken_only_where_it_says_what_the_verb_found() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        let matter = world.matter("single");
        let office = world.office.clone();
        let submission = world.submission(answers());
        let fewer = Submission { applicant: "李强".into(), ..submission.clone() };
        let mut texts = Vec::new();
        for expected in [&submission, &fewer] {
            let mut drawn = world.drawn(&matter.body);
            let handed = expected.papers.clone();
            drawn.slip = casework::submit::prepare_slip(&office, &matter, expected, handed, &drawn).unwrap();
            assert!(drawn.slip.is_some());
            let (about, sent, actor) = (matter.clone(), submission.clone(), world.applicant());
            let done = world
                .act(move |tx, office| casework::submit::submit(tx, office, &actor, &about, &sent, &drawn))
                .unwrap();
            let (case, id) = (world.case(&done.case), done.case.clone());
            let slips = world.app.read(move |read| casework::records::notices(read, &id)).unwrap();
            assert_eq!(slips.len(), 1);
            assert_eq!((slips[0].number.clone(), slips[0].at), (format!("{}-01", case.number), case.submitted_at));
            let (person, sealed) = (case.person.clone(), slips[0].record.clone());
            let text = world.app.read(move |read| read.open_text(&person, "casework_notice.record", &sealed)).unwrap();
            let record = seals::SealedRecord::parse(&text).unwrap();
            record.verify(&[office.keys.signing.verifying_key().clone()]).unwrap();
            texts.push(record.record().payload["facts"].clone());
        }
        for facts in &texts {
            assert_eq!(facts["addressee"], "王芳", "what the verb found stands on it");
            assert_eq!(facts["lines"].as_array().unwrap().len(), 3);
        }
        let nothing = Submission { papers: Vec::new(), held: Vec::new(), ..submission };
        let drawn = world.drawn(&matter.body);
        let early = casework::submit::prepare_slip(&office, &matter, &nothing, Vec::new(), &drawn).unwrap();
        assert!(early.is_none(), "nothing is signed for what is wanting");
        world.verify();
    });
}
