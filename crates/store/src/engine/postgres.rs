//! PostgreSQL: a session with its prepared statements, and how cells travel.

use std::{collections::HashMap, error::Error as StdError};

use postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::tls::{Target, told};
use crate::{Error, Sql, Value, value::Cell};

/// A connection and the statements prepared on it.
pub(crate) struct Session {
    client: postgres::Client,
    prepared: HashMap<usize, postgres::Statement>,
}

impl Session {
    pub(crate) fn open(url: &str) -> Result<Self, Error> {
        let Target { config, tls } = Target::read(url)?;
        let connected = match tls {
            Some(tls) => config.connect(tls),
            None => config.connect(postgres::NoTls),
        };
        let client = connected.map_err(|error| Error::operator("store-postgres-unreachable", told(&error)))?;
        Ok(Self { client, prepared: HashMap::new() })
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<(), Error> {
        Ok(self.client.batch_execute(text)?)
    }

    fn prepare(&mut self, sql: &Sql) -> Result<postgres::Statement, Error> {
        // A registered statement is a static: its address names it.
        let key = sql.text().as_ptr() as usize ^ sql.text().len().rotate_left(48);
        if let Some(statement) = self.prepared.get(&key) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql.text())?;
        self.prepared.insert(key, statement.clone());
        Ok(statement)
    }

    pub(crate) fn execute(&mut self, sql: &Sql, params: &[Value<'_>]) -> Result<usize, Error> {
        let statement = self.prepare(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        Ok(usize::try_from(self.client.execute(&statement, &params)?).unwrap_or(usize::MAX))
    }

    pub(crate) fn query(&mut self, sql: &Sql, params: &[Value<'_>]) -> Result<Vec<postgres::Row>, Error> {
        let statement = self.prepare(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        Ok(self.client.query(&statement, &params)?)
    }

    pub(crate) fn check(&mut self, sql: &Sql) -> Result<(), Error> {
        self.prepare(sql).map(drop)
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut bytes::BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => match *ty {
                Type::INT2 => i16::try_from(*number)?.to_sql(ty, out),
                Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
                Type::INT8 => number.to_sql(ty, out),
                _ => Err(format!("an integer was given where {ty} is wanted").into()),
            },
            Value::Bool(truth) if *ty == Type::BOOL => truth.to_sql(ty, out),
            Value::Text(text) if [Type::TEXT, Type::VARCHAR, Type::BPCHAR, Type::NAME].contains(ty) => {
                text.as_ref().to_sql(ty, out)
            }
            Value::Bytes(bytes) if *ty == Type::BYTEA => bytes.as_ref().to_sql(ty, out),
            _ => Err(format!("{self:?} was given where {ty} is wanted").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

pub(crate) fn cell<T>(row: &postgres::Row, index: usize, take: impl FnOnce(Cell<'_>) -> T) -> Result<T, Error> {
    let column = row.columns().get(index).ok_or(Error::Column { column: index, why: "no such column".into() })?;
    let cell = match *column.type_() {
        Type::INT2 => row.try_get::<_, Option<i16>>(index)?.map_or(Cell::Null, |n| Cell::Int(n.into())),
        Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map_or(Cell::Null, |n| Cell::Int(n.into())),
        Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map_or(Cell::Null, Cell::Int),
        Type::BOOL => row.try_get::<_, Option<bool>>(index)?.map_or(Cell::Null, Cell::Bool),
        Type::BYTEA => row.try_get::<_, Option<&[u8]>>(index)?.map_or(Cell::Null, Cell::Bytes),
        _ => row.try_get::<_, Option<&str>>(index)?.map_or(Cell::Null, Cell::Text),
    };
    Ok(take(cell))
}
