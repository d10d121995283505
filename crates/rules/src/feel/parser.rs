//! From text to the compiled form: recursive descent over FEEL's grammar (DMN 1.5, 10.3.1.2), one pass, no going
//! back. Nesting is limited, so that no text can exhaust the stack of the reader or of what walks its result.

mod postfix;
mod primary;
mod tests;

use std::sync::Arc;

use super::ast::{Arithmetic, Comparison, For, Iterator, Node, Quantified, Tests};
use super::expression::SyntaxError;
use super::lexer::{self, Token};
pub(crate) use super::lexical::Lexical;

/// Longer texts are refused.
const LONGEST: usize = 1 << 20;
/// More names bound at one place are refused.
pub(crate) const MOST_BOUND: usize = 1_000;
/// More expressions inside each other are refused.
const DEEPEST: usize = 64;
/// More steps of a path, comparisons or calls behind each other are refused.
pub(super) const CHAIN: usize = 64;

/// Reads one text.
pub(crate) struct Parser<'t, 'l> {
    text: &'t str,
    pub(crate) lexical: &'l mut Lexical,
    token: Token,
    start: usize,
    end: usize,
    depth: usize,
}

type Parsed<T> = Result<T, SyntaxError>;

impl<'t, 'l> Parser<'t, 'l> {
    pub(crate) fn new(text: &'t str, lexical: &'l mut Lexical) -> Self {
        let (token, start, end) = lexer::token(text, 0);
        Self { text, lexical, token, start, end, depth: 0 }
    }

    pub(crate) fn expression_to_end(mut self) -> Parsed<Node> {
        self.check_length()?;
        let node = self.expression()?;
        self.expect_end()?;
        Ok(node)
    }

    pub(crate) fn tests_to_end(mut self) -> Parsed<Tests> {
        self.check_length()?;
        let tests = self.unary_tests()?;
        self.expect_end()?;
        Ok(tests)
    }

    fn check_length(&self) -> Parsed<()> {
        if self.text.len() > LONGEST { Err(self.error("rules-syntax-too-long")) } else { Ok(()) }
    }

    fn expect_end(&self) -> Parsed<()> {
        if self.token == Token::End { Ok(()) } else { Err(self.unexpected()) }
    }

