//! Goal 7, the part on data policies: many policies on many environments, and apps under many policies.

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

/// How a whole check grows with policies, environments and apps. It grows no faster than its input times the classes of
/// environments, because each class is answered once and each app uses the answer of its class.
pub fn growth() {
    println!("\n## Growth: policies on environments, and apps under policies, one core\n");
    println!(
        "| what | MB | classes | check ms | peak MB | to the power of input × classes |\n|---|---|---|---|---|---|"
    );
    for (name, sizes) in [
        ("environments, each under half of the policies", &[250, 500, 1000]),
        ("apps, and policies that have an environment each", &[3000, 6000, 12_000]),
        ("apps, and policies that all apply to one environment", &[3000, 6000, 12_000]),
    ] {
        let mut before: Option<(f64, std::time::Duration)> = None;
        for &size in sizes {
            let (label, text) = match name.split_once(' ') {
                Some(("environments,", _)) => (format!("{size} × {}", size * 6 / 10), under_half(size)),
                _ if name.ends_with("each") => (format!("{size} × {}", size / 2), apps(size, true)),
                _ => (format!("{size} × {}", size / 2), apps(size, false)),
            };
            let sources = Sources::single("tenant.dictum", &text);
            let (time, classes) = measure::threads(1, || {
                let mut classes = 0;
                let time =
                    measure::once(3, || classes = std::hint::black_box(analyze(&sources)).effective.classes.len());
                (time, classes)
            });
            let work = text.len() as f64 * classes as f64;
            let power = before.map_or_else(String::new, |(small, short)| {
                format!("{:.2}", (time.as_secs_f64() / short.as_secs_f64()).ln() / (work / small).ln())
            });
            println!(
                "| {label} {name} | {:.1} | {classes} | {:.0} | {:.0} | {power} |",
                text.len() as f64 / 1e6,
                ms(time),
                measure::peak() as f64 / 1e6
            );
            before = Some((work, time));
        }
    }
}

/// `environments` environments and six policies for every ten of them. Each environment is in half of the policies, and
/// no two are alike.
fn under_half(environments: usize) -> String {
    let mut text = String::new();
    for environment in 0..environments {
        let _ = writeln!(text, "environment e{environment:05} {{ type = sandbox; region = europe }}");
    }
    let names = names();
    for policy in 0..environments * 6 / 10 {
        let applies = |environment: &usize| mixed(policy * environments + environment) & 1 == 0;
        let which: Vec<String> = (0..environments).filter(applies).map(|one| format!("e{one:05}")).collect();
        write_policy(&mut text, &names, policy, &format!("only [{}]", which.join(", ")));
    }
    text
}

/// `apps` apps and half as many policies. With `apart` each policy has an environment of its own, otherwise there is
/// one environment.
fn apps(apps: usize, apart: bool) -> String {
    let names = names();
    let policies = apps / 2;
    let mut text = String::from("user alice { upn = \"alice@contoso.com\" }\n");
    for environment in 0..if apart { policies } else { 1 } {
        let _ = writeln!(text, "environment e{environment:05} {{ type = sandbox; region = europe }}");
    }
    for policy in 0..policies {
        let scope = if apart { format!("only [e{policy:05}]") } else { "all".to_owned() };
        write_policy(&mut text, &names, policy, &scope);
    }
    for app in 0..apps {
        let environment = if apart { app % policies } else { 0 };
        let used = list(&names, environment * 23, 3);
        let _ =
            writeln!(text, "app a{app:05} {{ environment = e{environment:05}; owner = alice; connectors = [{used}] }}");
    }
    text
}

fn write_policy(text: &mut String, names: &[String], policy: usize, scope: &str) {
    let _ = writeln!(
        text,
        "data_policy p{policy:05} {{\n  applies_to = {scope}\n  business = [{}]\n  non_business = rest\n  blocked = [{}]\n}}",
        list(names, policy * 23, 30),
        list(names, policy * 23 + 30, 2)
    );
}

fn list(names: &[String], from: usize, count: usize) -> String {
    names.iter().skip(from % 1300).take(count).map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn names() -> Vec<String> {
    let catalog = dictum::catalog::Catalog::builtin();
    let blockable = catalog.connectors().iter().filter(|connector| connector.blockable);
    blockable.map(|connector| dictum::syntax::text_value::name(&connector.id).into_owned()).collect()
}

/// A pseudorandom number for each number.
const fn mixed(number: usize) -> usize {
    let mixed = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed ^ (mixed >> 27)) >> 20) as usize
}

fn connectors() -> usize {
    dictum::catalog::Catalog::builtin().len()
}

/// Fifty policies of about sixty connectors each. `applies` gives their environments.
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
