# Der Export der Liste einer Firma, zugleich die Vorlage für das Hochladen.

## Spalten: jede Überschrift muss eine sein, die beim Hochladen sicher erkannt wird

export-account-number = Kundennummer
export-product-number = Artikelnummer
export-product-name = Produktname
export-cpn = Kundenartikelnummer
export-description = Bezeichnung
export-unit = Einheit
export-pack-quantity = Packmenge
export-valid-from = Gültig ab
export-valid-to = Gültig bis

## Blätter der Arbeitsmappe

export-sheet = Nummern
export-help-sheet = Hilfe
export-help-begin = Diese Datei enthält alle Kundenartikelnummern der Firma. Ändern, ergänzen oder löschen Sie Zeilen und laden Sie die Datei wieder hoch: Es geschieht nichts, bevor Sie gesehen haben, was geschehen würde.
export-help-required = In jeder Zeile nötig: „Artikelnummer“ (unsere Nummer) und „Kundenartikelnummer“ (Ihre).
export-help-optional = Alle anderen Spalten können leer bleiben oder gelöscht werden. „Produktname“ steht nur zum Lesen da.
export-help-lengths = Eine Kundenartikelnummer hat bis zu 255 Zeichen, eine Bezeichnung bis zu 500, eine Einheit bis zu 32.
export-help-dates = Ein Datum wird geschrieben wie 2026-12-31. Eine Nummer gilt von „Gültig ab“ bis „Gültig bis“, beide Tage eingeschlossen.
export-help-text = Alle Zellen sind Text, damit führende Nullen bleiben. Lassen Sie das auch in neuen Zeilen so.
export-help-account = „Kundennummer“ schützt davor, die Datei einer anderen Firma hochzuladen. In neuen Zeilen darf sie leer bleiben.
export-help-remove = Eine Zeile, die Sie hier löschen, bleibt im Verzeichnis, außer Sie laden mit „genau wie meine Datei“ hoch.
