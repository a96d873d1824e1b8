//! `rules` and `rating`

use super::{Body, Kind, Sentence};

pub(super) static KIND: Kind = Kind {
    keyword: "rules",
    noun: "a set of rules",
    plural: "sets of rules",
    doc: "Which level of a scale something has, by its criteria. The name is that of the scale. The rules are about apps, unless `subject` says otherwise. They may be sentences, a table, a scorecard, or all of these; they are proved to be complete and without contradiction.",
    name: "scale",
    body: Body::Free(FORMS),
    example: r"scale criticity { low < medium < high }

criteria app {
  /// handles data about people
  personal_data : bool
  users         : 0..
  impact        : none < minor < major
}

rules criticity {
  unique
  high   when impact == major or (personal_data and users > 500)
  medium when impact != major and personal_data and users <= 500
  low    otherwise
}

control low    { process = automated }
control medium { process = automated }
control high   { process = automated }
",
};

pub(super) static RATING: Kind = Kind {
    keyword: "rating",
    noun: "a rating",
    plural: "ratings",
    doc: "Which level of a scale a connector has, by its criteria and the catalogue's facts: rules whose subject is `connector`. The level is the fact `rating`, which data policies may select by; a connector that says `rated = …` has that level instead.",
    name: "scale",
    body: Body::Free(FORMS),
    example: r"scale connector_risk { trusted < elevated < forbidden }

criteria connector {
  authentication     : entra | api_key | none
  data_leaves_tenant : bool
}

rating connector_risk {
  worst wins
  forbidden when authentication == none and data_leaves_tenant
  elevated  when data_leaves_tenant
  trusted   otherwise
}

connector sql { authentication = entra; data_leaves_tenant = no }
",
};

static FORMS: &[Sentence] = &[
    Sentence { form: "high when users > 500 and personal_data", doc: "Such a subject has this level." },
    Sentence { form: "low otherwise", doc: "What no rule matches has this level." },
    Sentence { form: "unique", doc: "No two rules may match the same subject. This holds where nothing is said." },
    Sentence { form: "any", doc: "Several rules may match where they give the same level." },
    Sentence { form: "worst wins", doc: "Of the rules that match, the highest level counts." },
    Sentence { form: "first wins", doc: "Of the rules that match, the first as written counts." },
    Sentence {
        form: "never personal_data and audience == robots",
        doc: "Such a subject cannot be; no rule need match it.",
    },
    Sentence {
        form: "subject = flow",
        doc: "What the rules are about, where it is not `app`, or `connector` for a rating.",
    },
    Sentence {
        form: "table { personal_data users level; yes 501.. high; - ..500 low }",
        doc: "Rules as rows. The first row names fields and, last, `level`. A cell is a value, a range, a list of values, a comparison such as `>= minor`, or `-` for any.",
    },
    Sentence {
        form: "scorecard { users { 0..50 -> 0; 51.. -> 2 }; total { ..1 -> low; 2.. -> high } }",
        doc: "Points for the values of fields; their total gives the level, beside the other rules. Of a field that is a list, each word adds its points; `-` stands for all words without a row.",
    },
    Sentence {
        form: "scorecard reach { users { 0..50 -> 0; 51.. -> 2 }; total { ..1 -> low; 2.. -> high } }",
        doc: "A scorecard with a name: of several each needs one.",
    },
    Sentence {
        form: "high when published older than 60 days",
        doc: "An age, in days, weeks, months or years, judged by `--today`. It is proved whatever the day; bundles hold the age and no day. Rules about connectors cannot ask for ages.",
    },
    Sentence {
        form: "high when impact not answered",
        doc: "Whether there is a value: `not answered`, or `answered`. Rules that ask this take a missing value for an answer, with which no comparison holds and none fails.",
    },
    Sentence {
        form: "high when spent > budget",
        doc: "One field against another: numbers, days, or words of one list.",
    },
    Sentence {
        form: "high when likelihood == often and exposure >= wide",
        doc: "The level that other rules about the same subject give, by the name of its scale.",
    },
    Sentence {
        form: "high when environment.type == production and connectors.rating >= elevated",
        doc: "Of apps also facts of their environment, the list `connectors`, and the highest rating of those.",
    },
];
