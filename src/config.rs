//! `dictum.toml` as a value.
//!
//! Every key is described once in [`KEYS`]: checking, suggestions and `dictum config` come from there.
//! Unknown keys are errors, since a misspelt setting would silently leave the default in force.

pub mod globs;

use indexmap::IndexMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Diagnostic, Level, Rule, Safety, closest, quoted_list};
use crate::text::{Source, Span};

crate::declare_rule! {
    /// ## What it does
    /// Finds settings in `dictum.toml` that Dictum does not know or cannot take.
    ///
    /// ## Why is this bad?
    /// A misspelt setting would silently leave the default in force.
    ///
    /// The examples of this page are settings, not policies, so they are in the test suite. Bad:
    /// `[lint]` with `fail_levle = "error"`; good: `fail_level = "error"`.
    pub BAD_SETTING = 11 "bad-setting" Error "a setting is not known or has a wrong value" fixable;
}

/// Levels by the name or code of a rule, or by the name of a category; `None` switches off. Each has the place of its
/// name.
pub type Levels = IndexMap<String, (Option<Level>, Span)>;

/// The settings of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The project's name, from which ids are derived.
    pub name: String,
    /// The versions of Dictum that it works with; any if `None`.
    pub requires: Option<String>,
    /// Globs of policy files that are not part of the project, relative to the folder of the settings.
    pub exclude: Vec<(String, Span)>,
    /// The file with the project's catalogue; the built-in one if `None`.
    pub connectors: Option<String>,
    /// The age in days at which a catalogue is old; `None` if the project does not say.
    pub max_age: Option<u32>,
    /// Findings of this level or above make the run fail.
    pub fail_level: Level,
    /// Levels of single rules by name or code; `None` switches a rule off.
    pub rules: Levels,
    /// The rule packs that are on; `None` if the settings do not say, and then all rules are on.
    pub packs: Option<Vec<String>>,
    /// Levels of whole packs, which levels of categories override; `None` switches a pack off.
    pub pack_levels: Levels,
    /// Levels of whole categories, which levels of single rules override.
    pub categories: Levels,
    /// Levels in some files only: a glob relative to the folder of the settings, and levels of rules and categories
    /// there. They override the other levels, and later globs override earlier ones.
    pub paths: Vec<(String, Span, Levels)>,
    /// Rules that no waiver accepts, by name or code.
    pub not_waivable: Vec<(String, Span)>,
    /// The folder that bundles are written to.
    pub out: String,
    /// The targets to build.
    pub targets: Vec<(String, Span)>,
    /// The file with the ids of the tenant.
    pub bindings: Option<String>,
    /// The generation of the data-policy interface that requests are written for.
    pub api: String,
    /// Whether requests list every connector that falls into the group of `rest`.
    pub list_rest: bool,
    /// The place of the key of each value; absent for defaults.
    pub origins: IndexMap<&'static str, Span>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            name: "policies".to_owned(),
            requires: None,
            exclude: Vec::new(),
            max_age: None,
            connectors: None,
            fail_level: Level::Error,
            packs: None,
            pack_levels: IndexMap::new(),
            rules: IndexMap::new(),
            categories: IndexMap::new(),
            paths: Vec::new(),
            not_waivable: Vec::new(),
            out: "dist".to_owned(),
            targets: vec![("bundle".to_owned(), Span::default())],
            bindings: None,
            api: "v2".to_owned(),
            list_rest: false,
            origins: IndexMap::new(),
        }
    }
}

/// A setting: its path and its purpose.
#[derive(Debug)]
pub struct Key {
    /// `section.key`
    pub path: &'static str,
    /// Its purpose.
    pub doc: &'static str,
}

/// A set of rules that is switched on or off as a whole.
#[derive(Debug)]
pub struct Pack {
    /// Its name.
    pub name: &'static str,
    /// Whether a rule belongs to it.
    pub holds: fn(&Rule) -> bool,
}

/// Every pack. The names of packs, categories and rules differ.
pub const PACKS: &[Pack] = &[
    Pack { name: "recommended", holds: |_| true },
    // Rules name the controls that they check: those of CISA's baseline are MS.POWERPLATFORM.…
    Pack {
        name: "cisa-scuba",
        holds: |rule| rule.controls.iter().any(|control| control.starts_with("MS.POWERPLATFORM.")),
    },
];

/// The pack with this name.
pub fn pack(name: &str) -> Option<&'static Pack> {
    PACKS.iter().find(|pack| pack.name == name)
}

