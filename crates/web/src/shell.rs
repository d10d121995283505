//! The frame of every page: its title, who reads it, the navigation, the looks chosen, the banner
//! and the footer that a government site must show. Page structs carry it as `shell`.

use std::{
    borrow::{Borrow, Cow},
    sync::Arc,
};

use kernel::{Date, Locale, Text, Timestamp, access::Class, access::Who};

use crate::{
    app::{ActorInfo, App, Site},
    assets,
    cx::Cx,
    html::{Html, escape},
    modellers, path,
    prefs::{Prefs, Theme},
    texts::{Arg, Texts},
};

/// The frame of a page, with the texts in the reader's language.
#[derive(Clone)]
pub struct Shell {
    texts: Texts,
    pub locale: Locale,
    pub title: String,
    pub prefs: Prefs,
    pub site: Arc<Site>,
    /// `None` when nobody is signed in.
    pub user: Option<Arc<ActorInfo>>,
    pub is_staff: bool,
    pub nav: Vec<NavItem>,
    /// From the home page down to the one above this: label and address.
    pub crumbs: Vec<(String, String)>,
    pub path: String,
    pub query: String,
    pub request_id: String,
    /// The division that the reader chose, or the site's.
    pub division: String,
    /// Wide pages are for staff who compare and for boards.
    pub wide: bool,
}

/// A link of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    pub label: String,
    pub href: &'static str,
    pub current: bool,
}

impl Shell {
    pub(crate) fn of(cx: &Cx, title: String) -> Self {
        let app: &App = &cx.app;
        let signed_in = !matches!(cx.actor.who, Who::Nobody);
        let is_staff = cx.actor.as_staff().is_some();
        let entries = || {
            app.0
                .nav
                .iter()
                .filter(|entry| entry.class.admits(&cx.actor) && !(is_staff && entry.class == Class::Public))
        };
        // Of entries within each other the narrowest is where the reader is.
        let here =
            entries().map(|entry| entry.href).filter(|href| is_within(&cx.path, href)).max_by_key(|href| href.len());
        let nav = entries()
            .map(|entry| NavItem { label: cx.t(entry.label), href: entry.href, current: here == Some(entry.href) })
            .collect();
        let chosen = cx.prefs.division.as_deref().and_then(|code| (app.0.needs.place_name)(code, cx.locale));
        let division = chosen.unwrap_or_else(|| app.site().division.get(cx.locale).to_owned());
        Self {
            texts: app.texts().clone(),
            locale: cx.locale,
            title,
            prefs: cx.prefs.clone(),
            site: app.0.site.clone(),
            user: signed_in.then(|| cx.info.clone()),
            is_staff,
            nav,
            crumbs: Vec::new(),
            path: cx.path.to_string(),
            query: cx.query.to_string(),
            request_id: cx.request_id.to_string(),
            division,
            wide: false,
        }
    }

    /// For page samples and tests: a frame without a request.
    #[must_use]
    pub fn sample(texts: &Texts, locale: Locale, prefs: Prefs, site: Site) -> Self {
        let division = site.division.get(locale).to_owned();
        Self {
            texts: texts.clone(),
            locale,
            title: texts.get(locale, "web-sample").into_owned(),
            prefs,
            site: Arc::new(site),
            user: None,
            is_staff: false,
            nav: Vec::new(),
            crumbs: Vec::new(),
            path: "/".into(),
            query: String::new(),
            request_id: "sample".into(),
            division,
            wide: false,
        }
    }

