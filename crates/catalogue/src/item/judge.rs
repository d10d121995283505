//! What an item must satisfy beyond its types, each with the reason that an importer reports.

use std::collections::HashSet;

use super::Item;
use crate::{
    form::{Field, is_prefill},
    words::{FieldType, Mode, Necessity},
};

impl Item {
    /// # Errors
    /// The first thing that is wrong, with the key at which it stands.
    pub fn judge(&self) -> Result<(), String> {
        code("code", &self.code)?;
        code("code_system", &self.code_system)?;
        if let Some(basic) = &self.basic_code
            && !(basic.len() == 12 && basic.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        {
            return Err(format!("basic_code: {basic:?} is not 12 letters and digits"));
        }
        line("name", &self.name.zh, 500)?;
        if let Some(en) = &self.name.en {
            line("name", en, 500)?;
        }
        line("body", &self.body, 200)?;
        for (key, url) in [("link", &self.link), ("booking", &self.booking)] {
            if let Some(url) = url {
                address(key, url)?;
            }
        }
        if self.mode == Mode::Link && self.link.is_none() {
            return Err("link: wanting, and the mode is link".into());
        }
        if self.visits.is_some_and(|visits| visits > 99) {
            return Err("visits: more than 99".into());
        }
        for (key, limit) in [("statutory", self.statutory), ("promised", self.promised)] {
            if limit.is_some_and(|limit| limit.n > 10_000) {
                return Err(format!("{key}: longer than 10000 of its unit"));
            }
        }
        if let Some(lapse) = &self.lapse {
            line("lapse.basis", &lapse.basis, 200)?;
            if !(1..=10_000).contains(&lapse.limit.n) {
                return Err("lapse.limit: none, or longer than 10000 of its unit".into());
            }
        }
        if let (Some(from), Some(to)) = (self.effective, self.expires)
            && to < from
        {
            return Err(format!("expires: {to} is before {from}"));
        }
        for (place, part) in self.stages.iter().enumerate() {
            if part.stages.is_empty() || part.line.trim().is_empty() {
                return Err(format!("stages[{place}]: no line or no stage"));
            }
        }
        self.judge_materials()?;
        self.judge_form()
    }

    fn judge_materials(&self) -> Result<(), String> {
        let mut keys = HashSet::new();
        for (place, material) in self.materials.iter().enumerate() {
            code(&format!("materials[{place}].key"), &material.key)?;
            line(&format!("materials[{place}].name"), &material.name.zh, 500)?;
            if !keys.insert(material.key.as_str()) {
                return Err(format!("materials[{place}].key: {:?} stands twice", material.key));
            }
            if material.necessity == Some(Necessity::Conditional) && material.condition.is_none() {
                return Err(format!("materials[{place}].condition: wanting, and the material is conditional"));
            }
        }
        Ok(())
    }

    fn judge_form(&self) -> Result<(), String> {
        let mut keys: HashSet<&str> = HashSet::new();
        let mut sections = HashSet::new();
        for section in &self.form {
            code("form.key", &section.key)?;
            if !sections.insert(section.key.as_str()) || section.fields.is_empty() {
                return Err(format!("form.{}: stands twice or has no field", section.key));
            }
            for field in &section.fields {
                let at = format!("form.{}.{}", section.key, field.key);
                code(&at, &field.key)?;
                judge_field(field, &at)?;
                if let Some(condition) = &field.show_if
                    && !keys.contains(condition.field.as_str())
                {
                    return Err(format!("{at}.show_if: no field {:?} before it", condition.field));
                }
                if !keys.insert(field.key.as_str()) {
                    return Err(format!("{at}: the key stands twice"));
                }
            }
        }
        Ok(())
    }
}

fn judge_field(field: &Field, at: &str) -> Result<(), String> {
    line(at, &field.label.zh, 200)?;
    let chosen = matches!(field.kind, FieldType::Choice | FieldType::Choices);
    if chosen == field.choices.is_empty() {
        return Err(format!("{at}.choices: wanted exactly with the types choice and choices"));
    }
    if let Some(prefill) = field.prefill.as_deref().filter(|prefill| !is_prefill(prefill)) {
        return Err(format!("{at}.prefill: {prefill:?} is not known"));
    }
    match (field.min, field.max) {
        (Some(min), Some(max)) if min > max => Err(format!("{at}: min {min} is more than max {max}")),
        _ => Ok(()),
    }
}

fn line(at: &str, text: &str, most: usize) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err(format!("{at}: empty"));
    }
    if text.chars().count() > most {
        return Err(format!("{at}: longer than {most} characters"));
    }
    if text.chars().any(web::check::is_unwritable) {
        return Err(format!("{at}: holds control characters"));
    }
    Ok(())
}

/// Letters, digits and a few marks: what may stand in an address and a key.
fn code(at: &str, text: &str) -> Result<(), String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/".contains(&byte);
    if text.is_empty() || text.len() > 120 || !text.bytes().all(fits) {
        return Err(format!("{at}: {text:?} is not 1 to 120 letters, digits or - _ . : /"));
    }
    Ok(())
}

/// An address of the web without credentials in it.
fn address(at: &str, url: &str) -> Result<(), String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default()).unwrap_or_default();
    let clean = url.len() <= 2000 && !url.chars().any(|c| c.is_whitespace() || c.is_control() || c == '"' || c == '<');
    if host.is_empty() || host.contains('@') || !clean {
        return Err(format!("{at}: {url:?} is no address of the web"));
    }
    Ok(())
}
