//! Trees of policy files of any size, and hostile files. The same request gives the same bytes.
//!
//! Benches and tests both include this module. The choices come from a small generator of numbers whose seed is the
//! request, so nothing is really random.

mod declarations;
mod hostile;
mod numbers;
mod prelude;

pub use hostile::hostile;

use declarations::Writer;

/// The contents of a tree besides its prelude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A tenant: all kinds in realistic shares.
    Mix,
    /// `environment`
    Environments,
    /// `environment_group`
    EnvironmentGroups,
    /// `group`
    Groups,
    /// `connector`
    Connectors,
    /// `connectors`
    ConnectorSets,
    /// `data_policy`, each with an environment of its own on one line
    DataPolicies,
}

impl Kind {
    /// Every kind but the mix.
    pub const SINGLE: [Self; 6] = [
        Self::Environments,
        Self::EnvironmentGroups,
        Self::Groups,
        Self::Connectors,
        Self::ConnectorSets,
        Self::DataPolicies,
    ];

    /// Its name in a table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mix => "mix",
            Self::Environments => "environments",
            Self::EnvironmentGroups => "environment groups",
            Self::Groups => "groups",
            Self::Connectors => "connectors",
            Self::ConnectorSets => "connector sets",
            Self::DataPolicies => "data policies",
        }
    }
}

/// A tree of files.
#[derive(Debug)]
pub struct Tree {
    /// Path and text of each.
    pub files: Vec<(String, String)>,
    /// The number of declarations in them.
    pub declarations: usize,
}

impl Tree {
    /// The bytes of all files.
    pub fn bytes(&self) -> usize {
        self.files.iter().map(|(_, text)| text.len()).sum()
    }

    /// The files as input of a run.
    pub fn inputs(&self) -> Vec<(String, Vec<u8>)> {
        self.files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect()
    }
}

/// About `bytes` bytes of one kind in `files` files. The declarations that all refer to (a scale, criteria, some
/// groups, sets and environments) are in one more file, the prelude.
pub fn tree(kind: Kind, bytes: usize, files: usize) -> Tree {
    let mut writer = Writer::new(bytes as u64 ^ (files as u64) << 40);
    let mut tree = Tree { files: vec![prelude::prelude(&mut writer)], declarations: 0 };
    for index in 0..files {
        let length = bytes / files;
        let mut text = String::with_capacity(length + 8 * 1024);
        text.push_str("// One of many files; order and borders of files carry no meaning.\n\n");
        while text.len() < length {
            writer.step(kind, &mut text);
        }
        tree.files.push((format!("area_{:03}/policies_{index:05}.dictum", index / 100), text));
    }
    tree.declarations = writer.declarations;
    tree
}
