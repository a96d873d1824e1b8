//! The declarations that a generated tree refers to.

use std::fmt::Write as _;

use super::declarations::Writer;

/// The number of environment groups, of Entra groups and of environments that the prelude declares.
pub const REFERENTS: usize = 20;
/// The number of connector sets that it declares.
pub const SETS: usize = 40;

/// The file of the prelude.
pub fn prelude(writer: &mut Writer) -> (String, String) {
    let mut text = String::from(
        "// What the other files refer to.\n\n\
         scale connector_risk { trusted < standard < elevated < forbidden }\n\n\
         criteria connector {\n\
         \x20 /// how a connection proves who it is\n\
         \x20 authentication : entra | oauth | api_key | basic | none\n\
         \x20 data_leaves_tenant : bool\n\
         \x20 users : 0..\n\
         }\n\n",
    );
    for index in 0..REFERENTS {
        let _ = write!(
            text,
            "environment_group estate_{index} {{ sharing = people_only up to {}; solution_checker = block }}\n\
             group makers_{index} {{ kind = security; name = \"SG Makers {index}\" }}\n\
             environment hub_{index} {{ type = sandbox; region = europe }}\n",
            index + 10
        );
    }
    for index in 0..SETS {
        let _ = write!(text, "connectors base_{index} = ");
        writer.low_connectors(8, &mut text);
        text.push('\n');
    }
    text.push_str(
        "\n/// What makers may do where no area has a policy of its own.\n\
         data_policy tenant_baseline {\n\
         \x20 name         = \"Tenant baseline\"\n\
         \x20 applies_to   = only environments where type == sandbox and not managed\n\
         \x20 business     = base_0 + base_1\n\
         \x20 non_business = unblockable + (connectors where tier == standard and blockable) - base_0 - base_1\n\
         \x20 blocked      = rest\n\
         }\n\n\
         /// Nobody posts to the world.\n\
         data_policy silence {\n\
         \x20 applies_to   = all\n\
         \x20 non_business = rest\n\
         \x20 blocked      = [twitter]\n\
         }\n",
    );
    writer.declarations += 2 + 3 * REFERENTS + SETS + 2;
    ("prelude.dictum".to_owned(), text)
}
