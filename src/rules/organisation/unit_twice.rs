//! `unit-twice`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{Unit, UnitTree};

crate::declare_rule! {
    /// ## What it does
    /// Finds unit names that occur twice in one tree.
    ///
    /// ## Why is this bad?
    /// A unit has exactly one parent unit. What its users reach depends on which one it is.
    ///
    /// ```dictum,bad
    /// business_units contoso {
    ///   emea { france }
    ///   americas { france }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// business_units contoso {
    ///   emea     { france }
    ///   americas { canada }
    /// }
    /// ```
    pub RULE = 5010 "unit-twice" Error "a business unit is in one tree twice";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for tree in &context.program.organisation.unit_trees {
        // A name that occurs twice is in `by_name` once.
        if tree.by_name.len() == tree.units.len() {
            continue;
        }
        let mut units: Vec<&Unit> = tree.units.iter().collect();
        units.sort_by(|a, b| (&a.symbol.name, a.symbol.location).cmp(&(&b.symbol.name, b.symbol.location)));
        for same in units.chunk_by(|one, other| one.symbol.name == other.symbol.name) {
            let Some((first, others)) = same.split_first() else { continue };
            for other in others {
                let name = &other.symbol.name;
                findings.push(
                    Diagnostic::new(
                        &RULE,
                        other.symbol.location,
                        format!("business unit `{name}` is in its tree twice"),
                    )
                    .marked(format!("{} here", place(tree, other)))
                    .label(first.symbol.location, format!("{} here", place(tree, first)))
                    .note("a unit has exactly one unit above it")
                    .help("keep one of the two, or give one of them another name")
                    .witness(Witness::new([("unit", &**name)])),
                );
            }
        }
    }
}

/// The position of the unit in its tree: the root, or below another unit.
fn place(tree: &UnitTree, unit: &Unit) -> String {
    let above = unit.parent.and_then(|parent| tree.unit(parent));
    above.map_or_else(|| "the root".to_owned(), |above| format!("below `{}`", above.symbol.name))
}
