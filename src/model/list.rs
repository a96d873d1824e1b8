//! Lists of declarations.

use std::ops::Index;
use std::sync::Arc;

use rayon::prelude::*;

use super::id::Id;
use super::kind::each_kind;
use super::program::Symbol;
use super::seen::{Seen, Watch};
use crate::text::{FileId, Location};

/// The iterator of [`List::iter`].
pub type Iter<'a, T> = std::iter::Map<std::slice::Iter<'a, Arc<T>>, fn(&'a Arc<T>) -> &'a T>;

/// The iterator of [`List::iter_mut`].
pub type IterMut<'a, T> = std::iter::Map<std::slice::IterMut<'a, Arc<T>>, fn(&'a mut Arc<T>) -> &'a mut T>;

/// Where declarations of an earlier list are in a later one.
#[derive(Debug)]
pub struct Moved {
    to: Vec<u32>,
    /// The places of declarations that are not in the earlier list.
    pub new: Vec<u32>,
}

impl Moved {
    /// The new place of the declaration that was at `place`; none where it is gone.
    pub fn to(&self, place: u32) -> Option<u32> {
        self.to.get(place as usize).copied().filter(|to| *to != u32::MAX)
    }
}

/// A declaration that has a name.
pub trait Declared {
    /// The name, and where it is.
    fn symbol(&self) -> &Symbol;
}

macro_rules! declared {
    (
        {}
        $(
            #[$doc:meta]
            $kind:ident [$($file:ident::$description:ident),+] $names:ident $noun:literal
            $(program.$p:ident)? $(organisation.$o:ident)? $(within.$w:ident.$l:ident)?: $m:ident::$type:ident
            = $form:ident $reader:ident::$read:ident;
        )*
        apart $($apart:tt)*
    ) => {$(
        impl Declared for super::$m::$type {
            fn symbol(&self) -> &Symbol {
                &self.head.symbol
            }
        }

        impl super::$m::$type {
            /// The name in the source.
            pub fn name(&self) -> &str {
                &self.head.symbol.name
            }
        }
    )*};
}

each_kind!(declared! {});

/// Declarations of one kind. Each stays at its address: lists are copied, combined, sorted and filtered without
/// moving the declarations.
///
/// INVARIANT: a declaration that another list holds too is never changed. A change makes a copy of it, and the other
/// list keeps the old one.
#[derive(Clone, Debug)]
pub struct List<T> {
    items: Items<T>,
}

#[derive(Clone, Debug)]
enum Items<T> {
    /// A list under construction.
    Own(Vec<Arc<T>>),
    /// A list that is cheap to copy, with the watch that notes its reads.
    Shared(Arc<Vec<Arc<T>>>, Option<Watch>),
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Items::Own(Vec::new()) }
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.items() == other.items()
    }
}

impl<T> List<T> {
    /// The declarations; the read is noted.
    fn items(&self) -> &[Arc<T>] {
        if let Items::Shared(_, Some(watch)) = &self.items {
            watch.note();
        }
        self.unnoted()
    }

    /// Makes the list cheap to copy.
    pub fn share(&mut self) {
        if let Items::Own(items) = &mut self.items {
            self.items = Items::Shared(Arc::new(std::mem::take(items)), None);
        }
    }

    /// A list of the same declarations. Reads of it are noted as reads of the part with that number.
    ///
    /// INVARIANT: the list was shared; otherwise all pointers are copied.
    pub fn watched(&self, seen: Option<&Arc<Seen>>, number: u8) -> Self {
        let items = match &self.items {
            Items::Own(items) => Arc::new(items.clone()),
            Items::Shared(items, _) => items.clone(),
        };
        Self { items: Items::Shared(items, seen.map(|seen| Watch::new(seen, number))) }
    }

    /// The number of declarations, without noting a read. For callers that note the read of each declaration
    /// themselves.
    pub fn len_apart(&self) -> u32 {
        self.unnoted().len() as u32
    }

    /// The declaration at a place, without noting a read. For callers that note the read of each declaration
    /// themselves.
    pub fn apart(&self, place: u32) -> Option<&T> {
        self.unnoted().get(place as usize).map(|item| &**item)
    }

