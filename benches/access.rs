//! A large organisation: `cargo bench --bench access`, or with numbers: `-- users roles units`.
//!
//! 100,000 users, 1,000 roles over 600 tables, 500 units, 2,000 teams, as source text: reading and checking it, the
//! union of privileges of every user, and single questions.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on says what it relied on")]
#![expect(clippy::cast_precision_loss, reason = "figures are shown with three digits")]

mod measure;
#[path = "generate/numbers.rs"]
mod numbers;

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use dictum::analysis::Access;
use dictum::analysis::access::Rows;
use dictum::catalog::privilege::{Grants, Verb};
use dictum::catalog::{Catalog, system_tables};
use dictum::diagnostics::Level;
use dictum::engine::{Settings, analyze};
use dictum::model::organisation::{UnitId, UserId};
use dictum::model::roles::RoleId;
use dictum::text::Sources;
use measure::{exponent, ms, once, peak, speed, threads};
use numbers::Numbers;

const FILE: usize = 400_000;

struct Text {
    files: Vec<(String, Vec<u8>)>,
    open: String,
}

impl Text {
    fn part(&mut self, part: &str) {
        self.open.push_str(part);
        if self.open.len() > FILE {
            self.close();
        }
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.open);
        self.files.push((format!("{:05}.dictum", self.files.len()), text.into_bytes()));
    }
}

fn units(unit: usize, count: usize, depth: usize, text: &mut String) {
    let _ = write!(text, "u{unit} {{ ");
    for below in 1..=5 {
        let below = unit * 5 + below;
        if below < count && depth < 20 {
            units(below, count, depth + 1, text);
        }
    }
    text.push_str("}; ");
}