/// Every setting.
pub const KEYS: &[Key] = &[
    Key { path: "project.name", doc: "The project's name, from which ids of new objects are derived." },
    Key { path: "project.edition", doc: "The edition of the language; 2026 is the first." },
    Key { path: "project.requires", doc: "The versions of Dictum that the project works with, such as `>=0.1`." },
    Key {
        path: "project.exclude",
        doc: "Globs of policy files that are not part of the project, from the folder of this file. They also apply to files named one by one and to standard input.",
    },
    Key { path: "catalog.connectors", doc: "`builtin`, or a file: a tenant's own list of connectors." },
    Key {
        path: "catalog.max_age",
        doc: "After how many days a catalogue is old, 180 by default: `dictum check` then says so.",
    },
    Key {
        path: "lint.fail_level",
        doc: "Findings of this level or above make the run fail: `error`, `warning`, `info`.",
    },
    Key {
        path: "lint.packs",
        doc: "The rule packs that are on, or levels of whole packs: `recommended` contains every rule, `cisa-scuba` those that a control of CISA's baseline asks for. Errors keep their level.",
    },
    Key { path: "lint.rules", doc: "Levels of single rules by name or code; `off` switches a rule off." },
    Key {
        path: "lint.categories",
        doc: "Levels of whole categories, such as `hygiene`; they override those of packs, and levels of single rules override them. Errors keep their level.",
    },
    Key {
        path: "lint.paths",
        doc: "Levels in some files: a glob from the folder of this file, and levels of rules, categories or packs there.",
    },
    Key { path: "lint.not_waivable", doc: "Rules whose findings no waiver accepts, by name or code." },
    Key { path: "build.out", doc: "The folder that bundles are written to." },
    Key {
        path: "build.targets",
        doc: "What is built: `bundle`, `power-platform`, `sql`, `dataverse`, `terraform`, `entra`.",
    },
    Key { path: "build.bindings", doc: "The file with the ids of the tenant." },
    Key { path: "build.api", doc: "The generation of the data-policy interface: `v2`, `v1`." },
    Key { path: "build.list_rest", doc: "Whether requests list every connector that falls under `rest`." },
];

/// Reads `dictum.toml`. Invalid settings are reported, and their default applies.
pub fn read(source: &Source) -> (Config, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(source.text());
    let mut reader = Reader { source, config: Config::default(), findings: Vec::new() };
    for error in errors {
        let span = error.span().map_or(Span::at(0), |range| Span::of(range.start, range.end));
        reader.report(span, error.message().to_owned(), "see toml.io for the form of this file");
    }
    for (section, value) in table.get_ref() {
        reader.section(section, value);
    }
    (reader.config, reader.findings)
}

struct Reader<'s> {
    source: &'s Source,
    config: Config,
    findings: Vec<Diagnostic>,
}

fn span_of<T>(value: &Spanned<T>) -> Span {
    let range = value.span();
    Span::of(range.start, range.end)
}