    fn unnoted(&self) -> &[Arc<T>] {
        match &self.items {
            Items::Own(items) => items,
            Items::Shared(items, _) => items,
        }
    }

    /// The number of declarations.
    pub fn len(&self) -> usize {
        self.items().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }

    /// The declaration at a place.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.items().get(index).map(|item| &**item)
    }

    /// For each declaration, whether another list has the same one (by pointer) in the same place.
    pub fn same_in_memory(&self, other: &Self) -> impl Iterator<Item = bool> {
        self.items().iter().zip(other.items()).map(|(one, other)| Arc::ptr_eq(one, other))
    }

    /// All in order, with their places.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = (Id<T>, &T)> + DoubleEndedIterator {
        self.items().iter().enumerate().map(|(index, item)| (Id::at(index as u32), &**item))
    }

    /// The first.
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// All in order.
    pub fn iter(&self) -> Iter<'_, T> {
        self.items().iter().map(|item| &**item)
    }
}

impl<T> List<T> {
    /// The pointers, to change the list; a shared list is copied first.
    fn items_mut(&mut self) -> &mut Vec<Arc<T>> {
        if let Items::Shared(items, watch) = &mut self.items {
            watch.iter().for_each(Watch::note);
            let items = std::mem::take(items);
            self.items = Items::Own(Arc::try_unwrap(items).unwrap_or_else(|items| items.to_vec()));
        }
        match &mut self.items {
            Items::Own(items) => items,
            Items::Shared(items, _) => Arc::make_mut(items),
        }
    }

    /// Adds a declaration at the end.
    pub fn push(&mut self, item: T) {
        self.items_mut().push(Arc::new(item));
    }

    /// Moves all declarations of another list to the end of this one.
    pub fn append(&mut self, other: &mut Self) {
        if !other.is_empty() {
            self.items_mut().append(other.items_mut());
        }
    }

    /// Removes each item for which `same(item, previous)` holds, where `previous` is the last item kept.
    pub fn dedup_by(&mut self, mut same: impl FnMut(&T, &T) -> bool) {
        self.items_mut().dedup_by(|second, first| same(second, first));
    }
}

impl<T: Clone> List<T> {
    /// The declaration at a place, to change it.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        self.items_mut().get_mut(index).map(Arc::make_mut)
    }

    /// All in order, to change them.
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        self.items_mut().iter_mut().map(Arc::make_mut)
    }
}

impl<T: Declared> List<T> {
    /// The place of the declaration with that name, where the list is sorted by name.
    pub fn find(&self, name: &str) -> Option<Id<T>> {
        let found = self.items().binary_search_by(|item| (*item.symbol().name).cmp(name));
        found.ok().map(|index| Id::at(index as u32))
    }

    /// The names of all, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.items().iter().map(|item| &*item.symbol().name)
    }

    /// The declaration with that name, where the list is sorted by name.
    pub fn named(&self, name: &str) -> Option<&T> {
        self.find(name).map(|id| &self[id])
    }
}

impl<T: Send + Sync> List<T> {
    /// All, in parallel.
    pub fn par_iter(&self) -> impl IndexedParallelIterator<Item = &T> {
        self.items().par_iter().map(|item| &**item)
    }
}

impl<T: PartialEq + Send + Sync> List<T> {
    /// Whether another list holds the same, compared in parallel.
    pub fn is_same(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.items(), other.items());
        let same = |(one, other): (&Arc<T>, &Arc<T>)| Arc::ptr_eq(one, other) || one == other;
        ours.len() == theirs.len() && ours.par_iter().with_min_len(1024).zip(theirs).all(same)
    }
}

impl<T: Clone + Send + Sync> List<T> {
    /// All, in parallel, to change them.
    pub fn par_iter_mut(&mut self) -> impl IndexedParallelIterator<Item = &mut T> {
        self.items_mut().par_iter_mut().map(Arc::make_mut)
    }

    /// Changes, in parallel, each declaration for which `is_so` is false; all others stay the same in memory.
    pub fn change(&mut self, is_so: impl Fn(&T) -> bool + Sync, change: impl Fn(&mut T) + Sync) {
        let items = self.items_mut().par_iter_mut().with_min_len(64);
        items.filter(|item| !is_so(item)).for_each(|item| change(Arc::make_mut(item)));
    }
}

