//! How the reader wants to see the pages: language, theme, type size, and the division chosen.
//! Kept in cookies without any personal content, so that signed-out pages can be cached by them.

use http::{HeaderMap, Uri, header};
use kernel::Locale;

use crate::cookie;

/// Light or dark paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What the reader chose.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Prefs {
    pub theme: Theme,
    /// Large-type mode 长者模式.
    pub large: bool,
    /// Digits of a division code, at most twelve.
    pub division: Option<String>,
}

impl Prefs {
    /// From the cookies; anything unknown is the default.
    #[must_use]
    pub fn read(headers: &HeaderMap) -> Self {
        let look = cookie::get(headers, cookie::LOOK).unwrap_or_default();
        let theme = match look.split('-').next() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Auto,
        };
        let division = cookie::get(headers, cookie::DIVISION)
            .filter(|code| (2..=12).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit()))
            .map(str::to_owned);
        Self { theme, large: look.ends_with("-large"), division }
    }

    /// The value of the look cookie.
    #[must_use]
    pub fn look(&self) -> String {
        [self.theme.as_str(), if self.large { "-large" } else { "" }].concat()
    }
}

/// The language of an answer: `?lang=`, then the cookie, then Accept-Language, then Chinese.
#[must_use]
pub fn locale(headers: &HeaderMap, uri: &Uri) -> Locale {
    asked_locale(uri)
        .or_else(|| cookie::get(headers, cookie::LANGUAGE).and_then(Locale::from_tag))
        .or_else(|| headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(preferred))
        .unwrap_or_default()
}

/// The language named by `?lang=`, which is then remembered.
#[must_use]
pub fn asked_locale(uri: &Uri) -> Option<Locale> {
    let query = uri.query()?;
    query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Locale::from_tag)
}

/// The known language with the highest weight.
fn preferred(header: &str) -> Option<Locale> {
    let mut best: Option<(Locale, f32)> = None;
    for part in header.split(',') {
        let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|text| text.parse().ok()).unwrap_or(1.0);
        if let Some(locale) = Locale::from_tag(tag)
            && weight > 0.0
            && best.is_none_or(|(_, top)| weight > top)
        {
            best = Some((locale, weight));
        }
    }
    best.map(|(locale, _)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn the_language_follows_choice_then_cookie_then_browser_then_chinese() {
        let mut headers = HeaderMap::new();
        let plain = Uri::from_static("/");
        assert_eq!(locale(&headers, &plain), Locale::Zh);
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("fr, zh;q=0.4, en-GB;q=0.8"));
        assert_eq!(locale(&headers, &plain), Locale::En);
        headers.insert(header::COOKIE, HeaderValue::from_static("tb_lang=zh-CN; tb_look=dark-large; tb_place=440305"));
        assert_eq!(locale(&headers, &plain), Locale::Zh);
        assert_eq!(locale(&headers, &Uri::from_static("/?a=1&lang=en")), Locale::En);
        let prefs = Prefs::read(&headers);
        assert_eq!(prefs, Prefs { theme: Theme::Dark, large: true, division: Some("440305".into()) });
        assert_eq!(prefs.look(), "dark-large");
    }
}
