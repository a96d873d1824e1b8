//! Business units: each after the one above it. The root is there already.

use super::steps::{Body, Concern, Field, Step, Steps};
use crate::model::organisation::UnitId;

pub(super) fn add(steps: &mut Steps<'_, '_>) {
    let Some(tree) = steps.tree else { return };
    // A unit's place in the tree is behind that of the one above it.
    for (index, unit) in (0..).zip(&tree.units) {
        let Some(parent) = unit.parent else { continue };
        let above = steps.unit(parent);
        let id = steps.unit(UnitId(index));
        let body = vec![
            ("name", Field::Text(unit.display_name().to_owned())),
            ("parentbusinessunitid@odata.bind", Field::Link(format!("/businessunits({above})"))),
        ];
        let path = format!("/businessunits({id})");
        steps.push(Step::new(Concern::BusinessUnit, &unit.symbol.name, "PATCH", path, Body::Fields(body)));
    }
}
