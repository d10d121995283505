//! Pages of the room, by who stands before them: the holder, anybody with a code, the issuing body.

use kernel::{Date, Id, Text, Timestamp};
use web::{Html, Sampler, Shell};

use crate::{
    act::{Act, Ground},
    licence::{Change, Holder, Licence},
    state::{Standing, State},
};

pub(crate) mod desk;
pub(crate) mod mine;
pub(crate) mod verify;

/// What every page says of a licence.
pub(crate) struct Facts {
    pub name: String,
    pub lang: &'static str,
    pub identifier: String,
    pub issuer: String,
    pub standing: String,
    pub tag: &'static str,
    pub valid: String,
    pub issued: String,
    pub sample: bool,
}

impl Facts {
    pub fn of(shell: &Shell, licence: &Licence, today: Date) -> Self {
        let standing = licence.standing(today);
        let from = shell.date(licence.valid_from);
        let valid = match licence.valid_to {
            Some(to) => shell.t2("licences-from-to", "from", &from, "to", shell.date(to)),
            None => shell.t1("licences-from", "from", &from),
        };
        Self {
            name: shell.text(&licence.name).to_owned(),
            lang: licence.name.lang(shell.locale),
            identifier: licence.identifier.clone(),
            issuer: shell.text(&licence.issuer_name).to_owned(),
            standing: shell.t(standing.label()).into_owned(),
            tag: standing.tag(),
            valid,
            issued: shell.date(licence.issued_at.date()),
            sample: licence.sample,
        }
    }
}

/// A line of the history.
pub(crate) struct Line {
    pub what: String,
    pub ground: String,
    pub reason: String,
    pub when: String,
}

pub(crate) fn history(shell: &Shell, changes: &[Change]) -> Vec<Line> {
    changes
        .iter()
        .map(|change| Line {
            what: shell.t(act_key(change.act)).into_owned(),
            ground: change.ground.map_or_else(String::new, |ground| shell.t(ground_key(ground)).into_owned()),
            reason: change.reason.clone().unwrap_or_default(),
            when: shell.moment(change.at),
        })
        .collect()
}

pub(crate) fn act_key(act: Option<Act>) -> &'static str {
    match act {
        None => "licences-act-issue",
        Some(Act::Suspend) => "licences-act-suspend",
        Some(Act::Resume) => "licences-act-resume",
        Some(Act::Withdraw) => "licences-act-withdraw",
        Some(Act::Annul) => "licences-act-annul",
        Some(Act::Cancel) => "licences-act-cancel",
        Some(Act::Strip) => "licences-act-strip",
        Some(Act::Supersede) => "licences-act-supersede",
    }
}

pub(crate) fn ground_key(ground: Ground) -> &'static str {
    match ground {
        Ground::Penalty => "licences-ground-penalty",
        Ground::OtherLaw => "licences-ground-other-law",
        Ground::TermOver => "licences-ground-term-over",
        Ground::Lifted => "licences-ground-lifted",
        Ground::LawChanged => "licences-ground-law-changed",
        Ground::FactsChanged => "licences-ground-facts-changed",
        Ground::Abuse => "licences-ground-abuse",
        Ground::BeyondPower => "licences-ground-beyond-power",
        Ground::Procedure => "licences-ground-procedure",
        Ground::Unqualified => "licences-ground-unqualified",
        Ground::OtherAnnul => "licences-ground-other-annul",
        Ground::Fraud => "licences-ground-fraud",
        Ground::Expired => "licences-ground-expired",
        Ground::Death => "licences-ground-death",
        Ground::Dissolved => "licences-ground-dissolved",
        Ground::Ended => "licences-ground-ended",
        Ground::ForceMajeure => "licences-ground-force-majeure",
        Ground::OtherCancel => "licences-ground-other-cancel",
        Ground::Renewed => "licences-ground-renewed",
        Ground::Changed => "licences-ground-changed",
        Ground::Corrected => "licences-ground-corrected",
    }
}

/// The seal: whole, or struck through when the licence has lost its force.
pub(crate) fn seal(room: &crate::Room, shell: &Shell, licence: &Licence, standing: Standing) -> Html {
    Html((room.needs.seal_svg)(&licence.issuer_name.zh, standing.is_struck(), licence.sample, shell.locale))
}

pub(crate) fn sample_licence(state: State, to: Option<Date>) -> Licence {
    let at = Timestamp(1_795_190_399_000);
    Licence {
        id: Id::new(at, [3; 10]),
        version: 1,
        kind: "food_licence".into(),
        name: Text::both("\u{98df}\u{54c1}\u{7ecf}\u{8425}\u{8bb8}\u{53ef}\u{8bc1}", "Food business licence"),
        identifier: "1.2.156.3005.2.11100000000013338W011.11110000000021135M.20230329701.003.Y".into(),
        code: "7Q2M9XKD41TA0G5ZW8BN".into(),
        holder: Holder::Person(Id::new(at, [1; 10])),
        contact: None,
        issuer: Id::new(at, [2; 10]),
        issuer_name: Text::both(
            "\u{793a}\u{8303}\u{5e02}\u{5e02}\u{573a}\u{76d1}\u{7763}\u{7ba1}\u{7406}\u{5c40}",
            "Market Regulation, Shifan",
        ),
        issued_at: at,
        valid_from: Date::constant(2026, 11, 20),
        valid_to: to,
        state,
        since: Date::constant(2026, 11, 20),
        matter: None,
        replaces: None,
        replaced_by: None,
        sample: true,
        record: Vec::new(),
    }
}

/// Stands for the seal and the code on sample pages: the real ones are drawn by others.
pub(crate) fn sample_picture() -> Html {
    let ring = "<circle cx=\"210\" cy=\"210\" r=\"196\" fill=\"none\" stroke=\"#c8281e\" stroke-width=\"16\"/>";
    Html(["<svg viewBox=\"0 0 420 420\" aria-hidden=\"true\">", ring, "</svg>"].concat())
}

pub(crate) fn sample_changes() -> Vec<Change> {
    let line = |version, act, ground, reason: Option<&str>, state| Change {
        version,
        act,
        ground,
        reason: reason.map(str::to_owned),
        state,
        at: Timestamp(1_795_190_399_000 + version * 86_400_000),
    };
    vec![
        line(1, None, None, None, State::Valid),
        line(
            2,
            Some(Act::Suspend),
            Some(Ground::Penalty),
            Some("\u{5904}\u{7f5a}\u{51b3}\u{5b9a}\u{4e66}"),
            State::Suspended,
        ),
    ]
}

pub(crate) fn samples(sampler: &mut Sampler) {
    mine::samples(sampler);
    verify::samples(sampler);
    desk::samples(sampler);
}
