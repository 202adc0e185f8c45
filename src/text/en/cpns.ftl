# A company's numbers: their list, one number, its history, the search over everything.

cpns-numbers = Numbers
cpns-numbers-of = Numbers of { $name }
cpns-for-company = Customer part number of { $name }
cpns-cpn-of = { $cpn } · { $name }

## Fields

cpns-cpn = Customer part number
cpns-cpn-hint = Exactly as the company writes it; leading zeros and signs are kept
cpns-product = Product
cpns-product-hint = The product’s number or GTIN, or a part of its number or name to look for
cpns-product-number = Product number
cpns-description = Customer’s wording
cpns-description-hint = What the company calls it, up to 500 characters
cpns-unit = Unit
cpns-unit-hint = What one of these numbers stands for, such as “box”
cpns-pack-quantity = Pack quantity
cpns-pack-quantity-hint = How many of the product one such unit holds, such as 4
cpns-valid-from = Valid from
cpns-valid-to = Valid until
cpns-valid-to-hint = Both days are included
cpns-preferred = Preferred
cpns-validity = Validity
cpns-changed = Changed
cpns-yes = yes
cpns-no = no

## States

cpns-validity-valid = valid
cpns-validity-not-yet = not yet valid
cpns-validity-expired = expired
cpns-ambiguous = ambiguous
cpns-collides = is the product number { $number }
cpns-discontinued = discontinued
cpns-valid-from-on = from { $from }
cpns-valid-until = until { $to }

## The list

cpns-search = Search number, wording or product
cpns-jump = From number
cpns-more-filters = More filters
cpns-any = any
cpns-preferred-only = preferred only
cpns-preferred-not = not preferred
cpns-changed-by = Changed by
cpns-changed-since = Changed since
cpns-ambiguous-only = Ambiguous only
cpns-discontinued-only = Discontinued products only
cpns-chip-product = Product { $number }
cpns-chip-by = By { $name }
cpns-chip-since = Since { $day }
cpns-chip-until = Until { $day }
cpns-chip-from = From “{ $from }”
cpns-chip-number = Number { $number }
cpns-chip-upload = One upload
cpns-columns = Columns
cpns-apply = Apply
cpns-density = Density
cpns-actions = Actions
cpns-count-all = Count all
cpns-export-xlsx = Export to Excel
cpns-export-csv = Export as CSV
cpns-upload = Upload
cpns-none = No numbers yet
cpns-none-text = Enter the first one, upload a list or paste one from a spreadsheet.
cpns-none-type = New number
cpns-none-upload = Upload numbers
cpns-none-read = Nobody has entered a number for this company.

## New, edit

cpns-new = New number
cpns-add = Add number
cpns-add-another = Add and enter another
cpns-edit = Edit
cpns-edit-this = Edit { $cpn }
cpns-save = Save
cpns-save-anyway = Save anyway
cpns-find-product = Find
cpns-found-no-product = No product fits. Try a part of its number or name.
cpns-pick-product = Products that fit
cpns-same = This number exists already
cpns-warn-elsewhere = The same number stands for another product: it will be ambiguous
cpns-warn-own-number = This is the number of another product
cpns-warn-alike = There are numbers that differ only in blanks or signs
cpns-stale = This number was changed while you were editing it. Nothing has been saved: compare, then save again.
cpns-changed-meanwhile = { $by } changed this number on { $when }
cpns-no-difference = What is stored now is what you typed.
cpns-stored = Stored now
cpns-typed = You typed
cpns-created = { $cpn } was added.
cpns-saved = { $cpn } was saved.
cpns-undo = Undo

## Delete, restore, prefer

cpns-delete = Delete
cpns-delete-this = Delete { $cpn }
cpns-restore = Restore
cpns-prefer = Make preferred
cpns-deleted = { $cpn } was deleted.
cpns-not-deleted = Somebody changed this number meanwhile. Look at it and delete it again if you still want to.
cpns-restored = { $cpn } was restored.
cpns-was-preferred = { $cpn } is the preferred number now.
cpns-reverted = The change of { $cpn } was taken back.
cpns-not-reverted = Something has happened to this number since; the change was not taken back.
cpns-is-deleted = This number is deleted
cpns-is-deleted-text = It no longer appears in lists, searches or answers. Its history stays, and it can be restored.
cpns-also-stands-for = This number also stands for

## Timeline and history

