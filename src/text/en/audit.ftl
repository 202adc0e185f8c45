# What admins did and who tried to sign in.

nav-audit = Audit
audit-text = Who changed companies, products and people, and who signed in. What happened to numbers stands in each company’s history.
audit-who = Who
audit-subject = About
audit-since = From
audit-until = To
audit-when = When
audit-what-heading = What
audit-story = Story
audit-what = { $subject }: { $action }
audit-shown = { $count ->
    [one] { $count } event
   *[other] { $count } events
}
audit-by-chip = By { $who }
audit-since-chip = From { $day }
audit-until-chip = To { $day }
audit-subject-company = Company
audit-subject-company-file = File of companies
audit-subject-product = Product
audit-subject-product-file = File of products
audit-subject-sign-in = Sign-in
audit-subject-token = Token
audit-subject-upload = Upload
audit-subject-user = Person
audit-action-created = created
audit-action-changed = changed
audit-action-locked = locked
audit-action-unlocked = unlocked
audit-action-archived = archived
audit-action-unarchived = taken out of the archive
audit-action-discontinued = discontinued
audit-action-resumed = put back on sale
audit-action-imported = imported
audit-action-checked = checked
audit-action-invited = invited
audit-action-added = added
audit-action-disabled = disabled
audit-action-enabled = enabled
audit-action-revoked = revoked
audit-action-applied = applied
audit-action-set-up = set up
audit-action-link-issued = link made
audit-action-invitation-accepted = invitation accepted
audit-action-password-reset = password reset
audit-action-password-changed = password changed
audit-action-session-ended = session ended
audit-action-sessions-ended = sessions ended
audit-action-signed-in = signed in
audit-action-signed-out = signed out
audit-action-refused = refused
audit-action-confirmed = password confirmed
audit-action-not-confirmed = password not confirmed
