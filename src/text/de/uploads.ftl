# Uploads: ihre Liste und der Assistent, Schritt für Schritt.

## Die Liste

uploads-new = Nummern hochladen
uploads-none = Noch nichts hochgeladen
uploads-none-text = Eine Tabelle oder eine eingefügte Liste wird zu den Nummern dieser Firma. Sie sehen, was geschehen würde, bevor etwas geschrieben wird.
uploads-file = Datei
uploads-state = Status
uploads-mode = Modus
uploads-count-new = Neu
uploads-count-changed = Geändert
uploads-count-unchanged = Gleich
uploads-count-skipped = Übersprungen
uploads-count-removed = Entfernt
uploads-on-page = { $count ->
    [one] { $count } Upload
   *[other] { $count } Uploads
}
uploads-pasted-list = Eingefügte Liste

uploads-state-receiving = Kommt an
uploads-state-received = Noch nicht gelesen
uploads-state-read = Noch nicht geprüft
uploads-state-checked = Geprüft
uploads-state-waiting = Wird übernommen
uploads-state-applied = Übernommen
uploads-state-failed = Fehlgeschlagen
uploads-state-discarded = Verworfen

## Der Rahmen der Schritte

uploads-step-file = Datei
uploads-step-columns = Spalten
uploads-step-check = Prüfung
uploads-step-confirm = Bestätigung
uploads-step-progress = Fortschritt
uploads-step-report = Bericht
uploads-subtitle = { $file }, { $size }, hochgeladen von { $who } am { $when }
uploads-discard = Upload verwerfen
uploads-discard-undo = Nicht zurücknehmen
uploads-discarded = Der Upload wurde verworfen. Nichts wurde geschrieben.
uploads-onward-columns = Zurück zu den Spalten
uploads-onward-check = Zurück zur Prüfung
uploads-onward-progress = Zum Fortschritt
uploads-onward-report = Zum Bericht
uploads-nothing-was-written = Nichts wurde geschrieben
conflict-upload-not-open = Dieser Upload wurde inzwischen bestätigt, übernommen oder verworfen, deshalb lässt sich daran nichts mehr ändern.
conflict-check-outdated = An diesem Upload hat sich etwas geändert, seit Sie die Prüfung gesehen haben. Sehen Sie die Prüfung noch einmal an, bevor Sie bestätigen.
conflict-columns-missing = Die Prüfung braucht eine Spalte mit Produktnummern und eine mit Kundenartikelnummern.

## Datei

