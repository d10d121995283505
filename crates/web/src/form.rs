//! A form as it is shown: the values as typed and the messages at their fields, already in the
//! reader's language. The markup stands in `templates/kit.html`.

use crate::typed::Typed;

/// Values and errors of one form.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pub(crate) fields: Vec<(String, String)>,
    pub errors: Vec<FieldError>,
    /// Status of the page that shows it again; 0 when it is shown first.
    pub status: u16,
    /// When it may be sent again, where it could not be taken now.
    pub retry_after_seconds: Option<u32>,
    /// What is wrong with the whole, when no field is to blame.
    pub error: Option<String>,
    /// A token of this showing of the form, kept when it is shown again, so that sending it twice
    /// is one act. Print it with `kit::once`; never on a cached page.
    pub once: String,
    /// Whether the values were kept from before a session ended.
    pub restored: bool,
}

/// A message at a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    pub field: String,
    /// The field's label, for the summary; the script finds it when it is empty.
    pub label: String,
    pub message: String,
}

/// One of several values to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl Form {
    /// With the values of a draft or of the noun to be changed.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        if !self.restored {
            self.fields.push((name.to_owned(), value.into()));
        }
        self
    }

    /// Puts the labels of the fields before their messages in the summary.
    #[must_use]
    pub fn labelled(mut self, labels: &[(&str, &str)]) -> Self {
        for error in &mut self.errors {
            let label = labels.iter().find(|(field, _)| *field == error.field);
            error.label = label.map(|(_, label)| (*label).to_owned()).unwrap_or_default();
        }
        self
    }

    /// Takes over what was typed.
    #[must_use]
    pub fn typed(mut self, typed: &Typed) -> Self {
        self.fields = typed.fields().to_vec();
        if let Some(once) = typed.once() {
            once.clone_into(&mut self.once);
        }
        self
    }

    /// The first value of `name`, empty if there is none.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The part `year`, `month` or `day` of a date typed in three fields or given whole.
    #[must_use]
    pub fn date_part(&self, name: &str, part: &str) -> &str {
        let typed = [name, "-", part].concat();
        if let Some((_, value)) = self.fields.iter().find(|(key, _)| *key == typed) {
            return value;
        }
        let place = match part {
            "year" => 0,
            "month" => 1,
            _ => 2,
        };
        self.value(name).split('-').nth(place).unwrap_or_default()
    }

    /// Whether `value` is chosen in `name`.
    #[must_use]
    pub fn chosen(&self, name: &str, value: &str) -> bool {
        self.fields.iter().any(|(key, typed)| key == name && typed == value)
    }

    /// The message at `name`, if something is wrong there.
    #[must_use]
    pub fn error_at(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == name).map(|error| error.message.as_str())
    }

    /// Whether anything is wrong.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.error.is_some() || !self.errors.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_gives_back_what_was_typed() {
        let form = Form::default().with("born", "1990-01-02").with("tag", "a").with("tag", "b");
        assert_eq!(form.date_part("born", "month"), "01");
        assert!(form.chosen("tag", "b") && !form.chosen("tag", "c"));
        let typed = Typed::new(vec![("born-year".into(), "19x".into())]);
        let form = form.typed(&typed);
        assert_eq!(form.date_part("born", "year"), "19x");
        assert_eq!(form.value("tag"), "");
    }
}
