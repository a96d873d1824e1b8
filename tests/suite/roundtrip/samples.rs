//! Every real export, there and back, in every way.

use super::{Program, SAMPLES, Way, catalog, differing, sample};

/// The number of policies, and of those with a file that differs.
fn trips(ways: &[Way], without_plan: bool) -> (usize, usize) {
    let (mut tried, mut mismatches) = (0, 0);
    for name in SAMPLES {
        let catalog = catalog(name);
        for way in ways.iter().copied() {
            let (first, imported) = Program::imported(&[sample(name)], way.members, &catalog);
            let built = first.build(way);
            let requests = if without_plan { built.without_plan() } else { built.requests() };
            let (second, again) = Program::imported(&requests, way.members, &catalog);
            let differing = differing(&built, &second.build(way));
            tried += first.policies();
            mismatches += differing.len();
            assert_eq!(differing, [""; 0], "{name} {way:?}\n{}\n{}", imported.source, again.source);
            assert_eq!(first.bindings, second.bindings, "{name} {way:?}");
            let symbols = |imported: &dictum::import::Imported| {
                let policies = imported.report.policies.iter();
                policies.map(|policy| (policy.symbol.clone(), policy.name.clone())).collect::<Vec<_>>()
            };
            assert_eq!(symbols(&imported), symbols(&again), "{name} {way:?}");
            assert_eq!(first.policies(), second.policies());
        }
    }
    (tried, mismatches)
}

#[test]
fn every_sample_comes_back_as_the_same_bytes() {
    let (tried, mismatches) = trips(&Way::ALL, false);
    println!("P6: policies of real exports tried: {tried}, mismatches: {mismatches}");
    assert_eq!((tried, mismatches), (40, 0));
}

#[test]
fn requests_find_together_without_the_plan() {
    let (tried, mismatches) = trips(&Way::ALL[2..3], true);
    println!("P6: policies tried without their plan: {tried}, mismatches: {mismatches}");
    assert_eq!((tried, mismatches), (10, 0));
}

#[test]
fn the_source_of_requests_is_the_source_of_the_export() {
    for name in SAMPLES {
        let catalog = catalog(name);
        let way = Way::ALL[0];
        let (first, imported) = Program::imported(&[sample(name)], way.members, &catalog);
        let (second, _) = Program::imported(&first.build(way).requests(), way.members, &catalog);
        let (_, third) = Program::imported(&second.build(way).requests(), way.members, &catalog);
        let (_, again) = Program::imported(&first.build(way).requests(), way.members, &catalog);
        // From the second trip on not even a comment changes.
        assert_eq!(again.source, third.source, "{name}");
        assert_eq!(again.bindings, third.bindings, "{name}");
        assert!(imported.source.lines().count() >= again.source.lines().count() / 2, "{name}");
    }
}
