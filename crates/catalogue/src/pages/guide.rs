//! The guide of an item 办事指南: everything that its source has, in the order in which people ask:
//! what is it, may I, what do I need, how long, how does it go, where, what does it cost, why.

use askama::Template;
use directory::{Body, bodies, divisions};
use kernel::{DivisionCode, Problem, Text};
use store::{Error, Read};
use web::{Answer, Cx, Html, Path, Shell, State};

use super::{Link, Say, level_word};
use crate::{
    ItemId, listing,
    listing::Listing,
    look,
    material::Material,
    needs::{Needs, Usual},
    published::{Published, Theme},
    routes,
    shape::Step,
    sheet::limit,
    words::{Mode, Necessity, Shape},
};

/// What the store knows for a guide.
pub(crate) struct Sight {
    pub found: Published,
    pub body: Option<Body>,
    pub division: Option<Text>,
    pub listing: Option<Listing>,
    pub themes: Vec<Theme>,
    /// Steps, and the bodies found for them.
    pub steps: Vec<(Step, Option<Text>)>,
    /// The place for which the bodies were found.
    pub seen_from: DivisionCode,
    pub usual: Option<Usual>,
    pub rates: Html,
}

/// A fact in large type.
pub(crate) struct Fact {
    pub label: String,
    pub value: String,
    pub note: String,
}

/// A material as the guide shows it.
pub(crate) struct Needed {
    pub name: Say,
    /// Kind, copies, necessity.
    pub facts: String,
    pub notes: Vec<(String, Say)>,
    /// `done`: the state holds it.
    pub held: Option<String>,
}

/// A body in the drawing of the process.
pub(crate) struct Lane {
    /// Its level, where the body itself is not known.
    pub level: String,
    pub body: Say,
    pub stages: String,
    /// Why no single body is named; empty where one is.
    pub open: String,
}

/// What can be done now.
pub(crate) struct Act {
    pub label: String,
    pub href: String,
    pub words: String,
}

#[derive(Template)]
#[template(path = "catalogue_guide.html")]
pub(crate) struct GuidePage {
    pub shell: Shell,
    pub name: Say,
    pub demo: bool,
    pub kind: String,
    pub body: Link,
    pub level: String,
    pub place: Say,
    pub summary: Option<Say>,
    pub act: Option<Act>,
    /// Whether a case is opened here.
    pub case: bool,
    pub facts: Vec<Fact>,
    pub audience: Vec<String>,
    pub conditions: Vec<Say>,
    pub conditions_cut: bool,
    pub materials: Vec<Needed>,
    pub none_needed: bool,
    pub held: String,
    /// Key and condition of what only some need.
    pub asked: Vec<(String, Say)>,
    pub notice: String,
    pub flow: Vec<Say>,
    pub lanes: Vec<Vec<Lane>>,
    pub shape: String,
    pub specials: Vec<String>,
    pub places: Vec<crate::item::Place>,
    pub places_lang: Option<&'static str>,
    pub ways: Vec<String>,
    pub platform: Option<Say>,
    pub booking: bool,
    pub go: String,
    pub fees: Option<Vec<crate::item::Fee>>,
    pub bases: Vec<crate::item::Basis>,
    pub data_lang: Option<&'static str>,
    pub result: Option<Say>,
    pub faq: Vec<(Say, Say)>,
    pub advice: Option<Say>,
    pub complaint: Option<Say>,
    pub rates: Html,
    pub themes: Vec<Link>,
    pub provenance: Vec<(String, Say)>,
    pub absent: String,
}

/// `GET /items/{id}`.
pub async fn guide(cx: Cx, State(needs): State<Needs>, Path(id): Path<ItemId>) -> Answer {
    let (place, inner) = (super::place(&cx, &needs), cx.clone());
    let sight = cx.read(move |read| see(read, &inner, &needs, &id, &place)).await?.ok_or_else(Problem::not_found)?;
    let shell = cx.shell(sight.found.item.name.get(cx.locale));
    cx.page(&page(shell, sight))
}

