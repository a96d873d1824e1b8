//! Hard and deep tables end within a limit that counts steps, not time.

use dictum::decision::{
    Answer, Budget, ClassSet, Cube, Pairs, Prepared, Rest, Rule, Space, Standing, Table, always, decide, gaps,
    mergeable, overlaps, redundancies, standings,
};

use super::random::Random;

/// Random rules of three literals over booleans: whether they leave a gap is 3-SAT near its threshold.
fn hard(attributes: u16, rules: usize, seed: u64) -> Table {
    let mut random = Random(seed);
    let rule = |rank: usize| {
        let mut cube = Cube::universe();
        while cube.terms().len() < 3 {
            let attribute = random.below(usize::from(attributes)) as u16;
            if cube.get(attribute).is_none() {
                cube = cube.with(attribute, &ClassSet::of([random.below(2) as u16]));
            }
        }
        Rule { cubes: vec![cube], effect: (rank % 2) as u32, rank: rank as u32 }
    };
    Table {
        space: Space::of(vec![2; attributes.into()]),
        rules: (0..rules).map(rule).collect(),
        impossible: Vec::new(),
    }
}

#[test]
fn a_hard_table_ends_within_its_budget() {
    let table = hard(150, 640, 5);
    let small = Budget { nodes: 500, ..Budget::default() };
    let prepared = Prepared::with_budget(&table, small);
    let (mut decided, mut open) = (0, 0);
    for (rule, standing) in standings(&prepared).into_iter().enumerate().step_by(40) {
        match standing {
            Standing::Undecided => open += 1,
            Standing::Decides(region) => {
                decided += 1;
                let point = dictum::decision::pick(&table.space, &region, &[]).expect("a region has a point");
                assert_eq!(decide(&table, &point), [rule]);
            }
            Standing::Masked(_) | Standing::Never => decided += 1,
        }
    }
    let (nodes, queries) = prepared.spent();
    println!("{decided} rules decided, {open} left undecided, {nodes} boxes looked at in {queries} queries");
    assert!(nodes <= queries * u64::from(small.nodes), "{nodes} boxes in {queries} queries");
    // A question that the usual budget leaves open is reported as open.
    match gaps(&Prepared::new(&table), 1) {
        found if found.regions.len() == 1 => {
            let point = dictum::decision::pick(&table.space, &found.regions[0], &[]).expect("a point");
            assert_eq!(decide(&table, &point), [0; 0]);
        }
        found => println!("the gap: {:?}", found.rest),
    }
}

/// Every question about every rule of a table on which each one is hard. The total work stays near the budget. Open
/// questions are counted and never taken as an answer.
#[test]
fn all_questions_together_cost_little_more_than_the_budget() {
    let table = hard(200, 700, 7);
    for work in [1_000, 100_000, 3_000_000] {
        let prepared = Prepared::with_budget(&table, Budget { work, ..Budget::default() });
        let standings = standings(&prepared);
        let redundant = redundancies(&prepared);
        let (merges, _) = mergeable(&prepared);
        let pairs = overlaps(&prepared, Pairs::Unlike, 10);
        let open = standings.iter().filter(|standing| **standing == Standing::Undecided).count();
        let left = redundant.iter().filter(|answer| **answer == Answer::Undecided).count();
        println!("{work}: {} spent; {open} standings and {left} redundancies open", prepared.work());
        assert!(prepared.work() <= 5 * work + 1_000_000, "{} of {work}", prepared.work());
        assert!(left > 0 && merges.is_empty() && pairs.live + pairs.masked > 0);
        let again = Prepared::with_budget(&table, Budget { work, ..Budget::default() });
        assert_eq!((standings, redundant), (dictum::decision::standings(&again), redundancies(&again)));
    }
}

#[test]
fn a_budget_of_nothing_is_undecided_and_says_so() {
    let table = hard(150, 640, 6);
    let none = Budget { nodes: 0, pairs: 0, ..Budget::default() };
    assert_eq!(gaps(&Prepared::with_budget(&table, none), 1).rest, Rest::Undecided);
    let cubes: Vec<Cube> = table.rules.iter().flat_map(|rule| rule.cubes.clone()).collect();
    assert_eq!(always(&Prepared::with_budget(&table, none), &cubes), Answer::Undecided);
}

/// 500 attributes. The rule covers every point where two neighbours differ, so each attribute follows from the one
/// before it.
#[test]
fn five_hundred_attributes_are_walked_without_depth() {
    let of = |attribute: u16, class: u16| (attribute, ClassSet::of([class]));
    let chain = (0..499).flat_map(|at| [0, 1].map(|class| Cube::of([of(at, class), of(at + 1, 1 - class)])));
    let mut cubes: Vec<Cube> = chain.collect();
    let space = Space::of(vec![2; 500]);
    let rule = |cubes: Vec<Cube>| Rule { cubes, effect: 0, rank: 0 };
    let table = Table { space: space.clone(), rules: vec![rule(cubes.clone())], impossible: Vec::new() };
    let found = gaps(&Prepared::new(&table), 5);
    let same: Vec<Cube> = [0, 1].map(|class| Cube::point(&[class; 500])).to_vec();
    let mut regions = found.regions.clone();
    regions.sort();
    assert_eq!((regions, found.rest), (same, Rest::None));
    cubes.extend([Cube::of([of(0, 0), of(499, 0)]), Cube::of([of(0, 1), of(250, 1)])]);
    let table = Table { space, rules: vec![rule(cubes)], impossible: Vec::new() };
    assert_eq!(gaps(&Prepared::new(&table), 5), dictum::decision::Gaps { regions: Vec::new(), rest: Rest::None });
}

/// Splits as deep as there are attributes: each pair of attributes may be equal or not, and none may be both.
#[test]
fn splits_as_deep_as_the_attributes_end() {
    let of = |attribute: u16, class: u16| (attribute, ClassSet::of([class]));
    let cubes: Vec<Cube> = (0..250).map(|at| Cube::of([of(2 * at, 0), of(2 * at + 1, 0)])).collect();
    let rule = Rule { cubes: cubes.clone(), effect: 0, rank: 0 };
    let table = Table { space: Space::of(vec![3; 500]), rules: vec![rule], impossible: Vec::new() };
    let region = gaps(&Prepared::new(&table), 1).regions.pop().expect("the last class is free");
    assert!(cubes.iter().all(|cube| cube.intersection(&region).is_empty()));
}

/// The standings are calculated in parallel for many rules. They must be ready before threads that answer other
/// questions read them, or such a thread may wait for itself.
#[test]
fn many_threads_do_not_wait_for_each_other() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(8).build().expect("a pool of threads");
    pool.install(|| {
        for seed in 0..40 {
            let table = hard(12, 100, seed);
            assert_eq!(standings(&Prepared::new(&table)).len(), 100);
            assert_eq!(redundancies(&Prepared::new(&table)).len(), 100);
        }
    });
}
