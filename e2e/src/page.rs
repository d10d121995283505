//! What a reader does on a page and sees there: fields by their labels, buttons and links by
//! their words. Texts are compared with white space made single, as they are shown.

use crate::keyboard::{ENTER, Stop};
use crate::{Browser, Done, Fault};
use fantoccini::Locator;
use fantoccini::elements::Element;

impl Browser {
    /// Fills the field with this label: types into a text, picks from a list, ticks a box, names a
    /// file. A label may go on after `label` with a hint or 'optional'.
    pub fn fill(&self, label: &str, value: &str) -> Done {
        if self.setting.keyboard {
            return self.type_at(label, value);
        }
        self.at_field(label, |field| {
            let kind = self.block_on(field.attr("type"))?.unwrap_or_default();
            match (self.block_on(field.tag_name())?.as_str(), kind.as_str()) {
                ("select", _) => self.block_on(field.select_by_label(value)),
                (_, "file") => self.block_on(field.send_keys(value)),
                (_, "date") => self.set(field, value),
                _ => {
                    self.block_on(field.clear())?;
                    self.block_on(field.send_keys(value))
                }
            }
        })
    }

    /// Ticks the box or takes the choice with this label.
    pub fn choose(&self, label: &str) -> Done {
        if self.setting.keyboard {
            return self.space_at(label);
        }
        self.at_field(
            label,
            |field| {
                if self.block_on(field.is_selected())? { Ok(()) } else { self.block_on(field.click()) }
            },
        )
    }

    /// What stands in the field with this label.
    pub fn value(&self, label: &str) -> Result<String, Fault> {
        self.at_field(label, |field| Ok(self.block_on(field.prop("value"))?.unwrap_or_default()))
    }

    /// Presses the button with these words, a link that looks like a button included.
    pub fn press(&self, words: &str) -> Done {
        if self.setting.keyboard {
            return self.enter_at(Stop::Button, words);
        }
        self.at(&format!("button `{words}`"), &button(words), |found| self.block_on(found.click()))
    }

    /// Presses a button or follows a link inside the innermost row, list entry, section or card
    /// that holds `about`.
    pub fn press_at(&self, about: &str, words: &str) -> Done {
        let about = quote(about);
        let place = format!(
            "(//*[self::tr or self::li or self::section or self::article or self::fieldset or self::dl or self::div][contains(normalize-space(.), {about})][.//button or .//a])[last()]"
        );
        let inside =
            button(words).into_iter().chain(link(words)).map(|path| format!("{place}{path}")).collect::<Vec<_>>();
        self.at(&format!("button or link `{words}` beside {about}"), &inside, |found| self.block_on(found.click()))
    }

    /// Follows the link with these words, or the first that holds them.
    pub fn follow(&self, words: &str) -> Done {
        if self.setting.keyboard {
            return self.enter_at(Stop::Link, words);
        }
        self.at(&format!("link `{words}`"), &link(words), |found| self.block_on(found.click()))
    }

    /// Waits until the page's main heading holds `text`.
    pub fn expect_heading(&self, text: &str) -> Done {
        self.expect(&format!("the heading isn't `{text}`"), || Ok(self.heading()?.contains(text)))
    }

    /// Waits until the page shows `text`.
    pub fn expect_text(&self, text: &str) -> Done {
        self.expect(&format!("`{text}` isn't shown"), || Ok(self.text()?.contains(text)))
    }

    /// Waits until the address begins with `path`.
    pub fn expect_path(&self, path: &str) -> Done {
        self.expect(&format!("the address isn't {path}"), || Ok(self.path()?.starts_with(path)))
    }

    /// The page doesn't show `text`, now.
    pub fn expect_no_text(&self, text: &str) -> Done {
        if self.text()?.contains(text) { Err(self.fault(&format!("`{text}` is shown"))) } else { Ok(()) }
    }

    /// The words of the main heading; empty when there is none.
    pub fn heading(&self) -> Result<String, Fault> {
        self.text_of("h1")
    }

    /// All words that the page shows.
    pub fn text(&self) -> Result<String, Fault> {
        self.text_of("body")
    }

    /// The words of the first element that a CSS selector finds; empty when there is none.
    pub fn text_of(&self, selector: &str) -> Result<String, Fault> {
        // A page that gives way to the next one between the two questions is asked again.
        let text = self.wait(|| {
            let found = self.block_on(self.client.find_all(Locator::Css(selector)))?;
            found.first().map_or(Ok(String::new()), |element| self.block_on(element.text())).map(Some)
        })?;
        Ok(single(&text.unwrap_or_default()))
    }

