# Uploads: their list and the wizard, step by step.

## The list

uploads-new = Upload numbers
uploads-none = Nothing uploaded yet
uploads-none-text = A spreadsheet or a pasted list becomes this company’s numbers. You see what would happen before anything is written.
uploads-file = File
uploads-state = State
uploads-mode = Mode
uploads-count-new = Added
uploads-count-changed = Changed
uploads-count-unchanged = Same
uploads-count-skipped = Skipped
uploads-count-removed = Removed
uploads-on-page = { $count ->
    [one] { $count } upload
   *[other] { $count } uploads
}
uploads-pasted-list = Pasted list

uploads-state-receiving = Arriving
uploads-state-received = Not read yet
uploads-state-read = Not checked yet
uploads-state-checked = Checked
uploads-state-waiting = Being applied
uploads-state-applied = Applied
uploads-state-failed = Failed
uploads-state-discarded = Discarded

## The frame of the steps

uploads-step-file = File
uploads-step-columns = Columns
uploads-step-check = Check
uploads-step-confirm = Confirm
uploads-step-progress = Progress
uploads-step-report = Report
uploads-subtitle = { $file }, { $size }, uploaded by { $who } on { $when }
uploads-discard = Discard upload
uploads-discard-undo = Do not undo
uploads-discarded = The upload was discarded. Nothing was written.
uploads-onward-columns = Back to the columns
uploads-onward-check = Back to the check
uploads-onward-progress = See the progress
uploads-onward-report = See the report
uploads-nothing-was-written = Nothing was written
conflict-upload-not-open = Meanwhile this upload was confirmed, applied or discarded, so that cannot be changed any more.
conflict-check-outdated = Something about this upload changed after you saw its check. Look at the check again before you confirm.
conflict-columns-missing = The check needs a column with product numbers and one with customer part numbers.

## File

uploads-new-title = Upload numbers
uploads-doors = Where the numbers come from
uploads-door-file = Choose a file
uploads-door-paste = Paste a list
uploads-door-template = Start from the current list
uploads-template-text = Download this company’s numbers, change them in your spreadsheet program and upload the file again. The columns are recognised automatically.
uploads-template-xlsx = Current list as XLSX
uploads-template-csv = Current list as CSV
uploads-limits = CSV, TSV, TXT, XLSX, ODS or XLS, up to { $size } and { $rows } rows
uploads-too-large = The file is larger than { $size }. Split it and upload the parts.
uploads-no-file = Choose a file
uploads-nothing-pasted = Paste the list here first
uploads-pasted = List
uploads-pasted-hint = A column with product numbers and one with customer part numbers are needed. Copy the cells in your spreadsheet program, headings included, and paste them here: each line is a row, tabs separate the columns, blanks do not.
uploads-read-and-check = Read and check
uploads-nothing-written = Nothing is written yet. You see the result of the check first and confirm it.
uploads-mode-question = What should the upload do?
uploads-mode-update = Add and update
uploads-mode-update-hint = New numbers are added, existing ones are updated from the file.
uploads-mode-add = Add new ones only
uploads-mode-add-hint = Existing numbers stay exactly as they are.
uploads-mode-replace = Replace numbers
uploads-mode-replace-hint = For companies that have renumbered: a number that is new for its product takes the place of the preferred one.
uploads-mode-mirror = Make the list exactly like the file
uploads-mode-mirror-hint = Also removes numbers that the file does not have. You see them first.
uploads-mode-update-short = Add and update
uploads-mode-add-short = Add only
uploads-mode-replace-short = Replace numbers
uploads-mode-mirror-short = Exactly like the file
uploads-empty-question = What does an empty cell mean?
uploads-empty-keep = Keep the existing value
uploads-empty-clear = Clear the existing value
uploads-empty-keep-short = empty cells change nothing
uploads-empty-clear-short = empty cells clear the field

## Columns

