//! A service item 政务服务事项 as one body offers it in one division: one entry of an implementation
//! list 实施清单, in the form of docs/formats/items.md. What the source does not say is absent;
//! nothing is filled in. How it is stored is in `records`, how foreign lists become it in `import`.

use kernel::{Date, DivisionCode, Limit, Text, division::Level};
use serde::{Deserialize, Serialize};

use crate::{
    form::Section,
    material::Material,
    shape::Part,
    words::{Audience, CaseType, Depth, Mode, PowerSource, Reach, ResultKind, Shape, SpecialName, Type},
};

mod judge;

/// An item. Unknown keys are refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// With its system, unique.
    pub code: String,
    pub code_system: String,
    /// Code in the basic catalogue 基本目录.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basic_code: Option<String>,
    /// Code of the handling item 业务办理项编码, where the list has a third layer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling_code: Option<String>,
    pub name: Text,
    /// Plain names that people use; searched, never shown as the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aka: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    #[serde(rename = "type")]
    pub kind: Type,
    pub division: DivisionCode,
    /// The body's key, in foreign lists its name.
    pub body: String,
    pub level: Level,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<Audience>,
    pub mode: Mode,
    /// Where the body's own system or answer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Name of the body's own system 承办平台.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// Where a visit is booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booking: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_type: Option<CaseType>,
    /// 法定时限; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statutory: Option<Limit>,
    /// 承诺时限; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Limit>,
    /// 设定依据.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<Basis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power_source: Option<PowerSource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Text>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flow: Vec<Text>,
    /// Who does which stages; empty: the body does all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Part>,
    /// As an editor decided; absent: derived from `stages`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<Shape>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specials: Vec<Special>,
    /// What becomes of an application whose correction isn't answered; absent: no provision ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lapse: Option<Lapse>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visits: Option<u16>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visit_reasons: Vec<Text>,
    /// An empty list says that it is free; absent: not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees: Option<Vec<Fee>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Outcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<Depth>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub courier: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kiosk: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Reach>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Text>,
    /// Theme keys; in foreign lists names of themes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub for_small: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub form: Vec<Section>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faq: Vec<Question>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub effective: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub expires: Option<Date>,
    /// Provenance: `demo` marks what was written for the demo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A legal basis 设定依据.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    pub document: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A special procedure 特别程序 that stops the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Special {
    pub name: SpecialName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
}

/// 逾期不补正视为放弃申请: a provision by which an application counts as given up when a request for its
/// correction isn't answered in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lapse {
    /// In what time the request must be answered.
    pub limit: Limit,
    /// The provision: document and article.
    pub basis: String,
}

/// Where to go 办理地点.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub address: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// A fee 收费.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    pub name: String,
    pub amount: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduction: Option<String>,
}

/// What the applicant has at the end 办理结果.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub name: Text,
    pub kind: ResultKind,
    /// Key of a licence type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence_type: Option<String>,
}

/// A question that people ask, with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub q: Text,
    pub a: Text,
}

impl Item {
    /// An item of which only the code is known, to be filled from a row.
    pub(crate) fn empty(code: String) -> Self {
        Self {
            code,
            code_system: String::new(),
            basic_code: None,
            handling_code: None,
            name: Text::default(),
            aka: Vec::new(),
            summary: None,
            kind: Type::PublicService,
            division: DivisionCode::COUNTRY,
            body: String::new(),
            level: Level::Country,
            audience: Vec::new(),
            mode: Mode::Answer,
            link: None,
            platform: None,
            booking: None,
            case_type: None,
            statutory: None,
            promised: None,
            bases: Vec::new(),
            power_source: None,
            conditions: None,
            flow: Vec::new(),
            stages: Vec::new(),
            shape: None,
            specials: Vec::new(),
            lapse: None,
            places: Vec::new(),
            advice: None,
            complaint: None,
            visits: None,
            visit_reasons: Vec::new(),
            fees: None,
            result: None,
            depth: None,
            appointment: None,
            courier: None,
            kiosk: None,
            scope: None,
            quantity: None,
            themes: Vec::new(),
            for_small: false,
            materials: Vec::new(),
            form: Vec::new(),
            faq: Vec::new(),
            effective: None,
            expires: None,
            note: None,
        }
    }

    /// One entry of a file.
    ///
    /// # Errors
    /// Why it can't be taken, for whoever imports it.
    pub fn read(json: &str) -> Result<Self, String> {
        let item: Self = serde_json::from_str(json).map_err(|error| error.to_string())?;
        item.judge().map(|()| item)
    }

    /// Whether natural persons may apply. A list that does not say whom it is for excludes nobody.
    #[must_use]
    pub fn for_persons(&self) -> bool {
        self.audience.is_empty() || self.audience.contains(&Audience::Person)
    }

    /// Whether enterprises and other organisations may apply.
    #[must_use]
    pub fn for_enterprises(&self) -> bool {
        self.audience.is_empty() || self.audience.iter().any(|audience| *audience != Audience::Person)
    }

    /// Whether it was written for the demo 为演示编写.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.note.as_deref() == Some("demo")
    }

    /// Whether a case can be opened here.
    #[must_use]
    pub fn opens_cases(&self) -> bool {
        self.mode == Mode::Case && self.kind.applied_for()
    }
}