/// A role that grants something on half of the tables, at levels that they have.
fn role(index: usize, tables: &[(String, [Vec<&'static str>; 8])], random: &mut Numbers) -> String {
    let mut text = format!("role r{index} {{\n  includes = [app_opener]\n  grid {{\n    table");
    for verb in Verb::ALL {
        let _ = write!(text, " {}", verb.word());
    }
    text.push('\n');
    for (name, levels) in tables {
        let _ = write!(text, "    {name}");
        let reads = random.below(2) == 0;
        for (verb, levels) in levels.iter().enumerate() {
            let word = match levels.as_slice() {
                [] => "-",
                _some if !reads => "none",
                // Read access at the widest level, so that no other access is wider.
                levels if verb == 1 => levels[levels.len() - 1],
                levels if random.below(3) == 0 => levels[random.below(levels.len())],
                _else => "none",
            };
            let _ = write!(text, " {word}");
        }
        text.push('\n');
    }
    text.push_str("  }\n}\n");
    text
}

fn source(users: usize, roles: usize, unit_count: usize) -> Vec<(String, Vec<u8>)> {
    let mut random = Numbers::new(7);
    let mut text = Text { files: Vec::new(), open: String::new() };
    let mut tree = String::from("business_units u0 { ");
    for below in 1..=5 {
        units(below, unit_count, 1, &mut tree);
    }
    text.part(&format!("{tree}}}\nenvironment e {{ type = production; region = europe; dataverse {{ language = 1033; currency = EUR }} }}\n"));
    text.part("data_policy base { applies_to = all; business = [sharepointonline]; non_business = rest }\n");
    let words = |allowed: &dyn Fn(Verb) -> Vec<&'static str>| Verb::ALL.map(allowed);
    let mut tables: Vec<(String, [Vec<&'static str>; 8])> = system_tables()
        .iter()
        .map(|table| {
            (
                table.name.to_owned(),
                words(&|verb| table.allowed(verb).iter().map(dictum::catalog::privilege::Level::word).collect()),
            )
        })
        .collect();
    text.part("tables {\n");
    for own in 0..8 {
        text.part(&format!("  new_t{own} : user_owned\n"));
        tables.push((format!("new_t{own}"), words(&|_| vec!["user", "bu", "deep", "org"])));
    }
    text.part("}\n");
    // One table represents all that share its privileges.
    let mut seen = std::collections::BTreeSet::new();
    tables.retain(|(name, _)| {
        let base = dictum::catalog::system_table(name).map(dictum::catalog::shares_privileges_with);
        base.is_none_or(|base| seen.insert(base) && dictum::catalog::system_table(name) == Some(base))
    });
    for index in 0..roles {
        text.part(&role(index, &tables, &mut random));
    }
    for index in 0..users {
        let held: Vec<String> = (0..3).map(|at| format!("r{}", (random.below(roles / 3)) * 3 + at)).collect();
        text.part(&format!(
            "user p{index} {{\n  upn = \"p{index}@contoso.com\"\n  business_unit = u{}\n  roles {{ e = [{}] }}\n}}\n",
            random.below(unit_count),
            held.join(", ")
        ));
    }
    for index in 0..users / 50 {
        let members: std::collections::BTreeSet<String> =
            (0..50).map(|_| format!("p{}", random.below(users))).collect();
        let members: Vec<String> = members.into_iter().collect();
        text.part(&format!(
            "team m{index} {{\n  in = e\n  business_unit = u{}\n  kind = owner\n  members = [{}]\n  roles = [r{}, r{}]\n}}\n",
            random.below(unit_count),
            members.join(", "),
            random.below(roles / 2) * 2,
            random.below(roles / 2) * 2 + 1
        ));
    }
    text.close();
    text.files
}

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let (users, roles, unit_count) = match numbers.as_slice() {
        [users, roles, units, ..] => (*users, *roles, *units),
        _default => (100_000, 1_000, 500),
    };
    let quarter = Sources::new(source(users / 4, roles / 4, unit_count / 4));
    let quarter_bytes: usize = quarter.iter().map(|source| source.text().len()).sum();
    let quarter_took = {
        let start = Instant::now();
        let settings = Settings { today: jiff::civil::date(2026, 11, 21) };
        black_box(analyze(&quarter, Arc::new(Catalog::builtin().clone()), &settings));
        start.elapsed()
    };
    drop(quarter);
    let files = source(users, roles, unit_count);
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    println!("{users} users, {roles} roles, {unit_count} units, {} files, {:.1} MB", files.len(), bytes as f64 / 1e6);
    let before = peak();
    let sources = Sources::new(files);
    let catalog = Arc::new(Catalog::builtin().clone());
    let settings = Settings { today: jiff::civil::date(2026, 11, 21) };
    let start = Instant::now();
    let analysis = analyze(&sources, catalog, &settings);
    let took = start.elapsed();
    let count = |level| analysis.diagnostics.iter().filter(|finding| finding.level == level).count();
    println!(
        "read and checked in {:.2} s, {:.1} MB/s, peak {:.1} bytes a byte of source ({} errors, {} warnings, {} infos)",
        took.as_secs_f64(),
        speed(bytes, took),
        (peak() - before) as f64 / bytes as f64,
        count(Level::Error),
        count(Level::Warning),
        count(Level::Info),
    );
    println!(
        "from a quarter of it, time grows with size to the power of {:.2}",
        exponent((quarter_bytes, quarter_took), (bytes, took))
    );
    if let Some(error) = analysis.diagnostics.iter().find(|finding| finding.level == Level::Error) {
        println!("  the first error: {}", error.message);
    }
    let program = &analysis.program;
    println!("who holds what in every environment: {:.0} ms", ms(once(3, || _ = black_box(Access::of(program)))));
    let access = &analysis.access;
    let place = access.places().next().expect("an environment with a database");
    unions(&analysis.access, place, users);
    let mut random = Numbers::new(11);
    let organisation = &program.organisation;
    let questions: Vec<(u32, usize, usize, u32)> = (0..1_000_000)
        .map(|_| {
            let table = random.below(access.matrix.tables().len());
            (random.below(users) as u32, table, random.below(8), random.below(unit_count) as u32)
        })
        .collect();
    let mut allowed = 0_u32;
    let time = once(3, || {
        allowed = 0;
        for (user, table, verb, unit) in &questions {
            let table = access.matrix.tables()[*table];
            let rows = Rows::Of(UnitId(*unit));
            allowed += u32::from(access.can(program, place, UserId::at(*user), table, Verb::ALL[*verb], rows));
        }
    });
    println!("one question, may he or may he not: {:.0} ns ({allowed} of 1,000,000 allowed)", ms(time));
    let some = questions.get(..10_000).unwrap_or_default();
    let mut slowest = 0.0_f64;
    for (user, table, verb, _) in some {
        let start = Instant::now();
        black_box(access.reach(program, place, UserId::at(*user), access.matrix.tables()[*table], Verb::ALL[*verb]));
        slowest = slowest.max(ms(start.elapsed()));
    }
    println!("one question with its reasons: at most {slowest:.3} ms of 10,000");
    let table = organisation.tables.find("new_t0").expect("a table");
    let time = once(3, || {
        let can = |user: u32| access.can(program, place, UserId::at(user), table, Verb::Delete, Rows::All);
        black_box((0..users as u32).filter(|user| can(*user)).count());
    });
    println!("who can delete all rows of a table, of all users: {:.2} ms", ms(time));
}

/// The privileges of all users on two hundred tables each, on one core.
fn unions(access: &Access, place: &dictum::analysis::access::Place, users: usize) {
    const TABLES: usize = 200;
    let rows: Vec<Vec<Grants>> = (0..access.matrix.roles())
        .map(|role| access.matrix.row(RoleId::at(role as u32)).iter().copied().take(TABLES).collect())
        .collect();
    let held: Vec<[u32; 5]> = (0..users as u32)
        .map(|user| {
            let mut five = [0; 5];
            for (slot, holding) in five.iter_mut().zip(place.holdings(UserId::at(user))) {
                *slot = holding.role.0;
            }
            five
        })
        .collect();
    let mut sum = 0_u32;
    let every = once(5, || {
        threads(1, || {
            let mut union = [Grants::NONE; TABLES];
            for five in &held {
                union.fill(Grants::NONE);
                for role in five {
                    for (sum, grants) in union.iter_mut().zip(&rows[*role as usize]) {
                        *sum |= *grants;
                    }
                }
                sum ^= union.iter().fold(0, |sum, grants| sum ^ grants.bits());
            }
        });
    });
    black_box(sum);
    println!(
        "union of {users} users x 5 roles x {TABLES} tables x 8 verbs: {:.1} ms, {:.3} ns a cell",
        ms(every),
        every.as_secs_f64() * 1e9 / (users * 5 * TABLES * 8) as f64
    );
}