impl Reader<'_> {
    fn report(&mut self, span: Span, message: String, help: impl Into<String>) {
        self.findings.push(Diagnostic::new(&BAD_SETTING, self.source.locate(span), message).help(help));
    }

    fn unknown(&mut self, span: Span, name: &str, what: &str, known: &[&str]) {
        let location = self.source.locate(span);
        let finding = Diagnostic::new(&BAD_SETTING, location, format!("there is no {what} `{name}`"));
        self.findings.push(match closest(name, known.iter().copied()) {
            Some(near) => finding.did_you_mean(near, location, Safety::Safe),
            None => finding.help(format!("there are {}", quoted_list(known.iter().copied(), "and"))),
        });
    }

    fn section(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let section = name.get_ref().as_ref();
        let known = ["project", "catalog", "lint", "build"];
        if !known.contains(&section) {
            self.unknown(span_of(name), section, "section", &known);
            return;
        }
        let Some(table) = value.get_ref().as_table() else {
            self.report(span_of(name), format!("`{section}` is a section"), format!("write `[{section}]`"));
            return;
        };
        for (key, value) in table {
            let path = format!("{section}.{}", key.get_ref());
            match KEYS.iter().find(|known| known.path == path) {
                Some(known) => {
                    self.config.origins.insert(known.path, span_of(key));
                    self.value(known.path, value);
                }
                None => {
                    let prefix = format!("{section}.");
                    let keys: Vec<&str> =
                        KEYS.iter().filter_map(|key| key.path.strip_prefix(prefix.as_str())).collect();
                    let what = format!("setting in `[{section}]` named");
                    match KEYS
                        .iter()
                        .filter_map(|known| known.path.split_once('.'))
                        .find(|(_, name)| name == key.get_ref())
                    {
                        Some((home, name)) => {
                            let message = format!("there is no {what} `{name}`");
                            self.report(span_of(key), message, format!("it is a setting of `[{home}]`"));
                        }
                        None => self.unknown(span_of(key), key.get_ref(), &what, &keys),
                    }
                }
            }
        }
    }

    fn value(&mut self, path: &'static str, value: &Spanned<DeValue<'_>>) {
        match path {
            "project.name" => self.text(path, value, |config, text| config.name = text),
            "project.edition" => {
                if value.get_ref().as_integer().is_none_or(|number| number.as_str() != "2026") {
                    self.report(span_of(value), "this edition is not known".to_owned(), "write `edition = 2026`");
                }
            }
            "project.requires" => self.requires(value),
            "project.exclude" => {
                let globs = self.list(path, value);
                self.config.exclude = globs;
            }
            "catalog.connectors" => self.text(path, value, |config, text| {
                config.connectors = Some(text).filter(|text| text != "builtin");
            }),
            "catalog.max_age" => {
                let days = value.get_ref().as_integer().and_then(|number| number.as_str().parse::<u32>().ok());
                match days.filter(|days| *days > 0) {
                    Some(days) => self.config.max_age = Some(days),
                    None => self.report(
                        span_of(value),
                        "`catalog.max_age` is a whole number of days".to_owned(),
                        "write `max_age = 180`",
                    ),
                }
            }
            "lint.fail_level" => {
                let level = value.get_ref().as_str().and_then(Level::parse);
                match level {
                    Some(level) => self.config.fail_level = level,
                    None => self.choice(path, value, &["error", "warning", "info"]),
                }
            }
            "lint.packs" => self.packs(value),
            "lint.rules" => {
                let levels = self.levels(path, value);
                self.config.rules = levels;
            }
            "lint.categories" => {
                let levels = self.levels(path, value);
                self.config.categories = levels;
            }
            "lint.paths" => self.paths(value),
            "lint.not_waivable" => {
                let rules = self.list(path, value);
                self.config.not_waivable = rules;
            }
            "build.out" => self.text(path, value, |config, text| config.out = text),
            "build.targets" => {
                let targets = self.list(path, value);
                self.config.targets = targets;
            }
            "build.bindings" => self.text(path, value, |config, text| config.bindings = Some(text)),
            "build.api" => match value.get_ref().as_str() {
                Some(api @ ("v1" | "v2")) => api.clone_into(&mut self.config.api),
                _other => self.choice(path, value, &["v2", "v1"]),
            },
            _list_rest => match value.get_ref().as_bool() {
                Some(value) => self.config.list_rest = value,
                None => self.choice(path, value, &["true", "false"]),
            },
        }
    }

    fn text(&mut self, path: &str, value: &Spanned<DeValue<'_>>, set: impl FnOnce(&mut Config, String)) {
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => set(&mut self.config, text.to_owned()),
            Some(_) => self.report(span_of(value), format!("`{path}` is empty"), "write a text, or remove the line"),
            None => self.report(span_of(value), format!("`{path}` is a text"), "write it in quotes"),
        }
    }

    fn choice(&mut self, path: &str, value: &Spanned<DeValue<'_>>, choices: &[&str]) {
        let written = value.get_ref().as_str();
        let message = match written {
            Some(word) => format!("`{path}` has no value `{word}`"),
            None => format!("`{path}` has none of its values"),
        };
        let near = written.and_then(|word| closest(word, choices.iter().copied()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", quoted_list(choices.iter().copied(), "or")),
        };
        self.report(span_of(value), message, help);
    }

    fn list(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Vec<(String, Span)> {
        let Some(items) = value.get_ref().as_array() else {
            self.report(span_of(value), format!("`{path}` is a list"), "write `[\"…\"]`");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.to_owned(), span_of(item))),
                None => self.report(span_of(item), format!("`{path}` is a list of texts"), "write it in quotes"),
            }
        }
        texts
    }

    /// A list of packs, or a table of their levels.
    fn packs(&mut self, value: &Spanned<DeValue<'_>>) {
        let names: Vec<&str> = PACKS.iter().map(|pack| pack.name).collect();
        if value.get_ref().as_table().is_some() {
            let levels = self.levels("lint.packs", value);
            for (name, (_, span)) in &levels {
                if pack(name).is_none() {
                    self.unknown(*span, name, "rule pack", &names);
                }
            }
            self.config.pack_levels = levels;
            return;
        }
        let listed = self.list("lint.packs", value);
        for (name, span) in &listed {
            if pack(name).is_none() {
                // The fix replaces the text inside the quotes.
                self.unknown(Span::new(span.start + 1, span.end.saturating_sub(1)), name, "rule pack", &names);
            }
        }
        self.config.packs = Some(listed.into_iter().map(|(name, _)| name).collect());
    }

    fn levels(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Levels {
        let mut levels = Levels::new();
        let Some(table) = value.get_ref().as_table() else {
            self.report(span_of(value), format!("`{path}` is a section"), format!("write `[{path}]`"));
            return levels;
        };
        for (rule, level) in table {
            let word = level.get_ref().as_str().unwrap_or_default();
            match (Level::parse(word), word) {
                (Some(level), _) => _ = levels.insert(rule.get_ref().to_string(), (Some(level), span_of(rule))),
                (None, "off") => _ = levels.insert(rule.get_ref().to_string(), (None, span_of(rule))),
                _other => self.choice(rule.get_ref(), level, &["error", "warning", "info", "off"]),
            }
        }
        levels
    }

    fn paths(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            self.report(span_of(value), "`lint.paths` is a section".to_owned(), "write `[lint.paths.\"old/**\"]`");
            return;
        };
        for (glob, levels) in table {
            let levels = self.levels("lint.paths", levels);
            self.config.paths.push((glob.get_ref().to_string(), span_of(glob), levels));
        }
    }

    fn requires(&mut self, value: &Spanned<DeValue<'_>>) {
        let wanted = value.get_ref().as_str().unwrap_or_default();
        let version =
            |text: &str| -> Option<Vec<u64>> { text.trim().split('.').map(|part| part.parse().ok()).collect() };
        let own = version(env!("CARGO_PKG_VERSION")).unwrap_or_default();
        match wanted.strip_prefix(">=").and_then(version) {
            Some(least) if own >= least => self.config.requires = Some(wanted.to_owned()),
            Some(_) => self.report(
                span_of(value),
                format!("the project requires Dictum {wanted}, this is {}", env!("CARGO_PKG_VERSION")),
                "install a newer Dictum",
            ),
            None => self.report(
                span_of(value),
                "`project.requires` is not a version".to_owned(),
                "write `\">=0.1\"`: the least version that the project works with",
            ),
        }
    }
}

