//! The day line: the life of a case as a vertical line with a mark a day. Counted days are solid
//! and carry their number, uncounted ones hollow with their reason, today is marked, and the
//! promised and the statutory end stand as two flags. The same picture for applicant, officer and
//! supervisor; its table says the same in words. The days themselves come from `casework`.

use std::fmt::Write;

use kernel::Date;

use crate::{
    html::{Html, escape},
    shell::Shell,
};

/// What is drawn: rows in the order of their dates.
#[derive(Debug, Clone, Default)]
pub struct DayLine {
    pub days: Vec<Day>,
    pub today: Option<Date>,
    /// The promised end 承诺时限.
    pub promised: Option<Flag>,
    /// The statutory end 法定时限.
    pub statutory: Option<Flag>,
}

/// One day of the account.
#[derive(Debug, Clone)]
pub struct Day {
    pub date: Date,
    /// Which day of the limit it is; `None` when it does not count.
    pub number: Option<u32>,
    /// Why it does not count; in the reader's language.
    pub reason: String,
    /// What happened, in the reader's language.
    pub events: Vec<String>,
}

/// An end of a limit.
#[derive(Debug, Clone, Copy)]
pub struct Flag {
    pub date: Date,
    /// Computed without the year's holiday notice.
    pub provisional: bool,
}

/// Days that are drawn in one row: one, or several uncounted ones with one reason.
struct Row<'a> {
    first: &'a Day,
    last: Date,
    days: usize,
}

const WIDTH: i32 = 360;
const ROW: i32 = 32;
const LINE: i32 = 112;

impl DayLine {
    /// The figure: picture and table.
    #[must_use]
    pub fn draw(&self, shell: &Shell) -> Html {
        let rows = self.rows();
        let mut out = String::with_capacity(rows.len() * 400 + 600);
        let title = escape(&shell.t("web-day-line"));
        let _ = write!(out, "<figure class=\"day-line\">");
        self.picture(&mut out, &rows, shell, &title);
        let open = if shell.large() { " open" } else { "" };
        let summary = escape(&shell.t("web-day-table"));
        let _ = write!(out, "<details{open}><summary>{summary}</summary>");
        self.table(&mut out, shell, &title);
        out.push_str("</details></figure>");
        Html(out)
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let mut rows: Vec<Row<'_>> = Vec::new();
        for day in &self.days {
            let plain = day.number.is_none() && day.events.is_empty() && !self.marked(day.date);
            match rows.last_mut() {
                Some(row)
                    if plain
                        && row.first.number.is_none()
                        && row.first.events.is_empty()
                        && !self.marked(row.last)
                        && row.first.reason == day.reason =>
                {
                    row.last = day.date;
                    row.days += 1;
                }
                _ => rows.push(Row { first: day, last: day.date, days: 1 }),
            }
        }
        rows
    }

    /// Whether today or a flag stands at `date`.
    fn marked(&self, date: Date) -> bool {
        self.today == Some(date) || [self.promised, self.statutory].iter().flatten().any(|flag| flag.date == date)
    }

