//! Every question on thousands of small tables, compared with an enumeration of all points.

use dictum::decision::{
    Budget, Cube, Diff, Overlaps, Pairs, Prepared, Rest, Standing, Table, always, decide, diff, effects, gaps,
    mergeable, never, overlaps, redundancies, redundant, replaceable, standings, unreachable,
};

use super::random::{Random, SCHEMES, cube, edited, points, space, table};
use super::world::{Figures, World};

/// Asks everything about random tables.
fn ask(seed: u64, tables: usize, budget: Budget) -> Figures {
    let mut figures = Figures::default();
    let mut random = Random(seed);
    for number in 0..tables {
        let space = space(&mut random);
        let table = table(&mut random, &space, SCHEMES[number % SCHEMES.len()]);
        let new = edited(&mut random, &table);
        let cubes: Vec<Cube> = (0..random.below(4)).map(|_| cube(&mut random, &space)).collect();
        let world = World::new(&table);
        let prepared = Prepared::with_budget(&table, budget);
        figures.tables += 1;
        rules(&mut figures, &world, &prepared);
        pairs(&mut figures, &world, &prepared);
        covers(&mut figures, &world, &prepared, &cubes);
        presence(&mut figures, &world, &prepared, &cubes);
        merges(&mut figures, &world, &prepared);
        differences(&mut figures, &world, &prepared, &Prepared::with_budget(&new, budget));
    }
    println!(
        "P9: {} tables, {} questions, {} left undecided, {} witness regions with {} points replayed, refuted: {}",
        figures.tables,
        figures.questions,
        figures.undecided,
        figures.witnesses,
        figures.replayed,
        figures.mismatches.len()
    );
    figures
}

fn rules(figures: &mut Figures, world: &World<'_>, prepared: &Prepared<'_>) {
    let rules = &world.table.rules;
    for (rule, told) in standings(prepared).into_iter().enumerate() {
        match told {
            Standing::Undecided => figures.undecided += 1,
            Standing::Never => figures.hold(!world.matches(rule), "never matches", world.table),
            Standing::Decides(region) => {
                figures.replay("decides", world, &region, |point| decide(world.table, point).contains(&rule));
            }
            Standing::Masked(cover) => {
                let lower = |other: &usize| rules[*other].rank < rules[rule].rank;
                let is_right = world.matches(rule)
                    && !world.decides(rule)
                    && cover.iter().all(lower)
                    && world.covered(rule, &cover);
                figures.hold(is_right, "masked", world.table);
                let without = |at: usize| {
                    let mut others = cover.clone();
                    others.remove(at);
                    world.covered(rule, &others)
                };
                let spare = (0..cover.len()).any(without);
                figures.hold(prepared.budget().nodes < 100 || !spare, "a minimal cover", world.table);
            }
        }
    }
    let all = [0, 1, 2, 3];
    for (effect, answer) in all.into_iter().zip(unreachable(prepared, &all)) {
        let reached = world.effects.iter().any(|effects| effects.contains(&effect));
        figures.compare(answer, !reached, "unreachable", world.table);
    }
}

fn pairs(figures: &mut Figures, world: &World<'_>, prepared: &Prepared<'_>) {
    let rules = &world.table.rules;
    for kind in [Pairs::Unlike, Pairs::Like] {
        let (mut live, mut masked) = (0, 0);
        for second in 0..rules.len() {
            for first in 0..second {
                if (rules[first].effect == rules[second].effect) != (kind == Pairs::Like) {
                    continue;
                }
                let both = |point: &Vec<u16>| rules[first].matches(point) && rules[second].matches(point);
                if world.points.iter().any(both) {
                    *(if rules[first].rank == rules[second].rank { &mut live } else { &mut masked }) += 1;
                }
            }
        }
        let Overlaps { live: has_live, masked: has_masked, undecided, shown, involved } = overlaps(prepared, kind, 100);
        figures.undecided += usize::from(undecided > 0);
        let is_right = undecided > 0 || (has_live, has_masked) == (live, masked);
        figures.hold(is_right, "counts of overlaps", world.table);
        let is_in = |rule: &usize| {
            let like =
                |at: usize| (rules[at].rank, rules[at].effect == rules[*rule].effect) == (rules[*rule].rank, false);
            let with =
                |at: usize| world.points.iter().any(|point| [at, *rule].iter().all(|at| rules[*at].matches(point)));
            (0..rules.len()).any(|at| like(at) && with(at))
        };
        let in_conflict: Vec<usize> = (0..rules.len()).filter(is_in).collect();
        let named: Vec<usize> = involved.iter().map(|(rule, _)| *rule).collect();
        figures.hold(undecided > 0 || kind == Pairs::Like || named == in_conflict, "rules in a conflict", world.table);
        // A result that was counted without boxes cannot be shown without them.
        let is_open = undecided > 0 || prepared.budget().nodes < 100;
        figures.hold(is_open || shown.is_empty() == (has_live == 0), "live overlaps are shown", world.table);
        for overlap in shown {
            let pair = [overlap.first, overlap.second];
            let is_of_one_rank = rules[overlap.first].rank == rules[overlap.second].rank;
            figures.replay("overlap", world, &overlap.region, |point| {
                is_of_one_rank && pair.iter().all(|rule| rules[*rule].matches(point))
            });
        }
    }
}

