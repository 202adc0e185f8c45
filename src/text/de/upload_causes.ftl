# Gründe einer Prüfung, die von Schäden, Entscheidungen und dem Zurücknehmen kommen.

uploads-fault-zeros-lost = { $field }: führende Nullen sind verloren gegangen
uploads-fault-point-zero = { $field }: dahinter ist ein „.0“ geraten
uploads-fault-zeros-cut = { $field }: Nullen am Ende sind verloren gegangen
uploads-fault-exponent-lost = { $field }: aus einer Nummer mit E wurde eine einfache Zahl
uploads-remedy-fault-zeros-lost = Mit den Nullen ist die Nummer bekannt. Sie lassen sich für alle diese Zeilen ergänzen.
uploads-remedy-fault-point-zero = Ohne das ist die Nummer bekannt. Es lässt sich für alle diese Zeilen entfernen.
uploads-remedy-fault-zeros-cut = Mit den Nullen ist die Nummer bekannt. Sie lassen sich für alle diese Zeilen ergänzen.
uploads-remedy-fault-exponent-lost = Mit dem E ist die Nummer bekannt. Es lässt sich für alle diese Zeilen zurückholen.
uploads-cause-several-numbers = Bisher nicht in der Liste; sieht nach mehreren Nummern in einer Zelle aus
uploads-remedy-several-numbers = Sie lassen sich einzeln übernehmen. Sonst ist jede Zelle eine Nummer.
uploads-cause-undo-addition = Der Upload hatte es hinzugefügt
uploads-cause-undo-change = Wird wieder, was es vor dem Upload war
uploads-cause-undo-removal = Der Upload hatte es entfernt
uploads-cause-changed-since = Seitdem von jemandem geändert; es bleibt, wie es ist
uploads-note-several-lines = Sieht nach mehreren Nummern aus, eine je Zeile.
uploads-note-several-semicolons = Sieht nach mehreren Nummern mit Semikolon dazwischen aus.
uploads-note-several-commas = Sieht nach mehreren Nummern mit Komma dazwischen aus.
uploads-note-several-slashes = Sieht nach mehreren Nummern mit Schrägstrich dazwischen aus.
uploads-note-split = Eine von mehreren Nummern ihrer Zelle, auf Entscheidung getrennt.
uploads-note-as-it-is = Auf Entscheidung übernommen, wie sie dasteht.

# Weitere Reparaturen.

uploads-offer-rounded = Ziffern hinter der fünfzehnten wurden Nullen
uploads-offer-day = Die Nummer wurde für ein Datum gehalten
uploads-offer-strip = Hinter ganzen Zahlen steht „.0“
uploads-offer-split-lines = Mehrere Nummern in einer Zelle, eine je Zeile
uploads-offer-split-semicolons = Mehrere Nummern in einer Zelle, mit Semikolon dazwischen
uploads-offer-split-commas = Mehrere Nummern in einer Zelle, mit Komma dazwischen
uploads-offer-split-slashes = Mehrere Nummern in einer Zelle, mit Schrägstrich dazwischen
uploads-offer-decimal-comma = Mengen sind 1.234,5 geschrieben
uploads-offer-decimal-point = Mengen sind 1,234.5 geschrieben
uploads-offer-day-month = Im Datum steht der Tag vorn
uploads-offer-month-day = Im Datum steht der Monat vorn
uploads-offer-split-take = { $count ->
    [one] { $count } Zelle teilen
   *[other] { $count } Zellen teilen
}
uploads-offer-read-take = { $count ->
    [one] { $count } Zeile so lesen
   *[other] { $count } Zeilen so lesen
}
uploads-decided-rounded = Ziffern ergänzt: { $count }
uploads-decided-day = Aus einem Datum wieder die bekannte Nummer gemacht: { $count }
uploads-decided-strip = „.0“ entfernt: { $count }
uploads-decided-split-lines = Zellen mit einer Nummer je Zeile geteilt: { $count }
uploads-decided-split-semicolons = Am Semikolon geteilte Zellen: { $count }
uploads-decided-split-commas = Am Komma geteilte Zellen: { $count }
uploads-decided-split-slashes = Am Schrägstrich geteilte Zellen: { $count }
uploads-decided-decimal-comma = Mengen als 1.234,5 gelesen: { $count }
uploads-decided-decimal-point = Mengen als 1,234.5 gelesen: { $count }
uploads-decided-day-month = Datum mit dem Tag vorn gelesen: { $count }
uploads-decided-month-day = Datum mit dem Monat vorn gelesen: { $count }
uploads-decided-as-it-is = Übernommen, wie sie dastehen: { $count }
uploads-suggest-title = Diese Produktnummern ähneln anderen
uploads-as-it-is-title = Die Nummern stimmen so
uploads-as-it-is-text = Wenn die Kundenartikelnummern wirklich so lauten, werden sie unverändert übernommen.
uploads-as-it-is-take = Unverändert übernehmen
uploads-state-undone = Zurückgenommen

# Was bereinigt wurde, und Buchstaben eines erratenen Zeichensatzes.

uploads-cleaned = Beim Lesen bereinigt
uploads-letters = Sehen diese Buchstaben richtig aus?
uploads-letters-text = Der Zeichensatz wurde erraten. Wenn Buchstaben falsch aussehen, lesen Sie die Datei mit einem anderen.
