# Navigation, Rollen, Fehler: was jede Seite brauchen kann.

nav-dashboard = Übersicht
nav-companies = Firmen
nav-products = Produkte
nav-people = Personen

role-buyer = Einkäufer
role-manager = Kundenbetreuer
role-admin = Administrator

## Fehler als Seiten

error-home = Zur Startseite
error-request = Wenn Sie um Hilfe bitten, nennen Sie diese Nummer: { $id }

error-400-title = Diese Anfrage war nicht lesbar
error-400-text = Gehen Sie zurück, prüfen Sie Ihre Eingaben und versuchen Sie es noch einmal.
error-401-title = Bitte melden Sie sich an
error-401-text = Ihre Sitzung ist beendet. Melden Sie sich erneut an, um fortzufahren.
error-403-title = Das dürfen Sie nicht
error-403-text = Ihre Rolle erlaubt das nicht. Wenden Sie sich an einen Administrator, wenn Sie es brauchen.
error-forged = Die Anfrage scheint von einer anderen Website zu kommen. Öffnen Sie die Seite in dieser Anwendung und versuchen Sie es noch einmal.
error-404-title = Hier ist nichts
error-404-text = Prüfen Sie die Adresse, oder suchen Sie.
error-404-text-guest = Prüfen Sie die Adresse. Vielleicht gibt es das Gesuchte nicht mehr, oder Sie dürfen es nicht sehen.
error-405-title = Das geht an dieser Adresse nicht
error-405-text = Gehen Sie zurück und benutzen Sie die Schaltflächen der Seite.
error-408-title = Das hat zu lange gedauert
error-408-text = Die Verbindung war zu langsam. Versuchen Sie es noch einmal.
error-409-title = Das geht gerade nicht
error-409-text = Jemand hat es inzwischen geändert. Öffnen Sie es erneut, um den jetzigen Stand zu sehen.
error-410-title = Dieser Link gilt nicht mehr
error-410-text = Er wurde schon benutzt oder ist abgelaufen. Bitten Sie einen Administrator um einen neuen.
error-413-title = Das ist zu groß
error-413-text = Die Datei oder der Text ist größer als erlaubt.
error-415-title = Diese Anfrage war nicht lesbar
error-415-text = Gehen Sie zurück und benutzen Sie das Formular der Seite.
error-422-title = Etwas stimmt nicht
error-423-title = Diese Firma ist gesperrt
error-locked = Die Nummern dieser Firma können zurzeit nicht geändert werden. Grund: { $reason }
error-locked-back = Zu den Nummern
error-429-title = Zu viele Versuche
error-429-text = { $count ->
    [one] Warten Sie eine Sekunde und versuchen Sie es dann noch einmal.
   *[other] Warten Sie { $count } Sekunden und versuchen Sie es dann noch einmal.
}
error-500-title = Bei uns ist etwas schiefgegangen
error-500-text = Es wurde vermerkt. Versuchen Sie es noch einmal; wenn es wieder geschieht, wenden Sie sich an einen Administrator.
error-503-title = Zurzeit ausgelastet
error-503-text = Der Server kann gerade nicht mehr annehmen. Versuchen Sie es in einigen Sekunden noch einmal.

## Was an einem Feld nicht stimmt

problem-missing = Bitte ausfüllen
problem-too-long = Höchstens { $most } Zeichen; es sind { $length }
problem-too-short = Mindestens { $least } Zeichen
problem-forbidden-character = Das Zeichen { $code } ist hier nicht erlaubt; bitte entfernen
problem-not-positive = Geben Sie eine Zahl über 0 ein
problem-dates-crossed = Der letzte Tag liegt vor dem ersten
problem-unknown = „{ $value }“ gibt es nicht
problem-taken = „{ $value }“ gibt es schon
problem-shared = Diese Nummer steht schon für das Produkt { $value }, und diese Firma erlaubt je Nummer nur ein Produkt
problem-not-a-choice = Wählen Sie eine der Möglichkeiten
problem-invisible = Davon ist nichts zu sehen: Geben Sie Buchstaben, Ziffern oder Zeichen ein
problem-too-long-unfolded = Das ist zu lang zum Vergleichen; verwenden Sie eine kürzere Nummer
problem-no-quantity = Geben Sie eine Zahl wie 4 oder 0,5 ein
problem-no-date = Geben Sie ein Datum wie 2026-12-31 ein
problem-no-email = Geben Sie eine E-Mail-Adresse wie name@example.com ein
problem-no-uuid = Geben Sie eine UUID ein: 32 Hexadezimalziffern, mit oder ohne Bindestriche
problem-no-object-id = Geben Sie 24 Hexadezimalziffern ein
problem-no-gtin = Eine GTIN hat 8, 12, 13 oder 14 Ziffern
problem-wrong-check-digit = Die letzte Ziffer passt nicht zu den anderen: Prüfen Sie auf Tippfehler
problem-wrong-password = Das ist nicht Ihr aktuelles Passwort
problem-not-repeated = Die beiden Eingaben unterscheiden sich
