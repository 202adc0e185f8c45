# Die erste Seite nach dem Anmelden.

dashboard-title = Übersicht
dashboard-figures = Zahlen
dashboard-companies = Firmen
dashboard-locked = Gesperrte Firmen
dashboard-products = Produkte
dashboard-cpns = Kundenartikelnummern
dashboard-doors = Nummern hinzufügen
dashboard-type = Tippen
dashboard-type-text = Eine Nummer nach der anderen.
dashboard-paste = Einfügen
dashboard-paste-text = Zeilen aus einer Tabelle.
dashboard-upload = Hochladen
dashboard-upload-text = Eine ganze Datei.
