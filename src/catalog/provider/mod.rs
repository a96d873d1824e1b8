//! The attributes of environments and their groups in the Terraform provider `microsoft/power-platform`.
//!
//! The table `attributes.tsv` has a row for each attribute that can be set: the resource without its prefix, the path
//! in it, the type, the version that introduced it, whether it is required, has a default of the provider or cannot
//! change later, the accepted numbers and texts, and the corresponding word of the language. Source: the schema
//! literals of the provider's resources, releases 4.1.0 and 4.2.0.

use std::sync::LazyLock;

/// An attribute of a resource of the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderAttribute {
    /// The resource, without the common prefix.
    pub resource: &'static str,
    /// Its path in the resource, steps separated by dots.
    pub path: &'static str,
    /// The type of its value.
    pub kind: ProviderType,
    /// Whether only version 4.2 and later have it.
    pub is_new: bool,
    /// Whether the provider writes a value of its own where none is given.
    pub has_default: bool,
    /// The minimum and maximum of its number.
    pub range: Option<(i64, i64)>,
    /// The corresponding word of the language; empty where there is none.
    pub word: &'static str,
    values: &'static str,
}

/// The type of an attribute's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderType {
    /// True or false.
    Flag,
    /// A whole number.
    Number,
    /// A text.
    Text,
    /// Several texts.
    Texts,
    /// Several objects.
    Objects,
}

impl ProviderAttribute {
    /// The last step of its path: the name under which a policy file sets it.
    pub fn name(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    /// The accepted texts; any text where there are none.
    pub fn values(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.values.split('|').filter(|value| !value.is_empty())
    }

    /// Whether it accepts this text.
    pub fn takes(&self, text: &str) -> bool {
        self.values.is_empty() || self.values().any(|value| value == text)
    }
}

/// Every attribute, sorted by resource and path.
pub fn provider_attributes() -> &'static [ProviderAttribute] {
    static TABLE: LazyLock<Vec<ProviderAttribute>> =
        LazyLock::new(|| include_str!("attributes.tsv").lines().skip(1).filter_map(row).collect());
    &TABLE
}

/// The attribute of a resource at that path.
pub fn provider_attribute(resource: &str, path: &str) -> Option<&'static ProviderAttribute> {
    let table = provider_attributes();
    table.binary_search_by_key(&(resource, path), |row| (row.resource, row.path)).ok().and_then(|at| table.get(at))
}

/// The attribute of an environment that a policy file sets by this name.
pub fn provider_setting(name: &str) -> Option<&'static ProviderAttribute> {
    provider_attributes().iter().find(|row| row.word != IN_GROUPS && row.name() == name)
}

/// The attributes of an environment without a word in the language.
pub fn provider_settings() -> impl Iterator<Item = &'static ProviderAttribute> {
    provider_attributes().iter().filter(|row| row.word.is_empty())
}

/// The rows of environment groups, all of which have words in the language.
const IN_GROUPS: &str = "environment_group";

fn row(line: &'static str) -> Option<ProviderAttribute> {
    let mut cells = line.split('\t');
    let (resource, path) = (cells.next()?, cells.next()?);
    let kind = match cells.next()? {
        "bool" => ProviderType::Flag,
        "number" => ProviderType::Number,
        "text" => ProviderType::Text,
        "texts" => ProviderType::Texts,
        _objects => ProviderType::Objects,
    };
    let is_new = cells.next()? == "4.2";
    let has_default = cells.next()?.split(' ').any(|fact| fact == "default");
    let range = numbers(cells.next()?);
    let values = cells.next()?;
    Some(ProviderAttribute { resource, path, kind, is_new, has_default, range, values, word: cells.next()? })
}

/// Reads `31..24855,-1` as the minimum and maximum.
fn numbers(cell: &str) -> Option<(i64, i64)> {
    let mut all = cell.split([',', '|']).flat_map(|part| part.split("..")).filter_map(|end| end.parse().ok());
    let first: i64 = all.next()?;
    Some(all.fold((first, first), |(least, most), next| (least.min(next), most.max(next))))
}

#[cfg(test)]
mod tests {
    use super::{ProviderType, provider_attribute, provider_attributes, provider_setting, provider_settings};

    #[test]
    fn every_row_is_read_and_names_are_unique() {
        let lines = include_str!("attributes.tsv").lines().count() - 1;
        let table = provider_attributes();
        assert_eq!(table.len(), lines);
        assert!(table.is_sorted_by_key(|row| (row.resource, row.path)));
        let mut names: Vec<&str> = provider_settings().map(super::ProviderAttribute::name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(provider_settings().all(|row| row.resource != "environment_group_rule_set"));
    }

    #[test]
    fn a_row_says_what_the_provider_takes() {
        let retention = "audit_and_logs.audit_settings.log_retention_period_in_days";
        let retention = provider_attribute("environment_settings", retention).map(|row| (row.kind, row.range));
        assert_eq!(retention, Some((ProviderType::Number, Some((-1, 24855)))));
        let chat = provider_setting("enable_ai_powered_chat");
        assert_eq!(chat.map(|row| row.path), Some("product.features.enable_ai_powered_chat"));
        assert!(chat.is_some_and(|row| row.takes("Off") && !row.takes("off") && !row.is_new && row.has_default));
        assert!(provider_setting("allow_flex_routing").is_some_and(|row| row.is_new && row.word == "flex_routing"));
        assert!(provider_setting("insights_enabled").is_none());
    }
}