impl<T: Declared + Clone + Send + Sync> List<T> {
    /// The same; what each change gives is given in the order of the list. `is_so` is told the place of each.
    pub fn change_some<R: Send>(
        &mut self,
        is_so: impl Fn(usize, &T) -> bool + Sync,
        change: impl Fn(&mut T) -> R + Sync,
    ) -> Vec<R> {
        let items = self.items_mut().par_iter_mut().with_min_len(64).enumerate();
        items.filter(|(at, item)| is_so(*at, item)).map(|(_, item)| change(Arc::make_mut(item))).collect()
    }
}

impl<T: Declared> List<T> {
    /// Where the declarations of an earlier list are in this one, and which are new. Both are sorted. The read is not
    /// noted.
    pub fn moved_from(&self, earlier: &Self) -> Moved {
        let (earlier, mut at) = (earlier.unnoted(), 0);
        let mut moved = Moved { to: vec![u32::MAX; earlier.len()], new: Vec::new() };
        for (item, place) in self.unnoted().iter().zip(0..) {
            match same_in(earlier, &mut at, item).and_then(|before| moved.to.get_mut(before)) {
                Some(to) => *to = place,
                None => moved.new.push(place),
            }
        }
        moved
    }

    /// Those at some places, as a list of their own.
    pub fn at(&self, places: &[u32]) -> Self {
        let items = self.items();
        Self { items: Items::Own(places.iter().filter_map(|place| items.get(*place as usize).cloned()).collect()) }
    }

    /// Puts for each declaration that is the same in memory as one of `facts` the one of `linked` in its place, where
    /// that `may` be taken. Gives of each whether it was.
    ///
    /// INVARIANT: this list and `facts` are sorted; `linked` has as many as `facts`, each made of the one in its place.
    pub(super) fn replace(&mut self, facts: &Self, linked: &Self, may: impl Fn(&T) -> bool) -> Vec<bool> {
        let (facts, linked) = (facts.items(), linked.items());
        let mut at = 0;
        let replaced = self.items_mut().iter_mut().map(|item| {
            let known = same_in(facts, &mut at, item).and_then(|at| linked.get(at)).filter(|linked| may(linked));
            known.is_some_and(|linked| {
                *item = linked.clone();
                true
            })
        });
        replaced.collect()
    }
}

/// The place of a declaration in a sorted list, looked for from a place on; the next will be looked for behind it.
fn same_in<T: Declared>(list: &[Arc<T>], at: &mut usize, item: &Arc<T>) -> Option<usize> {
    let is_before = |other: &Arc<T>| !Arc::ptr_eq(other, item) && order(&**other) < order(&**item);
    while list.get(*at).is_some_and(is_before) {
        *at += 1;
    }
    let found = list.get(*at).filter(|other| Arc::ptr_eq(other, item)).map(|_| *at);
    *at += usize::from(found.is_some());
    found
}

impl<T: Declared + Send + Sync> List<T> {
    /// The symbols of each two neighbours with the same name in the sorted list.
    pub(super) fn twofold(&self) -> Vec<(&Symbol, &Symbol)> {
        let pairs = self.items().par_windows(2).with_min_len(1024).filter_map(|pair| match pair {
            [first, second] => Some((first.symbol(), second.symbol())),
            _fewer => None,
        });
        pairs.filter(|(first, second)| first.name == second.name).collect()
    }

    /// Sorts by name, and declarations of one name by place.
    pub fn sort(&mut self) {
        // Names of a kind mostly have a common prefix. The letters after it are kept as a key in the list itself, so
        // that few comparisons have to look at the declarations.
        let shared = self.shared();
        let keyed = std::mem::take(self.items_mut()).into_iter();
        let mut keyed: Vec<(u64, Arc<T>)> = keyed.map(|item| (key(&item.symbol().name, shared), item)).collect();
        keyed.par_sort_unstable_by(|(one, a), (other, b)| one.cmp(other).then_with(|| order(&**a).cmp(&order(&**b))));
        self.items = Items::Own(keyed.into_iter().map(|(_, item)| item).collect());
    }

