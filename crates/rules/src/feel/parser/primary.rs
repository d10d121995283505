//! Operands: literals, names, lists, ranges, contexts, functions, types.

use std::sync::Arc;

use super::super::ast::{Comparison, Definition, End, Entry, Node};
use super::super::eval::compare::checked_range;
use super::super::lexer::Token;
use super::super::temporal::{Date, DateTime, Duration, Time};
use super::super::types::Type;
use super::super::{Bound, Range, Shape, Value, builtins};
use super::{Parsed, Parser};

impl Parser<'_, '_> {
    pub(super) fn primary(&mut self) -> Parsed<Node> {
        match &mut self.token {
            Token::Number(number) => {
                let number = *number;
                self.advance();
                Ok(Node::Literal(number.into()))
            }
            Token::String(text) => {
                let text = std::mem::take(text);
                self.advance();
                Ok(Node::Literal(text.into()))
            }
            Token::Word => self.named(),
            Token::Symbol(symbol) => match *symbol {
                "(" => self.parenthesis(),
                "[" => self.bracket(),
                "]" => {
                    self.advance();
                    let low = self.additive_end()?;
                    self.range_from(End::Excluded(low))
                }
                "{" => self.context(),
                "@" => self.at_literal(),
                "?" => {
                    self.advance();
                    Ok(self.lexical.resolve("?"))
                }
                "<" | "<=" | ">" | ">=" | "=" | "!=" => self.open_range(),
                _ => Err(self.unexpected()),
            },
            Token::End | Token::Bad => Err(self.unexpected()),
        }
    }

    fn named(&mut self) -> Parsed<Node> {
        let longer = self.is_longer_name();
        let literal = match self.word() {
            "true" => Some(Value::Boolean(true)),
            "false" => Some(Value::Boolean(false)),
            "null" => Some(Value::Null),
            _ => None,
        };
        if let Some(value) = literal.filter(|_| !longer) {
            self.advance();
            return Ok(Node::Literal(value));
        }
        let reserved = [
            "if",
            "for",
            "some",
            "every",
            "then",
            "else",
            "return",
            "satisfies",
            "in",
            "and",
            "or",
            "between",
            "instance",
        ];
        if reserved.contains(&self.word()) && !longer {
            return match self.word() {
                // `a + if ..` reads as people mean it.
                "if" | "for" | "some" | "every" => self.expression(),
                _ => Err(self.unexpected()),
            };
        }
        if self.word() == "function" && !longer {
            let behind = super::lexer::token(self.text, self.end);
            if behind.0 == Token::Symbol("(") {
                self.advance();
                return self.function();
            }
        }
        let end = self.lexical.name_end(self.text, self.start).unwrap_or(self.end);
        let name = self.text.get(self.start..end).unwrap_or_default();
        let node = self.lexical.resolve(name);
        self.go_to(end);
        Ok(node)
    }

    fn at_literal(&mut self) -> Parsed<Node> {
        self.advance();
        let Token::String(text) = &self.token else { return Err(self.unexpected()) };
        let value = at_value(text);
        self.advance();
        Ok(Node::Literal(value))
    }

    fn parenthesis(&mut self) -> Parsed<Node> {
        self.advance();
        if self.is("..") {
            return self.range_from(End::Open);
        }
        let node = self.expression()?;
        if self.is("..") {
            return self.range_from(End::Excluded(node));
        }
        self.expect(")")?;
        Ok(node)
    }

    fn bracket(&mut self) -> Parsed<Node> {
        self.advance();
        let mut items = Vec::new();
        while !self.is("]") {
            if !items.is_empty() {
                self.expect(",")?;
            }
            items.push(self.expression()?);
            if items.len() == 1 && self.is("..") {
                let low = items.pop().unwrap_or(Node::Literal(Value::Null));
                return self.range_from(End::Included(low));
            }
        }
        self.advance();
        Ok(Node::List(items.into()))
    }

    fn additive_end(&mut self) -> Parsed<Node> {
        self.expression()
    }

    /// Behind the lower end: `..`, the upper end, its bracket.
    pub(super) fn range_from(&mut self, low: End) -> Parsed<Node> {
        self.expect("..")?;
        // Nothing before a round bracket is no end (DMN 1.4).
        if self.eat(")") {
            return Ok(folded([low, End::Open]));
        }
        let high = self.expression()?;
        let high = if self.is("]") {
            End::Included(high)
        } else if self.is(")") || self.is("[") {
            End::Excluded(high)
        } else {
            return Err(self.unexpected());
        };
        self.advance();
        Ok(folded([low, high]))
    }

    /// `< 5` where a value may stand: the range of what is less.
    fn open_range(&mut self) -> Parsed<Node> {
        let operator = self.comparison_operator();
        self.advance();
        let value = self.additive()?;
        let ends = match operator {
            Some(Comparison::Less) => [End::Open, End::Excluded(value)],
            Some(Comparison::LessOrEqual) => [End::Open, End::Included(value)],
            Some(Comparison::Greater) => [End::Excluded(value), End::Open],
            Some(Comparison::GreaterOrEqual) => [End::Included(value), End::Open],
            Some(Comparison::Equal) => return Ok(Node::Point(Box::new(value), Shape::Only)),
            Some(Comparison::NotEqual) => return Ok(Node::Point(Box::new(value), Shape::Except)),
            _ => return Err(self.unexpected()),
        };
        Ok(folded(ends))
    }

