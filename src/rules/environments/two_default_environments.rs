//! `two-default-environments`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};

use crate::model::program::EnvironmentType;

crate::declare_rule! {
    /// ## What it does
    /// Finds a second environment of the type `default`.
    ///
    /// ## Why is this bad?
    /// A tenant has exactly one default environment. The platform creates it, and administrators can neither create
    /// nor delete it.
    ///
    /// ```dictum,bad
    /// environment default  { type = default; region = europe }
    /// environment personal { type = default; region = europe }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment default  { type = default; region = europe }
    /// environment personal { type = developer; region = europe }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 2001 "two-default-environments" Error "a tenant has two default environments";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let environments = &context.program.environments;
    let mut defaults: Vec<_> =
        environments.iter().filter(|environment| environment.kind == Some(EnvironmentType::Default)).collect();
    defaults.sort_unstable_by_key(|environment| environment.kind_location);
    let Some((first, others)) = defaults.split_first() else { return };
    for other in others {
        let name = &other.head.symbol.name;
        findings.push(
            Diagnostic::new(&RULE, other.kind_location, format!("`{name}` is a second default environment"))
                .marked("also the default")
                .label(first.kind_location, format!("`{}` is the default", first.head.symbol.name))
                .note("a tenant has exactly one default environment, which the platform creates")
                .help("give one of the two the type it has")
                .witness(Witness::new([("environment", &**name)])),
        );
    }
}
