# The warning that a session is about to end.

session-ends-idle = { $count ->
    [one] You will be signed out in a minute, as nothing has been done for a while. What you typed and did not save would be lost.
   *[other] You will be signed out in { $count } minutes, as nothing has been done for a while. What you typed and did not save would be lost.
}
session-ends = { $count ->
    [one] Your session ends in a minute. Save what you typed, then sign in again.
   *[other] Your session ends in { $count } minutes. Save what you typed, then sign in again.
}
session-ended = You have been signed out. Sign in again in a new tab: what you typed stays here and can be saved then.
session-stay = Stay signed in
session-sign-in = Sign in
