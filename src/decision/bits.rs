//! Long bitsets as plain words, with the few operations that the index needs.

/// The indices of the bits that are set, lowest first.
pub(super) fn ones(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(at, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            if rest == 0 {
                return None;
            }
            let bit = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            Some(at * 64 + bit)
        })
    })
}

/// The indices of the bits that are set, from `from` to before `to`.
pub(super) fn ones_in(words: &[u64], from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
    let first = from / 64;
    let last = to.div_ceil(64).min(words.len());
    let part = words.get(first..last.max(first)).unwrap_or_default();
    ones(part).map(move |bit| bit + first * 64).skip_while(move |bit| *bit < from).take_while(move |bit| *bit < to)
}

/// Sets a bit.
pub(super) fn set(words: &mut [u64], bit: usize) {
    words[bit / 64] |= 1 << (bit % 64);
}

/// Clears a bit.
pub(super) fn clear(words: &mut [u64], bit: usize) {
    words[bit / 64] &= !(1 << (bit % 64));
}

/// Whether a bit is set.
pub(super) fn get(words: &[u64], bit: usize) -> bool {
    words[bit / 64] >> (bit % 64) & 1 == 1
}

/// Clears every bit outside `from..to`.
pub(super) fn keep(words: &mut [u64], from: usize, to: usize) {
    for (at, word) in words.iter_mut().enumerate() {
        let (low, high) = (at * 64, at * 64 + 64);
        if high <= from || low >= to {
            *word = 0;
            continue;
        }
        if low < from {
            *word &= !0 << (from - low);
        }
        if high > to {
            *word &= !0 >> (high - to);
        }
    }
}

/// The number of bits that are set.
pub(super) fn count(words: &[u64]) -> u64 {
    words.iter().map(|word| u64::from(word.count_ones())).sum()
}

#[cfg(test)]
mod tests {
    use super::{count, get, keep, ones, ones_in, set};

    #[test]
    fn parts_of_bitsets_are_those_of_their_places() {
        let places = [0, 1, 63, 64, 127, 128, 190];
        let mut words = vec![0; 3];
        for place in places {
            set(&mut words, place);
        }
        assert_eq!(ones(&words).collect::<Vec<_>>(), places);
        assert_eq!(count(&words), places.len() as u64);
        assert!(get(&words, 127) && !get(&words, 126));
        for from in 0..192 {
            for to in from..=192 {
                let part: Vec<usize> = places.into_iter().filter(|place| (from..to).contains(place)).collect();
                assert_eq!(ones_in(&words, from, to).collect::<Vec<_>>(), part, "{from}..{to}");
                let mut kept = words.clone();
                keep(&mut kept, from, to);
                assert_eq!(ones(&kept).collect::<Vec<_>>(), part, "{from}..{to}");
            }
        }
    }
}
