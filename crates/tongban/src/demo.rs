//! What only a demo has: its sign-ins, printed once, and cases that were lived before anyone came:
//! through the public verbs, with the clock injected, on working days, by the people of the demo.
//! The shares of each fate stand in docs/handbook; they are chosen, not found.

use std::sync::Arc;

use casework::{
    Office,
    case::{Case, CaseId, Channel, State},
    correction::{Defect, Target},
    draft::Answers,
    known::known,
    matter::{self, Matter},
    paper::{Level as Trust, Paper, Source},
    records,
    submit::{Drawn, Submission, submit},
    task::{Kind, TaskState},
};
use catalogue::{
    form::Field,
    words::{FieldType, Mode, SpecialName},
};
use kernel::{
    Clock as _, Date, DivisionCode, Timestamp,
    access::{Actor, Role},
    calendar::Calendar,
    id::{BodyId, PersonId},
};
use ratings::{Level, NewRating};
use store::{Error, Store, Tx};

use crate::{
    data,
    machine::{DemoClock, MachineClock},
    outcome::{Failure, progress, say},
    rooms::Made,
};

/// Prints the sign-ins of every role.
pub fn print_sign_ins() -> Result<(), Failure> {
    let sign_ins = identity::import::sign_ins(data::PEOPLE).map_err(|error| Failure::new("import", error))?;
    say("Sign-ins of the demo (everyone is made up):")?;
    for sign_in in sign_ins {
        say(&format!("  {:12} {:14} {:10} {}", sign_in.login, sign_in.password, sign_in.role, sign_in.name))?;
    }
    Ok(())
}

/// Chance that tells the same story every time.
struct Story(u64);

impl Story {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB) >> 11
    }

    /// 0 to `below` - 1.
    fn below(&mut self, below: u64) -> u64 {
        self.next() % below.max(1)
    }

    /// So many in a hundred.
    fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }
}

/// What befalls a case, drawn before it begins. Shares in a hundred.
#[derive(Debug, Clone, Copy)]
struct Fate {
    /// 6: corrected once.
    corrected: bool,
    /// 5: taken back by the applicant.
    withdrawn: bool,
    /// 5: denied.
    denied: bool,
    /// 7: stopped for a special procedure.
    stopped: bool,
    /// 9: extended by the head.
    extended: bool,
    /// 9: decided after its promised day.
    late: bool,
    /// 4: turned away.
    refused: bool,
    /// 3: left lying until the law accepts it.
    deemed: bool,
}

impl Fate {
    fn draw(story: &mut Story) -> Self {
        let mut fate = Self {
            corrected: story.percent(6),
            withdrawn: false,
            denied: false,
            stopped: story.percent(7),
            extended: story.percent(9),
            late: story.percent(9),
            refused: false,
            deemed: story.percent(3),
        };
        match story.below(100) {
            0..=4 => fate.withdrawn = true,
            5..=9 => fate.denied = true,
            10..=13 => fate.refused = !fate.corrected,
            _ => {}
        }
        fate
    }
}

/// Those who act, and the matters they act on.
pub struct Cast {
    persons: Vec<PersonId>,
    pub matters: Vec<Matter>,
    pub division: DivisionCode,
    office: Office,
    types: Arc<licences::Types>,
    clock: Arc<DemoClock>,
    grant: Arc<casework::GrantLicence>,
    calendar: Arc<Calendar>,
    words: Words,
}

/// What people of the story write: data/demo/story.toml.
#[derive(serde::Deserialize)]
struct Words {
    defect: String,
    refused: String,
    stopped: String,
    extended: String,
    late: String,
    agreed: String,
    disagreed: String,
    denied: String,
    text: String,
}

/// Cases whose lives are written in one transaction.
const AT_ONCE: u32 = 16;

