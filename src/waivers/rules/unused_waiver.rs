//! Waivers that no longer accept anything.

use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::waiver::{Waiver, WaiverTarget, removal};
use crate::syntax::text_value;
use crate::text::Sources;
use crate::waivers::apply::Declared;

crate::declare_rule! {
    /// ## What it does
    /// Finds waivers without a finding: the finding was fixed, the waiver is in the wrong place, or there is no
    /// declaration of that name. If a rule was not checked because of errors, nothing is reported about its waivers.
    ///
    /// ## Why is this bad?
    /// A waiver that is no longer needed accepts the next finding of its rule, which was not reviewed.
    ///
    /// ```dictum,bad
    /// // dictum: waive environment-without-policy until 2999-03-31 because "the pilot is left open"
    /// environment pilot { type = sandbox }
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment pilot { type = sandbox }
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 7022 "unused-waiver" Warning "a waiver accepts nothing" fixable;
}

pub(in crate::waivers) fn unused(waiver: &Waiver, sources: &Sources, declared: &Declared) -> Diagnostic {
    if let (Declared::No(near), WaiverTarget::Declaration(kind, name)) = (declared, &waiver.target) {
        let message =
            format!("there is no `{}` for which to waive `{}`", format!("{kind} {name}").trim_end(), waiver.rule.0);
        if let (Some(near), Some(named)) = (near, waiver.named) {
            return Diagnostic::new(&RULE, named, message).did_you_mean_as(
                near,
                text_value::name(near),
                named,
                Safety::Unsafe,
            );
        }
        return removable(Diagnostic::new(&RULE, waiver.named.unwrap_or(waiver.rule.1), message), waiver, sources);
    }
    let message = match &waiver.target {
        WaiverTarget::Line => format!("the line below has no finding of `{}`", waiver.rule.0),
        WaiverTarget::Declaration(kind, name) => {
            format!("`{}` has no finding of `{}`", format!("{kind} {name}").trim_end(), waiver.rule.0)
        }
    };
    removable(Diagnostic::new(&RULE, waiver.rule.1, message), waiver, sources)
}

fn removable(finding: Diagnostic, waiver: &Waiver, sources: &Sources) -> Diagnostic {
    let finding = finding.help("remove the waiver");
    let Some(source) = sources.as_slice().get(waiver.whole.file.index()) else { return finding };
    let inside = waiver.whole.span.of_text(source.text());
    let is_comment = waiver.target == WaiverTarget::Line;
    // Comments inside a declaration would be lost with it.
    if !is_comment && (inside.contains("//") || inside.contains("/*")) {
        return finding;
    }
    let place = source.locate(removal(source.text(), waiver.whole.span));
    finding.fix(Fix::replace("remove the waiver", Safety::Safe, place, ""))
}