    /// With a step of the way from the home page to here.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push((label.into(), href.into()));
        self
    }

    /// Using the whole width: lists of staff, boards.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    #[must_use]
    pub fn t(&self, key: &str) -> Cow<'_, str> {
        self.texts.get(self.locale, key)
    }

    /// A text with one variable.
    #[must_use]
    pub fn t1(&self, key: &str, name: &str, value: impl Arg) -> String {
        self.texts.with(self.locale, key, &[(name, &value)])
    }

    /// A text with two variables.
    #[must_use]
    pub fn t2(&self, key: &str, name: &str, value: impl Arg, other: &str, second: impl Arg) -> String {
        self.texts.with(self.locale, key, &[(name, &value), (other, &second)])
    }

    /// A text with any variables, for Rust code beside the page.
    #[must_use]
    pub fn tn(&self, key: &str, args: &[(&str, &dyn Arg)]) -> String {
        self.texts.with(self.locale, key, args)
    }

    /// A text as it is shown: marked as Chinese where the page is in another language.
    #[must_use]
    pub fn marked(&self, text: &str) -> Html {
        let foreign = self.locale != Locale::Zh && is_chinese(text);
        let text = escape(text);
        Html(if foreign { ["<span lang=\"zh-CN\">", &text, "</span>"].concat() } else { text })
    }

    /// A text of data in the reader's language, Chinese where English is wanting.
    #[must_use]
    pub fn text<'a>(&self, text: &'a Text) -> &'a str {
        text.get(self.locale)
    }

    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    #[must_use]
    pub fn date(&self, date: impl Borrow<Date>) -> String {
        self.texts.date(self.locale, *date.borrow())
    }

    #[must_use]
    pub fn day(&self, date: impl Borrow<Date>) -> String {
        self.texts.day(self.locale, *date.borrow())
    }

    #[must_use]
    pub fn date_weekday(&self, date: impl Borrow<Date>) -> String {
        self.texts.date_weekday(self.locale, *date.borrow())
    }

    #[must_use]
    pub fn moment(&self, at: impl Borrow<Timestamp>) -> String {
        self.texts.moment(self.locale, *at.borrow())
    }

    /// `20 个工作日`, `20 working days`; units as in `Texts::span`.
    #[must_use]
    pub fn span(&self, amount: impl Borrow<u32>, unit: &str) -> String {
        self.texts.span(self.locale, *amount.borrow(), unit)
    }

    #[must_use]
    pub fn number(&self, number: impl Borrow<i64>) -> String {
        self.texts.number(self.locale, *number.borrow())
    }

    #[must_use]
    pub fn size(&self, bytes: impl Borrow<u64>) -> String {
        self.texts.size(self.locale, *bytes.borrow())
    }

    #[must_use]
    pub fn lang(&self) -> &'static str {
        self.locale.tag()
    }

    /// The language that the reader may switch to.
    #[must_use]
    pub fn other_lang(&self) -> &'static str {
        match self.locale {
            Locale::Zh => Locale::En.tag(),
            Locale::En => Locale::Zh.tag(),
        }
    }

    #[must_use]
    pub fn theme(&self) -> &'static str {
        self.prefs.theme.as_str()
    }

    #[must_use]
    pub fn large(&self) -> bool {
        self.prefs.large
    }

    /// The words of a modeller's script, for the form's attribute `data-labels`.
    #[must_use]
    pub fn modeller_labels(&self) -> String {
        modellers::labels(&self.texts, self.locale)
    }

    /// The address of an asset with its digest, kept by browsers for ever.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::href(name)
    }

    /// The address that changes a preference and comes back here: `choose("theme", "dark")`.
    #[must_use]
    pub fn choose(&self, what: &str, value: &str) -> String {
        path::with_query("/preferences", &[(what, value), ("next", &self.here())])
    }

    /// The address that changes between light and dark.
    #[must_use]
    pub fn choose_theme(&self) -> String {
        self.choose("theme", if self.prefs.theme == Theme::Dark { "light" } else { "dark" })
    }

    /// This page's address; the choice of a language in it is dropped.
    #[must_use]
    pub fn here(&self) -> String {
        let kept: Vec<&str> =
            self.query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
        if kept.is_empty() { self.path.clone() } else { [&self.path, "?", &kept.join("&")].concat() }
    }

    /// Where to sign in and come back from.
    #[must_use]
    pub fn sign_in(&self) -> String {
        let next = if self.path == crate::SIGN_IN { String::new() } else { self.here() };
        path::with_query(crate::SIGN_IN, &[("next", &next)])
    }
}

impl Shell {
    /// Where a division is chosen.
    #[must_use]
    pub fn places(&self) -> String {
        path::with_query(crate::PLACES, &[("next", &self.here())])
    }

    /// The reader's own page.
    #[must_use]
    pub fn mine(&self) -> &'static str {
        if self.is_staff { crate::DESK } else { crate::MY }
    }

    #[must_use]
    pub fn sign_out(&self) -> &'static str {
        crate::SIGN_OUT
    }
}

/// Whether `path` is `href` or below it.
fn is_within(path: &str, href: &str) -> bool {
    path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}

/// Whether a text is Chinese: it has Chinese characters and no Latin letters.
fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c)) && !text.chars().any(|c| c.is_ascii_alphabetic())
}
