# The second step of signing in.

second-step-title = Two-step sign-in
second-step-text = After your password you are asked for a code from an app on your phone. Whoever learns your password still cannot sign in.
second-step-apps = Any app for one-time codes works: Aegis, 2FAS, Google or Microsoft Authenticator, or your password manager.
second-step-set-up = Set up two-step sign-in
second-step-manage = Recovery codes and switching off
second-step-is-on = On
second-step-is-off = Off
second-step-scan = 1. Add CPN Desk to your authenticator app
second-step-scan-text = Scan this picture with your authenticator app.
second-step-picture = Picture for the app; it holds the same as the key below
second-step-type = If you cannot scan it, type this key into the app:
second-step-open = Open in an app on this device
second-step-first = 2. Enter the code the app shows
second-step-code = Code
second-step-code-hint = Six digits; the app shows new ones every 30 seconds.
second-step-switch-on = Switch on
second-step-switched-on = Two-step sign-in is on
second-step-codes = Recovery codes
second-step-codes-text = Each lets you in once when you do not have your phone. Keep them where you keep important papers, not on the phone.
second-step-codes-once = These codes are shown only now. Write them down or save them.
second-step-codes-copy = Copy the codes
second-step-codes-kept = I have kept them
second-step-codes-left = { $count ->
    [0] You have used all recovery codes. Make new ones, or losing your phone locks you out.
    [one] { $count } recovery code is left. If you make new ones, it stops working.
   *[other] { $count } recovery codes are left. If you make new ones, these stop working.
}
second-step-codes-renew = Make new recovery codes
second-step-codes-renewed = The old codes do not work any more
second-step-switch-off = Switch off two-step sign-in
second-step-switch-off-now = Switch off
second-step-switch-off-text = From then on your password alone lets you in.
second-step-switched-off = Two-step sign-in is off.
sign-in-code-title = Enter your code
sign-in-code-hint = The six digits your app shows for CPN Desk, or a recovery code.
sign-in-code-lost = No phone and no recovery codes? An admin can switch two-step sign-in off for you.
sign-in-code-over = This took too long, or there were too many wrong codes. Sign in with your password again.
problem-wrong-code = This code is wrong. Enter the one the app shows now; each works only once
users-second-step-remove = Switch two-step sign-in off
users-second-step-reset = Two-step sign-in is off for this person. The password alone lets them in.
conflict-second-step-on = Two-step sign-in is on already.
conflict-second-step-off = Two-step sign-in is off.
audit-action-password-right = password right, code asked for
audit-action-second-step-on = two-step sign-in switched on
audit-action-second-step-off = two-step sign-in switched off
audit-action-recovery-codes-renewed = new recovery codes made
second-step-forced = Admins of this installation sign in with two steps
second-step-forced-text = Switch it on here; then everything else is open to you again.
conflict-second-step-forced = Admins of this installation sign in with two steps: it stays on.
