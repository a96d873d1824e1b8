//! `rules` and `rating`

mod scorecard;
pub(super) mod slips;
mod table;
use super::{Body, Kind, Sentence};
use crate::diagnostics::{Diagnostic, Safety, closest};
use crate::model::codes;
use crate::model::condition::Condition;
use crate::model::criticity::{DecisionRule, HitPolicy, Impossible, RuleSet, Test};
use crate::model::program::{Head, Symbol};
use crate::model::reader::Reader;
use crate::syntax::ast::{Atom, Block, Form, Phrase, Statement};
use crate::syntax::{NodeKind, expression};
use crate::text::Span;

pub(super) static KIND: Kind = Kind {
    keyword: "rules",
    noun: "a set of rules",
    plural: "sets of rules",
    doc: "Rules that give each subject a level of a scale, by its criteria. The name is that of the scale. The rules are about apps, unless `subject` says otherwise. They may be sentences, a table, a scorecard, or all of these; Dictum proves that they are complete and without contradiction.",
    name: "scale",
    rests_on: &["scale", "criteria"],
    body: Body::Free(FORMS),
    example: r"scale criticity { low < medium < high }

criteria app {
  /// handles data about people
  personal_data : bool
  users         : 0..
  impact        : none < minor < major
}

rules criticity {
  unique
  high   when impact == major or (personal_data and users > 500)
  medium when impact != major and personal_data and users <= 500
  low    otherwise
}

control low    { process = automated }
control medium { process = automated }
control high   { process = automated }
",
};

pub(super) static RATING: Kind = Kind {
    keyword: "rating",
    noun: "a rating",
    plural: "ratings",
    doc: "Rules that give each connector a level of a scale, by its criteria and the facts of the catalogue: rules whose subject is `connector`. The level is the fact `rating`, by which data policies may select; a connector with `rated = …` has that level instead.",
    name: "scale",
    rests_on: &["scale", "criteria"],
    body: Body::Free(FORMS),
    example: r"scale connector_risk { trusted < elevated < forbidden }

criteria connector {
  authentication     : entra | api_key | none
  data_leaves_tenant : bool
}

rating connector_risk {
  worst wins
  forbidden when authentication == none and data_leaves_tenant
  elevated  when data_leaves_tenant
  trusted   otherwise
}

connector sql { authentication = entra; data_leaves_tenant = no }
",
};

