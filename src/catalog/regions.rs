//! The platform's regions.
//!
//! The regions that a tenant may use are a fact about the tenant and are not stored here. The sovereign clouds have
//! regions of their own, so a word that is missing here is unknown rather than wrong.

/// A region in which environments can be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The word in the source and in requests, `europe`.
    pub word: &'static str,
    /// The name that the admin centre shows.
    pub display_name: &'static str,
    /// The platform's short code, which several regions may share.
    pub code: &'static str,
    /// Its Azure regions.
    pub azure_regions: &'static [&'static str],
}

/// The region with that word.
pub fn region(word: &str) -> Option<&'static Region> {
    REGIONS.iter().find(|region| region.word == word)
}

/// The region that was probably meant by a word: its short code, one of its Azure regions, or a common name.
pub fn region_meant(word: &str) -> Option<&'static Region> {
    let folded = word.to_ascii_lowercase();
    let named = match folded.as_str() {
        "eu" => "europe",
        "us" | "usa" => "unitedstates",
        "uk" | "gb" => "unitedkingdom",
        "ch" => "switzerland",
        other => other,
    };
    let is = |region: &&Region| {
        region.word == named || region.code.eq_ignore_ascii_case(named) || region.azure_regions.contains(&named)
    };
    REGIONS.iter().find(is)
}

/// All known regions, by word.
pub static REGIONS: &[Region] = &[
    row("asia", "Asia", "APAC", &["eastasia", "southeastasia"]),
    row("australia", "Australia", "OCE", &["australiaeast", "australiasoutheast"]),
    row("canada", "Canada", "CAN", &["canadacentral", "canadaeast"]),
    row("europe", "Europe", "EMEA", &["westeurope", "northeurope"]),
    row("france", "France", "FRA", &["francecentral", "francesouth"]),
    row("germany", "Germany", "GER", &["germanynorth", "germanywestcentral"]),
    row("india", "India", "IND", &["centralindia", "southindia"]),
    row("japan", "Japan", "JPN", &["japaneast", "japanwest"]),
    row("korea", "Korea", "KOR", &["koreacentral", "koreasouth"]),
    row("norway", "Norway", "NOR", &["norwayeast", "norwaywest"]),
    row("southafrica", "South Africa", "ZAF", &["southafricanorth"]),
    row("southamerica", "South America", "SAM", &["brazilsouth"]),
    row("sweden", "Sweden", "SWE", &["swedencentral"]),
    row("switzerland", "Switzerland", "CHE", &["switzerlandnorth", "switzerlandwest"]),
    row("unitedarabemirates", "United Arab Emirates (UAE)", "UAE", &["uaenorth"]),
    row("unitedkingdom", "United Kingdom", "GBR", &["uksouth", "ukwest"]),
    row("unitedstates", "United States", "NA", &["eastus", "westus"]),
    row("unitedstatesfirstrelease", "Preview (United States)", "NA", &["eastus", "westus"]),
];

const fn row(
    word: &'static str,
    display_name: &'static str,
    code: &'static str,
    azure_regions: &'static [&'static str],
) -> Region {
    Region { word, display_name, code, azure_regions }
}
