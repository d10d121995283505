//! Where a request that changes something came from. Cookies are SameSite besides; this is the
//! second lock: a browser says Sec-Fetch-Site or Origin, and a request that carries a session
//! cookie and says neither is refused. A bearer token is not sent by browsers of themselves.

use http::{HeaderMap, Method, header};

use crate::cookie;

/// Whether the request may change something.
#[must_use]
pub fn is_own(method: &Method, headers: &HeaderMap, site_origin: Option<&str>) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    if bearer(headers).is_some() && cookie::get(headers, cookie::SESSION).is_none() {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        Some(origin) => {
            let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
            site_origin.is_some_and(|own| own.trim_end_matches('/') == origin)
                || origin.split_once("://").is_some_and(|(_, authority)| host == Some(authority))
        }
        None => cookie::get(headers, cookie::SESSION).is_none(),
    }
}

/// The bearer token of the request, if any.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_change_is_taken_only_from_this_site_or_with_a_token() {
        let cookie = ("cookie", "tb_session=a");
        let host = ("host", "a.example");
        for (own, sent) in [
            (true, vec![]),
            (false, vec![cookie]),
            (true, vec![cookie, ("sec-fetch-site", "same-origin")]),
            (false, vec![cookie, ("sec-fetch-site", "cross-site")]),
            (false, vec![("sec-fetch-site", "cross-site")]),
            (false, vec![cookie, ("sec-fetch-site", "same-site"), ("origin", "https://a.example"), host]),
            (true, vec![cookie, ("origin", "https://a.example"), host]),
            (false, vec![cookie, ("origin", "https://b.example"), host]),
            (false, vec![cookie, ("origin", "null"), host]),
            (true, vec![cookie, ("origin", "https://public.example"), host]),
            (true, vec![("authorization", "Bearer t")]),
            (false, vec![cookie, ("authorization", "Bearer t")]),
        ] {
            assert_eq!(is_own(&Method::POST, &headers(&sent), Some("https://public.example")), own, "{sent:?}");
        }
        assert!(is_own(&Method::GET, &headers(&[cookie, ("sec-fetch-site", "cross-site")]), None));
    }
}