/// Lives `count` cases.
pub fn live(store: &Store, made: &Made, clock: &Arc<DemoClock>, count: u32) -> Result<(), Failure> {
    let cast = Arc::new(cast(store, made, clock)?);
    let mut story = Story(20_261_122);
    let today = MachineClock.now().date();
    let mut lived = 0;
    while lived < count {
        let mut lives = Vec::new();
        for _ in 0..AT_ONCE.min(count - lived) {
            let index = usize::try_from(story.below(cast.matters.len() as u64)).unwrap_or(0);
            let Some(matter) = cast.matters.get(index).cloned() else { continue };
            let year = today.year();
            let number = made.directory.draw_number(store, &matter.body, casework::submit::NUMBERS, year)?;
            let seed = story.next();
            lives.push((matter, number, seed));
        }
        lived += AT_ONCE.min(count - lived);
        let told = cast.clone();
        let result = store.write(move |tx| {
            for (matter, number, seed) in &lives {
                life(tx, &told, matter, number, &mut Story(*seed), today)?;
            }
            Ok::<_, Error>(())
        });
        clock.tell(None);
        result?;
        if lived.is_multiple_of(1_600) {
            progress(&format!("{lived} of {count} cases lived"));
        }
    }
    // The invitations are made by their subscriber; then some rate, and most do not.
    store.settle()?;
    let told = clock.clone();
    let rated = store.write(move |tx| {
        let mut story = Story(7_305);
        let mut rated = 0;
        for id in invited(tx)? {
            let Some(case) = id.parse().ok().and_then(|id| records::find(tx, &id).transpose()).transpose()? else {
                continue;
            };
            let Some(ended) = case.ended_at else { continue };
            if !story.percent(48) {
                continue;
            }
            told.tell(Some(ended.plus_minutes(60 + i64::try_from(story.below(4_000)).unwrap_or(60))));
            if let Some(token) = ratings::token_of(tx, &id)? {
                let level = match story.below(100) {
                    0..=61 => Level::VerySatisfied,
                    62..=83 => Level::Satisfied,
                    84..=93 => Level::BasicallySatisfied,
                    94..=97 => Level::NotSatisfied,
                    _ => Level::VeryUnsatisfied,
                };
                ratings::give(tx, &token, &NewRating { level, reasons: Vec::new(), comment: String::new() })?;
                rated += 1;
            }
        }
        Ok::<u32, Error>(rated)
    });
    clock.tell(None);
    progress(&format!("{lived} cases lived, {} of them rated", rated?));
    store.settle()?;
    Ok(())
}

/// Cases that ended and were lived by the story, in the order of their ids.
fn invited(tx: &Tx<'_>) -> Result<Vec<String>, Error> {
    let mut ids = Vec::new();
    let mut after = 0;
    loop {
        let events = tx.events_after(after, 2_000)?;
        let Some(last) = events.last() else { return Ok(ids) };
        after = last.position;
        ids.extend(events.into_iter().filter(|event| event.kind == "case.submitted").map(|event| event.stream));
    }
}

pub fn cast(store: &Store, made: &Made, clock: &Arc<DemoClock>) -> Result<Cast, Failure> {
    let people = identity::import::people(store, data::PEOPLE).map_err(|error| Failure::new("import", error))?;
    // Those who can sign in find their own account as they left it.
    let taken = ["wangfang", "liuyang"];
    let persons = people.persons.iter().filter(|(key, _)| !taken.contains(&key.as_str()));
    let persons = persons.map(|(_, id)| id.clone()).collect();
    let division: DivisionCode = "440117103".parse().map_err(|_| Failure::new("demo", "the township"))?;
    let texts = made.house.texts.clone();
    let matters = store.read(|read| {
        let mut matters = Vec::new();
        let mut after = String::new();
        loop {
            let page = catalogue::all(read, &after, 500)?;
            let Some(last) = page.last() else { break };
            after = last.id.to_string();
            for published in &page {
                let item = &published.item;
                let kind = item.result.as_ref().and_then(|result| result.licence_type.as_deref());
                let kind = kind.and_then(|kind| made.types.get(kind));
                let for_persons = kind.is_none_or(|kind| kind.holder != licences::HolderKind::Enterprise);
                if item.mode == Mode::Case && item.is_demo() && item.for_persons() && for_persons {
                    let applicant = matter::applicant(false);
                    matters.push(matter::load(read, &published.id, None, &division, applicant, &texts)?);
                }
            }
        }
        Ok::<_, Error>(matters)
    })?;
    Ok(Cast {
        persons,
        matters,
        division,
        office: Office {
            calendar: made.directory.calendar(),
            keys: store.keys().clone(),
            sample: true,
            programs: Arc::default(),
        },
        types: made.types.clone(),
        clock: clock.clone(),
        grant: made.casework.grant.clone(),
        calendar: made.directory.calendar(),
        words: toml::from_str(data::STORY).map_err(|error| Failure::new("demo", error))?,
    })
}

/// A member of staff of a body with one of the roles.
fn staff(tx: &Tx<'_>, body: &BodyId, role: Role) -> Result<Option<Actor>, Error> {
    for member in identity::staff_of(tx, body)? {
        let actor = identity::staff_actor(tx, &member.id)?;
        if actor.post_at(role, body).is_some() {
            return Ok(Some(actor));
        }
    }
    Ok(None)
}

/// The time of the story: working hours of working days.
struct Hours<'a> {
    cast: &'a Cast,
    day: Date,
    today: Date,
}

impl Hours<'_> {
    /// Goes on by so many working days, to some minute of the morning or afternoon; `false` when
    /// that has not come yet.
    fn on(&mut self, days: u64, story: &mut Story) -> bool {
        if days > 0 {
            self.day = self.cast.calendar.due(self.day, u32::try_from(days).unwrap_or(1)).date;
        }
        let minute = 9 * 60 + i64::try_from(story.below(8 * 60)).unwrap_or(0);
        if self.day >= self.today {
            return false;
        }
        self.cast.clock.tell(Some(Timestamp::start_of(self.day).plus_minutes(minute)));
        true
    }
}

