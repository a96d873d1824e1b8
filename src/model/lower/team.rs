//! `team`, `column_security`, `duties`, `role_administrators`

use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::codes;
use crate::model::kinds::{COLUMN, Shape};
use crate::model::organisation::{
    Apart, ColumnGrant, ColumnProfile, Duties, Membership, Party, RoleAdministrators, Team, TeamKind, Unmasked,
};
use crate::model::program::{Head, Reference, Symbol};
use crate::model::reader::{Reader, Record, Value};
use crate::model::roles::RoleId;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block, Phrase};
use crate::text::{Location, Span};

pub(super) fn team(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Team {
    let before = reader.faults();
    let record = reader.block(block, shape, "team", &head);
    let (kind, kind_location) = reader.word(&record, "kind").unzip();
    let kind = kind.and_then(|word| TeamKind::ALL.into_iter().find(|kind| kind.word() == word));
    let mut team = Team {
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        environment: reader.reference(&record, "in"),
        unit: reader.reference(&record, "business_unit"),
        kind: kind.unwrap_or(TeamKind::Owner),
        kind_location: kind_location.unwrap_or(head.location),
        group: reader.reference(&record, "group"),
        membership: reader.word(&record, "membership").and_then(|(word, location)| {
            let membership = Membership::ALL.into_iter().find(|membership| membership.word() == word);
            membership.map(|membership| (membership, location))
        }),
        members: reader.references(&record, "members"),
        roles: reader.references(&record, "roles"),
        sound: false,
        head,
    };
    team.sound = reader.faults() == before;
    team
}

pub(super) fn profile(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> ColumnProfile {
    let before = reader.faults();
    let record = reader.block(block, shape, "column security profile", &head);
    let mut profile = ColumnProfile {
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        environments: reader.references(&record, "in"),
        columns: Vec::new(),
        held_by: reader.parties(&record, "held_by"),
        sound: false,
        head,
    };
    for (key, block) in &record.named {
        if let Some(column) = column(reader, *key, *block) {
            profile.columns.push(column);
        }
    }
    profile.columns.sort_by(|a, b| (&a.table.symbol.name, &a.column.name).cmp(&(&b.table.symbol.name, &b.column.name)));
    profile.sound = reader.faults() == before;
    profile
}

fn column(reader: &mut Reader<'_>, key: Atom<'_>, block: Block<'_>) -> Option<ColumnGrant> {
    let whole = reader.symbol(key)?;
    let Some((table, column)) = whole
        .name
        .split_once('.')
        .filter(|(table, column)| !table.is_empty() && !column.is_empty() && !column.contains('.'))
    else {
        let message = format!("`{}` is not a column", whole.name);
        let finding = Diagnostic::new(&codes::WRONG_FORM, whole.location, message);
        reader
            .report(finding.help("write the table, a dot, and the column: `new_portfolio.new_budget { read = yes }`"));
        return None;
    };
    // Within quotes the place of a part is that of the whole.
    let part = |from: usize, length: usize| {
        let span = whole.location.span;
        let plain = (span.end - span.start) as usize == whole.name.len();
        let start = span.start + from as u32;
        if plain { Location::new(whole.location.file, Span::new(start, start + length as u32)) } else { whole.location }
    };
    let table = Symbol { name: table.into(), location: part(0, table.len()) };
    let column = Symbol { name: column.into(), location: part(table.name.len() + 1, column.len()) };
    let before = reader.faults();
    let record = reader.record(block, &COLUMN, &format_args!("column `{}`", whole.name));
    let (unmasked, unmasked_location) = reader.word(&record, "read_unmasked").unzip();
    let mut says = |name: &str| reader.flag(&record, name).is_some_and(|(value, _)| value);
    let (read, create, update) = (says("read"), says("create"), says("update"));
    Some(ColumnGrant {
        // What could not be read may have been that it is read.
        read: read || reader.faults() > before,
        create,
        update,
        unmasked: unmasked
            .and_then(|word| Unmasked::ALL.into_iter().find(|unmasked| unmasked.word() == word))
            .unwrap_or_default(),
        unmasked_location,
        table: table.into(),
        column,
    })
}

pub(super) fn duties(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Duties {
    let before = reader.faults();
    let record = reader.block(block, shape, "separation of duties", &head);
    let environments = reader.references(&record, "in");
    // A separation that could not be read takes nothing from the others; the environments hold for all of them.
    let mut duties = Duties { never: Vec::new(), environments, sound: reader.faults() == before, head };
    for phrase in &record.sentences {
        if let Some(apart) = apart(reader, phrase, shape) {
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

fn apart(reader: &mut Reader<'_>, phrase: &Phrase<'_>, shape: &Shape) -> Option<Apart> {
    let atoms = phrase.list();
    if let [never, list] = atoms.as_slice()
        && never.is("never")
        && list.kind() == NodeKind::List
    {
        let place = reader.at(never.span());
        let fix = Fix::replace("add `both`", Safety::Safe, reader.at(Span::at(never.span().end)), " both");
        let finding = Diagnostic::new(&codes::WRONG_FORM, place, "`both` does not stand behind this `never`");
        reader.report(finding.help("write `never both [payer, approver]`").fix(fix));
        return None;
    }
    let [never, both, list] = atoms.as_slice() else {
        reader.unknown_sentence(phrase, shape, "a separation of duties");
        return None;
    };
    if !never.is("never") || !both.is("both") || list.kind() != NodeKind::List {
        let misspelt = !never.is("never") && reader.misspelt(*never, &["never"])
            || !both.is("both") && reader.misspelt(*both, &["both"]);
        if !misspelt {
            reader.unknown_sentence(phrase, shape, "a separation of duties");
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
            let message = format!("role `{}` stands twice", symbol.name);
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

pub(super) fn administrators(
    reader: &mut Reader<'_>,
    head: Head,
    block: Block<'_>,
    shape: &'static Shape,
) -> RoleAdministrators {
    let before = reader.faults();
    let record = reader.block(block, shape, "role administrators", &head);
    let mut administrators = RoleAdministrators {
        who: reader.parties(&record, "who"),
        assign: reader.references(&record, "assign"),
        environments: reader.references(&record, "in"),
        sound: false,
        head,
    };
    administrators.sound = reader.faults() == before;
    administrators
}

impl Reader<'_> {
    /// Names of users, teams, groups.
    pub(super) fn parties(&mut self, record: &Record<'_>, name: &str) -> Vec<Party> {
        match self.value(record, name) {
            Some((Value::Names(names), _)) => names.into_iter().map(Into::into).collect(),
            _absent => Vec::new(),
        }
    }
}
