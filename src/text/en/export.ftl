# The export of a company's list, which is the template of an upload too.

## Columns: each heading must be one that an upload recognises for sure

export-account-number = Account number
export-product-number = Product number
export-product-name = Product name
export-cpn = Customer part number
export-description = Description
export-unit = Unit
export-pack-quantity = Pack quantity
export-valid-from = Valid from
export-valid-to = Valid to

## Sheets of the workbook

export-sheet = Numbers
export-help-sheet = Help
export-help-begin = This file holds all customer part numbers of the company. Change, add or delete rows and upload the file again: nothing happens before you have seen what would.
export-help-required = Needed in every row: “Product number” (our number) and “Customer part number” (yours).
export-help-optional = All other columns may stay empty or be deleted. “Product name” is only there for you to read.
export-help-lengths = A customer part number has up to 255 characters, a description up to 500, a unit up to 32.
export-help-dates = Dates are written like 2026-12-31. A number resolves from “Valid from” to “Valid to”, both days included.
export-help-text = All cells are typed as text, so that leading zeros stay. Keep it that way for rows you add.
export-help-account = “Account number” protects you from uploading another company's file. You may leave it empty in rows you add.
export-help-remove = A row you delete here stays in the register, unless you upload with “make it exactly like my file”.
