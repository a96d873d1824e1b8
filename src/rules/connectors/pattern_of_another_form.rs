//! Endpoints and URL patterns that are not written as the platform writes addresses.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::program::Text;
use crate::rules::shared::places::Places;
use crate::rules::shared::words::counted;

crate::declare_rule! {
    /// ## What it does
    /// Finds endpoints of SQL Server and SMTP without a comma, endpoints of HTTP connectors without a scheme, and URL
    /// patterns of custom connectors without a scheme, unless a `*` can stand for what is missing.
    ///
    /// ## Why is this bad?
    /// The documentation writes an endpoint of SQL Server as `server,database`, of SMTP as `host,port`, and of HTTP as
    /// an address with its scheme. How the platform compares other forms is not documented; such a pattern is likely to
    /// fit nothing. What it allows is then refused, and what it denies is allowed by a later rule.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   connector sql {
    ///     endpoints { allow "contoso.database.windows.net"; deny "*" }
    ///   }
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
    ///
    ///   connector sql {
    ///     endpoints { allow "contoso.database.windows.net,*"; deny "*" }
    ///   }
    /// }
    /// ```
    pub RULE = 3129 "pattern-of-another-form" Info "an endpoint or URL pattern is not written in the documented form";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

/// A form in which the documentation writes addresses (dlp.md 2.6, 2.7).
#[derive(Clone, Copy)]
enum Form {
    /// Two parts with a comma: their names, and an example of the second.
    Pair(&'static str, &'static str),
    /// An address with its scheme.
    Address,
}

impl Form {
    /// The form of the endpoints of a connector, if its documentation leaves no other.
    fn of(connector: &str) -> Option<Self> {
        match connector {
            "sql" => Some(Self::Pair("server,database", "*")),
            "smtp" => Some(Self::Pair("host,port", "25")),
            "Http" | "HttpWebhook" | "webcontents" | "webcontentsv2" => Some(Self::Address),
            _other => None,
        }
    }

    /// Whether a pattern has what the form needs, or a `*` where that would be.
    fn fits(self, pattern: &str) -> bool {
        match self {
            Self::Pair(..) => pattern.contains(',') || pattern.ends_with('*'),
            Self::Address => pattern.contains("://") || pattern.starts_with('*'),
        }
    }

    /// How it is written, in words.
    const fn words(self) -> &'static str {
        match self {
            Self::Pair(words, _) => words,
            Self::Address => "https://host/path",
        }
    }

    /// The pattern in this form.
    fn right(self, pattern: &str) -> String {
        match self {
            Self::Pair(_, second) => format!("{pattern},{second}"),
            Self::Address => format!("https://{pattern}"),
        }
    }
}

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let places = Places::new(context);
    for (id, policy) in program.policies.ids() {
        let symbol = &policy.head.symbol.name;
        let rows = policy.patterns.iter().map(|row| &row.pattern);
        findings.extend(judge(rows, Form::Address, "URL pattern", &format!("data policy `{symbol}`")));
        // Rules that never apply, since the connector is blocked, are reported as a whole.
        for rules in policy.rules.iter().filter(|rules| !places.block_everywhere(id, rules.connector)) {
            let name = program.universe.name(rules.connector);
            let Some(form) = Form::of(name) else { continue };
            let rows = rules.endpoints.iter().flat_map(|list| &list.rules).map(|rule| &rule.endpoint);
            findings.extend(judge(rows, form, "endpoint", &format!("`{name}`")));
        }
    }
}

fn judge<'p>(rows: impl Iterator<Item = &'p Text>, form: Form, noun: &str, of: &str) -> Option<Diagnostic> {
    let strange: Vec<&Text> = rows.filter(|row| !row.name.is_empty() && !form.fits(&row.name)).collect();
    let first = strange.first()?;
    let words = form.words();
    let message = match strange.as_slice() {
        [only] => format!("{noun} `{}` of {of} is not of the form `{words}`", only.name),
        several => format!("{} of {of} are not of the form `{words}`", counted(several.len(), noun)),
    };
    let mut finding = Diagnostic::new(&RULE, first.location, message)
        .about(strange.iter().map(|row| (&*row.name, row.location)))
        .marked("likely to fit nothing");
    for row in strange.iter().skip(1).take(2) {
        finding = finding.label(row.location, "and this");
    }
    Some(
        finding
            .note("addresses are documented in this form only, and `*` is the only wildcard")
            .help(format!("write the whole of it, as in `{}`", form.right(&first.name))),
    )
}
