//! Statements that insert a hundred rows at once, for the import of some 45,000 divisions: their
//! texts are made at compile time from the head and the number of columns.

use store::Sql;

/// Rows of one statement.
pub(crate) const AT_ONCE: usize = 100;
/// Columns of each of the two tables.
pub(crate) const DIVISION_COLUMNS: usize = 8;
pub(crate) const CHANGE_COLUMNS: usize = 9;

const DIVISIONS: &str =
    "INSERT INTO directory_division (code, name, name_en, level, parent, kind, valid_from, valid_to) VALUES ";
const CHANGES: &str = "INSERT INTO directory_division_change \
                       (old_code, year, place, kind, old_name, old_parent, new_code, new_name, document) VALUES ";

static DIVISION: Text = Text::of(DIVISIONS, 1, DIVISION_COLUMNS);
static DIVISIONS_TEXT: Text = Text::of(DIVISIONS, AT_ONCE, DIVISION_COLUMNS);
static CHANGE: Text = Text::of(CHANGES, 1, CHANGE_COLUMNS);
static CHANGES_TEXT: Text = Text::of(CHANGES, AT_ONCE, CHANGE_COLUMNS);

pub(crate) static ONE_DIVISION: Sql = Sql::new(text(&DIVISION));
pub(crate) static MANY_DIVISIONS: Sql = Sql::new(text(&DIVISIONS_TEXT));
pub(crate) static ONE_CHANGE: Sql = Sql::new(text(&CHANGE));
pub(crate) static MANY_CHANGES: Sql = Sql::new(text(&CHANGES_TEXT));

/// Room for the longest of the texts.
const ROOM: usize = 8_192;

/// A text in the making.
struct Text {
    bytes: [u8; ROOM],
    length: usize,
}

impl Text {
    /// `head ($1,$2),($3,$4)`.
    #[expect(clippy::indexing_slicing, reason = "done at compile time, where a wrong index does not compile")]
    const fn of(head: &str, rows: usize, columns: usize) -> Self {
        let mut text = Self { bytes: [0; ROOM], length: 0 };
        let head = head.as_bytes();
        let mut at = 0;
        while at < head.len() {
            text = text.put(head[at]);
            at += 1;
        }
        let mut place = 0;
        while place < rows * columns {
            let first = place.is_multiple_of(columns);
            if first && place > 0 {
                text = text.put(b',');
            }
            text = text.put(if first { b'(' } else { b',' }).put(b'$').number(place + 1);
            if (place + 1).is_multiple_of(columns) {
                text = text.put(b')');
            }
            place += 1;
        }
        text
    }

    #[expect(clippy::indexing_slicing, reason = "done at compile time, where a wrong index does not compile")]
    const fn put(mut self, byte: u8) -> Self {
        self.bytes[self.length] = byte;
        self.length += 1;
        self
    }

    const fn number(self, number: usize) -> Self {
        let text = if number >= 10 { self.number(number / 10) } else { self };
        #[expect(clippy::cast_possible_truncation, reason = "a digit")]
        let digit = (number % 10) as u8;
        text.put(b'0' + digit)
    }
}

const fn text(made: &'static Text) -> &'static str {
    let (used, _) = made.bytes.split_at(made.length);
    match std::str::from_utf8(used) {
        Ok(text) => text,
        Err(_) => "",
    }
}
