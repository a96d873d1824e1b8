//! Problems of names and values: family D1.

crate::declare_rule! {
    /// ## What it does
    /// Finds declarations of an unknown kind.
    ///
    /// ## Why is this bad?
    /// Such a declaration would have no effect at all.
    ///
    /// ```dictum,bad
    /// enviroment sales { type = sandbox }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales { type = sandbox }
    /// ```
    pub UNKNOWN_KIND = 1001 "unknown-kind" Error "a declaration is of no known kind" fixable;
}

crate::declare_rule! {
    /// ## What it does
    /// Finds attributes, blocks and sentences that a declaration of that kind does not accept.
    ///
    /// ## Why is this bad?
    /// It would have no effect, and what was meant would be missing.
    ///
    /// ```dictum,bad
    /// environment sales {
    ///   type  = sandbox
    ///   regin = europe
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales {
    ///   type   = sandbox
    ///   region = europe
    /// }
    /// ```
    pub UNKNOWN_ATTRIBUTE = 1002 "unknown-attribute" Error "a declaration does not take that attribute, block or sentence" fixable;
}

crate::declare_rule! {
    /// ## What it does
    /// Finds values of the wrong type: a text where a date belongs, an order comparison of words without an order.
    ///
    /// ## Why is this bad?
    /// The value cannot have the meaning that was intended.
    ///
    /// ```dictum,bad
    /// environment sales {
    ///   type    = sandbox
    ///   managed = true
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales {
    ///   type    = sandbox
    ///   managed = yes
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub WRONG_TYPE = 1003 "wrong-type" Error "a value is of the wrong type" fixable;
}

crate::declare_rule! {
    /// ## What it does
    /// Finds words that an attribute does not accept.
    ///
    /// ## Why is this bad?
    /// The platform has no such value.
    ///
    /// ```dictum,bad
    /// environment sales { type = sandbax }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales { type = sandbox }
    /// ```
    pub UNKNOWN_WORD = 1004 "unknown-word" Error "a word is not among those the attribute takes" fixable;
}

crate::declare_rule! {
    /// ## What it does
    /// Finds names of declarations that do not exist.
    ///
    /// ## Why is this bad?
    /// The declaration that was meant is missing.
    ///
    /// ```dictum,bad
    /// connectors office = [sharepointonline, teams]
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = office
    ///   non_business = unblockable - ofice
    ///   blocked      = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// connectors office = [sharepointonline, teams]
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = office
    ///   non_business = unblockable - office
    ///   blocked      = rest
    /// }
    /// ```
    pub UNKNOWN_NAME = 1005 "unknown-name" Error "a name refers to nothing" fixable;
}

crate::declare_rule! {
    /// ## What it does
    /// Finds two declarations of one kind with the same name.
    ///
    /// ## Why is this bad?
    /// It is unclear which of them a reference means. The order of files has no meaning.
    ///
    /// ```dictum,bad
    /// environment sales { type = sandbox }
    /// environment sales { type = production }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales      { type = sandbox }
    /// environment sales_prod { type = production }
    /// ```
    pub DUPLICATE_DECLARATION = 1006 "duplicate-declaration" Error "a name is declared twice";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds an attribute, or a block that may occur only once, given twice.
    ///
    /// ## Why is this bad?
    /// Only one of the two can be valid.
    ///
    /// ```dictum,bad
    /// environment sales {
    ///   type = sandbox
    ///   type = production
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales {
    ///   type = sandbox
    /// }
    /// ```
    pub DUPLICATE_ATTRIBUTE = 1007 "duplicate-attribute" Error "an attribute is given twice";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds declarations without an attribute that they must have.
    ///
    /// ## Why is this bad?
    /// The platform needs it, and no default would be right for everyone.
    ///
    /// ```dictum,bad
    /// group sg_sales { name = "Sales makers" }
    ///
    /// environment sales {
    ///   type   = sandbox
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_sales { kind = security; name = "Sales makers" }
    ///
    /// environment sales {
    ///   type   = sandbox
    ///   access = sg_sales
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub MISSING_ATTRIBUTE = 1008 "missing-attribute" Error "an attribute that must be given is missing";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds declarations whose head or body has the wrong form: a name that is missing or one too many,
    /// a block where a value belongs.
    ///
    /// ## Why is this bad?
    /// It is unclear what is declared.
    ///
    /// ```dictum,bad
    /// environment { type = sandbox }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales { type = sandbox }
    /// ```
    pub WRONG_FORM = 1009 "wrong-form" Error "a declaration or statement has the wrong form";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds connector sets that are defined by themselves.
    ///
    /// ## Why is this bad?
    /// The connectors of such a set are undefined.
    ///
    /// ```dictum,bad
    /// connectors office   = [teams] + everyday
    /// connectors everyday = [planner] + office
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// connectors office   = [teams]
    /// connectors everyday = [planner] + office
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = everyday
    ///   non_business = unblockable - everyday
    ///   blocked      = rest
    /// }
    /// ```
    pub CYCLE = 1010 "cycle" Error "a declaration is defined by itself";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds conditions that ask for an unknown fact.
    ///
    /// ## Why is this bad?
    /// Such a condition selects nothing.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = connectors where teir == standard
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = connectors where tier == standard
    ///   non_business = rest
    /// }
    /// ```
    pub UNKNOWN_FACT = 1011 "unknown-fact" Error "a condition asks for something that nothing is known of" fixable;
}

crate::declare_rule! {
    /// ## What it does
    /// Finds connector names that the catalogue does not have and the project does not declare.
    ///
    /// ## Why is this bad?
    /// The platform would refuse the policy, or keep an entry without effect. If the connector exists but is not in
    /// the catalogue, put its full id in quotes, or pin a newer catalogue.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepoint_online]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline]
    ///   non_business = rest
    /// }
    /// ```
    pub UNKNOWN_CONNECTOR = 1012 "unknown-connector" Error "a connector is neither in the catalogue nor declared" fixable;
}

/// Every code of this floor.
pub const ALL: &[&crate::diagnostics::Rule] = &[
    &UNKNOWN_KIND,
    &UNKNOWN_ATTRIBUTE,
    &WRONG_TYPE,
    &UNKNOWN_WORD,
    &UNKNOWN_NAME,
    &DUPLICATE_DECLARATION,
    &DUPLICATE_ATTRIBUTE,
    &MISSING_ATTRIBUTE,
    &WRONG_FORM,
    &CYCLE,
    &UNKNOWN_FACT,
    &UNKNOWN_CONNECTOR,
];
