# Anmeldung, Personen, und was jeder für sich einstellt.

language-en = English
language-de = Deutsch

people-email = E-Mail-Adresse
people-password = Passwort
people-name = Name

## Anmelden

sign-in-title = Anmelden
sign-in-submit = Anmelden
sign-in-refused = Mit dieser E-Mail-Adresse und diesem Passwort kommen Sie nicht hinein. Prüfen Sie beides und versuchen Sie es noch einmal. Nach vielen Versuchen müssen Sie zehn Minuten warten.
sign-in-email-missing = Geben Sie Ihre E-Mail-Adresse ein
sign-in-password-missing = Geben Sie Ihr Passwort ein
sign-in-return = Melden Sie sich an, um dort weiterzumachen, wo Sie waren. Eine Sitzung endet, wenn sie eine Weile nicht benutzt wird.
sign-in-no-access = Kein Zugang oder Passwort vergessen? Bitten Sie einen Administrator um einen Link.

## Überall, wo es um Personen geht

people-new-password = Neues Passwort
people-repeated = Neues Passwort noch einmal
people-password-hint = Mindestens { $count } Zeichen. Mehrere Wörter hintereinander sind leicht zu merken und schwer zu erraten.
people-save = Speichern
people-actions = Aktionen
people-copy = Kopieren

problem-email-missing = Geben Sie die E-Mail-Adresse ein
problem-name-missing = Geben Sie den Namen ein
problem-password-missing = Geben Sie das neue Passwort ein
problem-current-missing = Geben Sie Ihr aktuelles Passwort ein
problem-role-not-a-choice = Wählen Sie eine Rolle
problem-email-taken = Jemanden mit „{ $value }“ gibt es schon
problem-companies-missing = Wählen Sie die Firma, für die eingekauft wird
problem-companies-unknown = „{ $value }“ ist keine Kundennummer: Suchen Sie die Firma und kreuzen Sie sie an
problem-one-company = Ein Einkäufer gehört zu genau einer Firma
problem-no-company = Ein Administrator sieht alle Firmen: Lassen Sie dies leer
problem-buyers-only = Nur für Einkäufer gibt es „Nur lesen“
problem-last-admin = Dies ist der letzte aktive Administrator. Machen Sie zuerst jemand anderen zum Administrator
problem-common-password = Dies ist eines der Passwörter, die zuerst probiert werden; wählen Sie ein anderes
problem-context-password = Dies ist kaum mehr als ein Name, den jeder probieren würde; fügen Sie eigene Wörter hinzu

## Einrichtung und Links

set-up-title = CPN Desk einrichten
set-up-text = Noch kann sich niemand anmelden. Legen Sie den ersten Administrator an; danach gibt es diese Seite nicht mehr.
set-up-email-hint = Damit melden Sie sich an. Es wird keine Nachricht verschickt.
set-up-submit = Administrator anlegen
password-link-setup = CPN Desk einrichten
password-link-invitation = Passwort wählen
password-link-reset = Neues Passwort wählen
password-link-for = Für { $name }, Anmeldung mit { $email }.
password-link-submit = Passwort speichern und anmelden

## Konto

account-title = Konto
account-settings = Einstellungen
account-language = Sprache
account-time-zone = Zeitzone
account-time-zone-hint = Alle Zeiten werden in dieser Zone angezeigt.
account-theme = Farben
account-density = Zeilenhöhe
account-shortcuts = Tastenkürzel
account-shortcuts-hint = Einzelne Tasten wie / für die Suche. Mit ? sehen Sie alle.
account-saved = Ihre Einstellungen sind gespeichert.
theme-system = Wie dieses Gerät
theme-light = Hell
theme-dark = Dunkel
density-comfortable = Komfortabel
density-compact = Kompakt
account-password = Passwort
account-current-password = Aktuelles Passwort
account-end-others = Alle anderen Sitzungen beenden
account-end-others-hint = Jeder andere Browser muss sich mit dem neuen Passwort anmelden.
account-change-password = Passwort ändern
account-password-changed = Ihr Passwort ist geändert.
account-sessions = Wo Sie angemeldet sind
account-session-device = Browser
account-session-address = IP-Adresse
account-session-opened = Angemeldet
account-session-seen = Zuletzt benutzt
account-session-this = Diese Sitzung
account-session-end = Beenden
account-session-end-of = Die Sitzung von { $device } beenden
account-sessions-end-others = Alle anderen beenden
account-sessions-ended = Die Sitzung ist beendet.
account-device = { $browser } auf { $system }
account-device-unknown = Unbekannter Browser

