//! The parts of a program that are read separately, and compared with an earlier program.

use std::sync::Arc;

use super::Program;
use crate::model::kind::{DeclarationKind, each_kind};
use crate::model::organisation::Organisation;
use crate::model::seen::{Parts, Seen};

/// The number of [`Program::unread`]. Lists have the number of their kind.
const UNREAD: u8 = 50;
/// The first number of an analysis of a program.
pub const FIRST_FREE: u8 = 51;

/// The rule sets of a program.
pub const OF_RULE_SETS: Parts = Parts::one(DeclarationKind::Rules as u8);

macro_rules! parts {
    (
        {}
        $(
            #[$doc:meta]
            $kind:ident [$($file:ident::$description:ident),+] $names:ident $noun:literal
            $(program.$p:ident)? $(organisation.$o:ident)? $(within.$w:ident.$l:ident)?: $m:ident::$type:ident
            = $form:ident $reader:ident::$read:ident;
        )*
        apart $($apart:tt)*
    ) => {
        impl Program {
            /// Makes the lists cheap to copy, so that [`Self::watched`] copies no declarations.
            pub fn share(&mut self) {
                $(
                    $(self.$p.share();)? $(self.organisation.$o.share();)? $(self.organisation.$w.$l.share();)?
                )*
            }

            /// A program with the same declarations that notes which of its lists are read; without `seen` it notes
            /// nothing. It has no waivers: what they accept is decided after everything else, so nothing may depend
            /// on them.
            pub fn watched(&self, seen: Option<&Arc<Seen>>) -> Self {
                let mut watched = Self {
                    $($($p: self.$p.watched(seen, DeclarationKind::$kind as u8),)?)*
                    organisation: Organisation::default(),
                    universe: self.universe.clone(),
                    graded: self.graded.clone(),
                    ratings: self.ratings.clone(),
                    unread: self.unread.watched(seen, UNREAD),
                    waivers: Vec::new(),
                    bad_waivers: Vec::new(),
                };
                let (to, from) = (&mut watched.organisation, &self.organisation);
                $(
                    $(to.$o = from.$o.watched(seen, DeclarationKind::$kind as u8);)?
                    $(to.$w.$l = from.$w.$l.watched(seen, DeclarationKind::$kind as u8);)?
                )*
                watched
            }

            /// The parts that are not equal, value by value, to those of another program. Connectors, ratings and
            /// graded scales are read nearly everywhere: where they differ, all parts count as different.
            pub fn differing(&self, other: &Self) -> Parts {
                let common = self.universe.is_same(&other.universe)
                    && self.graded == other.graded
                    && self.ratings == other.ratings;
                if !common {
                    return Parts::ALL;
                }
                let (ours, theirs) = (&self.organisation, &other.organisation);
                let same = [
                    (self.unread == other.unread, UNREAD),
                    $((
                        $(self.$p.is_same(&other.$p))?
                        $(ours.$o.is_same(&theirs.$o))?
                        $(ours.$w.$l.is_same(&theirs.$w.$l))?,
                        DeclarationKind::$kind as u8,
                    )),*
                ];
                let changed = same.into_iter().filter(|(same, _)| !same);
                changed.fold(Parts::NONE, |parts, (_, number)| parts.with(Parts::one(number)))
            }
        }
    };
}

each_kind!(parts! {});
