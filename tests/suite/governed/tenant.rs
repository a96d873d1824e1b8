//! A real tenant of five data policies, moved to allow-lists only.

use std::collections::BTreeSet;

use dictum::analysis::together;
use dictum::catalog::Catalog;
use dictum::engine::Analysis;
use dictum::import::{Format, Options, import};
use dictum::model::{ConnectorId, EnvironmentId};

use super::read;

/// The import of the tenant's policies, every environment managed.
fn imported() -> String {
    let name = "rpothin-tenant-five-policies.tfoutput.json";
    let path = format!("{}/tests/data/dlp-samples/{name}", env!("CARGO_MANIFEST_DIR"));
    let file = (name.to_owned(), std::fs::read(path).expect("the sample"));
    let options = Options::default();
    import(Format::Auto, &[file], Catalog::shared_builtin(), &options).expect("it can be imported").source
}

fn pairs(analysis: &Analysis, environment: EnvironmentId, names: &[&str]) -> BTreeSet<(String, String)> {
    let ids: Vec<ConnectorId> =
        names.iter().map(|name| analysis.program.universe.find(name).expect("a connector")).collect();
    let mut pairs = BTreeSet::new();
    for (at, one) in ids.iter().enumerate() {
        for other in ids.iter().skip(at + 1) {
            if together(&analysis.program, environment, &[*one, *other]).is_allowed() {
                let name = |id: ConnectorId| analysis.program.universe.name(id).to_owned();
                pairs.insert((name(*one), name(*other)));
            }
        }
    }
    pairs
}

#[test]
fn what_was_apart_is_together_and_http_is_governed_by_nobody() {
    let before = read(&imported());
    let environment = before
        .program
        .environments
        .ids()
        .max_by_key(|(id, _)| before.program.policies_in(*id).count())
        .map(|(id, one)| (id, one.name().to_owned()))
        .expect("an environment");
    let (id, symbol) = environment;
    assert_eq!(before.program.policies_in(id).count(), 3);
    let names: Vec<&str> =
        before.program.universe.unblockable().iter().map(|one| before.program.universe.name(*one)).collect();
    let was = pairs(&before, id, &names);
    // The same environment with only an allow-list of the unblockable connectors.
    let declared = format!("environment {symbol} ");
    let line = |line: &str| {
        if line.starts_with(&declared) {
            format!(
                "{declared}{{ type = default; managed = yes; dataverse {{ language = 1033; currency = EUR }}; connector_policies = allow_list_only }}"
            )
        } else {
            line.to_owned()
        }
    };
    let moved: Vec<String> = imported().lines().map(line).collect();
    let moved = moved.join("\n");
    let after =
        read(&format!("{moved}\nconnector_allow_list moved {{ environment = {symbol}; allows = unblockable }}\n"));
    let id = after.program.environment(&symbol).expect("the same environment");
    let is = pairs(&after, id, &names);
    let all = names.len() * (names.len() - 1) / 2;
    assert_eq!(is.len(), all, "everything that is listed may be used together");
    assert!(was.is_subset(&is));
    let gained: Vec<&(String, String)> = is.difference(&was).collect();
    println!("{} of {all} pairs were usable together, {} become so", was.len(), gained.len());
    // Four cells of 2, 3, 1 and 18 connectors: 1 + 3 + 0 + 153 pairs.
    assert_eq!(was.len(), 157);
    assert_eq!(gained.len(), all - 157);
    let http = after.program.universe.find("Http").expect("a connector");
    let answer = together(&after.program, id, &[http]);
    assert!(answer.is_unknown());
    assert_eq!(answer.ungoverned, [http]);
}
