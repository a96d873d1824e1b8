//! The answers for a small table as a reader sees them, one by one.

use dictum::decision::{
    Answer, ClassSet, Cube, Overlap, Pairs, Prepared, Rest, Rule, Space, Standing, Table, diff, gaps, mergeable,
    overlaps, redundant, standings,
};

const ENVIRONMENT: u16 = 0;
const RISK: u16 = 1;

fn space() -> Space {
    Space::of(vec![3, 5])
}

fn rule(environment: &[u16], risk: &[u16], effect: u32, rank: u32) -> Rule {
    let mut cube = Cube::universe();
    for (attribute, classes) in [(ENVIRONMENT, environment), (RISK, risk)] {
        if !classes.is_empty() {
            cube = cube.with(attribute, &ClassSet::of(classes.iter().copied()));
        }
    }
    Rule { cubes: vec![cube], effect, rank }
}

fn first_wins(rules: &[(&[u16], &[u16], u32)]) -> Table {
    let rules = rules.iter().zip(0..).map(|((environment, risk, effect), rank)| rule(environment, risk, *effect, rank));
    Table { space: space(), rules: rules.collect(), impossible: Vec::new() }
}

#[test]
fn a_rule_is_masked_by_the_fewest_that_cover_it() {
    let table = first_wins(&[(&[0, 1], &[0, 1], 0), (&[0], &[2, 3], 1), (&[0], &[1, 2], 1), (&[0], &[0, 1, 2, 3], 2)]);
    assert_eq!(standings(&Prepared::new(&table))[3], Standing::Masked(vec![0, 1]));
}

#[test]
fn one_that_holds_a_rule_alone_is_preferred() {
    let table = first_wins(&[(&[0], &[0], 0), (&[0], &[1], 1), (&[0, 1], &[0, 1], 0), (&[0], &[0, 1], 2)]);
    assert_eq!(standings(&Prepared::new(&table))[3], Standing::Masked(vec![2]));
}

#[test]
fn what_cannot_be_takes_a_rule_apart_from_masking() {
    let mut table = first_wins(&[(&[0], &[0], 0), (&[2], &[1], 1)]);
    table.impossible.push(Cube::of([(ENVIRONMENT, ClassSet::of([2]))]));
    assert_eq!(standings(&Prepared::new(&table))[1], Standing::Never);
}

#[test]
fn a_gap_names_only_what_matters() {
    let table = first_wins(&[(&[0, 1], &[], 0), (&[2], &[0, 1, 2], 1)]);
    let gap = Cube::of([(ENVIRONMENT, ClassSet::of([2])), (RISK, ClassSet::of([3, 4]))]);
    let found = gaps(&Prepared::new(&table), 3);
    assert_eq!((found.regions, found.rest), (vec![gap], Rest::None));
}

#[test]
fn rows_that_must_not_overlap_are_shown_where_they_do() {
    let mut table = first_wins(&[(&[], &[0], 0), (&[], &[1, 2], 1), (&[], &[2, 3, 4], 2)]);
    table.rules.iter_mut().for_each(|rule| rule.rank = 0);
    let found = overlaps(&Prepared::new(&table), Pairs::Unlike, 10);
    let region = Cube::of([(RISK, ClassSet::of([2]))]);
    assert_eq!((found.live, found.masked, found.undecided), (1, 0, 0));
    assert_eq!(found.shown, [Overlap { first: 1, second: 2, region }]);
}

#[test]
fn a_special_case_of_what_follows_is_redundant_unless_something_stands_between() {
    let mut table = first_wins(&[(&[0], &[0], 1), (&[], &[0, 1], 1), (&[], &[], 0)]);
    assert_eq!(redundant(&Prepared::new(&table), 0), Answer::Yes);
    table.rules.insert(1, rule(&[0], &[], 0, 0));
    table.rules.iter_mut().zip(0..).for_each(|(rule, rank)| rule.rank = rank);
    assert_eq!(redundant(&Prepared::new(&table), 0), Answer::No);
}

#[test]
fn neighbours_merge_unless_something_stands_between() {
    let table = first_wins(&[(&[0], &[0], 1), (&[1], &[4], 0), (&[1], &[0], 1)]);
    let (merges, _) = mergeable(&Prepared::new(&table));
    assert_eq!(merges.len(), 1);
    assert_eq!((merges[0].first, merges[0].second, merges[0].attribute), (0, 2, ENVIRONMENT));
    let table = first_wins(&[(&[0], &[0], 1), (&[1], &[0, 4], 0), (&[1], &[0], 1)]);
    assert_eq!(mergeable(&Prepared::new(&table)), (Vec::new(), 0));
}

#[test]
fn a_change_of_order_is_a_change_only_where_rules_meet() {
    let old = first_wins(&[(&[0], &[], 0), (&[], &[0], 1), (&[], &[4], 0)]);
    let mut new = old.clone();
    new.rules.swap(1, 2);
    new.rules.iter_mut().zip(0..).for_each(|(rule, rank)| rule.rank = rank);
    let found = diff(&Prepared::new(&old), &Prepared::new(&new), 5);
    assert_eq!((found.changes.len(), found.rest), (0, Rest::None));
    new.rules.swap(0, 2);
    new.rules.iter_mut().zip(0..).for_each(|(rule, rank)| rule.rank = rank);
    let found = diff(&Prepared::new(&old), &Prepared::new(&new), 5);
    let region = Cube::of([(ENVIRONMENT, ClassSet::of([0])), (RISK, ClassSet::of([0]))]);
    assert_eq!((found.changes.len(), found.rest), (1, Rest::None));
    assert_eq!(found.changes[0].region, region);
    assert_eq!((&found.changes[0].old, &found.changes[0].new), (&vec![0], &vec![1]));
}
