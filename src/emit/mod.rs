//! From the program to files.
//!
//! A [`Target`] is an output form for another tool. [`prepare`] finds what a target needs and lacks; [`Ready::write`]
//! writes the files into a [`Store`], and finally a manifest with the digest of each. Nothing here reads or writes
//! the disk, knows the time, or depends on the order of declarations and files.
//!
//! Every JSON document is canonical (RFC 8785): one line without a line end, keys in order. So the digest of a file
//! is the digest of its meaning, and two documents with the same content are the same bytes.
//!
//! | file | content |
//! |---|---|
//! | `manifest.json` | SHA-256 and size of every other file, a digest of itself, and one of the meaning alone |
//! | `manifest.json.minisig` | where a key was given, a signature over the manifest |
//! | `bundle.json` | the program in its normal form: names resolved, sets sorted, defaults written out |
//! | `bundle.map.json` | where each part of the bundle is in the source; the only file that depends on its layout |
//! | `power-platform/plan.json` | the requests of the target `power-platform`, in order |
//! | `power-platform/data-policies/*.json` | one request each: method, path, body |
//! | `dataverse/solution/`, `dataverse/environments/` | roles, column security, assignments, of target `dataverse` |
//! | `sql/*.sql` | the rules of one scale as a statement for a database, of the target `sql` |
//! | `terraform/*.tf.json` | the tenant, data policies and environments as resources of the Terraform provider, of the target `terraform` |
//! | `terraform/*/users.tf.json` | users of an environment as resources of the Terraform provider, of the target `terraform` |
//! | `entra/plan.json`, `entra/baseline.json` | groups, guests and partners as steps for Microsoft Graph, of the target `entra` |
//! | `schema/*.json` | JSON Schemas (draft 2020-12) of all the above |

mod build;
mod bundle;
mod codes;
mod connectors;
mod database;
mod dataverse;
mod dialect;
mod entra;
mod file_name;
mod form;
mod ids;
mod job;
mod json;
mod kinds;
mod manifest;
mod normal;
mod not_carried;
mod organisation;
mod power_platform;
mod regions;
mod reserved;
mod signature;
mod sql;
mod store;
mod target;
mod targets;
mod tenants;
mod terraform;
mod unbound;
mod wire_connectors;

pub use crate::model::bindings::{Bindings, TENANT};
pub use build::{Prepared, Ready, emit, prepare};
pub use bundle::{environments as environments_as_json, schema as bundle_schema};
pub use codes::{
    BOUND_TWICE, EMPTIES_ROLE, INCLUDES_UNKNOWN, MALFORMED_ID, SAME_FILE, UNBOUND_NAME, UNKNOWN_BINDING,
    UNWRITABLE_NAME,
};
pub use database::Database;
pub use dialect::Dialect;
pub use form::{BUNDLE, fault as bundle_fault};
pub use ids::derived as derived_id;
pub use job::{Api, Job, ProviderVersion, Rest, SCHEMA_VERSION, Settings};
pub use manifest::{Fault, MANIFEST, Manifest, listed_files, verify, verify_digests};
pub use not_carried::LeftOut;
pub use signature::{KeyError, MAX_SIGNATURE, PublicKey, SIGNATURE, SecretKey, is_signature, signature_fault};
pub use store::{Memory, OutputFile, Store, Written, digest};
pub use targets::Target;
