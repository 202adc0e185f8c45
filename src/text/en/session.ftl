# The warning that a session is about to end.

session-ends-idle = { $count ->
    [one] You will be signed out in a minute because you have been inactive.
   *[other] You will be signed out in { $count } minutes because you have been inactive.
}
session-ends-idle-text = What you typed and did not save would be lost.
session-ends = { $count ->
    [one] Your session ends in a minute.
   *[other] Your session ends in { $count } minutes.
}
session-ends-text = Save what you typed, then sign in again.
session-ended = You have been signed out.
session-ended-text = Sign in again in a new tab: what you typed stays here and can be saved then.
session-stay = Stay signed in
session-sign-in = Sign in
