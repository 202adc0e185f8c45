# Signing in, people, and what everybody sets for themselves.

language-en = English
language-de = Deutsch

people-email = E-mail address
people-password = Password
people-name = Name

## Signing in

sign-in-title = Sign in
sign-in-submit = Sign in
sign-in-refused = This e-mail address and password do not let you in. Check both and try again. After many tries you have to wait ten minutes.
sign-in-return = Sign in to go on where you were. A session ends when it is not used for a while.
sign-in-no-access = No access or password forgotten? Ask an admin of your installation for a link.
