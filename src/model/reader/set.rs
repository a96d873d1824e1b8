//! Reads connector sets.

use super::{Reader, shown};
use crate::diagnostics::{Diagnostic, Edit, Fix, Safety};
use crate::model::codes;
use crate::model::set_expression::{Element, SetExpression};
use crate::model::universe::ConnectorId;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Phrase};
use crate::syntax::codes::INCOMPLETE_EXPRESSION;
use crate::syntax::expression::{self, Expression, Operator};

impl Reader<'_> {
    /// The connector set that a phrase describes.
    pub(in crate::model) fn connector_set(&mut self, phrase: &Phrase<'_>) -> Option<SetExpression> {
        // The most frequent forms need no precedence.
        if let Some(atom) = phrase.only() {
            return self.set_atom(atom);
        }
        match expression::parse(self.file, phrase) {
            Ok(expression) => self.set(&expression),
            Err(finding) => {
                let commas: Vec<Atom<'_>> = phrase.atoms().filter(|atom| atom.operator() == Some(",")).collect();
                let parted = phrase.atoms().enumerate().all(|(at, atom)| atom.operator().is_some() == (at % 2 == 1));
                let joins = *finding.rule == INCOMPLETE_EXPRESSION && !commas.is_empty() && parted;
                // Only the author knows whether these are sets or connectors.
                let fix = joins.then(|| {
                    let join = |comma: Atom<'_>| Edit { location: self.at(comma.span()), replacement: " +".to_owned() };
                    let edits = commas.into_iter().map(join).collect();
                    Fix { title: "join sets with `+`".to_owned(), safety: Safety::Suggestion, edits }
                });
                self.report(finding.perhaps(fix));
                None
            }
        }
    }

    fn set(&mut self, expression: &Expression<'_>) -> Option<SetExpression> {
        match expression {
            Expression::Atom(atom) => self.set_atom(*atom),
            Expression::Where(subject, condition, span) => {
                if !subject.is("connectors") {
                    let subject = *subject;
                    self.report(
                        Diagnostic::new(
                            &codes::WRONG_TYPE,
                            self.at(subject.span()),
                            format!("`{}` cannot be selected from here", subject.text()),
                        )
                        .help("write `connectors where …`"),
                    );
                    return None;
                }
                let condition = self.condition(condition)?;
                Some(SetExpression::Where(Box::new(condition), self.at(*span)))
            }
            Expression::Binary(operator @ (Operator::Plus | Operator::Minus | Operator::Common), left, right, _) => {
                let (left, right) = (self.set(left), self.set(right));
                let (left, right) = (Box::new(left?), Box::new(right?));
                Some(match operator {
                    Operator::Plus => SetExpression::Union(left, right),
                    Operator::Minus => SetExpression::Minus(left, right),
                    _common => SetExpression::Common(left, right),
                })
            }
            Expression::Binary(operator, _, _, span) => {
                let mark = operator.mark();
                let help = match operator {
                    Operator::And => "`&` gives what two sets have in common, `+` joins them",
                    Operator::Or => "`+` joins two sets",
                    _comparison => "write `connectors where …` to select by facts",
                };
                self.report(
                    Diagnostic::new(
                        &codes::WRONG_TYPE,
                        self.at(*span),
                        format!("`{mark}` does not join connector sets"),
                    )
                    .help(help),
                );
                None
            }
            Expression::Older(_, _, _, span) | Expression::Unanswered(_, span) => {
                let finding = Diagnostic::new(&codes::WRONG_TYPE, self.at(*span), "this is not a connector set");
                self.report(finding.help("write `connectors where …` to select by facts"));
                None
            }
            Expression::Not(_, span) => {
                self.report(
                    Diagnostic::new(&codes::WRONG_TYPE, self.at(*span), "`not` does not apply to a connector set")
                        .help("write `all - […]` for all but some"),
                );
                None
            }
        }
    }

    fn set_atom(&mut self, atom: Atom<'_>) -> Option<SetExpression> {
        let location = self.at(atom.span());
        match atom.kind() {
            NodeKind::Word => Some(match atom.text() {
                "all" => SetExpression::All(location),
                "rest" => SetExpression::Rest(location),
                "unblockable" => SetExpression::Unblockable(location),
                "connectors" => {
                    let finding = Diagnostic::new(&codes::WRONG_TYPE, location, "`connectors` alone is not a set");
                    self.report(finding.help("write `connectors where …`, or `all`"));
                    return None;
                }
                _name => SetExpression::Named(self.symbol(atom)?.into()),
            }),
            NodeKind::List => {
                // Counted first, since reallocation would cost more.
                let mut elements = Vec::with_capacity(atom.elements().count());
                for element in atom.elements() {
                    if let Some(connector) = self.connector(element) {
                        elements.push(Element { connector, span: element.span() });
                    }
                }
                elements.shrink_to_fit();
                Some(SetExpression::List(elements, location))
            }
            NodeKind::Group => {
                if let Some(finding) = expression::parenthesized_list(self.file, atom) {
                    self.report(finding);
                    return None;
                }
                let phrase = atom.phrase();
                self.connector_set(&phrase)
            }
            _other => {
                let finding =
                    Diagnostic::new(&codes::WRONG_TYPE, location, format!("{} is not a connector set", shown(atom)));
                self.report(match atom.kind() {
                    NodeKind::Operator if atom.text() == "*" => {
                        let fix = Fix::replace("write `rest`", Safety::Suggestion, location, "rest");
                        finding.help("what no other group names is called `rest`, every connector `all`").fix(fix)
                    }
                    NodeKind::Text => finding.help("put single connectors in a list, `[…]`"),
                    _other => finding.help("write a list such as `[sql, teams]`, or the name of a set"),
                });
                None
            }
        }
    }

    /// The connector that an atom names.
    pub(in crate::model) fn connector(&mut self, atom: Atom<'_>) -> Option<ConnectorId> {
        let span = atom.span();
        match atom.kind() {
            NodeKind::Word => Some(self.names.id(atom.text(), false, span)),
            NodeKind::Text => {
                let name = atom.quoted()?;
                if name.trim().is_empty() {
                    self.report(
                        Diagnostic::new(&codes::WRONG_TYPE, self.at(span), "this connector has no name")
                            .help("write its id, or remove it"),
                    );
                    return None;
                }
                Some(self.names.id(&name, true, span))
            }
            NodeKind::Literal => {
                // A name such as `10to8` is not a word. If it is a valid literal, it is not a name either.
                if crate::syntax::literal::read(atom.text()).is_ok() {
                    let message = format!("{} is not a connector", shown(atom));
                    self.report(
                        Diagnostic::new(&codes::WRONG_TYPE, self.at(span), message)
                            .help("put a name that begins with a digit in quotes"),
                    );
                } else {
                    self.silent += 1;
                }
                None
            }
            _other => {
                self.report(
                    Diagnostic::new(&codes::WRONG_TYPE, self.at(span), format!("{} is not a connector", shown(atom)))
                        .help("a list of connectors holds their names; join sets with `+`"),
                );
                None
            }
        }
    }

    /// Reports a value that is neither `rest` nor a list where one of the two is required.
    pub(in crate::model) fn expected_list(&mut self, atom: Atom<'_>, what: &str) {
        // Nearly all ids of actions begin with a capital: `Test` is one.
        let small = atom.text().bytes().all(|byte| byte.is_ascii_lowercase());
        if small && self.misspelt(atom, &["rest"]) {
            return;
        }
        let location = self.at(atom.span());
        let finding =
            Diagnostic::new(&codes::WRONG_TYPE, location, format!("a list of {what} is expected here, or `rest`"));
        self.report(if atom.operator() == Some("*") {
            let fix = Fix::replace("write `rest`", Safety::Safe, location, "rest");
            finding.help("all others are called `rest`").fix(fix)
        } else if atom.name().is_some() {
            let list = format!("[{}]", atom.text());
            finding.help(format!("write `{list}`")).fix(Fix::replace(
                "put it in brackets",
                Safety::Safe,
                location,
                list,
            ))
        } else {
            finding.help("write a list in brackets, `[DeleteItem_V2]`, or `rest`")
        });
    }
}
