//! Divisions, bodies and the calendar for programs.

use kernel::{Date, DivisionCode, Problem, Text, division::Level, id::BodyId, problem::FieldProblem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{
    Answer, Cx, Path, Query, State,
    api::{Listed, with_version},
};

use crate::{
    Body, Directory, Division, Kind, Resolution, bodies as known_bodies, division::Change,
    divisions as known_divisions, routes,
};

/// A division on the wire.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DivisionBody {
    pub code: DivisionCode,
    pub name: Text,
    pub level: Level,
    pub parent: Option<DivisionCode>,
    pub kind: Kind,
}

impl From<Division> for DivisionBody {
    fn from(division: Division) -> Self {
        let Division { code, name, level, parent, kind, .. } = division;
        Self { code, name, level, parent, kind }
    }
}

/// What a code stands for on the day asked.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ResolvedBody {
    /// `current`, or `successors`: the code is out of use and these stand instead, one or several,
    /// or none where the record does not say.
    pub state: &'static str,
    pub divisions: Vec<DivisionBody>,
    /// From the province down, of the first.
    pub path: Vec<DivisionBody>,
    pub change: Option<Change>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DivisionQuery {
    /// The day, today unless said: `2001-06-30`.
    #[schemars(extend("anyOf" = [{ "format": "date" }, { "const": "" }, { "type": "null" }]))]
    pub on: Option<String>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DivisionsQuery {
    /// Those directly below this one; the provinces unless said.
    #[schemars(regex(pattern = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?$"))]
    pub parent: Option<String>,
    pub after: Option<String>,
    pub limit: Option<u16>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BodiesQuery {
    /// Bodies of exactly this division.
    #[schemars(regex(pattern = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?$"))]
    pub division: Option<String>,
    pub after: Option<String>,
    pub limit: Option<u16>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CalendarQuery {
    /// The first day, today unless said.
    #[schemars(extend("anyOf" = [{ "format": "date" }, { "const": "" }, { "type": "null" }]))]
    pub from: Option<String>,
    /// 1 to 366 days; 31 unless said.
    #[schemars(range(min = 1, max = 366))]
    pub days: Option<u16>,
}

/// A body on the wire.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BodyBody {
    pub id: BodyId,
    pub code: String,
    pub name: Text,
    pub short: Text,
    pub uscc: Option<String>,
    pub division: DivisionCode,
    pub level: Level,
    pub line: String,
    pub superior: Option<BodyId>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub fictional: bool,
}

impl From<Body> for BodyBody {
    fn from(body: Body) -> Self {
        let Body { id, code, name, short, uscc, division, level, line, superior, address, phone, fictional, .. } = body;
        Self { id, code, name, short, uscc, division, level, line, superior, address, phone, fictional }
    }
}

/// A day of the calendar on the wire.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DayBody {
    pub date: String,
    pub kind: kernel::calendar::Kind,
    pub name: Option<String>,
}

fn read_code(field: &'static str, text: &str) -> Result<DivisionCode, Problem> {
    text.parse().map_err(|_| Problem::invalid().field(field, "directory-no-code"))
}

fn read_date(field: &'static str, text: Option<&str>, today: Date) -> Result<Date, Problem> {
    let date = text.map_or(Ok(today), |text| text.parse());
    date.map_err(|_| Problem::invalid().field(field, "problem-field-date"))
}

pub async fn divisions(cx: Cx, Query(query): Query<DivisionsQuery>) -> Answer {
    let parent = read_code("parent", query.parent.as_deref().unwrap_or("000000"))?;
    let after = routes::after(query.after, query.limit);
    let (key, limit) = (after.key().to_owned(), after.limit());
    let rows = cx.read(move |read| known_divisions::children_after(read, &parent, &key, limit + 1)).await?;
    let rows: Vec<DivisionBody> = rows.into_iter().map(DivisionBody::from).collect();
    cx.json(&Listed::of(rows, limit, |row| row.code.to_string()))
}

pub async fn division(cx: Cx, Path(code): Path<DivisionCode>, Query(query): Query<DivisionQuery>) -> Answer {
    let on = read_date("on", query.on.as_deref(), cx.now.date())?;
    let (found, path) = cx
        .read(move |read| {
            let found = known_divisions::resolve(read, &code, on)?;
            let first = match &found {
                Resolution::Current(division) => Some(division.code),
                Resolution::Successors(divisions, _) => divisions.first().map(|division| division.code),
                Resolution::Unknown => None,
            };
            let path = first.map(|code| known_divisions::path(read, &code)).transpose()?;
            Ok((found, path.unwrap_or_default()))
        })
        .await?;
    let path = path.into_iter().map(DivisionBody::from).collect();
    let body = match found {
        Resolution::Current(division) => {
            ResolvedBody { state: "current", divisions: vec![division.into()], path, change: None }
        }
        Resolution::Successors(divisions, change) => {
            let divisions = divisions.into_iter().map(DivisionBody::from).collect();
            ResolvedBody { state: "successors", divisions, path, change: Some(change) }
        }
        Resolution::Unknown => return Err(Problem::not_found().into()),
    };
    cx.json(&body)
}

pub async fn bodies(cx: Cx, Query(query): Query<BodiesQuery>) -> Answer {
    let division = query.division.as_deref().map(|text| read_code("division", text)).transpose()?;
    let after = routes::after(query.after, query.limit);
    let (key, limit) = (after.key().to_owned(), after.limit());
    let rows = cx
        .read(move |read| match &division {
            Some(division) => known_bodies::in_division(read, division, &key, limit + 1),
            None => known_bodies::all(read, &key, limit + 1),
        })
        .await?;
    let rows: Vec<BodyBody> = rows.into_iter().map(BodyBody::from).collect();
    cx.json(&Listed::of(rows, limit, |row| row.id.to_string()))
}

pub async fn body(cx: Cx, Path(id): Path<BodyId>) -> Answer {
    let body = cx.read(move |read| known_bodies::by_id(read, &id)).await?.ok_or_else(Problem::not_found)?;
    let version = body.version;
    Ok(with_version(cx.json(&BodyBody::from(body))?, version))
}

pub async fn calendar(cx: Cx, State(directory): State<Directory>, Query(query): Query<CalendarQuery>) -> Answer {
    let from = read_date("from", query.from.as_deref(), cx.now.date())?;
    let calendar = directory.calendar();
    let days = usize::from(query.days.unwrap_or(31));
    if !(1..=366).contains(&days) {
        let range = FieldProblem {
            field: "days".into(),
            message: "problem-field-range",
            args: vec![("least", "1".into()), ("most", "366".into())],
        };
        return Err(Problem { fields: vec![range], ..Problem::invalid() }.into());
    }
    let dates = std::iter::successors(Some(from), |date| date.tomorrow().ok()).take(days);
    let items = dates
        .map(|date| {
            let day = calendar.day(date);
            DayBody { date: date.to_string(), kind: day.kind, name: day.name.map(str::to_owned) }
        })
        .collect();
    cx.json(&Listed { items, next: None })
}
