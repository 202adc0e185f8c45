# Products: their list, one of them, its form, files of many.

## The list and one product

products-product = Product
products-number = Number
products-name = Name
products-gtin = GTIN
products-parent = Variant of
products-successor = Successor
products-predecessors = Replaces
products-id = UUID
products-object-id = Object ID
products-search = Search in number, name and GTIN
products-state = Status
products-state-all = All
products-state-sold = On sale
products-state-discontinued = Discontinued
products-kind = Kind
products-kind-all = All
products-kind-products = Without variants
products-kind-variants = Variants
products-is-discontinued = Discontinued
products-is-variant = Variant
products-none = No products yet
products-none-admin = Upload your catalogue as a CSV file, or create the first product.
products-none-text = An admin has not entered any products yet.
products-discontinued-since = Discontinued since { $since }
products-discontinue = Discontinue
products-discontinue-of = Discontinue { $number }
products-discontinue-text = The product can still be found and keeps its customer numbers. They still lead to it, and everyone sees that it is discontinued and what replaces it.
products-resume = Put back on sale
products-was-discontinued = The product is discontinued.
products-was-discontinued-kept = The product is discontinued. Its customer numbers stay.
products-was-resumed = The product is on sale again.
products-variants = Variants
products-more-variants = There are more variants; search the list of products for them.
products-cpns = Customer part numbers
products-cpn = CPN
products-company = Company
products-preferred = Preferred
products-no-cpns = No company you can see has a number for this product.
products-no-cpns-admin = No company has a number for this product yet.
products-more-cpns = There are more: search for this product in all companies

## The form

products-new = New product
products-create = Create product
products-edit = Edit product
products-created = Product { $number } was created.
products-changed = Product { $number } was saved.
products-number-hint = Your own item number. Must be unique; capitals do not matter.
products-gtin-hint = 8, 12, 13 or 14 digits.
products-parent-hint = The number of the product this is a variant of.
products-successor-hint = The number of the product that replaces it.
products-id-hint = The ID another system knows the product by. If left empty, a new UUID is assigned.
products-stale = Somebody else changed this product meanwhile. Nothing was saved. Compare both values; save again to keep yours.
problem-number-missing = Enter the product’s number
problem-parent-unknown = There is no product “{ $value }”
problem-parent-own-parent = A product cannot be a variant of itself
problem-parent-parent-is-variant = That product is itself a variant
problem-parent-has-variants = This product has variants of its own and cannot become one
problem-successor-unknown = There is no product “{ $value }”
problem-successor-own-successor = A product cannot replace itself

## Files

products-upload = Upload products
products-file = File
products-file-hint = CSV with comma, semicolon or tab, up to 32 MB.
products-file-columns = Required columns: Number and Name. Optional: Variant of, GTIN, UUID and Object ID.
products-file-rules = Products are known by their number: new ones are created, known ones changed where they differ. If the file has a column GTIN or Variant of, an empty cell in it clears the value. Rows with problems are left out and listed; products missing from the file stay as they are.
products-file-template = Download a template
products-file-dry-run = Only check
products-file-dry-run-hint = Says what would happen and changes nothing.
products-file-submit = Upload
products-file-missing = Choose a file
products-file-empty = This file is empty: choose another one
products-file-no-column = The file has no column “{ $column }”. Check the first row: it must hold the headings.
products-file-unreadable = The file cannot be read. { $reason }
products-file-done = The file was imported.
products-file-was-check = Only checked: nothing was changed
products-file-again = Upload it for good
products-file-ids-ignored = The column of IDs holds no UUIDs and was ignored
products-file-counts = Result
products-file-new = New
products-file-changed = Changed
products-file-unchanged = Unchanged
products-file-problems = Problems
products-file-causes = Problems by cause
products-file-rows = Rows
products-file-example = Cause, with an example
products-file-bad-rows = Rows left out
products-file-shown = The first { $shown } of { $all }. The downloaded file names up to 10,000.
products-file-line = Line
products-file-problem = Problem
products-file-download = Download problems
products-to-list = To the list of products
products-row-repeated = Already on line { $value }
products-row-id-differs = The product has the ID { $value }
products-row-taken = Already belongs to product “{ $value }”
