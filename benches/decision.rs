//! All questions about ten thousand rules: `RAYON_NUM_THREADS=1 cargo bench --bench decision`.
//!
//! Four kinds of rules over twenty attributes: scoped ones that overlap much, random ones, narrow ones, and a table
//! whose rows partition the space except for one hole. Also one small table that is hard on purpose: random rules of
//! three literals over 150 booleans, near the threshold of 3-SAT.

#[path = "generate/numbers.rs"]
mod numbers;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use dictum::decision::{
    Budget, ClassSet, Cube, Pairs, Prepared, Rest, Rule, Space, Standing, Table, gaps, mergeable, overlaps,
    redundancies, standings, unreachable,
};
use numbers::Numbers;

const RULES: usize = 10_000;

fn set(random: &mut Numbers, classes: u16, most: usize) -> ClassSet {
    let count = 1 + random.below(most);
    ClassSet::of((0..count).map(|_| random.below(classes.into()) as u16))
}

/// Twenty attributes with the sizes that conditions use: a few wide ones, many narrow ones.
fn space() -> Space {
    Space::of([24, 16, 12, 12, 8, 8, 8, 6, 6, 5, 5, 4, 4, 4, 3, 3, 2, 2, 2, 2].to_vec())
}

fn first_wins(cubes: impl IntoIterator<Item = Cube>, effects: usize, random: &mut Numbers) -> Table {
    let rules = cubes.into_iter().zip(0..);
    let rules = rules.map(|(cube, rank)| Rule { cubes: vec![cube], effect: random.below(effects) as u32, rank });
    Table { space: space(), rules: rules.collect(), impossible: Vec::new() }
}

/// Every rule has a place, and some of its attributes.
fn scoped(random: &mut Numbers) -> Table {
    let space = space();
    let cubes: Vec<Cube> = (0..RULES)
        .map(|_| {
            let mut cube = Cube::universe().with(0, &set(random, 24, 3));
            for _ in 0..=random.below(3) {
                let attribute = 1 + random.below(19);
                let classes = space.classes[attribute];
                cube = cube.with(attribute as u16, &set(random, classes, usize::from(classes)));
            }
            cube
        })
        .filter(|cube| !cube.is_empty())
        .collect();
    first_wins(cubes, 2, random)
}

/// Between `least` and `most` random conditions, each with up to a share of its classes.
fn conditions(random: &mut Numbers, (least, most): (usize, usize), share: usize) -> Table {
    let space = space();
    let cubes: Vec<Cube> = (0..RULES)
        .map(|_| {
            let count = least + random.below(most - least + 1);
            let mut cube = Cube::universe();
            while cube.terms().len() < count {
                let attribute = random.below(20);
                if cube.get(attribute as u16).is_none() {
                    let classes = space.classes[attribute];
                    let set = set(random, classes, (usize::from(classes) / share).max(1));
                    cube = cube.with(attribute as u16, &set);
                }
            }
            cube
        })
        .collect();
    first_wins(cubes, 2, random)
}

/// Boxes that are split until there are enough of them, with one left out.
fn parted(random: &mut Numbers) -> Table {
    let space = space();
    let mut cubes = vec![Cube::universe()];
    while cubes.len() <= RULES {
        let place = random.below(cubes.len());
        let attribute = random.below(20) as u16;
        let full = ClassSet::full(space.classes_of(attribute));
        let own = cubes[place].get(attribute).unwrap_or(&full).clone();
        if own.len() < 2 {
            continue;
        }
        let at = 1 + random.below(own.len() - 1);
        let low = ClassSet::of(own.iter().take(at));
        let high = ClassSet::of(own.iter().skip(at));
        let other = cubes[place].clone().with(attribute, &high);
        cubes[place] = cubes[place].clone().with(attribute, &low);
        cubes.push(other);
    }
    cubes.pop();
    let mut table = first_wins(cubes, 3, random);
    table.rules.iter_mut().for_each(|rule| rule.rank = 0);
    table
}

