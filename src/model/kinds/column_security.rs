//! `column_security`

use super::{Body, Choice, Field, Kind, Open, SHOWN_NAME, Shape};
use crate::diagnostics::Diagnostic;
use crate::model::codes;
use crate::model::organisation::{ColumnGrant, ColumnProfile, Party, Unmasked};
use crate::model::program::{EnvironmentId, Head, Reference, Symbol, Text};
use crate::model::reader::Reader;
use crate::syntax::ast::{Atom, Block};
use crate::text::{Location, Span};

pub(super) static KIND: Kind = Kind {
    keyword: "column_security",
    noun: "a column security profile",
    plural: "column security profiles",
    doc: "A column security profile: what its holders may do with the values of secured columns. A column that a profile names is secured: only its holders and administrators see it. Each column has a block, `table.column { … }`.",
    name: "symbol",
    rests_on: &["tables", "user", "team"],
    body: Body::Block(&SHAPE),
    example: r#"tables { new_portfolio : user_owned masked new_iban }

user alice { upn = "alice@contoso.com" }

column_security portfolio_budget {
  new_portfolio.new_budget { read = yes; create = yes; update = no }
  new_portfolio.new_iban   { read = yes; read_unmasked = one }
  held_by = [alice]
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[SHOWN_NAME.attribute, ID.attribute, IN.attribute, HELD_BY.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Blocks("table.column", &COLUMN),
};

/// The attributes of one column in a profile.
pub static COLUMN: Shape = Shape {
    attributes: &[READ.attribute, CREATE.attribute, UPDATE.attribute, READ_UNMASKED.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const ID: Field<Text> = Field::text("id", "The id of the profile. Default: derived from the project and the symbol.");
const IN: Field<Vec<Reference<EnvironmentId>>> =
    Field::references("in", "environment", "The environments it applies to. Default: all.");
const HELD_BY: Field<Vec<Party>> =
    Field::names("held_by", "users and teams", "The users and teams that have the profile.");
const READ: Field<bool> = Field::flag("read", "Whether the value may be read.").by_default("no");
const CREATE: Field<bool> = Field::flag("create", "Whether a new row may be given a value.").by_default("no");
const UPDATE: Field<bool> = Field::flag("update", "Whether the value may be changed.").by_default("no");
const READ_UNMASKED: Field<Unmasked> = Field::one_of(
    "read_unmasked",
    &[
        Choice { word: "no", doc: "values that the masking rule hides stay hidden" },
        Choice { word: "one", doc: "the value may be read in one row at a time" },
        Choice { word: "all", doc: "the value may be read in lists too" },
    ],
    "Whether the value may be read without its mask.",
)
.by_default("no");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> ColumnProfile {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "column security profile", &head);
    let mut profile = ColumnProfile {
        name: reader.get(&record, &SHOWN_NAME),
        id: reader.get(&record, &ID),
        environments: reader.get(&record, &IN).unwrap_or_default(),
        columns: Vec::new(),
        held_by: reader.get(&record, &HELD_BY).unwrap_or_default(),
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
    // The parts of a quoted name have the location of the whole.
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
    let (unmasked, unmasked_location) = reader.given(&record, &READ_UNMASKED).unzip();
    let mut says = |field: &Field<bool>| reader.get(&record, field).unwrap_or(false);
    let (read, create, update) = (says(&READ), says(&CREATE), says(&UPDATE));
    Some(ColumnGrant {
        // An attribute that could not be read may have been `read = yes`.
        read: read || reader.faults() > before,
        create,
        update,
        unmasked: unmasked.unwrap_or_default(),
        unmasked_location,
        table: table.into(),
        column,
    })
}
