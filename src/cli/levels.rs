//! Which findings are shown, at which level: the settings for some files, and `--select` and `--ignore`.

use super::build;
use super::failure::Failure;
use super::project::Project;
use crate::codes;
use crate::config::globs::{concerns, fits, globs};
use crate::config::{self, BAD_SETTING, Config, Levels, PACKS, Pack};
use crate::diagnostics::{Category, Diagnostic, Level, Rule, Safety, closest};
use crate::text::{Source, Sources, Span};

/// Applies the settings of a project to its findings.
pub(super) fn apply(project: &Project, findings: &mut Vec<Diagnostic>) {
    config::globs::apply(&project.config, &project.sources, findings);
}

/// Mistakes in settings that only the list of rules and the files of a project show.
pub(super) fn bad_settings(project: &Project, sources: &Sources) -> Vec<Diagnostic> {
    let config = &project.config;
    let mut findings = bad_rules(config, sources);
    let Some(settings) = sources.iter().next() else { return findings };
    findings.extend(build::bad_targets(config, settings));
    let read = project.sources.iter().map(Source::path);
    let all: Vec<&str> = project.excluded.iter().map(String::as_str).chain(read).collect();
    for (glob, span) in &config.exclude {
        if !all.iter().any(|path| concerns(glob, path)) {
            findings.push(dead(glob, settings, *span, &all));
        }
    }
    for ((glob, span, _), matcher) in config.paths.iter().zip(globs(config)) {
        if !project.sources.iter().any(|source| fits(matcher.as_ref(), source)) {
            findings.push(dead(glob, settings, *span, &all));
        }
    }
    findings
}

/// The finding about a glob that matches no policy file.
fn dead(glob: &str, settings: &Source, span: Span, paths: &[&str]) -> Diagnostic {
    let message = format!("`{glob}` matches no policy file");
    let finding = Diagnostic::new(&BAD_SETTING, settings.locate(span), message);
    // A folder is misspelt as easily as a file, and globs name folders.
    let folders = paths.iter().filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| format!("{folder}/**"));
    let folders: Vec<String> = folders.collect();
    let known = paths.iter().copied().chain(folders.iter().map(String::as_str));
    match closest(glob, known) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("globs start at the folder of this file, as in `old/**`; remove what is no longer there"),
    }
}

/// Settings for unknown rules, and for rules whose level no setting changes.
pub(super) fn bad_rules(config: &Config, sources: &Sources) -> Vec<Diagnostic> {
    let Some(source) = sources.iter().next() else { return Vec::new() };
    let mut findings = Vec::new();
    let unknown = |name: &str, span: Span, categories: bool| {
        let what = if categories { "rule, category or pack" } else { "rule" };
        let finding = Diagnostic::new(&BAD_SETTING, source.locate(span), format!("there is no {what} `{name}`"));
        match (codes::successor(name), codes::closest(name)) {
            (Some(now), _) => finding.help(format!("it is called `{now}` now")),
            (None, Some(near)) => finding.help(format!("did you mean `{near}`?")),
            (None, None) => finding.help("`dictum rules` lists all rules"),
        }
    };
    for (name, (level, span)) in &config.rules {
        match codes::find(name) {
            None => findings.push(unknown(name, *span, false)),
            Some(rule) => findings.extend(fixed_level(rule, *level, source, *span)),
        }
    }
    findings.extend(twice(&config.rules, source));
    for (name, (_, span)) in &config.categories {
        if Category::parse(name).is_none() {
            let words = Category::ALL.into_iter().map(Category::word);
            let message = format!("there is no category `{name}`");
            let finding = Diagnostic::new(&BAD_SETTING, source.locate(*span), message);
            findings.push(match closest(name, words.clone()) {
                Some(near) => finding.did_you_mean(near, source.locate(*span), Safety::Safe),
                None => finding.help(format!("the categories are {}", crate::diagnostics::quoted_list(words, "and"))),
            });
        }
    }
    for (_, _, levels) in &config.paths {
        findings.extend(in_path(levels, source, &unknown));
        findings.extend(twice(levels, source));
    }
    let missing = config.not_waivable.iter().filter(|(name, _)| codes::find(name).is_none());
    findings.extend(missing.map(|(name, span)| unknown(name, *span, false)));
    findings
}

