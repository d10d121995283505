//! 电子证照: the face of an e-licence. Its proof is the sealed record, not this page.

use kernel::Text;
use serde::{Deserialize, Serialize};

use super::{Extras, Field, Seal};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// 证照类型, such as 营业执照.
    pub kind: Text,
    /// 证照编号 printed under the title.
    #[serde(default)]
    pub number: Option<String>,
    /// 电子证照标识 (GB/T 36904), in full.
    pub identifier: String,
    /// 持证主体: one row each, usually name and number (masked by the caller where it must be).
    pub holder: Vec<Field>,
    /// 照面信息, in the order of the face.
    pub fields: Vec<Field>,
    pub valid_from: String,
    /// None is 长期.
    #[serde(default)]
    pub valid_until: Option<String>,
    pub issuer: Text,
    /// In whose name and under what mandate, when the issuer acts for another.
    #[serde(default)]
    pub on_behalf: Option<Text>,
    pub issued_on: String,
    /// Without one, the seal carries the issuer's Chinese name.
    #[serde(default)]
    pub seal: Option<Seal>,
    /// Set when the licence has lost its force: the page and the seal are struck through.
    #[serde(default)]
    pub void: Option<Void>,
    /// Public verification page; its QR code is printed.
    pub verify_url: String,
    #[serde(default)]
    pub notes: Vec<Text>,
    #[serde(default)]
    pub sample: bool,
}

/// Why a licence no longer holds: 注销, 撤销, 吊销, 撤回, 暂扣, 已过期, 已换证.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Void {
    pub state: Text,
    pub since: String,
}

impl Licence {
    pub(crate) fn extras(&self) -> Extras {
        Extras {
            seal: Some(self.seal.clone().unwrap_or_else(|| Seal::of(self.issuer.zh.as_str()))),
            struck: self.void.is_some(),
            sample: self.sample,
            address: Some(self.verify_url.clone()),
        }
    }

    #[must_use]
    pub fn sample() -> Self {
        let field = |zh: &str, en: &str, value: &str| Field::new(Text::both(zh, en), value);
        Self {
            kind: Text::both("食品经营许可证", "Food Business Licence"),
            number: Some("JY24401060012345".into()),
            identifier: "1.2.156.3005.2.11100000000013338W011.11110000000021135M.20230329701.003.Y".into(),
            holder: vec![
                field("经营者名称", "Business", "示范市榕树下小饭馆"),
                field("统一社会信用代码", "Unified social credit code", "92440106MA5A1B2C3D"),
            ],
            fields: vec![
                field("法定代表人（负责人）", "Person in charge", "刘\u{2CB4E}"),
                field("经营场所", "Premises", "示范市榕树区临江街道榕荫路 18 号首层"),
                field("主体业态", "Type of business", "餐饮服务经营者（小型餐馆）"),
                field(
                    "经营项目",
                    "Scope",
                    "热食类食品制售，冷食类食品制售（不含裱花糕点、不含生食海产品），自制饮品制售",
                ),
                field("日常监督管理机构", "Supervising body", "示范市榕树区市场监督管理局临江市场监管所"),
            ],
            valid_from: "2026-11-20".into(),
            valid_until: Some("2031-11-19".into()),
            issuer: Text::both(
                "示范市榕树区市场监督管理局",
                "Administration for Market Regulation, Rongshu District, Shifan City",
            ),
            on_behalf: None,
            issued_on: "2026-11-20".into(),
            seal: None,
            void: None,
            verify_url: "https://tongban.example/verify/7Q2M-9XKD-41TA".into(),
            notes: Vec::new(),
            sample: false,
        }
    }
}