fn hard(random: &mut Numbers) -> Table {
    let rule = |rank: u32| {
        let mut cube = Cube::universe();
        while cube.terms().len() < 3 {
            let attribute = random.below(150) as u16;
            if cube.get(attribute).is_none() {
                cube = cube.with(attribute, &ClassSet::of([random.below(2) as u16]));
            }
        }
        Rule { cubes: vec![cube], effect: rank % 2, rank }
    };
    Table { space: Space::of(vec![2; 150]), rules: (0..640).map(rule).collect(), impossible: Vec::new() }
}

/// Asks every question. Returns a summary of the results to look at.
fn all(table: &Table) -> String {
    let prepared = Prepared::new(table);
    let unlike = overlaps(&prepared, Pairs::Unlike, 20);
    let like = overlaps(&prepared, Pairs::Like, 20);
    let standings = standings(&prepared);
    let masked = standings.iter().filter(|standing| matches!(standing, Standing::Masked(_))).count();
    let open = standings.iter().filter(|standing| matches!(standing, Standing::Undecided)).count();
    let redundant = redundancies(&prepared).iter().filter(|answer| answer.is_yes()).count();
    let gaps = gaps(&prepared, 5);
    let (merges, _) = mergeable(&prepared);
    let reached = unreachable(&prepared, &[0, 1, 2]).iter().filter(|answer| answer.is_no()).count();
    format!(
        "{} rules: {} + {} unlike and {} + {} like pairs, {masked} masked, {open} open, {redundant} redundant, \
         {} gaps shown, {} merges, {reached} effects, {:?} boxes and queries",
        table.rules.len(),
        unlike.live,
        unlike.masked,
        like.live,
        like.masked,
        gaps.regions.len(),
        merges.len(),
        prepared.spent(),
    )
}

fn workloads() -> Vec<(&'static str, Table)> {
    let mut random = Numbers::new(11);
    vec![
        ("scoped", scoped(&mut random)),
        ("random", conditions(&mut random, (2, 6), 1)),
        ("sparse", conditions(&mut random, (7, 11), 8)),
        ("table", parted(&mut random)),
    ]
}

fn questions(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decision");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for (name, table) in workloads() {
        println!("{name}: {}", all(&table));
        let prepared = Prepared::new(&table);
        _ = standings(&prepared);
        let mut bench = |question: &str, run: &mut dyn FnMut()| {
            group.bench_function(BenchmarkId::new(question, name), |bencher| bencher.iter(&mut *run));
        };
        bench("all", &mut || _ = black_box(all(&table)));
        bench("prepare", &mut || _ = black_box(Prepared::new(&table)));
        bench("overlaps", &mut || _ = black_box(overlaps(&prepared, Pairs::Unlike, 20)));
        bench("standings", &mut || _ = black_box(standings(&Prepared::new(&table))));
        bench("redundancies", &mut || _ = black_box(redundancies(&prepared)));
        bench("gaps", &mut || _ = black_box(gaps(&prepared, 5)));
        bench("mergeable", &mut || _ = black_box(mergeable(&prepared)));
    }
    group.finish();
}

fn hardest(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decision");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    let table = hard(&mut Numbers::new(5));
    let prepared = Prepared::new(&table);
    let open = standings(&prepared).iter().filter(|standing| matches!(standing, Standing::Undecided)).count();
    println!("hard: {open} of 640 rules open, {:?} boxes and queries", prepared.spent());
    group.bench_function("hard/standings", |bencher| bencher.iter(|| standings(&Prepared::new(&table))));
    let patient = Budget { nodes: 200_000, ..Budget::default() };
    let found = gaps(&Prepared::with_budget(&table, patient), 1);
    println!("hard: gaps {} {}", found.regions.len(), if found.rest == Rest::Undecided { "open" } else { "decided" });
    group.bench_function("hard/gap", |bencher| bencher.iter(|| gaps(&prepared, 1)));
    group.finish();
}

criterion_group!(benches, questions, hardest);
criterion_main!(benches);
