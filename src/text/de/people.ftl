# Anmeldung, Personen, und was jeder für sich einstellt.

language-en = English
language-de = Deutsch

people-email = E-Mail-Adresse
people-password = Passwort
people-name = Name

## Anmelden

sign-in-title = Anmelden
sign-in-submit = Anmelden
sign-in-refused = Mit dieser E-Mail-Adresse und diesem Passwort kommen Sie nicht hinein. Prüfen Sie beides und versuchen Sie es noch einmal. Nach vielen Versuchen müssen Sie zehn Minuten warten.
sign-in-return = Melden Sie sich an, um dort weiterzumachen, wo Sie waren. Eine Sitzung endet, wenn sie eine Weile nicht benutzt wird.
sign-in-no-access = Kein Zugang oder Passwort vergessen? Bitten Sie einen Administrator Ihrer Installation um einen Link.
