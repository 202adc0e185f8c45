# Companies: their list, their frame, their settings and their lock.

companies-tab-numbers = Numbers
companies-tab-uploads = Uploads
companies-tab-history = History
companies-tab-settings = Settings
companies-account-number = Account number
companies-archived-since = Archived since { $since }
companies-locked-title = This company is locked

## The list

companies-search = Search in name and account number
companies-name = Name
companies-cpns = CPNs
companies-state = Status
companies-last-change = Last change
companies-without = Products without a number
companies-manager-none = Nobody
companies-manager-chip = Account manager: { $name }
companies-add = Add by name or account number
companies-state-current = Current
companies-state-locked = Locked
companies-state-archived = Archived
companies-state-all = All
companies-is-locked = Locked
companies-is-archived = Archived
companies-none = No companies yet
companies-none-admin = Create the first company here, or load many at once on the server’s command line:
companies-none-manager = No company is assigned to you. Ask an admin to assign you the companies you look after.
listing-more-than = more than { $most }
listing-under = under { $most }
listing-search-chip = “{ $term }”
listing-suspect = suspected damage
listing-suspect-only = Suspected damage only
listing-no-match = No matches
listing-no-match-text = Change the search or clear the filters.

## Create and change

companies-new = New company
companies-create = Create company
companies-created = { $name } was created.
companies-settings-of = Settings of { $name }
companies-account-number-hint = The debtor number in your ERP. Must be unique; capitals do not matter.
companies-shared = One CPN for several products
companies-shared-allow = Allowed
companies-shared-allow-hint = Such a CPN is flagged as ambiguous wherever it shows.
companies-shared-forbid = Forbidden
companies-shared-forbid-hint = A number that stands for one product is refused for another. Numbers that already stand for several products stay as they are.
companies-ids = IDs for other systems
companies-id = UUID
companies-id-hint = The ID another system knows the company by. If left empty, a new UUID is assigned.
companies-object-id = Object ID
companies-object-id-hint = 24 hexadecimal digits, for the Axim interface. If left empty, it is derived from the UUID.
companies-save = Save
companies-changed = { $name } was saved.
companies-stale = Somebody else changed this company meanwhile. Nothing was saved. Compare both values; save again to keep yours.
companies-stale-values = Changed meanwhile
companies-stored = Stored now
companies-typed = Yours

## Lock and archive

companies-lock-title = Lock
companies-lock-change-title = Change reason or end
companies-lock = Lock company
companies-lock-replace = Change the lock
companies-unlock = Lift the lock
companies-locked = { $name } is locked: nobody can change its numbers.
companies-unlocked = The lock on { $name } was lifted.
companies-locked-by = Locked by { $by } since { $since }.
companies-lock-reason = Reason
companies-lock-reason-hint = Everyone who wants to change a number is shown this.
companies-lock-until = Ends
companies-lock-until-hint = In your time zone, { $zone }. If left empty, the lock holds until it is lifted.
companies-archive-title = Archive
companies-archive-text = An archived company leaves the list of current companies. Its numbers and their history stay, and other systems still get answers.
companies-archive = Archive company
companies-unarchive = Take out of the archive
companies-archived = { $name } was archived.
companies-unarchived = { $name } is current again.
problem-account-number-missing = Enter the account number
problem-until-in-the-past = Choose a time that is still to come
problem-until-no-time = Enter a date and a time such as 2026-12-31 18:00
problem-reason-missing = Say why the company is locked

## Which company?

choice-title = Which company?
choice-resolve = Choose the company whose numbers you want to look up.
choice-type = Choose the company that gets a new number.
choice-paste = Choose the company whose list you want to paste.
choice-upload = Choose the company whose file you want to upload.
choice-another = Change company
choice-first = The first { $count }: search for others.
