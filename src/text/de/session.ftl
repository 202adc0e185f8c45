# Die Warnung, dass eine Sitzung gleich endet.

session-ends-idle = { $count ->
    [one] Sie werden in einer Minute abgemeldet, weil länger nichts geschehen ist. Was Sie eingegeben und nicht gespeichert haben, ginge verloren.
   *[other] Sie werden in { $count } Minuten abgemeldet, weil länger nichts geschehen ist. Was Sie eingegeben und nicht gespeichert haben, ginge verloren.
}
session-ends = { $count ->
    [one] Ihre Sitzung endet in einer Minute. Speichern Sie Ihre Eingaben und melden Sie sich dann neu an.
   *[other] Ihre Sitzung endet in { $count } Minuten. Speichern Sie Ihre Eingaben und melden Sie sich dann neu an.
}
session-ended = Sie wurden abgemeldet. Melden Sie sich in einem neuen Tab wieder an: Ihre Eingaben bleiben hier stehen und lassen sich danach speichern.
session-stay = Angemeldet bleiben
session-sign-in = Anmelden
