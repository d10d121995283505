//! Dates, moments, spans and numbers in the reader's form, and names and numbers made
//! unrecognisable for lists. The words themselves stand in the locales.

use kernel::{Date, Locale, Timestamp};

use super::Texts;

impl Texts {
    /// `2026年11月22日`, `22 November 2026`.
    #[must_use]
    pub fn date(&self, locale: Locale, date: Date) -> String {
        self.with(
            locale,
            "web-date",
            &[("year", &date.year().to_string()), ("month", &date.month()), ("day", &date.day())],
        )
    }

    /// `11月22日`, `22 November`: where the year is plain.
    #[must_use]
    pub fn day(&self, locale: Locale, date: Date) -> String {
        self.with(locale, "web-day", &[("month", &date.month()), ("day", &date.day())])
    }

    /// With the day of the week.
    #[must_use]
    pub fn date_weekday(&self, locale: Locale, date: Date) -> String {
        let weekday = date.weekday().to_monday_one_offset();
        self.with(locale, "web-date-weekday", &[("date", &self.date(locale, date)), ("weekday", &weekday)])
    }

    /// Date and time in China, to the minute.
    #[must_use]
    pub fn moment(&self, locale: Locale, at: Timestamp) -> String {
        let minute = at.minute_of_day();
        let time = format!("{:02}:{:02}", minute / 60, minute % 60);
        self.with(locale, "web-moment", &[("date", &self.date(locale, at.date())), ("time", &time)])
    }

    /// A span with its unit: `20 个工作日`, `20 working days`. `unit` is `working-days`,
    /// `calendar-days`, `hours`, `months` or `years`.
    #[must_use]
    pub fn span(&self, locale: Locale, amount: u32, unit: &str) -> String {
        self.with(locale, "web-span", &[("amount", &amount), ("unit", &unit)])
    }

    /// With thousands set apart.
    #[must_use]
    pub fn number(&self, locale: Locale, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let separator = self.get(locale, "web-thousands");
        let mut out = String::from(if number < 0 { "\u{2212}" } else { "" });
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push_str(&separator);
            }
            out.push(digit);
        }
        out
    }

    /// Bytes as KB or MB.
    #[must_use]
    pub fn size(&self, locale: Locale, bytes: u64) -> String {
        let tenths = if bytes < 1_000_000 { bytes.div_ceil(100) } else { bytes.div_ceil(100_000) };
        let unit = if bytes < 1_000_000 { "KB" } else { "MB" };
        let amount = format!("{}.{}", tenths / 10, tenths % 10);
        self.with(locale, "web-size", &[("amount", &amount.trim_end_matches(".0")), ("unit", &unit)])
    }
}

/// A person's name for a list: the first character stays, the rest is hidden; of several words
/// each keeps its first.
#[must_use]
pub fn mask_name(name: &str) -> String {
    let words: Vec<String> = name
        .split_whitespace()
        .map(|word| {
            let mut chars = word.chars();
            let first = chars.next().into_iter();
            first.chain(chars.map(|_| '*')).collect()
        })
        .collect();
    words.join(" ")
}

/// A document, telephone or account number for a list: three characters at the front and two at
/// the end stay; of a short one only the last.
#[must_use]
pub fn mask_number(number: &str) -> String {
    let length = number.chars().count();
    let (front, back) = if length >= 8 { (3, 2) } else { (0, 1) };
    number.chars().enumerate().map(|(place, c)| if place < front || place + back >= length { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_masked_cannot_be_read() {
        assert_eq!(mask_name("\u{738b}\u{5c0f}\u{82b3}"), "\u{738b}**");
        assert_eq!(mask_name("Jane Smith"), "J*** S****");
        assert_eq!(mask_number("11010519491231002X"), "110*************2X");
        assert_eq!(mask_number("13800138000"), "138******00");
        assert_eq!(mask_number("1234"), "***4");
        assert_eq!(mask_number(""), "");
    }
}
