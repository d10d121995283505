//! A world of the tests: the rooms up to casework, the demo's bodies of one district, the working
//! days of 2026, 王芳 with an identity card, an enterprise, and items in every shape.

use std::{
    path::PathBuf,
    sync::{Arc, LazyLock},
};

use casework::{
    Office,
    case::{Case, CaseId, Channel},
    draft::Answers,
    matter::{self, Matter},
    paper::{Level, Paper, Source},
    submit::{Drawn, Submission, Submitted},
};
use catalogue::Mapping;
use directory::{Body, Directory};
use kernel::{
    DivisionCode,
    access::{Actor, Role, Scope, Who},
    id::{BodyId, EnterpriseId, PersonId, PostId, StaffId},
    other_document::DocumentKind,
};
use licences::Types;
use serde_json::json;
use store::{Read, Store, Tx};
use testkit::{Engine, Setup, TestApp};

pub fn data(path: &str) -> Vec<u8> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data").join(path);
    std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn text(path: &str) -> String {
    String::from_utf8(data(path)).unwrap()
}

pub static TYPES: LazyLock<Arc<Types>> = LazyLock::new(|| {
    Arc::new(Types::parse(&text("demo/licence-types.toml"), &text("demo/material-normalising.toml")).unwrap())
});

pub fn modules(directory: &Directory) -> Vec<web::Module> {
    let needs = casework::Needs { types: TYPES.clone(), ..casework::Needs::bare(directory.clone()) };
    vec![
        directory::module(directory.clone()),
        notices::module(notices::Needs::default()),
        identity::module(identity::Identity::new(identity::Needs::default())),
        catalogue::module(catalogue::Needs::default()),
        licences::module(licences::Needs {
            types: TYPES.clone(),
            seal_svg: |_, _, _, _| String::new(),
            qr_svg: |_| None,
            render_licence: |_| Ok(Vec::new()),
        }),
        casework::module(needs),
    ]
}

/// Runs what blocks on a thread of its own.
pub fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
}

pub const PLACE: &str = "440117";
/// The eight bodies that review side by side.
pub const REVIEWERS: [&str; 8] =
    ["ch-police", "ch-fire", "ch-ecology", "ch-urban", "ch-health", "ch-housing", "ch-resources", "ch-water"];

const PEOPLE: &str = r#"
[[person]]
key = "wang"
name = "王芳"
document_kind = "citizen_id"
document = "440305199003071228"
phone = "13800138001"
address = "广州市从化区温泉镇1号"
[[person]]
key = "li"
name = "李强"
document_kind = "citizen_id"
document = "440305195110121237"
phone = "13800138002"
[[enterprise]]
key = "firm"
name = "广州榕树餐饮有限公司"
uscc = "91440117DEM100015E"
representative = "wang"
address = "广州市从化区街口2号"
[[mandate]]
enterprise = "firm"
person = "wang"
kind = "representative"
[[post]]
key = "officer-market"
body = "ch-market"
role = "officer"
title = { zh = "经办人", en = "Officer" }
[[post]]
key = "head-market"
body = "ch-market"
role = "head"
title = { zh = "负责人", en = "Head" }
[[staff]]
key = "first"
name = { zh = "黄一", en = "Huang Yi" }
body = "ch-market"
posts = ["officer-market"]
[[staff]]
key = "other"
name = { zh = "林二", en = "Lin Er" }
body = "ch-market"
posts = ["officer-market"]
[[staff]]
key = "chief"
name = { zh = "何三", en = "He San" }
body = "ch-market"
posts = ["head-market"]
"#;