uploads-columns-title = Check the columns
uploads-unreadable = This file cannot be read
uploads-another = Upload another file
uploads-same-title = You have had this file before
uploads-same-file = { $who } uploaded a file with exactly this content on { $when }. State: { $state }.
uploads-same-file-link = Look at that upload
uploads-how-read = File
uploads-noticed = Noticed
uploads-noticed-replaced = { $count ->
    [one] One row has characters that this encoding cannot read, on line { $lines }. Try another encoding.
   *[other] { $count } rows have characters that this encoding cannot read, the first on line { $lines }. Try another encoding.
}
uploads-noticed-lenient = { $count ->
    [one] One row has stray quotation marks and was read as well as possible: line { $lines }.
   *[other] { $count } rows have stray quotation marks and were read as well as possible, the first on line { $lines }.
}
uploads-noticed-hidden = { $count ->
    [one] One hidden row was read too: line { $lines }.
   *[other] { $count } hidden rows were read too, the first on line { $lines }.
}
uploads-noticed-merged = { $count ->
    [one] One row took a value from a merged cell: line { $lines }.
   *[other] { $count } rows took values from merged cells, the first on line { $lines }.
}
uploads-read-otherwise = Read it differently
uploads-sheet = Sheet
uploads-sheet-called = sheet “{ $sheet }”
uploads-sheets-alike = all { $count } sheets with the same headings
uploads-sheet-hidden = hidden
uploads-encoding = Encoding
uploads-delimiter = Delimiter
uploads-delimiter-comma = Comma
uploads-delimiter-semicolon = Semicolon
uploads-delimiter-tab = Tab
uploads-delimiter-pipe = Vertical bar
uploads-delimiter-nothing = None, one column
uploads-as-detected = As detected
uploads-heading-row = Line of the headings
uploads-heading-row-hint = Lines above the headings are left out. 0 means the file has no headings.
uploads-heading-row-no-line = Enter the number of a line, such as 1
uploads-headings-in = headings in line { $line }
uploads-no-headings = no headings
uploads-rows-read = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
uploads-read-again = Read again
uploads-read-now = Read
uploads-which-columns = Columns
uploads-mapping-remembered = Taken from the last upload of this company with the same headings.
uploads-column = Column of the file
uploads-column-holds = Holds
uploads-column-holds-of = What the column { $column } holds
uploads-samples = For example
uploads-tier-sure = Recognised
uploads-tier-check = Please check
uploads-tier-chosen = Chosen
uploads-tier-remembered = As last time
uploads-tier-unused = Not used
uploads-tier-missing = Not found
uploads-field-unused = Not used
uploads-field-product = Product number
uploads-field-cpn = Customer part number
uploads-field-description = Customer’s wording
uploads-field-gtin = GTIN
uploads-field-unit = Unit
uploads-field-pack-quantity = Pack quantity
uploads-field-valid-from = Valid from
uploads-field-valid-to = Valid to
uploads-field-account-number = Account number
uploads-column-twice = { $field } can come from one column only
uploads-column-missing-cpn = Choose the column that holds the customer part numbers
uploads-column-missing-product = Choose the column that holds the product numbers or GTINs
uploads-check-rows = Check the rows
uploads-first-rows = First rows
uploads-line-short = Line

## Check

uploads-check-title = What would happen
uploads-counts = Rows by what would happen
uploads-outcome = Outcome
uploads-outcome-new = New
uploads-outcome-changed = Changed
uploads-outcome-unchanged = Unchanged
uploads-outcome-choice = Needs a choice
uploads-outcome-problem = Problem
uploads-outcome-removed = Would be removed
uploads-left-out = Left out
uploads-count-outcome-choice = To decide
uploads-count-outcome-problem = { $count ->
    [one] Problem
   *[other] Problems
}
uploads-count-done-problem = { $count ->
    [one] Problem
   *[other] Problems
}
uploads-causes = Why
uploads-cause = Cause
uploads-rows = Rows
uploads-example = For example
uploads-line = Line { $line }
uploads-no-number = no number
uploads-all-rows = Rows
uploads-lines = Lines { $from } to { $to }
uploads-becomes = becomes
uploads-cleared = cleared
uploads-problem-rows = Download the rows not taken
uploads-change-decisions = Change columns and mode
uploads-check-again = Check again
uploads-to-confirm = Go on to confirm
uploads-nothing-to-write = Nothing to write
uploads-nothing-to-write-text = No row adds, changes or removes a number. Mend the rows with problems, or choose other columns or another mode.

