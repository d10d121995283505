//! 一次性告知单: everything about an item for one person's answers, to take home.

use kernel::Text;
use serde::{Deserialize, Serialize};

use super::{Basis, Extras, Field};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneTimeNotice {
    /// 事项名称
    pub item: Text,
    pub body: Text,
    /// Item code, case type, statutory and promised limit, fee, result ... in print order.
    pub facts: Vec<Field>,
    /// 情形: what the person answered, since the list of materials depends on it.
    #[serde(default)]
    pub answers: Vec<Field>,
    #[serde(default)]
    pub conditions: Vec<Text>,
    pub materials: Vec<Need>,
    #[serde(default)]
    pub steps: Vec<Text>,
    pub places: Vec<Place>,
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// Advice and complaint.
    #[serde(default)]
    pub contacts: Vec<Field>,
    /// Leads back to these answers.
    #[serde(default)]
    pub url: Option<String>,
    /// The state of the item that is printed.
    pub as_of: String,
    #[serde(default)]
    pub sample: bool,
}

/// A material and who must bring it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    pub name: Text,
    /// 原件 1 份, 复印件 2 份, 电子文件 ...
    pub form: String,
    /// True when the applicant must hand it in; false when the state has it.
    pub by_applicant: bool,
    /// Whence it comes: 申请人自备, 公安机关（数据共享）, 电子证照 ...
    pub source: String,
    /// Specification, condition, tolerable late ...
    #[serde(default)]
    pub note: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub name: String,
    pub address: String,
    #[serde(default)]
    pub hours: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
}

impl OneTimeNotice {
    pub(crate) fn extras(&self) -> Extras {
        Extras { seal: None, struck: false, sample: self.sample, address: self.url.clone() }
    }

    #[must_use]
    pub fn sample() -> Self {
        let field = |zh: &str, en: &str, value: &str| Field::new(Text::both(zh, en), value);
        let need = |zh: &str, en: &str, form: &str, by_applicant, source: &str| Need {
            name: Text::both(zh, en),
            form: form.into(),
            by_applicant,
            source: source.into(),
            note: None,
        };
        Self {
            item: Text::both("食品经营许可（新办）", "Food business licence (new)"),
            body: Text::both("示范市榕树区市场监督管理局", "Administration for Market Regulation of Rongshu District"),
            facts: vec![
                field("事项编码", "Code", "11370800MB285591843370117002011"),
                field("办件类型", "Type", "承诺件"),
                field("法定办结时限", "Statutory limit", "20 个工作日"),
                field("承诺办结时限", "Promised limit", "8 个工作日"),
                field("收费", "Fee", "不收费"),
                field("办理结果", "Result", "食品经营许可证（电子证照）"),
            ],
            answers: vec![
                field("你要办理的是", "You want to", "新开餐馆"),
                field("经营场所", "Premises", "租赁，有产权证明"),
                field("是否制作冷食、生食", "Cold or raw dishes", "否"),
            ],
            conditions: vec![Text::both(
                "具有与经营的食品品种、数量相适应的场所和设备设施，并保持规定的距离。",
                "Premises and equipment fit for the kind and amount of food, at the distances required.",
            )],
            materials: vec![
                need("食品经营许可申请表", "Application form", "在线填写后生成", true, "申请人填写"),
                Need {
                    note: Some(Text::both("须标明各功能区", "must show every working area")),
                    ..need("设备设施布局、操作流程文件", "Layout and workflow plan", "原件 1 份", true, "申请人自备")
                },
                Need {
                    note: Some(Text::both("可容缺，十五个工作日内补交", "may follow within fifteen working days")),
                    ..need("从业人员健康证明", "Health certificates of staff", "复印件 1 份", true, "医疗机构")
                },
                need("营业执照", "Business licence", "电子证照", false, "市场监管部门，系统调取"),
                need("法定代表人身份证明", "Identity of the person in charge", "数据共享", false, "公安机关，系统核验"),
            ],
            steps: vec![
                Text::both(
                    "网上或者窗口提交申请，当场取得收件凭证。",
                    "Apply online or at a window and get a receipt at once.",
                ),
                Text::both("五个工作日内决定是否受理。", "Accepted or not within five working days."),
                Text::both("两名执法人员现场核查。", "Two officers inspect the premises."),
                Text::both("作出决定，发放电子证照。", "Decision, and the e-licence."),
            ],
            places: vec![Place {
                name: "示范市榕树区政务服务中心二楼综合窗口".into(),
                address: "示范市榕树区市民路 1 号".into(),
                hours: Some("工作日 9:00–12:00，13:30–17:00".into()),
                phone: Some("0000-12345".into()),
            }],
            basis: vec![Basis {
                document: "《中华人民共和国食品安全法》".into(),
                article: Some("第三十五条".into()),
                text: None,
            }],
            contacts: vec![field("咨询电话", "Advice", "12345"), field("投诉电话", "Complaints", "12345")],
            url: Some("https://tongban.example/items/food-business/guide?a=restaurant.rented.no-cold".into()),
            as_of: "2026-11-20".into(),
            sample: false,
        }
    }
}