fn see(read: &Read<'_>, cx: &Cx, needs: &Needs, id: &ItemId, place: &DivisionCode) -> Result<Option<Sight>, Error> {
    let Some(found) = look::item(read, id, None)? else { return Ok(None) };
    let item = &found.item;
    // Who does it is seen from the reader's place where the item serves it.
    let place = if item.division.contains(place) { *place } else { item.division };
    let mut steps = Vec::new();
    for step in look::steps_for(read, item, &found.body, &place)? {
        let body = match &step.body {
            Some(body) => bodies::by_id(read, body)?.map(|body| body.name),
            None => None,
        };
        steps.push((step, body));
    }
    let listing = match item.note.as_deref().and_then(|note| note.strip_prefix("list:")) {
        Some(list) => listing::by_name(read, list)?,
        None => None,
    };
    let rates = cx.slot(read, "item.rates", &[id.as_str()])?.into_iter().next().unwrap_or_default();
    Ok(Some(Sight {
        body: bodies::by_id(read, &found.body)?,
        division: divisions::get(read, &item.division)?.map(|division| division.name),
        listing,
        themes: look::themes_of(read, id)?,
        steps,
        seen_from: place,
        usual: (needs.usual_days)(read, id)?,
        rates,
        found,
    }))
}

/// The page from what is known.
pub(crate) fn page(shell: Shell, sight: Sight) -> GuidePage {
    let locale = shell.locale;
    let Sight { found, body, division, listing, themes, steps, seen_from, usual, rates } = sight;
    let item = &found.item;
    let say = |text: &Text| Say::of(text, locale);
    let body_link = Link {
        name: body.as_ref().map_or_else(|| Say::zh(&item.body, locale), |body| say(&body.name)),
        href: routes::body(&found.body),
        words: Say::default(),
    };
    let home = shell.t("web-home").into_owned();
    let shell = shell.crumb(home, "/").crumb(body_link.name.text.clone(), body_link.href.clone());
    let word = |key: &str| shell.t(key).into_owned();
    let held = item.materials.iter().filter(|material| material.held_by_the_state()).count();
    let asked = item.materials.iter().filter(|material| material.necessity == Some(Necessity::Conditional));
    let asked = asked.filter_map(|material| Some((material.key.clone(), say(material.condition.as_ref()?)))).collect();
    GuidePage {
        name: say(&item.name),
        demo: item.is_demo(),
        kind: word(&["catalogue-type-", item.kind.as_str()].concat()),
        level: level_word(&shell, item.level),
        place: division.as_ref().map_or_else(|| Say::own(item.division.to_string()), &say),
        summary: item.summary.as_ref().map(&say),
        act: act(&shell, &found),
        case: item.opens_cases(),
        facts: facts(&shell, &found, usual),
        audience: item
            .audience
            .iter()
            .map(|audience| word(&["catalogue-audience-", &audience.as_str().replace('_', "-")].concat()))
            .collect(),
        conditions: item.conditions.as_ref().map(|text| Say::paragraphs(text, locale)).unwrap_or_default(),
        conditions_cut: item.conditions.as_ref().is_some_and(|text| text.zh.trim_end().ends_with(['\u{ff1a}', ':'])),
        materials: item.materials.iter().map(|material| needed(&shell, material)).collect(),
        none_needed: item.materials.is_empty() && item.mode == Mode::Case,
        held: if held == 0 {
            String::new()
        } else {
            shell.t2("catalogue-held", "held", held, "all", item.materials.len())
        },
        asked,
        notice: web::path::fill(routes::NOTICE, &[&found.id]),
        flow: item.flow.iter().map(&say).collect(),
        lanes: lanes(&shell, &steps, &body_link.name, &seen_from),
        shape: word(&["catalogue-shape-", &Shape::of(item).as_str().replace('_', "-")].concat()),
        specials: item.specials.iter().map(|special| special_words(&shell, special)).collect(),
        places: item.places.clone(),
        places_lang: super::list_lang(locale),
        ways: ways(&shell, item),
        platform: item.platform.as_deref().map(|name| Say::zh(name, locale)),
        booking: item.booking.is_some(),
        go: web::path::fill(routes::GO, &[&found.id]),
        fees: item.fees.clone(),
        bases: item.bases.clone(),
        data_lang: super::list_lang(locale),
        result: item.result.as_ref().map(|result| say(&result.name)),
        faq: item.faq.iter().map(|one| (say(&one.q), say(&one.a))).collect(),
        advice: item.advice.as_ref().map(&say),
        complaint: item.complaint.as_ref().map(&say),
        rates,
        themes: themes
            .iter()
            .map(|theme| Link { name: say(&theme.name), href: routes::theme(&theme.key), words: Say::default() })
            .collect(),
        provenance: provenance(&shell, &found, listing.as_ref()),
        absent: absent(&shell, listing.as_ref()),
        body: body_link,
        shell,
    }
}

