# Navigation, roles, errors: what every page may need.

nav-dashboard = Dashboard
nav-companies = Companies
nav-products = Products
nav-people = People

role-buyer = Buyer
role-manager = Account manager
role-admin = Admin

## Errors as pages

error-home = To the start page
error-request = If you ask for help, give this number: { $id }

error-400-title = That request could not be read
error-400-text = Go back, check what you entered and try again.
error-401-title = Please sign in
error-401-text = Your session has ended. Sign in again to go on.
error-403-title = You are not allowed to do that
error-403-text = Your role does not allow this. Ask an admin if you need it.
error-forged = The request seems to come from another site. Open the page in this application and try again.
error-404-title = There is nothing here
error-404-text = Check the address, or search.
error-404-text-guest = Check the address. What it led to may be gone, or not yours to see.
error-405-title = That does not work at this address
error-405-text = Go back and use the buttons of the page.
error-408-title = That took too long
error-408-text = The connection was too slow. Try again.
error-409-title = That is not possible now
error-409-text = Somebody changed it meanwhile. Open it again to see how it stands.
error-410-title = This link is no longer valid
error-410-text = It was used already or has run out. Ask an admin for a new one.
error-413-title = That is too large
error-413-text = The file or text is larger than allowed.
error-415-title = That request could not be read
error-415-text = Go back and use the form of the page.
error-422-title = Something is not right
error-423-title = This company is locked
error-locked = The numbers of this company cannot be changed at the moment. Reason: { $reason }
error-locked-back = To the numbers
error-429-title = Too many tries
error-429-text = { $count ->
    [one] Wait one second, then try again.
   *[other] Wait { $count } seconds, then try again.
}
error-500-title = Something went wrong on our side
error-500-text = It has been noted. Try again; if it happens again, tell an admin.
error-503-title = Busy at the moment
error-503-text = The server cannot take more right now. Try again in a few seconds.

## What is wrong with a field

problem-missing = Enter something here
problem-too-long = Use at most { $most } characters; these are { $length }
problem-too-short = Use at least { $least } characters
problem-forbidden-character = The character { $code } is not allowed here; remove it
problem-not-positive = Enter a number above 0
problem-dates-crossed = The last day lies before the first day
problem-unknown = There is no “{ $value }”
problem-taken = “{ $value }” exists already
problem-shared = This number already stands for product { $value }, and this company allows only one product for each number
problem-not-a-choice = Choose one of the options
problem-invisible = Nothing of this can be seen: enter letters, digits or signs
problem-too-long-unfolded = This is too long to be compared; use a shorter number
problem-no-quantity = Enter a number such as 4 or 0.5
problem-no-date = Enter a date such as 2026-12-31
problem-no-email = Enter an e-mail address such as name@example.com
problem-no-uuid = Enter a UUID: 32 hexadecimal digits, with or without hyphens
problem-no-object-id = Enter 24 hexadecimal digits
problem-no-gtin = A GTIN has 8, 12, 13 or 14 digits
problem-wrong-check-digit = The last digit does not fit the others: check for a typing error
problem-wrong-password = This is not your current password
problem-not-repeated = The two entries differ
