//! Generates declarations one by one, as people write them.

use std::fmt::Write as _;

use dictum::catalog::{Catalog, Connector, Kind as Sort};
use dictum::syntax::text_value;

use super::Kind;
use super::numbers::Numbers;
use super::prelude::{REFERENTS, SETS};

/// The number of the catalogue's first connectors that are for sets. The others are for the policies' own lists, so
/// that no connector is in two groups.
const LOW: usize = 400;
/// A tenant has some hundred custom connectors, independent of its number of policies.
const CUSTOM: usize = 500;

/// Writes declarations and counts them.
#[derive(Debug)]
pub struct Writer {
    /// The number of declarations that have been written.
    pub declarations: usize,
    numbers: Numbers,
    /// Blockable prebuilt connectors, in source form.
    connectors: Vec<String>,
    /// The number of declarations of each kind.
    environments: usize,
    groups: usize,
    sets: usize,
    policies: usize,
    known: usize,
    /// The environment group and the Entra group of environments. `None` for those of the prelude.
    division: Option<(usize, usize)>,
    /// The place in a division.
    place: usize,
}

const REGIONS: [&str; 6] = ["europe", "unitedstates", "asia", "germany", "france", "switzerland"];
const TYPES: [&str; 3] = ["production", "sandbox", "developer"];
const CURRENCIES: [&str; 5] = ["EUR", "USD", "CHF", "GBP", "SEK"];
const LANGUAGES: [&str; 4] = ["1033", "1031", "1036", "3082"];
const LEVELS: [&str; 3] = ["trusted", "standard", "elevated"];
const SIGN_IN: [&str; 5] = ["entra", "oauth", "api_key", "basic", "none"];
const AREAS: [&str; 8] =
    ["Finance", "Sales", "Einkauf", "Human Resources", "Plant 7", "Recherche", "Legal & Compliance", "Field Service"];
const REMARKS: [&str; 5] = [
    "agreed with the platform team in the spring review",
    "kept until the merger is through",
    "see the runbook of this area before you change anything here",
    "the works council has seen this",
    "asked for by the area itself, reviewed every year",
];

impl Numbers {
    /// One of `choices`.
    fn pick<'c>(&mut self, choices: &[&'c str]) -> &'c str {
        let index = self.below(choices.len());
        choices.get(index).copied().unwrap_or_default()
    }
}

impl Writer {
    /// A writer with its own sequence of choices.
    pub fn new(seed: u64) -> Self {
        let plain = |connector: &&Connector| connector.kind == Sort::Prebuilt && connector.blockable;
        let connectors = Catalog::builtin().connectors().iter().filter(plain);
        Self {
            declarations: 0,
            numbers: Numbers::new(seed),
            connectors: connectors
                .filter(|connector| !connector.endpoint_filtering)
                .map(|connector| text_value::name(&connector.id).into_owned())
                .collect(),
            environments: 0,
            groups: 0,
            sets: 0,
            policies: 0,
            known: 0,
            division: None,
            place: 0,
        }
    }

    /// Writes the next declaration, or the next one with those that belong to it.
    pub fn step(&mut self, kind: Kind, out: &mut String) {
        match kind {
            Kind::Mix => self.wave(out),
            Kind::Environments => self.environment(out),
            Kind::EnvironmentGroups => self.environment_group(out),
            Kind::Groups => self.group(out),
            Kind::Connectors => self.connector(usize::MAX, out),
            Kind::ConnectorSets => self.set(out),
            Kind::DataPolicies => {
                let _ = writeln!(
                    out,
                    "environment site_{} {{ type = production; region = europe }} // its policy follows",
                    self.environments
                );
                self.environments += 1;
                self.declarations += 1;
                self.policy("site", 1, out);
            }
        }
    }

