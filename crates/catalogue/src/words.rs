//! The closed vocabularies of an implementation list: each word is one value in files, in the store
//! and in the keys of the locales.

use serde::{Deserialize, Serialize};

/// An enum whose values are the words of the file format. A derive can't give the list of values.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $value:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $word)] $value,)+
        }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$value,)+];

            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                }
            }

            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// Type of an item 事项类型.
    Type {
        /// 行政许可, the only type that the Administrative Licensing Law binds.
        Permit = "01",
        /// 行政处罚.
        Penalty = "02",
        /// 行政强制.
        Coercion = "03",
        /// 行政征收.
        Levy = "04",
        /// 行政给付.
        Benefit = "05",
        /// 行政检查.
        Inspection = "06",
        /// 行政确认.
        Confirmation = "07",
        /// 行政奖励.
        Reward = "08",
        /// 行政裁决.
        Ruling = "09",
        /// 其他行政权力.
        OtherPower = "10",
        /// 公共服务, as some lists code it.
        Service = "20",
        /// 公共服务.
        PublicService = "21",
    }
}

impl Type {
    /// Whether people apply for it; the others stand in the power list 权力清单 only.
    #[must_use]
    pub fn applied_for(self) -> bool {
        !matches!(self, Self::Penalty | Self::Coercion | Self::Levy | Self::Inspection)
    }
}

words! {
    /// Whom an item is for 服务对象.
    Audience {
        /// 自然人.
        Person = "person",
        /// 企业法人.
        Enterprise = "enterprise",
        /// 事业法人.
        Institution = "institution",
        /// 社会组织法人.
        SocialOrganisation = "social_organisation",
        /// 非法人企业.
        OtherEnterprise = "other_enterprise",
        /// 行政机关.
        Government = "government",
        /// 其他组织.
        Other = "other",
    }
}

words! {
    /// What happens when someone wants the item 办理方式. Only `Case` opens cases.
    Mode {
        /// A case here 在本平台办件.
        Case = "case",
        /// An answer on the page.
        Answer = "answer",
        /// A booking.
        Booking = "booking",
        /// The body's own system, by a logged link.
        Link = "link",
    }
}

words! {
    /// Kind of handling 办件类型.
    CaseType {
        /// 即办件.
        Instant = "instant",
        /// 承诺件.
        Committed = "committed",
        /// 上报件.
        Reported = "reported",
    }
}

words! {
    /// Where the power comes from 权力来源.
    PowerSource {
        /// 法定本级行使.
        Own = "own",
        /// 下放.
        Delegated = "delegated",
        /// 上级授权.
        AuthorisedSuperior = "authorised_superior",
        /// 同级授权.
        AuthorisedSame = "authorised_same",
        /// 上级委托.
        EntrustedSuperior = "entrusted_superior",
        /// 同级委托.
        EntrustedSame = "entrusted_same",
    }
}

words! {
    /// A stage of handling 办理环节, in its legal order.
    Stage {
        /// 受理.
        Receive = "receive",
        /// 审核.
        Review = "review",
        /// 决定与公开.
        Decide = "decide",
        /// 证件制定与送达.
        Deliver = "deliver",
    }
}

words! {
    /// Special procedures 特别程序 (Administrative Licensing Law art. 45): only they stop the clock.
    SpecialName {
        Hearing = "hearing",
        Tender = "tender",
        Auction = "auction",
        Inspection = "inspection",
        Testing = "testing",
        Quarantine = "quarantine",
        Appraisal = "appraisal",
        ExpertReview = "expert_review",
    }
}

words! {
    /// What the applicant has at the end 办理结果.
    ResultKind {
        Licence = "licence",
        Document = "document",
        Record = "record",
        Payment = "payment",
        Answer = "answer",
    }
}

words! {
    /// How much of it goes online 网办深度.
    Depth {
        None = "none",
        Info = "info",
        Apply = "apply",
        Full = "full",
    }
}

words! {
    /// Within which bounds it may be handled 通办范围.
    Reach {
        Division = "division",
        City = "city",
        Province = "province",
        Country = "country",
    }
}

words! {
    /// Form of a material 材料形式.
    MaterialKind {
        Original = "original",
        Copy = "copy",
        Both = "both",
        Electronic = "electronic",
    }
}

words! {
    /// Whether a material must be there 必要性.
    Necessity {
        Required = "required",
        Conditional = "conditional",
        /// May follow later 可容缺.
        LateOk = "late_ok",
    }
}

words! {
    /// Who has a material 来源渠道.
    MaterialSource {
        Applicant = "applicant",
        GovernmentData = "government_data",
        GovernmentLicence = "government_licence",
        ThirdParty = "third_party",
    }
}

words! {
    /// Type of a form field.
    FieldType {
        Text = "text",
        LongText = "longtext",
        Number = "number",
        Money = "money",
        Date = "date",
        YesNo = "yesno",
        Choice = "choice",
        Choices = "choices",
        Phone = "phone",
        Email = "email",
        CitizenId = "citizen_id",
        CreditCode = "uscc",
        Division = "division",
        Address = "address",
        FileRef = "file_ref",
    }
}

words! {
    /// Shape of handling: how the bodies stand to each other.
    Shape {
        /// One body does all.
        Single = "single",
        /// From a lower body up to a higher one (Administrative Licensing Law art. 35, 43).
        Chain = "chain",
        /// Bodies of one level after each other.
        Sequence = "sequence",
        /// Bodies at the same time 并联审批 (art. 26).
        SideBySide = "side_by_side",
        /// One of several, by jurisdiction.
        Alternatives = "alternatives",
    }
}
