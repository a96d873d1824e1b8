//! The program: declarations are read by the descriptions of their kinds, and names are resolved.
//!
//! [`lower`] reads one file; files are read in parallel. [`link`] combines them into one [`Program`], whose lists are
//! sorted by symbol, so that the order of files and declarations does not matter to later stages.

pub mod assertion;
pub mod bindings;
pub mod classes;
pub mod codes;
pub mod condition;
pub mod criticity;
pub mod decide;
pub mod derived;
pub mod description;
pub mod facts;
pub mod identity;
pub mod kinds;
pub mod organisation;
pub mod program;
pub mod roles;
pub mod seen;
pub mod select;
pub mod subject;
pub mod tables;
pub mod tenant;
pub mod truth;
pub mod waiver;

mod ask;
mod condition_check;
pub mod fitting;
mod id;
mod kind;
mod link;
mod list;
mod lower;
mod names;
mod reader;
mod set;
mod set_expression;
mod universe;
mod unread;
mod whereabouts;

pub use ask::read_condition;
pub use id::Id;
pub use link::{Kept, Supposed, link, link_files};
pub use list::{Declared, List, Moved};
pub use lower::{Lowered, lower};
pub use program::{
    AllowListId, DataGroup, DataPolicy, Environment, EnvironmentId, PolicyId, Program, Reference, Scope, Symbol,
};
pub use set::{Index, Set};
pub use set_expression::{Element, SetExpression};
pub use universe::{ConnectorId, Foreign, Universe};
pub use unread::Unread;
