//! 收件凭证: what a window or the portal hands over on the day papers arrive (AL 32: a dated,
//! sealed voucher).

use kernel::Text;
use serde::{Deserialize, Serialize};

use super::{Extras, Field, Seal};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// Usually 收件凭证.
    pub heading: Text,
    /// The official number 收件编号.
    pub number: String,
    /// Applicant, agent, item, received at, where, by whom ... in print order.
    pub facts: Vec<Field>,
    pub materials: Vec<Item>,
    /// What happens next and by when, one sentence each.
    pub next: Vec<Text>,
    /// How to follow the case without an account; the QR code beside it leads to `query_url`.
    #[serde(default)]
    pub query: Vec<Field>,
    #[serde(default)]
    pub query_url: Option<String>,
    /// The body that received; the window acts for it unless it has a mandate of its own.
    pub issuer: Text,
    #[serde(default)]
    pub on_behalf: Option<Text>,
    pub date: String,
    #[serde(default)]
    pub seal: Option<Seal>,
    #[serde(default)]
    pub sample: bool,
}

/// A material that was handed in, or that the state already had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub name: Text,
    /// 原件 1 份, 电子文件, 电子证照 ...
    pub form: String,
    /// 申请人提交, 数据共享 ...
    pub source: String,
}

impl Slip {
    pub(crate) fn extras(&self) -> Extras {
        Extras { seal: self.seal.clone(), struck: false, sample: self.sample, address: self.query_url.clone() }
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
            heading: Text::both("收件凭证", "Receipt of application"),
            number: "440106-2026-00012345-7".into(),
            facts: vec![
                field("申请人", "Applicant", "王芳"),
                field("事项名称", "Service item", "食品经营许可（新办）"),
                field("实施主体", "Body", "示范市榕树区市场监督管理局"),
                field("收件时间", "Received", "2026-11-20 10:42"),
                field("收件方式", "By", "政务服务中心综合窗口 3 号"),
                field("收件人员", "Received by", "李强"),
            ],
            materials: vec![
                item("食品经营许可申请表", "系统生成，申请人签名", "在线填写"),
                item("营业执照", "电子证照", "由系统调取，无需提交"),
                item("与食品经营相适应的主要设备设施布局、操作流程等文件", "原件 1 份", "申请人提交"),
                item("食品安全自查、从业人员健康管理等保证食品安全的规章制度", "电子文件", "申请人提交"),
            ],
            next: vec![
                Text::both(
                    "实施主体自收件之日起五个工作日内告知是否受理或者一次性告知需要补正的全部内容；逾期不告知的，自收件之日起即为受理。",
                    "Within five working days you are told whether the application is accepted or, once and for all, what must be corrected; otherwise it counts as accepted from the day it was received.",
                ),
                Text::both("最迟告知日期：2026年11月27日。", "Latest date: 27 November 2026."),
            ],
            query: vec![
                field("查询编号", "Number", "440106-2026-00012345-7"),
                field("查询密码", "Secret", "8F3K-2QXM"),
            ],
            query_url: Some("https://tongban.example/follow/440106-2026-00012345-7".into()),
            issuer: Text::both("示范市榕树区政务服务中心", "Government Service Centre of Rongshu District"),
            on_behalf: Some(Text::both(
                "受示范市榕树区市场监督管理局委托收件",
                "entrusted by the Administration for Market Regulation",
            )),
            date: "2026-11-20".into(),
            seal: Some(Seal {
                name: "示范市榕树区政务服务中心".into(), bottom: Some("收件专用章".into())
            }),
            sample: false,
        }
    }
}
