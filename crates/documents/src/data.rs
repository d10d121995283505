//! The data of each document as types, so that a room that orders one cannot forget a part. The
//! same types check what `render` is given; a field that is not known is refused. Chinese text is
//! what counts, English stands beneath it. Dates are `YYYY-MM-DD`, everything else is shown as it
//! is written.

mod application;
mod licence;
mod notice;
mod one_time_notice;
mod slip;

pub use application::{Application, Section};
pub use licence::{Licence, Void};
pub use notice::{Basis, Defect, Notice};
pub use one_time_notice::{Need, OneTimeNotice, Place};
pub use slip::{Item, Slip};

use kernel::Text;
use serde::{Deserialize, Serialize};

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub label: Text,
    pub value: String,
    /// 来源: where the state had it from, when the applicant did not type it.
    #[serde(default)]
    pub source: Option<String>,
}

impl Field {
    #[must_use]
    pub fn new(label: Text, value: impl Into<String>) -> Self {
        Self { label, value: value.into(), source: None }
    }

    #[must_use]
    pub fn from(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// 印章: the name along the ring, and what stands below the star, such as 行政审批专用章.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    pub name: String,
    #[serde(default)]
    pub bottom: Option<String>,
}

impl Seal {
    #[must_use]
    pub fn of(name: impl Into<String>) -> Self {
        Self { name: name.into(), bottom: None }
    }
}

/// What the renderer needs to know of any document besides its own data.
pub(crate) struct Extras {
    pub(crate) seal: Option<Seal>,
    pub(crate) struck: bool,
    pub(crate) sample: bool,
    /// Address behind the QR code.
    pub(crate) address: Option<String>,
}

/// Checks `data` against the type of `template` and returns it with every field present.
pub(crate) fn check(
    template: crate::Template,
    data: &serde_json::Value,
) -> Result<(serde_json::Value, Extras), serde_json::Error> {
    use crate::Template;
    match template {
        Template::Licence => Licence::deserialize(data).and_then(|it| Ok((serde_json::to_value(&it)?, it.extras()))),
        Template::Slip => Slip::deserialize(data).and_then(|it| Ok((serde_json::to_value(&it)?, it.extras()))),
        Template::Notice => Notice::deserialize(data).and_then(|it| Ok((serde_json::to_value(&it)?, it.extras()))),
        Template::OneTimeNotice => {
            OneTimeNotice::deserialize(data).and_then(|it| Ok((serde_json::to_value(&it)?, it.extras())))
        }
        Template::Application => {
            Application::deserialize(data).and_then(|it| Ok((serde_json::to_value(&it)?, it.extras())))
        }
    }
}

/// Data of a fictional document, for tests and for looking at the templates.
#[must_use]
pub fn sample(template: crate::Template) -> serde_json::Value {
    use crate::Template;
    let value = match template {
        Template::Licence => serde_json::to_value(Licence::sample()),
        Template::Slip => serde_json::to_value(Slip::sample()),
        Template::Notice => serde_json::to_value(Notice::sample()),
        Template::OneTimeNotice => serde_json::to_value(OneTimeNotice::sample()),
        Template::Application => serde_json::to_value(Application::sample()),
    };
    value.unwrap_or_default()
}
