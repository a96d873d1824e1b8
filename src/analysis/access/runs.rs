//! Sparse maps from user to slice.

use rayon::prelude::*;

use crate::model::organisation::UserId;

/// A list for each of some users, in one vector.
#[derive(Debug)]
pub(super) struct Runs<T> {
    /// The users that have a list, in order.
    users: Vec<UserId>,
    /// Where each list begins; one more entry at the end.
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Runs<T> {
    /// Builds the map from lists in the order of their users; empty lists are left out.
    pub(super) fn new<L: IntoIterator<Item = T>>(lists: impl IntoIterator<Item = (UserId, L)>) -> Self {
        let mut runs = Self { users: Vec::new(), starts: vec![0], items: Vec::new() };
        for (user, list) in lists {
            let before = runs.items.len();
            runs.items.extend(list);
            if runs.items.len() > before {
                runs.users.push(user);
                runs.starts.push(runs.items.len() as u32);
            }
        }
        runs
    }

    /// Builds the map from pairs in the order of their users.
    pub(super) fn paired(pairs: &[(UserId, T)]) -> Self
    where
        T: Copy,
    {
        let of_one = pairs.chunk_by(|(one, _), (other, _)| one == other);
        Self::new(of_one.filter_map(|pairs| Some((pairs.first()?.0, pairs.iter().map(|(_, item)| *item)))))
    }

    /// The list of a user; empty where there is none.
    pub(super) fn of(&self, user: UserId) -> &[T] {
        // If every user up to this one has a list, the user's index is its place.
        let there = self.users.get(user.0 as usize) == Some(&user);
        let index = if there { Ok(user.0 as usize) } else { self.users.binary_search(&user) };
        index.map_or(&[], |index| self.run(index))
    }

    /// The users that have a list, in order.
    pub(super) fn users(&self) -> &[UserId] {
        &self.users
    }

    /// All lists that are not empty, in the order of their users.
    pub(super) fn iter(&self) -> impl Iterator<Item = (UserId, &[T])> {
        self.users.iter().enumerate().map(|(index, user)| (*user, self.run(index)))
    }

    /// As [`Runs::iter`], in parallel.
    pub(super) fn par_iter(&self) -> impl ParallelIterator<Item = (UserId, &[T])>
    where
        T: Sync,
    {
        self.users.par_iter().enumerate().map(|(index, user)| (*user, self.run(index)))
    }

    fn run(&self, index: usize) -> &[T] {
        let at = |index: usize| self.starts.get(index).copied().unwrap_or_default() as usize;
        self.items.get(at(index)..at(index + 1)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Runs;
    use crate::model::organisation::UserId;

    #[test]
    fn each_finds_his_own_and_nobody_anothers() {
        let lists = [(0, vec!['a', 'b']), (1, vec!['d']), (2, vec![]), (3, vec!['e']), (7, vec!['c']), (9, vec![])];
        let lists = lists.map(|(user, list)| (UserId::at(user), list));
        let runs = Runs::new(lists.clone());
        for user in (0..12).map(UserId::at) {
            let expected = lists.iter().find(|(one, _)| *one == user).map_or(&[][..], |(_, list)| list);
            assert_eq!(runs.of(user), expected);
        }
        assert_eq!(runs.users(), [0, 1, 3, 7].map(UserId::at));
        let all = [(0, &['a', 'b'][..]), (1, &['d'][..]), (3, &['e'][..]), (7, &['c'][..])];
        let all = all.map(|(user, list)| (UserId::at(user), list));
        assert_eq!(runs.iter().collect::<Vec<_>>(), all);
        let pairs = lists.iter().flat_map(|(user, list)| list.iter().map(move |item| (*user, *item)));
        assert!(Runs::paired(&pairs.collect::<Vec<_>>()).iter().eq(runs.iter()));
        assert!(Runs::<char>::new([] as [(UserId, Vec<char>); 0]).of(UserId::at(0)).is_empty());
    }
}