/// Whether settings may change the level of a rule. Most errors are fixed: an error says that a policy cannot mean what
/// it says, and no setting changes that. `undecided-rules` is an error only by default: the policy may be sound.
pub fn may_change(rule: &Rule) -> bool {
    rule.level != Level::Error || rule.name == "undecided-rules"
}

/// Whether any setting affects findings.
pub fn changes_findings(config: &Config) -> bool {
    let plain = config.rules.is_empty() && config.categories.is_empty() && config.paths.is_empty();
    !plain || config.packs.is_some() || !config.pack_levels.is_empty()
}

/// Applies the settings to findings: changes levels, and removes findings of rules that are off. `inside` says whether
/// a finding is in a file of the glob with that index.
pub fn apply(config: &Config, diagnostics: &mut Vec<Diagnostic>, inside: impl Fn(usize, &Diagnostic) -> bool) {
    if !changes_findings(config) {
        return;
    }
    diagnostics.retain_mut(|diagnostic| {
        if !may_change(diagnostic.rule) {
            return true;
        }
        let mut level = of_packs(config, diagnostic.rule);
        level = of_category(&config.categories, diagnostic.rule).or(level);
        level = of_rule(&config.rules, diagnostic.rule).or(level);
        for (number, (_, _, levels)) in config.paths.iter().enumerate() {
            let here = of_rule(levels, diagnostic.rule).or_else(|| of_category(levels, diagnostic.rule));
            let here = here.or_else(|| of_pack(levels, diagnostic.rule));
            if here.is_some() && inside(number, diagnostic) {
                level = here;
            }
        }
        match level {
            Some(None) => false,
            Some(Some(level)) => {
                diagnostic.level = level;
                true
            }
            None => true,
        }
    });
}

#[expect(clippy::option_option, reason = "no setting, off, or a level")]
fn of_rule(levels: &Levels, rule: &Rule) -> Option<Option<Level>> {
    let named = levels
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(rule.name) || name.eq_ignore_ascii_case(&rule.code.to_string()));
    named.map(|(_, (level, _))| *level)
}

#[expect(clippy::option_option, reason = "no setting, off, or a level")]
fn of_category(levels: &Levels, rule: &Rule) -> Option<Option<Level>> {
    levels.get(rule.category().word()).map(|(level, _)| *level)
}

/// The result of the list of packs and their levels for a rule. If two packs have levels, the later one in the settings
/// counts.
#[expect(clippy::option_option, reason = "no setting, off, or a level")]
fn of_packs(config: &Config, rule: &Rule) -> Option<Option<Level>> {
    let is_in = |name: &String| pack(name).is_some_and(|pack| (pack.holds)(rule));
    match &config.packs {
        Some(packs) if !packs.iter().any(is_in) => Some(None),
        _on => of_pack(&config.pack_levels, rule),
    }
}

#[expect(clippy::option_option, reason = "no setting, off, or a level")]
fn of_pack(levels: &Levels, rule: &Rule) -> Option<Option<Level>> {
    let holds = |name: &String| pack(name).is_some_and(|pack| (pack.holds)(rule));
    levels.iter().rfind(|(name, _)| holds(name)).map(|(_, (level, _))| *level)
}
