//! Before you start: who may, what is needed and what of it the state already has, how long it
//! takes. One button begins the draft.

use askama::Template;
use catalogue::{ItemId, words::Necessity};
use directory::{Division, divisions};
use kernel::{DivisionCode, Problem};
use store::{Error, Read};
use web::{Answer, Choice, Cx, Fail, Form, Path, Shell, State, Texts, Typed};

use crate::{
    Room, drafting,
    known::{self, Known},
    matter::{self, Matter},
    path,
    refusal::Refusal,
};

/// What someone who wants to begin is shown.
pub(crate) struct Start {
    pub matter: Matter,
    pub known: Known,
    pub division: Option<Division>,
    /// Below it, when the bodies of a lower level take part.
    pub below: Vec<Division>,
    /// The reader chose a place that this item is not for.
    pub elsewhere: bool,
}

fn chosen(cx: &Cx) -> Option<DivisionCode> {
    cx.prefs.division.as_deref().and_then(|code| code.parse().ok())
}

impl Start {
    fn load(
        read: &Read<'_>,
        room: &Room,
        actor: &kernel::access::Actor,
        id: &ItemId,
        chosen: Option<DivisionCode>,
        texts: &Texts,
    ) -> Result<Self, Error> {
        let found = catalogue::item(read, id, None)?.ok_or(Refusal::NotFound)?;
        let home = found.item.division;
        let inside = match &chosen {
            Some(place) => divisions::lies_in(read, place, &home)?,
            None => true,
        };
        let place = chosen.filter(|_| inside).unwrap_or(home);
        let whom = matter::applicant(actor.for_enterprise().is_some());
        let matter = matter::load(read, id, None, &place, whom, texts)?;
        let known = match actor.as_person() {
            Some(person) => known::known(read, &room.needs().types, &matter, person, actor.for_enterprise())?,
            None => Known::default(),
        };
        let lower = matter.item.stages.iter().map(|part| part.level).filter(|level| *level > matter.item.level).max();
        let below = match lower {
            Some(level) if place.level() < level => divisions::children(read, &place)?,
            _ => Vec::new(),
        };
        let division = divisions::get(read, &place)?;
        Ok(Self { matter, known, division, below, elsewhere: !inside })
    }
}

