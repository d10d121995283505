//! A message 站内消息 in a person's inbox: which text, with what in it, and where it leads. Formal
//! notices with legal effect are papers of `casework`; a message only points at them.

use kernel::{Id, Locale, Timestamp, id::Kind};
use web::Texts;

/// The kind of a message's id.
#[derive(Debug)]
pub enum MessageKind {}
impl Kind for MessageKind {
    const PREFIX: &'static str = "msg";
}
pub type MessageId = Id<MessageKind>;

/// Longest that all variables of a message may be together, in bytes.
pub(crate) const MOST_ARGS: usize = 4_000;

/// A message as its reader has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    /// Key of a text in the locales of the room that sent it.
    pub key: String,
    /// Variables of the text; `None` when the person's data were erased.
    pub args: Option<Vec<(String, String)>>,
    /// An address on this site; empty when it leads nowhere.
    pub link: String,
    pub sent_at: Timestamp,
    pub read_at: Option<Timestamp>,
}

impl Message {
    /// The words in the reader's language. Whole numbers among the variables choose plural forms; a
    /// variable `x.en` is the English of the variable `x`.
    #[must_use]
    pub fn words(&self, texts: &Texts, locale: Locale) -> String {
        let Some(args) = &self.args else { return texts.get(locale, "notices-erased").into_owned() };
        let english = |name: &str| {
            let wanted = [name, ".en"].concat();
            args.iter().find(|(other, _)| locale == Locale::En && *other == wanted).map(|(_, value)| value)
        };
        let read: Vec<(&str, &String, Option<i64>)> = args
            .iter()
            .filter(|(name, _)| !name.ends_with(".en"))
            .map(|(name, value)| (name.as_str(), english(name).unwrap_or(value)))
            .map(|(name, value)| (name, value, value.parse::<i64>().ok().filter(|number| number.to_string() == *value)))
            .collect();
        let values: Vec<(&str, &dyn web::texts::Arg)> = read
            .iter()
            .map(|(name, value, number)| -> (&str, &dyn web::texts::Arg) {
                match number {
                    Some(number) => (name, number),
                    None => (name, value),
                }
            })
            .collect();
        texts.with(locale, &self.key, &values)
    }
}