uploads-new-title = Nummern hochladen
uploads-doors = Woher die Nummern kommen
uploads-door-file = Datei wählen
uploads-door-paste = Liste einfügen
uploads-door-template = Mit der aktuellen Liste beginnen
uploads-template-text = Laden Sie die Nummern dieser Firma herunter, ändern Sie sie in Ihrer Tabellenkalkulation und laden Sie die Datei wieder hoch. Die Spalten werden automatisch erkannt.
uploads-template-xlsx = Aktuelle Liste als XLSX
uploads-template-csv = Aktuelle Liste als CSV
uploads-limits = CSV, TSV, TXT, XLSX, ODS oder XLS, bis { $size } und { $rows } Zeilen
uploads-too-large = Die Datei ist größer als { $size }. Teilen Sie sie und laden Sie die Teile hoch.
uploads-no-file = Wählen Sie eine Datei
uploads-nothing-pasted = Fügen Sie hier zuerst die Liste ein
uploads-pasted = Liste
uploads-pasted-hint = Nötig sind eine Spalte mit Produktnummern und eine mit Kundenartikelnummern. Kopieren Sie die Zellen samt Überschriften in Ihrer Tabellenkalkulation und fügen Sie sie hier ein: Jede Zeile ist eine Zeile der Liste, Tabulatoren trennen die Spalten, Leerzeichen nicht.
uploads-read-and-check = Lesen und prüfen
uploads-nothing-written = Noch wird nichts geschrieben. Sie sehen zuerst das Ergebnis der Prüfung und bestätigen es.
uploads-mode-question = Was soll der Upload tun?
uploads-mode-update = Hinzufügen und aktualisieren
uploads-mode-update-hint = Neue Nummern kommen hinzu, vorhandene werden aus der Datei aktualisiert.
uploads-mode-add = Nur neue hinzufügen
uploads-mode-add-hint = Vorhandene Nummern bleiben genau, wie sie sind.
uploads-mode-replace = Nummern ersetzen
uploads-mode-replace-hint = Für Firmen, die neu nummeriert haben: Eine für ihr Produkt neue Nummer tritt an die Stelle der bevorzugten.
uploads-mode-mirror = Liste an die Datei angleichen
uploads-mode-mirror-hint = Entfernt auch Nummern, die nicht in der Datei stehen. Sie sehen sie vorher.
uploads-mode-update-short = Hinzufügen und aktualisieren
uploads-mode-add-short = Nur hinzufügen
uploads-mode-replace-short = Nummern ersetzen
uploads-mode-mirror-short = An die Datei angleichen
uploads-empty-question = Was bedeutet eine leere Zelle?
uploads-empty-keep = Vorhandenen Wert behalten
uploads-empty-clear = Vorhandenen Wert löschen
uploads-empty-keep-short = leere Zellen ändern nichts
uploads-empty-clear-short = leere Zellen löschen den Wert

## Spalten

uploads-columns-title = Spalten prüfen
uploads-unreadable = Diese Datei lässt sich nicht lesen
uploads-another = Andere Datei hochladen
uploads-same-title = Diese Datei gab es schon
uploads-same-file = { $who } hat am { $when } eine Datei mit genau diesem Inhalt hochgeladen. Status: { $state }.
uploads-same-file-link = Diesen Upload ansehen
uploads-how-read = Datei
uploads-noticed = Bemerkt
uploads-noticed-replaced = { $count ->
    [one] Eine Zeile hat Zeichen, die diese Kodierung nicht lesen kann: Zeile { $lines }. Versuchen Sie eine andere Kodierung.
   *[other] { $count } Zeilen haben Zeichen, die diese Kodierung nicht lesen kann, die erste ist Zeile { $lines }. Versuchen Sie eine andere Kodierung.
}
uploads-noticed-lenient = { $count ->
    [one] Eine Zeile hat einzelne Anführungszeichen und wurde so gut wie möglich gelesen: Zeile { $lines }.
   *[other] { $count } Zeilen haben einzelne Anführungszeichen und wurden so gut wie möglich gelesen, die erste ist Zeile { $lines }.
}
uploads-noticed-hidden = { $count ->
    [one] Eine ausgeblendete Zeile wurde mitgelesen: Zeile { $lines }.
   *[other] { $count } ausgeblendete Zeilen wurden mitgelesen, die erste ist Zeile { $lines }.
}
uploads-noticed-merged = { $count ->
    [one] Eine Zeile hat einen Wert aus einer verbundenen Zelle: Zeile { $lines }.
   *[other] { $count } Zeilen haben Werte aus verbundenen Zellen, die erste ist Zeile { $lines }.
}
uploads-read-otherwise = Anders lesen
uploads-sheet = Blatt
uploads-sheet-called = Blatt „{ $sheet }“
uploads-sheets-alike = alle { $count } Tabellenblätter mit denselben Überschriften
uploads-sheet-hidden = ausgeblendet
uploads-encoding = Kodierung
uploads-delimiter = Trennzeichen
uploads-delimiter-comma = Komma
uploads-delimiter-semicolon = Semikolon
uploads-delimiter-tab = Tabulator
uploads-delimiter-pipe = Senkrechter Strich
uploads-delimiter-nothing = Keines, eine Spalte
uploads-as-detected = Wie erkannt
uploads-heading-row = Zeile der Überschriften
uploads-heading-row-hint = Zeilen über den Überschriften bleiben weg. 0 heißt: Die Datei hat keine Überschriften.
uploads-heading-row-no-line = Geben Sie die Nummer einer Zeile ein, etwa 1
uploads-headings-in = Überschriften in Zeile { $line }
uploads-no-headings = keine Überschriften
uploads-rows-read = { $count ->
    [one] { $count } Zeile
   *[other] { $count } Zeilen
}
uploads-read-again = Neu lesen
uploads-read-now = Lesen
uploads-which-columns = Spalten
uploads-mapping-remembered = Übernommen vom letzten Upload dieser Firma mit denselben Überschriften.
uploads-column = Spalte der Datei
uploads-column-holds = Enthält
uploads-column-holds-of = Was die Spalte { $column } enthält
uploads-samples = Zum Beispiel
uploads-tier-sure = Erkannt
uploads-tier-check = Bitte prüfen
uploads-tier-chosen = Gewählt
uploads-tier-remembered = Wie beim letzten Mal
uploads-tier-unused = Nicht verwendet
uploads-tier-missing = Nicht gefunden
uploads-field-unused = Nicht verwendet
uploads-field-product = Produktnummer
uploads-field-cpn = Kundenartikelnummer
uploads-field-description = Bezeichnung des Kunden
uploads-field-gtin = GTIN
uploads-field-unit = Einheit
uploads-field-pack-quantity = Menge je Einheit
uploads-field-valid-from = Gültig ab
uploads-field-valid-to = Gültig bis
uploads-field-account-number = Kundennummer
uploads-column-twice = { $field } kann nur aus einer Spalte kommen
uploads-column-missing-cpn = Wählen Sie die Spalte mit den Kundenartikelnummern
uploads-column-missing-product = Wählen Sie die Spalte mit den Produktnummern oder GTINs
uploads-check-rows = Zeilen prüfen
uploads-first-rows = Die ersten Zeilen
uploads-line-short = Zeile