cpns-timeline = Timeline
cpns-history-of = History of { $cpn }
cpns-on-day = As it stood on
cpns-show-day = Show
cpns-stood-on = At the end of { $day }
cpns-was-not-there = This number did not exist.
cpns-older = Older events
cpns-open-page = Open the page of this number
cpns-who = by { $name } · { $door }
cpns-event-created = Created
cpns-event-changed = Changed
cpns-event-deleted = Deleted
cpns-event-restored = Restored
cpns-door-page = web page
cpns-door-store-api = Store API
cpns-door-axim = Axim
cpns-door-shoxl = Shoxl
cpns-door-api = API
cpns-door-upload = upload
cpns-door-command-line = command line
cpns-see-upload = See the upload
cpns-before = before:
cpns-after = after:
cpns-emptied = emptied
cpns-by = Person or token
cpns-what = What
cpns-door = Through
cpns-since = Since
cpns-until = Until
cpns-events = { $count ->
    [one] { $count } event
   *[other] { $count } events
}
cpns-no-history = Nothing has happened yet
cpns-no-history-text = Every change of a number will be listed here, with who made it.

## Search over everything

cpns-search-title = Search
cpns-search-short = Type at least three letters or digits
cpns-search-short-text = Signs and blanks do not count: aa001 finds AA.00.1.
cpns-search-none = Nothing found for “{ $term }”
cpns-search-none-text = Type fewer characters, or look in a list:
cpns-search-more = See all
cpns-search-narrow = There are more. Type more characters to narrow the search.

## Resolve

cpns-resolve = Look up numbers
cpns-resolve-of = What numbers of { $name } stand for, and the other way round
cpns-resolve-now = Look up
cpns-resolve-file = resolved-numbers
cpns-paste = Numbers
cpns-paste-hint = One per line, or cells copied from a spreadsheet; up to 5,000
cpns-direction = Direction
cpns-direction-resolve = Customer part numbers → products
cpns-direction-lookup = Product numbers → customer part numbers
cpns-result = Result
cpns-update = Update
cpns-copy-table = Copy as table
cpns-given = Given
cpns-outcome = Outcome
cpns-answer = Answer
cpns-note = Note
cpns-outcome-resolved = found
cpns-outcome-ambiguous = several fit
cpns-outcome-discontinued = discontinued
cpns-outcome-not-yet = not yet valid
cpns-outcome-expired = expired
cpns-outcome-unknown = unknown
cpns-outcome-no-number = no number
cpns-outcome-no-product = no such product
cpns-successor = replaced by { $number }
cpns-pick = Pick one
cpns-pick-for = Product for { $number }
cpns-product-for = Product number for { $number }
cpns-add-as-number = Add with all details
cpns-add-all = Add the numbers with a product
cpns-also-called = Also:
cpns-did-you-mean = Did you mean
cpns-added = { $count ->
    [one] { $count } number was added
   *[other] { $count } numbers were added
}
cpns-not-added = Not added
problem-too-many-lines = Paste at most 5,000 lines

## Many at once

cpns-bulk-delete = Delete
cpns-bulk-dates = Set validity
cpns-bulk-prefer = Make preferred
cpns-bulk-move = Move to another product
cpns-bulk-all = Choose all { $total } that match
cpns-bulk-of = Numbers of { $name }
cpns-bulk-none = Tick the numbers first, or choose all that match.
cpns-bulk-recounted = The list has changed meanwhile. Nothing was done; look at the new count and confirm again.
cpns-bulk-too-many = More than 20,000 numbers cannot be changed at once. Narrow the list, or upload a file.
cpns-bulk-back = Back to the list
cpns-bulk-delete-title = { $count ->
    [one] Delete { $count } number
   *[other] Delete { $count } numbers
}
cpns-bulk-dates-title = { $count ->
    [one] Set the validity of { $count } number
   *[other] Set the validity of { $count } numbers
}
cpns-bulk-prefer-title = { $count ->
    [one] Make { $count } number preferred
   *[other] Make { $count } numbers preferred
}
cpns-bulk-move-title = { $count ->
    [one] Move { $count } number
   *[other] Move { $count } numbers
}
cpns-bulk-delete-effect = They disappear from all lists, searches and answers. If a preferred number is among them, the oldest that remains becomes preferred. Each can be restored from the history.
cpns-bulk-dates-effect = Every number gets the days ticked below; an empty day takes the limit away.
cpns-bulk-prefer-effect = Where several numbers of one product are chosen, one that is preferred already stays so; otherwise it is the oldest.
cpns-bulk-move-effect = They then stand for the other product. A number that product has already stays where it is.
cpns-bulk-set-from = Set the first day
cpns-bulk-set-to = Set the last day
cpns-bulk-move-to = Product to move to
cpns-bulk-date-hint = Empty: no limit
cpns-bulk-done = { $changed } of { $count } numbers were changed.
problem-cpn-missing = Enter the customer part number
problem-product-missing = Enter the product’s number or GTIN
problem-nothing-chosen = Tick what is to be set
problem-came-meanwhile = Another number came to that product meanwhile; try again

## While one types

cpns-will-match = Capitals, blanks at its ends and kinds of dashes do not matter. Found as
cpns-hidden-signs = Hidden or unusual signs: { $codes }