fn covers(figures: &mut Figures, world: &World<'_>, prepared: &Prepared<'_>, cubes: &[Cube]) {
    let uncovered: Vec<&Vec<u16>> = world
        .points
        .iter()
        .zip(&world.deciding)
        .filter(|(_, deciding)| deciding.is_empty())
        .map(|(point, _)| point)
        .collect();
    for show in [0, 1, 1_000] {
        let gaps = gaps(prepared, show);
        let mut seen = 0;
        for (at, region) in gaps.regions.iter().enumerate() {
            let before = &gaps.regions[..at];
            figures.replay_greatest("gap", world, region, &[Cube::universe()], |point| {
                decide(world.table, point).is_empty() && !before.iter().any(|other| other.contains(point))
            });
            seen += points(&world.table.space, region).len();
        }
        match gaps.rest {
            Rest::Undecided => figures.undecided += 1,
            Rest::None => figures.hold(seen == uncovered.len(), "all gaps", world.table),
            Rest::More => figures.hold(seen < uncovered.len() && gaps.regions.len() == show, "more gaps", world.table),
        }
    }
    let held = |point: &[u16]| cubes.iter().any(|cube| cube.contains(point));
    let (all, any) = (world.points.iter().all(|point| held(point)), world.points.iter().any(|point| held(point)));
    figures.compare(always(prepared, cubes), all, "always", world.table);
    figures.compare(never(prepared, cubes), !any, "never", world.table);
}

fn presence(figures: &mut Figures, world: &World<'_>, prepared: &Prepared<'_>, cubes: &[Cube]) {
    for (rule, answer) in redundancies(prepared).into_iter().enumerate() {
        let mut without = world.table.clone();
        without.rules.remove(rule);
        let is_redundant = world.decides(rule) && world.is_same(&without);
        figures.compare(answer, is_redundant, "redundant", world.table);
        figures.compare(redundant(prepared, rule), is_redundant, "redundant, asked alone", world.table);
        let mut other = world.table.clone();
        other.rules[rule].cubes = cubes.to_vec();
        figures.compare(replaceable(prepared, rule, cubes), world.is_same(&other), "replaceable", world.table);
    }
}

fn merged(table: &Table, first: usize, second: usize, cube: &Cube) -> Table {
    let mut table = table.clone();
    table.rules[first].cubes = vec![cube.clone()];
    table.rules.remove(second);
    table
}

fn merges(figures: &mut Figures, world: &World<'_>, prepared: &Prepared<'_>) {
    let (space, rules) = (&world.table.space, &world.table.rules);
    let (merges, open) = mergeable(prepared);
    figures.undecided += usize::from(open > 0);
    for merge in &merges {
        let new = merged(world.table, merge.first, merge.second, &merge.merged);
        figures.hold(world.is_same(&new), "merged", world.table);
    }
    // Rules with one box each that differ in one attribute, neither inside the other.
    let single = |rule: usize| {
        let mut cubes = rules[rule].cubes.iter().filter(|cube| !cube.is_empty());
        cubes.next().filter(|_| cubes.next().is_none()).map(|cube| cube.normal(space))
    };
    let mut order: Vec<usize> = (0..rules.len()).collect();
    order.sort_by_key(|rule| rules[*rule].rank);
    for pair in order.windows(2) {
        let [first, second] = [pair[0], pair[1]];
        if !world.decides(first) || !world.decides(second) {
            continue;
        }
        let (Some(a), Some(b)) = (single(first), single(second)) else { continue };
        let unlike: Vec<u16> = (0..space.classes.len() as u16).filter(|at| a.get(*at) != b.get(*at)).collect();
        let [attribute] = unlike[..] else { continue };
        let (Some(own), Some(more)) = (a.get(attribute), b.get(attribute)) else { continue };
        if rules[first].effect != rules[second].effect || own.is_subset(more) || more.is_subset(own) {
            continue;
        }
        let both = a.clone().instead(attribute, Some(own.union(more)));
        let could = world.is_same(&merged(world.table, first, second, &both));
        let told = merges.iter().any(|merge| (merge.first, merge.second) == (first, second));
        figures.hold(open > 0 || told == could, "mergeable", world.table);
    }
}

fn differences(figures: &mut Figures, world: &World<'_>, old: &Prepared<'_>, new: &Prepared<'_>) {
    let table = new.table();
    let differs = |point: &[u16]| effects(world.table, point) != effects(table, point);
    let all = world.points.iter().filter(|point| differs(point)).count();
    for show in [0, 2, 1_000] {
        let Diff { changes, rest } = diff(old, new, show);
        let mut seen = 0;
        for (at, change) in changes.iter().enumerate() {
            let before = &changes[..at];
            let holds = |point: &[u16]| {
                differs(point)
                    && effects(world.table, point) == change.old
                    && effects(table, point) == change.new
                    && !before.iter().any(|other| other.region.contains(point))
            };
            figures.replay("change", world, &change.region, holds);
            figures.hold(change.region.contains(&change.witness), "the witness of a change", world.table);
            seen += points(&world.table.space, &change.region).len();
        }
        match rest {
            Rest::Undecided => figures.undecided += 1,
            Rest::None => figures.hold(seen == all, "all changes", world.table),
            Rest::More => figures.hold(seen < all && changes.len() == show, "more changes", world.table),
        }
    }
}

fn assert_right(figures: &Figures) {
    assert!(figures.mismatches.is_empty(), "{}", figures.mismatches[0]);
    assert!(figures.witnesses > 5 * figures.tables, "too few witnesses to mean anything");
}

#[test]
fn every_answer_is_that_of_looking_at_every_point() {
    let figures = ask(1, 2_000, Budget::default());
    assert_right(&figures);
    assert_eq!(figures.undecided, 0);
}

#[test]
fn a_small_budget_leaves_open_and_never_errs() {
    let figures = ask(3, 300, Budget { nodes: 1, pairs: 0, ..Budget::default() });
    assert_right(&figures);
    assert!(figures.undecided > 0, "the budget was never too small");
}
