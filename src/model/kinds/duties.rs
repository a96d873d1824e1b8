//! `duties`

use super::{Body, Field, Kind, Open, Sentence, Shape};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::codes;
use crate::model::organisation::{Apart, Duties};
use crate::model::program::{EnvironmentId, Head, Reference};
use crate::model::reader::Reader;
use crate::model::roles::RoleId;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Block, Phrase};
use crate::text::Span;

pub(super) static KIND: Kind = Kind {
    keyword: "duties",
    noun: "a separation of duties",
    plural: "separations of duties",
    doc: "Roles that no user may hold together, whether directly, through teams, or as part of other roles. The name says in words what is to be kept apart.",
    name: "symbol",
    rests_on: &["role", "environment"],
    body: Body::Block(&SHAPE),
    example: r#"tables { new_payment : user_owned }

role payer {
  includes = [basic_user]
  grid {
    table        read  create
    new_payment  org   user
  }
}

role approver {
  includes = [basic_user]
  grid {
    table        read  write
    new_payment  org   org
  }
}

environment finance {
  type = production
  dataverse { language = 1033; currency = EUR }
}

duties "Nobody pays and approves" { never both [payer, approver]; in = [finance] }

user alice { upn = "alice@contoso.com"; roles { finance = [payer] } }
user bob   { upn = "bob@contoso.com"; roles { finance = [approver] } }

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[IN.attribute],
    blocks: &[],
    sentences: &[Sentence { form: "never both [payer, approver]", doc: "No user may hold two of these roles." }],
    open: Open::Closed,
};

const IN: Field<Vec<Reference<EnvironmentId>>> =
    Field::references("in", "environment", "The environments in which it applies. Default: all.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Duties {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "separation of duties", &head);
    let environments = reader.get(&record, &IN).unwrap_or_default();
    // A separation that cannot be read does not affect the others; the environments apply to all of them.
    let mut duties = Duties { never: Vec::new(), environments, sound: reader.faults() == before, head };
    for phrase in &record.sentences {
        if let Some(apart) = apart(reader, phrase) {
            duties.never.push(apart);
        }
    }
    if duties.never.is_empty() && reader.faults() == before {
        let location = duties.head.location;
        let finding = Diagnostic::new(&codes::MISSING_ATTRIBUTE, location, "this keeps no roles apart");
        reader.report(finding.help("say which: `never both [payer, approver]`"));
    }
    duties
}

fn apart(reader: &mut Reader<'_>, phrase: &Phrase<'_>) -> Option<Apart> {
    let atoms = phrase.list();
    if let [never, list] = atoms.as_slice()
        && never.is("never")
        && list.kind() == NodeKind::List
    {
        let place = reader.at(never.span());
        let fix = Fix::replace("add `both`", Safety::Safe, reader.at(Span::at(never.span().end)), " both");
        let finding = Diagnostic::new(&codes::WRONG_FORM, place, "`both` does not follow this `never`");
        reader.report(finding.help("write `never both [payer, approver]`").fix(fix));
        return None;
    }
    let [never, both, list] = atoms.as_slice() else {
        reader.unknown_sentence(phrase, &SHAPE, "a separation of duties");
        return None;
    };
    if !never.is("never") || !both.is("both") || list.kind() != NodeKind::List {
        let misspelt = !never.is("never") && reader.misspelt(*never, &["never"])
            || !both.is("both") && reader.misspelt(*both, &["both"]);
        if !misspelt {
            reader.unknown_sentence(phrase, &SHAPE, "a separation of duties");
        }
        return None;
    }
    let mut roles: Vec<Reference<RoleId>> = Vec::new();
    for element in list.elements() {
        let location = reader.at(element.span());
        let Some(symbol) = reader.symbol(element) else {
            let message = format!("`{}` is not the name of a role", element.text());
            reader.report(Diagnostic::new(&codes::WRONG_TYPE, location, message).help("write the names of roles"));
            return None;
        };
        if let Some(first) = roles.iter().find(|known| known.symbol.name == symbol.name) {
            let message = format!("role `{}` is given twice", symbol.name);
            let finding = Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, location, message);
            let first = first.symbol.location;
            reader.report(finding.label(first, "first given here").help("keep one of the two"));
            continue;
        }
        roles.push(symbol.into());
    }
    let location = reader.at(phrase.span());
    if roles.len() < 2 {
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, "one role cannot be kept apart from itself");
        reader.report(finding.help("name two roles or more: `never both [payer, approver]`"));
        return None;
    }
    Some(Apart { roles, location })
}
