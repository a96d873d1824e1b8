//! `tables`

use super::{Body, Kind, Sentence};
use crate::catalog::{Ownership, privilege_base, system_table};
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list};
use crate::model::codes;
use crate::model::program::{Head, Symbol};
use crate::model::reader::Reader;
use crate::model::tables::OwnTable;
use crate::syntax::ast::{Atom, Block, Form, Phrase, Statement};

pub(super) static KIND: Kind = Kind {
    keyword: "tables",
    noun: "a list of tables",
    plural: "lists of tables",
    doc: "The organisation's own tables, as far as privileges on them need it. The platform's tables are built in: `dictum catalog tables` lists them. A list has no name, and there may be several.",
    name: "",
    rests_on: &[],
    body: Body::Free(&[
        Sentence {
            form: "new_portfolio : user_owned",
            doc: "A table whose rows are owned by users and teams. Other words: `organization_owned` (its rows belong to all, and privileges on it are on or off), `business_owned`, `unowned`.",
        },
        Sentence {
            form: "new_programme : user_owned lookup account, contact",
            doc: "The tables that its lookups point to.",
        },
        Sentence {
            form: "new_portfolio : user_owned schema \"new_Portfolio\"",
            doc: "The schema name, if its capitals differ.",
        },
        Sentence {
            form: "new_supplier : user_owned masked new_iban, new_bic",
            doc: "The columns that have a masking rule.",
        },
        Sentence {
            form: "new_supplier : user_owned secured new_iban",
            doc: "The columns that are secured. A column that a profile names is secured in any case.",
        },
        Sentence {
            form: "new_salary : user_owned sensitive",
            doc: "The table contains data that not everyone may see.",
        },
        Sentence {
            form: "new_call : user_owned activity",
            doc: "The table is an activity, and shares the privileges of all activities.",
        },
    ]),
    example: r#"tables {
  new_portfolio : user_owned schema "new_Portfolio"
  new_programme : user_owned lookup new_portfolio, account
  new_currency  : organization_owned
}
"#,
};

const CLAUSES: [&str; 6] = ["lookup", "schema", "masked", "secured", "sensitive", "activity"];

const OWNED: [Ownership; 4] = [Ownership::User, Ownership::Organization, Ownership::Business, Ownership::None];

/// Reads a list of tables.
pub(in crate::model) fn read(reader: &mut Reader<'_>, block: Block<'_>) -> Vec<OwnTable> {
    let mut tables = Vec::new();
    if block.is_broken() {
        reader.unread.add_kind("tables");
        reader.silent += 1;
    }
    for statement in block.statements() {
        let told = reader.faults();
        match statement.form() {
            Form::Field(key, phrase) => match table(reader, &statement, key, &phrase) {
                Some(table) => tables.push(table),
                None => {
                    if let Some(name) = key.name() {
                        reader.unread.add(&name);
                    }
                    if reader.faults() == told {
                        reader.silent += 1;
                    }
                }
            },
            _other => {
                let place = statement.first().map_or(statement.span(), Atom::span);
                if let Some(name) = statement.first().and_then(Atom::name) {
                    reader.unread.add(&name);
                }
                let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(place), "this is not a table")
                    .help("write its name, a colon, and who owns its rows: `new_portfolio : user_owned`");
                reader.report(match statement.form() {
                    Form::Attribute(key, _) => reader.with_mark(finding, key, statement, ":"),
                    _other => finding,
                });
            }
        }
    }
    tables
}