/// One life, to its end or to today.
fn life(tx: &Tx<'_>, cast: &Cast, matter: &Matter, number: &str, story: &mut Story, today: Date) -> Result<(), Error> {
    let fate = Fate::draw(story);
    let back = i64::try_from(3 + story.below(240)).unwrap_or(30);
    let first = Timestamp::start_of(today).plus_minutes(-back * 24 * 60).date();
    let mut hours = Hours { cast, day: cast.calendar.next_working_day(first), today };
    if !hours.on(0, story) {
        return Ok(());
    }
    let index = usize::try_from(story.below(cast.persons.len() as u64)).unwrap_or(0);
    let Some(person) = cast.persons.get(index) else { return Ok(()) };
    let applicant = Actor::person(person.clone());
    let Some(case) = apply(tx, cast, matter, person, &applicant, number, story)? else { return Ok(()) };
    let body = matter.competent();
    let (Some(officer), head) = (staff(tx, &body, Role::Officer)?, staff(tx, &body, Role::Head)?) else {
        return Ok(());
    };

    if fate.deemed && matter.is_permit() {
        // Nobody says a word: the daily round accepts it by law.
        return Ok(());
    }
    if !hours.on(story.below(2), story) {
        return Ok(());
    }
    casework::accept::receive(tx, &cast.office, &officer, &case, None)?;
    if fate.corrected
        && let Some(material) = matter.item.materials.first()
    {
        if !hours.on(1, story) {
            return Ok(());
        }
        let target = Target::Material(material.key.clone());
        let defects = [Defect { target, version: 1, what: cast.words.defect.clone() }];
        casework::correct::ask(tx, &cast.office, &officer, matter, &case, None, &defects)?;
        if !hours.on(1 + story.below(5), story) {
            return Ok(());
        }
        let paper = paper(&material.key, tx.now(), 2);
        casework::correct::answer(tx, &cast.office, &applicant, matter, &case, &Answers::new(), &[paper])?;
    }
    if fate.withdrawn {
        if hours.on(1, story) {
            casework::deliver::withdraw(tx, &cast.office, &applicant, matter, &case, None)?;
        }
        return Ok(());
    }
    if !hours.on(1 + story.below(3), story) {
        return Ok(());
    }
    if fate.refused && !fate.corrected {
        let ground = casework::turn_away::Ground::NotEligible;
        casework::turn_away::turn_away(tx, &cast.office, &officer, matter, &case, None, &ground, &cast.words.refused)?;
        return Ok(());
    }
    casework::accept::accept(tx, &cast.office, &officer, matter, &case, None)?;
    let lead = head.as_ref().unwrap_or(&officer);
    if fate.stopped && hours.on(1, story) {
        let end = cast.calendar.due(hours.day, 8).date;
        let procedure = SpecialName::ExpertReview;
        casework::clock_acts::pause(tx, &cast.office, lead, matter, &case, procedure, &cast.words.stopped, end)?;
        if !hours.on(4 + story.below(5), story) {
            return Ok(());
        }
        casework::clock_acts::resume(tx, &cast.office, lead, &case)?;
    }
    if fate.extended && (matter.statutory().is_some() || matter.item.promised.is_some()) && hours.on(1, story) {
        casework::clock_acts::extend(tx, &cast.office, lead, matter, &case, &cast.words.extended)?;
    }
    handle(tx, cast, matter, &case, fate, &mut hours, story)
}