uploads-cause-new = Not in the list before
uploads-cause-by-number-loosely = Not in the list before; the product was found although its number is written differently
uploads-cause-by-gtin = Not in the list before; the product was found by its GTIN
uploads-cause-discontinued-product = Not in the list before; the product is discontinued
uploads-cause-new-ambiguous = Not in the list for this product before, but the number stands for another product too
uploads-cause-new-collides = Not in the list before, but it equals the supplier’s number of another product
uploads-cause-details = The same number with other details
uploads-cause-spelling = Another way of writing the number
uploads-cause-renumbered = Takes the place of the product’s preferred number
uploads-cause-superseded = A later row has another number for the same product
uploads-cause-same = In the list exactly like this
uploads-cause-exists = In the list already; this upload leaves it as it is
uploads-cause-repeated = An earlier row says the same
uploads-cause-not-in-file = In the list, but not in the file
uploads-cause-several-products = The GTIN stands for several products
uploads-cause-number-for-several-products = The file has this number for several products
uploads-cause-product-missing = The product number is empty
uploads-cause-unknown-product = There is no product with this number
uploads-cause-other-company = The row belongs to another company
uploads-cause-contradicts-earlier-row = An earlier row has the same number with other details
uploads-cause-number-in-use = The number stands for another product already
uploads-cause-total-row = A row of totals
uploads-cause-other = Another reason ({ $code })

uploads-fault-missing = { $field } is empty
uploads-fault-too-long = { $field } is longer than allowed
uploads-fault-too-long-unfolded = { $field } is too long to be compared
uploads-fault-forbidden-character = { $field } holds a line break or another forbidden character
uploads-fault-invisible = { $field } holds only invisible characters
uploads-fault-scientific = { $field } was turned into scientific notation; digits are lost
uploads-fault-rounded = { $field } was rounded by the spreadsheet program; its last digits are lost
uploads-fault-date-typed = { $field } was turned into a date
uploads-fault-formula-error = { $field } is a formula with an error
uploads-fault-formula-without-result = { $field } is a formula without a stored result
uploads-fault-not-positive = { $field } is not above 0
uploads-fault-no-quantity = { $field } is not a number
uploads-fault-ambiguous = { $field } may have a decimal sign or thousands
uploads-fault-no-date = { $field } is not a date
uploads-fault-dates-crossed = { $field } lies before the first day of validity

uploads-remedy-new-collides = A search for this number finds both products. Leave the rows out if it is not meant.
uploads-remedy-new-ambiguous = A search for this number finds each of its products. Leave the rows out if it is not meant.
uploads-remedy-discontinued-product = Leave the rows out if nobody orders it any more.
uploads-remedy-several-products = Put the product number beside the GTIN.
uploads-remedy-number-for-several-products = Decide which product the number stands for and leave the other rows out.
uploads-remedy-product-missing = Fill in the product number in your file and upload it again, or leave the row out.
uploads-remedy-unknown-product = Compare the number with the product list. Leading zeros are easily lost.
uploads-remedy-other-company = Upload it for that company, or mend its account number.
uploads-remedy-contradicts-earlier-row = Keep one of the rows.
uploads-remedy-number-in-use = This company allows one product for each number. Use another number or remove the first one.
uploads-remedy-total-row = Nothing to do: it is left out.
uploads-remedy-fault-missing = Fill in the cell in your file and upload it again, or leave the row out.
uploads-remedy-fault-too-long = Shorten it in your file and upload the file again, or leave the row out.
uploads-remedy-fault-too-long-unfolded = Shorten it in your file and upload the file again, or leave the row out.
uploads-remedy-fault-forbidden-character = Remove the line break or the character. Does the cell hold several numbers?
uploads-remedy-fault-invisible = Fill in the cell or leave the row out.
uploads-remedy-fault-scientific = Format the column as text in the original file and save it again.
uploads-remedy-fault-rounded = Format the column as text in the original file and enter the number again.
uploads-remedy-fault-date-typed = Format the column as text and enter the number again.
uploads-remedy-fault-formula-error = Mend the formula or replace it by its value.
uploads-remedy-fault-formula-without-result = Open the file in your spreadsheet program and save it again.
uploads-remedy-fault-not-positive = Enter a number above 0 or clear the cell.
uploads-remedy-fault-ambiguous = Say how the file writes quantities, or write them without a sign between thousands.
uploads-remedy-fault-no-quantity = Enter a number such as 4 or 0.5.
uploads-remedy-fault-no-date = Enter a date such as 2026-12-31.
uploads-remedy-fault-dates-crossed = Mend one of the two days.

uploads-note-unprotected = What forced the cell to be text was taken off.
uploads-note-trimmed = Blanks around the number were removed.
uploads-note-merged = Taken from a merged cell.
uploads-note-boolean = The cell holds TRUE or FALSE.
uploads-note-number-formatted = Read as the cell shows it.
uploads-note-line-breaks = Line breaks in the description became blanks.
uploads-note-mixed-scripts = Mixes letters of several scripts that look alike.