fn act(shell: &Shell, found: &Published) -> Option<Act> {
    let item = &found.item;
    if !item.kind.applied_for() {
        return None;
    }
    let mode = item.mode.as_str();
    let href = match item.mode {
        Mode::Case => web::path::fill(routes::APPLY, &[&found.id]),
        Mode::Link | Mode::Booking => web::path::fill(routes::GO, &[&found.id]),
        // Where an answer has its own address, the way there stands beside it.
        Mode::Answer if item.link.is_some() => web::path::fill(routes::GO, &[&found.id]),
        Mode::Answer => String::new(),
    };
    let word = |key: &str| shell.t(&[key, mode].concat()).into_owned();
    Some(Act { label: word("catalogue-act-"), href, words: word("catalogue-act-words-") })
}

fn facts(shell: &Shell, found: &Published, usual: Option<Usual>) -> Vec<Fact> {
    let item = &found.item;
    let fact = |key: &str, value: String| Fact { label: shell.t(key).into_owned(), value, note: String::new() };
    let mut facts = Vec::new();
    if let Some(usual) = usual.filter(|_| item.opens_cases()) {
        let mut one = fact("catalogue-usual", shell.span(usual.days, "working-days"));
        one.note = shell.t1("catalogue-usual-of", "cases", usual.cases);
        facts.push(one);
    }
    if let Some(promise) = item.promised {
        facts.push(fact("catalogue-promised", limit(shell, promise)));
    }
    if let Some(law) = item.statutory {
        facts.push(fact("catalogue-statutory", limit(shell, law)));
    }
    if let Some(visits) = item.visits {
        facts.push(fact("catalogue-visits", shell.t1("catalogue-visits-count", "count", visits)));
    }
    if let Some(fees) = &item.fees {
        let value = if fees.is_empty() { "catalogue-free" } else { "catalogue-fee" };
        facts.push(fact("catalogue-fees", shell.t(value).into_owned()));
    }
    facts
}

fn needed(shell: &Shell, material: &Material) -> Needed {
    let locale = shell.locale;
    let word = |prefix: &str, value: &str| shell.t(&[prefix, &value.replace('_', "-")].concat()).into_owned();
    let mut facts = Vec::new();
    facts.extend(material.necessity.map(|necessity| word("catalogue-necessity-", necessity.as_str())));
    if !material.held_by_the_state() {
        facts.extend(material.kind.map(|kind| word("catalogue-kind-", kind.as_str())));
        facts.extend(material.copies.map(|copies| shell.t1("catalogue-copies", "copies", copies)));
        facts.extend(material.source.map(|source| word("catalogue-from-", source.as_str())));
    }
    let mut notes = Vec::new();
    let texts = [
        ("catalogue-condition", &material.condition),
        ("catalogue-spec", &material.spec),
        ("catalogue-standard", &material.standard),
    ];
    for (key, text) in texts {
        notes.extend(text.as_ref().map(|text| (shell.t(key).into_owned(), Say::of(text, locale))));
    }
    for (key, text) in [("catalogue-issuer", &material.issuer), ("catalogue-basis", &material.basis)] {
        notes.extend(text.as_ref().map(|text| (shell.t(key).into_owned(), Say::zh(text, locale))));
    }
    Needed {
        name: Say::of(&material.name, locale),
        facts: facts.join(" \u{b7} "),
        notes,
        held: material.held_by_the_state().then(|| shell.t("catalogue-held-tag").into_owned()),
    }
}

