//! `docs/rules`: one page for each rule, and the list of all.

use std::fmt::Write as _;

use dictum::codes;
use dictum::diagnostics::Rule;

use super::{cell, note};

pub(super) fn pages() -> Vec<(String, String)> {
    let page = |rule: &&Rule| {
        let text = format!("{}\n{}", note("the rule's own page"), codes::page(rule));
        (format!("docs/rules/{}.md", rule.name), text)
    };
    let rules = codes::all();
    let mut pages: Vec<(String, String)> = rules.iter().map(page).collect();
    pages.push(("docs/rules/README.md".to_owned(), index(&rules)));
    pages
}

fn index(rules: &[&Rule]) -> String {
    let mut text = note("the list of all rules");
    text.push_str(
        "\n# Rules\n\n\
        Everything Dictum can find. `dictum explain CODE` shows a rule's page in the terminal. The level of a warning\n\
        or info can be changed, or the rule switched off, in `[lint.rules]` of [`dictum.toml`](../settings.md); an\n\
        error says that the policy cannot mean what it says, or that the platform would refuse it, so no setting\n\
        changes it. Warnings and infos rest on the whole program: they are looked for once it has no errors.\n",
    );
    let mut category = "";
    for rule in rules {
        if rule.category().word() != category {
            category = rule.category().word();
            let mut title = category.to_owned();
            title.get_mut(..1).expect("a word").make_ascii_uppercase();
            let _ =
                write!(text, "\n## {title}\n\n| code | name | level | fix | finds that … |\n|---|---|---|---|---|\n");
        }
        let fix = if rule.fixable { "yes" } else { "" };
        let _ = writeln!(
            text,
            "| {} | [{name}]({name}.md) | {} | {fix} | {} |",
            rule.code,
            rule.level.word(),
            cell(rule.summary),
            name = rule.name,
        );
    }
    text
}