## Prüfung

uploads-check-title = Was geschehen würde
uploads-counts = Zeilen nach dem, was geschehen würde
uploads-outcome = Ergebnis
uploads-outcome-new = Neu
uploads-outcome-changed = Geändert
uploads-outcome-unchanged = Unverändert
uploads-outcome-choice = Zu entscheiden
uploads-outcome-problem = Problem
uploads-outcome-removed = Wird entfernt
uploads-left-out = Weggelassen
uploads-count-outcome-choice = Zu entscheiden
uploads-count-outcome-problem = { $count ->
    [one] Problem
   *[other] Probleme
}
uploads-count-done-problem = { $count ->
    [one] Problem
   *[other] Probleme
}
uploads-causes = Warum
uploads-cause = Grund
uploads-rows = Zeilen
uploads-example = Zum Beispiel
uploads-line = Zeile { $line }
uploads-no-number = keine Nummer
uploads-all-rows = Zeilen
uploads-lines = Zeilen { $from } bis { $to }
uploads-becomes = wird zu
uploads-cleared = geleert
uploads-problem-rows = Nicht übernommene Zeilen herunterladen
uploads-change-decisions = Spalten und Modus ändern
uploads-check-again = Noch einmal prüfen
uploads-to-confirm = Weiter zur Bestätigung
uploads-nothing-to-write = Nichts zu schreiben
uploads-nothing-to-write-text = Keine Zeile fügt eine Nummer hinzu, ändert oder entfernt eine. Beheben Sie die Probleme, oder wählen Sie andere Spalten oder einen anderen Modus.