fn table(reader: &mut Reader<'_>, statement: &Statement<'_>, key: Atom<'_>, phrase: &Phrase<'_>) -> Option<OwnTable> {
    let symbol = reader.symbol(key)?;
    let atoms = phrase.list();
    let (first, mut rest) = atoms.split_first()?;
    let ownership = ownership(reader, *first)?;
    let head = Head { location: symbol.location, symbol, description: statement.docs.text(key.node.source()) };
    let mut table = OwnTable {
        head,
        ownership,
        ownership_location: reader.at(first.span()),
        schema: None,
        lookups: Vec::new(),
        masked: Vec::new(),
        secured: Vec::new(),
        sensitive: None,
        activity: false,
    };
    while let Some((clause, behind)) = rest.split_first() {
        rest = behind;
        match clause.text() {
            "sensitive" => table.sensitive = Some(reader.at(clause.span())),
            "activity" => table.activity = true,
            "schema" => {
                let (text, behind) = rest.split_first().unzip();
                let Some(schema) = text.filter(|text| text.quoted().is_some()).and_then(|text| reader.symbol(*text))
                else {
                    let finding =
                        Diagnostic::new(&codes::WRONG_FORM, reader.at(clause.span()), "`schema` takes a text");
                    reader.report(finding.help("write the schema name in quotes: `schema \"new_Portfolio\"`"));
                    return None;
                };
                let known = system_table(&table.head.symbol.name).filter(|id| privilege_base(*id) == &*schema.name);
                if !schema.name.eq_ignore_ascii_case(&table.head.symbol.name) && known.is_none() {
                    let message =
                        format!("the schema name `{}` is not that of `{}`", schema.name, table.head.symbol.name);
                    let finding = Diagnostic::new(&codes::WRONG_FORM, schema.location, message);
                    reader.report(finding.help("a schema name differs from the logical name in its capitals only"));
                    reader.unread.add(&schema.name.to_ascii_lowercase());
                    return None;
                }
                table.schema = Some(schema);
                rest = behind.unwrap_or_default();
            }
            "lookup" => {
                let names = names(reader, *clause, &mut rest)?;
                table.lookups.extend(names.into_iter().map(Into::into));
            }
            "masked" => table.masked.extend(names(reader, *clause, &mut rest)?),
            "secured" => table.secured.extend(names(reader, *clause, &mut rest)?),
            word => {
                let location = reader.at(clause.span());
                let finding =
                    Diagnostic::new(&codes::UNKNOWN_WORD, location, format!("`{word}` is not a property of a table"));
                reader.report(match closest(word, CLAUSES) {
                    Some(near) => finding.did_you_mean(near, location, Safety::Safe),
                    None => finding.help(format!("the possible words are {}", quoted_list(CLAUSES, "and"))),
                });
                return None;
            }
        }
    }
    Some(table)
}

fn ownership(reader: &mut Reader<'_>, atom: Atom<'_>) -> Option<Ownership> {
    let known = OWNED.into_iter().find(|ownership| atom.is(ownership.word()));
    if known.is_some() {
        return known;
    }
    let location = reader.at(atom.span());
    let message = format!("`{}` does not say who owns the rows of a table", atom.text());
    let finding = Diagnostic::new(&codes::UNKNOWN_WORD, location, message);
    let words = OWNED.map(Ownership::word);
    let folded: String = atom.text().chars().filter(|letter| *letter != '_').collect::<String>().to_ascii_lowercase();
    let own = match folded.as_str() {
        "user" | "userowned" | "team" | "teamowned" | "userorteam" | "userorteamowned" => Some("user_owned"),
        "org" | "orgowned" | "organization" | "organizationowned" | "organisation" | "organisationowned" => {
            Some("organization_owned")
        }
        "business" | "businessowned" => Some("business_owned"),
        _other => closest(atom.text(), words),
    };
    reader.report(match own {
        Some(near) => finding.did_you_mean(near, location, Safety::Safe),
        None => finding.help(format!("write {}", quoted_list(words, "or"))),
    });
    None
}

/// Reads names separated by commas after a word.
fn names<'t>(reader: &mut Reader<'_>, clause: Atom<'t>, rest: &mut &[Atom<'t>]) -> Option<Vec<Symbol>> {
    let mut names = Vec::new();
    while let Some((name, behind)) = rest.split_first() {
        let Some(symbol) = reader.symbol(*name) else { break };
        names.push(symbol);
        *rest = behind;
        match rest.split_first() {
            Some((comma, behind)) if comma.operator() == Some(",") => *rest = behind,
            _end => return Some(names),
        }
    }
    let place = reader.at(rest.first().map_or(clause.span(), |atom| atom.span()));
    let finding = Diagnostic::new(&codes::WRONG_FORM, place, format!("`{}` needs a name here", clause.text()));
    reader.report(finding.help(format!("write `{} name`, or several names separated by commas", clause.text())));
    None
}
