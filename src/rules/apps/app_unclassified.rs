//! Apps without a level.

use ecow::EcoString;
use rayon::prelude::*;

use crate::analysis::{Check, Context, Study, governance, levels};
use crate::diagnostics::{Diagnostic, Witness, list_of, quoted_list};
use crate::model::criticity::{APP_SCALE, App, Outcome};
use crate::model::derived;
use crate::model::program::Program;
use crate::model::subject;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps to which the rules give no level: values of criteria that decide it are missing, or no rule matches
    /// the given values. The finding shows which levels are still possible.
    ///
    /// ## Why is this bad?
    /// The level of an app decides its requirements. An app without a level has none.
    ///
    /// ```dictum,bad
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment = hr
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   sensitive_data = no
    /// }
    /// ```
    pub RULE = 4201 "app-unclassified" Error "an app has no level, since values are missing or no rule matches";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let leaves_out = |study: &Study| {
        let of_apps = study.rule_set(program).is_some_and(|rules| *rules.head.symbol.name == *APP_SCALE);
        of_apps && study.gaps.as_ref().is_some_and(|gaps| !gaps.regions.is_empty())
    };
    let told = context.studies().iter().any(leaves_out);
    let impossibilities = governance::Impossibilities::of(program);
    findings.par_extend(program.apps.par_iter().filter(|app| app.sound).filter_map(|app| match &app.outcome {
        Outcome::Unknown { missing } => Some(unknown(program, app, missing)),
        // An impossible app is reported as such, and a gap in the rules is reported at the rules.
        Outcome::Gap if !told && impossibilities.of_app(app).is_empty() => Some(gap(program, app)),
        Outcome::NoRules | Outcome::Level { .. } | Outcome::Gap => None,
    }));
}

fn unknown(program: &Program, app: &App, missing: &[EcoString]) -> Diagnostic {
    let symbol = &app.head.symbol;
    let names = quoted_list(missing.iter().map(AsRef::as_ref), "and");
    let verb = if missing.len() == 1 { "is" } else { "are" };
    let mut finding = Diagnostic::new(
        &RULE,
        symbol.location,
        format!("app `{}` has no level: {names} {verb} not known", symbol.name),
    )
    .marked("nothing is required of it");
    let fields = subject::criteria(program, "app").into_iter().flat_map(|criteria| &criteria.fields);
    for field in fields.filter(|field| missing.contains(&field.symbol.name)).take(3) {
        finding = finding.label(field.symbol.location, "what it is");
    }
    let levels = levels::possible(program, app, missing).unwrap_or_default();
    if levels.is_empty() {
        finding = finding.note("what is required of an app follows from its level");
    }
    let mut parts = vec![("missing".to_owned(), missing.join(", "))];
    if !levels.is_empty() {
        let names: Vec<&str> = levels.iter().map(|level| governance::level_name(program, *level)).collect();
        parts.push(("possible".to_owned(), names.join(", ")));
        let list = quoted_list(names.iter().copied(), "or");
        finding = finding.note(match names.as_slice() {
            [_one] => format!("whatever they are, it will be {list}"),
            _several => format!("it will be {list}"),
        });
    }
    let mut values: Vec<String> = Vec::new();
    for name in missing {
        // Values that follow from other declarations are written there.
        let value = match name.as_str() {
            "connectors.rating" if app.connectors.is_some() => "a rating of each of its connectors".to_owned(),
            name if derived::is_derived(name) => format!("`{} = …`", name.split('.').next().unwrap_or(name)),
            name => format!("`{name} = …`"),
        };
        if !values.contains(&value) {
            values.push(value);
        }
    }
    finding.help(format!("write {}", list_of(values, "and"))).witness(Witness::new(parts))
}

fn gap(program: &Program, app: &App) -> Diagnostic {
    let symbol = &app.head.symbol;
    let mut finding =
        Diagnostic::new(&RULE, symbol.location, format!("app `{}` has no level: no rule matches it", symbol.name))
            .marked("nothing is required of it")
            .note("what is required of an app follows from its level");
    if let Some(rules) = governance::app_rules(program) {
        finding = finding.label(rules.head.location, "none of these");
    }
    let lowest = governance::level_name(program, 0);
    let parts = app.criteria.iter().map(|value| (value.field.name.to_string(), value.value.shown()));
    finding.help(format!("add a rule for it, or `{lowest} otherwise`")).witness(Witness::new(parts))
}