static FORMS: &[Sentence] = &[
    Sentence { form: "high when users > 500 and personal_data", doc: "Subjects that match have this level." },
    Sentence { form: "low otherwise", doc: "Subjects that no rule matches have this level." },
    Sentence { form: "unique", doc: "No two rules may match the same subject. This is the default." },
    Sentence { form: "any", doc: "Several rules may match if they give the same level." },
    Sentence { form: "worst wins", doc: "Of the rules that match, the highest level counts." },
    Sentence { form: "first wins", doc: "Of the rules that match, the first one in the source counts." },
    Sentence {
        form: "never personal_data and audience == robots",
        doc: "Such a subject cannot exist; no rule needs to match it.",
    },
    Sentence {
        form: "subject = flow",
        doc: "The subject of the rules, if it is not `app`, or `connector` for a rating.",
    },
    Sentence {
        form: "table { personal_data users level; yes 501.. high; - ..500 low }",
        doc: "Rules as rows. The first row names fields and, last, `level`. A cell is a value, a range, a list of values, a comparison such as `>= minor`, or `-` for any value.",
    },
    Sentence {
        form: "scorecard { users { 0..50 -> 0; 51.. -> 2 }; total { ..1 -> low; 2.. -> high } }",
        doc: "Points for the values of fields; their total gives the level, in addition to the other rules. For a field that is a list, each word adds its points; `-` is for all words without a row.",
    },
    Sentence {
        form: "scorecard reach { users { 0..50 -> 0; 51.. -> 2 }; total { ..1 -> low; 2.. -> high } }",
        doc: "A scorecard with a name. Each of several scorecards needs one.",
    },
    Sentence {
        form: "high when published older than 60 days",
        doc: "An age, in days, weeks, months or years, judged by `--today`. Proofs hold for every day; bundles contain the age and no day. Rules about connectors cannot use ages.",
    },
    Sentence {
        form: "high when impact not answered",
        doc: "Whether there is a value: `not answered`, or `answered`. Rules that use this treat a missing value as an answer, for which a comparison neither holds nor fails.",
    },
    Sentence { form: "high when spent > budget", doc: "Compares two fields: numbers, days, or words of one list." },
    Sentence {
        form: "high when likelihood == often and exposure >= wide",
        doc: "The level that other rules about the same subject give, by the name of their scale.",
    },
    Sentence {
        form: "high when environment.type == production and connectors.rating >= elevated",
        doc: "For apps, also facts of their environment, the list `connectors`, and the highest rating of these connectors.",
    },
];

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>, kind: &'static Kind) -> RuleSet {
    let before = reader.faults();
    let keyword = kind.keyword;
    let subject = if keyword == "rating" { "connector" } else { "app" };
    let mut rules = RuleSet {
        keyword,
        scale: None,
        subject: Symbol { name: subject.into(), location: head.location },
        policy: HitPolicy::Unique,
        policy_location: None,
        rules: Vec::new(),
        otherwise: None,
        impossible: Vec::new(),
        scorecards: Vec::new(),
        optional: Vec::new(),
        open: Vec::new(),
        sound: false,
        head,
    };
    let mut said_subject = None;
    for statement in block.statements() {
        let location = reader.at(statement.span());
        match statement.form() {
            Form::Sentence(phrase) => sentence(reader, statement, &phrase, &mut rules),
            Form::Attribute(key, phrase) if key.is("subject") => {
                if let Some(first) = said_subject.replace(reader.at(key.span())) {
                    again(reader, key, "subject", first);
                    continue;
                }
                match phrase.only().filter(|atom| atom.kind() == NodeKind::Word).and_then(|atom| reader.symbol(atom)) {
                    Some(subject) => rules.subject = subject,
                    None => reader.report(
                        Diagnostic::new(&codes::WRONG_TYPE, reader.at(phrase.span()), "this is not a subject")
                            .help("write the subject of criteria, such as `subject = app`"),
                    ),
                }
            }
            Form::Block(words, inner) => match words.list().as_slice() {
                [word] if word.is("table") => table::lower(reader, inner, &mut rules),
                [word] if word.is("scorecard") => scorecard::lower(reader, inner, location, None, &mut rules),
                [word, name] if word.is("scorecard") && name.kind() == NodeKind::Word => {
                    let name = reader.symbol(*name);
                    scorecard::lower(reader, inner, location, name, &mut rules);
                }
                [word, ..] if word.is("scorecard") => {
                    let place = reader.at(words.span());
                    let finding = Diagnostic::new(&codes::WRONG_FORM, place, "a scorecard has one name, a word");
                    reader.report(finding.help("write `scorecard likelihood { … }`"));
                }
                _other => {
                    wrong_word(reader, statement, &["table", "scorecard"], "write `table { … }` or `scorecard { … }`");
                }
            },
            Form::Attribute(key, phrase) | Form::Field(key, phrase)
                if let Some(policy) = slips::hit_policy(&phrase) =>
            {
                let message = format!("`{}` means nothing here", key.text());
                let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(key.span()), message);
                reader.report(finding.instead(policy, location, Safety::Safe));
            }
            Form::Attribute(..) | Form::Field(..) => wrong_word(
                reader,
                statement,
                &["subject"],
                "write `high when …`, `low otherwise`, `table { … }` or `scorecard { … }`",
            ),
        }
    }
    scorecard::names(reader, &rules);
    if reader.faults() > before || block.is_broken() {
        reader.unread.add_kind(keyword);
    } else {
        rules.sound = true;
    }
    rules
}