uploads-cause-new = Bisher nicht in der Liste
uploads-cause-by-number-loosely = Bisher nicht in der Liste; das Produkt wurde gefunden, obwohl seine Nummer anders geschrieben ist
uploads-cause-by-gtin = Bisher nicht in der Liste; das Produkt wurde über seine GTIN gefunden
uploads-cause-discontinued-product = Bisher nicht in der Liste; das Produkt ist ausgelaufen
uploads-cause-new-ambiguous = Für dieses Produkt bisher nicht in der Liste, aber die Nummer steht auch für ein anderes
uploads-cause-new-collides = Bisher nicht in der Liste, aber gleich der Lieferantennummer eines anderen Produkts
uploads-cause-details = Dieselbe Nummer mit anderen Angaben
uploads-cause-spelling = Die Nummer in anderer Schreibweise
uploads-cause-renumbered = Tritt an die Stelle der bevorzugten Nummer des Produkts
uploads-cause-superseded = Eine spätere Zeile hat eine andere Nummer für dasselbe Produkt
uploads-cause-same = Genau so in der Liste
uploads-cause-exists = Schon in der Liste; dieser Upload lässt sie, wie sie ist
uploads-cause-repeated = Eine frühere Zeile sagt dasselbe
uploads-cause-not-in-file = In der Liste, aber nicht in der Datei
uploads-cause-several-products = Die GTIN steht für mehrere Produkte
uploads-cause-number-for-several-products = Die Datei hat diese Nummer für mehrere Produkte
uploads-cause-product-missing = Die Produktnummer ist leer
uploads-cause-unknown-product = Es gibt kein Produkt mit dieser Nummer
uploads-cause-other-company = Die Zeile gehört zu einer anderen Firma
uploads-cause-contradicts-earlier-row = Eine frühere Zeile hat dieselbe Nummer mit anderen Angaben
uploads-cause-number-in-use = Die Nummer steht schon für ein anderes Produkt
uploads-cause-total-row = Eine Summenzeile
uploads-cause-other = Ein anderer Grund ({ $code })

uploads-fault-missing = { $field } ist leer
uploads-fault-too-long = { $field } ist länger als erlaubt
uploads-fault-too-long-unfolded = { $field } ist zu lang zum Vergleichen
uploads-fault-forbidden-character = { $field } enthält einen Zeilenumbruch oder ein anderes unerlaubtes Zeichen
uploads-fault-invisible = { $field } enthält nur unsichtbare Zeichen
uploads-fault-scientific = { $field } wurde in die Exponentialschreibweise umgewandelt; Ziffern sind verloren
uploads-fault-rounded = { $field } wurde von der Tabellenkalkulation gerundet; die letzten Ziffern sind verloren
uploads-fault-date-typed = { $field } wurde in ein Datum umgewandelt
uploads-fault-formula-error = { $field } ist eine Formel mit einem Fehler
uploads-fault-formula-without-result = { $field } ist eine Formel ohne gespeichertes Ergebnis
uploads-fault-not-positive = { $field } ist nicht größer als 0
uploads-fault-no-quantity = { $field } ist keine Zahl
uploads-fault-ambiguous = { $field } enthält ein Dezimalzeichen oder ein Tausendertrennzeichen
uploads-fault-no-date = { $field } ist kein Datum
uploads-fault-dates-crossed = { $field } liegt vor dem ersten Tag der Gültigkeit

