//! Column security profiles, from solutions and from the Web API.

use dictum::import::read::Outcome;
use serde_json::json;

use super::{file, guid, imported, sound, told};

const XML: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>
<FieldSecurityProfiles xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">
  <FieldSecurityProfile name=\"Claim bank details\" fieldsecurityprofileid=\"{6f0f7c1e-5d0a-5b52-9b0c-0f3a5c1d2e02}\">
    <Description>Who pays claims.</Description>
    <FieldPermissions>
      <FieldPermission>
        <EntityName>acme_Claim</EntityName>
        <AttributeName>acme_IBAN</AttributeName>
        <CanRead>4</CanRead>
        <CanUpdate>0</CanUpdate>
        <CanCreate>4</CanCreate>
        <CanReadUnmasked>3</CanReadUnmasked>
      </FieldPermission>
      <FieldPermission>
        <EntityName>account</EntityName>
        <AttributeName>creditlimit</AttributeName>
        <CanRead>0</CanRead>
        <CanUpdate>4</CanUpdate>
        <CanCreate>0</CanCreate>
      </FieldPermission>
    </FieldPermissions>
  </FieldSecurityProfile>
</FieldSecurityProfiles>";

#[test]
fn a_profile_of_a_solution() {
    let imported = imported(&[file("FieldSecurityProfiles.xml", XML)]);
    sound(&imported);
    let expected = "// Imported from Dataverse: 1 table of the organisation, 1 column security profile.

tables {
  acme_claim : user_owned masked acme_iban
}

/// Who pays claims.
column_security claim_bank_details {
  name = \"Claim bank details\"
  account.creditlimit  { update = yes }
  acme_claim.acme_iban { read = yes; create = yes; read_unmasked = all }
}
";
    assert_eq!(imported.source, expected);
    let ids: Vec<_> = imported.bindings.column_profiles.into_iter().collect();
    assert_eq!(ids, [("claim_bank_details".to_owned(), "6f0f7c1e-5d0a-5b52-9b0c-0f3a5c1d2e02".to_owned())]);
}

#[test]
fn the_same_from_the_web_api() {
    let profile = "6f0f7c1e-5d0a-5b52-9b0c-0f3a5c1d2e02";
    let profiles = json!({ "@odata.context": "https://x/api/data/v9.2/$metadata#fieldsecurityprofiles", "value": [
        { "fieldsecurityprofileid": profile, "name": "Claim bank details", "description": "Who pays claims.",
          "systemuserprofiles_association": [{ "systemuserid": guid(9), "domainname": "alice@contoso.com" }] },
    ] });
    let permission = |id: u32, table: &str, column: &str, read: u8, create: u8, update: u8, unmasked: u8| {
        json!({ "fieldpermissionid": guid(id), "_fieldsecurityprofileid_value": profile, "entityname": table,
            "attributelogicalname": column, "canread": read, "cancreate": create, "canupdate": update,
            "canreadunmasked": unmasked })
    };
    let permissions = json!({ "@odata.context": "https://x/api/data/v9.2/$metadata#fieldpermissions", "value": [
        permission(1, "acme_claim", "acme_iban", 4, 4, 0, 3),
        permission(2, "account", "creditlimit", 0, 0, 4, 0),
    ] });
    let files = [file("profiles.json", profiles.to_string()), file("permissions.json", permissions.to_string())];
    let one = imported(&files);
    sound(&one);
    let of_xml = imported(&[file("a.xml", XML)]);
    let block = |source: &str| {
        source.split_once("/// Who").expect("the profile").1.split_once("\n}").expect("its end").0.to_owned()
    };
    let expected = format!("{}\n  held_by = [alice]", block(&of_xml.source));
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(squeezed(&block(&one.source)), squeezed(&expected));
    assert_eq!(one.bindings.column_profiles, of_xml.bindings.column_profiles);
}

#[test]
fn a_broken_profile_hides_no_other() {
    let xml = XML.replace("</FieldSecurityProfiles>", "<FieldSecurityProfile name=\"Odd\"><FieldPermissions><FieldPermission><EntityName>a</EntityName><AttributeName>b</AttributeName><CanRead>7</CanRead></FieldPermission></FieldPermissions></FieldSecurityProfile></FieldSecurityProfiles>");
    let imported = imported(&[file("a.xml", xml)]);
    assert_eq!(imported.report.organisation.profiles, 1);
    assert_eq!(
        told(&imported, Outcome::Refused),
        "column security profile \"Odd\": `CanRead` must be 0 or 4, or of unmasked reading 0, 1 or 3, not `7`\n"
    );
}
