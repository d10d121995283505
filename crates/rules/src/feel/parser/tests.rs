//! Unary tests (DMN 1.5, grammar rules 7 to 18), in cells, allowed values and behind `in`.

use super::super::ast::{End, Node, Test, Tests};
use super::super::lexer::{self, Token};
use super::{Parsed, Parser};

impl Parser<'_, '_> {
    pub(super) fn unary_tests(&mut self) -> Parsed<Tests> {
        if self.is("-") && lexer::token(self.text, self.end).0 == Token::End {
            self.advance();
            return Ok(Tests::Any);
        }
        if self.word() == "not" && lexer::token(self.text, self.end).0 == Token::Symbol("(") {
            let end = self.closing_parenthesis();
            // `not(..)` as a whole negates tests; as a part of an expression it is the function.
            if end.is_some_and(|end| lexer::token(self.text, end).0 == Token::End) {
                self.advance();
                self.advance();
                let tests = self.tests_up_to(")")?;
                return Ok(Tests::Not(tests.into()));
            }
        }
        let mut tests = vec![self.test()?];
        while self.eat(",") {
            tests.push(self.test()?);
        }
        Ok(Tests::Of(tests.into()))
    }

    /// Behind the parenthesis that matches the one after this word.
    fn closing_parenthesis(&self) -> Option<usize> {
        let (mut at, mut depth) = (self.end, 0usize);
        loop {
            let (token, _, end) = lexer::token(self.text, at);
            match token {
                Token::Symbol("(") => depth += 1,
                Token::Symbol(")") => depth = depth.checked_sub(1)?,
                Token::End | Token::Bad => return None,
                _ => {}
            }
            at = end;
            if depth == 0 {
                return Some(at);
            }
        }
    }

    fn tests_up_to(&mut self, symbol: &str) -> Parsed<Vec<Test>> {
        let mut tests = Vec::new();
        while !self.is(symbol) {
            if !tests.is_empty() {
                self.expect(",")?;
            }
            tests.push(self.test()?);
        }
        self.advance();
        Ok(tests)
    }

    fn test(&mut self) -> Parsed<Test> {
        if let Some(operator) = self.comparison_operator() {
            self.advance();
            return Ok(Test::Compare(operator, self.additive()?));
        }
        let before = self.lexical.input_reads;
        let node = self.expression()?;
        let reads_input = self.lexical.input_reads > before;
        Ok(Test::Value { node, reads_input })
    }

    /// Behind `in`: one test, or several in parentheses.
    pub(super) fn membership(&mut self, value: Node) -> Parsed<Node> {
        let mark = self.lexical.mark();
        let slot = self.lexical.bind("?");
        let tests = if self.eat("(") {
            if self.is("..") {
                let node = self.range_from(End::Open)?;
                self.lexical.release(mark);
                let tests = Box::from([Test::Value { node, reads_input: false }]);
                return Ok(Node::In(Box::new(value), Tests::Of(tests), slot));
            }
            let first = self.test()?;
            if self.is("..") {
                let Test::Value { node, .. } = first else { return Err(self.unexpected()) };
                let node = self.range_from(End::Excluded(node))?;
                vec![Test::Value { node, reads_input: false }]
            } else {
                let mut tests = vec![first];
                if !self.eat(")") {
                    self.expect(",")?;
                    tests.extend(self.tests_up_to(")")?);
                }
                tests
            }
        } else if let Some(operator) = self.comparison_operator() {
            self.advance();
            vec![Test::Compare(operator, self.additive()?)]
        } else {
            let before = self.lexical.input_reads;
            let node = self.additive()?;
            vec![Test::Value { node, reads_input: self.lexical.input_reads > before }]
        };
        self.lexical.release(mark);
        Ok(Node::In(Box::new(value), Tests::Of(tests.into()), slot))
    }
}
