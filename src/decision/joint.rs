//! Totals that share attributes: which sums they reach together.
//!
//! Totals that share no attribute are independent, and each is calculated over sums. Where an attribute gives points
//! to several totals, the sums so far are kept together, each combination once. Sums whose class no further part can
//! change count as one, so sums beyond the last boundary are not distinguished.

use rustc_hash::FxHashSet;

use super::bits;
use super::class_set::ClassSet;
use super::cube::{Cube, Space};
use super::store::Layout;
use super::total::Total;

/// The maximum number of combinations of sums that are distinguished.
const MOST: usize = 1 << 14;

/// The cost of adding two sums, in comparisons of boxes.
const JOINED: u64 = 8;

/// A group of totals, each of which shares an attribute with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Joint {
    /// The indices of the totals in the space.
    numbers: Vec<usize>,
    totals: Vec<Total>,
    /// Each attribute that gives points to one of the totals, with the points of its classes for each total; none
    /// where a class gives none.
    parts: Vec<(u16, Vec<Option<Vec<i64>>>)>,
}

/// The sums that are reached, a number for each total.
type Sums = FxHashSet<Vec<i64>>;

/// Whether all sums of these totals can be distinguished within the bound.
pub fn can_examine(totals: &[Total]) -> bool {
    totals.iter().all(Total::is_examined)
        && Joint::all(totals).iter().all(|joint| joint.reach(0, &|_, _| true, joint.nothing(), &mut 0).is_some())
}

impl Joint {
    /// All groups of totals that share attributes.
    pub fn all(totals: &[Total]) -> Vec<Self> {
        let shares = |one: &Total, other: &Total| {
            one.parts.iter().any(|(attribute, _)| other.parts.iter().any(|(known, _)| known == attribute))
        };
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, total) in totals.iter().enumerate() {
            let meets = |group: &Vec<usize>| {
                group.iter().filter_map(|other| totals.get(*other)).any(|other| shares(total, other))
            };
            let (met, mut apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(meets);
            let mut group: Vec<usize> = met.into_iter().flatten().collect();
            group.push(at);
            apart.push(group);
            groups = apart;
        }
        groups.into_iter().filter(|group| group.len() > 1).map(|group| Self::of(totals, group)).collect()
    }

    fn of(totals: &[Total], mut numbers: Vec<usize>) -> Self {
        numbers.sort_unstable();
        let totals: Vec<Total> = numbers.iter().filter_map(|number| totals.get(*number)).cloned().collect();
        let mut attributes: Vec<u16> =
            totals.iter().flat_map(|total| total.parts.iter().map(|(attribute, _)| *attribute)).collect();
        attributes.sort_unstable();
        attributes.dedup();
        let part = |attribute: u16| {
            let own = |total: &Total| {
                total.parts.iter().find(|(known, _)| *known == attribute).map(|(_, points)| points.clone())
            };
            let each: Vec<Option<Vec<Option<i64>>>> = totals.iter().map(own).collect();
            let classes = each.iter().flatten().map(Vec::len).max().unwrap_or(0);
            let points = |class: usize| -> Option<Vec<i64>> {
                each.iter().map(|own| own.as_ref().map_or(Some(0), |own| own.get(class).copied().flatten())).collect()
            };
            (attribute, (0..classes).map(points).collect())
        };
        let parts = attributes.into_iter().map(part).collect();
        Self { numbers, totals, parts }
    }

    /// Whether it includes the total with this number.
    pub fn has(&self, number: usize) -> bool {
        self.numbers.contains(&number)
    }

    /// Whether a dense box has a point of which each total has an allowed class.
    pub fn is_reached(&self, layout: &Layout, dense: &[u64], work: &mut u64) -> bool {
        let span = |attribute: u16| layout.span(usize::from(attribute));
        let constrained = |total: &&Total| dense[span(total.attribute)] != layout.full[span(total.attribute)];
        // A single total has been checked already.
        if self.totals.iter().filter(constrained).count() < 2 {
            return true;
        }
        let within = |attribute: u16, class: usize| bits::get(&dense[span(attribute)], class);
        let Some(sums) = self.reach(0, &within, self.nothing(), work) else { return true };
        sums.iter().any(|sum| self.allows(sum, &|attribute, class| within(attribute, usize::from(class))))
    }

    /// Whether the class of each sum is allowed.
    fn allows(&self, sums: &[i64], within: &dyn Fn(u16, u16) -> bool) -> bool {
        self.totals.iter().zip(sums).all(|(total, sum)| within(total.attribute, total.class_of(*sum)))
    }

