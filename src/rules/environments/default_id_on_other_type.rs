//! `default-id-on-other-type`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::model::Program;
use crate::model::bindings::Bindings;
use crate::model::program::EnvironmentType;
use crate::rules::environments::ids;

crate::declare_rule! {
    /// ## What it does
    /// Finds ids of the form `Default-` and a GUID on environments of another type than `default`, in the source and in
    /// the bindings.
    ///
    /// ## Why is this bad?
    /// Only the tenant's default environment has an id of that form. Data policies for this environment would apply
    /// to the default one.
    ///
    /// ```dictum,bad
    /// environment sales {
    ///   type   = sandbox
    ///   region = europe
    ///   id     = "Default-0b9c1ad5-9a5c-4c4e-8d5e-6a1f3b7c2d10"
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment default {
    ///   type   = default
    ///   region = europe
    ///   id     = "Default-0b9c1ad5-9a5c-4c4e-8d5e-6a1f3b7c2d10"
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 2009 "default-id-on-other-type" Error "an environment of another type has the id of the default environment" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

/// The same for ids that bindings give. Which of several environments has which id is then not in the source, so
/// nothing is fixed there.
pub(super) fn bound(program: &Program, bindings: &Bindings, findings: &mut Vec<Diagnostic>) {
    for environment in &program.environments {
        let symbol = &environment.head.symbol;
        let id = bindings.environments.get(&*symbol.name).filter(|id| environment.id.is_none() && ids::is_default(id));
        let Some(id) = id else { continue };
        let Some(kind) = environment.kind.filter(|kind| *kind != EnvironmentType::Default) else { continue };
        let message = format!(
            "environment `{}` is of type `{}` and is bound to the default environment",
            symbol.name,
            kind.word()
        );
        findings.push(
            Diagnostic::new(&RULE, symbol.location, message)
                .marked(format!("bound to `{id}`"))
                .label(environment.kind_location, "its type")
                .note("only the default environment has an id that begins with `Default-`")
                .help("correct the id in the bindings file, or the type")
                .witness(Witness::new([("environment", &*symbol.name)])),
        );
    }
}

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let environments = &context.program.environments;
    let has_default = environments.iter().any(|environment| environment.kind == Some(EnvironmentType::Default));
    for environment in environments {
        let Some(id) = environment.id.as_ref().filter(|id| ids::is_default(&id.name)) else { continue };
        // Without a type, the id shows the type.
        let Some(kind) = environment.kind.filter(|kind| *kind != EnvironmentType::Default) else { continue };
        let name = &environment.head.symbol.name;
        let mut finding = Diagnostic::new(
            &RULE,
            id.location,
            format!("environment `{name}` is of type `{}` and has the id of the default environment", kind.word()),
        )
        .marked("the id of a default environment")
        .label(environment.kind_location, "its type")
        .note("only the default environment has an id that begins with `Default-`")
        .help("correct the id, or the type")
        .witness(Witness::new([("environment", &**name)]));
        if !has_default {
            let title = "write `type = default`";
            finding = finding.fix(Fix::replace(title, Safety::Suggestion, environment.kind_location, "default"));
        }
        findings.push(finding);
    }
}