    /// Level of `if`, `for`, `some`, `every`, `function` and all below.
    fn expression(&mut self) -> Parsed<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("rules-syntax-too-deep"));
        }
        let node = match self.word() {
            "if" if !self.is_longer_name() => self.conditional(),
            "for" if !self.is_longer_name() => self.iteration(),
            "some" if !self.is_longer_name() => self.quantified(false),
            "every" if !self.is_longer_name() => self.quantified(true),
            _ => self.disjunction(),
        };
        self.depth -= 1;
        node
    }

    fn conditional(&mut self) -> Parsed<Node> {
        self.advance();
        let condition = self.expression()?;
        self.keyword("then")?;
        let yes = self.expression()?;
        self.keyword("else")?;
        let no = self.expression()?;
        Ok(Node::If(Box::new([condition, yes, no])))
    }

    fn iteration(&mut self) -> Parsed<Node> {
        self.advance();
        let mark = self.lexical.mark();
        let iterators = self.iterators()?;
        self.keyword("return")?;
        let partial = self.lexical.bind("partial");
        let body = self.expression()?;
        let partial = self.lexical.was_read(partial).then_some(partial);
        self.lexical.release(mark);
        Ok(Node::For(Box::new(For { iterators, body, partial })))
    }

    fn quantified(&mut self, every: bool) -> Parsed<Node> {
        self.advance();
        let mark = self.lexical.mark();
        let iterators = self.iterators()?;
        self.keyword("satisfies")?;
        let condition = self.expression()?;
        self.lexical.release(mark);
        Ok(Node::Quantified(Box::new(Quantified { every, iterators, condition })))
    }

    fn iterators(&mut self) -> Parsed<Box<[Iterator]>> {
        let mut out = Vec::new();
        loop {
            let name = self.bound_name(|word, _| word == "in")?;
            self.keyword("in")?;
            let domain = self.expression()?;
            let last = if self.eat("..") { Some(self.expression()?) } else { None };
            let slot = self.lexical.bind(&name);
            self.check_bound()?;
            out.push(Iterator { slot, domain, last });
            if !self.eat(",") {
                return Ok(out.into());
            }
        }
    }

    fn disjunction(&mut self) -> Parsed<Node> {
        let first = self.conjunction()?;
        if self.word() != "or" {
            return Ok(first);
        }
        let mut all = vec![first];
        while self.eat_word("or") {
            all.push(self.conjunction()?);
        }
        Ok(Node::Or(all.into()))
    }

    fn conjunction(&mut self) -> Parsed<Node> {
        let first = self.comparison()?;
        if self.word() != "and" {
            return Ok(first);
        }
        let mut all = vec![first];
        while self.eat_word("and") {
            all.push(self.comparison()?);
        }
        Ok(Node::And(all.into()))
    }

    fn comparison(&mut self) -> Parsed<Node> {
        let mut left = self.additive()?;
        for _ in 0..CHAIN {
            if let Some(operator) = self.comparison_operator() {
                self.advance();
                let right = self.additive()?;
                left = Node::Compare(operator, Box::new([left, right]));
            } else if self.eat_word("between") {
                let low = self.additive()?;
                self.keyword("and")?;
                let high = self.additive()?;
                left = Node::Between(Box::new([left, low, high]));
            } else if self.eat_word("in") {
                left = self.membership(left)?;
            } else if self.eat_word("instance") {
                self.keyword("of")?;
                left = Node::InstanceOf(Box::new(left), self.type_reference()?);
            } else {
                return Ok(left);
            }
        }
        Err(self.error("rules-syntax-too-deep"))
    }

    fn comparison_operator(&self) -> Option<Comparison> {
        let Token::Symbol(symbol) = self.token else { return None };
        Some(match symbol {
            "=" => Comparison::Equal,
            "!=" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            _ => return None,
        })
    }

    fn additive(&mut self) -> Parsed<Node> {
        self.rank(Self::multiplicative, |symbol| match symbol {
            "+" => Some(Arithmetic::Add),
            "-" => Some(Arithmetic::Subtract),
            _ => None,
        })
    }

    fn multiplicative(&mut self) -> Parsed<Node> {
        self.rank(Self::power, |symbol| match symbol {
            "*" => Some(Arithmetic::Multiply),
            "/" => Some(Arithmetic::Divide),
            _ => None,
        })
    }

    fn power(&mut self) -> Parsed<Node> {
        self.rank(Self::negation, |symbol| (symbol == "**").then_some(Arithmetic::Power))
    }

    /// Operators of one rank.
    fn rank(&mut self, below: fn(&mut Self) -> Parsed<Node>, operator: fn(&str) -> Option<Arithmetic>) -> Parsed<Node> {
        let first = below(self)?;
        let mut rest = Vec::new();
        while let Token::Symbol(symbol) = self.token {
            let Some(operator) = operator(symbol) else { break };
            self.advance();
            rest.push((operator, below(self)?));
        }
        Ok(if rest.is_empty() { first } else { Node::Arithmetic(Box::new(first), rest.into()) })
    }

    fn negation(&mut self) -> Parsed<Node> {
        if !self.eat("-") {
            return self.postfix();
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("rules-syntax-too-deep"));
        }
        let node = self.negation()?;
        self.depth -= 1;
        Ok(match node {
            Node::Literal(super::Value::Number(number)) => Node::Literal(number.negated().into()),
            node => Node::Negate(Box::new(node)),
        })
    }

    /// The name that is bound up to the word or sign where `ends` says so.
    fn bound_name(&mut self, ends: impl Fn(&str, &Token) -> bool) -> Parsed<Arc<str>> {
        let from = self.start;
        let mut to = from;
        while !ends(self.word(), &self.token) {
            let good = match self.token {
                Token::Word => true,
                Token::Number(_) => to > from,
                Token::Symbol(symbol) => to > from && symbol.chars().all(lexer::joins_name),
                _ => false,
            };
            if !good {
                return Err(self.unexpected());
            }
            to = self.end;
            self.advance();
        }
        match self.text.get(from..to).map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => Ok(Arc::from(super::lexical::normal(name).0)),
            None => Err(self.unexpected()),
        }
    }

    /// The word that stands here; empty where none does.
    fn word(&self) -> &'t str {
        if self.token == Token::Word { self.text.get(self.start..self.end).unwrap_or_default() } else { "" }
    }

    /// Whether a known name begins here that is longer than its first word.
    fn is_longer_name(&self) -> bool {
        self.lexical.known_end(self.text, self.start).is_some_and(|end| end > self.end)
    }

    /// So many names at one place are no text that a person wrote.
    fn check_bound(&self) -> Parsed<()> {
        if self.lexical.bound() > MOST_BOUND { Err(self.error("rules-syntax-too-long")) } else { Ok(()) }
    }

    fn advance(&mut self) {
        self.go_to(self.end);
    }

    fn go_to(&mut self, at: usize) {
        let (token, start, end) = lexer::token(self.text, at);
        (self.token, self.start, self.end) = (token, start, end);
    }

    fn is(&self, symbol: &str) -> bool {
        matches!(self.token, Token::Symbol(here) if here == symbol)
    }

    fn eat(&mut self, symbol: &str) -> bool {
        let here = self.is(symbol);
        if here {
            self.advance();
        }
        here
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let here = self.word() == word;
        if here {
            self.advance();
        }
        here
    }

    fn expect(&mut self, symbol: &str) -> Parsed<()> {
        if self.eat(symbol) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn keyword(&mut self, word: &str) -> Parsed<()> {
        if self.eat_word(word) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn unexpected(&self) -> SyntaxError {
        match self.token {
            Token::End => self.error("rules-syntax-unexpected-end"),
            Token::Bad if self.text.get(self.start..).is_some_and(|rest| rest.starts_with('"')) => {
                self.error("rules-syntax-open-string")
            }
            _ => self.error("rules-syntax-unexpected"),
        }
    }

    fn error(&self, key: &'static str) -> SyntaxError {
        let before = self.text.get(..self.start).unwrap_or_default();
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        let found: String = self.text.get(self.start..self.end).unwrap_or_default().chars().take(40).collect();
        SyntaxError {
            line: u32::try_from(line + 1).unwrap_or(u32::MAX),
            column: u32::try_from(column + 1).unwrap_or(u32::MAX),
            key,
            found,
        }
    }
}
