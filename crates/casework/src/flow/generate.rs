//! The model 流程模型 of an item that has none of its own: its bodies in their real shape as BPMN. It
//! says level and line and never a place, so that items of one shape share one model whatever they
//! are called and wherever they are handled. What an editor publishes instead goes before it.

use std::fmt::Write as _;

use catalogue::{
    item::Item,
    shape::{Route, Station, routes},
    words::{CaseType, Shape, Stage},
};

use crate::task::Kind;

use super::{
    Place,
    renewal::{self, RENEW},
};

/// Id of the one process of a generated model.
const PROCESS: &str = "handling";

/// The shape of an item: how its bodies stand to each other, and what else its model has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form {
    pub bodies: Shape,
    /// 联合审查: other bodies of the same stage give opinions, and the one that decides closes the review.
    pub joint: bool,
    /// 特别程序: AL 45.
    pub special: bool,
    /// 延续: AL 50.
    pub renewal: bool,
}

impl Form {
    #[must_use]
    pub fn of(item: &Item) -> Self {
        let joint = |route: &Route| {
            let deciding = deciding(route);
            route.groups.iter().any(|group| led(&reviewing(group, deciding), deciding).is_some())
        };
        Self {
            bodies: Shape::of(item),
            joint: !is_instant(item) && routes(item).iter().any(joint),
            special: !item.specials.is_empty(),
            renewal: renewal::renews(item),
        }
    }

    /// Its words, for programs and operators: the shape of the bodies, then what else there is.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        let more = [(self.joint, "joint_opinion"), (self.special, "special"), (self.renewal, "renewal")];
        std::iter::once(self.bodies.as_str())
            .chain(more.into_iter().filter_map(|(there, word)| there.then_some(word)))
            .collect()
    }
}

/// BPMN 2.0 text of the model of an item.
#[must_use]
pub fn model(item: &Item) -> String {
    let mut drawn = Drawn::default();
    let routes = routes(item);
    let instant = is_instant(item);
    drawn.node("<startEvent id=\"accepted\"/>");
    if let [only] = routes.as_slice() {
        let last = drawn.route(only, instant, "accepted", None);
        drawn.end(&last);
    } else {
        // Alternatives by jurisdiction: the lowest level that has a body there.
        drawn.flow("accepted", "where", None);
        let fallback = drawn.flows + 1;
        drawn.node(&format!("<exclusiveGateway id=\"where\" default=\"flow_{fallback}\"/>"));
        let mut ends = Vec::new();
        for (place, route) in routes.iter().rev().enumerate() {
            let level = route.chosen.as_ref().map(|part| part.level.as_str()).unwrap_or_default();
            let condition = (place > 0).then(|| format!("jurisdiction = \"{level}\""));
            ends.push(drawn.route(route, instant, "where", condition.as_deref()));
        }
        drawn.node("<exclusiveGateway id=\"there\"/>");
        for end in &ends {
            drawn.flow(end, "there", None);
        }
        drawn.end("there");
    }
    if !item.specials.is_empty() {
        drawn.special();
    }
    if renewal::renews(item) {
        drawn.renewal();
    }
    drawn.document()
}

/// Decided on the spot by its one body: nobody reviews first.
fn is_instant(item: &Item) -> bool {
    item.case_type == Some(CaseType::Instant) && Shape::of(item) == Shape::Single
}

/// The station that decides. Of several the last does so for all; what came before are opinions (AL 35).
fn deciding(route: &Route) -> Option<&Station> {
    route.groups.iter().rev().flatten().find(|one| one.stages.contains(&Stage::Decide))
}

/// The stations of a group that review, or decide before the one that decides for all.
fn reviewing<'a>(group: &'a [Station], deciding: Option<&Station>) -> Vec<&'a Station> {
    let reviews = |one: &&Station| {
        one.stages.contains(&Stage::Review)
            || (one.stages.contains(&Stage::Decide) && !deciding.is_some_and(|deciding| std::ptr::eq(deciding, *one)))
    };
    group.iter().filter(reviews).collect()
}

/// Of bodies that review at once the one that leads 牵头: it decides, so it closes the review when it has the
/// opinions of the others (AL 26(2)).
fn led<'a>(reviews: &[&'a Station], deciding: Option<&Station>) -> Option<&'a Station> {
    let lead = deciding.and_then(|lead| reviews.iter().copied().find(|one| one.part == lead.part));
    lead.filter(|_| reviews.len() > 1)
}

/// What was drawn so far.
#[derive(Default)]
struct Drawn {
    body: String,
    tasks: u32,
    joins: u32,
    flows: u32,
}

impl Drawn {
    fn node(&mut self, xml: &str) {
        self.body.push_str("    ");
        self.body.push_str(xml);
        self.body.push('\n');
    }

    fn flow(&mut self, from: &str, to: &str, condition: Option<&str>) {
        self.flows += 1;
        let number = self.flows;
        let inside = condition.map_or_else(String::new, |text| {
            format!("<conditionExpression xsi:type=\"tFormalExpression\">{}</conditionExpression>", escaped(text))
        });
        self.node(&format!(
            "<sequenceFlow id=\"flow_{number}\" sourceRef=\"{from}\" targetRef=\"{to}\">{inside}</sequenceFlow>"
        ));
    }