uploads-remedy-new-collides = Wer die Nummer sucht, findet beide Produkte. Lassen Sie die Zeilen weg, wenn das nicht gemeint ist.
uploads-remedy-new-ambiguous = Wer die Nummer sucht, findet jedes ihrer Produkte. Lassen Sie die Zeilen weg, wenn das nicht gemeint ist.
uploads-remedy-discontinued-product = Lassen Sie die Zeilen weg, wenn es niemand mehr bestellt.
uploads-remedy-several-products = Schreiben Sie die Produktnummer neben die GTIN.
uploads-remedy-number-for-several-products = Entscheiden Sie, für welches Produkt die Nummer steht, und lassen Sie die anderen Zeilen weg.
uploads-remedy-product-missing = Tragen Sie die Produktnummer in Ihrer Datei ein und laden Sie sie erneut hoch, oder lassen Sie die Zeile weg.
uploads-remedy-unknown-product = Vergleichen Sie die Nummer mit der Produktliste. Führende Nullen gehen leicht verloren.
uploads-remedy-other-company = Laden Sie sie für jene Firma hoch oder berichtigen Sie die Kundennummer.
uploads-remedy-contradicts-earlier-row = Behalten Sie eine der Zeilen.
uploads-remedy-number-in-use = Diese Firma erlaubt je Nummer ein Produkt. Nehmen Sie eine andere Nummer oder entfernen Sie die erste.
uploads-remedy-total-row = Nichts zu tun: Die Zeile bleibt weg.
uploads-remedy-fault-missing = Füllen Sie die Zelle in Ihrer Datei aus und laden Sie sie erneut hoch, oder lassen Sie die Zeile weg.
uploads-remedy-fault-too-long = Kürzen Sie den Wert in Ihrer Datei und laden Sie sie erneut hoch, oder lassen Sie die Zeile weg.
uploads-remedy-fault-too-long-unfolded = Kürzen Sie den Wert in Ihrer Datei und laden Sie sie erneut hoch, oder lassen Sie die Zeile weg.
uploads-remedy-fault-forbidden-character = Entfernen Sie den Zeilenumbruch oder das Zeichen. Stehen mehrere Nummern in der Zelle?
uploads-remedy-fault-invisible = Füllen Sie die Zelle aus oder lassen Sie die Zeile weg.
uploads-remedy-fault-scientific = Formatieren Sie die Spalte in der ursprünglichen Datei als Text und speichern Sie sie neu.
uploads-remedy-fault-rounded = Formatieren Sie die Spalte in der ursprünglichen Datei als Text und geben Sie die Nummer neu ein.
uploads-remedy-fault-date-typed = Formatieren Sie die Spalte als Text und geben Sie die Nummer neu ein.
uploads-remedy-fault-formula-error = Berichtigen Sie die Formel oder ersetzen Sie sie durch ihren Wert.
uploads-remedy-fault-formula-without-result = Öffnen Sie die Datei in Ihrer Tabellenkalkulation und speichern Sie sie neu.
uploads-remedy-fault-not-positive = Geben Sie eine Zahl über 0 ein oder leeren Sie die Zelle.
uploads-remedy-fault-ambiguous = Geben Sie an, wie die Datei Mengen schreibt, oder schreiben Sie sie ohne Zeichen zwischen Tausendern.
uploads-remedy-fault-no-quantity = Geben Sie eine Zahl wie 4 oder 0,5 ein.
uploads-remedy-fault-no-date = Geben Sie ein Datum wie 31.12.2026 ein.
uploads-remedy-fault-dates-crossed = Berichtigen Sie einen der beiden Tage.

uploads-note-unprotected = Was die Zelle zu Text gezwungen hat, wurde entfernt.
uploads-note-trimmed = Leerzeichen um die Nummer wurden entfernt.
uploads-note-merged = Aus einer verbundenen Zelle.
uploads-note-boolean = Die Zelle enthält WAHR oder FALSCH.
uploads-note-number-formatted = So gelesen, wie die Zelle es zeigt.
uploads-note-line-breaks = Zeilenumbrüche in der Bezeichnung wurden Leerzeichen.
uploads-note-mixed-scripts = Mischt ähnlich aussehende Buchstaben mehrerer Schriften.

uploads-stopped-changed-since-check = Nummern dieser Firma haben sich nach der Prüfung geändert. Prüfen Sie noch einmal, um zu sehen, was nun geschehen würde.
uploads-stopped-locked = Die Firma wurde gesperrt, bevor der Upload übernommen werden konnte. Sobald die Sperre aufgehoben ist, können Sie ihn erneut bestätigen.
uploads-stopped-broken-off = Die Datei ist nicht angekommen: Die Verbindung oder der Server ist abgebrochen, während sie gesendet wurde. Geändert wurde nichts. Bitte laden Sie sie noch einmal hoch.
uploads-stopped-failed-repeatedly = Die Übernahme wurde mehrmals versucht und ist jedes Mal fehlgeschlagen. Sagen Sie einem Administrator Bescheid.

