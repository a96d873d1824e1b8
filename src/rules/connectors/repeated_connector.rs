//! Connectors named twice in one set.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Edit, Fix, Safety};
use crate::model::ConnectorId;
use crate::model::program::{DataGroup, Program, SetExpression};
use crate::rules::shared::words::{counted, some_of};
use crate::text::{Location, Span};

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors that the lists of one group, or of one named set, name more than once.
    ///
    /// ## Why is this bad?
    /// The repetition has no effect. Often another connector was meant. And if one of the two is taken out later, the
    /// connector is still in the group.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql, teams, sql]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql, teams]
    ///   non_business = rest
    /// }
    /// ```
    pub RULE = 3107 "repeated-connector" Warning "a connector is named twice" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for set in &program.connector_sets {
        let whole = || format!("connector set `{}`", set.head.symbol.name);
        findings.extend(judge(program, &set.expression, whole));
    }
    for list in &program.allow_lists {
        let whole = || format!("`allows` of connector allow-list `{}`", list.head.symbol.name);
        findings.extend(list.allows.as_ref().and_then(|clause| judge(program, &clause.expression, whole)));
    }
    for policy in &program.policies {
        for (group, clause) in DataGroup::ALL.into_iter().zip(&policy.groups) {
            if let Some(expression) = &clause.expression {
                let whole = || format!("`{}` of data policy `{}`", group.word(), policy.head.symbol.name);
                findings.extend(judge(program, expression, whole));
            }
        }
    }
}

fn judge(program: &Program, expression: &SetExpression, whole: impl Fn() -> String) -> Option<Diagnostic> {
    let repetitions = expression.repetitions();
    let (connector, first, second) = repetitions.first()?;
    let whole = whole();
    let mut connectors: Vec<ConnectorId> = repetitions.iter().map(|(connector, ..)| *connector).collect();
    connectors.dedup();
    let names: Vec<&str> = connectors.iter().map(|connector| program.universe.name(*connector)).collect();
    let message = match names.as_slice() {
        [only] => format!("{whole} names `{only}` twice"),
        several => format!("{whole} names {} twice", counted(several.len(), "connector")),
    };
    let mut finding = Diagnostic::new(&RULE, *second, message)
        .marked(format!("`{}` again", program.universe.name(*connector)))
        .label(*first, "first named here")
        .about(repetitions.iter().map(|(id, _, again)| (program.universe.name(*id), *again)))
        .note("once is enough; often another connector was meant")
        .help("remove it here, or write the connector that was meant");
    if names.len() > 1 {
        finding = finding.note(format!("they are {}", some_of(&names, 8)));
    }
    let mut again: Vec<Location> = repetitions.iter().map(|(_, _, again)| *again).collect();
    again.sort_unstable();
    if let Some(edits) = removals(expression, &again) {
        let title = match names.as_slice() {
            [only] => format!("remove the second `{only}`"),
            _several => format!("remove {}", counted(again.len(), "repetition")),
        };
        finding = finding.fix(Fix { title, safety: Safety::Safe, edits });
    }
    Some(finding)
}

/// The edits that remove these elements, in reading order, from their lists, each with the comma next to it. `None`
/// if a comment may be next to one.
fn removals(expression: &SetExpression, again: &[Location]) -> Option<Vec<Edit>> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut provable = true;
    expression.each_part(&mut |part| {
        let SetExpression::List(elements, list) = part else { return };
        let spans: Vec<Span> = elements.iter().map(|element| element.span).collect();
        for (index, span) in spans.iter().enumerate() {
            if again.binary_search(&Location::new(list.file, *span)).is_err() {
                continue;
            }
            let before = index.checked_sub(1).and_then(|before| spans.get(before));
            match removal(*span, before, spans.get(index + 1)) {
                Some(removal) => {
                    edits.push(Edit { location: Location::new(list.file, removal), replacement: String::new() });
                }
                None => provable = false,
            }
        }
    });
    edits.sort_by_key(|edit| edit.location);
    let overlap = edits.windows(2).any(|pair| match pair {
        [one, other] => one.location.file == other.location.file && one.location.span.end > other.location.span.start,
        _single => false,
    });
    (provable && !overlap && edits.len() == again.len()).then_some(edits)
}

/// The span to delete for one element. A gap of at most two bytes contains a comma and a space, never a comment.
fn removal(own: Span, before: Option<&Span>, after: Option<&Span>) -> Option<Span> {
    const COMMA: u32 = 2;
    if let Some(before) = before.filter(|before| own.start.saturating_sub(before.end) <= COMMA) {
        return Some(Span::new(before.end, own.end));
    }
    match after {
        // A list may end with a comma.
        None => Some(own),
        Some(after) if after.start.saturating_sub(own.end) <= COMMA => Some(Span::new(own.start, after.start)),
        Some(_) => None,
    }
}
