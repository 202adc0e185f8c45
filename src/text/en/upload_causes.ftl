# Causes of a check that come from damage, decisions and undoing.

uploads-fault-zeros-lost = { $field } has lost leading zeros
uploads-fault-point-zero = { $field } has got a “.0” behind it
uploads-fault-zeros-cut = { $field } has lost zeros at its end
uploads-fault-exponent-lost = { $field } was turned from a number with an E into a plain one
uploads-remedy-fault-zeros-lost = The number is known with the zeros. They can be restored for all these rows.
uploads-remedy-fault-point-zero = The number is known without it. It can be taken off for all these rows.
uploads-remedy-fault-zeros-cut = The number is known with the zeros. They can be restored for all these rows.
uploads-remedy-fault-exponent-lost = The number is known with the E. It can be restored for all these rows.
uploads-cause-several-numbers = Not in the list before; looks like several numbers in one cell
uploads-remedy-several-numbers = They can be taken one by one. Otherwise each cell is one number.
uploads-cause-undo-addition = The upload had added it
uploads-cause-undo-change = Goes back to what it was before the upload
uploads-cause-undo-removal = The upload had removed it
uploads-cause-changed-since = Changed by somebody since; it stays as it is
uploads-note-several-lines = Looks like several numbers, one a line.
uploads-note-several-semicolons = Looks like several numbers with semicolons between them.
uploads-note-several-commas = Looks like several numbers with commas between them.
uploads-note-several-slashes = Looks like several numbers with slashes between them.
uploads-note-split = One of several numbers of its cell, parted by decision.
uploads-note-as-it-is = Taken as it stands by decision.

# Repairs beyond the first ones.

uploads-offer-rounded = Digits behind the fifteenth became zeros
uploads-offer-day = The number was taken for a date
uploads-offer-strip = “.0” stands behind whole numbers
uploads-offer-split-lines = Several numbers in one cell, one a line
uploads-offer-split-semicolons = Several numbers in one cell, with semicolons between them
uploads-offer-split-commas = Several numbers in one cell, with commas between them
uploads-offer-split-slashes = Several numbers in one cell, with slashes between them
uploads-offer-decimal-comma = Quantities are written 1.234,5
uploads-offer-decimal-point = Quantities are written 1,234.5
uploads-offer-day-month = Dates have the day first
uploads-offer-month-day = Dates have the month first
uploads-offer-split-take = { $count ->
    [one] Split { $count } cell
   *[other] Split { $count } cells
}
uploads-offer-read-take = { $count ->
    [one] Read { $count } row like this
   *[other] Read { $count } rows like this
}
uploads-decided-rounded = Digits restored: { $count }
uploads-decided-day = Dates turned back into the known number: { $count }
uploads-decided-strip = “.0” taken off: { $count }
uploads-decided-split-lines = Cells with a number a line split: { $count }
uploads-decided-split-semicolons = Cells split at semicolons: { $count }
uploads-decided-split-commas = Cells split at commas: { $count }
uploads-decided-split-slashes = Cells split at slashes: { $count }
uploads-decided-decimal-comma = Quantities read as 1.234,5: { $count }
uploads-decided-decimal-point = Quantities read as 1,234.5: { $count }
uploads-decided-day-month = Dates read with the day first: { $count }
uploads-decided-month-day = Dates read with the month first: { $count }
uploads-decided-as-it-is = Taken as they stand: { $count }
uploads-suggest-title = These product numbers look like others
uploads-as-it-is-title = The numbers are correct
uploads-as-it-is-text = If the customer part numbers really read like this, they are taken as they stand.
uploads-as-it-is-take = Take them as they stand
uploads-state-undone = Undone

# What was cleaned, and letters of a guessed encoding.

uploads-cleaned = Cleaned while reading
uploads-letters = Do these letters look right?
uploads-letters-text = The encoding was guessed. If letters look wrong, read the file in another encoding.