## Bestätigung

uploads-confirm-title = Upload bestätigen
uploads-will-add = { $count ->
    [one] Fügt { $count } Nummer hinzu.
   *[other] Fügt { $count } Nummern hinzu.
}
uploads-will-change = { $count ->
    [one] Ändert { $count } Nummer.
   *[other] Ändert { $count } Nummern.
}
uploads-will-leave = { $count ->
    [one] Lässt { $count }, wie sie ist.
   *[other] Lässt { $count }, wie sie sind.
}
uploads-will-leave-out = { $count ->
    [one] Lässt { $count } Zeile weg wie entschieden.
   *[other] Lässt { $count } Zeilen weg wie entschieden.
}
uploads-will-skip = { $count ->
    [one] Überspringt { $count } Zeile.
   *[other] Überspringt { $count } Zeilen.
}
uploads-will-remove = { $count ->
    [one] Entfernt { $count } Nummer.
   *[other] Entfernt { $count } Nummern.
}
uploads-will-remove-nothing = Nichts wird entfernt.
uploads-removals = Nummern, die entfernt werden
uploads-removes-many = { $count ->
    [one] { $count } Nummer würde entfernt
   *[other] { $count } Nummern würden entfernt
}
uploads-removes-many-text = { $count ->
    [one] Das ist mehr als ein Zehntel der Liste dieser Firma mit { $count } Nummer. Wenn Sie das wollen, geben Sie die Anzahl ein. Der Upload lässt sich später zurücknehmen.
   *[other] Das ist mehr als ein Zehntel der Liste dieser Firma mit { $count } Nummern. Wenn Sie das wollen, geben Sie die Anzahl ein. Der Upload lässt sich später zurücknehmen.
}
uploads-type-removed = Geben Sie { $count } ein, um sie zu entfernen
uploads-confirm = Upload übernehmen
uploads-confirm-removing = { $count ->
    [one] Übernehmen und { $count } Nummer entfernen
   *[other] Übernehmen und { $count } Nummern entfernen
}
uploads-confirm-undo-title = Rücknahme bestätigen
uploads-confirm-undo = Upload zurücknehmen
uploads-waits-for-lock = Dies wartet, bis die Sperre aufgehoben ist
uploads-waits-for-lock-text = Der Upload bleibt, wie er ist. Sobald die Sperre aufgehoben ist, können Sie ihn hier bestätigen.
problem-removed-missing = Geben Sie ein, wie viele Nummern entfernt würden
problem-removed-not-repeated = So viele würden nicht entfernt

## Fortschritt

uploads-progress-title = Wird übernommen
uploads-progress-label = Geschriebene Zeilen
uploads-progress-waiting = Wartet, bis er an der Reihe ist.
uploads-progress-begun = Begonnen: { $total } Zeilen sind zu schreiben.
uploads-progress-rows = { $done } von { $total } Zeilen.
uploads-progress-closing = Alle { $total } Zeilen sind geschrieben, der Upload wird abgeschlossen.
uploads-progress-left = { $count ->
    [one] Noch etwa eine Sekunde.
   *[other] Noch etwa { $count } Sekunden.
}
uploads-progress-attempt = Dies ist Versuch { $count }.
uploads-progress-leave = Sie können diese Seite verlassen; der Upload geht ohne sie weiter. Er wird ganz übernommen oder gar nicht.
uploads-to-list = Zu den Uploads

## Bericht