fn sentence(reader: &mut Reader<'_>, statement: Statement<'_>, phrase: &Phrase<'_>, rules: &mut RuleSet) {
    let atoms = phrase.list();
    let location = reader.at(statement.span());
    let word = |atom: &Atom<'_>, text: &str| atom.is(text);
    match atoms.as_slice() {
        [one] if word(one, "unique") => policy(reader, *one, HitPolicy::Unique, one.span(), rules),
        [one] if word(one, "any") => policy(reader, *one, HitPolicy::Any, one.span(), rules),
        [one, wins] if word(wins, "wins") && word(one, "worst") => {
            policy(reader, *one, HitPolicy::WorstWins, one.span().to(wins.span()), rules);
        }
        [one, wins] if word(wins, "wins") && word(one, "first") => {
            policy(reader, *one, HitPolicy::FirstWins, one.span().to(wins.span()), rules);
        }
        [never, rest @ ..] if word(never, "never") && !rest.first().is_some_and(|next| word(next, "when")) => {
            if let Some(condition) = condition(reader, rest, *never) {
                rules.impossible.push(Impossible { condition, location });
            }
        }
        [level, when, rest @ ..] if word(when, "when") && level.kind() == NodeKind::Word => {
            let Some(symbol) = reader.symbol(*level) else { return };
            if let Some(condition) = condition(reader, rest, *when) {
                let level = symbol.into();
                let test = Test::When(condition);
                rules.rules.push(DecisionRule { level, test, location });
            }
        }
        [level, otherwise] if word(otherwise, "otherwise") && level.kind() == NodeKind::Word => {
            let Some(symbol) = reader.symbol(*level) else { return };
            match &rules.otherwise {
                Some(first) => {
                    let first = first.symbol.location;
                    again(reader, *otherwise, "otherwise", first);
                }
                None => rules.otherwise = Some(symbol.into()),
            }
        }
        [_level, second, ..]
            if second.kind() == NodeKind::Word && reader.misspelt(*second, &["when", "otherwise", "wins"]) => {}
        [only] if only.kind() == NodeKind::Word && reader.misspelt(*only, &["unique", "any"]) => {}
        _other => {
            let finding = slips::rule(reader, phrase);
            reader.report(finding);
        }
    }
}

fn policy(reader: &mut Reader<'_>, atom: Atom<'_>, policy: HitPolicy, span: Span, rules: &mut RuleSet) {
    match rules.policy_location {
        Some(first) => {
            let message = format!("`{}` is given besides `{}`", policy.words(), rules.policy.words());
            let location = reader.at(atom.span());
            reader.report(
                Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, location, message)
                    .label(first, "first given here")
                    .help("keep one of the two"),
            );
        }
        None => {
            rules.policy = policy;
            rules.policy_location = Some(reader.at(span));
        }
    }
}

/// Reads the condition in `atoms`; `after` is the word before them.
pub(super) fn condition(reader: &mut Reader<'_>, atoms: &[Atom<'_>], after: Atom<'_>) -> Option<Condition> {
    if atoms.is_empty() {
        let message = format!("a condition is missing after `{}`", after.text());
        let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(after.span()), message);
        reader.report(finding.help("write what must hold, such as `users > 500`"));
        return None;
    }
    match expression::parse_atoms(reader.file, atoms) {
        Ok(expression) => reader.condition(&expression),
        Err(finding) => {
            reader.report(*finding);
            None
        }
    }
}

pub(super) fn again(reader: &mut Reader<'_>, place: Atom<'_>, what: &str, first: crate::text::Location) {
    let finding =
        Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, reader.at(place.span()), format!("`{what}` is given twice"));
    reader.report(finding.label(first, "first given here").help("keep one of the two"));
}

/// Reports a statement whose first word means nothing here or is in the wrong form.
pub(super) fn wrong_word(reader: &mut Reader<'_>, statement: Statement<'_>, words: &[&str], help: &str) {
    let Some(first) = statement.first() else { return };
    let location = reader.at(first.span());
    if words.contains(&first.text()) {
        let message = format!("`{}` is written in the wrong form", first.text());
        reader.report(Diagnostic::new(&codes::WRONG_FORM, location, message).help(help));
        return;
    }
    let finding = Diagnostic::new(&codes::WRONG_FORM, location, format!("`{}` means nothing here", first.text()));
    reader.report(match closest(first.text(), words.iter().copied()) {
        Some(near) => finding.did_you_mean(near, location, Safety::Safe),
        None => finding.help(help),
    });
}
