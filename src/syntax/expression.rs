//! Expressions: connector sets, selections, conditions. One table of precedence for all of them.
//!
//! From loosest to tightest: `where`, `or`, `and`, `not`, comparisons and `in`, `+ -`, `&`. Whether an
//! operator makes sense for its operands is judged by who asked for the expression.

use super::ast::{Atom, Phrase};
use super::codes;
use super::tree::NodeKind;
use crate::diagnostics::{Diagnostic, Fix, Safety, closest};
use crate::text::{FileId, Location, Span};

/// An operator between two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `in`
    In,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `&`
    Common,
}

impl Operator {
    /// How it is written.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "==",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::In => "in",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Common => "&",
        }
    }

    fn of(atom: Atom<'_>) -> Option<Self> {
        let mark = atom.operator().or_else(|| atom.word())?;
        ALL.into_iter().find(|operator| operator.mark() == mark)
    }

    /// Higher binds tighter.
    const fn power(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::Unequal | Self::Less | Self::AtMost | Self::More | Self::AtLeast | Self::In => 4,
            Self::Plus | Self::Minus => 5,
            Self::Common => 6,
        }
    }

    /// Whether it compares two values.
    pub const fn compares(self) -> bool {
        self.power() == 4
    }
}

const ALL: [Operator; 12] = [
    Operator::Or,
    Operator::And,
    Operator::Equal,
    Operator::Unequal,
    Operator::Less,
    Operator::AtMost,
    Operator::More,
    Operator::AtLeast,
    Operator::In,
    Operator::Plus,
    Operator::Minus,
    Operator::Common,
];

/// The longest expression, in atoms: far beyond what people write, far below what recursion can bear.
const MAX_ATOMS: usize = 2_000;

/// `not` binds tighter than `and` and looser than comparisons.
const NOT_POWER: u8 = 3;

/// An expression over atoms.
#[derive(Clone, Debug)]
pub enum Expression<'t> {
    /// A word, text, literal or list.
    Atom(Atom<'t>),
    /// `subject where condition`
    Where(Atom<'t>, Box<Expression<'t>>, Span),
    /// `not condition`
    Not(Box<Expression<'t>>, Span),
    /// Two sides and the place of the operator.
    Binary(Operator, Box<Expression<'t>>, Box<Expression<'t>>, Span),
}

impl Expression<'_> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Atom(atom) => atom.span(),
            Self::Where(_, _, span) | Self::Not(_, span) => *span,
            Self::Binary(_, left, right, _) => left.span().to(right.span()),
        }
    }
}

/// Reads a phrase as an expression.
pub fn parse<'t>(file: FileId, phrase: &Phrase<'t>) -> Result<Expression<'t>, Box<Diagnostic>> {
    let atoms = phrase.list();
    parse_atoms(file, &atoms)
}

/// Reads a run of atoms as an expression.
pub fn parse_atoms<'t>(file: FileId, atoms: &[Atom<'t>]) -> Result<Expression<'t>, Box<Diagnostic>> {
    if let Some(atom) = atoms.get(MAX_ATOMS) {
        let message = format!("this expression has more than {MAX_ATOMS} parts");
        let finding = Diagnostic::new(&codes::LIMIT_EXCEEDED, Location::new(file, atom.span()), message);
        return Err(Box::new(finding.help("give parts of it names of their own")));
    }
    let mut reader = Reader { file, atoms, at: 0, last: atoms.first().map(|atom| Span::at(atom.span().start)) };
    let expression = reader.expression(0)?;
    match reader.peek() {
        None => Ok(expression),
        Some(atom) => Err(reader.two_values(atom).into()),
    }
}

struct Reader<'a, 't> {
    file: FileId,
    atoms: &'a [Atom<'t>],
    at: usize,
    last: Option<Span>,
}

