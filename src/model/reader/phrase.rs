//! Reads values of several words: spans of time, ratings, sharing, scopes.

use super::{Reader, Value, shown};
use crate::diagnostics::{Diagnostic, Fix, Safety, closest};
use crate::model::codes;
use crate::model::description::Type;
use crate::model::program::{Interval, Rated, Scope, Sharing, Symbol, Targets};
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Phrase};
use crate::syntax::expression::{self};
use crate::syntax::literal::{self, Literal};
use crate::text::Span;

impl Reader<'_> {
    pub(in crate::model) fn interval<'t>(&mut self, phrase: &Phrase<'t>, name: &str) -> Option<Value<'t>> {
        let atoms = phrase.list();
        if let [every, count, unit] = atoms.as_slice()
            && let Ok(Literal::Integer(number)) = literal::read(count.text())
            && let Ok(number @ 1..=1200) = u32::try_from(number)
        {
            match (every.is("every"), unit_of(unit.text())) {
                (true, Some(unit)) => return Some(Value::Interval(Interval { count: number, unit })),
                (false, Some(_)) if self.misspelt(*every, &["every"]) => return None,
                (true, None) if self.misspelt(*unit, &["days", "weeks", "months", "years"]) => return None,
                _other => {}
            }
        }
        if let [count, unit] = atoms.as_slice()
            && self.everyless(*count, *unit)
        {
            return None;
        }
        self.wrong_phrase(phrase, Type::Interval, name);
        None
    }

    pub(in crate::model) fn rated<'t>(&mut self, phrase: &Phrase<'t>, name: &str) -> Option<Value<'t>> {
        let atoms = phrase.list();
        let level = atoms.first().copied().filter(|atom| atom.kind() == NodeKind::Word);
        let Some(level) = level.and_then(|atom| self.symbol(atom)) else {
            self.wrong_phrase(phrase, Type::Rated, name);
            return None;
        };
        match atoms.get(1..).unwrap_or_default() {
            [] => Some(Value::Rated(Rated { level, reason: None })),
            [because, text] if text.kind() == NodeKind::Text => {
                if because.is("because") {
                    let reason = Symbol { name: text.quoted()?.into(), location: self.at(text.span()) };
                    return Some(Value::Rated(Rated { level, reason: Some(reason) }));
                }
                if !self.misspelt(*because, &["because"]) {
                    self.wrong_phrase(phrase, Type::Rated, name);
                }
                None
            }
            _other => {
                self.wrong_phrase(phrase, Type::Rated, name);
                None
            }
        }
    }

    pub(in crate::model) fn sharing<'t>(&mut self, phrase: &Phrase<'t>, kind: Type, name: &str) -> Option<Value<'t>> {
        let atoms = phrase.list();
        let first = *atoms.first()?;
        let or_none = matches!(kind, Type::SharingOrNone);
        match (first.text(), atoms.get(1..).unwrap_or_default()) {
            ("everyone", []) => return Some(Value::Sharing(Sharing::Everyone)),
            ("nobody", []) if or_none => return Some(Value::Sharing(Sharing::Nobody)),
            ("people_only", []) => return Some(Value::Sharing(Sharing::PeopleOnly(None))),
            ("people_only", [up, to, count]) if up.is("up") && to.is("to") => {
                if let Ok(Literal::Integer(number)) = literal::read(count.text())
                    && let Ok(number @ 1..) = u32::try_from(number)
                {
                    return Some(Value::Sharing(Sharing::PeopleOnly(Some(number))));
                }
            }
            ("people_only", [count]) if count.kind() == NodeKind::Literal => {
                let message = "`people_only` and a number have no `up to` between them";
                let place = self.at(count.span());
                let help = format!("write `people_only up to {}`", count.text());
                let before = self.at(Span::at(count.span().start));
                let fix = Fix::replace("add `up to`", Safety::Safe, before, "up to ");
                self.report(Diagnostic::new(&codes::WRONG_TYPE, place, message).help(help).fix(fix));
                return None;
            }
            ("everyone", [up, to, _]) if up.is("up") && to.is("to") => {
                // A limit counts people, and people can come as groups (tenant.md 1.2 E9).
                let message = "a limit holds only where sharing with security groups is excluded";
                let place = self.at(first.span());
                let help = "write `people_only up to …`, or `everyone` without a limit";
                let fix = Fix::replace("write `people_only`", Safety::Suggestion, place, "people_only");
                self.report(Diagnostic::new(&codes::WRONG_TYPE, place, message).help(help).fix(fix));
                return None;
            }
            ("everyone" | "people_only" | "nobody", _) => {}
            _misspelt if self.misspelt(first, &["everyone", "people_only"]) => return None,
            _other => {}
        }
        self.wrong_phrase(phrase, kind, name);
        None
    }

    /// Reports that a word is probably a misspelling of one of `words`. Returns false where it is like none of them,
    /// or is one of them: then the mistake is another one.
    pub(in crate::model) fn misspelt(&mut self, atom: Atom<'_>, words: &[&str]) -> bool {
        let word = atom.word().unwrap_or_default();
        let Some(near) = closest(word, words.iter().copied()).filter(|near| *near != word) else { return false };
        let location = self.at(atom.span());
        let message = format!("`{}` means nothing here", atom.text());
        self.report(Diagnostic::new(&codes::UNKNOWN_WORD, location, message).did_you_mean(
            near,
            location,
            Safety::Safe,
        ));
        true
    }

    pub(in crate::model) fn wrong_phrase(&mut self, phrase: &Phrase<'_>, kind: Type, name: &str) {
        let unsound = |atom: Atom<'_>| atom.kind() == NodeKind::Literal && literal::read(atom.text()).is_err();
        if phrase.atoms().any(unsound) {
            self.silent += 1;
            return;
        }
        let finding = Diagnostic::new(
            &codes::WRONG_TYPE,
            self.at(phrase.span()),
            format!("`{name}` is {}, not this", kind.expected(self.language.kinds)),
        );
        if let Some(fix) = self.unquoted(phrase, kind) {
            self.report(finding.help("this is written without quotes").fix(fix));
            return;
        }
        let list =
            phrase.only().filter(|_| kind.takes_list()).and_then(|atom| expression::list_instead(self.file, atom));
        self.report(match list {
            Some(fix) => finding.help("lists are written in square brackets").fix(fix),
            None => finding.help(format!("write {}", kind.expected(self.language.kinds))),
        });
    }

    /// Removes the quotes of a value of several words.
    fn unquoted(&self, phrase: &Phrase<'_>, kind: Type) -> Option<Fix> {
        let worded = matches!(
            kind,
            Type::Scope
                | Type::Interval
                | Type::Sharing
                | Type::Duration
                | Type::Process
                | Type::Levels
                | Type::Ceiling
                | Type::AtLeast
        );
        let inner = phrase.only().filter(|_| worded)?.quoted()?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" _<>=[],".contains(&byte);
        let sound = !inner.trim().is_empty() && inner.bytes().all(plain);
        sound.then(|| Fix::replace("remove the quotes", Safety::Safe, self.at(phrase.span()), inner.trim()))
    }

    /// Reports a span of time that lacks its `every`: the number and the unit are there.
    pub(in crate::model) fn everyless(&mut self, count: Atom<'_>, unit: Atom<'_>) -> bool {
        let lacking = matches!(literal::read(count.text()), Ok(Literal::Integer(_))) && unit_of(unit.text()).is_some();
        if lacking {
            let message = format!("`{} {}` lacks its `every`", count.text(), unit.text());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, self.at(count.span().to(unit.span())), message);
            let before = self.at(Span::at(count.span().start));
            let fix = Fix::replace("add `every`", Safety::Safe, before, "every ");
            self.report(finding.help(format!("write `every {} {}`", count.text(), unit.text())).fix(fix));
        }
        lacking
    }

    pub(in crate::model) fn scope<'t>(&mut self, phrase: &Phrase<'t>) -> Option<Value<'t>> {
        let atoms = phrase.list();
        let scope = match atoms.as_slice() {
            [all] if all.is("all") => Scope::All,
            [all, except, targets @ ..] if all.is("all") && except.is("except") => {
                Scope::AllExcept(self.targets(targets, *except)?)
            }
            [only, targets @ ..] if only.is("only") => Scope::Only(self.targets(targets, *only)?),
            [word, name] if word.is("environment") && name.name().is_some() => {
                Scope::Environment(self.symbol(*name)?.into())
            }
            [word, ..] if self.scope_elsewhere(*word) => return None,
            // `environments where managed`, `environments [a, b]`
            [word, what, ..] if (word.is("environments") || word.is("environment")) && names_many(*what) => {
                self.scope_without_only(*word, *what);
                return None;
            }
            // `all environments`, `all environments except [finance]`
            [all, what, rest @ ..]
                if all.is("all") && what.is("environments") && rest.first().is_none_or(|word| word.is("except")) =>
            {
                let location = self.at(what.span());
                let finding = Diagnostic::new(&codes::WRONG_TYPE, location, "`all` already means all environments");
                let surplus = self.at(Span::new(all.span().end, what.span().end));
                let fix = Fix::replace("leave out `environments`", Safety::Safe, surplus, "");
                self.report(finding.help("write `all` alone").fix(fix));
                return None;
            }
            // `all - [finance]`
            [all, minus, _targets, ..] if all.is("all") && minus.operator() == Some("-") => {
                let location = self.at(minus.span());
                let finding =
                    Diagnostic::new(&codes::WRONG_TYPE, location, "`-` takes away connectors, not environments");
                self.report(finding.instead("except", location, Safety::Safe));
                return None;
            }
            [all, word, _targets, ..] if all.is("all") && self.misspelt(*word, &["except"]) => return None,
            [word, _targets, ..] if self.misspelt(*word, &["only", "environment"]) => return None,
            [word] if self.misspelt(*word, &["all"]) => return None,
            [atom]
                if atom.name().is_some_and(|name| !matches!(&*name, "only" | "except" | "environment"))
                    || atom.kind() == NodeKind::List =>
            {
                self.bare_scope(*atom);
                return None;
            }
            _other => {
                self.wrong_phrase(phrase, Type::Scope, "applies_to");
                return None;
            }
        };
        Some(Value::Scope(scope))
    }

    /// Reports `environments where …` and `environments [ … ]` without `only` before them.
    fn scope_without_only(&mut self, word: Atom<'_>, what: Atom<'_>) {
        let location = self.at(word.span());
        let only = if what.is("where") { "only environments" } else { "only" };
        let finding =
            Diagnostic::new(&codes::WRONG_TYPE, location, "whether only these environments are meant is not said");
        let fix = Fix::replace("write `only`", Safety::Unsafe, location, only);
        self.report(finding.help("write `only` before them, or `all except` for all others").fix(fix));
    }

    /// Reports environments without `only` before them.
    fn bare_scope(&mut self, atom: Atom<'_>) {
        let location = self.at(atom.span());
        let (these, listed) = if atom.kind() == NodeKind::List {
            ("these environments are", atom.text().to_owned())
        } else {
            ("this environment is", format!("[{}]", atom.text()))
        };
        let message = format!("it is not said whether only {these} meant");
        let finding = Diagnostic::new(&codes::WRONG_TYPE, location, message);
        let only = format!("only {listed}");
        let fix = Fix::replace("write `only`", Safety::Unsafe, location, only);
        self.report(finding.help("write `only […]`, or `all except […]` for all others").fix(fix));
    }

    /// Reports words that exports use for scopes.
    pub(in crate::model) fn scope_elsewhere(&mut self, atom: Atom<'_>) -> bool {
        let own = match atom.name().unwrap_or_default().to_ascii_lowercase().as_str() {
            "all" if atom.kind() == NodeKind::Text => "all",
            "allenvironments" => "all",
            "onlyenvironments" => "only",
            "exceptenvironments" => "all except",
            _other => return false,
        };
        let location = self.at(atom.span());
        self.report(
            Diagnostic::new(&codes::UNKNOWN_WORD, location, format!("{} means nothing here", shown(atom)))
                .help(format!("here it is called `{own}`"))
                .fix(Fix::replace(format!("write `{own}`"), Safety::Safe, location, own)),
        );
        true
    }

    pub(in crate::model) fn targets(&mut self, atoms: &[Atom<'_>], after: Atom<'_>) -> Option<Targets> {
        let span = atoms.iter().map(|atom| atom.span()).reduce(Span::to).unwrap_or_else(|| after.span());
        let mut targets =
            Targets { references: Vec::new(), condition: None, location: self.at(span), resolved: Vec::new() };
        match atoms {
            [list] if list.kind() == NodeKind::List => {
                let before = self.told();
                targets.references.reserve_exact(list.elements().count());
                for element in list.elements() {
                    match self.symbol(element) {
                        Some(symbol) => targets.references.push(symbol.into()),
                        None => self.report(
                            Diagnostic::new(
                                &codes::WRONG_TYPE,
                                self.at(element.span()),
                                format!("{} is not the name of an environment", shown(element)),
                            )
                            .help("write the names of environments"),
                        ),
                    }
                }
                // A list in which nothing could be read is not an empty list.
                return (!targets.references.is_empty() || self.told() == before).then_some(targets);
            }
            [environments, where_, condition @ ..] if environments.is("environments") && where_.is("where") => {
                match expression::parse_atoms(self.file, condition) {
                    Ok(expression) => {
                        targets.condition = Some(self.condition(&expression)?);
                        return Some(targets);
                    }
                    Err(finding) => {
                        self.report(*finding);
                        return None;
                    }
                }
            }
            _other => {}
        }
        if let [all] = atoms
            && all.is("all")
        {
            let said = format!("`{} all` names no environments", after.text());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, self.at(span), said);
            self.report(finding.help("write `all` alone for every environment, or a list in brackets"));
            return None;
        }
        let finding = Diagnostic::new(
            &codes::WRONG_TYPE,
            self.at(span),
            format!("the environments are missing after `{}`", after.text()),
        )
        .help("write a list in brackets, `[finance_prod]`, or `environments where managed`");
        self.report(match atoms {
            [name] if name.name().is_some() => {
                let list = format!("[{}]", name.text());
                finding.fix(Fix::replace("put it in brackets", Safety::Safe, self.at(span), list))
            }
            _other => finding,
        });
        None
    }
}

/// Whether an atom after `environments` begins a condition or is a list of them.
fn names_many(atom: Atom<'_>) -> bool {
    atom.is("where") || atom.kind() == NodeKind::List
}

pub(in crate::model) fn unit_of(word: &str) -> Option<&'static str> {
    match word {
        "day" | "days" => Some("days"),
        "week" | "weeks" => Some("weeks"),
        "month" | "months" => Some("months"),
        "year" | "years" => Some("years"),
        _other => None,
    }
}
