//! One request of the administration interfaces: its subject, the check before it, and its entry in a plan.

use super::administration_body::Body;
use super::allow_lists;
use super::group_rules;
use crate::emit::json::Json;
use crate::emit::tenants::{self, Members};
use crate::model::bindings::TENANT;

/// The path of environments and settings.
pub(super) const PLATFORM: &str = "/providers/Microsoft.BusinessAppPlatform";
/// The version of the interface for environments and settings (`BAP_API_VERSION`).
pub(super) const VERSION: &str = "2023-06-01";

/// The subject of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Environment,
    EnvironmentGroup,
    Tenant,
}

impl Subject {
    /// The member of the plan that names the declaration.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::EnvironmentGroup => "environmentGroup",
            Self::Tenant => "tenant",
        }
    }

    /// The member of a bindings file that has the ids of the kind.
    const fn bindings(self) -> &'static str {
        match self {
            Self::Environment => "environments",
            Self::EnvironmentGroup => "environment_groups",
            Self::Tenant => TENANT,
        }
    }

    /// The parameter in braces for the id until a response gives it.
    pub(super) const fn parameter(self) -> &'static str {
        match self {
            Self::Environment => "environmentId",
            Self::EnvironmentGroup => "environmentGroupId",
            Self::Tenant => "tenantId",
        }
    }

    /// The member of a response that has the id.
    pub(super) const fn id_member(self) -> &'static str {
        match self {
            Self::Environment => "name",
            Self::EnvironmentGroup => "id",
            Self::Tenant => "tenantId",
        }
    }
}

/// The check before a request is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Whether there is one with this name; then the request is not sent.
    Name(String),
    /// Whether the state has the members of the body already; then the request is not sent.
    State { method: &'static str, path: String, version: Option<&'static str>, expects: Option<Members> },
    /// The current state: the body is merged into it, and the whole is sent if that changes anything.
    Whole { path: String, version: &'static str, merge: Merge },
}

/// How a body is merged into the current state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Merge {
    /// The rules of a group. The values with these ids are added only where there are none.
    Rules(Vec<&'static str>),
    /// The settings of a managed environment.
    Settings,
}

impl Merge {
    fn write(&self, json: &mut Json<'_>, path: &str) {
        let (base, needs, keep, found, only) = match self {
            Self::Rules(keep) => ("/value/0", None, keep.as_slice(), ("PUT", group_rules::FOUND), Some("/value")),
            Self::Settings => {
                const AT: &str = "/properties/governanceConfiguration";
                (
                    AT,
                    Some("/properties/governanceConfiguration/settings/extendedSettings"),
                    &[][..],
                    ("POST", path),
                    None,
                )
            }
        };
        json.object(|json| {
            json.key("base").string(base);
            json.key("found").object(|json| {
                json.key("method").string(found.0);
                json.key("path").string(found.1);
            });
            json.key("keep").strings(keep.iter().copied());
            json.key("needs").optional(needs);
            json.key("only").optional(only);
        });
    }
}

/// A request.
pub(super) struct Request<'a> {
    pub(super) subject: Subject,
    pub(super) symbol: &'a str,
    /// Its index among all requests, from 1.
    pub(super) order: usize,
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) version: Option<&'static str>,
    /// Its file in the folder of the target.
    pub(super) file: String,
    /// The request whose response gives an id that path or body needs.
    pub(super) awaits: Option<(Subject, usize)>,
    pub(super) ask: Ask,
    pub(super) body: Body,
}

impl Request<'_> {
    /// Whether it creates something whose id the platform chooses.
    pub(super) const fn creates(&self) -> bool {
        matches!(self.ask, Ask::Name(_))
    }

    /// Writes the request as a document.
    pub(super) fn write(&self, json: &mut Json<'_>, schema: &str) {
        json.object(|json| {
            json.key("$schema").string(&format!("../../{schema}"));
            if let Some(version) = self.version {
                json.key("apiVersion").string(version);
            }
            self.body.write(json.key("body"));
            json.key("method").string(self.method);
            json.key("order").number(self.order);
            json.key("path").string(&self.path);
        });
    }

    /// Writes the check that prevents a duplicate in a second run: whether there is one with that name. If there is,
    /// nothing is sent, since an equal name does not show that it is the one to change.
    pub(super) fn lookup(&self, json: &mut Json<'_>) {
        let Ask::Name(name) = &self.ask else { return };
        let (path, version, name_at) = match self.subject {
            Subject::Environment => {
                (format!("{PLATFORM}/scopes/admin/environments"), VERSION, "/properties/displayName")
            }
            Subject::EnvironmentGroup | Subject::Tenant => {
                ("/environmentmanagement/environmentGroups".to_owned(), allow_lists::API_VERSION, "/displayName")
            }
        };
        json.object(|json| {
            json.key("apiVersion").string(version);
            json.key("bind").object(|json| {
                json.key("kind").string(self.subject.bindings());
                json.key("symbol").string(self.symbol);
            });
            json.key("displayName").string(name);
            let member = |json: &mut Json<'_>, key: &str| json.key(key).string(self.symbol);
            if self.subject == Subject::Environment {
                member(json, "environment");
            } else {
                member(json, "environmentGroup");
            }
            json.key("found").null();
            json.key("idAt").string(&format!("/{}", self.subject.id_member()));
            json.key("items").string("/value");
            json.key("method").string("GET");
            json.key("nameAt").string(name_at);
            json.key("path").string(&path);
            json.key("request").number(self.order);
        });
    }

    /// Writes the check that prevents a request without an effect.
    pub(super) fn check(&self, json: &mut Json<'_>) {
        let none = None;
        let (method, path, version, expects, merge) = match &self.ask {
            Ask::Name(_) => return,
            Ask::State { method, path, version, expects } => (*method, path, *version, expects, None),
            Ask::Whole { path, version, merge } => ("GET", path, Some(*version), &none, Some(merge)),
        };
        json.object(|json| {
            json.key("apiVersion").optional(version);
            match expects {
                Some(members) => json.key("expects").object(|json| tenants::write_members(json, members, 0)),
                None => json.key("expects").null(),
            }
            match merge {
                Some(merge) => merge.write(json.key("merge"), &self.path),
                None => json.key("merge").null(),
            }
            json.key("method").string(method);
            json.key("path").string(path);
            json.key("request").number(self.order);
        });
    }

    /// Writes its entry in the plan.
    pub(super) fn planned(&self, json: &mut Json<'_>) {
        json.object(|json| {
            if let Some(version) = self.version {
                json.key("apiVersion").string(version);
            }
            match self.awaits {
                Some((subject, order)) => json.key("awaits").object(|json| {
                    json.key("field").string(subject.id_member());
                    json.key("parameter").string(subject.parameter());
                    json.key("request").number(order);
                }),
                None => json.key("awaits").null(),
            }
            let tail = self.subject == Subject::Tenant;
            if !tail {
                json.key(self.subject.key()).string(self.symbol);
            }
            json.key("file").string(&self.file);
            json.key("method").string(self.method);
            json.key("order").number(self.order);
            json.key("path").string(&self.path);
            if tail {
                json.key("tenant").string(self.symbol);
            }
        });
    }
}
