//! The world of these tests: the demo's licence types, one issuing body, and an app of the rooms.

use std::sync::{Arc, LazyLock};

use directory::Body;
use kernel::{
    DivisionCode, Id, Text, Timestamp,
    access::{Actor, Role},
    division::Level,
    id::{BodyId, EnterpriseId},
};
use licences::{Holder, Issuer, Licence, Needs, NewLicence, Types, issue, module};
use testkit::{Engine, Setup, TestApp, staff, wang_fang};

pub static TYPES: LazyLock<Arc<Types>> = LazyLock::new(|| {
    let types = include_str!("../../../../data/demo/licence-types.toml");
    let rules = include_str!("../../../../data/demo/material-normalising.toml");
    Arc::new(Types::parse(types, rules).unwrap())
});

pub fn rooms() -> Vec<web::Module> {
    let needs = Needs {
        types: TYPES.clone(),
        seal_svg: |name, struck, sample, _| format!("<svg><title>{name} struck={struck} sample={sample}</title></svg>"),
        qr_svg: |text| Some(format!("<svg><desc>{text}</desc></svg>")),
        render_licence: |sheet| {
            Ok([b"%PDF-", sheet.data.to_string().as_bytes(), b"\n", sheet.record.as_bytes()].concat())
        },
    };
    vec![module(needs), notices::module(notices::Needs::default())]
}

pub fn app(engine: &Engine) -> TestApp {
    TestApp::on(engine, Setup { modules: rooms(), ..Setup::default() })
}

pub fn body() -> Body {
    Body {
        id: BodyId::new(Timestamp(1), [9; 10]),
        key: "ch-market".into(),
        code: "440117001".into(),
        name: Text::both("从化区市场监督管理局", "Conghua Market Regulation"),
        short: Text::zh("区市场监管局"),
        uscc: Some("11440100DEM001017W".into()),
        division: "440117".parse::<DivisionCode>().unwrap(),
        level: Level::County,
        line: "市场监管".into(),
        superior: None,
        address: None,
        phone: None,
        fictional: true,
        version: 1,
    }
}

pub fn head() -> Actor {
    staff(2, Role::Head, &body().id)
}

pub fn officer() -> Actor {
    staff(1, Role::Officer, &body().id)
}

pub fn firm() -> EnterpriseId {
    Id::new(Timestamp(1), [5; 10])
}

/// 王芳's identity card.
pub fn idcard() -> NewLicence {
    let wang = wang_fang();
    NewLicence {
        kind: "idcard".into(),
        holder: Holder::Person(wang.id.clone()),
        holder_name: wang.name.into(),
        holder_number: Some(wang.citizen_id.into()),
        fields: vec![
            ("name".into(), wang.name.into()),
            ("citizen_id".into(), wang.citizen_id.into()),
            ("ethnicity".into(), "汉".into()),
        ],
        valid_from: None,
        valid_to: None,
        serial: None,
        matter: Some("case_01J00000000000000000000000".into()),
        contact: Some(wang.id),
    }
}

/// The business licence of a firm.
pub fn business() -> NewLicence {
    NewLicence {
        kind: "business_licence".into(),
        holder: Holder::Enterprise(firm()),
        holder_name: "从化演示餐饮有限公司".into(),
        holder_number: None,
        fields: vec![("firm_name".into(), "从化演示餐饮有限公司".into())],
        ..idcard()
    }
}

pub fn issued(app: &TestApp, new: NewLicence) -> Licence {
    try_issue(app, new, body()).unwrap()
}

pub fn try_issue(app: &TestApp, new: NewLicence, body: Body) -> Result<Licence, store::Error> {
    let signing = app.store.keys().signing.clone();
    app.write(move |tx| issue(tx, &issuer(&body, &head(), &signing), &new))
}

pub fn issuer<'a>(body: &'a Body, actor: &'a Actor, signing: &'a seals::SigningKey) -> Issuer<'a> {
    Issuer { types: &TYPES, body, actor, title: "post", signing, sample: true }
}

pub fn status(error: store::Error) -> u16 {
    match error {
        store::Error::Problem(problem) => problem.refusal.status(),
        other => panic!("{other}"),
    }
}
