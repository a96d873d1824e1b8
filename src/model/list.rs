//! Lists of declarations.

use std::ops::Index;
use std::sync::Arc;

use rayon::prelude::*;

use super::id::Id;
use super::kind::each_kind;
use super::program::Symbol;
use super::seen::{Seen, Watch};

/// The iterator of [`List::iter`].
pub type Iter<'a, T> = std::iter::Map<std::slice::Iter<'a, Box<T>>, fn(&'a Box<T>) -> &'a T>;

/// The iterator of [`List::iter_mut`].
pub type IterMut<'a, T> = std::iter::Map<std::slice::IterMut<'a, Box<T>>, fn(&'a mut Box<T>) -> &'a mut T>;

/// What is declared under a name.
pub trait Declared {
    /// The name, and where it stands.
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
            /// The name that the source knows it by.
            pub fn name(&self) -> &str {
                &self.head.symbol.name
            }
        }
    )*};
}

each_kind!(declared! {});

/// Declarations of one kind. Each stays where it was read: lists are joined, sorted and thinned without moving what they
/// hold, which takes hundreds of bytes an element, and so never exists twice.
#[derive(Debug)]
pub struct List<T> {
    items: Items<T>,
}

#[derive(Debug)]
enum Items<T> {
    /// Those of one list alone.
    Own(Vec<Box<T>>),
    /// Those that several lists hold, and who notes that this one is looked at.
    Shared(Arc<Vec<Box<T>>>, Option<Watch>),
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Items::Own(Vec::new()) }
    }
}

/// A copy holds declarations of its own.
impl<T: Clone> Clone for List<T> {
    fn clone(&self) -> Self {
        Self { items: Items::Own(self.items().to_vec()) }
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.items() == other.items()
    }
}

impl<T> List<T> {
    /// The declarations; that they are looked at is noted.
    fn items(&self) -> &[Box<T>] {
        match &self.items {
            Items::Own(items) => items,
            Items::Shared(items, watch) => {
                watch.iter().for_each(Watch::note);
                items
            }
        }
    }

    /// Lets copies of the list hold the same declarations as the list itself.
    pub fn share(&mut self) {
        if let Items::Own(items) = &mut self.items {
            self.items = Items::Shared(Arc::new(std::mem::take(items)), None);
        }
    }

    /// A list of the same declarations, looks at which are noted as looks at the part of that number.
    ///
    /// INVARIANT: the list was shared; else what is given is a copy.
    pub fn watched(&self, seen: Option<&Arc<Seen>>, number: u8) -> Self
    where
        T: Clone,
    {
        let items = match &self.items {
            Items::Own(items) => Arc::new(items.clone()),
            Items::Shared(items, _) => items.clone(),
        };
        Self { items: Items::Shared(items, seen.map(|seen| Watch::new(seen, number))) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }

    /// The one at a place.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.items().get(index).map(|item| &**item)
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

impl<T: Clone> List<T> {
    /// The declarations, to change them; they become the list's own.
    fn items_mut(&mut self) -> &mut Vec<Box<T>> {
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

    /// The one at a place, to change it.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        self.items_mut().get_mut(index).map(|item| &mut **item)
    }

    /// All in order, to change them.
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        self.items_mut().iter_mut().map(|item| &mut **item)
    }

    /// Adds one at the end.
    pub fn push(&mut self, item: T) {
        self.items_mut().push(Box::new(item));
    }

    /// Takes all of another list to the end of this one.
    pub fn append(&mut self, other: &mut Self) {
        self.items_mut().append(other.items_mut());
    }

    /// Drops those of which that is so of themselves and the one kept before them.
    pub fn dedup_by(&mut self, mut same: impl FnMut(&T, &T) -> bool) {
        self.items_mut().dedup_by(|second, first| same(second, first));
    }
}

impl<T: Declared> List<T> {
    /// The place of the one of that name, where the list is sorted by name.
    pub fn find(&self, name: &str) -> Option<Id<T>> {
        let found = self.items().binary_search_by(|item| (*item.symbol().name).cmp(name));
        found.ok().map(|index| Id::at(index as u32))
    }

    /// The names of all, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.items().iter().map(|item| &*item.symbol().name)
    }

    /// The one of that name, where the list is sorted by name.
    pub fn named(&self, name: &str) -> Option<&T> {
        self.find(name).map(|id| &self[id])
    }
}

impl<T: Sync> List<T> {
    /// All, side by side.
    pub fn par_iter(&self) -> impl IndexedParallelIterator<Item = &T> {
        self.items().par_iter().map(|item| &**item)
    }
}

impl<T: PartialEq + Sync> List<T> {
    /// Whether another list holds the same, found side by side.
    pub fn is_same(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.items(), other.items());
        ours.len() == theirs.len() && ours.par_iter().zip(theirs).all(|(one, other)| one == other)
    }
}

impl<T: Clone + Send> List<T> {
    /// All, side by side, to change them.
    pub fn par_iter_mut(&mut self) -> impl IndexedParallelIterator<Item = &mut T> {
        self.items_mut().par_iter_mut().map(|item| &mut **item)
    }
}

impl<T: Declared + Clone + Send> List<T> {
    /// Sorts by name, and those of one name by place.
    pub fn sort(&mut self) {
        // Names of a kind mostly begin alike. What tells them apart is taken out of the first letters behind that and
        // stands in the list itself, so that few comparisons have to look at what is listed.
        let shared = self.shared();
        let keyed = std::mem::take(self.items_mut()).into_iter();
        let mut keyed: Vec<(u64, Box<T>)> = keyed.map(|item| (key(&item.symbol().name, shared), item)).collect();
        keyed.par_sort_unstable_by(|(one, a), (other, b)| {
            let (a, b) = (a.symbol(), b.symbol());
            one.cmp(other).then_with(|| (&a.name, a.location).cmp(&(&b.name, b.location)))
        });
        self.items = Items::Own(keyed.into_iter().map(|(_, item)| item).collect());
    }

    /// How many bytes all names have in common at their beginning.
    fn shared(&self) -> usize {
        let mut names = self.names();
        let Some(first) = names.next() else { return 0 };
        names.fold(first.len(), |shared, name| {
            let pairs = first.bytes().zip(name.bytes()).take(shared);
            pairs.take_while(|(one, other)| one == other).count()
        })
    }
}

/// The eight bytes behind the first `skipped` as a number that compares as they do.
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
    type IntoIter = std::iter::Map<std::vec::IntoIter<Box<T>>, fn(Box<T>) -> T>;

    fn into_iter(mut self) -> Self::IntoIter {
        std::mem::take(self.items_mut()).into_iter().map(|item| *item)
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self { items: Items::Own(items.into_iter().map(Box::new).collect()) }
    }
}

impl<T: Clone> Extend<T> for List<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        self.items_mut().extend(items.into_iter().map(Box::new));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::program::{Head, Scale};
    use crate::text::{FileId, Location, Span};

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
