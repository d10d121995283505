//! Divisions as the directory knows them: a code with its name, its place in the real tree, its
//! validity, and what became of codes that are out of use. The arithmetic of the digits is the
//! kernel's.

use kernel::{Date, DivisionCode, Text, division::Level};
use serde::{Deserialize, Serialize};

/// A division 行政区划.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Division {
    pub code: DivisionCode,
    pub name: Text,
    pub level: Level,
    /// The division above in the real tree: the province for a county directly under it.
    pub parent: Option<DivisionCode>,
    pub kind: Kind,
    /// First of January of the year in which the code began, where that is known.
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Date>,
    /// First of January of the year in which it ended; none while it holds.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
}

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Ordinary,
    /// A development zone counted apart 统计用区, fifth digit 7; it has no people's congress.
    Zone,
    /// A code that only groups others, such as 市辖区 of Beijing: no division, skipped in paths.
    Placeholder,
    /// Out of use.
    Past,
}

impl Kind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Zone => "zone",
            Self::Placeholder => "placeholder",
            Self::Past => "past",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Ordinary, Self::Zone, Self::Placeholder, Self::Past].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// How a code ended or changed 变更类型.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// 同名改码: the same division under another code.
    Recoded,
    /// 码位改派: the code was given to another division; it says nothing of the first.
    Reassigned,
    /// 撤销, often merged into another.
    Abolished,
    /// 撤县设市.
    CountyToCity,
    /// 更名.
    Renamed,
    /// 撤县设区.
    CountyToDistrict,
    /// 撤地设市.
    PrefectureToCity,
    /// 撤市设区.
    CityToDistrict,
    /// 区划调整.
    Adjusted,
    /// 撤区设区.
    DistrictToDistrict,
    /// 撤旗设区.
    BannerToDistrict,
}

impl ChangeKind {
    pub const ALL: [Self; 11] = [
        Self::Recoded,
        Self::Reassigned,
        Self::Abolished,
        Self::CountyToCity,
        Self::Renamed,
        Self::CountyToDistrict,
        Self::PrefectureToCity,
        Self::CityToDistrict,
        Self::Adjusted,
        Self::DistrictToDistrict,
        Self::BannerToDistrict,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recoded => "recoded",
            Self::Reassigned => "reassigned",
            Self::Abolished => "abolished",
            Self::CountyToCity => "county_to_city",
            Self::Renamed => "renamed",
            Self::CountyToDistrict => "county_to_district",
            Self::PrefectureToCity => "prefecture_to_city",
            Self::CityToDistrict => "city_to_district",
            Self::Adjusted => "adjusted",
            Self::DistrictToDistrict => "district_to_district",
            Self::BannerToDistrict => "banner_to_district",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What happened to a code 变更事件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Change {
    pub year: i16,
    pub kind: ChangeKind,
    pub old_code: DivisionCode,
    pub old_name: String,
    /// The document that ordered it, where the source names one.
    pub document: Option<String>,
}

/// What a code stands for on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// It holds.
    Current(Division),
    /// It was in use and is no more: one successor, or several of which someone must choose. None
    /// when the record does not say what became of it.
    Successors(Vec<Division>, Change),
    /// No division ever bore it, as far as is known.
    Unknown,
}
