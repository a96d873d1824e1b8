//! The languages a Dataverse database can have as its base.

/// The name of the language with that locale identifier (LCID), in the language itself.
pub fn language(lcid: u32) -> Option<&'static str> {
    LANGUAGES.binary_search_by_key(&lcid, |row| row.0).ok().and_then(|at| LANGUAGES.get(at)).map(|row| row.1)
}

/// The locale identifier that was probably meant by a word: a language by its own or its English name, or a tag such
/// as `en-US`.
pub fn language_meant(word: &str) -> Option<u32> {
    let folded = word.to_lowercase();
    let lcid = match folded.split(['-', '_']).next().unwrap_or_default() {
        "en" | "english" => 1033,
        "de" | "german" => 1031,
        "fr" | "french" => 1036,
        "es" | "spanish" => 3082,
        "it" | "italian" => 1040,
        "nl" | "dutch" => 1043,
        "pl" | "polish" => 1045,
        "ja" | "japanese" => 1041,
        "pt" | "portuguese" if folded.ends_with("br") => 1046,
        "pt" | "portuguese" => 2070,
        name => {
            let own = |row: &&(u32, &str)| row.1.to_lowercase().split(' ').next() == Some(name);
            LANGUAGES.iter().find(own)?.0
        }
    };
    language(lcid).map(|_| lcid)
}

/// All known languages: locale identifier and own name, by identifier.
pub static LANGUAGES: &[(u32, &str)] = &[
    (1025, "العربية (المملكة العربية السعودية)"),
    (1026, "български (България)"),
    (1027, "català (català)"),
    (1028, "中文(台灣)"),
    (1029, "čeština (Česko)"),
    (1030, "dansk (Danmark)"),
    (1031, "Deutsch (Deutschland)"),
    (1032, "Ελληνικά (Ελλάδα)"),
    (1033, "English (United States)"),
    (1035, "suomi (Suomi)"),
    (1036, "français (France)"),
    (1037, "עברית (ישראל)"),
    (1038, "magyar (Magyarország)"),
    (1040, "italiano (Italia)"),
    (1041, "日本語 (日本)"),
    (1042, "한국어(대한민국)"),
    (1043, "Nederlands (Nederland)"),
    (1044, "norsk bokmål (Norge)"),
    (1045, "polski (Polska)"),
    (1046, "português (Brasil)"),
    (1048, "română (România)"),
    (1049, "русский (Россия)"),
    (1050, "hrvatski (Hrvatska)"),
    (1051, "slovenčina (Slovensko)"),
    (1053, "svenska (Sverige)"),
    (1054, "ไทย (ไทย)"),
    (1055, "Türkçe (Türkiye)"),
    (1057, "Indonesia (Indonesia)"),
    (1058, "українська (Україна)"),
    (1060, "slovenščina (Slovenija)"),
    (1061, "eesti (Eesti)"),
    (1062, "latviešu (Latvija)"),
    (1063, "lietuvių (Lietuva)"),
    (1066, "Tiếng Việt (Việt Nam)"),
    (1069, "euskara (euskara)"),
    (1081, "हिन्दी (भारत)"),
    (1086, "Melayu (Malaysia)"),
    (1087, "қазақ тілі (Қазақстан)"),
    (1110, "galego (galego)"),
    (2052, "中文(中国)"),
    (2070, "português (Portugal)"),
    (2074, "srpski (Srbija i Crna Gora (Bivša))"),
    (3076, "中文(香港特別行政區)"),
    (3082, "español (España, alfabetización internacional)"),
    (3098, "српски (Србија и Црна Гора (Бивша))"),
];
