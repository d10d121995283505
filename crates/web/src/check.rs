//! Strict reading of what people typed: each field is read into a value or gets its problem, and
//! all problems are told at once. Rules of one noun belong to that noun; here are the ones every
//! room needs.

use std::{borrow::Cow, ops::RangeInclusive};

use kernel::{Date, Problem, problem::FieldProblem};

/// What `is_unwritable` refuses, as a class of a regular expression, but for tab and line end.
macro_rules! unwritable {
    () => {
        concat!(
            r"\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069",
            r"\ue000-\uf8ff\ufeff\ufff9-\uffff",
            "\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{3fffe}\u{3ffff}\u{4fffe}\u{4ffff}\u{5fffe}\u{5ffff}\u{6fffe}\u{6ffff}",
            "\u{7fffe}\u{7ffff}\u{8fffe}\u{8ffff}\u{9fffe}\u{9ffff}\u{afffe}\u{affff}\u{bfffe}\u{bffff}\u{cfffe}\u{cffff}",
            "\u{dfffe}\u{dffff}\u{efffe}\u{effff}\u{f0000}-\u{10ffff}",
        )
    };
}

/// `Check::lines` with at least one character, for the description of an API: something is written,
/// and nothing that nobody types.
pub const LINES: &str = concat!("^[^", unwritable!(), "]*[^\\s", unwritable!(), "][^", unwritable!(), "]*$");
/// The same where nothing may be written too.
pub const ANY_LINES: &str = concat!("^[^", unwritable!(), "]*$");
/// `Check::text`: one line, or nothing.
pub const ANY_TEXT: &str = concat!("^[^\\n\\t", unwritable!(), "]*$");
/// `Check::text` with at least one character: one line.
pub const TEXT: &str = concat!("^[^\\n\\t", unwritable!(), "]*[^\\s", unwritable!(), "][^\\n\\t", unwritable!(), "]*$");

/// Collects the problems of the fields of one command.
#[derive(Debug, Default)]
pub struct Check {
    fields: Vec<FieldProblem>,
}

impl Check {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a problem at `field`.
    pub fn wrong(&mut self, field: impl Into<Cow<'static, str>>, message: &'static str) {
        self.fields.push(FieldProblem { field: field.into(), message, args: Vec::new() });
    }

    /// Notes a problem with variables of its message.
    pub fn wrong_with(&mut self, field: &'static str, message: &'static str, args: &[(&'static str, &str)]) {
        let args = args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.fields.push(FieldProblem { field: field.into(), message, args });
    }

    /// One line of text, trimmed, of so many characters.
    pub fn text(&mut self, field: &'static str, typed: &str, characters: RangeInclusive<usize>) -> String {
        self.any_text(field, typed, characters, false)
    }

    /// Several lines of text; line ends become `\n`.
    pub fn lines(&mut self, field: &'static str, typed: &str, characters: RangeInclusive<usize>) -> String {
        self.any_text(field, &typed.replace("\r\n", "\n"), characters, true)
    }

    fn any_text(&mut self, field: &'static str, typed: &str, characters: RangeInclusive<usize>, lines: bool) -> String {
        let text = typed.trim();
        let length = text.chars().count();
        if text.is_empty() && *characters.start() > 0 {
            self.wrong(field, "problem-field-empty");
        } else if text.chars().any(|c| is_unwritable(c) && !(lines && (c == '\n' || c == '\t'))) {
            self.wrong(field, "problem-field-control");
        } else if length > *characters.end() {
            let (most, over) = (characters.end().to_string(), (length - characters.end()).to_string());
            self.wrong_with(field, "problem-field-long", &[("most", &most), ("over", &over)]);
        } else if !text.is_empty() && length < *characters.start() {
            self.wrong_with(field, "problem-field-short", &[("least", &characters.start().to_string())]);
        }
        text.to_owned()
    }

    /// A name of a person or a body: letters of any script, digits, spaces and the marks that
    /// names have; no pictures.
    pub fn name(&mut self, field: &'static str, typed: &str, characters: RangeInclusive<usize>) -> String {
        let before = self.fields.len();
        let name = self.text(field, typed, characters);
        let marks = "\u{b7}\u{2022}\u{30fb}.'\u{2019}-()\u{ff08}\u{ff09},&/";
        let foreign = |c: char| !(c.is_alphanumeric() || c == ' ' || c == '\u{3000}' || marks.contains(c));
        if self.fields.len() == before && name.chars().any(foreign) {
            self.wrong(field, "problem-field-name");
        }
        name
    }

    /// One of the values that `parse` knows.
    pub fn choice<T>(&mut self, field: &'static str, typed: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = if typed.is_empty() { None } else { parse(typed) };
        if value.is_none() {
            let empty = typed.is_empty();
            self.wrong(field, if empty { "problem-field-choose" } else { "problem-field-choice" });
        }
        value
    }

    /// What a parser of the kernel reads, such as an id; empty is a problem.
    pub fn parsed<T: std::str::FromStr>(
        &mut self,
        field: &'static str,
        typed: &str,
        message: &'static str,
    ) -> Option<T> {
        let value = typed.trim().parse().ok();
        if typed.trim().is_empty() {
            self.wrong(field, "problem-field-empty");
        } else if value.is_none() {
            self.wrong(field, message);
        }
        value
    }

    /// A whole number; full-width digits are read.
    pub fn number(&mut self, field: &'static str, typed: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let text = half_width(typed.trim());
        let Ok(number) = text.parse::<i64>() else {
            self.wrong(field, if text.is_empty() { "problem-field-empty" } else { "problem-field-number" });
            return None;
        };
        if range.contains(&number) {
            return Some(number);
        }
        let (least, most) = (range.start().to_string(), range.end().to_string());
        self.wrong_with(field, "problem-field-range", &[("least", &least), ("most", &most)]);
        None
    }

    /// A date as people write it: `2026-11-22`, `2026/11/22`, `20261122`, `2026年11月22日`.
    pub fn date(&mut self, field: &'static str, typed: &str) -> Option<Date> {
        let date = read_date(typed);
        if date.is_none() {
            let empty = typed.trim().is_empty();
            self.wrong(field, if empty { "problem-field-empty" } else { "problem-field-date" });
        }
        date
    }

    /// A date not after `today`.
    pub fn past_date(&mut self, field: &'static str, typed: &str, today: Date) -> Option<Date> {
        let date = self.date(field, typed)?;
        if date > today {
            self.wrong(field, "problem-field-future");
            return None;
        }
        Some(date)
    }

    /// An address for electronic mail; only its shape is judged.
    pub fn email(&mut self, field: &'static str, typed: &str) -> String {
        let email = self.text(field, typed, 1..=254);
        let shaped = email.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains('@')
        });
        if !email.is_empty() && (!shaped || email.contains(char::is_whitespace)) {
            self.wrong(field, "problem-field-email");
        }
        email
    }

