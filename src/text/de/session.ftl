# Die Warnung, dass eine Sitzung gleich endet.

session-ends-idle = { $count ->
    [one] Sie werden in einer Minute abgemeldet, weil Sie länger nichts getan haben.
   *[other] Sie werden in { $count } Minuten abgemeldet, weil Sie länger nichts getan haben.
}
session-ends-idle-text = Eingaben, die nicht gespeichert sind, gingen verloren.
session-ends = { $count ->
    [one] Ihre Sitzung endet in einer Minute.
   *[other] Ihre Sitzung endet in { $count } Minuten.
}
session-ends-text = Speichern Sie Ihre Eingaben und melden Sie sich dann neu an.
session-ended = Sie wurden abgemeldet.
session-ended-text = Melden Sie sich in einem neuen Tab wieder an: Ihre Eingaben bleiben hier stehen und lassen sich danach speichern.
session-stay = Angemeldet bleiben
session-sign-in = Anmelden
