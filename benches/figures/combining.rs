//! Goal 7, the part on data policies: many policies on many environments.

use std::fmt::Write as _;

use dictum::analysis::Effective;
use dictum::text::Sources;

use super::analyze;
use super::measure::{self, ms};

pub fn print() {
    println!("\n## 7 combining: 1,000 environments × 50 data policies × {} connectors\n", connectors());
    println!("| scopes | classes | cells | one core ms |\n|---|---|---|---|");
    for (name, scope) in [
        ("every policy everywhere", (|_, _| true) as fn(usize, usize) -> bool),
        ("every policy on half of the environments, no two alike", |policy, environment| {
            (environment.wrapping_mul(0x9E37_79B9) >> (policy % 20)) & 1 == usize::from(policy % 3 == 0)
        }),
        ("each environment in ten policies", |policy, environment| (environment + policy * 20) % 1000 < 200),
    ] {
        let sources = Sources::single("tenant.dictum", &tenant(scope));
        let analysis = analyze(&sources);
        let program = &analysis.program;
        assert_eq!((program.environments.len(), program.policies.len()), (1000, 50), "the tenant is read");
        let effective = Effective::of(program);
        let cells: usize = effective.classes.iter().map(|class| class.cells.len()).sum();
        let time = measure::threads(1, || measure::once(7, || _ = std::hint::black_box(Effective::of(program))));
        println!("| {name} | {} | {cells} | {:.1} |", effective.classes.len(), ms(time));
    }
}

fn connectors() -> usize {
    dictum::catalog::Catalog::builtin().len()
}

/// Fifty policies of some sixty connectors each; `applies` says to which environments.
fn tenant(applies: fn(usize, usize) -> bool) -> String {
    let mut text = String::new();
    for environment in 0..1000 {
        let _ = writeln!(text, "environment e{environment:04} {{ type = sandbox; region = europe }}");
    }
    let catalog = dictum::catalog::Catalog::builtin();
    let names: Vec<_> = catalog
        .connectors()
        .iter()
        .filter(|connector| connector.blockable)
        .map(|connector| dictum::syntax::text_value::name(&connector.id))
        .collect();
    for policy in 0..50 {
        let list = |from: usize| names.iter().skip((policy * 23 + from) % 1300).take(30).map(AsRef::as_ref);
        let environments: Vec<String> =
            (0..1000).filter(|&index| applies(policy, index)).map(|index| format!("e{index:04}")).collect();
        let _ = writeln!(
            text,
            "data_policy p{policy:02} {{\n  applies_to = only [{}]\n  business = [{}]\n  non_business = rest\n  blocked = [{}]\n}}",
            environments.join(", "),
            list(0).collect::<Vec<_>>().join(", "),
            list(30).take(2).collect::<Vec<_>>().join(", ")
        );
    }
    text
}
