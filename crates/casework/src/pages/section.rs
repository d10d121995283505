//! One section of the form: filled in with what is known and where from, kept as typed.

use askama::Template;
use catalogue::{
    form::{Field, Section},
    words::FieldType,
};
use directory::divisions;
use kernel::{DivisionCode, Problem, problem::FieldProblem};
use store::Read;
use web::{Answer, Choice, Cx, Form, Path, Shell, State, Typed};

use super::{
    draft::Open,
    words::{self, Tag},
};
use crate::{
    Room, answers,
    draft::{Answers, DraftId},
    drafting, path,
};

/// Most choices that stand as radio buttons; more are a list.
const RADIOS: usize = 8;

/// A question as it is asked.
pub(crate) struct Ask {
    pub key: String,
    pub label: String,
    pub hint: String,
    pub why: String,
    /// Which macro of the kit.
    pub kind: &'static str,
    pub input: String,
    pub mode: String,
    pub auto: String,
    pub choices: Vec<Choice>,
    pub optional: bool,
    pub source: Option<Tag>,
}

impl Ask {
    pub(crate) fn options(&self) -> &[Choice] {
        &self.choices
    }

    pub(crate) fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }
}

#[derive(Template)]
#[template(path = "casework/section.html")]
pub(crate) struct SectionPage {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub asks: Vec<Ask>,
    pub back: String,
    pub steps: Vec<String>,
    pub step: usize,
}

/// A field that the answers given so far leave unasked; one whose condition stands in the same
/// section is shown with it, because a page without a script can't wait for it.
pub(crate) fn shown(section: &Section, field: &Field, given: &Answers) -> bool {
    let here = field.show_if.as_ref().is_some_and(|cond| section.fields.iter().any(|other| other.key == cond.field));
    here || answers::asked(field, given)
}

/// How a field is asked.
pub(crate) fn ask(shell: &Shell, section: &Section, field: &Field, source: Option<Tag>, places: &[Choice]) -> Ask {
    let text = |text: &Option<kernel::Text>| text.as_ref().map(|text| shell.text(text).to_owned()).unwrap_or_default();
    let mut hint = text(&field.hint);
    if let Some(condition) = &field.show_if
        && let Some(other) = section.fields.iter().find(|other| other.key == condition.field)
    {
        let is = answers::shown(other, &condition.is, shell.locale).join("");
        let is = match answers::wanted(&condition.is) {
            "yes" => shell.t("casework-yes").into_owned(),
            "no" => shell.t("casework-no").into_owned(),
            _ => is,
        };
        let only = shell.t2("casework-only-if", "label", shell.text(&other.label), "value", is);
        hint = if hint.is_empty() { only } else { [only, hint].join(" ") };
    }
    let choice = |choice: &catalogue::form::Choice| Choice::new(choice.value.clone(), shell.text(&choice.label));
    let mut choices: Vec<Choice> = field.choices.iter().map(choice).collect();
    let (kind, input, mode, auto) = match field.kind {
        FieldType::LongText => ("lines", "text", "", ""),
        FieldType::Number | FieldType::Money => ("number", "text", "decimal", ""),
        FieldType::Date => ("day", "date", "", ""),
        FieldType::YesNo => {
            choices = vec![Choice::new("yes", shell.t("casework-yes")), Choice::new("no", shell.t("casework-no"))];
            ("radios", "text", "", "")
        }
        FieldType::Choice if choices.len() <= RADIOS => ("radios", "text", "", ""),
        FieldType::Choice => ("select", "text", "", ""),
        FieldType::Choices => ("boxes", "text", "", ""),
        FieldType::Division => {
            choices = places.to_vec();
            ("select", "text", "", "")
        }
        FieldType::Phone => ("text", "tel", "tel", "tel"),
        FieldType::Email => ("text", "email", "email", "email"),
        FieldType::Address => ("text", "text", "", "street-address"),
        FieldType::CitizenId | FieldType::CreditCode => ("text", "text", "", "off"),
        FieldType::Text | FieldType::FileRef => ("text", "text", "", ""),
    };
    Ask {
        key: field.key.clone(),
        label: shell.text(&field.label).to_owned(),
        hint,
        why: text(&field.why),
        kind,
        input: input.into(),
        mode: mode.into(),
        auto: auto.into(),
        choices,
        optional: !field.required,
        source,
    }
}

/// Divisions that an answer may name: those of the city or county of the matter, and their own; and
/// those that the answers name already, which a copied application may bring from elsewhere.
pub(crate) fn places(
    read: &Read<'_>,
    shell: &Shell,
    division: &DivisionCode,
    form: &[Section],
    given: &Answers,
) -> Result<Vec<Choice>, store::Error> {
    let mut out: Vec<Choice> = Vec::new();
    for place in divisions::path(read, division)?.iter().rev().take(2) {
        for below in divisions::children(read, &place.code)? {
            out.push(Choice::new(below.code.to_string(), shell.text(&below.name)));
        }
    }
    for field in form.iter().flat_map(|part| &part.fields).filter(|field| field.kind == FieldType::Division) {
        let code = given.get(&field.key).and_then(|value| value.parse::<DivisionCode>().ok());
        if let Some(code) = code.filter(|code| out.iter().all(|choice| choice.value != code.to_string()))
            && let Some(name) = answers::place(read, &code, shell.locale)?
        {
            out.push(Choice::new(code.to_string(), name));
        }
    }
    Ok(out)
}