uploads-report-receiving = Die Datei kommt noch an
uploads-report-receiving-text = Die Datei ist noch nicht vollständig da. Wenn die Übertragung abgebrochen ist, laden Sie sie noch einmal hoch.
uploads-report-received = Noch nicht gelesen
uploads-report-received-text = Wer die Datei hochgeladen hat, hat noch nicht weitergemacht. Nichts wurde geschrieben.
uploads-report-read = Noch nicht geprüft
uploads-report-read-text = Wer die Datei hochgeladen hat, hat noch nicht weitergemacht. Nichts wurde geschrieben.
uploads-report-checked = Noch nicht bestätigt
uploads-report-checked-text = Die Zeilen sind geprüft, aber nicht bestätigt. Nichts wurde geschrieben.
uploads-report-waiting = Wird übernommen
uploads-report-waiting-text = Der Upload ist bestätigt und wird gleich übernommen.
uploads-report-applied = Übernommen
uploads-report-undone = Zurückgenommen
uploads-report-undo = Der Upload wurde zurückgenommen
uploads-undo-undo = Rücknahme aufheben
uploads-then-correct = Laden Sie die nicht übernommenen Zeilen herunter, berichtigen Sie sie und laden Sie diese Datei hoch.
uploads-report-failed = Nicht übernommen
uploads-report-failed-text = Nichts wurde geschrieben.
uploads-report-discarded = Verworfen
uploads-report-discarded-text = Dieser Upload wurde aufgegeben. Nichts wurde geschrieben.
uploads-applied-at = Übernommen am { $when }, bestätigt von { $who }.
uploads-done-new = Hinzugefügt
uploads-done-changed = Geändert
uploads-done-unchanged = Unverändert
uploads-done-choice = Nicht entschieden
uploads-done-problem = Problem
uploads-done-removed = Entfernt
uploads-file-whole = Ihre Datei mit dem Ergebnis jeder Zeile
uploads-file-problems = { $count ->
    [one] Die { $count } nicht übernommene Zeile
   *[other] Die { $count } nicht übernommenen Zeilen
}
uploads-to-numbers = Zu den Nummern
uploads-report-status = Status
uploads-report-reason = Grund

## Reparaturen

