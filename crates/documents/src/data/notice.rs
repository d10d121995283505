//! Notices and decisions 文书: acceptance, correction, refusal, not required, special procedure,
//! extension, decision, delivery. One shape; what is empty is not printed.

use kernel::Text;
use serde::{Deserialize, Serialize};

use super::{Extras, Field, Seal};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// 受理通知书, 补正告知书, 不予受理决定书, 准予行政许可决定书 ...
    pub heading: Text,
    /// 文号, such as 榕市监许受〔2026〕123号.
    pub number: String,
    /// 送达对象 at the head of the letter.
    pub addressee: String,
    pub paragraphs: Vec<Text>,
    /// Item, case number, limits, dates ... as a table after the paragraphs.
    #[serde(default)]
    pub facts: Vec<Field>,
    /// Everything that must be corrected (AL 32: all at once).
    #[serde(default)]
    pub defects: Vec<Defect>,
    /// Reasons of a refusal or denial (AL 38).
    #[serde(default)]
    pub reasons: Vec<Text>,
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// Reconsideration and suit, with authority, court and limit.
    #[serde(default)]
    pub remedies: Vec<Text>,
    #[serde(default)]
    pub contacts: Vec<Field>,
    pub issuer: Text,
    /// In whose name and by what title, when the issuer acts for another.
    #[serde(default)]
    pub on_behalf: Option<Text>,
    pub date: String,
    #[serde(default)]
    pub seal: Option<Seal>,
    #[serde(default)]
    pub verify_url: Option<String>,
    /// Print the lines for signature and date of delivery 送达签收.
    #[serde(default)]
    pub delivery_receipt: bool,
    /// 已失效: the notice was withdrawn or replaced; it is struck through.
    #[serde(default)]
    pub struck: bool,
    #[serde(default)]
    pub sample: bool,
}

/// 需补正内容: what is wrong with a material or a field of the version that was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defect {
    /// The material or field.
    pub place: Text,
    pub problem: Text,
    /// What to hand in instead.
    pub remedy: Text,
}

/// 依据: document, article and its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    pub document: String,
    #[serde(default)]
    pub article: Option<String>,
    #[serde(default)]
    pub text: Option<String>,
}

impl Notice {
    pub(crate) fn extras(&self) -> Extras {
        Extras { seal: self.seal.clone(), struck: self.struck, sample: self.sample, address: self.verify_url.clone() }
    }

    /// A notice of correction, the fullest of them.
    #[must_use]
    pub fn sample() -> Self {
        let field = |zh: &str, en: &str, value: &str| Field::new(Text::both(zh, en), value);
        Self {
            heading: Text::both("补正材料告知书", "Notice of what must be corrected"),
            number: "榕市监许补〔2026〕123号".into(),
            addressee: "王芳".into(),
            paragraphs: vec![
                Text::both(
                    "你于2026年11月20日提出的食品经营许可（新办）申请，我局已收到。经审查，申请材料不齐全，现将需要补正的全部内容一次性告知如下。",
                    "We received your application for a food business licence on 20 November 2026. The papers are incomplete; everything that must be corrected is listed below, once and for all.",
                ),
                Text::both(
                    "请于2026年12月11日前提交补正材料。按本告知书补正全部材料后，我局将予以受理，不再提出新的补正要求。",
                    "Please correct them by 11 December 2026. Once everything listed here is corrected, the application will be accepted.",
                ),
            ],
            facts: vec![field("办件编号", "Case", "440106-2026-00012345-7"), field("事项名称", "Service item", "食品经营许可（新办）")],
            defects: vec![
                Defect {
                    place: Text::both("布局与操作流程图", "Layout and workflow plan"),
                    problem: Text::both("未标明洗消区与粗加工区的位置", "The washing and preparation areas are not shown"),
                    remedy: Text::both("补充标注后的平面图一份，可在线提交", "One plan with both areas marked; may be sent online"),
                },
                Defect {
                    place: Text::both("从业人员健康证明", "Health certificates"),
                    problem: Text::both("其中一人的证明已于2026年10月31日到期", "One expired on 31 October 2026"),
                    remedy: Text::both("该人员有效期内的健康证明", "A valid certificate of that person"),
                },
            ],
            reasons: Vec::new(),
            basis: vec![
                Basis {
                    document: "《中华人民共和国行政许可法》".into(),
                    article: Some("第三十二条第一款第四项".into()),
                    text: Some("申请材料不齐全或者不符合法定形式的，应当当场或者在五日内一次告知申请人需要补正的全部内容，逾期不告知的，自收到申请材料之日起即为受理。".into()),
                },
                Basis { document: "《食品经营许可和备案管理办法》".into(), article: Some("第十六条".into()), text: None },
            ],
            remedies: Vec::new(),
            contacts: vec![field("联系人", "Contact", "李强"), field("咨询电话", "Telephone", "0000-12345")],
            issuer: Text::both("示范市榕树区市场监督管理局", "Administration for Market Regulation of Rongshu District"),
            on_behalf: None,
            date: "2026-11-23".into(),
            seal: Some(Seal { name: "示范市榕树区市场监督管理局".into(), bottom: Some("行政审批专用章".into()) }),
            verify_url: Some("https://tongban.example/verify/notice/5TQX-88PA".into()),
            delivery_receipt: true,
            struck: false,
            sample: false,
        }
    }

    /// A denial with reasons and remedies (AL 38).
    #[must_use]
    pub fn sample_denial() -> Self {
        Self {
            heading: Text::both("不予行政许可决定书", "Decision denying a permit"),
            number: "榕市监许否〔2026〕7号".into(),
            paragraphs: vec![Text::both(
                "你申请的食品经营许可（新办），我局于2026年11月24日受理。经审查并于2026年12月2日由两名执法人员现场核查，决定不予行政许可。",
                "After review and an inspection on site by two officers on 2 December 2026, the permit is denied.",
            )],
            defects: Vec::new(),
            reasons: vec![Text::both(
                "经营场所与有毒、有害场所的距离不符合规定，且不能在合理期限内改正。",
                "The premises are closer to a source of contamination than the rules allow, which cannot be mended in reasonable time.",
            )],
            basis: vec![
                Basis {
                    document: "《中华人民共和国行政许可法》".into(),
                    article: Some("第三十八条第二款".into()),
                    text: Some("行政机关依法作出不予行政许可的书面决定的，应当说明理由，并告知申请人享有依法申请行政复议或者提起行政诉讼的权利。".into()),
                },
                Basis { document: "《中华人民共和国食品安全法》".into(), article: Some("第三十三条第一款第一项".into()), text: None },
            ],
            remedies: vec![
                Text::both(
                    "如不服本决定，可自收到本决定书之日起六十日内向示范市榕树区人民政府申请行政复议；",
                    "You may ask the People's Government of Rongshu District for reconsideration within sixty days of receiving this decision;",
                ),
                Text::both(
                    "也可自收到本决定书之日起六个月内依法向有管辖权的人民法院提起行政诉讼。",
                    "or bring an action before the competent people's court within six months.",
                ),
            ],
            date: "2026-12-08".into(),
            ..Self::sample()
        }
    }
}
