//! Formats of tenant ids.

/// Whether `id` is a GUID: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
pub(in crate::rules) fn is_guid(id: &str) -> bool {
    id.len() == 36
        && id.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _digit => byte.is_ascii_hexdigit(),
        })
}

/// Whether `id` is that of a default environment: `Default-` and the tenant's GUID.
pub(in crate::rules) fn is_default(id: &str) -> bool {
    tenant_of_default(id).is_some()
}

/// The tenant in the id of a default environment.
pub(in crate::rules) fn tenant_of_default(id: &str) -> Option<&str> {
    let (head, tail) = id.split_at_checked(PREFIX.len())?;
    (head.eq_ignore_ascii_case(PREFIX) && is_guid(tail)).then_some(tail)
}

/// The id inside a text with braces, spaces or a path around it.
pub(in crate::rules) fn inner(text: &str) -> Option<&str> {
    let last = text.trim().rsplit('/').next()?;
    let bare = last.trim_matches(['{', '}']);
    (bare != text && (is_guid(bare) || is_default(bare))).then_some(bare)
}

const PREFIX: &str = "Default-";

#[cfg(test)]
mod tests {
    use super::*;

    const GUID: &str = "11111111-2222-3333-4444-55555555555f";

    #[test]
    fn a_guid_has_its_digits_and_hyphens_in_place() {
        assert!(is_guid(GUID));
        assert!(is_guid(&GUID.to_uppercase()));
        assert!(!is_guid(&GUID.replace('f', "g")));
        assert!(!is_guid(&GUID.replace('-', "")));
        assert!(!is_guid(&GUID[1..]));
    }

    #[test]
    fn the_default_environment_has_its_own_form() {
        assert!(is_default(&format!("Default-{GUID}")));
        assert!(is_default(&format!("default-{GUID}")));
        assert!(!is_default(GUID));
        assert!(!is_default("Default-contoso"));
        assert!(!is_default("Défaut"));
    }

    #[test]
    fn an_id_is_found_inside_what_surrounds_it() {
        let path = format!("/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{GUID}");
        assert_eq!(inner(&path), Some(GUID));
        assert_eq!(inner(&format!("{{{GUID}}}")), Some(GUID));
        assert_eq!(inner(&format!(" {GUID} ")), Some(GUID));
        assert_eq!(inner(GUID), None);
        assert_eq!(inner("contoso"), None);
    }
}