fn lanes(shell: &Shell, steps: &[(Step, Option<Text>)], own: &Say, place: &DivisionCode) -> Vec<Vec<Lane>> {
    let mut groups: Vec<(u16, Vec<Lane>)> = Vec::new();
    for (step, body) in steps {
        let known = body.is_some() || step.line.is_empty();
        // Below the place from which one looks, the body depends on where the applicant is.
        let why = if step.level > place.level() { "catalogue-open-place" } else { "catalogue-open" };
        let stages: Vec<String> = step
            .stages
            .iter()
            .map(|stage| shell.t(&["catalogue-stage-", stage.as_str()].concat()).into_owned())
            .collect();
        let lane = Lane {
            level: if known { String::new() } else { level_word(shell, step.level) },
            body: match body {
                Some(name) => Say::of(name, shell.locale),
                None if known => own.clone(),
                None => Say::zh(&step.line, shell.locale),
            },
            stages: stages.join(shell.t("catalogue-between").as_ref()),
            open: if known { String::new() } else { shell.t(why).into_owned() },
        };
        match groups.last_mut() {
            Some((group, lanes)) if *group == step.group => lanes.push(lane),
            _ => groups.push((step.group, vec![lane])),
        }
    }
    groups.into_iter().map(|(_, lanes)| lanes).collect()
}

fn special_words(shell: &Shell, special: &crate::item::Special) -> String {
    let mut words = shell.t(&["catalogue-special-", &special.name.as_str().replace('_', "-")].concat()).into_owned();
    if let Some(time) = special.limit {
        words = [words, limit(shell, time)].join(" \u{b7} ");
    }
    if let Some(basis) = &special.basis {
        words = [words.as_str(), basis].join(" \u{b7} ");
    }
    words
}

fn ways(shell: &Shell, item: &crate::item::Item) -> Vec<String> {
    let word = |key: &str| shell.t(key).into_owned();
    let mut ways = Vec::new();
    ways.extend(item.depth.map(|depth| word(&["catalogue-depth-", depth.as_str()].concat())));
    ways.extend(item.scope.map(|scope| word(&["catalogue-scope-", scope.as_str()].concat())));
    for (there, key) in [
        (item.appointment, "catalogue-way-appointment"),
        (item.courier, "catalogue-way-courier"),
        (item.kiosk, "catalogue-way-kiosk"),
    ] {
        ways.extend((there == Some(true)).then(|| word(key)));
    }
    ways
}

fn provenance(shell: &Shell, found: &Published, listing: Option<&Listing>) -> Vec<(String, Say)> {
    let item = &found.item;
    let locale = shell.locale;
    let mut rows = Vec::new();
    let mut row = |key: &str, say: Say| rows.push((shell.t(key).into_owned(), say));
    row("catalogue-code", Say::own(&item.code));
    if let Some(basic) = &item.basic_code {
        row("catalogue-basic-code", Say::own(basic));
    }
    if let Some(handling) = &item.handling_code {
        row("catalogue-handling-code", Say::own(handling));
    }
    if let Some(power) = item.power_source {
        row("catalogue-power", Say::own(shell.t(&["catalogue-power-", &power.as_str().replace('_', "-")].concat())));
    }
    if let Some(kind) = item.case_type {
        row("catalogue-case-type", Say::own(shell.t(&["catalogue-case-type-", kind.as_str()].concat())));
    }
    if let Some(quantity) = &item.quantity {
        row("catalogue-quantity", Say::of(quantity, locale));
    }
    if let Some(date) = &item.effective {
        row("catalogue-effective", Say::own(shell.date(date)));
    }
    if let Some(date) = &item.expires {
        row("catalogue-expires", Say::own(shell.date(date)));
    }
    row(
        "catalogue-version",
        Say::own(shell.t2("catalogue-version-of", "version", found.version, "date", shell.date(found.at.date()))),
    );
    if let Some(source) = listing.and_then(|listing| listing.source.as_ref()) {
        row("catalogue-source", Say::of(source, locale));
    }
    rows
}

/// What the list does not say, in one sentence.
fn absent(shell: &Shell, listing: Option<&Listing>) -> String {
    let Some(listing) = listing else { return String::new() };
    let known: Vec<String> = listing
        .absent
        .iter()
        .map(|key| ["catalogue-absent-", &key.replace('_', "-")].concat())
        .filter(|key| shell.texts().has(shell.locale, key))
        .map(|key| shell.t(&key).into_owned())
        .collect();
    if known.is_empty() {
        String::new()
    } else {
        shell.t1("catalogue-absent", "what", known.join(shell.t("catalogue-between").as_ref()))
    }
}
