//! Expressions: connector sets, selections, conditions. One table of precedence for all of them.
//!
//! From loosest to tightest: `where`, `or`, `and`, `not`, comparisons and `in`, `+ -`, `&`. The caller decides
//! whether an operator is valid for its operands.

use super::ast::{Atom, Phrase};
use super::codes;
use super::tree::NodeKind;
use crate::diagnostics::{Diagnostic, Fix, Safety, closest};
use crate::text::{FileId, Location, Span};

/// An operator between two operands.
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

/// The maximum length of an expression, in atoms: far more than people write, far less than the recursion allows.
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
    /// `published older than 60 days`: the fact, the number, its unit, and the place of the age.
    Older(Atom<'t>, Atom<'t>, Atom<'t>, Span),
    /// `users not answered`: the fact, and the place of the words after it.
    Unanswered(Atom<'t>, Span),
    /// Two operands and the place of the operator.
    Binary(Operator, Box<Expression<'t>>, Box<Expression<'t>>, Span),
}

impl Expression<'_> {
    /// Where it is.
    pub fn span(&self) -> Span {
        match self {
            Self::Atom(atom) => atom.span(),
            Self::Where(_, _, span) | Self::Not(_, span) => *span,
            Self::Older(atom, _, _, span) | Self::Unanswered(atom, span) => atom.span().to(*span),
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

    /// A fix that removes the current comma from a number: `1,000`.
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
                    .fault(atom.span(), "`,` cannot separate the thousands of a number".to_owned())
                    .help("write numbers without marks between their digits")
                    .fix(fix);
            }
            return self
                .fault(atom.span(), "`,` has no meaning outside brackets".to_owned())
                .help("join sets with `+`, or put the names in one list, `[…]`");
        }
        if let Some(finding) = self.before_today(atom).or_else(|| self.asked_otherwise(atom)) {
            return finding;
        }
        let equal = match atom.word() {
            Some("is" | "equals" | "eq") => Some("=="),
            Some("ne" | "isnt") => Some("!="),
            _other => None,
        };
        if let Some(mark) = equal {
            let location = Location::new(self.file, atom.span());
            return self.fault(atom.span(), format!("`{}` is not an operator", atom.text())).instead(
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
                .fault(atom.span(), format!("`{}` is not an operator", atom.text()))
                .help("values are compared whole: `==`, `!=`, `in [\"…\", \"…\"]`");
        }
        // `union([sql], [teams])`
        if atom.kind() == NodeKind::Group
            && let Some(before) =
                self.at.checked_sub(1).and_then(|before| self.atoms.get(before)).and_then(|atom| atom.word())
            && !["where", "and", "or", "not", "in"].contains(&before)
        {
            return self
                .fault(atom.span(), format!("`{before}` is no function: there are none"))
                .help("write the value itself; `+`, `-` and `&` combine sets, `older than` asks for an age");
        }
        if atom.text() == "|" {
            return self
                .fault(atom.span(), "`|` joins no values".to_owned())
                .help("`+` joins two sets, and `or` two conditions");
        }
        let finding = self.fault(atom.span(), format!("there is no operator before `{}`", shown(atom)));
        if let Some(near) = atom.word().and_then(|word| closest(word, ["where", "and"])) {
            let location = Location::new(self.file, atom.span());
            return finding.did_you_mean(near, location, Safety::Unsafe);
        }
        finding.help("put an operator such as `+`, `-`, `and` between the two, or remove one")
    }

    /// Reports other phrasings for answers and ages.
    fn asked_otherwise(&self, atom: Atom<'t>) -> Option<Diagnostic> {
        let place = Location::new(self.file, atom.span());
        let next = |by: usize, word: &str| self.atoms.get(self.at + by).is_some_and(|next| next.is(word));
        let finding = |message: String| self.fault(atom.span(), message);
        match atom.word()? {
            "is" if next(1, "answered") || next(1, "not") && next(2, "answered") => {
                let fix = Fix::replace("remove `is`", Safety::Safe, place, "");
                Some(finding("`is` is not an operator".to_owned()).help("write `not answered` without it").fix(fix))
            }
            "unanswered" => {
                Some(finding("`unanswered` is not an operator".to_owned()).instead("not answered", place, Safety::Safe))
            }
            "older" => Some(finding("`older` goes with `than`".to_owned()).help("write `older than 60 days`")),
            word if next(1, "than") => {
                let finding = finding(format!("`{word}` is not an operator"));
                Some(match closest(word, ["older"]) {
                    Some(near) => finding.did_you_mean(near, place, Safety::Unsafe),
                    None => finding.help("write `older than 60 days`, or `not … older than 60 days`"),
                })
            }
            _other => None,
        }
    }

    /// Reports `published < today - 60 days`, as other languages write it.
    fn before_today(&self, unit: Atom<'t>) -> Option<Diagnostic> {
        let [mark, today, minus, number] = self.atoms.get(self.at.checked_sub(4)?..self.at)? else { return None };
        if !today.is("today") || minus.operator() != Some("-") || number.kind() != NodeKind::Literal {
            return None;
        }
        let age = format!("older than {} {}", number.text(), unit.text());
        let finding = self.fault(today.span(), "`today` is not a value of a condition".to_owned());
        let place = Location::new(self.file, mark.span().to(unit.span()));
        Some(match mark.operator() {
            Some("<") => finding.instead(age, place, Safety::Safe),
            _other => finding.help(format!("ask for the age: `published {age}`, or `not published {age}`")),
        })
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
        // `not not not x` is read by a loop: only the file limits its length.
        let mut negations: Vec<Span> = Vec::new();
        while let Some(atom) = self.peek().filter(|atom| atom.is("not")) {
            negations.push(atom.span());
            self.next();
        }
        let mut inner = if negations.is_empty() { self.operand()? } else { self.expression(NOT_POWER + 1)? };
        for span in negations.into_iter().rev() {
            // Two negations in a row cancel each other; removing them keeps the tree shallow.
            inner = match inner {
                Expression::Not(inside, _) => *inside,
                other => {
                    // A group ends after its content.
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
            // `- sql` on a line of its own, as in YAML
            NodeKind::Operator if atom.text() == "-" && self.at <= 1 => Err(self
                .fault(atom.span(), "`-` has nothing to its left".to_owned())
                .help("a list is written in brackets: `[sql, teams]`; `-` takes one set from another")
                .into()),
            NodeKind::Operator => Err(self
                .fault(atom.span(), format!("`{}` has nothing to its left", atom.text()))
                .help(format!("write the operand before `{}`, or remove it", atom.text()))
                .into()),
            NodeKind::Word if matches!(atom.text(), "and" | "or" | "in" | "where") => Err(self
                .fault(atom.span(), format!("`{}` has nothing to its left", atom.text()))
                .help(format!("write the operand before `{}`, or remove it", atom.text()))
                .into()),
            _other => {
                if self.peek().is_some_and(|next| next.is("where")) {
                    self.next();
                    let condition = self.expression(0)?;
                    let span = atom.span().to(condition.span());
                    return Ok(Expression::Where(atom, Box::new(condition), span));
                }
                self.asked(atom)
            }
        }
    }

    /// What may follow the name of a fact: `older than 60 days`, `not answered`, `answered`.
    fn asked(&mut self, atom: Atom<'t>) -> Result<Expression<'t>, Box<Diagnostic>> {
        let word = |at: usize, text: &str| self.atoms.get(self.at + at).is_some_and(|next| next.is(text));
        let (older, unanswered, answered) =
            (word(0, "older") && word(1, "than"), word(0, "not") && word(1, "answered"), word(0, "answered"));
        if atom.kind() != NodeKind::Word {
            return Ok(Expression::Atom(atom));
        }
        let start = self.peek().map(Atom::span);
        if older {
            self.at += 2;
            let (Some(number), Some(unit)) = (self.next(), self.next()) else {
                let span = start.unwrap_or_else(|| atom.span());
                let finding = self.fault(span, "an age ends with a number and its unit".to_owned());
                return Err(finding.help(format!("write `{} older than 60 days`", atom.text())).into());
            };
            let span = start.map_or_else(|| unit.span(), |start| start.to(unit.span()));
            return Ok(Expression::Older(atom, number, unit, span));
        }
        if !unanswered && !answered {
            return Ok(Expression::Atom(atom));
        }
        self.at += usize::from(unanswered);
        let last = self.next().map_or_else(|| atom.span(), Atom::span);
        let span = start.map_or(last, |start| start.to(last));
        let asked = Expression::Unanswered(atom, span);
        Ok(if unanswered { asked } else { Expression::Not(Box::new(asked), atom.span().to(span)) })
    }
}

/// Reports a list in parentheses in the place of an operand.
pub fn parenthesized_list(file: FileId, atom: Atom<'_>) -> Option<Diagnostic> {
    let fix = list_instead(file, atom)?;
    let place = Location::new(file, atom.span());
    let message = "a list is written in `[…]`, not in `(…)`";
    Some(Diagnostic::new(&codes::INCOMPLETE_EXPRESSION, place, message).help("use square brackets").fix(fix))
}

/// A fix that turns `(a, b)` into `[a, b]`.
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
