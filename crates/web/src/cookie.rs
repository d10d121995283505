//! Cookies: their names, how they are read and how they are set. Which session a secret belongs to
//! is known to `identity` alone.

use http::{HeaderMap, HeaderValue, header};

/// The session's secret. Its presence makes a request one that must show where it came from.
pub const SESSION: &str = "tb_session";
/// Language chosen by the reader.
pub const LANGUAGE: &str = "tb_lang";
/// Theme and type size chosen by the reader.
pub const LOOK: &str = "tb_look";
/// The division chosen by the reader.
pub const DIVISION: &str = "tb_place";
/// Key to what was typed when a session ended.
pub(crate) const KEPT: &str = "tb_kept";

/// The value of the cookie `name`, if it is sent.
#[must_use]
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok()).find_map(|line| {
        line.split(';').find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    })
}

/// A cookie to be set; never readable by scripts.
#[derive(Debug, Clone, Copy)]
pub struct SetCookie<'a> {
    pub name: &'a str,
    /// Letters, digits and `-._~` only; anything else is dropped.
    pub value: &'a str,
    /// `None` ends with the browser session; `Some(0)` deletes.
    pub max_age_seconds: Option<u32>,
    /// Not sent at all when coming from another site; otherwise sent with plain links (Lax).
    pub strict: bool,
    /// Only over TLS.
    pub secure: bool,
}

impl SetCookie<'_> {
    /// The value of the Set-Cookie header.
    #[must_use]
    pub fn header(&self) -> HeaderValue {
        let mut text = String::with_capacity(96);
        text.push_str(self.name);
        text.push('=');
        text.extend(self.value.chars().filter(|c| c.is_ascii_alphanumeric() || "-._~".contains(*c)));
        text.push_str("; Path=/; HttpOnly; SameSite=");
        text.push_str(if self.strict { "Strict" } else { "Lax" });
        if let Some(seconds) = self.max_age_seconds {
            text.push_str("; Max-Age=");
            text.push_str(&seconds.to_string());
        }
        if self.secure {
            text.push_str("; Secure");
        }
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others_and_set_without_room_for_injection() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=1; tb_session=abc; b=2"));
        assert_eq!(get(&headers, SESSION), Some("abc"));
        assert_eq!(get(&headers, "session"), None);
        let set = SetCookie { name: SESSION, value: "a;b\r\nc", max_age_seconds: Some(0), strict: false, secure: true };
        assert_eq!(set.header(), "tb_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure");
    }
}
