# Die Nummern einer Firma: ihre Liste, eine Nummer, ihr Verlauf, die Suche über alles.

cpns-numbers = Nummern
cpns-numbers-of = Nummern von { $name }
cpns-for-company = Kundenartikelnummer von { $name }
cpns-cpn-of = { $cpn } · { $name }

## Fields

cpns-cpn = Kundenartikelnummer
cpns-cpn-hint = Genau so, wie die Firma sie schreibt; führende Nullen und Sonderzeichen bleiben erhalten
cpns-product = Produkt
cpns-product-hint = Die Nummer oder GTIN des Produkts, oder zum Suchen ein Teil von Nummer oder Name
cpns-product-number = Produktnummer
cpns-description = Bezeichnung des Kunden
cpns-description-hint = Wie die Firma es nennt, bis zu 500 Zeichen
cpns-unit = Einheit
cpns-unit-hint = Wofür eine dieser Nummern steht, etwa „Karton“
cpns-pack-quantity = Menge je Einheit
cpns-pack-quantity-hint = Wie viele Stück des Produkts eine solche Einheit enthält, etwa 4
cpns-valid-from = Gültig ab
cpns-valid-to = Gültig bis
cpns-valid-to-hint = Beide Tage zählen mit
cpns-preferred = Bevorzugt
cpns-validity = Gültigkeit
cpns-changed = Geändert
cpns-yes = ja
cpns-no = nein

## States

cpns-validity-valid = gültig
cpns-validity-not-yet = noch nicht gültig
cpns-validity-expired = abgelaufen
cpns-ambiguous = mehrdeutig
cpns-collides = ist die Produktnummer { $number }
cpns-discontinued = ausgelaufen
cpns-valid-from-on = ab { $from }
cpns-valid-until = bis { $to }

## The list

cpns-search = Nummer, Bezeichnung oder Produkt suchen
cpns-jump = Ab Nummer
cpns-more-filters = Weitere Filter
cpns-any = alle
cpns-preferred-only = nur bevorzugte
cpns-preferred-not = nicht bevorzugte
cpns-changed-by = Geändert von
cpns-changed-since = Geändert seit
cpns-ambiguous-only = Nur mehrdeutige
cpns-discontinued-only = Nur ausgelaufene Produkte
cpns-chip-product = Produkt { $number }
cpns-chip-by = Von { $name }
cpns-chip-since = Seit { $day }
cpns-chip-until = Bis { $day }
cpns-chip-from = Ab „{ $from }“
cpns-chip-number = Nummer { $number }
cpns-chip-upload = Ein Upload
cpns-columns = Spalten
cpns-apply = Übernehmen
cpns-density = Dichte
cpns-actions = Aktionen
cpns-count-all = Alle zählen
cpns-export-xlsx = Nach Excel exportieren
cpns-export-csv = Als CSV exportieren
cpns-upload = Hochladen
cpns-none = Noch keine Nummern
cpns-none-text = Geben Sie die erste ein, laden Sie eine Liste hoch oder fügen Sie eine aus einer Tabelle ein.
cpns-none-type = Neue Nummer
cpns-none-upload = Nummern hochladen
cpns-none-read = Für diese Firma hat noch niemand eine Nummer eingegeben.

## New, edit

cpns-new = Neue Nummer
cpns-add = Nummer anlegen
cpns-add-another = Anlegen und weitere eingeben
cpns-edit = Bearbeiten
cpns-edit-this = { $cpn } bearbeiten
cpns-save = Speichern
cpns-save-anyway = Trotzdem speichern
cpns-find-product = Suchen
cpns-found-no-product = Kein Produkt passt. Versuchen Sie einen Teil seiner Nummer oder seines Namens.
cpns-pick-product = Passende Produkte
cpns-same = Diese Nummer gibt es schon
cpns-warn-elsewhere = Dieselbe Nummer steht für ein anderes Produkt: Sie wird mehrdeutig
cpns-warn-own-number = Das ist die Nummer eines anderen Produkts
cpns-warn-alike = Es gibt Nummern, die sich nur in Leerstellen oder Zeichen unterscheiden
cpns-stale = Diese Nummer wurde geändert, während Sie sie bearbeitet haben. Nichts wurde gespeichert: Vergleichen Sie und speichern Sie erneut.
cpns-changed-meanwhile = { $by } hat diese Nummer am { $when } geändert
cpns-no-difference = Gespeichert ist jetzt, was Sie eingegeben haben.
cpns-stored = Jetzt gespeichert
cpns-typed = Ihre Eingabe
cpns-created = { $cpn } wurde angelegt.
cpns-saved = { $cpn } wurde gespeichert.
cpns-undo = Rückgängig

