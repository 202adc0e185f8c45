# Texts of the layout and of the controls that all pages share.

## Layout

kit-skip-to-content = Skip to content
kit-menu = Menu
kit-main-navigation = Main
kit-breadcrumbs = Breadcrumbs
kit-search = Search
kit-search-label = Search companies, products and numbers
kit-account = Account
kit-sign-out = Sign out
kit-dismiss = Dismiss message
kit-close = Close
kit-request-failed = The server did not answer. Check your connection and try again.

## Copying

kit-copy = Copy { $value }
kit-copied = Copied

## Keyboard shortcuts

kit-shortcuts = Keyboard shortcuts
kit-shortcut-search = Go to the search
kit-shortcut-rows = Next or previous row
kit-shortcut-tick = Tick the row
kit-shortcut-edit = Edit the row
kit-shortcut-companies = Go to the companies
kit-shortcut-products = Go to the products
kit-shortcut-help = Show this list
kit-shortcuts-off = You can switch the shortcuts off:

## Lists

kit-filter = Filter
kit-filters = Filters
kit-active-filters = Active filters
kit-remove-filter = Remove filter:
kit-clear-filters = Clear filters
kit-pages = Pages
kit-previous = Previous
kit-next = Next
kit-range = { $range } of { $total }
kit-tick-page = Tick all rows of this page
kit-tick = Tick { $value }
kit-bulk = Actions on the ticked rows
kit-bulk-selected = selected

## Lock

kit-lock-reason = Reason: { $reason }
kit-lock-until = Until: { $until }
kit-lock-effect = You can look at, search and export the numbers. They cannot be changed until the lock is lifted; an upload can be prepared and waits.

## Forms

kit-error-prefix = Error:
kit-problem-title = There is a problem
kit-optional = optional
kit-cancel = Cancel
kit-show = Show
kit-hide = Hide
kit-show-password = Show password
kit-hide-password = Hide password
kit-find = Find
kit-pick = Tick what you mean
kit-found-none = No matches. Try a part of the name or of the number.

## Uploads

kit-steps = Steps
kit-step-done = done
kit-uploading = Uploading the file
