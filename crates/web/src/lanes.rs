//! The side-by-side: the bodies of a joint case as parallel lanes that meet, each with its light
//! and its silence. Who works when is `casework`'s knowledge; here it is drawn, with its table.

use std::fmt::Write;

use crate::{
    day_line::shorten,
    html::{Html, escape},
    shell::Shell,
};

/// What is drawn. Days are counted from 0 on one scale for all lanes.
#[derive(Debug, Clone, Default)]
pub struct Lanes {
    /// Length of the scale in days.
    pub days: u32,
    pub today: Option<u32>,
    pub lanes: Vec<Lane>,
    /// What happens when all are done.
    pub meeting: String,
}

/// One body's part.
#[derive(Debug, Clone)]
pub struct Lane {
    pub body: String,
    pub light: Light,
    /// The state in words, in the reader's language.
    pub state: String,
    pub stretches: Vec<Stretch>,
}

/// A part of a lane from one day to another.
#[derive(Debug, Clone, Copy)]
pub struct Stretch {
    pub from: u32,
    pub to: u32,
    /// Nothing was heard.
    pub silent: bool,
}

/// A state told by shape and colour; the word stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    Waiting,
    Running,
    Done,
    Late,
    Refused,
}

impl Light {
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Late => "late",
            Self::Refused => "refused",
        }
    }

    /// The shape about (0, 0), drawn with the class's colour.
    fn shape(self) -> &'static str {
        match self {
            Self::Waiting => "<circle r=\"6\" class=\"hollow\"/>",
            Self::Running => "<circle r=\"6\" class=\"hollow\"/><path d=\"M0-6a6 6 0 0 1 0 12z\"/>",
            Self::Done => "<circle r=\"7\"/><path class=\"tick\" d=\"M-3 0l2 3 4-5\"/>",
            Self::Late => "<path d=\"M0-7l8 14h-16z\"/>",
            Self::Refused => "<path d=\"M-6-6h12v12h-12z\"/>",
        }
    }
}

const WIDTH: u32 = 360;
const LEFT: u32 = 4;
const RIGHT: u32 = 326;
const ROW: u32 = 60;

impl Lanes {
    /// The figure: picture and table.
    #[must_use]
    pub fn draw(&self, shell: &Shell) -> Html {
        let mut out = String::new();
        let title = escape(&shell.t("web-lanes"));
        let count = u32::try_from(self.lanes.len()).unwrap_or(0);
        let height = count * ROW + 52;
        let _ = write!(
            out,
            "<figure class=\"lanes\"><svg viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" \
             aria-label=\"{title}\"><title>{title}</title>"
        );
        let end = count * ROW + 18;
        if let Some(today) = self.today {
            let x = self.x(today);
            let _ = write!(out, "<path class=\"ln-today\" d=\"M{x} 6V{end}\"/>");
        }
        for (place, lane) in self.lanes.iter().enumerate() {
            self.lane(&mut out, lane, u32::try_from(place).unwrap_or(0) * ROW, end);
        }
        let (meet_x, word_y, meeting) = (RIGHT + 18, end + 6, escape(&self.meeting));
        let word_x = meet_x - 14;
        let _ = write!(
            out,
            "<circle class=\"ln-meet\" cx=\"{meet_x}\" cy=\"{end}\" r=\"8\"/>\
             <text class=\"ln-word\" x=\"{word_x}\" y=\"{word_y}\" text-anchor=\"end\">{meeting}</text></svg>"
        );
        self.table(&mut out, shell, &title);
        out.push_str("</figure>");
        Html(out)
    }

    fn x(&self, day: u32) -> u32 {
        LEFT + day.min(self.days) * (RIGHT - LEFT) / self.days.max(1)
    }

    fn lane(&self, out: &mut String, lane: &Lane, top: u32, end: u32) {
        let (class, y, base) = (lane.light.class(), top + 38, top + 22);
        let (body, state) = (escape(&shorten(&lane.body, 15.0)), escape(&lane.state));
        let meet = RIGHT + 18;
        let _ = write!(
            out,
            "<path class=\"ln-track\" d=\"M{LEFT} {y}H{RIGHT}q18 0 18 18V{end}\"/>\
             <text class=\"ln-body\" x=\"{LEFT}\" y=\"{base}\">{body}</text>\
             <text class=\"ln-state {class}\" x=\"{}\" y=\"{base}\" text-anchor=\"end\">{state}</text>\
             <g class=\"light {class}\" transform=\"translate({} {})\">{}</g>",
            meet - 20,
            meet - 8,
            top + 17,
            lane.light.shape()
        );
        for stretch in &lane.stretches {
            let (from, to) = (self.x(stretch.from), self.x(stretch.to).max(self.x(stretch.from) + 2));
            let silent = if stretch.silent { " ln-silent" } else { "" };
            let _ = write!(out, "<path class=\"ln-work {class}{silent}\" d=\"M{from} {y}H{to}\"/>");
        }
    }

    fn table(&self, out: &mut String, shell: &Shell, title: &str) {
        let open = if shell.large() { " open" } else { "" };
        let head = |key: &str| format!("<th scope=\"col\">{}</th>", escape(&shell.t(key)));
        let _ = write!(
            out,
            "<details{open}><summary>{}</summary><table class=\"rows\"><caption class=\"hidden\">{title}</caption><thead><tr>{}{}{}</tr></thead><tbody>",
            escape(&shell.t("web-lanes-table")),
            head("web-lanes-body"),
            head("web-lanes-state"),
            head("web-lanes-days")
        );
        for lane in &self.lanes {
            let days: u32 = lane.stretches.iter().map(|stretch| stretch.to.saturating_sub(stretch.from)).sum();
            let _ = write!(
                out,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{days}</td></tr>",
                escape(&lane.body),
                escape(&lane.state)
            );
        }
        out.push_str("</tbody></table></details>");
    }
}
