//! The desk for what can't get done: opened at the counter or by the person, answered by its body,
//! watched by the supervisor, followed by number and secret.

use askama::Template;
use kernel::{Calendar, Date, Problem, Text};
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Check, Choice, Cx, Fail, Form, Path, Query, Shell, State, Typed};

use super::{
    counter::{at, number},
    hall_of, halls_for, item_name, place,
};
use crate::{
    Room,
    act::By,
    appointment::grouped,
    hall::{Hall, HallId},
    permits::{MaySee, MayServe},
    records, routes, stick,
    stick::{NewStuck, Words},
    stuck::{self, Light, Stuck, StuckId},
};

/// What somebody says at the counter or online.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawStuck {
    #[schemars(length(min = 1, max = 2000), regex(pattern = web::check::LINES))]
    pub words: String,
    #[serde(default)]
    #[schemars(length(max = 100), regex(pattern = web::check::ANY_TEXT))]
    pub contact: Option<String>,
    /// Id of the hall, where it is told online.
    #[serde(default)]
    pub hall: Option<String>,
}

/// The same, checked.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub words: String,
    pub contact: Option<String>,
    pub hall: Option<HallId>,
}

impl TryFrom<RawStuck> for Told {
    type Error = Problem;

    fn try_from(raw: RawStuck) -> Result<Self, Problem> {
        let mut check = Check::new();
        let words = check.lines("words", &raw.words, 1..=2000);
        let contact = check.text("contact", raw.contact.as_deref().unwrap_or_default(), 0..=100);
        let hall = raw.hall.and_then(|hall| check.parsed::<HallId>("hall", &hall, "problem-field-choice"));
        check.done()?;
        Ok(Self { words, contact: Some(contact).filter(|text| !text.is_empty()), hall })
    }
}

/// The answer to a matter.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAnswer {
    /// `solved`, `begun`, `elsewhere`, `impossible` or `withdrawn`.
    #[schemars(extend("enum" = ["solved", "begun", "elsewhere", "impossible", "withdrawn"]))]
    pub outcome: String,
    /// What the person is told.
    #[schemars(length(min = 1, max = 2000), regex(pattern = web::check::LINES))]
    pub words: String,
}

/// The same, checked.
#[derive(Debug, Clone)]
pub(crate) struct Answered(pub stuck::Answer, pub String);

impl TryFrom<RawAnswer> for Answered {
    type Error = Problem;

    fn try_from(raw: RawAnswer) -> Result<Self, Problem> {
        let mut check = Check::new();
        let outcome = check.choice("outcome", &raw.outcome, stuck::Answer::parse);
        let words = check.lines("words", &raw.words, 1..=2000);
        check.done()?;
        Ok(Self(outcome.unwrap_or(stuck::Answer::Solved), words))
    }
}

/// The tag and the word of a matter's clock.
pub(crate) fn light(shell: &Shell, made: &Stuck, calendar: &Calendar, today: Date) -> (&'static str, String) {
    let (kind, key) = match made.light(calendar, today) {
        Light::Answered => ("done", made.outcome.map_or("hall-stuck-answered", stuck::Answer::label)),
        Light::Running => ("running", "hall-stuck-running"),
        Light::Soon => ("soon", "hall-stuck-soon"),
        Light::Late => ("late", "hall-stuck-late"),
    };
    (kind, shell.t(key).into_owned())
}

pub(crate) struct Row {
    pub number: String,
    pub href: String,
    pub item: String,
    pub body: String,
    pub hall: String,
    pub due: String,
    pub kind: &'static str,
    pub state: String,
}

/// A matter with the names around it.
pub(crate) struct Whole {
    pub made: Stuck,
    pub hall: Text,
    pub body: Text,
    pub item: Option<Text>,
}

impl Whole {
    pub fn of(read: &Read<'_>, made: Stuck) -> Result<Self, Error> {
        let hall = records::by_id(read, &made.hall)?.map(|hall| hall.name).unwrap_or_default();
        let body = directory::bodies::by_id(read, &made.body)?.map(|body| body.name).unwrap_or_default();
        let item = made.item.as_ref().map(|item| item_name(read, item)).transpose()?.flatten();
        Ok(Self { made, hall, body, item })
    }
}

