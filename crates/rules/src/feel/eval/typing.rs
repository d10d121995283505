//! Conformance of values to types and the conversions that are implied (DMN 1.5, 10.3.2.9): a single value for a
//! list of it and back, a date for its midnight.

use super::super::function::Kind;
use super::super::types::{Item, Type, Types};
use super::super::{Bound, Fault, List, Scope, Value};
use super::Eval;

/// How far a value is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// `instance of` leaves the allowed values of a type aside.
    Shape,
    Values,
}

impl Eval<'_> {
    pub(crate) fn instance_of(&mut self, value: &Value, wanted: &Type, types: &Types) -> Result<Value, Fault> {
        if matches!(wanted, Type::Unknown) {
            return Ok(Value::Null);
        }
        if value.is_null() {
            return Ok(Value::Boolean(matches!(wanted, Type::Null)));
        }
        self.conforms(value, wanted, types, Check::Shape).map(Value::Boolean)
    }

    /// The value as `wanted`, converted where that is implied; null where it doesn't fit.
    pub(crate) fn coerce(&mut self, value: Value, wanted: &Type, types: &Types) -> Result<Value, Fault> {
        if matches!(wanted, Type::Any) || value.is_null() {
            return Ok(value);
        }
        if self.conforms(&value, wanted, types, Check::Values)? {
            return Ok(value);
        }
        Ok(self.converted(&value, wanted, types)?.unwrap_or_default())
    }

    fn converted(&mut self, value: &Value, wanted: &Type, types: &Types) -> Result<Option<Value>, Fault> {
        let is_list = self.is_list(wanted, types)?;
        match value {
            Value::List(list) if list.len() == 1 && !is_list => {
                let single = list.first().cloned().unwrap_or_default();
                if self.conforms(&single, wanted, types, Check::Values)? {
                    return Ok(Some(single));
                }
            }
            Value::List(_) => {}
            single if is_list => {
                let list = Value::List(List::new(vec![single.clone()]));
                if self.conforms(&list, wanted, types, Check::Values)? {
                    return Ok(Some(list));
                }
            }
            _ => {}
        }
        if let Value::Date(date) = value {
            let moment = Value::from(date.midnight());
            if self.conforms(&moment, wanted, types, Check::Values)? {
                return Ok(Some(moment));
            }
        }
        Ok(None)
    }

    fn is_list(&mut self, wanted: &Type, types: &Types) -> Result<bool, Fault> {
        let mut wanted = wanted;
        // A type of the model may be another name for a list; more names than types are a circle.
        for _ in 0..=types.len() {
            match wanted {
                Type::List(_) => return Ok(true),
                Type::Item(at) => match types.get(*at) {
                    Some(item) if item.collection => return Ok(true),
                    Some(item) => wanted = &item.base,
                    None => return Ok(false),
                },
                _ => return Ok(false),
            }
        }
        Ok(false)
    }

    /// Whether the value is one of the type; null is one of every type.
    pub(crate) fn conforms(
        &mut self,
        value: &Value,
        wanted: &Type,
        types: &Types,
        check: Check,
    ) -> Result<bool, Fault> {
        self.step(1)?;
        Ok(match (wanted, value) {
            (Type::Any, _) => true,
            (Type::Unknown, _) => false,
            (_, Value::Null) => true,
            (Type::Null, _) => false,
            (Type::Number, Value::Number(_))
            | (Type::String, Value::String(_))
            | (Type::Boolean, Value::Boolean(_))
            | (Type::Date, Value::Date(_))
            | (Type::Time, Value::Time(_))
            | (Type::DateTime, Value::DateTime(_))
            | (Type::Days, Value::Days(_))
            | (Type::Months, Value::Months(_))
            | (Type::Function(None), Value::Function(_)) => true,
            (Type::List(item), Value::List(list)) => {
                for value in list.iter() {
                    if !self.deeper(|eval| eval.conforms(value, item, types, check))? {
                        return Ok(false);
                    }
                }
                true
            }
            (Type::Context(entries), Value::Context(context)) => {
                for (name, wanted) in entries.iter() {
                    let Some(value) = context.get(name) else { return Ok(false) };
                    if !self.deeper(|eval| eval.conforms(value, wanted, types, check))? {
                        return Ok(false);
                    }
                }
                true
            }
            (Type::Range(item), Value::Range(range)) => {
                for bound in [&range.low, &range.high] {
                    if let Bound::Included(value) | Bound::Excluded(value) = bound
                        && !self.deeper(|eval| eval.conforms(value, item, types, check))?
                    {
                        return Ok(false);
                    }
                }
                true
            }
            (Type::Function(Some(signature)), Value::Function(function)) => match &function.kind {
                Kind::Builtin(builtin) => builtin.fits(signature.0.len()),
                Kind::Service(model, node) => model.service_parameters(*node).len() == signature.0.len(),
                Kind::Defined(closure) => {
                    let definition = &closure.definition;
                    definition.parameters.len() == signature.0.len()
                        && definition
                            .parameters
                            .iter()
                            .zip(&signature.0)
                            .all(|((_, has), wanted)| matches!(has, Type::Any) || fits(wanted, has))
                        && (matches!(definition.result, Type::Any) || fits(&definition.result, &signature.1))
                }
            },
            (Type::Item(at), value) => match types.get(*at) {
                Some(item) => self.deeper(|eval| eval.is_item(value, item, types, check))?,
                None => false,
            },
            _ => false,
        })
    }

    fn is_item(&mut self, value: &Value, item: &Item, types: &Types, check: Check) -> Result<bool, Fault> {
        if item.collection {
            let Value::List(list) = value else { return Ok(false) };
            for value in list.iter() {
                if !self.conforms(value, &item.base, types, check)? || !self.allowed(value, item, check)? {
                    return Ok(false);
                }
            }
        } else if !self.conforms(value, &item.base, types, check)? || !self.allowed(value, item, check)? {
            return Ok(false);
        }
        match &item.constraint {
            Some(tests) if check == Check::Values => tests.test_in(value, &Scope::default(), self),
            _ => Ok(true),
        }
    }

    fn allowed(&mut self, value: &Value, item: &Item, check: Check) -> Result<bool, Fault> {
        match &item.allowed {
            Some(tests) if check == Check::Values && !value.is_null() => tests.test_in(value, &Scope::default(), self),
            _ => Ok(true),
        }
    }
}

/// Whether every value of `narrow` is one of `wide`, as far as the types alone say.
fn fits(narrow: &Type, wide: &Type) -> bool {
    match (narrow, wide) {
        (_, Type::Any) => true,
        (Type::List(a), Type::List(b)) | (Type::Range(a), Type::Range(b)) => fits(a, b),
        (Type::Context(a), Type::Context(b)) => b.iter().all(|(name, wide)| {
            a.iter().find(|(other, _)| other == name).is_some_and(|(_, narrow)| fits(narrow, wide))
        }),
        (Type::Function(_), Type::Function(None)) => true,
        (Type::Function(Some(a)), Type::Function(Some(b))) => {
            a.0.len() == b.0.len() && a.0.iter().zip(&b.0).all(|(a, b)| fits(b, a)) && fits(&a.1, &b.1)
        }
        (Type::Item(a), Type::Item(b)) => a == b,
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b) && !matches!(a, Type::Unknown),
    }
}