fn item(code: &str, name: &str, body: &str, more: &serde_json::Value) -> String {
    let level = if body.starts_with("gz") { "city" } else { "county" };
    let division = if body.starts_with("gz") { "440100" } else { PLACE };
    let mut item = json!({
        "code": code, "code_system": "test", "name": name, "type": "01", "division": division, "body": body,
        "level": level, "mode": "case", "case_type": "committed", "audience": ["person", "enterprise"],
        "statutory": {"n": 20, "unit": "working_days"}, "promised": {"n": 10, "unit": "working_days"},
        "materials": [
            {"key": "idcard", "name": "居民身份证", "necessity": "required", "answered_by": "idcard"},
            {"key": "plan", "name": {"zh": "布局图", "en": "Plan"}, "necessity": "required"},
            {"key": "late", "name": "健康证明", "necessity": "late_ok"},
        ],
        "form": [
            {"key": "who", "title": {"zh": "申请人", "en": "Applicant"}, "fields": [
                {"key": "name", "label": {"zh": "姓名", "en": "Name"}, "type": "text", "required": true, "prefill": "person.name"},
                {"key": "id", "label": {"zh": "证件号码", "en": "Document"}, "type": "citizen_id", "required": true, "prefill": "person.citizen_id"},
                {"key": "phone", "label": {"zh": "电话", "en": "Phone"}, "type": "phone", "required": true, "prefill": "person.phone"},
            ]},
            {"key": "shop", "title": {"zh": "经营", "en": "Business"}, "fields": [
                {"key": "shop_name", "label": {"zh": "字号", "en": "Shop"}, "type": "text", "required": true, "max": 20},
                {"key": "area", "label": {"zh": "面积", "en": "Area"}, "type": "number", "required": true, "min": 1, "max": 900},
                {"key": "opens", "label": {"zh": "开业日期", "en": "Opens"}, "type": "date"},
                {"key": "kitchen", "label": {"zh": "有厨房", "en": "Kitchen"}, "type": "yesno", "required": true},
                {"key": "fuel", "label": {"zh": "燃料", "en": "Fuel"}, "type": "choice", "required": true,
                 "choices": [{"value": "gas", "label": {"zh": "燃气", "en": "Gas"}}, {"value": "electric", "label": {"zh": "电", "en": "Electric"}}],
                 "show_if": {"field": "kitchen", "is": "yes"}},
            ]},
        ],
    });
    item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    item.to_string()
}

/// Items of this world: a code for each shape.
fn items() -> String {
    let part =
        |body: &str, level: &str, stages: &[&str]| json!({"level": level, "line": "x", "body": body, "stages": stages});
    let reviews: Vec<_> = REVIEWERS.iter().map(|body| part(body, "county", &["review"])).collect();
    let mut joint = vec![part("ch-market", "county", &["receive", "decide", "deliver"])];
    joint.extend(reviews);
    let lines = [
        item("single", "食品经营许可", "ch-market", &json!({})),
        item("benefit-permit", "另一许可", "ch-market", &json!({})),
        item("benefit", "困难补助", "ch-civil", &json!({"type": "05"})),
        item("elsewhere", "在别处办的", "ch-market", &json!({"mode": "answer"})),
        item("people", "只给个人的", "ch-market", &json!({"audience": ["person"]})),
        item("plain", "没有表单的", "ch-market", &json!({"form": [], "materials": []})),
        item(
            "chain",
            "由区报市的",
            "gz-market",
            &json!({"stages": [
                part("ch-market", "county", &["receive", "review"]),
                part("gz-market", "city", &["review", "decide", "deliver"]),
            ]}),
        ),
        item(
            "lapsing",
            "逾期视为放弃的",
            "ch-market",
            &json!({"type": "10", "lapse": {"limit": {"n": 7, "unit": "working_days"}, "basis": "《政府信息公开条例》第三十条"}}),
        ),
        item(
            "placed",
            "带地点的",
            "ch-market",
            &json!({
                "name": {"zh": "带地点的", "en": "With places"}, "materials": [],
                "form": [{"key": "where", "title": {"zh": "地点", "en": "Places"}, "fields": [
                    {"key": "town", "label": {"zh": "镇街", "en": "Town"}, "type": "division", "required": true},
                    {"key": "born", "label": {"zh": "出生地", "en": "Born"}, "type": "division"},
                ]}],
            }),
        ),
        item("special", "要听证的", "ch-market", &json!({"specials": [{"name": "hearing", "basis": "AL 45"}]})),
        item(
            "opinions",
            "联合审查的",
            "ch-market",
            &json!({"stages": [
                part("ch-market", "county", &["receive", "review", "decide", "deliver"]),
                part("ch-fire", "county", &["review"]),
                part("ch-health", "county", &["review"]),
            ]}),
        ),
        item(
            "renewal",
            "养犬登记证（换证）",
            "ch-market",
            &json!({
                "statutory": {"n": 60, "unit": "working_days"}, "promised": {"n": 50, "unit": "working_days"},
                "result": {"name": "养犬登记证", "kind": "licence", "licence_type": "dog_licence"},
            }),
        ),
        item("joint", "并联审批的", "ch-market", &json!({"stages": joint, "shape": "side_by_side"})),
    ];
    lines.join("\n")
}

