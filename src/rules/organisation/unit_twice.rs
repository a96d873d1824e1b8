//! `unit-twice`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{Unit, UnitTree};

crate::declare_rule! {
    /// ## What it does
    /// Finds units of one name that stand in two places of a tree.
    ///
    /// ## Why is this bad?
    /// A unit has exactly one unit above it. What its people reach depends on which that is.
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
    pub RULE = 5010 "unit-twice" Error "a business unit stands twice in one tree";
}

/// The rule and its finder.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for tree in &context.program.organisation.unit_trees {
        // A symbol that stands twice is in the list of names once.
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
                        format!("business unit `{name}` stands twice in its tree"),
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

/// Where it stands in the tree.
fn place(tree: &UnitTree, unit: &Unit) -> String {
    let above = unit.parent.and_then(|parent| tree.unit(parent));
    above.map_or_else(|| "the root".to_owned(), |above| format!("below `{}`", above.symbol.name))
}
