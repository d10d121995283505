//! The serializer behind `canonical`: writes values as they come and sorts each map when it
//! closes. Not a general JSON writer: what has no certain form is refused.

use std::{borrow::Cow, ops::Range};

use serde::{Serialize, ser};

use super::NotCanonical;

/// The largest number that every implementation of RFC 8785 writes alike (RFC 7493 section 2.2).
const LARGEST: u128 = (1 << 53) - 1;

pub(super) fn write(value: &impl Serialize) -> Result<Vec<u8>, NotCanonical> {
    let mut writer = Writer { out: Vec::with_capacity(256) };
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

struct Writer {
    out: Vec<u8>,
}

impl Writer {
    fn text(&mut self, text: &str) -> Result<(), NotCanonical> {
        // serde_json escapes exactly what RFC 8785 escapes, in the same way.
        serde_json::to_writer(&mut self.out, text).map_err(ser::Error::custom)
    }

    fn whole(&mut self, number: i128) -> Result<(), NotCanonical> {
        if number.unsigned_abs() > LARGEST {
            return Err(NotCanonical::LargeNumber);
        }
        serde_json::to_writer(&mut self.out, &number).map_err(ser::Error::custom)
    }

    fn list(&mut self) -> List<'_> {
        self.out.push(b'[');
        List { writer: self, first: true, after: "]" }
    }

    fn map(&mut self) -> Map<'_> {
        let start = self.out.len();
        Map { writer: self, start, entries: Vec::new(), key: None, after: "" }
    }

    /// `{"variant":` before what a variant holds.
    fn variant(&mut self, variant: &str) -> Result<(), NotCanonical> {
        self.out.push(b'{');
        self.text(variant)?;
        self.out.push(b':');
        Ok(())
    }
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = NotCanonical;
    type SerializeSeq = List<'w>;
    type SerializeTuple = List<'w>;
    type SerializeTupleStruct = List<'w>;
    type SerializeTupleVariant = List<'w>;
    type SerializeMap = Map<'w>;
    type SerializeStruct = Map<'w>;
    type SerializeStructVariant = Map<'w>;

    fn serialize_bool(self, value: bool) -> Result<(), NotCanonical> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }
    fn serialize_i8(self, value: i8) -> Result<(), NotCanonical> {
        self.whole(value.into())
    }
    fn serialize_i16(self, value: i16) -> Result<(), NotCanonical> {
        self.whole(value.into())
    }
    fn serialize_i32(self, value: i32) -> Result<(), NotCanonical> {
        self.whole(value.into())
    }
    fn serialize_i64(self, value: i64) -> Result<(), NotCanonical> {
        self.whole(value.into())
    }
    fn serialize_i128(self, value: i128) -> Result<(), NotCanonical> {
        self.whole(value)
    }
    fn serialize_u8(self, value: u8) -> Result<(), NotCanonical> {
        self.whole(value.into())
    }
    fn serialize_u16(self, value: u16) -> Result<(), NotCanonical> {
        self.whole(value.into())
    }
    fn serialize_u32(self, value: u32) -> Result<(), NotCanonical> {
        self.whole(value.into())
    }
    fn serialize_u64(self, value: u64) -> Result<(), NotCanonical> {
        self.whole(value.into())
    }
    fn serialize_u128(self, value: u128) -> Result<(), NotCanonical> {
        self.whole(i128::try_from(value).map_err(|_| NotCanonical::LargeNumber)?)
    }
    fn serialize_f32(self, _: f32) -> Result<(), NotCanonical> {
        Err(NotCanonical::Fraction)
    }
    fn serialize_f64(self, _: f64) -> Result<(), NotCanonical> {
        Err(NotCanonical::Fraction)
    }
    fn serialize_char(self, value: char) -> Result<(), NotCanonical> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Result<(), NotCanonical> {
        self.text(value)
    }
    fn serialize_bytes(self, value: &[u8]) -> Result<(), NotCanonical> {
        self.collect_seq(value)
    }
    fn serialize_none(self) -> Result<(), NotCanonical> {
        self.serialize_unit()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotCanonical> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), NotCanonical> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NotCanonical> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), NotCanonical> {
        self.text(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NotCanonical> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), NotCanonical> {
        self.variant(variant)?;
        value.serialize(&mut *self)?;
        self.out.push(b'}');
        Ok(())
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<List<'w>, NotCanonical> {
        Ok(self.list())
    }
    fn serialize_tuple(self, _: usize) -> Result<List<'w>, NotCanonical> {
        Ok(self.list())
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'w>, NotCanonical> {
        Ok(self.list())
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'w>, NotCanonical> {
        self.variant(variant)?;
        Ok(List { after: "]}", ..self.list() })
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Map<'w>, NotCanonical> {
        Ok(self.map())
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Map<'w>, NotCanonical> {
        Ok(self.map())
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Map<'w>, NotCanonical> {
        self.variant(variant)?;
        Ok(Map { after: "}", ..self.map() })
    }
}

