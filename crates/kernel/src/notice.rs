//! The State Council's yearly notice of holidays 节假日安排的通知, in the JSON form in which the
//! public collection holiday-cn keeps it: the year, the papers, and each day off or worked.

use serde::{Deserialize, Serialize};

use crate::Date;

/// One year's notice. Some of its days may lie in the neighbouring years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub year: i16,
    /// Addresses of the notices.
    #[serde(default)]
    pub papers: Vec<String>,
    /// None until the notice appears.
    pub days: Vec<NamedDay>,
}

/// A day that the notice names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedDay {
    /// The holiday it belongs to, on make-up working days as well.
    pub name: String,
    pub date: Date,
    /// Off, or worked though a weekend.
    #[serde(rename = "isOffDay")]
    pub off: bool,
}

/// A text that is not a notice.
#[derive(Debug, thiserror::Error)]
pub enum NotANotice {
    #[error("not the JSON of a holiday notice: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error("the notice for {year} names {date}, which is not of that year")]
    Stray { year: i16, date: Date },
    #[error("the notice for {year} names {date} both as off and as worked")]
    Contradiction { year: i16, date: Date },
}

impl Notice {
    /// Reads and judges it: days lie in the year or within a month of it, and none is named off and
    /// worked at once.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, NotANotice> {
        let notice: Self = serde_json::from_str(text)?;
        let year = notice.year;
        let mut seen = std::collections::BTreeMap::new();
        for NamedDay { date, off, .. } in &notice.days {
            let date = *date;
            let near = match date.year().saturating_sub(year) {
                0 => true,
                -1 => date.month() == 12,
                1 => date.month() == 1,
                _ => false,
            };
            if !near {
                return Err(NotANotice::Stray { year, date });
            }
            if seen.insert(date, *off).is_some_and(|before| before != *off) {
                return Err(NotANotice::Contradiction { year, date });
            }
        }
        Ok(notice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_read_and_judged() {
        let day = |date: &str, off: bool| format!(r#"{{"name":"元旦","date":"{date}","isOffDay":{off}}}"#);
        let notice =
            |days: &[String]| Notice::parse(&format!(r#"{{"$id":"x","year":2007,"days":[{}]}}"#, days.join(",")));
        let read = notice(&[day("2006-12-30", false), day("2007-01-01", true)]).unwrap();
        assert_eq!((read.year, read.days.len(), read.papers.len()), (2007, 2, 0));
        assert!(matches!(notice(&[day("2006-11-30", false)]), Err(NotANotice::Stray { .. })));
        assert!(matches!(notice(&[day("2009-01-01", true)]), Err(NotANotice::Stray { .. })));
        let twice = [day("2007-01-01", true), day("2007-01-01", false)];
        assert!(matches!(notice(&twice), Err(NotANotice::Contradiction { .. })));
        assert!(matches!(notice(&[day("2007-02-30", true)]), Err(NotANotice::Unreadable(_))));
        assert!(matches!(Notice::parse("[]"), Err(NotANotice::Unreadable(_))));
    }
}