pub(crate) fn row(shell: &Shell, whole: &Whole, calendar: &Calendar, today: Date, href: String) -> Row {
    let (kind, state) = light(shell, &whole.made, calendar, today);
    Row {
        number: whole.made.number.clone(),
        href,
        item: whole.item.as_ref().map_or_else(String::new, |name| shell.text(name).to_owned()),
        body: shell.text(&whole.body).to_owned(),
        hall: shell.text(&whole.hall).to_owned(),
        due: shell.date(whole.made.due),
        kind,
        state,
    }
}

#[derive(Template)]
#[template(path = "hall_stuck_list.html")]
pub(crate) struct ListPage {
    pub shell: Shell,
    pub open: Vec<Row>,
    pub answered: Vec<Row>,
}

const SHOWN: u32 = 200;

pub(crate) async fn list(cx: Cx, State(room): State<Room>) -> Answer {
    let actor = cx.actor.clone();
    let (open, answered) = cx
        .read(move |read| {
            let of = |state, limit| {
                let all = stick::seen(read, &actor, state, limit)?;
                all.into_iter().map(|made| Whole::of(read, made)).collect::<Result<Vec<_>, Error>>()
            };
            Ok::<_, Error>((of(stuck::OPEN, SHOWN)?, of(stuck::ANSWERED, 50)?))
        })
        .await?;
    let shell = cx.shell(cx.t("hall-stuck")).wide();
    let (calendar, today) = (room.directory.calendar(), cx.now.date());
    let row = |whole: &Whole| row(&shell, whole, &calendar, today, routes::stuck(routes::STUCK, &whole.made.id));
    let (open, answered) = (open.iter().map(row).collect(), answered.iter().map(row).collect());
    cx.page(&ListPage { shell, open, answered })
}

#[derive(Template)]
#[template(path = "hall_stuck.html")]
pub(crate) struct StuckPage {
    pub shell: Shell,
    pub form: Form,
    pub row: Row,
    pub words: Words,
    pub erased: bool,
    /// The secret for the slip; empty where it isn't shown.
    pub secret: String,
    pub passed: u32,
    /// Whether the reader answers.
    pub answers: bool,
    pub answer: String,
    pub pass: String,
    pub outcomes: Vec<Choice>,
    pub bodies: Vec<Choice>,
}

/// A matter as somebody sees it.
pub(crate) struct Seen {
    pub whole: Whole,
    pub words: Words,
    pub answers: bool,
    pub secret: String,
    pub bodies: Vec<(String, Text)>,
}

fn see(tx: &store::Tx<'_>, actor: &kernel::access::Actor, id: &StuckId) -> Result<Seen, Error> {
    let made = records::stuck::by_id(tx, id)?.ok_or_else(Problem::not_found)?;
    let permit = MaySee::of(tx, actor, &made)?;
    if made.known {
        identity::look(tx, actor, &made.holder, "hall", "hall-look-stuck", None)?;
    }
    let words = stick::words(tx, &made)?;
    let answers = permit.answers && made.is_open();
    let secret = if permit.answers { grouped(&stick::secret(tx, &made.number)) } else { String::new() };
    // Bodies of the same division, and the one that answers for the item.
    let mut bodies = Vec::new();
    if answers {
        let there = directory::bodies::in_division(tx, &made.division, "", 100)?;
        bodies
            .extend(there.into_iter().filter(|body| body.id != made.body).map(|body| (body.id.to_string(), body.name)));
    }
    Ok(Seen { whole: Whole::of(tx, made)?, words, answers, secret, bodies })
}

async fn show(cx: &Cx, room: &Room, id: StuckId, form: Form) -> Answer {
    let actor = cx.actor.clone();
    // A look at personal data is written before the page is answered.
    let seen = cx.write(move |tx| see(tx, &actor, &id)).await?;
    let shell = cx.shell(cx.t("hall-stuck-one")).crumb(cx.t("hall-stuck"), routes::DESK_STUCK);
    cx.form_page(&form, &page(shell, form.clone(), seen, &room.directory.calendar(), cx.now.date()))
}