    /// Writes the next declaration of a division of the tenant: its groups, environments, sets, and their policy. One
    /// at a time, so that a small file contains part of a division.
    fn wave(&mut self, out: &mut String) {
        match self.place {
            0 => {
                self.remark(out);
                self.environment_group(out);
            }
            1 => {
                self.group(out);
                self.division = Some((self.groups - 2, self.groups - 1));
            }
            2..=11 => self.environment(out),
            12 | 13 => self.set(out),
            14 => self.connector(CUSTOM, out),
            _last => self.policy("environment", 10, out),
        }
        self.place = (self.place + 1) % 16;
    }

    fn remark(&mut self, out: &mut String) {
        let remark = self.numbers.pick(&REMARKS);
        match self.numbers.below(3) {
            0 => _ = writeln!(out, "/* {remark};\n   nothing below depends on the order of files */"),
            _ => _ = writeln!(out, "// {remark}"),
        }
    }

    fn doc(&mut self, out: &mut String) {
        if self.numbers.below(3) == 0 {
            let _ = writeln!(out, "/// {} – {}.", self.numbers.pick(&AREAS), self.numbers.pick(&REMARKS));
        }
    }

    fn environment(&mut self, out: &mut String) {
        let index = self.environments;
        self.environments += 1;
        self.declarations += 1;
        self.doc(out);
        let area = self.numbers.pick(&AREAS);
        let sort = self.numbers.pick(&TYPES);
        let _ = writeln!(
            out,
            "environment environment_{index} {{\n  name      = \"{area} – {index}\"\n  type      = {sort}\n  region    = {}",
            self.numbers.pick(&REGIONS)
        );
        if sort != "developer" {
            let _ = match self.division {
                Some((group, access)) => {
                    writeln!(out, "  group     = division_{group}\n  managed   = yes\n  access    = sg_{access}")
                }
                None => writeln!(
                    out,
                    "  group     = estate_{}\n  managed   = yes\n  access    = makers_{}",
                    self.numbers.below(REFERENTS),
                    self.numbers.below(REFERENTS)
                ),
            };
        }
        let _ = writeln!(
            out,
            "  dataverse {{ language = {}; currency = {}; domain = \"contoso-{index}\" }}\n}}\n",
            self.numbers.pick(&LANGUAGES),
            self.numbers.pick(&CURRENCIES)
        );
    }

    fn environment_group(&mut self, out: &mut String) {
        let index = self.groups;
        self.groups += 1;
        self.declarations += 1;
        self.doc(out);
        let _ = writeln!(
            out,
            "environment_group division_{index} {{\n  sharing          = people_only up to {}    // and no security groups\n  solution_checker = {}\n  usage_insights   = on\n  welcome          = \"Read the do's and don'ts of {} before you build.\"\n}}\n",
            self.numbers.below(200) + 1,
            self.numbers.pick(&["off", "warn", "block"]),
            self.numbers.pick(&AREAS)
        );
    }

    fn group(&mut self, out: &mut String) {
        let index = self.groups;
        self.groups += 1;
        self.declarations += 1;
        self.doc(out);
        let _ = writeln!(
            out,
            "group sg_{index} {{ kind = security; name = \"SG {} {index}\" }}",
            self.numbers.pick(&AREAS)
        );
    }

    /// Facts about a connector: first those of the catalogue, then custom ones, at most `limit`.
    fn connector(&mut self, limit: usize, out: &mut String) {
        let index = self.known;
        let Some(own) = index.checked_sub(self.connectors.len()) else {
            self.known += 1;
            self.declarations += 1;
            let name = self.connectors.get(index).cloned().unwrap_or_default();
            let _ = writeln!(
                out,
                "connector {name} {{ authentication = {}; data_leaves_tenant = no; rated = {} because \"contract {index}\"; reviewed = 2026-05-{:02}; review = every 12 months }}",
                self.numbers.pick(&SIGN_IN),
                self.numbers.pick(&LEVELS),
                self.numbers.below(28) + 1
            );
            return;
        };
        if own >= limit {
            return;
        }
        self.known += 1;
        self.declarations += 1;
        self.doc(out);
        let _ = writeln!(
            out,
            "connector own_{own} {{\n  kind               = custom\n  name               = \"Own {own}\"\n  environment        = hub_{}\n  host               = \"https://own-{own}.contoso.com\"\n  authentication     = {}\n  data_leaves_tenant = yes\n  users              = {}\n}}\n",
            self.numbers.below(REFERENTS),
            self.numbers.pick(&SIGN_IN),
            self.numbers.below(5000)
        );
    }