struct List<'w> {
    writer: &'w mut Writer,
    first: bool,
    after: &'static str,
}

impl List<'_> {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        if !std::mem::take(&mut self.first) {
            self.writer.out.push(b',');
        }
        value.serialize(&mut *self.writer)
    }

    fn close(self) -> Result<(), NotCanonical> {
        self.writer.out.extend_from_slice(self.after.as_bytes());
        Ok(())
    }
}

/// A map under way: `key:value` of each entry stands behind `start` as it came; closing sorts them.
struct Map<'w> {
    writer: &'w mut Writer,
    start: usize,
    entries: Vec<(Cow<'static, str>, Range<usize>)>,
    key: Option<Cow<'static, str>>,
    after: &'static str,
}

impl Map<'_> {
    fn add<T: Serialize + ?Sized>(&mut self, key: Cow<'static, str>, value: &T) -> Result<(), NotCanonical> {
        let from = self.writer.out.len();
        self.writer.text(&key)?;
        self.writer.out.push(b':');
        value.serialize(&mut *self.writer)?;
        self.entries.push((key, from..self.writer.out.len()));
        Ok(())
    }

    fn close(mut self) -> Result<(), NotCanonical> {
        self.entries.sort_by(|(left, _), (right, _)| left.encode_utf16().cmp(right.encode_utf16()));
        let twice = self.entries.iter().zip(self.entries.iter().skip(1)).find(|(left, right)| left.0 == right.0);
        if let Some(((key, _), _)) = twice {
            return Err(NotCanonical::DuplicateKey(key.to_string()));
        }
        let unsorted = self.writer.out.split_off(self.start);
        let out = &mut self.writer.out;
        out.push(b'{');
        for (place, (_, range)) in self.entries.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            out.extend_from_slice(unsorted.get(range.start - self.start..range.end - self.start).unwrap_or_default());
        }
        out.push(b'}');
        out.extend_from_slice(self.after.as_bytes());
        Ok(())
    }
}

/// The text of a key: text as it is, a whole number in decimal.
fn key_text<T: Serialize + ?Sized>(key: &T) -> Result<String, NotCanonical> {
    match serde_json::to_value(key) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        Ok(serde_json::Value::Number(number)) if !number.is_f64() => Ok(number.to_string()),
        _ => Err(NotCanonical::Key),
    }
}

impl ser::SerializeSeq for List<'_> {
    type Ok = ();
    type Error = NotCanonical;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        self.add(value)
    }
    fn end(self) -> Result<(), NotCanonical> {
        self.close()
    }
}
impl ser::SerializeTuple for List<'_> {
    type Ok = ();
    type Error = NotCanonical;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        self.add(value)
    }
    fn end(self) -> Result<(), NotCanonical> {
        self.close()
    }
}
impl ser::SerializeTupleStruct for List<'_> {
    type Ok = ();
    type Error = NotCanonical;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        self.add(value)
    }
    fn end(self) -> Result<(), NotCanonical> {
        self.close()
    }
}
impl ser::SerializeTupleVariant for List<'_> {
    type Ok = ();
    type Error = NotCanonical;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        self.add(value)
    }
    fn end(self) -> Result<(), NotCanonical> {
        self.close()
    }
}
impl ser::SerializeMap for Map<'_> {
    type Ok = ();
    type Error = NotCanonical;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotCanonical> {
        self.key = Some(key_text(key)?.into());
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        let key = self.key.take().ok_or(NotCanonical::Key)?;
        self.add(key, value)
    }
    fn end(self) -> Result<(), NotCanonical> {
        self.close()
    }
}
impl ser::SerializeStruct for Map<'_> {
    type Ok = ();
    type Error = NotCanonical;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NotCanonical> {
        self.add(key.into(), value)
    }
    fn end(self) -> Result<(), NotCanonical> {
        self.close()
    }
}
impl ser::SerializeStructVariant for Map<'_> {
    type Ok = ();
    type Error = NotCanonical;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NotCanonical> {
        self.add(key.into(), value)
    }
    fn end(self) -> Result<(), NotCanonical> {
        self.close()
    }
}
