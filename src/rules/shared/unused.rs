//! Declarations that nothing refers to.

use crate::model::Id;
use crate::model::List;
use crate::model::program::Reference;

/// The declarations without a reference. If a reference is unknown it may mean any of them, which is a separate
/// error: then the result is empty.
pub(in crate::rules) fn unused<'p, T: 'p>(
    declared: &'p List<T>,
    references: impl Iterator<Item = &'p Reference<Id<T>>>,
) -> Vec<&'p T> {
    let mut used = vec![false; declared.len()];
    for reference in references {
        let Some(target) = reference.target else { return Vec::new() };
        if let Some(used) = used.get_mut(target.0 as usize) {
            *used = true;
        }
    }
    declared.iter().zip(used).filter(|(_, used)| !used).map(|(declared, _)| declared).collect()
}