pub struct World {
    pub app: TestApp,
    pub office: Office,
    pub directory: Directory,
    pub wang: PersonId,
    pub li: PersonId,
    pub firm: EnterpriseId,
}

impl World {
    pub fn on(engine: &Engine) -> Self {
        let directory = Directory::new();
        let app = TestApp::on(engine, Setup { modules: modules(&directory), ..Setup::default() });
        let (store, handle) = (app.store.clone(), directory.clone());
        aside(|| {
            let system = Actor::system("test");
            let years = [data("holidays/2026.json"), data("holidays/2027.json")];
            let years: Vec<&[u8]> = years.iter().map(Vec::as_slice).collect();
            directory::import::holidays(&store, &handle, &years).unwrap();
            handle.load(&store).unwrap();
            directory::import::bodies(&store, &data("demo/bodies.jsonl")).unwrap();
            let mapping = Mapping::read_beside("list = \"test\"\nformat = \"items\"\n", &|_| None).unwrap();
            let report = catalogue::import::items(&store, items().as_bytes(), &mapping, false, &system).unwrap();
            assert!(report.rejected.is_empty(), "{report:?}");
            identity::import::people(&store, PEOPLE).unwrap();
        });
        let person = |number: &'static str| {
            app.read(move |read| identity::person_by_document(read, DocumentKind::CitizenId, number)).unwrap().unwrap()
        };
        let (wang, li) = (person("440305199003071228"), person("440305195110121237"));
        let firm = app.read(|read| identity::enterprise_by_uscc(read, "91440117DEM100015E")).unwrap().unwrap().id;
        let office = Office {
            calendar: directory.calendar(),
            keys: app.store.keys().clone(),
            sample: true,
            programs: std::sync::Arc::default(),
        };
        app.settle();
        Self { app, office, directory, wang, li, firm }
    }

    pub fn applicant(&self) -> Actor {
        Actor { session: Some("session-of-a-test".into()), ..Actor::person(self.wang.clone()) }
    }

    pub fn other(&self) -> Actor {
        Actor { session: Some("session-of-a-test".into()), ..Actor::person(self.li.clone()) }
    }

    pub fn client(&self) -> testkit::Client {
        let info = web::ActorInfo { display_name: kernel::Text::zh("王芳"), ..web::ActorInfo::default() };
        self.app.as_actor(self.applicant(), info)
    }

    pub fn item(&self, code: &'static str) -> String {
        self.app.read(move |read| catalogue::by_code(read, "test", code)).unwrap().unwrap().id.to_string()
    }

    pub fn body(&self, key: &'static str) -> Body {
        self.app.read(move |read| directory::bodies::by_key(read, key)).unwrap().unwrap()
    }

    pub fn staff(&self, number: u8, role: Role, key: &'static str) -> Actor {
        testkit::staff(number, role, &self.body(key).id)
    }

    pub fn matter(&self, code: &'static str) -> Matter {
        self.app
            .read(move |read| {
                let found = catalogue::by_code(read, "test", code)?.unwrap();
                load(read, &found)
            })
            .unwrap()
    }

    /// What a clerk of the whole district may.
    pub fn clerk(&self) -> Actor {
        let body: BodyId = self.body("ch-hall").id;
        let post = PostId::new(kernel::Timestamp(1), [77; 10]);
        let division: Option<DivisionCode> = Some(PLACE.parse().unwrap());
        let scopes = vec![Scope { post, role: Role::Clerk, body, division }];
        let who = Who::Staff { staff: StaffId::new(kernel::Timestamp(1), [77; 10]), scopes };
        Actor { who, on_behalf: None, session: Some("session-of-a-test".into()) }
    }

    /// A verb on the store, on a thread of its own.
    pub fn act<T: Send + 'static>(
        &self,
        act: impl Fn(&Tx<'_>, &Office) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, store::Error> {
        let office = self.office.clone();
        self.app.write(move |tx| act(tx, &office))
    }

    pub fn submission(&self, answers: Answers) -> Submission {
        Submission {
            draft: None,
            enterprise: None,
            division: PLACE.parse().unwrap(),
            answers,
            papers: vec![paper("plan", "a".repeat(64).as_str())],
            held: vec![Paper { source: Source::Record, level: Level::A, ..paper("idcard", "identity") }],
            applicant: "王芳".into(),
            channel: Channel::Program,
        }
    }

    pub fn submit(&self, code: &'static str) -> Submitted {
        self.try_submit(code, &self.submission(answers())).unwrap()
    }

    pub fn try_submit(&self, code: &'static str, submission: &Submission) -> Result<Submitted, store::Error> {
        let matter = self.matter(code);
        let drawn = self.drawn(&matter.body);
        let (submission, actor) = (submission.clone(), self.applicant());
        self.act(move |tx, office| casework::submit::submit(tx, office, &actor, &matter, &submission, &drawn))
    }

    pub fn drawn(&self, body: &Body) -> Drawn {
        let (store, directory, body) = (self.app.store.clone(), self.directory.clone(), body.clone());
        let number = aside(|| directory.draw_number(&store, &body, casework::submit::NUMBERS, 2026).unwrap());
        let at = self.app.store.now();
        Drawn { secret: casework::receipt::secret(&self.office.keys, &number), number, at, slip: None }
    }

    pub fn case(&self, id: &CaseId) -> Case {
        let id = id.clone();
        self.app.read(move |read| casework::records::find(read, &id)).unwrap().unwrap()
    }

    pub fn accept(&self, code: &'static str, id: &CaseId, by: &Actor) -> Result<Case, store::Error> {
        let (matter, id, by) = (self.matter(code), id.clone(), by.clone());
        self.act(move |tx, office| casework::accept::accept(tx, office, &by, &matter, &id, None))
    }

    pub fn review(&self, code: &'static str, id: &CaseId, by: &Actor, number: u32) -> Result<Case, store::Error> {
        let (matter, id, by) = (self.matter(code), id.clone(), by.clone());
        self.act(move |tx, office| casework::review::review(tx, office, &by, &matter, &id, number, true, "同意"))
    }

    pub fn decide(
        &self,
        code: &'static str,
        id: &CaseId,
        by: &Actor,
        number: u32,
        approve: bool,
    ) -> Result<Case, store::Error> {
        let (matter, id, by) = (self.matter(code), id.clone(), by.clone());
        let decision = casework::decide::Decision {
            approve,
            reasons: if approve { String::new() } else { "不符合条件".into() },
        };
        self.act(move |tx, office| {
            casework::decide::decide(tx, office, &by, &matter, &id, number, &decision, &|_, _, _| Ok(None))
        })
    }

    /// The journal holds and every row is as its last entry says.
    pub fn verify(&self) {
        self.app.settle();
        let store: Store = self.app.store.clone();
        aside(|| {
            let state = store.verify_state(&mut |_| ()).unwrap();
            assert!(state.faults.is_empty(), "{state:?}");
        });
    }
}