impl<'t> Reader<'_, 't> {
    fn peek(&self) -> Option<Atom<'t>> {
        self.atoms.get(self.at).copied()
    }

    fn next(&mut self) -> Option<Atom<'t>> {
        let atom = self.peek()?;
        self.at += 1;
        self.last = Some(atom.span());
        Some(atom)
    }

    fn fault(&self, span: Span, message: String) -> Diagnostic {
        Diagnostic::new(&codes::INCOMPLETE_EXPRESSION, Location::new(self.file, span), message)
    }

    /// Takes the comma at hand out of a number: `1,000`.
    fn thousands(&self) -> Option<Fix> {
        let [before, comma, after] = self.atoms.get(self.at.checked_sub(1)?..self.at + 2)? else { return None };
        let is_number = |atom: &Atom<'_>| atom.text().bytes().all(|byte| byte.is_ascii_digit());
        let beside = before.span().end == comma.span().start && comma.span().end == after.span().start;
        let sound = beside && is_number(before) && is_number(after) && after.text().len() == 3;
        let place = Location::new(self.file, comma.span());
        sound.then(|| Fix::replace("remove the comma", Safety::Safe, place, ""))
    }

    fn two_values(&self, atom: Atom<'t>) -> Diagnostic {
        if atom.operator() == Some(",") {
            if let Some(fix) = self.thousands() {
                return self
                    .fault(atom.span(), "`,` does not part the thousands of a number".to_owned())
                    .help("write numbers without marks between their digits")
                    .fix(fix);
            }
            return self
                .fault(atom.span(), "`,` joins nothing outside of brackets".to_owned())
                .help("join sets with `+`, or put the names in one list, `[…]`");
        }
        let equal = match atom.word() {
            Some("is" | "equals" | "eq") => Some("=="),
            Some("ne" | "isnt") => Some("!="),
            _other => None,
        };
        if let Some(mark) = equal {
            let location = Location::new(self.file, atom.span());
            return self.fault(atom.span(), format!("`{}` is no operator", atom.text())).instead(
                mark,
                location,
                Safety::Safe,
            );
        }
        if atom
            .word()
            .is_some_and(|word| matches!(word, "like" | "contains" | "matches" | "startswith" | "starts_with"))
        {
            return self
                .fault(atom.span(), format!("`{}` is no operator", atom.text()))
                .help("values are compared whole: `==`, `!=`, `in [\"…\", \"…\"]`");
        }
        let finding = self.fault(atom.span(), format!("no operator stands before `{}`", shown(atom)));
        if let Some(near) = atom.word().and_then(|word| closest(word, ["where", "and"])) {
            let location = Location::new(self.file, atom.span());
            return finding.did_you_mean(near, location, Safety::Unsafe);
        }
        finding.help("put an operator such as `+`, `-`, `and` between the two, or remove one")
    }

    fn expression(&mut self, least: u8) -> Result<Expression<'t>, Box<Diagnostic>> {
        let mut left = self.prefix()?;
        while let Some(atom) = self.peek() {
            let Some(operator) = Operator::of(atom) else {
                if atom.is("where") {
                    return Err(self
                        .fault(atom.span(), "`where` follows one word only".to_owned())
                        .help("write `connectors where …` or `environments where …`")
                        .into());
                }
                return Err(self.two_values(atom).into());
            };
            if operator.power() < least {
                break;
            }
            self.next();
            if self.peek().is_none() {
                return Err(self
                    .fault(atom.span(), format!("`{}` has nothing to its right", operator.mark()))
                    .help(format!("write what follows `{}`, or remove it", operator.mark()))
                    .into());
            }
            let right = self.expression(operator.power() + 1)?;
            if operator.compares()
                && let Some(second) = self.peek().filter(|atom| Operator::of(*atom).is_some_and(Operator::compares))
            {
                return Err(self
                    .fault(second.span(), "comparisons do not chain".to_owned())
                    .help("join two comparisons with `and`")
                    .into());
            }
            left = Expression::Binary(operator, Box::new(left), Box::new(right), atom.span());
        }
        Ok(left)
    }

    fn prefix(&mut self) -> Result<Expression<'t>, Box<Diagnostic>> {
        // `not not not x` is read by a loop: its length is bounded only by the file.
        let mut negations: Vec<Span> = Vec::new();
        while let Some(atom) = self.peek().filter(|atom| atom.is("not")) {
            negations.push(atom.span());
            self.next();
        }
        let mut inner = if negations.is_empty() { self.operand()? } else { self.expression(NOT_POWER + 1)? };
        for span in negations.into_iter().rev() {
            // Two negations in a row say nothing; dropping them keeps the tree shallow.
            inner = match inner {
                Expression::Not(inside, _) => *inside,
                other => {
                    // A group ends behind what stands in it.
                    let span = span.to(self.last.unwrap_or_else(|| other.span()));
                    Expression::Not(Box::new(other), span)
                }
            };
        }
        Ok(inner)
    }

    fn operand(&mut self) -> Result<Expression<'t>, Box<Diagnostic>> {
        let Some(atom) = self.next() else {
            let span = self.last.unwrap_or_default();
            return Err(self.fault(span, "a value is missing here".to_owned()).into());
        };
        match atom.kind() {
            NodeKind::Group => {
                if let Some(finding) = parenthesized_list(self.file, atom) {
                    return Err(finding.into());
                }
                let inside: Vec<Atom<'t>> = atom.elements().collect();
                parse_atoms(self.file, &inside)
            }
            NodeKind::Operator => Err(self
                .fault(atom.span(), format!("`{}` has nothing to its left", atom.text()))
                .help(format!("write what stands before `{}`, or remove it", atom.text()))
                .into()),
            NodeKind::Word if matches!(atom.text(), "and" | "or" | "in" | "where") => Err(self
                .fault(atom.span(), format!("`{}` has nothing to its left", atom.text()))
                .help(format!("write what stands before `{}`, or remove it", atom.text()))
                .into()),
            _other => {
                if self.peek().is_some_and(|next| next.is("where")) {
                    self.next();
                    let condition = self.expression(0)?;
                    let span = atom.span().to(condition.span());
                    return Ok(Expression::Where(atom, Box::new(condition), span));
                }
                Ok(Expression::Atom(atom))
            }
        }
    }
}

/// Tells of a list in parentheses where an operand stands.
pub fn parenthesized_list(file: FileId, atom: Atom<'_>) -> Option<Diagnostic> {
    let fix = list_instead(file, atom)?;
    let place = Location::new(file, atom.span());
    let message = "a list stands in `[…]`, not in `(…)`";
    Some(Diagnostic::new(&codes::INCOMPLETE_EXPRESSION, place, message).help("use square brackets").fix(fix))
}

/// Makes `[a, b]` of `(a, b)`.
pub fn list_instead(file: FileId, atom: Atom<'_>) -> Option<Fix> {
    let is_items = atom.kind() == NodeKind::Group
        && atom.elements().nth(1).is_some()
        && atom.elements().enumerate().all(|(at, item)| (item.operator() == Some(",")) == (at % 2 == 1));
    let items = atom.text().strip_prefix('(')?.strip_suffix(')').filter(|_| is_items)?;
    let location = Location::new(file, atom.span());
    Some(Fix::replace("put it in square brackets", Safety::Safe, location, format!("[{items}]")))
}

fn shown(atom: Atom<'_>) -> String {
    match atom.kind() {
        NodeKind::List => "[…]".to_owned(),
        NodeKind::Group => "(…)".to_owned(),
        NodeKind::Block => "{…}".to_owned(),
        _other => atom.text().chars().take(40).collect(),
    }
}
