//! The only room that knows HTTP and HTML in general: routes as values, the gate that every request
//! passes, the layout and the form kit, texts, errors, slots. It knows nothing of the domain: no
//! noun of the state has its page here.

pub mod api;
pub mod assets;
pub mod check;
pub mod cookie;
pub mod day_line;
pub mod form;
pub mod html;
pub mod lanes;
pub mod modellers;
pub mod module;
pub mod origin;
pub mod path;
pub mod prefs;
pub mod route;
pub mod samples;
pub mod shell;
pub mod slots;
pub mod texts;
pub mod throttle;
pub mod typed;

mod app;
mod body;
mod cx;
mod edge;
mod errors;
mod extract;
mod fail;
mod gate;
mod kept;
mod openapi;
mod own;
mod page_cache;
mod router;

pub use app::{ActorInfo, App, AppConfig, Authenticate, Limits, Needs, PlaceName, Site};
pub use axum::{extract::State, response::Response};
pub use check::Check;
pub use cx::Cx;
pub use extract::{Path, Query};
pub use fail::{Answer, Fail};
pub use form::{Choice, Form};
pub use html::Html;
pub use http::{HeaderMap, StatusCode};
pub use module::{House, HouseError, Module, NavEntry};
pub use page_cache::ContentVersion;
pub use route::{Route, Routes};
pub use samples::Sampler;
pub use shell::Shell;
pub use slots::Slots;
pub use texts::Texts;
pub use throttle::Throttle;
pub use typed::{Typed, Upload};

/// Where people sign in; the page is `identity`'s.
pub const SIGN_IN: &str = "/sign-in";

/// Where a session is ended by a post; `identity`'s.
pub const SIGN_OUT: &str = "/sign-out";
/// What a signed-in person finds first.
pub const MY: &str = "/my";
/// What a member of staff finds first.
pub const DESK: &str = "/desk";
/// Where a division is chosen; the answer comes back by `/preferences?place=`.
pub const PLACES: &str = "/places";

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |place: u8| DIGITS.get(usize::from(place)).copied().map_or('0', char::from);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Thirty-two bytes from their hexadecimal form.
pub(crate) fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut out = [0; 32];
    for (place, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(out)
}