    /// Removes declarations of the files for which `is_gone` holds, and inserts others. Both lists are sorted, and so
    /// is the result.
    pub(super) fn renew(&mut self, is_gone: impl Fn(FileId) -> bool + Sync, new: &Self) {
        let is_gone = |item: &Arc<T>| is_gone(item.symbol().location.file);
        if new.is_empty() && !self.items().par_iter().with_min_len(1024).any(is_gone) {
            return;
        }
        let mut merged: Vec<Arc<T>> = Vec::with_capacity(self.items().len() + new.len());
        let mut from = self.items();
        for next in new.items() {
            let (before, after) = from.split_at(from.partition_point(|item| order(&**item) < order(&**next)));
            merged.extend(before.iter().filter(|item| !is_gone(item)).cloned());
            merged.push(next.clone());
            from = after;
        }
        merged.extend(from.iter().filter(|item| !is_gone(item)).cloned());
        self.items = Items::Own(merged);
    }

    /// The number of bytes that all names have in common at their beginning.
    fn shared(&self) -> usize {
        let mut names = self.names();
        let Some(first) = names.next() else { return 0 };
        names.fold(first.len(), |shared, name| {
            let pairs = first.bytes().zip(name.bytes()).take(shared);
            pairs.take_while(|(one, other)| one == other).count()
        })
    }
}

/// The sort key of declarations of a kind.
fn order<T: Declared>(item: &T) -> (&str, Location) {
    let Symbol { name, location } = item.symbol();
    (name, *location)
}

/// The eight bytes after the first `skipped` as a number that compares as they do.
fn key(name: &str, skipped: usize) -> u64 {
    let mut bytes = [0; 8];
    let behind = name.as_bytes().get(skipped..).unwrap_or_default();
    bytes.iter_mut().zip(behind).for_each(|(to, from)| *to = *from);
    u64::from_be_bytes(bytes)
}

impl<T> Index<Id<T>> for List<T> {
    type Output = T;

    fn index(&self, id: Id<T>) -> &T {
        &self.items()[id.0 as usize]
    }
}

impl<T> Index<&Id<T>> for List<T> {
    type Output = T;

    fn index(&self, id: &Id<T>) -> &T {
        &self[*id]
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, T: Clone> IntoIterator for &'a mut List<T> {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<T: Clone> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::iter::Map<std::vec::IntoIter<Arc<T>>, fn(Arc<T>) -> T>;

    fn into_iter(mut self) -> Self::IntoIter {
        std::mem::take(self.items_mut()).into_iter().map(Arc::unwrap_or_clone)
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self { items: Items::Own(items.into_iter().map(Arc::new).collect()) }
    }
}

impl<T> Extend<T> for List<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        self.items_mut().extend(items.into_iter().map(Arc::new));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::program::{Head, Scale};
    use crate::text::Span;

    fn named(name: &str, start: u32) -> Scale {
        let location = Location::new(FileId::at(0), Span::at(start));
        let symbol = Symbol { name: name.into(), location };
        Scale { head: Head { symbol, location, description: "".into() }, levels: Vec::new() }
    }

    #[test]
    fn names_are_sorted_as_texts_are() {
        let lists: [&[&str]; 5] = [
            &["b", "a", "", "ab", "a\0", "B", "é", "z"],
            &["team_10", "team_9", "team_1", "team_100", "team_é"],
            &["same_beginning_of_all_names_2", "same_beginning_of_all_names_1", "same_beginning_of_all_names"],
            &["same_1", "same_12345678b", "same_12345678a", "same_12345678"],
            &[],
        ];
        for names in lists {
            let mut list: List<Scale> = names.iter().map(|name| named(name, 0)).collect();
            list.sort();
            let mut expected = names.to_vec();
            expected.sort_unstable();
            assert_eq!(list.names().collect::<Vec<_>>(), expected);
            assert!(expected.iter().zip(0..).all(|(name, index)| list.find(name) == Some(Id::at(index))));
        }
    }

    #[test]
    fn one_name_is_sorted_by_place() {
        let mut list: List<Scale> = [3, 1, 2].into_iter().map(|start| named("a", start)).collect();
        list.sort();
        assert_eq!(list.iter().map(|scale| scale.head.symbol.location.span.start).collect::<Vec<_>>(), [1, 2, 3]);
    }
}
