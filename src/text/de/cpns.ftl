# Die Nummern einer Firma: ihre Liste, eine Nummer, ihr Verlauf, die Suche über alles.

cpns-numbers = Nummern
cpns-numbers-of = Nummern von { $name }
cpns-for-company = Nummer von { $name }
cpns-cpn-of = { $cpn } · { $name }

## Fields

cpns-cpn = Kundenartikelnummer
cpns-cpn-hint = Genau so, wie der Kunde sie schreibt; führende Nullen und Zeichen bleiben
cpns-product = Produkt
cpns-product-hint = Die Nummer des Produkts, oder zum Suchen ein Teil von Nummer oder Name
cpns-product-number = Produktnummer
cpns-description = Bezeichnung des Kunden
cpns-description-hint = Wie der Kunde es nennt, bis zu 500 Zeichen
cpns-unit = Einheit
cpns-unit-hint = Wofür eine dieser Nummern steht, etwa „Karton“
cpns-pack-quantity = Stück je Einheit
cpns-pack-quantity-hint = Wie viele unserer Verkaufseinheiten das sind, etwa 4
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
cpns-collides = gleicht unserer { $number }
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
cpns-none-text = Geben Sie die erste ein, oder bringen Sie eine ganze Liste aus einer Tabelle oder der Zwischenablage mit.
cpns-none-type = Nummer eingeben
cpns-none-upload = Liste hochladen oder einfügen
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
cpns-warn-own-number = Das ist unsere eigene Nummer eines anderen Produkts
cpns-warn-alike = Es gibt Nummern, die sich nur in Leerstellen oder Zeichen unterscheiden
cpns-stale = Jemand hat diese Nummer geändert, während Sie sie bearbeitet haben. Nichts wurde gespeichert; vergleichen Sie und speichern Sie erneut.
cpns-changed-meanwhile = { $by } hat diese Nummer am { $when } geändert
cpns-no-difference = Was jetzt dort steht, ist das, was Sie eingegeben haben.
cpns-stored = Steht jetzt dort
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
cpns-is-deleted-text = Sie steht in keiner Liste und keiner Antwort. Ihr Verlauf bleibt, und sie kann wiederhergestellt werden.
cpns-also-stands-for = Diese Nummer steht auch für

## Timeline and history

cpns-timeline = Verlauf
cpns-history-of = Verlauf von { $cpn }
cpns-on-day = Wie war es am
cpns-show-day = Zeigen
cpns-stood-on = Am Ende des { $day }
cpns-was-not-there = Sie war nicht da.
cpns-older = Ältere Ereignisse
cpns-open-page = Seite dieser Nummer öffnen
cpns-who = { $name }, { $door }
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
cpns-search-none-text = Suchen Sie nach weniger Zeichen oder in der Liste einer Firma.
cpns-search-more = Alle ansehen
cpns-search-narrow = Es gibt mehr. Geben Sie mehr Zeichen ein, um die Suche einzugrenzen.

## Resolve

cpns-resolve = Nummern auflösen
cpns-resolve-of = Wofür Nummern von { $name } stehen
cpns-resolve-now = Auflösen
cpns-resolve-file = aufgeloeste-nummern
cpns-paste = Nummern
cpns-paste-hint = Eine je Zeile, oder aus einer Tabelle kopierte Zellen; bis zu 5.000
cpns-direction = Richtung
cpns-direction-resolve = Nummern des Kunden zu unseren Produkten
cpns-direction-lookup = Unsere Produktnummern zu denen des Kunden
cpns-result = Ergebnis
cpns-update = Aktualisieren
cpns-copy-table = Als Tabelle kopieren
cpns-given = Angabe
cpns-outcome = Ergebnis
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
cpns-add-as-number = Als Nummer anlegen
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
cpns-bulk-dates = Daten setzen
cpns-bulk-prefer = Bevorzugen
cpns-bulk-move = Zu Produkt verschieben
cpns-bulk-all = Alle passenden: { $total }
cpns-bulk-of = Nummern von { $name }
cpns-bulk-none = Haken Sie zuerst Nummern an, oder wählen Sie alle passenden.
cpns-bulk-recounted = Die Liste hat sich inzwischen geändert. Nichts wurde getan; sehen Sie die neue Zahl an und bestätigen Sie erneut.
cpns-bulk-too-many = Mehr als 20.000 Nummern lassen sich nicht auf einmal ändern. Grenzen Sie die Liste ein, oder laden Sie eine Datei hoch.
cpns-bulk-back = Zurück zur Liste
cpns-bulk-delete-title = { $count ->
    [one] { $count } Nummer löschen
   *[other] { $count } Nummern löschen
}
cpns-bulk-dates-title = { $count ->
    [one] Daten von { $count } Nummer setzen
   *[other] Daten von { $count } Nummern setzen
}
cpns-bulk-prefer-title = { $count ->
    [one] { $count } Nummer bevorzugen
   *[other] { $count } Nummern bevorzugen
}
cpns-bulk-move-title = { $count ->
    [one] { $count } Nummer verschieben
   *[other] { $count } Nummern verschieben
}
cpns-bulk-delete-effect = Sie stehen danach in keiner Liste und keiner Antwort. Wo eine bevorzugte Nummer geht, übernimmt die älteste übrige. Jede lässt sich aus dem Verlauf wiederherstellen.
cpns-bulk-dates-effect = Die unten angehakten Tage werden bei jeder gesetzt; ein leerer Tag nimmt ihn weg.
cpns-bulk-prefer-effect = Wo mehrere Nummern eines Produkts gewählt sind, bleibt die schon bevorzugte, sonst wird es die älteste.
cpns-bulk-move-effect = Sie stehen danach für das andere Produkt. Eine Nummer, die dieses Produkt schon hat, bleibt, wo sie ist.
cpns-bulk-set-from = Ersten Tag setzen
cpns-bulk-set-to = Letzten Tag setzen
cpns-bulk-date-hint = Leer: keine Grenze
cpns-bulk-done = { $changed } von { $count } Nummern wurden geändert.
problem-cpn-missing = Geben Sie die Kundenartikelnummer ein
problem-product-missing = Geben Sie die Nummer oder GTIN des Produkts ein
problem-nothing-chosen = Haken Sie an, was gesetzt werden soll
problem-came-meanwhile = Inzwischen kam eine andere Nummer zu diesem Produkt; versuchen Sie es erneut

## While one types

cpns-will-match = Passt auf jede Schreibweise von
cpns-hidden-signs = Verborgene oder ungewöhnliche Zeichen: { $codes }