    /// A telephone number: digits with an optional country code; spaces and hyphens are dropped.
    pub fn phone(&mut self, field: &'static str, typed: &str) -> String {
        let phone: String = half_width(typed).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let digits = phone.strip_prefix('+').unwrap_or(&phone);
        if phone.is_empty() {
            self.wrong(field, "problem-field-empty");
        } else if !(5..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            self.wrong(field, "problem-field-phone");
        }
        phone
    }

    /// Whether anything was wrong so far.
    #[must_use]
    pub fn failed(&self) -> bool {
        !self.fields.is_empty()
    }

    /// # Errors
    /// 422 with every problem noted.
    pub fn done(self) -> Result<(), Problem> {
        if self.fields.is_empty() {
            return Ok(());
        }
        let mut problem = Problem::invalid();
        problem.fields = self.fields;
        Err(problem)
    }
}

/// Characters that no one types: controls, byte-order marks, direction overrides, private use,
/// noncharacters. Emoji and rare Chinese characters are writing.
#[must_use]
pub fn is_unwritable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}'
            | '\u{2066}'..='\u{2069}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}'
            | '\u{f0000}'..='\u{10ffff}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// Full-width digits, letters and signs as their ASCII forms, as Chinese keyboards write them.
#[must_use]
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            c => c,
        })
        .collect()
}

fn read_date(typed: &str) -> Option<Date> {
    let text = half_width(typed.trim());
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).map(str::trim).filter(|part| !part.is_empty()).collect();
    let strange = |c: char| !(c.is_ascii_digit() || "-/. \u{5e74}\u{6708}\u{65e5}".contains(c));
    if text.contains(strange) {
        return None;
    }
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [all] if all.len() == 8 => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(read: impl FnOnce(&mut Check)) -> Option<&'static str> {
        let mut check = Check::new();
        read(&mut check);
        check.done().err().and_then(|problem| problem.fields.first().map(|field| field.message))
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let date = Some(Date::constant(2026, 2, 3));
        for typed in
            ["2026-02-03", "2026/2/3", "2026.2.3", "20260203", " 2026\u{5e74}2\u{6708}3\u{65e5} ", "\u{ff12}026-2-3"]
        {
            assert_eq!(Check::new().date("d", typed), date, "{typed}");
        }
        for typed in ["2026-02-30", "3 Feb 2026", "26-02-03", "2026-02", "x"] {
            let said = message(|check| _ = check.date("d", typed));
            assert_eq!(said, Some("problem-field-date"), "{typed}");
        }
    }

    #[test]
    fn what_no_one_types_is_refused_and_rare_characters_are_not() {
        assert_eq!(message(|check| _ = check.text("t", "a\u{0}b", 0..=9)), Some("problem-field-control"));
        assert_eq!(message(|check| _ = check.text("t", "a\nb", 0..=9)), Some("problem-field-control"));
        assert_eq!(message(|check| _ = check.lines("t", "a\r\nb", 0..=9)), None);
        assert_eq!(message(|check| _ = check.text("t", "\u{202e}abc", 0..=9)), Some("problem-field-control"));
        assert_eq!(message(|check| _ = check.name("t", "\u{2cb4e}\u{b7}Ann", 1..=9)), None);
        assert_eq!(message(|check| _ = check.name("t", "Ann \u{1f600}", 1..=9)), Some("problem-field-name"));
        assert_eq!(message(|check| _ = check.text("t", "  ", 1..=9)), Some("problem-field-empty"));
        assert_eq!(message(|check| _ = check.text("t", "0123456789", 1..=9)), Some("problem-field-long"));
        assert_eq!(message(|check| _ = check.phone("t", "+86 138-0013-8000")), None);
        assert_eq!(message(|check| _ = check.email("t", "a@b")), Some("problem-field-email"));
        assert_eq!(message(|check| _ = check.number("t", "\u{ff11}\u{ff12}", 1..=12)), None);
        assert_eq!(message(|check| _ = check.number("t", "13", 1..=12)), Some("problem-field-range"));
    }
}
