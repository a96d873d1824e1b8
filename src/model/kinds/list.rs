//! The descriptions of all kinds.

use crate::model::description::Kind;
use crate::model::kind::{DeclarationKind, each_kind};

macro_rules! first {
    ($first:expr $(, $other:expr)*) => {
        $first
    };
}

macro_rules! kinds {
    (
        {}
        $(
            #[$doc:meta]
            $kind:ident [$($file:ident::$description:ident),+] $names:ident $noun:literal
            $(program.$p:ident)? $(organisation.$o:ident)? $(within.$w:ident.$l:ident)?: $m:ident::$type:ident
            = $form:ident $reader:ident::$read:ident;
        )*
        apart #[$apart_doc:meta] $apart:ident [$apart_file:ident::$apart_description:ident] $apart_noun:literal
            = $apart_reader:ident::$apart_read:ident;
    ) => {
        /// The description of every word that begins declarations, in the order of the reference.
        pub static KINDS: &[&Kind] =
            &[$($(&super::$file::$description,)+)* &super::$apart_file::$apart_description];

        /// The same descriptions, each with its kind.
        static WORDS: &[(DeclarationKind, &Kind)] = &[
            $($((DeclarationKind::$kind, &super::$file::$description),)+)*
            (DeclarationKind::$apart, &super::$apart_file::$apart_description),
        ];

        impl DeclarationKind {
            /// Returns the description; the first one, if the kind has several.
            pub fn description(self) -> &'static Kind {
                match self {
                    $(Self::$kind => first!($(&super::$file::$description),+),)*
                    Self::$apart => &super::$apart_file::$apart_description,
                }
            }
        }
    };
}

each_kind!(kinds! {});

/// The words that begin declarations.
pub fn keywords() -> Vec<&'static str> {
    KINDS.iter().map(|kind| kind.keyword).collect()
}

/// Returns the description of the kind that `keyword` begins.
pub fn find(keyword: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.keyword == keyword)
}

/// Returns the kind that `keyword` begins, and its description.
pub(in crate::model) fn begun_by(keyword: &str) -> Option<(DeclarationKind, &'static Kind)> {
    WORDS.iter().copied().find(|(_, description)| description.keyword == keyword)
}
