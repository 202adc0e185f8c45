# Was Administratoren taten und wer sich anzumelden versuchte.

nav-audit = Protokoll
audit-text = Wer Firmen, Produkte und Personen änderte und wer sich anmeldete. Was mit Nummern geschah, steht im Verlauf der Firma.
audit-who = Wer
audit-subject = Worüber
audit-since = Von
audit-until = Bis
audit-when = Wann
audit-what-heading = Was
audit-story = Einzelheiten
audit-what = { $subject }: { $action }
audit-shown = { $count ->
    [one] { $count } Ereignis
   *[other] { $count } Ereignisse
}
audit-by-chip = Von { $who }
audit-since-chip = Ab { $day }
audit-until-chip = Bis { $day }
audit-subject-company = Firma
audit-subject-company-file = Datei mit Firmen
audit-subject-product = Produkt
audit-subject-product-file = Datei mit Produkten
audit-subject-sign-in = Anmeldung
audit-subject-token = Token
audit-subject-upload = Upload
audit-subject-user = Person
audit-action-created = angelegt
audit-action-changed = geändert
audit-action-locked = gesperrt
audit-action-unlocked = entsperrt
audit-action-archived = archiviert
audit-action-unarchived = aus dem Archiv geholt
audit-action-discontinued = ausgelaufen
audit-action-resumed = wieder im Verkauf
audit-action-imported = übernommen
audit-action-checked = geprüft
audit-action-invited = eingeladen
audit-action-added = hinzugefügt
audit-action-disabled = ausgeschlossen
audit-action-enabled = wieder zugelassen
audit-action-revoked = widerrufen
audit-action-applied = übernommen
audit-action-set-up = eingerichtet
audit-action-link-issued = Link erzeugt
audit-action-invitation-accepted = Einladung angenommen
audit-action-password-reset = Passwort zurückgesetzt
audit-action-password-changed = Passwort geändert
audit-action-session-ended = Sitzung beendet
audit-action-sessions-ended = Sitzungen beendet
audit-action-signed-in = angemeldet
audit-action-signed-out = abgemeldet
audit-action-refused = abgewiesen
audit-action-confirmed = Passwort bestätigt
audit-action-not-confirmed = Passwort nicht bestätigt
