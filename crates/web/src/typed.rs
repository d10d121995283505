//! What a person typed into a form, as it came: names and values in order, and files. Reading is
//! strict about form and blind to meaning; `Check` and the commands of the rooms judge meaning.

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
};
use http::header;
use kernel::{Problem, problem::Refusal};
use serde::de::DeserializeOwned;

use crate::{body, fail::Fail};

mod fields;

pub(crate) use fields::missing_field;

/// More fields than this are not a form of ours.
const MOST_FIELDS: usize = 2000;

/// A posted form.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    fields: Vec<(String, String)>,
    files: Vec<Upload>,
}

/// A file as it was sent. Its type is what the content says, which `store` decides.
#[derive(Debug, Clone)]
pub struct Upload {
    pub field: String,
    /// As the sender calls it; only to be shown.
    pub name: String,
    pub bytes: Bytes,
}

impl Typed {
    #[must_use]
    pub fn new(fields: Vec<(String, String)>) -> Self {
        let mut typed = Self { fields, files: Vec::new() };
        typed.join_dates();
        typed
    }

    /// The first value of `name`, empty when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every value of `name`: checkboxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    #[must_use]
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    #[must_use]
    pub fn files(&self) -> &[Upload] {
        &self.files
    }

    /// The files of one field; a field left empty sends none.
    pub fn files_of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Upload> {
        self.files.iter().filter(move |file| file.field == field)
    }

    /// The token of the form (see `Form::once`): the same form sent twice is one act.
    #[must_use]
    pub fn once(&self) -> Option<&str> {
        Some(self.get("once")).filter(|token| (16..=64).contains(&token.len()))
    }

    /// The fields as a raw type of the room: text, options, lists, flags, whole numbers and plain
    /// enums. Fields not sent are `None`, empty or `false`; fields unknown to the type are passed over.
    ///
    /// # Errors
    /// 422 at the field whose value has the wrong type.
    pub fn read<R: DeserializeOwned>(&self) -> Result<R, Problem> {
        fields::read(&self.fields)
    }

    /// The raw type, judged into a command.
    ///
    /// # Errors
    /// 422 with every field that is wrong.
    pub fn command<R: DeserializeOwned, C: TryFrom<R, Error = Problem>>(&self) -> Result<C, Problem> {
        self.read::<R>().and_then(C::try_from)
    }

    /// A date typed as three fields `x-year`, `x-month`, `x-day` becomes the field `x`.
    fn join_dates(&mut self) {
        let bases: Vec<String> =
            self.fields.iter().filter_map(|(name, _)| Some(name.strip_suffix("-year")?.to_owned())).collect();
        for base in bases {
            let part = |suffix: &str| self.get(&[&base, suffix].concat()).trim().to_owned();
            let parts = [part("-year"), part("-month"), part("-day")];
            if self.all(&base).next().is_none() {
                let joined = if parts.iter().all(String::is_empty) { String::new() } else { parts.join("-") };
                self.fields.push((base, joined));
            }
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Fail;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fail> {
        match content_type(&request) {
            "application/x-www-form-urlencoded" => {
                let bytes = body::read(request).await?;
                Ok(Self::new(urlencoded(&bytes)?))
            }
            "multipart/form-data" => multipart(request).await,
            _ => Err(Problem::new(Refusal::WrongType, "problem-wrong-type").into()),
        }
    }
}

/// The media type without its parameters.
pub(crate) fn content_type(request: &Request) -> &str {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim()
}

/// The pairs of a urlencoded body; a body that is not UTF-8 is refused rather than mended.
pub(crate) fn urlencoded(bytes: &[u8]) -> Result<Vec<(String, String)>, Problem> {
    let unreadable = || Problem::new(Refusal::Unreadable, "problem-unreadable");
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
    let mut fields = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if fields.len() == MOST_FIELDS {
            return Err(unreadable());
        }
        fields.push((decode(name).ok_or_else(unreadable)?, decode(value).ok_or_else(unreadable)?));
    }
    Ok(fields)
}

fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

async fn multipart(request: Request) -> Result<Typed, Fail> {
    let limit = body::limit(&request);
    let refused = |status: http::StatusCode| refused(status, limit);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|error| refused(error.status()))?;
    let mut typed = Typed::default();
    while let Some(part) = parts.next_field().await.map_err(|error| refused(error.status()))? {
        if typed.fields.len() + typed.files.len() == MOST_FIELDS {
            return Err(Problem::new(Refusal::Unreadable, "problem-unreadable").into());
        }
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| refused(error.status()))?;
        match name {
            Some(name) if !(name.is_empty() && bytes.is_empty()) => typed.files.push(Upload { field, name, bytes }),
            Some(_) => {}
            None => {
                let value = String::from_utf8(bytes.to_vec());
                let value = value.map_err(|_| Problem::new(Refusal::Unreadable, "problem-unreadable"))?;
                typed.fields.push((field, value));
            }
        }
    }
    typed.join_dates();
    Ok(typed)
}

fn refused(status: http::StatusCode, limit: usize) -> Fail {
    let (refusal, message) = match status.as_u16() {
        413 => return body::too_large(limit).into(),
        415 => (Refusal::WrongType, "problem-wrong-type"),
        _ => (Refusal::Unreadable, "problem-unreadable"),
    };
    Problem::new(refusal, message).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_typed_and_a_broken_one_refused() {
        let typed =
            Typed::new(urlencoded(b"name=%E7%8E%8B+x&tag=a&tag=b&born-year=1990&born-month=1&born-day=2").unwrap());
        assert_eq!(typed.get("name"), "\u{738b} x");
        assert_eq!(typed.all("tag").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(typed.get("born"), "1990-1-2");
        assert_eq!(typed.get("none"), "");
        assert!(urlencoded(b"a=%FF").is_err());
        assert!(urlencoded(b"\xff").is_err());
    }
}
