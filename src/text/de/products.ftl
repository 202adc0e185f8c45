# Produkte: ihre Liste, eines davon, sein Formular, Dateien mit vielen.

## Die Liste und ein Produkt

products-product = Produkt
products-number = Nummer
products-name = Name
products-gtin = GTIN
products-parent = Variante von
products-successor = Nachfolger
products-predecessors = Ersetzt
products-id = UUID
products-object-id = Objekt-ID
products-search = Suche in Nummer, Name und GTIN
products-state = Status
products-state-all = Alle
products-state-sold = Im Verkauf
products-state-discontinued = Ausgelaufen
products-kind = Art
products-kind-all = Alle
products-kind-products = Ohne Varianten
products-kind-variants = Varianten
products-is-discontinued = Ausgelaufen
products-is-variant = Variante
products-none = Noch keine Produkte
products-none-admin = Laden Sie Ihren Katalog als CSV-Datei hoch, oder legen Sie das erste Produkt an.
products-none-text = Noch hat kein Administrator Produkte eingetragen.
products-discontinued-since = Ausgelaufen seit { $since }
products-discontinue = Auslaufen lassen
products-discontinue-of = { $number } auslaufen lassen
products-discontinue-text = Das Produkt bleibt auffindbar und behält die Nummern der Kunden. Diese führen weiter zu ihm, und alle sehen, dass es ausgelaufen ist und was an seine Stelle tritt.
products-resume = Wieder in den Verkauf nehmen
products-was-discontinued = Das Produkt ist ausgelaufen.
products-was-discontinued-kept = Das Produkt ist ausgelaufen. Die Nummern der Kunden bleiben.
products-was-resumed = Das Produkt ist wieder im Verkauf.
products-variants = Varianten
products-more-variants = Es gibt weitere Varianten; suchen Sie sie in der Liste der Produkte.
products-cpns = Kundenartikelnummern
products-cpn = CPN
products-company = Firma
products-preferred = Bevorzugt
products-no-cpns = Keine Firma, die Sie sehen, hat eine Nummer für dieses Produkt.
products-no-cpns-admin = Noch hat keine Firma eine Nummer für dieses Produkt.
products-more-cpns = Es gibt weitere: in allen Firmen nach diesem Produkt suchen

## Das Formular

products-new = Neues Produkt
products-create = Produkt anlegen
products-edit = Produkt bearbeiten
products-created = Produkt { $number } wurde angelegt.
products-changed = Produkt { $number } wurde gespeichert.
products-number-hint = Ihre eigene Artikelnummer. Muss eindeutig sein; Groß- und Kleinschreibung spielt keine Rolle.
products-gtin-hint = 8, 12, 13 oder 14 Ziffern.
products-parent-hint = Die Nummer des Produkts, von dem dieses eine Variante ist.
products-successor-hint = Die Nummer des Produkts, das an seine Stelle tritt.
products-id-hint = Die ID, unter der ein anderes System das Produkt kennt. Bleibt das Feld leer, wird eine neue UUID vergeben.
products-stale = Jemand hat dieses Produkt inzwischen geändert. Nichts wurde gespeichert. Vergleichen Sie beide Werte; speichern Sie erneut, um Ihre zu behalten.
problem-number-missing = Geben Sie die Nummer des Produkts ein
problem-parent-unknown = Es gibt kein Produkt „{ $value }“
problem-parent-own-parent = Ein Produkt kann nicht Variante von sich selbst sein
problem-parent-parent-is-variant = Dieses Produkt ist selbst eine Variante
problem-parent-has-variants = Dieses Produkt hat selbst Varianten und kann keine werden
problem-successor-unknown = Es gibt kein Produkt „{ $value }“
problem-successor-own-successor = Ein Produkt kann sich nicht selbst ersetzen

## Dateien

products-upload = Produkte hochladen
products-file = Datei
products-file-hint = CSV mit Komma, Semikolon oder Tabulator, bis 32 MB.
products-file-columns = Pflichtspalten: Nummer und Name. Möglich: Variante von, GTIN, UUID und Objekt-ID.
products-file-rules = Produkte werden an der Nummer erkannt: Neue werden angelegt, bekannte dort geändert, wo sie abweichen. Hat die Datei eine Spalte GTIN oder Variante von, löscht eine leere Zelle den Wert. Zeilen mit Problemen werden ausgelassen und aufgezählt; Produkte, die in der Datei fehlen, bleiben, wie sie sind.
products-file-template = Vorlage herunterladen
products-file-dry-run = Nur prüfen
products-file-dry-run-hint = Sagt, was geschehen würde, und ändert nichts.
products-file-submit = Hochladen
products-file-missing = Wählen Sie eine Datei
products-file-empty = Diese Datei ist leer: Wählen Sie eine andere
products-file-no-column = Die Datei hat keine Spalte „{ $column }“. Prüfen Sie die erste Zeile: Dort müssen die Überschriften stehen.
products-file-unreadable = Die Datei ist nicht lesbar. { $reason }
products-file-done = Die Datei wurde übernommen.
products-file-was-check = Nur geprüft: Nichts wurde geändert
products-file-again = Endgültig hochladen
products-file-ids-ignored = Die Spalte mit IDs enthält keine UUIDs und wurde übergangen
products-file-counts = Ergebnis
products-file-new = Neu
products-file-changed = Geändert
products-file-unchanged = Unverändert
products-file-problems = Probleme
products-file-causes = Probleme nach Ursache
products-file-rows = Zeilen
products-file-example = Ursache, mit einem Beispiel
products-file-bad-rows = Ausgelassene Zeilen
products-file-shown = Die ersten { $shown } von { $all }. Die Datei zum Herunterladen nennt bis zu 10.000.
products-file-line = Zeile
products-file-problem = Problem
products-file-download = Probleme herunterladen
products-to-list = Zur Liste der Produkte
products-row-repeated = Steht schon in Zeile { $value }
products-row-id-differs = Das Produkt hat die ID { $value }
products-row-taken = Gehört schon zu Produkt „{ $value }“
