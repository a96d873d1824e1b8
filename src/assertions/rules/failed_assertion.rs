//! Assertions that are false.

crate::declare_rule! {
    /// ## What it does
    /// `dictum test` finds assertions that are false, and shows what makes them false: the grant, the rule, the data
    /// policy. `dictum check` does not evaluate assertions.
    ///
    /// ## Why is this bad?
    /// Users rely on what the test says, but the project says something else.
    ///
    /// ```dictum,bad
    /// environment pilot { type = sandbox }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    ///
    /// test "SharePoint and Teams go together" {
    ///   connectors sharepointonline, teams in pilot together
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment pilot { type = sandbox }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, teams]; non_business = rest }
    ///
    /// test "SharePoint and Teams go together" {
    ///   connectors sharepointonline, teams in pilot together
    /// }
    /// ```
    pub RULE = 7030 "failed-assertion" Error "a test asserts something that is not so";
}
