//! Pictures of whole pages under `target/screens`, for people who look at every page, and what a
//! picture can't show: that nothing sticks out sideways and that the console is quiet.

use crate::driver::Extra;
use crate::page::slug;
use crate::{Browser, Done, Fault, root};
use base64::Engine;
use serde_json::json;
use std::path::PathBuf;

impl Browser {
    /// A picture of the whole page: `target/screens/JOURNEY/NAME.SETTING.png`.
    pub fn picture(&self, name: &str) -> Result<PathBuf, Fault> {
        let folder = root().join("target/screens").join(slug(&self.journey));
        std::fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{}.{}.png", slug(name), self.setting.name()));
        let params = json!({ "format": "png", "captureBeyondViewport": true });
        let command = json!({ "cmd": "Page.captureScreenshot", "params": params });
        let answer = self.extra(Extra::post("goog/cdp/execute", command))?;
        let data = answer.get("data").and_then(|data| data.as_str()).unwrap_or_default();
        let bytes =
            base64::engine::general_purpose::STANDARD.decode(data).map_err(|error| Fault::new(error.to_string()))?;
        std::fs::write(&file, bytes)?;
        Ok(file)
    }

    /// Nothing is wider than the screen: a reader never scrolls sideways.
    pub fn expect_no_sideways(&self) -> Done {
        let script = "const root = document.documentElement;
            const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1);
            return root.scrollWidth > root.clientWidth + 1
                ? wide.slice(-3).map(e => e.tagName.toLowerCase() + '.' + e.className).join(', ') || 'the page' : null";
        match self.ask(script)?.as_str() {
            Some(wide) => Err(self.fault(&format!("wider than the screen: {wide}"))),
            None => Ok(()),
        }
    }

    /// The console has no warning or error since it was last asked: no refused style or script,
    /// nothing missing.
    pub fn expect_quiet_console(&self) -> Done {
        let entries = self.extra(Extra::post("se/log", json!({ "type": "browser" })))?;
        let lines: Vec<String> = entries
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.get("message")?.as_str().map(str::to_owned))
            .collect();
        if lines.is_empty() { Ok(()) } else { Err(self.fault(&format!("the console says:\n{}", lines.join("\n")))) }
    }
}

/// The picture of a fault: the path of its file.
pub fn fault(browser: &Browser) -> Option<String> {
    browser.picture("fault").ok().map(|file| file.display().to_string())
}
