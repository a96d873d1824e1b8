//! The ratings of single connectors, where rules about apps ask for the highest of all.

use super::axis::{Axis, find};
use crate::decision::{ClassSet, Cube};
use crate::model::classes::Class;
use crate::model::condition::Fact;
use crate::model::derived::{CONNECTORS, RATING};
use crate::model::facts::{ConnectorSubjects, RATING_SCALE};
use crate::model::program::Program;

/// Impossible apps: those with a connector whose rating is above the highest rating of their connectors.
pub(super) fn too_low(program: &Program, axes: &[Axis]) -> Vec<Cube> {
    let Some((rating, highest)) = find(axes, RATING, None) else { return Vec::new() };
    let words = axes.iter().zip(0..).filter(|(axis, _)| axis.is_field() && axis.field == CONNECTORS);
    let mut words = words.filter_map(|(axis, index)| Some((axis.word.as_ref()?, index))).peekable();
    let Some(scale) = program.scale(RATING_SCALE).filter(|_| words.peek().is_some()) else { return Vec::new() };
    let subjects = ConnectorSubjects::new(program);
    let rank = |level: &str| scale.levels.iter().position(|known| *known.name == *level);
    let boxes = words.filter_map(|(word, index)| {
        let Fact::Word(level) = subjects.rating(program.universe.find(word)?) else { return None };
        let own = rank(level)?;
        let is_lower = |class: &Class| matches!(class, Class::Word(word) if rank(word).is_some_and(|rank| rank < own));
        let lower = highest.classes.iter().zip(0..).filter(|(class, _)| is_lower(class)).map(|(_, class)| class);
        Some(Cube::of([(rating, ClassSet::of(lower)), (index, ClassSet::of([1]))]))
    });
    boxes.filter(|cube| !cube.is_empty()).collect()
}
