//! What Dictum finds, as plain values that know only text.
//!
//! A [`Rule`] is what can be found: its code, name, level and page. A [`Diagnostic`] is one finding of
//! a rule. Who finds a problem describes it on the spot; nothing here knows any of them.

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