## Delete, restore, prefer

cpns-delete = Löschen
cpns-delete-this = { $cpn } löschen
cpns-restore = Wiederherstellen
cpns-prefer = Bevorzugen
cpns-deleted = { $cpn } wurde gelöscht.
cpns-not-deleted = Jemand hat diese Nummer inzwischen geändert. Sehen Sie sie an und löschen Sie sie erneut, wenn Sie das noch möchten.
cpns-restored = { $cpn } wurde wiederhergestellt.
cpns-was-preferred = { $cpn } ist jetzt die bevorzugte Nummer.
cpns-reverted = Die Änderung von { $cpn } wurde zurückgenommen.
cpns-not-reverted = Mit dieser Nummer ist seither etwas geschehen; die Änderung wurde nicht zurückgenommen.
cpns-is-deleted = Diese Nummer ist gelöscht
cpns-is-deleted-text = Sie erscheint in keiner Liste, Suche oder Antwort mehr. Ihr Verlauf bleibt, und sie kann wiederhergestellt werden.
cpns-also-stands-for = Diese Nummer steht auch für

## Timeline and history

cpns-timeline = Verlauf
cpns-history-of = Verlauf von { $cpn }
cpns-on-day = Stand am
cpns-show-day = Anzeigen
cpns-stood-on = Am Ende des { $day }
cpns-was-not-there = Diese Nummer gab es nicht.
cpns-older = Ältere Ereignisse
cpns-open-page = Seite dieser Nummer öffnen
cpns-who = von { $name } · { $door }
cpns-event-created = Angelegt
cpns-event-changed = Geändert
cpns-event-deleted = Gelöscht
cpns-event-restored = Wiederhergestellt
cpns-door-page = Webseite
cpns-door-store-api = Store API
cpns-door-axim = Axim
cpns-door-shoxl = Shoxl
cpns-door-api = API
cpns-door-upload = Upload
cpns-door-command-line = Befehlszeile
cpns-see-upload = Upload ansehen
cpns-before = vorher:
cpns-after = nachher:
cpns-emptied = geleert
cpns-by = Person oder Token
cpns-what = Was
cpns-door = Über
cpns-since = Seit
cpns-until = Bis
cpns-events = { $count ->
    [one] { $count } Ereignis
   *[other] { $count } Ereignisse
}
cpns-no-history = Noch ist nichts geschehen
cpns-no-history-text = Hier steht jede Änderung einer Nummer und wer sie gemacht hat.

## Search over everything

cpns-search-title = Suche
cpns-search-short = Geben Sie mindestens drei Buchstaben oder Ziffern ein
cpns-search-short-text = Zeichen und Leerstellen zählen nicht: aa001 findet AA.00.1.
cpns-search-none = Nichts gefunden für „{ $term }“
cpns-search-none-text = Geben Sie weniger Zeichen ein, oder suchen Sie in einer Liste:
cpns-search-more = Alle ansehen
cpns-search-narrow = Es gibt mehr. Geben Sie mehr Zeichen ein, um die Suche einzugrenzen.

## Resolve

