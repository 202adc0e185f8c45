# Gründe einer Prüfung, die von Schäden, Entscheidungen und dem Zurücknehmen kommen.

uploads-fault-zeros-lost = { $field }: führende Nullen sind verloren gegangen
uploads-fault-point-zero = { $field }: dahinter ist ein „.0“ geraten
uploads-fault-zeros-cut = { $field }: Nullen am Ende sind verloren gegangen
uploads-fault-exponent-lost = { $field }: aus einer Nummer mit E wurde eine einfache Zahl
uploads-cause-taken = Übernommen, wie es ist, weil jemand so entschieden hat
uploads-cause-excluded = Ausgelassen, weil jemand so entschieden hat
uploads-cause-undo-addition = Der Upload hatte es hinzugefügt
uploads-cause-undo-change = Wird wieder, was es vor dem Upload war
uploads-cause-undo-removal = Der Upload hatte es entfernt
uploads-cause-changed-since = Seitdem von jemandem geändert; es bleibt, wie es ist
uploads-note-padded = Wie entschieden mit führenden Nullen aufgefüllt.
uploads-note-point-zero-stripped = Das „.0“ wurde wie entschieden entfernt.
uploads-note-product-chosen = Das Produkt hat jemand ausgewählt.
uploads-note-several-lines = Sieht nach mehreren Nummern aus, eine je Zeile.
uploads-note-several-semicolons = Sieht nach mehreren Nummern mit Semikolon dazwischen aus.
uploads-note-several-commas = Sieht nach mehreren Nummern mit Komma dazwischen aus.
uploads-note-several-slashes = Sieht nach mehreren Nummern mit Schrägstrich dazwischen aus.
