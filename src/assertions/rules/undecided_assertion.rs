//! Assertions that the source does not decide.

crate::declare_rule! {
    /// ## What it does
    /// `dictum test` finds assertions that the source does not decide: a rule selects the members of a group, the
    /// grants of a role are unknown, a value of an app is missing, or an error hides what a policy says. An assertion
    /// about all environments of a kind tests nothing if there are none, and is found too.
    ///
    /// ## Why is this bad?
    /// What is unknown has not been tested. It may be true or false, so the test does not pass.
    ///
    /// ```dictum,bad
    /// environment pilot { type = sandbox }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    ///
    /// test "Production is managed" {
    ///   every production environment is managed
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment pilot { type = sandbox }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    ///
    /// test "Production is managed" {
    ///   every production environment is managed
    /// }
    /// ```
    pub RULE = 7031 "undecided-assertion" Error "the source does not decide what a test asserts";
}
