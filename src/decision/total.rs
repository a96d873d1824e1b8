//! Attributes whose class follows from those of others: sums of points.
//!
//! Each class of a part gives points, and the total of all parts has a class. The totals that a box can reach are
//! calculated over sums, not over combinations: from part to part, the set of sums so far, each once. Where the sums
//! are dense, the set is a bitset, else a sorted list.

use super::bits;
use super::class_set::ClassSet;
use super::cube::{Cube, Space};
use super::store::Layout;

/// A sum of points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// The attribute whose class follows from the sum.
    pub attribute: u16,
    /// Each attribute that gives points, once, with the points of its classes; none where a class gives none. Such
    /// classes are not part of any sum: the caller declares them impossible.
    pub parts: Vec<(u16, Vec<Option<i64>>)>,
    /// The least sum of each class but the first, ascending.
    pub starts: Vec<i64>,
}

/// The maximum number of sums that are distinguished.
const MOST_SUMS: usize = 1 << 16;

/// The maximum range of sums in a bitset.
const MOST_BITS: i128 = 1 << 18;

/// Sums that can be reached.
#[derive(Clone, Debug)]
enum Sums {
    /// The first sum, and a bit for each sum from it on.
    Bits(i128, Vec<u64>),
    /// Ascending, each once.
    List(Vec<i128>),
}

impl Total {
    /// The class of a sum.
    pub fn class_of(&self, sum: i64) -> u16 {
        self.starts.partition_point(|start| *start <= sum) as u16
    }

    /// The sum of a point; none where one of its classes gives no points.
    pub fn sum(&self, point: &[u16]) -> Option<i64> {
        self.parts.iter().try_fold(0_i64, |sum, (attribute, points)| {
            let class = *point.get(usize::from(*attribute))?;
            sum.checked_add((*points.get(usize::from(class))?)?)
        })
    }

    /// The least and the greatest sum; none where a part gives no points at all, or a sum is not an `i64`.
    pub fn ends(&self) -> Option<(i64, i64)> {
        let (least, most) = self.span(&mut |_, _| true)?;
        Some((i64::try_from(least).ok()?, i64::try_from(most).ok()?))
    }

    /// Whether all sums can be distinguished within the bound.
    pub fn is_examined(&self) -> bool {
        self.ends().is_some() && self.reach(0, &mut |_, _| true).is_some()
    }

    /// Whether a dense box has a point whose total has an allowed class.
    pub(super) fn is_reached(&self, layout: &Layout, dense: &[u64]) -> bool {
        let span = layout.span(usize::from(self.attribute));
        let allowed = &dense[span.clone()];
        let within = &mut |attribute: u16, class: usize| bits::get(&dense[layout.span(usize::from(attribute))], class);
        if allowed == &layout.full[span] {
            return self.parts.iter().all(|(attribute, points)| {
                points.iter().enumerate().any(|(class, points)| points.is_some() && within(*attribute, class))
            });
        }
        let Some((least, most)) = self.span(within) else { return false };
        let may = |class: usize| {
            let (first, last) = self.range(class);
            first.is_none_or(|first| i128::from(first) <= most) && last.is_none_or(|last| i128::from(last) >= least)
        };
        let holds = |class: usize| {
            let (first, last) = self.range(class);
            first.is_none_or(|first| i128::from(first) <= least) && last.is_none_or(|last| i128::from(last) >= most)
        };
        let wanted: Vec<usize> = bits::ones(allowed).filter(|class| may(*class)).collect();
        if wanted.is_empty() || wanted.iter().any(|class| holds(*class)) {
            return !wanted.is_empty();
        }
        // The caller that made the space has checked that all its sums can be distinguished; these are some of them.
        let Some(sums) = self.reach(0, within) else { return true };
        let whole = |(first, last): (Option<i64>, Option<i64>)| (first.map(i128::from), last.map(i128::from));
        wanted.into_iter().any(|class| sums.has(whole(self.range(class))))
    }