cpns-resolve = Nummern nachschlagen
cpns-resolve-of = Wofür Nummern von { $name } stehen, und umgekehrt
cpns-resolve-now = Nachschlagen
cpns-resolve-file = nachgeschlagene-nummern
cpns-paste = Nummern
cpns-paste-hint = Eine je Zeile, oder aus einer Tabelle kopierte Zellen; bis zu 5.000
cpns-direction = Richtung
cpns-direction-resolve = Kundenartikelnummern → Produkte
cpns-direction-lookup = Produktnummern → Kundenartikelnummern
cpns-result = Ergebnis
cpns-update = Aktualisieren
cpns-copy-table = Als Tabelle kopieren
cpns-given = Angabe
cpns-outcome = Status
cpns-answer = Antwort
cpns-note = Hinweis
cpns-outcome-resolved = gefunden
cpns-outcome-ambiguous = mehrere passen
cpns-outcome-discontinued = ausgelaufen
cpns-outcome-not-yet = noch nicht gültig
cpns-outcome-expired = abgelaufen
cpns-outcome-unknown = unbekannt
cpns-outcome-no-number = keine Nummer
cpns-outcome-no-product = kein solches Produkt
cpns-successor = ersetzt durch { $number }
cpns-pick = Auswählen
cpns-pick-for = Produkt für { $number }
cpns-product-for = Produktnummer für { $number }
cpns-add-as-number = Mit allen Angaben anlegen
cpns-add-all = Nummern mit Produkt anlegen
cpns-also-called = Auch:
cpns-did-you-mean = Meinten Sie
cpns-added = { $count ->
    [one] { $count } Nummer wurde angelegt
   *[other] { $count } Nummern wurden angelegt
}
cpns-not-added = Nicht angelegt
problem-too-many-lines = Fügen Sie höchstens 5.000 Zeilen ein

## Many at once

cpns-bulk-delete = Löschen
cpns-bulk-dates = Gültigkeit setzen
cpns-bulk-prefer = Bevorzugen
cpns-bulk-move = Anderem Produkt zuordnen
cpns-bulk-all = Alle { $total } passenden wählen
cpns-bulk-of = Nummern von { $name }
cpns-bulk-none = Kreuzen Sie zuerst Nummern an, oder wählen Sie alle passenden.
cpns-bulk-recounted = Die Liste hat sich inzwischen geändert. Nichts wurde getan; sehen Sie die neue Zahl an und bestätigen Sie erneut.
cpns-bulk-too-many = Mehr als 20.000 Nummern lassen sich nicht auf einmal ändern. Grenzen Sie die Liste ein, oder laden Sie eine Datei hoch.
cpns-bulk-back = Zurück zur Liste
cpns-bulk-delete-title = { $count ->
    [one] { $count } Nummer löschen
   *[other] { $count } Nummern löschen
}
cpns-bulk-dates-title = { $count ->
    [one] Gültigkeit von { $count } Nummer setzen
   *[other] Gültigkeit von { $count } Nummern setzen
}
cpns-bulk-prefer-title = { $count ->
    [one] { $count } Nummer bevorzugen
   *[other] { $count } Nummern bevorzugen
}
cpns-bulk-move-title = { $count ->
    [one] { $count } Nummer einem anderen Produkt zuordnen
   *[other] { $count } Nummern einem anderen Produkt zuordnen
}
cpns-bulk-delete-effect = Sie verschwinden aus allen Listen, Suchen und Antworten. Ist eine bevorzugte Nummer darunter, wird die älteste verbleibende bevorzugt. Jede lässt sich aus dem Verlauf wiederherstellen.
cpns-bulk-dates-effect = Jede Nummer erhält die unten angekreuzten Tage; ein leeres Feld hebt die Grenze auf.
cpns-bulk-prefer-effect = Sind mehrere Nummern eines Produkts gewählt, bleibt eine schon bevorzugte bevorzugt; sonst wird es die älteste.
cpns-bulk-move-effect = Sie stehen danach für das andere Produkt. Eine Nummer, die dieses Produkt schon hat, bleibt, wo sie ist.
cpns-bulk-set-from = Ersten Tag setzen
cpns-bulk-set-to = Letzten Tag setzen
cpns-bulk-move-to = Neues Produkt
cpns-bulk-date-hint = Leer: keine Grenze
cpns-bulk-done = { $changed } von { $count } Nummern wurden geändert.
problem-cpn-missing = Geben Sie die Kundenartikelnummer ein
problem-product-missing = Geben Sie die Nummer oder GTIN des Produkts ein
problem-nothing-chosen = Kreuzen Sie an, was gesetzt werden soll
problem-came-meanwhile = Inzwischen kam eine andere Nummer zu diesem Produkt; versuchen Sie es erneut

## While one types

cpns-will-match = Groß- und Kleinschreibung, Leerstellen am Rand und die Art der Striche spielen keine Rolle. Gefunden als
cpns-hidden-signs = Verborgene oder ungewöhnliche Zeichen: { $codes }
