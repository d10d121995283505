//! Mail going out. The mail says that there is news in the account, and nothing else: no name, no
//! matter, no number. Only jobs come here.

use std::{
    fmt,
    sync::{Arc, LazyLock},
    time::Duration,
};

use kernel::Locale;
use lettre::{Message, SmtpTransport, Transport, message::header::ContentType};
use web::Texts;

/// How mail is sent, from the configuration.
#[derive(Clone, PartialEq, Eq)]
pub struct Smtp {
    /// `smtps://user:password@host`, or `smtp://host:25`. Never logged.
    pub url: String,
    /// The sender's address, with or without a name.
    pub from: String,
    /// Where people find their account: `https://www.example.gov.cn`.
    pub site: String,
}

/// A mail about to go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
}

type Send = dyn Fn(&Letter) -> Result<(), String> + std::marker::Send + Sync;

/// What carries letters away: a server, or in tests a box that keeps them.
#[derive(Clone)]
pub struct Mailer {
    site: String,
    send: Arc<Send>,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mailer({})", self.site)
    }
}

impl Mailer {
    /// By a mail server.
    #[must_use]
    pub fn smtp(smtp: Smtp) -> Self {
        Self { site: smtp.site.clone(), send: Arc::new(move |letter| hand_over(&smtp, letter)) }
    }

    /// By `send`; the site's address stands in the letters.
    #[must_use]
    pub fn by(site: &str, send: impl Fn(&Letter) -> Result<(), String> + std::marker::Send + Sync + 'static) -> Self {
        Self { site: site.to_owned(), send: Arc::new(send) }
    }

    /// Tells an address that there is news in the account.
    ///
    /// # Errors
    /// Why it did not go out; the job tries again.
    pub(crate) fn news(&self, to: String) -> Result<(), String> {
        (self.send)(&news(&self.site, to)?)
    }
}

/// The room's own texts: a mail has no reader's language, so it is written in both.
static TEXTS: LazyLock<Option<Texts>> = LazyLock::new(|| {
    let sources: Vec<_> = crate::TEXTS.iter().map(|(locale, ftl)| ("notices", *locale, *ftl)).collect();
    Texts::join(&sources).ok()
});

/// The letter, without personal data but the address it goes to.
fn news(site: &str, to: String) -> Result<Letter, String> {
    let texts = TEXTS.as_ref().ok_or("the texts of mails are broken")?;
    let inbox = [site.trim_end_matches('/'), crate::routes::MESSAGES].concat();
    let each = |key: &str| Locale::ALL.map(|locale| texts.with(locale, key, &[("link", &inbox)]));
    Ok(Letter { to, subject: each("notices-mail-subject").join(" / "), text: each("notices-mail-body").join("\n\n") })
}

fn hand_over(smtp: &Smtp, letter: &Letter) -> Result<(), String> {
    let mail = Message::builder()
        .from(smtp.from.parse().map_err(|_| "the sender's address in the configuration is not one")?)
        .to(letter.to.parse().map_err(|_| "the receiver's address is not one")?)
        .subject(&letter.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone())
        .map_err(|error| error.to_string())?;
    let server = SmtpTransport::from_url(&smtp.url).map_err(|_| "the SMTP address in the configuration is not one")?;
    let server = server.timeout(Some(Duration::from_secs(20))).build();
    server.send(&mail).map(drop).map_err(|error| error.to_string())
}
