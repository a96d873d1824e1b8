//! Many large roles at once.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use dictum::analysis::{Access, Context, Effective, Follows, Study};
use dictum::catalog::Catalog;
use dictum::engine::{Settings, analyze};
use dictum::model::seen::Seen;
use dictum::rules;
use dictum::text::Sources;
use jiff::civil::date;

/// Roles of 600 rows each. Every second one is a copy of the one before, with one more row.
fn roles(count: usize) -> String {
    let mut text = String::from("tables {\n");
    for table in 0..600 {
        writeln!(text, "  new_t{table} : user_owned").expect("memory");
    }
    text.push_str("}\n");
    for role in 0..count {
        writeln!(text, "role r{role} {{\n  grid {{\n    table create read write delete append append_to assign share")
            .expect("memory");
        for table in 0..600 - usize::from(role % 2 == 0) {
            let level = ["user", "bu", "deep", "org"][mixed(table, role / 2)];
            writeln!(text, "    new_t{table} {}", [level; 8].join(" ")).expect("memory");
        }
        text.push_str("  }\n}\n");
    }
    text
}

/// A number below four that varies with the pair.
fn mixed(table: usize, role: usize) -> usize {
    let product = (table as u64 + 1).wrapping_mul(2 * role as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (product >> 62) as usize
}

#[test]
fn rules_of_roles_are_quick() {
    let sources = Sources::single("roles.dictum", &roles(100));
    let today = date(2026, 11, 21);
    let program = analyze(&sources, Arc::new(Catalog::builtin().clone()), &Settings { today }).program;
    let (effective, studies, access) = (Effective::of(&program), Study::all(&program), Access::of(&program));
    let follows = Follows { effective: &effective, studies: &studies, access: &access };
    let seen = Seen::default();
    let context = Context::new(&program, follows, today, &seen);
    let mut findings = Vec::new();
    let begin = Instant::now();
    for check in rules::all() {
        let own = Instant::now();
        (check.run)(&context, &mut findings);
        let took = own.elapsed();
        if took.as_millis() > 5 {
            println!("{} took {took:?}", check.rule.name);
        }
    }
    println!("all rules on 100 roles of 600 rows took {:?}", begin.elapsed());
    // Only copies are reported. The limit is far above what a test build takes.
    let names: Vec<&str> = findings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(names, ["copied-role"; 50]);
    assert!(begin.elapsed().as_secs() < 20);
}