    fn context(&mut self) -> Parsed<Node> {
        self.advance();
        let mark = self.lexical.mark();
        let mut entries: Vec<Entry> = Vec::new();
        while !self.is("}") {
            if !entries.is_empty() {
                self.expect(",")?;
            }
            let name: Arc<str> = match &self.token {
                Token::String(text) => {
                    let name = Arc::from(text.as_str());
                    self.advance();
                    name
                }
                _ => self.bound_name(|_, token| *token == Token::Symbol(":"))?,
            };
            self.expect(":")?;
            if entries.iter().any(|entry| entry.name.as_ref() == Some(&name)) {
                return Err(self.error("rules-syntax-name-twice"));
            }
            self.lexical.know_property(&name);
            let slot = self.lexical.slot();
            let before = self.lexical.mark();
            // A function may call itself by the name of its entry.
            if self.word() == "function" {
                self.lexical.name_slot(&name, slot);
            }
            let mut value = self.expression()?;
            self.lexical.forget(before);
            if let Node::Function(definition) = &mut value
                && let Some(definition) = Arc::get_mut(definition)
            {
                definition.own = Some(slot);
            }
            self.lexical.name_slot(&name, slot);
            self.check_bound()?;
            entries.push(Entry { name: Some(name), slot, value });
        }
        self.advance();
        self.lexical.release(mark);
        Ok(Node::Context(entries.into()))
    }

    /// Behind `function`.
    fn function(&mut self) -> Parsed<Node> {
        self.expect("(")?;
        let mark = self.lexical.mark();
        let outer = self.lexical.enter_function();
        let mut parameters = Vec::new();
        while !self.is(")") {
            if !parameters.is_empty() {
                self.expect(",")?;
            }
            let ends = |_: &str, token: &Token| matches!(token, Token::Symbol(":" | "," | ")"));
            let name = self.bound_name(ends)?;
            let kind = if self.eat(":") { self.type_reference()? } else { Type::Any };
            parameters.push((name, kind));
        }
        self.advance();
        for (name, _) in &parameters {
            self.lexical.bind(name);
            self.check_bound()?;
        }
        let external = self.eat_word("external");
        let body = self.expression()?;
        let slots = self.lexical.leave_function(outer);
        self.lexical.release(mark);
        Ok(Node::Function(Arc::new(Definition {
            parameters: parameters.into(),
            captured: outer.0,
            own: None,
            slots,
            body: (!external).then_some(body),
            result: Type::Any,
        })))
    }

    /// A type, as `instance of` and parameters name it.
    pub(super) fn type_reference(&mut self) -> Parsed<Type> {
        self.depth += 1;
        if self.depth > super::DEEPEST {
            return Err(self.error("rules-syntax-too-deep"));
        }
        let out = self.type_here();
        self.depth -= 1;
        out
    }

    fn type_here(&mut self) -> Parsed<Type> {
        let behind = super::lexer::token(self.text, self.end).0 == Token::Symbol("<");
        let word = self.word();
        if behind && matches!(word, "list" | "range" | "context" | "function") {
            self.advance();
            self.advance();
            let out = match word {
                "list" => Type::List(Arc::new(self.type_reference()?)),
                "range" => Type::Range(Arc::new(self.type_reference()?)),
                "context" => {
                    let mut entries = Vec::new();
                    while !self.is(">") {
                        if !entries.is_empty() {
                            self.expect(",")?;
                        }
                        let name = self.bound_name(|_, token| *token == Token::Symbol(":"))?;
                        self.advance();
                        entries.push((name, self.type_reference()?));
                    }
                    Type::Context(entries.into())
                }
                _ => {
                    let mut parameters = Vec::new();
                    while !self.is(">") {
                        if !parameters.is_empty() {
                            self.expect(",")?;
                        }
                        parameters.push(self.type_reference()?);
                    }
                    self.advance();
                    self.expect("->")?;
                    return Ok(Type::Function(Some(Arc::new((parameters, self.type_reference()?)))));
                }
            };
            self.expect(">")?;
            return Ok(out);
        }
        let end = self.lexical.type_end(self.text, self.start);
        let Some((end, name)) = end.and_then(|end| Some((end, self.text.get(self.start..end)?))) else {
            return Err(self.unexpected());
        };
        let out = self.lexical.type_named(name);
        self.go_to(end);
        Ok(out)
    }
}

/// A range between literals is one itself.
fn folded(ends: [End; 2]) -> Node {
    let bound = |end: &End| match end {
        End::Open => Some(Bound::Open),
        End::Included(Node::Literal(value)) if !value.is_null() => Some(Bound::Included(value.clone())),
        End::Excluded(Node::Literal(value)) if !value.is_null() => Some(Bound::Excluded(value.clone())),
        _ => None,
    };
    let [low, high] = &ends;
    let range = bound(low).zip(bound(high)).map(|(low, high)| Range { low, high, shape: Shape::Between });
    match range.and_then(checked_range) {
        Some(range) => Node::Literal(Value::Range(Arc::new(range))),
        None => Node::Range(Box::new(ends)),
    }
}

/// The value of `@"text"`; null where the text is none.
fn at_value(text: &str) -> Value {
    if let Some(date) = Date::parse(text) {
        return date.into();
    }
    if let Some(moment) = DateTime::parse(text) {
        return moment.into();
    }
    if let Some(time) = Time::parse(text) {
        return time.into();
    }
    match Duration::parse(text) {
        Some(duration) => builtins::duration_value(duration),
        None => Value::Null,
    }
}
