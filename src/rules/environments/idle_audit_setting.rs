//! `idle-audit-setting`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments that audit reading or logins, or set a retention time for entries, while auditing is off.
    ///
    /// ## Why is this bad?
    /// If auditing is off, nothing is recorded, whatever other settings say.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type = production
    ///   audit { active = no; read = yes }
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type = production
    ///   audit     { active = yes; read = yes }
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 2114 "idle-audit-setting" Warning "an audit setting has no effect while auditing is off";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::environment(context, findings, |environment, findings| {
        let Some(audit) = &environment.audit else { return };
        let Some((false, off)) = audit.active else { return };
        let said = [("read", audit.read), ("logins", audit.logins)];
        let on = said.into_iter().filter_map(|(word, said)| said.filter(|(on, _)| *on).map(|(_, place)| (word, place)));
        let kept = audit.retention_days.map(|(_, place)| ("retention_days", place));
        let Some((word, place)) = on.chain(kept).min_by_key(|(_, place)| *place) else { return };
        let name = &environment.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                place,
                format!("`{word}` has no effect in environment `{name}`, where auditing is off"),
            )
            .marked("without effect")
            .label(off, "nothing is audited")
            .note("nothing is recorded where auditing is off")
            .help(format!("write `active = yes`, or remove `{word}`"))
            .witness(Witness::new([("environment", &**name)])),
        );
    });
}