/// The findings about a rule that has a level by its name and by its code: only one of both could hold.
fn twice(levels: &Levels, source: &Source) -> Vec<Diagnostic> {
    let mut named: Vec<(&Rule, &str, Span)> = levels
        .iter()
        .filter_map(|(name, (_, span))| codes::find(name).map(|rule| (rule, name.as_str(), *span)))
        .collect();
    named.sort_by_key(|(_, _, span)| span.start);
    let mut findings = Vec::new();
    for (at, (rule, name, span)) in named.iter().enumerate() {
        if let Some((_, first, place)) = named.iter().take(at).find(|(other, ..)| other == rule) {
            let message = format!("`{name}` and `{first}` are one rule, which has a level already");
            let finding = Diagnostic::new(&BAD_SETTING, source.locate(*span), message);
            findings.push(finding.label(source.locate(*place), "the first level").help("keep one of the lines"));
        }
    }
    findings
}

fn in_path(levels: &Levels, source: &Source, unknown: &impl Fn(&str, Span, bool) -> Diagnostic) -> Vec<Diagnostic> {
    let named = levels.iter().filter(|(name, _)| Category::parse(name).is_none() && config::pack(name).is_none());
    let bad = named.filter_map(|(name, (level, span))| match codes::find(name) {
        None => Some(unknown(name, *span, true)),
        Some(rule) => fixed_level(rule, *level, source, *span),
    });
    bad.collect()
}

/// The finding about a setting that would change the level of an error.
fn fixed_level(rule: &Rule, level: Option<Level>, source: &Source, span: Span) -> Option<Diagnostic> {
    if config::may_change(rule) || level == Some(Level::Error) {
        return None;
    }
    let message = format!("`{}` is an error, and no setting changes that", rule.name);
    Some(
        Diagnostic::new(&BAD_SETTING, source.locate(span), message)
            .note("a policy with this error cannot mean what it says, so nothing could be built from it")
            .help("remove this line"),
    )
}

/// `--select` and `--ignore`. Errors whose level no setting changes are always shown.
pub(super) struct Choice {
    select: Vec<Wanted>,
    ignore: Vec<Wanted>,
}

/// What a word of `--select` selects.
enum Wanted {
    Rule(&'static Rule),
    Category(Category),
    Pack(&'static Pack),
    Codes(String),
}

impl Wanted {
    fn read(word: &str, option: &str) -> Result<Self, Failure> {
        let word = word.trim();
        if let Some(rule) = codes::find(word) {
            if option == "--ignore" && !config::may_change(rule) {
                let message = format!("`{}` is an error, and nothing switches it off", rule.name);
                return Err(Failure::new(message).help("fix what it finds"));
            }
            return Ok(Self::Rule(rule));
        }
        if let Some(category) = Category::parse(&word.to_ascii_lowercase()) {
            return Ok(Self::Category(category));
        }
        if let Some(pack) = config::pack(&word.to_ascii_lowercase()) {
            return Ok(Self::Pack(pack));
        }
        let code = word.to_ascii_uppercase();
        let is_code = code.len() > 1 && codes::all().iter().any(|rule| rule.code.to_string().starts_with(&code));
        if is_code {
            return Ok(Self::Codes(code));
        }
        let failure = Failure::new(format!("`{option}` names `{word}`, and there is no such rule, category or pack"));
        if let Some(now) = codes::successor(word) {
            return Err(failure.help(format!("it is called `{now}` now")));
        }
        let names = codes::all().into_iter().map(|rule| rule.name).chain(Category::ALL.into_iter().map(Category::word));
        let names = names.chain(PACKS.iter().map(|pack| pack.name));
        Err(match closest(word, names) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help("`dictum rules` lists all rules"),
        })
    }

    fn holds(&self, rule: &Rule) -> bool {
        match self {
            Self::Rule(wanted) => *wanted == rule,
            Self::Category(category) => *category == rule.category(),
            Self::Pack(pack) => (pack.holds)(rule),
            Self::Codes(code) => rule.code.to_string().starts_with(code.as_str()),
        }
    }
}

impl Choice {
    pub(super) fn read(select: &[String], ignore: &[String]) -> Result<Self, Failure> {
        let read = |words: &[String], option: &str| -> Result<Vec<Wanted>, Failure> {
            words.iter().map(|word| Wanted::read(word, option)).collect()
        };
        Ok(Self { select: read(select, "--select")?, ignore: read(ignore, "--ignore")? })
    }

    pub(super) fn shows(&self, finding: &Diagnostic) -> bool {
        let named = |wanted: &[Wanted]| wanted.iter().any(|wanted| wanted.holds(finding.rule));
        !config::may_change(finding.rule) || (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}