uploads-stopped-changed-since-check = Numbers of this company changed after the check. Check again to see what would happen now.
uploads-stopped-locked = The company was locked before the upload could be applied. Once the lock is lifted you can confirm it again.
uploads-stopped-broken-off = The file did not arrive: the connection or the server broke off while it was being sent. Nothing was changed. Please upload it again.
uploads-stopped-failed-repeatedly = Applying was tried several times and failed each time. Tell an admin.

## Confirm

uploads-confirm-title = Confirm the upload
uploads-will-add = { $count ->
    [one] Adds { $count } number.
   *[other] Adds { $count } numbers.
}
uploads-will-change = { $count ->
    [one] Changes { $count } number.
   *[other] Changes { $count } numbers.
}
uploads-will-leave = { $count ->
    [one] Leaves { $count } as it is.
   *[other] Leaves { $count } as they are.
}
uploads-will-leave-out = { $count ->
    [one] Leaves out { $count } row, as decided.
   *[other] Leaves out { $count } rows, as decided.
}
uploads-will-skip = { $count ->
    [one] Skips { $count } row.
   *[other] Skips { $count } rows.
}
uploads-will-remove = { $count ->
    [one] Removes { $count } number.
   *[other] Removes { $count } numbers.
}
uploads-will-remove-nothing = Nothing is removed.
uploads-removals = Numbers that would be removed
uploads-removes-many = { $count ->
    [one] { $count } number would be removed
   *[other] { $count } numbers would be removed
}
uploads-removes-many-text = { $count ->
    [one] That is more than a tenth of this company’s list of { $count } number. If you mean it, type how many. The upload can be undone later.
   *[other] That is more than a tenth of this company’s list of { $count } numbers. If you mean it, type how many. The upload can be undone later.
}
uploads-type-removed = Type { $count } to remove them
uploads-confirm = Apply the upload
uploads-confirm-removing = { $count ->
    [one] Apply and remove { $count } number
   *[other] Apply and remove { $count } numbers
}
uploads-confirm-undo-title = Confirm the undo
uploads-confirm-undo = Undo the upload
uploads-waits-for-lock = This waits for the lock to be lifted
uploads-waits-for-lock-text = The upload stays as it is. Once the lock is lifted you can confirm it here.
problem-removed-missing = Type how many numbers would be removed
problem-removed-not-repeated = That is not how many would be removed

## Progress

uploads-progress-title = Being applied
uploads-progress-label = Rows written
uploads-progress-waiting = Waiting for its turn.
uploads-progress-begun = Begun: { $total } rows to write.
uploads-progress-rows = { $done } of { $total } rows.
uploads-progress-closing = All { $total } rows are written, the upload is being closed.
uploads-progress-left = { $count ->
    [one] About one second left.
   *[other] About { $count } seconds left.
}
uploads-progress-attempt = This is attempt { $count }.
uploads-progress-leave = You can leave this page; the upload goes on without it. It is applied as a whole or not at all.
uploads-to-list = To the uploads

## Report

uploads-report-receiving = The file is still arriving
uploads-report-receiving-text = The file has not arrived completely. If it broke off, upload it again.
uploads-report-received = Not read yet
uploads-report-received-text = Whoever uploaded the file has not gone on yet. Nothing was written.
uploads-report-read = Not checked yet
uploads-report-read-text = Whoever uploaded the file has not gone on yet. Nothing was written.
uploads-report-checked = Not confirmed yet
uploads-report-checked-text = The rows are checked but not confirmed. Nothing was written.
uploads-report-waiting = Being applied
uploads-report-waiting-text = The upload is confirmed and will be applied in a moment.
uploads-report-applied = Applied
uploads-report-undone = Undone
uploads-report-undo = The upload was undone
uploads-undo-undo = Take the undo back
uploads-then-correct = Download the rows that were not taken, correct them and upload that file.
uploads-report-failed = Not applied
uploads-report-failed-text = Nothing was written.
uploads-report-discarded = Discarded
uploads-report-discarded-text = This upload was given up. Nothing was written.
uploads-applied-at = Applied on { $when }, confirmed by { $who }.
uploads-done-new = Added
uploads-done-changed = Changed
uploads-done-unchanged = Unchanged
uploads-done-choice = Needed a choice
uploads-done-problem = Problem
uploads-done-removed = Removed
uploads-file-whole = Your file with the outcome of each row
uploads-file-problems = { $count ->
    [one] The { $count } row that was not taken
   *[other] The { $count } rows that were not taken
}
uploads-to-numbers = To the numbers
uploads-report-status = Status
uploads-report-reason = Reason

