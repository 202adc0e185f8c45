# Signing in, people, and what everybody sets for themselves.

language-en = English
language-de = Deutsch

people-email = E-mail address
people-password = Password
people-name = Name

## Signing in

sign-in-title = Sign in
sign-in-submit = Sign in
sign-in-refused = This e-mail address and password do not let you in. Check both and try again. After many tries you have to wait ten minutes.
sign-in-email-missing = Enter your e-mail address
sign-in-password-missing = Enter your password
sign-in-return = Sign in to go on where you were. A session ends when it is not used for a while.
sign-in-no-access = No access, or password forgotten? Ask an admin for a link.

## Everywhere about people

people-new-password = New password
people-repeated = New password once more
people-password-hint = At least { $count } characters. Several words in a row are easy to remember and hard to guess.
people-save = Save
people-actions = Actions
people-copy = Copy

problem-email-missing = Enter the e-mail address
problem-name-missing = Enter the name
problem-password-missing = Enter the new password
problem-current-missing = Enter your current password
problem-role-not-a-choice = Choose a role
problem-email-taken = There is somebody with “{ $value }” already
problem-companies-missing = Choose the company they buy for
problem-companies-unknown = “{ $value }” is not an account number: search for the company and tick it
problem-one-company = A buyer belongs to exactly one company
problem-no-company = An admin sees every company: leave this empty
problem-buyers-only = Only buyers can be set to read only
problem-last-admin = This is the last active admin. Make somebody else an admin first
problem-common-password = This is one of the passwords that are tried first; choose another one
problem-context-password = This is little more than a name that everybody would try; add words of your own

## Set-up and links

set-up-title = Set up CPN Desk
set-up-text = Nobody can sign in yet. Create the first admin; after that this page is gone.
set-up-email-hint = You sign in with it. No mail is sent.
set-up-submit = Create admin
password-link-setup = Set up CPN Desk
password-link-invitation = Choose your password
password-link-reset = Choose a new password
password-link-for = For { $name }, who signs in as { $email }.
password-link-submit = Save password and sign in

## Account

account-title = Account
account-settings = Settings
account-language = Language
account-time-zone = Time zone
account-time-zone-hint = All times are shown in this zone.
account-theme = Colours
account-density = Row height
account-shortcuts = Keyboard shortcuts
account-shortcuts-hint = Single keys such as / for the search. Press ? to see them.
account-saved = Your settings are saved.
theme-system = As this device
theme-light = Light
theme-dark = Dark
density-comfortable = Comfortable
density-compact = Compact
account-password = Password
account-current-password = Current password
account-end-others = End all other sessions
account-end-others-hint = Every other browser has to sign in with the new password.
account-change-password = Change password
account-password-changed = Your password is changed.
account-sessions = Where you are signed in
account-session-device = Browser
account-session-address = IP address
account-session-opened = Signed in
account-session-seen = Last used
account-session-this = This session
account-session-end = End
account-session-end-of = End the session of { $device }
account-sessions-end-others = End all others
account-sessions-ended = The session has ended.
account-device = { $browser } on { $system }
account-device-unknown = Unknown browser

## People, for admins

users-invite = Invite somebody
users-invite-text = You get a link to hand over. The person uses it to choose a password.
users-invite-submit = Invite
users-search = Name or e-mail
users-role = Role
users-state = Status
users-any = Any
users-companies = Companies
users-companies-hint = A buyer has exactly one, an account manager any number. An admin sees every company: leave this empty.
users-companies-all = All
users-companies-none = None
users-companies-more = { $names } and { $more } more
users-read-only = Read only
users-read-only-hint = Only for buyers: they see and export their numbers but change nothing.
users-role-read-only = Buyer, read only
users-role-buyer-hint = Works on the numbers of one company.
users-role-manager-hint = Works on the companies assigned, uploads spreadsheets and sees all products.
users-role-admin-hint = Does everything: companies, locks, products, people, tokens.
users-state-active = Active
users-state-invited = Invited
users-state-disabled = Disabled
users-seen = Last sign-in
users-seen-never = Never
users-none = No matches
users-none-text = Change the search or clear the filters.
users-access = Access
users-sessions = Open sessions
users-reset = Make reset link
users-invite-again = Make new invitation link
users-end-sessions = End sessions
users-disable = Disable
users-disable-hint = Whoever is disabled is signed out at once, and the tokens they created stop working. What they did stays in the history.
users-enable = Enable
users-enable-hint = They can sign in again with the password they had. The tokens they created work again, too.
users-enable-hint-invited = This person has not chosen a password yet and will be invited again: make a new invitation link afterwards.
users-changed = The changes are saved.
users-disabled = { $name } is disabled and signed out.
users-enabled = { $name } can sign in again.
users-enabled-invited = { $name } is invited again. Make a new invitation link now.
users-sessions-ended = { $name } is signed out everywhere.
users-meanwhile = Somebody else changed this person meanwhile. Stored is:
users-meanwhile-text = Below is what you entered. Save again to replace what is stored.
users-link-invitation = Invitation link
users-link-invitation-text = { $name } is invited. Hand this link to { $email }. It works once, within 24 hours.
users-link-reset = Reset link
users-link-reset-text = Hand this link to { $name } ({ $email }). It works once, within an hour, and ends all their sessions. Until then the old password works.
users-link-once = It is shown only now and stored nowhere. If it gets lost, make a new one: the old one stops working.
users-link-done = Done
conflict-person-disabled = This person is disabled. Enable them first.
