//! The pages as people meet them, on real data.

use catalogue::{Needs, Usual};
use testkit::{Setup, TestApp, for_each_engine, staff, wang_fang};

use crate::kit;

#[test]
fn every_sample_page_renders_in_both_languages_and_every_look() {
    testkit::pages::all(vec![directory::module(directory::Directory::new()), catalogue::module(Needs::default())]);
}

fn open(engine: &testkit::Engine) -> TestApp {
    let needs = Needs {
        home: "440117".parse().unwrap(),
        usual_days: std::sync::Arc::new(|_, _| Ok(Some(Usual { days: 6, cases: 40 }))),
        notice_pdf: Some(std::sync::Arc::new(|sheet| serde_json::to_vec(sheet).map_err(|error| error.to_string()))),
        ..Needs::default()
    };
    let site = web::Site { origin: Some("https://tongban.example".into()), ..testkit::pages::site() };
    let modules = vec![directory::module(directory::Directory::new()), catalogue::module(needs)];
    let app = TestApp::on(engine, Setup { modules, site, ..Setup::default() });
    kit::take_demo(&app);
    for (list, file) in [("guangdong", "items/guangdong-items.jsonl.gz"), ("authored", "demo/items.jsonl")] {
        kit::take(&app, &kit::data(file), &kit::mapping(list), false);
    }
    app
}

async fn page(app: &TestApp, path: &str) -> String {
    let answer = app.nobody().get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

#[test]
fn a_guide_says_everything_and_offers_what_its_mode_allows() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let code = |system: &'static str, code: &'static str| {
            app.read(move |read| catalogue::by_code(read, system, code)).unwrap().unwrap()
        };
        let nine = code("gd-2021", "11440000006940116U244010200300102");
        let path = format!("/items/{}", nine.id);
        let text = page(&app, &path).await;
        for wanted in [
            "广东省教育厅",
            "承诺办结",
            "法定办结",
            "个部门同时进行",
            "中共广东省委机构编制委员会办公室",
            "通常办结",
            "6 个工作日",
            &format!("/apply/{}", nine.id),
            "来源清单没有公布",
            "2021 年公布的省级实施清单",
        ] {
            assert!(text.contains(wanted), "{wanted} in {text}");
        }
        let english = app.nobody().in_english().get(&path).await.text();
        assert!(english.contains("lang=\"zh-CN\"") && english.contains("Promised within"), "{english}");
        let looked = app.read(|read| {
            let narrow = catalogue::Narrow { mode: Some(catalogue::Mode::Link), ..Default::default() };
            catalogue::list(read, &narrow, "", 1)
        });
        let link = looked.unwrap().remove(0);
        let text = page(&app, &format!("/items/{}", link.id)).await;
        assert!(text.contains(&format!("/items/{}/go", link.id)) && !text.contains("/apply/"));
        let text = page(&app, &format!("/items/{}/go", link.id)).await;
        assert!(text.contains("rel=\"external noopener noreferrer nofollow\""), "{text}");
        let written = code("demo", "DEMO-440117-001");
        let text = page(&app, &format!("/items/{}", written.id)).await;
        assert!(text.contains("为演示编写") && text.contains("政府已有"), "{text}");
        assert!(app.nobody().get("/items/item_00000000000000000000000000").await.status == 404);
        assert!(app.nobody().get("/items/x").await.status == 404);
    });
}

#[test]
fn the_notice_follows_the_answers_and_carries_them_in_its_code() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let found = app
            .read(|read| {
                let all = catalogue::all(read, "", 4000)?;
                Ok(all.into_iter().find(|found| {
                    found
                        .item
                        .materials
                        .iter()
                        .any(|material| material.necessity == Some(catalogue::words::Necessity::Conditional))
                }))
            })
            .unwrap()
            .unwrap();
        let material = found.item.materials.iter().find(|material| material.condition.is_some()).unwrap().clone();
        let path = format!("/items/{}/notice", found.id);
        let without = page(&app, &path).await;
        let with = page(&app, &format!("{path}?c={}", material.key)).await;
        let heading = format!("<strong>{}</strong>", material.name.zh);
        assert!(!without.contains(&heading) && with.contains(&heading), "{}", material.name.zh);
        assert!(with.contains("<svg"), "a code");
        assert_eq!(app.nobody().get(&format!("{path}?c=nothing")).await.status, 404);
        let pdf = app.nobody().get(&format!("{path}.pdf?c={}", material.key)).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
    });
}

#[test]
fn themes_bodies_and_lists_follow_the_place() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        assert!(page(&app, "/themes").await.contains("生孩子"));
        let restaurant = page(&app, "/themes/open-restaurant").await;
        assert!(restaurant.contains("/items/item_"), "{restaurant}");
        assert_eq!(app.nobody().get("/themes/nothing").await.status, 404);
        assert!(page(&app, "/bodies").await.contains("广东省教育厅"));
        assert!(page(&app, "/small").await.contains("/items/item_"));
        let first = page(&app, "/items?audience=person").await;
        assert!(first.contains("rel=\"next\""));
        // A place that nothing serves: an empty list that says so.
        let elsewhere = app.nobody();
        elsewhere.set_cookie(web::cookie::DIVISION, "511602");
        assert!(elsewhere.get("/themes/open-restaurant").await.text().contains("class=\"nothing\""));
        let body = app.read(|read| directory::bodies::by_name(read, "广东省司法厅")).unwrap().remove(0);
        let power = page(&app, &format!("/bodies/{}", body.id)).await;
        assert!(power.contains("行政许可") && power.contains("rel=\"next\""), "{power}");
    });
}

