//! Endpoint rules for connectors without documented support.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Level, quoted_list};
use crate::model::ConnectorId;
use crate::model::program::{ConnectorRules, DataPolicy, Program};

crate::declare_rule! {
    /// ## What it does
    /// Finds endpoint rules for a connector if the documentation does not say that the platform filters its
    /// endpoints.
    ///
    /// For Dataverse and the knowledge sources of Copilot Studio this is information only: other pages of the
    /// documentation describe endpoint rules for them.
    ///
    /// ## Why is this bad?
    /// The rules may have no effect, while the policy suggests that data can go to some endpoints only.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, ftp]
    ///   non_business = rest
    ///
    ///   connector ftp {
    ///     endpoints { allow "ftp.contoso.com"; deny "*" }
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, smtp]
    ///   non_business = rest
    ///   blocked      = [ftp]
    ///
    ///   connector smtp {
    ///     endpoints { allow "mail.contoso.com,25"; deny "*" }
    ///   }
    /// }
    /// ```
    pub RULE = 3108 "endpoint-filtering-undocumented" Warning "endpoint rules for a connector that is not documented to take them";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

/// Connectors that the documentation's list omits, although some page describes endpoint rules for them.
const PERHAPS: [&str; 3] = ["commondataservice", "CSKnowledgePublicSites", "CSKnowledgeSharePoint"];

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let perhaps: Vec<ConnectorId> = PERHAPS.iter().filter_map(|name| program.universe.find(name)).collect();
    let catalog = program.universe.catalog().connectors();
    let known: Vec<&str> =
        catalog.iter().filter(|entry| entry.endpoint_filtering).map(|entry| entry.id.as_ref()).collect();
    // A catalogue without facts about endpoints decides nothing.
    if known.is_empty() {
        return;
    }
    for policy in &program.policies {
        for rules in &policy.rules {
            let id = rules.connector;
            // A connector that is neither in the catalogue nor declared may support them.
            let taken = match program.universe.entry(id) {
                Some(entry) => entry.endpoint_filtering,
                None => !program.universe.is_custom(id),
            };
            if rules.endpoints.is_some() && !taken {
                findings.push(judge(program, policy, rules, perhaps.contains(&id), &known));
            }
        }
    }
}

fn judge(program: &Program, policy: &DataPolicy, rules: &ConnectorRules, perhaps: bool, known: &[&str]) -> Diagnostic {
    let name = program.universe.name(rules.connector);
    let symbol = &policy.head.symbol.name;
    if perhaps {
        let message = format!("the documentation does not agree on whether `{name}` takes endpoint rules");
        let mut finding = Diagnostic::new(&RULE, rules.location, message)
            .marked(format!("endpoint rules in `{symbol}`"))
            .note("its list of connectors with endpoint rules omits this one, while other pages describe them")
            .help("try the rules in an environment before you rely on them");
        finding.level = Level::Info;
        return finding;
    }
    let message = format!("`{name}` is not documented to take endpoint rules");
    Diagnostic::new(&RULE, rules.location, message)
        .marked(format!("the endpoint rules of `{symbol}` may have no effect"))
        .note(format!("documented are {}", quoted_list(known.iter().copied(), "and")))
        .help(format!(
            "block `{name}` where only some of its endpoints would do, or try the rules before you rely on them"
        ))
}
