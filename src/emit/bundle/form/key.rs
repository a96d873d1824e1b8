//! How members are called, and what is said of them beside their type.

use std::ops::{RangeFrom, RangeInclusive};

use serde_json::Value;

use crate::model::kinds::DeclarationKind;

/// The key of a member: alone, where the attribute of that name or its type says what it is; else with its documentation,
/// and with what bounds its value.
pub trait Key {
    fn key(&self) -> &'static str;

    /// What it is; empty where an attribute or its type says it.
    fn doc(&self) -> &'static str {
        ""
    }

    /// The attribute that says it.
    fn attribute(&self) -> &'static str {
        self.key()
    }

    fn within(&self) -> Within {
        Within::default()
    }
}

/// What holds for a value that its type does not say.
#[derive(Clone, Debug, Default)]
pub struct Within {
    /// The values that it is one of; any where there are none.
    pub one_of: Vec<Value>,
    /// The least number, and the greatest where there is one.
    pub range: Option<(i64, Option<i64>)>,
    /// The least and the greatest count of a list's values.
    pub items: Items,
    /// Whether the source must give it, so that it is never `null`.
    pub required: bool,
}

/// How many values a list has, and whether each is there once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Items {
    pub least: usize,
    pub most: Option<usize>,
    pub unique: bool,
}

impl Items {
    pub const ONE_AT_LEAST: Self = Self { least: 1, most: None, unique: false };
    pub const UNIQUE: Self = Self { least: 0, most: None, unique: true };

    pub const fn at_most(most: usize) -> Self {
        Self { least: 0, most: Some(most), unique: false }
    }
}

/// An attribute of another name than the member.
#[derive(Clone, Copy)]
pub struct Of(pub &'static str);

impl Key for &'static str {
    fn key(&self) -> &'static str {
        self
    }
}

impl Key for (&'static str, Of) {
    fn key(&self) -> &'static str {
        self.0
    }

    fn attribute(&self) -> &'static str {
        self.1.0
    }
}

/// The list of the declarations of a kind.
impl Key for (&'static str, DeclarationKind) {
    fn key(&self) -> &'static str {
        self.0
    }

    fn doc(&self) -> &'static str {
        self.1.description().doc
    }
}

impl Key for (&'static str, &'static str) {
    fn key(&self) -> &'static str {
        self.0
    }

    fn doc(&self) -> &'static str {
        self.1
    }
}

impl<B: Bounds> Key for (&'static str, &'static str, B) {
    fn key(&self) -> &'static str {
        self.0
    }

    fn doc(&self) -> &'static str {
        self.1
    }

    fn within(&self) -> Within {
        let mut within = Within::default();
        self.2.bound(&mut within);
        within
    }
}

/// What bounds a value.
pub trait Bounds {
    fn bound(&self, within: &mut Within);
}

impl<T: Copy + Into<Value>, const N: usize> Bounds for [T; N] {
    fn bound(&self, within: &mut Within) {
        within.one_of = self.iter().map(|one| (*one).into()).collect();
    }
}

impl Bounds for fn() -> Vec<Value> {
    fn bound(&self, within: &mut Within) {
        within.one_of = self();
    }
}

impl Bounds for RangeInclusive<u32> {
    fn bound(&self, within: &mut Within) {
        within.range = Some((i64::from(*self.start()), Some(i64::from(*self.end()))));
    }
}

impl Bounds for RangeFrom<u32> {
    fn bound(&self, within: &mut Within) {
        within.range = Some((i64::from(self.start), None));
    }
}

impl Bounds for Items {
    fn bound(&self, within: &mut Within) {
        within.items = *self;
    }
}
