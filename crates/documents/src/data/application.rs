//! 申请表: produced from the answers and signed, never uploaded.

use kernel::Text;
use serde::{Deserialize, Serialize};

use super::{Extras, Field, Item};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Such as 食品经营许可申请表.
    pub heading: Text,
    /// Official number; a draft has none.
    #[serde(default)]
    pub number: Option<String>,
    pub item: Text,
    /// The body it is addressed to.
    pub body: Text,
    pub sections: Vec<Section>,
    #[serde(default)]
    pub materials: Vec<Item>,
    /// 承诺与声明: truth of what is declared, and what else was agreed to.
    pub declaration: Vec<Text>,
    /// Who signed, how and when; empty prints lines for a signature by hand.
    #[serde(default)]
    pub signature: Vec<Field>,
    pub date: String,
    /// Address behind the QR code.
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub sample: bool,
}

/// A part of the form with its answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub heading: Text,
    pub rows: Vec<Field>,
}

impl Application {
    pub(crate) fn extras(&self) -> Extras {
        Extras { seal: None, struck: false, sample: self.sample, address: self.url.clone() }
    }

    #[must_use]
    pub fn sample() -> Self {
        let field = |zh: &str, en: &str, value: &str| Field::new(Text::both(zh, en), value);
        let item = |name: &str, form: &str, source: &str| Item {
            name: Text::zh(name),
            form: form.into(),
            source: source.into(),
        };
        Self {
            heading: Text::both("食品经营许可申请表", "Application for a food business licence"),
            number: Some("440106-2026-00012345-7".into()),
            item: Text::both("食品经营许可（新办）", "Food business licence (new)"),
            body: Text::both("示范市榕树区市场监督管理局", "Administration for Market Regulation of Rongshu District"),
            sections: vec![
                Section {
                    heading: Text::both("申请人", "Applicant"),
                    rows: vec![
                        field("姓名", "Name", "王芳").from("人口库 2026-11-20"),
                        field("公民身份号码", "Citizen id", "11010519491231002X").from("人口库 2026-11-20"),
                        field("联系电话", "Telephone", "138 0000 0000"),
                        field("通讯地址", "Address", "示范市榕树区临江街道榕荫路 20 号 3 栋 502"),
                    ],
                },
                Section {
                    heading: Text::both("经营主体", "Business"),
                    rows: vec![
                        field("名称", "Name", "示范市榕树下小饭馆").from("法人库 2026-11-20"),
                        field("统一社会信用代码", "Credit code", "92440106MA5A1B2C3D").from("法人库 2026-11-20"),
                        field("经营场所", "Premises", "示范市榕树区临江街道榕荫路 18 号首层").from("营业执照"),
                        field("主体业态", "Type", "餐饮服务经营者（小型餐馆）"),
                        field("经营项目", "Scope", "热食类食品制售；自制饮品制售"),
                        field("从业人员数", "Staff", "6"),
                    ],
                },
            ],
            materials: vec![
                item("营业执照", "电子证照", "由系统调取，无需提交"),
                item("设备设施布局、操作流程文件", "原件 1 份", "申请人提交"),
            ],
            declaration: vec![
                Text::both(
                    "本人承诺所填写的内容和提交的材料真实、合法、有效，并对其真实性负责。",
                    "I declare that what I have stated and handed in is true, lawful and valid, and I answer for it.",
                ),
                Text::both(
                    "本人同意实施主体为办理本事项核验上述信息。",
                    "I agree that the body checks this information in order to handle this matter.",
                ),
            ],
            signature: vec![
                field("签名人", "Signed by", "王芳"),
                field("签名方式", "Method", "实名登录后在线确认"),
                field("签名时间", "Time", "2026-11-20 10:38"),
            ],
            date: "2026-11-20".into(),
            url: Some("https://tongban.example/follow/440106-2026-00012345-7".into()),
            sample: false,
        }
    }
}
