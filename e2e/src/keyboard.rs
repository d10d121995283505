//! A reader without a mouse: Tab from one place to the next, Enter and Space to act. What has the
//! focus is known by the name that assistive technology would read out.

use crate::driver::Extra;
use crate::{Browser, Done, Fault};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};

pub const ENTER: char = '\u{e007}';
const TAB: char = '\u{e004}';
const DOWN: char = '\u{e015}';
/// More stops than any page of ours has, and more choices than any group.
const FARTHEST: usize = 250;
const CHOICES: usize = 20;

/// What someone who presses Tab is looking for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    Field,
    Button,
    Link,
}

impl Stop {
    /// A selector of the elements that are such a stop.
    fn selector(self) -> &'static str {
        match self {
            Self::Field => "input:not([type=submit]), select, textarea",
            Self::Button => "button, summary, input[type=submit], a.button",
            Self::Link => "a",
        }
    }
}

impl Browser {
    /// The accessible name of what has the focus.
    pub fn focused(&self) -> Result<String, Fault> {
        let element = self.block_on(self.client.active_element())?;
        let name = self.extra(Extra::get(format!("element/{}/computedlabel", element.element_id())))?;
        Ok(name.as_str().unwrap_or_default().to_owned())
    }

    /// Presses Tab until a stop whose name holds `name` has the focus, which must be visible.
    pub fn tab_to(&self, stop: Stop, name: &str) -> Done {
        for _ in 0..FARTHEST {
            self.key(TAB)?;
            // A page on its way out may take the element with it: the next Tab is on the new one.
            match self.focused() {
                Ok(focused) if focused.contains(name) && self.is_at(stop)? => return self.expect_ring(name),
                Err(fault) if !fault.is_stale() => return Err(fault),
                _ => {}
            }
        }
        Err(self.fault(&format!("Tab doesn't lead to `{name}`")))
    }

    /// Goes to the button or link `name` by Tab and presses Enter there.
    pub fn enter_at(&self, stop: Stop, name: &str) -> Done {
        self.tab_to(stop, name)?;
        self.key(ENTER)
    }

    /// Goes to the field `name` by Tab and types.
    pub fn type_at(&self, name: &str, text: &str) -> Done {
        self.tab_to(Stop::Field, name)?;
        let element = self.block_on(self.client.active_element())?;
        self.block_on(element.send_keys(text))
    }

    /// Goes to the box or choice `name` and presses Space. Of a group of choices Tab reaches only
    /// one: the others follow by arrow keys.
    pub fn space_at(&self, name: &str) -> Done {
        let group = self.at_field(name, |field| self.block_on(field.attr("name")))?.unwrap_or_default();
        for _ in 0..FARTHEST {
            self.key(TAB)?;
            let element = self.block_on(self.client.active_element())?;
            if self.block_on(element.attr("name"))?.unwrap_or_default() != group {
                continue;
            }
            for _ in 0..CHOICES {
                if self.focused()?.contains(name) {
                    self.expect_ring(name)?;
                    return self.key(' ');
                }
                self.key(if self.is_radio()? { DOWN } else { TAB })?;
            }
        }
        Err(self.fault(&format!("neither Tab nor arrows lead to `{name}`")))
    }

    fn is_at(&self, stop: Stop) -> Result<bool, Fault> {
        let script = format!("return document.activeElement.matches('{}')", stop.selector());
        Ok(self.ask(&script)?.as_bool() == Some(true))
    }

    fn is_radio(&self) -> Result<bool, Fault> {
        Ok(self.ask("return document.activeElement.type === 'radio'")?.as_bool() == Some(true))
    }

    /// Presses and releases one key, by its WebDriver code: `'\u{e015}'` is the arrow down.
    pub fn key(&self, key: char) -> Done {
        let keys =
            KeyActions::new("keys".to_owned()).then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        self.block_on(self.client.perform_actions(keys))
    }

    /// The focus can be seen: an outline, a shadow or a border of its own.
    fn expect_ring(&self, name: &str) -> Done {
        let script = "const style = getComputedStyle(document.activeElement);
            const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
            return outline || style.boxShadow !== 'none'";
        if self.ask(script)?.as_bool() == Some(true) {
            Ok(())
        } else {
            Err(self.fault(&format!("the focus can't be seen at `{name}`")))
        }
    }
}
