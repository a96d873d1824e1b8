//! Environments to which many data policies apply.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::rules::shared::places::{Places, describe, location, sample, subjects, symbols};
use crate::rules::shared::words::{number, some_of};

crate::declare_rule! {
    /// ## What it does
    /// Finds environments to which more than three data policies apply.
    ///
    /// ## Why is this bad?
    /// Every further policy can only block more connectors or divide them further, never allow one. With four
    /// policies it is hard to find out why a connector cannot be used. Microsoft advises as few as possible.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///   blocked      = [twitter]
    /// }
    ///
    /// data_policy mail {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///   blocked      = [gmail]
    /// }
    ///
    /// data_policy storage {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///   blocked      = [dropbox]
    /// }
    ///
    /// data_policy code {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///   blocked      = [github]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///   blocked      = [twitter, gmail, dropbox, github]
    /// }
    /// ```
    pub RULE = 3110 "too-many-policies" Info "more than three data policies apply to an environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

/// The number of data policies in an environment above which it is reported.
const ENOUGH: usize = 3;

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let places = Places::new(context);
    for class in places.all.iter().filter(|class| class.policies.len() > ENOUGH) {
        let Some(location) = location(program, class) else { continue };
        let names = some_of(&symbols(&places.policies(&class.policies)), 6);
        let message = format!("{} data policies apply to {}", number(class.policies.len()), describe(program, class));
        findings.push(
            Diagnostic::new(&RULE, location, message)
                .note(format!("they are {names}; each can only block more, or split connectors further"))
                .help("bring what they say together in fewer policies, or narrow where they apply")
                .about(subjects(program, class))
                .witness(Witness::new([("environment", sample(program, class))])),
        );
    }
}