uploads-repair-problem = Reparieren oder weglassen
uploads-repair-leave = Weglassen
uploads-repair-choice = Entscheiden
uploads-repair-new = Reparieren oder weglassen
uploads-repair-several = Teilen oder lassen
uploads-repair-text = Was Sie entscheiden, wird sofort neu geprüft. Die Datei selbst bleibt, wie sie kam, und jede Entscheidung lässt sich zurücknehmen.
uploads-show-rows = Zeilen anzeigen
uploads-in-file = In der Datei
uploads-instead = Stattdessen
uploads-no-offers = Für diese Zeilen wurde keine sichere Reparatur erkannt.
uploads-offer-zeros = Führende Nullen gingen verloren
uploads-offer-decimals = Nullen am Ende gingen verloren
uploads-offer-point-zero = An eine ganze Zahl wurde „.0“ angehängt
uploads-offer-exponent = Die Nummer wurde in die Exponentialschreibweise umgewandelt
uploads-offer-fits = Ziffern sind verloren, aber nur eine bekannte Nummer passt
uploads-offer-punctuation = Dieselbe Nummer mit anderen Satzzeichen oder Leerzeichen
uploads-offer-look-alike = O und 0, I, L und 1 wurden verwechselt
uploads-offer-take = { $count ->
    [one] { $count } Zeile reparieren
   *[other] { $count } Zeilen reparieren
}
uploads-offer-take-all = Alle Zeilen dieser Art reparieren
uploads-pick-title = Produkt wählen
uploads-pick-for = { $count ->
    [one] { $number }, Zeile { $line }
   *[other] { $number }, { $count } Zeilen, die erste ist Zeile { $line }
}
uploads-pick-later = Jetzt nicht
uploads-pick-take = Diese Wahl übernehmen
uploads-pick-nothing = Wählen Sie zuerst für eine der Nummern ein Produkt
uploads-share-title = Alle behalten
uploads-share-text = Diese Firma erlaubt, dass eine Nummer für mehrere Produkte steht. Jede wird als mehrdeutig gekennzeichnet.
uploads-share-take = Alle Zeilen übernehmen
uploads-pad-title = Mit Nullen auffüllen
uploads-pad-length = Stellen
uploads-pad-hint = Nummern dieser Zeilen, die nur aus Ziffern bestehen und kürzer sind, bekommen vorn Nullen.
uploads-pad-take = Auffüllen
uploads-pad-wrong = Geben Sie die Zahl der Stellen ein, von 2 bis 40
uploads-leave-title = Weglassen
uploads-leave-text = Die Zeilen werden nicht übernommen. Nummern, die schon in der Liste stehen, bleiben, wie sie sind.
uploads-leave-take = Alle diese Zeilen weglassen
uploads-decided = Entschieden
uploads-decided-done = { $count ->
    [0] Keine Zeile war betroffen.
    [one] Für { $count } Zeile entschieden und neu geprüft.
   *[other] Für { $count } Zeilen entschieden und neu geprüft.
}
uploads-take-back = Zurücknehmen
uploads-decided-zeros = Führende Nullen ergänzt: { $count }
uploads-decided-decimals = Nullen am Ende ergänzt: { $count }
uploads-decided-point-zero = „.0“ entfernt: { $count }
uploads-decided-exponent = Exponentialschreibweise zurückverwandelt: { $count }
uploads-decided-fits = Durch die passende Nummer ersetzt: { $count }
uploads-decided-punctuation = Satzzeichen wie in der Liste: { $count }
uploads-decided-look-alike = Verwechslungen ersetzt: { $count }
uploads-decided-pad = Mit Nullen aufgefüllt: { $count }
uploads-decided-picked = Produkt gewählt: { $count }
uploads-decided-allow-sharing = Für mehrere Produkte übernommen: { $count }
uploads-decided-leave-out = Weggelassen: { $count }
uploads-cause-left-out = Auf Entscheidung weggelassen
uploads-note-repaired = Auf Entscheidung repariert.
uploads-note-sharing-allowed = Darf auf Entscheidung für mehrere Produkte stehen.

## Rückgängig machen

uploads-undo-of = Rücknahme von { $file }
uploads-subtitle-undo = { $file }, begonnen von { $who } am { $when }
uploads-check-title-undo = Folgen der Rücknahme
uploads-undo-text = Nummern, die jemand seit dem Upload geändert hat, bleiben, wie sie sind.
uploads-undo-new = Wird wiederhergestellt
uploads-undo-changed = Wird zurückgesetzt
uploads-undo-unchanged = Bleibt
uploads-undo-choice = Zu entscheiden
uploads-undo-problem = Problem
uploads-undo-removed = Wird entfernt
uploads-undone-new = Wieder da
uploads-undone-changed = Zurückgesetzt
uploads-undone-unchanged = Geblieben
uploads-undone-choice = Nicht entschieden
uploads-undone-problem = Problem
uploads-undone-removed = Entfernt
uploads-will-restore = { $count ->
    [one] Stellt { $count } Nummer wieder her.
   *[other] Stellt { $count } Nummern wieder her.
}
uploads-will-stay = { $count ->
    [one] Lässt { $count } Nummer, die seither geändert wurde.
   *[other] Lässt { $count } Nummern, die seither geändert wurden.
}
uploads-undo = Diesen Upload zurücknehmen
uploads-was-undone = Dieser Upload wurde zurückgenommen
uploads-is-being-undone = Eine Rücknahme dieses Uploads wurde begonnen
uploads-was-undone-by = Zurückgenommen von { $who } am { $when }.
uploads-see-undo = Zur Rücknahme
uploads-see-undone = Zum ursprünglichen Upload
conflict-not-applied = Nur ein Upload, der übernommen wurde, lässt sich zurücknehmen.
conflict-already-undone = Dieser Upload wurde schon zurückgenommen oder wird es gerade.
