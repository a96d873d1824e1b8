//! The bundle as a whole: its lists, one for each kind of declarations, and what is said of all.

use serde_json::{Value, json};

use super::connectors::Listed;
use super::effective::Combined;
use super::form::{Context, Data, Declarations, Each, Form, Items, Members, Named, Schemas, Within};
use super::rules::Ruled;
use super::values::Fields;
use crate::catalog::Catalog;
use crate::emit::form::BUNDLE_SCHEMA;
use crate::emit::job::SCHEMA_VERSION;
use crate::emit::json::Json;
use crate::model::Program;
use crate::model::kinds::DeclarationKind as Kind;

impl Form for &Program {
    const FORM: Named = Named("bundle", "");
    const DOC: &'static str = "The normal form of a governance program for Microsoft Power Platform: names resolved, sets sorted, defaults written out. The document is canonical JSON (RFC 8785) on one line without a line end. What is not given is null. Lists are sorted by Unicode code points unless said otherwise. It holds no time, no machine and no secret.";
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("$schema", "The path of this schema, relative to the bundle.", [BUNDLE_SCHEMA]), |_, _| {
            BUNDLE_SCHEMA
        });
        list(to, Kind::App);
        list(to, Kind::BusinessUnits);
        to.value(
            ("catalog", "The connector catalogue that conditions, `all` and `rest` were answered from."),
            |_, context| context.program().universe.catalog(),
        );
        list(to, Kind::ColumnSecurity);
        list(to, Kind::AllowList);
        list(to, Kind::Connector);
        list(to, Kind::Control);
        list(to, Kind::Criteria);
        list(to, Kind::DataPolicy);
        list(to, Kind::Duties);
        let doc = "The combined effect of all data policies and connector allow-lists, for each class of environments to which the same policies apply. Classes are in the order of their first environment.";
        to.value(("effective", doc), |_, context| {
            Each(context.job.effective.classes.iter().map(|class| Combined::of(class, context)))
        });
        list(to, Kind::EnvironmentGroup);
        list(to, Kind::Environment);
        list(to, Kind::ExternalIdentity);
        list(to, Kind::GroupSelfService);
        list(to, Kind::Group);
        list(to, Kind::Guideline);
        list(to, Kind::Licence);
        list(to, Kind::MakerTeam);
        list(to, Kind::Offer);
        list(to, Kind::Party);
        to.value(("project", "The name of the project. Ids are derived from it."), |_, context| {
            context.job.settings.project
        });
        list(to, Kind::Responsibility);
        list(to, Kind::RoleAdministrators);
        list(to, Kind::Role);
        list(to, Kind::Rules);
        list(to, Kind::Scale);
        to.value(("schemaVersion", "The version of this form.", [SCHEMA_VERSION]), |_, _| SCHEMA_VERSION);
        list(to, Kind::Table);
        list(to, Kind::Team);
        list(to, Kind::Tenant);
        list(to, Kind::User);
    }
}

/// The list of declarations of a kind.
fn list<'t, 'p>(to: &mut impl Members<'t, &'p Program>, kind: Kind) {
    match kind {
        Kind::App => to.said(("apps", kind), |all, _| Declarations(&all.apps)),
        Kind::BusinessUnits => to.said(("businessUnits", kind), |all, _| Declarations(&all.organisation.unit_trees)),
        Kind::ColumnSecurity => to.said(("columnSecurity", kind), |all, _| Declarations(&all.organisation.profiles)),
        Kind::AllowList => to.said(("connectorAllowLists", kind), |all, _| Declarations(&all.allow_lists)),
        Kind::Connector => {
            let doc = "The connectors of which something is declared, and those that the catalogue does not have.";
            to.said(("connectors", doc), |_, context| Each(Listed::all(context).into_iter()));
        }
        Kind::Control => to.said(("controls", kind), |all, _| Declarations(&all.controls)),
        Kind::Criteria => to.said(("criteria", kind), |_, context| Each(Fields::all(context))),
        Kind::DataPolicy => to.said(("dataPolicies", kind), |all, _| Declarations(&all.policies)),
        Kind::Duties => to.said(("duties", kind), |all, _| Declarations(&all.organisation.duties)),
        Kind::EnvironmentGroup => to.said(("environmentGroups", kind), |all, _| Declarations(&all.environment_groups)),
        Kind::Environment => to.said(("environments", kind), |all, _| Declarations(&all.environments)),
        Kind::ExternalIdentity => {
            let doc = "How people from outside reach the tenant, where it is declared: one at most.";
            to.said(("externalIdentity", doc, Items::at_most(1)), |all, _| Declarations(&all.external_identities));
        }
        Kind::GroupSelfService => {
            let doc = "Who makes groups and what applies to them, where it is declared: one at most.";
            to.said(("groupSelfService", doc, Items::at_most(1)), |all, _| Declarations(&all.self_services));
        }
        Kind::Group => to.said(("groups", kind), |all, _| Declarations(&all.groups)),
        Kind::Guideline => to.said(("guidelines", kind), |all, _| Declarations(&all.guidelines)),
        Kind::Licence => to.said(("licences", kind), |all, _| Declarations(&all.organisation.licences)),
        Kind::MakerTeam => to.said(("makerTeams", kind), |all, _| Declarations(&all.maker_teams)),
        Kind::Offer => to.said(("offers", kind), |all, _| Declarations(&all.offers)),
        Kind::Party => to.said(("parties", kind), |all, _| Declarations(&all.parties)),
        Kind::Responsibility => to.said(("responsibilities", kind), |all, _| Declarations(&all.responsibilities)),
        Kind::RoleAdministrators => {
            to.said(("roleAdministrators", kind), |all, _| Declarations(&all.organisation.administrators));
        }
        Kind::Role => {
            let doc = "The roles, by symbol: the declared ones, and those of the platform that declarations name. What a role grants in all is, of each privilege, the widest level that it or a role it includes grants, those included by included roles among them.";
            to.said(("roles", doc), |all, _| Each(all.organisation.roles.iter()));
        }
        Kind::Rules => to.said(("rules", kind), |_, context| Each(Ruled::all(context))),
        Kind::Scale => to.said(("scales", kind), |all, _| Declarations(&all.scales)),
        Kind::Table => to.said(("tables", kind), |all, _| Declarations(&all.organisation.tables.own)),
        Kind::Team => to.said(("teams", kind), |all, _| Declarations(&all.organisation.teams)),
        Kind::Tenant => {
            let doc = "The tenant, where it is declared: one at most.";
            to.said(("tenants", doc, Items::at_most(1)), |all, _| Declarations(&all.tenants));
        }
        Kind::User => to.said(("users", kind), |all, _| Declarations(&all.organisation.users)),
        // Sets are answered where they are used; tests and waivers are about the program.
        Kind::Connectors | Kind::Test | Kind::Waiver => {}
    }
}

impl Form for &Catalog {
    const FORM: Named = Named("catalog", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("count", "How many connectors it has."), |catalog, _| catalog.len());
        to.value(("date", "The day it describes, where that is known."), |catalog, _| catalog.date());
        to.value(("digest", "The SHA-256 of its canonical table."), |catalog, _| Digest(catalog.digest()));
    }
}

/// A SHA-256.
struct Digest<'a>(&'a str);

impl Data for Digest<'_> {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.string(self.0);
    }

    fn schema(_: &mut Schemas, _: &Within) -> Value {
        json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })
    }
}
