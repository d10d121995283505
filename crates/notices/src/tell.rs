//! Telling a person something: a message in the inbox, and a mail that says only that there is
//! news, for those who want one.

use kernel::id::PersonId;
use store::{Error, NewJob, Tx};

use crate::{
    jobs,
    message::{MOST_ARGS, MessageId},
    records,
};

/// Puts a message into a person's inbox, in the caller's transaction. `key` is a text in the
/// locales of the calling room, `args` its variables (they may hold personal data: they are sealed
/// under the person's key), `link` an address on this site or empty. A text of data in both
/// languages is given by the variables `x` and `x.en`.
///
/// # Errors
/// Of the store.
pub fn tell(tx: &Tx<'_>, to: &PersonId, key: &str, args: &[(&str, String)], link: &str) -> Result<(), Error> {
    let id: MessageId = tx.id();
    let sealed = if args.is_empty() {
        None
    } else {
        let mut plain = serde_json::to_vec(args)?;
        if plain.len() > MOST_ARGS {
            plain = serde_json::to_vec(&shortened(args))?;
        }
        Some(tx.seal(to, records::ARGS, &plain)?)
    };
    let now = tx.now();
    let link = web::path::stay_here(link);
    let link = if link == "/" { "" } else { link };
    tx.execute(&records::INSERT, &[(&id).into(), to.into(), key.into(), sealed.into(), link.into(), now.into()])?;
    if records::mailbox_of(tx, to)?.is_some_and(|mailbox| mailbox.wanted) {
        // While one mail waits, more news make no second one.
        let once = ["notices-mail-", to.as_str()].concat();
        let payload = serde_json::json!({ "person": to });
        tx.job(&NewJob { kind: jobs::MAIL, payload, due: None, once: Some(&once) })?;
    }
    Ok(())
}

/// A message is a pointer, not a paper: what is too long for it ends early.
fn shortened<'a>(args: &[(&'a str, String)]) -> Vec<(&'a str, String)> {
    let each = MOST_ARGS / (args.len() * 8).max(1);
    args.iter().map(|(name, value)| (*name, value.chars().take(each).collect())).collect()
}
