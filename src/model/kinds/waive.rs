//! `waive`

use jiff::civil::Date;

use super::{Body, Field, Kind, Open, Shape};
use crate::diagnostics::Diagnostic;
use crate::model::codes;
use crate::model::kinds;
use crate::model::program::Text;
use crate::model::reader::Reader;
use crate::model::waiver::{BadWaiver, Waiver, WaiverTarget};
use crate::syntax::ast::{Atom, Block, Declaration};
use crate::syntax::literal::{self, Literal};
use crate::syntax::{self, TokenKind, Tree, text_value};
use crate::text::{Location, Source, Span};

pub(super) static KIND: Kind = Kind {
    keyword: "waive",
    noun: "a waiver",
    plural: "waivers",
    doc: "A finding that is accepted until a given day: `waive RULE on KIND NAME { … }`. It applies to findings of that rule whose primary place is in that declaration. The rule is given by its name or its code. Errors can be waived only if the page of the rule says so. A waiver that has ended is a finding, and so is one that accepts nothing.\n\nOne finding can also be waived by a comment on the line above it: `// dictum: waive RULE until 2027-03-31 because \"…\"`.",
    name: "symbol",
    rests_on: &[],
    body: Body::Block(&SHAPE),
    example: r#"connectors parked = [sql]

waive unused-connector-set on connectors parked {
  because = "The finance team takes it over in spring"
  by      = "alice@contoso.com"
  until   = 2027-03-31
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[BECAUSE.attribute, BY.attribute, UNTIL.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const BECAUSE: Field<Text> = Field::text("because", "Why it is accepted.").required();
const BY: Field<Text> = Field::text("by", "Who accepted it.");
const UNTIL: Field<Date> = Field::date("until", "The last day on which it applies.").required();

/// The beginning of a comment that is meant for Dictum.
const MARK: &str = "// dictum:";

/// The first words with which users ask this tool or others for a waiver.
const MEANT: &[&str] = &["waive", "waiver", "ignore", "disable", "allow", "suppress", "skip", "noqa", "off"];

const FORM: &str = "write `// dictum: waive RULE until 2027-03-31 because \"…\"`";

/// Reads a waiver; reports one that cannot be read and returns `None`.
pub(in crate::model) fn read(reader: &mut Reader<'_>, declaration: Declaration<'_>) -> Option<Waiver> {
    let Some(block) = declaration.block() else {
        let location = reader.at(declaration.head_span());
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, "a waiver is a block, not a value");
        reader.report(finding.help("write `waive RULE on KIND NAME { because = \"…\"; until = 2027-03-31 }`"));
        return None;
    };
    waiver(reader, declaration, block)
}

fn waiver(reader: &mut Reader<'_>, declaration: Declaration<'_>, block: Block<'_>) -> Option<Waiver> {
    let before = reader.faults();
    let head: Vec<Atom<'_>> = declaration.head().collect();
    let names: Vec<String> = head.iter().filter_map(|atom| atom.name()).map(std::borrow::Cow::into_owned).collect();
    let target = match names.as_slice() {
        [_, _, on, kind, name] if on == "on" => Some((kind, name.clone())),
        [_, _, on, kind] if on == "on" => Some((kind, String::new())),
        _other => None,
    };
    // A kind whose declarations have names requires one.
    let lacks_name =
        |kind: &str, name: &str| name.is_empty() && kinds::find(kind).is_some_and(|kind| !kind.name.is_empty());
    let whole = |(kind, name): &(&String, String)| names.len() == head.len() && !lacks_name(kind, name);
    let Some((kind, name)) = target.filter(whole) else {
        let location = reader.at(declaration.head_span());
        let message = "a waiver names a rule and a declaration";
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, message);
        reader.report(finding.help("write `waive RULE on KIND NAME { because = \"…\"; until = 2027-03-31 }`"));
        return None;
    };
    if kinds::find(kind).is_none() {
        let location = head.get(3).map_or(reader.at(declaration.head_span()), |atom| reader.at(atom.span()));
        let finding = Diagnostic::new(&codes::UNKNOWN_KIND, location, format!("`{kind}` is not a kind of declaration"));
        let near = crate::diagnostics::closest(kind, kinds::keywords());
        reader.report(match near {
            Some(near) => finding.did_you_mean(near, location, crate::diagnostics::Safety::Safe),
            None => finding.help("name the declaration as it is declared, such as `environment finance_prod`"),
        });
        return None;
    }
    let record = reader.record(block, &SHAPE, &"this waiver");
    let because = reader.get(&record, &BECAUSE);
    let by = reader.get(&record, &BY).map(|text| text.name.to_string());
    let until = reader.given(&record, &UNTIL);
    if let Some(text) = because.as_ref().filter(|text| text.name.trim().is_empty()) {
        let finding = Diagnostic::new(&codes::WRONG_TYPE, text.location, "a waiver needs a reason, and this is empty");
        reader.report(finding.help("say why the finding is accepted"));
    }
    let (Some(because), Some(until)) = (because, until) else { return None };
    let rule = head.get(1)?;
    (reader.faults() == before).then(|| Waiver {
        rule: (names.get(1).cloned().unwrap_or_default(), reader.at(rule.span())),
        target: WaiverTarget::Declaration(kind.clone(), name),
        named: head.get(4).map(|atom| reader.at(atom.span())),
        because: because.name.to_string(),
        by,
        until,
        whole: reader.at(declaration.node.span()),
    })
}

/// Collects the waivers in the comments of a tree.
pub(in crate::model) fn comments(source: &Source, tree: &Tree, waivers: &mut Vec<Waiver>, bad: &mut Vec<BadWaiver>) {
    for span in tree.comments() {
        let written = span.of_text(source.text());
        if !is_meant(written) {
            continue;
        }
        let read = match written.strip_prefix(MARK) {
            Some(rest) => comment(source, span, rest),
            None => Err(BadWaiver { message: "this comment waives nothing".to_owned(), location: source.locate(span) }),
        };
        match read {
            Ok(waiver) => waivers.push(waiver),
            Err(one) => bad.push(one),
        }
    }
}

/// Whether a comment is meant for Dictum, even if it does not begin exactly with [`MARK`]: with other capitals or
/// spaces, or as another kind of comment.
fn is_meant(written: &str) -> bool {
    let inside = written.trim_start_matches(['/', '*']).trim_start();
    let (name, rest) = inside.split_at_checked("dictum".len()).unwrap_or_default();
    let Some(rest) = rest.trim_start().strip_prefix(':').filter(|_| name.eq_ignore_ascii_case("dictum")) else {
        return false;
    };
    let word = rest.split_whitespace().next().unwrap_or_default();
    MEANT.iter().any(|meant| word.eq_ignore_ascii_case(meant))
}

fn comment(source: &Source, span: Span, rest: &str) -> Result<Waiver, BadWaiver> {
    let start = span.start + MARK.len() as u32;
    let at = |inside: Span| source.locate(Span::new(start + inside.start, start + inside.end));
    let whole = source.locate(span);
    let bad = |message: &str, location: Location| BadWaiver { message: message.to_owned(), location };
    let lines = source.lines();
    let line = lines.span(lines.line(span.start));
    if !Span::new(line.start, span.start).of_text(source.text()).trim().is_empty() {
        return Err(bad("a waiver has its own line, above the line of the finding", whole));
    }
    let tokens = syntax::tokens(rest);
    let mut tokens = tokens.into_iter().filter(|(kind, _)| *kind != TokenKind::Comment).peekable();
    let mut word = |wanted: Option<&str>| -> Option<Span> {
        let fits = |(kind, span): &(TokenKind, Span)| {
            *kind == TokenKind::Word && wanted.is_none_or(|wanted| span.of_text(rest) == wanted)
        };
        tokens.next_if(fits).map(|(_, span)| span)
    };
    if word(Some("waive")).is_none() {
        return Err(bad("this comment waives nothing", whole));
    }
    let Some(rule) = word(None) else { return Err(bad("a waiver names the rule", whole)) };
    let (mut until, mut because, mut by) = (None, None, None);
    while let Some((kind, key)) = tokens.next() {
        let key_text = key.of_text(rest);
        let value = tokens.next().filter(|_| kind == TokenKind::Word);
        match (key_text, value) {
            ("until", Some((TokenKind::Literal, span))) if until.is_none() => {
                let Ok(Literal::Date(date)) = literal::read(span.of_text(rest)) else {
                    return Err(bad("a waiver ends on a day", at(span)));
                };
                until = Some((date, at(span)));
            }
            ("because", Some((TokenKind::Text, span))) if because.is_none() => {
                because = Some(text_value::content(span.of_text(rest)).into_owned());
            }
            ("by", Some((TokenKind::Text, span))) if by.is_none() => {
                by = Some(text_value::content(span.of_text(rest)).into_owned());
            }
            _other => return Err(bad("this is not part of a waiver", at(key))),
        }
    }
    let because = because.filter(|because| !because.trim().is_empty());
    match (until, because) {
        (Some(until), Some(because)) => Ok(Waiver {
            rule: (rule.of_text(rest).to_owned(), at(rule)),
            target: WaiverTarget::Line,
            named: None,
            because,
            by,
            until,
            whole,
        }),
        (None, Some(_)) => Err(bad("a waiver needs the day on which it ends", whole)),
        (Some(_), None) => Err(bad("a waiver needs a reason", whole)),
        (None, None) => Err(bad("a waiver needs a reason and the day on which it ends", whole)),
    }
}

impl BadWaiver {
    /// How to write a waiver.
    pub const fn help() -> &'static str {
        FORM
    }
}