/// The bodies do their parts until the case is decided, or today has come.
fn handle(
    tx: &Tx<'_>,
    cast: &Cast,
    matter: &Matter,
    id: &CaseId,
    fate: Fate,
    hours: &mut Hours<'_>,
    story: &mut Story,
) -> Result<(), Error> {
    for _ in 0..64 {
        let Some(case) = records::find(tx, id)? else { return Ok(()) };
        if case.state != State::Accepted {
            return Ok(());
        }
        let tasks = records::tasks(tx, id)?;
        let Some(task) = tasks.iter().find(|task| task.state == TaskState::Open) else { return Ok(()) };
        let share = u64::from(matter.item.promised.map_or(8, |limit| limit.n.min(20)));
        if fate.late && task.kind == Kind::Decide {
            if !hours.on(overdue(&case, hours) + 1, story) {
                return Ok(());
            }
            // Six of ten late bodies say why.
            if story.percent(60) && case.next_due().is_some_and(|due| hours.day > due) {
                let Some(officer) = staff(tx, &case.body, Role::Officer)? else { return Ok(()) };
                casework::explain::explain(tx, &cast.office, &officer, matter, id, &cast.words.late)?;
            }
        }
        let days = 1 + story.below((share / tasks.len() as u64).max(1));
        if !hours.on(days, story) {
            return Ok(());
        }
        match task.kind {
            Kind::Review => {
                let Some(officer) = staff(tx, &task.body, Role::Officer)? else { return Ok(()) };
                let agrees = !(fate.denied && story.percent(60));
                let opinion = if agrees { &cast.words.agreed } else { &cast.words.disagreed };
                casework::review::review(tx, &cast.office, &officer, matter, id, task.number, agrees, opinion)?;
            }
            Kind::Decide => {
                let Some(head) = staff(tx, &task.body, Role::Head)? else { return Ok(()) };
                let decision = casework::decide::Decision {
                    approve: !fate.denied,
                    reasons: if fate.denied { cast.words.denied.clone() } else { String::new() },
                };
                let answers = casework::correct::declared(tx, &case)?;
                let grant = |tx: &Tx<'_>, case: &Case, body: &BodyId| {
                    let granted =
                        casework::Granted { office: &cast.office, actor: &head, case, matter, body, answers: &answers };
                    (cast.grant)(tx, &granted)
                };
                casework::decide::decide(tx, &cast.office, &head, matter, id, task.number, &decision, &grant)?;
            }
        }
    }
    Ok(())
}

/// Working days from the story's day to the promised one.
fn overdue(case: &Case, hours: &Hours<'_>) -> u64 {
    let due = case.promised_due.or(case.statutory_due);
    due.map_or(0, |due| u64::from(hours.cast.calendar.working_days_between(hours.day, due)))
}

fn apply(
    tx: &Tx<'_>,
    cast: &Cast,
    matter: &Matter,
    person: &PersonId,
    applicant: &Actor,
    number: &str,
    story: &mut Story,
) -> Result<Option<CaseId>, Error> {
    let found = known(tx, &cast.types, matter, person, None)?;
    let mut typed = Answers::new();
    let today = tx.now().date();
    for field in matter.form.iter().flat_map(|section| &section.fields) {
        if !found.fields.contains_key(&field.key)
            && let Some(value) = made_up(field, cast, today, story)
        {
            typed.insert(field.key.clone(), value);
        }
    }
    let held = found.held();
    let handed: Vec<Paper> = matter
        .item
        .materials
        .iter()
        .filter(|material| !held.iter().any(|paper| paper.material == material.key))
        .map(|material| paper(&material.key, tx.now(), 1))
        .collect();
    let submission = Submission {
        draft: None,
        enterprise: None,
        division: cast.division,
        answers: found.under(&typed),
        papers: handed,
        held,
        applicant: found.applicant.clone(),
        channel: if story.percent(70) { Channel::Online } else { Channel::Window },
    };
    let secret = casework::receipt::secret(&cast.office.keys, number);
    let drawn = Drawn { number: number.to_owned(), secret, at: tx.now(), slip: None };
    match submit(tx, &cast.office, applicant, matter, &submission, &drawn) {
        Ok(submitted) => Ok(Some(submitted.case)),
        // What a story can't make up, such as the number of a firm: this life is not lived.
        Err(Error::Problem(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// An answer that the field takes.
fn made_up(field: &Field, cast: &Cast, today: Date, story: &mut Story) -> Option<String> {
    Some(match field.kind {
        FieldType::Number | FieldType::Money => {
            let least = field.min.unwrap_or(1).max(1);
            let most = field.max.unwrap_or(least + 50).max(least);
            (least + i64::try_from(story.below(u64::try_from(most - least + 1).unwrap_or(1))).unwrap_or(0)).to_string()
        }
        FieldType::Date => today.to_string(),
        FieldType::YesNo => if story.percent(50) { "yes" } else { "no" }.to_owned(),
        FieldType::Choice | FieldType::Choices => {
            let index = usize::try_from(story.below(field.choices.len() as u64)).unwrap_or(0);
            field.choices.get(index)?.value.clone()
        }
        FieldType::Phone => "13800000000".into(),
        FieldType::Email => "someone@example.com".into(),
        FieldType::CitizenId => "11010519491231002X".into(),
        FieldType::CreditCode => "11100000000013338W".into(),
        FieldType::Division => "440117103".into(),
        FieldType::Text | FieldType::LongText | FieldType::Address => cast.words.text.clone(),
        FieldType::FileRef => return None,
    })
}

fn paper(material: &str, at: Timestamp, version: u32) -> Paper {
    Paper {
        material: material.to_owned(),
        version,
        source: Source::Applicant,
        reference: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".into(),
        name: None,
        media: Some("application/pdf".into()),
        size: Some(0),
        level: Trust::C,
        at,
    }
}
