//! The kinds of declarations, each described once.
//!
//! A file contains everything about a kind: its description, its attributes as typed constants, and the code that reads
//! it with them. The messages for wrong words, the language reference, and what an editor offers come from the same
//! descriptions. A new kind is one file here and a row in `model/kind.rs`.

pub(in crate::model) mod app;
pub(in crate::model) mod business_units;
pub(in crate::model) mod column_security;
pub(in crate::model) mod connector;
pub(in crate::model) mod connector_allow_list;
pub(in crate::model) mod connectors;
pub(in crate::model) mod control;
pub(in crate::model) mod criteria;
pub(in crate::model) mod data_policy;
pub(in crate::model) mod duties;
pub(in crate::model) mod environment;
pub(in crate::model) mod environment_group;
pub(in crate::model) mod environment_rules;
pub(in crate::model) mod external_identity;
pub(in crate::model) mod group;
pub(in crate::model) mod group_self_service;
pub(in crate::model) mod guideline;
pub(in crate::model) mod licence;
mod list;
pub(in crate::model) mod maker_team;
pub(in crate::model) mod offer;
pub(in crate::model) mod party;
mod reached;
pub(in crate::model) mod responsibility;
pub(in crate::model) mod role;
pub(in crate::model) mod role_administrators;
pub(in crate::model) mod rules;
pub(in crate::model) mod scale;
pub(in crate::model) mod tables;
pub(in crate::model) mod team;
pub(in crate::model) mod tenant;
pub(in crate::model) mod test;
pub(in crate::model) mod user;
pub(in crate::model) mod waive;

pub use app::CERTIFIED;
pub use column_security::COLUMN;
pub use data_policy::CONNECTOR_RULES;
pub use environment_group::BACKUP_DAYS;
pub use environment_rules::DIRECTIVES;
pub use group_self_service::{CLASSIFICATION, MOST_DAYS};
pub(in crate::model) use list::begun_by;
pub use list::{KINDS, find, keywords};
pub use reached::reached;
pub use role::GRID;
pub use tenant::{PARTNER, TENANT_SETTINGS};
pub use test::{TEST_APP, TEST_SUBJECT};

pub use super::description::{
    Attribute, Body, Choice, Kind, NestedBlock, Open, Sentence, Shape, Type, attribute_for, form_for, kind_for,
};
pub use super::kind::DeclarationKind;
pub(in crate::model) use super::reader::Field;
pub use super::subject::APP_KINDS;
pub use super::tenant::{TenantSetting, Wire};

/// The values of attributes that say which policies are evaluated for connectors.
const POLICIES_EVALUATED: [Choice; 2] = [
    Choice { word: "both", doc: "data policies and connector allow-lists; what either of them blocks is blocked" },
    Choice {
        word: "allow_list_only",
        doc: "connector allow-lists alone; data policies are not evaluated, even for connectors that allow-lists do not govern",
    },
];

/// The name that the admin centre shows.
const SHOWN_NAME: Field<super::program::Text> =
    Field::text("name", "The name shown in the admin centre. Default: the symbol.");