    /// The address of the first link of the page's own content that begins with `start` and leads
    /// farther than that.
    pub fn link_to(&self, start: &str) -> Result<String, Fault> {
        let path =
            format!("//main//a[starts-with(@href, {0}) and string-length(@href) > {1}]", quote(start), start.len());
        self.at(&format!("link to {start}"), &[path], |found| {
            self.block_on(found.attr("href")).map(Option::unwrap_or_default)
        })
    }

    /// How many elements a CSS selector finds.
    pub fn count(&self, selector: &str) -> Result<usize, Fault> {
        Ok(self.block_on(self.client.find_all(Locator::Css(selector)))?.len())
    }

    /// Signs in by the page at `path`, whose fields are marked for password managers.
    pub fn sign_in(&self, path: &str, name: &str, password: &str) -> Done {
        self.visit(path)?;
        let password = format!("{password}{ENTER}");
        for (purpose, value) in [("username", name), ("current-password", &password)] {
            let marked = format!("//input[contains(concat(' ', @autocomplete, ' '), ' {purpose} ')]");
            self.at(&format!("field for the {purpose}"), &[marked], |field| {
                self.block_on(field.clear())?;
                self.block_on(field.send_keys(value))
            })?;
        }
        self.expect(&format!("`{name}` can't sign in"), || Ok(!self.path()?.starts_with(path)))
    }

    fn expect(&self, otherwise: &str, seen: impl Fn() -> Result<bool, Fault>) -> Done {
        let answer = self.wait(|| Ok(seen()?.then_some(())));
        answer.ok().flatten().ok_or_else(|| self.fault(otherwise))
    }

    /// The field that a label is for, or that stands inside it, or that carries it unseen.
    pub(crate) fn at_field<T>(&self, label: &str, act: impl Fn(&Element) -> Result<T, Fault>) -> Result<T, Fault> {
        let text = quote(label);
        let tests = [format!("normalize-space(.)={text}"), format!("starts-with(normalize-space(.), {text})")];
        let mut paths: Vec<String> = Vec::new();
        for test in tests {
            paths.push(format!("//*[@id=//label[{test}]/@for]"));
            paths.push(format!("//label[{test}]//*[self::input or self::select or self::textarea]"));
        }
        paths.push(format!("//*[self::input or self::select or self::textarea][@aria-label={text}]"));
        self.at(&format!("field `{label}`"), &paths, act)
    }

    /// Sets a date field, whose keys depend on the browser's language, by its value.
    fn set(&self, field: &Element, value: &str) -> Done {
        let element = serde_json::to_value(field).map_err(|error| Fault::new(error.to_string()))?;
        let script =
            "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', { bubbles: true }))";
        self.block_on(self.client.execute(script, vec![element, value.into()])).map(drop)
    }
}

fn button(words: &str) -> Vec<String> {
    let words = quote(words);
    vec![
        format!("//button[normalize-space(.)={words}]"),
        format!("//input[@type='submit' and @value={words}]"),
        format!("//a[normalize-space(.)={words} and (@role='button' or contains(@class, 'button'))]"),
        format!("//summary[normalize-space(.)={words}]"),
        format!("//button[contains(normalize-space(.), {words})]"),
    ]
}

fn link(words: &str) -> Vec<String> {
    let words = quote(words);
    vec![format!("//a[normalize-space(.)={words}]"), format!("//a[contains(normalize-space(.), {words})]")]
}

/// A text as an XPath literal, whatever quotes it holds.
fn quote(text: &str) -> String {
    if text.contains('\'') {
        let parts: Vec<String> = text.split('\'').map(|part| format!("'{part}'")).collect();
        format!("concat({})", parts.join(", \"'\", "))
    } else {
        format!("'{text}'")
    }
}

/// White space made single.
fn single(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A path as the name of a file: `/items/a-b?x=1` becomes `items-a-b-x-1`.
#[must_use]
pub fn slug(path: &str) -> String {
    let words = path.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-");
    if name.is_empty() { "home".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_in_a_text_are_no_end_of_it() {
        assert_eq!(quote("a\"b"), "'a\"b'");
        assert_eq!(quote("it's"), "concat('it', \"'\", 's')");
    }

    #[test]
    fn a_path_names_a_file() {
        assert_eq!(slug("/"), "home");
        assert_eq!(slug("/items/a-b?x=1"), "items-a-b-x-1");
    }
}
