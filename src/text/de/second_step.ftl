# Der zweite Schritt der Anmeldung.

second-step-title = Anmeldung in zwei Schritten
second-step-text = Nach dem Passwort wird ein Code aus einer App auf Ihrem Telefon verlangt. Wer Ihr Passwort erfährt, kann sich damit allein nicht anmelden.
second-step-apps = Jede App für Einmalcodes ist geeignet: Aegis, 2FAS, Google oder Microsoft Authenticator oder Ihr Passwortmanager.
second-step-set-up = Anmeldung in zwei Schritten einrichten
second-step-manage = Wiederherstellungscodes und Ausschalten
second-step-is-on = An
second-step-is-off = Aus
second-step-scan = 1. CPN Desk in Ihre Authenticator-App aufnehmen
second-step-scan-text = Scannen Sie dieses Bild mit Ihrer Authenticator-App.
second-step-picture = Bild für die App; es enthält dasselbe wie der Schlüssel darunter
second-step-type = Wenn Sie es nicht scannen können, geben Sie diesen Schlüssel in die App ein:
second-step-open = In einer App auf diesem Gerät öffnen
second-step-first = 2. Den Code eingeben, den die App zeigt
second-step-code = Code
second-step-code-hint = Sechs Ziffern; die App zeigt alle 30 Sekunden neue.
second-step-switch-on = Einschalten
second-step-switched-on = Die Anmeldung in zwei Schritten ist an
second-step-codes = Wiederherstellungscodes
second-step-codes-text = Jeder lässt Sie einmal ein, wenn Sie Ihr Telefon nicht haben. Bewahren Sie sie bei wichtigen Papieren auf, nicht auf dem Telefon.
second-step-codes-once = Diese Codes werden nur jetzt gezeigt. Schreiben Sie sie auf oder speichern Sie sie.
second-step-codes-copy = Codes kopieren
second-step-codes-kept = Ich habe sie aufbewahrt
second-step-codes-left = { $count ->
    [0] Alle Wiederherstellungscodes sind verbraucht. Erzeugen Sie neue, sonst sperrt der Verlust des Telefons Sie aus.
    [one] { $count } Wiederherstellungscode ist übrig. Wenn Sie neue erzeugen, gilt dieser nicht mehr.
   *[other] { $count } Wiederherstellungscodes sind übrig. Wenn Sie neue erzeugen, gelten diese nicht mehr.
}
second-step-codes-renew = Neue Wiederherstellungscodes erzeugen
second-step-codes-renewed = Die alten Codes gelten nicht mehr
second-step-switch-off = Anmeldung in zwei Schritten ausschalten
second-step-switch-off-now = Ausschalten
second-step-switch-off-text = Danach genügt für die Anmeldung Ihr Passwort.
second-step-switched-off = Die Anmeldung in zwei Schritten ist aus.
sign-in-code-title = Code eingeben
sign-in-code-hint = Die sechs Ziffern, die Ihre App für CPN Desk zeigt, oder ein Wiederherstellungscode.
sign-in-code-lost = Weder Telefon noch Wiederherstellungscodes? Ein Administrator kann den zweiten Schritt für Sie ausschalten.
sign-in-code-over = Das hat zu lange gedauert, oder es waren zu viele falsche Codes. Melden Sie sich noch einmal mit Ihrem Passwort an.
problem-wrong-code = Dieser Code ist falsch. Geben Sie den ein, den die App jetzt zeigt; jeder gilt nur einmal
users-second-step-remove = Anmeldung in zwei Schritten ausschalten
users-second-step-reset = Die Anmeldung in zwei Schritten ist für diese Person aus. Das Passwort allein genügt.
conflict-second-step-on = Die Anmeldung in zwei Schritten ist schon an.
conflict-second-step-off = Die Anmeldung in zwei Schritten ist aus.
audit-action-password-right = Passwort richtig, Code verlangt
audit-action-second-step-on = Anmeldung in zwei Schritten eingeschaltet
audit-action-second-step-off = Anmeldung in zwei Schritten ausgeschaltet
audit-action-recovery-codes-renewed = neue Wiederherstellungscodes erzeugt
second-step-forced = Administratoren dieser Installation melden sich in zwei Schritten an
second-step-forced-text = Schalten Sie die Anmeldung in zwei Schritten hier ein; danach steht Ihnen alles andere wieder offen.
conflict-second-step-forced = Administratoren dieser Installation melden sich in zwei Schritten an: Der zweite Schritt bleibt eingeschaltet.
