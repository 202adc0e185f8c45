# Die erste Seite nach der Anmeldung.

dashboard-title = Übersicht
dashboard-figures = Zahlen
dashboard-over = { $most }+
dashboard-companies = Firmen
dashboard-locked = Gesperrte Firmen
dashboard-products = Produkte
dashboard-cpns = Kunden­artikel­nummern
dashboard-refused = Abgewiesene Anmeldungen, letzte 24 Stunden
dashboard-doors = Nummern ergänzen
dashboard-one-company = Nummern einer Firma
dashboard-type = Tippen
dashboard-type-text = Eine Nummer nach der anderen.
dashboard-paste = Einfügen
dashboard-paste-text = Zeilen aus einer Tabelle.
dashboard-upload = Hochladen
dashboard-upload-text = Eine ganze Datei.
dashboard-coverage = Abdeckung
dashboard-newest = Die Firmen mit den neuesten Uploads stehen zuerst.
dashboard-coverage-show = Zeigen, wie weit die Nummern Ihrer Firmen die Produkte abdecken
dashboard-with = Produkte mit Nummer
dashboard-without = Produkte ohne Nummer
dashboard-share = { $with } · { $percent } %
dashboard-findings = Zu prüfen
dashboard-ambiguous = { $count } mehrdeutig
dashboard-expired = { $count } abgelaufen
dashboard-suspect = { $count } vielleicht von einer Tabelle verändert
dashboard-suspect-help = So beheben Sie das
dashboard-nothing = Nichts
dashboard-uploaded = Letzter Upload
dashboard-never = Noch keiner
dashboard-open = Angefangene Uploads
dashboard-open-undecided = Angefangene Uploads, { $undecided } mit offenen Zeilen
dashboard-queued = Uploads in der Warteschlange
dashboard-queued-running = Uploads in der Warteschlange, { $running } davon in Arbeit
dashboard-failed = Gescheiterte Uploads
dashboard-operation = Betrieb
dashboard-database = Datenbank auf der Platte
dashboard-files = Davon hochgeladene Dateien
dashboard-resolve = Nachschlagen
dashboard-resolve-text = Wofür Nummern stehen.
dashboard-lookup = Nummern zum Nachschlagen
dashboard-lookup-hint = Eine je Zeile, bis zu 5.000.
dashboard-latest = Letzte Uploads
dashboard-counts = { $new } neu, { $changed } geändert, { $skipped } ausgelassen

## Wofür die Platte gebraucht wird

storage-title = Speicherplatz
storage-text = Die Datenbank belegt { $total } auf der Platte, Indizes eingeschlossen.
storage-what = Was
storage-size = Größe
storage-numbers = Kundenartikelnummern
storage-numbers-text = Die Nummern aller Firmen, wie sie heute sind.
storage-history = Verlauf
storage-history-text = Jede Änderung einer Nummer und das Protokoll.
storage-files = Hochgeladene Dateien
storage-files-text = So, wie sie kamen, damit ein Bericht sie zurückgeben kann.
storage-rows = Zeilen von Uploads
storage-rows-text = Was aus den Dateien gelesen wurde und was aus jeder Zeile geworden ist.
storage-products = Produkte und Firmen
storage-products-text = Die Stammdaten.
storage-rest = Alles Übrige
storage-rest-text = Personen, Sitzungen, Token und was PostgreSQL selbst braucht.

## Uploads, die nicht am Ende sind

unfinished-title = Offene Uploads
unfinished-text = Übernommene und verworfene Uploads stehen in der Liste ihrer Firma.
unfinished-open = Angefangen
unfinished-queued = In der Warteschlange
unfinished-failed = Gescheitert
unfinished-told = Status
unfinished-progress = { $done } von { $total } Zeilen geschrieben
unfinished-undecided = { $count ->
    [one] Eine Zeile wird ausgelassen, wenn Sie nichts entscheiden
   *[other] { $count } Zeilen werden ausgelassen, wenn Sie nichts entscheiden
}
unfinished-none = Nichts da
unfinished-none-text = Kein Upload hat diesen Status.
