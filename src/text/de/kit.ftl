# Texte des Rahmens und der Bedienelemente, die alle Seiten teilen.

## Rahmen

kit-skip-to-content = Zum Inhalt springen
kit-menu = Menü
kit-main-navigation = Hauptnavigation
kit-breadcrumbs = Brotkrumen
kit-search = Suchen
kit-search-label = Firmen, Produkte und Nummern suchen
kit-account = Konto
kit-sign-out = Abmelden
kit-dismiss = Meldung ausblenden
kit-close = Schließen
kit-request-failed = Der Server hat nicht geantwortet. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.

## Kopieren

kit-copy = { $value } kopieren
kit-copied = Kopiert

## Tastenkürzel

kit-shortcuts = Tastenkürzel
kit-shortcut-search = Zur Suche
kit-shortcut-rows = Nächste oder vorige Zeile
kit-shortcut-tick = Zeile ankreuzen
kit-shortcut-edit = Zeile bearbeiten
kit-shortcut-companies = Zu den Firmen
kit-shortcut-products = Zu den Produkten
kit-shortcut-help = Diese Liste anzeigen
kit-shortcuts-off = Sie können die Tastenkürzel abschalten:

## Listen

kit-filter = Filtern
kit-filters = Filter
kit-active-filters = Aktive Filter
kit-remove-filter = Filter entfernen:
kit-clear-filters = Filter zurücksetzen
kit-pages = Seiten
kit-previous = Vorherige
kit-next = Nächste
kit-range = { $range } von { $total }
kit-tick-page = Alle Zeilen dieser Seite ankreuzen
kit-tick = { $value } ankreuzen
kit-bulk = Aktionen für die angekreuzten Zeilen
kit-bulk-selected = ausgewählt

## Sperre

kit-lock-reason = Grund: { $reason }
kit-lock-until = Bis: { $until }
kit-lock-effect = Sie können die Nummern ansehen, durchsuchen und exportieren. Ändern lassen sie sich erst wieder, wenn die Sperre aufgehoben ist; ein Upload lässt sich vorbereiten und wartet.

## Formulare

kit-error-prefix = Fehler:
kit-problem-title = Es gibt ein Problem
kit-optional = optional
kit-cancel = Abbrechen
kit-show = Anzeigen
kit-hide = Verbergen
kit-show-password = Passwort anzeigen
kit-hide-password = Passwort verbergen
kit-find = Suchen
kit-pick = Kreuzen Sie an, was Sie meinen
kit-found-none = Dazu wurde nichts gefunden. Versuchen Sie es mit einem Teil des Namens oder der Nummer.

## Uploads

kit-steps = Schritte
kit-step-done = erledigt
kit-uploading = Die Datei wird hochgeladen
