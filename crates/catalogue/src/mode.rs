//! The handling mode of an item of a foreign list: which rule of the mapping fits. A list mixes what
//! opens a case with what merely informs; the rules that tell them apart are data.

use crate::{item::Item, mapping::Rule, words::Mode};

impl Rule {
    fn fits(&self, item: &Item) -> bool {
        let name = &item.name.zh;
        let has = |wanted: Option<bool>, found: bool| wanted.is_none_or(|wanted| wanted == found);
        (self.types.is_empty() || self.types.contains(&item.kind))
            && (self.name.is_empty() || self.name.iter().any(|word| name.contains(word.as_str())))
            && (self.name_ends.is_empty() || self.name_ends.iter().any(|word| name.ends_with(word.as_str())))
            && has(self.materials, !item.materials.is_empty())
            && has(self.limits, item.statutory.is_some() || item.promised.is_some())
            && has(self.link, item.link.is_some())
    }
}

/// The mode of the first rule that fits; a case where none does.
#[must_use]
pub fn of(item: &Item, rules: &[Rule]) -> Mode {
    let Some(rule) = rules.iter().find(|rule| rule.fits(item)) else { return Mode::Case };
    let mode = rule.mode.unwrap_or(Mode::Case);
    let linked = match mode {
        Mode::Booking => item.booking.is_some() || item.link.is_some(),
        Mode::Link => item.link.is_some(),
        Mode::Case | Mode::Answer => true,
    };
    if linked { mode } else { rule.without_link.unwrap_or(Mode::Answer) }
}
