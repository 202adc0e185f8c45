# Companies: their list, their frame, their settings and their lock.

companies-tab-numbers = Numbers
companies-tab-uploads = Uploads
companies-tab-history = History
companies-tab-settings = Settings
companies-account-number = Account number
companies-archived-since = Archived since { $since }
companies-locked-title = This company is locked