pub(crate) struct Need {
    pub name: String,
    pub note: String,
    pub tag: (&'static str, String),
}

#[derive(Template)]
#[template(path = "casework/apply.html")]
pub(crate) struct Apply {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub guide: String,
    pub item: String,
    pub body: String,
    pub place: String,
    pub elsewhere: bool,
    pub conditions: Vec<String>,
    pub audience: String,
    pub opens: bool,
    pub suits: bool,
    pub signed_in: bool,
    pub fields_known: usize,
    pub needs: Vec<Need>,
    pub held: usize,
    pub promised: String,
    pub statutory: String,
    pub places: Vec<Choice>,
}

/// The limit in words.
pub(crate) fn limit(shell: &Shell, limit: Option<kernel::Limit>) -> String {
    match limit {
        None => String::new(),
        Some(limit) if limit.n == 0 => shell.t("casework-on-the-spot").into_owned(),
        Some(limit) => shell.span(limit.n, &limit.unit.as_str().replace('_', "-")),
    }
}

impl Apply {
    pub(crate) fn of(shell: Shell, form: Form, room: &Room, start: &Start, actor: &kernel::access::Actor) -> Self {
        let item = &start.matter.item;
        let types = &room.needs().types;
        let need = |material: &catalogue::Material| {
            let by_state = material.held_by_the_state() || types.answers(&material.name.zh).is_some();
            let tag = if start.known.papers.contains_key(&material.key) {
                ("done", "casework-need-held")
            } else if by_state && actor.as_person().is_none() {
                ("running", "casework-need-state")
            } else if material.necessity == Some(Necessity::LateOk) {
                ("waiting", "casework-need-later")
            } else if material.necessity == Some(Necessity::Conditional) {
                ("waiting", "casework-need-conditional")
            } else {
                ("waiting", "casework-need-yours")
            };
            let note = material.condition.as_ref().or(material.spec.as_ref());
            Need {
                name: shell.text(&material.name).to_owned(),
                note: note.map(|note| shell.text(note).to_owned()).unwrap_or_default(),
                tag: (tag.0, shell.t(tag.1).into_owned()),
            }
        };
        let needs: Vec<Need> = item.materials.iter().map(need).collect();
        let audience = match (item.for_persons(), item.for_enterprises()) {
            (true, true) => "casework-audience-both",
            (true, false) => "casework-audience-persons",
            _ => "casework-audience-enterprises",
        };
        let conditions = item.conditions.as_ref().map(|text| shell.text(text)).unwrap_or_default();
        Self {
            action: path::apply(&start.matter.id),
            guide: path::item(&start.matter.id),
            item: shell.text(&item.name).to_owned(),
            body: shell.text(&start.matter.body.name).to_owned(),
            place: start.division.as_ref().map(|division| shell.text(&division.name).to_owned()).unwrap_or_default(),
            elsewhere: start.elsewhere,
            conditions: conditions.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
            audience: shell.t(audience).into_owned(),
            opens: item.opens_cases(),
            suits: actor.as_person().is_none() || drafting::suits(actor, &start.matter).is_ok(),
            signed_in: actor.as_person().is_some(),
            fields_known: start.known.fields.len(),
            held: start.known.papers.len(),
            needs,
            promised: limit(&shell, item.promised),
            statutory: limit(&shell, start.matter.statutory()),
            places: start
                .below
                .iter()
                .map(|division| Choice::new(division.code.to_string(), shell.text(&division.name)))
                .collect(),
            shell,
            form,
        }
    }
}

async fn show(cx: &Cx, room: &Room, id: ItemId, form: Form) -> Answer {
    let (inner, actor, chosen, texts) = (room.clone(), cx.actor.clone(), chosen(cx), cx.app.texts().clone());
    let start = cx.read(move |read| Start::load(read, &inner, &actor, &id, chosen, &texts)).await?;
    let shell = cx.shell(cx.t("casework-apply-title"));
    let name = shell.text(&start.matter.item.name).to_owned();
    let guide = path::item(&start.matter.id);
    let shell = shell.crumb(name, guide);
    cx.form_page(&form, &Apply::of(shell, form.clone(), room, &start, &cx.actor))
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path(id): Path<ItemId>) -> Answer {
    let form = cx.form();
    show(&cx, &room, id, form).await
}

pub(crate) async fn begin(cx: Cx, State(room): State<Room>, Path(id): Path<ItemId>, typed: Typed) -> Answer {
    let wanted = typed.get("division").to_owned();
    match begun(&cx, &id, wanted).await {
        Ok(draft) => Ok(cx.see_other(&path::draft(&draft))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, &room, id, form).await
        }
    }
}

async fn begun(cx: &Cx, id: &ItemId, wanted: String) -> Result<crate::draft::DraftId, Fail> {
    let (id, actor, texts, chosen) = (id.clone(), cx.actor.clone(), cx.app.texts().clone(), chosen(cx));
    let typed: Option<DivisionCode> = match wanted.trim() {
        "" => None,
        code => Some(code.parse().map_err(|_| Problem::invalid().field("division", "casework-field-division"))?),
    };
    cx.write(move |tx| {
        let home = catalogue::item(tx, &id, None)?.ok_or(Refusal::NotFound)?.item.division;
        let mut place = home;
        for candidate in [chosen, typed].into_iter().flatten() {
            if divisions::lies_in(tx, &candidate, &home)? {
                place = candidate;
            }
        }
        let whom = matter::applicant(actor.for_enterprise().is_some());
        let matter = matter::load(tx, &id, None, &place, whom, &texts)?;
        Ok(drafting::begin(tx, &actor, &matter, &place)?.id)
    })
    .await
}