    fn set(&mut self, out: &mut String) {
        let index = self.sets;
        self.sets += 1;
        self.declarations += 1;
        let _ = write!(out, "connectors set_{index} = base_{} + ", self.numbers.below(SETS));
        let start = self.numbers.below(LOW - 12);
        self.list(start, 12, out);
        if self.numbers.below(2) == 0 {
            out.push_str(" - ");
            self.list(start + 3, 2, out);
        }
        out.push('\n');
    }

    /// A list of connectors that are used in sets only.
    pub fn low_connectors(&mut self, count: usize, out: &mut String) {
        let start = self.numbers.below(LOW - count);
        self.list(start, count, out);
    }

    fn list(&self, start: usize, count: usize, out: &mut String) {
        out.push('[');
        for (place, name) in self.connectors.iter().skip(start).take(count).enumerate() {
            // Long lists are split into lines, some of them by line ends only.
            match place {
                0 if count > 12 => out.push_str("\n    "),
                0 => {}
                _ if count > 12 && place % 8 == 0 => out.push_str(",\n    "),
                _ => out.push_str(", "),
            }
            out.push_str(name);
        }
        out.push_str(if count > 12 { ",\n  ]" } else { "]" });
    }

    /// A data policy of about sixty connectors for the `reach` environments declared last.
    fn policy(&mut self, stem: &str, reach: usize, out: &mut String) {
        let index = self.policies;
        self.policies += 1;
        self.declarations += 1;
        let area = self.numbers.pick(&AREAS);
        let _ = write!(
            out,
            "/// {area}: {}.\n/// Everything else is closed.\ndata_policy policy_{index} {{\n  name         = \"{area} – {index}\"\n  applies_to   = only [",
            self.numbers.pick(&REMARKS)
        );
        for place in 0..reach.min(self.environments) {
            let comma = if place == 0 { "" } else { ", " };
            let _ = write!(out, "{comma}{stem}_{}", self.environments - 1 - place);
        }
        let sets = match self.sets {
            sets @ 2.. => format!("set_{} + set_{}", sets - 2, sets - 1),
            _none => format!("base_{}", self.numbers.below(SETS)),
        };
        let high = LOW + self.numbers.below(self.connectors.len() - LOW - 80);
        let _ = write!(out, "]\n  business     = {sets} + [sql] + ");
        self.list(high, 24, out);
        out.push_str("\n  non_business = unblockable + ");
        self.list(high + 24, 24, out);
        out.push_str("\n  blocked      = rest + ");
        self.list(high + 48, 8, out);
        out.push_str("\n\n");
        for place in 0..3 {
            let name = self.connectors.get(high + place * 7).cloned().unwrap_or_default();
            let _ = writeln!(
                out,
                "  connector {name} {{\n    actions {{ block [DeleteItem_V{place}, \"Execute-{index}\", PostItem]; allow rest }}\n  }}"
            );
        }
        let _ = write!(
            out,
            "  connector sql {{\n    actions   {{ block [DeleteItem_V2, ExecuteProcedure_V2]; allow rest }}\n    endpoints {{\n      allow \"contoso-{index}.database.windows.net,*\" // its own server\n      allow \"*.reports.contoso.com,*\"\n      deny  \"*\"\n    }}\n  }}\n\n  custom_connectors {{                  // the first that fits decides\n    \"https://own-{index}.contoso.com/*\" -> business\n    \"https://*.fabrikam.com/*\"     -> non_business\n    \"*\"                          -> ignore\n  }}\n}}\n\n"
        );
    }
}