#[test]
fn programs_page_through_the_same_lists() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let program = app.nobody().as_program();
        let (mut after, mut count) = (String::new(), 0);
        loop {
            let answer = program.get(&format!("/api/v1/items?division=440117&limit=200&after={after}")).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            let json = answer.json();
            count += json["items"].as_array().unwrap().len();
            match json["next"].as_str() {
                Some(next) => after = next.to_owned(),
                None => break,
            }
        }
        assert!(count > 1984, "{count}");
        for (path, status) in [
            ("/api/v1/items?audience=martian", 422),
            ("/api/v1/items?after=x", 422),
            ("/api/v1/items?body=x", 422),
            ("/api/v1/items/item_00000000000000000000000000", 404),
            ("/api/v1/themes", 200),
            ("/api/v1/bodies/body_00000000000000000000000000/items", 404),
        ] {
            assert_eq!(program.get(path).await.status, status, "{path}");
        }
        let first = program.get("/api/v1/items?limit=1&theme=open-restaurant").await.json();
        let id = first["items"][0]["id"].as_str().unwrap().to_owned();
        let item = program.get(&format!("/api/v1/items/{id}")).await;
        assert_eq!(item.header("etag"), "\"v1\"");
        assert_eq!(item.json()["id"], id.as_str());
    });
}

#[test]
fn reports_are_for_editors() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let body = kernel::id::BodyId::new(kernel::Timestamp(1), [1; 10]);
        let editor = staff(1, kernel::access::Role::Editor, &body);
        let clerk = staff(2, kernel::access::Role::Clerk, &body);
        let path = "/console/catalogue/imports";
        let text = app.as_staff(&editor).get(path).await.text();
        assert!(text.contains("guangdong") && text.contains("没有指明条线"), "{text}");
        assert_eq!(app.as_staff(&clerk).get(path).await.status, 403);
        assert_eq!(app.as_person(&wang_fang()).get(path).await.status, 403);
        assert!(matches!(app.nobody().get(path).await.status, 303 | 401));
    });
}

#[test]
fn everything_is_announced_to_the_search() {
    let app = open(&testkit::Engine::Sqlite);
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let from = after.clone();
        let (documents, next) = app.read(move |read| catalogue::documents(read, &from, 500)).unwrap();
        count += documents.len();
        assert!(documents.iter().all(|document| !document.body_name.is_empty()));
        match next {
            Some(next) => after = next,
            None => break,
        }
    }
    assert!(count > 2000, "{count}");
    assert!(app.read(catalogue::theme_documents).unwrap().len() >= 30);
    assert!(app.read(|read| catalogue::body_documents(read, "", 1000)).unwrap().0.len() > 200);
}

#[test]
fn every_address_admits_whom_its_list_says() {
    for_each_engine(async |engine| {
        let app = open(&engine);
        let all = app.read(|read| catalogue::all(read, "", 4000)).unwrap();
        let id = all.into_iter().find(|found| found.item.link.is_some()).unwrap();
        let body = kernel::id::BodyId::new(kernel::Timestamp(1), [1; 10]);
        let (nobody, person) = (app.nobody(), app.as_person(&wang_fang()));
        let clerk = app.as_staff(&staff(1, kernel::access::Role::Clerk, &body));
        let editor = app.as_staff(&staff(2, kernel::access::Role::Editor, &body));
        let visitors = [("nobody", &nobody), ("person", &person), ("clerk", &clerk), ("editor", &editor)];
        let ours = [
            "/items",
            "/themes",
            "/bodies/",
            "/bodies",
            "/small",
            "/console/catalogue",
            "/api/v1/items",
            "/api/v1/themes",
        ];
        let walked = app
            .walk(&visitors, |route| {
                let own = ours.iter().any(|prefix| route.path.starts_with(prefix)) || route.path.ends_with("/items");
                own.then(|| {
                    let id = if route.path.contains("/bodies/") { id.body.as_str() } else { id.id.as_str() };
                    route.path.replace("{id}", id).replace("{key}", "birth")
                })
            })
            .await;
        let mut wanted = String::new();
        for path in [
            "/items",
            "/items/{id}",
            "/items/{id}/notice",
            "/items/{id}/notice.pdf",
            "/items/{id}/go",
            "/themes",
            "/themes/{key}",
            "/bodies",
            "/bodies/{id}",
            "/small",
        ] {
            for visitor in ["nobody", "person", "clerk", "editor"] {
                wanted.push_str(&format!("GET {path} {visitor} 200\n"));
            }
        }
        for (visitor, status) in [("nobody", 303), ("person", 403), ("clerk", 403), ("editor", 200)] {
            wanted.push_str(&format!("GET /console/catalogue/imports {visitor} {status}\n"));
        }
        for path in ["/api/v1/items", "/api/v1/items/{id}", "/api/v1/themes", "/api/v1/bodies/{id}/items"] {
            for visitor in ["nobody", "person", "clerk", "editor"] {
                wanted.push_str(&format!("GET {path} {visitor} 200\n"));
            }
        }
        assert_eq!(walked, wanted);
    });
}
