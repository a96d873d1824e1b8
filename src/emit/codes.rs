//! Problems between a program, the bindings and a target.

crate::declare_rule! {
    /// ## What it does
    /// Finds names without an id that a target needs: an environment that a data policy lists, a custom connector
    /// that a data policy names.
    ///
    /// ## Why is this bad?
    /// The platform accepts ids only. The target is not written.
    ///
    /// ```dictum,bad
    /// environment sales { type = sandbox; region = europe }
    ///
    /// data_policy sales_only {
    ///   applies_to   = only [sales]
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    /// ```
    ///
    /// Give the id in a bindings file, `{ "environments": { "sales": "…" } }`, or in the source:
    ///
    /// ```dictum,good
    /// environment sales { type = sandbox; region = europe; id = "11111111-2222-3333-4444-555555555555" }
    ///
    /// data_policy sales_only {
    ///   applies_to   = only [sales]
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    /// ```
    pub UNBOUND_NAME = 3901 "unbound-name" Error "a target needs an id that nothing binds";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds declarations whose `id` differs from the one in the bindings file.
    ///
    /// ## Why is this bad?
    /// Only one of the two can be meant, and deploying to the other would change the wrong thing.
    ///
    /// Keep the id in the bindings file if one source serves several tenants, else in the source.
    ///
    /// Its examples need a bindings file, so they are in the test suite.
    pub BOUND_TWICE = 3902 "bound-twice" Error "source and bindings give a name two ids";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds names in the bindings file that nothing declares.
    ///
    /// ## Why is this bad?
    /// The name was probably changed in the source, and the new name has no binding.
    ///
    /// Its examples need a bindings file, so they are in the test suite.
    pub UNKNOWN_BINDING = 3903 "unknown-binding" Warning "the bindings name something that is not declared";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds ids that do not have the form of the platform's ids.
    ///
    /// ## Why is this bad?
    /// Ids become part of the address of requests. The platform would refuse such an address, or read it as another
    /// one.
    ///
    /// In the source, `malformed-id` already checks the form of ids. This rule is about bindings files, so its
    /// examples are in the test suite.
    pub MALFORMED_ID = 3904 "unwritable-id" Error "an id does not have the form that ids of the platform have";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds roles whose names give the same file name.
    ///
    /// ## Why is this bad?
    /// An unpacked solution stores each role in a file with its name, and many file systems ignore case. One role
    /// would replace the other, so the target is not written.
    ///
    /// ```dictum,bad
    /// business_units contoso { emea }
    ///
    /// role clerk {
    ///   name = "Clerk"
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    ///
    /// role clerk_of_contoso {
    ///   name          = "clerk"
    ///   business_unit = contoso
    ///   grid {
    ///     table    read
    ///     contact  org
    ///   }
    /// }
    /// ```
    ///
    /// Give each a name of its own:
    ///
    /// ```dictum,good
    /// business_units contoso { emea }
    ///
    /// role clerk {
    ///   name = "Clerk"
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    ///
    /// role clerk_of_contoso {
    ///   name          = "Head clerk"
    ///   business_unit = contoso
    ///   grid {
    ///     table    read
    ///     contact  org
    ///   }
    /// }
    /// ```
    pub SAME_FILE = 3905 "same-file" Error "two roles would be written to one file";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds names with characters that a target's format cannot contain.
    ///
    /// ## Why is this bad?
    /// XML cannot contain control characters. The target is not written.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   name = "Clerk\u{1}"
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    /// ```
    ///
    /// Remove the character from the name:
    ///
    /// ```dictum,good
    /// role clerk {
    ///   name = "Clerk"
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    /// ```
    pub UNWRITABLE_NAME = 3906 "unwritable-name" Error "a name has a character that a target cannot write";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds roles with an id of their own, in the source or in the bindings, whose grants a plan would replace by an empty
    /// list.
    ///
    /// ## Why is this bad?
    /// The id shows that the role exists already, and its holders work with it. The request that sets the grants of a
    /// role removes everything that it does not list. The target is not written.
    ///
    /// ```dictum,bad
    /// role clerk { id = "6f0f7c1e-5d0a-5b52-9b0c-0f3a5c1d2e01" }
    /// ```
    ///
    /// Declare that the role exists, so that nothing writes it; or, if an empty list is what you want, write
    /// `grants = none`:
    ///
    /// ```dictum,good
    /// role clerk { id = "6f0f7c1e-5d0a-5b52-9b0c-0f3a5c1d2e01"; existing = yes }
    /// ```
    pub EMPTIES_ROLE = 3910 "empties-role" Error "a build would take everything that a role grants away";
}

crate::declare_rule! {
    /// ## What it does
    /// Finds roles that targets write and that include a role with unknown grants: one with `existing = yes` whose
    /// grants are not in the source.
    ///
    /// ## Why is this bad?
    /// The platform has no roles within roles, so a role is written with all its grants. Unknown grants would be
    /// missing, and the holders of the role would lose them. The target is not written.
    ///
    /// ```dictum,bad
    /// role salesperson { existing = yes }
    ///
    /// role seller {
    ///   includes = [salesperson]
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    /// ```
    ///
    /// Assign both roles to people, or give the grants of the included one:
    ///
    /// ```dictum,good
    /// role salesperson { existing = yes }
    ///
    /// role seller {
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    /// ```
    pub INCLUDES_UNKNOWN = 3911 "includes-unknown" Error "a role that is written includes one whose grants are unknown";
}
