//! Business units: each after its parent. The root exists already.
//!
//! A change of a unit's parent moves everything in the unit, so it is requested only where it differs from the
//! current one.

use super::steps::{Body, Concern, Field, Given, Step, Steps, encoded, plain, unless_equal};
use crate::model::organisation::UnitId;

pub(super) fn add(steps: &mut Steps<'_, '_>) {
    let Some(tree) = steps.tree else { return };
    // A unit's index in the tree is greater than that of its parent.
    for (index, unit) in (0..).zip(&tree.units) {
        let Some(parent) = unit.parent else { continue };
        let above = steps.unit(parent);
        let id = steps.unit(UnitId(index));
        let symbol = &*unit.symbol.name;
        let parameter = format!("business_unit.{}", plain(symbol));
        let given = |suffix: &str, field| Given { parameter: format!("{parameter}{suffix}"), field, name: None };
        let path = format!(
            "/businessunits?$select=businessunitid,name,_parentbusinessunitid_value&$filter=businessunitid eq {id}"
        );
        let mut look = Step::new(Concern::BusinessUnit, symbol, "GET", encoded(&path), Body::None);
        look.gives =
            vec![given("", "businessunitid"), given("@name", "name"), given("@parent", "_parentbusinessunitid_value")];
        look.optional = true;
        steps.push(look);

        let name = unit.display_name().to_owned();
        let free = vec![
            ("name", Field::Text(name.clone())),
            ("parentbusinessunitid@odata.bind", Field::Link(format!("/businessunits({above})"))),
        ];
        let mut all = vec![("businessunitid", Field::Text(id.clone()))];
        all.extend(free.iter().cloned());
        let mut make = Step::new(Concern::BusinessUnit, symbol, "POST", "/businessunits".to_owned(), Body::Fields(all));
        // The response shows that nothing is left to change.
        make.gives = vec![given("@name", "name"), given("@parent", "_parentbusinessunitid_value")];
        make.unless = Some(parameter.clone());
        steps.push(make);
        let change =
            Step::new(Concern::BusinessUnit, symbol, "PATCH", format!("/businessunits({id})"), Body::Fields(free));
        let same =
            vec![(format!("{parameter}@name"), name), (format!("{parameter}@parent"), above.to_ascii_lowercase())];
        steps.push(unless_equal(change, same));
    }
}
