# The first page after sign-in.

dashboard-title = Dashboard
dashboard-figures = Figures
dashboard-over = { $most }+
dashboard-companies = Companies
dashboard-locked = Locked companies
dashboard-products = Products
dashboard-cpns = Customer part numbers
dashboard-refused = Refused sign-ins, last 24 hours
dashboard-doors = Add numbers
dashboard-one-company = Numbers of one company
dashboard-type = Type
dashboard-type-text = One number at a time.
dashboard-paste = Paste
dashboard-paste-text = Rows copied from a spreadsheet.
dashboard-upload = Upload
dashboard-upload-text = A whole file.
dashboard-coverage = Coverage
dashboard-newest = The companies with the newest uploads come first.
dashboard-coverage-show = Show how far the numbers of your companies cover the products
dashboard-with = Products with a number
dashboard-without = Products without a number
dashboard-share = { $with } · { $percent }%
dashboard-findings = To check
dashboard-ambiguous = { $count } ambiguous
dashboard-expired = { $count } expired
dashboard-suspect = { $count } possibly damaged by a spreadsheet
dashboard-suspect-help = How to fix
dashboard-nothing = Nothing
dashboard-uploaded = Last upload
dashboard-never = None yet
dashboard-open = Uploads to continue
dashboard-open-undecided = Uploads to continue, { $undecided } with rows to decide
dashboard-queued = Uploads in the queue
dashboard-queued-running = Uploads in the queue, { $running } running
dashboard-failed = Failed uploads
dashboard-operation = Operation
dashboard-database = Database on disk
dashboard-files = Of these, uploaded files
dashboard-resolve = Look up
dashboard-resolve-text = What numbers stand for.
dashboard-lookup = Numbers to look up
dashboard-lookup-hint = One on each line, as many as 5,000.
dashboard-latest = Latest uploads
dashboard-counts = { $new } new, { $changed } changed, { $skipped } left out

## What the disk is used for

storage-title = Storage
storage-text = The database takes { $total } on disk, indexes included.
storage-what = What
storage-size = Size
storage-numbers = Customer part numbers
storage-numbers-text = The numbers of all companies as they stand today.
storage-history = History
storage-history-text = Every change of a number, and the audit.
storage-files = Uploaded files
storage-files-text = As they came, so that a report can give them back.
storage-rows = Rows of uploads
storage-rows-text = What was read from the files, and what became of each row.
storage-products = Products and companies
storage-products-text = The master data.
storage-rest = Everything else
storage-rest-text = People, sessions, tokens, and what PostgreSQL needs for itself.

## Uploads that are not at their end

unfinished-title = Unfinished uploads
unfinished-text = Uploads that were applied or discarded are in the list of their company.
unfinished-open = To continue
unfinished-queued = In the queue
unfinished-failed = Failed
unfinished-told = Status
unfinished-progress = { $done } of { $total } rows written
unfinished-undecided = { $count ->
    [one] One row is left out unless you decide
   *[other] { $count } rows are left out unless you decide
}
unfinished-none = Nothing here
unfinished-none-text = No upload has this status.