/// The messages of a section at their fields.
pub(crate) fn problem(wrong: &[FieldProblem], section: &Section) -> Option<Problem> {
    let mine = wrong.iter().filter(|wrong| section.fields.iter().any(|field| wrong.field == field.key));
    let fields: Vec<FieldProblem> = mine.cloned().collect();
    (!fields.is_empty()).then(|| Problem { fields, ..Problem::invalid() })
}

fn with_answers(form: Form, section: &Section, given: &Answers) -> Form {
    section.fields.iter().fold(form, |form, field| {
        let value = given.get(&field.key).map(String::as_str).unwrap_or_default();
        if field.kind == FieldType::Choices {
            value.lines().fold(form, |form, line| form.with(&field.key, line))
        } else {
            form.with(&field.key, value)
        }
    })
}

async fn show(cx: &Cx, open: &Open, key: &str, form: Form) -> Answer {
    let sections = &open.matter.form;
    let place = sections.iter().position(|section| section.key == key);
    let section = place.and_then(|place| sections.get(place)).ok_or_else(Problem::not_found)?;
    let shell = open.shell(cx, String::new());
    let shell = {
        let title = shell.text(&section.title).to_owned();
        shell.titled(title)
    };
    let (division, asker) = (open.draft.division, shell.clone());
    let choices = if section.fields.iter().any(|field| field.kind == FieldType::Division) {
        let (all, given) = (sections.clone(), open.answers.clone());
        cx.read(move |read| places(read, &asker, &division, &all, &given)).await?
    } else {
        Vec::new()
    };
    let source = |field: &Field| open.known.origin(&field.key, form.value(&field.key)).map(|it| words::tag(&shell, it));
    let asks: Vec<Ask> = section
        .fields
        .iter()
        .filter(|field| shown(section, field, &open.answers))
        .map(|field| ask(&shell, section, field, source(field), &choices))
        .collect();
    let labels: Vec<(&str, &str)> = asks.iter().map(|ask| (ask.key.as_str(), ask.label.as_str())).collect();
    let form = form.clone().labelled(&labels);
    let steps = sections.iter().map(|section| shell.text(&section.title).to_owned()).collect();
    cx.form_page(
        &form,
        &SectionPage {
            action: path::draft_section(&open.draft.id, key),
            back: path::draft(&open.draft.id),
            asks,
            steps,
            step: place.unwrap_or(0) + 1,
            form: form.clone(),
            shell,
        },
    )
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path((id, key)): Path<(DraftId, String)>) -> Answer {
    let open = match Open::of(&cx, &room, &id).await? {
        Ok(open) => open,
        Err(case) => return Ok(cx.see_other(&path::case(&case))),
    };
    let section = open.matter.form.iter().find(|section| section.key == key).ok_or_else(Problem::not_found)?;
    let mut form = with_answers(cx.form(), section, &open.answers);
    // What was typed before and is wrong is told when the page is opened again.
    let touched = section.fields.iter().any(|field| open.draft.answers.contains_key(&field.key));
    if touched
        && !form.restored
        && let Some(problem) = problem(&open.wrong, section)
    {
        form = cx.form_with_errors(form, &problem);
        form.status = 200;
    }
    show(&cx, &open, &key, form).await
}

pub(crate) async fn save(
    cx: Cx,
    State(room): State<Room>,
    Path((id, key)): Path<(DraftId, String)>,
    typed: Typed,
) -> Answer {
    let open = match Open::of(&cx, &room, &id).await? {
        Ok(open) => open,
        Err(case) => return Ok(cx.see_other(&path::case(&case))),
    };
    let section = open.matter.form.iter().find(|section| section.key == key).ok_or_else(Problem::not_found)?;
    let given = read(section, &open.answers, &typed);
    let (actor, kept) = (cx.actor.clone(), given.clone());
    cx.write(move |tx| drafting::save(tx, &actor, &id, &kept)).await?;
    if !typed.get("later").is_empty() {
        return Ok(cx.see_other(web::MY));
    }
    let (room, actor, texts, id) = (room.clone(), cx.actor.clone(), cx.app.texts().clone(), open.draft.id.clone());
    let open = cx.read(move |read| Open::load(read, &room, &actor, &id, &texts)).await?;
    let section = open.matter.form.iter().find(|section| section.key == key).ok_or_else(Problem::not_found)?;
    match problem(&open.wrong, section) {
        None => Ok(cx.see_other(&after(&open, &key))),
        Some(problem) => {
            let form = cx.form_again(&typed, problem.into())?;
            show(&cx, &open, &key, form).await
        }
    }
}

/// What was typed into the fields that were asked; several choices are joined by a newline.
pub(crate) fn read(section: &Section, before: &Answers, typed: &Typed) -> Answers {
    let asked = section.fields.iter().filter(|field| shown(section, field, before));
    asked
        .map(|field| {
            let value = if field.kind == FieldType::Choices {
                typed.all(&field.key).collect::<Vec<_>>().join("\n")
            } else {
                typed.get(&field.key).to_owned()
            };
            (field.key.clone(), value)
        })
        .collect()
}

/// The next page: the next section, the papers, the check.
fn after(open: &Open, key: &str) -> String {
    let id = &open.draft.id;
    let mut rest = open.matter.form.iter().skip_while(|section| section.key != key).skip(1);
    match rest.next() {
        Some(next) => path::draft_section(id, &next.key),
        None if !open.matter.item.materials.is_empty() => path::draft_papers(id),
        None => path::draft_check(id),
    }
}