## Personen, für Administratoren

users-invite = Jemanden einladen
users-invite-text = Sie bekommen einen Link zum Weitergeben. Damit wählt die Person ihr Passwort.
users-invite-submit = Einladen
users-search = Name oder E-Mail
users-role = Rolle
users-state = Status
users-any = Alle
users-companies = Firmen
users-companies-hint = Ein Einkäufer hat genau eine, ein Kundenbetreuer beliebig viele. Ein Administrator sieht alle Firmen: Lassen Sie dies leer.
users-companies-all = Alle
users-companies-none = Keine
users-companies-more = { $names } und { $more } weitere
users-read-only = Nur lesen
users-read-only-hint = Nur für Einkäufer: Sie sehen und exportieren ihre Nummern, ändern aber nichts.
users-role-read-only = Einkäufer, nur lesend
users-role-buyer-hint = Arbeitet an den Nummern einer Firma.
users-role-manager-hint = Arbeitet an den zugewiesenen Firmen, lädt Tabellen hoch und sieht alle Produkte.
users-role-admin-hint = Darf alles: Firmen, Sperren, Produkte, Personen, Token.
users-state-active = Aktiv
users-state-invited = Eingeladen
users-state-disabled = Deaktiviert
users-seen = Letzte Anmeldung
users-seen-never = Nie
users-none = Keine Treffer
users-none-text = Ändern Sie die Suche oder setzen Sie die Filter zurück.
users-access = Zugang
users-sessions = Offene Sitzungen
users-reset = Link zum Zurücksetzen
users-invite-again = Neuer Einladungslink
users-end-sessions = Sitzungen beenden
users-disable = Deaktivieren
users-disable-hint = Wer deaktiviert wird, ist sofort abgemeldet; die von dieser Person angelegten Token gelten nicht mehr. Was sie getan hat, bleibt im Verlauf.
users-enable = Aktivieren
users-enable-hint = Danach ist die Anmeldung mit dem früheren Passwort wieder möglich. Auch die von dieser Person angelegten Token gelten wieder.
users-enable-hint-invited = Diese Person hat noch kein Passwort gewählt und gilt danach wieder als eingeladen: Erzeugen Sie dann einen neuen Einladungslink.
users-changed = Die Änderungen sind gespeichert.
users-disabled = { $name } ist deaktiviert und abgemeldet.
users-enabled = { $name } kann sich wieder anmelden.
users-enabled-invited = { $name } ist wieder eingeladen. Erzeugen Sie jetzt einen neuen Einladungslink.
users-sessions-ended = { $name } ist überall abgemeldet.
users-meanwhile = Jemand anderes hat diese Person inzwischen geändert. Gespeichert ist:
users-meanwhile-text = Unten steht, was Sie eingegeben haben. Speichern Sie noch einmal, um das Gespeicherte zu ersetzen.
users-link-invitation = Einladungslink
users-link-invitation-text = { $name } ist eingeladen. Geben Sie diesen Link an { $email } weiter. Er gilt einmal, innerhalb von 24 Stunden.
users-link-reset = Link zum Zurücksetzen
users-link-reset-text = Geben Sie diesen Link an { $name } ({ $email }) weiter. Er gilt einmal, innerhalb einer Stunde, und beendet alle Sitzungen. Bis dahin gilt das alte Passwort.
users-link-once = Er wird nur jetzt gezeigt und nirgends gespeichert. Geht er verloren, erzeugen Sie einen neuen; der alte gilt dann nicht mehr.
users-link-done = Fertig
conflict-person-disabled = Diese Person ist deaktiviert. Aktivieren Sie sie zuerst.