    /// The classes of a point of a region, including those of the totals.
    pub fn complete(&self, space: &Space, region: &Cube, prefer: &[Vec<u16>], point: &mut [u16]) -> Option<()> {
        let set = |attribute: u16| region.allowed(space, attribute);
        let sets: Vec<ClassSet> = self.parts.iter().map(|(attribute, _)| set(*attribute)).collect();
        let within = |attribute: u16, class: usize| {
            let at = self.parts.iter().position(|(known, _)| *known == attribute);
            at.and_then(|at| sets.get(at)).is_some_and(|set| set.contains(class as u16))
        };
        let allowed: Vec<ClassSet> = self.totals.iter().map(|total| set(total.attribute)).collect();
        let fits = |sums: &[i64]| {
            let mut each = self.totals.iter().zip(&allowed).zip(sums);
            each.all(|((total, allowed), sum)| allowed.contains(total.class_of(*sum)))
        };
        let mut sums = self.nothing();
        for (at, (attribute, points)) in self.parts.iter().enumerate() {
            let own = sets.get(at)?;
            let liked = prefer.get(usize::from(*attribute)).into_iter().flatten().copied();
            let mut tried = liked.filter(|class| own.contains(*class)).chain(own.iter());
            let next = |class: &u16| joined(&sums, points.get(usize::from(*class))?.as_ref()?);
            let leads =
                |sums| self.reach(at + 1, &within, sums, &mut 0).is_some_and(|all| all.iter().any(|all| fits(all)));
            let class = tried.find(|class| next(class).is_some_and(leads))?;
            sums = next(&class)?;
            *point.get_mut(usize::from(*attribute))? = class;
        }
        for (total, sum) in self.totals.iter().zip(&sums) {
            *point.get_mut(usize::from(total.attribute))? = total.class_of(*sum);
        }
        Some(())
    }

    /// The sums without any part.
    fn nothing(&self) -> Vec<i64> {
        vec![0; self.totals.len()]
    }

    /// The sums reached from `sums` by the parts from index `from` on, normalised as in [`Joint::settled`]. None
    /// where they are too many, or one is not an `i64`. Adds the cost to `work`.
    fn reach(&self, from: usize, within: &dyn Fn(u16, usize) -> bool, sums: Vec<i64>, work: &mut u64) -> Option<Sums> {
        let allowed = |(attribute, points): &'_ (u16, Vec<Option<Vec<i64>>>)| {
            let own = points.iter().enumerate().filter(|(class, _)| within(*attribute, *class));
            own.filter_map(|(_, points)| points.clone()).collect::<FxHashSet<Vec<i64>>>()
        };
        let steps: Vec<FxHashSet<Vec<i64>>> = self.parts.iter().skip(from).map(allowed).collect();
        // The least and the greatest sums that the parts after each one can still add.
        let mut ends = vec![(self.nothing(), self.nothing())];
        for step in steps.iter().rev() {
            let (least, most) = ends.last()?;
            let end = |at: usize, pick: fn(i64, i64) -> i64| {
                step.iter().filter_map(|points| points.get(at)).copied().reduce(pick)
            };
            // A part without a class has no point.
            let Some(lows) = (0..least.len()).map(|at| end(at, i64::min)).collect::<Option<Vec<i64>>>() else {
                return Some(Sums::default());
            };
            let highs: Vec<i64> = (0..most.len()).filter_map(|at| end(at, i64::max)).collect();
            ends.push((joined(least, &lows)?, joined(most, &highs)?));
        }
        let mut reached: Sums = std::iter::once(self.settled(sums, &ends.pop()?)?).collect();
        for step in &steps {
            let rest = ends.pop()?;
            let mut next = Sums::default();
            *work += (reached.len() * step.len()) as u64 * JOINED;
            for sum in &reached {
                // INVARIANT: the sums are a set, so the order in which they are added does not matter.
                for points in step {
                    next.insert(self.settled(joined(sum, points)?, &rest)?);
                }
                if next.len() > MOST {
                    return None;
                }
            }
            reached = next;
        }
        Some(reached)
    }

    /// Normalises sums: a sum whose class is the same whatever is still added is replaced by one representative of
    /// that class. None where a sum is not an `i64`.
    fn settled(&self, mut sums: Vec<i64>, (least, most): &(Vec<i64>, Vec<i64>)) -> Option<Vec<i64>> {
        for (((total, sum), least), most) in self.totals.iter().zip(&mut sums).zip(least).zip(most) {
            let class = usize::from(total.class_of(sum.checked_add(*least)?));
            if class == usize::from(total.class_of(sum.checked_add(*most)?)) {
                // The least sum that cannot fall below its class; for the first class, the greatest that stays in it.
                *sum = match class.checked_sub(1).and_then(|before| total.starts.get(before)) {
                    Some(start) => start.checked_sub(*least)?,
                    None => total.starts.first().map_or(Some(0), |next| next.checked_sub(1)?.checked_sub(*most))?,
                };
            }
        }
        Some(sums)
    }
}

fn joined(left: &[i64], right: &[i64]) -> Option<Vec<i64>> {
    left.iter().zip(right).map(|(left, right)| left.checked_add(*right)).collect()
}
