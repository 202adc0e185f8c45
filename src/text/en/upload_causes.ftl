# Causes of a check that come from damage, decisions and undoing.

uploads-fault-zeros-lost = { $field } has lost leading zeros
uploads-fault-point-zero = { $field } has got a “.0” behind it
uploads-fault-zeros-cut = { $field } has lost zeros at its end
uploads-fault-exponent-lost = { $field } was turned from a number with an E into a plain one
uploads-cause-taken = Taken as it is because somebody decided so
uploads-cause-excluded = Left out because somebody decided so
uploads-cause-undo-addition = The upload had added it
uploads-cause-undo-change = Goes back to what it was before the upload
uploads-cause-undo-removal = The upload had removed it
uploads-cause-changed-since = Changed by somebody since; it stays as it is
uploads-note-padded = Filled up with leading zeros, as was decided.
uploads-note-point-zero-stripped = The “.0” was taken off, as was decided.
uploads-note-product-chosen = The product was chosen by somebody.
uploads-note-several-lines = Looks like several numbers, one a line.
uploads-note-several-semicolons = Looks like several numbers with semicolons between them.
uploads-note-several-commas = Looks like several numbers with commas between them.
uploads-note-several-slashes = Looks like several numbers with slashes between them.
