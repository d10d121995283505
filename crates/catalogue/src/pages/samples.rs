//! Every page of the room with made-up content, to be rendered and looked at.

use std::collections::HashMap;

use directory::Body;
use kernel::{Text, Timestamp, id::BodyId};
use web::{Html, Sampler};

use super::{Say, bodies, console, go, guide, lists, notice};
use crate::{
    Card, ItemId, Report,
    import::{Ambiguous, Open, Rejected},
    item::Item,
    listing::Listing,
    needs::Usual,
    published::{Published, Theme},
    routes, shape,
    sheet::Sheet,
    words::Audience,
};

const ITEM: &str = include_str!("../../samples/item.json");

/// The sample item on all pages of the room.
pub(crate) fn samples(sampler: &mut Sampler) {
    let Ok(item) = Item::read(ITEM) else {
        sampler.failed.push("catalogue: the sample item can't be read".into());
        return;
    };
    let at = Timestamp(1_790_000_000_000);
    let (id, body) = (ItemId::new(at, [7; 10]), a_body(&item, at));
    let found = Published { id: id.clone(), version: 3, body: body.id.clone(), at, item: item.into() };
    let themes = [theme("open-restaurant", &found, Audience::Enterprise), theme("birth", &found, Audience::Person)];
    let shell =
        |sampler: &Sampler, key: &str| sampler.shell(key).crumb(sampler.texts.get(sampler.locale, "web-home"), "/");

    let own = shape::steps(&found.item, Some(&body.id), &|_| Vec::new());
    let sight = guide::Sight {
        steps: own
            .into_iter()
            .map(|step| {
                let name = (!step.line.is_empty()).then(|| Text::zh(step.line.clone()));
                (step, name)
            })
            .collect(),
        seen_from: found.item.division,
        found: found.clone(),
        body: Some(body.clone()),
        division: Some(body.short.clone()),
        listing: None,
        themes: themes.to_vec(),
        usual: Some(Usual { days: 6, cases: 128 }),
        rates: Html::default(),
    };
    let title = found.item.name.get(sampler.locale).to_owned();
    let page = guide::page(sampler.shell("catalogue-items").titled(title), sight);
    sampler.page("guide", &page);

    let frame = shell(sampler, "catalogue-notice");
    let chosen: Vec<String> = found.item.materials.iter().map(|material| material.key.clone()).take(3).collect();
    let mut sheet = Sheet::of(&frame, &id, &found.item, &body.name, &chosen, at.date());
    sheet.url = Some("https://www.example.gov.cn/items/item_00000000000000000000000000/notice".into());
    let page = notice::page(frame, sheet, "/notice.pdf".into(), routes::item(&id));
    sampler.page("notice", &page);

    let card = card(&found);
    let known = HashMap::from([(body.id.clone(), body.clone())]);
    let page = lists::sample_list(
        shell(sampler, "catalogue-small"),
        Say::default(),
        vec![card.clone(); 3],
        known,
        body.short.clone(),
    );
    sampler.page("list", &page);
    let page = lists::sample_list(
        shell(sampler, "catalogue-items"),
        Say::default(),
        Vec::new(),
        HashMap::new(),
        body.short.clone(),
    );
    sampler.page("list-empty", &page);
    let page = lists::themes_page(shell(sampler, "catalogue-themes"), &themes, &HashMap::new());
    sampler.page("themes", &page);

    let frame = shell(sampler, "catalogue-bodies");
    let groups = vec![bodies::Group {
        place: Say::of(&body.short, sampler.locale),
        bodies: vec![bodies::link(&frame, &body, 12), bodies::link(&frame, &body, 1)],
    }];
    sampler.page("bodies", &bodies::BodiesPage { shell: frame, groups });
    let sight = bodies::Sight {
        place: Some(body.short.clone()),
        counts: HashMap::from([(card.kind.as_str().to_owned(), 1)]),
        cards: vec![card],
        rates: Html::default(),
        body: body.clone(),
    };
    let page = bodies::page(sampler.shell("catalogue-bodies").titled(body.name.get(sampler.locale)), sight, "");
    sampler.page("body", &page);

    let locale = sampler.locale;
    let page = go::GoPage {
        shell: shell(sampler, "catalogue-go"),
        name: Say::of(&found.item.name, locale),
        body: Say::of(&body.name, locale),
        platform: None,
        link: "http://www.example.gov.cn/apply".into(),
        host: go::host("http://www.example.gov.cn/apply").into(),
        plain: true,
        guide: routes::item(&id),
    };
    sampler.page("go", &page);
    let page = console::page(sampler.shell("catalogue-imports").wide(), &[listing(at)]);
    sampler.page("imports", &page);
    let page = console::page(sampler.shell("catalogue-imports").wide(), &[]);
    sampler.page("imports-empty", &page);
    super::things::samples::samples(sampler, &found.item);
}

fn a_body(item: &Item, at: Timestamp) -> Body {
    let name = item.result.as_ref().map_or_else(|| item.name.clone(), |result| result.name.clone());
    Body {
        id: BodyId::new(at, [9; 10]),
        key: "sample".into(),
        code: "440117001".into(),
        short: name.clone(),
        name,
        uscc: Some("11440117DEM00201XW".into()),
        division: item.division,
        level: item.level,
        line: String::new(),
        superior: None,
        address: item.places.first().map(|place| place.address.clone()),
        phone: Some("020-55511001".into()),
        fictional: true,
        version: 1,
    }
}

fn theme(key: &str, found: &Published, audience: Audience) -> Theme {
    Theme {
        id: ["theme_", key].concat(),
        version: 1,
        key: key.into(),
        name: found.item.name.clone(),
        plain: found.item.summary.clone(),
        audience,
        place: 1,
    }
}

fn card(found: &Published) -> Card {
    Card {
        id: found.id.clone(),
        version: found.version,
        code: found.item.code.clone(),
        name: found.item.name.clone(),
        sort: String::new(),
        kind: found.item.kind,
        body: found.body.clone(),
        division: found.item.division,
        level: found.item.level,
        mode: found.item.mode,
        person: true,
        enterprise: true,
    }
}

fn listing(at: Timestamp) -> Listing {
    let open = |line: usize, kind: Open, detail: &str| Ambiguous {
        line,
        code: "11440000006940116U2440102002003".into(),
        what: String::new(),
        kind,
        detail: detail.into(),
    };
    Listing {
        id: "itemlist_sample".into(),
        version: 2,
        list: "sample".into(),
        at,
        source: Some(Text::zh("sample")),
        absent: vec!["fees".into()],
        report: Report {
            read: 1984,
            created: 1980,
            changed: 0,
            unchanged: 2,
            rejected: vec![Rejected { line: 7, reason: "statutory: \"30\" is not written as \"{n}({unit})\"".into() }],
            ambiguous: vec![
                open(5, Open::NoBody, "province"),
                open(9, Open::SeveralReceive, ""),
                open(268, Open::LineUnknown, ""),
            ],
        },
    }
}