fn load(read: &Read<'_>, found: &catalogue::Published) -> Result<Matter, store::Error> {
    let place: DivisionCode = PLACE.parse().unwrap();
    let texts = web::Texts::join(&[]).unwrap();
    matter::load(read, &found.id, None, &place, catalogue::form::Applicant::Person, &texts)
}

pub fn paper(material: &str, reference: &str) -> Paper {
    Paper {
        material: material.into(),
        version: 1,
        source: Source::Applicant,
        reference: reference.into(),
        name: None,
        media: Some("application/pdf".into()),
        size: Some(10),
        level: Level::C,
        at: kernel::Timestamp(1_790_000_000_000),
    }
}

/// Right answers to the form of this world's items.
pub fn answers() -> Answers {
    let all = [
        ("name", "王芳"),
        ("id", "440305199003071228"),
        ("phone", "13800138001"),
        ("shop_name", "榕树下"),
        ("area", "60"),
        ("opens", "2026-12-01"),
        ("kitchen", "yes"),
        ("fuel", "gas"),
    ];
    all.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// The refusal's status and message.
pub fn refusal<T: std::fmt::Debug>(result: Result<T, store::Error>) -> (u16, &'static str) {
    match result.unwrap_err() {
        store::Error::Problem(problem) => (problem.refusal.status(), problem.message),
        other => panic!("{other}"),
    }
}
