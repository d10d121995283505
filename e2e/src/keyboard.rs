//! A reader without a mouse: Tab from one place to the next, Enter and Space to act. What has the
//! focus is known by the name that assistive technology would read out.

use crate::driver::Extra;
use crate::{Browser, Done, Fault};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};

/// More stops than any page of ours has.
const FARTHEST: usize = 250;

impl Browser {
    /// The accessible name of what has the focus.
    pub fn focused(&self) -> Result<String, Fault> {
        let element = self.block_on(self.client.active_element())?;
        let name = self.extra(Extra::get(format!("element/{}/computedlabel", element.element_id())))?;
        Ok(name.as_str().unwrap_or_default().to_owned())
    }

    /// Presses Tab until something whose name holds `name` has the focus, which must be visible.
    pub fn tab_to(&self, name: &str) -> Done {
        for _ in 0..FARTHEST {
            self.key('\u{e004}')?;
            if self.focused()?.contains(name) {
                return self.expect_ring(name);
            }
        }
        Err(self.fault(&format!("Tab doesn't lead to `{name}`")))
    }

    /// Goes to `name` by Tab and presses Enter there.
    pub fn enter_at(&self, name: &str) -> Done {
        self.tab_to(name)?;
        self.key('\u{e007}')
    }

    /// Goes to the field `name` by Tab and types.
    pub fn type_at(&self, name: &str, text: &str) -> Done {
        self.tab_to(name)?;
        let element = self.block_on(self.client.active_element())?;
        self.block_on(element.send_keys(text))
    }

    /// Goes to the box or choice `name` by Tab and presses Space. Of a group of choices Tab only
    /// reaches one: the others follow by arrow keys, which `key` sends.
    pub fn space_at(&self, name: &str) -> Done {
        self.tab_to(name)?;
        self.key(' ')
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