    /// One way through the bodies; answers the last node.
    fn route(&mut self, route: &Route, instant: bool, from: &str, condition: Option<&str>) -> String {
        let mut last = from.to_owned();
        let mut condition = condition;
        let deciding = deciding(route);
        for group in &route.groups {
            let reviews = if instant { Vec::new() } else { reviewing(group, deciding) };
            let lead = led(&reviews, deciding);
            let beside: Vec<&Station> =
                reviews.into_iter().filter(|one| lead.is_none_or(|lead| !std::ptr::eq(lead, *one))).collect();
            last = self.group(&beside, Kind::Review, &last, condition.take_if(|_| !beside.is_empty()));
            if let Some(lead) = lead {
                last = self.group(&[lead], Kind::Review, &last, None);
            }
            if let Some(decider) = group.iter().find(|one| deciding.is_some_and(|it| std::ptr::eq(it, *one))) {
                last = self.group(&[decider], Kind::Decide, &last, condition.take());
            }
        }
        if deciding.is_some() { last } else { self.task(Kind::Decide, &Place::Own, &last, condition.take()) }
    }

    /// Stations side by side, or one alone.
    fn group(&mut self, stations: &[&Station], kind: Kind, from: &str, condition: Option<&str>) -> String {
        match stations {
            [] => from.to_owned(),
            [one] => self.task(kind, &Place::of(one.part.as_ref()), from, condition),
            many => {
                self.joins += 1;
                let (split, join) = (format!("split_{}", self.joins), format!("join_{}", self.joins));
                self.flow(from, &split, condition);
                self.node(&format!("<parallelGateway id=\"{split}\"/>"));
                let ends: Vec<String> =
                    many.iter().map(|one| self.task(kind, &Place::of(one.part.as_ref()), &split, None)).collect();
                self.node(&format!("<parallelGateway id=\"{join}\"/>"));
                for end in &ends {
                    self.flow(end, &join, None);
                }
                join
            }
        }
    }

    fn task(&mut self, kind: Kind, place: &Place, from: &str, condition: Option<&str>) -> String {
        self.tasks += 1;
        let id = format!("{}_{}", kind.as_str(), self.tasks);
        self.flow(from, &id, condition);
        let (actor, basis, rest) = match kind {
            Kind::Review => ("officer", "AL 34", ""),
            Kind::Decide => ("head", "AL 38", " tb:mandatory=\"true\""),
        };
        let place = escaped(&place.text());
        self.node(&format!(
            "<userTask id=\"{id}\" tb:body=\"{place}\" tb:actor=\"{actor}\" tb:form=\"{form}\" tb:legalBasis=\"{basis}\"{rest}/>",
            form = kind.as_str(),
        ));
        id
    }

    fn end(&mut self, last: &str) {
        self.flow(last, "decided", None);
        self.node("<endEvent id=\"decided\"/>");
    }

    /// The special procedures of AL 45 beside the bodies: while one runs, the case doesn't end.
    fn special(&mut self) {
        self.node(
            "<subProcess id=\"special\" triggeredByEvent=\"true\" tb:clock=\"decision\" tb:legalBasis=\"AL 45\">",
        );
        self.node("  <startEvent id=\"special_began\" isInterrupting=\"false\"><messageEventDefinition messageRef=\"message_began\"/></startEvent>");
        self.node("  <sequenceFlow id=\"flow_special_1\" sourceRef=\"special_began\" targetRef=\"special_ended\"/>");
        self.node("  <intermediateCatchEvent id=\"special_ended\"><messageEventDefinition messageRef=\"message_ended\"/></intermediateCatchEvent>");
        self.node("  <sequenceFlow id=\"flow_special_2\" sourceRef=\"special_ended\" targetRef=\"special_over\"/>");
        self.node("  <endEvent id=\"special_over\"/>");
        self.node("</subProcess>");
    }

    /// What is not decided until the permit ends counts as renewed (AL 50).
    fn renewal(&mut self) {
        self.node(
            "<subProcess id=\"renewal\" triggeredByEvent=\"true\" tb:clock=\"decision\" tb:legalBasis=\"AL 50\">",
        );
        self.node(&format!(
            "  <startEvent id=\"permit_ends\"><timerEventDefinition><timeDate xsi:type=\"tFormalExpression\">{}</timeDate></timerEventDefinition></startEvent>",
            renewal::EXPIRES
        ));
        self.node("  <sequenceFlow id=\"flow_renewal_1\" sourceRef=\"permit_ends\" targetRef=\"renew_1\"/>");
        self.node(&format!(
            "  <serviceTask id=\"renew_1\" tb:body=\"own\" tb:actor=\"system\" tb:form=\"{RENEW}\" tb:legalBasis=\"AL 50\"/>"
        ));
        self.node("  <sequenceFlow id=\"flow_renewal_2\" sourceRef=\"renew_1\" targetRef=\"renewed\"/>");
        self.node("  <endEvent id=\"renewed\"/>");
        self.node("</subProcess>");
    }

    fn document(self) -> String {
        let mut out = String::with_capacity(self.body.len() + 800);
        let _ = writeln!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:tb=\"{}\" id=\"generated\" \
             targetNamespace=\"urn:tongban:generated\" expressionLanguage=\"https://www.omg.org/spec/DMN/20191111/FEEL/\">\n  \
             <message id=\"message_began\" name=\"{}\"/>\n  <message id=\"message_ended\" name=\"{}\"/>\n  \
             <process id=\"{PROCESS}\" isExecutable=\"true\">",
            process::model::official::NAMESPACE,
            super::SPECIAL_BEGAN,
            super::SPECIAL_ENDED,
        );
        out.push_str(&self.body);
        out.push_str("  </process>\n</definitions>\n");
        out
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
