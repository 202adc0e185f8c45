# Firmen: ihre Liste, ihr Rahmen, ihre Einstellungen und ihre Sperre.

companies-tab-numbers = Nummern
companies-tab-uploads = Uploads
companies-tab-history = Verlauf
companies-tab-settings = Einstellungen
companies-account-number = Kundennummer
companies-archived-since = Archiviert seit { $since }
companies-locked-title = Diese Firma ist gesperrt