pub(crate) fn page(shell: Shell, form: Form, seen: Seen, calendar: &Calendar, today: Date) -> StuckPage {
    let id = &seen.whole.made.id;
    let outcomes = stuck::Answer::ALL.iter().map(|one| Choice::new(one.as_str(), shell.t(one.label())));
    StuckPage {
        row: row(&shell, &seen.whole, calendar, today, String::new()),
        erased: seen.words.words.is_none(),
        secret: seen.secret,
        passed: seen.whole.made.passed,
        answers: seen.answers,
        answer: routes::stuck(routes::ANSWER, id),
        pass: routes::stuck(routes::PASS, id),
        outcomes: outcomes.collect(),
        bodies: seen.bodies.iter().map(|(id, name)| Choice::new(id, shell.text(name))).collect(),
        words: seen.words,
        form,
        shell,
    }
}

pub(crate) async fn one(cx: Cx, State(room): State<Room>, Path(id): Path<StuckId>) -> Answer {
    let form = cx.form();
    show(&cx, &room, id, form).await
}

async fn shown_again(cx: &Cx, room: &Room, id: StuckId, typed: &Typed, done: Result<(), Fail>) -> Answer {
    match done {
        Ok(()) => Ok(cx.see_other(&routes::stuck(routes::STUCK, &id))),
        Err(fail) => {
            let form = cx.form_again(typed, fail)?;
            show(cx, room, id, form).await
        }
    }
}

pub(crate) async fn answered(cx: &Cx, id: StuckId, Answered(outcome, words): Answered) -> Result<Stuck, Fail> {
    let actor = cx.actor.clone();
    cx.write(move |tx| {
        let made = records::stuck::by_id(tx, &id)?.ok_or_else(Problem::not_found)?;
        let permit = MaySee::of(tx, &actor, &made)?;
        stick::answer(tx, &permit, &id, outcome, &words)
    })
    .await
}

pub(crate) async fn answer(cx: Cx, State(room): State<Room>, Path(id): Path<StuckId>, typed: Typed) -> Answer {
    let done = match typed.command::<RawAnswer, Answered>() {
        Ok(answer) => answered(&cx, id.clone(), answer).await.map(drop),
        Err(problem) => Err(problem.into()),
    };
    shown_again(&cx, &room, id, &typed, done).await
}

pub(crate) async fn pass(cx: Cx, State(room): State<Room>, Path(id): Path<StuckId>, typed: Typed) -> Answer {
    let mut check = Check::new();
    let body = check.parsed::<kernel::id::BodyId>("body", typed.get("body"), "problem-field-choice");
    let (actor, matter) = (cx.actor.clone(), id.clone());
    let done = match (body, check.done()) {
        (Some(body), Ok(())) => {
            let passed = cx.write(move |tx| {
                let made = records::stuck::by_id(tx, &matter)?.ok_or_else(Problem::not_found)?;
                let permit = MaySee::of(tx, &actor, &made)?;
                stick::pass(tx, &permit, &matter, &body)
            });
            match passed.await {
                // Whoever passed it on may not see it any more.
                Ok(_) => return Ok(cx.see_other(routes::DESK_STUCK)),
                Err(fail) => Err(fail),
            }
        }
        (_, problem) => Err(problem.err().unwrap_or_else(Problem::invalid).into()),
    };
    shown_again(&cx, &room, id, &typed, done).await
}

#[derive(Template)]
#[template(path = "hall_stuck_form.html")]
pub(crate) struct FormPage {
    pub shell: Shell,
    pub form: Form,
    pub here: String,
    /// Halls to choose from, where it is told online.
    pub halls: Vec<Choice>,
    pub days: u16,
}

pub(crate) fn form_page(shell: Shell, form: Form, here: &str, halls: &[Hall], choose: bool) -> FormPage {
    let days = halls.first().map_or(5, |hall| hall.settings.rules.stuck_days);
    let halls = if choose { halls } else { &[] };
    let halls = halls.iter().map(|hall| Choice::new(hall.id.as_str(), shell.text(&hall.name))).collect();
    FormPage { form, here: here.to_owned(), halls, days, shell }
}

