# Firmen: ihre Liste, ihr Rahmen, ihre Einstellungen und ihre Sperre.

companies-tab-numbers = Nummern
companies-tab-uploads = Uploads
companies-tab-history = Verlauf
companies-tab-settings = Einstellungen
companies-account-number = Kundennummer
companies-archived-since = Archiviert seit { $since }
companies-locked-title = Diese Firma ist gesperrt

## Die Liste

companies-search = Suche in Name und Kundennummer
companies-name = Name
companies-cpns = Nummern
companies-state = Status
companies-last-change = Letzte Änderung
companies-without = Produkte ohne Nummer
companies-manager-none = Niemand
companies-manager-chip = Kundenbetreuer: { $name }
companies-add = Nach Name oder Kundennummer hinzufügen
companies-state-current = Aktuelle
companies-state-locked = Gesperrte
companies-state-archived = Archivierte
companies-state-all = Alle
companies-is-locked = Gesperrt
companies-is-archived = Archiviert
companies-none = Noch keine Firmen
companies-none-admin = Legen Sie hier die erste Firma an, oder laden Sie viele auf einmal auf der Kommandozeile des Servers:
companies-none-manager = Ihnen ist keine Firma zugewiesen. Bitten Sie einen Administrator, Ihnen Ihre Firmen zuzuweisen.
listing-more-than = mehr als { $most }
listing-under = unter { $most }
listing-search-chip = „{ $term }“
listing-suspect = vermutlich verändert
listing-suspect-only = Nur vermutlich veränderte
listing-no-match = Keine Treffer
listing-no-match-text = Ändern Sie die Suche oder setzen Sie die Filter zurück.

## Anlegen und ändern

companies-new = Neue Firma
companies-create = Firma anlegen
companies-created = { $name } wurde angelegt.
companies-settings-of = Einstellungen von { $name }
companies-account-number-hint = Die Debitorennummer in Ihrem ERP. Muss eindeutig sein; Groß- und Kleinschreibung spielt keine Rolle.
companies-shared = Eine Nummer für mehrere Produkte
companies-shared-allow = Erlaubt
companies-shared-allow-hint = Eine solche Nummer wird überall als mehrdeutig gekennzeichnet.
companies-shared-forbid = Verboten
companies-shared-forbid-hint = Eine Nummer, die für ein Produkt steht, wird für ein anderes abgelehnt. Nummern, die schon für mehrere Produkte stehen, bleiben, wie sie sind.
companies-ids = IDs für andere Systeme
companies-id = UUID
companies-id-hint = Die ID, unter der ein anderes System die Firma kennt. Bleibt das Feld leer, wird eine neue UUID vergeben.
companies-object-id = Objekt-ID
companies-object-id-hint = 24 Hexadezimalziffern, für die Axim-Schnittstelle. Bleibt das Feld leer, wird die Objekt-ID aus der UUID abgeleitet.
companies-save = Speichern
companies-changed = { $name } wurde gespeichert.
companies-stale = Jemand hat diese Firma inzwischen geändert. Nichts wurde gespeichert. Vergleichen Sie beide Werte; speichern Sie erneut, um Ihre zu behalten.
companies-stale-values = Inzwischen geändert
companies-stored = Jetzt gespeichert
companies-typed = Ihre Eingabe

## Sperre und Archiv

companies-lock-title = Sperre
companies-lock-change-title = Grund oder Ende ändern
companies-lock = Firma sperren
companies-lock-replace = Sperre ändern
companies-unlock = Sperre aufheben
companies-locked = { $name } ist gesperrt: Niemand kann die Nummern ändern.
companies-unlocked = Die Sperre von { $name } wurde aufgehoben.
companies-locked-by = Gesperrt von { $by } seit { $since }.
companies-lock-reason = Grund
companies-lock-reason-hint = Er wird allen gezeigt, die eine Nummer ändern wollen.
companies-lock-until = Endet
companies-lock-until-hint = In Ihrer Zeitzone, { $zone }. Bleibt das Feld leer, gilt die Sperre, bis sie aufgehoben wird.
companies-archive-title = Archiv
companies-archive-text = Eine archivierte Firma verlässt die Liste der aktuellen Firmen. Ihre Nummern und deren Verlauf bleiben, und andere Systeme bekommen weiter Antworten.
companies-archive = Firma archivieren
companies-unarchive = Aus dem Archiv holen
companies-archived = { $name } wurde archiviert.
companies-unarchived = { $name } ist wieder aktuell.
problem-account-number-missing = Geben Sie die Kundennummer ein
problem-until-in-the-past = Wählen Sie einen Zeitpunkt in der Zukunft
problem-until-no-time = Geben Sie Datum und Uhrzeit ein, etwa 31.12.2026 18:00
problem-reason-missing = Geben Sie an, warum die Firma gesperrt wird

## Welche Firma?

choice-title = Welche Firma?
choice-resolve = Wählen Sie die Firma, deren Nummern Sie nachschlagen möchten.
choice-type = Wählen Sie die Firma, die eine neue Nummer bekommt.
choice-paste = Wählen Sie die Firma, deren Liste Sie einfügen möchten.
choice-upload = Wählen Sie die Firma, deren Datei Sie hochladen möchten.
choice-another = Firma wechseln
choice-first = Die ersten { $count }: Suchen Sie nach anderen.
