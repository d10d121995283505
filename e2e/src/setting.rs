//! How someone looks at the product: on which screen, in which language, with or without
//! JavaScript, in light or dark, with a pointer or by keyboard alone.

use serde_json::{Value, json};
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 360 by 800 points: a small telephone.
    Phone,
    /// 1280 by 900 points.
    Desktop,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    pub width: Width,
    pub language: Language,
    pub look: Look,
    pub javascript: bool,
    /// Whether what is filled, pressed and followed is reached by Tab and done by keys.
    pub keyboard: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            width: Width::Desktop,
            language: Language::Chinese,
            look: Look::Light,
            javascript: true,
            keyboard: false,
        }
    }
}

impl Setting {
    #[must_use]
    pub fn phone(self) -> Self {
        Self { width: Width::Phone, ..self }
    }

    #[must_use]
    pub fn english(self) -> Self {
        Self { language: Language::English, ..self }
    }

    #[must_use]
    pub fn dark(self) -> Self {
        Self { look: Look::Dark, ..self }
    }

    #[must_use]
    pub fn without_javascript(self) -> Self {
        Self { javascript: false, ..self }
    }

    #[must_use]
    pub fn by_keyboard(self) -> Self {
        Self { keyboard: true, ..self }
    }

    /// Short and fit for a file name: `zh-phone`, `en-desktop-dark-nojs-keys`.
    #[must_use]
    pub fn name(self) -> String {
        let language = if self.language == Language::Chinese { "zh" } else { "en" };
        let width = if self.width == Width::Phone { "phone" } else { "desktop" };
        let look = if self.look == Look::Dark { "-dark" } else { "" };
        let script = if self.javascript { "" } else { "-nojs" };
        let keys = if self.keyboard { "-keys" } else { "" };
        format!("{language}-{width}{look}{script}{keys}")
    }

    /// The WebDriver capabilities of a fresh Chromium with an empty profile in `profile`, which
    /// reaches this machine and nothing else.
    pub(crate) fn capabilities(self, profile: &Path) -> Value {
        let tags = if self.language == Language::Chinese { "zh-CN,zh" } else { "en-GB,en" };
        let mut args = vec![
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--disable-default-apps".to_owned(),
            "--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication".to_owned(),
            "--force-color-profile=srgb".to_owned(),
            "--hide-scrollbars".to_owned(),
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_owned(),
            "--window-size=1280,900".to_owned(),
            format!("--lang={}", tags.split(',').next().unwrap_or_default()),
            format!("--user-data-dir={}", profile.display()),
        ];
        if self.look == Look::Dark {
            args.push("--blink-settings=preferredColorScheme=0".to_owned());
        }
        let mut options = json!({
            "args": args,
            "prefs": {
                "intl.accept_languages": tags,
                "credentials_enable_service": false,
                "profile.managed_default_content_settings.javascript": if self.javascript { 1 } else { 2 },
            },
        });
        if let (Some(binary), Some(options)) = (std::env::var_os("CHROMIUM"), options.as_object_mut()) {
            options.insert("binary".to_owned(), json!(binary.to_string_lossy()));
        }
        if let (Width::Phone, Some(options)) = (self.width, options.as_object_mut()) {
            // After a touch chromedriver waits for a timer of the page, which never fires without
            // scripts and is lost when the touch leads to another page: taps are clicks.
            let metrics = json!({ "width": 360, "height": 800, "pixelRatio": 2.0, "mobile": true, "touch": false });
            options.insert("mobileEmulation".to_owned(), json!({ "deviceMetrics": metrics }));
        }
        json!({
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "WARNING" },
        })
    }
}