    /// Completes a point of a region with the classes of the parts and of the total: in the order of `prefer`, as far
    /// as the region allows the total.
    pub(super) fn complete(&self, space: &Space, region: &Cube, prefer: &[Vec<u16>], point: &mut [u16]) -> Option<()> {
        let set = |attribute: u16| region.allowed(space, attribute);
        let wanted: Vec<_> = set(self.attribute).iter().map(|class| self.range(usize::from(class))).collect();
        let sets: Vec<ClassSet> = self.parts.iter().map(|(attribute, _)| set(*attribute)).collect();
        let place = |attribute: u16| self.parts.iter().position(|(other, _)| *other == attribute);
        let within = &mut |attribute: u16, class: usize| {
            place(attribute).and_then(|at| sets.get(at)).is_some_and(|set| set.contains(class as u16))
        };
        let mut sum = 0_i128;
        for (at, (attribute, points)) in self.parts.iter().enumerate() {
            let rest = self.reach(at + 1, within)?;
            let own = sets.get(at)?;
            let liked = prefer.get(usize::from(*attribute)).into_iter().flatten().copied();
            let mut tried = liked.filter(|class| own.contains(*class)).chain(own.iter());
            let fits = |class: &u16| {
                let Some(points) = points.get(usize::from(*class)).copied().flatten() else { return false };
                let before = sum + i128::from(points);
                wanted.iter().any(|(first, last)| {
                    let less = |end: &Option<i64>| end.map(|end| i128::from(end) - before);
                    rest.has((less(first), less(last)))
                })
            };
            let class = tried.find(fits)?;
            sum += i128::from(points.get(usize::from(class)).copied().flatten()?);
            *point.get_mut(usize::from(*attribute))? = class;
        }
        *point.get_mut(usize::from(self.attribute))? = self.class_of(i64::try_from(sum).ok()?);
        Some(())
    }

    /// The least and the greatest sum of a class; none where it has no end.
    fn range(&self, class: usize) -> (Option<i64>, Option<i64>) {
        let first = class.checked_sub(1).and_then(|before| self.starts.get(before)).copied();
        (first, self.starts.get(class).map(|next| next - 1))
    }

    fn span(&self, within: &mut impl FnMut(u16, usize) -> bool) -> Option<(i128, i128)> {
        let mut ends = (0, 0);
        for (attribute, points) in &self.parts {
            let (mut least, mut most) = (None, None);
            for (class, points) in points.iter().enumerate() {
                let Some(points) = points.map(i128::from).filter(|_| within(*attribute, class)) else { continue };
                least = Some(least.map_or(points, |least: i128| least.min(points)));
                most = Some(most.map_or(points, |most: i128| most.max(points)));
            }
            ends = (ends.0 + least?, ends.1 + most?);
        }
        Some(ends)
    }

    /// The sums of the parts from index `from` on; none where there are too many, or a part gives no points.
    fn reach(&self, from: usize, within: &mut impl FnMut(u16, usize) -> bool) -> Option<Sums> {
        let mut steps: Vec<Vec<i128>> = Vec::new();
        let (mut least, mut most) = (0_i128, 0_i128);
        for (attribute, points) in self.parts.iter().skip(from) {
            let own = points.iter().enumerate().filter(|(class, _)| within(*attribute, *class));
            let mut own: Vec<i128> = own.filter_map(|(_, points)| points.map(i128::from)).collect();
            own.sort_unstable();
            own.dedup();
            least += own.first()?;
            most += own.last()?;
            steps.push(own);
        }
        if most - least < MOST_BITS {
            let width = offset(least, most) + 1;
            let mut bits = vec![0_u64; width.div_ceil(64)];
            bits[0] = 1;
            let mut next = bits.clone();
            for own in steps {
                next.fill(0);
                for points in &own {
                    join_shifted(&mut next, &bits, offset(own[0], *points));
                }
                std::mem::swap(&mut bits, &mut next);
            }
            return Some(Sums::Bits(least, bits));
        }
        let mut sums = vec![0_i128];
        for own in steps {
            let mut next: Vec<i128> = sums.iter().flat_map(|sum| own.iter().map(move |points| sum + points)).collect();
            next.sort_unstable();
            next.dedup();
            if next.len() > MOST_SUMS {
                return None;
            }
            sums = next;
        }
        Some(Sums::List(sums))
    }
}

/// The difference between a sum and the least one; 0 where it is below.
fn offset(least: i128, sum: i128) -> usize {
    usize::try_from(sum - least).unwrap_or_default()
}

impl Sums {
    /// Whether one of them is in a range, ends included.
    fn has(&self, (first, last): (Option<i128>, Option<i128>)) -> bool {
        match self {
            Self::Bits(least, bits) => {
                let most = least + (bits.len() as i128) * 64 - 1;
                let (first, last) =
                    (first.map_or(*least, |first| first.max(*least)), last.map_or(most, |last| last.min(most)));
                first <= last && bits::ones_in(bits, offset(*least, first), offset(*least, last) + 1).next().is_some()
            }
            Self::List(sums) => {
                let at = first.map_or(0, |first| sums.partition_point(|sum| *sum < first));
                sums.get(at).is_some_and(|sum| last.is_none_or(|last| *sum <= last))
            }
        }
    }
}

/// Adds another bitset, shifted up, to a bitset.
fn join_shifted(into: &mut [u64], bits: &[u64], by: usize) {
    let (words, shift) = (by / 64, by % 64);
    for at in words..into.len() {
        let low = bits[at - words] << shift;
        let high = if shift > 0 && at > words { bits[at - words - 1] >> (64 - shift) } else { 0 };
        into[at] |= low | high;
    }
}