## Repairs

uploads-repair-problem = Repair or leave out
uploads-repair-leave = Leave out
uploads-repair-choice = Choose
uploads-repair-new = Repair or leave out
uploads-repair-several = Split or leave
uploads-repair-text = What you decide is checked again at once. The file itself stays as it came, and each decision can be taken back.
uploads-show-rows = Show the rows
uploads-in-file = In the file
uploads-instead = Instead
uploads-no-offers = Nothing was recognised that would mend these rows for certain.
uploads-offer-zeros = Leading zeros were lost
uploads-offer-decimals = Zeros at the end were lost
uploads-offer-point-zero = “.0” was added to a whole number
uploads-offer-exponent = The number was turned into scientific notation
uploads-offer-fits = Digits are lost, but only one known number fits
uploads-offer-punctuation = The same number with other punctuation or blanks
uploads-offer-look-alike = O and 0, I, L and 1 were mixed up
uploads-offer-take = { $count ->
    [one] Repair { $count } row
   *[other] Repair { $count } rows
}
uploads-offer-take-all = Repair all such rows
uploads-pick-title = Choose the product
uploads-pick-for = { $count ->
    [one] { $number }, line { $line }
   *[other] { $number }, { $count } rows, the first on line { $line }
}
uploads-pick-later = Not now
uploads-pick-take = Take these choices
uploads-pick-nothing = Choose a product for one of the numbers first
uploads-share-title = Keep all of them
uploads-share-text = This company allows a number to stand for several products. Each of them is flagged as ambiguous.
uploads-share-take = Take all rows
uploads-pad-title = Fill up with zeros
uploads-pad-length = Digits
uploads-pad-hint = Numbers of these rows that are all digits and shorter get zeros in front.
uploads-pad-take = Fill up
uploads-pad-wrong = Enter how many digits, from 2 to 40
uploads-leave-title = Leave out
uploads-leave-text = The rows are not taken. Numbers already in the list stay as they are.
uploads-leave-take = Leave all these rows out
uploads-decided = Decided
uploads-decided-done = { $count ->
    [0] No row was concerned.
    [one] Decided for { $count } row and checked again.
   *[other] Decided for { $count } rows and checked again.
}
uploads-take-back = Take back
uploads-decided-zeros = Leading zeros restored: { $count }
uploads-decided-decimals = Zeros at the end restored: { $count }
uploads-decided-point-zero = “.0” removed: { $count }
uploads-decided-exponent = Scientific notation turned back: { $count }
uploads-decided-fits = Replaced by the number that fits: { $count }
uploads-decided-punctuation = Punctuation as in the list: { $count }
uploads-decided-look-alike = Look-alikes replaced: { $count }
uploads-decided-pad = Filled up with zeros: { $count }
uploads-decided-picked = Product chosen: { $count }
uploads-decided-allow-sharing = Taken for several products: { $count }
uploads-decided-leave-out = Left out: { $count }
uploads-cause-left-out = Left out by decision
uploads-note-repaired = Repaired by decision.
uploads-note-sharing-allowed = May stand for several products by decision.

## Undo

uploads-undo-of = Undo of { $file }
uploads-subtitle-undo = { $file }, begun by { $who } on { $when }
uploads-check-title-undo = What the undo would do
uploads-undo-text = Numbers that somebody changed since the upload stay as they are.
uploads-undo-new = Would come back
uploads-undo-changed = Would be as before
uploads-undo-unchanged = Would stay
uploads-undo-choice = Needs a choice
uploads-undo-problem = Problem
uploads-undo-removed = Would be removed
uploads-undone-new = Came back
uploads-undone-changed = As before
uploads-undone-unchanged = Stayed
uploads-undone-choice = Needed a choice
uploads-undone-problem = Problem
uploads-undone-removed = Removed
uploads-will-restore = { $count ->
    [one] Restores { $count } number.
   *[other] Restores { $count } numbers.
}
uploads-will-stay = { $count ->
    [one] Keeps { $count } number that was changed since.
   *[other] Keeps { $count } numbers that were changed since.
}
uploads-undo = Undo this upload
uploads-was-undone = This upload was undone
uploads-is-being-undone = An undo of this upload has begun
uploads-was-undone-by = Undone by { $who } on { $when }.
uploads-see-undo = See the undo
uploads-see-undone = See the original upload
conflict-not-applied = Only an upload that was applied can be undone.
conflict-already-undone = This upload was undone already, or is being undone.
