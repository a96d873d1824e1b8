//! Formulas as boxes, compared with the formula at every point.

use dictum::decision::{ClassSet, Cube, Formula, Space, TooWide, cubes};

use super::random::{Random, points, space};

fn formula(random: &mut Random, space: &Space, depth: usize) -> Formula {
    let parts = |random: &mut Random| (0..random.below(4)).map(|_| formula(random, space, depth - 1)).collect();
    match random.below(if depth == 0 { 3 } else { 8 }) {
        0 | 1 => {
            let attribute = random.below(space.classes.len());
            let classes = 0..space.classes[attribute];
            Formula::In(attribute as u16, ClassSet::of(classes.filter(|_| random.one_in(2))))
        }
        2 => {
            if random.one_in(4) {
                Formula::Const(random.one_in(2))
            } else {
                Formula::In(0, ClassSet::of([1]))
            }
        }
        3 | 4 => Formula::All(parts(random)),
        5 | 6 => Formula::Any(parts(random)),
        _not => Formula::Not(Box::new(formula(random, space, depth - 1))),
    }
}

fn holds(formula: &Formula, point: &[u16]) -> bool {
    match formula {
        Formula::All(parts) => parts.iter().all(|part| holds(part, point)),
        Formula::Any(parts) => parts.iter().any(|part| holds(part, point)),
        Formula::Not(inner) => !holds(inner, point),
        Formula::In(attribute, set) => set.contains(point[usize::from(*attribute)]),
        Formula::Const(holds) => *holds,
    }
}

#[test]
fn boxes_hold_where_the_formula_does() {
    let mut random = Random(7);
    let (mut formulas, mut checked, mut wide) = (0, 0, 0);
    for _ in 0..3_000 {
        let space = space(&mut random);
        let formula = formula(&mut random, &space, 5);
        let Ok(boxes) = cubes(&space, &formula, 24) else {
            wide += 1;
            continue;
        };
        formulas += 1;
        assert!(boxes.len() <= 24 && !boxes.iter().any(Cube::is_empty));
        for (at, cube) in boxes.iter().enumerate() {
            assert_eq!(cube.normal(&space), *cube);
            assert!(!boxes.iter().enumerate().any(|(other, more)| other != at && cube.is_subset(more)), "{boxes:?}");
        }
        for point in points(&space, &Cube::universe()) {
            checked += 1;
            let inside = boxes.iter().any(|cube| cube.contains(&point));
            assert_eq!(inside, holds(&formula, &point), "{formula:?} at {point:?} gives {boxes:?}");
        }
    }
    println!("{formulas} formulas at {checked} points, 0 mismatches; {wide} too wide");
    assert!(formulas > 10 * wide);
}

/// The parity of `count` booleans: two to the power of `count - 1` boxes, none of which can be combined.
fn parity(count: u16) -> Formula {
    let is = |attribute: u16| Formula::In(attribute, ClassSet::of([1]));
    (1..count).fold(is(0), |before, attribute| {
        let not = |formula: &Formula| Formula::Not(Box::new(formula.clone()));
        let own = is(attribute);
        let one = Formula::All(vec![before.clone(), not(&own)]);
        Formula::Any(vec![one, Formula::All(vec![not(&before), own])])
    })
}

#[test]
fn what_needs_too_many_boxes_is_refused() {
    let space = Space::of(vec![2; 64]);
    assert_eq!(cubes(&space, &parity(9), 256).map(|boxes| boxes.len()), Ok(256));
    assert_eq!(cubes(&space, &parity(10), 256), Err(TooWide { limit: 256 }));
    // One of each pair, 32 times: four thousand million boxes if multiplied out.
    let is = |attribute: u16| Formula::In(attribute, ClassSet::of([1]));
    let pairs = |pair: u16| Formula::Any(vec![is(2 * pair), is(2 * pair + 1)]);
    let product = Formula::All((0..32).map(pairs).collect());
    assert_eq!(cubes(&space, &product, 256), Err(TooWide { limit: 256 }));
    let negated = Formula::Not(Box::new(product));
    assert_eq!(cubes(&space, &negated, 256).map(|boxes| boxes.len()), Ok(32));
}

#[test]
fn neighbours_are_joined_and_narrow_parts_go_first() {
    let space = Space::of(vec![300, 2]);
    let is = |class: u16| Formula::In(0, ClassSet::of([class]));
    assert_eq!(cubes(&space, &Formula::Any((0..300).map(is).collect()), 1), Ok(vec![Cube::universe()]));
    let wide = Formula::Any(
        (0..20).map(|class| Formula::All(vec![is(class), Formula::In(1, ClassSet::of([class % 2]))])).collect(),
    );
    let both = Formula::All(vec![wide, is(4)]);
    let only = Cube::of([(0, ClassSet::of([4])), (1, ClassSet::of([0]))]);
    assert_eq!(cubes(&space, &both, 1), Ok(vec![only]));
}
