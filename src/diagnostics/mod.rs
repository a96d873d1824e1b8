//! Findings, as plain values that depend on text only.
//!
//! A [`Rule`] is a kind of finding: its code, name, level and page. A [`Diagnostic`] is one finding of a rule. The
//! code that finds a problem also words it; nothing here depends on that code.

mod accepted;
mod alike;
mod apply;
mod baseline;
mod comments;
mod diagnostic;
mod fingerprint;
mod fix;
mod rule;
mod suggest;

pub use accepted::{Accepted, How};
pub use alike::{Places, alike};
pub use apply::{Fixed, apply};
pub use baseline::Baseline;
pub use comments::keep_comments;
pub use diagnostic::{Diagnostic, Finding, Label, MAX_KEPT, Subject, Tally, Witness, bound, reading_order, sort};
pub use fingerprint::{fingerprints, unique_fingerprints};
pub use fix::{Edit, Fix, Safety};
pub use rule::{Category, Code, Level, Rule, Sample};
pub use suggest::{closest, list_of, quoted_list, worth_seeking};