async fn show_form(cx: &Cx, id: &HallId, form: Form) -> Answer {
    let (actor, id) = (cx.actor.clone(), id.clone());
    let hall = cx
        .read(move |read| {
            let hall = hall_of(read, &id)?;
            MayServe::of(&actor, &hall)?;
            Ok::<_, Error>(hall)
        })
        .await?;
    let here = routes::of_hall(routes::COUNTER_STUCK, &hall.id);
    let up = routes::of_hall(routes::COUNTER, &hall.id);
    let shell = cx.shell(cx.t("hall-stuck-new")).crumb(cx.t("hall-counter"), up);
    cx.form_page(&form, &form_page(shell, form.clone(), &here, &[hall], false))
}

pub(crate) async fn counter_form(cx: Cx, Path(id): Path<HallId>) -> Answer {
    let form = cx.form();
    show_form(&cx, &id, form).await
}

pub(crate) async fn open_at_counter(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>, typed: Typed) -> Answer {
    match opened_at_counter(&cx, &room, &id, &typed).await {
        Ok(made) => Ok(cx.see_other(&routes::stuck(routes::STUCK, &made.id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show_form(&cx, &id, form).await
        }
    }
}

async fn opened_at_counter(cx: &Cx, room: &Room, id: &HallId, typed: &Typed) -> Result<Stuck, Fail> {
    let (actor, known) = (cx.actor.clone(), id.clone());
    cx.read(move |read| MayServe::of(&actor, &hall_of(read, &known)?).map_err(Error::from)).await?;
    let told = typed.command::<RawStuck, Told>()?;
    let (number, calendar) = (number(cx, room, id).await?, room.directory.calendar());
    let once = typed.once().map(str::to_owned);
    at(cx, id, move |tx, permit, id| {
        let hall = hall_of(tx, id)?;
        once_opened(tx, &permit.by(), &hall, &new(&hall, &told, &number), once.as_deref(), &calendar)
    })
    .await
}

fn new(hall: &Hall, told: &Told, number: &str) -> NewStuck {
    NewStuck {
        number: number.to_owned(),
        body: hall.body.clone(),
        item: None,
        ticket: None,
        person: None,
        words: told.words.clone(),
        contact: told.contact.clone(),
    }
}

fn once_opened(
    tx: &store::Tx<'_>,
    by: &By,
    hall: &Hall,
    new: &NewStuck,
    once: Option<&str>,
    calendar: &Calendar,
) -> Result<Stuck, Error> {
    let Some(once) = once else { return stick::open(tx, by, hall, new, calendar) };
    let who = by.actor.journal_name();
    let request = seals::digest(["hall-stuck ", hall.id.as_str(), " ", &new.words].concat().as_bytes());
    match tx.answered(&who, once, &request)? {
        store::Answered::New => {}
        store::Answered::Before(id) => {
            let id: StuckId = id.parse().map_err(|_| Problem::not_found())?;
            return Ok(records::stuck::by_id(tx, &id)?.ok_or_else(Problem::not_found)?);
        }
        store::Answered::OtherRequest => return Err(Problem::stale().into()),
    }
    let made = stick::open(tx, by, hall, new, calendar)?;
    tx.answer(&who, once, &request, made.id.as_str())?;
    Ok(made)
}

/// A person's matters.
pub(crate) async fn mine(cx: Cx, State(room): State<Room>) -> Answer {
    let person = cx.actor.as_person().cloned().ok_or_else(Problem::forbidden)?;
    let (found, answers) = cx
        .read(move |read| {
            let all = records::stuck::of_holder(read, &person, 50)?;
            let mut answers = Vec::new();
            for made in &all {
                answers.push(stick::words(read, made)?.answer.unwrap_or_default());
            }
            let all = all.into_iter().map(|made| Whole::of(read, made)).collect::<Result<Vec<_>, Error>>()?;
            Ok::<_, Error>((all, answers))
        })
        .await?;
    let shell = cx.shell(cx.t("hall-stuck-mine")).crumb(cx.t("hall-mine"), routes::MINE);
    let (calendar, today) = (room.directory.calendar(), cx.now.date());
    let rows = found.iter().map(|whole| row(&shell, whole, &calendar, today, String::new()));
    let rows = rows.zip(answers).collect();
    cx.page(&MinePage { shell, rows, new: routes::NEW_STUCK })
}

#[derive(Template)]
#[template(path = "hall_stuck_mine.html")]
pub(crate) struct MinePage {
    pub shell: Shell,
    /// With the answer in words.
    pub rows: Vec<(Row, String)>,
    pub new: &'static str,
}

async fn show_own(cx: &Cx, room: &Room, form: Form) -> Answer {
    let place = place(cx, room.home);
    let halls = cx.read(move |read| halls_for(read, &place)).await?;
    let shell = cx.shell(cx.t("hall-stuck-new")).crumb(cx.t("hall-stuck-mine"), routes::MY_STUCK);
    cx.form_page(&form, &form_page(shell, form.clone(), routes::NEW_STUCK, &halls, true))
}

pub(crate) async fn own_form(cx: Cx, State(room): State<Room>) -> Answer {
    let form = cx.form();
    show_own(&cx, &room, form).await
}

pub(crate) async fn open_own(cx: Cx, State(room): State<Room>, typed: Typed) -> Answer {
    match opened_own(&cx, &room, &typed).await {
        Ok(_) => Ok(cx.see_other(routes::MY_STUCK)),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show_own(&cx, &room, form).await
        }
    }
}

async fn opened_own(cx: &Cx, room: &Room, typed: &Typed) -> Result<Stuck, Fail> {
    let told = typed.command::<RawStuck, Told>()?;
    let missing = || Problem::invalid().field("hall", "problem-field-choose");
    let id = told.hall.clone().ok_or_else(missing)?;
    let number = match number(cx, room, &id).await {
        Ok(number) => number,
        Err(_) => return Err(Problem::invalid().field("hall", "problem-field-choice").into()),
    };
    let (person, by) = (cx.actor.as_person().cloned(), By::new(&cx.actor, "own"));
    let (calendar, once) = (room.directory.calendar(), typed.once().map(str::to_owned));
    cx.write(move |tx| {
        let hall = hall_of(tx, &id)?;
        let new = NewStuck { person: person.clone(), ..new(&hall, &told, &number) };
        once_opened(tx, &by, &hall, &new, once.as_deref(), &calendar)
    })
    .await
}

#[derive(Template)]
#[template(path = "hall_follow.html")]
pub(crate) struct FollowPage {
    pub shell: Shell,
    pub form: Form,
    pub here: &'static str,
    /// The matter found, with the answer in words.
    pub found: Option<(Row, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    number: String,
}

pub(crate) async fn follow_form(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let form = cx.form().with("number", asked.number.chars().take(60).collect::<String>());
    let shell = cx.shell(cx.t("hall-follow")).crumb(cx.t("hall-nav"), routes::HALLS);
    cx.page(&FollowPage { shell, form, here: routes::FOLLOW, found: None })
}

pub(crate) async fn follow(cx: Cx, State(room): State<Room>, typed: Typed) -> Answer {
    let get = |name: &str| typed.get(name).trim().chars().take(60).collect::<String>();
    let (number, secret) = (get("number"), get("secret"));
    let found = cx
        .read(move |read| {
            let wrong = || Problem::invalid().field("number", "problem-hall-no-such-stuck");
            let made = stick::follow(read, &number, &secret)?.ok_or_else(wrong)?;
            let answer = stick::words(read, &made)?.answer.unwrap_or_default();
            Ok::<_, Error>((Whole::of(read, made)?, answer))
        })
        .await;
    let shell = cx.shell(cx.t("hall-follow")).crumb(cx.t("hall-nav"), routes::HALLS);
    match found {
        Ok((whole, answer)) => {
            let row = row(&shell, &whole, &room.directory.calendar(), cx.now.date(), String::new());
            cx.page(&FollowPage { shell, form: Form::default(), here: routes::FOLLOW, found: Some((row, answer)) })
        }
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            cx.form_page(&form, &FollowPage { shell, form: form.clone(), here: routes::FOLLOW, found: None })
        }
    }
}
