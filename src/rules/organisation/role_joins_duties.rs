//! Roles that contain two roles which duties keep apart.

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;
use crate::model::Reference;
use crate::model::roles::RoleId;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles that include two roles which `duties` keep apart, or that are one of them and include the other.
    ///
    /// ## Why is this bad?
    /// Every holder of the role breaks the separation, whatever other roles they hold.
    ///
    /// ```dictum,bad
    /// role payer     { includes = [basic_user]; privileges = [PublishArticle] }
    /// role approver  { includes = [basic_user]; privileges = [RollupGoal] }
    /// role treasurer { includes = [payer, approver] }
    ///
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [treasurer] } }
    ///
    /// duties "Nobody pays and approves" { never both [payer, approver] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role payer     { includes = [basic_user]; privileges = [PublishArticle] }
    /// role approver  { includes = [basic_user]; privileges = [RollupGoal] }
    /// role treasurer { includes = [payer]; privileges = [AllowQuickCampaign] }
    ///
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [treasurer] } }
    /// user bob   { upn = "bob@contoso.com"; roles { finance = [approver] } }
    ///
    /// duties "Nobody pays and approves" { never both [payer, approver] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5051 "role-joins-duties" Error "a role has in it what duties keep apart";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let roles = &context.program.organisation.roles;
    for duties in context.program.organisation.duties.iter().filter(|duties| duties.sound) {
        for apart in &duties.never {
            for (index, role) in roles.ids().filter(|(_, role)| role.predefined.is_none()) {
                let within =
                    |one: &&Reference<RoleId>| one.target.is_some_and(|id| id == index || role.included.contains(&id));
                let found: Vec<&Reference<RoleId>> = apart.roles.iter().filter(within).collect();
                let [first, second, ..] = found.as_slice() else { continue };
                // If an included role contains both, the finding is reported there.
                let inner = role.includes.iter().filter_map(|inner| Some(&roles[inner.target?]));
                let told = inner.into_iter().any(|inner| {
                    let has = |one: &Reference<RoleId>| {
                        one.target.is_some_and(|id| {
                            inner.included.contains(&id) || roles[id].head.symbol == inner.head.symbol
                        })
                    };
                    has(first) && has(second)
                });
                if told {
                    continue;
                }
                let name = &role.head.symbol.name;
                let (a, b) = (&first.symbol.name, &second.symbol.name);
                let message = if name == a || name == b {
                    let other = if name == a { b } else { a };
                    format!("role `{name}` includes `{other}`, from which duties keep it apart")
                } else {
                    format!("role `{name}` includes `{a}` and `{b}`, which duties keep apart")
                };
                findings.push(
                    Diagnostic::new(&RULE, role.head.symbol.location, message)
                        .marked("a user with this role breaks the separation")
                        .label(apart.location, "kept apart here")
                        .note(format!("`{}` keeps them apart", duties.head.symbol.name))
                        .help("take one of the two out of `includes`"),
                );
            }
        }
    }
}
