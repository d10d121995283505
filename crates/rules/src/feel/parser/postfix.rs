//! What stands behind an operand: paths, filters, arguments.

use std::sync::Arc;

use super::super::ast::{Call, Node};
use super::super::lexer::Token;
use super::{CHAIN, Parsed, Parser};

impl Parser<'_, '_> {
    pub(super) fn postfix(&mut self) -> Parsed<Node> {
        let mut node = self.primary()?;
        for _ in 0..CHAIN {
            if self.is(".") {
                self.advance();
                node = Node::Path(Box::new(node), self.property()?);
            } else if self.is("[") && !self.closes_range() {
                self.advance();
                node = self.filter(node)?;
            } else if self.is("(") {
                self.advance();
                node = self.call(node)?;
            } else {
                return Ok(node);
            }
        }
        Err(self.error("rules-syntax-too-deep"))
    }

    /// Whether the bracket here ends a range, as in `[1..10[`: no filter can begin with what stands behind it.
    fn closes_range(&self) -> bool {
        let (token, start, end) = super::lexer::token(self.text, self.end);
        match token {
            Token::End => true,
            Token::Word => {
                let word = self.text.get(start..end).unwrap_or_default();
                matches!(word, "and" | "or" | "then" | "else" | "return" | "satisfies" | "in" | "between" | "instance")
            }
            Token::Symbol(symbol) => matches!(
                symbol,
                ")" | "]" | "}" | "," | ":" | "." | "=" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "*" | "/"
            ),
            _ => false,
        }
    }

    fn property(&mut self) -> Parsed<Arc<str>> {
        let end = self.lexical.property_end(self.text, self.start);
        let Some((end, name)) = end.and_then(|end| Some((end, self.text.get(self.start..end)?))) else {
            return Err(self.unexpected());
        };
        let name = self.lexical.property(name);
        self.go_to(end);
        Ok(name)
    }

    fn filter(&mut self, list: Node) -> Parsed<Node> {
        let mark = self.lexical.mark();
        let item = self.lexical.bind_item();
        let condition = self.expression()?;
        self.lexical.release(mark);
        self.expect("]")?;
        Ok(Node::Filter { list: Box::new(list), item, condition: Box::new(condition) })
    }

    fn call(&mut self, function: Node) -> Parsed<Node> {
        let (mut arguments, mut names) = (Vec::new(), Vec::new());
        while !self.is(")") {
            if !arguments.is_empty() {
                self.expect(",")?;
            }
            if let Some(name) = self.argument_name() {
                names.push(name);
            }
            arguments.push(self.expression()?);
            if !names.is_empty() && names.len() != arguments.len() {
                return Err(self.error("rules-syntax-mixed-arguments"));
            }
        }
        self.expect(")")?;
        Ok(Node::Call(Box::new(Call { function, arguments: arguments.into(), names: names.into() })))
    }

    /// `name:` before an argument.
    fn argument_name(&mut self) -> Option<Arc<str>> {
        if self.token != Token::Word {
            return None;
        }
        let rest = self.text.get(self.start..)?;
        let length = rest
            .find(|c: char| !(super::lexer::continues_name(c) || super::lexer::joins_name(c) || c.is_whitespace()))?;
        if !rest.get(length..)?.starts_with(':') {
            return None;
        }
        let name = rest.get(..length)?.trim();
        let end = self.start + length + 1;
        self.go_to(end);
        Some(Arc::from(super::super::lexical::normal(name).0))
    }
}