    fn picture(&self, out: &mut String, rows: &[Row<'_>], shell: &Shell, title: &str) {
        let height = i32::try_from(rows.len()).unwrap_or(0) * ROW + 8;
        let _ = write!(
            out,
            "<svg viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-label=\"{title}\">\
             <title>{title}</title><desc>{}</desc>",
            escape(&self.description(shell))
        );
        let now = rows.iter().rposition(|row| self.today.is_some_and(|today| row.first.date <= today));
        let middle = |place: usize| i32::try_from(place).unwrap_or(0) * ROW + ROW / 2 + 4;
        let (top, bottom) = (middle(0), middle(rows.len().saturating_sub(1)));
        let reached = now.map_or(top, middle);
        let _ = write!(out, "<path class=\"dl-ahead\" d=\"M{LINE} {reached}V{bottom}\"/>");
        let _ = write!(out, "<path class=\"dl-past\" d=\"M{LINE} {top}V{reached}\"/>");
        for (place, row) in rows.iter().enumerate() {
            self.row(out, row, middle(place), now.is_some_and(|now| place <= now), shell);
        }
        out.push_str("</svg>");
    }

    fn row(&self, out: &mut String, row: &Row<'_>, y: i32, reached: bool, shell: &Shell) {
        let day = row.first;
        let is_today = self.today == Some(day.date);
        if is_today {
            let _ = write!(
                out,
                "<rect class=\"dl-today\" x=\"0\" y=\"{}\" width=\"{WIDTH}\" height=\"{ROW}\" rx=\"6\"/>",
                y - ROW / 2
            );
        }
        let date = escape(&short_dates(row, shell));
        let (date_x, base) = (LINE - 20, y + 5);
        let _ = write!(out, "<text class=\"dl-date\" x=\"{date_x}\" y=\"{base}\" text-anchor=\"end\">{date}</text>");
        let when = if reached { "" } else { " dl-later" };
        match day.number {
            Some(number) => {
                let _ = write!(out, "<circle class=\"dl-day{when}\" cx=\"{LINE}\" cy=\"{y}\" r=\"11\"/>");
                let low = y + 4;
                let _ = write!(
                    out,
                    "<text class=\"dl-number\" x=\"{LINE}\" y=\"{low}\" text-anchor=\"middle\">{number}</text>"
                );
            }
            None => {
                let _ = write!(out, "<circle class=\"dl-off{when}\" cx=\"{LINE}\" cy=\"{y}\" r=\"6\"/>");
            }
        }
        let flags = self.flags(day.date, shell);
        let room = if flags.is_empty() { 15.0 } else { 7.5 };
        let (class, words) = words(row, is_today, shell);
        if !flags.is_empty() && words.is_empty() {
            let _ = write!(out, "<path class=\"dl-pole\" d=\"M{} {y}H{}\"/>", LINE + 14, WIDTH - 116);
        }
        let text_x = LINE + 20;
        let words = escape(&shorten(&words, room));
        let _ = write!(out, "<text class=\"{class}\" x=\"{text_x}\" y=\"{base}\">{words}</text>");
        for (place, (class, label)) in flags.iter().enumerate() {
            let place = i32::try_from(place).unwrap_or(0);
            let (top, x) = (y - 12 + place * 13, WIDTH - 116);
            let _ = write!(
                out,
                "<path class=\"dl-flag {class}\" d=\"M{x} {top}h114l-9 12 9 12h-114z\"/>\
                 <text class=\"dl-flag-word\" x=\"{}\" y=\"{}\">{}</text>",
                x + 8,
                top + 17,
                escape(&shorten(label, 7.0))
            );
        }
    }

    fn flags(&self, date: Date, shell: &Shell) -> Vec<(&'static str, String)> {
        let ends = [
            (self.promised, "dl-promised", "web-flag-promised"),
            (self.statutory, "dl-statutory", "web-flag-statutory"),
        ];
        let at = |flag: Option<Flag>| flag.is_some_and(|flag| flag.date == date);
        let here = ends.iter().filter(|(flag, _, _)| at(*flag));
        here.map(|(_, class, key)| (*class, shell.t(key).into_owned())).collect()
    }

    /// The picture in one sentence.
    fn description(&self, shell: &Shell) -> String {
        let counted = self.days.iter().filter(|day| self.today.is_none_or(|today| day.date <= today));
        let counted = counted.filter_map(|day| day.number).max().unwrap_or(0);
        let mut out = shell.t1("web-day-counted", "days", counted);
        for (flag, key) in [(self.promised, "web-day-promised-by"), (self.statutory, "web-day-statutory-by")] {
            if let Some(flag) = flag {
                out.push_str(&shell.t1(key, "date", shell.date(flag.date)));
            }
        }
        out
    }

    fn table(&self, out: &mut String, shell: &Shell, title: &str) {
        let head = |key: &str| format!("<th scope=\"col\">{}</th>", escape(&shell.t(key)));
        let _ = write!(
            out,
            "<table class=\"rows\"><caption class=\"hidden\">{title}</caption><thead><tr>{}{}{}</tr></thead><tbody>",
            head("web-day-date"),
            head("web-day-number"),
            head("web-day-note")
        );
        for day in &self.days {
            let number =
                day.number.map_or_else(|| shell.t("web-day-not-counted").into_owned(), |number| number.to_string());
            let mut notes: Vec<String> = day.events.clone();
            notes.extend((!day.reason.is_empty()).then(|| day.reason.clone()));
            notes.extend((self.today == Some(day.date)).then(|| shell.t("web-day-today").into_owned()));
            for (flag, key) in [(self.promised, "web-flag-promised"), (self.statutory, "web-flag-statutory")] {
                if let Some(flag) = flag.filter(|flag| flag.date == day.date) {
                    notes.push(shell.t(key).into_owned());
                    notes.extend(flag.provisional.then(|| shell.t("web-day-provisional").into_owned()));
                }
            }
            let _ = write!(
                out,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
                escape(&shell.date_weekday(day.date)),
                escape(&number),
                escape(&notes.join(&shell.t("web-list-separator")))
            );
        }
        out.push_str("</tbody></table>");
    }
}

/// What stands to the right of a mark.
fn words(row: &Row<'_>, is_today: bool, shell: &Shell) -> (&'static str, String) {
    let day = row.first;
    if !day.events.is_empty() {
        return ("dl-event", day.events.join(&shell.t("web-list-separator")));
    }
    if is_today {
        return ("dl-now", shell.t("web-day-today").into_owned());
    }
    if row.days > 1 {
        return ("dl-note", shell.t2("web-day-several", "reason", &day.reason, "days", row.days));
    }
    ("dl-note", day.reason.clone())
}

fn short_dates(row: &Row<'_>, shell: &Shell) -> String {
    let one = |date: Date| shell.t2("web-day-short", "month", date.month(), "day", date.day());
    let first = row.first.date;
    if row.days == 1 {
        one(first)
    } else if first.month() == row.last.month() {
        shell.tn("web-day-range", &[("month", &first.month()), ("day", &first.day()), ("to", &row.last.day())])
    } else {
        [&one(first), "\u{2013}", &one(row.last)].concat()
    }
}

/// `text` in at most so many full-width characters; the table has it whole.
pub(crate) fn shorten(text: &str, most: f32) -> String {
    let width = |c: char| if c.is_ascii() { 0.55 } else { 1.0 };
    if text.chars().map(width).sum::<f32>() <= most {
        return text.to_owned();
    }
    let mut used = 1.0;
    let fits = text.chars().take_while(|c| {
        used += width(*c);
        used <= most
    });
    fits.chain(['\u{2026}']).collect()
}
