//! The supervisor's list of bad ratings that are open: what, which body, how bad and why. Who gave
//! them and what they wrote in their own words is not shown here.

use askama::Template;
use kernel::Text;
use store::{Error, Read};
use web::{Answer, Cx, Query, Sampler, Shell, State, api::After, api::Listed};

use crate::{
    Needs,
    permits::{MaySupervise, Reach},
    rating::{Level, Order, reason},
    records, routes,
};

const A_PAGE: u32 = 50;

struct Row {
    item: String,
    body: String,
    level: String,
    reasons: Vec<String>,
    opened: String,
}

#[derive(Template)]
#[template(path = "console_ratings.html")]
struct Console {
    shell: Shell,
    rows: Vec<Row>,
    first: String,
    next: String,
}

/// An order with the names of its item and body.
type Named = (Order, Text, Option<Text>);

fn find(read: &Read<'_>, needs: &Needs, permit: &MaySupervise, after: &str) -> Result<Vec<Named>, Error> {
    let mut orders = Vec::new();
    for reach in permit.reach() {
        orders.extend(match reach {
            Reach::Body(body) => records::orders_of(read, body, after, A_PAGE + 1)?,
            Reach::Within(place) => records::orders_within(read, place, after, A_PAGE + 1)?,
        });
    }
    orders.sort_by(|one, other| other.id.cmp(&one.id));
    orders.dedup_by(|one, other| one.id == other.id);
    orders.truncate(A_PAGE as usize + 1);
    let named = |order: Order| {
        let body = directory::bodies::by_id(read, &order.body)?.map(|body| body.name);
        let item = needs.named(read, &order.item, &order.item_name)?;
        Ok((order, item, body))
    };
    orders.into_iter().map(named).collect()
}

pub(crate) async fn list(cx: Cx, State(needs): State<Needs>, Query(after): Query<After>) -> Answer {
    let permit = MaySupervise::of(&cx.actor)?;
    let key = after.key().to_owned();
    let found = cx.read(move |read| find(read, &needs, &permit, after.key())).await?;
    let listed = Listed::of(found, A_PAGE, |(order, ..)| order.id.to_string());
    let next =
        listed.next.map_or_else(String::new, |after| web::path::with_query(routes::CONSOLE, &[("after", &after)]));
    let first = if key.is_empty() { String::new() } else { routes::CONSOLE.to_owned() };
    let shell = cx.shell(cx.t("ratings-console")).wide();
    let rows = listed.items.iter().map(|(order, item, body)| row(&shell, order, item, body.as_ref())).collect();
    cx.page(&Console { shell, rows, first, next })
}

fn row(shell: &Shell, order: &Order, item: &Text, body: Option<&Text>) -> Row {
    let keys: Vec<String> = serde_json::from_str(&order.reasons).unwrap_or_default();
    Row {
        item: shell.text(item).to_owned(),
        body: body.map_or_else(String::new, |name| shell.text(name).to_owned()),
        level: Level::of(order.level).map_or_else(String::new, |level| shell.t(level.label()).into_owned()),
        reasons: keys
            .into_iter()
            .map(|key| reason(&key).map_or(key, |reason| shell.text(&reason.label).to_owned()))
            .collect(),
        opened: shell.moment(order.opened_at),
    }
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let at = kernel::Timestamp(1_795_190_399_000);
    let order = Order {
        id: kernel::Id::new(at, [1; 10]),
        version: 1,
        rating: kernel::Id::new(at, [1; 10]),
        item: "item_01J".into(),
        item_name: "\u{516c}\u{53f8}\u{8bbe}\u{7acb}\u{767b}\u{8bb0}".into(),
        body: kernel::Id::new(at, [1; 10]),
        division: "440117".into(),
        level: 1,
        reasons: "[\"slow\",\"twice\"]".into(),
        state: "open".into(),
        opened_at: at,
    };
    let shell = sampler.shell("ratings-console").wide();
    let body = Text::zh(shell.t("web-sample-body-a"));
    let rows = vec![row(&shell, &order, &Text::zh(order.item_name.clone()), Some(&body))];
    sampler.page(
        "console-ratings",
        &Console { shell, rows, first: String::new(), next: "/console/ratings?after=x".into() },
    );
    let shell = sampler.shell("ratings-console").wide();
    sampler
        .page("console-ratings-none", &Console { shell, rows: Vec::new(), first: String::new(), next: String::new() });
}
